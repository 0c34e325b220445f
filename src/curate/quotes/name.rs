//! The name behind a mention: who "he", "the spokesman", "the company" or
//! "Mr. Roe" is, by what the text has named before.

use std::collections::VecDeque;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::attribute::{Candidate, Paragraph, Place};
use super::lexicon::{
    AUX, CALL, Class, FEMALE, Lexicon, MALE, ORGANISATION, PLACE, PREPOSITION, ROLE, SAY, TITLE,
};
use super::mention::{Grade, Mention, MentionKind};
use super::token::TokenKind;

/// Most names that are kept of one text; later ones are taken as they stand.
const MAX_NAMES: usize = 4096;

/// How many occurrences of names a pronoun looks back over.
const OCCURRENCES: usize = 96;

/// What a text tells about one who is named.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that holds by itself"
)]
#[derive(Debug, Default)]
struct Entity {
    full: String,
    /// Letters of the gender that titles, first names and roles show.
    female: u16,
    male: u16,
    /// A company, an office, a paper.
    organisation: bool,
    /// Words for what the person is, in small letters.
    roles: Vec<String>,
    count: u16,
    place: bool,
    /// Was the subject of a verb of saying.
    spoke: bool,
    /// "a young woman": described, not named.
    nominal: bool,
}

impl Entity {
    fn fits(&self, female: bool) -> bool {
        if female {
            self.male <= self.female
        } else {
            self.female <= self.male
        }
    }

    fn known(&self) -> bool {
        self.male != self.female
    }
}

/// That a name stands somewhere.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that holds by itself"
)]
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    entity: usize,
    start: usize,
    /// Counted over the whole text.
    sentence: usize,
    subject: bool,
    in_phrase: bool,
    possessive: bool,
    /// The subject of a verb of saying.
    spoke: bool,
}

/// The names that a text has given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    entities: Vec<Entity>,
    /// By the last word of the name, in small letters.
    by_last: FxHashMap<String, Vec<usize>>,
    occurrences: VecDeque<Occurrence>,
    /// Sentences before the paragraph at hand.
    sentences: usize,
    /// Who spoke last.
    speaker: Option<usize>,
}

impl Names {
    pub(super) fn new() -> Names {
        Names::default()
    }

    /// Takes in the names of a paragraph.
    pub(super) fn read(
        &mut self,
        text: &str,
        paragraph: &Paragraph,
        lexicon: &Lexicon,
        sentences: usize,
    ) {
        self.sentences = sentences;
        for (m, mention) in paragraph.mentions.iter().enumerate() {
            let spoke = paragraph.links_of(m).iter().any(|l| {
                l.grade <= Grade::Apposition || mention.first && l.grade == Grade::Coordinated
            });
            if spoke && mention.kind == MentionKind::Who {
                // "Ms. Roe, who said": she spoke.
                if let Some(o) = self
                    .occurrences
                    .back_mut()
                    .filter(|o| o.sentence == sentences + usize::from(mention.sentence))
                {
                    o.spoke = true;
                    o.subject = true;
                    self.entities[o.entity].spoke = true;
                }
            }
            let taken = match mention.kind {
                MentionKind::Name => self.take(text, paragraph, mention, lexicon),
                MentionKind::Role | MentionKind::Organisation | MentionKind::Document => {
                    self.take_noun(text, paragraph, mention, spoke)
                }
                _ => None,
            };
            let Some(entity) = taken else {
                continue;
            };
            self.entities[entity].spoke |= spoke;
            let after = paragraph.tokens.get(mention.tokens.end);
            let subject = after.is_some_and(|t| {
                t.is(AUX.or(SAY).or(CALL))
                    || (!t.capital && t.kind == TokenKind::Word && text[t.range()].ends_with("ed"))
            }) || mention.first
                || spoke;
            if self.occurrences.len() == OCCURRENCES {
                self.occurrences.pop_front();
            }
            self.occurrences.push_back(Occurrence {
                entity,
                start: paragraph.tokens[mention.tokens.start].start as usize,
                sentence: sentences + usize::from(mention.sentence),
                subject,
                in_phrase: mention.in_phrase,
                possessive: mention.possessive,
                spoke,
            });
        }
    }

