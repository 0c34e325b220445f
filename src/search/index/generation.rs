//! Where the index is: in numbered folders of a cache folder, or in memory.
//!
//! A folder (a *generation*) is named after the version of the index and a number,
//! `v2-3`. It is never emptied or repaired: what cannot be read is left alone and the
//! next number is begun, because another process may have its files mapped. One that is
//! built anew stands aside under another name until it is whole.
//! Each process holds a shared lock on a file in the generation it uses; only
//! what nobody holds is removed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::indexer::IndexWriter;
use tantivy::store::Compressor;
use tantivy::{Directory, IndexReader, IndexSettings, ReloadPolicy, TantivyError};

use crate::search::engine::doc_arena::ArenaDoc;
use crate::search::engine::pretokenized::PretokenizedTokenizer;
use crate::search::index::snapshot::Snapshot;
use crate::search::schema::{Fields, TOKENIZER_NAME, VERSION, schema};

/// Ends the name of a generation that is built aside.
const STAGING: &str = "aside";
/// The files that every segment has.
const SEGMENT_FILES: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::Store,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
];
/// Name of the file in a generation that says that it is used.
const LOCK_FILE: &str = ".in-use";

/// Bytes of records that are compressed together: large blocks shrink better, small ones
/// are read faster, and a search reads many here and there. Twice tantivy's default; the
/// rows on size and on a letter in docs/benchmarks.md were measured with it.
const DOCSTORE_BLOCK_BYTES: usize = 32_768;

/// Returns how tantivy stores. LZ4 is written and read in a third of the time that others
/// take for a quarter less room. No sorting: blocks must keep their order, see
/// `engine::block_join`.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_blocksize: DOCSTORE_BLOCK_BYTES,
        docstore_compression: Compressor::Lz4,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// An opened index.
pub(crate) struct OpenIndex {
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    /// Held while the generation is in use; none in memory.
    lock: Option<File>,
}

/// An index and what is to be said about it.
pub(crate) struct IndexWithNotice {
    pub index: OpenIndex,
    /// One line for the reader, where not all is as it should be.
    pub notice: Option<String>,
}

impl OpenIndex {
    /// Creates an empty index in memory.
    pub fn in_memory() -> tantivy::Result<OpenIndex> {
        let (schema, fields) = schema();
        let index = tantivy::Index::builder()
            .schema(schema)
            .settings(settings())
            .create_in_ram()?;
        OpenIndex::new(index, &fields, None)
    }

    fn new(
        index: tantivy::Index,
        fields: &Fields,
        lock: Option<File>,
    ) -> tantivy::Result<OpenIndex> {
        index
            .tokenizers()
            .register(TOKENIZER_NAME, PretokenizedTokenizer::default());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Snapshot::new(reader.searcher(), fields)?;
        Ok(OpenIndex {
            index,
            fields: *fields,
            reader,
            snapshot: RwLock::new(Arc::new(snapshot)),
            lock,
        })
    }

    /// Opens the newest generation that can be read, or begins a new one, or
    /// an index in memory where the folder cannot be written.
    pub fn open(dir: &Path) -> tantivy::Result<IndexWithNotice> {
        match OpenIndex::open_newest(dir) {
            Ok(opened) => Ok(opened),
            Err(error) => Ok(IndexWithNotice {
                index: OpenIndex::in_memory()?,
                notice: Some(format!(
                    "The search index is kept in memory: {} cannot be used ({error}).",
                    dir.display()
                )),
            }),
        }
    }

    fn open_newest(dir: &Path) -> tantivy::Result<IndexWithNotice> {
        fs::create_dir_all(dir)?;
        let _lock = lock_dir(dir);
        let generations = generations(dir)?;
        let newest = generations.iter().rev().find(|g| g.is_this_version());
        let mut notice = None;
        if let Some(newest) = newest {
            match OpenIndex::open_generation(&newest.path) {
                Ok(index) => {
                    remove_unlocked(&generations, &newest.path);
                    return Ok(IndexWithNotice { index, notice });
                }
                Err(error) => {
                    notice = Some(format!(
                        "The search index could not be read ({error}); it is rebuilt."
                    ));
                }
            }
        }
        let index = OpenIndex::create(dir, &generations)?;
        Ok(IndexWithNotice { index, notice })
    }

