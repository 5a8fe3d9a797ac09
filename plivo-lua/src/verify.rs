//! Compares what this project assumes of Plivo with the answers of an account: `accounts --verify`.
//!
//! It only reads. A finding has no value of a record, no ID and no credential: it can be published.

mod account;
mod assumptions;
mod expect;
mod query;
mod sample;

use plivo_client::Client;
use plivo_lua_host::program::{Finding, Outcome};
use plivo_runtime::{ApiHandle, Error};

use self::account::Account;
use self::assumptions::{ASSUMPTIONS, Ask, Assumption};
use self::sample::Samples;

/// What a user is told before.
pub const ABOUT: &str =
    "about 75 GET requests, 20 of them lists of messages, as many as Plivo allows in a minute";

/// Checks each assumption.
///
/// # Errors
/// Returns an error where the account cannot be used. If a later request has no answer, its finding is unknown.
pub async fn verify(api: ApiHandle) -> Result<Vec<Finding>, Error> {
    // An account that cannot be used fails here, with a hint.
    Client::from(api.clone())
        .list_applications()
        .limit(1)
        .send()
        .await?;
    let account = Account::new(api);
    let samples = Samples::read(&account).await;
    let mut findings = Vec::new();
    for assumption in ASSUMPTIONS {
        findings.push(check(assumption, &account, &samples).await);
    }
    findings.push(Finding::new(
        "Requests within the documented rate limits are not refused",
        "all requests",
        account.rate_limited(),
    ));
    Ok(findings)
}

async fn check(assumption: &Assumption, account: &Account, samples: &Samples) -> Finding {
    let sample = samples.of(assumption.list);
    let resource = assumption.list.resource();
    let finding = |request: String, outcome| Finding::new(assumption.text(), request, outcome);
    let (path, shown) = match (assumption.ask, sample.first_id()) {
        (Ask::Sample, _) => {
            let outcome = expect::of_sample(assumption.expect, assumption.list, sample);
            let request = format!("GET {resource}{}", sample.shown());
            return finding(request, outcome);
        }
        (Ask::List | Ask::Window, _) => (resource.to_owned(), format!("GET {resource}")),
        (Ask::Path(id), _) => (format!("{resource}{id}/"), format!("GET {resource}{id}/")),
        (Ask::First, Some(id)) => (format!("{resource}{id}/"), format!("GET {resource}…/")),
        (Ask::First, None) => {
            let request = format!("GET {resource}…/");
            return finding(request, Outcome::Unknown(sample.why_empty()));
        }
    };
    let window = match assumption.ask {
        Ask::Window => sample.window.as_slice(),
        _ => &[],
    };
    let asked = match query::Asked::of(assumption.query, sample, samples.now) {
        Ok(asked) => asked,
        Err(problem) => return finding(shown, Outcome::Unknown(problem)),
    };
    let shown = format!("{shown}{}", asked.shown(window));
    let answer = account
        .get(assumption.list, &path, asked.with(window))
        .await;
    let outcome = match answer {
        Ok(answer) => expect::of_answer(
            assumption.expect,
            assumption.list,
            &answer,
            &asked,
            sample,
            samples.now,
        ),
        Err(problem) => Outcome::Unknown(problem),
    };
    finding(shown, outcome)
}
