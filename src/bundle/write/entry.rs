//! What a curator adds: the entries of `briefing.json`, field by field as
//! `docs/format.md` names them. What is empty or `None` is not written.

use super::json::Json;

/// Collects the fields of an object in order.
struct ObjectBuilder(Vec<(String, Json)>);

impl ObjectBuilder {
    fn new() -> ObjectBuilder {
        ObjectBuilder(Vec::new())
    }

    fn string(mut self, name: &str, text: &str) -> ObjectBuilder {
        self.0.push((name.to_owned(), Json::from(text)));
        self
    }

    fn optional(self, name: &str, text: Option<&String>) -> ObjectBuilder {
        match text {
            Some(text) => self.string(name, text),
            None => self,
        }
    }

    fn strings(self, name: &str, texts: &[String]) -> ObjectBuilder {
        self.list(name, texts.iter().map(|t| Json::from(t.as_str())).collect())
    }

    /// Adds a list that has something in it.
    fn list(mut self, name: &str, items: Vec<Json>) -> ObjectBuilder {
        if !items.is_empty() {
            self.0.push((name.to_owned(), Json::Array(items)));
        }
        self
    }

    fn json(self) -> Json {
        Json::Object(self.0)
    }
}

fn map_json<T>(entries: &[T], json: impl Fn(&T) -> Json) -> Vec<Json> {
    entries.iter().map(json).collect()
}

/// A party to the controversy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct SideEntry {
    pub id: String,
    pub label: String,
}

impl SideEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        let fields = ObjectBuilder::new().string("id", &self.id);
        fields.string("label", &self.label).json()
    }
}

/// A point in dispute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct TopicEntry {
    pub id: String,
    pub question: String,
}

impl TopicEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        let fields = ObjectBuilder::new().string("id", &self.id);
        fields.string("question", &self.question).json()
    }
}

/// Somebody who is given a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct SpeakerEntry {
    pub id: String,
    pub name: String,
    pub role: Option<String>,
    pub organisation: Option<String>,
    pub side: String,
    pub aliases: Vec<String>,
}

impl SpeakerEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        ObjectBuilder::new()
            .string("id", &self.id)
            .string("name", &self.name)
            .optional("role", self.role.as_ref())
            .optional("organisation", self.organisation.as_ref())
            .string("side", &self.side)
            .strings("aliases", &self.aliases)
            .json()
    }
}

/// Somebody named as an author; without a kind only the name is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct AuthorEntry {
    pub name: String,
    pub kind: Option<String>,
}

impl AuthorEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        match &self.kind {
            None => Json::from(self.name.as_str()),
            Some(kind) => ObjectBuilder::new()
                .string("name", &self.name)
                .string("kind", kind)
                .json(),
        }
    }
}

/// A stored article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct ArticleEntry {
    pub id: String,
    pub title: String,
    pub publisher: String,
    pub authors: Vec<AuthorEntry>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub url: Option<String>,
    pub archived_url: Option<String>,
    pub retrieved: Option<String>,
    pub sha256: Option<String>,
    pub language: Option<String>,
    pub text: String,
    pub corrections: Vec<String>,
    pub omitted: Option<String>,
    pub original: Option<String>,
    pub original_sha256: Option<String>,
    pub not_statements: Vec<NotStatementEntry>,
    pub versions: Vec<VersionEntry>,
    pub accepts: Vec<String>,
    pub note: Option<String>,
}

impl ArticleEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        ObjectBuilder::new()
            .string("id", &self.id)
            .string("title", &self.title)
            .string("publisher", &self.publisher)
            .list("authors", map_json(&self.authors, AuthorEntry::json))
            .optional("published", self.published.as_ref())
            .optional("modified", self.modified.as_ref())
            .optional("url", self.url.as_ref())
            .optional("archived_url", self.archived_url.as_ref())
            .optional("retrieved", self.retrieved.as_ref())
            .optional("sha256", self.sha256.as_ref())
            .optional("language", self.language.as_ref())
            .string("text", &self.text)
            .strings("corrections", &self.corrections)
            .optional("omitted", self.omitted.as_ref())
            .optional("original", self.original.as_ref())
            .optional("original_sha256", self.original_sha256.as_ref())
            .list(
                "not_statements",
                map_json(&self.not_statements, NotStatementEntry::json),
            )
            .list("versions", map_json(&self.versions, VersionEntry::json))
            .strings("accepts", &self.accepts)
            .optional("note", self.note.as_ref())
            .json()
    }
}

