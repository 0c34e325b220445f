//! Bundles as zips: what is packed is what is read, and what a zip must not hold
//! is refused.

use std::fs;
use std::io::Write;

use diptych::bundle::{LoadedBundle, limits, load, peek_id};
use diptych::model::{BundleSource, EntryState};
use proptest::prelude::*;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::support::{Bundle, told};

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

/// Packs the valid bundle, with `prefix` before each name, and what `more` adds.
fn packed(prefix: &str, more: impl FnOnce(&mut ZipWriter<std::io::Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, content) in &Bundle::valid().0 {
        zip.start_file(format!("{prefix}{path}"), deflated())
            .expect("an entry");
        zip.write_all(content).expect("written");
    }
    more(&mut zip);
    zip.finish().expect("a zip").into_inner()
}

fn load_bytes(bytes: &[u8]) -> LoadedBundle {
    let dir = TempDir::new().expect("a temporary folder");
    let path = dir.path().join("packed.briefing");
    fs::write(&path, bytes).expect("writable");
    let source = BundleSource::Zip(path);
    let _ = peek_id(&source);
    load(&source)
}

fn add(name: &'static str) -> impl FnOnce(&mut ZipWriter<std::io::Cursor<Vec<u8>>>) {
    move |zip| {
        zip.start_file(name, stored()).expect("an entry");
        zip.write_all(b"content").expect("written");
    }
}

/// Writes `new` over every place where `old` stands, in the list of entries and before them.
fn patched(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut count = 0;
    for at in 0..=bytes.len() - old.len() {
        if bytes[at..].starts_with(old) {
            bytes[at..at + new.len()].copy_from_slice(new);
            count += 1;
        }
    }
    assert!(count >= 2, "{count}");
    bytes
}

fn is_refused(bytes: &[u8], file: &str, message: &str) {
    let loaded = load_bytes(bytes);
    assert_eq!(loaded.entry.state, EntryState::Broken, "{message}");
    assert_eq!(loaded.entry.id, "packed");
    let found = |p: &diptych::model::Problem| p.file == file && p.message.contains(message);
    assert!(
        loaded.problems.iter().any(found),
        "{file} {message}: {:?}",
        told(&loaded)
    );
}

#[test]
fn a_zip_is_read_as_its_folder_is() {
    let folder = Bundle::valid().load();
    let plain = packed("", |_| {});
    let nested = packed("my briefing/", |zip| {
        zip.add_directory("my briefing/articles/", deflated())
            .unwrap();
        add("__MACOSX/my briefing/._briefing.json")(zip);
    });
    let dotted = packed("./", |_| {});
    for bytes in [plain, nested, dotted] {
        let loaded = load_bytes(&bytes);
        assert_eq!(told(&loaded), [""; 0]);
        let (own, other) = (loaded.briefing.unwrap(), folder.briefing.as_ref().unwrap());
        assert_eq!(own.hash, other.hash);
        assert_eq!(own.articles, other.articles);
        assert_eq!(own.statements, other.statements);
    }
}

#[test]
fn a_zip_without_a_briefing_says_so() {
    let bytes = packed("a/b/", |_| {});
    is_refused(&bytes, "briefing.json", "no file \"briefing.json\"");
}

#[test]
fn entries_that_lie_outside_are_refused() {
    for name in [
        "../evil.txt",
        "articles/../../evil.txt",
        "/evil.txt",
        "C:/evil.txt",
        "a//b.txt",
    ] {
        let stand_in: String = std::iter::repeat_n('Q', name.len()).collect();
        let stand_in: &'static str = Box::leak(stand_in.into_boxed_str());
        let bytes = patched(
            packed("", add(stand_in)),
            stand_in.as_bytes(),
            name.as_bytes(),
        );
        is_refused(&bytes, name, "does not lie inside the bundle");
    }
    let bytes = patched(packed("", add("QQQQ.txt")), b"QQQQ.txt", b"..\\x.txt");
    is_refused(&bytes, "..\\x.txt", "does not lie inside the bundle");
}

#[test]
fn links_and_special_files_are_refused() {
    let bytes = packed("", |zip| {
        zip.add_symlink("articles/link.txt", "/etc/passwd", stored())
            .unwrap();
    });
    is_refused(&bytes, "articles/link.txt", "a link or a special file");
    // The same entry as a named pipe.
    let mode = |kind: u32| ((kind | 0o777) << 16).to_le_bytes();
    let mut bytes = packed("", |zip| {
        zip.add_symlink("articles/pipe.txt", "x", stored()).unwrap();
    });
    let link = mode(0o120_000);
    let at = bytes.windows(4).rposition(|w| w == link).unwrap();
    bytes[at..at + 4].copy_from_slice(&mode(0o010_000));
    is_refused(&bytes, "articles/pipe.txt", "a link or a special file");
}

