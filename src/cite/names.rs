//! Names of authors, as far as the styles turn them round. Bundles hold names as
//! they were printed; a name that is not plainly a person's stays as it is.

/// A person's name by its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person<'a> {
    pub given: Vec<&'a str>,
    pub family: String,
    pub suffix: Option<&'a str>,
}

const SUFFIXES: [&str; 6] = ["Jr.", "Jr", "Sr.", "Sr", "II", "III"];
const PARTICLES: [&str; 16] = [
    "van", "von", "der", "den", "de", "del", "della", "da", "di", "du", "la", "le", "el", "al",
    "bin", "ten",
];
/// Words by which the name of a body is known.
const BODIES: [&str; 40] = [
    "the",
    "staff",
    "team",
    "editors",
    "editor",
    "editorial",
    "board",
    "news",
    "press",
    "agency",
    "agencies",
    "desk",
    "bureau",
    "associated",
    "reuters",
    "office",
    "ministry",
    "department",
    "committee",
    "company",
    "inc",
    "inc.",
    "ltd",
    "lab",
    "labs",
    "times",
    "post",
    "journal",
    "wire",
    "correspondent",
    "correspondents",
    "reporter",
    "reporters",
    "council",
    "institute",
    "university",
    "group",
    "service",
    "magazine",
    "and",
];

/// Takes a name apart; none where it may be that of a body, or one that is
/// written in another order.
pub(super) fn person(name: &str) -> Option<Person<'_>> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let suffix = words
        .last()
        .copied()
        .filter(|word| words.len() > 2 && SUFFIXES.contains(word));
    if suffix.is_some() {
        words.pop();
        if let Some(last) = words.last_mut() {
            *last = last.trim_end_matches(',');
        }
    }
    let plain = |word: &&str| {
        let begins = word.chars().next().is_some_and(char::is_uppercase);
        let letters = word
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
        let shouted = word.chars().filter(|c| c.is_uppercase()).count() > 2 && !word.contains('.');
        (begins || PARTICLES.contains(word)) && letters && !shouted
    };
    let body = |word: &&str| BODIES.contains(&word.to_lowercase().as_str());
    if !(2..=5).contains(&words.len()) || !words.iter().all(plain) || words.iter().any(body) {
        return None;
    }
    let mut family = words.len() - 1;
    while family > 1 && PARTICLES.contains(&words[family - 1]) {
        family -= 1;
    }
    if PARTICLES.contains(&words[0]) || PARTICLES.contains(&words[words.len() - 1]) {
        return None;
    }
    Some(Person {
        given: words[..family].to_vec(),
        family: words[family..].join(" "),
        suffix,
    })
}

/// Writes "Other, A. N., Jr."
pub(super) fn initials_behind(name: &str) -> String {
    person(name).map_or_else(
        || name.to_owned(),
        |person| {
            let initials: Vec<String> = person.given.iter().map(|name| initial(name)).collect();
            behind(&person, &initials.join(" "))
        },
    )
}

/// Writes "Other, Ann N., Jr."
pub(super) fn given_behind(name: &str) -> String {
    person(name).map_or_else(
        || name.to_owned(),
        |person| behind(&person, &person.given.join(" ")),
    )
}

fn behind(person: &Person, given: &str) -> String {
    let suffix = person.suffix.map_or_else(String::new, |s| format!(", {s}"));
    format!("{}, {given}{suffix}", person.family)
}

/// "Jean-Paul" gives "J.-P.", "J.K." gives "J. K."
fn initial(name: &str) -> String {
    if name.contains('.') {
        let letters = name.split('.').filter(|part| !part.is_empty());
        let letters: Vec<String> = letters.map(|part| format!("{part}.")).collect();
        return letters.join(" ");
    }
    let parts = name.split('-').filter_map(|part| part.chars().next());
    let parts: Vec<String> = parts.map(|c| format!("{c}.")).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_turned_round_and_nobody_else() {
        for (name, initials, given) in [
            ("Ina Fried", "Fried, I.", "Fried, Ina"),
            ("A. N. Other Jr.", "Other, A. N., Jr.", "Other, A. N., Jr."),
            ("J.K. Rowling", "Rowling, J. K.", "Rowling, J.K."),
            (
                "Jean-Paul de la Tour",
                "de la Tour, J.-P.",
                "de la Tour, Jean-Paul",
            ),
            ("Éva Ó’Brien", "Ó’Brien, É.", "Ó’Brien, Éva"),
        ] {
            assert_eq!(initials_behind(name), initials);
            assert_eq!(given_behind(name), given);
        }
        for name in [
            "Reuters",
            "Reuters Staff",
            "The Associated Press",
            "Kaspersky Lab",
            "AFP Moskau",
            "Fried, Ina",
            "Ina Fried and Joe Uchill",
            "by Ina Fried",
            "BBC News",
            "安倍 晋三",
            "Agent 47",
            "",
        ] {
            assert_eq!(initials_behind(name), name);
            assert_eq!(given_behind(name), name);
        }
    }
}
