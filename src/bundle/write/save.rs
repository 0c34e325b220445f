//! Brings an edited briefing to the disk: under a lock, with a copy of the first
//! state, and by letting the old file and the new one change names. What was
//! replaced is then looked at: where it is not what the edits were based on, the
//! exchange is taken back, and nothing of the other's work is lost.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::disk::{Disk, RealDisk};
use super::document::Document;
use crate::bundle::format::BRIEFING_FILE;
use crate::bundle::hash::sha256_hex;
use crate::bundle::source::path::check_path;
use crate::model::BundleSource;

/// What the name of a file ends with that keeps edits which could not be saved.
pub const UNSAVED_SUFFIX: &str = ".mine";

/// Names that are tried for such a file.
const MAX_NAMES: usize = 1_000;

/// Name of the lock file.
const LOCK_FILE: &str = "briefing.json.lock";

/// Name of the new file, until it is the old one's.
const DRAFT_FILE: &str = ".briefing.json.draft";

/// A file that goes into the bundle with the edits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// The path inside the bundle, with `/`.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveOutcome {
    /// The SHA-256 of the file as it is now: the base of further edits.
    pub hash: String,
    /// The copy of the first state, if it was made now.
    pub backup: Option<PathBuf>,
}

/// Why nothing was saved. The bundle is then as it was.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The bundle is a zip.
    #[error("a bundle that is one file cannot be changed ({})", .0.display())]
    Packed(PathBuf),
    /// The bundle is compiled into the program.
    #[error("the briefing \"{0}\" comes with the program and cannot be changed")]
    BuiltIn(String),
    /// The file was changed since it was read.
    #[error("{} was changed by somebody else since it was read", .0.display())]
    Conflict(PathBuf),
    /// A file of that name is there.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// The path leads out of the bundle.
    #[error("the path \"{0}\" is not inside the bundle")]
    Path(String),
    /// The system does not let it be.
    #[error("{} cannot be written: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

impl SaveError {
    /// Says what to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            SaveError::Packed(_) => "Unpack it into a folder, change that, and pack it again.",
            SaveError::BuiltIn(_) => "Copy its folder, and change the copy.",
            SaveError::Conflict(_) => "Look at what is there now, and make the change again.",
            SaveError::Exists(_) => "Choose another id, or take the file away.",
            SaveError::Path(_) => "Write it as seen from briefing.json, as in articles/name.txt.",
            SaveError::Io { error, .. } => match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "Make room on the disk. Nothing was changed."
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "Check who may write there, or copy the bundle to where you may. Nothing was changed."
                }
                _ => "Nothing was changed.",
            },
        }
    }

    fn io(path: &Path) -> impl FnOnce(io::Error) -> SaveError {
        let path = path.to_owned();
        move |error| match error.kind() {
            io::ErrorKind::AlreadyExists => SaveError::Exists(path),
            _ => SaveError::Io { path, error },
        }
    }
}

/// Returns the name of the copy that is made before the first change of a bundle.
#[must_use]
pub fn backup_path(folder: &Path) -> PathBuf {
    folder.join("briefing.json~")
}

/// Writes new files and the edited briefing, all or nothing.
///
/// # Errors
/// See [`SaveError`]; the bundle is then as it was.
pub fn save(
    source: &BundleSource,
    document: &Document,
    files: &[NewFile],
) -> Result<SaveOutcome, SaveError> {
    save_on(&RealDisk, source, document, files)
}

/// As [`save`], on a file system that is given.
///
/// # Errors
/// As for [`save`].
pub fn save_on(
    disk: &dyn Disk,
    source: &BundleSource,
    document: &Document,
    files: &[NewFile],
) -> Result<SaveOutcome, SaveError> {
    let folder = folder_of(source)?;
    let lock = folder.join(LOCK_FILE);
    let _lock = disk.lock(&lock).map_err(SaveError::io(&lock))?;
    let mut made = CreatedFiles::new(disk);
    let saved = write_all(disk, &folder, document, files, &mut made);
    if saved.is_err() {
        made.undo();
    }
    saved
}

/// Makes a new bundle: a folder with a briefing in it.
///
/// # Errors
/// Where the folder holds a briefing already, or cannot be written.
pub fn create(
    folder: &Path,
    document: &Document,
    files: &[NewFile],
) -> Result<SaveOutcome, SaveError> {
    let disk = &RealDisk;
    let mut made = CreatedFiles::new(disk);
    let created = create_in(disk, folder, document, files, &mut made);
    if created.is_err() {
        made.undo();
    }
    created
}

