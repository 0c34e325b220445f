//! The input thread: sleeps until the terminal has input, reads it, and sends what it means to the
//! event loop. It can be stopped, so that no keys are taken from the shell or the editor that has
//! the terminal.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;

use crate::app::message::Msg;
use crate::runtime::support::event::{Event, EventSender};
use crate::runtime::terminal::input_decoder::InputDecoder;

/// How long to wait for a reply of the terminal before it is released: more than a connection over
/// the world takes, too short to annoy.
const REPLY_TIMEOUT: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};
/// How long [`InputGate::close`] waits for the thread, which replies at once unless it hangs.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// Bytes that are read at a time: a screenful of a paste.
const READ_CHUNK: usize = 4096;

const CLOSE: u8 = b'c';
const OPEN: u8 = b'o';

/// The event loop's end: stops and continues the input thread.
pub struct InputGate {
    control: UnixStream,
}

/// The input thread.
pub struct InputThread {
    control: UnixStream,
    decoder: InputDecoder,
}

/// Creates both ends.
///
/// # Errors
/// The system refuses.
pub fn input_channel() -> io::Result<(InputGate, InputThread)> {
    let (ours, theirs) = UnixStream::pair()?;
    ours.set_read_timeout(Some(CLOSE_TIMEOUT))?;
    let listener = InputThread {
        control: theirs,
        decoder: InputDecoder::default(),
    };
    Ok((InputGate { control: ours }, listener))
}

impl InputGate {
    /// Stops reading. When this returns, nothing is read any more.
    pub fn close(&mut self) {
        // A thread that has ended reads nothing either.
        let _ = self.control.write_all(&[CLOSE]);
        let _ = self.control.read(&mut [0]);
    }

    /// Continues reading.
    pub fn open(&mut self) {
        let _ = self.control.write_all(&[OPEN]);
    }
}

/// Reads and drops the replies of the terminal that still come: in a shell they would appear as if
/// they had been typed. Nothing else may be reading.
pub fn drain_replies() {
    let mut decoder = InputDecoder::default();
    let mut bytes = [0; READ_CHUNK];
    let stdin = stdin();
    loop {
        let mut ends = [PollFd::new(&stdin, PollFlags::IN)];
        match poll(&mut ends, Some(&REPLY_TIMEOUT)) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let Ok(count @ 1..) = rustix::io::read(stdin, &mut bytes) else {
            return;
        };
        let heard = decoder.feed(&bytes[..count]);
        // The reply to the second query is the last.
        if heard.iter().any(|msg| matches!(msg, Msg::Background(None))) {
            return;
        }
    }
}

/// Why the thread woke up.
enum WakeReason {
    Input,
    Control,
    Timeout,
}

impl InputThread {
    /// Reads the terminal until it is gone. Nothing else in the program may read from it.
    pub fn run(mut self, event_tx: &EventSender) {
        if self.run_inner(event_tx).is_err() {
            let _ = event_tx.send(Event::TerminalGone);
        }
    }

    fn run_inner(&mut self, event_tx: &EventSender) -> io::Result<()> {
        let mut bytes = [0; READ_CHUNK];
        loop {
            let heard = match self.wait()? {
                WakeReason::Input => match rustix::io::read(stdin(), &mut bytes) {
                    Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                    Ok(count) => self.decoder.feed(&bytes[..count]),
                    Err(Errno::INTR | Errno::AGAIN) => Vec::new(),
                    Err(error) => return Err(error.into()),
                },
                WakeReason::Timeout => self.decoder.flush(),
                WakeReason::Control => {
                    self.handle_control()?;
                    Vec::new()
                }
            };
            for msg in heard {
                let _ = event_tx.send(Event::App(msg));
            }
        }
    }

    /// Sleeps until there is input, a command of the event loop, or a timeout of the decoder.
    fn wait(&self) -> io::Result<WakeReason> {
        let pause = self.decoder.timeout().map(|pause| Timespec {
            tv_sec: i64::try_from(pause.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: pause.subsec_nanos().into(),
        });
        let stdin = stdin();
        loop {
            let mut ends = [
                PollFd::new(&self.control, PollFlags::IN),
                PollFd::new(&stdin, PollFlags::IN),
            ];
            match poll(&mut ends, pause.as_ref()) {
                Ok(0) => return Ok(WakeReason::Timeout),
                Ok(_) if !ends[0].revents().is_empty() => return Ok(WakeReason::Control),
                // Also on a hangup: reading will report it.
                Ok(_) => return Ok(WakeReason::Input),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Obeys the event loop: does not read between "close" and "open".
    fn handle_control(&mut self) -> io::Result<()> {
        let mut word = [OPEN];
        self.control.read_exact(&mut word)?;
        if word == [CLOSE] {
            self.control.write_all(&word)?;
            while word != [OPEN] {
                self.control.read_exact(&mut word)?;
            }
        }
        Ok(())
    }
}
