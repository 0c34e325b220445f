//! Opens an address in a browser: the one that `BROWSER` names, else that of the desktop. A text
//! browser needs the terminal, which the event loop gives to it.

use std::path::Path;
use std::time::Duration;

use crate::app::message::StatusLevel;
use crate::paths;
use crate::runtime::tasks::child_process::launch;
use crate::runtime::tasks::tracker::TaskResult;
use crate::runtime::terminal::env::{Desktop, TerminalEnv};

/// How long to wait whether a browser fails. Some run for as long as their window is open.
const LAUNCH_TIMEOUT: Duration = Duration::from_secs(3);

/// Browsers that need the terminal even on a desktop.
const TERMINAL_BROWSERS: [&str; 8] = [
    "w3m",
    "lynx",
    "links",
    "links2",
    "elinks",
    "browsh",
    "www-browser",
    "chawan",
];

/// What happened to an address.
#[derive(Debug, PartialEq, Eq)]
pub enum BrowseOutcome {
    /// It was opened, or not: a message.
    Finished(TaskResult),
    /// This program, with its arguments, needs the terminal.
    NeedsTerminal(Vec<String>),
}

/// A browser: program and arguments, including the address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Browser {
    words: Vec<String>,
    in_terminal: bool,
}

/// Opens an address in a browser. Without one, the message contains the address.
#[must_use]
pub fn open_url(address: &str, env: TerminalEnv) -> BrowseOutcome {
    let here = paths::environment();
    let named = here.browser();
    let named = named.as_deref().map(std::ffi::OsStr::to_string_lossy);
    let has = |name: &str| here.find_command(name).is_some();
    open_url_with(address, named.as_deref(), env, has, LAUNCH_TIMEOUT)
}

fn open_url_with(
    address: &str,
    named: Option<&str>,
    env: TerminalEnv,
    has: impl Fn(&str) -> bool,
    timeout: Duration,
) -> BrowseOutcome {
    let told = |tone, message| BrowseOutcome::Finished((tone, message));
    if !(address.starts_with("https://") || address.starts_with("http://")) {
        let message = format!("{address} is no web address, so no browser was asked");
        return told(StatusLevel::Hint, message);
    }
    let mut refused = Vec::new();
    for Browser { words, in_terminal } in candidates(address, named, env) {
        let program = words[0].clone();
        if !has(&program) {
            refused.push(format!("{program} is not installed"));
            continue;
        }
        if in_terminal {
            return BrowseOutcome::NeedsTerminal(words);
        }
        match launch(&words, timeout) {
            Ok(Some(0) | None) => {
                return told(
                    StatusLevel::Info,
                    format!("Handed to the browser: {address}"),
                );
            }
            Ok(Some(code)) => refused.push(format!("{program} ended with exit code {code}")),
            Err(error) => refused.push(format!("{program} did not start: {error}")),
        }
    }
    if refused.is_empty() {
        let message = format!(
            "No browser here; BROWSER can name one, as in BROWSER=w3m. The original: {address}"
        );
        return told(StatusLevel::Hint, message);
    }
    let message = format!("{}. The original: {address}", refused.join(", "));
    told(StatusLevel::Error, message)
}

/// Returns the browsers to try, in order.
fn candidates(address: &str, named: Option<&str>, env: TerminalEnv) -> Vec<Browser> {
    let mac = cfg!(target_os = "macos");
    let display = mac || env.desktop != Desktop::None;
    let mut browsers: Vec<Browser> = named
        .map(split_commands)
        .unwrap_or_default()
        .iter()
        .map(|command| {
            // As in a shell, `&` at the end means the background.
            let (command, in_background) = match command.trim_end().strip_suffix('&') {
                Some(rest) if !rest.ends_with('\\') && !split_words(rest).is_empty() => {
                    (rest, true)
                }
                _ => (command.as_str(), false),
            };
            let words = insert_url(split_words(command), address);
            let in_terminal = !in_background && (!display || is_terminal_browser(&words[0]));
            Browser { words, in_terminal }
        })
        .collect();
    // Over SSH the desktop's browser would open where nobody sees it.
    if display && !env.ssh {
        let opener = if mac { "open" } else { "xdg-open" };
        browsers.push(Browser {
            words: vec![opener.to_owned(), address.to_owned()],
            in_terminal: false,
        });
    }
    browsers
}

fn is_terminal_browser(program: &str) -> bool {
    let name = Path::new(program).file_name();
    name.is_some_and(|name| TERMINAL_BROWSERS.iter().any(|known| *known == name))
}

/// Splits `BROWSER`, a list of commands, at colons, except those of an address (`https://…`) and
/// those in quotation marks.
fn split_commands(list: &str) -> Vec<String> {
    let mut commands = vec![String::new()];
    let mut quote = None;
    let mut chars = list.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (':', None) if chars.peek() != Some(&'/') || !ends_in_scheme(&commands) => {
                commands.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = commands.last_mut() {
            last.push(c);
        }
    }
    commands.retain(|command| !split_words(command).is_empty());
    commands
}

fn ends_in_scheme(commands: &[String]) -> bool {
    let last = commands.last().map_or("", String::as_str);
    last.ends_with("http") || last.ends_with("https")
}

