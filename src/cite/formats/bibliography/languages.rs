//! The names by which babel, and with it biblatex, knows languages.

/// Returns the name by which babel and polyglossia, and with them biblatex, know the
/// language of a BCP 47 tag; empty where it has none.
pub(super) fn babel_name(tag: &str) -> &'static str {
    let lower = tag.to_ascii_lowercase();
    let mut parts = lower.split('-');
    let language = parts.next().unwrap_or("");
    // A region has two letters, a script four.
    let region = parts.find(|part| part.len() == 2).unwrap_or("");
    let name = |key: &str| {
        let known = BABEL_NAMES.iter().find(|(tag, _)| *tag == key);
        known.map(|(_, name)| *name)
    };
    let regional = name(&format!("{language}-{region}"));
    regional.or_else(|| name(language)).unwrap_or("")
}

/// Language tags and babel's names. Those of regions go before those of their language.
const BABEL_NAMES: &[(&str, &str)] = &[
    ("af", "afrikaans"),
    ("ar", "arabic"),
    ("be", "belarusian"),
    ("bg", "bulgarian"),
    ("ca", "catalan"),
    ("cs", "czech"),
    ("cy", "welsh"),
    ("da", "danish"),
    ("de", "ngerman"),
    ("de-at", "naustrian"),
    ("de-ch", "nswissgerman"),
    ("el", "greek"),
    ("en", "english"),
    ("en-au", "australian"),
    ("en-ca", "canadian"),
    ("en-gb", "british"),
    ("en-nz", "newzealand"),
    ("en-us", "american"),
    ("eo", "esperanto"),
    ("es", "spanish"),
    ("et", "estonian"),
    ("eu", "basque"),
    ("fa", "persian"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("ga", "irish"),
    ("gl", "galician"),
    ("he", "hebrew"),
    ("hi", "hindi"),
    ("hr", "croatian"),
    ("hu", "hungarian"),
    ("hy", "armenian"),
    ("id", "indonesian"),
    ("is", "icelandic"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("ka", "georgian"),
    ("ko", "korean"),
    ("la", "latin"),
    ("lt", "lithuanian"),
    ("lv", "latvian"),
    ("mk", "macedonian"),
    ("ms", "malay"),
    ("nb", "norsk"),
    ("nl", "dutch"),
    ("nn", "nynorsk"),
    ("no", "norsk"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("pt-br", "brazilian"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sk", "slovak"),
    ("sl", "slovene"),
    ("sq", "albanian"),
    ("sr", "serbian"),
    ("sv", "swedish"),
    ("th", "thai"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
    ("vi", "vietnamese"),
    ("zh", "chinese"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_the_names_that_babel_knows() {
        for (tag, name) in [
            ("en", "english"),
            ("en-US", "american"),
            ("EN-gb", "british"),
            ("en-IE", "english"),
            ("de", "ngerman"),
            ("de-Latn-AT", "naustrian"),
            ("zh-Hant-TW", "chinese"),
            ("tlh", ""),
            ("", ""),
        ] {
            assert_eq!(babel_name(tag), name, "{tag}");
        }
    }
}
