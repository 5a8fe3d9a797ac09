//! The requests of a stream: one at a time, each starting where the last successful one ended.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use serde::de::DeserializeOwned;

use super::page_source::{Next, PageSource};
use crate::argument::value::Value;
use crate::error::kind::{Effect, ErrorKind};
use crate::error::{Error, RequestContext};
use crate::operation::Operation;
use crate::operation::paging::Position;
use crate::record::page::Page;
use crate::request::Request;

/// A list, and how much of it remains.
pub(crate) struct PageDriver<T> {
    state: State<T>,
    operation: &'static Operation,
    page_size: u32,
    /// How many records remain; all of the list where it is none.
    remaining: Option<u32>,
}

enum State<T> {
    /// Between two requests.
    Idle(Box<dyn DynPageSource<T>>),
    InFlight(InFlight<T>),
    /// The list could not be created.
    Failed(Error),
    Done,
}

impl<T: DeserializeOwned + Send + 'static> PageDriver<T> {
    pub(crate) fn new<L: PageSource + 'static>(
        mut request: Request,
        list: impl FnOnce(Request) -> Result<L, Error>,
    ) -> Self {
        let (operation, paging) = (request.operation(), request.api().service().paging);
        // The maximum of one call does not apply to a stream: only a limit of zero or less is left to be refused.
        let limit = paging
            .limit_of(request.arguments())
            .filter(|limit| *limit > 0);
        // Numbered pages are as long as what is asked for, or page 3 would contain other records.
        let by_number = matches!(paging.position, Position::Page { .. });
        if let (Some(records), Some(name)) = (limit, paging.limit)
            && !(by_number && records <= paging.page_size)
        {
            let mut arguments = request.arguments().clone();
            let _: Option<Value> = arguments.remove(name);
            request = request.with_arguments(arguments);
        }
        let (state, remaining) = match list(request) {
            Ok(list) => {
                let remaining = limit.or_else(|| list.limit());
                (
                    State::Idle(Box::new(list) as Box<dyn DynPageSource<T>>),
                    remaining,
                )
            }
            Err(error) => (State::Failed(error), None),
        };
        Self {
            state,
            operation,
            page_size: paging.page_size.max(1),
            remaining,
        }
    }

    pub(crate) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Polls for the next page that is not empty.
    pub(crate) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        loop {
            let most = self.remaining.unwrap_or(u32::MAX).min(self.page_size);
            let mut request = match mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Idle(_) if most == 0 => return Poll::Ready(None),
                State::Idle(list) => list.fetch(most),
                State::InFlight(request) => request,
            };
            let Poll::Ready((list, next)) = request.as_mut().poll(context) else {
                self.state = State::InFlight(request);
                return Poll::Pending;
            };
            if matches!(next, Ok(Next::End)) {
                return Poll::Ready(None);
            }
            self.state = State::Idle(list);
            match next {
                Ok(Next::Page(page)) if page.objects.is_empty() => {}
                Ok(Next::Page(page)) => {
                    let count = u32::try_from(page.objects.len()).unwrap_or(u32::MAX);
                    self.remaining = self.remaining.map(|left| left.saturating_sub(count));
                    return Poll::Ready(Some(Ok(page)));
                }
                Ok(Next::NoProgress) => return Poll::Ready(Some(Err(no_progress(self.operation)))),
                Ok(Next::End) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

/// Creates the error of a list whose end is never reached.
fn no_progress(operation: &'static Operation) -> Error {
    let request = RequestContext::of(operation, operation.path.to_owned());
    Error::of_request(ErrorKind::Service, &request, Effect::Nothing).with_problem(
        "new records arrive as fast as the list is read; set an end, or continue later",
    )
}

/// A request in flight, which returns its list.
type InFlight<T> =
    Pin<Box<dyn Future<Output = (Box<dyn DynPageSource<T>>, Result<Next<Page<T>>, Error>)> + Send>>;

/// A page source of any type.
trait DynPageSource<T>: Send {
    fn fetch(self: Box<Self>, most: u32) -> InFlight<T>;
}

impl<T: DeserializeOwned + Send + 'static, L: PageSource + 'static> DynPageSource<T> for L {
    fn fetch(mut self: Box<Self>, most: u32) -> InFlight<T> {
        Box::pin(async move {
            let next = self.next(most).await;
            (self as Box<dyn DynPageSource<T>>, next)
        })
    }
}
