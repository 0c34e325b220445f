//! The articles of a briefing for reference managers: BibTeX (`bibtex`, with `languages`) and
//! CSL-JSON (`csl_json`).

mod bibtex;
mod csl_json;
mod languages;

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use self::bibtex::bibtex_entry;
use self::csl_json::csl_item;
use crate::model::{ArticleIx, Briefing};

/// A form for reference managers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BibliographyFormat {
    /// BibTeX, with the fields of biblatex that hold more.
    Bibtex,
    /// CSL-JSON, as Zotero, pandoc and others read it.
    CslJson,
}

impl BibliographyFormat {
    /// All forms.
    pub const ALL: [BibliographyFormat; 2] =
        [BibliographyFormat::Bibtex, BibliographyFormat::CslJson];

    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            BibliographyFormat::Bibtex => "bibtex",
            BibliographyFormat::CslJson => "csl-json",
        }
    }
}

/// Says that a text names no form, and which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BibliographyFormatError(String);

impl fmt::Display for BibliographyFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is no form; write bibtex or csl-json", self.0)
    }
}

impl std::error::Error for BibliographyFormatError {}

impl FromStr for BibliographyFormat {
    type Err = BibliographyFormatError;

    fn from_str(text: &str) -> Result<Self, BibliographyFormatError> {
        BibliographyFormat::ALL
            .into_iter()
            .find(|form| form.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| BibliographyFormatError(text.to_owned()))
    }
}

/// Writes articles of a briefing, in the order given; it ends with a line end.
/// What is unknown is left out, dates are as precise as they are known.
#[must_use]
pub fn export_bibliography(
    briefing: &Briefing,
    articles: &[ArticleIx],
    form: BibliographyFormat,
) -> String {
    let articles = articles.iter().map(|ix| briefing.article(*ix));
    match form {
        BibliographyFormat::Bibtex => {
            let entries: Vec<String> = articles.map(|a| bibtex_entry(briefing, a)).collect();
            entries.join("\n")
        }
        BibliographyFormat::CslJson => {
            let items: Vec<Value> = articles.map(|a| csl_item(briefing, a)).collect();
            format!("{:#}\n", Value::from(items))
        }
    }
}
