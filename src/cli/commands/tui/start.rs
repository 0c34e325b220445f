//! What the reader shows first.

use crate::app::Start;
use crate::bundle;
use crate::cli::error::CliError;
use crate::cli::library::{Library, LibraryTarget, find_cached};
use crate::model::{BundleSource, Position, Reference, UserData};
use crate::runtime::LibraryCache;

/// Bundles whose ids are read before the first frame at most. Each costs a file to open; the
/// number was not measured.
const MAX_STARTUP_BUNDLES: usize = 64;

/// Decides what is shown first. What is named by a path goes before the library.
pub fn choose_start(
    library: &Library,
    stock: &mut LibraryCache,
    named: Option<LibraryTarget>,
    kept: &UserData,
) -> Result<Start, CliError> {
    match named {
        Some(LibraryTarget::Bundle(source)) => {
            if let BundleSource::Folder(path) | BundleSource::Zip(path) = &source {
                stock.prepend_root(path.clone());
            }
            Ok(Start::Open { source, at: None })
        }
        Some(LibraryTarget::Folder(_)) => Ok(Start::Library),
        Some(LibraryTarget::Reference(reference)) => Ok(Start::Open {
            source: library.find(reference.briefing())?,
            at: Some(reference),
        }),
        None => Ok(last_position(library, stock, kept)),
    }
}

/// Returns the article that was read last, where its briefing is still there;
/// else the only briefing there is; else the library. A large library that is
/// not yet known is not gone through for it.
fn last_position(library: &Library, stock: &mut LibraryCache, kept: &UserData) -> Start {
    let at = |source, position: &Position| Start::Open {
        source,
        at: Some(Reference::Article {
            briefing: position.briefing.clone(),
            article: position.article.clone(),
        }),
    };
    if !kept.positions.is_empty() {
        stock.load_remaining();
    }
    for position in &kept.positions {
        if let Some(source) = find_cached(stock, &position.briefing) {
            return at(source, position);
        }
    }
    let entries = stock.entries();
    if entries.len() > MAX_STARTUP_BUNDLES {
        return Start::Library;
    }
    let (sources, _) = library.discover();
    if sources.len() <= MAX_STARTUP_BUNDLES {
        let ids: Vec<Option<String>> = sources.iter().map(bundle::peek_id).collect();
        for position in &kept.positions {
            let there = ids.iter().any(|id| id.as_ref() == Some(&position.briefing));
            if there && let Ok(source) = library.find(&position.briefing) {
                return at(source, position);
            }
        }
    }
    match <[_; 1]>::try_from(sources) {
        Ok([source]) => Start::Open { source, at: None },
        Err(_) => Start::Library,
    }
}

/// Returns what to say where another briefing is opened than the one that was read last.
pub fn missing_briefing_notice(start: &Start, kept: &UserData) -> Option<String> {
    let Start::Open { at, .. } = start else {
        return None;
    };
    let last = kept.positions.first()?;
    let there = at.as_ref().is_some_and(|at| at.briefing() == last.briefing);
    let text = format!(
        "The briefing \"{}\", where you last read, is not in the library any more.",
        last.briefing
    );
    (!there).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ReadState;

    #[test]
    fn a_briefing_that_is_gone_is_not_passed_over_in_silence() {
        let open = |at: Option<&str>| Start::Open {
            source: BundleSource::Folder("kl".into()),
            at: at.map(|at| at.parse().unwrap()),
        };
        let mut kept = UserData::default();
        assert_eq!(missing_briefing_notice(&open(None), &kept), None);
        kept.positions.push(Position {
            briefing: "lower-bridge".to_owned(),
            article: "herald".to_owned(),
            offset: 0,
            top: 0,
            state: ReadState::Opened,
            changed: 0,
        });
        assert_eq!(
            missing_briefing_notice(&open(Some("lower-bridge/herald")), &kept),
            None
        );
        for at in [None, Some("kaspersky-lab/axios-2018")] {
            let said = missing_briefing_notice(&open(at), &kept).unwrap();
            assert!(said.contains("\"lower-bridge\""), "{said}");
        }
    }
}
