//! The article node of a page's JSON-LD.

use serde_json::{Map, Value};

use super::authors::{self, PageAuthor};
use super::unescape;

/// Most nodes that are looked at.
const MAX_NODES: usize = 20_000;

/// What the article node says.
#[derive(Clone, Debug, Default)]
pub struct ArticleNode {
    /// `headline`, or `name`.
    pub titles: Vec<String>,
    /// `author`, or `creator`.
    pub authors: Vec<PageAuthor>,
    /// `publisher`.
    pub publisher: String,
    /// `datePublished`, as written.
    pub published: String,
    /// `dateModified`, as written.
    pub modified: String,
    /// `mainEntityOfPage` or `url`.
    pub url: String,
    /// `articleBody`.
    pub body: String,
    /// `description`.
    pub description: String,
    /// `inLanguage`.
    pub language: String,
    /// `isAccessibleForFree` is false.
    pub is_paid: bool,
    /// It is a news article by its type.
    pub is_news: bool,
    /// The name of the site, from a `WebSite` node.
    pub site: String,
}

/// Reads the scripts of a page.
#[must_use]
pub fn read_json_ld(scripts: &[String]) -> ArticleNode {
    let values: Vec<Value> = scripts.iter().filter_map(|s| parse_script(s)).collect();
    let mut objects = Vec::new();
    for value in &values {
        collect_nodes(value, &mut objects);
    }
    let by_id = |id: &str| {
        objects
            .iter()
            .copied()
            .filter(|o| o.len() > 1 && o.get("@id").and_then(Value::as_str) == Some(id))
            .max_by_key(|o| o.len())
    };
    let mut node = ArticleNode::default();
    let best = objects
        .iter()
        .copied()
        .filter(|o| article_rank(o) > 0)
        .max_by_key(|o| {
            (
                article_rank(o),
                usize::from(o.contains_key("datePublished"))
                    + usize::from(o.contains_key("author"))
                    + usize::from(o.contains_key("headline")),
            )
        });
    if let Some(article) = best {
        node.is_news = article_rank(article) == 5;
        fill_node(&mut node, article, &by_id);
    }
    // A page node may hold what the article node lacks.
    for page in objects.iter().copied().filter(|o| is_type(o, "WebPage")) {
        if node.published.is_empty() {
            node.published = string_value(page.get("datePublished"));
        }
        if node.modified.is_empty() {
            node.modified = string_value(page.get("dateModified"));
        }
        if node.authors.is_empty() {
            read_people(page.get("author"), &by_id, &mut node.authors, 0);
        }
    }
    for site in objects.iter().copied() {
        if node.site.is_empty() && is_type(site, "WebSite") {
            node.site = unescape(&string_value(site.get("name")));
        }
        if node.publisher.is_empty()
            && (is_type(site, "NewsMediaOrganization") || is_type(site, "Organization"))
            && best.is_none()
        {
            node.publisher = unescape(&string_value(site.get("name")));
        }
    }
    node
}

/// Reads JSON as pages have it: in comments or CDATA, with raw line ends inside strings.
fn parse_script(script: &str) -> Option<Value> {
    let mut text = script.trim();
    for start in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        text = text.strip_prefix(start).unwrap_or(text).trim_start();
    }
    for end in ["-->", "//]]>", "/*]]>*/", "]]>", ";"] {
        text = text.strip_suffix(end).unwrap_or(text).trim_end();
    }
    serde_json::from_str(text).ok().or_else(|| {
        let repaired: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let repaired = repaired
            .replace(",]", "]")
            .replace(",}", "}")
            .replace(", }", "}");
        serde_json::from_str(&repaired).ok()
    })
}

fn collect_nodes<'a>(value: &'a Value, out: &mut Vec<&'a Map<String, Value>>) {
    let mut todo = vec![value];
    while let Some(value) = todo.pop() {
        match value {
            Value::Object(object) => {
                out.push(object);
                if out.len() >= MAX_NODES {
                    return;
                }
                // The list of what is related is not about this page.
                for (key, inner) in object.iter().rev() {
                    if !matches!(
                        key.as_str(),
                        "itemListElement"
                            | "hasPart"
                            | "comment"
                            | "citation"
                            | "mentions"
                            | "isPartOf"
                            | "isBasedOn"
                    ) {
                        todo.push(inner);
                    }
                }
            }
            Value::Array(list) => todo.extend(list.iter().rev()),
            _ => {}
        }
    }
}

