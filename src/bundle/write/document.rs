//! The text of a `briefing.json` under edit. An edit is carried out whole or not at
//! all; what it is not about stays, byte for byte.

use thiserror::Error;

use super::edit::{BriefingList, Edit, EditTarget};
use super::entry::SelectorEntry;
use super::json::Json;
use super::merge::{known_fields, next_splice};
use super::splice::{Splice, SpliceContext, apply_splices, field_position, remove_part};
use super::style::{JsonStyle, NodeKey};
use crate::bundle::diagnostics::position::line_and_column;
use crate::bundle::format::FORMAT_VERSION;
use crate::bundle::hash::sha256_hex;
use crate::bundle::json;
use crate::bundle::json::value::{JsonNode, JsonValue};
use crate::bundle::parse::utf8::decode_utf8;
use crate::model::is_slug;

/// What a UTF-8 file may begin with.
const BOM: &str = "\u{feff}";

/// Steps from one value to another at most; each step is one change of the text.
const MAX_STEPS: usize = 100_000;

/// The text of a file, with the edits so far.
#[derive(Clone, Debug)]
pub struct Document {
    /// Without a byte order mark.
    text: String,
    has_bom: bool,
    /// SHA-256 of the file as it was read.
    base_hash: String,
}

/// Why a file cannot be edited.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DocumentError {
    /// It is no JSON, or not UTF-8.
    #[error("briefing.json:{line}:{column}: {message}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// In characters, counted from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// It is no object of the format that is known here.
    #[error("briefing.json is no briefing of format {FORMAT_VERSION}")]
    Format,
}

/// Why an edit was not carried out. The text is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// Nothing has that id.
    #[error("there is no {} \"{id}\"", list.noun())]
    Unknown {
        /// Where it was looked for.
        list: BriefingList,
        /// The id.
        id: String,
    },
    /// The id is that of another one.
    #[error("there is a {} \"{id}\" already", list.noun())]
    Taken {
        /// Where it is.
        list: BriefingList,
        /// The id.
        id: String,
    },
    /// The id is no slug.
    #[error("\"{0}\" cannot be an id: an id is 1 to 64 of a–z, 0–9 and inner hyphens")]
    InvalidId(String),
    /// Something else cannot be without it.
    #[error("{item} is named by {by}")]
    InUse {
        /// What should go.
        item: String,
        /// What names it.
        by: String,
    },
    /// The format knows no such field, or it cannot be set by itself.
    #[error("the field \"{field}\" of {item} cannot be set")]
    Field {
        /// What it would be of.
        item: String,
        /// Its name.
        field: String,
    },
    /// Something cannot be without that field.
    #[error("{item} needs the field \"{field}\"")]
    Required {
        /// What it is of.
        item: String,
        /// Its name.
        field: String,
    },
    /// The file holds something else where a list should be.
    #[error("the field \"{0}\" is not a list")]
    NotAList(String),
    /// The ids of an order are not those of the list.
    #[error("the new order does not name each {} once", .0.noun())]
    Order(BriefingList),
    /// The file could not be read after a step; nothing was kept of it.
    #[error("the change would have broken the file: {0}")]
    Unreadable(String),
}

impl Document {
    /// Reads the bytes of a `briefing.json`.
    ///
    /// # Errors
    /// Where it is no JSON object of this format; it must be mended first.
    pub fn parse(bytes: &[u8]) -> Result<Document, DocumentError> {
        let text =
            decode_utf8(bytes).map_err(|((line, column), diagnostic)| DocumentError::Syntax {
                line,
                column,
                message: diagnostic.into_message(),
            })?;
        let root = json::parse(text).map_err(|e| {
            let (line, column) = line_and_column(text, e.offset);
            DocumentError::Syntax {
                line,
                column,
                message: e.message,
            }
        })?;
        let format = root.field("format").map(|m| &m.value.value);
        let known = match format {
            Some(JsonValue::Number(number)) => number.parse::<f64>().is_ok_and(|n| {
                // `1.0` is the same number, if an odd way to write it.
                (n - f64::from(FORMAT_VERSION)).abs() < f64::EPSILON
            }),
            _ => false,
        };
        if !known {
            return Err(DocumentError::Format);
        }
        Ok(Document {
            text: text.to_owned(),
            has_bom: bytes.starts_with(BOM.as_bytes()),
            base_hash: sha256_hex(bytes),
        })
    }

