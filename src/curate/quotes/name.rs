//! The name behind a mention: who "he", "the spokesman", "the company" or
//! "Mr. Roe" is, by what the text has named before.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::attribute::{AttributionCandidate, CandidatePlace, Paragraph};
use super::lexicon::{
    AUX, CALL, FEMALE, Lexicon, MALE, ORGANISATION, PLACE, PREPOSITION, ROLE, SAY, TITLE, WordClass,
};
use super::mention::{Mention, MentionKind, SubjectKind};
use super::token::TokenKind;

/// Most names that are kept of one text; later ones are taken as they stand.
const MAX_NAMES: usize = 4096;

/// How many occurrences of names a pronoun looks back over.
const MAX_OCCURRENCES_BACK: usize = 96;

/// What a text tells about one who is named.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that holds by itself"
)]
#[derive(Debug, Default)]
struct NamedEntity {
    full: String,
    /// Letters of the gender that titles, first names and roles show.
    female: u16,
    male: u16,
    /// A company, an office, a paper.
    is_organisation: bool,
    /// Words for what the person is, in small letters.
    roles: Vec<String>,
    count: u16,
    is_place: bool,
    /// Was the subject of a verb of saying.
    has_spoken: bool,
    /// "a young woman": described, not named.
    is_description: bool,
}

impl NamedEntity {
    fn fits_gender(&self, female: bool) -> bool {
        if female {
            self.male <= self.female
        } else {
            self.female <= self.male
        }
    }

    fn is_gender_known(&self) -> bool {
        self.male != self.female
    }
}

/// That a name stands somewhere.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that holds by itself"
)]
#[derive(Clone, Copy, Debug)]
struct NameOccurrence {
    entity: usize,
    start: usize,
    /// Counted over the whole text.
    sentence: usize,
    is_subject: bool,
    in_phrase: bool,
    is_possessive: bool,
    /// The subject of a verb of saying.
    has_spoken: bool,
}

/// The names that a text has given so far.
#[derive(Debug, Default)]
pub(super) struct KnownNames {
    entities: Vec<NamedEntity>,
    /// By the last word of the name, in small letters.
    by_last: FxHashMap<String, Vec<usize>>,
    occurrences: VecDeque<NameOccurrence>,
    /// Sentences before the paragraph at hand.
    sentences: usize,
    /// Who spoke last.
    speaker: Option<usize>,
}

impl KnownNames {
    pub(super) fn new() -> KnownNames {
        KnownNames::default()
    }

    /// Takes in the names of a paragraph.
    pub(super) fn read_paragraph(
        &mut self,
        text: &str,
        paragraph: &Paragraph,
        lexicon: &Lexicon,
        sentences: usize,
    ) {
        self.sentences = sentences;
        for (m, mention) in paragraph.mentions.iter().enumerate() {
            let spoke = paragraph.links_of(m).iter().any(|l| {
                l.kind <= SubjectKind::Apposition
                    || mention.is_first && l.kind == SubjectKind::Coordinated
            });
            if spoke && mention.kind == MentionKind::Who {
                // "Ms. Roe, who said": she spoke.
                if let Some(o) = self
                    .occurrences
                    .back_mut()
                    .filter(|o| o.sentence == sentences + usize::from(mention.sentence))
                {
                    o.has_spoken = true;
                    o.is_subject = true;
                    self.entities[o.entity].has_spoken = true;
                }
            }
            let taken = match mention.kind {
                MentionKind::Name => self.add_name(text, paragraph, mention, lexicon),
                MentionKind::Role | MentionKind::Organisation | MentionKind::Document => {
                    self.add_noun(text, paragraph, mention, spoke)
                }
                _ => None,
            };
            let Some(entity) = taken else {
                continue;
            };
            self.entities[entity].has_spoken |= spoke;
            let after = paragraph.tokens.get(mention.tokens.end);
            let subject = after.is_some_and(|t| {
                t.is(AUX.or(SAY).or(CALL))
                    || (!t.is_capital
                        && t.kind == TokenKind::Word
                        && text[t.range()].ends_with("ed"))
            }) || mention.is_first
                || spoke;
            if self.occurrences.len() == MAX_OCCURRENCES_BACK {
                self.occurrences.pop_front();
            }
            self.occurrences.push_back(NameOccurrence {
                entity,
                start: paragraph.tokens[mention.tokens.start].start as usize,
                sentence: sentences + usize::from(mention.sentence),
                is_subject: subject,
                in_phrase: mention.in_phrase,
                is_possessive: mention.is_possessive,
                has_spoken: spoke,
            });
        }
    }

