//! Finds the program's folders and reads its environment variables. No other file asks the
//! platform for folders or names an environment variable.
//!
//! [`Environment`] takes the variables as a function and the platform's folders as values, so
//! that tests can pass any. The free functions use those of the machine.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};

/// Overrides the data folder: bookmarks, notes, the library.
pub const DATA: &str = "DIPTYCH_DATA";
/// Overrides the cache folder: whatever can be built again.
pub const CACHE: &str = "DIPTYCH_CACHE";
/// Overrides the config folder: the settings.
pub const CONFIG: &str = "DIPTYCH_CONFIG";
/// Lists the folders of bundles, separated as `PATH` is.
pub const LIBRARY: &str = "DIPTYCH_LIBRARY";

/// A folder, and what chose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedPath {
    /// The folder; it need not exist.
    pub path: PathBuf,
    /// Where the path came from: a variable, an option, or the platform.
    pub why: String,
}

/// All folders that the program uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Bookmarks, notes, the library.
    pub data: ResolvedPath,
    /// Whatever can be built again.
    pub cache: ResolvedPath,
    /// The settings.
    pub config: ResolvedPath,
    /// Folders of bundles; of two bundles with the same id the earlier folder's is used.
    pub libraries: Vec<ResolvedPath>,
}

/// Why a folder could not be determined. The message says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// A variable holds a path that is not absolute.
    Relative {
        /// Name of the variable.
        variable: &'static str,
        /// What it holds.
        value: PathBuf,
    },
    /// The platform has no such folder, for example because there is no home folder.
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

/// The platform's folders for the program; `None` without a home folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlatformDirs {
    /// The data folder.
    pub data: Option<PathBuf>,
    /// The cache folder.
    pub cache: Option<PathBuf>,
    /// The config folder.
    pub config: Option<PathBuf>,
}

impl PlatformDirs {
    /// Asks the platform.
    #[must_use]
    pub fn from_system() -> PlatformDirs {
        match directories::ProjectDirs::from("", "", "diptych") {
            Some(dirs) => PlatformDirs {
                data: Some(dirs.data_dir().to_owned()),
                cache: Some(dirs.cache_dir().to_owned()),
                config: Some(dirs.config_dir().to_owned()),
            },
            None => PlatformDirs::default(),
        }
    }
}

/// Environment variables and platform folders.
pub struct Environment<'a> {
    lookup: &'a dyn Fn(&str) -> Option<OsString>,
    platform: PlatformDirs,
}

impl fmt::Debug for Environment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}

impl<'a> Environment<'a> {
    /// Creates an environment from a function that looks a variable up, and the platform's
    /// folders.
    #[must_use]
    pub fn new(lookup: &'a dyn Fn(&str) -> Option<OsString>, platform: PlatformDirs) -> Self {
        Environment { lookup, platform }
    }

    /// Returns the data folder.
    ///
    /// # Errors
    /// The override is not absolute, or there is no home folder.
    pub fn data(&self) -> Result<ResolvedPath, PathError> {
        self.resolve("data", DATA, self.platform.data.as_deref())
    }

    /// Returns the cache folder.
    ///
    /// # Errors
    /// The override is not absolute, or there is no home folder.
    pub fn cache(&self) -> Result<ResolvedPath, PathError> {
        self.resolve("cache", CACHE, self.platform.cache.as_deref())
    }

    /// Returns the config folder.
    ///
    /// # Errors
    /// The override is not absolute, or there is no home folder.
    pub fn config(&self) -> Result<ResolvedPath, PathError> {
        self.resolve("config", CONFIG, self.platform.config.as_deref())
    }