    /// Makes the text of a new briefing, indented by two blanks.
    #[must_use]
    pub fn new(briefing: &Json) -> Document {
        let text = "{\n  \"format\": 1\n}\n";
        let text = json::parse(text).map_or_else(
            |_| String::new(),
            |root| JsonStyle::detect(text, &root).render(briefing, &NodeKey::root(), "") + "\n",
        );
        Document {
            text,
            has_bom: false,
            base_hash: String::new(),
        }
    }

    /// Returns the bytes to write.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let bom = if self.has_bom { BOM } else { "" };
        [bom, &self.text].concat().into_bytes()
    }

    /// Returns the SHA-256 of the file on which the edits are based.
    #[must_use]
    pub fn base_hash(&self) -> &str {
        &self.base_hash
    }

    /// Returns `true` if the text is not that of the file that was read.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        sha256_hex(&self.bytes()) != self.base_hash
    }

    /// Returns what the text says.
    ///
    /// # Errors
    /// Where it cannot be read, which no edit brings about.
    pub fn json(&self) -> Result<Json, EditError> {
        let root = parse(&self.text)?;
        Ok(Json::from_node(&self.text, &root))
    }

    /// Carries out an edit, or leaves the text as it is.
    ///
    /// # Errors
    /// Where what it names is not there, or the briefing would not open afterwards.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        let mut draft = Draft {
            text: self.text.clone(),
        };
        draft.apply(edit)?;
        parse(&draft.text)?;
        self.text = draft.text;
        Ok(())
    }
}

fn parse(text: &str) -> Result<JsonNode<'_>, EditError> {
    json::parse(text).map_err(|e| EditError::Unreadable(e.message))
}

/// A copy of the text, which is thrown away where an edit fails.
struct Draft {
    text: String,
}

