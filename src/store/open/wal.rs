//! Reads a write-ahead log by SQLite's own rules, to judge it before SQLite applies it.
//!
//! The format is that of <https://www.sqlite.org/fileformat2.html#walformat>. It is read by hand
//! because SQLite offers no way to look at a log without applying it.

use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

/// Length of the header of a log, in bytes.
const HEADER_LEN: usize = 32;
/// Length of the header of a frame, which precedes its page.
const FRAME_HEADER_LEN: usize = 24;
/// First four bytes of a log. The last bit is the byte order of the checksums.
const MAGIC: u32 = 0x377f_0682;
/// The only version of the format.
const VERSION: u32 = 3_007_000;
/// By how much the first salt of a leftover frame may be less than the current one. SQLite adds one
/// each time it restarts the log; a damaged salt is any number.
const MAX_GENERATIONS: u32 = 65_536;

/// A log with a valid header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalFile {
    /// Length of a page, in bytes.
    pub page_size: usize,
    /// Number of frames up to the last commit, which SQLite applies.
    pub committed: u64,
    /// What follows the last commit.
    pub tail: WalTail,
    /// The salts of the header.
    salts: [u8; 8],
}

/// What follows the last commit of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalTail {
    /// Nothing, frames of an earlier use of the file, or a write that a crash interrupted before
    /// it was acknowledged.
    Normal,
    /// Something that no crash leaves behind.
    Damaged(&'static str),
}

/// The running checksum of a log.
#[derive(Clone, Copy, PartialEq, Eq)]
struct WalChecksum(u32, u32);

impl WalChecksum {
    fn add(self, bytes: &[u8], big_endian: bool) -> WalChecksum {
        let word = |bytes: &[u8]| {
            let four = bytes.try_into().unwrap_or_default();
            if big_endian {
                u32::from_be_bytes(four)
            } else {
                u32::from_le_bytes(four)
            }
        };
        bytes.chunks_exact(8).fold(self, |WalChecksum(a, b), pair| {
            let a = a.wrapping_add(word(&pair[..4])).wrapping_add(b);
            let b = b.wrapping_add(word(&pair[4..])).wrapping_add(a);
            WalChecksum(a, b)
        })
    }
}

/// Reads a big-endian number; 0 beyond the end.
fn read_u32(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|b| b.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// Reads a log. The inner error says why SQLite would not accept the file as a log.
///
/// # Errors
/// The file cannot be read.
pub fn inspect(path: &Path) -> io::Result<Result<WalFile, &'static str>> {
    let mut log = None;
    let read = scan(path, |header, _, _| log = Some(header))?;
    Ok(read.and_then(|tail| {
        let (page_size, salts, committed) = log.ok_or("has no header")?;
        Ok(WalFile {
            page_size,
            committed: tail.0.max(committed),
            tail: tail.1,
            salts,
        })
    }))
}

/// Page size, salts and the number of a committed frame.
type Header = (usize, [u8; 8], u64);

/// Reads a log frame by frame. Calls `on_commit` with the header and, in order, with the pages of
/// each commit.
fn scan(
    path: &Path,
    mut on_commit: impl FnMut(Header, u32, &[(u32, Vec<u8>)]),
) -> io::Result<Result<(u64, WalTail), &'static str>> {
    let mut file = BufReader::new(File::open(path)?);
    let mut header = [0; HEADER_LEN];
    if read_full(&mut file, &mut header)? < HEADER_LEN {
        return Ok(Err("is cut off in its header"));
    }
    let magic = read_u32(&header, 0);
    if magic & !1 != MAGIC || read_u32(&header, 4) != VERSION {
        return Ok(Err("is no write-ahead log"));
    }
    let page_size = read_u32(&header, 8) as usize;
    if !(512..=65_536).contains(&page_size) || !page_size.is_power_of_two() {
        return Ok(Err("has an impossible page size"));
    }
    let big_endian = magic & 1 == 1;
    let mut sum = WalChecksum(0, 0).add(&header[..24], big_endian);
    if sum != WalChecksum(read_u32(&header, 24), read_u32(&header, 28)) {
        return Ok(Err("has a header with a wrong checksum"));
    }
    let mut salts = [0; 8];
    salts.copy_from_slice(&header[16..24]);
    on_commit((page_size, salts, 0), 0, &[]);

    let mut frame = vec![0; FRAME_HEADER_LEN + page_size];
    let (mut at, mut committed) = (0_u64, 0_u64);
    let mut pages: Vec<(u32, Vec<u8>)> = Vec::new();
    let cut = loop {
        let got = read_full(&mut file, &mut frame)?;
        if got < frame.len() {
            break Some(got);
        }
        let (head, page) = frame.split_at(FRAME_HEADER_LEN);
        let next = sum.add(&head[..8], big_endian).add(page, big_endian);
        let whole = head[8..16] == salts
            && read_u32(head, 0) != 0
            && next == WalChecksum(read_u32(head, 16), read_u32(head, 20));
        if !whole {
            break None;
        }
        sum = next;
        at += 1;
        pages.push((read_u32(head, 0), page.to_vec()));
        if read_u32(head, 4) != 0 {
            committed = at;
            on_commit((page_size, salts, committed), read_u32(head, 4), &pages);
            pages.clear();
        }
    };
    let tail = match cut {
        // A crash can happen between the write of a frame's header and that of its page.
        Some(0 | FRAME_HEADER_LEN) => WalTail::Normal,
        Some(_) => WalTail::Damaged("is cut off in the middle of a page"),
        None => judge_tail(&mut file, &mut frame, salts)?,
    };
    Ok(Ok((committed, tail)))
}

