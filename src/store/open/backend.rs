//! Opens a database file that exists: for writing or, where that is not possible, for reading.

use std::path::Path;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::database::Backend;
use crate::store::sqlite::connection::{connect, make_durable};
use crate::store::sqlite::error::{StoreError, StoreErrorKind, sqlite_code};
use crate::store::sqlite::files::immutable_uri;
use crate::store::sqlite::schema::{self, FileKind, MIGRATIONS};

/// Opens a file and migrates it to the newest version.
pub fn open_backend(
    path: &Path,
    clock: i64,
    notices: &mut Vec<String>,
) -> Result<Backend, StoreError> {
    let trouble = |error: &rusqlite::Error| StoreError::sqlite(path, error);
    let opened = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|conn| {
        let kind = schema::file_kind(&conn)?;
        Ok((conn.is_readonly(rusqlite::MAIN_DB)?, kind, conn))
    });
    let (mut conn, kind) = match opened {
        Ok((false, kind, conn)) => (conn, kind),
        Ok((true, _, _)) => return open_readable(path, notices),
        Err(error) => {
            return match sqlite_code(&error) {
                // The log beside the file cannot be created.
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => open_readable(path, notices),
                _ => Err(trouble(&error)),
            };
        }
    };
    match kind {
        FileKind::Foreign => Err(not_ours_error(path)),
        FileKind::Ours(version) if version > MIGRATIONS.len() => {
            open_newer_version(path, conn, notices)
        }
        FileKind::Empty | FileKind::Ours(_) => {
            if let Some(lacking) = missing_parts_error(path, &conn, kind)? {
                return Err(lacking);
            }
            let ready = make_durable(&conn)
                .and_then(|()| schema::migrate(&mut conn, path, MIGRATIONS, clock));
            match ready {
                Ok(None) => Ok(Backend::Disk(conn)),
                Ok(Some(copy)) => {
                    notices.push(format!(
                        "what you have kept was taken over into the form of this version; \
                         the former state is in {}",
                        copy.display()
                    ));
                    Ok(Backend::Disk(conn))
                }
                Err(error) if sqlite_code(&error) == Some(ErrorCode::ReadOnly) => {
                    open_readable(path, notices)
                }
                // The migrations work for every file that is what it claims to be.
                Err(error) if sqlite_code(&error) == Some(ErrorCode::Unknown) => {
                    Err(StoreError::new(path, StoreErrorKind::Damaged, &error))
                }
                Err(error) => Err(trouble(&error)),
            }
        }
    }
}

/// Returns the error of a file that lacks tables or columns of its version.
fn missing_parts_error(
    path: &Path,
    conn: &Connection,
    kind: FileKind,
) -> Result<Option<StoreError>, StoreError> {
    let FileKind::Ours(version) = kind else {
        return Ok(None);
    };
    schema::missing_parts(conn, version)
        .map(|what| what.map(|what| StoreError::new(path, StoreErrorKind::Damaged, what)))
        .map_err(|error| StoreError::sqlite(path, &error))
}

/// Opens a file that cannot be written.
fn open_readable(path: &Path, notices: &mut Vec<String>) -> Result<Backend, StoreError> {
    let read = |path: &Path, flags| {
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | flags)?;
        let kind = schema::file_kind(&conn)?;
        Ok::<_, rusqlite::Error>((conn, kind))
    };
    // If not even the log beside it can be read, the file is read without it.
    let (conn, kind) = read(path, OpenFlags::empty())
        .or_else(|_| read(Path::new(&immutable_uri(path)), OpenFlags::SQLITE_OPEN_URI))
        .map_err(|error| StoreError::sqlite(path, &error))?;
    match kind {
        FileKind::Foreign => Err(not_ours_error(path)),
        FileKind::Ours(version) if version > MIGRATIONS.len() => {
            open_newer_version(path, conn, notices)
        }
        FileKind::Ours(version) if version == MIGRATIONS.len() => {
            notices.push(format!(
                "what you keep now waits in memory: {} can be read but not written",
                path.display()
            ));
            Ok(Backend::Readable(conn, StoreErrorKind::ReadOnly))
        }
        FileKind::Empty | FileKind::Ours(_) => Err(StoreError::new(
            path,
            StoreErrorKind::ReadOnly,
            "it has to be taken over into the form of this version first",
        )),
    }
}

/// Opens a file that a newer version of the program wrote.
fn open_newer_version(
    path: &Path,
    conn: Connection,
    notices: &mut Vec<String>,
) -> Result<Backend, StoreError> {
    conn.pragma_update(None, "query_only", true)
        .map_err(|error| StoreError::sqlite(path, &error))?;
    notices.push(format!(
        "what you keep now is not saved: a newer version of the program wrote {}, so it is only read; \
         update the program",
        path.display()
    ));
    Ok(Backend::Readable(conn, StoreErrorKind::Newer))
}

/// Returns the error of another program's database.
fn not_ours_error(path: &Path) -> StoreError {
    StoreError::new(
        path,
        StoreErrorKind::Damaged,
        "another program's database has this name",
    )
}