fn types(object: &Map<String, Value>) -> Vec<&str> {
    match object.get("@type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_type(object: &Map<String, Value>, wanted: &str) -> bool {
    types(object).contains(&wanted)
}

/// Returns how much a node looks like the article; 0 if not at all.
fn article_rank(object: &Map<String, Value>) -> u8 {
    types(object)
        .iter()
        .map(|t| match *t {
            t if t.ends_with("NewsArticle") => 5,
            t if t.ends_with("Article") => 4,
            t if t.ends_with("BlogPosting")
                || t == "Report"
                || t == "Review"
                || t == "CreativeWork" =>
            {
                3
            }
            "SocialMediaPosting" | "HowTo" | "Recipe" | "DiscussionForumPosting" => 2,
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

fn fill_node<'a>(
    node: &mut ArticleNode,
    o: &'a Map<String, Value>,
    by_id: &dyn Fn(&str) -> Option<&'a Map<String, Value>>,
) {
    for key in ["headline", "name", "alternativeHeadline"] {
        super::push_unique(&mut node.titles, &unescape(&string_value(o.get(key))));
    }
    read_people(o.get("author"), by_id, &mut node.authors, 0);
    if node.authors.is_empty() {
        read_people(o.get("creator"), by_id, &mut node.authors, 0);
    }
    let mut publisher = Vec::new();
    read_people(o.get("publisher"), by_id, &mut publisher, 0);
    node.publisher = publisher
        .first()
        .map(|a| a.name.clone())
        .unwrap_or_default();
    node.published = string_value(o.get("datePublished"));
    if node.published.is_empty() {
        node.published = string_value(o.get("dateCreated"));
    }
    node.modified = string_value(o.get("dateModified"));
    node.url = match o.get("mainEntityOfPage") {
        Some(Value::Object(page)) => string_value(page.get("@id")),
        other => string_value(other),
    };
    if !node.url.starts_with("http") {
        node.url = string_value(o.get("url"));
    }
    node.body = string_value(o.get("articleBody"));
    if node.body.is_empty() {
        node.body = string_value(o.get("text"));
    }
    // Some pages put the paragraphs in with their tags.
    if node.body.contains("</p>") || node.body.contains("&lt;p") {
        node.body = super::tags::html_text(&unescape(&node.body));
    }
    node.description = unescape(&string_value(o.get("description")));
    node.language = match o.get("inLanguage") {
        Some(Value::Object(language)) => string_value(language.get("alternateName")),
        other => string_value(other),
    };
    node.is_paid = match o.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(free)) => free.eq_ignore_ascii_case("false"),
        _ => false,
    };
}

fn string_value(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(s)) => s.trim().to_owned(),
        Some(Value::Number(n)) => n.to_string(),
        Some(Value::Array(list)) => string_value(list.first()),
        Some(Value::Object(o)) => string_value(o.get("@value").or_else(|| o.get("name"))),
        _ => String::new(),
    }
}

/// Adds the names of persons and organisations that a value gives.
fn read_people<'a>(
    value: Option<&'a Value>,
    by_id: &dyn Fn(&str) -> Option<&'a Map<String, Value>>,
    out: &mut Vec<PageAuthor>,
    depth: u8,
) {
    if depth > 4 {
        return;
    }
    match value {
        Some(Value::Array(list)) => {
            for inner in list.iter().take(40) {
                read_people(Some(inner), by_id, out, depth + 1);
            }
        }
        Some(Value::String(text)) => authors::read_field(&unescape(text), None, out),
        Some(Value::Object(object)) => {
            let mut object = object;
            if object.get("name").is_none()
                && let Some(found) = object.get("@id").and_then(Value::as_str).and_then(by_id)
            {
                object = found;
            }
            let kind = if is_type(object, "Person") {
                Some(authors::PageAuthorKind::Person)
            } else if types(object)
                .iter()
                .any(|t| t.ends_with("Organization") || *t == "Corporation")
            {
                Some(authors::PageAuthorKind::Organisation)
            } else {
                None
            };
            match object.get("name") {
                Some(Value::Array(list)) => {
                    for name in list.iter().filter_map(Value::as_str) {
                        authors::read_field(&unescape(name), kind, out);
                    }
                }
                name => {
                    let mut name = string_value(name);
                    if name.is_empty() {
                        name = format!(
                            "{} {}",
                            string_value(object.get("givenName")),
                            string_value(object.get("familyName"))
                        );
                    }
                    authors::read_field(&unescape(&name), kind, out);
                }
            }
        }
        _ => {}
    }
}
