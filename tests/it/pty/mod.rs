//! A terminal for tests: a pseudo-terminal with a program in it, a picture of
//! what the program draws, and folders of its own for everything it keeps.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long anything may take on a machine that has much else to do.
const LIMIT: Duration = Duration::from_secs(60);

/// Folders for one test.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Home {
        Home {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Reads a file that the program left in its current folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Writes a file of the data folder before the program does.
    pub fn write_data(&self, name: &str, bytes: &[u8]) {
        std::fs::create_dir_all(self.path("data")).unwrap();
        std::fs::write(self.path("data").join(name), bytes).unwrap();
    }

    /// Writes a file into the current folder of the program.
    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Returns `true` if the current folder of the program has such a file.
    pub fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Makes a program that `PATH` names first: a script of the shell.
    pub fn script(&self, name: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        let folder = self.path("bin");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(name);
        std::fs::write(&file, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o755)).unwrap();
    }

    /// Waits until a file of the current folder holds something, and returns it.
    pub fn wait_for(&self, name: &str) -> String {
        let read = || std::fs::read_to_string(self.path(name)).unwrap_or_default();
        wait_until(&format!("the file {name}"), || !read().is_empty());
        read()
    }

    /// Runs a command of the program that prints, and returns what it printed.
    pub fn run(&self, args: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_diptych"))
            .args(args)
            .env("DIPTYCH_DATA", self.path("data"))
            .env("DIPTYCH_CACHE", self.path("cache"))
            .env("DIPTYCH_CONFIG", self.path("config"))
            .env_remove("DIPTYCH_LIBRARY")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Opens the reader, which then leads the session: no shell stands above it.
    pub fn reader(&self, args: &[&str], (rows, columns): (u16, u16)) -> Term {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_diptych"));
        command.args(args);
        self.start(command, rows, columns)
    }

    /// Runs a script; the program is in `$DIPTYCH`.
    pub fn shell(&self, script: &str) -> Term {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script]);
        self.start(command, 30, 120)
    }

    /// Opens a shell that stops and continues jobs and prompts with `ready>`.
    pub fn job_shell(&self) -> Term {
        let mut command = CommandBuilder::new("bash");
        command.args(["--norc", "--noprofile", "-i"]);
        command.env("PS1", "ready> ");
        self.start(command, 30, 100)
    }

    fn start(&self, mut command: CommandBuilder, rows: u16, columns: u16) -> Term {
        command.cwd(self.folder.path());
        command.env("DIPTYCH", env!("CARGO_BIN_EXE_diptych"));
        command.env("DIPTYCH_DATA", self.path("data"));
        command.env("DIPTYCH_CACHE", self.path("cache"));
        command.env("DIPTYCH_CONFIG", self.path("config"));
        command.env("TERM", "xterm-256color");
        command.env("RUST_BACKTRACE", "0");
        let path = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{path}", self.path("bin").display()));
        for name in [
            "DIPTYCH_LIBRARY",
            "DIPTYCH_FAULT",
            "NO_COLOR",
            "TMUX",
            "STY",
            "SSH_CONNECTION",
            "SSH_CLIENT",
            "SSH_TTY",
            "BROWSER",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "VISUAL",
            "EDITOR",
            "BASH_ENV",
            "PROMPT_COMMAND",
        ] {
            command.env_remove(name);
        }
        Term::start(command, rows, columns)
    }
}

/// What the program has written so far.
struct Picture {
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// Whether the reading thread shall let go of the terminal.
    leaving: bool,
    /// Whether it has.
    closed: bool,
}

/// A terminal with a program in it.
pub struct Term {
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    shared: Arc<(Mutex<Picture>, Condvar)>,
}

