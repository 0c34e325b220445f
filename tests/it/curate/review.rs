//! The review of a bundle: items of its articles, and decisions in `briefing.json`.

use std::fs;
use std::ops::Range;
use std::path::Path;

use diptych::model::{
    AnswerChange, AnswerRelation, BundleSource, Decision, NewSpeaker, ProposalKind, QuotationKind,
    ReviewItem, ReviewState, SpeakerChoice,
};
use diptych::runtime::review::{DecisionError, ReviewError, ReviewSession};

const BRIEFING: &str = r#"{
  "format": 1,
  "id": "meters",
  "title": "The meters of Marlow Bay",
  "sides": [
    { "id": "city", "label": "The city" },
    { "id": "clearwell", "label": "Clearwell" }
  ],
  "topics": [{ "id": "meters", "question": "Do the meters count right?" }],
  "speakers": [
    { "id": "penhale", "name": "Dora Penhale", "role": "Mayor", "side": "city" },
    { "id": "clearwell", "name": "Clearwell", "side": "clearwell" }
  ],
  "articles": [
    { "id": "herald", "title": "City orders Clearwell", "publisher": "The Harbour Herald", "text": "articles/herald.txt", "x-desk": "local" },
    { "id": "post", "title": "Clearwell hits back", "publisher": "Valley Post", "text": "articles/post.txt" }
  ],
  "statements": []
}
"#;

const HERALD: &str = "“We have asked politely for eleven months,” said Mayor Dora Penhale. “The meters count water that never flowed.”

“Our meters have been tested by three laboratories,” said Tom Arkwright, a spokesman for Clearwell.

The house is called “Clearwell Tower”.
";

const POST: &str = "The mayor has said it before: “We have asked politely for eleven months,” Penhale said on Thursday.

“The bill was paid in full,” Penhale said.
";

fn bundle() -> (tempfile::TempDir, ReviewSession) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    fs::write(folder.path().join("briefing.json"), BRIEFING).unwrap();
    fs::write(folder.path().join("articles/herald.txt"), HERALD).unwrap();
    fs::write(folder.path().join("articles/post.txt"), POST).unwrap();
    let session = open(folder.path());
    (folder, session)
}

fn open(folder: &Path) -> ReviewSession {
    ReviewSession::open(BundleSource::Folder(folder.to_owned())).unwrap()
}

fn text(folder: &Path) -> String {
    fs::read_to_string(folder.join("briefing.json")).unwrap()
}

/// The item whose words begin so.
fn item(session: &ReviewSession, words: &str) -> ReviewItem {
    let briefing = session.briefing();
    let items = session.queue().items().iter();
    let mut found = items.filter(|item| {
        let text = &briefing.article(item.article).text;
        text.slice(&item.parts[0]).starts_with(words)
    });
    found
        .next_back()
        .cloned()
        .unwrap_or_else(|| panic!("no item {words}"))
}

fn accept(session: &mut ReviewSession, item: &ReviewItem) -> String {
    let decision = Decision::Accept {
        item: item.id.clone(),
        speaker: SpeakerChoice::Candidate(0),
    };
    session.decide(&[decision]).unwrap();
    session
        .queue()
        .item(&item.id)
        .unwrap()
        .statement
        .clone()
        .unwrap()
}

#[test]
fn quotations_are_open_with_their_speakers_and_sides() {
    let (_folder, session) = bundle();
    let broken = item(&session, "We have asked politely for eleven months,");
    assert_eq!(broken.state, ReviewState::Open);
    let first = session.queue().items().first().unwrap();
    assert_eq!(first.parts.len(), 2, "an attribution breaks it: {first:?}");
    assert_eq!(first.candidates[0].id.as_deref(), Some("penhale"));
    assert_eq!(
        first.attribution.as_deref(),
        Some("said Mayor Dora Penhale")
    );
    let spokesman = item(&session, "Our meters");
    assert_eq!(spokesman.candidates[0].name, "Tom Arkwright");
    assert_eq!(spokesman.candidates[0].id, None);
    assert_eq!(spokesman.candidates[0].side.as_deref(), Some("clearwell"));
    assert_eq!(
        item(&session, "Clearwell Tower").kind,
        ProposalKind::NotStatement
    );
}

#[test]
fn the_same_words_elsewhere_are_named() {
    let (_folder, session) = bundle();
    let later = item(&session, "We have asked politely for eleven months,");
    let first = session.queue().items().first().unwrap();
    assert!(
        later.similar.iter().any(|s| s.item == first.id),
        "{later:?}"
    );
}

#[test]
fn a_decision_is_in_the_file_and_changes_nothing_else() {
    let (folder, mut session) = bundle();
    let spokesman = item(&session, "Our meters");
    let id = accept(&mut session, &spokesman);
    let after = text(folder.path());
    for line in BRIEFING.lines().filter(|line| line.contains("\"id\"")) {
        let line = line.trim_end_matches(',');
        assert!(after.contains(line), "{line}\n{after}");
    }
    assert!(after.contains("\"name\": \"Tom Arkwright\""), "{after}");
    assert!(after.contains("spokesman for Clearwell"), "{after}");
    let again = open(folder.path());
    let same = again.queue().item(&spokesman.id).unwrap();
    assert_eq!(same.state, ReviewState::Accepted);
    assert_eq!(same.statement.as_deref(), Some(id.as_str()));
    assert_eq!(
        fs::read_to_string(folder.path().join("briefing.json~")).unwrap(),
        BRIEFING
    );
}

