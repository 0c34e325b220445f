//! One date of EDTF level 1, from a century to a day: read, bounded, written as a
//! person says it.

use std::fmt;

use super::{DateError, Day};

/// One date, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DatePoint {
    pub(super) first: Day,
    pub(super) last: Day,
    precision: Precision,
    uncertain: bool,
    approximate: bool,
}

/// How precise a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A year.
    Year,
    /// A season: 21 for spring to 24 for winter.
    Season(u8),
    /// A month.
    Month,
    /// A day within a known month that is not known.
    DayOfMonth,
    /// A month (and perhaps a day) within a known year that is not known.
    MonthOfYear,
    /// A day.
    Day,
}

/// The names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The names of the seasons, from spring.
pub const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

impl DatePoint {
    /// Reads one date. Within an interval level 1 has neither times of day nor
    /// unspecified digits.
    pub(super) fn parse(text: &str, is_in_interval: bool) -> Result<DatePoint, DateError> {
        let bad = |why: &str| DateError(format!("\"{text}\" is not an EDTF date: {why}"));
        let (body, uncertain, approximate) = match text.chars().last() {
            Some('?') => (&text[..text.len() - 1], true, false),
            Some('~') => (&text[..text.len() - 1], false, true),
            Some('%') => (&text[..text.len() - 1], true, true),
            _ => (text, false, false),
        };
        // Level 0 allows a time of day; the day is what counts here.
        let (body, time) = match body.split_once('T') {
            Some((day, time)) => (day, Some(time)),
            None => (body, None),
        };
        if let Some(time) = time {
            if is_in_interval {
                return Err(bad("a range goes from date to date, without times of day"));
            }
            if uncertain || approximate {
                return Err(bad("`?`, `~` and `%` qualify a date, not a time of day"));
            }
            if !is_time(time) {
                return Err(bad(
                    "write the time of day as in T23:20:30, T23:20:30Z or T23:20:30-04:00",
                ));
            }
        }
        if is_in_interval && body.contains('X') {
            return Err(bad("the ends of a range have no unspecified digits"));
        }
        if let Some(long) = body.strip_prefix('Y') {
            let year = long_year(long).ok_or_else(|| {
                bad("after Y stands a year of more than four digits, up to 2147483647")
            })?;
            if time.is_some() {
                return Err(bad("a time of day needs a whole day before it"));
            }
            return Ok(DatePoint {
                first: day_of(year, 1, 1),
                last: day_of(year, 12, 31),
                precision: Precision::Year,
                uncertain,
                approximate,
            });
        }
        let (negative, digits) = match body.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, body),
        };
        let mut parts = digits.split('-');
        let year = parts.next().unwrap_or_default();
        let month = parts.next();
        let day = parts.next();
        if parts.next().is_some() {
            return Err(bad("it has more than year, month and day"));
        }
        let (low, high, year_precision) = parse_year(year, negative)
            .ok_or_else(|| bad("write the year with four digits, as in 2018"))?;
        let (first, last, precision) = match (month, day) {
            (None, None) => (day_of(low, 1, 1), day_of(high, 12, 31), year_precision),
            _ if year_precision != Precision::Year => {
                return Err(bad("a month needs a whole year before it"));
            }
            (Some("XX"), None | Some("XX")) => (
                day_of(low, 1, 1),
                day_of(low, 12, 31),
                Precision::MonthOfYear,
            ),
            (Some(month), day) => {
                let number = two_digits(month).ok_or_else(|| bad("write the month as 01 to 12"))?;
                match (number, day) {
                    (21..=24, None) => season(low, number),
                    (1..=12, None) => (
                        day_of(low, number, 1),
                        day_of(low, number, days_in(low, number)),
                        Precision::Month,
                    ),
                    (1..=12, Some("XX")) => (
                        day_of(low, number, 1),
                        day_of(low, number, days_in(low, number)),
                        Precision::DayOfMonth,
                    ),
                    (1..=12, Some(day)) => {
                        let d = two_digits(day)
                            .filter(|d| (1..=days_in(low, number)).contains(d))
                            .ok_or_else(|| bad("that month has no such day"))?;
                        (
                            day_of(low, number, d),
                            day_of(low, number, d),
                            Precision::Day,
                        )
                    }
                    _ => return Err(bad("write the month as 01 to 12, a season as 21 to 24")),
                }
            }
            (None, Some(_)) => return Err(bad("a day needs a month before it")),
        };
        if time.is_some() && precision != Precision::Day {
            return Err(bad("a time of day needs a whole day before it"));
        }
        Ok(DatePoint {
            first,
            last,
            precision,
            uncertain,
            approximate,
        })
    }

    /// Returns the first day that it can mean.
    #[must_use]
    pub fn first(&self) -> Day {
        self.first
    }

    /// Returns how precise it is.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Tells whether it is in doubt: `?` or `%`.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.uncertain
    }

    /// Tells whether it is only about right: `~` or `%`.
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        self.approximate
    }

    /// Returns the year, decade or century as a person writes it: "2018", "2010s",
    /// "between 2000 and 2099". A century is not "the 2000s", which are a decade, too.
    #[must_use]
    pub fn year(&self) -> String {
        let (first, last) = (self.first.year, self.last.year);
        match self.precision {
            Precision::Century => format!("between {first} and {last}"),
            // Before the year 0 a decade is named by its end.
            Precision::Decade => format!("{}0s", if first < 0 { last } else { first } / 10),
            _ => first.to_string(),
        }
    }

    pub(super) fn is_certain(&self) -> bool {
        !self.uncertain && !self.approximate
    }
}

