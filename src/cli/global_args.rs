//! The options of every command, and the colours of the reader.

use std::path::PathBuf;

use clap::ValueEnum;

use crate::app::settings::ThemeMode;

/// Options of every command.
#[derive(Debug, clap::Args)]
pub struct GlobalArgs {
    /// A folder of bundles, in place of the usual ones; may be repeated.
    #[arg(long, value_name = "DIR", global = true)]
    pub library: Vec<PathBuf>,
    /// Columns of running text.
    #[arg(long, value_name = "COLUMNS", global = true, value_parser = clap::value_parser!(u16).range(20..=200))]
    pub width: Option<u16>,
}

/// The colours of the reader.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ThemeArg {
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// No colours.
    Plain,
    /// As the terminal says, else dark.
    Auto,
}

impl ThemeArg {
    /// Returns the palette; none where the surroundings decide.
    pub fn palette(self) -> Option<ThemeMode> {
        match self {
            ThemeArg::Dark => Some(ThemeMode::Dark),
            ThemeArg::Light => Some(ThemeMode::Light),
            ThemeArg::Plain => Some(ThemeMode::Plain),
            ThemeArg::Auto => None,
        }
    }
}