    /// Returns the folders of bundles: those of `--library`, else those of
    /// `DIPTYCH_LIBRARY`, else `library` in the data folder. Earlier folders take precedence.
    ///
    /// # Errors
    /// A variable holds a path that is not absolute, or there is no home folder.
    pub fn libraries(&self, flags: &[PathBuf]) -> Result<Vec<ResolvedPath>, PathError> {
        if !flags.is_empty() {
            return Ok(flags
                .iter()
                .map(|path| resolved(path.clone(), "--library"))
                .collect());
        }
        let listed: Vec<PathBuf> = self.variable(LIBRARY).map_or_else(Vec::new, |list| {
            std::env::split_paths(&list)
                .filter(|path| !path.as_os_str().is_empty())
                .collect()
        });
        if listed.is_empty() {
            let data = self.data()?;
            return Ok(vec![resolved(
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
    /// The first folder that cannot be determined.
    pub fn paths(&self, flags: &[PathBuf]) -> Result<Paths, PathError> {
        Ok(Paths {
            data: self.data()?,
            cache: self.cache()?,
            config: self.config()?,
            libraries: self.libraries(flags)?,
        })
    }

    /// Returns `true` if colours are to be avoided: `NO_COLOR` is set and not empty.
    #[must_use]
    pub fn no_color(&self) -> bool {
        self.variable("NO_COLOR").is_some()
    }

    /// Returns `TERM`, the kind of terminal; empty where it is unset.
    #[must_use]
    pub fn term(&self) -> String {
        self.text_variable("TERM")
    }

    /// Returns `COLORTERM`, by which terminals claim 24-bit colour; empty where it is unset.
    #[must_use]
    pub fn colorterm(&self) -> String {
        self.text_variable("COLORTERM")
    }

    /// Returns `COLORFGBG`, in which some terminals name their colours; empty
    /// where it is unset.
    #[must_use]
    pub fn colorfgbg(&self) -> String {
        self.text_variable("COLORFGBG")
    }

    /// Returns `DIPTYCH_FAULT`, a fault to be injected; debug builds only.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        cfg!(debug_assertions)
            .then(|| self.text_variable("DIPTYCH_FAULT"))
            .filter(|name| !name.is_empty())
    }

    /// Returns the name of the terminal program where it gives one; else empty.
    #[must_use]
    pub fn term_program(&self) -> String {
        self.text_variable("TERM_PROGRAM")
    }

    /// Returns `true` if the terminal is a pane of tmux.
    #[must_use]
    pub fn in_tmux(&self) -> bool {
        self.variable("TMUX").is_some()
    }

    /// Returns `true` if the terminal is a window of GNU screen.
    #[must_use]
    pub fn in_screen(&self) -> bool {
        self.variable("STY").is_some()
    }

    /// Returns `true` if the terminal is at the other end of an SSH connection.
    #[must_use]
    pub fn in_ssh(&self) -> bool {
        ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"]
            .iter()
            .any(|name| self.variable(name).is_some())
    }

    /// Returns `true` if a Wayland or X display can be reached.
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
    pub fn temp_dir(&self) -> PathBuf {
        self.variable("TMPDIR")
            .map_or_else(|| PathBuf::from("/tmp"), PathBuf::from)
    }

    /// Returns the file of a command, as a shell would find it in `PATH`; `None` where it is
    /// not installed.
    #[must_use]
    pub fn find_command(&self, name: &str) -> Option<PathBuf> {
        if name.contains('/') {
            return Some(PathBuf::from(name)).filter(|path| path.is_file());
        }
        let list = self.variable("PATH")?;
        std::env::split_paths(&list)
            .map(|folder| folder.join(name))
            .find(|path| path.is_file())
    }

    /// Returns `true` if a Wayland display can be reached.
    #[must_use]
    pub fn in_wayland(&self) -> bool {
        self.variable("WAYLAND_DISPLAY").is_some()
    }

    /// Returns `BROWSER`, the command that opens an address.
    #[must_use]
    pub fn browser(&self) -> Option<OsString> {
        self.variable("BROWSER")
    }

    /// Returns `VTE_VERSION`, by which terminals built on GNOME's VTE are recognised.
    #[must_use]
    pub fn vte_version(&self) -> String {
        self.text_variable("VTE_VERSION")
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
            .map(|name| self.text_variable(name))
            .find(|value| !value.is_empty())
            .unwrap_or_default()
    }

    /// Returns `true` if the locale's character set is UTF-8. Without a
    /// locale it is taken to be.
    #[must_use]
    pub fn is_utf8(&self) -> bool {
        let locale = self.locale().to_ascii_lowercase();
        locale.is_empty() || locale.contains("utf-8") || locale.contains("utf8")
    }

    /// Returns a variable; an empty one counts as unset.
    fn variable(&self, name: &str) -> Option<OsString> {
        (self.lookup)(name).filter(|value| !value.is_empty())
    }

    /// Returns a variable as text, empty where it is unset.
    fn text_variable(&self, name: &str) -> String {
        self.variable(name)
            .as_deref()
            .map(OsStr::to_string_lossy)
            .unwrap_or_default()
            .into_owned()
    }

    fn resolve(
        &self,
        folder: &'static str,
        variable: &'static str,
        platform: Option<&Path>,
    ) -> Result<ResolvedPath, PathError> {
        match (self.variable(variable), platform) {
            (Some(value), _) => absolute(variable, PathBuf::from(value)),
            (None, Some(path)) if path.is_absolute() => Ok(resolved(
                path.to_owned(),
                &format!("platform {folder} folder"),
            )),
            // A relative path would name another folder in each working directory.
            (None, Some(_)) => Err(PathError::Relative {
                variable: "HOME",
                value: self.variable("HOME").unwrap_or_default().into(),
            }),
            (None, None) => Err(PathError::Homeless { folder, variable }),
        }
    }
}

fn resolved(path: PathBuf, why: &str) -> ResolvedPath {
    ResolvedPath {
        path,
        why: why.to_owned(),
    }
}

fn absolute(variable: &'static str, path: PathBuf) -> Result<ResolvedPath, PathError> {
    if path.is_absolute() {
        Ok(resolved(path, variable))
    } else {
        Err(PathError::Relative {
            variable,
            value: path,
        })
    }
}

/// Reads a variable of the process.
fn os_var(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// Returns the arguments of the command line, the program's name first.
pub fn arguments() -> std::env::ArgsOs {
    std::env::args_os()
}

/// Returns the environment of the process.
#[must_use]
pub fn environment() -> Environment<'static> {
    Environment::new(&os_var, PlatformDirs::from_system())
}

/// Returns the data folder.
///
/// # Errors
/// The override is not absolute, or there is no home folder.
pub fn data() -> Result<ResolvedPath, PathError> {
    environment().data()
}

/// Returns the cache folder.
///
/// # Errors
/// The override is not absolute, or there is no home folder.
pub fn cache() -> Result<ResolvedPath, PathError> {
    environment().cache()
}

/// Returns the config folder.
///
/// # Errors
/// The override is not absolute, or there is no home folder.
pub fn config() -> Result<ResolvedPath, PathError> {
    environment().config()
}

/// Returns the folders of bundles, see [`Environment::libraries`].
///
/// # Errors
/// A variable holds a path that is not absolute, or there is no home folder.
pub fn libraries(flags: &[PathBuf]) -> Result<Vec<ResolvedPath>, PathError> {
    environment().libraries(flags)
}

#[cfg(test)]
mod tests;