/// A way from the root of a file to a value.
type StepPath<'s> = &'s [PathStep<'s>];

#[derive(Clone, Copy)]
enum PathStep<'s> {
    Field(&'s str),
    Item(usize),
}

impl Draft {
    fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::AddSide(side) => self.add(BriefingList::Sides, &side.id, &side.json(), None),
            Edit::AddTopic(topic) => self.add(BriefingList::Topics, &topic.id, &topic.json(), None),
            Edit::AddSpeaker(speaker) => {
                self.add(BriefingList::Speakers, &speaker.id, &speaker.json(), None)
            }
            Edit::AddArticle(article) => {
                self.add(BriefingList::Articles, &article.id, &article.json(), None)
            }
            Edit::AddStatement { statement, after } => {
                let json = statement.json();
                self.add(
                    BriefingList::Statements,
                    &statement.id,
                    &json,
                    after.as_deref(),
                )
            }
            Edit::ReplaceStatement(statement) => {
                let index = self.find(BriefingList::Statements, &statement.id)?;
                let path = [PathStep::Field("statements"), PathStep::Item(index)];
                self.merge(&path, &statement.json())
            }
            Edit::Remove(item) => self.remove(item),
            Edit::Set { item, field, value } => self.set(item, field, value.as_ref()),
            Edit::AddVersion { article, version } => {
                self.add_to(BriefingList::Articles, article, "versions", &version.json())
            }
            Edit::AddNotStatement { article, words } => self.add_to(
                BriefingList::Articles,
                article,
                "not_statements",
                &words.json(),
            ),
            Edit::RemoveNotStatement { article, index } => {
                self.remove_from(BriefingList::Articles, article, "not_statements", *index, 0)
            }
            Edit::SetNotStatementReason {
                article,
                index,
                why,
            } => {
                let at = self.find(BriefingList::Articles, article)?;
                let path = [
                    PathStep::Field("articles"),
                    PathStep::Item(at),
                    PathStep::Field("not_statements"),
                    PathStep::Item(*index),
                ];
                let why = why.as_deref().map(Json::from);
                self.set_field(&path, "why", why.as_ref())
            }
            Edit::AddAppearance {
                statement,
                appearance,
            } => self.add_to(
                BriefingList::Statements,
                statement,
                "appearances",
                &appearance.json(),
            ),
            Edit::RemoveAppearance { statement, index } => self.remove_from(
                BriefingList::Statements,
                statement,
                "appearances",
                *index,
                1,
            ),
            Edit::SetQuote {
                statement,
                index,
                quote,
            } => {
                if quote.is_empty() {
                    return Err(EditError::Required {
                        item: EditTarget::statement(statement).to_string(),
                        field: "quote".to_owned(),
                    });
                }
                let at = self.find(BriefingList::Statements, statement)?;
                let path = [
                    PathStep::Field("statements"),
                    PathStep::Item(at),
                    PathStep::Field("appearances"),
                    PathStep::Item(*index),
                ];
                let quote = quote.iter().map(SelectorEntry::json).collect();
                self.set_field(&path, "quote", Some(&Json::Array(quote)))
            }
            Edit::Rename { item, to } => self.rename(item, to),
            Edit::Order(list, ids) => self.order(*list, ids),
        }
    }

    /// Makes the value at a place the wanted one, step by step.
    fn merge(&mut self, path: StepPath, wanted: &Json) -> Result<(), EditError> {
        for _ in 0..MAX_STEPS {
            let root = parse(&self.text)?;
            let style = JsonStyle::detect(&self.text, &root);
            let spot = SpliceContext {
                text: &self.text,
                style: &style,
            };
            let Some((node, key)) = resolve(&root, path) else {
                return Err(EditError::Unreadable("the place is gone".to_owned()));
            };
            match next_splice(&spot, node, &key, wanted) {
                None => return Ok(()),
                Some(splice) => self.text = apply_splices(&self.text, vec![splice]),
            }
        }
        Err(EditError::Unreadable("too many steps".to_owned()))
    }

    /// Carries out the changes that a look at the parsed text gives.
    fn change<T>(
        &mut self,
        look: impl FnOnce(&JsonNode, &SpliceContext) -> Result<(Vec<Splice>, T), EditError>,
    ) -> Result<T, EditError> {
        let root = parse(&self.text)?;
        let style = JsonStyle::detect(&self.text, &root);
        let spot = SpliceContext {
            text: &self.text,
            style: &style,
        };
        let (splices, value) = look(&root, &spot)?;
        self.text = apply_splices(&self.text, splices);
        Ok(value)
    }

    /// Returns the place of an id in its list.
    fn find(&self, list: BriefingList, id: &str) -> Result<usize, EditError> {
        let root = parse(&self.text)?;
        index_of(&root, list, id).ok_or_else(|| EditError::Unknown {
            list,
            id: id.to_owned(),
        })
    }

    fn add(
        &mut self,
        list: BriefingList,
        id: &str,
        entry: &Json,
        after: Option<&str>,
    ) -> Result<(), EditError> {
        self.change(|root, spot| {
            check_new_id(root, list, id)?;
            let index = match after {
                None => usize::MAX,
                Some(after) => {
                    let at = index_of(root, list, after).ok_or_else(|| EditError::Unknown {
                        list,
                        id: after.to_owned(),
                    })?;
                    at + 1
                }
            };
            let splice = insert_entry(spot, root, &NodeKey::root(), list.field(), index, entry)?;
            Ok((vec![splice], ()))
        })
    }

    fn add_to(
        &mut self,
        list: BriefingList,
        id: &str,
        field: &str,
        entry: &Json,
    ) -> Result<(), EditError> {
        let index = self.find(list, id)?;
        self.change(|root, spot| {
            let path = [PathStep::Field(list.field()), PathStep::Item(index)];
            let Some((owner, key)) = resolve(root, &path) else {
                return Err(EditError::Unreadable("the place is gone".to_owned()));
            };
            let splice = insert_entry(spot, owner, &key, field, usize::MAX, entry)?;
            Ok((vec![splice], ()))
        })
    }

    /// Removes an element of a list that something holds; `least` must stay. With the last element
    /// goes the list.
    fn remove_from(
        &mut self,
        list: BriefingList,
        id: &str,
        field: &str,
        index: usize,
        least: usize,
    ) -> Result<(), EditError> {
        let at = self.find(list, id)?;
        let owner = [PathStep::Field(list.field()), PathStep::Item(at)];
        let length = self.change(|root, _| {
            let held = resolve(root, &owner).and_then(|(owner, _)| owner.field(field));
            let items = held.and_then(|member| member.value.as_array());
            let items = items.ok_or_else(|| EditError::NotAList(field.to_owned()))?;
            Ok((Vec::new(), items.len()))
        })?;
        if index >= length || length <= least {
            return Err(EditError::Required {
                item: EditTarget::Entry(list, id.to_owned()).to_string(),
                field: field.to_owned(),
            });
        }
        if length == 1 {
            return self.take_out(&owner, field);
        }
        self.change(|root, _| {
            let path = [owner[0], owner[1], PathStep::Field(field)];
            let Some((held, _)) = resolve(root, &path) else {
                return Err(EditError::NotAList(field.to_owned()));
            };
            Ok((vec![remove_part(held, index)], ()))
        })
    }

    /// Sets a field of the object at a place, or removes it.
    fn set_field(
        &mut self,
        path: StepPath,
        field: &str,
        value: Option<&Json>,
    ) -> Result<(), EditError> {
        let Some(value) = value else {
            return self.take_out(path, field);
        };
        let is_new = self.change(|root, spot| {
            let Some((object, key)) = resolve(root, path) else {
                return Err(EditError::Unreadable("the place is gone".to_owned()));
            };
            if object.field(field).is_some() {
                return Ok((Vec::new(), false));
            }
            let at = field_position(object, known_fields(&key), field);
            let splice = spot.insert_member(object, &key, at, field, value);
            Ok((vec![splice], true))
        })?;
        if is_new {
            return Ok(());
        }
        let mut path = path.to_vec();
        path.push(PathStep::Field(field));
        self.merge(&path, value)
    }

    fn set(
        &mut self,
        item: &EditTarget,
        field: &str,
        value: Option<&Json>,
    ) -> Result<(), EditError> {
        let (key, required): (NodeKey, &[&str]) = match item {
            EditTarget::Briefing => (
                NodeKey::root(),
                &[
                    "format",
                    "title",
                    "sides",
                    "speakers",
                    "articles",
                    "statements",
                ],
            ),
            EditTarget::Entry(list, _) => (NodeKey::value(list.field()).item(), list.required()),
        };
        let is_list = BriefingList::ALL.iter().any(|list| list.field() == field);
        let alone = item == &EditTarget::Briefing && (is_list || field == "format");
        // A briefing's own id is a field like others: nothing in the file names it.
        let is_id = field == "id" && item != &EditTarget::Briefing;
        if !known_fields(&key).contains(&field) || alone || is_id {
            return Err(EditError::Field {
                item: item.to_string(),
                field: field.to_owned(),
            });
        }
        if field == "id" {
            match value {
                Some(Json::String(id)) if is_slug(id) => {}
                Some(Json::String(id)) => return Err(EditError::InvalidId(id.clone())),
                _ => {
                    return Err(EditError::Required {
                        item: item.to_string(),
                        field: field.to_owned(),
                    });
                }
            }
        }
        let mut path = Vec::new();
        if let EditTarget::Entry(list, id) = item {
            path.push(PathStep::Field(list.field()));
            path.push(PathStep::Item(self.find(*list, id)?));
        }
        match value {
            None if required.contains(&field) => Err(EditError::Required {
                item: item.to_string(),
                field: field.to_owned(),
            }),
            value => self.set_field(&path, field, value),
        }
    }

    /// Takes a field out, also where it stands twice.
    fn take_out(&mut self, path: StepPath, field: &str) -> Result<(), EditError> {
        loop {
            let found = self.change(|root, _| {
                let Some((object, _)) = resolve(root, path) else {
                    return Err(EditError::Unreadable("the place is gone".to_owned()));
                };
                let JsonValue::Object(members) = &object.value else {
                    return Ok((Vec::new(), false));
                };
                Ok(match members.iter().position(|m| m.name == field) {
                    None => (Vec::new(), false),
                    Some(index) => (vec![remove_part(object, index)], true),
                })
            })?;
            if !found {
                return Ok(());
            }
        }
    }

    fn remove(&mut self, item: &EditTarget) -> Result<(), EditError> {
        let EditTarget::Entry(list, id) = item else {
            return Err(EditError::Field {
                item: item.to_string(),
                field: "itself".to_owned(),
            });
        };
        let index = self.find(*list, id)?;
        let root = parse(&self.text)?;
        if matches!(
            list,
            BriefingList::Sides | BriefingList::Speakers | BriefingList::Articles
        ) && let Some(by) = describe_user(&root, *list, id)
        {
            return Err(EditError::InUse {
                item: item.to_string(),
                by,
            });
        }
        if *list == BriefingList::Sides && list_items(&root, BriefingList::Sides).len() <= 2 {
            return Err(EditError::Required {
                item: "the briefing".to_owned(),
                field: "sides".to_owned(),
            });
        }
        drop(root);
        // From the end, so that the places of the others stay true.
        loop {
            let found = self.change(|root, _| {
                Ok(match find_mention(root, *list, id) {
                    None => (Vec::new(), false),
                    Some((around, at)) => (vec![remove_part(around, at)], true),
                })
            })?;
            if !found {
                break;
            }
        }
        self.change(|root, _| {
            let Some((node, _)) = resolve(root, &[PathStep::Field(list.field())]) else {
                return Err(EditError::NotAList(list.field().to_owned()));
            };
            Ok((vec![remove_part(node, index)], ()))
        })
    }

    fn rename(&mut self, item: &EditTarget, to: &str) -> Result<(), EditError> {
        let EditTarget::Entry(list, id) = item else {
            return self.set(item, "id", Some(&Json::from(to)));
        };
        let index = self.find(*list, id)?;
        if id == to {
            return Ok(());
        }
        self.change(|root, spot| {
            check_new_id(root, *list, to)?;
            let own = list_items(root, *list)
                .get(index)
                .and_then(|n| n.field("id"));
            let mut named: Vec<&JsonNode> = own.map(|m| &m.value).into_iter().collect();
            each_reference(root, *list, &mut |_, _, node| {
                if node.as_str() == Some(id) {
                    named.push(node);
                }
            });
            Ok((
                named.iter().map(|n| spot.replace_string(n, to)).collect(),
                (),
            ))
        })
    }

    fn order(&mut self, list: BriefingList, ids: &[String]) -> Result<(), EditError> {
        self.change(|root, spot| {
            let Some((node, _)) = resolve(root, &[PathStep::Field(list.field())]) else {
                return Err(EditError::NotAList(list.field().to_owned()));
            };
            let order: Option<Vec<usize>> = ids.iter().map(|id| index_of(root, list, id)).collect();
            let order = order.ok_or(EditError::Order(list))?;
            let mut sorted = order.clone();
            sorted.sort_unstable();
            let length = node.as_array().map_or(0, <[JsonNode]>::len);
            if !sorted.into_iter().eq(0..length) {
                return Err(EditError::Order(list));
            }
            Ok((spot.permute(node, &order), ()))
        })
    }
}

