//! The service, which would be elsewhere if it were real.

use std::collections::HashMap;

use axum::extract::Query;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Starts the service on a port of this machine, 0 for any that is free, and returns its address. It runs as long as the program.
///
/// # Errors
///
/// The port is taken.
pub async fn start_service(port: u16) -> std::io::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let address = listener.local_addr()?;
    let router = Router::new().route("/v1/harbours/{harbour}/tides", get(tides));
    tokio::spawn(axum::serve(listener, router).into_future());
    Ok(format!("http://{address}"))
}

async fn tides(Query(query): Query<HashMap<String, u32>>) -> Json<Value> {
    let least = query.get("min_cm").copied().unwrap_or(0);
    let tides = [("05:12", 118), ("17:40", 131)].into_iter();
    let high = tides.filter(|(_, height)| *height >= least);
    let high = high.map(|(at, height)| json!({"at": at, "cm": height}));
    Json(json!({ "tides": high.collect::<Vec<_>>() }))
}
