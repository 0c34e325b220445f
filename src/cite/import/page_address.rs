//! Whether two addresses are those of one page: with or without `www.`, a trailing
//! slash, a fragment, the parameters of a campaign, or by way of an archive.

use crate::cite::percent::percent_decode;

/// The address of a page on the web, without what does not tell pages apart. Two addresses of one page are equal; that two
/// are equal is no proof: the words have to be found in the page, too.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageAddress(String);

/// Parameters that say where a reader came from, by the beginning of their names.
const TRACKING_PREFIXES: [&str; 13] = [
    "utm_", "utm-", "mc_", "at_", "hsa_", "pk_", "mtm_", "matomo_", "wt_", "vero_", "_hs", "ns_",
    "trk_",
];

/// Parameters that say where a reader came from, by their whole names.
const TRACKING: [&str; 47] = [
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ymclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "li_fat_id",
    "mkt_tok",
    "s_cid",
    "icid",
    "ito",
    "cmpid",
    "cmp",
    "campaign",
    "campaign_id",
    "ocid",
    "ncid",
    "cid",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "referer",
    "smid",
    "smtyp",
    "soc_src",
    "soc_trk",
    "spm",
    "sr_share",
    "share",
    "sh",
    "sref",
    "sfnsn",
    "mbid",
    "partner",
    "_ga",
    "_gl",
    "amp",
    "guccounter",
    "taid",
];

/// Archives that write the address of the page behind their own and a time.
const ARCHIVES: [&str; 14] = [
    "web.archive.org",
    "archive.org",
    "wayback.archive.org",
    "web-beta.archive.org",
    "archive.today",
    "archive.ph",
    "archive.is",
    "archive.li",
    "archive.fo",
    "archive.md",
    "archive.vn",
    "wayback.archive-it.org",
    "arquivo.pt",
    "webarchive.nationalarchives.gov.uk",
];

/// Readers and annotating programs that write the address of the page behind their own.
const PROXIES: [&str; 3] = ["via.hypothes.is", "via.hypothesis.is", "12ft.io"];

/// How many archives may stand before each other.
const MAX_WRAPS: usize = 4;

impl PageAddress {
    /// Returns the page of an address; none where it is no address of the web.
    #[must_use]
    pub fn parse(address: &str) -> Option<PageAddress> {
        let mut rest = strip_scheme(address.trim())?;
        for _ in 0..MAX_WRAPS {
            match unwrap_archive(rest) {
                Some(inner) => rest = inner,
                None => break,
            }
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let host = normal_host(authority);
        if host.is_empty() || host.contains(char::is_whitespace) {
            return None;
        }
        // A route that begins with "#!" or "#/" is the page itself, not a place in it.
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        let route = fragment.starts_with(['!', '/']).then_some(fragment);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut parameters: Vec<String> = query
            .split('&')
            .filter(|parameter| !parameter.is_empty() && !is_tracking(parameter))
            .map(decode_unreserved)
            .collect();
        parameters.sort();
        let path = decode_unreserved(path);
        let path = path.trim_end_matches('/');
        let mut page = format!("{host}{path}");
        for (mark, text) in [
            ('?', Some(parameters.join("&"))),
            ('#', route.map(decode_unreserved)),
        ] {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                page.push(mark);
                page += &text;
            }
        }
        Some(PageAddress(page))
    }
}

/// Returns a text with what need not be escaped unescaped, where all of it can be.
fn decode_unreserved(text: &str) -> String {
    // An escaped mark is no mark: "%2F" does not part a path.
    let marks = ["%2f", "%3f", "%23", "%26", "%25", "%3d"];
    let lower = text.to_ascii_lowercase();
    if marks.iter().any(|mark| lower.contains(mark)) {
        return text.to_owned();
    }
    percent_decode(text).unwrap_or_else(|| text.to_owned())
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or("");
    let name = name.to_ascii_lowercase();
    TRACKING.contains(&name.as_str()) || TRACKING_PREFIXES.iter().any(|p| name.starts_with(p))
}

/// Returns what stands behind `https://` or `http://`; also behind one slash, since
/// some programs make one of two.
fn strip_scheme(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once(':')?;
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let rest = rest.strip_prefix('/').filter(|_| is_web)?;
    Some(rest.strip_prefix('/').unwrap_or(rest))
}