/// Returns the value at a place, and what it is.
fn resolve<'n, 't>(root: &'n JsonNode<'t>, path: StepPath) -> Option<(&'n JsonNode<'t>, NodeKey)> {
    let (mut node, mut key) = (root, NodeKey::root());
    for step in path {
        (node, key) = match step {
            PathStep::Field(name) => (&node.field(name)?.value, NodeKey::value(*name)),
            PathStep::Item(index) => (node.as_array()?.get(*index)?, key.item()),
        };
    }
    Some((node, key))
}

fn list_items<'n, 't>(root: &'n JsonNode<'t>, list: BriefingList) -> &'n [JsonNode<'t>] {
    let member = root.field(list.field());
    member.and_then(|m| m.value.as_array()).unwrap_or(&[])
}

fn index_of(root: &JsonNode, list: BriefingList, id: &str) -> Option<usize> {
    let has_it = |n: &JsonNode| n.field("id").and_then(|m| m.value.as_str()) == Some(id);
    list_items(root, list).iter().position(has_it)
}

fn check_new_id(root: &JsonNode, list: BriefingList, id: &str) -> Result<(), EditError> {
    if !is_slug(id) {
        return Err(EditError::InvalidId(id.to_owned()));
    }
    match index_of(root, list, id) {
        None => Ok(()),
        Some(_) => Err(EditError::Taken {
            list,
            id: id.to_owned(),
        }),
    }
}

