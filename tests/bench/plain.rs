//! The other side: reqwest and serde by hand, as you would write it without the client.

use plivo_client::Message;
use serde::{Deserialize, Serialize};

/// A page of the client's own records, for requests made by hand.
#[derive(Deserialize)]
pub(crate) struct Page {
    pub(crate) objects: Vec<Message>,
}

/// A page of records that serde's derive decodes.
#[derive(Deserialize, Serialize)]
pub(crate) struct PlainPage {
    pub(crate) objects: Vec<PlainMessage>,
}

macro_rules! plain {
    ($($field:ident: $kind:ty),* $(,)?) => {
        /// The client's fields of a message, times and listed values left as text.
        #[derive(Deserialize, Serialize)]
        pub(crate) struct PlainMessage {
            message_uuid: String,
            $($field: Option<$kind>),*
        }
    };
}

plain! {
    from_number: String, to_number: String, message_direction: String, message_state: String,
    message_type: String, message_time: String, message_sent_time: String, message_updated_time: String,
    error_code: String, error_message: String, units: i64, total_rate: String, total_amount: String,
    carrier_fees: String, carrier_fees_rate: String, resource_uri: String, requester_ip: String,
    is_domestic: bool, replaced_sender: String, destination_country_iso2: String,
    destination_network: String, powerpack_id: String, tendlc_campaign_id: String,
    tendlc_registration_status: String, conversation_id: String, conversation_origin: String,
    conversation_expiration_timestamp: String, dlt_entity_id: String, dlt_template_id: String,
    dlt_template_category: String, log: bool,
}

/// Lists messages as reqwest's documentation shows.
pub(crate) async fn list(http: &reqwest::Client, address: &str) -> usize {
    let request = http
        .get(address)
        .basic_auth("MABENCHMARK000000000", Some("token"));
    let body = request
        .query(&[("limit", "20")])
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    serde_json::from_slice::<Page>(&body).unwrap().objects.len()
}

/// Sends a message in the same way.
pub(crate) async fn send(http: &reqwest::Client, address: &str) -> usize {
    let body = serde_json::json!({"src": "14155552671", "dst": "14155551234", "text": "hi"});
    let request = http
        .post(address)
        .basic_auth("MABENCHMARK000000000", Some("token"));
    let answer = request
        .json(&body)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    serde_json::from_slice::<plivo_client::SendReceipt>(&answer)
        .unwrap()
        .message_uuids
        .len()
}
