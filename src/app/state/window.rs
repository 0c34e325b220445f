//! The window as the reader has set it up: its size, and what is shown besides the screen.

use crate::app::message::Size;

/// The window.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    /// Columns and rows.
    pub size: Size,
    /// Whether an article is shown without anything around it.
    pub zen: bool,
    /// Whether the passage of a bookmark is shown below the list.
    pub shows_preview: bool,
}

impl Window {
    /// Creates a window in which everything is shown, and no passage.
    #[must_use]
    pub fn new(size: Size) -> Window {
        Window {
            size,
            ..Window::default()
        }
    }

    /// Returns the rows of the panel in which a note is written.
    #[must_use]
    pub fn note_rows(&self) -> u16 {
        (self.size.height / 3).clamp(3, 10)
    }

    /// Returns the rows of the panel that shows a passage.
    #[must_use]
    pub fn preview_rows(&self) -> u16 {
        (self.size.height / 3).clamp(3, 16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_take_a_third_within_their_bounds() {
        let panels = |height| {
            let window = Window::new(Size { width: 80, height });
            (window.note_rows(), window.preview_rows())
        };
        assert_eq!(panels(5), (3, 3));
        assert_eq!(panels(24), (8, 8));
        assert_eq!(panels(90), (10, 16));
    }
}
