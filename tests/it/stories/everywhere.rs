//! What holds on every screen: every command answers, every key that the footer
//! shows works.

use diptych::app::chrome;
use diptych::app::input::command::{COMMANDS, Command, CommandSpec};
use diptych::app::input::key_sequence;
use diptych::app::input::keymap::KeyMatch;
use diptych::app::input::pending_keys::PendingKeys;
use diptych::app::message::key;

use crate::story::Story;
use crate::story::screens::SCREENS;

/// The keys of a command as the story reads them; a letter is `a`.
fn keys_of(row: &CommandSpec) -> String {
    let Some(keys) = row.keys.first() else {
        return format!(":{}<Enter>", row.name);
    };
    let steps = key_sequence::parse(keys).expect("keys of the table");
    let one = |step: &key::KeyStep| match step {
        key::KeyStep::Letter => "a".to_owned(),
        key::KeyStep::Key(key) => {
            let name = key.to_string();
            if name.chars().count() > 1 {
                format!("<{name}>")
            } else {
                name
            }
        }
    };
    steps.iter().map(one).collect()
}

/// Tells whether a command was answered: by words, by another picture, or by
/// asking the world for something.
fn answered(story: &mut Story, keys: &str) -> bool {
    let before = story.buffer();
    let asked = (story.asked.len(), story.copied.len());
    story.keys(keys);
    let spoke = !story.status().is_empty();
    spoke
        || story.ended
        || before != story.buffer()
        || asked != (story.asked.len(), story.copied.len())
}

fn every_command_answers(begin: fn(u16, u16) -> Story, width: u16, height: u16) {
    let mut silent = Vec::new();
    for (name, to) in SCREENS {
        let mut there = begin(width, height);
        there.keys(to);
        let scope = there.app.state().key_context();
        if there.app.state().prompt().is_some() {
            continue;
        }
        for row in COMMANDS.iter().filter(|row| row.contexts.intersects(scope)) {
            let mut story = begin(width, height);
            // A begun key or a count would swallow what follows.
            story.keys(to);
            if story.app.state().pending_keys() != &PendingKeys::default() {
                story.keys("<Esc>");
            }
            if !answered(&mut story, &keys_of(row)) {
                silent.push(format!("{name}: {} ({})", row.name, keys_of(row)));
            }
            // And once more, where it may have nothing left to do.
            if story.app.state().prompt().is_none()
                && story.app.state().key_context() == scope
                && !answered(&mut story, &keys_of(row))
            {
                silent.push(format!("{name}: {} ({}) again", row.name, keys_of(row)));
            }
        }
    }
    assert!(silent.is_empty(), "no answer to\n{}", silent.join("\n"));
}

#[test]
fn every_command_answers_in_a_briefing() {
    every_command_answers(Story::small, 80, 24);
}

#[test]
fn every_command_answers_in_a_wide_window() {
    every_command_answers(Story::small, 120, 30);
}

#[test]
fn every_command_answers_without_a_briefing() {
    every_command_answers(Story::empty, 80, 24);
}

#[test]
fn every_command_answers_beside_broken_bundles() {
    every_command_answers(Story::shelf, 80, 24);
}

#[test]
fn every_key_of_the_footer_works_there() {
    for begin in [Story::small, Story::shelf, Story::empty] {
        for (name, to) in SCREENS {
            let mut story = begin(200, 24);
            story.keys(to);
            let scope = story.app.state().key_context();
            let hints = chrome::key_hints(story.app.state());
            assert!(!hints.is_empty(), "{name}");
            for (keys, label) in hints {
                let steps = key_sequence::parse(&keys).expect("a key");
                let pressed: Vec<_> = steps
                    .iter()
                    .filter_map(|s| match s {
                        key::KeyStep::Key(key) => Some(*key),
                        key::KeyStep::Letter => None,
                    })
                    .collect();
                let found = story
                    .app
                    .state()
                    .settings()
                    .keymap
                    .match_keys(scope, &pressed);
                assert!(
                    matches!(found, KeyMatch::Command(..)),
                    "{name}: {keys} {label}: {found:?}"
                );
            }
        }
    }
}

#[test]
fn the_footer_says_what_its_first_keys_do() {
    for (name, to) in SCREENS
        .iter()
        .filter(|(name, _)| !name.starts_with("keys begun"))
    {
        let mut story = Story::small(80, 24);
        story.keys(to);
        if story.app.state().regions().footer.height == 0 {
            continue;
        }
        let footer = story.row(23);
        if let Some(noted) = chrome::query_diagnostic_at_cursor(story.app.state()) {
            // What there is to say of a question takes the place of the keys.
            let begin = &noted.diagnostic.message()[..40];
            assert!(footer.trim().starts_with(begin), "{name}: {footer}");
            continue;
        }
        let (key, label) = chrome::key_hints(story.app.state()).remove(0);
        assert!(
            footer.trim().starts_with(&format!("{key} {label}")),
            "{name}: {footer}"
        );
    }
}

#[test]
fn the_command_line_runs_every_command_by_its_name() {
    for row in COMMANDS.iter().filter(|r| {
        r.contexts
            .intersects(diptych::app::input::key_context::KeyContexts::SCREENS)
    }) {
        if matches!(
            row.command,
            Command::CommandLine | Command::Redraw | Command::Suspend
        ) {
            continue;
        }
        let mut story = Story::small(80, 24);
        story.keys("J").keys(":").types(row.name).keys("<Enter>");
        let status = story.status();
        assert!(
            !status.contains("There is no command"),
            "{}: {status}",
            row.name
        );
    }
}
