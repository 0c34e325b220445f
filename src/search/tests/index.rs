//! The index as something that is written, shared, damaged and lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use super::*;
use crate::model::Briefing;

#[test]
fn an_index_is_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Index>();
}

#[test]
fn a_lost_file_is_noticed_though_the_list_of_files_is_lost_too() {
    let dir = tempfile::TempDir::new().unwrap();
    Index::open_dir(dir.path())
        .unwrap()
        .update(&sample::library())
        .unwrap();
    let generation = fs::read_dir(dir.path()).unwrap();
    let generation = generation.map(|e| e.unwrap().path()).find(|p| p.is_dir());
    let generation = generation.unwrap();
    fs::remove_file(generation.join(".managed.json")).unwrap();
    let index = Index::open_dir(dir.path()).unwrap();
    assert!(index.verify(), "nothing that counts is lost");
    let files = fs::read_dir(&generation).unwrap();
    let mut files = files.map(|e| e.unwrap().path());
    let places = files.find(|p| p.extension().is_some_and(|e| e == "pos"));
    fs::remove_file(places.unwrap()).unwrap();
    assert!(!index.verify());
    index.update(&sample::library()).unwrap();
    assert!(index.verify());
    assert_eq!(find(&index, "pawn"), [PAWN]);
}

#[test]
fn the_last_of_two_states_of_a_briefing_stays() {
    let once = index();
    let twice = Index::in_memory().unwrap();
    let mut states = sample::library();
    states.extend(sample::library());
    twice.update(&states).unwrap();
    for words in ["pawn", "sources", "the"] {
        let found = |index: &Index| {
            let hits = index.find(&query(words));
            (names(&hits), hits.total)
        };
        assert_eq!(found(&twice), found(&once), "{words}");
    }
}

#[test]
fn briefings_are_replaced_and_dropped() {
    let index = index();
    assert!(index.is_current("harbour", "11"));
    assert!(!index.is_current("harbour", "12"));
    let mut changed = sample::harbour();
    changed.hash = "12".to_owned();
    changed.statements.truncate(1);
    changed.statements[0].answers.clear();
    index.update(&[Arc::new(changed)]).unwrap();
    assert!(index.is_current("harbour", "12") && !index.is_current("harbour", "11"));
    let mut found = find(&index, "kind:statement ");
    found.sort();
    assert_eq!(found, ["bridge#s-sicher", ALARMING]);
    index
        .retain(&BTreeSet::from(["bridge".to_owned()]))
        .unwrap();
    assert!(!index.is_current("harbour", "12"));
    assert_eq!(find(&index, "kind:statement "), ["bridge#s-sicher"]);
    assert_eq!(
        index.complete("outlet:", 7, &Bookmarks::default()),
        ["Kurier"]
    );
}

fn documents(index: &Index) -> u64 {
    index.current().snapshot().searcher.num_docs()
}

#[test]
fn nothing_of_a_briefing_stays_but_the_stems_of_its_words() {
    let index = index();
    let whole = documents(&index);
    // What is there already is replaced, not added, and the dictionary has its words.
    index.update(&sample::library()).unwrap();
    assert_eq!(documents(&index), whole);
    let twice = [sample::library(), sample::library()].concat();
    let batches = [twice.clone(), twice];
    index
        .update_stream(&mut batches.into_iter(), &mut |_| ())
        .unwrap();
    assert_eq!(documents(&index), whole);
    assert_eq!(find(&index, "pawns "), [PAWN]);
    index.retain(&BTreeSet::new()).unwrap();
    assert_eq!(find(&index, "kind:statement "), [] as [&str; 0]);
    let left = documents(&index);
    assert!(0 < left && left < whole, "{left} of {whole}");
    // The words come back, and so do those of their stems.
    index.update(&sample::library()).unwrap();
    assert_eq!(documents(&index), whole);
    assert_eq!(find(&index, "pawns "), [PAWN]);
}

#[test]
fn the_index_is_kept_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open_dir(dir.path()).unwrap();
    assert_eq!(index.notice(), None);
    index.update(&sample::library()).unwrap();
    drop(index);
    let index = Index::open_dir(dir.path()).unwrap();
    assert_eq!(index.notice(), None);
    assert!(index.is_current("harbour", "11"));
    assert_eq!(find(&index, "\"used as a pawn\" "), [PAWN]);
    assert!(index.verify());
}

#[test]
fn two_may_share_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let one = Index::open_dir(dir.path()).unwrap();
    let two = Index::open_dir(dir.path()).unwrap();
    one.update(&sample::library()[..1]).unwrap();
    assert!(!two.is_current("harbour", "11"));
    two.refresh().unwrap();
    assert!(two.is_current("harbour", "11"));
    two.update(&sample::library()[1..]).unwrap();
    one.refresh().unwrap();
    assert!(one.is_current("harbour", "11") && one.is_current("bridge", "22"));
    assert_eq!(find(&one, "sicher "), ["bridge#s-sicher"]);
    assert_eq!((one.notice(), two.notice()), (None, None));
}

#[test]
fn two_may_write_at_once() {
    let dir = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let index = Index::open_dir(dir.path()).unwrap();
                index.update(&sample::library()).unwrap();
                assert_eq!(find(&index, "\"used as a pawn\" "), [PAWN]);
                assert_eq!(index.notice(), None);
            });
        }
    });
}

fn generation(dir: &Path) -> PathBuf {
    let mut generations: Vec<PathBuf> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    generations.sort();
    generations.pop().unwrap()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file() && fs::metadata(path).unwrap().len() > 8)
        .collect()
}

