//! What the rest of the runtime builds on.
//!
//! | file | what is in it |
//! |---|---|
//! | `event` | what the event loop waits for |
//! | `atomic_write` | new files, written whole or not at all |
//! | `clock` | the time and the time zone |
//! | `threads` | named threads whose panics end the event loop in good order |
//! | `fault_injection` | panics on demand, for tests |

pub mod atomic_write;
pub mod clock;
pub mod event;
pub mod fault_injection;
pub mod threads;
