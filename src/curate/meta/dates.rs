//! Days as pages write them, made into `YYYY-MM-DD`.

/// Names of months, in the languages of the pages that were measured; the first three
/// or four letters are enough.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "ene", "gen", "янв", "січ", "led", "sty", "janv", "oca", "sau",
    ],
    &[
        "feb", "fév", "fev", "фев", "лют", "úno", "lut", "févr", "şub", "vas",
    ],
    &["mar", "mär", "mrt", "мар", "бер", "bře", "kov"],
    &[
        "apr", "avr", "abr", "апр", "кві", "dub", "kwi", "nis", "bal",
    ],
    &[
        "may", "mai", "maj", "mag", "mei", "мая", "май", "тра", "kvě", "geg",
    ],
    &[
        "jun", "juin", "giu", "июн", "чер", "črv", "cze", "haz", "bir",
    ],
    &["jul", "juil", "lug", "июл", "лип", "lip", "tem", "lie"],
    &[
        "aug", "aoû", "aou", "ago", "авг", "сер", "srp", "sie", "ağu", "rugp",
    ],
    &["sep", "set", "сен", "вер", "zář", "wrz", "eyl", "rugs"],
    &[
        "oct", "okt", "ott", "out", "окт", "жов", "říj", "paź", "eki", "spa",
    ],
    &["nov", "ноя", "лис", "kas", "lis", "lap"],
    &[
        "dec", "dez", "déc", "dic", "des", "дек", "гру", "pro", "gru", "ara", "gruo",
    ],
];

/// Returns `YYYY-MM-DD` of a machine-readable date: ISO 8601, RFC 2822, or seconds.
#[must_use]
pub fn parse_machine_date(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() >= 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        if text.len() == 8 {
            return format_day(
                parse_number(text, 0..4)?,
                parse_number(text, 4..6)?,
                parse_number(text, 6..8)?,
            );
        }
        let seconds: i64 = text.parse().ok()?;
        let seconds = if text.len() >= 13 {
            seconds / 1000
        } else {
            seconds
        };
        return day_from_epoch(seconds.div_euclid(86_400));
    }
    if let Some(iso) = parse_iso(text) {
        return Some(iso);
    }
    find_printed_date(text)
}

/// Returns the day of a text that begins as ISO 8601 does.
fn parse_iso(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let separator = *bytes.get(4)?;
    if !matches!(separator, b'-' | b'/' | b'.') || *bytes.get(7)? != separator {
        // 2024-5-3
        let head = text.split(['T', ' ']).next()?;
        let parts: Vec<&str> = head.split('-').collect();
        let [y, m, d] = parts[..] else { return None };
        return (y.len() == 4)
            .then(|| format_day(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?))?;
    }
    format_day(
        parse_number(text, 0..4)?,
        parse_number(text, 5..7)?,
        parse_number(text, 8..10)?,
    )
}

fn parse_number(text: &str, range: std::ops::Range<usize>) -> Option<i32> {
    text.get(range)?.parse().ok()
}

