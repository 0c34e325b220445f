//! The engine alone, as its own examples use it: one field with the default
//! analyser, stored; a query is an OR of the words.

use std::hint::black_box;
use std::path::Path;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::{Index, IndexReader, IndexWriter, TantivyDocument, Term};

/// The index and its one field.
pub struct Bare {
    reader: IndexReader,
    body: Field,
    number: Field,
}

impl Bare {
    /// Indexes passages with two threads.
    pub fn build(dir: &Path, passages: &[String]) -> Bare {
        std::fs::create_dir_all(dir).unwrap();
        let mut schema = Schema::builder();
        let body = schema.add_text_field("body", TEXT | STORED);
        let number = schema.add_u64_field("number", STORED);
        let index = Index::create_in_dir(dir, schema.build()).unwrap();
        let mut writer: IndexWriter = index.writer_with_num_threads(2, 80_000_000).unwrap();
        for (i, passage) in passages.iter().enumerate() {
            let mut document = TantivyDocument::new();
            document.add_text(body, passage);
            document.add_u64(number, i as u64);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        writer.wait_merging_threads().unwrap();
        let reader = index.reader().unwrap();
        Bare {
            reader,
            body,
            number,
        }
    }

    /// Returns how many of the best are found, read from the store.
    pub fn find(&self, question: &str, limit: usize) -> usize {
        self.ranked(question, limit).len()
    }

    /// Returns the numbers of the best passages.
    pub fn ranked(&self, question: &str, limit: usize) -> Vec<usize> {
        let terms = question.split_whitespace().map(|word| {
            let term = Term::from_field_text(self.body, &word.to_lowercase());
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>
        });
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(limit).order_by_score();
        let query = BooleanQuery::union(terms.collect());
        let found = searcher.search(&query, &top).unwrap();
        let numbers = found.iter().map(|(_, address)| {
            let document: TantivyDocument = searcher.doc(*address).unwrap();
            black_box(document.get_first(self.body));
            let number = document.get_first(self.number);
            number.and_then(|v| v.as_u64()).unwrap() as usize
        });
        numbers.collect()
    }
}
