//! A valid bundle in memory, to be changed and written to a folder of its own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use diptych::bundle::{LoadedBundle, load};
use diptych::model::BundleSource;
use tempfile::TempDir;

/// The bundle that all tests start from.
pub const VALID: &str = include_str!("valid.json");
pub const ONE: &str = include_str!("one.txt");
pub const TWO: &str = include_str!("two.md");

/// The files of a bundle, by path.
#[derive(Clone)]
pub struct Bundle(pub BTreeMap<String, Vec<u8>>);

impl Bundle {
    pub fn valid() -> Bundle {
        let files = [
            ("briefing.json", VALID),
            ("articles/one.txt", ONE),
            ("articles/two.md", TWO),
        ];
        Bundle(
            files
                .map(|(path, text)| (path.to_owned(), text.into()))
                .into(),
        )
    }

    /// The valid bundle with one stretch of its `briefing.json` replaced.
    pub fn with(find: &str, replace: &str) -> Bundle {
        assert!(VALID.contains(find), "the fixture has no {find}");
        Bundle::valid().put("briefing.json", VALID.replacen(find, replace, 1))
    }

    pub fn put(mut self, path: &str, content: impl Into<Vec<u8>>) -> Bundle {
        self.0.insert(path.to_owned(), content.into());
        self
    }

    pub fn without(mut self, path: &str) -> Bundle {
        self.0.remove(path);
        self
    }

    /// Writes the files into a folder.
    pub fn write(&self, folder: &Path) {
        for (path, content) in &self.0 {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("writable");
            fs::write(file, content).expect("writable");
        }
    }

    /// Writes the files into a folder that is removed when the result is dropped.
    pub fn folder(&self) -> (TempDir, BundleSource) {
        let dir = TempDir::new().expect("a temporary folder");
        let folder = dir.path().join("valid");
        self.write(&folder);
        (dir, BundleSource::Folder(folder))
    }

    pub fn load(&self) -> LoadedBundle {
        let (_dir, source) = self.folder();
        load(&source)
    }
}

/// The problems of a bundle, as "severity path line:column message".
pub fn told(loaded: &LoadedBundle) -> Vec<String> {
    loaded
        .problems
        .iter()
        .map(|p| {
            format!(
                "{:?} {} {} {}:{} {} | {}",
                p.severity, p.file, p.path, p.line, p.column, p.message, p.help
            )
        })
        .collect()
}

/// The folder of the project.
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