/// Classifies what follows the last valid frame; the first invalid one is in `frame`.
fn judge_tail(file: &mut impl Read, frame: &mut [u8], salts: [u8; 8]) -> io::Result<WalTail> {
    let generation = |frame: &[u8]| {
        let age = read_u32(&salts, 0).wrapping_sub(read_u32(frame, 8));
        (1..=MAX_GENERATIONS).contains(&age)
    };
    let first_is_ours = frame[8..16] == salts;
    if !first_is_ours && !generation(frame) {
        return Ok(WalTail::Damaged("has a page with wrong marks"));
    }
    let mut others = 0;
    while read_full(file, frame)? == frame.len() {
        others += 1;
        if frame[8..16] == salts {
            return Ok(WalTail::Damaged("has a damaged page before others"));
        }
        if !generation(frame) {
            return Ok(WalTail::Damaged("has a page with wrong marks"));
        }
    }
    Ok(if first_is_ours && others == 0 {
        // A crash leaves a new header before an old page only where old frames follow.
        WalTail::Damaged("has a damaged page at its end")
    } else {
        WalTail::Normal
    })
}

/// Reads until the buffer is full or the file ends; returns the number of bytes.
fn read_full(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match file.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}

/// Rebuilds a database from its log alone; `None` if the log does not hold all pages.
pub fn rebuild_database(path: &Path) -> Option<Vec<u8>> {
    let mut database: Vec<u8> = Vec::new();
    let mut missing = std::collections::BTreeSet::new();
    let mut known = 0_u32;
    // A count of more pages than fit into the log cannot be right.
    let length = fs::metadata(path).ok()?.len();
    let mut too_many = false;
    scan(path, |(page_size, ..), count, pages| {
        too_many |= u64::from(count) > length / page_size as u64;
        if count == 0 || too_many {
            return;
        }
        missing.extend(known + 1..=count);
        known = known.max(count);
        for (page, bytes) in pages {
            let start = (*page as usize - 1) * page_size;
            if *page <= count && database.len() < start + page_size {
                database.resize(start + page_size, 0);
            }
            if let Some(place) = database.get_mut(start..start + page_size) {
                place.copy_from_slice(bytes);
                missing.remove(page);
            }
        }
        database.truncate(count as usize * page_size);
        missing.retain(|page| *page <= count);
        known = count;
    })
    .ok()?
    .ok()?;
    if too_many || database.is_empty() || !missing.is_empty() {
        return None;
    }
    // Marks the copy as a database without a write-ahead log.
    for byte in database.get_mut(18..20)? {
        *byte = 1;
    }
    Some(database)
}

impl WalFile {
    /// Returns `true` if the index of the log, which a crash leaves behind, knows of more commits
    /// than the log holds.
    pub fn is_shorter_than(&self, index: &WalIndex) -> bool {
        index.salts == self.salts && index.committed > self.committed
    }
}

/// The index of a log: the file `-shm`, which SQLite keeps while the database is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalIndex {
    salts: [u8; 8],
    /// Number of frames of the log up to the last commit.
    committed: u64,
    /// Number of frames that a checkpoint has copied into the database.
    checkpointed: u64,
}

impl WalIndex {
    /// Reads a valid index. Its numbers have the byte order of the machine.
    pub fn read(path: &Path) -> Option<WalIndex> {
        /// The header, its copy, and the number of frames that were copied.
        const LENGTH: usize = 48 + 48 + 4;
        let mut bytes = [0; LENGTH];
        if !fs::symlink_metadata(path).ok()?.is_file()
            || read_full(&mut File::open(path).ok()?, &mut bytes).ok()? < LENGTH
        {
            return None;
        }
        let native = |at: usize| {
            let four = bytes[at..at + 4].try_into().unwrap_or_default();
            u32::from_ne_bytes(four)
        };
        let sum = WalChecksum(0, 0).add(&bytes[..40], cfg!(target_endian = "big"));
        let mut salts = [0; 8];
        salts.copy_from_slice(&bytes[32..40]);
        (native(0) == VERSION && sum == WalChecksum(native(40), native(44))).then(|| WalIndex {
            salts,
            committed: u64::from(native(16)),
            checkpointed: u64::from(native(96)),
        })
    }

    /// Returns `true` if there were commits that only the log held.
    pub fn needs_wal(&self) -> bool {
        self.committed > self.checkpointed
    }
}