/// Returns a host in small letters, without name, password, usual port, `www.` and what
/// marks a page for telephones.
fn normal_host(authority: &str) -> String {
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.to_lowercase();
    let host = host
        .strip_suffix(":80")
        .or(host.strip_suffix(":443"))
        .unwrap_or(&host);
    let host = host.trim_end_matches('.');
    let labels = host.split('.').count();
    let prefixes = ["www.", "www2.", "m.", "mobile.", "amp."];
    let mut prefixes = prefixes
        .iter()
        .filter_map(|prefix| host.strip_prefix(prefix));
    prefixes
        .next()
        .filter(|_| labels > 2)
        .unwrap_or(host)
        .to_owned()
}

/// Returns what an archive or a proxy wrote behind its own address: that of the page,
/// without its scheme.
fn unwrap_archive(address: &str) -> Option<&str> {
    let (authority, path) = address.split_once('/')?;
    let host = normal_host(authority);
    if PROXIES.contains(&host.as_str()) {
        return strip_scheme(path);
    }
    if !ARCHIVES.contains(&host.as_str()) {
        return None;
    }
    // "web/2018…/http://…", "2018…/http://…", "o/abcde/http://…", "newest/http://…"
    let mut path = path;
    for _ in 0..3 {
        let (part, behind) = path.split_once('/')?;
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let is_time = digits >= 4 && part.starts_with(|c: char| c.is_ascii_digit());
        path = behind;
        if let Some(page) = strip_scheme(path) {
            return Some(page);
        }
        // Behind a time the page's address may stand without its scheme.
        let host = path.split(['/', '?', '#']).next().unwrap_or("");
        if is_time && host.contains('.') {
            return Some(path);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_are_one() {
        let page = PageAddress::parse("https://www.example.org/a/b-c?id=7&page=2").unwrap();
        for address in [
            "http://www.example.org/a/b-c?id=7&page=2",
            "https://example.org/a/b-c?id=7&page=2",
            "HTTPS://Example.ORG:443/a/b-c?page=2&id=7",
            "https://example.org/a/b-c/?id=7&page=2#comments",
            "https://m.example.org/a/b-c?id=7&page=2",
            "https://example.org/a/b-c?utm_source=x&id=7&utm_medium=y&page=2&fbclid=z",
            "https://example.org/a/b%2Dc?id=7&page=2",
            "https://example.org/a/b-c?id=7&page=2#:~:text=words",
            "https://web.archive.org/web/20180427120000/https://www.example.org/a/b-c?id=7&page=2",
            "https://web.archive.org/web/2018id_/http://example.org/a/b-c?id=7&page=2",
            "http://web.archive.org/web/2018*/http:/example.org/a/b-c?id=7&page=2",
            "https://web.archive.org/web/20180427120000/example.org/a/b-c?id=7&page=2",
            "https://archive.org/web/20180427120000/https://example.org/a/b-c/?page=2&id=7",
            "https://archive.today/2018.04.27-120000/https://example.org/a/b-c?id=7&page=2",
            "https://archive.ph/20180427120000/http://www.example.org/a/b-c?id=7&page=2",
            "https://archive.is/newest/https://example.org/a/b-c?id=7&page=2",
            "https://archive.is/o/Ab1cD/https://example.org/a/b-c?id=7&page=2",
            "https://via.hypothes.is/https://example.org/a/b-c?id=7&page=2",
            "https://via.hypothes.is/https://web.archive.org/web/2018/http://example.org/a/b-c?id=7&page=2",
            " https://user:word@example.org/a/b-c?id=7&page=2 ",
        ] {
            assert_eq!(
                PageAddress::parse(address).as_ref(),
                Some(&page),
                "{address}"
            );
        }
    }

    #[test]
    fn other_pages_stay_others() {
        let page = PageAddress::parse("https://example.org/a?id=7").unwrap();
        for address in [
            "https://example.org/a",
            "https://example.org/a?id=8",
            "https://example.org/A?id=7",
            "https://example.com/a?id=7",
            "https://news.example.org/a?id=7",
            "https://example.org/#!/a?id=7",
            "https://web.archive.org/web/2018/http://example.org/a",
            "https://archive.ph/Ab1cD",
            "https://notarchive.org/web/2018/https://example.org/a?id=7",
        ] {
            assert_ne!(PageAddress::parse(address), Some(page.clone()), "{address}");
        }
        for address in [
            "",
            "example.org/a",
            "file:///etc/passwd",
            "urn:x-pdf:1",
            "https://",
            "mailto:a@b",
        ] {
            assert_eq!(PageAddress::parse(address), None, "{address}");
        }
    }
}