    /// Takes in "a young woman" or "the affidavit", so that "the woman" and "it"
    /// find them.
    fn add_noun(
        &mut self,
        text: &str,
        paragraph: &Paragraph,
        mention: &Mention,
        spoke: bool,
    ) -> Option<usize> {
        let tokens = &paragraph.tokens[mention.tokens.clone()];
        let first = text[tokens.first()?.range()].to_lowercase();
        let person = mention.kind == MentionKind::Role;
        let indefinite = matches!(first.as_str(), "a" | "an" | "one" | "another");
        if (person && !indefinite)
            || !(spoke || mention.is_first || person)
            || mention.is_possessive
        {
            return None;
        }
        let head = text[tokens.last()?.range()].to_lowercase();
        if self.entities.len() >= MAX_NAMES {
            return None;
        }
        self.entities.push(NamedEntity {
            full: text[tokens.first()?.start as usize..tokens.last()?.end as usize].to_owned(),
            is_organisation: !person,
            roles: vec![head],
            is_description: true,
            count: 1,
            ..NamedEntity::default()
        });
        Some(self.entities.len() - 1)
    }

    /// Takes in one name and returns its entity.
    fn add_name(
        &mut self,
        text: &str,
        paragraph: &Paragraph,
        mention: &Mention,
        lexicon: &Lexicon,
    ) -> Option<usize> {
        let tokens = &paragraph.tokens[mention.tokens.clone()];
        let mut name = name_tokens(tokens)?;
        if name.len() > 1
            && tokens[name.start].is_first
            && text[tokens[name.start].range()].ends_with("ing")
        {
            name.start += 1;
        }
        if name.len() == 1 && tokens[name.start].is(ROLE) {
            return None;
        }
        let words: Vec<&str> = tokens[name.clone()]
            .iter()
            .filter(|t| t.is_word())
            .map(|t| word_stem(&text[t.range()]))
            .collect();
        let last = words.last()?.to_lowercase();
        if words.iter().all(|w| w.len() < 2) {
            return None;
        }
        let full = words.join(" ");
        let lead_class = tokens[..name.start].iter().fold(WordClass::NONE, |c, t| {
            if t.is(TITLE) { c.or(t.class) } else { c }
        });
        let clash = |e: &NamedEntity| {
            (lead_class.is(FEMALE) && !lead_class.is(MALE) && e.male > e.female)
                || (lead_class.is(MALE) && !lead_class.is(FEMALE) && e.female > e.male)
        };
        let known = self.by_last.get(&last).and_then(|list| {
            list.iter().rev().copied().find(|&e| {
                let theirs = &self.entities[e].full;
                let first = theirs.split(' ').next().unwrap_or_default();
                (words.len() == 1 || first == words[0] || !theirs.contains(' '))
                    && !clash(&self.entities[e])
            })
        });
        let e = if let Some(e) = known {
            e
        } else {
            // "Corey" alone, when Corey Roe is known.
            if self.entities.len() >= MAX_NAMES {
                return None;
            }
            self.entities.push(NamedEntity::default());
            let e = self.entities.len() - 1;
            self.by_last.entry(last).or_default().push(e);
            e
        };
        let entity = &mut self.entities[e];
        if full.len() > entity.full.len() {
            entity.full = full;
        }
        entity.count = entity.count.saturating_add(1);
        entity.is_place |= tokens[name.clone()].last().is_some_and(|t| t.is(PLACE))
            && !tokens.iter().any(|t| t.is(TITLE));
        let organisation = tokens[name.clone()].iter().any(|t| t.is(ORGANISATION))
            && !tokens.iter().any(|t| t.is(TITLE));
        entity.is_organisation |= organisation
            || words
                .last()
                .is_some_and(|w| w.len() > 1 && w.chars().all(char::is_uppercase));
        // The first name, titles and roles tell the gender.
        let first = tokens[name.clone()]
            .first()
            .map(|t| t.class)
            .unwrap_or_default();
        let lead = tokens[..name.start].iter().map(|t| t.class);
        for class in lead.chain((words.len() > 1).then_some(first)) {
            if class.is(FEMALE) != class.is(MALE) {
                if class.is(FEMALE) {
                    entity.female = entity.female.saturating_add(2);
                } else {
                    entity.male = entity.male.saturating_add(2);
                }
            }
        }
        let apposed = paragraph.tokens[mention.tokens.end..]
            .iter()
            .take(9)
            .take_while(|t| !t.is(SAY.or(PREPOSITION).or(AUX)) && !t.is_quote() && !t.is_mark('.'));
        let behind = paragraph
            .tokens
            .get(mention.tokens.end)
            .is_some_and(|t| t.is_mark(','));
        let own = tokens[..name.start].iter();
        let all: Vec<String> = own
            .chain(apposed.filter(|_| behind))
            .filter(|t| t.is(ROLE.or(TITLE)) && t.is_word())
            .map(|t| text[t.range()].to_lowercase())
            .collect();
        for role in all {
            if lexicon.class_of(&role).is(FEMALE) {
                entity.female = entity.female.saturating_add(1);
            }
            if entity.roles.len() < 12 && !entity.roles.contains(&role) {
                entity.roles.push(role);
            }
        }
        Some(e)
    }