/// Puts an element into a list of an object; the list is made where it is missing.
fn insert_entry(
    spot: &SpliceContext,
    object: &JsonNode,
    key: &NodeKey,
    field: &str,
    index: usize,
    entry: &Json,
) -> Result<Splice, EditError> {
    match object.field(field).map(|m| &m.value) {
        None => {
            let at = field_position(object, known_fields(key), field);
            let list = Json::Array(vec![entry.clone()]);
            Ok(spot.insert_member(object, key, at, field, &list))
        }
        Some(list) if list.as_array().is_some() => {
            Ok(spot.insert_item(list, &NodeKey::value(field), index, entry))
        }
        Some(_) => Err(EditError::NotAList(field.to_owned())),
    }
}

/// Goes through all places where the ids of a list are named: the list or object
/// around each, its place in that, and the string.
fn each_reference<'n, 't>(
    root: &'n JsonNode<'t>,
    list: BriefingList,
    found: &mut impl FnMut(ReferenceSite<'n, 't>, usize, &'n JsonNode<'t>),
) {
    let holders = match list {
        BriefingList::Sides => BriefingList::Speakers,
        _ => BriefingList::Statements,
    };
    for (i, holder) in list_items(root, holders).iter().enumerate() {
        let owner = ReferenceSite {
            holders,
            i,
            list: None,
        };
        match list {
            BriefingList::Sides => visit_one(holder, "side", owner, found),
            BriefingList::Speakers => visit_one(holder, "speaker", owner, found),
            BriefingList::Topics => visit_many(holder, "topics", None, owner, found),
            BriefingList::Articles => {
                visit_many(holder, "appearances", Some("article"), owner, found);
            }
            BriefingList::Statements => {
                visit_many(holder, "answers", Some("statement"), owner, found);
                visit_many(holder, "repeats", None, owner, found);
            }
        }
    }
}

