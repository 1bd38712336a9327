//! Who sends.

/// Whoever is signed in: a name for people, and the id by which the same person is known again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What people call them. Two people can have one name, and a name can change.
    pub name: String,
    /// Their id at the issuer; empty where the service does not say who signed in.
    pub id: String,
}

impl Person {
    pub(super) fn known_id(&self) -> Option<&str> {
        Some(self.id.as_str()).filter(|id| !id.is_empty())
    }

    /// Beyond doubt the same: a name proves nothing.
    pub fn is_surely(&self, other: &Self) -> bool {
        !self.id.is_empty() && self.id == other.id
    }
}

impl From<&str> for Person {
    /// Somebody of whom no more than the name is known.
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), id: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_people_apart_and_a_name_does_not() {
        let of = |name: &str, id: &str| Person { name: name.to_owned(), id: id.to_owned() };
        assert!(of("Dana", "1").is_surely(&of("Dana Example", "1")));
        assert!(!of("Dana", "1").is_surely(&of("Dana", "2")));
        assert!(!of("Name not told", "").is_surely(&of("Name not told", "")));
    }
}