/// Words that are not taken as a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct NotStatementEntry {
    pub exact: String,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
    pub why: Option<String>,
}

impl NotStatementEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        ObjectBuilder::new()
            .string("exact", &self.exact)
            .optional("prefix", self.prefix.as_ref())
            .optional("suffix", self.suffix.as_ref())
            .optional("why", self.why.as_ref())
            .json()
    }
}

/// Another state of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct VersionEntry {
    pub text: String,
    pub retrieved: Option<String>,
    pub sha256: Option<String>,
    pub original: Option<String>,
    pub original_sha256: Option<String>,
    pub note: Option<String>,
}

impl VersionEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        ObjectBuilder::new()
            .string("text", &self.text)
            .optional("retrieved", self.retrieved.as_ref())
            .optional("sha256", self.sha256.as_ref())
            .optional("original", self.original.as_ref())
            .optional("original_sha256", self.original_sha256.as_ref())
            .optional("note", self.note.as_ref())
            .json()
    }
}

/// One utterance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct StatementEntry {
    pub id: String,
    pub speaker: String,
    pub topics: Vec<String>,
    pub kind: Option<String>,
    pub date: Option<String>,
    pub answers: Vec<AnswerEntry>,
    pub repeats: Vec<String>,
    pub response: Option<String>,
    pub accepts: Vec<String>,
    pub appearances: Vec<AppearanceEntry>,
    pub note: Option<String>,
}

impl StatementEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        ObjectBuilder::new()
            .string("id", &self.id)
            .string("speaker", &self.speaker)
            .strings("topics", &self.topics)
            .optional("kind", self.kind.as_ref())
            .optional("date", self.date.as_ref())
            .list("answers", map_json(&self.answers, AnswerEntry::json))
            .strings("repeats", &self.repeats)
            .optional("response", self.response.as_ref())
            .strings("accepts", &self.accepts)
            .list(
                "appearances",
                map_json(&self.appearances, AppearanceEntry::json),
            )
            .optional("note", self.note.as_ref())
            .json()
    }
}

/// A statement that is answered; without `how` only its id is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct AnswerEntry {
    pub statement: String,
    pub how: Option<String>,
}

impl AnswerEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        match &self.how {
            None => Json::from(self.statement.as_str()),
            Some(how) => ObjectBuilder::new()
                .string("statement", &self.statement)
                .string("how", how)
                .json(),
        }
    }
}

/// How one article carries a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct AppearanceEntry {
    pub article: String,
    pub quote: Vec<SelectorEntry>,
    pub attribution: Option<String>,
    pub via: Vec<HopEntry>,
    pub note: Option<String>,
}

impl AppearanceEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        ObjectBuilder::new()
            .string("article", &self.article)
            .list("quote", map_json(&self.quote, SelectorEntry::json))
            .optional("attribution", self.attribution.as_ref())
            .list("via", map_json(&self.via, HopEntry::json))
            .optional("note", self.note.as_ref())
            .json()
    }
}

/// A part of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct SelectorEntry {
    pub exact: String,
    pub prefix: Option<String>,
    pub suffix: Option<String>,
}

impl SelectorEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        ObjectBuilder::new()
            .string("exact", &self.exact)
            .optional("prefix", self.prefix.as_ref())
            .optional("suffix", self.suffix.as_ref())
            .json()
    }
}

/// A step on the way of words to an outlet; `who` is `null` where it is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the format")]
pub struct HopEntry {
    pub who: Option<String>,
    pub how: Option<String>,
}

impl HopEntry {
    /// Returns the entry as it is written.
    #[must_use]
    pub fn json(&self) -> Json {
        let who = self.who.as_deref().map_or(Json::Null, Json::from);
        let mut fields = ObjectBuilder::new();
        fields.0.push(("who".to_owned(), who));
        fields.optional("how", self.how.as_ref()).json()
    }
}
