//! Dates as curators know them: EDTF level 1 (ISO 8601-2, as published by the
//! Library of Congress), from `2017-07-11` to "about April 2018" and ranges.
//!
//! A date is the text of the bundle together with the first and the last day
//! it can mean. Sorting and the filters `before:` and `after:` go by those
//! days; what a person reads never claims more than the text does.

use std::cmp::Ordering;
use std::fmt;

/// A day of the proleptic Gregorian calendar: year, month 1–12, day 1–31.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Astronomical year; may be negative.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// An EDTF level 1 date.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    text: String,
    first: Option<Day>,
    last: Option<Day>,
    shape: Shape,
}

/// What a date is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One date.
    Point(Point),
    /// From one to the other.
    Interval(End, End),
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// It goes on, or always was.
    Open,
    /// Nobody knows.
    Unknown,
    /// A date.
    Point(Point),
}

/// One date, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    first: Day,
    last: Day,
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

/// Why a text is no EDTF level 1 date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError(String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DateError {}

const MONTHS: [&str; 12] = [
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
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];

impl Date {
    /// Reads an EDTF level 1 date.
    ///
    /// # Errors
    /// Where the text is none: one sentence that says why.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let shape = match text.split_once('/') {
            None => Shape::Point(Point::parse(text)?),
            Some((from, to)) => {
                let (from, to) = (End::parse(from)?, End::parse(to)?);
                if let (End::Point(a), End::Point(b)) = (&from, &to)
                    && b.last < a.first
                {
                    return Err(DateError(format!(
                        "the range \"{text}\" ends before it begins"
                    )));
                }
                if !matches!(from, End::Point(_)) && !matches!(to, End::Point(_)) {
                    return Err(DateError(format!(
                        "the range \"{text}\" has neither a beginning nor an end"
                    )));
                }
                Shape::Interval(from, to)
            }
        };
        let (first, last) = match &shape {
            Shape::Point(p) => (Some(p.first), Some(p.last)),
            Shape::Interval(a, b) => (a.point().map(|p| p.first), b.point().map(|p| p.last)),
        };
        Ok(Date {
            text: text.to_owned(),
            first,
            last,
            shape,
        })
    }

    /// Returns the text of the bundle.
    #[must_use]
    pub fn edtf(&self) -> &str {
        &self.text
    }

    /// Returns the first day that it can mean; none where a range is open there.
    #[must_use]
    pub fn first(&self) -> Option<Day> {
        self.first
    }

    /// Returns the last day that it can mean; none where a range is open there.
    #[must_use]
    pub fn last(&self) -> Option<Day> {
        self.last
    }

    /// Returns what it is made of.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Tells whether the text itself claims the date, without `~`, `?` or `%`.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        match &self.shape {
            Shape::Point(p) => p.is_certain(),
            Shape::Interval(a, b) => [a, b]
                .iter()
                .all(|e| e.point().is_none_or(Point::is_certain)),
        }
    }

    /// Orders by the first day, then by the last; what is open comes first
    /// at its beginning and last at its end.
    #[must_use]
    pub fn chronological(&self, other: &Date) -> Ordering {
        self.first
            .cmp(&other.first)
            .then_with(|| match (self.last, other.last) {
                (None, None) => Ordering::Equal,
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(a), Some(b)) => a.cmp(&b),
            })
    }
}

impl fmt::Display for Date {
    /// Writes the date as a person reads it: "about April 2018", "2017 (uncertain)".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Point(p) => p.fmt(f),
            Shape::Interval(End::Open, End::Point(b)) => write!(f, "until {b}"),
            Shape::Interval(End::Unknown, End::Point(b)) => write!(f, "? – {b}"),
            Shape::Interval(End::Point(a), End::Open) => write!(f, "since {a}"),
            Shape::Interval(End::Point(a), End::Unknown) => write!(f, "{a} – ?"),
            Shape::Interval(End::Point(a), End::Point(b)) => write!(f, "{a} – {b}"),
            Shape::Interval(..) => f.write_str("unknown"),
        }
    }
}

impl End {
    fn parse(text: &str) -> Result<End, DateError> {
        match text {
            ".." => Ok(End::Open),
            "" => Ok(End::Unknown),
            _ => Point::parse(text).map(End::Point),
        }
    }

    /// Returns the date; none where it is open or unknown there.
    #[must_use]
    pub fn point(&self) -> Option<&Point> {
        match self {
            End::Point(p) => Some(p),
            End::Open | End::Unknown => None,
        }
    }
}

impl Point {
    fn parse(text: &str) -> Result<Point, DateError> {
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

    fn is_certain(&self) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Date::parse(text).unwrap().to_string()
    }

    #[test]
    fn dates_read_as_people_say_them() {
        for (edtf, words) in [
            ("2017-07-11", "11 July 2017"),
            ("2018-04~", "about April 2018"),
            ("2018?", "2018 (uncertain)"),
            ("2018%", "about 2018 (uncertain)"),
            ("2017/2018", "2017 – 2018"),
            ("2018-22", "summer 2018"),
            ("201X", "2010s"),
            ("19XX", "1900s"),
            ("2018-XX", "some time in 2018"),
            ("2018-04-XX", "a day in April 2018"),
            ("2018/..", "since 2018"),
            ("../2018", "until 2018"),
            ("/2018", "? – 2018"),
            ("2017-07-11T10:00:00Z", "11 July 2017"),
            ("-0044", "-44"),
            ("-201X", "-2010s"),
            ("Y17000", "17000"),
        ] {
            assert_eq!(shown(edtf), words, "{edtf}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_a_reason() {
        for text in [
            "",
            "2018-13",
            "2018-02-30",
            "July 2017",
            "2017-7-1",
            "18",
            "2018/2017",
            "/",
            "../..",
            "2018-21-01",
            "201X-05",
            "2018-04-05-06",
            "20181",
            "2017-07-11T99",
            "~",
            "é",
            "2018-é",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
        let error = Date::parse("2018-02-30").unwrap_err().to_string();
        assert_eq!(
            error,
            "\"2018-02-30\" is not an EDTF date: that month has no such day"
        );
    }

    #[test]
    fn days_bound_what_a_date_can_mean() {
        let date = Date::parse("2018-24").unwrap();
        assert_eq!(
            date.first(),
            Some(Day {
                year: 2018,
                month: 12,
                day: 1
            })
        );
        assert_eq!(
            date.last(),
            Some(Day {
                year: 2019,
                month: 2,
                day: 28
            })
        );
        assert!(!Date::parse("2018~").unwrap().is_certain());
        assert!(Date::parse("2018").unwrap().is_certain());
    }

    #[test]
    fn order_goes_by_the_first_day_then_the_last() {
        let mut dates: Vec<Date> = ["2018", "2017-07-11", "2017-07", "../2016", "2018-01/.."]
            .iter()
            .map(|t| Date::parse(t).unwrap())
            .collect();
        dates.sort_by(Date::chronological);
        let order: Vec<&str> = dates.iter().map(Date::edtf).collect();
        assert_eq!(
            order,
            ["../2016", "2017-07", "2017-07-11", "2018", "2018-01/.."]
        );
    }
}
