//! Numbers and applications.

use plivo_client::NumberType;
use plivo_runtime::ErrorKind;

use crate::{only, requests, start};

#[tokio::test]
async fn a_number_is_looked_up_by_its_digits() {
    let (sandbox, client) = start().await;
    let number = client.get_number("+1 (415) 555-2671").send().await.unwrap();
    assert_eq!(number.number, "14155552671");
    assert!(number.alias.is_some() && number.app_id().is_some());
    assert_eq!(requests(&sandbox), ["Number/14155552671/"]);
}

#[tokio::test]
async fn a_number_with_letters_or_a_path_in_it_is_refused() {
    let (sandbox, client) = start().await;
    for number in ["CALL ME", "../../Account", "..", "", "+"] {
        let error = client.get_number(number).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArguments, "{number}");
    }
    assert!(sandbox.journal().is_empty());
}

#[tokio::test]
async fn numbers_are_filtered_by_type_and_by_services() {
    let (sandbox, client) = start().await;
    let list = client
        .list_numbers()
        .number_type(NumberType::Local)
        .service("voice,sms");
    let page = list.send().await.unwrap();
    assert!(!page.objects.is_empty());
    assert!(
        page.iter()
            .all(|number| number.number_type == Some(NumberType::Local))
    );
    let exchange = only(&sandbox);
    assert_eq!(
        (exchange.parameter("type"), exchange.parameter("services")),
        (Some("local"), Some("voice,sms"))
    );
    assert_eq!(
        page.meta.total_count.map(usize::try_from),
        Some(Ok(page.objects.len()))
    );
}

#[tokio::test]
async fn applications_always_have_an_answer_url_to_read() {
    let (_sandbox, client) = start().await;
    let page = client.list_applications().send().await.unwrap();
    assert!(
        page.iter()
            .any(|application| application.answer_url.is_empty())
    );
    assert!(
        page.iter()
            .any(|application| application.answer_url.starts_with("http"))
    );
}
