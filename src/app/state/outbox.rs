//! What the program asks of the runtime during one update, and the tickets that tell answers apart.

use crate::app::message::Effect;
use crate::model::Ticket;

/// Effects that were asked for since they were last taken.
#[derive(Debug, Default)]
pub struct Outbox {
    effects: Vec<Effect>,
    last_ticket: u64,
}

impl Outbox {
    /// Asks for an effect.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Asks for several effects.
    pub fn extend(&mut self, effects: impl IntoIterator<Item = Effect>) {
        self.effects.extend(effects);
    }

    /// Returns a ticket that no question has had.
    pub fn next_ticket(&mut self) -> Ticket {
        self.last_ticket += 1;
        Ticket(self.last_ticket)
    }

    /// Returns the effects, and begins anew.
    pub fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_taken_once_and_tickets_never_come_again() {
        let mut outbox = Outbox::default();
        let first = outbox.next_ticket();
        assert_ne!(first, Ticket::default());
        outbox.push(Effect::Rescan);
        outbox.push(Effect::Quit);
        assert!(matches!(outbox.take()[..], [Effect::Rescan, Effect::Quit]));
        assert!(outbox.take().is_empty());
        assert_ne!(outbox.next_ticket(), first);
    }
}
