//! Where to find a bookmark: by its name, by its article, by its tags. What is asked
//! at a key or for a picture is looked up here, not in the whole list.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::model::{Bookmark, BookmarkId};

/// Bookmarks by what they are looked for.
#[derive(Clone, Debug, Default)]
pub struct Register {
    named: HashSet<Named, RandomState>,
    /// By briefing and article, each list in the order of all.
    articles: HashMap<String, HashMap<String, Vec<Arc<Bookmark>>, RandomState>, RandomState>,
    /// How many bookmarks have a tag.
    tags: BTreeMap<String, usize>,
}

/// A bookmark that is known by its name.
#[derive(Clone, Debug)]
struct Named(Arc<Bookmark>);

impl Borrow<BookmarkId> for Named {
    fn borrow(&self) -> &BookmarkId {
        &self.0.id
    }
}

impl Hash for Named {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.id.hash(state);
    }
}

impl PartialEq for Named {
    fn eq(&self, other: &Named) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for Named {}

impl Register {
    /// Reads a list of bookmarks.
    #[must_use]
    pub fn of(bookmarks: &[Arc<Bookmark>]) -> Register {
        let mut register = Register::default();
        register.named.reserve(bookmarks.len());
        for bookmark in bookmarks {
            register.add(bookmark);
        }
        register
    }

    /// Returns the bookmark of that name.
    #[must_use]
    pub fn named(&self, id: &BookmarkId) -> Option<&Arc<Bookmark>> {
        self.named.get(id).map(|named| &named.0)
    }

    /// Returns the bookmarks in an article, in their order.
    #[must_use]
    pub fn in_article(&self, briefing: &str, article: &str) -> &[Arc<Bookmark>] {
        let articles = self.articles.get(briefing);
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
        let known = self.articles.get_mut(&place.briefing);
        match known.and_then(|articles| articles.get_mut(&place.article)) {
            Some(list) => list.push(Arc::clone(bookmark)),
            None => self.list(bookmark).push(Arc::clone(bookmark)),
        }
        self.note(bookmark);
    }

    /// Notes a bookmark that stands somewhere in a list of all.
    pub fn insert(&mut self, bookmark: &Arc<Bookmark>, all: &[Arc<Bookmark>]) {
        let here = &bookmark.place;
        let same = all
            .iter()
            .filter(|b| (&b.place.briefing, &b.place.article) == (&here.briefing, &here.article));
        *self.list(bookmark) = same.cloned().collect();
        self.note(bookmark);
    }

    /// Puts a bookmark in place of the one of its name, which stood in the same
    /// place of the list of all.
    pub fn replace(&mut self, bookmark: &Arc<Bookmark>, all: &[Arc<Bookmark>]) {
        let Some(old) = self.named(&bookmark.id).cloned() else {
            return self.insert(bookmark, all);
        };
        let list = self.list(bookmark);
        let Some(at) = list.iter().position(|b| Arc::ptr_eq(b, &old)) else {
            self.remove(&old);
            return self.insert(bookmark, all);
        };
        list[at] = Arc::clone(bookmark);
        self.forget(&old);
        self.note(bookmark);
    }

    /// Forgets a bookmark.
    pub fn remove(&mut self, bookmark: &Arc<Bookmark>) {
        self.list(bookmark).retain(|b| b.id != bookmark.id);
        self.forget(bookmark);
    }

    fn list(&mut self, bookmark: &Bookmark) -> &mut Vec<Arc<Bookmark>> {
        let place = &bookmark.place;
        let articles = self.articles.entry(place.briefing.clone()).or_default();
        articles.entry(place.article.clone()).or_default()
    }

    /// Notes name and tags.
    fn note(&mut self, bookmark: &Arc<Bookmark>) {
        self.named.insert(Named(Arc::clone(bookmark)));
        for tag in &bookmark.tags {
            match self.tags.get_mut(tag) {
                Some(count) => *count += 1,
                None => drop(self.tags.insert(tag.clone(), 1)),
            }
        }
    }

    /// Forgets name and tags.
    fn forget(&mut self, bookmark: &Bookmark) {
        self.named.remove(&bookmark.id);
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
