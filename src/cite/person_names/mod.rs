//! Inverts the names of authors, as the styles need it: "Fried, Ina". Bundles hold names as
//! they were printed, and may say whether they are a person's. A name that is not surely a
//! person's, or of which it is not sure which part is the family name, stays as it is: a wrong
//! name in print is worse than one in the wrong order. The word lists are in `lists`.

mod lists;

use self::lists::{
    DEGREES, FAMILY_FIRST, FIRST_OF_TWO, ORGANISATION_WORDS, PARTICLES, SUFFIXES, TITLES,
};
use crate::model::{Author, AuthorKind};

/// A person's name by its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonName<'a> {
    pub given: Vec<&'a str>,
    pub family: String,
    pub suffix: Option<&'a str>,
}

/// Returns a name as it was printed, without a "By" before it.
pub(super) fn as_printed(author: &Author) -> &str {
    let name = author.name.trim();
    let (by, rest) = name.split_once(char::is_whitespace).unwrap_or(("", name));
    let rest = rest.trim_start();
    let is_name = rest.starts_with(|c: char| !c.is_lowercase());
    if by.trim_end_matches(':').eq_ignore_ascii_case("by") && is_name {
        rest
    } else {
        name
    }
}

/// Takes a name apart; none where it may be that of a body, or where it is not sure which
/// part of it is the family's.
pub(super) fn parse_person(author: &Author) -> Option<PersonName<'_>> {
    let is_known = match author.kind {
        Some(AuthorKind::Organisation) => return None,
        Some(AuthorKind::Person) => true,
        None => false,
    };
    let name = as_printed(author);
    if let Some((family, given)) = name.split_once(", ")
        && is_known
        && !is_suffix(given)
    {
        return parse_inverted(family, given);
    }
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while is_known && words.len() > 2 && is_in(&TITLES, words[0]) {
        words.remove(0);
    }
    let suffix = words.last().copied();
    let suffix = suffix
        .filter(|word| words.len() > 2 && (SUFFIXES.contains(word) || is_known && is_suffix(word)));
    if suffix.is_some() {
        words.pop();
        if let Some(last) = words.last_mut() {
            *last = last.trim_end_matches(',');
        }
    }
    let is_particle = |word: &str| PARTICLES.contains(&word);
    if words.len() > 5 || !words.iter().all(|w| is_particle(w) || is_name_word(w)) {
        return None;
    }
    let (first, last) = (*words.first()?, *words.last()?);
    let full = words.iter().filter(|word| !is_particle(word)).count();
    // "Jane D." and "John Smith V" end in what may be a letter of a name.
    let is_cut = last.ends_with('.') || last.chars().count() == 1;
    if !(2..=3).contains(&full) || is_particle(first) || is_particle(last) || is_cut {
        return None;
    }
    let capital = |word: &str| {
        let small = word.to_lowercase();
        small != word && is_particle(&small)
    };
    let mut family = words.len() - 1;
    while family > 1 && (is_particle(words[family - 1]) || is_known && capital(words[family - 1])) {
        family -= 1;
    }
    let given = &words[..family];
    let doubtful = |word: &&str| {
        let body = is_in(ORGANISATION_WORDS, word) || word.split('-').any(is_organisation_word);
        body || is_in(&TITLES, word) || is_in(&DEGREES, word)
    };
    if given.iter().any(|word| capital(word))
        || capital(last)
        || FAMILY_FIRST.contains(&first)
        || !is_known && words.iter().any(doubtful)
        || given.len() > 1 && given[1..].iter().any(|word| may_be_family_name(word))
    {
        return None;
    }
    Some(PersonName {
        given: given.to_vec(),
        family: words[family..].join(" "),
        suffix,
    })
}

/// Reads "Fried, Ina", which the bundle says is a person's.
fn parse_inverted<'a>(family: &str, given: &'a str) -> Option<PersonName<'a>> {
    let given: Vec<&str> = given.split_whitespace().collect();
    let plain = !given.is_empty() && given.iter().all(|word| is_name_word(word));
    plain.then(|| PersonName {
        given,
        family: family.trim().to_owned(),
        suffix: None,
    })
}

/// Returns `true` if a word is written as names of persons are: a capital first, letters,
/// and not all in capitals as abbreviations are.
fn is_name_word(word: &str) -> bool {
    let begins = word.chars().next().is_some_and(char::is_uppercase);
    let letters = word
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'));
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let shouted = capitals > 1 && !word.contains('.') && !word.contains(char::is_lowercase);
    begins && letters && !shouted
}

