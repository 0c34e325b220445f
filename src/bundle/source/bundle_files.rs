//! The files of an opened bundle, wherever they are: a folder, a zip, the program itself.

use crate::bundle::diagnostics::diagnostic::Diagnostic;
use crate::bundle::limits::MAX_TOTAL_BYTES;
use crate::bundle::source::embedded::EmbeddedBundle;
use crate::bundle::source::errors::FileDiagnostic;
use crate::bundle::source::folder::FolderBundle;
use crate::bundle::source::path::check_path;
use crate::bundle::source::zip::ZipBundle;
use crate::model::BundleSource;
use std::borrow::Cow;

/// An opened bundle.
pub(crate) struct BundleFiles {
    backend: Backend,
    /// Bytes that may still be read.
    bytes_left: u64,
}

enum Backend {
    Folder(FolderBundle),
    Zip(Box<ZipBundle>),
    BuiltIn(EmbeddedBundle),
}

impl BundleFiles {
    /// Opens a bundle; of a zip the whole list of entries is judged.
    pub(crate) fn open(source: &BundleSource) -> Result<BundleFiles, Vec<FileDiagnostic>> {
        let whole = |diagnostic| vec![(String::new(), diagnostic)];
        let backend = match source {
            BundleSource::Folder(path) => Backend::Folder(FolderBundle::open(path).map_err(whole)?),
            BundleSource::Zip(path) => Backend::Zip(Box::new(ZipBundle::open(path)?)),
            BundleSource::BuiltIn(name) => {
                Backend::BuiltIn(EmbeddedBundle::open(name).map_err(whole)?)
            }
        };
        Ok(BundleFiles {
            backend,
            bytes_left: MAX_TOTAL_BYTES,
        })
    }

    /// Reads a file of the bundle by its path inside, with `/`.
    pub(crate) fn read(&mut self, path: &str) -> Result<Cow<'static, [u8]>, Diagnostic> {
        check_path(path)?;
        let bytes: Cow<'static, [u8]> = match &mut self.backend {
            Backend::Folder(folder) => folder.read(path, self.bytes_left)?.into(),
            Backend::Zip(zip) => zip.read(path, self.bytes_left)?.into(),
            Backend::BuiltIn(built_in) => built_in.read(path)?.into(),
        };
        self.bytes_left = self.bytes_left.saturating_sub(bytes.len() as u64);
        Ok(bytes)
    }

    /// Looks a file of the bundle up without reading it.
    pub(crate) fn check_exists(&mut self, path: &str) -> Result<(), Diagnostic> {
        check_path(path)?;
        match &mut self.backend {
            Backend::Folder(folder) => folder.locate(path).map(|_| ()),
            Backend::Zip(zip) => zip.locate(path).map(|_| ()),
            Backend::BuiltIn(built_in) => built_in.read(path).map(|_| ()),
        }
    }
}
