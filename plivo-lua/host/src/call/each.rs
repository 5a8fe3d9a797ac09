//! A list that a script goes through from its offset to its end.

use mlua::{Lua, MultiValue, Table};
use plivo_runtime::{Arguments, Error, Request};
use tokio::sync::Mutex;

use super::report::Reporting;
use super::{Caller, arguments, gate, unreadable};
use crate::failure::Failure;
use crate::host::{Oversight, Target};
use crate::runtime::Listing;

/// A list and how far a script has gone through it.
///
/// Whoever asks while another waits gets the page after the one that the other gets.
pub(crate) struct Cursor(Mutex<Progress>);

struct Progress {
    pages: Listing,
    /// Whether a page was asked for.
    begun: bool,
}

impl Caller {
    /// Begins to go through a list: nothing is asked for yet, but whether it may be and whether the
    /// arguments are right. The failure to raise, where not.
    pub(crate) async fn each(
        &self,
        lua: &Lua,
        oversight: &Oversight,
        target: Target<'_>,
        given: MultiValue,
    ) -> mlua::Result<Result<Cursor, Table>> {
        let reporting = Reporting::begin(oversight.observer.as_ref(), &target);
        match begin(oversight, &target, &given).await {
            Ok(cursor) => {
                reporting.forget();
                Ok(Ok(cursor))
            }
            Err(failure) => {
                reporting.end(Err(&failure));
                failure.into_table(lua, &self.lists).map(Err)
            }
        }
    }

    /// The next page's records: `true` and a list, or nothing at the end, or `false` and what is to be
    /// raised, after which the same page can be asked for again.
    pub(crate) async fn next(
        &self,
        lua: &Lua,
        oversight: &Oversight,
        target: Target<'_>,
        cursor: &Cursor,
    ) -> mlua::Result<(bool, Option<Table>)> {
        let mut progress = cursor.0.lock().await;
        let reporting = Reporting::begin(oversight.observer.as_ref(), &target);
        let asked_before = std::mem::replace(&mut progress.begun, true);
        let ended = match progress.pages.next().await {
            Some(Ok(page)) => {
                let shape = target.binding.returns.record();
                let records = self.tables.records(lua, shape, &page.objects);
                records.map_err(|error| Box::new(unreadable(target.binding, &error)))
            }
            Some(Err(error)) => Err(Box::new(Failure::from(&error))),
            None => {
                // The end of a list is known without asking for it, unless there is nothing at all.
                if asked_before {
                    reporting.forget();
                } else {
                    reporting.end(Ok(()));
                }
                return Ok((true, None));
            }
        };
        reporting.end(ended.as_ref().map(drop).map_err(Box::as_ref));
        match ended {
            Ok(records) => Ok((true, Some(records))),
            Err(failure) => Ok((false, Some(failure.into_table(lua, &self.lists)?))),
        }
    }
}

async fn begin(
    oversight: &Oversight,
    target: &Target<'_>,
    given: &MultiValue,
) -> Result<Cursor, Box<Failure>> {
    let failed = |error: Error| Box::new(Failure::from(&error));
    let function = target.binding.function;
    gate::at_once(oversight, target)?;
    let Some(pages) = target.binding.pages else {
        return Err(Box::new(Failure::new(
            "not_a_function",
            format!("{} is no list", function.name),
        )));
    };
    let given = arguments::read(function, given).map_err(failed)?;
    let checked = checked(target, &given).map_err(failed)?;
    gate::when_asked(oversight, target, || Ok(checked)).await?;
    let call = Request::new(&target.account.api, function).with_arguments(given);
    Ok(Cursor(Mutex::new(Progress {
        pages: pages(call),
        begun: false,
    })))
}

/// The arguments as they travel. The most that one call returns is no bound for all of them together.
fn checked(target: &Target<'_>, given: &Arguments) -> Result<Arguments, Error> {
    let api = &target.account.api;
    let paging = &api.service().paging;
    let mut bounded = given.clone();
    let limit = paging
        .limit
        .filter(|_| paging.limit_of(given).is_some_and(|wanted| wanted > 0));
    let wanted = limit.and_then(|limit| Some((limit, bounded.remove(limit)?)));
    let call = Request::new(api, target.binding.function).with_arguments(bounded);
    let mut checked = call.checked()?.arguments().clone();
    if let Some((limit, wanted)) = wanted {
        checked.set(limit, wanted);
    }
    Ok(checked)
}