fn is_suffix(text: &str) -> bool {
    SUFFIXES.contains(&text) || is_in(&DEGREES, text)
}

fn is_in(list: &[&str], word: &str) -> bool {
    let word: String = word
        .to_lowercase()
        .chars()
        .filter(|c| !",.".contains(*c))
        .collect();
    list.contains(&word.as_str())
}

fn is_organisation_word(word: &str) -> bool {
    is_in(ORGANISATION_WORDS, word) || is_in(ORGANISATION_WORDS, word.trim_end_matches('s'))
}

/// Returns `true` if a name in the middle may be the first of two family names, as in
/// Spanish and Portuguese.
fn may_be_family_name(word: &str) -> bool {
    let word = word.to_lowercase();
    let patronymic = word.chars().count() > 3 && word.ends_with("ez");
    patronymic || FIRST_OF_TWO.contains(&word.as_str())
}

/// Writes "Other, A. N., Jr."
pub(super) fn invert_with_initials(author: &Author) -> String {
    parse_person(author).map_or_else(
        || as_printed(author).to_owned(),
        |person| {
            let initials: Vec<String> = person.given.iter().map(|name| initials(name)).collect();
            inverted(&person, &initials.join(" "))
        },
    )
}

/// Writes "Other, Ann N., Jr."
pub(super) fn invert(author: &Author) -> String {
    parse_person(author).map_or_else(
        || as_printed(author).to_owned(),
        |person| inverted(&person, &person.given.join(" ")),
    )
}

fn inverted(person: &PersonName, given: &str) -> String {
    let suffix = person.suffix.map_or_else(String::new, |s| format!(", {s}"));
    format!("{}, {given}{suffix}", person.family)
}

/// "Jean-Paul" gives "J.-P.", "J.K." gives "J. K."
fn initials(name: &str) -> String {
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

    fn known(name: &str, kind: AuthorKind) -> Author {
        Author {
            kind: Some(kind),
            ..Author::from_name(name)
        }
    }

    #[test]
    fn persons_are_turned_round() {
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
            ("John Smith IV", "Smith, J., IV", "Smith, John, IV"),
            ("Mary Anne Jones", "Jones, M. A.", "Jones, Mary Anne"),
            ("By Ina Fried", "Fried, I.", "Fried, Ina"),
            ("by Ina Fried", "Fried, I.", "Fried, Ina"),
        ] {
            let author = Author::from_name(name);
            assert_eq!(invert_with_initials(&author), initials);
            assert_eq!(invert(&author), given);
        }
    }

    #[test]
    fn what_is_not_surely_a_person_stays_as_printed() {
        for name in [
            "Reuters",
            "Reuters Staff",
            "The Associated Press",
            "Agence France-Presse",
            "Human Rights Watch",
            "European Commission",
            "Kaspersky Lab",
            "Ars Technica",
            "Fox News",
            "Trend Labs",
            "AFP Moskau",
            "AP Moscow",
            "Fried, Ina",
            "Ina Fried and Joe Uchill",
            "BBC News",
            "安倍 晋三",
            "Agent 47",
            "Xi Jinping",
            "Nguyen Van Anh",
            "Gabriel García Márquez",
            "Ana Gómez Silva",
            "Chris Van Hollen",
            "Robert De Niro",
            "Dr. Jane Doe",
            "Sen. Jeanne Shaheen",
            "Jane Doe MD",
            "Jane Doe, Ph.D.",
            "John Smith V",
            "Jane D.",
            "One Two Three Four",
            "By",
            "",
        ] {
            let author = Author::from_name(name);
            assert_eq!(invert_with_initials(&author), name);
            assert_eq!(invert(&author), name);
        }
        let by = Author::from_name("BY REUTERS STAFF");
        assert_eq!(invert(&by), "REUTERS STAFF");
    }

    #[test]
    fn what_the_bundle_says_of_an_author_goes_before_any_guess() {
        let body = known("Blue Frog", AuthorKind::Organisation);
        assert_eq!(invert_with_initials(&body), "Blue Frog");
        for (name, initials) in [
            ("Charles Watch", "Watch, C."),
            ("Chris Van Hollen", "Van Hollen, C."),
            ("Dr. Jane Doe", "Doe, J."),
            ("Jane Doe, MD", "Doe, J., MD"),
            ("Fried, Ina", "Fried, I."),
            ("By Charles Watch", "Watch, C."),
            ("Xi Jinping", "Xi Jinping"),
            ("Madonna", "Madonna"),
        ] {
            let author = known(name, AuthorKind::Person);
            assert_eq!(invert_with_initials(&author), initials);
        }
    }
}
