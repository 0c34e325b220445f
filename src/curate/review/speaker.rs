//! From a name that an article prints to a speaker of the briefing, or to a new one.

use crate::curate::quotes::{SideReason, SideResolver};
use crate::model::{Briefing, Doubt, NewSpeaker, Speaker, SpeakerCandidate};

/// Returns a speaker of the briefing as a candidate.
pub(super) fn known(briefing: &Briefing, speaker: &Speaker) -> SpeakerCandidate {
    SpeakerCandidate {
        id: Some(speaker.id.clone()),
        name: speaker.name.clone(),
        described: speaker.name.clone(),
        side: Some(briefing.sides[speaker.side.0].id.clone()),
        side_doubt: Doubt::Sure,
        side_ground: "is a speaker of the briefing".to_owned(),
    }
}

/// Returns the candidate for a name: a speaker of the briefing where the name is known, else a new
/// one with the side that its role and organisation tell.
pub(super) fn candidate(
    briefing: &Briefing,
    sides: &SideResolver,
    name: &str,
    described: &str,
) -> SpeakerCandidate {
    let side = sides.propose(name, described);
    if let SideReason::Speaker(ix) = side.reason {
        return SpeakerCandidate {
            described: described.to_owned(),
            ..known(briefing, briefing.speaker(ix))
        };
    }
    SpeakerCandidate {
        id: None,
        name: name.to_owned(),
        described: described.to_owned(),
        side: side.side.map(|ix| briefing.sides[ix.0].id.clone()),
        side_doubt: side.doubt,
        side_ground: side.explanation(briefing),
    }
}

/// Returns the new speaker that a candidate would be, with the role as printed.
#[must_use]
pub fn new_speaker(candidate: &SpeakerCandidate) -> NewSpeaker {
    let name = candidate.name.trim();
    NewSpeaker {
        name: name.to_owned(),
        role: role(name, candidate.described.trim()),
        organisation: None,
        side: candidate.side.clone(),
        aliases: Vec::new(),
    }
}

/// Returns the role that stands before or behind a name: "Acting Secretary Elaine Duke",
/// "Jane Roe, a spokeswoman for the union".
fn role(name: &str, described: &str) -> Option<String> {
    let at = described.find(name)?;
    let before = described[..at].trim().trim_end_matches(',');
    let behind = described[at + name.len()..].trim();
    let role = match behind.strip_prefix(',').map(str::trim) {
        Some(role) if !role.is_empty() => role,
        _ => before,
    };
    let role = ["a ", "an ", "the "]
        .iter()
        .find_map(|article| role.strip_prefix(article))
        .unwrap_or(role);
    (!role.is_empty()).then(|| role.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_stands_before_or_behind_the_name() {
        let name = "Jane Roe";
        for (described, expected) in [
            (
                "Jane Roe, a spokeswoman for the union",
                Some("spokeswoman for the union"),
            ),
            ("Acting Secretary Jane Roe", Some("Acting Secretary")),
            ("Jane Roe", None),
            ("Roe", None),
        ] {
            assert_eq!(role(name, described).as_deref(), expected, "{described}");
        }
    }
}
