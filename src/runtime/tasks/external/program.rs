//! Programs that are started for an errand. Each gets a session of its own, so that
//! neither the keys of the terminal nor its end reach it; its input is a file, and what
//! it prints goes to `/dev/null` or to a helper that outlives this program. So nothing
//! of it breaks when the reader quits.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{self, PipeWriter, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{self, Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::paths;
use crate::runtime::support::clock;

/// How long the last words of a command are waited for after it has ended. Something in
/// the background may hold its output open for ever.
const OUTPUT_TIMEOUT: Duration = Duration::from_secs(1);
/// The exit code of a shell where a signal ended the command, without the signal's number.
const SIGNAL_BASE: i32 = 128;
/// Takes the beginning of what a command prints, then all the rest, so that whatever the
/// command left in the background can go on printing when the reader has quit. `dd` hands
/// on at once what it reads, which `head` keeps until it has enough.
const OUTPUT_RELAY: [&str; 3] = [
    "sh",
    "-c",
    "dd bs=256 count=256 2>/dev/null; exec cat >/dev/null",
];

/// What becomes of what a program prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OutputMode {
    /// It is dropped.
    Discard,
    /// Its beginning is listened to.
    Capture,
}

/// How a program ended.
#[derive(Debug)]
pub(super) struct ExitInfo {
    /// Its exit code, that of a shell where a signal ended it.
    pub(super) code: i32,
    /// The beginning of what it printed: first its output, then its errors.
    pub(super) output: String,
}

/// Runs a program with an input and waits for its end: for that of the program itself,
/// not for what it leaves in the background. None where it runs on after `patience`;
/// it is left alone then. `started` is called once the program has its whole input and
/// needs this one no more.
///
/// # Errors
/// Where it cannot be started or its input cannot be written.
pub(super) fn run_with_timeout<S: AsRef<OsStr>>(
    words: &[S],
    input: &str,
    output: OutputMode,
    timeout: Duration,
    started: impl FnOnce(),
) -> io::Result<Option<ExitInfo>> {
    let mut command = detached_command(words);
    command.stdin(unlinked_file(input)?);
    let heard = match output {
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
    // It holds the ends of the pipes open.
    drop(command);
    let Ok(status) = wait_in_background(child).recv_timeout(timeout) else {
        return Ok(None);
    };
    let status = status?;
    let limit = Instant::now() + OUTPUT_TIMEOUT;
    let output = heard.map_or_else(String::new, |(output, errors)| {
        format!("{}\n{}", output.read_until(limit), errors.read_until(limit))
    });
    let code = exit_code(status);
    Ok(Some(ExitInfo { code, output }))
}

/// Starts a program that needs nothing from here and waits a moment, to learn whether it
/// fails: then its exit code. None where it runs on.
///
/// # Errors
/// Where it cannot be started.
pub(super) fn launch<S: AsRef<OsStr>>(words: &[S], timeout: Duration) -> io::Result<Option<i32>> {
    let child = detached_command(words).spawn()?;
    match wait_in_background(child).recv_timeout(timeout) {
        Ok(status) => status.map(|status| Some(exit_code(status))),
        Err(_) => Ok(None),
    }
}

/// Returns a command in a session of its own that hears, says and reads nothing.
fn detached_command<S: AsRef<OsStr>>(words: &[S]) -> Command {
    let mut command = match paths::environment().find_command("setsid") {
        Some(setsid) => {
            // As the leader of a process group it would have to fork first, and its exit
            // code would not be the program's.
            let mut command = Command::new(setsid);
            command.arg("--").args(words);
            command
        }
        // Some systems have no such program; a group of its own keeps the keys away.
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

/// Waits for a program on a thread of its own, so that none stays behind as a zombie.
fn wait_in_background(mut child: Child) -> Receiver<io::Result<ExitStatus>> {
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let _ = done.send(child.wait());
    });
    answer
}

fn exit_code(status: ExitStatus) -> i32 {
    let signal = status.signal().map(|signal| SIGNAL_BASE + signal);
    status.code().or(signal).unwrap_or(1)
}

/// Returns a file that holds a text and has no name: a program can read it at its leisure,
/// however long this one lives.
fn unlinked_file(text: &str) -> io::Result<fs::File> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("diptych-input-{}-{}-{count}", process::id(), clock::now());
    let path = paths::environment().temp_dir().join(name);
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.rewind());
    fs::remove_file(&path)?;
    written.map(|()| file)
}

/// What is heard of one stream of a command.
struct CapturedStream {
    bytes: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl CapturedStream {
    /// Starts to listen; returns the end to write to.
    fn start() -> io::Result<(PipeWriter, CapturedStream)> {
        let (from, to) = io::pipe()?;
        let mut listener = detached_command(&OUTPUT_RELAY);
        let mut listener = listener.stdin(from).stdout(Stdio::piped()).spawn()?;
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let (done, ended) = mpsc::channel();
        let heard = Arc::clone(&bytes);
        thread::spawn(move || {
            if let Some(stream) = listener.stdout.take() {
                copy_into(stream, &heard);
            }
            let _ = done.send(());
            let _ = listener.wait();
        });
        Ok((to, CapturedStream { bytes, ended }))
    }

    /// Returns what was heard once the stream has ended, at the latest at `limit`.
    fn read_until(&self, limit: Instant) -> String {
        let rest = limit.saturating_duration_since(Instant::now());
        let _ = self.ended.recv_timeout(rest);
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

fn copy_into(mut stream: impl Read, heard: &Mutex<Vec<u8>>) {
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return,
            Ok(count) => heard
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(&chunk[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}
