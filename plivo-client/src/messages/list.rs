//! The list of messages, which is one message where its UUID is given.

use plivo_runtime::internal::DeserializeOwned;
use plivo_runtime::{
    ArgumentError, ArgumentErrors, Arguments, Error, ErrorKind, Page, PageSource, Paginator,
    PreparedRequest, Request, WholeList,
};
use serde::Deserialize;

use crate::{Blocking, Client, records};

/// The parameter that asks for one message; Plivo has it in the path of another address.
const UUID: &str = "message_uuid";

/// Refuses filters beside the UUID of a message, and what cannot be a UUID.
pub fn check_list(arguments: &Arguments, faults: &mut ArgumentErrors) {
    let Some(uuid) = arguments.text(UUID) else {
        return;
    };
    if uuid.is_empty() || !uuid.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        let fault = ArgumentError::of(UUID, "is no UUID: it has letters, digits and hyphens only");
        faults.push(fault.hint("copy it from the receipt of `send_sms`"));
    }
    let others = arguments
        .names()
        .filter(|name| ![UUID, "limit", "offset"].contains(name));
    for name in others {
        let message = format!("cannot be combined with `{UUID}`");
        faults.push(ArgumentError::of(name, message).hint("remove one of the two"));
    }
}

/// Creates the list of messages that `list_messages` asks for: with `message_uuid`, one message or none, in one request.
///
/// # Errors
/// Returns what is wrong with the arguments.
pub fn list(request: Request) -> Result<Messages, Error> {
    let request = request.validated()?;
    let Some(uuid) = request.arguments().text(UUID).map(str::to_owned) else {
        return Ok(Messages(List::Paged(Box::new(Paginator::new(request)?))));
    };
    let limit = request.arguments().count("limit");
    let offset = request.arguments().count("offset").unwrap_or_default();
    let mut prepared = Box::new(request.prepare()?);
    prepared.keep_query(&[]);
    prepared.set_path(&["Message", &uuid]);
    Ok(Messages(List::One {
        prepared,
        limit,
        offset,
        passed: false,
    }))
}

/// A list of messages, created by [`list`].
#[derive(Debug)]
pub struct Messages(List);

#[derive(Debug)]
enum List {
    Paged(Box<Paginator>),
    One {
        prepared: Box<PreparedRequest>,
        limit: Option<u32>,
        offset: u32,
        /// Whether the message was fetched, or found missing.
        passed: bool,
    },
}

/// What a response has beside the message.
#[derive(Deserialize)]
struct Envelope {
    api_id: Option<String>,
}

impl PageSource for Messages {
    fn limit(&self) -> Option<u32> {
        match &self.0 {
            List::Paged(messages) => messages.limit(),
            List::One { limit, .. } => *limit,
        }
    }

    fn position(&self) -> u32 {
        match &self.0 {
            List::Paged(messages) => messages.position(),
            List::One { offset, passed, .. } => (*offset).max(u32::from(*passed)),
        }
    }

    async fn next<T: DeserializeOwned + Send>(
        &mut self,
        most: u32,
    ) -> Result<Option<Page<Result<T, Error>>>, Error> {
        let (prepared, offset, passed) = match &mut self.0 {
            List::Paged(messages) => return messages.next(most).await,
            List::One { passed: true, .. } => return Ok(None),
            List::One {
                prepared,
                offset,
                passed,
                ..
            } => (prepared, *offset, passed),
        };
        let response = match prepared.send().await {
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            response => Some(response?),
        };
        let mut page = Page::default();
        page.meta.total_count = Some(u64::from(response.is_some()));
        if let Some(response) = response {
            page.api_id = response.decode::<Envelope>()?.api_id;
            if offset == 0 {
                page.objects.push(response.decode());
            }
        }
        *passed = true;
        Ok(Some(page))
    }

    async fn at_once<T: DeserializeOwned + Send>(&mut self) -> Result<Option<WholeList<T>>, Error> {
        match &mut self.0 {
            List::Paged(messages) => messages.at_once().await,
            List::One { .. } => Ok(None),
        }
    }
}

impl Client {
    /// Gets one message by its UUID; none where Plivo does not know it. Plivo keeps messages for 90 days.
    ///
    /// # Errors
    /// Returns that this is no UUID, or why the request failed.
    pub async fn message(&self, uuid: &str) -> Result<Option<records::Message>, Error> {
        let page = self.list_messages().message_uuid(uuid).send().await?;
        Ok(page.into_iter().next())
    }
}

impl Client<Blocking> {
    /// Gets one message by its UUID; none where Plivo does not know it. Plivo keeps messages for 90 days.
    ///
    /// # Errors
    /// Returns that this is no UUID, or why the request failed.
    pub fn message(&self, uuid: &str) -> Result<Option<records::Message>, Error> {
        let page = self.list_messages().message_uuid(uuid).send()?;
        Ok(page.into_iter().next())
    }
}
