//! What can go wrong at the desk.

use super::{DocumentError, FormError, SavedViewError, ServiceFormError, TokenError, TrialError};
use crate::LinkProblem;
use crate::catalogue::bqe_core::CatalogueError;
use crate::changes::{ChangeFileError, DraftError, SendError};
use crate::mirror::{MirrorError, SyncError};
use crate::oauth::{AskError, BrowserError, SignInError};
use crate::rest::RequestError;
use crate::session::SessionError;
use crate::store::StoreError;
use crate::token_store::TokenStoreError;
use coredesk_catalogue::Grant;
use std::sync::Arc;

impl From<DocumentError> for DeskError {
    fn from(error: DocumentError) -> Self {
        Self::Document(Arc::new(error))
    }
}

/// Why something that a person asked for was not done.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// No connection has this id.
    #[error("there is no such connection")]
    UnknownConnection,
    /// The catalogue has no entity type or field of this name.
    #[error("the service has no `{0}`")]
    UnknownName(String),
    /// The view was dropped.
    #[error("this list was closed")]
    UnknownView,
    /// The service cannot filter by this field.
    #[error("the service cannot filter by `{0}`")]
    NotFilterable(String),
    /// The service cannot look for these records, told by their plural, by name.
    #[error("the service cannot look for {0} by name")]
    NotByName(String),
    /// A question without a condition, or with a comparison without a value.
    #[error("the question is not complete")]
    NothingAsked,
    /// More than one call takes.
    #[error("that is more than {limit}")]
    TooMany {
        /// The most that it takes.
        limit: usize,
    },
    /// What is to be kept as the place of a person is none of the window.
    #[error("this is no place in the window")]
    UnknownPlace,
    /// No sign-in under way has this id.
    #[error("this sign-in is over")]
    UnknownSignIn,
    /// No run has this id.
    #[error("there is no such run")]
    UnknownRun,
    /// The record is neither in the copy nor among the unsent changes.
    #[error("the record is not on this computer")]
    Gone,
    /// The record stands for nothing with a link, or the field holds none.
    #[error("there is no link")]
    NoLink,
    /// The link is none that may be opened.
    #[error(transparent)]
    Link(#[from] LinkProblem),
    /// No browser could be started.
    #[error(transparent)]
    Browser(#[from] BrowserError),
    /// The demo services are not running.
    #[error("the demo services are not running")]
    DemoNotRunning,
    /// The browser brought back another company or person than the connection's.
    #[error("the sign-in was for another company or person")]
    OtherCompany {
        /// The connection's company.
        expected: String,
        /// The company that was chosen.
        chosen: String,
    },
    /// Another person of the company signed in.
    #[error("somebody else signed in")]
    OtherPerson {
        /// The connection's person.
        expected: String,
    },
    /// The service did not say which company or which person signed in; nothing is kept, lest two companies mix.
    #[error("the service did not say who signed in for which company")]
    UnknownIdentity,
    /// Changes of the connection are being sent.
    #[error("changes are being sent")]
    Sending,
    /// The sign-in does not let records be changed.
    #[error("the sign-in lets nothing be changed")]
    ReadOnly,
    /// What was entered for a connection cannot be used.
    #[error(transparent)]
    Form(#[from] FormError),
    /// The client secret of the connection is no longer in the keyring.
    #[error("the client secret is not in the keyring")]
    NoClientSecret,
    /// The description that the connection works with is missing from its folder, or damaged.
    #[error("the description of the service is not there")]
    NoDescription,
    /// There is no such token for this connection.
    #[error("the connection has no such token")]
    NoToken,
    /// Something was not done with a token that a person looks at.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The authorization server said nothing about a token.
    #[error(transparent)]
    Ask(AskError),
    /// A service's form cannot be used.
    #[error(transparent)]
    ServiceForm(#[from] ServiceFormError),
    /// A grant without a browser brought no tokens.
    #[error("{error}")]
    Grant {
        /// Which.
        grant: Grant,
        /// What a person calls the service.
        service: String,
        /// What went wrong.
        #[source]
        error: SignInError,
    },
    /// The token is none that can be kept.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// A document of a service could not be used.
    #[error(transparent)]
    Document(#[from] Arc<DocumentError>),
    /// A change file was not written or read.
    #[error(transparent)]
    ChangeFile(#[from] ChangeFileError),
    /// A view was not kept, found, written or read.
    #[error(transparent)]
    SavedView(#[from] SavedViewError),
    /// Sign-in failed.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The session could not give or renew a token.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The keyring could not be used.
    #[error(transparent)]
    TokenStore(#[from] TokenStoreError),
    /// A request brought no usable answer.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The copy could not be read or written.
    #[error(transparent)]
    Mirror(#[from] MirrorError),
    /// The copy could not be brought up to date.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// A change could not be kept.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// Changes could not be sent.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The store could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was asked for could not be written to a file.
    #[error("the file could not be written")]
    NotWritten(#[source] std::io::Error),
    /// A file or folder could not be removed.
    #[error("files of Coredesk could not be removed")]
    Files(#[source] std::io::Error),
    /// The built-in catalogue is damaged.
    #[error(transparent)]
    Catalogue(CatalogueError),
    /// Work was cut short.
    #[error("work was cut short")]
    Interrupted,
}
