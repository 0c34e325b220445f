//! Dates as the styles write them. A date never says more than is known: what
//! is about or uncertain stays so, a decade stays a decade, a range a range.

use crate::model::Date;
use crate::model::date::{self, DateShape, Day, MONTHS, Precision, SEASONS};

/// The order of day, month and year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateOrder {
    /// April 27, 2018
    MonthDayYear,
    /// 27 April 2018
    DayMonthYear,
    /// 2018, April 27
    YearMonthDay,
}

/// The names of the months.
pub(super) type MonthNames = [&'static str; 12];

pub(super) const MONTHS_IN_FULL: MonthNames = MONTHS;
pub(super) const MONTHS_ABBREVIATED: MonthNames = [
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
];

/// How a style writes dates.
#[derive(Clone, Copy, Debug)]
pub(super) struct DateStyle {
    pub order: DateOrder,
    pub months: &'static MonthNames,
    /// What stands before a date that is about right.
    pub circa: &'static str,
}

/// Dates in running prose, and in the fields of reference managers.
pub(super) const PROSE_DATES: DateStyle = DateStyle {
    order: DateOrder::MonthDayYear,
    months: &MONTHS_IN_FULL,
    circa: "ca. ",
};

/// One end of a date, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PartialDate {
    /// As a person writes it: "2018", "2010s".
    pub year: String,
    /// The year as a number, where it is one.
    pub number: Option<i32>,
    pub month: Option<u8>,
    /// 1 for spring to 4 for winter.
    pub season: Option<u8>,
    pub day: Option<u8>,
    pub about: bool,
    pub uncertain: bool,
}

/// A date by its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DateParts {
    Point(PartialDate),
    /// From one to the other; none where it is open or unknown there.
    Range(Option<PartialDate>, Option<PartialDate>),
}

/// Takes a date apart; none where the text is no EDTF date.
pub(super) fn date_parts(edtf: &str) -> Option<DateParts> {
    Some(match Date::parse(edtf).ok()?.shape() {
        DateShape::Point(at) => DateParts::Point(partial_date(at)),
        DateShape::Interval(from, to) => {
            DateParts::Range(from.point().map(partial_date), to.point().map(partial_date))
        }
    })
}

fn partial_date(known: &date::DatePoint) -> PartialDate {
    let Day { year, month, day } = known.first();
    let precision = known.precision();
    PartialDate {
        year: known.year(),
        number: (!matches!(precision, Precision::Century | Precision::Decade)).then_some(year),
        month: match precision {
            Precision::Month | Precision::DayOfMonth | Precision::Day => Some(month),
            _ => None,
        },
        season: match precision {
            Precision::Season(number) => Some(number - 20),
            _ => None,
        },
        day: (precision == Precision::Day).then_some(day),
        about: known.is_approximate(),
        uncertain: known.is_uncertain(),
    }
}

impl DateStyle {
    /// Writes a date; the text itself, where it is no EDTF date.
    pub(super) fn format(self, edtf: &str) -> String {
        match date_parts(edtf) {
            None => edtf.to_owned(),
            Some(DateParts::Point(point)) => self.format_point(&point),
            Some(DateParts::Range(Some(from), Some(to))) => {
                format!("{}–{}", self.format_point(&from), self.format_point(&to))
            }
            Some(DateParts::Range(Some(from), None)) if edtf.ends_with("..") => {
                format!("since {}", self.format_point(&from))
            }
            Some(DateParts::Range(Some(from), None)) => format!("{}–?", self.format_point(&from)),
            Some(DateParts::Range(None, Some(to))) if edtf.starts_with("..") => {
                format!("until {}", self.format_point(&to))
            }
            Some(DateParts::Range(None, Some(to))) => format!("?–{}", self.format_point(&to)),
            Some(DateParts::Range(None, None)) => String::new(),
        }
    }

