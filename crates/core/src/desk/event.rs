//! What the desk tells those who show it. An event says that something changed; it never asks.

use super::answers::AnswerStatus;
use super::overview::EntityTypeStatus;
use super::sending::RunStanding;
use super::sign_in::SignInStatus;
use crate::changes::RunOutcome;
use crate::rest::Pace;

/// Something changed.
#[derive(Debug, Clone)]
pub enum DeskEvent {
    /// A connection came, went, or its session or number of unsent changes changed.
    Connection {
        /// The connection, if it is one.
        connection_id: Option<String>,
    },
    /// Rows of an entity type came, went or were marked.
    Mirror {
        /// The connection.
        connection_id: String,
        /// How much is here now.
        status: EntityTypeStatus,
    },
    /// A connection asks its service faster or slower, or was asked to pause. Told twice a second at most.
    Pace {
        /// The connection.
        connection_id: String,
        /// How fast it asks now.
        pace: Pace,
    },
    /// More is known of what the service of a connection holds: fields, codes.
    Catalogue {
        /// The connection.
        connection_id: String,
    },
    /// Rows that the service was asked for came, or no more come.
    Answer(AnswerStatus),
    /// A sign-in reached another step.
    SignIn(SignInStatus),
    /// The review of a connection is another now: changes came or went, or more of them were checked.
    Review {
        /// The connection.
        connection_id: String,
    },
    /// A run of the sender went on. Told ten times a second at most.
    Run {
        /// Where it stands.
        standing: RunStanding,
        /// Those of its changes that ended since it was last told, as far as they are told.
        ended: Vec<RunOutcome>,
    },
}
