//! Writes a file whole or not at all, and never over another one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process;

/// Writes a new file.
///
/// # Errors
/// `AlreadyExists` where there is one of that name; else what the system says.
/// The folder is then as it was.
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

/// Writes a new file with the permissions that the reader's mask leaves of `mode`.
fn write(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let draft = temp_path(path)?;
    let written = write_temp(&draft, text, mode).and_then(|()| persist(&draft, path, mode));
    let _ = fs::remove_file(&draft);
    written
}

/// A name in the same folder, so that the finished file can take its own in one step.
fn temp_path(path: &Path) -> io::Result<PathBuf> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "that names no file"))?;
    let mut draft = std::ffi::OsString::from(".");
    draft.push(name);
    draft.push(format!(".{}.draft", process::id()));
    Ok(path.with_file_name(draft))
}

fn write_temp(draft: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Gives the draft its name. A second name is refused where the name is taken,
/// which a renaming would not do; where the file system knows no second names, the
/// text is written once more.
fn persist(draft: &Path, path: &Path, mode: u32) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
            ) =>
        {
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(mode)
                .open(path)?;
            io::copy(&mut File::open(draft)?, &mut file)?;
            file.sync_all()
        }
        done => done,
    }
}

#[cfg(test)]
mod tests {
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
