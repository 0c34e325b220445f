//! Where the program's folders are and what the surroundings say: the only
//! file that asks the platform for its folders or reads the environment.
//!
//! Everything is decided by [`Surroundings`], which takes the environment as a
//! function and the platform's folders as values, so that it can be tried with
//! any. The free functions ask the real ones.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

/// Overrides the folder of what a reader keeps.
pub const DATA: &str = "DIPTYCH_DATA";
/// Overrides the folder of what can be made again.
pub const CACHE: &str = "DIPTYCH_CACHE";
/// Overrides the folder of the settings.
pub const CONFIG: &str = "DIPTYCH_CONFIG";
/// Lists the folders of bundles, separated as `PATH` is.
pub const LIBRARY: &str = "DIPTYCH_LIBRARY";

/// A folder and how it came to be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The folder; it need not exist.
    pub path: PathBuf,
    /// What named it: a variable, an option, or the platform.
    pub why: String,
}

/// All folders that the program uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// What a reader keeps.
    pub data: Located,
    /// What can be made again.
    pub cache: Located,
    /// The settings.
    pub config: Located,
    /// Folders of bundles, the first goes before the others.
    pub libraries: Vec<Located>,
}

/// Why a folder could not be chosen; says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// A variable holds a path that does not begin at the root.
    Relative {
        /// Name of the variable.
        variable: &'static str,
        /// What it holds.
        value: PathBuf,
    },
    /// The platform names no folder, as where there is no home.
    Homeless {
        /// What the folder is for.
        folder: &'static str,
        /// The variable that would name it.
        variable: &'static str,
    },
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathError::Relative { variable, value } => {
                write!(
                    f,
                    "{variable} is \"{}\", which is not an absolute path: write the whole path from the root",
                    value.display()
                )?;
                if value.starts_with("~") {
                    f.write_str(" (\"~\" is not expanded here)")?;
                }
                write!(f, ", or unset {variable}")
            }
            PathError::Homeless { folder, variable } => write!(
                f,
                "there is no home folder, so the {folder} folder cannot be found: \
                 set HOME, or name the folders in {DATA}, {CACHE} and {CONFIG} (here {variable})"
            ),
        }
    }
}

impl std::error::Error for PathError {}

/// The platform's own folders for the program; none where there is no home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Platform {
    /// For what a reader keeps.
    pub data: Option<PathBuf>,
    /// For what can be made again.
    pub cache: Option<PathBuf>,
    /// For the settings.
    pub config: Option<PathBuf>,
}

impl Platform {
    /// Asks the real platform.
    #[must_use]
    pub fn ask() -> Platform {
        match directories::ProjectDirs::from("", "", "diptych") {
            Some(dirs) => Platform {
                data: Some(dirs.data_dir().to_owned()),
                cache: Some(dirs.cache_dir().to_owned()),
                config: Some(dirs.config_dir().to_owned()),
            },
            None => Platform::default(),
        }
    }
}

/// What the program finds around it.
pub struct Surroundings<'a> {
    lookup: &'a dyn Fn(&str) -> Option<OsString>,
    platform: Platform,
}

impl fmt::Debug for Surroundings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings")
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}

impl<'a> Surroundings<'a> {
    /// Takes an environment, as a function from a variable's name to its
    /// value, and the platform's folders.
    #[must_use]
    pub fn new(lookup: &'a dyn Fn(&str) -> Option<OsString>, platform: Platform) -> Self {
        Surroundings { lookup, platform }
    }

    /// Returns the folder of what a reader keeps.
    ///
    /// # Errors
    /// Where the override is not absolute or there is no home.
    pub fn data(&self) -> Result<Located, PathError> {
        self.folder("data", DATA, self.platform.data.as_deref())
    }

    /// Returns the folder of what can be made again.
    ///
    /// # Errors
    /// Where the override is not absolute or there is no home.
    pub fn cache(&self) -> Result<Located, PathError> {
        self.folder("cache", CACHE, self.platform.cache.as_deref())
    }

    /// Returns the folder of the settings.
    ///
    /// # Errors
    /// Where the override is not absolute or there is no home.
    pub fn config(&self) -> Result<Located, PathError> {
        self.folder("config", CONFIG, self.platform.config.as_deref())
    }

