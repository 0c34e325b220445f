//! The file format, field by field, as curators write it: the source of the
//! JSON Schema. What is said of a field here is what an editor shows. The
//! model knows nothing of these types.

use schemars::JsonSchema;
use serde::Serialize;

/// A curated briefing of Diptych: the articles on a controversy, the statements
/// that they quote, and who answers whom.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Bundle")]
#[schemars(title = "Diptych briefing, format 1")]
pub(crate) struct RawBundle<'a> {
    /// Address of the JSON Schema, for the editor; the reader ignores it.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<&'a str>,
    /// Version of the format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub(crate) format: u32,
    /// Slug, unique in a library; citations and bookmarks name the briefing by it.
    #[schemars(regex(pattern = r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"))]
    pub(crate) id: &'a str,
    /// Headline of the briefing.
    #[schemars(length(min = 1))]
    pub(crate) title: &'a str,
    /// A few plain paragraphs; a blank line parts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) summary: Option<&'a str>,
    /// BCP 47 tag of the articles' language; `en` where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<&'a str>,
    /// When the curator last changed the bundle, as an EDTF date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) updated: Option<&'a str>,
    /// Names of those who sign for the choices made here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) curators: Vec<&'a str>,
    /// The parties. The first two face each other, left and right; any others are third parties.
    #[schemars(length(min = 2))]
    pub(crate) sides: Vec<RawSide<'a>>,
    /// The points in dispute, in reading order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) topics: Vec<RawTopic<'a>>,
    /// Everybody who is given a statement.
    pub(crate) speakers: Vec<RawSpeaker<'a>>,
    /// The stored articles.
    pub(crate) articles: Vec<RawArticle<'a>>,
    /// What was said, each utterance once, however many articles carry it.
    pub(crate) statements: Vec<RawStatement<'a>>,
}

/// A party to the controversy.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Side")]
pub(crate) struct RawSide<'a> {
    /// Slug, unique among the sides.
    #[schemars(regex(pattern = r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"))]
    pub(crate) id: &'a str,
    /// As it is shown on every card.
    #[schemars(length(min = 1))]
    pub(crate) label: &'a str,
}

/// A point in dispute.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Topic")]
pub(crate) struct RawTopic<'a> {
    /// Slug, unique among the topics.
    #[schemars(regex(pattern = r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"))]
    pub(crate) id: &'a str,
    /// The question that the sides answer differently.
    #[schemars(length(min = 1))]
    pub(crate) question: &'a str,
}

/// A person, a group or an organisation that speaks.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Speaker")]
pub(crate) struct RawSpeaker<'a> {
    /// Slug, unique among the speakers.
    #[schemars(regex(pattern = r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"))]
    pub(crate) id: &'a str,
    /// The name as it is shown.
    #[schemars(length(min = 1))]
    pub(crate) name: &'a str,
    /// The role as the articles give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<&'a str>,
    /// For whom the speaker speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) organisation: Option<&'a str>,
    /// Id of the side on which the speaker stands.
    pub(crate) side: &'a str,
    /// Other printed forms of the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) aliases: Vec<&'a str>,
}

/// One stored article.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Article")]
pub(crate) struct RawArticle<'a> {
    /// Slug, unique among the articles.
    #[schemars(regex(pattern = r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"))]
    pub(crate) id: &'a str,
    /// Headline.
    #[schemars(length(min = 1))]
    pub(crate) title: &'a str,
    /// The outlet.
    #[schemars(length(min = 1))]
    pub(crate) publisher: &'a str,
    /// The authors: each a name as printed, or a name with what bears it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) authors: Vec<RawAuthor<'a>>,
    /// When it was printed, as an EDTF date; marked `~` or `?` where the article does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) published: Option<&'a str>,
    /// When the outlet says that it last changed the article, as an EDTF date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) modified: Option<&'a str>,
    /// Address of the original, http or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<&'a str>,
    /// Address of an archived copy, http or https.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) archived_url: Option<&'a str>,
    /// When the curator took the copy, as an EDTF date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retrieved: Option<&'a str>,
    /// SHA-256 of the text file, in hexadecimal; checked when given.
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{64}$"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<&'a str>,
    /// BCP 47 tag, where the article's language is not the briefing's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<&'a str>,
    /// Path of the text inside the bundle, ending `.txt` or `.md`.
    #[schemars(length(min = 1))]
    pub(crate) text: &'a str,
    /// Corrections printed under the article, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) corrections: Vec<&'a str>,
    /// In words, what the curator left out of the page (site furniture, other stories).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) omitted: Option<&'a str>,
    /// Path inside the bundle of the file from which the text was taken (`originals/…`).
    /// It is evidence, and never shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) original: Option<&'a str>,
    /// SHA-256 of that file, in hexadecimal; checked when given.
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{64}$"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) original_sha256: Option<&'a str>,
    /// Words that a curator has seen and decided not to take as a statement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_statements: Vec<RawNotStatement<'a>>,
    /// Other states of the article, oldest first. Quotations are held against `text`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) versions: Vec<RawVersion<'a>>,
    /// Names of the warnings that the curator has looked at and stands by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) accepts: Vec<&'a str>,
    /// The curator's remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<&'a str>,
}