    /// Returns the fullest name of a candidate, and remembers who spoke.
    pub(super) fn name_of(
        &mut self,
        text: &str,
        here: &Paragraph,
        near: [Option<&Paragraph>; 2],
        chosen: &AttributionCandidate,
    ) -> String {
        let own = text[chosen.range.clone()].to_owned();
        let (paragraph, m) = match chosen.place {
            CandidatePlace::Here(m) => (here, m),
            CandidatePlace::Before(m) => match near[0] {
                Some(p) => (p, m),
                None => return own,
            },
            CandidatePlace::After(m) => match near[1] {
                Some(p) => (p, m),
                None => return own,
            },
            CandidatePlace::Last => {
                return self.speaker.map_or(own, |e| self.entities[e].full.clone());
            }
            CandidatePlace::Nobody => return own,
        };
        let entity = self.resolve(text, paragraph, m, 0);
        if let Some(e) = entity {
            self.speaker = Some(e);
            let mention = &paragraph.mentions[m];
            let start = paragraph.tokens[mention.tokens.start].start as usize;
            if !self.occurrences.iter().any(|o| o.start == start) {
                if self.occurrences.len() == MAX_OCCURRENCES_BACK {
                    self.occurrences.pop_front();
                }
                let offset = if std::ptr::eq(paragraph, here) {
                    self.sentences
                } else {
                    self.sentences.saturating_sub(1)
                };
                self.occurrences.push_back(NameOccurrence {
                    entity: e,
                    start,
                    sentence: offset + usize::from(mention.sentence),
                    is_subject: true,
                    in_phrase: false,
                    is_possessive: false,
                    has_spoken: true,
                });
            }
            return self.entities[e].full.clone();
        }
        if !matches!(
            paragraph.mentions[m].kind,
            MentionKind::HeShe | MentionKind::Who
        ) {
            self.speaker = None;
        }
        own
    }

    /// Returns the fullest name of a mention of the paragraph read last.
    pub(super) fn name_at(&self, text: &str, here: &Paragraph, m: usize) -> String {
        self.resolve(text, here, m, 0).map_or_else(
            || text[super::attribute::mention_range(here, m)].to_owned(),
            |e| self.entities[e].full.clone(),
        )
    }