fn create_in(
    disk: &dyn Disk,
    folder: &Path,
    document: &Document,
    files: &[NewFile],
    made: &mut CreatedFiles,
) -> Result<SaveOutcome, SaveError> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
        .collect();
    for above in missing.into_iter().rev() {
        made.folder(above).map_err(SaveError::io(above))?;
    }
    let path = folder.join(BRIEFING_FILE);
    if path.symlink_metadata().is_ok() {
        return Err(SaveError::Exists(path));
    }
    for file in files {
        write_file(folder, file, made)?;
    }
    let bytes = document.bytes();
    made.file(&path, &bytes).map_err(SaveError::io(&path))?;
    // The file is whole; that its name may be lost in a power cut is no reason to take it away.
    let _ = disk.sync_dir(folder);
    Ok(SaveOutcome {
        hash: sha256_hex(&bytes),
        backup: None,
    })
}

fn folder_of(source: &BundleSource) -> Result<PathBuf, SaveError> {
    match source {
        BundleSource::Folder(path) => path.canonicalize().map_err(SaveError::io(path)),
        BundleSource::Zip(path) => Err(SaveError::Packed(path.clone())),
        BundleSource::BuiltIn(name) => Err(SaveError::BuiltIn(name.clone())),
    }
}

fn write_all(
    disk: &dyn Disk,
    folder: &Path,
    document: &Document,
    files: &[NewFile],
    made: &mut CreatedFiles,
) -> Result<SaveOutcome, SaveError> {
    let named = folder.join(BRIEFING_FILE);
    // A link to another file of the bundle stays a link.
    let path = named.canonicalize().map_err(SaveError::io(&named))?;
    if !path.starts_with(folder) {
        return Err(SaveError::Path(BRIEFING_FILE.to_owned()));
    }
    let old = disk.read(&path).map_err(SaveError::io(&path))?;
    if sha256_hex(&old) != document.base_hash() {
        return Err(SaveError::Conflict(path));
    }
    let bytes = document.bytes();
    let base = sha256_hex(&bytes);
    for file in files {
        write_file(folder, file, made)?;
    }
    if bytes == old {
        return Ok(SaveOutcome {
            hash: base,
            backup: None,
        });
    }
    let copy = backup_path(folder);
    let copy = match made.file(&copy, &old) {
        Ok(()) => Some(copy),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => None,
        Err(e) => return Err(SaveError::io(&copy)(e)),
    };
    let draft = path.with_file_name(DRAFT_FILE);
    remove_stale_draft(disk, folder, &draft, &old)?;
    made.file(&draft, &bytes).map_err(SaveError::io(&draft))?;
    disk.copy_mode(&path, &draft)
        .map_err(SaveError::io(&draft))?;
    match disk.exchange(&draft, &path) {
        Ok(()) => {
            // The draft bears the other's words from here on: it is not ours to take away.
            made.forget(&draft);
            let replaced = disk.read(&draft);
            if !matches!(&replaced, Ok(replaced) if *replaced == old) {
                undo_exchange(disk, folder, &path, &draft, &bytes)?;
                return match replaced {
                    Ok(_) => Err(SaveError::Conflict(path)),
                    Err(e) => Err(SaveError::io(&path)(e)),
                };
            }
            // It was the state that the edits were based on.
            let _ = disk.remove(&draft);
        }
        Err(e) if e.kind() == io::ErrorKind::Unsupported => {
            // The best there is without an exchange: to look right before.
            let now = disk.read(&path).map_err(SaveError::io(&path))?;
            if now != old {
                return Err(SaveError::Conflict(path));
            }
            disk.rename(&draft, &path).map_err(SaveError::io(&path))?;
        }
        Err(e) => return Err(SaveError::io(&path)(e)),
    }
    let _ = disk.sync_dir(folder);
    Ok(SaveOutcome {
        hash: base,
        backup: copy,
    })
}

/// Gives the other's file its name back. Should it have been changed a second time
/// meanwhile, that state is kept under a name of its own.
fn undo_exchange(
    disk: &dyn Disk,
    folder: &Path,
    path: &Path,
    draft: &Path,
    own: &[u8],
) -> Result<(), SaveError> {
    // Where that fails, theirs is in the draft, which the error names and the next
    // session keeps.
    disk.exchange(draft, path).map_err(SaveError::io(draft))?;
    let back = disk.read(draft).map_err(SaveError::io(draft))?;
    if back != own {
        write_beside(disk, folder, &back)?;
    }
    disk.remove(draft).map_err(SaveError::io(draft))
}

