//! The settings file, `config.toml`.
//!
//! | file | what is in it |
//! |---|---|
//! | `values` | [`Config`]: the settings and their defaults |
//! | `error` | what is wrong with the file |
//! | `parse` | TOML → settings, or all mistakes with line, column and advice |
//! | `read` | reads the file |
//!
//! The TOML parser is the `toml` crate's (`DeTable`). The values are not deserialised by `serde`,
//! which would stop at the first mistake and not know the similar names.

mod error;
mod parse;
mod read;
mod values;

pub use error::{ConfigError, ConfigMistake};
pub use parse::parse;
pub use read::read;
pub use values::{Config, WIDTH_RANGE};

#[cfg(test)]
mod tests;
