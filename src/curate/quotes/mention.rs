//! Who is named in a paragraph: names, roles, organisations, documents and
//! pronouns outside of quotation marks, and the verbs of saying.

use std::ops::Range;

use super::lexicon::{
    ACCORDING, ADVERB, ASK, AUX, CALL, CONJUNCTION, DET, DOCUMENT, OBJECT, ORGANISATION, OWN,
    PREPOSITION, ROLE, SAY, SUBJECT, TIME, TITLE, UNNAME, WordClass,
};
use super::token::{Token, TokenKind, is_initials};

/// What a mention is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MentionKind {
    HeShe,
    They,
    It,
    I,
    Who,
    Name,
    Role,
    Organisation,
    Document,
    Number,
    Other,
}

/// A phrase that may name a speaker.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is something that holds by itself"
)]
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Tokens of the paragraph.
    pub tokens: Range<usize>,
    pub kind: MentionKind,
    /// Stands behind a preposition.
    pub in_phrase: bool,
    /// Has a possessive ending, or is "his", "her", "their".
    pub is_possessive: bool,
    /// Is told or asked something by somebody else.
    pub is_addressee: bool,
    /// The first of its sentence.
    pub is_first: bool,
    pub sentence: u16,
}

/// A verb of saying, or "according to".
#[derive(Clone, Debug)]
pub(super) struct Cue {
    pub token: usize,
    /// Calls or describes something rather than says it.
    pub is_calling: bool,
}

/// How a mention is the subject of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SubjectKind {
    Direct,
    Inverted,
    According,
    Auxiliary,
    PhraseHead,
    Apposition,
    PhraseObject,
    Coordinated,
    Participle,
}

/// That a mention is the subject of a cue.
#[derive(Clone, Copy, Debug)]
pub(super) struct SubjectLink {
    pub mention: usize,
    pub cue: usize,
    pub kind: SubjectKind,
}

/// How far back the subject of a verb is looked for, in mentions.
const SUBJECTS_BACK: usize = 8;

/// Finds the mentions of a paragraph.
pub(super) fn find_mentions(text: &str, tokens: &[Token], out: &mut Vec<Mention>) {
    out.clear();
    let mut at = 0;
    let mut sentence = None;
    while at < tokens.len() {
        let Some((end, kind)) = mention_at(text, tokens, at) else {
            at += 1;
            continue;
        };
        let before = at.checked_sub(1).map(|b| &tokens[b]);
        let first = sentence != Some(tokens[at].sentence);
        sentence = Some(tokens[at].sentence);
        out.push(Mention {
            tokens: at..end,
            kind,
            in_phrase: before.is_some_and(|b| b.is(PREPOSITION) && !b.is(ACCORDING)),
            is_possessive: tokens[end - 1].is_possessive || (end == at + 1 && tokens[at].is(OWN)),
            is_addressee: before.is_some_and(|b| b.is(ASK))
                && tokens
                    .get(at.wrapping_sub(2))
                    .is_none_or(|t| !t.is_quote() && !(t.is_mark(','))),
            is_first: first,
            sentence: tokens[at].sentence,
        });
        at = end;
    }
}

/// Returns `true` for a token that belongs to no noun phrase.
fn is_outside_noun_phrase(token: &Token) -> bool {
    if !token.is_word() {
        return true;
    }
    // "Of" and "In" inside a name or a title.
    let named =
        token.is_capital && !token.is_first && token.kind == TokenKind::Word && !token.is(SUBJECT);
    let function = token.is(AUX.or(PREPOSITION).or(CONJUNCTION).or(SUBJECT).or(OBJECT));
    (function && !named) || (token.is(ADVERB) && !token.is_capital)
}

fn is_verb(token: &Token) -> bool {
    token.is(SAY.or(CALL)) && !token.is_capital
}

/// Returns `true` for "J" and "J.M".
fn is_initials_word(word: &str) -> bool {
    is_initials(word) || (word.len() <= 3 && word.chars().next().is_some_and(char::is_uppercase))
}

fn is_past_form(text: &str, token: &Token) -> bool {
    !token.is_capital && token.kind == TokenKind::Word && text[token.range()].ends_with("ed")
}

const NOUN: WordClass = ROLE.or(ORGANISATION).or(DOCUMENT).or(TITLE);

