//! How a service pages and where its rows stand: as it is taken to do, tried, and corrected by a person.

use super::{ServiceFormError, keep_service, kept_service};
use crate::desk::{Desk, DeskError, DeskEvent, OpenConnection};
use coredesk_catalogue::{DialectKind, Envelope, Habits, Paging, Service};

const LONGEST_TEXT: usize = 200;
const LARGEST_PAGE: u32 = 10_000;

/// The habits of lists, which a description often leaves open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowHabits {
    /// How the next page is asked for.
    pub paging: Paging,
    /// The most rows that one page is asked for.
    pub page_size: u32,
    /// Where the rows and their number stand.
    pub envelope: Envelope,
}

impl RowHabits {
    /// What `service` is taken to do.
    pub fn of(service: &Service) -> Self {
        let habits = habits_of(service);
        Self { paging: habits.paging, page_size: habits.page_size, envelope: habits.envelope }
    }

    /// The same, if a list can be asked for with them.
    pub(super) fn checked(&self) -> Result<&Self, ServiceFormError> {
        let named = |text: &str, what: &'static str| if text.trim().is_empty() { Err(ServiceFormError::Paging(what)) } else { Ok(()) };
        let (texts, size) = match &self.paging {
            Paging::None => (Vec::new(), None),
            Paging::Page { number, size, .. } => {
                named(number, "page parameter")?;
                (vec![number], size.as_ref())
            }
            Paging::Offset { offset, limit } => {
                named(offset, "offset parameter")?;
                (vec![offset], limit.as_ref())
            }
            Paging::Cursor { parameter, at, size } => {
                named(parameter, "cursor parameter")?;
                named(at, "place of the next cursor")?;
                (vec![parameter, at], size.as_ref())
            }
            Paging::Next { at, size } => {
                named(at, "place of the next page's address")?;
                (vec![at], size.as_ref())
            }
            Paging::LinkHeader { size } => (Vec::new(), size.as_ref()),
        };
        let places = [self.envelope.rows.as_ref(), self.envelope.count.as_ref()];
        let odd = |text: &&String| text.len() > LONGEST_TEXT || text.chars().any(char::is_control);
        if texts.into_iter().chain(size).chain(places.into_iter().flatten()).any(|text| odd(&text)) {
            return Err(ServiceFormError::OddText("paging"));
        }
        if (1..=LARGEST_PAGE).contains(&self.page_size) { Ok(self) } else { Err(ServiceFormError::Paging("size of a page")) }
    }

    /// All habits of `service`, with these in place of its own.
    pub(super) fn within(&self, service: &Service) -> Habits {
        let Self { paging, page_size, envelope } = self.clone();
        Habits { paging, page_size, envelope, ..habits_of(service) }
    }
}

fn habits_of(service: &Service) -> Habits {
    match &service.dialect {
        DialectKind::Described(habits) => (**habits).clone(),
        DialectKind::BqeCore => Habits::default(),
    }
}

impl Desk {
    /// The habits that a connection's service is taken to have.
    ///
    /// # Errors
    /// `UnknownConnection`; `UnknownName` where the service is not described.
    pub async fn habits(&self, connection_id: &str) -> Result<RowHabits, DeskError> {
        let connection = self.connection(connection_id).await?;
        described(&connection.service).map(RowHabits::of)
    }

    /// Keeps habits that a person looked at, opens the connection anew with them, and reads.
    ///
    /// # Errors
    /// `ServiceForm` when a list cannot be asked for with them; `Sending`; `UnknownConnection`, `Files`, `Store`.
    pub async fn set_habits(&self, connection_id: &str, habits: &RowHabits) -> Result<(), DeskError> {
        habits.checked()?;
        self.refuse_while_sending(connection_id)?;
        let connection = self.connection(connection_id).await?;
        described(&connection.service)?;
        if self.keep_habits(&connection, habits).await? {
            self.close(connection_id).await;
        }
        self.inner.directory.previewed(connection_id).await?;
        let connection = self.connection(connection_id).await?;
        self.tell(DeskEvent::Connection { connection_id: Some(connection_id.to_owned()) });
        self.sync_all(&connection);
        Ok(())
    }

    /// Keeps them beside what was read of the service's document meanwhile; true if they are others than before.
    async fn keep_habits(&self, connection: &OpenConnection, habits: &RowHabits) -> Result<bool, DeskError> {
        let reading = self.inner.readings.of(&connection.record.id);
        let (folder, habits) = (self.connection_folder(&connection.record.id), habits.clone());
        let opened = connection.service.clone();
        let kept = tokio::task::spawn_blocking(move || {
            let _keeping = reading.keeping();
            let service = kept_service(&folder).unwrap_or_else(|| (*opened).clone());
            let are_others = RowHabits::of(&opened) != habits || RowHabits::of(&service) != habits;
            if are_others {
                let dialect = DialectKind::Described(Box::new(habits.within(&service)));
                keep_service(&folder, &Service { dialect, ..service })?;
            }
            Ok(are_others)
        });
        kept.await.map_err(|_| DeskError::Interrupted)?.map_err(DeskError::Files)
    }
}

/// `service`, whose habits can be corrected.
pub(super) fn described(service: &Service) -> Result<&Service, DeskError> {
    if service.is_described() { Ok(service) } else { Err(DeskError::UnknownName("habits".to_owned())) }
}