impl fmt::Display for DatePoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.approximate {
            f.write_str("about ")?;
        }
        let Day { year, month, day } = self.first;
        let name = MONTHS[usize::from(month.clamp(1, 12)) - 1];
        match self.precision {
            Precision::Century | Precision::Decade | Precision::Year => {
                f.write_str(&self.year())?;
            }
            Precision::Season(n) => {
                write!(f, "{} {year}", SEASONS[usize::from(n.clamp(21, 24)) - 21])?;
            }
            Precision::Month => write!(f, "{name} {year}")?,
            Precision::DayOfMonth => write!(f, "a day in {name} {year}")?,
            Precision::MonthOfYear => write!(f, "some time in {year}")?,
            Precision::Day => write!(f, "{day} {name} {year}")?,
        }
        if self.uncertain {
            f.write_str(" (uncertain)")?;
        }
        Ok(())
    }
}

fn day_of(year: i32, month: u8, day: u8) -> Day {
    Day { year, month, day }
}

fn parse_year(text: &str, negative: bool) -> Option<(i32, i32, Precision)> {
    if text.len() != 4 {
        return None;
    }
    let known = text.trim_end_matches('X');
    if !known.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (span, precision) = match known.len() {
        4 => (1, Precision::Year),
        3 => (10, Precision::Decade),
        2 => (100, Precision::Century),
        _ => return None,
    };
    let low: i32 = known.parse::<i32>().ok()? * span;
    let (low, high) = (low, low + span - 1);
    Some(if negative {
        // There is one year 0, and it has no sign.
        if low == 0 {
            return None;
        }
        (-high, -low, precision)
    } else {
        (low, high, precision)
    })
}

/// Reads the year behind a `Y`: more than four digits, the first of them not 0.
fn long_year(text: &str) -> Option<i32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_long = digits.len() > 4 && digits.bytes().all(|b| b.is_ascii_digit());
    (is_long && !digits.starts_with('0'))
        .then(|| text.parse().ok())
        .flatten()
}

/// A northern season: three months from March, June, September or December.
fn season(year: i32, number: u8) -> (Day, Day, Precision) {
    let start = 3 * (number - 21) + 3;
    let (end_year, end) = if start + 2 > 12 {
        (year + 1, start + 2 - 12)
    } else {
        (year, start + 2)
    };
    (
        day_of(year, start, 1),
        day_of(end_year, end, days_in(end_year, end)),
        Precision::Season(number),
    )
}

fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Tells whether a text is a time of day of level 0: `hh:mm:ss`, and behind it nothing,
/// `Z`, or by how much it differs from UTC.
fn is_time(text: &str) -> bool {
    let Some((time, zone)) = text.split_at_checked(8) else {
        return false;
    };
    let mut parts = time.split(':').map(two_digits);
    let (Some(Some(hour)), Some(Some(minute)), Some(Some(second)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    // 24:00:00 is the end of a day, with nothing behind it; a leap second ends the minute
    // before a full or a half hour.
    let is_clock = matches!(
        (hour, minute, second),
        (24, 0, 0) | (0..=23, 29 | 59, 60) | (0..=23, 0..=59, 0..=59)
    );
    is_clock && is_zone(zone)
}

/// Tells whether a text says by how much a time differs from UTC: hours or hours and
/// minutes, up to 14:00, and not less than nothing by nothing.
fn is_zone(text: &str) -> bool {
    let shift = match text.as_bytes() {
        [] | [b'Z'] => return true,
        [b'+' | b'-', ..] => &text[1..],
        _ => return false,
    };
    let (hours, minutes) = shift.split_once(':').unwrap_or((shift, "00"));
    match (two_digits(hours), two_digits(minutes)) {
        (Some(0), Some(0)) => text.starts_with('+'),
        (Some(0..=13), Some(0..=59)) | (Some(14), Some(0)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
