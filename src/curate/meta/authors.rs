//! Names of authors as pages write them.

/// What an author is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageAuthorKind {
    /// A person.
    Person,
    /// An agency, a newsroom, an outlet.
    Organisation,
}

impl PageAuthorKind {
    /// Returns the word in the JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PageAuthorKind::Person => "person",
            PageAuthorKind::Organisation => "organisation",
        }
    }
}

/// One author.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageAuthor {
    /// The name as printed, without "By".
    pub name: String,
    /// What it names.
    pub kind: PageAuthorKind,
}

/// What stands before names.
const BYLINE_BEGINNINGS: &[&str] = &[
    "written by",
    "posted by",
    "published by",
    "reported by",
    "text by",
    "story by",
    "words by",
    "by",
    "von",
    "par",
    "por",
    "di",
    "de",
    "door",
    "av",
    "af",
    "autor:",
    "autor",
    "author:",
    "text:",
    "from",
];

/// Words of names that are no person's.
const ORGANISATION_WORDS: &[&str] = &[
    "ap",
    "afp",
    "dpa",
    "apa",
    "reuters",
    "efe",
    "ansa",
    "tass",
    "pti",
    "ani",
    "ians",
    "sda",
    "belga",
    "bloomberg",
    "press",
    "news",
    "agency",
    "agencies",
    "agentur",
    "staff",
    "team",
    "desk",
    "editors",
    "editorial",
    "redaktion",
    "redaccion",
    "redacción",
    "redaction",
    "rédaction",
    "redazione",
    "redacao",
    "redação",
    "bureau",
    "times",
    "post",
    "newsroom",
    "correspondent",
    "reporter",
    "reporters",
    "service",
    "media",
    "magazine",
    "agencia",
    "agencias",
    "newspaper",
    "online",
    "foundation",
    "inc",
    "ltd",
    "gmbh",
    "admin",
    "web",
    "tv",
    "radio",
    "network",
    "group",
    "institute",
    "university",
    "company",
    "contributor",
    "contributors",
    "writers",
    "association",
    "associated",
    "council",
    "ministry",
    "department",
    "office",
    "nachrichten",
    "zeitung",
];

/// Adds the names of text that a reader sees: only what looks like a name.
pub fn read_visible(text: &str, out: &mut Vec<PageAuthor>) {
    let mut list = Vec::new();
    read_field(text, None, &mut list);
    list.retain(|a| is_name(&a.name));
    for author in list {
        // "Jane Doe" and "More from Jane Doe" are one.
        if !out
            .iter()
            .any(|a| a.name.contains(&author.name) || author.name.contains(&a.name))
        {
            out.push(author);
        }
    }
}

/// Words of links that stand beside names.
const NON_NAME_WORDS: &[&str] = &[
    "more",
    "read",
    "view",
    "all",
    "posts",
    "articles",
    "about",
    "follow",
    "learn",
    "written",
    "author",
    "authors",
    "special",
    "features",
    "timeline",
    "developer",
    "contact",
    "share",
    "see",
    "profile",
    "biography",
    "website",
    "email",
    "in",
    "the",
    "on",
    "our",
    "us",
    "facebook",
    "twitter",
    "bluesky",
    "linkedin",
    "editor",
    "manager",
    "producer",
    "writer",
    "director",
];

fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let particle = |w: &str| {
        matches!(
            w,
            "de" | "van"
                | "von"
                | "der"
                | "den"
                | "la"
                | "le"
                | "da"
                | "dos"
                | "di"
                | "del"
                | "bin"
                | "al"
                | "el"
                | "y"
        )
    };
    (2..=5).contains(&words.len())
        && words.iter().all(|w| {
            particle(w)
                || w.starts_with(|c: char| c.is_uppercase() || c == '(' || c == '\'' || c == '’')
        })
        && !words
            .iter()
            .any(|w| NON_NAME_WORDS.contains(&w.to_lowercase().as_str()))
}

