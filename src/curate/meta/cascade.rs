//! The layers of a page put in order.

use super::authors::{self, PageAuthor};
use super::printed::PrintedFacts;
use super::tags::PageTags;
use super::{MetadataCandidates, dates, json_ld, push_unique, titles};

/// Puts the layers of a page in order. `url` is the address as the reader gave it or the
/// browser noted it; `printed` is what the text itself says.
#[must_use]
pub fn merge_layers(
    ld: &json_ld::ArticleNode,
    tags: &PageTags,
    printed: &PrintedFacts,
    url: &str,
) -> MetadataCandidates {
    let mut out = MetadataCandidates::default();
    add_publisher(&mut out, ld, tags);
    let sites: Vec<&str> = out
        .publisher
        .iter()
        .map(String::as_str)
        .chain([ld.site.as_str()])
        .collect();
    let heading = tags.headings.first().map_or("", String::as_str);
    let item = |name: &str| {
        tags.microdata
            .get(name)
            .and_then(|v| v.first())
            .map_or("", String::as_str)
    };
    let mut layers: Vec<(&str, f32)> = Vec::new();
    // The headline in the page's own data is right on 90 % of the news pages that were
    // measured, og:title on 80 %, the first heading on 78 %; so it wins alone.
    layers.extend(ld.titles.iter().take(1).map(|t| (t.as_str(), 5.0)));
    layers.push((tags.first(&["og:title"]), 1.1));
    layers.push((heading, 1.2));
    layers.push((tags.first(&["twitter:title", "twitter:text:title"]), 0.6));
    layers.push((
        tags.first(&[
            "parsely-title",
            "sailthru.title",
            "dc.title",
            "dcterms.title",
            "citation_title",
            "title",
            "article:title",
            "hdl",
        ]),
        0.7,
    ));
    layers.push((item("headline"), 0.6));
    layers.push((&tags.title, 0.8));
    layers.extend(ld.titles.iter().skip(1).map(|t| (t.as_str(), 0.3)));
    layers.extend(
        tags.headings
            .iter()
            .skip(1)
            .take(3)
            .map(|t| (t.as_str(), 0.1)),
    );
    out.title = titles::rank_titles(&layers, &sites);
    out.authors = author_lists(ld, tags, printed, &out.publisher);
    add_dates(&mut out, ld, tags, printed, url);
    for address in [
        tags.canonical.as_str(),
        tags.first(&["og:url"]),
        &ld.url,
        url,
    ] {
        if address.starts_with("http") {
            push_unique(&mut out.url, address);
        }
    }
    let description = [
        tags.first(&["og:description", "description", "twitter:description"]),
        &ld.description,
    ]
    .into_iter()
    .find(|d| !d.is_empty());
    out.description = description.map(str::to_owned).unwrap_or_default();
    let language = [
        tags.language.as_str(),
        tags.first(&["content-language", "og:locale", "dc.language"]),
        &ld.language,
    ]
    .into_iter()
    .find(|l| !l.is_empty());
    out.language = language.map(str::to_owned).unwrap_or_default();
    out.body.clone_from(&ld.body);
    out.is_paid = ld.is_paid || tags.first(&["article:content_tier"]) == "locked";
    out
}

fn add_publisher(out: &mut MetadataCandidates, ld: &json_ld::ArticleNode, tags: &PageTags) {
    for name in [
        tags.first(&["og:site_name"]),
        &ld.publisher,
        &ld.site,
        tags.first(&[
            "application-name",
            "publisher",
            "dc.publisher",
            "citation_journal_title",
            "apple-mobile-web-app-title",
            "al:android:app_name",
        ]),
    ] {
        if !name.starts_with("http") && !name.starts_with('@') && name.chars().count() < 80 {
            let known = out
                .publisher
                .iter()
                .any(|p| authors::fold_name(p) == authors::fold_name(name));
            if !known {
                push_unique(&mut out.publisher, name);
            }
        }
    }
}

fn author_lists(
    ld: &json_ld::ArticleNode,
    tags: &PageTags,
    printed: &PrintedFacts,
    publisher: &[String],
) -> Vec<Vec<PageAuthor>> {
    let mut lists: Vec<Vec<PageAuthor>> = Vec::new();
    let mut push = |list: Vec<PageAuthor>| {
        let key = |l: &[PageAuthor]| {
            let mut names: Vec<String> = l.iter().map(|a| authors::fold_name(&a.name)).collect();
            names.sort();
            names
        };
        if !list.is_empty() && !lists.iter().any(|l| key(l) == key(&list)) {
            lists.push(list);
        }
    };
    push(ld.authors.clone());
    let from = |values: &[String]| {
        let mut list = Vec::new();
        for value in values {
            authors::read_field(value, None, &mut list);
        }
        list
    };
    for name in [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "byl",
        "article:author_name",
        "twitter:creator_name",
        "cxenseparse:author",
        "mediator_author",
        "og:article:author",
        "dc.contributor",
        "authors",
        "rbauthors",
    ] {
        if let Some(values) = tags.meta.get(name) {
            push(from(values));
        }
    }
    let seen = |values: &[String]| {
        let mut list = Vec::new();
        for value in values {
            authors::read_visible(value, &mut list);
        }
        list
    };
    // WordPress labels the fields of its cards.
    for (label, value) in [
        ("twitter:label1", "twitter:data1"),
        ("twitter:label2", "twitter:data2"),
    ] {
        let label = tags.first(&[label]).to_lowercase();
        if [
            "written",
            "author",
            "verfasst",
            "autor",
            "écrit",
            "escrito",
            "scritto",
            "geschreven",
        ]
        .iter()
        .any(|w| label.contains(w))
        {
            push(from(&[tags.first(&[value]).to_owned()]));
        }
    }
    push(from(&[tags.first(&["twitter:misc:written by"]).to_owned()]));
    if let Some(values) = tags.microdata.get("author") {
        push(seen(values));
    }
    push(printed.authors.clone());
    push(seen(&tags.bylines[..tags.bylines.len().min(1)]));
    push(seen(&tags.author_links[..tags.author_links.len().min(4)]));
    // The outlet's address beside a person is no second author.
    for list in &mut lists {
        if list
            .iter()
            .any(|a| a.kind == super::authors::PageAuthorKind::Person)
        {
            list.retain(|a| {
                a.kind == super::authors::PageAuthorKind::Person
                    || !a.name.contains('.')
                    || a.name.contains(' ')
            });
        }
    }
    // A person named elsewhere comes before the outlet as its own author.
    let is_outlet = |l: &[PageAuthor]| {
        l.iter().all(|a| {
            a.kind == super::authors::PageAuthorKind::Organisation
                && publisher.iter().any(|p| {
                    let (p, name) = (authors::fold_name(p), authors::fold_name(&a.name));
                    p.contains(&name) || name.contains(&p)
                })
        })
    };
    if lists.len() > 1 && is_outlet(&lists[0]) {
        let outlet = lists.remove(0);
        lists.push(outlet);
    }
    lists
}