    /// Begins the generation after all that are there.
    pub fn create_next(dir: &Path) -> tantivy::Result<OpenIndex> {
        fs::create_dir_all(dir)?;
        let _lock = lock_dir(dir);
        OpenIndex::create(dir, &generations(dir)?)
    }

    /// Begins a generation that nobody sees until [`OpenIndex::publish`].
    /// Returns it with its folder.
    pub fn create_staging(dir: &Path) -> tantivy::Result<(OpenIndex, PathBuf)> {
        fs::create_dir_all(dir)?;
        let _lock = lock_dir(dir);
        for left in stale_staging_dirs(dir)? {
            remove_if_unlocked(&left);
        }
        // Others may be building one, too.
        let mut names = (1_u64..).map(|n| dir.join(format!("{VERSION}-{n}.{STAGING}")));
        let path = names.find(|path| !path.exists());
        let path = path.unwrap_or_else(|| dir.join(STAGING));
        fs::create_dir(&path)?;
        Ok((OpenIndex::open_generation(&path)?, path))
    }

    /// Makes the generation that was built in the folder `aside` the newest; `self` is it.
    pub fn publish(self, staging: &Path, dir: &Path) -> tantivy::Result<()> {
        let _lock = lock_dir(dir);
        // Its files are found by the names that they have then.
        drop(self);
        let old = generations(dir)?;
        let place = next_path(dir, &old);
        fs::rename(staging, &place)?;
        remove_unlocked(&old, &place);
        Ok(())
    }

    fn create(dir: &Path, generations: &[Generation]) -> tantivy::Result<OpenIndex> {
        let path = next_path(dir, generations);
        fs::create_dir(&path)?;
        let index = OpenIndex::open_generation(&path)?;
        remove_unlocked(generations, &path);
        Ok(index)
    }

    fn open_generation(path: &Path) -> tantivy::Result<OpenIndex> {
        if is_missing_meta(path)? {
            return Err(TantivyError::InternalError(
                "its list of files is missing".to_owned(),
            ));
        }
        let lock = File::options()
            .create(true)
            .append(true)
            .open(path.join(LOCK_FILE))?;
        lock.lock_shared()?;
        let (schema, fields) = schema();
        let index = tantivy::Index::builder()
            .schema(schema)
            .settings(settings())
            .open_or_create(MmapDirectory::open(path)?)?;
        OpenIndex::new(index, &fields, Some(lock))
    }

    /// Returns `true` if the index lies on a disk.
    pub fn is_on_disk(&self) -> bool {
        self.lock.is_some()
    }

    /// Returns the state that searches see.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Takes up what was written since, by this or another process.
    pub fn refresh(&self) -> tantivy::Result<()> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let known = self.snapshot();
        if searcher.generation().segments() != known.searcher.generation().segments() {
            let snapshot = Arc::new(Snapshot::new(searcher, &self.fields)?);
            *self
                .snapshot
                .write()
                .unwrap_or_else(PoisonError::into_inner) = snapshot;
        }
        Ok(())
    }

    /// Returns the handles of all fields.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Returns what writes into the index, on so many threads with so much memory
    /// together; an error where another process is writing.
    pub fn writer(&self, threads: usize, heap: usize) -> tantivy::Result<IndexWriter<ArenaDoc>> {
        self.index.writer_with_num_threads(threads, heap)
    }

    /// Returns `true` if every file is there and still holds what was written into it. The
    /// own check of tantivy passes over files that its list of files has lost.
    pub fn is_sound(&self) -> tantivy::Result<bool> {
        if !self.is_on_disk() {
            return Ok(true);
        }
        let mut segments = self.index.searchable_segment_metas()?;
        loop {
            if segments.iter().all(|segment| self.holds(segment)) {
                return Ok(true);
            }
            // Another process may have put others in their place meanwhile.
            let now = self.index.searchable_segment_metas()?;
            let ids = |segments: &[SegmentMeta]| -> Vec<_> {
                let deletes = |s: &SegmentMeta| (s.id(), s.num_deleted_docs());
                segments.iter().map(deletes).collect()
            };
            if ids(&now) == ids(&segments) {
                return Ok(false);
            }
            segments = now;
        }
    }

    /// Returns `true` if all files of a segment are sound.
    fn holds(&self, segment: &SegmentMeta) -> bool {
        let deleted = (segment.num_deleted_docs() > 0).then_some(SegmentComponent::Delete);
        let mut parts = SEGMENT_FILES.into_iter().chain(deleted);
        let directory = self.index.directory();
        parts.all(|part| {
            let path = segment.relative_path(part);
            // What is mapped could be read though it is gone.
            let there = directory.exists(&path).is_ok_and(|there| there);
            there && directory.validate_checksum(&path).is_ok_and(|same| same)
        })
    }
}

