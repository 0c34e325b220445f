//! What each role looks like. Only the terminal's sixteen colours are used, so the terminal's
//! theme applies to Diptych too; whatever a colour says, a letter, a word or a position says as
//! well.

use ratatui::style::{Color, Modifier, Style};

use crate::app::settings::ThemeMode;
use crate::app::ui::styled_text::Role;

/// The style of every role, for a palette.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    palette: ThemeMode,
}

impl Theme {
    /// Creates the theme of a palette.
    #[must_use]
    pub fn new(palette: ThemeMode) -> Theme {
        Theme { palette }
    }

    /// Returns the style of a role.
    #[must_use]
    pub fn style(self, role: Role) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        match role {
            Role::Plain => plain,
            Role::Title | Role::Name => bold,
            Role::Heading => self.colour(bold.add_modifier(Modifier::UNDERLINED), |_| None),
            Role::Quoted(side) => self.side(self.without_colour(plain, Modifier::BOLD), side),
            Role::Reported(side) => self.side(plain.add_modifier(Modifier::ITALIC), side),
            Role::Side(side) => self.side(bold, side),
            Role::Curator => plain.add_modifier(Modifier::ITALIC),
            Role::Dim => self.colour(plain, |dark| {
                Some(if dark { Color::Gray } else { Color::DarkGray })
            }),
            Role::Key => self.colour(bold, |dark| {
                Some(if dark {
                    Color::LightGreen
                } else {
                    Color::Green
                })
            }),
            Role::Good => self.colour(plain, |dark| {
                Some(if dark {
                    Color::LightGreen
                } else {
                    Color::Green
                })
            }),
            Role::Doubt => self.colour(self.without_colour(plain, Modifier::BOLD), |dark| {
                Some(if dark { Color::LightYellow } else { Color::Red })
            }),
            Role::Faded => plain.add_modifier(Modifier::DIM),
            Role::Diagnostic => self.colour(plain.add_modifier(Modifier::UNDERLINED), |dark| {
                Some(if dark { Color::LightYellow } else { Color::Red })
            }),
            Role::Bad => self.colour(bold, |dark| {
                Some(if dark { Color::LightRed } else { Color::Red })
            }),
            Role::Match => plain.add_modifier(Modifier::REVERSED),
            Role::Different => bold.add_modifier(Modifier::UNDERLINED),
            Role::Bookmark => self.colour(self.without_colour(plain, Modifier::BOLD), |dark| {
                Some(if dark {
                    Color::LightMagenta
                } else {
                    Color::Magenta
                })
            }),
        }
    }

    /// Returns the style of the header and of a chosen row.
    #[must_use]
    pub fn bar(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Returns the style of selected text.
    #[must_use]
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Returns the style of the match under the cursor.
    #[must_use]
    pub fn current_match(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD | Modifier::UNDERLINED)
    }

    /// Colours a side, in hues that stay distinct with red-green colour blindness.
    fn side(self, style: Style, side: u8) -> Style {
        self.colour(style, |dark| {
            Some(match (side, dark) {
                (0, true) => Color::LightCyan,
                (0, false) => Color::Blue,
                (1, true) => Color::LightYellow,
                (1, false) => Color::Red,
                (_, true) => Color::White,
                (_, false) => Color::Black,
            })
        })
    }

    fn colour(self, style: Style, hue: impl Fn(bool) -> Option<Color>) -> Style {
        let colour = match self.palette {
            ThemeMode::Dark => hue(true),
            ThemeMode::Light => hue(false),
            ThemeMode::Plain => None,
        };
        match colour {
            Some(colour) => style.fg(colour),
            None => style,
        }
    }

    /// Adds a modifier in the palette without colours.
    fn without_colour(self, style: Style, modifier: Modifier) -> Style {
        match self.palette {
            ThemeMode::Plain => style.add_modifier(modifier),
            ThemeMode::Dark | ThemeMode::Light => style,
        }
    }
}
