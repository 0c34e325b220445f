//! Which dots end an abbreviation and not a sentence.

/// What the dot at the end of a piece of text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DotKind {
    /// It ends a sentence, or is no dot.
    Ends,
    /// It belongs to an abbreviation that something always follows.
    GoesOn,
    /// It belongs to an abbreviation that may stand at the end of a sentence.
    MayEnd,
    /// It belongs to an abbreviation if a number follows.
    BeforeNumber,
}

/// Titles and the like: a name follows.
const TITLE_ABBREVIATIONS: &[&str] = &[
    "Adm", "Amb", "Atty", "Brig", "Capt", "Cmdr", "Col", "Dr", "Fr", "Ft", "Gen", "Gov", "Govs",
    "Hon", "Lt", "Maj", "Messrs", "Mmes", "Mme", "Mr", "Mrs", "Ms", "Mt", "Mx", "Pres", "Prof",
    "Rep", "Reps", "Rev", "Sen", "Sens", "Sgt", "St", "Supt", "cf", "e.g", "eg", "i.e", "ie",
    "viz", "vs", "v", "bzw", "z.B", "d.h", "approx", "ca", "incl", "esp",
];

/// Abbreviations that also stand at the end of a sentence.
const OTHER_ABBREVIATIONS: &[&str] = &[
    "Assn", "Ave", "Blvd", "Bros", "Co", "Corp", "Cos", "Dept", "Div", "Esq", "Inc", "Intl", "Jr",
    "LLC", "Ltd", "Natl", "Rd", "Sr", "al", "etc", "usw", "Mio", "Mrd", "Jan", "Feb", "Mar", "Apr",
    "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Tues", "Wed", "Thu",
    "Thur", "Thurs", "Fri", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga",
    "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb",
    "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ph.D", "Univ",
];

/// Abbreviations in front of a number; ordinary words otherwise.
const BEFORE_NUMBERS: &[&str] = &[
    "Abs", "Art", "Ch", "Fig", "No", "Nos", "Nr", "Sec", "Vol", "art", "ch", "fig", "no", "nos",
    "nr", "p", "para", "pp", "sec", "vol",
];

/// Words that open a sentence far more often than they continue a name.
const SENTENCE_OPENERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Also",
    "An",
    "And",
    "As",
    "At",
    "Because",
    "Before",
    "But",
    "By",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Last",
    "Many",
    "Meanwhile",
    "Most",
    "No",
    "Not",
    "On",
    "One",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Today",
    "Under",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "While",
    "Who",
    "Why",
    "With",
    "Yet",
    "You",
    "Your",
];

/// Tells what the dot at the end of a piece says. Trailing blanks do not count.
pub(super) fn dot_kind(piece: &str) -> DotKind {
    let Some(before) = piece.trim_end().strip_suffix('.') else {
        return DotKind::Ends;
    };
    let word = before
        .rsplit(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"' | '‘' | '—' | '–' | '/')
        })
        .next()
        .unwrap_or_default();
    if TITLE_ABBREVIATIONS.contains(&word) {
        return DotKind::GoesOn;
    }
    if BEFORE_NUMBERS.contains(&word) {
        return DotKind::BeforeNumber;
    }
    let last = word.rsplit('-').next().unwrap_or_default();
    if OTHER_ABBREVIATIONS.contains(&last) || is_initials(last) {
        return DotKind::MayEnd;
    }
    DotKind::Ends
}

/// Tells whether what follows an abbreviation goes on with the sentence.
pub(super) fn goes_on(dot: DotKind, next: &str) -> bool {
    match dot {
        DotKind::Ends => false,
        DotKind::GoesOn => true,
        DotKind::BeforeNumber => next.starts_with(|c: char| c.is_numeric()),
        DotKind::MayEnd => !opens(next),
    }
}

/// Tells whether a piece begins as sentences do, with an opening word or a
/// quotation mark.
fn opens(next: &str) -> bool {
    let word = next
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '’')))
        .next()
        .unwrap_or_default();
    let word = word.split(['\'', '’']).next().unwrap_or_default();
    next.strip_prefix(['“', '"', '«', '„', '‘', '\''])
        .map_or_else(
            || SENTENCE_OPENERS.contains(&word),
            |quoted| !is_nickname(quoted),
        )
}

/// Tells whether a quotation is a single word, as in "C.L. “Butch” Otter".
fn is_nickname(quoted: &str) -> bool {
    quoted
        .find(|c: char| !c.is_alphanumeric())
        .is_some_and(|end| quoted[end..].starts_with(['”', '"', '»', '“', '’', '\'']))
}

/// Tells whether a word is one letter, or single letters with dots between.
fn is_initials(word: &str) -> bool {
    let mut parts = word.split('.').peekable();
    let many = word.contains('.');
    parts.all(|part| {
        let mut chars = part.chars();
        let first = chars.next();
        chars.next().is_none()
            && first.is_some_and(|c| c.is_uppercase() || (many && c.is_alphabetic()))
    })
}