/// What holds a reference.
#[derive(Clone, Copy)]
struct ReferenceSite<'n, 't> {
    holders: BriefingList,
    i: usize,
    /// The list from which the reference can be taken, if it stands in one.
    list: Option<&'n JsonNode<'t>>,
}

fn visit_one<'n, 't>(
    holder: &'n JsonNode<'t>,
    field: &str,
    around: ReferenceSite<'n, 't>,
    found: &mut impl FnMut(ReferenceSite<'n, 't>, usize, &'n JsonNode<'t>),
) {
    if let Some(member) = holder.field(field) {
        found(around, 0, &member.value);
    }
}

/// Goes through a list whose elements are ids, or objects with an id in a field.
fn visit_many<'n, 't>(
    holder: &'n JsonNode<'t>,
    list: &str,
    inner: Option<&str>,
    around: ReferenceSite<'n, 't>,
    found: &mut impl FnMut(ReferenceSite<'n, 't>, usize, &'n JsonNode<'t>),
) {
    let Some(member) = holder.field(list) else {
        return;
    };
    let around = ReferenceSite {
        list: Some(&member.value),
        ..around
    };
    for (at, item) in member.value.as_array().unwrap_or(&[]).iter().enumerate() {
        let field = inner.and_then(|inner| item.field(inner));
        found(around, at, field.map_or(item, |m| &m.value));
    }
}

/// Returns the first list that names an id, and where in it.
fn find_mention<'n, 't>(
    root: &'n JsonNode<'t>,
    list: BriefingList,
    id: &str,
) -> Option<(&'n JsonNode<'t>, usize)> {
    if !matches!(list, BriefingList::Topics | BriefingList::Statements) {
        return None;
    }
    let mut first = None;
    each_reference(root, list, &mut |around, at, node| {
        if first.is_none() && node.as_str() == Some(id) {
            first = around.list.map(|list| (list, at));
        }
    });
    first
}

/// Says what names an id, if anything does.
fn describe_user(root: &JsonNode, list: BriefingList, id: &str) -> Option<String> {
    let mut user = None;
    each_reference(root, list, &mut |around, _, node| {
        if user.is_none() && node.as_str() == Some(id) {
            let holder = list_items(root, around.holders).get(around.i);
            let name = holder.and_then(|h| h.field("id")?.value.as_str());
            user = Some(format!(
                "the {} \"{}\"",
                around.holders.noun(),
                name.unwrap_or("?")
            ));
        }
    });
    user
}