    /// Returns the folders of bundles: those of `--library`; where there are
    /// none, those of `DIPTYCH_LIBRARY`; where there are none, `library` in the
    /// data folder. What stands first goes before the rest.
    ///
    /// # Errors
    /// Where a variable holds a path that is not absolute or there is no home.
    pub fn libraries(&self, flags: &[PathBuf]) -> Result<Vec<Located>, PathError> {
        if !flags.is_empty() {
            return Ok(flags
                .iter()
                .map(|path| located(path.clone(), "--library"))
                .collect());
        }
        let listed: Vec<PathBuf> = self.variable(LIBRARY).map_or_else(Vec::new, |list| {
            std::env::split_paths(&list)
                .filter(|path| !path.as_os_str().is_empty())
                .collect()
        });
        if listed.is_empty() {
            let data = self.data()?;
            return Ok(vec![located(
                data.path.join("library"),
                &format!("in the data folder ({})", data.why),
            )]);
        }
        listed
            .into_iter()
            .map(|path| absolute(LIBRARY, path))
            .collect()
    }

    /// Returns all folders.
    ///
    /// # Errors
    /// The first that cannot be chosen.
    pub fn paths(&self, flags: &[PathBuf]) -> Result<Paths, PathError> {
        Ok(Paths {
            data: self.data()?,
            cache: self.cache()?,
            config: self.config()?,
            libraries: self.libraries(flags)?,
        })
    }

    /// Tells whether the reader wants no colour: `NO_COLOR` is set to anything but nothing.
    #[must_use]
    pub fn no_color(&self) -> bool {
        self.variable("NO_COLOR").is_some()
    }

    /// Returns `TERM`, the kind of terminal; empty where it is unset.
    #[must_use]
    pub fn term(&self) -> String {
        self.words("TERM")
    }

    /// Returns `COLORTERM`, by which terminals claim 24-bit colour; empty where it is unset.
    #[must_use]
    pub fn colorterm(&self) -> String {
        self.words("COLORTERM")
    }

    /// Returns `COLORFGBG`, in which some terminals name their colours; empty
    /// where it is unset.
    #[must_use]
    pub fn colorfgbg(&self) -> String {
        self.words("COLORFGBG")
    }

