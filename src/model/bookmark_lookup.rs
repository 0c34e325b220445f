//! Where to find a bookmark: by its name, by its article, by its tags. What is asked
//! at a key or for a picture is looked up here, not in the whole list.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Bookmark, BookmarkId};

/// Bookmarks by what they are looked for.
#[derive(Clone, Debug, Default)]
pub struct BookmarkLookup {
    by_id: FxHashSet<ById>,
    /// By briefing and article, each list in the order of all.
    by_article: FxHashMap<String, FxHashMap<String, Vec<Arc<Bookmark>>>>,
    /// How many bookmarks have a tag.
    tags: BTreeMap<String, usize>,
}

/// A bookmark that is known by its name.
#[derive(Clone, Debug)]
struct ById(Arc<Bookmark>);

impl Borrow<BookmarkId> for ById {
    fn borrow(&self) -> &BookmarkId {
        &self.0.id
    }
}

impl Hash for ById {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl PartialEq for ById {
    fn eq(&self, other: &ById) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for ById {}

impl BookmarkLookup {
    /// Reads a list of bookmarks.
    #[must_use]
    pub fn new(bookmarks: &[Arc<Bookmark>]) -> BookmarkLookup {
        let mut lookup = BookmarkLookup::default();
        lookup.by_id.reserve(bookmarks.len());
        for bookmark in bookmarks {
            lookup.add(bookmark);
        }
        lookup
    }

    /// Returns the bookmark of that name.
    #[must_use]
    pub fn get(&self, id: &BookmarkId) -> Option<&Arc<Bookmark>> {
        self.by_id.get(id).map(|named| &named.0)
    }

    /// Returns the bookmarks in an article, in their order.
    #[must_use]
    pub fn in_article(&self, briefing: &str, article: &str) -> &[Arc<Bookmark>] {
        let articles = self.by_article.get(briefing);
        articles
            .and_then(|a| a.get(article))
            .map_or(&[], |list| list)
    }

    /// Returns all tags in use, in order.
    pub fn tags(&self) -> impl Iterator<Item = &String> {
        self.tags.keys()
    }

    /// Notes a bookmark that stands behind all others.
    pub fn add(&mut self, bookmark: &Arc<Bookmark>) {
        let place = &bookmark.place;
        let known = self.by_article.get_mut(&place.briefing);
        match known.and_then(|articles| articles.get_mut(&place.article)) {
            Some(list) => list.push(Arc::clone(bookmark)),
            None => self.article_entry(bookmark).push(Arc::clone(bookmark)),
        }
        self.index_id_and_tags(bookmark);
    }

    /// Notes the bookmark at a place of the list of all.
    pub fn insert(&mut self, all: &[Arc<Bookmark>], at: usize) {
        let bookmark = &all[at];
        let list = self.article_entry(bookmark);
        // Looked for by address: nothing of the others need be read.
        let same: FxHashSet<*const Bookmark> = list.iter().map(Arc::as_ptr).collect();
        let before = all[..at].iter();
        let before = before.filter(|b| same.contains(&Arc::as_ptr(b))).count();
        list.insert(before, Arc::clone(bookmark));
        self.index_id_and_tags(bookmark);
    }

    /// Notes the bookmark at a place of the list of all, where another value of it
    /// stood before.
    pub fn replace(&mut self, all: &[Arc<Bookmark>], at: usize) {
        let bookmark = &all[at];
        let Some(old) = self.get(&bookmark.id).cloned() else {
            return self.insert(all, at);
        };
        let mut list = self.article_entry(bookmark).iter_mut();
        if let Some(same) = list.find(|b| Arc::ptr_eq(b, &old)) {
            *same = Arc::clone(bookmark);
            self.unindex_id_and_tags(&old);
            self.index_id_and_tags(bookmark);
        } else {
            self.remove(&old);
            self.insert(all, at);
        }
    }

    /// Forgets a bookmark.
    pub fn remove(&mut self, bookmark: &Arc<Bookmark>) {
        self.article_entry(bookmark).retain(|b| b.id != bookmark.id);
        self.unindex_id_and_tags(bookmark);
    }

    fn article_entry(&mut self, bookmark: &Bookmark) -> &mut Vec<Arc<Bookmark>> {
        let place = &bookmark.place;
        let articles = self.by_article.entry(place.briefing.clone()).or_default();
        articles.entry(place.article.clone()).or_default()
    }

