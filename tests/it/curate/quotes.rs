//! What the proposals make of the shipped briefing: quotations, speakers,
//! sides, and no warning.

use diptych::curate::quotes::check::check_statements;
use diptych::curate::quotes::{Doubt, ProposalKind, SideResolver, propose};
use diptych::model::{Briefing, QuotationKind};

fn shipped() -> Briefing {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings/kaspersky-lab");
    diptych::bundle::load(&diptych::model::BundleSource::Folder(folder))
        .briefing
        .unwrap()
}

#[test]
fn the_shipped_briefing_has_no_warning() {
    let found = check_statements(&shipped(), false);
    let lines: Vec<String> = found
        .iter()
        .map(|w| format!("{} {}: {}", w.kind.name(), w.place.path(), w.message))
        .collect();
    assert!(lines.is_empty(), "{lines:#?}");
}

#[test]
fn its_quotations_are_proposed_with_no_wrong_side_called_sure() {
    let briefing = shipped();
    let sides = SideResolver::new(&briefing);
    let mut missed = Vec::new();
    let mut wrong = Vec::new();
    for (n, article) in briefing.articles.iter().enumerate() {
        let text = &article.text.text;
        let proposals = propose(text);
        for (range, statement) in briefing.spans_in(diptych::model::ArticleIx(n)) {
            if briefing.statement(statement).kind != QuotationKind::Direct {
                continue;
            }
            let found = proposals.iter().find(|p| {
                p.kind != ProposalKind::Paraphrase
                    && p.range.start < range.end
                    && range.start < p.range.end
            });
            let Some(found) = found else {
                missed.push(text[range].to_owned());
                continue;
            };
            let Some(speaker) = &found.speaker else {
                continue;
            };
            let side = sides.propose(&speaker.name, &text[found.description.clone()]);
            let own = briefing.side_of(statement);
            if side.doubt == Doubt::Sure && side.side != Some(own) && found.doubt == Doubt::Sure {
                wrong.push(format!("{}: {side:?}", speaker.name));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
