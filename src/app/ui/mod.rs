//! What screens are built from: rectangles, styled text, cards.
//!
//! | file | what |
//! |---|---|
//! | `card` | the card of a statement |
//! | `labels` | words for bundles and scopes |
//! | `layout` | from the window's size to rectangles |
//! | `styled_text` | lines of text with roles, wrapped |

pub mod card;
pub mod labels;
pub mod layout;
pub mod styled_text;