/// Takes away what a session that was killed has left, unless it is the only copy of
/// something.
fn remove_stale_draft(
    disk: &dyn Disk,
    folder: &Path,
    draft: &Path,
    current: &[u8],
) -> Result<(), SaveError> {
    let Ok(left) = disk.read(draft) else {
        return Ok(());
    };
    let is_copy = disk
        .read(&backup_path(folder))
        .is_ok_and(|copy| copy == left);
    if left != current && !is_copy {
        write_beside(disk, folder, &left)?;
    }
    disk.remove(draft).map_err(SaveError::io(draft))
}

/// Writes edits that could not be saved beside the file: `briefing.json.mine`, or that
/// with a number. Returns the path.
///
/// # Errors
/// Where that cannot be written either.
pub fn save_beside(source: &BundleSource, document: &Document) -> Result<PathBuf, SaveError> {
    let folder = folder_of(source)?;
    write_beside(&RealDisk, &folder, &document.bytes())
}

fn write_beside(disk: &dyn Disk, folder: &Path, bytes: &[u8]) -> Result<PathBuf, SaveError> {
    let mut path = folder.join(format!("{BRIEFING_FILE}{UNSAVED_SUFFIX}"));
    for number in 2..MAX_NAMES {
        match disk.write_new(&path, bytes) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                path = folder.join(format!("{BRIEFING_FILE}{UNSAVED_SUFFIX}-{number}"));
            }
            Err(e) => {
                let _ = disk.remove(&path);
                return Err(SaveError::io(&path)(e));
            }
            Ok(()) => return Ok(path),
        }
    }
    Err(SaveError::Exists(path))
}

fn write_file(folder: &Path, file: &NewFile, made: &mut CreatedFiles) -> Result<(), SaveError> {
    check_path(&file.path).map_err(|_| SaveError::Path(file.path.clone()))?;
    let path = folder.join(&file.path);
    let mut within = folder.to_owned();
    let parts: Vec<&str> = file.path.split('/').collect();
    for part in &parts[..parts.len() - 1] {
        within.push(part);
        made.folder(&within).map_err(SaveError::io(&within))?;
    }
    // A folder that is a link may lead anywhere.
    let real = within.canonicalize().map_err(SaveError::io(&within))?;
    let root = folder.canonicalize().map_err(SaveError::io(folder))?;
    if !real.starts_with(root) {
        return Err(SaveError::Path(file.path.clone()));
    }
    match made.file(&path, &file.bytes) {
        // What a session wrote that was killed before it came to the briefing.
        Err(e)
            if e.kind() == io::ErrorKind::AlreadyExists && made.has_content(&path, &file.bytes) =>
        {
            Ok(())
        }
        written => written.map_err(SaveError::io(&path)),
    }
}

/// What was made so far, to be taken away again where the rest fails.
struct CreatedFiles<'d> {
    disk: &'d dyn Disk,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl CreatedFiles<'_> {
    fn new(disk: &dyn Disk) -> CreatedFiles<'_> {
        CreatedFiles {
            disk,
            files: Vec::new(),
            folders: Vec::new(),
        }
    }

    fn file(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let written = self.disk.write_new(path, bytes);
        let is_other = matches!(&written, Err(e) if e.kind() == io::ErrorKind::AlreadyExists);
        if !is_other {
            // Also where it failed: a part may be there.
            self.files.push(path.to_owned());
        }
        written
    }

    /// Returns `true` if a file holds these bytes already.
    fn has_content(&self, path: &Path, bytes: &[u8]) -> bool {
        self.disk.read(path).is_ok_and(|held| held == bytes)
    }

    fn forget(&mut self, path: &Path) {
        self.files.retain(|file| file != path);
    }

    fn folder(&mut self, path: &Path) -> io::Result<()> {
        if self.disk.create_dir(path)? {
            self.folders.push(path.to_owned());
        }
        Ok(())
    }

    fn undo(self) {
        for file in self.files.iter().rev() {
            let _ = self.disk.remove(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = self.disk.remove_dir(folder);
        }
    }
}
