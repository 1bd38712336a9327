//! Faults that a person or a test can switch on: one table, one set of values, read at one place each.
//!
//! A value counts (`3`: the next three requests), lasts (`on`), or is off (`off`, or no value at all).

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

/// A fault that the sandbox knows.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    pub name: &'static str,
    pub value: FaultValue,
    pub meaning: &'static str,
}

/// What a fault's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultValue {
    /// `on` or `off`.
    Switch,
    /// How many of the next requests it meets, or `on` for all of them.
    Times,
    /// A number in the unit of the fault's meaning.
    Amount,
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
}

/// Every fault, in the order of the help text (`core-api.md` sections 3, 6, 7, 9, 15 and 19).
pub const FAULTS: &[Fault] = &[
    fault("latency-ms", FaultValue::Amount, "every API answer waits so many milliseconds"),
    fault("token-latency-ms", FaultValue::Amount, "every token answer waits so many milliseconds"),
    fault("rate-limit", FaultValue::Amount, "requests a minute that the API takes from one client; the service allows 100"),
    fault("retry-after", FaultValue::Text, "the Retry-After of the faults below, in seconds or as an HTTP date; 1 if not set"),
    fault("status-429", FaultValue::Times, "the API answers 429 with Retry-After"),
    fault("status-500", FaultValue::Times, "the API answers 500 GeneralException"),
    fault("status-503", FaultValue::Times, "the API answers 503 with Retry-After"),
    fault("status-504", FaultValue::Times, "the API answers 504 with an HTML page"),
    fault("write-lost", FaultValue::Times, "an update or delete happens, its answer is dropped"),
    fault("create-lost", FaultValue::Times, "a create happens, its answer is dropped"),
    fault("create-504", FaultValue::Times, "a create happens, its answer is 504"),
    fault("not-authenticated-200", FaultValue::Times, "the API answers 200 with the 20 bytes of \"Not authenticated\""),
    fault("msg-permissions", FaultValue::Times, "a write answers 409 MsgPermissions"),
    fault("status-401", FaultValue::Times, "the API answers 401 although the token is good"),
    fault("truncate-body", FaultValue::Times, "the API's answer breaks off half-way"),
    fault("html-200", FaultValue::Times, "the API answers 200 with an HTML page"),
    fault("wrong-content-type", FaultValue::Times, "the API's JSON is labelled text/plain"),
    fault("empty-200", FaultValue::Times, "the API answers 200 with nothing in it"),
    fault("partial-207", FaultValue::Times, "a list with `fields` answers 207 and leaves the last field out"),
    fault("last-page", FaultValue::OneOf(&["204", "empty", "null"]), "what stands past the end of a list"),
    fault("token-lifetime", FaultValue::Amount, "seconds an access token lives; 3600 if not set"),
    fault("token-500", FaultValue::Times, "the token endpoint answers 500"),
    fault("token-lost", FaultValue::Times, "a token is issued, the answer is dropped"),
    fault("token-redirect", FaultValue::Text, "the token endpoint answers 307 to this address"),
    fault("no-refresh-rotation", FaultValue::Switch, "a refresh brings no new refresh token, the old one stays good"),
    fault("no-endpoint-on-refresh", FaultValue::Switch, "a refresh brings no endpoint"),
    fault("refuse-offline-access", FaultValue::Switch, "authorize answers unauthorized_client when offline_access is asked for"),
    fault("refuse-pkce", FaultValue::Switch, "authorize answers unauthorized_client when a code challenge is sent"),
    fault("endpoint", FaultValue::Text, "what the token answer names as endpoint"),
];

const fn fault(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, value, meaning }
}

/// Faults with their values, as the command line gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(BTreeMap<&'static str, String>);