#[test]
fn what_was_decided_is_taken_back_to_the_byte() {
    let (folder, mut session) = bundle();
    let title = item(&session, "Clearwell Tower");
    let reject = Decision::Reject {
        item: title.id.clone(),
        reason: Some("a name".to_owned()),
    };
    session.decide(&[reject]).unwrap();
    let rejected = session.queue().item(&title.id).unwrap();
    assert_eq!(rejected.state, ReviewState::Rejected);
    assert_eq!(rejected.reason.as_deref(), Some("a name"));
    let reopen = Decision::Reopen {
        item: title.id.clone(),
    };
    session.decide(&[reopen]).unwrap();
    assert_eq!(text(folder.path()), BRIEFING);
}

#[test]
fn the_same_words_become_another_appearance() {
    let (folder, mut session) = bundle();
    let first = session.queue().items().first().unwrap().clone();
    let id = accept(&mut session, &first);
    let later = item(&session, "We have asked politely for eleven months,");
    let join = Decision::AddAppearance {
        item: later.id.clone(),
        statement: id.clone(),
    };
    session.decide(&[join]).unwrap();
    let statement = session.briefing().statement_by_id(&id).unwrap();
    let appearances = &session.briefing().statement(statement).appearances;
    assert_eq!(appearances.len(), 2, "{}", text(folder.path()));
    // Taken back, the statement stays where it was first.
    session
        .decide(&[Decision::Reopen { item: later.id }])
        .unwrap();
    let statement = session.briefing().statement_by_id(&id).unwrap();
    assert_eq!(session.briefing().statement(statement).appearances.len(), 1);
}

#[test]
fn a_statement_gets_topics_dates_notes_pairs_and_another_extent() {
    let (folder, mut session) = bundle();
    let first = session.queue().items().first().unwrap().clone();
    let claim = accept(&mut session, &first);
    let spokesman = item(&session, "Our meters");
    let reply = accept(&mut session, &spokesman);
    let shorter =
        spokesman.parts[0].start..spokesman.parts[0].start + "Our meters have been tested".len();
    session
        .decide(&[
            Decision::SetTopics {
                statement: reply.clone(),
                topics: vec!["meters".to_owned()],
            },
            Decision::SetDate {
                statement: reply.clone(),
                date: Some("2024-03-12".to_owned()),
            },
            Decision::SetNote {
                statement: reply.clone(),
                note: Some("The laboratories are not named.".to_owned()),
            },
            Decision::SetAnswer {
                reply: reply.clone(),
                claim: claim.clone(),
                answer: AnswerChange::Set(Some(AnswerRelation::Denies)),
            },
            Decision::SetParts {
                statement: reply.clone(),
                article: "herald".to_owned(),
                parts: vec![shorter.clone()],
            },
        ])
        .unwrap();
    let briefing = session.briefing();
    let statement = briefing.statement(briefing.statement_by_id(&reply).unwrap());
    assert_eq!(statement.topics.len(), 1);
    assert_eq!(statement.answers.len(), 1, "{}", text(folder.path()));
    assert_eq!(statement.appearances[0].quote[0].range, shorter);
    assert_eq!(statement.date.as_ref().unwrap().edtf(), "2024-03-12");
}

#[test]
fn nothing_is_guessed_and_nothing_written_where_a_decision_does_not_fit() {
    let (folder, mut session) = bundle();
    let first = session.queue().items().first().unwrap().clone();
    let new = SpeakerChoice::New(NewSpeaker {
        name: "Somebody Else".to_owned(),
        ..NewSpeaker::default()
    });
    let side = session.decide(&[Decision::Accept {
        item: first.id.clone(),
        speaker: new,
    }]);
    assert!(
        matches!(&side, Err(ReviewError::Decision(DecisionError::SideNeeded(name))) if name == "Somebody Else"),
        "{side:?}"
    );
    for decision in [
        Decision::Accept {
            item: "herald@0-1".to_owned(),
            speaker: SpeakerChoice::Nobody,
        },
        Decision::Accept {
            item: first.id.clone(),
            speaker: SpeakerChoice::Candidate(40),
        },
        Decision::AddStatement {
            article: "herald".to_owned(),
            parts: vec![Range { start: 1, end: 3 }],
            kind: QuotationKind::Direct,
            speaker: SpeakerChoice::Known("penhale".to_owned()),
        },
        Decision::SetDate {
            statement: "s-none".to_owned(),
            date: None,
        },
    ] {
        // With one that would fit: all or none.
        let fits = Decision::Reject {
            item: first.id.clone(),
            reason: None,
        };
        assert!(
            session.decide(&[fits, decision.clone()]).is_err(),
            "{decision:?}"
        );
        assert_eq!(text(folder.path()), BRIEFING);
    }
}

#[test]
fn what_another_program_wrote_meanwhile_stays() {
    let (folder, mut session) = bundle();
    let other = BRIEFING.replace("Do the meters count right?", "Who counts the water?");
    fs::write(folder.path().join("briefing.json"), &other).unwrap();
    let first = session.queue().items().first().unwrap().clone();
    accept(&mut session, &first);
    let after = text(folder.path());
    assert!(after.contains("Who counts the water?"), "{after}");
    assert!(after.contains("\"speaker\": \"penhale\""), "{after}");
}

#[test]
fn words_of_nobody_are_given_to_a_third_party() {
    let (folder, mut session) = bundle();
    let first = session.queue().items().first().unwrap().clone();
    session
        .decide(&[Decision::Accept {
            item: first.id.clone(),
            speaker: SpeakerChoice::Nobody,
        }])
        .unwrap();
    let briefing = session.briefing();
    let id = session
        .queue()
        .item(&first.id)
        .unwrap()
        .statement
        .clone()
        .unwrap();
    let side = briefing.side_of(briefing.statement_by_id(&id).unwrap());
    assert!(side.0 >= 2, "{}", text(folder.path()));
}
