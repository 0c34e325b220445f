//! One date of EDTF level 1, from a century to a day: read, bounded, written as a
//! person says it.

use std::fmt;

use super::{DateError, Day};

/// One date, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Point {
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

impl Point {
    pub(super) fn parse(text: &str) -> Result<Point, DateError> {
        let bad = |why: &str| DateError(format!("\"{text}\" is not an EDTF date: {why}"));
        let (body, uncertain, approximate) = match text.chars().last() {
            Some('?') => (&text[..text.len() - 1], true, false),
            Some('~') => (&text[..text.len() - 1], false, true),
            Some('%') => (&text[..text.len() - 1], true, true),
            _ => (text, false, false),
        };
        // Level 0 allows a time of day; the day is what counts here.
        let body = match body.split_once('T') {
            Some((day, time)) if is_time(time) && day.len() >= 10 => day,
            Some(_) => return Err(bad("the time of day is not one")),
            None => body,
        };
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
        Ok(Point {
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

    /// Returns the year, decade or century as a person writes it: "2018", "2010s".
    #[must_use]
    pub fn year(&self) -> String {
        // Before the year 0 a decade is named by its end.
        let named = |year: i32, span: i32| (if year < 0 { self.last.year } else { year }) / span;
        match self.precision {
            Precision::Century => format!("{}00s", named(self.first.year, 100)),
            Precision::Decade => format!("{}0s", named(self.first.year, 10)),
            _ => self.first.year.to_string(),
        }
    }

    pub(super) fn is_certain(&self) -> bool {
        !self.uncertain && !self.approximate
    }
}

impl fmt::Display for Point {
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
    if let Some(long) = text.strip_prefix('Y') {
        let (negative, long) = match long.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (negative, long),
        };
        let digits = (5..=9).contains(&long.len()) && long.bytes().all(|b| b.is_ascii_digit());
        let n: i32 = long.parse().ok().filter(|_| digits)?;
        let n = if negative { -n } else { n };
        return Some((n, n, Precision::Year));
    }
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
        (-high, -low, precision)
    } else {
        (low, high, precision)
    })
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

fn is_time(text: &str) -> bool {
    let body = text.strip_suffix('Z').unwrap_or(text);
    let body = match body.len() {
        14 => match body.as_bytes()[8] {
            b'+' | b'-' => &body[..8],
            _ => return false,
        },
        _ => body,
    };
    let mut parts = body.split(':');
    let valid =
        |part: Option<&str>, limit: u8| part.and_then(two_digits).is_some_and(|n| n < limit);
    valid(parts.next(), 25)
        && valid(parts.next(), 60)
        && valid(parts.next(), 61)
        && parts.next().is_none()
}
