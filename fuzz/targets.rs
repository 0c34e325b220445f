//! What must hold for any bytes, one function for each door. They panic where it does
//! not; `fuzz_targets/` hands them to libFuzzer, `tests/it/fuzz.rs` to a plain test.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use diptych::app::message::Msg;
use diptych::app::message::key::Key;
use diptych::app::message::key::KeyCode;
use diptych::bundle::write::{
    BriefingList, Document, Edit, EditTarget, NotStatementEntry, TopicEntry,
};
use diptych::bundle::{self, LoadedBundle};
use diptych::cite;
use diptych::curate::page::{self, PageHints};
use diptych::model::{Bookmarks, BundleSource, Query, SearchScope, Severity};
use diptych::runtime::InputDecoder;
use diptych::runtime::config;
use diptych::search::{BookmarkIndex, Index};
use diptych::text::clean::is_clean;
use tempfile::TempDir;

thread_local! {
    static FOLDER: TempDir = TempDir::new().expect("a temporary folder");
    static BOOKMARKS: RefCell<BookmarkIndex> = RefCell::default();
}

/// The text beside every `briefing.json`.
const ARTICLE: &str =
    "The mayor spoke. “The bridge is safe,” she said.\n\nThe builder said “it is not.”\n";

/// A `briefing.json`: it is read, or all that is wrong with it is told.
pub fn bundle(data: &[u8]) {
    FOLDER.with(|folder| {
        let place = folder.path().join("bundle");
        fs::create_dir_all(place.join("articles")).expect("a folder");
        fs::write(place.join("articles/a.txt"), ARTICLE).expect("a text");
        fs::write(place.join("briefing.json"), data).expect("a file");
        judge(&bundle::load(&BundleSource::Folder(place)));
    });
}

/// A bundle of one article.
const ONE_ARTICLE: &str = r#"{
 "format": 1, "id": "one", "title": "One article",
 "sides": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}],
 "speakers": [], "statements": [],
 "articles": [{"id": "x", "title": "X", "publisher": "Y", "text": "articles/x.FORM"}]
}"#;

/// Reads one article that a bundle has, as plain text or as Markdown, and returns its
/// text, where it is accepted.
fn article(data: &[u8], form: &str) -> Option<String> {
    FOLDER.with(|folder| {
        let place = folder.path().join(form);
        let write = |path: &Path, bytes: &[u8]| fs::write(path, bytes).expect("a file");
        if !place.exists() {
            fs::create_dir_all(place.join("articles")).expect("a folder");
            let about = ONE_ARTICLE.replace("FORM", form);
            write(&place.join("briefing.json"), about.as_bytes());
        }
        write(&place.join(format!("articles/x.{form}")), data);
        let loaded = bundle::load(&BundleSource::Folder(place));
        judge(&loaded);
        let text = loaded.briefing?.articles[0].text.text.clone();
        assert!(is_clean(&text), "{text:?}");
        Some(text)
    })
}

/// The text of an article in a bundle: what was made of it once stays what it is.
pub fn articles(data: &[u8]) {
    article(data, "md");
    if let Some(text) = article(data, "txt") {
        let again = text.replace('\n', "\n\n");
        assert_eq!(article(again.as_bytes(), "txt").as_deref(), Some(&*text));
    }
}

/// A page or a paste: the articles in it, or why there are none. What is stored of them
/// is read as what they are.
pub fn pages(data: &[u8]) {
    let mut articles = match page::read_page(data, &PageHints::default()) {
        Ok(articles) => articles,
        Err(error) => {
            assert!(is_clean(&error.to_string()), "{error}");
            return;
        }
    };
    assert!(!articles.is_empty(), "refused without a reason");
    for one in &mut articles {
        let text = one.text();
        assert!(is_clean(&text), "{text:?}");
        let form = if one.needs_markdown() { "md" } else { "txt" };
        let stored = article(one.to_stored().as_bytes(), form);
        assert_eq!(stored.as_deref(), Some(&*text));
        for omitted in one.omitted() {
            assert!(one.restore(&omitted.id), "{omitted:?} cannot be put back");
        }
        assert!(one.omitted().is_empty());
    }
}

/// A `briefing.json` under edit: each edit is carried out, or the text is as it was.
pub fn edit(data: &[u8]) {
    let Ok(mut document) = Document::parse(data) else {
        return;
    };
    assert_eq!(document.bytes(), data, "reading alone has changed it");
    let words = NotStatementEntry {
        exact: "“é”\n\"".to_owned(),
        ..NotStatementEntry::default()
    };
    let new = |id: &str| {
        Edit::AddTopic(TopicEntry {
            id: id.to_owned(),
            question: "Why?".to_owned(),
        })
    };
    let edits = [
        new("why"),
        Edit::set(EditTarget::article("a"), "title", "é"),
        Edit::AddNotStatement {
            article: "a".to_owned(),
            words,
        },
        Edit::accepts(EditTarget::statement("s-safe"), &["furniture".to_owned()]),
        Edit::Rename {
            item: EditTarget::topic("safety"),
            to: "danger".to_owned(),
        },
        Edit::Order(
            BriefingList::Topics,
            vec!["why".to_owned(), "danger".to_owned()],
        ),
        Edit::clear(EditTarget::article("a"), "note"),
        Edit::Remove(EditTarget::statement("s-safe")),
        Edit::Remove(EditTarget::topic("why")),
    ];
    for edit in edits {
        let before = document.bytes();
        match document.apply(&edit) {
            Ok(()) => {
                let text = document.bytes();
                assert!(Document::parse(&text).is_ok(), "{edit:?} has broken it");
            }
            Err(error) => assert_eq!(document.bytes(), before, "{error}"),
        }
    }
}

