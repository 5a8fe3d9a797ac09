//! Records that an SDK returned, beside those that the stand-in holds: which ones, in which order, and every field.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::case::Page;
use super::compare::{Verdict, differs, equal};
use super::sdk::Sdk;
use super::world::Resource;

/// The comparison of records, and what it has found on its way.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) sdk: Sdk,
    /// Fields that Node's classes do not take over from the answer, by row of the table.
    pub(super) dropped: BTreeMap<&'static str, BTreeSet<String>>,
}

impl Records {
    /// A page: its records and what it says of the list.
    pub(super) fn page(&mut self, row: &'static str, page: &Page, answer: &Value) -> Verdict {
        if page.idle {
            return Err("the filter finds all or nothing, so that nothing is proved".to_owned());
        }
        self.list(row, page.resource, &page.records, &answer["objects"])?;
        let meta = &answer["meta"];
        equal("meta.limit", &page.limit.into(), &meta["limit"])?;
        equal("meta.offset", &page.offset.into(), &meta["offset"])?;
        let total = match page.resource {
            // The service no longer counts them.
            Resource::Messages => Value::Null,
            Resource::Numbers | Resource::Calls | Resource::Applications => page.total.into(),
        };
        let name = self.sdk.spell("total_count");
        equal("meta.total_count", &total, &meta[name.as_str()])?;
        let more = page.offset + page.limit < page.total;
        link(page, "next", more, &meta["next"])?;
        link(page, "previous", page.offset > 0, &meta["previous"])
    }

    /// Records in order: first which ones they are, then what they say.
    pub(super) fn list(
        &mut self,
        row: &'static str,
        resource: Resource,
        expected: &[Value],
        got: &Value,
    ) -> Verdict {
        let got = got.as_array().map(Vec::as_slice).unwrap_or_default();
        let (held, returned) = (resource.id(), self.sdk.spell(resource.id()));
        let place = (0..expected.len().max(got.len())).find(|place| {
            let ids = (expected.get(*place), got.get(*place));
            ids.0.and_then(|record| record.get(held))
                != ids.1.and_then(|record| record.get(&returned))
        });
        if let Some(place) = place {
            let id = |records: &[Value], name: &str| {
                let id = records.get(place).map_or("none", |record| {
                    record[name].as_str().unwrap_or("one without an id")
                });
                format!("{} records, {id} at place {}", records.len(), place + 1)
            };
            return Err(differs(&id(expected, held), &id(got, &returned)));
        }
        let mut pairs = expected.iter().zip(got);
        pairs.try_for_each(|(expected, got)| self.record(row, expected, got))
    }

    /// The one record of a `get`, to which the service adds the request's own `api_id`.
    pub(super) fn one(&mut self, row: &'static str, expected: &Value, got: &Value) -> Verdict {
        let (mut expected, mut got) = (expected.clone(), got.clone());
        if let Some(fields) = expected.as_object_mut() {
            fields.remove("api_id");
        }
        let name = self.sdk.spell("api_id");
        let api_id = got.as_object_mut().and_then(|fields| fields.remove(&name));
        match api_id.as_ref().and_then(Value::as_str) {
            None | Some("") => Err(differs("an api_id", "none")),
            Some(_) => self.record(row, &expected, &got),
        }
    }

    fn record(&mut self, row: &'static str, expected: &Value, got: &Value) -> Verdict {
        let none = Map::new();
        let expected = expected.as_object().unwrap_or(&none);
        let got = got.as_object().unwrap_or(&none);
        let mut known = BTreeSet::new();
        for (name, value) in expected {
            let spelled = self.sdk.spell(name);
            match (got.get(&spelled), self.sdk) {
                (Some(found), _) => equal(name, &self.sdk.spell_names(value), found)?,
                (None, Sdk::Python) => return Err(differs(&format!("{name} = {value}"), "none")),
                (None, Sdk::Node) => {
                    self.dropped.entry(row).or_default().insert(name.clone());
                }
            }
            known.insert(spelled);
        }
        match got.keys().find(|name| !known.contains(*name)) {
            Some(name) => Err(differs("no other field", name)),
            None => Ok(()),
        }
    }
}

/// A link to another page is relative, repeats the filters, and is there if that page is.
fn link(page: &Page, name: &str, there: bool, got: &Value) -> Verdict {
    let Some(link) = got.as_str() else {
        let expected = if there {
            "an address".into()
        } else {
            Value::Null
        };
        return equal(&format!("meta.{name}"), &expected, got);
    };
    let repeats = |filter: &&String| link.contains(&format!("&{filter}="));
    let missing = page.filters.iter().find(|filter| !repeats(filter));
    match missing {
        _ if !there => Err(differs(&format!("no meta.{name}"), link)),
        _ if !link.starts_with("/v1/Account/") => Err(differs("a relative address", link)),
        Some(filter) => Err(differs(&format!("meta.{name} with {filter}"), link)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn records(sdk: Sdk) -> Records {
        Records {
            sdk,
            dropped: BTreeMap::new(),
        }
    }

    #[test]
    fn another_record_another_order_and_another_value_are_found() {
        let held = [
            json!({ "call_uuid": "a", "total": 1 }),
            json!({ "call_uuid": "b", "total": 2 }),
        ];
        let mut python = records(Sdk::Python);
        let mut judge = |got| python.list("calls", Resource::Calls, &held, &got);
        assert_eq!(judge(json!(held)), Ok(()));
        assert_eq!(
            judge(json!([held[1], held[0]])).unwrap_err(),
            "expected 2 records, a at place 1, got 2 records, b at place 1"
        );
        assert_eq!(
            judge(json!([held[0]])).unwrap_err(),
            "expected 2 records, b at place 2, got 1 records, none at place 2"
        );
        let other = json!([held[0], { "call_uuid": "b", "total": "2" }]);
        assert_eq!(judge(other).unwrap_err(), "expected total = 2, got \"2\"");
        let less = json!([held[0], { "call_uuid": "b" }]);
        assert_eq!(judge(less).unwrap_err(), "expected total = 2, got none");
    }

    #[test]
    fn what_node_leaves_out_is_kept_for_the_notes() {
        let held = json!({ "call_uuid": "a", "api_id": "x", "source_ip": "" });
        let got = json!({ "calluuid": "a", "apiid": "y" });
        let mut node = records(Sdk::Node);
        assert_eq!(node.one("calls", &held, &got), Ok(()));
        assert_eq!(
            node.dropped["calls"],
            BTreeSet::from(["source_ip".to_owned()])
        );
        let got = json!({ "calluuid": "a", "apiid": "y", "else": 1 });
        assert_eq!(
            node.one("calls", &held, &got).unwrap_err(),
            "expected no other field, got else"
        );
    }

    #[test]
    fn a_link_is_there_when_its_page_is_and_repeats_the_filters() {
        let page = Page {
            resource: Resource::Calls,
            records: Vec::new(),
            limit: 20,
            offset: 0,
            total: 30,
            filters: vec!["from_number".to_owned()],
            idle: false,
        };
        let next = "/v1/Account/MA/Call/?limit=20&offset=20&from_number=44";
        assert_eq!(link(&page, "next", true, &json!(next)), Ok(()));
        assert!(link(&page, "next", true, &json!(null)).is_err());
        assert!(link(&page, "next", false, &json!(next)).is_err());
        assert!(
            link(
                &page,
                "next",
                true,
                &json!("/v1/Account/MA/Call/?limit=20&offset=20")
            )
            .is_err()
        );
        assert!(
            link(
                &page,
                "next",
                true,
                &json!("https://api.plivo.com/?x&from_number=44")
            )
            .is_err()
        );
    }
}