    fn format_point(self, point: &PartialDate) -> String {
        let year = &point.year;
        let name = match (point.month, point.season) {
            (Some(month), _) => self.months.get(usize::from(month).wrapping_sub(1)),
            (_, Some(season)) => SEASONS.get(usize::from(season).wrapping_sub(1)),
            _ => None,
        };
        let plain = match (name, point.day, self.order) {
            (None, ..) => year.clone(),
            (Some(name), None, DateOrder::YearMonthDay) => format!("{year}, {name}"),
            (Some(name), None, _) => format!("{name} {year}"),
            (Some(name), Some(day), DateOrder::MonthDayYear) => format!("{name} {day}, {year}"),
            (Some(name), Some(day), DateOrder::DayMonthYear) => format!("{day} {name} {year}"),
            (Some(name), Some(day), DateOrder::YearMonthDay) => format!("{year}, {name} {day}"),
        };
        let circa = if point.about { self.circa } else { "" };
        if point.uncertain {
            format!("[{circa}{plain}?]")
        } else {
            format!("{circa}{plain}")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cite::tests::dates::any_date;

    const FORM: DateStyle = DateStyle {
        order: DateOrder::MonthDayYear,
        months: &MONTHS_IN_FULL,
        circa: "ca. ",
    };

    #[test]
    fn dates_are_written_as_precise_as_they_are_known() {
        for (edtf, written) in [
            ("2018-04-27", "April 27, 2018"),
            ("2018-04-27T10:00:00Z", "April 27, 2018"),
            ("2018-04", "April 2018"),
            ("2018-04~", "ca. April 2018"),
            ("2017~", "ca. 2017"),
            ("2017?", "[2017?]"),
            ("2017%", "[ca. 2017?]"),
            ("2018-22", "summer 2018"),
            ("201X", "2010s"),
            ("19XX", "between 1900 and 1999"),
            ("20XX", "between 2000 and 2099"),
            ("200X", "2000s"),
            ("2018-XX", "2018"),
            ("2018-04-XX", "April 2018"),
            ("2017/2018", "2017–2018"),
            ("2017-07~/2018", "ca. July 2017–2018"),
            ("2018/..", "since 2018"),
            ("../2018", "until 2018"),
            ("2018/", "2018–?"),
            ("-0044", "-44"),
            ("Y17000", "17000"),
            ("last week", "last week"),
        ] {
            assert_eq!(FORM.format(edtf), written, "{edtf}");
        }
        let day_first = DateStyle {
            order: DateOrder::DayMonthYear,
            months: &MONTHS_ABBREVIATED,
            circa: "circa ",
        };
        assert_eq!(day_first.format("2017-09-13"), "13 Sept. 2017");
        let year_first = DateStyle {
            order: DateOrder::YearMonthDay,
            ..FORM
        };
        assert_eq!(year_first.format("2017-09-13"), "2017, September 13");
        assert_eq!(year_first.format("2017-09~"), "ca. 2017, September");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn no_date_becomes_more_precise(edtf in any_date()) {
            for (order, months) in [
                (DateOrder::MonthDayYear, &MONTHS_IN_FULL),
                (DateOrder::DayMonthYear, &MONTHS_ABBREVIATED),
                (DateOrder::YearMonthDay, &MONTHS_IN_FULL),
            ] {
                let written = DateStyle { order, months, circa: "ca. " }.format(&edtf);
                let points = edtf.split('/').filter(|p| *p != "..");
                let (mut about, mut doubt, mut named, mut days) = (0, 0, 0, 0);
                for point in points {
                    about += usize::from(point.ends_with(['~', '%']));
                    doubt += usize::from(point.ends_with(['?', '%']));
                    let bare = point.trim_end_matches(['~', '?', '%']);
                    let fields: Vec<&str> = bare.split('-').collect();
                    named += usize::from(fields.get(1).is_some_and(|m| *m != "XX"));
                    days += usize::from(fields.get(2).is_some_and(|d| *d != "XX"));
                }
                prop_assert_eq!(written.matches("ca. ").count(), about);
                prop_assert_eq!(written.matches("?]").count(), doubt);
                let words = written.split(|c: char| !c.is_alphabetic());
                let names = words.filter(|word| {
                    months.iter().any(|month| month.trim_end_matches('.') == *word)
                        || SEASONS.contains(word)
                });
                prop_assert_eq!(names.count(), named);
                let numbers = written.split(|c: char| !c.is_ascii_digit());
                prop_assert_eq!(numbers.filter(|n| (1..=2).contains(&n.len())).count(), days);
            }
        }
    }
}
