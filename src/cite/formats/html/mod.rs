//! A page of HTML that stands alone: the sides in two columns, on paper too, light or dark as
//! the reader has it; no script, nothing fetched.
//!
//! | file | what it writes |
//! |---|---|
//! | `quotations`, `comparison` | the two kinds of pages |
//! | `card` | one quotation with its source |
//! | `page`, `style.css` | head, style sheet and legend |

mod card;
mod comparison;
mod page;
mod quotations;

pub(super) use comparison::export_comparison;
pub(super) use quotations::export_quotations;
