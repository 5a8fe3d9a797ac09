//! A key in the query, form bodies, numbered pages, and datetimes as seconds.

use axum::http::{Method, StatusCode};
use plivo_runtime::{RateLimits, RetryConfig};
use serde_json::{Value, json};

use super::examples_run;
use super::manifests::ferry as client;
use super::server::{Asked, Server};
use crate::harness::print_with;

use client::Client;

/// A key that is percent-encoded.
const KEY: &str = "k/e+y secret";
const CROSSINGS: usize = 5;
const NOON: i64 = 1_769_860_800;

fn answer(asked: &Asked) -> (StatusCode, String) {
    if asked.query("api_key") != Some("k%2Fe%2By+secret") {
        // Some services repeat the address with the key in it.
        let said = json!({"error": format!("no such key: {KEY}, in {}", asked.target)});
        return (StatusCode::UNAUTHORIZED, said.to_string());
    }
    let body = match asked.method {
        Method::GET => {
            let number = |name: &str, default| {
                asked
                    .query(name)
                    .map_or(default, |text| text.parse::<usize>().unwrap())
            };
            let (size, page) = (number("per_page", 1), number("page", 1));
            let begin = (page - 1) * size;
            let crossings: Vec<Value> = (begin + 1..=CROSSINGS.min(begin + size))
                .map(|number| json!({"number": number, "from": "Oslo", "leaves_at": NOON}))
                .collect();
            json!({"crossings": crossings, "total": CROSSINGS})
        }
        _ => json!({
            "code": "F-1",
            "valid_until": 1_769_860_800.5,
            "inspections": [NOON + 1, 1_769_860_802.25],
        }),
    };
    (StatusCode::OK, body.to_string())
}

fn client(server: &Server) -> Client {
    let client = Client::builder("blue", KEY).base_address(&server.address);
    client.rate_limits(RateLimits::none()).build().unwrap()
}

