//! A list that is fetched page by page, from its offset to its end.

use plivo_runtime::{Arguments, Error, Request, RequestCounter, Value};
use serde_json::value::RawValue;
use tokio::sync::Mutex;

use super::perform::unreadable;
use super::permission;
use super::report::Reporter;
use super::undecoded::Undecoded;
use crate::failure::Failure;
use crate::host::{Policy, Target};
use crate::integration::{PageStream, RecordShape};

/// A list and how far it has been read. Concurrent readers get different pages.
pub(crate) struct Cursor(Mutex<Progress>);

struct Progress {
    pages: PageStream,
    requests: RequestCounter,
    undecoded: Undecoded,
    /// Whether a page has been requested.
    started: bool,
}

impl Cursor {
    /// Opens a list: checks permission and arguments, without a request.
    pub(crate) async fn open(
        policy: &Policy,
        target: &Target<'_>,
        read: impl FnOnce() -> Result<Arguments, Error>,
    ) -> Result<Self, Box<Failure>> {
        let reporter = Reporter::start(policy, target);
        let requests = RequestCounter::default();
        let opened = open(policy, target, &requests, read).await;
        match &opened {
            Ok(_) => reporter.forget(),
            Err(_) => reporter.end(&opened),
        }
        let progress = Progress {
            pages: opened?,
            requests,
            undecoded: Undecoded::default(),
            started: false,
        };
        Ok(Self(Mutex::new(progress)))
    }

    /// Fetches the next page and decodes its records; `None` at the end. After a failure it tries the same page again, or
    /// goes on behind a record that cannot be decoded, so the caller decides whether a list goes on.
    pub(crate) async fn next<T>(
        &self,
        policy: &Policy,
        target: &Target<'_>,
        decode: impl Fn(&'static RecordShape, &[Box<RawValue>]) -> mlua::Result<T>,
    ) -> Result<Option<T>, Box<Failure>> {
        let mut progress = self.0.lock().await;
        let _call = policy.clock.during_call().await;
        let mut reporter = Reporter::counting(policy, target, progress.requests.clone());
        let started = std::mem::replace(&mut progress.started, true);
        progress.pages.resume();
        let records = if let Some(records) = progress.undecoded.take() {
            Some(Ok(records))
        } else {
            let page = progress.pages.next().await;
            if let Some(Ok(page)) = &page {
                reporter.received(page.objects.len());
            }
            page.map(|page| page.map(|page| page.objects))
        };
        let ended = match records {
            Some(Ok(records)) => {
                let shape = target.binding.returns.record();
                let decoded = progress
                    .undecoded
                    .decode(records, |records| decode(shape, records));
                let failed = |error| unreadable(target.binding, &error);
                decoded.map(Some).map_err(failed)
            }
            Some(Err(error)) => Err(error.into()),
            None => Ok(None),
        };
        match &ended {
            // The end of a list is known without a request, unless the whole list is empty.
            Ok(None) if started => reporter.forget(),
            _ => reporter.end(&ended),
        }
        ended
    }
}

async fn open(
    policy: &Policy,
    target: &Target<'_>,
    requests: &RequestCounter,
    read: impl FnOnce() -> Result<Arguments, Error>,
) -> Result<PageStream, Box<Failure>> {
    let function = target.binding.function;
    permission::check(policy, target)?;
    let Some(pages) = target.binding.pages else {
        let message = format!("{} does not return a list", function.name);
        let failure = Failure::new("not_a_function", message);
        let hint = format!("call `{}` itself; no request was made", function.name);
        return Err(Box::new(failure.hint(hint)));
    };
    let arguments = read()?;
    let validated = validated(target, &arguments)?;
    permission::ask(policy, target, || Ok(validated)).await?;
    Ok(pages(
        Request::new(&target.account.api.counted(requests), function).with_arguments(arguments),
    ))
}

/// Returns the arguments as they are sent. The maximum of one call does not bound the whole list.
fn validated(target: &Target<'_>, arguments: &Arguments) -> Result<Arguments, Error> {
    let api = &target.account.api;
    let function = target.binding.function;
    let paging = api.service().paging_of(function);
    let mut bounded = arguments.clone();
    let limit = paging
        .limit
        .filter(|_| paging.limit_of(arguments).is_some_and(|wanted| wanted > 0));
    let wanted = limit.and_then(|limit| Some((limit, bounded.get(limit)?.clone())));
    if let Some((limit, Value::Integer(number))) = &wanted {
        let most = function.parameter(limit).and_then(|known| known.maximum);
        bounded.set(limit, (*number).min(most.unwrap_or(i64::MAX)));
    }
    let request = Request::new(api, function).with_arguments(bounded);
    let mut validated = request.validated()?.arguments().clone();
    if let Some((limit, wanted)) = wanted {
        validated.set(limit, wanted);
    }
    Ok(validated)
}