impl Term {
    fn start(command: CommandBuilder, rows: u16, columns: u16) -> Term {
        let pair = native_pty_system().openpty(size(rows, columns)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        let picture = Picture {
            parser: vt100::Parser::new(cells(rows), cells(columns), 0),
            raw: Vec::new(),
            leaving: false,
            closed: false,
        };
        let shared = Arc::new((Mutex::new(picture), Condvar::new()));
        let seen = Arc::clone(&shared);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            loop {
                let read = output.read(&mut bytes).unwrap_or(0);
                let mut picture = seen.0.lock().unwrap();
                picture.parser.process(&bytes[..read]);
                picture.raw.extend_from_slice(&bytes[..read]);
                if read == 0 || picture.leaving {
                    drop(output);
                    picture.closed = true;
                    seen.1.notify_all();
                    return;
                }
                seen.1.notify_all();
            }
        });
        Term {
            master: Some(pair.master),
            keyboard: Some(keyboard),
            child,
            shared,
        }
    }

    fn picture(&self) -> MutexGuard<'_, Picture> {
        self.shared.0.lock().unwrap()
    }

    /// Returns the screen as it is.
    pub fn screen(&self) -> vt100::Screen {
        self.picture().parser.screen().clone()
    }

    /// Returns everything that was written, with its escape sequences.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.picture().raw).into_owned()
    }

    /// Forgets the picture, so that only what is drawn from now on is seen.
    pub fn forget(&self) {
        self.picture().parser.process(b"\x1b[H\x1b[2J");
    }

    /// Types.
    pub fn press(&mut self, keys: &str) {
        let keyboard = self.keyboard.as_mut().unwrap();
        // A program that has ended takes no keys; what is waited for next tells.
        let _ = keyboard.write_all(keys.as_bytes());
        let _ = keyboard.flush();
    }

    /// Gives the window another size.
    pub fn resize(&mut self, rows: u16, columns: u16) {
        let mut picture = self.picture();
        picture
            .parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        drop(picture);
        let master = self.master.as_ref().unwrap();
        master.resize(size(rows, columns)).unwrap();
    }

    /// Waits until the screen is as it should be.
    pub fn wait(&self, what: &str, seen: impl Fn(&vt100::Screen) -> bool) {
        let limit = Instant::now() + LIMIT;
        let mut picture = self.picture();
        while !seen(picture.parser.screen()) {
            let rest = limit.saturating_duration_since(Instant::now());
            assert!(
                !rest.is_zero() && !picture.closed,
                "waited for: {what}; the screen shows\n{}",
                picture.parser.screen().contents()
            );
            picture = self.shared.1.wait_timeout(picture, rest).unwrap().0;
        }
    }

    /// Waits until a text stands on the screen.
    pub fn see(&self, text: &str) {
        // No-break spaces look like spaces.
        let shown = |screen: &vt100::Screen| screen.contents().replace('\u{a0}', " ");
        self.wait(text, |screen| shown(screen).contains(text));
    }

    /// Waits until a text stands in a row, counted from 0.
    pub fn see_on_row(&self, row: usize, text: &str) {
        self.wait(text, |screen| {
            let (_, columns) = screen.size();
            let mut rows = screen.rows(0, columns.get());
            rows.nth(row).is_some_and(|row| row.contains(text))
        });
    }

    /// Returns the number of the program.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Waits for the end and returns the exit code.
    pub fn exit_code(&mut self) -> u32 {
        self.finish();
        self.child.wait().unwrap().exit_code()
    }

    /// Waits until the program has ended and everything it wrote was seen.
    pub fn finish(&mut self) {
        let limit = Instant::now() + LIMIT;
        let mut picture = self.picture();
        while !picture.closed {
            let rest = limit.saturating_duration_since(Instant::now());
            assert!(
                !rest.is_zero(),
                "it does not end; the screen shows\n{}",
                picture.parser.screen().contents()
            );
            picture = self.shared.1.wait_timeout(picture, rest).unwrap().0;
        }
    }

    /// Closes the window under the program and returns its exit code.
    pub fn hang_up(mut self) -> u32 {
        self.picture().leaving = true;
        // The program draws once more, so that the reading thread wakes and lets go.
        self.press("\u{c}");
        self.finish();
        self.keyboard = None;
        self.master = None;
        let mut code = None;
        wait_until("the program ends", || {
            code = self.child.try_wait().unwrap();
            code.is_some()
        });
        code.unwrap().exit_code()
    }
}

impl Drop for Term {
    fn drop(&mut self) {
        // Where a test fails, the program must not stay behind.
        let _ = self.child.kill();
    }
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn cells(n: u16) -> NonZeroU16 {
    NonZeroU16::new(n).unwrap()
}

/// Waits until something holds that nobody tells of.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let limit = Instant::now() + LIMIT;
    while !holds() {
        assert!(Instant::now() < limit, "waited for: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// Returns how long a process has worked, in ticks of the system's clock; none
/// where the system does not tell.
pub fn cpu_ticks(pid: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}
