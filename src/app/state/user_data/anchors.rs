//! Where kept words stand now, in articles that have changed since they were kept.
//! Worked out once for each bookmark and text, when the briefing is opened or
//! the bookmarks change; never while drawing.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::model::bookmark_lookup::BookmarkLookup;
use crate::model::{ArticleIx, Bookmark, BookmarkId, Briefing};
use crate::text::anchor::Haystack;
use crate::text::reanchor::{Anchor, AnchorStatus, reanchor_in};

/// The places of bookmarks whose article has changed.
#[derive(Clone, Debug, Default)]
pub struct ResolvedAnchors {
    found: BTreeMap<BookmarkId, ResolvedAnchor>,
}

/// Where one bookmark stands in one text.
#[derive(Clone, Debug)]
struct ResolvedAnchor {
    /// The hash of the text looked at, and of the text the words were kept in.
    hashes: (String, String),
    placed: AnchorStatus,
}

impl ResolvedAnchors {
    /// Looks for the bookmarks of a briefing whose articles have changed.
    pub fn update(&mut self, briefing: &Briefing, kept: &BookmarkLookup) {
        let mut ready: Option<(ArticleIx, Haystack)> = None;
        let articles = briefing.articles.iter().enumerate();
        let own = articles.flat_map(|(i, article)| {
            let kept = kept.in_article(&briefing.id, &article.id);
            kept.iter().map(move |b| (b, ArticleIx(i)))
        });
        for (bookmark, article) in own {
            let text = &briefing.article(article).text;
            let hashes = (text.hash.clone(), bookmark.text_hash.clone());
            if hashes.0 == hashes.1 {
                self.found.remove(&bookmark.id);
                continue;
            }
            let known = self.found.get(&bookmark.id);
            if known.is_some_and(|p| p.hashes == hashes) {
                continue;
            }
            let haystack = match &mut ready {
                Some((same, haystack)) if *same == article => haystack,
                other => &mut other.insert((article, Haystack::new(&text.text))).1,
            };
            let anchor = Anchor {
                exact: &bookmark.exact,
                prefix: &bookmark.prefix,
                suffix: &bookmark.suffix,
                range: bookmark.place.range.clone(),
            };
            let placed = reanchor_in(&anchor, haystack);
            self.found
                .insert(bookmark.id.clone(), ResolvedAnchor { hashes, placed });
        }
    }

    /// Returns where a bookmark of the open briefing stands.
    #[must_use]
    pub fn placement(&self, bookmark: &Bookmark) -> AnchorStatus {
        match self.found.get(&bookmark.id) {
            Some(placing) => placing.placed.clone(),
            None => AnchorStatus::Here(bookmark.place.range.clone()),
        }
    }

    /// Returns where the parts of a bookmark stand; none where it has no place.
    #[must_use]
    pub fn ranges(&self, bookmark: &Bookmark) -> Vec<Range<usize>> {
        match self.placement(bookmark) {
            AnchorStatus::Here(_) => bookmark.ranges(),
            AnchorStatus::Moved(range) => {
                let old = bookmark.place.range.start;
                let parts = bookmark.ranges().into_iter();
                parts
                    .map(|r| range.start + r.start - old..range.start + r.end - old)
                    .collect()
            }
            AnchorStatus::Approximate(range, _) => vec![range],
            AnchorStatus::Unplaced(_) => Vec::new(),
        }
    }
}
