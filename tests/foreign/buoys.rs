//! Pages by offset that only a total announces, a limit that is required, and records that are not in the order of
//! their times.

use axum::http::StatusCode;
use plivo_runtime::{ErrorKind, RateLimits, RetryConfig};
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

/// Days without a record do not end a list that takes a request for each day.
#[tokio::test]
async fn a_month_with_two_records_is_listed_whole() {
    let server = Server::start(|asked| {
        let laid = |code, day| json!({"code": code, "laidAt": format!("2026-01-{day}T00:00:00Z")});
        let all = within(asked, vec![laid("new", "31"), laid("old", "01")]);
        page(asked, &all, |total| json!({"total_count": total}))
    })
    .await;
    let client = client(&server);
    let list = client
        .list_daily()
        .laid_from("2026-01-01T00:00:00Z".parse().unwrap())
        .laid_to("2026-01-31T12:00:00Z".parse().unwrap());
    let buoys: Vec<_> = list.clone().stream().try_collect().await.unwrap();
    let codes: Vec<_> = buoys.iter().map(|buoy| buoy.code.as_str()).collect();
    assert_eq!(codes, ["new", "old"]);
    assert_eq!(list.send().await.unwrap().objects.len(), 2);
}

/// Records of which three cannot be decoded: one is no object, one lacks its code, and one is nested too deep.
fn broken() -> Vec<Value> {
    let mut all = numbered();
    all[2] = json!("b3");
    all[5] = json!({"laidAt": "2026-01-06T00:00:00Z"});
    let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
    all[7] = json!({"code": "b8", "deep": deep});
    all
}

#[tokio::test]
async fn a_record_that_cannot_be_decoded_takes_no_other_with_it() {
    let server =
        Server::start(|asked| page(asked, &broken(), |total| json!({"total_count": total}))).await;
    let client = client(&server);
    let expected = "b1 b2 ! b4 b5 ! b7 ! b9 b10 b11 b12";
    for prefetch in [0, 2] {
        let (mut found, mut buoys) = (
            Vec::new(),
            client.list_buoys(50).stream().prefetch(prefetch),
        );
        let mut pages = client.list_buoys(50).pages().prefetch(prefetch);
        while let Some(buoy) = buoys.next().await {
            match buoy {
                Ok(buoy) => found.push(buoy.code),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Decode);
                    assert!(
                        error
                            .to_string()
                            .contains("of the page cannot be decoded: "),
                        "{error}"
                    );
                    found.push("!".to_owned());
                    assert!(buoys.next().await.is_none());
                    buoys.resume();
                }
            }
        }
        assert_eq!(found.join(" "), expected);
        // By pages, each part says where it is.
        let mut parts = Vec::new();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => parts.push((page.meta.offset.unwrap(), page.objects.len())),
                Err(_) => pages.resume(),
            }
        }
        assert_eq!(parts, [(0, 2), (3, 2), (6, 1), (8, 1), (9, 3)]);
    }
    // A page that is asked for as a whole is an error.
    let error = client.list_buoys(5).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let error = client.list_buoys(10).offset(3).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

/// A table needs no code, so that the record without one is a table.
#[tokio::test]
async fn lua_goes_on_behind_a_record_that_cannot_be_decoded() {
    let server =
        Server::start(|asked| page(asked, &broken(), |total| json!({"total_count": total}))).await;
    let script = r#"
        local next_record, resume = app.integrations.buoys.list_buoys.each{limit = 50}
        local found = {}
        while true do
          local ok, buoy = pcall(next_record)
          if not ok then
            found[#found + 1] = buoy.code
            assert(next_record() == nil)
            resume()
          elseif buoy == nil then
            break
          else
            found[#found + 1] = buoy.code or "?"
          end
        end
        print(table.concat(found, " "))
    "#;
    let printed = print_with(&client::lua::BUOYS, client(&server).api().clone(), script).await;
    assert_eq!(printed, "b1 b2 decode b4 b5 ? b7 decode b9 b10 b11 b12\n");
}

/// A service may return fewer records than asked for, or more, and say so.
#[tokio::test]
async fn a_page_that_is_shorter_or_longer_than_asked_for_is_completed_or_cut() {
    for server in [
        Server::start(|asked| capped(asked, 3, |total, _| json!({"total_count": total}))).await,
        Server::start(|asked| {
            capped(
                asked,
                3,
                |total, end| json!({"next": (end < total).then_some("?")}),
            )
        })
        .await,
        Server::start(|asked| capped(asked, 7, |_, _| json!({}))).await,
    ] {
        let client = client(&server);
        let page = client.list_buoys(5).offset(1).send().await.unwrap();
        let codes: Vec<_> = page.iter().map(|buoy| buoy.code.as_str()).collect();
        assert_eq!(codes, ["b2", "b3", "b4", "b5", "b6"]);
        let script = "print(#app.integrations.buoys.list_buoys{limit = 5}.buoys)";
        let printed = print_with(&client::lua::BUOYS, client.api().clone(), script).await;
        assert_eq!(printed, "5\n");
    }
}

/// Answers with so many records, whatever limit is asked for.
fn capped(
    asked: &Asked,
    count: usize,
    meta: impl FnOnce(usize, usize) -> Value,
) -> (StatusCode, String) {
    let offset = asked
        .query("offset")
        .map_or(0, |text| text.parse().unwrap());
    let all = numbered();
    let part: Vec<_> = all.iter().skip(offset).take(count).collect();
    let meta = meta(all.len(), offset + part.len());
    (
        StatusCode::OK,
        json!({"meta": meta, "buoys": part}).to_string(),
    )
}

#[tokio::test]
async fn a_service_that_serves_only_the_beginning_of_a_list_is_an_error() {
    let server = Server::start(|asked| {
        let all = &numbered()[..6];
        page(asked, all, |_| json!({"total_count": 12}))
    })
    .await;
    let client = client(&server);
    let ended: Result<Vec<_>, _> = client.list_buoys(50).stream().try_collect().await;
    assert_eq!(ended.unwrap_err().kind(), ErrorKind::Service);
    let error = client.list_buoys(5).offset(6).send().await.unwrap_err();
    let expected = "the list has 12 records, but none at offset 6";
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test]
async fn an_empty_page_that_names_the_next_one_is_an_error() {
    let server = Server::start(|asked| {
        let all = match asked.query("offset") {
            Some(_) => Vec::new(),
            None => numbered(),
        };
        page(asked, &all, |_| json!({"next": "?"}))
    })
    .await;
    let ended: Result<Vec<_>, _> = client(&server).list_buoys(50).stream().try_collect().await;
    let error = ended.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Service);
    let expected = "the service names a next page, but sends no records at offset";
    assert!(error.to_string().contains(expected), "{error}");
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
