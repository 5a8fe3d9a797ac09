//! The service, which is somewhere else where it is real.

use std::collections::HashMap;

use axum::extract::Query;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Starts it on loopback, for as long as the program runs; its address.
pub(crate) async fn start() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
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
