//! The time and the time zone.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;

/// Returns the time zone of `TZ`, else that of the machine, else UTC.
#[must_use]
pub fn time_zone() -> TimeZone {
    TimeZone::try_system().unwrap_or(TimeZone::UTC)
}

/// Returns the seconds since 1970 UTC; 0 if the clock is before that.
#[must_use]
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| {
            i64::try_from(passed.as_secs()).unwrap_or(i64::MAX)
        })
}
