//! The Redis server through which processes share the rate limits of their accounts.

use clap::Args;
use plivo_runtime::RedisRateLimiter;
use secrecy::{ExposeSecret, SecretString};

use super::cli_error::Result;
use super::output::warning;

/// Who counts the requests of an account.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct RateLimiterArgs {
    /// Redis server through which processes share the rate limits, as redis://host:port; while it is away, each
    /// keeps them alone
    #[arg(
        long,
        value_name = "URL",
        env = "{rate_limiter}",
        hide_env_values = true
    )]
    rate_limiter: Option<SecretString>,
}

impl RateLimiterArgs {
    /// Connects to the server, where one is set. Warns if it is away.
    pub(super) async fn connect(&self) -> Result<Option<RedisRateLimiter>> {
        let Some(url) = &self.rate_limiter else {
            return Ok(None);
        };
        let limiter = RedisRateLimiter::new(url.expose_secret())?;
        if let Err(error) = limiter.connect().await {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            let cause = cause.unwrap_or_default();
            warning(&format!(
                "{error}, so other processes are not counted: {cause}"
            ));
        }
        Ok(Some(limiter))
    }
}