    /// Returns `DIPTYCH_FAULT`, a fault to be tried; debug builds only.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        cfg!(debug_assertions)
            .then(|| self.words("DIPTYCH_FAULT"))
            .filter(|name| !name.is_empty())
    }

    /// Returns the name of the terminal program where it gives one; else empty.
    #[must_use]
    pub fn term_program(&self) -> String {
        self.words("TERM_PROGRAM")
    }

    /// Tells whether the terminal is a pane of tmux.
    #[must_use]
    pub fn in_tmux(&self) -> bool {
        self.variable("TMUX").is_some()
    }

    /// Tells whether the terminal is a window of GNU screen.
    #[must_use]
    pub fn in_screen(&self) -> bool {
        self.variable("STY").is_some()
    }

    /// Tells whether the terminal stands at the other end of an SSH connection.
    #[must_use]
    pub fn in_ssh(&self) -> bool {
        ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"]
            .iter()
            .any(|name| self.variable(name).is_some())
    }

    /// Tells whether a Wayland or X display can be reached.
    #[must_use]
    pub fn has_display(&self) -> bool {
        ["WAYLAND_DISPLAY", "DISPLAY"]
            .iter()
            .any(|name| self.variable(name).is_some())
    }

    /// Returns `VISUAL`, the command of the reader's full-screen editor.
    #[must_use]
    pub fn visual(&self) -> Option<OsString> {
        self.variable("VISUAL")
    }

    /// Returns `EDITOR`, the command of the reader's editor.
    #[must_use]
    pub fn editor(&self) -> Option<OsString> {
        self.variable("EDITOR")
    }

    /// Returns the folder of temporary files.
    #[must_use]
    pub fn temporary(&self) -> PathBuf {
        self.variable("TMPDIR")
            .map_or_else(|| PathBuf::from("/tmp"), PathBuf::from)
    }

    /// Returns the file of a command, as a shell would find it; none where it is
    /// not to be had.
    #[must_use]
    pub fn command(&self, name: &str) -> Option<PathBuf> {
        if name.contains('/') {
            return Some(PathBuf::from(name)).filter(|path| path.is_file());
        }
        let list = self.variable("PATH")?;
        std::env::split_paths(&list)
            .map(|folder| folder.join(name))
            .find(|path| path.is_file())
    }

    /// Tells whether a Wayland display can be reached.
    #[must_use]
    pub fn in_wayland(&self) -> bool {
        self.variable("WAYLAND_DISPLAY").is_some()
    }

    /// Returns `BROWSER`, the command that opens an address.
    #[must_use]
    pub fn browser(&self) -> Option<OsString> {
        self.variable("BROWSER")
    }

    /// Returns `VTE_VERSION`, by which terminals of GNOME's library can be told.
    #[must_use]
    pub fn vte_version(&self) -> String {
        self.words("VTE_VERSION")
    }

    /// Returns `PAGER`, the command through which long output is read.
    #[must_use]
    pub fn pager(&self) -> Option<OsString> {
        self.variable("PAGER")
    }

    /// Returns the locale of characters: `LC_ALL`, else `LC_CTYPE`, else
    /// `LANG`; empty where none is set.
    #[must_use]
    pub fn locale(&self) -> String {
        ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .map(|name| self.words(name))
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }

    /// Tells whether the locale's characters are UTF-8. Where no locale is
    /// set, they are taken to be.
    #[must_use]
    pub fn is_utf8(&self) -> bool {
        let locale = self.locale().to_ascii_lowercase();
        locale.is_empty() || locale.contains("utf-8") || locale.contains("utf8")
    }

    /// Returns a variable; one that is set to nothing counts as unset.
    fn variable(&self, name: &str) -> Option<OsString> {
        (self.lookup)(name).filter(|value| !value.is_empty())
    }

    /// Returns a variable as text, empty where it is unset.
    fn words(&self, name: &str) -> String {
        self.variable(name)
            .as_deref()
            .map(OsStr::to_string_lossy)
            .unwrap_or_default()
            .into_owned()
    }

    fn folder(
        &self,
        folder: &'static str,
        variable: &'static str,
        platform: Option<&Path>,
    ) -> Result<Located, PathError> {
        match (self.variable(variable), platform) {
            (Some(value), _) => absolute(variable, PathBuf::from(value)),
            (None, Some(path)) if path.is_absolute() => Ok(located(
                path.to_owned(),
                &format!("platform {folder} folder"),
            )),
            // Taken from where the command was given it would be another folder each time.
            (None, Some(_)) => Err(PathError::Relative {
                variable: "HOME",
                value: self.variable("HOME").unwrap_or_default().into(),
            }),
            (None, None) => Err(PathError::Homeless { folder, variable }),
        }
    }
}

fn located(path: PathBuf, why: &str) -> Located {
    Located {
        path,
        why: why.to_owned(),
    }
}

fn absolute(variable: &'static str, path: PathBuf) -> Result<Located, PathError> {
    if path.is_absolute() {
        Ok(located(path, variable))
    } else {
        Err(PathError::Relative {
            variable,
            value: path,
        })
    }
}

/// Reads the real environment.
fn real(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// Returns the arguments of the command line, the program's own name first.
pub fn arguments() -> std::env::ArgsOs {
    std::env::args_os()
}

/// Returns the real surroundings.
#[must_use]
pub fn surroundings() -> Surroundings<'static> {
    Surroundings::new(&real, Platform::ask())
}

/// Returns the folder of what a reader keeps.
///
/// # Errors
/// Where the override is not absolute or there is no home.
pub fn data() -> Result<Located, PathError> {
    surroundings().data()
}

/// Returns the folder of what can be made again.
///
/// # Errors
/// Where the override is not absolute or there is no home.
pub fn cache() -> Result<Located, PathError> {
    surroundings().cache()
}

/// Returns the folder of the settings.
///
/// # Errors
/// Where the override is not absolute or there is no home.
pub fn config() -> Result<Located, PathError> {
    surroundings().config()
}

/// Returns the folders of bundles, see [`Surroundings::libraries`].
///
/// # Errors
/// Where a variable holds a path that is not absolute or there is no home.
pub fn libraries(flags: &[PathBuf]) -> Result<Vec<Located>, PathError> {
    surroundings().libraries(flags)
}

#[cfg(test)]
mod tests;
