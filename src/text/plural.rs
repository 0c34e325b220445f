//! Numbers with their nouns.

/// Returns a number with its noun: `1 article`, `2 articles`.
#[must_use]
pub fn plural(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}
