//! Cases of the functions that get one record by what names it.

use plivo_client::Client;
use plivo_runtime::Error;

use super::case::{Case, Verdict, both, must_equal, of};
use super::request::{self, Request};
use crate::harness::Harness;

/// A function that gets one record, as its typed builder.
pub(crate) trait Get: Sized {
    const FUNCTION: &'static str;
    /// The key of the record that names it.
    const ID: &'static str;

    /// Makes the call: what names the record that came.
    async fn id(self) -> Result<String, Error>;
}

/// One parameter of a function that gets one record.
pub(crate) struct GetCase<L> {
    pub(crate) parameter: &'static str,
    /// How Rust sets it.
    pub(crate) rust: fn(&Client) -> L,
    /// How Lua writes it.
    pub(crate) lua: &'static str,
    /// The path of the one request.
    pub(crate) travels: &'static str,
    /// What names the record that comes.
    pub(crate) finds: &'static str,
}

impl<L: Get> Case for GetCase<L> {
    fn covers(&self) -> (String, String) {
        (L::FUNCTION.to_owned(), self.parameter.to_owned())
    }

    async fn verdict(&self) -> Verdict {
        let name = format!("{}.{}", L::FUNCTION, self.parameter);
        let harness = Harness::start().await;
        let found = (self.rust)(&harness.client).id().await;
        let found = found.map_err(|error| error.to_string());
        let from_rust = of(&format!("{name} from Rust"), self.holds(&harness, found));

        let answer = harness.lua(L::FUNCTION, self.lua).await;
        let found = answer.map(|record| record[L::ID].as_str().unwrap_or_default().to_owned());
        let found = found.map_err(|error| error.to_string());
        let from_lua = of(&format!("{name} from Lua"), self.holds(&harness, found));
        both(from_rust, from_lua)
    }
}

impl<L: Get> GetCase<L> {
    fn holds(&self, harness: &Harness, found: Result<String, String>) -> Verdict {
        let expected = vec![Request::get(self.travels, &[])];
        must_equal("it requests", &request::take(harness), &expected)?;
        must_equal("it finds", &found?, &self.finds.to_owned())
    }
}
