//! What is wrong with a bundle, and where.
//!
//! | file | what is in it |
//! |---|---|
//! | `diagnostic` | what is wrong and what to do, without a place |
//! | `json_path` | a place in `briefing.json` |
//! | `position` | byte → line and column |
//! | `report` | collects diagnostics with their places; gives the list of problems |

pub(crate) mod diagnostic;
pub(crate) mod json_path;
pub(crate) mod position;
pub(crate) mod report;
