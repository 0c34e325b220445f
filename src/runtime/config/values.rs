//! The settings that the file can contain.

use std::ops::Range;

use crate::app::input::keymap::Keymap;
use crate::app::settings::{DEFAULT_TEXT_WIDTH, ThemeMode};

/// Columns that text may have.
pub const WIDTH_RANGE: Range<u16> = 20..201;

/// The settings of the file, or their defaults.
#[derive(Clone, Debug)]
pub struct Config {
    /// The theme; `None` if the terminal decides.
    pub theme_mode: Option<ThemeMode>,
    /// Columns of text.
    pub text_width: u16,
    /// Whether this program handles the mouse.
    pub mouse: bool,
    /// Whether queries are remembered for other sessions.
    pub history: bool,
    /// Whether columns with right-to-left text stay side by side.
    pub rtl_columns: bool,
    /// The keys of all commands.
    pub keymap: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            theme_mode: None,
            text_width: DEFAULT_TEXT_WIDTH,
            mouse: false,
            history: true,
            rtl_columns: false,
            keymap: Keymap::default(),
        }
    }
}
