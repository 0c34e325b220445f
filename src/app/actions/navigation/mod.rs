//! Going from screen to screen: opening what is under the cursor, jumping to a place of any
//! briefing, and back.

mod history;
pub mod jump;
mod open;
