//! Cases of the functions that get one record by what names it.

use plivo_client::Client;
use plivo_client::runtime::Error;

use crate::case::{Case, Verdict, must_equal};
use crate::request::Request;
use crate::stage::Stage;

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
        let stage = Stage::open().await;
        let found = (self.rust)(&stage.client).id().await;
        let found = found.map_err(|error| error.to_string());
        self.holds(&stage, "Rust", found)?;

        let answer = stage.lua(L::FUNCTION, self.lua).await;
        let found = answer.map_err(|error| error.to_string());
        let id =
            |record: plivo_client::runtime::JsonValue| record[L::ID].as_str().map(str::to_owned);
        self.holds(
            &stage,
            "Lua",
            found.map(|record| id(record).unwrap_or_default()),
        )
    }
}

impl<L: Get> GetCase<L> {
    fn holds(&self, stage: &Stage, language: &str, found: Result<String, String>) -> Verdict {
        let name = format!("{}.{} from {language}", L::FUNCTION, self.parameter);
        let requests = stage.take_requests().into_iter().map(Request::from);
        let requests: Vec<Request> = requests.collect();
        let expected = vec![Request::get(self.travels, &[])];
        must_equal(&format!("{name}: it requests"), &requests, &expected)?;
        must_equal(
            &format!("{name}: it finds"),
            &found,
            &Ok(self.finds.to_owned()),
        )
    }
}