    /// Notes name and tags.
    fn index_id_and_tags(&mut self, bookmark: &Arc<Bookmark>) {
        self.by_id.insert(ById(Arc::clone(bookmark)));
        for tag in &bookmark.tags {
            match self.tags.get_mut(tag) {
                Some(count) => *count += 1,
                None => drop(self.tags.insert(tag.clone(), 1)),
            }
        }
    }

    /// Forgets name and tags.
    fn unindex_id_and_tags(&mut self, bookmark: &Bookmark) {
        self.by_id.remove(&bookmark.id);
        for tag in &bookmark.tags {
            if let Some(count) = self.tags.get_mut(tag) {
                *count -= 1;
                if *count == 0 {
                    self.tags.remove(tag);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::app::state::user_data::UserState;
    use crate::model::{Change, Place, UserData};

    fn bookmark(id: usize, article: usize, tags: &[usize]) -> Bookmark {
        Bookmark {
            id: BookmarkId(format!("{id:032x}")),
            place: Place {
                briefing: format!("b{}", article / 2),
                article: format!("a{}", article % 2),
                range: 0..4,
            },
            text_hash: String::new(),
            exact: "word".to_owned(),
            prefix: String::new(),
            suffix: String::new(),
            provenance: Arc::default(),
            note: String::new(),
            tags: tags.iter().map(|tag| format!("t{tag}")).collect(),
            letter: None,
            created: 1,
            changed: 1,
        }
    }

    /// Keeping a bookmark, removing one, or taking back what was done last.
    #[derive(Clone, Debug)]
    enum Act {
        Keep(usize, usize, Vec<usize>),
        Remove(usize),
        Undo,
        Redo,
        Stamp(usize),
    }

    fn act() -> impl Strategy<Value = Act> {
        let tags = prop::sample::subsequence(vec![0_usize, 1, 2], 0..=3);
        prop_oneof![
            3 => (0_usize..12, 0_usize..4, tags).prop_map(|(id, at, tags)| Act::Keep(id, at, tags)),
            1 => (0_usize..12).prop_map(Act::Remove),
            1 => Just(Act::Undo),
            1 => Just(Act::Redo),
            1 => (0_usize..12).prop_map(Act::Stamp),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

        #[test]
        fn it_finds_what_a_look_at_the_whole_list_finds(acts in prop::collection::vec(act(), 0..40)) {
            let begun: Vec<_> = (20..24).map(|n| Arc::new(bookmark(n, n % 4, &[n % 3]))).collect();
            let kept = UserData { bookmarks: Arc::new(begun), ..UserData::default() };
            let mut keeping = UserState::new(kept, [0; 16]);
            for act in acts {
                match act {
                    Act::Keep(id, article, tags) => {
                        let keep = Change::PutBookmark(Box::new(bookmark(id, article, &tags)));
                        keeping.apply_undoable("keeping", vec![keep]);
                    }
                    Act::Remove(id) => {
                        let id = bookmark(id, 0, &[]).id;
                        keeping.apply_undoable("removing", vec![Change::DeleteBookmark(id)]);
                    }
                    Act::Undo => drop(keeping.undo()),
                    Act::Redo => drop(keeping.redo()),
                    Act::Stamp(id) => {
                        let named = keeping.bookmark(&bookmark(id, 0, &[]).id).cloned();
                        if let Some(mut b) = named {
                            b.changed += 1;
                            keeping.confirm_saved(&Change::PutBookmark(Box::new(b)));
                        }
                    }
                }
                let all = keeping.bookmarks();
                for id in 0..24 {
                    let id = bookmark(id, 0, &[]).id;
                    let same = all.iter().find(|b| b.id == id);
                    let found = keeping.shared_bookmark(&id);
                    prop_assert_eq!(found, same);
                    prop_assert!(found.zip(same).is_none_or(|(a, b)| Arc::ptr_eq(a, b)));
                }
                for article in 0..4 {
                    let place = bookmark(0, article, &[]).place;
                    let here = all.iter().map(AsRef::as_ref);
                    let here = here.filter(|b: &&Bookmark| {
                        (&b.place.briefing, &b.place.article) == (&place.briefing, &place.article)
                    });
                    let found = keeping.in_article(&place.briefing, &place.article);
                    prop_assert_eq!(found.collect::<Vec<_>>(), here.collect::<Vec<_>>());
                }
                let tags: std::collections::BTreeSet<&String> = all.iter().flat_map(|b| &b.tags).collect();
                prop_assert_eq!(keeping.tags(), tags.into_iter().cloned().collect::<Vec<_>>());
            }
        }
    }
}