#[test]
fn a_damaged_index_is_rebuilt_aside() {
    let made = tempfile::tempdir().unwrap();
    let index = Index::open_dir(made.path()).unwrap();
    index.update(&sample::library()).unwrap();
    drop(index);
    let count = files(&generation(made.path())).len();
    assert!(count >= 4, "{count} files");
    for number in 0..count {
        for harm in ["truncated", "emptied", "overwritten", "removed"] {
            let dir = tempfile::tempdir().unwrap();
            let copy = dir
                .path()
                .join(generation(made.path()).file_name().unwrap());
            fs::create_dir(&copy).unwrap();
            for file in files(&generation(made.path())) {
                fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
            }
            let mut victims = files(&copy);
            victims.sort();
            let victim = &victims[number];
            let mut bytes = fs::read(victim).unwrap();
            match harm {
                "truncated" => bytes.truncate(bytes.len() / 2),
                "emptied" => bytes.clear(),
                "overwritten" => bytes.iter_mut().for_each(|b| *b = b.wrapping_add(7)),
                _ => fs::remove_file(victim).unwrap(),
            }
            if harm != "removed" {
                fs::write(victim, bytes).unwrap();
            }
            let index = Index::open_dir(dir.path()).unwrap();
            let what = format!("{harm}: {}", victim.display());
            // Whatever it answers, it answers; and afterwards it is rebuilt where it must be.
            let _ = index.find(&query("pawn who:brandt \"a pawn\""));
            let _ = index.verify();
            if !index.is_current("harbour", "11") {
                assert!(index.notice().is_some(), "{what}");
            }
            let missing: Vec<_> = sample::library()
                .into_iter()
                .filter(|b| !index.is_current(&b.id, &b.hash))
                .collect();
            index.update(&missing).unwrap();
            assert_eq!(find(&index, "\"used as a pawn\" "), [PAWN], "{what}");
            assert!(index.verify(), "{what}");
            drop(index);
            let again = Index::open_dir(dir.path()).unwrap();
            assert_eq!(find(&again, "\"used as a pawn\" "), [PAWN], "again, {what}");
        }
    }
}

#[test]
fn another_version_is_left_alone_while_it_is_used() {
    let dir = tempfile::tempdir().unwrap();
    let old = dir.path().join("v0-7");
    fs::create_dir(&old).unwrap();
    let used = fs::File::create(old.join(".in-use")).unwrap();
    used.lock_shared().unwrap();
    let index = Index::open_dir(dir.path()).unwrap();
    index.update(&sample::library()).unwrap();
    assert!(old.exists());
    drop((index, used));
    let _index = Index::open_dir(dir.path()).unwrap();
    assert!(!old.exists());
}

#[test]
fn where_nothing_can_be_written_memory_serves() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("cache");
    fs::write(&file, "not a folder").unwrap();
    let index = Index::open_dir(&file.join("index")).unwrap();
    assert!(index.notice().unwrap().contains("kept in memory"));
    index.update(&sample::library()).unwrap();
    assert_eq!(find(&index, "\"used as a pawn\" "), [PAWN]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "not a folder");
}

#[test]
fn a_panic_of_the_engine_is_an_error() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !in_engine_call() {
            hook(info);
        }
    }));
    assert!(!in_engine_call());
    let answer: tantivy::Result<()> = catch_panics(|| panic!("as if a file were damaged"));
    assert!(answer.is_err());
    assert!(!in_engine_call());
    let _ = std::panic::take_hook();
}

/// A briefing with some of the statements of a sample.
fn version(number: u8, statements: usize) -> Arc<Briefing> {
    let mut briefing = sample::harbour();
    briefing.id = format!("port-{number}");
    briefing.hash = format!("{number} {statements}");
    briefing.statements.truncate(statements);
    for statement in &mut briefing.statements {
        statement.answers.clear();
    }
    Arc::new(briefing)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn whatever_was_written_before_the_index_holds_what_there_is(
        changes in prop::collection::vec((0u8..5, 1usize..4, any::<bool>()), 1..24),
    ) {
        let index = Index::in_memory().unwrap();
        let mut there: BTreeMap<String, Arc<Briefing>> = BTreeMap::new();
        for (number, statements, adds) in changes {
            let briefing = version(number, statements);
            if adds {
                index.update(&[Arc::clone(&briefing)]).unwrap();
                there.insert(briefing.id.clone(), briefing);
            } else {
                there.remove(&briefing.id);
                index.retain(&there.keys().cloned().collect()).unwrap();
            }
        }
        let fresh = Index::in_memory().unwrap();
        let all: Vec<Arc<Briefing>> = there.values().cloned().collect();
        fresh.update(&all).unwrap();
        let sorted = |index: &Index, text: &str| {
            let mut found = names(&index.find(&Query {
                limit: 1000,
                ..query(text)
            }));
            found.sort();
            found
        };
        for number in 0..5 {
            for kind in ["statement", "passage"] {
                let text = format!("kind:{kind} briefing:port-{number} ");
                if there.contains_key(&format!("port-{number}")) {
                    let found = sorted(&index, &text);
                    prop_assert!(!found.is_empty(), "{text}");
                    prop_assert_eq!(found, sorted(&fresh, &text));
                }
            }
        }
        prop_assert_eq!(sorted(&index, "pawns "), sorted(&fresh, "pawns "));
        prop_assert_eq!(sorted(&index, "-pawns "), sorted(&fresh, "-pawns "));
    }
}
