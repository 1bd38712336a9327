//! What a person looked at lately and what they stopped, of one connection and until the app ends.

use std::collections::HashSet;

/// Entity types that count as lately looked at.
const REMEMBERED: usize = 8;

#[derive(Default)]
pub(super) struct Attention {
    /// The last one first.
    looked_at: Vec<String>,
    stopped: HashSet<String>,
}

impl Attention {
    pub(super) fn look_at(&mut self, entity_type: &str) {
        self.stopped.remove(entity_type);
        self.looked_at.retain(|name| name != entity_type);
        self.looked_at.insert(0, entity_type.to_owned());
        self.looked_at.truncate(REMEMBERED);
    }

    /// Its reading is not to go on by itself.
    pub(super) fn stop(&mut self, entity_type: &str) {
        self.stopped.insert(entity_type.to_owned());
    }

    pub(super) fn is_stopped(&self, entity_type: &str) -> bool {
        self.stopped.contains(entity_type)
    }

    /// How long ago it was looked at, counted in others; `None` if it was not.
    pub(super) fn place(&self, entity_type: &str) -> Option<usize> {
        self.looked_at.iter().position(|name| name == entity_type)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_at_last_comes_first_and_a_look_takes_a_stop_back() {
        let mut attention = Attention::default();
        attention.look_at("project");
        attention.stop("timeentry");
        assert!(attention.is_stopped("timeentry"));
        attention.look_at("timeentry");
        attention.look_at("timeentry");
        assert_eq!((attention.place("timeentry"), attention.place("project"), attention.place("client")), (Some(0), Some(1), None));
        assert!(!attention.is_stopped("timeentry"));
    }
}
