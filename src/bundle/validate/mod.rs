//! From the fields of the format to the model: ids become indices, dates and paths are
//! held to their rules, quotations are looked up in their articles. Every rule that is
//! broken is reported, and checking goes on.
//!
//! | file | what is in it |
//! |---|---|
//! | `validator` | the state of a check, and what all parts of it use |
//! | `articles`, `quotes`, `statements` | the parts |
//! | `briefing` | all parts in order; what concerns the whole briefing |
//! | `language_tag` | what a language tag looks like |

mod articles;
mod briefing;
mod language_tag;
mod quotes;
mod statements;
pub(crate) mod validator;
