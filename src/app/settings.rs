//! What a reader may set: colours, width of the text, the mouse, whether questions
//! are remembered, keys.

use jiff::tz::TimeZone;

use crate::app::input::keymap::Keymap;

/// Which colours to use. All of them are the terminal's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeMode {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// No colours: bold, underline and reverse only.
    Plain,
}

impl ThemeMode {
    /// All of them in their order, as they are named.
    pub const ALL: [(&'static str, ThemeMode); 3] = [
        ("dark", ThemeMode::Dark),
        ("light", ThemeMode::Light),
        ("plain", ThemeMode::Plain),
    ];

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    /// Returns the next one, and behind the last the first.
    #[must_use]
    pub fn next(self) -> ThemeMode {
        Self::ALL[(self as usize + 1) % Self::ALL.len()].1
    }

    /// Returns the one of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<ThemeMode> {
        Self::ALL
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, palette)| *palette)
    }
}

/// The settings of one session.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The colours.
    pub theme: ThemeMode,
    /// Columns of running text, 20 to 200.
    pub text_width: u16,
    /// Whether the terminal reports the mouse.
    pub mouse: bool,
    /// Whether questions are remembered for other sessions.
    pub query_history: bool,
    /// Whether two columns stay side by side where they hold right-to-left text. Many
    /// terminals turn a whole row round, and with it the columns.
    pub rtl_columns: bool,
    /// What the keys do.
    pub keymap: Keymap,
    /// Where the reader's days begin and end.
    pub time_zone: TimeZone,
}

/// Columns of running text where the reader says nothing: within the usual 66 to 80.
pub const DEFAULT_TEXT_WIDTH: u16 = 72;

/// The fewest columns of running text that can be set.
pub const MIN_TEXT_WIDTH: u16 = 20;
/// The most columns of running text that can be set.
pub const MAX_TEXT_WIDTH: u16 = 200;

impl Default for Settings {
    fn default() -> Self {
        Settings {
            theme: ThemeMode::Dark,
            text_width: DEFAULT_TEXT_WIDTH,
            mouse: false,
            query_history: true,
            rtl_columns: false,
            keymap: Keymap::default(),
            time_zone: TimeZone::UTC,
        }
    }
}