/// Adds the names that one field holds, without doubling.
pub fn read_field(field: &str, kind: Option<PageAuthorKind>, out: &mut Vec<PageAuthor>) {
    let field = field.replace(['\u{a0}', '\n', '\t'], " ");
    for part in split_names(&field) {
        let Some(name) = clean_name(&part) else {
            continue;
        };
        let key = fold_name(&name);
        if out.iter().any(|a| fold_name(&a.name) == key) || out.len() >= 40 {
            continue;
        }
        // What is said to be a person and is named like a newsroom is a newsroom.
        let kind = if looks_like_organisation(&name) {
            PageAuthorKind::Organisation
        } else {
            kind.unwrap_or(PageAuthorKind::Person)
        };
        out.push(PageAuthor { name, kind });
    }
}

fn split_names(field: &str) -> Vec<String> {
    let mut field = field.replace(';', "; ");
    // "Jane Doe/John Roe" are two; "AFP/dpa" is printed so.
    if !field.contains("://") && field.split('/').all(|f| f.trim().contains(' ')) {
        field = field.replace('/', " / ");
    }
    let mut parts = vec![String::new()];
    let mut words = field.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let is_and = matches!(
            word.to_lowercase().as_str(),
            "and" | "und" | "et" | "&" | "|" | "•" | "·" | "/" | "–" | "-" | "with"
        ) || (matches!(word, "y" | "e" | "en" | "og" | "och")
            && words.peek().is_some());
        if is_and {
            parts.push(String::new());
            continue;
        }
        let ends = word.ends_with([',', ';']);
        if let Some(last) = parts.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word.trim_end_matches([',', ';']));
        }
        if ends {
            parts.push(String::new());
        }
    }
    parts.retain(|p| !p.is_empty());
    parts
}

/// Returns a name without what is around it; nothing where it is no name.
fn clean_name(part: &str) -> Option<String> {
    let mut name = part
        .trim()
        .trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')' | '"' | '\'' | '’'))
        .trim()
        .to_owned();
    loop {
        let lower = name.to_lowercase();
        let found = BYLINE_BEGINNINGS.iter().find(|b| {
            lower.strip_prefix(**b).is_some_and(|rest| {
                rest.starts_with([' ', ':']) || (b.ends_with(':') && !rest.is_empty())
            })
        });
        // "De" and "Di" begin family names, too: only what is written small is a word before one.
        let Some(before) = found else { break };
        if matches!(*before, "de" | "di" | "av" | "af")
            && name.starts_with(|c: char| c.is_uppercase())
        {
            break;
        }
        let rest = name.get(before.len()..)?;
        name = rest.trim_start_matches([' ', ':']).into();
    }
    let lower = name.to_lowercase();
    let words = name.split_whitespace().count();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let no_name = letters < 2
        || words > 7
        || name.chars().count() > 60
        || lower.contains("http")
        || lower.contains("www.")
        || lower.contains('@')
        || lower.contains('{')
        || lower.contains("min read")
        || matches!(
            lower.as_str(),
            "null"
                | "none"
                | "undefined"
                | "author"
                | "unknown"
                | "anonymous"
                | "admin"
                | "administrator"
                | "guest"
                | "user"
                | "editor"
                | "root"
                | "jr"
                | "phd"
                | "md"
                | "mba"
                | "ma"
                | "ceo"
                | "mph"
                | "m.p.h."
                | "r.d."
                | "psp"
                | "cpp"
                | "ph.d."
                | "m.d."
                | "esq."
                | "sr"
                | "frankfurt"
                | "berlin"
                | "wien"
                | "zürich"
        )
        || name.chars().filter(char::is_ascii_digit).count() > 3;
    (!no_name).then_some(name)
}

/// Returns a name as it is compared.
#[must_use]
pub fn fold_name(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = name
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns `true` if a name is one of a newsroom, an agency or a firm.
#[must_use]
pub fn looks_like_organisation(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty());
    let known = words.clone().any(|w| ORGANISATION_WORDS.contains(&w));
    let one = words.by_ref().count() == 1;
    let domain = name.contains('.')
        && !name.contains(' ')
        && name.rsplit('.').next().is_some_and(|t| t.len() > 1);
    let capitals = one && name.chars().filter(|c| c.is_uppercase()).count() > 1;
    known || domain || capitals
}
