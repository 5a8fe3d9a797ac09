//! A single GET as it is written, for checks of what a service answers.

use bytes::Bytes;
use http::Response;
use tokio::time::{Instant, timeout_at};

use super::api_handle::ApiHandle;
use super::encoded_request::EncodedRequest;
use super::failure;
use super::options::Options;
use super::received_body::{Unread, read};
use crate::error::kind::{Effect, ErrorKind};
use crate::error::{Error, RequestContext};
use crate::operation::{Access, Method, Operation};

impl ApiHandle {
    /// Sends a GET with any query to a path below [`address`](Self::address), once, and returns the response whatever its
    /// status. It waits for the rate limits of `operation`.
    ///
    /// Nothing is validated, and nothing is hidden in the response.
    ///
    /// # Errors
    /// Returns an error where no whole response arrived, or where `operation` is not a GET that reads. It names the path of
    /// `operation`, not the one that was asked for.
    pub async fn get_raw(
        &self,
        operation: &'static Operation,
        path: &str,
        query: &[(&'static str, String)],
    ) -> Result<Response<Bytes>, Error> {
        let request = EncodedRequest {
            operation,
            path: path.to_owned(),
            query: query.to_vec(),
            headers: Vec::new(),
            body: None,
            address: None,
        };
        // The path may have a number or an ID that nobody else may see.
        let context = RequestContext::of(operation, operation.path.to_owned());
        if (operation.method, operation.access) != (Method::Get, Access::Read) {
            let problem = format!("`{}` is not a GET that reads", operation.name);
            let error = Error::of_request(ErrorKind::Configuration, &context, Effect::Nothing);
            return Err(error.with_problem(problem));
        }
        let (options, defaults) = (Options::default(), self.defaults());
        let deadline = options.deadline(defaults);
        let permit = self
            .acquire(operation, &context, &options, deadline)
            .await?;
        let ends = options.attempt_deadline(defaults, deadline);
        let response = self.get_once(&request, &context, ends).await;
        permit.release().await;
        response
    }

    /// Makes one attempt, which times out at `ends`.
    async fn get_once(
        &self,
        request: &EncodedRequest,
        context: &RequestContext,
        ends: Instant,
    ) -> Result<Response<Bytes>, Error> {
        let late = || failure::of_time(context, Effect::Nothing);
        self.count();
        let sent = timeout_at(ends, self.transport().send(self.http_request(request)?)).await;
        let sent = sent.map_err(|_| late())?;
        let (head, body) = sent
            .map_err(|error| failure::of_send(context, self.peer(), error))?
            .into_parts();
        let limit = self.response_limit();
        let body = timeout_at(ends, read(body, limit)).await;
        let body = body
            .unwrap_or(Err(Unread::TimedOut))
            .map_err(|unread| match unread {
                Unread::Broken(error) => failure::of_body(context, error),
                Unread::TimedOut => late(),
                Unread::TooLarge => {
                    let problem = format!("the response has more than {limit} bytes");
                    Error::of_request(ErrorKind::TooLarge, context, Effect::Nothing)
                        .with_problem(problem)
                }
            })?;
        Ok(Response::from_parts(head, body))
    }
}
