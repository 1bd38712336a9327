//! One member of a JSON object, without making the others: where many records are gone through for one field.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// The member called `name` of the object in `text`; `None` where it has none or is no object.
pub(super) fn one_member(text: &str, name: &str) -> Option<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Wanted(name).deserialize(&mut deserializer).ok().flatten()
}

struct Wanted<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Option<Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_it) = members.next_key_seed(Named(self.0))? {
            if is_it {
                found = Some(members.next_value()?);
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

struct Named<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for Named<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Named<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_member_is_found_as_it_would_be_in_the_whole() {
        let text = r#"{"a":{"b":1},"b":12345678901234567890.10,"c\u0064":[1,"\""],"d":null,"b":2.50}"#;
        let whole: Value = serde_json::from_str(text).expect("is JSON");
        for name in ["a", "b", "cd", "d", "e"] {
            assert_eq!(one_member(text, name).as_ref(), whole.get(name), "{name}");
        }
        assert_eq!(one_member("[1]", "a"), None);
        assert_eq!(one_member(r#"{"a":1"#, "a"), None);
        assert_eq!(one_member(r#"{"a":1}"#, "a"), Some(json!(1)));
    }
}
