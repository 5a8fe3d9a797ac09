//! Pages by offset that only a total announces, a limit that is required, and records that are not in the order of
//! their times.

use axum::http::StatusCode;
use plivo_runtime::{RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::manifests::buoys as client;
use super::server::{Asked, Server};
use crate::harness::print_with;

use client::Client;

fn client(server: &Server) -> Client {
    Client::builder("key")
        .base_address(&server.address)
        .rate_limits(RateLimits::none())
        .retry(RetryConfig::disabled())
        .build()
        .unwrap()
}

/// Answers with a page of records, their position as `meta`.
fn page(asked: &Asked, all: &[Value], meta: impl FnOnce(usize) -> Value) -> (StatusCode, String) {
    let number = |name, usual| {
        asked
            .query(name)
            .map_or(usual, |text| text.parse().unwrap())
    };
    let part: Vec<_> = all
        .iter()
        .skip(number("offset", 0))
        .take(number("limit", 5))
        .collect();
    let body = json!({"meta": meta(all.len()), "buoys": part});
    (StatusCode::OK, body.to_string())
}

fn numbered() -> Vec<Value> {
    (1..=12)
        .map(|number| json!({"code": format!("b{number}")}))
        .collect()
}

/// In the order of their codes, which is not that of their times.
fn unordered() -> Vec<Value> {
    let days = [20, 19, 18, 17, 15, 16, 14, 13, 12, 3, 11, 10];
    let laid = |(index, day)| json!({"code": format!("b{}", index + 1), "laidAt": format!("2026-01-{day:02}T00:00:00Z")});
    days.iter().enumerate().map(laid).collect()
}

/// Returns the records in the range that is asked for.
fn within(asked: &Asked, all: Vec<Value>) -> Vec<Value> {
    let bound = |name| asked.query(name).map(|text| text.replace("%3A", ":"));
    let (from, to) = (bound("from"), bound("to"));
    all.into_iter()
        .filter(|buoy| {
            let laid = buoy["laidAt"].as_str().unwrap();
            from.as_ref().is_none_or(|from| laid >= from.as_str())
                && to.as_ref().is_none_or(|to| laid <= to.as_str())
        })
        .collect()
}

#[tokio::test]
async fn a_list_goes_on_to_its_total() {
    for server in [
        Server::start(|asked| page(asked, &numbered(), |total| json!({"total_count": total})))
            .await,
        Server::start(|asked| page(asked, &numbered(), |_| json!({"limit": 5}))).await,
    ] {
        let client = client(&server);
        let buoys: Vec<_> = client.list_buoys(50).stream().try_collect().await.unwrap();
        let codes: Vec<_> = buoys.into_iter().map(|buoy| buoy.code).collect();
        let all: Vec<_> = (1..=12).map(|number| format!("b{number}")).collect();
        assert_eq!(codes, all);
        let page = client.list_buoys(10).offset(1).send().await.unwrap();
        assert_eq!(page.objects.len(), 10);
        let script = "
            local count = 0
            for _ in app.integrations.buoys.list_buoys.each{limit = 50} do count = count + 1 end
            print(count, #app.integrations.buoys.list_buoys{limit = 10}.buoys)
        ";
        let printed = print_with(&client::lua::BUOYS, client.api().clone(), script).await;
        assert_eq!(printed, "12\t10\n");
    }
}

/// The order by time is an assumption, which the first pages may confirm and a later one refute.
#[tokio::test]
async fn records_out_of_order_are_listed_all_the_same() {
    for server in [
        Server::start(|asked| {
            let all = within(asked, unordered());
            page(asked, &all, |total| json!({"total_count": total}))
        })
        .await,
        Server::start(|asked| {
            let mut all = within(asked, unordered());
            all.swap(0, 1);
            page(asked, &all, |_| json!({}))
        })
        .await,
    ] {
        let client = client(&server);
        let list = client
            .list_laid()
            .laid_from("2026-01-11T00:00:00Z".parse().unwrap())
            .laid_to("2026-01-21T00:00:00Z".parse().unwrap());
        let mut codes: Vec<_> = list.stream().try_collect().await.unwrap();
        codes.sort_by_key(|buoy| buoy.code[1..].parse::<u32>().unwrap());
        let codes: Vec<_> = codes.into_iter().map(|buoy| buoy.code).collect();
        let expected = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11].map(|number| format!("b{number}"));
        assert_eq!(codes, expected);
    }
}