/// Somebody named as an author: the name alone, or with what bears it.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Author")]
#[serde(untagged)]
pub(crate) enum RawAuthor<'a> {
    /// The name as printed.
    Name(&'a str),
    /// The name as printed and what bears it.
    With {
        /// The name as printed.
        name: &'a str,
        /// What bears it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<AuthorKindName>")]
        kind: Option<&'a str>,
    },
}

impl RawAuthor<'_> {
    /// The fields of the long form.
    pub(crate) const FIELDS: &'static [&'static str] = &["name", "kind"];
}

/// Words of an article that are not, or are not to be taken as, a statement.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "NotStatement")]
pub(crate) struct RawNotStatement<'a> {
    /// The words as they stand in the article, without the quotation marks.
    #[schemars(length(min = 1))]
    pub(crate) exact: &'a str,
    /// What stands before them, where they stand more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prefix: Option<&'a str>,
    /// What stands behind them, where they stand more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) suffix: Option<&'a str>,
    /// The curator's reason: a title, scare quotes, left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<&'a str>,
}

/// Another state of an article.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Version")]
pub(crate) struct RawVersion<'a> {
    /// Path of its text inside the bundle, ending `.txt` or `.md`.
    #[schemars(length(min = 1))]
    pub(crate) text: &'a str,
    /// When the curator took the copy, as an EDTF date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retrieved: Option<&'a str>,
    /// SHA-256 of the text file, in hexadecimal; checked when given.
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{64}$"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<&'a str>,
    /// Path inside the bundle of the file from which the text was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) original: Option<&'a str>,
    /// SHA-256 of that file, in hexadecimal; checked when given.
    #[schemars(regex(pattern = r"^[0-9A-Fa-f]{64}$"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) original_sha256: Option<&'a str>,
    /// The curator's remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<&'a str>,
}

/// One utterance by one speaker on one occasion, however many articles carry it.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Statement")]
pub(crate) struct RawStatement<'a> {
    /// Slug, unique among the statements.
    #[schemars(regex(pattern = r"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"))]
    pub(crate) id: &'a str,
    /// Id of the speaker.
    pub(crate) speaker: &'a str,
    /// Ids of the points that it bears on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) topics: Vec<&'a str>,
    /// Whether the words are the speaker's or the reporter's; `direct` where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<KindName>")]
    pub(crate) kind: Option<&'a str>,
    /// When it was said, as an EDTF date; marked `~` or `?` where the article does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<&'a str>,
    /// What it replies to: the pairs that stand face to face.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<RawAnswer<'a>>,
    /// Ids of statements of the same speaker: these words, said on an earlier occasion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) repeats: Vec<&'a str>,
    /// Where what is reported is that the speaker did not answer: whether the speaker
    /// declined, or there was no response.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<ResponseName>")]
    pub(crate) response: Option<&'a str>,
    /// Names of the warnings that the curator has looked at and stands by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) accepts: Vec<&'a str>,
    /// Each article that carries it.
    #[schemars(length(min = 1))]
    pub(crate) appearances: Vec<RawAppearance<'a>>,
    /// The curator's remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<&'a str>,
}

