//! Addresses of web pages.

use crate::text::clean::clean_line;

/// Returns a cleaned address of the web; `None` for any other scheme, so that
/// nothing a bundle says can make a browser do more than open a page.
pub(crate) fn clean_web_url(text: &str) -> Option<String> {
    let address = clean_line(text);
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })?;
    let host = address[scheme.len()..].chars().next()?;
    (host.is_alphanumeric() || host == '[').then_some(())?;
    (!address.contains([' ', '"', '<', '>', '\\'])).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_are_addresses() {
        for good in ["https://a.org/b?c=d#e", "HTTP://a.org", "https://[::1]/"] {
            assert_eq!(clean_web_url(good).as_deref(), Some(good));
        }
        for bad in [
            "",
            "a.org",
            "javascript:alert(1)",
            "file:///etc",
            "https://",
            "https:///x",
            "https://a b",
            "mailto:a@b.c",
            "ht\u{e9}tps://",
        ] {
            assert_eq!(clean_web_url(bad), None, "{bad}");
        }
    }
}