/// Splits a command into words as a shell does: plain, quoted and escaped ones.
fn split_words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('\'' | '"', None) => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            ('\\', None | Some('"')) => word.get_or_insert_default().extend(chars.next()),
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Inserts the address at `%s`, else appends it; `%%` is a percent sign and `%c` a colon. No shell
/// reads the words, so the address can hold anything.
fn insert_url(words: Vec<String>, address: &str) -> Vec<String> {
    let mut placed = false;
    let mut filled: Vec<String> = words
        .into_iter()
        .map(|word| {
            let mut filled = String::new();
            let mut chars = word.chars();
            while let Some(c) = chars.next() {
                if c != '%' {
                    filled.push(c);
                    continue;
                }
                match chars.next() {
                    Some('s') => {
                        placed = true;
                        filled.push_str(address);
                    }
                    Some('c') => filled.push(':'),
                    Some('%') => filled.push('%'),
                    other => {
                        filled.push('%');
                        filled.extend(other);
                    }
                }
            }
            filled
        })
        .collect();
    if !placed {
        filled.push(address.to_owned());
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "https://example.org/a?b='c'&d=$(e)";

    fn tried(named: &str, env: TerminalEnv) -> Vec<(String, bool)> {
        let list = candidates("https://x/", Some(named), env);
        let show = |browser: Browser| (browser.words.join("|"), browser.in_terminal);
        list.into_iter().map(show).collect()
    }

    fn desk() -> TerminalEnv {
        TerminalEnv {
            desktop: Desktop::X,
            ..TerminalEnv::default()
        }
    }

    #[test]
    fn browser_names_commands_with_arguments_and_a_place_for_the_address() {
        for (named, words) in [
            ("firefox", "firefox|https://x/"),
            ("firefox --new-tab %s -P", "firefox|--new-tab|https://x/|-P"),
            (
                "'/opt/my browser' \"--u=%s\"",
                "/opt/my browser|--u=https://x/",
            ),
            ("a\\ b %c%%", "a b|:%|https://x/"),
            (
                "show https://proxy/?u=%s",
                "show|https://proxy/?u=https://x/",
            ),
            ("x %d", "x|%d|https://x/"),
        ] {
            assert_eq!(
                tried(named, desk())[0],
                (words.to_owned(), false),
                "{named}"
            );
        }
        let several = tried("w3m -o x=1:/usr/bin/lynx::firefox", desk());
        let several: Vec<_> = several.iter().map(|(w, t)| (w.as_str(), *t)).collect();
        assert_eq!(
            several,
            [
                ("w3m|-o|x=1|https://x/", true),
                ("/usr/bin/lynx|https://x/", true),
                ("firefox|https://x/", false),
                ("xdg-open|https://x/", false),
            ]
        );
    }

    #[test]
    fn without_a_display_a_browser_gets_the_terminal() {
        let far = TerminalEnv {
            ssh: true,
            ..TerminalEnv::default()
        };
        assert_eq!(
            tried("my-browser", far),
            [("my-browser|https://x/".to_owned(), true)]
        );
        assert!(candidates(ADDRESS, None, far).is_empty());
        let open = |named| open_url_with(ADDRESS, named, far, |_| true, LAUNCH_TIMEOUT);
        let words = ["w3m".to_owned(), ADDRESS.to_owned()];
        assert_eq!(
            open(Some("w3m")),
            BrowseOutcome::NeedsTerminal(words.to_vec())
        );
        let BrowseOutcome::Finished((StatusLevel::Hint, message)) = open(None) else {
            panic!("a browser was found");
        };
        assert!(
            message.contains(ADDRESS) && message.contains("BROWSER"),
            "{message}"
        );
    }

    #[test]
    fn an_ampersand_at_the_end_asks_for_the_background() {
        let first = |named, env| tried(named, env)[0].clone();
        let far = TerminalEnv::default();
        for named in ["prog %s &", "prog %s&", "prog & "] {
            let words = "prog|https://x/".to_owned();
            assert_eq!(first(named, far), (words.clone(), false), "{named}");
            assert_eq!(first(named, desk()), (words, false), "{named}");
        }
        for (named, words) in [
            ("prog '&'", "prog|&|https://x/"),
            ("prog \\&", "prog|&|https://x/"),
            ("prog --u=a&b=%s", "prog|--u=a&b=https://x/"),
        ] {
            assert_eq!(first(named, far), (words.to_owned(), true), "{named}");
        }
    }

    #[test]
    fn the_next_browser_is_tried_where_one_fails() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("asked");
        let named = format!(
            "no-such-browser:false:sh -c 'echo \"$2\" >\"$1\"' sh {} %s",
            file.display()
        );
        let has = |name: &str| name != "no-such-browser";
        let opened = open_url_with(ADDRESS, Some(&named), desk(), has, LAUNCH_TIMEOUT);
        assert!(
            matches!(opened, BrowseOutcome::Finished((StatusLevel::Info, _))),
            "{opened:?}"
        );
        // The address is one word, and no shell has read it.
        assert_eq!(std::fs::read_to_string(&file).unwrap().trim(), ADDRESS);
        let opened = open_url_with(
            ADDRESS,
            Some("false"),
            desk(),
            |name| name == "false",
            LAUNCH_TIMEOUT,
        );
        let BrowseOutcome::Finished((StatusLevel::Error, message)) = opened else {
            panic!("{opened:?}");
        };
        assert!(
            message.contains("false ended with exit code 1"),
            "{message}"
        );
        assert!(message.contains("xdg-open is not installed"), "{message}");
        assert!(message.contains(ADDRESS), "{message}");
    }

    #[test]
    fn only_web_addresses_reach_the_browser() {
        for address in ["file:///etc/passwd", "--help", "javascript:alert(1)"] {
            let opened = open_url_with(address, Some("true"), desk(), |_| true, LAUNCH_TIMEOUT);
            assert!(
                matches!(opened, BrowseOutcome::Finished((StatusLevel::Hint, _))),
                "{address}"
            );
        }
    }
}
