//! The program itself, from outside: how long until its first picture, how much
//! memory, how long until a change is indexed.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const PROGRAM: &str = env!("CARGO_BIN_EXE_diptych");

/// Measures and prints.
pub fn report(library: &Path) {
    let homes = tempfile::TempDir::new().unwrap();
    let small = homes.path().join("small");
    fs::create_dir_all(&small).unwrap();
    if let Some(name) = first_bundle(library) {
        let from = library.join(&name);
        let to = small.join(&name);
        fs::create_dir_all(to.join("articles")).unwrap();
        for part in ["", "articles"] {
            for file in fs::read_dir(from.join(part)).unwrap().flatten() {
                if file.path().is_file() {
                    fs::copy(file.path(), to.join(part).join(file.file_name())).unwrap();
                }
            }
        }
    }
    let large_home = homes.path().join("large-home");
    let small_home = homes.path().join("small-home");
    let begun = Instant::now();
    let peak = index(&large_home, library);
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "diptych index from nothing, reading and all: {seconds:.1} s, peak of its own memory {peak} MB"
    );
    index(&small_home, &small);
    let frame = |home: &Path, library: &Path| {
        let mut times: Vec<f64> = (0..11)
            .map(|_| Session::start(home, library).first)
            .collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let (large, little) = (frame(&large_home, library), frame(&small_home, &small));
    println!(
        "first picture: {large:.1} ms, of one briefing {little:.1} ms, {:.2} times",
        large / little
    );
    let session = Session::start(&large_home, library);
    std::thread::sleep(Duration::from_secs(6));
    println!("idle: {} MB of its own memory", session.own_memory());
}

/// Returns the seconds of CPU that this process has used, all threads together.
pub fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    // A tick is a hundredth of a second on every Linux that there is.
    ticks.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn first_bundle(library: &Path) -> Option<std::ffi::OsString> {
    Some(fs::read_dir(library).ok()?.flatten().next()?.file_name())
}

/// Indexes and returns the greatest memory of its own, in MB.
fn index(home: &Path, library: &Path) -> u64 {
    let mut child = Command::new(PROGRAM);
    for (name, folder) in folders(home) {
        child.env(name, folder);
    }
    let mut child = child
        .args(["index", "--library"])
        .arg(library)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(anonymous(child.id()));
        std::thread::sleep(Duration::from_millis(20));
    }
    most
}

fn folders(home: &Path) -> [(&'static str, std::path::PathBuf); 3] {
    [
        ("DIPTYCH_DATA", home.join("data")),
        ("DIPTYCH_CACHE", home.join("cache")),
        ("DIPTYCH_CONFIG", home.join("config")),
    ]
}

/// Returns the memory of a process that is no mapped file, in MB.
fn anonymous(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("RssAnon:"));
    let kilobytes = line.and_then(|l| l.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

/// The program on a terminal.
struct Session {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    _pair: portable_pty::PtyPair,
    /// Milliseconds until its first picture.
    first: f64,
}

impl Session {
    fn start(home: &Path, library: &Path) -> Session {
        let size = PtySize {
            rows: 40,
            cols: 120,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        for (name, folder) in folders(home) {
            command.env(name, folder);
        }
        command.env("TERM", "xterm-256color");
        command.arg("--library");
        command.arg(library);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let (mut seen, mut bytes) = (Vec::new(), vec![0; 65536]);
        loop {
            let count = reader.read(&mut bytes).unwrap();
            seen.extend_from_slice(&bytes[..count]);
            // The end of a synchronised picture that holds words.
            if seen.len() > 500 && seen.windows(8).any(|w| w == b"\x1b[?2026l") {
                break;
            }
        }
        let first = begun.elapsed().as_secs_f64() * 1e3;
        // What is written on has to be read, or the program would wait.
        std::thread::spawn(move || while reader.read(&mut bytes).is_ok_and(|n| n > 0) {});
        Session {
            child,
            _pair: pair,
            first,
        }
    }

    fn own_memory(&self) -> u64 {
        self.child.process_id().map_or(0, anonymous)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
