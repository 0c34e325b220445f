//! Dates as curators know them: EDTF level 1 (ISO 8601-2, as published by the
//! Library of Congress), from `2017-07-11` to "about April 2018" and ranges.
//!
//! A date is the text of the bundle together with the first and the last day
//! it can mean. Sorting and the filters `before:` and `after:` go by those
//! days; what a person reads never claims more than the text does.

mod point;

use std::cmp::Ordering;
use std::fmt;

pub use self::point::{DatePoint, MONTHS, Precision, SEASONS};

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
    shape: DateShape,
}

/// What a date is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DateShape {
    /// One date.
    Point(DatePoint),
    /// From one to the other.
    Interval(IntervalEnd, IntervalEnd),
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IntervalEnd {
    /// It goes on, or always was.
    Open,
    /// Nobody knows.
    Unknown,
    /// A date.
    Point(DatePoint),
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

impl Date {
    /// Reads an EDTF level 1 date.
    ///
    /// # Errors
    /// Where the text is none: one sentence that says why.
    pub fn parse(text: &str) -> Result<Date, DateError> {
        let shape = match text.split_once('/') {
            None => DateShape::Point(DatePoint::parse(text, false)?),
            Some((from, to)) => {
                let (from, to) = (IntervalEnd::parse(from)?, IntervalEnd::parse(to)?);
                if let (IntervalEnd::Point(a), IntervalEnd::Point(b)) = (&from, &to)
                    && b.last < a.first
                {
                    return Err(DateError(format!(
                        "the range \"{text}\" ends before it begins"
                    )));
                }
                if !matches!(from, IntervalEnd::Point(_)) && !matches!(to, IntervalEnd::Point(_)) {
                    return Err(DateError(format!(
                        "the range \"{text}\" has neither a beginning nor an end"
                    )));
                }
                DateShape::Interval(from, to)
            }
        };
        let (first, last) = match &shape {
            DateShape::Point(p) => (Some(p.first), Some(p.last)),
            DateShape::Interval(a, b) => (a.point().map(|p| p.first), b.point().map(|p| p.last)),
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
    pub fn shape(&self) -> &DateShape {
        &self.shape
    }

    /// Tells whether the text itself claims the date, without `~`, `?` or `%`.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        match &self.shape {
            DateShape::Point(p) => p.is_certain(),
            DateShape::Interval(a, b) => [a, b]
                .iter()
                .all(|e| e.point().is_none_or(DatePoint::is_certain)),
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
            DateShape::Point(p) => p.fmt(f),
            DateShape::Interval(IntervalEnd::Open, IntervalEnd::Point(b)) => write!(f, "until {b}"),
            DateShape::Interval(IntervalEnd::Unknown, IntervalEnd::Point(b)) => {
                write!(f, "? – {b}")
            }
            DateShape::Interval(IntervalEnd::Point(a), IntervalEnd::Open) => write!(f, "since {a}"),
            DateShape::Interval(IntervalEnd::Point(a), IntervalEnd::Unknown) => {
                write!(f, "{a} – ?")
            }
            DateShape::Interval(IntervalEnd::Point(a), IntervalEnd::Point(b)) => {
                write!(f, "{a} – {b}")
            }
            DateShape::Interval(..) => f.write_str("unknown"),
        }
    }
}

impl IntervalEnd {
    fn parse(text: &str) -> Result<IntervalEnd, DateError> {
        match text {
            ".." => Ok(IntervalEnd::Open),
            "" => Ok(IntervalEnd::Unknown),
            _ => DatePoint::parse(text, true).map(IntervalEnd::Point),
        }
    }

    /// Returns the date; none where it is open or unknown there.
    #[must_use]
    pub fn point(&self) -> Option<&DatePoint> {
        match self {
            IntervalEnd::Point(p) => Some(p),
            IntervalEnd::Open | IntervalEnd::Unknown => None,
        }
    }
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
            ("19XX", "between 1900 and 1999"),
            ("20XX", "between 2000 and 2099"),
            ("200X", "2000s"),
            ("20XX~", "about between 2000 and 2099"),
            ("2017~", "about 2017"),
            ("2018-XX", "some time in 2018"),
            ("2018-04-XX", "a day in April 2018"),
            ("2018/..", "since 2018"),
            ("../2018", "until 2018"),
            ("/2018", "? – 2018"),
            ("2017-07-11T10:00:00Z", "11 July 2017"),
            ("-0044", "-44"),
            ("-201X", "-2010s"),
            ("Y17000", "17000"),
            ("Y-170000002", "-170000002"),
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
