//! Asking and showing searches.
//!
//! | file | what |
//! |---|---|
//! | `prompt` | opening the line of a search or a filter, and what follows when it is edited or accepted |
//! | `results` | the search of a list of results, and its answer |
//! | `article` | the search of the article on the screen, and going through matches |
//! | `bookmarks` | the filter of the bookmarks |
//! | `match_filter` | fading or hiding what does not match the last query |
//! | `saved` | saved searches, and the queries that are remembered |

mod article;
mod bookmarks;
mod match_filter;
mod prompt;
mod results;
mod saved;
