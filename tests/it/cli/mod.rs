//! Drives the real program as a shell would: what it prints, to where, and with
//! which exit code. Every folder that it uses is a temporary one. A file for each subcommand.

mod add;
mod bookmarks;
mod check;
mod cite;
mod compare;
mod doctor;
mod import;
mod list;
mod program;
mod quotes;
mod review;
mod search;
mod show;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A home of its own for each test.
struct Home {
    folder: TempDir,
}

impl Home {
    fn new() -> Home {
        Home {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command
            .args(args)
            .env("DIPTYCH_DATA", self.path("data"))
            .env("DIPTYCH_CACHE", self.path("cache"))
            .env("DIPTYCH_CONFIG", self.path("config"))
            .env_remove("DIPTYCH_LIBRARY")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(&self.command(args).output().unwrap())
    }

    /// Writes a small bundle and returns its folder.
    fn bundle(&self, id: &str, change: impl Fn(&mut Value)) -> PathBuf {
        let folder = self.path("library").join(id);
        fs::create_dir_all(folder.join("articles")).unwrap();
        fs::write(
            folder.join("articles/a.txt"),
            "The mayor spoke. “The bridge is safe,” she said.\n\nThe builder said “it is not.”\n",
        )
        .unwrap();
        let mut briefing = serde_json::json!({
            "format": 1,
            "id": id,
            "title": "The bridge",
            "sides": [{"id": "town", "label": "Town"}, {"id": "firm", "label": "Firm"}],
            "topics": [{"id": "safety", "question": "Is the bridge safe?"},
                       {"id": "cost", "question": "Who pays?"}],
            "speakers": [{"id": "mayor", "name": "The mayor", "side": "town"},
                         {"id": "builder", "name": "The builder", "side": "firm"}],
            "articles": [{"id": "a", "title": "On the bridge", "publisher": "The Daily",
                          "text": "articles/a.txt"}],
            "statements": [
                {"id": "s-safe", "speaker": "mayor", "topics": ["safety"],
                 "appearances": [{"article": "a", "quote": [{"exact": "The bridge is safe,"}]}]},
                {"id": "s-not", "speaker": "builder", "topics": ["safety"],
                 "answers": [{"statement": "s-safe", "how": "denies"}],
                 "appearances": [{"article": "a", "quote": [{"exact": "it is not."}]}]}
            ]
        });
        change(&mut briefing);
        let text = serde_json::to_string_pretty(&briefing).unwrap();
        fs::write(folder.join("briefing.json"), text).unwrap();
        folder
    }
}

/// What came of a command.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: &Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs a command that must succeed and returns what it printed.
fn done(home: &Home, args: &[&str]) -> String {
    let run = home.run(args);
    assert_eq!(run.code, 0, "{args:?}: {run:?}");
    run.out
}

/// A comparison of the small bundle in a form.
fn facing(format: &str, more: &[&str]) -> String {
    let home = Home::new();
    let small = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small");
    done(
        &home,
        &[&["compare", small, "--format", format], more].concat(),
    )
}
