//! Faults that a person or a test can switch on: one table, one set of values, read at one place each.
//!
//! A value counts (`3`: the next three requests), lasts (`on`), or is off (`off`, or no value at all).

mod table;

pub use table::{FAULTS, Fault, FaultGroup, FaultValue};

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Faults with their values, as the command line gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(BTreeMap<&'static str, String>);

/// A fault or its value is not one of those in [`FAULTS`].
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FaultError {
    #[error("there is no fault `{0}`")]
    Unknown(String),
    #[error("`{value}` is no value for the fault `{name}`; it takes {takes}")]
    Value { name: &'static str, value: String, takes: FaultValue },
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
        if value == "off" {
            self.0.remove(fault.name);
        } else if fault.value.takes(value) {
            self.0.insert(fault.name, value.to_owned());
        } else {
            return Err(FaultError::Value { name: fault.name, value: value.to_owned(), takes: fault.value });
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

    /// Whether a fault has this value.
    pub(crate) fn has(&self, name: &str, value: &str) -> bool {
        self.with(|faults| faults.0.get(name).is_some_and(|set| set == value))
    }

    /// Whether a switch is on.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The number that a fault is set to.
    pub(crate) fn amount(&self, name: &str) -> Option<u64> {
        self.value(name).and_then(|value| value.parse().ok())
    }

    /// Waits for the milliseconds that a fault is set to.
    pub(crate) async fn wait(&self, name: &str) {
        if let Some(milliseconds) = self.amount(name) {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        }
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
        let told = "last-page=maybe".parse::<Faults>().map_err(|error| error.to_string());
        assert_eq!(told, Err("`maybe` is no value for the fault `last-page`; it takes 204, empty, null or off".to_owned()));
        assert!("latency-ms".parse::<Faults>().is_err());
    }
}
