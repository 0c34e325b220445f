//! Taking in another state of the open briefing, and what is said of it.

use std::sync::Arc;

use crate::app::actions::reload::remap::{BriefingRemap, RemapResult};
use crate::app::actions::reload::{CHANGED, OLD_WORDS};
use crate::app::app_state::AppState;
use crate::app::list::target::Target;
use crate::app::message::Effect;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::jump_target::{JumpTarget, ReloadReason};
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::labels::source_name;
use crate::model::{Briefing, BundleSource, Problem};

/// What is said where the old text stays on the screen.
const OUTDATED: &str = "The bundle cannot be read now: this is the old text (gp tells more).";

impl AppState {
    /// Reads the open briefing and the library again.
    pub(in crate::app) fn reload(&mut self) -> CommandOutcome {
        self.outbox.push(Effect::Rescan);
        match self.open().map(|open| open.briefing.source.clone()) {
            Some(source) => {
                self.request_open(source, JumpTarget::Reload(ReloadReason::Requested));
                self.info("Reading it again…")
            }
            None => self.info("Looking at all bundles again…"),
        }
    }

    /// Handles what the files of the open briefing hold now.
    pub(in crate::app) fn on_bundle_changed(
        &mut self,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some(open) = self.open() else {
            return;
        };
        if open.briefing.source == *source {
            self.on_reloaded(ReloadReason::Changed, source, result);
        } else if let Ok(briefing) = &result
            && open.replaces.as_ref() == Some(source)
            && open.briefing.id == briefing.id
        {
            self.on_reloaded(ReloadReason::Returned, source, result);
        }
    }

    /// Shows the open briefing as it was read again, or says that the old one is shown.
    pub(in crate::app) fn on_reloaded(
        &mut self,
        reason: ReloadReason,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some(old) = self.open().cloned() else {
            return;
        };
        let new = match result {
            Ok(new) => new,
            Err(_) if reason == ReloadReason::Replaced => return,
            Err(problems) => return self.show_outdated(&old, &problems, reason),
        };
        let was_outdated = old.outdated.is_some();
        let is_same = new.hash == old.briefing.hash && new.source == old.briefing.source;
        if is_same && !was_outdated {
            if reason == ReloadReason::Requested {
                self.info(match &old.replaces {
                    Some(gone) => format!(
                        "Nothing has changed on the disk; {} is still gone, {} is shown.",
                        source_name(gone),
                        source_name(source)
                    ),
                    None => "Nothing has changed on the disk.".to_owned(),
                });
            }
            return;
        }
        let text = match reason {
            ReloadReason::Replaced => format!(
                "{} is gone; the one of the same id beside it is shown: {}.",
                source_name(old.origin()),
                source_name(source)
            ),
            ReloadReason::Returned => {
                format!("{} is back and is shown again.", source_name(source))
            }
            _ if is_same => "The bundle can be read again, and is as it was.".to_owned(),
            _ if was_outdated => {
                "The bundle can be read again; it is shown as it is now.".to_owned()
            }
            _ => CHANGED.to_owned(),
        };
        let gone = match reason {
            ReloadReason::Returned => None,
            _ => Some(old.origin().clone()).filter(|origin| *origin != new.source),
        };
        let new = Arc::new(OpenBriefing::replacing(new, gone));
        self.show_reloaded(&old, &new, text);
    }

    /// Keeps the old text on the screen, and says that it is old.
    fn show_outdated(
        &mut self,
        old: &Arc<OpenBriefing>,
        problems: &[Problem],
        reason: ReloadReason,
    ) {
        if old.outdated.as_deref() == Some(problems) {
            if reason == ReloadReason::Changed {
                // What was broken may be gone by now.
                return self.open_successor();
            }
        } else {
            let mut outdated = OpenBriefing::outdated(&old.briefing, problems);
            outdated.replaces.clone_from(&old.replaces);
            self.replace_briefing(old, &Arc::new(outdated));
        }
        let worst = problems.first().map_or("", |p| p.message.as_str());
        self.error(format!("{OUTDATED} {worst}"));
        self.warn_note_writer(OLD_WORDS);
        self.open_successor();
    }

    /// Shows another state of the open briefing in place of the old one.
    fn show_reloaded(&mut self, old: &Arc<OpenBriefing>, new: &Arc<OpenBriefing>, text: String) {
        let before = self.target();
        let result = self.replace_briefing(old, new);
        let wanted = self.target();
        self.layout();
        if result == RemapResult::Unchanged && self.target() != wanted {
            self.seek_equivalent(&BriefingRemap { old, new }, &before);
        }
        self.remap_note(old, new);
        self.rerun_article_search();
        self.rerun_library_search();
        match result {
            RemapResult::Unchanged => self.info(text),
            RemapResult::SelectionLost => self.error(format!(
                "{text} The words that were selected are not there any more."
            )),
            RemapResult::Gone => self.error(format!(
                "{text} What was on the screen is not in it any more."
            )),
        };
    }

    /// Puts the cursor on the same statement, or else on the same topic, where the very
    /// row on which it stood is not there any more.
    fn seek_equivalent(&mut self, remap: &BriefingRemap, before: &Target) {
        let Target::Statement {
            statement, under, ..
        } = before
        else {
            return;
        };
        let wanted = remap.statement(*statement);
        let topic = under.and_then(|topic| remap.topic(topic));
        let is_same = |t: &Target| matches!(t, Target::Statement { statement, .. } if Some(*statement) == wanted);
        let is_near = |t: &Target| matches!(t, Target::Statement { under, .. } if topic.is_some() && *under == topic);
        if let Some(list) = self.nav.list_mut() {
            let _ = list.grid.seek_by(is_same) || list.grid.seek_by(is_near);
        }
    }
}