    /// Takes in "a young woman" or "the affidavit", so that "the woman" and "it"
    /// find them.
    fn take_noun(
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
        if (person && !indefinite) || !(spoke || mention.first || person) || mention.possessive {
            return None;
        }
        let head = text[tokens.last()?.range()].to_lowercase();
        if self.entities.len() >= MAX_NAMES {
            return None;
        }
        self.entities.push(Entity {
            full: text[tokens.first()?.start as usize..tokens.last()?.end as usize].to_owned(),
            organisation: !person,
            roles: vec![head],
            nominal: true,
            count: 1,
            ..Entity::default()
        });
        Some(self.entities.len() - 1)
    }

    /// Takes in one name and returns its entity.
    fn take(
        &mut self,
        text: &str,
        paragraph: &Paragraph,
        mention: &Mention,
        lexicon: &Lexicon,
    ) -> Option<usize> {
        let tokens = &paragraph.tokens[mention.tokens.clone()];
        let mut name = name_tokens(tokens)?;
        if name.len() > 1
            && tokens[name.start].first
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
            .map(|t| stem(&text[t.range()]))
            .collect();
        let last = words.last()?.to_lowercase();
        if words.iter().all(|w| w.len() < 2) {
            return None;
        }
        let full = words.join(" ");
        let lead_class = tokens[..name.start].iter().fold(Class::NONE, |c, t| {
            if t.is(TITLE) { c.or(t.class) } else { c }
        });
        let clash = |e: &Entity| {
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
            self.entities.push(Entity::default());
            let e = self.entities.len() - 1;
            self.by_last.entry(last).or_default().push(e);
            e
        };
        let entity = &mut self.entities[e];
        if full.len() > entity.full.len() {
            entity.full = full;
        }
        entity.count = entity.count.saturating_add(1);
        entity.place |= tokens[name.clone()].last().is_some_and(|t| t.is(PLACE))
            && !tokens.iter().any(|t| t.is(TITLE));
        let organisation = tokens[name.clone()].iter().any(|t| t.is(ORGANISATION))
            && !tokens.iter().any(|t| t.is(TITLE));
        entity.organisation |= organisation
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
            if lexicon.class(&role).is(FEMALE) {
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
        chosen: &Candidate,
    ) -> String {
        let own = text[chosen.range.clone()].to_owned();
        let (paragraph, m) = match chosen.place {
            Place::Here(m) => (here, m),
            Place::Before(m) => match near[0] {
                Some(p) => (p, m),
                None => return own,
            },
            Place::After(m) => match near[1] {
                Some(p) => (p, m),
                None => return own,
            },
            Place::Last => {
                return self.speaker.map_or(own, |e| self.entities[e].full.clone());
            }
            Place::Nobody => return own,
        };
        let entity = self.resolve(text, paragraph, m, 0);
        if let Some(e) = entity {
            self.speaker = Some(e);
            let mention = &paragraph.mentions[m];
            let start = paragraph.tokens[mention.tokens.start].start as usize;
            if !self.occurrences.iter().any(|o| o.start == start) {
                if self.occurrences.len() == OCCURRENCES {
                    self.occurrences.pop_front();
                }
                let offset = if std::ptr::eq(paragraph, here) {
                    self.sentences
                } else {
                    self.sentences.saturating_sub(1)
                };
                self.occurrences.push_back(Occurrence {
                    entity: e,
                    start,
                    sentence: offset + usize::from(mention.sentence),
                    subject: true,
                    in_phrase: false,
                    possessive: false,
                    spoke: true,
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
            || text[super::attribute::span(here, m)].to_owned(),
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
                let last = stem(&text[last.range()]).to_lowercase();
                let first = stem(&text[tokens[name.start].range()]);
                let alike = self.by_last.get(&last)?;
                alike
                    .iter()
                    .rev()
                    .copied()
                    .find(|&e| name.len() == 1 || self.entities[e].full.starts_with(first))
                    .or_else(|| alike.last().copied())
            }
            MentionKind::HeShe => self.person(
                start,
                Some(word.eq_ignore_ascii_case("she")),
                paragraph,
                mention,
            ),
            MentionKind::Document => {
                let start_of =
                    |e: &usize| self.entities[*e].nominal && self.entities[*e].organisation;
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
                    .then(|| self.organisation(start, noun.as_deref()))
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
                    .then(|| self.person(start, None, paragraph, mention))
                    .flatten()
            }
            _ => None,
        }
    }

    /// Returns the person that a pronoun at `start` stands for.
    fn person(
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
            if entity.organisation
                || entity.place
                || (entity.nominal && female.is_none())
                || female.is_some_and(|f| !entity.fits(f))
            {
                continue;
            }
            let apart = sentence.saturating_sub(o.sentence);
            let mut score = -0.55 * f32::from(u8::try_from(apart.min(40)).unwrap_or(40));
            score += if o.subject { 1.3 } else { 0.0 };
            score -= if o.in_phrase { 0.8 } else { 0.0 };
            score -= if o.possessive { 0.5 } else { 0.0 };
            score += if female.is_some() && entity.known() {
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
            score += if o.spoke { 0.8 } else { 0.0 };
            let person = entity.known() || entity.spoke || !entity.roles.is_empty();
            score -= if person { 0.0 } else { 2.5 };
            score -= if entity.nominal { 1.0 } else { 0.0 };
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
    fn organisation(&self, start: usize, noun: Option<&str>) -> Option<usize> {
        let before = || self.occurrences.iter().rev().filter(|o| o.start < start);
        let Some(noun) = noun else {
            if let Some(speaker) = self.speaker.filter(|&e| self.entities[e].organisation) {
                return Some(speaker);
            }
            let spoke =
                before().find(|o| self.entities[o.entity].organisation && (o.spoke || o.subject));
            return spoke
                .filter(|o| !self.entities[o.entity].place)
                .map(|o| o.entity);
        };
        let has = |e: &Entity| e.full.split(' ').any(|w| w.eq_ignore_ascii_case(noun));
        let named = before().find(|o| has(&self.entities[o.entity]));
        if let Some(found) = named {
            return Some(found.entity);
        }
        let mut best: Option<(f32, usize)> = None;
        for (back, o) in before().enumerate() {
            let e = &self.entities[o.entity];
            let fits =
                !e.nominal && !e.place && (e.organisation || (!e.known() && e.roles.is_empty()));
            if !fits {
                continue;
            }
            let score = 2.0 * f32::from(e.count.min(30)).sqrt()
                + if e.spoke { 1.5 } else { 0.0 }
                + if e.organisation { 1.0 } else { 0.0 }
                - 0.12 * f32::from(u8::try_from(back).unwrap_or(u8::MAX));
            if best.is_none_or(|(b, _)| score > b) {
                best = Some((score, o.entity));
            }
        }
        best.map(|(_, e)| e)
    }
}

fn stem(word: &str) -> &str {
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
            && tokens[start - 2].capital
            && !tokens[start - 2].is(TITLE);
        let lower =
            token.is_word() && !token.capital && start < end && token.end - token.start <= 3;
        let office = start + 2 <= end && token.is(ORGANISATION) && tokens[start].capital;
        if !(token.capital || dot || lower) || token.is(TITLE) && (start < end) || office {
            break;
        }
        start -= 1;
    }
    // "Bloomberg journalist Roe" has begun behind the noun; "de" opens no name.
    while start < end && !tokens[start].capital {
        start += 1;
    }
    (start < end).then_some(start..end)
}