    /// Returns the entity of a mention.
    fn resolve(&self, text: &str, paragraph: &Paragraph, m: usize, depth: usize) -> Option<usize> {
        let mention = &paragraph.mentions[m];
        let start = paragraph.tokens[mention.tokens.start].start as usize;
        let word = &text[paragraph.tokens[mention.tokens.start].range()];
        match mention.kind {
            MentionKind::Name => {
                // "Acting Secretary of Homeland Security Elaine Duke".
                let last = &paragraph.tokens[mention.tokens.end - 1];
                let office = last.is(TITLE.or(ROLE)) && depth < 3;
                let next = paragraph.mentions.get(m + 1).filter(|n| {
                    office
                        && n.kind == MentionKind::Name
                        && n.in_phrase
                        && n.tokens.start == mention.tokens.end + 1
                        && n.tokens.len() > 2
                });
                if next.is_some() {
                    return self.resolve(text, paragraph, m + 1, depth + 1);
                }
                let tokens = &paragraph.tokens[mention.tokens.clone()];
                let name = name_tokens(tokens)?;
                let last = tokens[name.clone()].iter().rev().find(|t| t.is_word())?;
                let last = word_stem(&text[last.range()]).to_lowercase();
                let first = word_stem(&text[tokens[name.start].range()]);
                let alike = self.by_last.get(&last)?;
                alike
                    .iter()
                    .rev()
                    .copied()
                    .find(|&e| name.len() == 1 || self.entities[e].full.starts_with(first))
                    .or_else(|| alike.last().copied())
            }
            MentionKind::HeShe => self.resolve_person(
                start,
                Some(word.eq_ignore_ascii_case("she")),
                paragraph,
                mention,
            ),
            MentionKind::Document => {
                let start_of = |e: &usize| {
                    self.entities[*e].is_description && self.entities[*e].is_organisation
                };
                self.occurrences
                    .iter()
                    .find(|o| o.start == start)
                    .map(|o| o.entity)
                    .filter(start_of)
            }
            MentionKind::Who if depth < 3 => {
                let before = m.checked_sub(1)?;
                self.resolve(text, paragraph, before, depth + 1)
            }
            MentionKind::It | MentionKind::Organisation => {
                let tokens = &paragraph.tokens[mention.tokens.clone()];
                let definite = mention.kind == MentionKind::It
                    || tokens
                        .first()
                        .is_some_and(|t| text[t.range()].eq_ignore_ascii_case("the"))
                        && tokens.len() == 2;
                let noun = tokens
                    .last()
                    .map(|t| text[t.range()].to_lowercase())
                    .filter(|_| mention.kind != MentionKind::It);
                definite
                    .then(|| self.resolve_organisation(start, noun.as_deref()))
                    .flatten()
            }
            MentionKind::Role | MentionKind::Other => {
                let tokens = &paragraph.tokens[mention.tokens.clone()];
                let own = tokens.first().is_some_and(|t| {
                    matches!(&text[t.range()].to_lowercase()[..], "his" | "her" | "their")
                });
                let definite = tokens
                    .first()
                    .is_some_and(|t| text[t.range()].eq_ignore_ascii_case("the"));
                if own || !definite {
                    return None;
                }
                let head = tokens.last().map(|t| text[t.range()].to_lowercase())?;
                let same = self
                    .occurrences
                    .iter()
                    .rev()
                    .filter(|o| o.start < start)
                    .find(|o| self.entities[o.entity].roles.contains(&head));
                if let Some(found) = same {
                    return Some(found.entity);
                }
                // "the 34-year-old", "the tycoon": who was spoken of last, unless
                // more than one are meant.
                let plural = head.ends_with('s') || head == "people";
                (!plural && mention.kind == MentionKind::Role && tokens.len() <= 4)
                    .then(|| self.resolve_person(start, None, paragraph, mention))
                    .flatten()
            }
            _ => None,
        }
    }

