//! Callbacks: below the function whose parameter names the URL, or else as webhooks of the whole API.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Api, BodyFormat, Callback, Operation, ParameterLocation};

use super::media::{FORM, JSON};

/// The request that the service makes.
#[derive(Serialize)]
pub(super) struct CallbackPath<'a> {
    post: CallbackOperation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CallbackOperation<'a> {
    summary: &'a str,
    description: &'a str,
    request_body: Value,
    responses: Value,
}

/// Returns the callbacks whose URL is a parameter of the function.
pub(super) fn callbacks<'a>(
    api: &'a Api,
    function: &Operation,
) -> IndexMap<&'a str, IndexMap<String, CallbackPath<'a>>> {
    let all = api.callbacks.iter();
    let of_function = all.filter_map(|callback| {
        let (name, parameter) = callback.url.as_ref()?;
        let mut parameters = function.parameters.iter();
        let parameter = parameters.find(|one| *name == function.name && one.name == *parameter)?;
        let expression = match &parameter.location {
            ParameterLocation::Body(wire) => {
                format!("{{$request.body#/{}}}", wire.replace('.', "/"))
            }
            ParameterLocation::Query(wire) => format!("{{$request.query.{wire}}}"),
            ParameterLocation::Path(wire) => format!("{{$request.path.{wire}}}"),
            ParameterLocation::Header(wire) => format!("{{$request.header.{wire}}}"),
            ParameterLocation::Client => return None,
        };
        let paths = IndexMap::from([(expression, path(api, callback))]);
        Some((callback.name.as_str(), paths))
    });
    of_function.collect()
}

/// Returns the callbacks whose URL is a setting of the account.
pub(super) fn webhooks(api: &Api) -> IndexMap<&str, CallbackPath<'_>> {
    let all = api.callbacks.iter();
    let of_account = all.filter(|callback| callback.url.is_none());
    of_account
        .map(|callback| (callback.name.as_str(), path(api, callback)))
        .collect()
}

fn path<'a>(api: &'a Api, callback: &'a Callback) -> CallbackPath<'a> {
    let media = match callback.body_format {
        BodyFormat::Json => JSON,
        BodyFormat::Form => FORM,
    };
    let record = api.records.get(callback.record);
    let record = record.map_or("", |record| record.name.as_str());
    let schema = json!({ "$ref": format!("#/components/schemas/{record}") });
    CallbackPath {
        post: CallbackOperation {
            summary: &callback.summary,
            description: &callback.description,
            request_body: json!({ "required": true, "content": { media: { "schema": schema } } }),
            responses: json!({ "2XX": { "description": "Received." } }),
        },
    }
}
