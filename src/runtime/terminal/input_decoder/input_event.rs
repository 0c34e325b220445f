//! What stands at the start of some bytes.

use crate::app::message::Mouse;
use crate::app::message::key::Key;

/// What stands at the start of some bytes.
pub enum Parsed {
    /// Something of so many bytes, and what it means, if anything.
    Complete(usize, Option<InputEvent>),
    /// The start of something.
    Incomplete,
}

/// What some bytes of the terminal mean.
#[derive(Clone, Copy)]
pub enum InputEvent {
    /// A key.
    Key(Key),
    /// Esc, or Alt, and this key.
    EscThen(Key),
    /// The mouse.
    Mouse(Mouse),
    /// The reply to the question what the terminal is (DA1).
    DeviceAttributes,
    /// The start of a paste.
    PasteStart,
    /// The start of a control string.
    ControlStringStart,
    /// The start of a sequence that is too long to mean anything.
    LongSequenceStart,
}
