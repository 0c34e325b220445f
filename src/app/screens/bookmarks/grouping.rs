//! Groups bookmarks. Each is visited once, and no words are copied: a hundred thousand are
//! grouped within a frame.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use crate::app::list::grid::LazyRow;
use crate::app::list::kind::Grouping;
use crate::model::Bookmark;

/// What the bookmarks of a group have in common: the key by which they are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum GroupKey<'a> {
    /// They have no tag, no topic and so on.
    Nothing,
    Name(&'a str),
    Letter(char),
    /// The day in the reader's time zone; none for a bookmark that is not on disk yet.
    Day(Option<Date>),
}

/// Bookmarks with the same key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookmarkGroup {
    /// Its heading.
    pub name: String,
    /// Its bookmarks: their position in the list, and how many lines they have.
    pub items: Vec<LazyRow>,
}

impl Grouping {
    /// Groups bookmarks; each is in at least one group. Days are those of the time zone.
    /// `lines` estimates the height of a bookmark, on the same visit: visiting each a second
    /// time would be most of the work.
    #[must_use]
    pub fn groups(
        self,
        bookmarks: &[Arc<Bookmark>],
        zone: &TimeZone,
        lines: impl Fn(&Bookmark) -> u32,
    ) -> Vec<BookmarkGroup> {
        let mut groups: Vec<(GroupKey, Vec<LazyRow>)> = Vec::new();
        let mut known: FxHashMap<GroupKey, usize> = FxHashMap::default();
        for (b, item) in bookmarks.iter().zip(0..) {
            let lines = lines(b);
            self.for_each_key(b, zone, |common| {
                let at = *known.entry(common).or_insert_with(|| {
                    groups.push((common, Vec::new()));
                    groups.len() - 1
                });
                groups[at].1.push(LazyRow { item, lines });
            });
        }
        let named = groups.into_iter().map(|(common, items)| BookmarkGroup {
            name: self.group_name(common),
            items,
        });
        let mut groups: Vec<BookmarkGroup> = named.collect();
        if matches!(self, Grouping::Tag | Grouping::Letter | Grouping::Day) {
            groups.sort_by(|a, b| a.name.cmp(&b.name));
        }
        groups
    }

    /// Calls `take` with each key of a bookmark; at least once.
    fn for_each_key<'a>(
        self,
        b: &'a Bookmark,
        zone: &TimeZone,
        mut take: impl FnMut(GroupKey<'a>),
    ) {
        let p = &b.provenance;
        let mut all = |names: &'a [String]| {
            if names.is_empty() {
                take(GroupKey::Nothing);
            }
            for name in names {
                take(GroupKey::Name(name));
            }
        };
        match self {
            Grouping::Briefing if p.briefing_title.is_empty() => {
                take(GroupKey::Name(&b.place.briefing));
            }
            Grouping::Briefing => take(GroupKey::Name(&p.briefing_title)),
            Grouping::Topic => all(&p.topics),
            Grouping::Side => take(p.side.as_deref().map_or(GroupKey::Nothing, GroupKey::Name)),
            Grouping::Tag => all(&b.tags),
            Grouping::Letter => take(b.letter.map_or(GroupKey::Nothing, GroupKey::Letter)),
            Grouping::Day => take(GroupKey::Day(local_date(b.created, zone))),
        }
    }

    fn group_name(self, common: GroupKey) -> String {
        match (common, self) {
            (GroupKey::Name(name), _) => name.to_owned(),
            (GroupKey::Letter(letter), _) => format!("Highlight {letter}"),
            (GroupKey::Day(date), _) => date_label(date),
            (GroupKey::Nothing, Grouping::Topic) => "No point in dispute".to_owned(),
            (GroupKey::Nothing, Grouping::Side) => "No side: the article's own words".to_owned(),
            (GroupKey::Nothing, Grouping::Letter) => "No highlight".to_owned(),
            (GroupKey::Nothing, _) => "No tag".to_owned(),
        }
    }
}

/// Returns the day of a time in a time zone, as `2026-11-21`.
#[must_use]
pub fn day_label(seconds: i64, zone: &TimeZone) -> String {
    date_label(local_date(seconds, zone))
}

fn date_label(date: Option<Date>) -> String {
    date.map_or_else(|| "not yet on disk".to_owned(), |date| date.to_string())
}

/// Returns the day of a time; none for a bookmark that is not on disk yet, and for a time
/// that no calendar has.
fn local_date(seconds: i64, zone: &TimeZone) -> Option<Date> {
    let time = Timestamp::from_second(seconds).ok()?;
    (seconds > 0).then(|| zone.to_datetime(time).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21, 22:30 in New York; the next morning in UTC.
    const EVENING: i64 = 1_795_318_200;

    #[test]
    fn a_day_is_that_of_the_reader() {
        let new_york = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
        let auckland = TimeZone::posix("NZST-12NZDT,M9.5.0,M4.1.0/3").unwrap();
        assert_eq!(day_label(EVENING, &new_york), "2026-11-21");
        assert_eq!(day_label(EVENING, &TimeZone::UTC), "2026-11-22");
        assert_eq!(day_label(EVENING, &auckland), "2026-11-22");
        assert_eq!(day_label(EVENING - 13 * 3600, &auckland), "2026-11-22");
        assert_eq!(day_label(EVENING - 13 * 3600, &new_york), "2026-11-21");
        assert_eq!(day_label(0, &new_york), "not yet on disk");
    }
}
