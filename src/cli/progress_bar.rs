//! A progress bar on standard error, for work that takes long.

use std::io::{IsTerminal, Write, stderr};

use crate::model::IndexProgress;

/// Columns of the bar.
const BAR_WIDTH: usize = 24;

/// A progress bar; nothing is drawn where standard error is no terminal.
pub struct ProgressBar {
    is_terminal: bool,
    is_drawn: bool,
}

impl ProgressBar {
    /// Creates a bar; it is not drawn yet.
    pub fn new() -> ProgressBar {
        ProgressBar {
            is_terminal: stderr().is_terminal(),
            is_drawn: false,
        }
    }

    /// Removes the bar.
    pub fn clear(&mut self) {
        if std::mem::take(&mut self.is_drawn) {
            let _ = write!(stderr(), "\r\u{1b}[K");
        }
    }

    /// Shows how many of some things are done; not where there are so few that nobody waits.
    pub fn draw_count(&mut self, done: usize, total: usize, noun: &str) {
        if self.is_terminal && total > 1 {
            self.is_drawn = true;
            let _ = write!(stderr(), "\r{}\u{1b}[K", count_line(done, total, noun));
        }
    }

    /// Shows how far it is.
    pub fn draw(&mut self, progress: IndexProgress) {
        if self.is_terminal {
            self.is_drawn = true;
            // A terminal that takes nothing is no reason to stop.
            let _ = write!(stderr(), "\r{}\u{1b}[K", index_line(progress));
        }
    }
}

/// Draws how many of some things are done.
fn count_line(done: usize, total: usize, noun: &str) -> String {
    format!("{} {done} of {total} {noun}", bar_cells(done, total))
}

fn bar_cells(done: usize, total: usize) -> String {
    let full = (done * BAR_WIDTH)
        .checked_div(total)
        .unwrap_or(BAR_WIDTH)
        .min(BAR_WIDTH);
    format!("[{}{}]", "#".repeat(full), ".".repeat(BAR_WIDTH - full))
}

fn index_line(progress: IndexProgress) -> String {
    let IndexProgress {
        done,
        total,
        passages_per_second,
        seconds_left,
    } = progress;
    format!(
        "{} {done} of {total} bundles, {passages_per_second} passages/s, {seconds_left} s left",
        bar_cells(done, total),
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
            index_line(progress),
            "[######..................] 50 of 200 bundles, 12345 passages/s, 8 s left"
        );
        assert_eq!(
            count_line(3, 4, "pages"),
            "[##################......] 3 of 4 pages"
        );
        assert!(index_line(IndexProgress::default()).starts_with("[####"));
    }
}
