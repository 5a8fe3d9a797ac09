//! What the service tells addresses of the sender's: delivery reports, and the answers of the asynchronous mode. They
//! leave the process, so they go to loopback addresses and to nowhere else.

use axum::body::Body;
use hyper::{Method, Request, header};
use jiff::Timestamp;
use jiff::tz::Offset;
use url::form_urlencoded::Serializer;
use url::{Host, Position, Url};

use crate::record::message::Message;
use crate::times::naive;

/// An address of the sender's.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    pub(crate) url: Url,
    /// POST, or GET where the sender asked for it.
    pub(crate) method: Method,
}

impl Callback {
    /// The socket address of the receiver, if it is on this machine and speaks plain HTTP.
    pub(crate) fn loopback(&self) -> Option<(String, u16)> {
        let host = match self.url.host()? {
            Host::Domain("localhost") => "127.0.0.1".to_owned(),
            Host::Ipv4(address) if address.is_loopback() => address.to_string(),
            Host::Ipv6(address) if address.is_loopback() => address.to_string(),
            Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_) => return None,
        };
        (self.url.scheme() == "http").then_some((host, self.url.port_or_known_default()?))
    }
}

/// One request to such an address.
#[derive(Clone, Debug)]
pub(crate) struct Delivery {
    pub(crate) callback: Callback,
    /// The time of what it reports.
    pub(crate) at: Timestamp,
    content_type: &'static str,
    body: String,
}

impl Delivery {
    /// The report of the step that a message has just taken, if anybody on this machine wants it.
    pub(crate) fn of(message: &Message, at: Timestamp) -> Option<Self> {
        let callback = message.callback.clone()?;
        callback.loopback()?;
        let record = &message.record;
        let (sequence, time) = match (record.message_state.as_str(), &record.message_sent_time) {
            ("sent", _) => ("1", "SentTime"),
            (_, Some(_)) => ("2", "DeliveryReportTime"),
            (_, None) => ("1", "DeliveryReportTime"),
        };
        let mut fields = Serializer::new(String::new());
        fields
            .append_pair("MessageUUID", &record.message_uuid)
            .append_pair("ParentMessageUUID", &record.message_uuid)
            .append_pair("PartInfo", "1 of 1")
            .append_pair("From", &record.from_number)
            .append_pair("To", &record.to_number)
            .append_pair("Type", &record.message_type)
            .append_pair("Status", &record.message_state)
            .append_pair("Units", &record.units.to_string())
            .append_pair("TotalRate", &record.total_rate)
            .append_pair("TotalAmount", &record.total_amount)
            .append_pair("Sequence", sequence)
            .append_pair("MessageTime", &naive(message.time, Offset::UTC))
            .append_pair("QueuedTime", &naive(message.time, Offset::UTC))
            .append_pair(time, &naive(at, Offset::UTC))
            .append_pair(
                "requester_ip",
                record.requester_ip.as_deref().unwrap_or_default(),
            )
            .append_pair(
                "PowerpackUUID",
                record.powerpack_id.as_deref().unwrap_or_default(),
            );
        if matches!(record.message_state.as_str(), "failed" | "undelivered") {
            fields.append_pair(
                "ErrorCode",
                record.error_code.as_deref().unwrap_or_default(),
            );
        }
        let content_type = "application/x-www-form-urlencoded";
        Some(Self {
            callback,
            at,
            content_type,
            body: fields.finish(),
        })
    }

    /// The answer to an asynchronous request, if anybody on this machine wants it.
    pub(crate) fn of_answer(callback: Callback, at: Timestamp, body: &[u8]) -> Option<Self> {
        callback.loopback()?;
        let body = String::from_utf8_lossy(body).into_owned();
        Some(Self {
            callback,
            at,
            content_type: "application/json",
            body,
        })
    }

    /// The request as it travels.
    pub(crate) fn request(&self) -> Option<Request<Body>> {
        let mut url = self.callback.url.clone();
        let get = self.callback.method == Method::GET;
        if get {
            let query = [url.query().unwrap_or_default(), &self.body].join("&");
            url.set_query(Some(query.trim_start_matches('&')));
        }
        let authority = url[Position::BeforeHost..Position::AfterPort].to_owned();
        let target = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let request = Request::builder()
            .method(self.callback.method.clone())
            .uri(target)
            .header(header::HOST, authority)
            .header(header::USER_AGENT, "plivo-sandbox");
        if get {
            return request.body(Body::empty()).ok();
        }
        let request = request.header(header::CONTENT_TYPE, self.content_type);
        request.body(Body::from(self.body.clone())).ok()
    }
}
