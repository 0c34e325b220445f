//! What class names, ids and roles say about a part of a page.

/// Kinds of parts that a name can speak of, each a bit of [`flags`].
pub const KINDS: &[(&str, &[&str])] = &[
    ("share", &["share", "sharing", "shares", "social", "sharebar", "addthis", "sharedaddy", "follow", "whatsapp", "facebook", "twitter"]),
    ("related", &["related", "recommend", "recommended", "recommendations", "recirc", "recirculation", "outbrain", "taboola", "trending", "popular", "latest", "mostread", "readmore", "alsoread", "further", "seealso"]),
    ("newsletter", &["newsletter", "newsletters", "signup", "subscribe", "subscription", "optin", "mailchimp", "email"]),
    ("ad", &["ad", "ads", "adv", "advert", "advertisement", "advertising", "sponsor", "sponsored", "promo", "promoted", "promotion", "banner", "dfp", "werbung", "anzeige", "marketing"]),
    ("comment", &["comment", "comments", "commentlist", "disqus", "discussion", "respond", "reply", "kommentar", "kommentare"]),
    ("author", &["author", "authors", "byline", "bylines", "bio", "writer", "contributor", "autor", "autoren", "auteur", "vcard"]),
    ("caption", &["caption", "captions", "figcaption", "credit", "credits", "photocredit", "wp", "bildunterschrift", "copyright", "legend", "image", "photo", "picture", "figure"]),
    ("tags", &["tag", "tags", "keyword", "keywords", "topic", "topics", "categories", "category", "themen"]),
    ("breadcrumb", &["breadcrumb", "breadcrumbs", "crumbs", "kicker", "eyebrow", "overline", "section", "rubric", "label", "flag"]),
    ("nav", &["nav", "navigation", "navbar", "menu", "submenu", "pagination", "pager", "prev", "next", "sitemap"]),
    ("footer", &["footer", "foot", "legal", "imprint", "bottom", "colophon"]),
    ("header", &["header", "masthead", "topbar", "top", "head", "hero"]),
    ("meta", &["meta", "date", "dates", "time", "timestamp", "published", "dateline", "pubdate", "datetime", "metadata", "datum", "updated", "reading"]),
    ("sidebar", &["sidebar", "aside", "rail", "widget", "widgets", "secondary", "complementary", "col"]),
    ("cookie", &["cookie", "cookies", "consent", "gdpr", "privacy", "onetrust", "cmp"]),
    ("paywall", &["paywall", "premium", "abo", "register", "login", "piano", "regwall", "donate", "donation", "support"]),
    ("teaser", &["teaser", "teasers", "card", "cards", "tile", "grid", "carousel", "slider", "swiper", "listing", "feed", "archive", "thumb", "thumbnail"]),
    ("toc", &["toc", "contents", "jump", "anchor", "inhaltsverzeichnis", "outline"]),
    ("hidden", &["hidden", "hide", "sr", "screenreader", "visually", "visuallyhidden", "noprint", "skip", "offscreen", "invisible", "modal", "popup", "overlay", "tooltip", "dialog", "drawer"]),
    ("lead", &["lead", "lede", "dek", "deck", "standfirst", "subtitle", "summary", "intro", "subhead", "subheading", "vorspann", "chapeau", "description", "excerpt", "introduction", "sapo", "ingress", "sommario", "entradilla", "abstract", "preamble"]),
    ("title", &["title", "headline", "hed", "heading", "titel", "titre", "h1"]),
    ("body", &["body", "articlebody", "content", "text", "main", "richtext", "prose", "wysiwyg", "copy", "fulltext", "entry"]),
    ("paragraph", &["paragraph", "para", "p", "textblock", "absatz"]),
    ("quote", &["quote", "pullquote", "blockquote", "pull", "citation", "zitat"]),
    ("media", &["video", "player", "audio", "podcast", "media", "embed", "embedded", "youtube", "gallery", "slideshow", "brightcove", "jw"]),
    ("button", &["button", "btn", "cta", "link", "links", "toggle", "action", "actions"]),
    ("form", &["form", "input", "search", "field", "wpcf7", "contact"]),
    ("note", &["correction", "corrections", "editor", "editors", "note", "notes", "disclaimer", "disclosure", "footnote", "footnotes", "references", "endnote", "clarification"]),
    ("faq", &["faq", "accordion", "tabs", "tab", "collapse"]),
    ("box", &["box", "factbox", "infobox", "info", "panel", "highlight", "takeaways", "callout", "notice", "alert", "aside"]),
    ("live", &["live", "liveblog", "ticker", "timeline", "stream"]),
    ("article", &["article", "post", "story", "single", "hentry", "artikel", "articulo", "news", "blog"]),
];

/// Returns the bits of the kinds that names speak of.
#[must_use]
pub fn flags(names: &str) -> u64 {
    let mut bits = 0;
    let mut word = String::new();
    let mut words = 0;
    let mut lower_before = false;
    for c in names.chars().chain(std::iter::once(' ')) {
        let starts_word = c.is_ascii_uppercase() && lower_before;
        if !c.is_ascii_alphabetic() || starts_word {
            if !word.is_empty() {
                bits |= kind_of(&word);
                words += 1;
                word.clear();
            }
            if words > 60 {
                break;
            }
        }
        if c.is_ascii_alphabetic() && word.len() < 24 {
            word.push(c.to_ascii_lowercase());
        }
        lower_before = c.is_ascii_lowercase();
    }
    // WordPress names all categories and tags of a post at its outermost element.
    if words > 14 {
        bits &= !(1 << 7);
    }
    bits
}

fn kind_of(word: &str) -> u64 {
    let mut bits = 0;
    for (bit, (_, stems)) in KINDS.iter().enumerate() {
        if stems.contains(&word) {
            bits |= 1 << bit;
        }
    }
    bits
}
