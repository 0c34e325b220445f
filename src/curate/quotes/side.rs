//! On which side a speaker stands, with the ground: the briefing's own
//! speakers, for whom somebody speaks, an office. Unknown rather than a guess.

use crate::model::{Briefing, SideIx, SpeakerIx};
use crate::text::fold::fold;

use super::Doubt;
use super::lexicon::{AGAINST, Lexicon, PRESS, PUBLIC, SPOKESMAN};

/// Why a side is proposed, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideReason {
    /// The briefing names the speaker, or an alias.
    Speaker(SpeakerIx),
    /// Only the last word of one speaker's name.
    LastName(SpeakerIx),
    /// Speaks for, works for or is a part of a speaker or an organisation of the briefing.
    Inherited(SpeakerIx),
    /// Speaks for the one after whom a side is called.
    Label,
    /// Holds an office of the state after which a side is called.
    Office,
    /// The press or somebody who only knows the trade.
    Outsider,
    /// Speaks against, or no longer for, the one who is named.
    Against,
    /// Could be on more than one side.
    Several,
    /// Nothing tells.
    Nothing,
}

/// A side with its ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideProposal {
    /// `None` where it is unknown.
    pub side: Option<SideIx>,
    /// How far to trust it.
    pub doubt: Doubt,
    /// What it rests on.
    pub reason: SideReason,
}

impl SideProposal {
    const UNKNOWN: SideProposal = SideProposal {
        side: None,
        doubt: Doubt::Look,
        reason: SideReason::Nothing,
    };

    /// Returns the ground in words.
    #[must_use]
    pub fn explanation(&self, briefing: &Briefing) -> String {
        let name = |ix: SpeakerIx| briefing.speakers.get(ix.0).map_or("", |s| s.name.as_str());
        match self.reason {
            SideReason::Speaker(ix) => format!("the briefing has the speaker {}", name(ix)),
            SideReason::LastName(ix) => format!("same last name as {}", name(ix)),
            SideReason::Inherited(ix) => format!("speaks for or belongs to {}", name(ix)),
            SideReason::Label => "speaks for the one after whom the side is called".to_owned(),
            SideReason::Office => "holds an office of the state".to_owned(),
            SideReason::Outsider => "press, or an expert".to_owned(),
            SideReason::Against => {
                "is named beside somebody of a side, but not for them".to_owned()
            }
            SideReason::Several => "could be on more than one side".to_owned(),
            SideReason::Nothing => "nothing tells the side".to_owned(),
        }
    }
}

/// A printed form by which a side is known.
#[derive(Debug)]
struct NameForm {
    words: Vec<String>,
    speaker: Option<SpeakerIx>,
    side: SideIx,
}

/// What a briefing tells about sides.
#[derive(Debug)]
pub struct SideResolver {
    forms: Vec<NameForm>,
    /// Last words of the names of single speakers.
    last_names: Vec<NameForm>,
    state: Option<SideIx>,
    outside: Option<SideIx>,
    /// The nation groups that the state's side names.
    nations: Vec<usize>,
}

fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '.'))
        .map(|w| w.trim_end_matches("'s").trim_matches('\'').replace('.', ""))
        .filter(|w| !w.is_empty())
        .collect()
}

impl SideResolver {
    /// Reads the speakers and sides of a briefing.
    #[must_use]
    pub fn new(briefing: &Briefing) -> SideResolver {
        let lexicon = Lexicon::english();
        let mut forms = Vec::new();
        let mut last = Vec::new();
        for (i, speaker) in briefing.speakers.iter().enumerate() {
            let ix = Some(SpeakerIx(i));
            let printed = std::iter::once(&speaker.name).chain(&speaker.aliases);
            for name in printed {
                let named = words(name);
                if named
                    .iter()
                    .any(|w| lexicon.class_of(w) == super::lexicon::WordClass::NONE)
                    || named.len() > 1
                {
                    forms.push(NameForm {
                        words: named.clone(),
                        speaker: ix,
                        side: speaker.side,
                    });
                }
            }
            let named = words(&speaker.name);
            if named.len() == 2 && speaker.organisation.as_deref() != Some(&speaker.name) {
                last.push(NameForm {
                    words: named[1..].to_vec(),
                    speaker: ix,
                    side: speaker.side,
                });
            }
            if let Some(organisation) = &speaker.organisation {
                forms.push(NameForm {
                    words: words(organisation),
                    speaker: ix,
                    side: speaker.side,
                });
            }
        }
        let mut state = None;
        let mut outside = None;
        let mut nations = Vec::new();
        for (i, side) in briefing.sides.iter().enumerate() {
            let label = words(&side.label);
            if label.iter().any(|w| lexicon.class_of(w).is(PUBLIC)) {
                state = state.or(Some(SideIx(i)));
                nations = lexicon.nations(&label);
            } else if i >= 2 {
                outside = outside.or(Some(SideIx(i)));
            }
            if i < 2 {
                forms.push(NameForm {
                    words: label,
                    speaker: None,
                    side: SideIx(i),
                });
            }
        }
        if state.is_some() {
            let more: Vec<usize> = briefing
                .speakers
                .iter()
                .filter(|s| Some(s.side) == state)
                .flat_map(|s| lexicon.nations(&words(&s.name)))
                .collect();
            nations.extend(more);
        }
        forms.retain(|f| !f.words.is_empty());
        SideResolver {
            forms,
            last_names: last,
            state,
            outside,
            nations,
        }
    }

