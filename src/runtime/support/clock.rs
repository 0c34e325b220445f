//! The clock.

use std::time::{SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;

/// Returns the time zone of the machine, or the one that `TZ` names; UTC where neither
/// is known.
#[must_use]
pub fn time_zone() -> TimeZone {
    TimeZone::try_system().unwrap_or(TimeZone::UTC)
}

/// Returns the seconds since 1970 UTC; 0 where the clock stands before.
#[must_use]
pub fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |passed| {
            i64::try_from(passed.as_secs()).unwrap_or(i64::MAX)
        })
}
