//! File system helpers of the store: names of files that are set aside, the identity of a file,
//! private folders and files.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::sqlite::error::{StoreError, StoreErrorKind};

/// Identifies a file, to notice when another one takes its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileIdentity {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    inode: u64,
    #[cfg(not(unix))]
    created: Option<std::time::SystemTime>,
}

impl FileIdentity {
    /// Returns the identity of the file at a path; `None` if there is none. The file is not
    /// opened: closing it again would release the locks that SQLite holds on it (POSIX).
    pub fn from_path(path: &Path) -> Result<Option<FileIdentity>, StoreError> {
        let about = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(path, &error)),
            Ok(about) if about.is_file() => about,
            Ok(_) => {
                return Err(StoreError::new(
                    path,
                    StoreErrorKind::Unreachable,
                    "there is no file but something else of this name",
                ));
            }
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Ok(Some(FileIdentity {
                device: about.dev(),
                inode: about.ino(),
            }))
        }
        #[cfg(not(unix))]
        Ok(Some(FileIdentity {
            created: about.created().ok(),
        }))
    }
}

/// Returns the path `path.suffix`, with a number after it if that exists.
pub fn unused_path(path: &Path, suffix: &str) -> PathBuf {
    let name = |number: usize| match number {
        1 => with_suffix(path, &format!(".{suffix}")),
        _ => with_suffix(path, &format!(".{suffix}-{number}")),
    };
    let mut number = 1;
    while fs::symlink_metadata(name(number)).is_ok() {
        number += 1;
    }
    name(number)
}

/// Returns `path` with `end` appended.
pub fn with_suffix(path: &Path, end: &str) -> PathBuf {
    let mut whole = OsString::from(path);
    whole.push(end);
    PathBuf::from(whole)
}

/// Returns the URI by which SQLite opens a file without locks and without its log.
pub fn immutable_uri(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let escaped: String = bytes
        .iter()
        .map(|byte| match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                char::from(*byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("file:{escaped}?immutable=1")
}

/// Creates a folder and its parents for the owner only, and syncs their names to disk.
pub fn create_dir_private(folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder
        .ancestors()
        .take_while(|above| !above.as_os_str().is_empty() && !above.exists())
        .collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)?;
    for made in missing {
        // Not every system can sync a folder; SQLite ignores that too.
        if let Some(Ok(above)) = made.parent().map(fs::File::open) {
            let _ = above.sync_all();
        }
    }
    Ok(())
}

/// Creates an empty file that only its owner can read. An existing file is not opened.
pub fn create_file_private(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, OpenFlags};

    use super::*;
    use crate::store::sqlite::schema::{self, FileKind, MIGRATIONS};

    #[test]
    fn a_file_beside_which_nothing_can_be_made_is_read_as_it_stands() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("odd name%3f?.db");
        let mut conn = Connection::open(&path).unwrap();
        schema::migrate(&mut conn, &path, MIGRATIONS, 0).unwrap();
        drop(conn);
        let conn = Connection::open_with_flags(
            immutable_uri(&path),
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        )
        .unwrap();
        assert_eq!(
            schema::file_kind(&conn).unwrap(),
            FileKind::Ours(MIGRATIONS.len())
        );
        assert!(conn.execute("UPDATE counter SET n = 9", []).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn folder_and_file_are_for_the_reader_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a/b");
        create_dir_private(&folder).unwrap();
        create_dir_private(&folder).unwrap();
        let path = folder.join("f");
        create_file_private(&path).unwrap();
        create_file_private(&path).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
    }
}
