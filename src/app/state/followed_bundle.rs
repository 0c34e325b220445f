//! The bundle whose files are followed for changes while it is shown.

use crate::app::message::Effect;
use crate::app::state::open_briefing::OpenBriefing;
use crate::model::BundleSource;

/// Which bundle the runtime was last asked to follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowedBundle {
    asked: Option<Followed>,
}

/// The files, the content hash of what is shown of them, and the bundle in whose place
/// they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Followed {
    source: BundleSource,
    hash: String,
    replaces: Option<BundleSource>,
}

impl FollowedBundle {
    /// Returns what to ask of the runtime where another bundle, or another state of it, is
    /// shown than before.
    pub fn update(&mut self, open: Option<&OpenBriefing>) -> Option<Effect> {
        let shown = open.map(|open| Followed {
            source: open.briefing.source.clone(),
            hash: open.briefing.hash.clone(),
            replaces: open.replaces.clone(),
        });
        if shown == self.asked {
            return None;
        }
        self.asked.clone_from(&shown);
        shown.map(|shown| Effect::FollowBundle(shown.source, shown.hash, shown.replaces))
    }
}