#[tokio::test]
async fn pages_have_numbers() {
    let server = Server::start(answer).await;
    let client = client(&server);
    let crossings = client.list_crossings().stream();
    let crossings: Vec<_> = crossings.try_collect().await.unwrap();
    let numbers: Vec<_> = crossings.iter().map(|crossing| crossing.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let pages: Vec<_> = server
        .asked()
        .iter()
        .map(|asked| asked.target.clone())
        .collect();
    let key = "api_key=k%2Fe%2By+secret";
    assert_eq!(
        pages,
        [1, 2, 3].map(|page| format!("/rest/blue/crossings?per_page=2&page={page}&{key}"))
    );

    // A page larger than the service's takes several requests, and begins where the caller says.
    let page = client.list_crossings().per_page(3).send().await.unwrap();
    let numbers: Vec<_> = page.iter().map(|crossing| crossing.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(page.meta.total_count, Some(5));
    let page = client.list_crossings().per_page(1).page(4);
    let crossings: Vec<_> = page.clone().stream().try_collect().await.unwrap();
    assert_eq!(crossings, page.send().await.unwrap().objects);
    assert_eq!(crossings.first().unwrap().number, 4);
    // Without a size, the third page is that of the documented page size.
    let page = client.list_crossings().page(3);
    let crossings: Vec<_> = page.clone().stream().try_collect().await.unwrap();
    assert_eq!(crossings, page.send().await.unwrap().objects);
    assert_eq!(crossings.first().unwrap().number, 5);
    assert_eq!(
        crossings.first().unwrap().leaves_at.unwrap().as_second(),
        NOON
    );
}

/// Answers with pages of at most `most` crossings, and with none from page `empty`.
async fn served(most: usize, empty: usize) -> Server {
    Server::with_state((most, empty), |(most, empty), asked| {
        let size = asked.number("per_page").unwrap().min(*most);
        let page = asked.number("page").unwrap_or(1);
        let end = if page < *empty { page * size } else { 0 };
        let numbers = (page - 1) * size + 1..=CROSSINGS.min(end);
        let crossings: Vec<_> = numbers.map(|number| json!({"number": number})).collect();
        let body = json!({"crossings": crossings, "total": CROSSINGS});
        (StatusCode::OK, body.to_string())
    })
    .await
}

#[tokio::test]
async fn an_empty_page_before_the_total_is_an_error() {
    for start in [1, 2] {
        let server = served(2, 2).await;
        let crossings = client(&server).list_crossings().page(start).stream();
        let ended: Result<Vec<_>, _> = crossings.try_collect().await;
        let error = ended.unwrap_err().to_string();
        let expected = "the list has 5 records, but none at offset 2";
        assert!(error.contains(expected), "{error}");
    }
}

/// The pages before the first one that is read may have been as short.
#[tokio::test]
async fn a_list_from_a_later_page_goes_on_behind_short_pages() {
    let server = served(1, usize::MAX).await;
    let crossings = client(&server).list_crossings().page(3).stream();
    let crossings: Vec<_> = crossings.try_collect().await.unwrap();
    let numbers: Vec<_> = crossings.iter().map(|crossing| crossing.number).collect();
    assert_eq!(numbers, [3, 4, 5]);
}

#[tokio::test]
async fn bodies_are_forms() {
    let server = Server::start(answer).await;
    let ticket = client(&server)
        .book(7, ["Ada & Co", "Grace"])
        .at("2026-01-31T12:00:00Z".parse().unwrap())
        .bicycle(true)
        .send()
        .await
        .unwrap();
    assert_eq!(
        ticket.valid_until.unwrap().to_string(),
        "2026-01-31T12:00:00.5Z"
    );
    let inspected: Vec<_> = ticket.inspections.iter().map(ToString::to_string).collect();
    assert_eq!(
        inspected,
        ["2026-01-31T12:00:01Z", "2026-01-31T12:00:02.25Z"]
    );
    let asked = server.asked();
    let [asked] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!(
        asked.header("content-type"),
        "application/x-www-form-urlencoded"
    );
    assert_eq!(
        asked.body,
        "at=1769860800&bicycle=true&crossing=7&name=Ada+%26+Co&name=Grace"
    );
}

#[tokio::test]
async fn a_group_travels_in_place_of_names() {
    let server = Server::start(answer).await;
    let book = client(&server).book_with_group(7, "scouts");
    let book = book.load("trailer+car").phone("+47 4000 0001");
    book.send().await.unwrap();
    let script = r#"
        local ferry = app.integrations.ferry
        ferry.book{ crossing = 7, group = "scouts", load = "trailer+car", phone = "4740000001" }
        for _, wrong in ipairs{ {}, { names = { "Ada" }, group = "scouts" } } do
          wrong.crossing = 7
          print(select(2, pcall(ferry.book, wrong)).message)
        end
    "#;
    let connection = client(&server).api().clone();
    let printed = print_with(&client::lua::FERRY, connection, script).await;
    assert_eq!(
        printed,
        "book: `names` is missing; set it, or `group` in its place; no request was made\n\
         book: `names` and `group` exclude each other; set one of the two; no request was made\n"
    );
    let bodies: Vec<_> = server.asked().into_iter().map(|asked| asked.body).collect();
    let body = "crossing=7&group=scouts&load=car%2Btrailer&phone=%2B4740000001";
    assert_eq!(bodies, [body, body]);
    // In a form, too, an empty list is not left out.
    client(&server)
        .book(7, Vec::<String>::new())
        .send()
        .await
        .unwrap();
    assert_eq!(server.asked().first().unwrap().body, "crossing=7&name=");
}

#[tokio::test]
async fn a_list_without_its_key_is_empty_where_the_manifest_says_so() {
    let server = Server::start(|_| (StatusCode::OK, r#"{"total": 0}"#.to_owned())).await;
    let page = client(&server).list_crossings().send().await.unwrap();
    assert!(page.objects.is_empty());
}

#[tokio::test]
async fn the_key_shows_nowhere() {
    let server = Server::start(answer).await;
    let client = Client::builder("blue", "wrong/key here")
        .base_address(&server.address)
        .retry(RetryConfig::disabled())
        .build()
        .unwrap();
    let prepared = client.list_crossings().into_request().prepare().unwrap();
    assert_eq!(
        prepared.address(),
        format!("{}/rest/blue/crossings", server.address)
    );
    let refused = client.list_crossings().send().await.unwrap_err();
    drop(server);
    let unreachable = client.list_crossings().send().await.unwrap_err();
    for text in [
        format!("{refused}{refused:?}{refused:#?}"),
        format!("{unreachable}{unreachable:?}{unreachable:#?}"),
        format!("{client:?}{prepared:?}"),
    ] {
        assert!(!text.contains("key here"), "{text}");
        assert!(!text.contains("wrong%2Fkey"), "{text}");
    }
}

#[tokio::test]
async fn scripts_see_the_same() {
    let server = Server::start(answer).await;
    let script = r#"
        local ferry = app.integrations.ferry
        local page = ferry.list_crossings{ per_page = 3, leaving_after = "2026-01-31T12:00:00Z" }
        print(#page.crossings, page.meta.total_count)
        local crossing = page.crossings[3]
        print(crossing.number, crossing.harbour, crossing.from, crossing.leaves_at)
        local numbers = {}
        for crossing in ferry.list_crossings.each{} do numbers[#numbers + 1] = crossing.number end
        print(table.concat(numbers, " "))
        local ticket = ferry.book{ crossing = 7, names = { "Ada", "Grace" }, at = "2026-01-31T12:00:00Z" }
        print(ticket.code, ticket.valid_until)
        print(table.concat(ticket.inspections, " "))
    "#;
    let connection = client(&server).api().clone();
    let printed = print_with(&client::lua::FERRY, connection, script).await;
    assert_eq!(
        printed,
        "3\t5\n3\tOslo\tOslo\t2026-01-31T12:00:00Z\n1 2 3 4 5\n\
         F-1\t2026-01-31T12:00:00Z\n2026-01-31T12:00:01Z 2026-01-31T12:00:02Z\n"
    );
    let asked = server.asked();
    assert_eq!(
        asked.first().unwrap().query("leaving_after"),
        Some("1769860800")
    );
    assert_eq!(
        asked.last().unwrap().body,
        "at=1769860800&crossing=7&name=Ada&name=Grace"
    );
}

#[tokio::test]
async fn the_examples_of_the_manifest_run() {
    let server = Server::start(answer).await;
    examples_run(&client::lua::FERRY, client(&server).api()).await;
}
