//! What the environment says of the terminal, before it is used.

use crate::paths::Environment;
use crate::runtime::{self, Desktop};

/// Returns what is known of the surroundings of the terminal.
pub fn terminal_env(env: &Environment) -> runtime::TerminalEnv {
    runtime::TerminalEnv {
        tmux: env.in_tmux(),
        screen: env.in_screen(),
        ssh: env.in_ssh(),
        desktop: match (env.in_wayland(), env.has_display()) {
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