#[test]
fn the_same_name_twice_is_refused() {
    let bytes = patched(
        packed("", add("articles/six.txt")),
        b"articles/six.txt",
        b"articles/one.txt",
    );
    is_refused(&bytes, "", "two entries of the same name");
    let bytes = packed("", add("./articles/one.txt"));
    is_refused(&bytes, "./articles/one.txt", "stands twice");
}

#[test]
fn encrypted_entries_are_refused() {
    let mut bytes = packed("", add("secret.txt"));
    // The last entry of the list: its flags stand eight bytes behind its signature.
    let at = bytes.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    bytes[at + 8] |= 1;
    is_refused(&bytes, "secret.txt", "is encrypted");
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![b' '; 8 << 20];
    let bytes = packed("", |zip| {
        zip.start_file("articles/bomb.txt", deflated()).unwrap();
        zip.write_all(&zeros).unwrap();
    });
    is_refused(
        &bytes,
        "articles/bomb.txt",
        "packed more than 200 times smaller",
    );

    let count = limits::MAX_ENTRIES + 1;
    let bytes = packed("", |zip| {
        for i in 0..count {
            zip.start_file(format!("f{i}"), stored()).unwrap();
        }
    });
    is_refused(&bytes, "", "more than 10000 entries");

    // A list that claims far more than it holds is refused before it is read.
    let mut bytes = packed("", |_| {});
    let end = bytes.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    bytes[end + 8..end + 12].copy_from_slice(&[0xff; 4]);
    is_refused(&bytes, "", "more than 10000 entries");
}

#[test]
fn an_entry_that_lies_about_its_size_is_refused() {
    let bytes = packed("", |_| {});
    let at = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    // The unpacked size of the first entry of the list, an article.
    let mut small = bytes.clone();
    small[at + 24..at + 28].copy_from_slice(&3_u32.to_le_bytes());
    assert!(load_bytes(&small).briefing.is_none());
    let mut huge = bytes;
    huge[at + 24..at + 28].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    is_refused(
        &huge,
        "articles/one.txt",
        "packed more than 200 times smaller",
    );
}

#[test]
fn what_is_no_zip_is_told() {
    for bytes in [&b""[..], b"PK", b"{\"format\": 1}", &[0; 4096]] {
        is_refused(bytes, "", "the zip cannot be read");
    }
    let whole = packed("", |_| {});
    is_refused(&whole[..whole.len() / 2], "", "the zip cannot be read");
}

/// Words of the library that reads zips, which no reader can do anything with.
const FOREIGN_WORDS: [&str; 9] = [
    "EOCD",
    "invalid Zip",
    "i/o error",
    "central directory",
    "deflate",
    "checksum",
    "local file",
    "Unexpected",
    "magic",
];

#[test]
fn a_zip_that_cannot_be_read_is_told_in_our_words_with_advice() {
    let whole = packed("", |_| {});
    let list = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut damaged_list = whole.clone();
    damaged_list[list..list + 4].fill(b'?');
    let first = whole.windows(4).position(|w| w == b"PK\x03\x04").unwrap();
    let mut damaged_entry = whole.clone();
    damaged_entry[first..first + 4].fill(b'?');
    let text = whole.windows(4).position(|w| w == b".txt").unwrap();
    let mut damaged_text = whole.clone();
    damaged_text[text + 8..text + 40].fill(0x55);
    for (bytes, message, help) in [
        (&b""[..], "the file is empty", "copy the file again"),
        (b"no zip at all", "the file is not a zip", "Pack the folder"),
        (
            &whole[..whole.len() / 2],
            "it was cut off",
            "copy the file again",
        ),
        (
            &whole[..whole.len() - 3],
            "it was cut off",
            "copy the file again",
        ),
        (
            &damaged_list,
            "its list of files is damaged",
            "copy the file again",
        ),
        (&damaged_entry, "damaged", "copy the file again"),
        (
            &damaged_text,
            "is damaged inside the zip",
            "copy the file again",
        ),
    ] {
        let loaded = load_bytes(bytes);
        assert!(loaded.briefing.is_none(), "{message}");
        let problems = &loaded.entry.problems;
        let told = problems
            .iter()
            .any(|p| p.message.contains(message) && p.help.contains(help));
        assert!(told, "{message}: {problems:?}");
    }
    for cut in (0..whole.len()).step_by(7) {
        for problem in load_bytes(&whole[..cut]).entry.problems {
            let words = format!("{} {}", problem.message, problem.help);
            let foreign = FOREIGN_WORDS.iter().find(|word| words.contains(**word));
            assert_eq!(foreign, None, "cut at {cut}: {words}");
            assert!(!problem.help.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_damaged_zip_does_no_harm(
        flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        end in proptest::option::of(any::<proptest::sample::Index>()),
    ) {
        let mut bytes = packed("", |_| {});
        for (index, byte) in flips {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        let loaded = load_bytes(&bytes);
        prop_assert_eq!(loaded.briefing.is_none(), loaded.entry.state == EntryState::Broken);
        prop_assert!(loaded.briefing.is_some() || !loaded.problems.is_empty());
    }
}