/// Returns a day if there can be such a one; pages older than the web are none.
#[must_use]
pub fn format_day(year: i32, month: i32, day: i32) -> Option<String> {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1900..=2099).contains(&year) && (1..=longest).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Days since 1970 as a date (Howard Hinnant's `civil_from_days`).
fn day_from_epoch(days: i64) -> Option<String> {
    let z = days.checked_add(719_468)?;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = doy - (153 * mp + 2) / 5 + 1;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    let y = yoe + era * 400 + i64::from(m <= 2);
    format_day(i32::try_from(y).ok()?, m as i32, d as i32)
}

/// Returns the first date with a day, a month and a year that a line prints.
/// `03/04/2024` is only read where one of the numbers can be no month.
#[must_use]
pub fn find_printed_date(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let pieces: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '/' && c != '-' && c != '.')
        .map(|p| p.trim_matches(['.', '-', '/']))
        .filter(|p| !p.is_empty())
        .take(60)
        .collect();
    for (i, piece) in pieces.iter().enumerate() {
        if let Some(found) = parse_numeric(piece) {
            return Some(found);
        }
        let Some(month) = parse_month(piece) else {
            continue;
        };
        let at = |n: usize| pieces.get(n).copied().unwrap_or("");
        let before = i.checked_sub(1).map_or("", at);
        // "3 de junio de 2024" puts a word between.
        let skip = |n: usize| n + usize::from(matches!(at(n), "de" | "del" | "of"));
        let before = if matches!(before, "de" | "of") {
            i.checked_sub(2).map_or("", at)
        } else {
            before
        };
        let next = at(skip(i + 1));
        if let (Some(d), Some(y)) = (parse_ordinal(before), parse_year(next)) {
            return format_day(y, month, d);
        }
        if let (Some(d), Some(y)) = (parse_ordinal(next), parse_year(at(skip(i + 2)))) {
            return format_day(y, month, d);
        }
        // 12-Jan-2024 stands in one piece and is not looked for.
    }
    // 2024年5月3日
    let digits: Vec<i32> = lower
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty() && p.len() <= 4)
        .filter_map(|p| p.parse().ok())
        .take(3)
        .collect();
    if lower.contains('年')
        && lower.contains('月')
        && let [y, m, d] = digits[..]
    {
        return format_day(y, m, d);
    }
    None
}

fn parse_numeric(piece: &str) -> Option<String> {
    let separator = ['.', '/', '-']
        .into_iter()
        .find(|c| piece.matches(*c).count() == 2)?;
    let parts: Vec<&str> = piece.split(separator).collect();
    let [a, b, c] = parts[..] else { return None };
    let c = c.split('t').next().unwrap_or(c);
    let n = |s: &str| s.parse::<i32>().ok().filter(|_| s.len() <= 4);
    let (a_n, b_n, c_n) = (n(a)?, n(b)?, n(c)?);
    if a.len() == 4 {
        return format_day(a_n, b_n, c_n);
    }
    let year = match c.len() {
        4 => c_n,
        2 if separator == '.' => 2000 + c_n,
        _ => return None,
    };
    if separator == '.' || a_n > 12 || a_n == b_n {
        return format_day(year, b_n, a_n);
    }
    if b_n > 12 {
        return format_day(year, a_n, b_n);
    }
    None
}

fn parse_month(piece: &str) -> Option<i32> {
    let at = MONTHS
        .iter()
        .position(|names| names.iter().any(|n| piece.starts_with(n)))?;
    // "marketing" and "mayor" begin so, too.
    (piece.chars().count() <= 10 && !matches!(piece, "market" | "markets" | "marketing" | "mayor" | "maybe" | "major" | "decide" | "decided" | "march" if piece != "march"))
        .then_some(at as i32 + 1)
}

fn parse_ordinal(piece: &str) -> Option<i32> {
    let digits = piece.trim_end_matches(|c: char| c.is_alphabetic());
    (digits.len() <= 2).then(|| digits.parse().ok())?
}

fn parse_year(piece: &str) -> Option<i32> {
    (piece.len() == 4)
        .then(|| piece.parse().ok())?
        .filter(|y| (1990..2100).contains(y))
}

/// Returns the day in an address such as `/2024/06/03/`.
#[must_use]
pub fn date_in_url(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let pieces: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    for w in pieces.windows(3) {
        if let (Some(y), 2, 1..=2) = (parse_year(w[0]), w[1].len(), w[2].len())
            && let (Ok(m), Ok(d)) = (w[1].parse(), w[2].parse())
        {
            return format_day(y, m, d);
        }
    }
    pieces
        .iter()
        .filter(|p| p.len() == 8 && p.starts_with("20"))
        .find_map(|p| {
            format_day(
                parse_number(p, 0..4)?,
                parse_number(p, 4..6)?,
                parse_number(p, 6..8)?,
            )
        })
}
