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
    /// All palettes, as they are named.
    pub const ALL: [(&'static str, ThemeMode); 3] = [
        ("dark", ThemeMode::Dark),
        ("light", ThemeMode::Light),
        ("plain", ThemeMode::Plain),
    ];

    /// Returns the palette of that name.
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

/// Columns of running text where the reader says nothing.
pub const DEFAULT_TEXT_WIDTH: u16 = 72;

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
