//! `Number/`: the list with its filters, and one number.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use jiff::civil::Date;

use crate::page::{List, TotalCount, detail};
use crate::phone;
use crate::problem::Problem;
use crate::query::{Bounds, Page, Parameters};
use crate::record::number::Number;
use crate::service::Caller;
use crate::times;

const TYPES: [&str; 5] = ["local", "mobile", "fixed", "national", "tollfree"];
const SERVICES: [&str; 3] = ["voice", "sms", "mms"];

pub(super) async fn list(
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default());
    caller.answer(|holdings| {
        let page = Page::read(&parameters)?;
        let filter = Filter::read(&parameters)?;
        let list = List {
            caller: &caller,
            resource: "Number/",
            parameters: &parameters,
            page,
            total_count: TotalCount::Given,
        };
        let matching = holdings
            .numbers
            .iter()
            .filter(|number| filter.passes(number));
        Ok(list.answer(matching.map(|number| &number.record)))
    })
}

/// A number is addressed by its digits alone; with a plus sign there is no such number.
pub(super) async fn show(
    Extension(caller): Extension<Caller>,
    Path((_, number)): Path<(String, String)>,
) -> Response {
    caller.answer(|holdings| {
        let found = holdings.numbers.iter().find(|held| held.digits == number);
        found
            .map(|held| detail(&caller, &held.record))
            .ok_or(Problem::NoSuchRecord)
    })
}

struct Filter<'a> {
    kind: Option<&'a str>,
    starts_with: Option<String>,
    services: Vec<&'a str>,
    renewal_date: Bounds<Date>,
    /// Parameters whose value is that of a field.
    equal: Vec<(&'static str, &'a str)>,
}

impl<'a> Filter<'a> {
    fn read(parameters: &'a Parameters) -> Result<Self, Problem> {
        let services: Vec<&str> = parameters
            .get("services")
            .map_or(Vec::new(), |list| list.split(',').collect());
        if services.iter().any(|service| !SERVICES.contains(service)) {
            let error = format!(
                "services must be a list of {} with commas between",
                SERVICES.join(", ")
            );
            return Err(Problem::BadRequest(error));
        }
        let fields = [
            ("alias", "alias"),
            ("subaccount", "sub_account"),
            ("cnam_lookup", "cnam_lookup"),
            ("tendlc_campaign_id", "tendlc_campaign_id"),
            ("tendlc_registration_status", "tendlc_registration_status"),
            ("toll_free_sms_verification", "toll_free_sms_verification"),
            (
                "toll_free_sms_verification_order_status",
                "toll_free_sms_verification_order_status",
            ),
        ];
        Ok(Self {
            kind: parameters.one_of("type", &TYPES)?,
            starts_with: parameters.get("number_startswith").map(phone::normal),
            services,
            renewal_date: Bounds::read(
                parameters,
                "renewal_date",
                "YYYY-MM-DD",
                times::parse_date,
            )?,
            equal: fields
                .into_iter()
                .filter_map(|(parameter, field)| Some((field, parameters.get(parameter)?)))
                .collect(),
        })
    }

    fn passes(&self, number: &Number) -> bool {
        self.kind.is_none_or(|kind| number.kind == kind)
            && self
                .starts_with
                .as_ref()
                .is_none_or(|prefix| number.digits.starts_with(prefix.as_str()))
            && self
                .services
                .iter()
                .all(|service| number.services.contains(service))
            && self.renewal_date.contain(number.renewal_date)
            && self
                .equal
                .iter()
                .all(|(field, value)| number.field(field) == Some(value))
    }
}