/// A statement that is answered: its id alone, or with the way in which it is answered.
#[derive(Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Answer")]
#[serde(untagged)]
pub(crate) enum RawAnswer<'a> {
    /// Id of the statement.
    Id(&'a str),
    /// Id of the statement and the way in which it is answered.
    With {
        /// Id of the statement.
        statement: &'a str,
        /// In which way.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<HowName>")]
        how: Option<&'a str>,
    },
}

impl RawAnswer<'_> {
    /// The fields of the long form.
    pub(crate) const FIELDS: &'static [&'static str] = &["statement", "how"];
}

/// How one article carries a statement.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Appearance")]
pub(crate) struct RawAppearance<'a> {
    /// Id of the article.
    pub(crate) article: &'a str,
    /// The parts of the quotation in reading order: more than one where the
    /// reporter broke it in two.
    #[schemars(length(min = 1))]
    pub(crate) quote: Vec<RawSelector<'a>>,
    /// The article's own wording of who said it and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attribution: Option<&'a str>,
    /// The hops from the speaker to this outlet, the nearest to the speaker first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) via: Vec<RawHop<'a>>,
    /// The curator's remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<&'a str>,
}

/// One step on the way of words from the speaker to the outlet that prints them.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Hop")]
pub(crate) struct RawHop<'a> {
    /// Who passed them on; null where it is not known.
    pub(crate) who: Option<&'a str>,
    /// In which way, in free words: "statement", "e-mails obtained by", "reported".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) how: Option<&'a str>,
}

/// Words of an article, singled out: a `TextQuoteSelector` of the W3C Web
/// Annotation model.
#[derive(Debug, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Selector")]
pub(crate) struct RawSelector<'a> {
    /// The words as they stand in the article, without the quotation marks.
    #[schemars(length(min = 1))]
    pub(crate) exact: &'a str,
    /// What stands before them, where they stand more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) prefix: Option<&'a str>,
    /// What stands behind them, where they stand more than once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) suffix: Option<&'a str>,
}

/// Whether the words are the speaker's or the reporter's.
#[derive(JsonSchema)]
#[schemars(rename = "Kind", rename_all = "lowercase")]
#[expect(
    dead_code,
    reason = "names the values for the schema; they are read as text"
)]
enum KindName {
    /// The speaker's own words, in quotation marks.
    Direct,
    /// Reported speech.
    Paraphrase,
}

/// In which way a statement answers another.
#[derive(JsonSchema)]
#[schemars(rename = "How", rename_all = "lowercase")]
#[expect(
    dead_code,
    reason = "names the values for the schema; they are read as text"
)]
enum HowName {
    /// Says it is not so.
    Denies,
    /// Argues against it.
    Rebuts,
    /// Says it is so.
    Confirms,
    /// Grants a part.
    Concedes,
    /// Speaks of something else.
    Deflects,
    /// Will not say.
    Declines,
    /// Sets right.
    Corrects,
}

/// What bears an author's name.
#[derive(JsonSchema)]
#[schemars(rename = "AuthorKind", rename_all = "lowercase")]
#[expect(
    dead_code,
    reason = "names the values for the schema; they are read as text"
)]
enum AuthorKindName {
    /// A person.
    Person,
    /// A body, an outlet, a desk: its name is never turned round.
    Organisation,
}

/// In which way a speaker is reported not to have answered.
#[derive(JsonSchema)]
#[schemars(rename = "Response", rename_all = "lowercase")]
#[expect(
    dead_code,
    reason = "names the values for the schema; they are read as text"
)]
enum ResponseName {
    /// The speaker declined to answer.
    Declined,
    /// The speaker did not respond.
    None,
}

