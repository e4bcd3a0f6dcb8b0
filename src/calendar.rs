//! Days and times of day, in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// Today as `YYYY-MM-DD`, in UTC.
pub fn today() -> String {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    day(elapsed.as_secs() / 86_400)
}

/// A moment as `YYYY-MM-DDThh-mm-ssZ`, which can be the name of a file everywhere.
pub fn moment(since_1970: u64) -> String {
    let (day, second) = (day(since_1970 / 86_400), since_1970 % 86_400);
    format!("{day}T{:02}-{:02}-{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

/// The day that many days after the first of January 1970.
fn day(since_1970: u64) -> String {
    // Years are counted from March, so that the leap day is the last of a year; 400 years have 146,097 days.
    let days = since_1970 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", era * 400 + year_of_era + next)
}

#[test]
fn days_have_their_dates() {
    for (days, date) in [
        (0, "1970-01-01"),
        (58, "1970-02-28"),
        (59, "1970-03-01"),
        (11_016, "2000-02-29"),
        (20_454, "2026-01-01"),
    ] {
        assert_eq!(day(days), date);
    }
}