fn add_dates(
    out: &mut MetadataCandidates,
    ld: &json_ld::ArticleNode,
    tags: &PageTags,
    printed: &PrintedFacts,
    url: &str,
) {
    let item = |name: &str| {
        tags.microdata
            .get(name)
            .and_then(|v| v.first())
            .map_or("", String::as_str)
    };
    let mut published = Vec::new();
    for text in [
        ld.published.as_str(),
        tags.first(&[
            "article:published_time",
            "og:article:published_time",
            "article:published",
            "og:published_time",
        ]),
        tags.first(&[
            "parsely-pub-date",
            "sailthru.date",
            "datepublished",
            "pubdate",
            "publishdate",
            "publish-date",
            "publication_date",
            "date.available",
            "cxenseparse:recs:publishtime",
            "ptime",
            "article_date_original",
            "article.published",
            "dc.date.issued",
            "dcterms.created",
            "dcterms.date",
            "dc.date",
            "dc.date.created",
            "citation_publication_date",
            "citation_date",
            "citation_online_date",
            "originalpublicationdate",
            "bt:pubdate",
            "timestamp",
            "article.created",
            "iso-8601-publish-date",
            "date",
        ]),
        item("datepublished"),
        item("datecreated"),
    ] {
        if let Some(day) = dates::parse_machine_date(text) {
            push_unique(&mut published, &day);
        }
    }
    let mut modified = Vec::new();
    for text in [
        ld.modified.as_str(),
        tags.first(&[
            "article:modified_time",
            "og:updated_time",
            "article:modified",
            "lastmod",
            "last-modified",
            "datemodified",
            "dcterms.modified",
            "dc.date.modified",
            "article.updated",
        ]),
        item("datemodified"),
    ] {
        if let Some(day) = dates::parse_machine_date(text) {
            push_unique(&mut modified, &day);
        }
    }
    let in_url = page_url(tags, ld, url).and_then(|u| dates::date_in_url(&u));
    let mut times = Vec::new();
    for (value, named) in &tags.times {
        let Some(day) = dates::parse_machine_date(value) else {
            continue;
        };
        if named.contains("updat") || named.contains("modif") {
            push_unique(&mut modified, &day);
        } else if times.len() < 3 {
            push_unique(&mut times, &day);
        }
    }
    if let Some(day) = &printed.published {
        push_unique(&mut times, day);
    }
    if let Some(day) = &in_url {
        push_unique(&mut published, day);
    }
    let first_time = tags
        .times
        .iter()
        .find(|(_, n)| !n.contains("updat") && !n.contains("modif"));
    let first_time = first_time
        .and_then(|(v, _)| dates::parse_machine_date(v))
        .filter(|day| printed.modified.as_ref() != Some(day));
    // Where the reader sees another day than the machine, one of them is an update; which
    // one, is even odds. News pages did not differ.
    if let (Some(strong), Some(seen)) = (published.first(), &printed.published)
        && strong != seen
        && !ld.is_news
    {
        out.is_published_disputed = true;
    }
    if published.is_empty() {
        // One `time` near the top is believed where the text does not say otherwise.
        match (&printed.published, first_time) {
            (Some(a), _) => push_unique(&mut published, a),
            (None, Some(b)) if times.len() == 1 && !printed.many_dates => {
                push_unique(&mut published, &b);
            }
            _ => {}
        }
    }
    for day in times {
        if !published.is_empty() {
            push_unique(&mut published, &day);
        }
    }
    if let Some(day) = &printed.modified {
        push_unique(&mut modified, day);
    }
    modified.retain(|day| published.first().is_none_or(|p| day >= p));
    out.published = published;
    out.modified = modified;
}

fn page_url(tags: &PageTags, ld: &json_ld::ArticleNode, url: &str) -> Option<String> {
    [
        url,
        tags.canonical.as_str(),
        tags.first(&["og:url"]),
        &ld.url,
    ]
    .into_iter()
    .find(|u| u.starts_with("http"))
    .map(str::to_owned)
}