/// A `.briefing` file: a zip, or none.
pub fn zip(data: &[u8]) {
    FOLDER.with(|folder| {
        let file = folder.path().join("x.briefing");
        fs::write(&file, data).expect("a file");
        judge(&bundle::load(&BundleSource::Zip(file)));
    });
}

fn judge(loaded: &LoadedBundle) {
    let fatal = loaded
        .problems
        .iter()
        .any(|p| p.severity != Severity::Warning);
    assert!(
        fatal || loaded.briefing.is_some(),
        "refused without a reason"
    );
    for problem in &loaded.problems {
        assert!(is_clean(&problem.message), "{:?}", problem.message);
    }
}

/// A file of bookmarks or annotations.
pub fn import(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Err(error) = cite::import(&text) {
        let said = error.to_string();
        assert!(!said.is_empty() && is_clean(&said), "{said:?}");
    }
}

/// A `config.toml`: each mistake has a place within the file.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Err(mistakes) = config::parse(&text) else {
        return;
    };
    assert!(!mistakes.is_empty(), "refused without a reason");
    let lines = text.matches('\n').count() + 1;
    for mistake in mistakes {
        assert!(
            (1..=lines).contains(&mistake.line) && mistake.column > 0,
            "{mistake:?}"
        );
        assert!(
            is_clean(&mistake.message) && !mistake.message.contains('\n'),
            "{mistake:?}"
        );
    }
}

/// What a terminal sends: however it is cut, it means the same; nothing is waited for
/// for ever; a paste is clean.
pub fn terminal(data: &[u8]) {
    let mut whole = InputDecoder::default();
    let heard = whole.feed(data);
    let mut cut = InputDecoder::default();
    let mut pieces = Vec::new();
    let size = 1 + data.first().map_or(0, |byte| usize::from(byte % 5));
    for piece in data.chunks(size) {
        pieces.extend(cut.feed(piece));
    }
    assert_eq!(shown(&heard), shown(&pieces));
    assert_eq!(whole.timeout(), cut.timeout());
    for msg in &heard {
        if let Msg::Paste(text) = msg {
            assert!(is_clean(text), "{text:?}");
        }
    }
    // With a pause behind each piece.
    let mut slow = InputDecoder::default();
    for piece in data.chunks(size + 2) {
        slow.feed(piece);
        if slow.timeout().is_some() {
            slow.flush();
        }
    }
    for decoder in [&mut whole, &mut slow] {
        let mut rounds = 0;
        while decoder.timeout().is_some() {
            decoder.flush();
            rounds += 1;
            assert!(rounds < 200, "it waits for ever");
        }
        // And keys are keys again.
        let key = decoder.feed(b"j");
        assert!(matches!(&key[..], [Msg::Key(key)] if *key == Key::new(KeyCode::Char('j'))));
    }
}

fn shown(heard: &[Msg]) -> Vec<String> {
    heard.iter().map(|msg| format!("{msg:?}")).collect()
}

/// A question to the library and to the bookmarks.
pub fn query(data: &[u8]) {
    static INDEX: OnceLock<Index> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let (sources, _) = bundle::discover(&[bundle::LibraryRoot::BuiltIn]);
        let loaded = sources
            .iter()
            .filter_map(|source| bundle::load(source).briefing);
        let briefings: Vec<_> = loaded.map(std::sync::Arc::new).collect();
        let index = Index::in_memory().expect("an index");
        index.update(&briefings).expect("an index of the briefings");
        index
    });
    let text = String::from_utf8_lossy(data).into_owned();
    let hits = index.find(&Query {
        text: text.clone(),
        scope: SearchScope::Library,
        limit: 20,
        bookmarks: Bookmarks::default(),
    });
    assert!(hits.results.len() <= 20);
    BOOKMARKS.with_borrow_mut(|index| {
        index.search(&Bookmarks::default(), &text);
    });
}

/// The words of an article: every proposal lies in them, in order of its start.
pub fn quotes(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut from = 0;
    for proposal in diptych::curate::quotes::propose(&text) {
        let inner = text.get(proposal.range.clone());
        assert!(inner.is_some_and(|words| !words.trim().is_empty()));
        assert!(text.get(proposal.outer.clone()).is_some());
        assert!(text.get(proposal.description.clone()).is_some());
        if let Some(speaker) = &proposal.speaker {
            assert!(text.get(speaker.range.clone()).is_some());
        }
        assert!(proposal.range.start >= from, "out of order");
        from = proposal.range.start;
    }
}
