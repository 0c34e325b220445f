//! Writes new files whole or not at all, and never over another file.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

/// Writes a new file.
///
/// # Errors
/// `AlreadyExists` if there is one; else the error of the system. The folder is as it was then.
pub fn write_new(path: &Path, text: &str) -> io::Result<()> {
    write(path, text, 0o666)
}

/// Writes a new file that only its owner can read.
///
/// # Errors
/// As for [`write_new`].
pub fn write_private(path: &Path, text: &str) -> io::Result<()> {
    write(path, text, 0o600)
}

/// Writes a new file with the permissions that the umask leaves of `mode`: first under another
/// name in the same folder, so that it appears under its own name when it is complete.
fn write(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "that names no file"))?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut prefix = std::ffi::OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    let create = |draft: &Path| {
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(draft)
    };
    let mut file = tempfile::Builder::new()
        .prefix(&prefix)
        .suffix(".draft")
        .make_in(folder.unwrap_or(Path::new(".")), create)?;
    file.as_file_mut().write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    persist(file, path, mode)
}

/// Gives the complete file its own name, unless that is taken. The folder may be on a file system
/// that knows neither renaming without replacing nor hard links; then the text is written again.
fn persist(file: NamedTempFile, path: &Path, mode: u32) -> io::Result<()> {
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(PersistError { error, file })
            if matches!(
                error.kind(),
                io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
            ) =>
        {
            let mut copy = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(mode)
                .open(path)?;
            io::copy(&mut File::open(file.path())?, &mut copy)?;
            copy.sync_all()
        }
        Err(PersistError { error, .. }) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_new_file_is_written_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.md");
        write_new(&path, "one\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_private_file_is_for_its_owner() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("unsaved.json");
        write_private(&path, "{}").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_is_there_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.md");
        fs::write(&path, "mine").unwrap();
        let error = write_new(&path, "other").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(write_new(&folder.path().join("no/such.md"), "x").is_err());
        assert!(write_new(Path::new("/"), "x").is_err());
    }
}