    /// Returns the person that a pronoun at `start` stands for.
    fn resolve_person(
        &self,
        start: usize,
        female: Option<bool>,
        _paragraph: &Paragraph,
        mention: &Mention,
    ) -> Option<usize> {
        let sentence = self.sentences + usize::from(mention.sentence);
        let mut best: Option<(f32, usize)> = None;
        let mut seen: FxHashMap<usize, f32> = FxHashMap::default();
        for o in self.occurrences.iter().filter(|o| o.start < start) {
            let entity = &self.entities[o.entity];
            if entity.is_organisation
                || entity.is_place
                || (entity.is_description && female.is_none())
                || female.is_some_and(|f| !entity.fits_gender(f))
            {
                continue;
            }
            let apart = sentence.saturating_sub(o.sentence);
            let mut score = -0.55 * f32::from(u8::try_from(apart.min(40)).unwrap_or(40));
            score += if o.is_subject { 1.3 } else { 0.0 };
            score -= if o.in_phrase { 0.8 } else { 0.0 };
            score -= if o.is_possessive { 0.5 } else { 0.0 };
            score += if female.is_some() && entity.is_gender_known() {
                1.2
            } else {
                0.0
            };
            let fresh = [1.9, 1.9, 0.8, 0.4].get(apart).copied().unwrap_or(0.0);
            score += if self.speaker == Some(o.entity) {
                fresh
            } else {
                0.0
            };
            score += if o.has_spoken { 0.8 } else { 0.0 };
            let person = entity.is_gender_known() || entity.has_spoken || !entity.roles.is_empty();
            score -= if person { 0.0 } else { 2.5 };
            score -= if entity.is_description { 1.0 } else { 0.0 };
            score += 0.25 * f32::from(entity.count.min(12)).sqrt();
            let entry = seen.entry(o.entity).or_insert(f32::MIN);
            *entry = entry.max(score);
            if best.is_none_or(|(b, _)| score >= b) {
                best = Some((score, o.entity));
            }
        }
        best.map(|(_, e)| e)
    }

    /// Returns the organisation that "it" or "the company" at `start` stands for:
    /// one whose name has the noun, else one that is named often and of late.
    fn resolve_organisation(&self, start: usize, noun: Option<&str>) -> Option<usize> {
        let before = || self.occurrences.iter().rev().filter(|o| o.start < start);
        let Some(noun) = noun else {
            if let Some(speaker) = self.speaker.filter(|&e| self.entities[e].is_organisation) {
                return Some(speaker);
            }
            let spoke = before().find(|o| {
                self.entities[o.entity].is_organisation && (o.has_spoken || o.is_subject)
            });
            return spoke
                .filter(|o| !self.entities[o.entity].is_place)
                .map(|o| o.entity);
        };
        let has = |e: &NamedEntity| e.full.split(' ').any(|w| w.eq_ignore_ascii_case(noun));
        let named = before().find(|o| has(&self.entities[o.entity]));
        if let Some(found) = named {
            return Some(found.entity);
        }
        let mut best: Option<(f32, usize)> = None;
        for (back, o) in before().enumerate() {
            let e = &self.entities[o.entity];
            let fits = !e.is_description
                && !e.is_place
                && (e.is_organisation || (!e.is_gender_known() && e.roles.is_empty()));
            if !fits {
                continue;
            }
            let score = 2.0 * f32::from(e.count.min(30)).sqrt()
                + if e.has_spoken { 1.5 } else { 0.0 }
                + if e.is_organisation { 1.0 } else { 0.0 }
                - 0.12 * f32::from(u8::try_from(back).unwrap_or(u8::MAX));
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, o.entity));
            }
        }
        best.map(|(_, e)| e)
    }
}

fn word_stem(word: &str) -> &str {
    word.strip_suffix("'s")
        .or_else(|| word.strip_suffix("’s"))
        .unwrap_or(word)
}

/// Returns the tokens of a mention that are the name: the capitals at its end,
/// without titles.
fn name_tokens(tokens: &[super::token::Token]) -> Option<Range<usize>> {
    let end = tokens.len();
    let mut start = end;
    while start > 0 {
        let token = &tokens[start - 1];
        let dot = token.is_mark('.')
            && start > 1
            && tokens[start - 2].is_capital
            && !tokens[start - 2].is(TITLE);
        let lower =
            token.is_word() && !token.is_capital && start < end && token.end - token.start <= 3;
        let office = start + 2 <= end && token.is(ORGANISATION) && tokens[start].is_capital;
        if !(token.is_capital || dot || lower) || token.is(TITLE) && (start < end) || office {
            break;
        }
        start -= 1;
    }
    // "Bloomberg journalist Roe" has begun behind the noun; "de" opens no name.
    while start < end && !tokens[start].is_capital {
        start += 1;
    }
    (start < end).then_some(start..end)
}
