//! What is known of the terminal from the environment: multiplexer, connection, desktop.

/// What is known of the terminal before it is used.
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminalEnv {
    /// Whether it is a pane of tmux.
    pub tmux: bool,
    /// Whether it is a window of GNU screen.
    pub screen: bool,
    /// Whether it is at the other end of an SSH connection.
    pub ssh: bool,
    /// The graphical desktop that can be reached.
    pub desktop: Desktop,
}

/// A graphical desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Desktop {
    /// None.
    #[default]
    None,
    /// X.
    X,
    /// Wayland, usually with X as well.
    Wayland,
}
