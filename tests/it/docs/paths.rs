//! Files and folders that the pages name are there.

use std::fs;

use super::readme::{page, root, spans};

/// The folders of the repository that a path may begin with.
const FOLDERS: &[&str] = &[
    ".ci/",
    ".github/",
    "benches/",
    "docs/",
    "examples/",
    "fuzz/",
    "src/",
    "tests/",
];

#[test]
fn the_files_that_the_pages_name_are_there() {
    let mut pages: Vec<String> = [
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
        "fuzz/README.md",
    ]
    .map(str::to_owned)
    .into();
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if std::path::Path::new(&name)
            .extension()
            .is_some_and(|end| end == "md")
        {
            pages.push(format!("docs/{name}"));
        }
    }
    let missing: Vec<String> = pages
        .iter()
        .flat_map(|name| {
            let paths = spans(&page(name)).into_iter().filter(|span| is_path(span));
            let lost = paths.filter(|path| !is_there(path));
            lost.map(move |path| format!("{name}: {path}"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Returns `true` if a piece of code names a file or folder of the repository: by its
/// whole path, or, in short, a source file by its path below `src`.
fn is_path(code: &str) -> bool {
    let plain = code
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let source = code.contains('/')
        && std::path::Path::new(code)
            .extension()
            .is_some_and(|end| end == "rs");
    plain && (source || FOLDERS.iter().any(|folder| code.starts_with(folder)))
}

fn is_there(path: &str) -> bool {
    root().join(path).exists() || root().join("src").join(path).exists()
}