/// Returns the end of the mention that begins at a token, and its kind.
fn mention_at(text: &str, tokens: &[Token], at: usize) -> Option<(usize, MentionKind)> {
    let token = &tokens[at];
    if !token.is_word() {
        return None;
    }
    let word = &text[token.range()];
    let next = tokens.get(at + 1);
    let low = |s: &str| word.eq_ignore_ascii_case(s);
    if token.is(SUBJECT) && !token.is_possessive {
        let kind = if low("he") || low("she") {
            MentionKind::HeShe
        } else if low("they") || low("we") || low("you") {
            MentionKind::They
        } else if low("it") {
            MentionKind::It
        } else if word == "I" {
            MentionKind::I
        } else if low("who") {
            MentionKind::Who
        } else {
            return None;
        };
        return Some((at + 1, kind));
    }
    if low("which") {
        return Some((at + 1, MentionKind::Who));
    }
    // "said that Trump": a conjunction.
    let opens = token.is(DET.or(OWN))
        && !(low("that")
            && (next.is_some_and(|n| n.is_capital)
                || at.checked_sub(1).is_some_and(|b| is_verb(&tokens[b]))));
    let one = (low("one")
        || low("another")
        || low("others")
        || low("some")
        || low("many")
        || low("both"))
        && next.is_some_and(|n| is_verb(n) || n.is(AUX));
    if one {
        return Some((at + 1, MentionKind::Other));
    }
    // A capital at the head of a sentence, or behind a quotation, says nothing.
    let lone = token.is_first || at.checked_sub(1).is_none_or(|b| !tokens[b].is_word());
    let no_name = token.is(UNNAME.or(TIME).or(PREPOSITION).or(CONJUNCTION).or(AUX))
        || (lone && token.is(ADVERB.or(SAY).or(CALL)) && !next.is_some_and(is_verb))
        || (token.is_first
            && (word.ends_with("ly") || word.ends_with("ing"))
            && !next.is_some_and(|n| n.is_capital));
    let name =
        token.is_capital && !(no_name && !token.is(TITLE) && (lone || token.is(TIME))) && !opens;
    let noun = token.is(NOUN) && !token.is_capital && !is_verb(token);
    let number = token.kind == TokenKind::Number;
    if !(opens || name || noun || number) {
        // "conservative columnist Hugh Hewitt": the words before a role belong to it.
        let leads = !is_outside_noun_phrase(token)
            && !is_verb(token)
            && !token.is_capital
            && next.is_some_and(|n| {
                n.is(ROLE.or(ORGANISATION)) && !is_verb(n) && n.is_word() && !n.is_capital
            })
            && !token.is(ADVERB.or(TIME));
        if !leads {
            return None;
        }
    }
    let mut end = at + 1;
    if !token.is_possessive || opens {
        // The head so far is a noun or a name.
        let mut head = name || noun;
        while let Some(token) = tokens.get(end) {
            if is_outside_noun_phrase(token) {
                let joins = token.is_word()
                    && head
                    && tokens[end - 1].is_capital
                    && matches!(
                        &text[token.range()],
                        "de" | "van"
                            | "von"
                            | "der"
                            | "bin"
                            | "al"
                            | "el"
                            | "la"
                            | "del"
                            | "di"
                            | "da"
                            | "&"
                    )
                    && tokens.get(end + 1).is_some_and(|t| t.is_capital);
                // "Donald J. Trump", "Mr. Doe".
                let dot = token.is_mark('.')
                    && end > at
                    && tokens[end - 1].end == token.start
                    && tokens
                        .get(end + 1)
                        .is_some_and(|t| t.is_capital && t.sentence == token.sentence)
                    && (tokens[end - 1].is(TITLE)
                        || is_initials_word(&text[tokens[end - 1].range()]));
                if joins || dot {
                    end += 1;
                    continue;
                }
                break;
            }
            // "an ABC news report": no verb inside a phrase that ends here.
            let noun = opens
                && token.is(DOCUMENT)
                && !tokens[end - 1].is_capital
                && tokens.get(end + 1).is_none_or(|t| {
                    (t.is_punctuation() && !t.is_mark(':')) || t.is(PREPOSITION.or(SAY))
                });
            if is_verb(token) && !noun && (head || end > at + 1 || !opens) {
                break;
            }
            if is_verb(token) && tokens.get(end + 1).is_some_and(Token::is_quote) {
                break;
            }
            if token.is(TIME) && !token.is_possessive {
                break;
            }
            if token.is(DET.or(OWN)) && !(end == at + 1 && opens) && !token.is_capital {
                break;
            }
            if token.sentence != tokens[at].sentence {
                break;
            }
            let flagged = token.is_capital
                || token.is(NOUN)
                || token.kind == TokenKind::Number
                || token.is(DET);
            if !flagged && head && !tokens[end - 1].is_possessive {
                let soon = (end + 1..end + 3).find(|&n| {
                    tokens
                        .get(n)
                        .is_some_and(|t| (t.is(NOUN) || t.is_capital) && t.is_word())
                });
                let bridge = soon.is_some_and(|soon| {
                    (end..soon).all(|n| {
                        tokens.get(n).is_some_and(|t| {
                            !is_outside_noun_phrase(t)
                                && !is_verb(t)
                                && !is_past_form(text, t)
                                && !t.is(DET.or(OWN))
                        })
                    }) && tokens[soon].is(NOUN)
                        && !tokens[soon].is_capital
                        && !is_verb(&tokens[soon])
                });
                // "one Trump confidant said": a noun that no list knows.
                let unlisted = (opens || tokens[at].kind == TokenKind::Number)
                    && tokens[end - 1].is_capital
                    && !is_past_form(text, token)
                    && tokens
                        .get(end + 1)
                        .is_some_and(|t| is_verb(t) || t.is(AUX) || t.is_punctuation());
                // "Blaze co-host Stu Roe", "the extremist cleric John Roe".
                let named = (end + 1..=end + 1 + usize::from(opens))
                    .find(|&n| tokens.get(n).is_some_and(|t| t.is_capital));
                let led = !text[token.range()].ends_with('s')
                    && named.is_some_and(|n| {
                        (end..n).all(|n| {
                            !is_outside_noun_phrase(&tokens[n])
                                && !is_verb(&tokens[n])
                                && !is_past_form(text, &tokens[n])
                                && tokens[n].kind == TokenKind::Word
                        })
                    });
                if !bridge && !unlisted && !led {
                    break;
                }
            }
            head |= token.is_capital || token.is(NOUN);
            end += 1;
            if token.is_possessive
                && tokens
                    .get(end)
                    .is_some_and(|t| is_outside_noun_phrase(t) || is_verb(t))
            {
                break;
            }
        }
    } else {
        // "Trump’s campaign manager": the phrase goes on behind the possessive.
        while let Some(token) = tokens.get(end) {
            if is_outside_noun_phrase(token)
                || is_verb(token)
                || token.is(DET.or(OWN))
                || token.is(TIME)
                || is_past_form(text, token)
            {
                break;
            }
            end += 1;
            let done =
                token.is(NOUN) && !tokens.get(end).is_some_and(|t| t.is_capital || t.is(NOUN));
            if done {
                break;
            }
        }
    }
    if opens && end == at + 1 && !token.is(OWN) && !token.is_possessive {
        return None;
    }
    let last = &tokens[end - 1];
    let kind = if last.is_capital && last.kind == TokenKind::Word {
        MentionKind::Name
    } else if last.is(ROLE) {
        MentionKind::Role
    } else if last.is(DOCUMENT) {
        MentionKind::Document
    } else if last.is(ORGANISATION) {
        MentionKind::Organisation
    } else if number || last.kind == TokenKind::Number || &text[last.range()] == "percent" {
        MentionKind::Number
    } else {
        MentionKind::Other
    };
    Some((end, kind))
}

