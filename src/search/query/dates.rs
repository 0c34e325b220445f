//! Dates as numbers that compare: what `before:`, `after:` and `on:` mean.
//!
//! A date of the format may mean several days. A filter lets through what
//! *possibly* fits: `before:2018` what can have been said on a day before 1 January
//! 2018, `after:2018` what can have been said after 31 December 2018, `on:2018`
//! what can have been said within that year. What has no date fits none.

use std::ops::RangeInclusive;

use super::ast::Completeness;
use crate::model::{Date, Day};

/// Returns a number that orders days.
fn number(day: Day) -> i64 {
    (i64::from(day.year) * 16 + i64::from(day.month)) * 32 + i64::from(day.day)
}

/// Returns the first and the last day that a date can mean.
pub(crate) fn span(date: &Date) -> RangeInclusive<i64> {
    date.first().map_or(i64::MIN + 1, number)..=date.last().map_or(i64::MAX - 1, number)
}

/// Reads the value of a date filter. Of a date that is still being typed the
/// longest beginning that is a date counts; returns how much of it that is.
pub(crate) fn read(value: &str, typing: Completeness) -> Option<(Date, usize)> {
    let mut end = value.len();
    loop {
        if let Ok(date) = Date::parse(&value[..end]) {
            return Some((date, end));
        }
        if typing == Completeness::Complete {
            return None;
        }
        end = value[..end].char_indices().next_back()?.0;
    }
}