/// A fault or its value is not one of those in [`FAULTS`].
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FaultError {
    #[error("there is no fault `{0}`")]
    Unknown(String),
    #[error("`{value}` is no value for the fault `{name}`")]
    Value { name: &'static str, value: String },
    #[error("a fault is written NAME=VALUE, not `{0}`")]
    Form(String),
}

impl Faults {
    /// Sets one fault. `off` clears it.
    ///
    /// # Errors
    /// If there is no such fault or the value does not suit it.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), FaultError> {
        let fault = FAULTS.iter().find(|fault| fault.name == name).ok_or_else(|| FaultError::Unknown(name.to_owned()))?;
        let suits = match fault.value {
            FaultValue::Switch => value == "on",
            FaultValue::Times => value == "on" || value.parse::<u64>().is_ok(),
            FaultValue::Amount => value.parse::<u64>().is_ok(),
            FaultValue::Text => true,
            FaultValue::OneOf(values) => values.contains(&value),
        };
        if value == "off" {
            self.0.remove(fault.name);
        } else if suits {
            self.0.insert(fault.name, value.to_owned());
        } else {
            return Err(FaultError::Value { name: fault.name, value: value.to_owned() });
        }
        Ok(())
    }
}

impl FromStr for Faults {
    type Err = FaultError;

    /// Reads one `NAME=VALUE`.
    fn from_str(text: &str) -> Result<Self, FaultError> {
        let (name, value) = text.split_once('=').ok_or_else(|| FaultError::Form(text.to_owned()))?;
        let mut faults = Self::default();
        faults.set(name, value)?;
        Ok(faults)
    }
}

impl Extend<Self> for Faults {
    fn extend<I: IntoIterator<Item = Self>>(&mut self, others: I) {
        for other in others {
            self.0.extend(other.0);
        }
    }
}

/// A handle on the faults of a running sandbox. Clones share the same switches.
#[derive(Debug, Clone, Default)]
pub struct FaultSwitches(Arc<Mutex<Faults>>);

impl FaultSwitches {
    pub(crate) fn new(faults: Faults) -> Self {
        Self(Arc::new(Mutex::new(faults)))
    }

    /// Sets one fault at run time, in the words of the command line.
    ///
    /// # Errors
    /// If there is no such fault or the value does not suit it.
    pub fn set(&self, name: &str, value: &str) -> Result<(), FaultError> {
        self.with(|faults| faults.set(name, value))
    }

    /// Switches one fault off. An unknown name does nothing.
    pub fn clear(&self, name: &str) {
        self.with(|faults| faults.0.remove(name));
    }

    /// Switches every fault off.
    pub fn clear_all(&self) {
        self.with(|faults| faults.0.clear());
    }

    /// The value of a fault as it stands; a counted one shows what is left.
    pub fn value(&self, name: &str) -> Option<String> {
        self.with(|faults| faults.0.get(name).cloned())
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The number that a fault is set to.
    pub(crate) fn amount(&self, name: &str) -> Option<u64> {
        self.value(name).and_then(|value| value.parse().ok())
    }

    /// Whether a counted fault meets this request; counts it down.
    pub(crate) fn take(&self, name: &str) -> bool {
        self.with(|faults| {
            let Some(value) = faults.0.get_mut(name) else { return false };
            if value == "on" {
                return true;
            }
            let left = value.parse::<u64>().unwrap_or(0);
            *value = left.saturating_sub(1).to_string();
            if left <= 1 {
                faults.0.remove(name);
            }
            left > 0
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Faults) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_fault_meets_so_many_requests() {
        let switches = FaultSwitches::new("status-429=2".parse().unwrap());
        assert_eq!([(); 3].map(|()| switches.take("status-429")), [true, true, false]);
    }

    #[test]
    fn a_lasting_fault_lasts_until_it_is_cleared() {
        let switches = FaultSwitches::default();
        switches.set("status-500", "on").unwrap();
        assert!(switches.take("status-500") && switches.take("status-500"));
        switches.clear("status-500");
        assert!(!switches.take("status-500"));
    }

    #[test]
    fn unknown_names_and_values_are_refused() {
        assert_eq!("nonsense=1".parse::<Faults>(), Err(FaultError::Unknown("nonsense".to_owned())));
        assert!("status-429=often".parse::<Faults>().is_err());
        assert!("last-page=maybe".parse::<Faults>().is_err());
        assert!("latency-ms".parse::<Faults>().is_err());
    }
}
