//! Pages to articles, and articles to proposed statements.

mod pages;
mod quotes;
mod review;
