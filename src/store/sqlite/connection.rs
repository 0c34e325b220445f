//! Connections to the database file: how long they wait for other processes, and that every
//! commit is durable.

use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::sqlite::error::sqlite_code;

/// How often a write is tried while another process holds the lock. Each attempt waits up to
/// [`BUSY_TIMEOUT`], so that the reader learns of the problem after three seconds.
pub const MAX_ATTEMPTS: u32 = 3;
/// How long one attempt waits for the lock. A write takes milliseconds, so a longer wait means
/// that some program keeps the file locked.
pub const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// The same after an attempt that failed: it is retried anyway, and must not hold others up.
pub const SHORT_BUSY_TIMEOUT: Duration = Duration::from_millis(200);

/// Pause between two looks at the lock: shorter than the writes that it waits for.
pub const RETRY_PAUSE: Duration = Duration::from_millis(2);

/// How long a write waits for a file that another process has locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyTimeout {
    /// Up to three seconds: longer than other processes write.
    Default,
    /// A fifth of a second: the caller waits for the result, or will retry.
    Short,
}

/// Opens a connection to a file.
pub fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let mut conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    set_busy_handler(&mut conn, BusyTimeout::Default)?;
    Ok(conn)
}

/// Opens another connection to a file, in a read transaction.
pub fn open_for_reading(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.execute_batch("BEGIN")?;
    Ok(conn)
}

/// Sets how long a connection waits for the lock. SQLite's own busy handler sleeps longer each
/// time, and so never gets the lock while other processes write without a pause.
pub fn set_busy_handler(conn: &mut Connection, timeout: BusyTimeout) -> rusqlite::Result<()> {
    fn pause(tries: i32, limit: Duration) -> bool {
        thread::sleep(RETRY_PAUSE);
        RETRY_PAUSE * tries.unsigned_abs() < limit
    }
    conn.busy_handler(Some(match timeout {
        BusyTimeout::Default => |tries: i32| pause(tries, BUSY_TIMEOUT),
        BusyTimeout::Short => |tries: i32| pause(tries, SHORT_BUSY_TIMEOUT),
    }))
}

/// Makes every commit durable before it returns.
pub fn make_durable(conn: &Connection) -> rusqlite::Result<()> {
    // Switching to a write-ahead log fails at once while another process does the same: the busy
    // handler is not called for it.
    let mut tries = 0_u32;
    loop {
        tries += 1;
        match conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())) {
            Err(error)
                if sqlite_code(&error) == Some(ErrorCode::DatabaseBusy)
                    && RETRY_PAUSE * tries < BUSY_TIMEOUT =>
            {
                thread::sleep(RETRY_PAUSE);
            }
            other => break other?,
        }
    }
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "fullfsync", true)
}
