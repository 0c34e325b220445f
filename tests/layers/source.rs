//! Reads the sources: the files, the paths that their code names, and which file of ours
//! each path leads to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The files of `src` by name (`app/mod.rs`), with their text.
pub struct Source(BTreeMap<String, String>);

impl Source {
    /// Reads the sources of the program.
    pub fn read() -> Source {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let named = |file: PathBuf| {
            let name = file.strip_prefix(&root).unwrap().to_str().unwrap();
            (name.to_owned(), fs::read_to_string(&file).unwrap())
        };
        Source(files(&root).into_iter().map(named).collect())
    }

    /// Takes files that are made up.
    pub fn from_files(files: &[(&str, &str)]) -> Source {
        let owned = files.iter().map(|(name, text)| (*name, *text));
        Source(owned.map(|(n, t)| (n.to_owned(), t.to_owned())).collect())
    }

    /// Returns the names and texts of all files, in order.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (&**name, &**text))
    }

    /// Returns the names of the files that are no tests, nor the roots of the two crates,
    /// which use what they like.
    pub fn modules(&self) -> impl Iterator<Item = &str> {
        let is_module = |name: &&str| !is_test(name) && !["lib.rs", "main.rs"].contains(name);
        self.files().map(|(name, _)| name).filter(is_module)
    }

    /// Returns the other files that a file imports from. A path leads to the file of the
    /// innermost module in it: `crate::app::App` to `app/mod.rs`.
    pub fn imports(&self, file: &str) -> BTreeSet<&str> {
        let mut imported = BTreeSet::new();
        for path in paths(&code(&self.0[file])) {
            let path = if self.child(file, &path).is_some() {
                format!("self::{path}")
            } else {
                path
            };
            let whole = absolute(file, &path);
            imported.extend(whole.and_then(|path| self.file_of(&path)));
        }
        imported.remove(file);
        imported
    }

    /// Returns the file of the module below `file` that a path begins with.
    fn child(&self, file: &str, path: &str) -> Option<&str> {
        let (first, _) = path.split_once("::")?;
        let mut module = module_path(file);
        module.push(first.to_owned());
        self.file(&module)
    }

    /// Returns the file of the innermost module of a path that begins with `crate`.
    fn file_of(&self, path: &str) -> Option<&str> {
        let module: Vec<String> = path.split("::").skip(1).map(str::to_owned).collect();
        let mut parts = &module[..];
        while !parts.is_empty() {
            if let Some(file) = self.file(parts) {
                return Some(file);
            }
            parts = &parts[..parts.len() - 1];
        }
        None
    }

    /// Returns the file of a module.
    fn file(&self, module: &[String]) -> Option<&str> {
        let stem = module.join("/");
        let candidates = [format!("{stem}.rs"), format!("{stem}/mod.rs")];
        let found = candidates
            .iter()
            .find_map(|name| self.0.get_key_value(name));
        found.map(|(name, _)| &**name)
    }
}

/// Returns the path of a file's module, without `crate`.
fn module_path(file: &str) -> Vec<String> {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let mut parts: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if parts
        .last()
        .is_some_and(|last| ["mod", "lib", "main"].contains(&&**last))
    {
        parts.pop();
    }
    parts
}

/// Returns a path of a file as one that begins with `crate`; nothing where it leads to
/// another crate, or further up than there is anything.
pub fn absolute(file: &str, path: &str) -> Option<String> {
    let mut parts = path.split("::").peekable();
    let mut module = match *parts.peek()? {
        // The program names the library from outside.
        "crate" | "diptych" => {
            parts.next();
            Vec::new()
        }
        "self" | "super" => module_path(file),
        _ => return None,
    };
    while let Some(part) = parts.next_if(|part| ["self", "super"].contains(part)) {
        if part == "super" {
            module.pop()?;
        }
    }
    let rest = parts.filter(|part| !part.is_empty() && *part != "self");
    module.extend(rest.map(str::to_owned));
    module.insert(0, "crate".to_owned());
    Some(module.join("::"))
}

/// Returns `true` if a file holds tests only.
pub fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file.contains("/tests/")
}

/// Returns the module of the first level that a file belongs to.
pub fn module_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Returns a text without the module of its own tests.
pub fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// Returns a file's code without comments, text in quotation marks, and its own tests.
pub fn code(text: &str) -> String {
    let mut code = String::new();
    for line in without_tests(text).lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        let mut quoted = false;
        let mut before = ' ';
        for c in line.split("// ").next().unwrap_or(line).chars() {
            if c == '"' && before != '\\' && before != '\'' {
                quoted = !quoted;
            } else if !quoted {
                code.push(c);
            }
            before = c;
        }
        code.push('\n');
    }
    code
}

/// Returns all paths of a file's code, those of grouped imports written out. How far an
/// item can be seen (`pub(in crate::app)`) is no use of what is named there.
pub fn paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut stack: Vec<String> = Vec::new();
    let mut path = String::new();
    let mut visible = code.split("pub(in ");
    let mut named = visible.next().unwrap_or_default().to_owned();
    named.extend(
        visible
            .filter_map(|rest| rest.split_once(')'))
            .map(|(_, rest)| rest),
    );
    let mut chars = named.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '$' => path.push(c),
            ':' if chars.peek() == Some(&':') => {
                chars.next();
                path.push_str("::");
            }
            '{' => {
                // Only an import has a group behind a path.
                let prefix = stack.last().cloned().unwrap_or_default();
                let group = path.ends_with("::");
                let inner = if group {
                    format!("{prefix}{path}")
                } else {
                    String::new()
                };
                if !group {
                    keep(&mut paths, &stack, &path);
                }
                stack.push(inner);
                path.clear();
            }
            '}' => {
                keep(&mut paths, &stack, &path);
                path.clear();
                stack.pop();
            }
            _ => {
                keep(&mut paths, &stack, &path);
                path.clear();
            }
        }
    }
    keep(&mut paths, &stack, &path);
    paths
}

fn keep(paths: &mut Vec<String>, stack: &[String], path: &str) {
    let whole = format!("{}{path}", stack.last().map_or("", String::as_str));
    if !path.is_empty() && whole.contains("::") {
        paths.push(whole);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