/// Returns `true` if an error only means that another process is writing.
pub(crate) fn is_busy(error: &TantivyError) -> bool {
    matches!(error, TantivyError::LockFailure(LockError::LockBusy, _))
}

/// A folder of the cache folder.
struct Generation {
    path: PathBuf,
    version: String,
    number: u64,
}

impl Generation {
    fn is_this_version(&self) -> bool {
        self.version == VERSION
    }
}

/// Returns the generations of all versions, the oldest first.
fn generations(dir: &Path) -> io::Result<Vec<Generation>> {
    let mut generations = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str());
        let Some((version, number)) = name.and_then(|n| n.rsplit_once('-')) else {
            continue;
        };
        let ours = version
            .strip_prefix('v')
            .is_some_and(|v| !v.is_empty() && v.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
        if let (true, Ok(number)) = (ours && path.is_dir(), number.parse()) {
            generations.push(Generation {
                version: version.to_owned(),
                number,
                path,
            });
        }
    }
    generations.sort_by_key(|g| g.number);
    Ok(generations)
}

/// Returns the folder of the generation after all that are there.
fn next_path(dir: &Path, generations: &[Generation]) -> PathBuf {
    let number = generations.iter().map(|g| g.number).max().unwrap_or(0) + 1;
    dir.join(format!("{VERSION}-{number}"))
}

/// Returns the generations that are or were built aside.
fn stale_staging_dirs(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(dir)?.map(|entry| Ok(entry?.path()));
    let paths = paths.collect::<io::Result<Vec<_>>>()?;
    let is_staging =
        |path: &PathBuf| path.extension().is_some_and(|e| e == STAGING) && path.is_dir();
    Ok(paths.into_iter().filter(is_staging).collect())
}

/// Returns `true` if a generation holds files of tantivy without the list that
/// names them; one that is just begun holds nothing but hidden files.
fn is_missing_meta(path: &Path) -> io::Result<bool> {
    if path.join("meta.json").exists() {
        return Ok(false);
    }
    for entry in fs::read_dir(path)? {
        if !entry?.file_name().to_string_lossy().starts_with('.') {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes the generations that nobody uses. What cannot be removed stays: it only costs room.
fn remove_unlocked(generations: &[Generation], used: &Path) {
    for generation in generations.iter().filter(|g| g.path != used) {
        remove_if_unlocked(&generation.path);
    }
}

fn remove_if_unlocked(path: &Path) {
    let lock = File::options()
        .create(true)
        .append(true)
        .open(path.join(LOCK_FILE));
    if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
        let _ = fs::remove_dir_all(path);
    }
}

/// Waits a little until no other process opens or begins a generation. Where
/// locks are not to be had, it goes on without: then two may be begun at once,
/// and the greater number wins.
fn lock_dir(dir: &Path) -> Option<File> {
    let lock = File::options()
        .create(true)
        .append(true)
        .open(dir.join(".lock"))
        .ok()?;
    for _ in 0..40 {
        match lock.try_lock() {
            Ok(()) => return Some(lock),
            Err(TryLockError::WouldBlock) => {
                std::thread::sleep(std::time::Duration::from_millis(25));
            }
            Err(TryLockError::Error(_)) => return None,
        }
    }
    None
}
