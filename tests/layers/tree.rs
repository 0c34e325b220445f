//! What holds for the tree whatever its modules are called: no circle of imports, one
//! direction between the parts of a module, folders that can be taken in at a glance, and
//! one meaning for each name of a type.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::source::{Source, module_of, without_tests};

/// The most `.rs` files that may lie in one folder.
pub const MAX_FILES: usize = 15;

/// Returns a shortest circle of imports for each file that is in one, each circle once.
pub fn circles(source: &Source) -> Vec<Vec<&str>> {
    let imports: BTreeMap<&str, BTreeSet<&str>> = source
        .modules()
        .map(|file| (file, source.imports(file)))
        .collect();
    let mut seen: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    let mut circles = Vec::new();
    for file in imports.keys() {
        if let Some(circle) = shortest_circle(&imports, file)
            && seen.insert(circle.iter().copied().collect())
        {
            circles.push(circle);
        }
    }
    circles
}

/// Returns the files on a shortest way from a file back to it.
fn shortest_circle<'a>(
    imports: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    start: &'a str,
) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(file) = queue.pop_front() {
        for &next in imports.get(file).into_iter().flatten() {
            if next == start {
                let mut circle = vec![file];
                while let Some(&before) = came_from.get(circle[circle.len() - 1]) {
                    circle.push(before);
                }
                circle.reverse();
                return Some(circle);
            }
            if !came_from.contains_key(next) {
                came_from.insert(next, file);
                queue.push_back(next);
            }
        }
    }
    None
}

/// Returns what is imported against the order of a module's parts, and parts that the
/// order does not name or that are not there. A part is a folder or a file of the
/// module, as it is named in its `mod` line; the module's own `mod.rs` is `mod`.
pub fn against_order(source: &Source, module: &str, order: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut there = BTreeSet::new();
    let place = |part: &str| order.iter().position(|name| *name == part);
    for file in source.modules().filter(|file| module_of(file) == module) {
        let part = part_of(file);
        there.insert(part);
        let Some(own) = place(part) else {
            faults.push(format!(
                "src/{file}: {part} is not in the order of {module}"
            ));
            continue;
        };
        for other in source.imports(file) {
            let Some(found) = place(part_of(other)) else {
                continue;
            };
            if module_of(other) == module && found > own {
                let later = part_of(other);
                faults.push(format!(
                    "src/{file} imports from src/{other}: in {module}, {later} comes after {part}"
                ));
            }
        }
    }
    let missing = order.iter().filter(|part| !there.contains(**part));
    faults.extend(missing.map(|part| format!("there is no {module}/{part}")));
    faults
}

/// Returns the part of its module that a file belongs to.
fn part_of(file: &str) -> &str {
    let inner = file.split_once('/').map_or("mod.rs", |(_, inner)| inner);
    module_of(inner)
}

/// Returns the folders with more files than [`MAX_FILES`], and how many each has.
pub fn full_folders(source: &Source) -> Vec<(&str, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (file, _) in source.files() {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        *counts.entry(folder).or_default() += 1;
    }
    counts.retain(|_, count| *count > MAX_FILES);
    counts.into_iter().collect()
}

/// Returns the names that more than one type has, and the files of each. Types of a
/// trait (`type Item = …`) and those of a function stand further in, and do not count.
pub fn repeated_types(source: &Source) -> Vec<(String, Vec<&str>)> {
    let mut files: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in source.modules() {
        let (_, text) = source.files().find(|(name, _)| *name == file).unwrap();
        for line in without_tests(text).lines() {
            if let Some(name) = type_name(line) {
                files.entry(name).or_default().push(file);
            }
        }
    }
    files.retain(|_, files| files.len() > 1);
    files.into_iter().collect()
}

/// Returns the name of the type that a line at the left edge begins.
fn type_name(line: &str) -> Option<String> {
    let item = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.strip_prefix(' ')?,
        None => line,
    };
    let (kind, rest) = item.split_once(' ')?;
    if !["struct", "enum", "union", "trait", "type"].contains(&kind) {
        return None;
    }
    let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
    (!name.is_empty()).then_some(name)
}
