//! What saving asks of the file system: one method for each step that can fail, so
//! that a test can let any of them fail.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

/// Attempts to take a lock whose file another process takes away meanwhile.
const MAX_ATTEMPTS: usize = 100;

/// The file system, as far as saving needs it.
pub trait Disk {
    /// Reads a file.
    ///
    /// # Errors
    /// What the system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Writes a file that is not there yet, and waits until it is on the disk.
    ///
    /// # Errors
    /// `AlreadyExists` where there is one; else what the system says. A part of the
    /// file may then be there.
    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives a file the permissions of another.
    ///
    /// # Errors
    /// What the system says.
    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes a folder in one that is there. Returns `false` if it was there already.
    ///
    /// # Errors
    /// What the system says.
    fn create_dir(&self, path: &Path) -> io::Result<bool>;

    /// Lets two files change names in one step.
    ///
    /// # Errors
    /// `Unsupported` where the file system cannot; else what the system says.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Gives a file another name, in the place of what bears it.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a file away.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Takes an empty folder away.
    ///
    /// # Errors
    /// What the system says.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Waits until the names of a folder are on the disk.
    ///
    /// # Errors
    /// What the system says.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;

    /// Waits until nobody else writes, and keeps others from it until the lock is dropped.
    ///
    /// # Errors
    /// What the system says; not that it knows no locks.
    fn lock(&self, path: &Path) -> io::Result<FileLock>;
}

/// A lock file that is held. Dropping it takes the file away.
#[derive(Debug)]
pub struct FileLock {
    path: PathBuf,
    /// Holds the lock as long as it is open.
    file: File,
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Still held, so nobody else has it; whoever waits for it sees that it is gone.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

/// The file system itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    fn create_dir(&self, path: &Path) -> io::Result<bool> {
        match fs::create_dir(path) {
            Ok(()) => Ok(true),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(false),
            Err(e) => Err(e),
        }
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|error| {
            let error = io::Error::from(error);
            match error.kind() {
                // What systems say of a flag that they do not know.
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported => {
                    io::ErrorKind::Unsupported.into()
                }
                _ => error,
            }
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn lock(&self, path: &Path) -> io::Result<FileLock> {
        for _ in 0..MAX_ATTEMPTS {
            let mut open = OpenOptions::new();
            let file = open.write(true).create(true).truncate(false).open(path)?;
            match file.try_lock() {
                Ok(()) => {}
                // Others hold it for as long as a small file takes to be written.
                Err(TryLockError::WouldBlock) => file.lock()?,
                // Without locks, comparing what is replaced remains.
                Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(e)) => return Err(e),
            }
            // Whoever held it before has taken the file away.
            let same = fs::metadata(path).and_then(|there| {
                let here = file.metadata()?;
                Ok((there.dev(), there.ino()) == (here.dev(), here.ino()))
            });
            if same.unwrap_or(false) {
                return Ok(FileLock {
                    path: path.to_owned(),
                    file,
                });
            }
        }
        Err(io::ErrorKind::WouldBlock.into())
    }
}
