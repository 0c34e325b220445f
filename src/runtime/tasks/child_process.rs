//! Runs a program with an input and a time limit.
//!
//! Each program gets a session of its own, so that neither keys nor the end of the terminal reach
//! it. Its input is a file, and its output goes to `/dev/null` or to a helper that outlives this
//! program. So nothing of it breaks when the reader quits.
//!
//! Written by hand: `wait-timeout` would replace only the thread that waits for the program, not
//! the helper that keeps its output open, nor the waiting for one that runs on after the limit.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, PipeWriter, Read, Seek, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::paths;

/// How long output is read after a command has ended: what it left in the background may keep its
/// output open for ever.
const OUTPUT_TIMEOUT: Duration = Duration::from_secs(1);
/// A shell's exit code for a command that was ended by a signal, without the signal's number.
const SIGNAL_BASE: i32 = 128;
/// Passes on the beginning of what a command prints and discards the rest, so that what it left in
/// the background can go on printing after this program has ended. `dd` passes on at once what it
/// reads; `head` would buffer it.
const OUTPUT_RELAY: [&str; 3] = [
    "sh",
    "-c",
    "dd bs=256 count=256 2>/dev/null; exec cat >/dev/null",
];

/// What to do with the output of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputMode {
    /// Discard it.
    Discard,
    /// Read its beginning.
    Capture,
}

/// How a program ended.
#[derive(Debug)]
pub struct ExitInfo {
    /// Its exit code; after a signal that which a shell would report.
    pub code: i32,
    /// The beginning of its output, then of its errors.
    pub output: String,
}

/// Runs a program with an input and waits for its end, but not for what it leaves in the
/// background. Returns `None` if it still runs after `timeout`; then it runs on. `started` is called
/// once the program has its whole input and does not need this one any more.
///
/// # Errors
/// It cannot be started, or its input cannot be written.
pub fn run_with_timeout<S: AsRef<OsStr>>(
    words: &[S],
    input: &str,
    output: OutputMode,
    timeout: Duration,
    started: impl FnOnce(),
) -> io::Result<Option<ExitInfo>> {
    let mut command = detached_command(words);
    command.stdin(unlinked_file(input)?);
    let captured = match output {
        OutputMode::Discard => None,
        OutputMode::Capture => {
            let (out, output) = CapturedStream::start()?;
            let (err, errors) = CapturedStream::start()?;
            command.stdout(out).stderr(err);
            Some((output, errors))
        }
    };
    let child = command.spawn()?;
    started();
    // The command holds the writing ends of the pipes.
    drop(command);
    let Ok(status) = wait_in_background(child).recv_timeout(timeout) else {
        return Ok(None);
    };
    let status = status?;
    let limit = Instant::now() + OUTPUT_TIMEOUT;
    let output = captured.map_or_else(String::new, |(output, errors)| {
        format!("{}\n{}", output.read_until(limit), errors.read_until(limit))
    });
    let code = exit_code(status);
    Ok(Some(ExitInfo { code, output }))
}

/// Starts a program without input, and waits a moment whether it fails. Returns its exit code, or
/// `None` if it still runs.
///
/// # Errors
/// It cannot be started.
pub fn launch<S: AsRef<OsStr>>(words: &[S], timeout: Duration) -> io::Result<Option<i32>> {
    let child = detached_command(words).spawn()?;
    match wait_in_background(child).recv_timeout(timeout) {
        Ok(status) => status.map(|status| Some(exit_code(status))),
        Err(_) => Ok(None),
    }
}

/// Returns a command in a session of its own, without input and output.
fn detached_command<S: AsRef<OsStr>>(words: &[S]) -> Command {
    let mut command = match paths::environment().find_command("setsid") {
        Some(setsid) => {
            // Not in a process group of its own: `setsid` would have to fork then, and its exit
            // code would not be that of the program.
            let mut command = Command::new(setsid);
            command.arg("--").args(words);
            command
        }
        // Some systems have no such program. A group of its own keeps the keys away.
        None => {
            let mut words = words.iter();
            let mut command = Command::new(words.next().map_or(OsStr::new(""), S::as_ref));
            command.args(words).process_group(0);
            command
        }
    };
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Waits for a program on a thread of its own, so that no zombie is left.
fn wait_in_background(mut child: Child) -> Receiver<io::Result<ExitStatus>> {
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let _ = done.send(child.wait());
    });
    answer
}

/// Returns the exit code, as a shell would.
fn exit_code(status: ExitStatus) -> i32 {
    let signal = status.signal().map(|signal| SIGNAL_BASE + signal);
    status.code().or(signal).unwrap_or(1)
}

/// Returns a file with a text that has no name any more: a program can read it for as long as it
/// likes, also after this one has ended.
fn unlinked_file(text: &str) -> io::Result<fs::File> {
    let mut file = tempfile::tempfile_in(paths::environment().temp_dir())?;
    file.write_all(text.as_bytes())?;
    file.rewind()?;
    Ok(file)
}

/// The beginning of one output stream of a program.
struct CapturedStream {
    bytes: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl CapturedStream {
    /// Starts to read; returns the end to write to.
    fn start() -> io::Result<(PipeWriter, CapturedStream)> {
        let (from, to) = io::pipe()?;
        let mut listener = detached_command(&OUTPUT_RELAY);
        let mut listener = listener.stdin(from).stdout(Stdio::piped()).spawn()?;
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (done, ended) = mpsc::channel();
        let shared = Arc::clone(&bytes);
        thread::spawn(move || {
            if let Some(stream) = listener.stdout.take() {
                copy_into(stream, &shared);
            }
            let _ = done.send(());
            let _ = listener.wait();
        });
        Ok((to, CapturedStream { bytes, ended }))
    }

    /// Returns what was read once the stream has ended, or at `limit`.
    fn read_until(&self, limit: Instant) -> String {
        let rest = limit.saturating_duration_since(Instant::now());
        let _ = self.ended.recv_timeout(rest);
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Reads a stream to its end.
fn copy_into(mut stream: impl Read, bytes: &Mutex<Vec<u8>>) {
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => bytes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