/// Names the fields that an object of the format may have.
macro_rules! fields {
    ($($name:ident: $($field:literal)+;)+) => {
        $(impl $name<'_> {
            /// Every field that the format knows here.
            pub(crate) const FIELDS: &'static [&'static str] = &[$($field),+];
        })+
    };
}
fields! {
    RawBundle: "$schema" "format" "id" "title" "summary" "language" "updated" "curators"
        "sides" "topics" "speakers" "articles" "statements";
    RawSide: "id" "label";
    RawTopic: "id" "question";
    RawSpeaker: "id" "name" "role" "organisation" "side" "aliases";
    RawArticle: "id" "title" "publisher" "authors" "published" "modified" "url" "archived_url"
        "retrieved" "sha256" "language" "text" "corrections" "omitted" "original"
        "original_sha256" "not_statements" "versions" "accepts" "note";
    RawNotStatement: "exact" "prefix" "suffix" "why";
    RawVersion: "text" "retrieved" "sha256" "original" "original_sha256" "note";
    RawStatement: "id" "speaker" "topics" "kind" "date" "answers" "repeats" "response" "accepts"
        "appearances" "note";
    RawAppearance: "article" "quote" "attribution" "via" "note";
    RawHop: "who" "how";
    RawSelector: "exact" "prefix" "suffix";
}

/// Returns the JSON Schema of `briefing.json`, pretty-printed, with a line end.
#[must_use]
pub fn json_schema() -> String {
    let mut schema = schemars::schema_for!(RawBundle<'static>).to_value();
    tidy(&mut schema);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Joins the lines of descriptions, which are broken where the comments above
/// are, and takes out the width of numbers, which means nothing in JSON.
fn tidy(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            if let Some(serde_json::Value::String(text)) = fields.get_mut("description") {
                *text = text.replace('\n', " ");
            }
            if fields.get("format").is_some_and(|f| f == "uint32") {
                fields.remove("format");
            }
            fields.values_mut().for_each(tidy);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AnswerRelation, AuthorKind, QuotationKind, ResponseKind};

    fn properties(value: &serde_json::Value) -> Vec<&str> {
        let object = value["properties"].as_object().unwrap();
        object.keys().map(String::as_str).collect()
    }

    fn sorted(names: &[&'static str]) -> Vec<&'static str> {
        let mut names = names.to_vec();
        names.sort_unstable();
        names
    }

    #[test]
    fn the_reader_knows_the_fields_of_the_schema_and_no_others() {
        let schema: serde_json::Value = serde_json::from_str(&json_schema()).unwrap();
        let of = |name: &str| {
            let mut names = properties(&schema["$defs"][name]);
            names.sort_unstable();
            names
        };
        let mut root = properties(&schema);
        root.sort_unstable();
        assert_eq!(root, sorted(RawBundle::FIELDS));
        assert_eq!(of("Side"), sorted(RawSide::FIELDS));
        assert_eq!(of("Topic"), sorted(RawTopic::FIELDS));
        assert_eq!(of("Speaker"), sorted(RawSpeaker::FIELDS));
        assert_eq!(of("Article"), sorted(RawArticle::FIELDS));
        assert_eq!(of("Statement"), sorted(RawStatement::FIELDS));
        assert_eq!(of("Appearance"), sorted(RawAppearance::FIELDS));
        assert_eq!(of("Selector"), sorted(RawSelector::FIELDS));
        assert_eq!(of("NotStatement"), sorted(RawNotStatement::FIELDS));
        assert_eq!(of("Version"), sorted(RawVersion::FIELDS));
        assert_eq!(of("Hop"), sorted(RawHop::FIELDS));
        let with = &schema["$defs"]["Author"]["anyOf"][1];
        let mut names = properties(with);
        names.sort_unstable();
        assert_eq!(names, sorted(RawAuthor::FIELDS));
        let with = &schema["$defs"]["Answer"]["anyOf"][1];
        let mut names = properties(with);
        names.sort_unstable();
        assert_eq!(names, sorted(RawAnswer::FIELDS));
    }

    #[test]
    fn the_schema_names_every_kind_and_every_way_to_answer() {
        let text = json_schema();
        for name in AnswerRelation::ALL.map(AnswerRelation::name) {
            assert!(text.contains(&format!("\"{name}\"")), "{name}");
        }
        for name in ResponseKind::ALL.map(ResponseKind::name) {
            assert!(text.contains(&format!("\"{name}\"")), "{name}");
        }
        for name in AuthorKind::ALL.map(AuthorKind::name) {
            assert!(text.contains(&format!("\"{name}\"")), "{name}");
        }
        for name in [QuotationKind::Direct, QuotationKind::Paraphrase].map(QuotationKind::name) {
            assert!(text.contains(&format!("\"{name}\"")), "{name}");
        }
    }
}