/// Finds the cues of a paragraph and their subjects.
pub(super) fn find_cues(
    text: &str,
    tokens: &[Token],
    mentions: &[Mention],
    out: &mut Vec<Cue>,
    links: &mut Vec<SubjectLink>,
) {
    out.clear();
    links.clear();
    // For each token, the mention that it belongs to or that ended before it.
    let mut passed = 0;
    for (i, token) in tokens.iter().enumerate() {
        while passed < mentions.len() && mentions[passed].tokens.end <= i {
            passed += 1;
        }
        let within = mentions.get(passed).is_some_and(|m| m.tokens.contains(&i));
        if token.is(ACCORDING) {
            let cue = out.len();
            out.push(Cue {
                token: i,
                is_calling: false,
            });
            let ahead = (passed..mentions.len()).find(|&m| mentions[m].tokens.start >= i + 2);
            if let Some(m) = ahead.filter(|&m| mentions[m].tokens.start <= i + 4) {
                links.push(SubjectLink {
                    mention: m,
                    cue,
                    kind: SubjectKind::According,
                });
            }
            continue;
        }
        let before = i.checked_sub(1).map(|b| &tokens[b]);
        // A verb that no list knows, between a quotation and a name.
        let new = is_past_form(text, token) && !token.is(AUX) && {
            let behind = before.is_some_and(Token::is_quote)
                && mentions
                    .get(passed)
                    .is_some_and(|m| m.tokens.start == i + 1);
            let ahead = tokens
                .get(i + 1)
                .is_some_and(|t| t.is_mark(',') || t.is_mark(':'))
                && tokens.get(i + 2).is_some_and(Token::is_quote);
            // “…?” Beck questioned.
            let subject = passed > 0
                && mentions[passed - 1].tokens.end == i
                && mentions[passed - 1]
                    .tokens
                    .start
                    .checked_sub(1)
                    .is_some_and(|b| tokens[b].is_quote())
                && tokens.get(i + 1).is_none_or(Token::is_punctuation);
            behind || ahead || subject
        };
        // "What the company is saying: “…”": a heading, whoever is named.
        let heading = tokens.get(i + 1).is_some_and(|t| t.is_mark(':'))
            && tokens[..i]
                .iter()
                .rfind(|t| t.is_first)
                .is_some_and(|t| text[t.range()].eq_ignore_ascii_case("what"));
        if heading {
            continue;
        }
        if !(token.is(SAY.or(CALL)) || new) || token.is_capital && !token.is_first || within {
            continue;
        }
        if before.is_some_and(|b| b.is(DET.or(OWN)) || b.is_possessive) {
            continue;
        }
        let word = &text[token.range()];
        let participle = word.ends_with("ing") && !before.is_some_and(|b| b.is(AUX));
        let cue = out.len();
        out.push(Cue {
            token: i,
            is_calling: !token.is(SAY) && !new,
        });
        let verb = CueVerb {
            text,
            tokens,
            mentions,
            mentions_before: passed,
            token: i,
            cue,
            participle,
        };
        link_subjects(&verb, out, links);
    }
}

