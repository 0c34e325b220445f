//! Measures the program as a whole, in a pseudo-terminal: from the start of the
//! process to the end of its first picture, and what it costs while nobody types.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example first_frame
//! ```
//!
//! Takes the binary that was built beside it, or the one that is named. `--runs N`
//! and `--idle SECONDS` choose how long to measure. Nobody's own folders are touched.
//! The cost at rest is read from `/proc`, so it is told on Linux only.

use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io::{ErrorKind, Read, Write, stdout};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use clap::Parser;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

/// What stands on the first picture.
const TITLE: &str = "Kaspersky Lab and the United States government";
/// What the program writes behind each picture.
const END_OF_PICTURE: &str = "\x1b[?2026l";
/// How long the index may take before the rest begins.
const SETTLING: Duration = Duration::from_secs(3);

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Measures from process start to first picture, and the cost at rest.
#[derive(Parser)]
struct Arguments {
    /// How many starts of each kind.
    #[arg(long, default_value_t = 20)]
    runs: usize,
    /// Seconds of rest to look at.
    #[arg(long, default_value_t = 10)]
    idle: u64,
    /// The binary; the one of the same build where none is named.
    binary: Option<PathBuf>,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let binary = match arguments.binary {
        Some(binary) => fs::canonicalize(binary)?,
        None => beside_this()?,
    };
    let mut out = stdout();
    writeln!(
        out,
        "from process start to the end of the first picture, ms, {} starts",
        arguments.runs
    )?;
    let runs = 0..arguments.runs.max(1);

    let picture = format!("printf '%s\\033[?2026l' '{TITLE}'");
    let times: Outcome<Vec<f64>> = runs
        .clone()
        .map(|_| {
            let mut shell = CommandBuilder::new("/bin/sh");
            shell.args(["-c", &picture]);
            start(shell)?.end()
        })
        .collect();
    tell(&mut out, "a shell that prints the title", times?)?;

    let times: Outcome<Vec<f64>> = runs
        .clone()
        .map(|_| {
            let folder = tempfile::tempdir()?;
            start(diptych(&binary, folder.path()))?.end()
        })
        .collect();
    tell(&mut out, "diptych, for the first time", times?)?;

    let folder = tempfile::tempdir()?;
    // Once beforehand: makes the index.
    let first = start(diptych(&binary, folder.path()))?;
    sleep(SETTLING);
    first.end()?;
    let times: Outcome<Vec<f64>> = runs
        .map(|_| start(diptych(&binary, folder.path()))?.end())
        .collect();
    tell(&mut out, "diptych, with its index there", times?)?;

    rest(&mut out, &binary, folder.path(), arguments.idle)
}

/// Returns the program of the build to which this example belongs.
fn beside_this() -> Outcome<PathBuf> {
    let this = std::env::current_exe()?;
    let folder = this.parent().and_then(Path::parent).ok_or("no folder")?;
    let binary = folder.join("diptych");
    if !binary.exists() {
        let build = "it is not built: `cargo build --release`";
        return Err(format!("{}: {build}", binary.display()).into());
    }
    Ok(binary)
}

fn diptych(binary: &Path, folder: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(binary);
    for (name, part) in [
        ("DIPTYCH_DATA", "data"),
        ("DIPTYCH_CACHE", "cache"),
        ("DIPTYCH_CONFIG", "config"),
    ] {
        command.env(name, folder.join(part));
    }
    command.env_remove("DIPTYCH_LIBRARY");
    command.env("TERM", OsString::from("xterm-256color"));
    command
}

/// A process in a pseudo-terminal whose first picture is there.
struct Started {
    took: Duration,
    child: Box<dyn Child + Send + Sync>,
    reader: Box<dyn Read + Send>,
    writer: Box<dyn Write + Send>,
    // Closing it would hang up.
    _terminal: Box<dyn portable_pty::MasterPty + Send>,
}

/// Starts a process and waits for the end of its first picture with the title.
fn start(command: CommandBuilder) -> Outcome<Started> {
    let pair = native_pty_system().openpty(PtySize {
        rows: 40,
        cols: 120,
        pixel_width: 0,
        pixel_height: 0,
    })?;
    let mut reader = pair.master.try_clone_reader()?;
    let writer = pair.master.take_writer()?;
    let began = Instant::now();
    let child = pair.slave.spawn_command(command)?;
    drop(pair.slave);
    let mut seen = String::new();
    let mut bytes = vec![0; 1 << 16];
    loop {
        let count = reader.read(&mut bytes)?;
        if count == 0 {
            return Err("it ended without a picture".into());
        }
        seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
        let title = seen.find(TITLE).map(|at| &seen[at..]);
        if title.is_some_and(|rest| rest.contains(END_OF_PICTURE)) {
            break;
        }
    }
    Ok(Started {
        took: began.elapsed(),
        child,
        reader,
        writer,
        _terminal: pair.master,
    })
}

impl Started {
    /// Quits it and returns the milliseconds to its first picture.
    fn end(mut self) -> Outcome<f64> {
        // What has ended by itself hears nothing any more.
        let _ = self.writer.write_all(b"Q");
        let mut rest = [0; 4096];
        loop {
            match self.reader.read(&mut rest) {
                // The end of a pseudo-terminal is an error on Linux.
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
        }
        let status = self.child.wait()?;
        if !status.success() {
            return Err(format!("it ended with {status}").into());
        }
        Ok(self.took.as_secs_f64() * 1000.0)
    }
}

fn tell(out: &mut impl Write, name: &str, mut times: Vec<f64>) -> Outcome<()> {
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    let (least, most) = (times[0], times[times.len() - 1]);
    writeln!(
        out,
        "  {name:<32} least {least:6.1}   median {median:6.1}   most {most:6.1}"
    )?;
    Ok(())
}

/// Tells what a started program costs while nothing happens.
fn rest(out: &mut impl Write, binary: &Path, folder: &Path, seconds: u64) -> Outcome<()> {
    let started = start(diptych(binary, folder))?;
    let id = started.child.process_id().ok_or("no process")?;
    sleep(SETTLING);
    let before = cost(id);
    sleep(Duration::from_secs(seconds));
    let after = cost(id);
    started.end()?;
    match (before, after) {
        (Some(before), Some(after)) => writeln!(
            out,
            "at rest for {seconds} s: {} ms of CPU, {} wake-ups of {} threads",
            (after.ticks - before.ticks) * 10,
            after.wakes - before.wakes,
            after.threads
        )?,
        _ => writeln!(out, "at rest: not told by this system")?,
    }
    Ok(())
}

/// What a process has cost so far.
struct Cost {
    /// Hundredths of a second of CPU, user and system.
    ticks: u64,
    /// How often its threads were woken.
    wakes: u64,
    threads: usize,
}

fn cost(id: u32) -> Option<Cost> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name, which may hold anything, stands the state: field 3.
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let field = |number: usize| fields.get(number - 3)?.parse::<u64>().ok();
    let mut wakes = 0;
    let mut threads = 0;
    for task in fs::read_dir(format!("/proc/{id}/task")).ok()? {
        let status = match fs::read_to_string(task.ok()?.path().join("status")) {
            Ok(status) => status,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(_) => return None,
        };
        threads += 1;
        let lines = status.lines();
        wakes += lines
            .filter_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
            .filter_map(|count| count.trim().parse::<u64>().ok())
            .sum::<u64>();
    }
    Some(Cost {
        ticks: field(14)? + field(15)?,
        wakes,
        threads,
    })
}
