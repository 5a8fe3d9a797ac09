//! The requests of a stream: one at a time, each beginning where the last one that succeeded ended.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::error::RequestContext;
use super::{
    DeserializeOwned, Effect, Error, ErrorKind, Next, Operation, Page, PageSource, Position,
    Request, Value,
};

/// A list and how much of it was read.
pub(super) struct PageDriver<T> {
    state: State<T>,
    function: &'static Operation,
    page_size: u32,
    /// How many records are still wanted; all there are where it is none.
    left: Option<u32>,
}

enum State<T> {
    /// The list, between two requests.
    Idle(Box<dyn Step<T>>),
    /// A request that is on its way, with the list.
    InFlight(InFlight<T>),
    /// The list could not be made.
    Refused(Error),
    Over,
}

/// What becomes of a poll.
pub(super) enum Stage<T> {
    /// A page that is not empty.
    Page(Page<T>),
    Failed(Error),
    Over,
}

impl<T: DeserializeOwned + Send + 'static> PageDriver<T> {
    pub(super) fn new<L: PageSource + 'static>(
        mut call: Request,
        list: impl FnOnce(Request) -> Result<L, Error>,
    ) -> Self {
        let (function, paging) = (call.function(), call.api().service().paging);
        // The most that one call takes is no bound here: only a limit of none is left to be refused.
        let limit = paging.limit_of(call.arguments()).filter(|limit| *limit > 0);
        // Pages by their number are as long as what is wanted, or page 3 would be another one.
        let by_number = matches!(paging.position, Position::Page { .. });
        if let (Some(wanted), Some(name)) = (limit, paging.limit)
            && !(by_number && wanted <= paging.page_size)
        {
            let mut arguments = call.arguments().clone();
            let _: Option<Value> = arguments.remove(name);
            call = call.with_arguments(arguments);
        }
        let (state, left) = match list(call) {
            Ok(list) => {
                let left = limit.or_else(|| list.limit());
                (State::Idle(Box::new(list) as Box<dyn Step<T>>), left)
            }
            Err(error) => (State::Refused(error), None),
        };
        Self {
            state,
            function,
            page_size: paging.page_size.max(1),
            left,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// Goes on to the next page, an error, or the end.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Stage<T>> {
        loop {
            let most = self
                .left
                .map_or(self.page_size, |left| left.min(self.page_size));
            let mut moving = match mem::replace(&mut self.state, State::Over) {
                State::Over => return Poll::Ready(Stage::Over),
                State::Refused(error) => return Poll::Ready(Stage::Failed(error)),
                State::Idle(_) if most == 0 => return Poll::Ready(Stage::Over),
                State::Idle(list) => list.step(most),
                State::InFlight(moving) => moving,
            };
            let Poll::Ready((list, next)) = moving.as_mut().poll(context) else {
                self.state = State::InFlight(moving);
                return Poll::Pending;
            };
            let stage = match next {
                Ok(Next::End) => return Poll::Ready(Stage::Over),
                Ok(Next::Page(page)) if page.objects.is_empty() => None,
                Ok(Next::Page(page)) => Some(Stage::Page(page)),
                Ok(Next::NoProgress) => Some(Stage::Failed(no_progress(self.function))),
                Err(error) => Some(Stage::Failed(error)),
            };
            self.state = State::Idle(list);
            if let Some(stage) = stage {
                if let (Some(left), Stage::Page(page)) = (&mut self.left, &stage) {
                    let count = u32::try_from(page.objects.len()).unwrap_or(u32::MAX);
                    *left = left.saturating_sub(count);
                }
                return Poll::Ready(stage);
            }
        }
    }
}

/// The error of a list that cannot be gone through.
fn no_progress(function: &'static Operation) -> Error {
    let request = RequestContext::of(function, function.path.to_owned());
    Error::of_request(ErrorKind::Service, &request, Effect::Nothing)
        .with_problem("the list grows as fast as it is read; bound it by an end, or go on later")
}

/// A request on its way, which gives back the list that it goes through.
type InFlight<T> =
    Pin<Box<dyn Future<Output = (Box<dyn Step<T>>, Result<Next<Page<T>>, Error>)> + Send>>;

/// A list whose kind is forgotten.
trait Step<T>: Send {
    fn step(self: Box<Self>, most: u32) -> InFlight<T>;
}

impl<T: DeserializeOwned + Send + 'static, L: PageSource + 'static> Step<T> for L {
    fn step(mut self: Box<Self>, most: u32) -> InFlight<T> {
        Box::pin(async move {
            let next = self.next(most).await;
            (self as Box<dyn Step<T>>, next)
        })
    }
}