/// A verb of saying whose subject is looked for.
struct CueVerb<'a> {
    text: &'a str,
    tokens: &'a [Token],
    mentions: &'a [Mention],
    /// How many mentions end before the verb.
    mentions_before: usize,
    /// The token of the verb.
    token: usize,
    /// Its place among the cues.
    cue: usize,
    participle: bool,
}

fn link_subjects(verb: &CueVerb<'_>, cues: &[Cue], links: &mut Vec<SubjectLink>) {
    let CueVerb {
        text,
        tokens,
        mentions,
        mentions_before: passed,
        token: i,
        cue,
        participle,
    } = *verb;
    let sentence = tokens[i].sentence;
    // Inverted: “…,” said Jon Ralston.
    let before = i.checked_sub(1).map(|b| &tokens[b]);
    let behind_quote = before.is_none_or(Token::is_quote)
        || (before.is_some_and(|b| b.is_mark(',') || b.is_mark('—'))
            && i >= 2
            && tokens[i - 2].is_quote())
        || tokens[i].is_first;
    // "…, explained Rosenberg, “…": between two commas.
    let between = !tokens[i].is(ASK)
        && before.is_some_and(|b| b.is_mark(','))
        && mentions.get(passed).is_some_and(|m| {
            m.tokens.start == i + 1
                && m.kind == MentionKind::Name
                && tokens
                    .get(m.tokens.end)
                    .is_none_or(|t| t.is_punctuation() || t.is(CONJUNCTION))
        });
    if behind_quote
        || between
        || before.is_some_and(|b| b.is(ADVERB) && i >= 2 && tokens[i - 2].is_quote())
    {
        let ahead = (passed..mentions.len()).find(|&m| mentions[m].tokens.start > i);
        if let Some(m) =
            ahead.filter(|&m| mentions[m].tokens.start == i + 1 && mentions[m].sentence == sentence)
        {
            links.push(SubjectLink {
                mention: m,
                cue,
                kind: SubjectKind::Inverted,
            });
            return;
        }
    }
    let mut at = i;
    let mut aux = false;
    while at > 0
        && (tokens[at - 1].is(AUX.or(ADVERB).or(TIME))
            || text[tokens[at - 1].range()].ends_with("ly"))
        && tokens[at - 1].is_word()
    {
        if mentions[..passed]
            .last()
            .is_some_and(|m| m.tokens.end >= at)
        {
            break;
        }
        at -= 1;
        aux = true;
    }
    let back = || {
        mentions[..passed]
            .iter()
            .enumerate()
            .rev()
            .take(SUBJECTS_BACK * 3)
            .filter(|(_, m)| m.sentence == sentence)
    };
    let Some(before) = at.checked_sub(1).map(|b| &tokens[b]) else {
        return;
    };
    let nearest = mentions[..passed].iter().rposition(|m| m.tokens.end == at);
    if let (Some(m), false) = (nearest, participle) {
        let grade = if aux {
            SubjectKind::Auxiliary
        } else {
            SubjectKind::Direct
        };
        // "a spokesman for the campaign said": back over prepositions, and over
        // "and" to the first of two.
        let mut head = m;
        let mut phrase = false;
        for _ in 0..SUBJECTS_BACK {
            let Some(earlier) = head.checked_sub(1) else {
                break;
            };
            if mentions[earlier].sentence != sentence || mentions[head].kind == MentionKind::Who {
                break;
            }
            let start = mentions[head].tokens.start;
            let joined = start > 0
                && matches!(&text[tokens[start - 1].range()], "and" | "&" | "or")
                && mentions[earlier].tokens.end + 1 == start;
            if !(joined || mentions[head].in_phrase) {
                break;
            }
            phrase |= mentions[head].in_phrase;
            links.push(SubjectLink {
                mention: head,
                cue,
                kind: SubjectKind::PhraseObject,
            });
            head = earlier;
        }
        if mentions[head].in_phrase && mentions[head].kind != MentionKind::Who {
            phrase = true;
        }
        links.push(SubjectLink {
            mention: head,
            cue,
            kind: if phrase {
                SubjectKind::PhraseHead
            } else {
                grade
            },
        });
        return;
    }
    if before.is_mark(',') || before.is_mark(')') || before.is_mark('—') {
        // "Jon Ralston, who runs a newsletter, said".
        let mut rank = 0;
        for (m, mention) in back() {
            let after = &tokens[mention.tokens.end.min(tokens.len() - 1)];
            let opens = after.is_mark(',') || after.is_mark('(') || after.is_mark('—');
            // The comma right before the verb closes what another has opened.
            let closes = mention.tokens.end + 1 == at && !mention.is_first;
            if mention.tokens.end < at && opens && !closes && !mention.is_possessive {
                links.push(SubjectLink {
                    mention: m,
                    cue,
                    kind: if participle {
                        SubjectKind::Participle
                    } else {
                        SubjectKind::Apposition
                    },
                });
                rank += 1;
                if rank >= SUBJECTS_BACK {
                    break;
                }
            } else if mention.is_first || participle {
                links.push(SubjectLink {
                    mention: m,
                    cue,
                    kind: if participle {
                        SubjectKind::Participle
                    } else {
                        SubjectKind::Coordinated
                    },
                });
            }
        }
        return;
    }
    // "X stood up and said", "X, citing the law, …".
    let last = cues[..cue]
        .iter()
        .rposition(|c| tokens[c.token].sentence == sentence)
        .and_then(|c| links.iter().rev().find(|l| l.cue == c))
        .copied();
    let grade = if participle {
        SubjectKind::Participle
    } else {
        SubjectKind::Coordinated
    };
    if let Some(link) = last {
        links.push(SubjectLink {
            mention: link.mention,
            cue,
            kind: grade,
        });
    }
    for (m, mention) in back().take(SUBJECTS_BACK) {
        let subject = tokens
            .get(mention.tokens.end)
            .is_some_and(|t| t.is(AUX) || is_verb(t) || is_past_form(text, t));
        if (mention.is_first || subject || mention.kind == MentionKind::Who)
            && !mention.in_phrase
            && last.is_none_or(|l| l.mention != m)
        {
            links.push(SubjectLink {
                mention: m,
                cue,
                kind: grade,
            });
        }
    }
}
