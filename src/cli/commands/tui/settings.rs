//! The settings of the reader: of the options, the environment and the settings file.

use crate::app::settings::{Settings, ThemeMode};
use crate::cli::file_names::SETTINGS_FILE;
use crate::cli::global_args::{GlobalArgs, ThemeArg};
use crate::paths::Environment;
use crate::runtime::{self, config};

/// Returns `true` if a terminal of this kind can be asked for its background. The Linux
/// console would print the question, and GNU screen hands no answer back.
pub fn answers_background_query(term: &str) -> bool {
    !(term.is_empty() || term == "linux" || term.starts_with("screen"))
}

/// Puts the settings together; and whether the terminal decides the colours. Options go before the environment, this before
/// the file, this before what is usual.
pub fn settings(
    env: &Environment,
    global: &GlobalArgs,
    theme: Option<ThemeArg>,
) -> Result<(Settings, bool), config::ConfigError> {
    let config = match env.config() {
        Ok(folder) => config::read(&folder.path.join(SETTINGS_FILE))?,
        Err(_) => config::Config::default(),
    };
    let chosen = match theme.map(ThemeArg::palette) {
        Some(Some(palette)) => Some(palette),
        _ if env.no_color() => Some(ThemeMode::Plain),
        None => config.theme_mode,
        Some(None) => None,
    };
    let settings = Settings {
        // Until the terminal has answered.
        theme: chosen.unwrap_or_else(|| background_from_env(&env.colorfgbg())),
        text_width: global.width.unwrap_or(config.text_width),
        mouse: config.mouse,
        query_history: config.history,
        rtl_columns: config.rtl_columns,
        keymap: config.keymap,
        time_zone: runtime::time_zone(),
    };
    Ok((settings, chosen.is_none()))
}

/// Reads the background out of `COLORFGBG` ("15;0": the last number is the
/// background's, of the sixteen colours); dark where it says nothing.
fn background_from_env(colorfgbg: &str) -> ThemeMode {
    match colorfgbg.rsplit(';').next().and_then(|n| n.parse().ok()) {
        Some(7u8 | 9..=15) => ThemeMode::Light,
        _ => ThemeMode::Dark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_is_the_last_number() {
        for (value, palette) in [
            ("15;0", ThemeMode::Dark),
            ("0;15", ThemeMode::Light),
            ("0;default;15", ThemeMode::Light),
            ("12;8", ThemeMode::Dark),
            ("", ThemeMode::Dark),
            ("0;default", ThemeMode::Dark),
        ] {
            assert_eq!(background_from_env(value), palette, "{value}");
        }
    }
}