    /// Proposes the side of a speaker from the name and the words around it: role
    /// and organisation, as printed.
    #[must_use]
    pub fn propose(&self, name: &str, described: &str) -> SideProposal {
        let lexicon = Lexicon::english();
        let own = words(name);
        let own: Vec<String> = own
            .iter()
            .skip_while(|w| matches!(w.as_str(), "the" | "a" | "an"))
            .cloned()
            .collect();
        if own.is_empty() {
            return SideProposal::UNKNOWN;
        }
        let exact = self.forms.iter().filter(|f| {
            f.words == own || f.words.iter().skip_while(|w| *w == "the").eq(own.iter())
        });
        if let Some(found) = SideResolver::agreed_side(exact, Doubt::Sure, |f| {
            f.speaker.map_or(SideReason::Label, SideReason::Speaker)
        }) {
            return found;
        }
        let all = words(described);
        let all: Vec<String> = if all.len() >= own.len() {
            all
        } else {
            own.clone()
        };
        // A title and a full name: "Sen. Jeanne Shaheen".
        let of = |w: &String| {
            matches!(
                w.as_str(),
                "of" | "for" | "to" | "at" | "with" | "against" | "from"
            )
        };
        let contained = self.forms.iter().filter(|f| {
            f.words.len() > 1
                && ends_with(&own, &f.words)
                && !own[..own.len() - f.words.len()]
                    .iter()
                    .any(|w| of(w) || lexicon.class_of(w).is(AGAINST))
        });
        if let Some(found) = SideResolver::agreed_side(contained, Doubt::Sure, |f| {
            f.speaker.map_or(SideReason::Label, SideReason::Speaker)
        }) {
            return found;
        }
        let against = all.iter().any(|w| lexicon.class_of(w).is(AGAINST));
        // For whom: "a spokesman for X", "X's lawyer", "X CEO Jane Roe".
        let role = all.iter().position(|w| lexicon.class_of(w).is(SPOKESMAN));
        let belongs: Vec<&NameForm> = self
            .forms
            .iter()
            .filter(|f| position(&all, &f.words).is_some())
            .collect();
        if against && !belongs.is_empty() {
            return SideProposal {
                reason: SideReason::Against,
                ..SideProposal::UNKNOWN
            };
        }
        if role.is_some() {
            let longest = belongs.iter().map(|f| f.words.len()).max().unwrap_or(0);
            let best = belongs.iter().copied().filter(|f| f.words.len() == longest);
            if let Some(found) = SideResolver::agreed_side(best, Doubt::Likely, |f| {
                f.speaker.map_or(SideReason::Label, SideReason::Inherited)
            }) {
                return found;
            }
        } else if position(&own, &self.longest_form(&own)).is_some()
            && own.len() <= 4
            && !belongs.is_empty()
        {
            // "Kaspersky Lab North America": a part of the one who is named.
            let best = belongs
                .iter()
                .copied()
                .filter(|f| f.words.len() > 1 && own.starts_with(&f.words));
            if let Some(found) = SideResolver::agreed_side(best, Doubt::Likely, |f| {
                f.speaker.map_or(SideReason::Label, SideReason::Inherited)
            }) {
                return found;
            }
        }
        if own.len() <= 3 {
            let last = self.last_names.iter().filter(|f| {
                own.last() == f.words.last()
                    && (own.len() == 1 || lexicon.class_of(&own[0]).is(super::lexicon::TITLE))
            });
            if let Some(found) = SideResolver::agreed_side(last, Doubt::Likely, |f| {
                f.speaker.map_or(SideReason::Nothing, SideReason::LastName)
            }) {
                return found;
            }
        }
        if against {
            return SideProposal::UNKNOWN;
        }
        let press = all.iter().any(|w| lexicon.class_of(w).is(PRESS));
        let public = all.iter().any(|w| lexicon.class_of(w).is(PUBLIC));
        let foreign = {
            let theirs = lexicon.nations(&all);
            !theirs.is_empty() && theirs.iter().any(|n| !self.nations.contains(n))
        };
        match (public, press) {
            (true, false) if foreign => SideProposal::UNKNOWN,
            (true, false) => self
                .state
                .map_or(SideProposal::UNKNOWN, |side| SideProposal {
                    side: Some(side),
                    doubt: Doubt::Likely,
                    reason: SideReason::Office,
                }),
            (false, true) => self
                .outside
                .map_or(SideProposal::UNKNOWN, |side| SideProposal {
                    side: Some(side),
                    doubt: Doubt::Likely,
                    reason: SideReason::Outsider,
                }),
            _ => SideProposal::UNKNOWN,
        }
    }

    fn longest_form(&self, own: &[String]) -> Vec<String> {
        let found = self
            .forms
            .iter()
            .filter(|f| position(own, &f.words).is_some())
            .max_by_key(|f| f.words.len());
        found.map_or_else(|| vec![String::new()], |f| f.words.clone())
    }

    /// Returns the side on which all forms agree.
    fn agreed_side<'a>(
        forms: impl Iterator<Item = &'a NameForm>,
        doubt: Doubt,
        ground: impl Fn(&NameForm) -> SideReason,
    ) -> Option<SideProposal> {
        let mut found: Option<&NameForm> = None;
        for form in forms {
            match found {
                Some(first) if first.side != form.side => {
                    return Some(SideProposal {
                        reason: SideReason::Several,
                        ..SideProposal::UNKNOWN
                    });
                }
                Some(first) if first.speaker.is_some() => {}
                _ => found = Some(form),
            }
        }
        found.map(|form| SideProposal {
            side: Some(form.side),
            doubt,
            reason: ground(form),
        })
    }
}

fn ends_with(words: &[String], form: &[String]) -> bool {
    words.len() >= form.len() && words[words.len() - form.len()..] == *form
}

fn position(words: &[String], form: &[String]) -> Option<usize> {
    words.windows(form.len().max(1)).position(|w| w == form)
}
