//! SQLite's full-text search: FTS5 with the porter stemmer, ranked by `bm25`.

use std::path::Path;

use rusqlite::Connection;

/// A database of passages.
pub struct Fts(Connection);

impl Fts {
    /// Indexes passages.
    pub fn build(file: &Path, passages: &[String]) -> Fts {
        let mut base = Connection::open(file).unwrap();
        base.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
             CREATE VIRTUAL TABLE passages USING fts5(body, tokenize = 'porter unicode61');",
        )
        .unwrap();
        let all = base.transaction().unwrap();
        {
            let mut insert = all
                .prepare("INSERT INTO passages(rowid, body) VALUES (?1, ?2)")
                .unwrap();
            for (i, passage) in passages.iter().enumerate() {
                insert
                    .execute((i64::try_from(i).unwrap(), passage))
                    .unwrap();
            }
        }
        all.commit().unwrap();
        Fts(base)
    }

    /// Returns how many of the best are found.
    pub fn find(&self, question: &str, limit: usize) -> usize {
        self.ranked(question, limit).len()
    }

    /// Returns the numbers of the best passages.
    pub fn ranked(&self, question: &str, limit: usize) -> Vec<usize> {
        let words: Vec<String> = question
            .split_whitespace()
            .map(|w| format!("\"{}\"", w.replace('"', "")))
            .collect();
        let mut select = self
            .0
            .prepare_cached(
                "SELECT rowid, body FROM passages WHERE passages MATCH ?1
                 ORDER BY bm25(passages) LIMIT ?2",
            )
            .unwrap();
        let limit = i64::try_from(limit).unwrap();
        let rows = select
            .query_map((words.join(" OR "), limit), |row| row.get::<_, i64>(0))
            .unwrap();
        rows.map(|row| usize::try_from(row.unwrap()).unwrap())
            .collect()
    }
}
