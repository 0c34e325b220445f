//! The bar that shows in a terminal how far long work is.

use std::io::{IsTerminal, Write, stderr};

use crate::model::IndexProgress;

/// Columns of the bar.
const BAR: usize = 24;

/// The bar beside the output; none where nobody sees it.
pub struct Bar {
    shown: bool,
    drawn: bool,
}

impl Bar {
    /// Makes a bar, which is not yet to be seen.
    pub fn new() -> Bar {
        Bar {
            shown: stderr().is_terminal(),
            drawn: false,
        }
    }

    /// Takes the bar away.
    pub fn wipe(&mut self) {
        if std::mem::take(&mut self.drawn) {
            let _ = write!(stderr(), "\r\u{1b}[K");
        }
    }

    /// Shows how many of some things are done; not where there are so few that nobody waits.
    pub fn draw_count(&mut self, done: usize, total: usize, noun: &str) {
        if self.shown && total > 1 {
            self.drawn = true;
            let _ = write!(stderr(), "\r{}\u{1b}[K", counted(done, total, noun));
        }
    }

    /// Shows how far it is.
    pub fn draw(&mut self, progress: IndexProgress) {
        if self.shown {
            self.drawn = true;
            // A terminal that takes nothing is no reason to stop.
            let _ = write!(stderr(), "\r{}\u{1b}[K", bar(progress));
        }
    }
}

/// Draws how many of some things are done.
fn counted(done: usize, total: usize, noun: &str) -> String {
    format!("{} {done} of {total} {noun}", filled(done, total))
}

fn filled(done: usize, total: usize) -> String {
    let full = (done * BAR).checked_div(total).unwrap_or(BAR).min(BAR);
    format!("[{}{}]", "#".repeat(full), ".".repeat(BAR - full))
}

fn bar(progress: IndexProgress) -> String {
    let IndexProgress {
        done,
        total,
        passages_per_second,
        seconds_left,
    } = progress;
    format!(
        "{} {done} of {total} bundles, {passages_per_second} passages/s, {seconds_left} s left",
        filled(done, total),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_how_far_how_fast_and_how_long() {
        let progress = IndexProgress {
            done: 50,
            total: 200,
            passages_per_second: 12_345,
            seconds_left: 8,
        };
        assert_eq!(
            bar(progress),
            "[######..................] 50 of 200 bundles, 12345 passages/s, 8 s left"
        );
        assert_eq!(
            counted(3, 4, "pages"),
            "[##################......] 3 of 4 pages"
        );
        assert!(bar(IndexProgress::default()).starts_with("[####"));
    }
}
