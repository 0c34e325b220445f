//! Going from screen to screen.
//!
//! | file | what |
//! |---|---|
//! | `history` | putting a screen on the way back, going back and forward, closing |
//! | `lists` | opening each list, at what the cursor stands on |
//! | `articles` | opening an article, the next one, or where a statement was printed |
//! | `problems` | the problems of a bundle, with what a curator should look at |
//! | `activate` | opening what is under the cursor |
//! | `answers` | from a statement to what answers it |
//! | `jump` | going to a place of any briefing, which is opened where needed |

mod activate;
mod answers;
mod articles;
mod history;
mod jump;
mod lists;
mod problems;
