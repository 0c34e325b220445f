//! The language of a text.

/// Shortest text whose language is guessed, in characters.
const MIN_CHARACTERS: usize = 120;

/// Characters that are looked at.
const MAX_CHARACTERS: usize = 20_000;

/// Returns the BCP 47 tag of a text: the detector's where it is sure, else the declared one.
#[must_use]
pub fn detect_language(text: &str, declared: &str) -> String {
    let declared = normalize_tag(declared);
    let sample: String = text.chars().take(MAX_CHARACTERS).collect();
    if sample.chars().count() < MIN_CHARACTERS {
        return declared;
    }
    let Some(info) = whatlang::detect(&sample) else {
        return declared;
    };
    let found = two_letter_code(info.lang().code());
    if found.is_empty() || (!info.is_reliable() && !declared.is_empty()) {
        return declared;
    }
    // "de-CH" says more than "de".
    if declared.split('-').next() == Some(found) {
        return declared;
    }
    found.to_owned()
}

/// Returns a declared language as a tag: `en_US` and `EN-us` are `en-US`.
fn normalize_tag(declared: &str) -> String {
    let mut parts = declared.trim().split(['-', '_', '.', ',', ';', ' ']);
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    if !(2..=3).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_lowercase()) {
        return String::new();
    }
    match parts.next() {
        Some(region) if region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic()) => {
            format!("{language}-{}", region.to_ascii_uppercase())
        }
        _ => language,
    }
}

/// Returns the two-letter code of a three-letter one.
fn two_letter_code(code: &str) -> &'static str {
    const CODES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("rus", "ru"),
        ("cmn", "zh"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("ben", "bn"),
        ("fra", "fr"),
        ("deu", "de"),
        ("ukr", "uk"),
        ("kat", "ka"),
        ("ara", "ar"),
        ("hin", "hi"),
        ("jpn", "ja"),
        ("heb", "he"),
        ("yid", "yi"),
        ("pol", "pl"),
        ("amh", "am"),
        ("jav", "jv"),
        ("kor", "ko"),
        ("nob", "nb"),
        ("dan", "da"),
        ("swe", "sv"),
        ("fin", "fi"),
        ("tur", "tr"),
        ("nld", "nl"),
        ("hun", "hu"),
        ("ces", "cs"),
        ("ell", "el"),
        ("bul", "bg"),
        ("bel", "be"),
        ("mar", "mr"),
        ("kan", "kn"),
        ("ron", "ro"),
        ("slv", "sl"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("mkd", "mk"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("tam", "ta"),
        ("vie", "vi"),
        ("urd", "ur"),
        ("tha", "th"),
        ("guj", "gu"),
        ("uzb", "uz"),
        ("pan", "pa"),
        ("aze", "az"),
        ("ind", "id"),
        ("tel", "te"),
        ("pes", "fa"),
        ("mal", "ml"),
        ("ori", "or"),
        ("mya", "my"),
        ("nep", "ne"),
        ("sin", "si"),
        ("khm", "km"),
        ("tuk", "tk"),
        ("aka", "ak"),
        ("zul", "zu"),
        ("sna", "sn"),
        ("afr", "af"),
        ("lat", "la"),
        ("slk", "sk"),
        ("cat", "ca"),
        ("tgl", "tl"),
        ("hye", "hy"),
        ("epo", "eo"),
        ("cym", "cy"),
    ];
    CODES
        .iter()
        .find(|(long, _)| *long == code)
        .map_or("", |(_, short)| short)
}
