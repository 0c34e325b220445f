//! What is known of the terminal before it is used.

use crate::paths::Environment;
use crate::runtime::{self, Desktop};

/// Returns what is known of the surroundings of the terminal.
pub fn terminal_env(around: &Environment) -> runtime::TerminalEnv {
    runtime::TerminalEnv {
        tmux: around.in_tmux(),
        screen: around.in_screen(),
        ssh: around.in_ssh(),
        desktop: match (around.in_wayland(), around.has_display()) {
            (true, _) => Desktop::Wayland,
            (false, true) => Desktop::X,
            (false, false) => Desktop::None,
        },
    }
}

/// Returns `true` if a terminal of this kind (`TERM`) can place text. One that does not
/// say what it is gets what nearly all understand.
pub fn can_place_text(term: &str) -> bool {
    term != "dumb"
}
