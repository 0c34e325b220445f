//! The words of which made-up briefings are made: common English, and names
//! that stand for nobody.

/// First names.
#[rustfmt::skip]
pub const FIRST: &[&str] = &[
    "Alma", "Bruno", "Clara", "Dario", "Edith", "Felix", "Greta", "Hugo", "Irene", "Jonas",
    "Klara", "Leo", "Marta", "Nils", "Olga", "Paul", "Rosa", "Simon", "Thea", "Viktor",
];
/// Family names.
#[rustfmt::skip]
pub const LAST: &[&str] = &[
    "Abbott", "Becker", "Carver", "Dahl", "Engel", "Fischer", "Grant", "Holm", "Iversen",
    "Jordan", "Keller", "Lund", "Moreau", "Novak", "Orlov", "Petrov", "Quist", "Rossi", "Stone",
    "Tanner",
];
/// Outlets.
#[rustfmt::skip]
pub const OUTLETS: &[&str] = &[
    "The Morning Ledger", "Harbour Post", "Capital Courier", "Northern Wire", "Tech Observer",
    "The Evening Record", "Policy Weekly", "The Daily Signal",
];
/// Offices of a government.
#[rustfmt::skip]
pub const OFFICES: &[&str] = &[
    "Department of Networks", "Office of Public Safety", "Ministry of Trade", "Data Commission",
    "Bureau of Standards", "Committee on Procurement",
];
/// First words of companies' names.
#[rustfmt::skip]
pub const FIRMS: &[&str] = &[
    "Lumen", "Castor", "Norden", "Polaris", "Vector", "Argus", "Meridian", "Helix", "Borealis",
    "Cobalt",
];
/// Second words of companies' names.
#[rustfmt::skip]
pub const TRADES: &[&str] = &[
    "Systems", "Software", "Networks", "Security", "Cloud", "Devices",
];
/// What is quarrelled about.
#[rustfmt::skip]
pub const SUBJECTS: &[&str] = &[
    "the ban on its software", "the audit of its source code", "the export licence",
    "the breach of customer data", "the storage of data abroad", "the public tender",
    "the warning to schools", "the recall of its routers",
];
/// Nouns of the subject.
#[rustfmt::skip]
pub const NOUNS: &[&str] = &[
    "agency", "audit", "budget", "committee", "contract", "customer", "decision", "document",
    "expert", "finding", "hearing", "inquiry", "law", "market", "measure", "member", "network",
    "notice", "office", "order", "partner", "policy", "product", "proposal", "question", "record",
    "regulator", "report", "review", "risk", "rule", "server", "software", "source", "standard",
    "supplier", "system", "tender", "update", "user",
];
/// Verbs that take an object.
#[rustfmt::skip]
pub const VERBS: &[&str] = &[
    "affects", "answers", "changes", "concerns", "confirms", "covers", "delays", "describes",
    "explains", "follows", "limits", "names", "needs", "protects", "questions", "raises",
    "rejects", "requires", "shows", "supports", "touches", "weakens",
];
/// Adjectives.
#[rustfmt::skip]
pub const ADJECTIVES: &[&str] = &[
    "annual", "binding", "careful", "central", "clear", "common", "complete", "current",
    "detailed", "early", "federal", "final", "foreign", "formal", "general", "internal", "joint",
    "late", "legal", "local", "national", "new", "open", "private", "public", "recent", "secret",
    "serious", "technical", "written",
];
/// Beginnings of sentences.
#[rustfmt::skip]
pub const OPENINGS: &[&str] = &[
    "On Monday", "A day later", "In the meantime", "According to the papers", "For months",
    "Behind closed doors", "In a letter", "At the hearing", "After the vote", "So far",
];
