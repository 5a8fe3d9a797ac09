//! How records decode and encode, as generated code describes them.

use plivo_runtime::internal::{
    Enumeration, FieldValue, FieldWriter, MapAccess, Record, SerializeMap, enumeration, record,
};
use plivo_runtime::{Date, JsonObject, OneOrMany, Timestamp, Value};
use serde_json::{Value as Json, json};

/// A list of values.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Log {
    True,
    False,
    Content,
    Unknown(String),
}

impl Enumeration for Log {
    const VALUES: &'static [&'static str] = &["true", "false", "content"];
    const DOCUMENTED: usize = 2;
    const BOOLEAN: bool = true;

    fn as_str(&self) -> &str {
        match self {
            Self::True => "true",
            Self::False => "false",
            Self::Content => "content",
            Self::Unknown(word) => word,
        }
    }
}

impl From<&str> for Log {
    fn from(word: &str) -> Self {
        match word {
            "true" => Self::True,
            "false" => Self::False,
            "content" => Self::Content,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

enumeration!(Log);

/// A record with a field of every kind.
#[derive(Debug, Default, PartialEq)]
struct Thing {
    id: String,
    name: Option<String>,
    count: Option<i64>,
    flag: Option<bool>,
    at: Option<Timestamp>,
    on: Option<Date>,
    log: Option<Log>,
    data: Option<JsonObject>,
    part: Option<Part>,
    list: Vec<String>,
    parts: Vec<Part>,
    url: String,
    unknown: JsonObject,
}

impl Record for Thing {
    const NAME: &'static str = "Thing";
    const REQUIRED: &'static [&'static str] = &["id"];

    fn empty() -> Self {
        Self {
            url: "none".to_owned(),
            ..Self::default()
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        value: &mut FieldValue<'_, A>,
    ) -> Result<bool, A::Error> {
        match key {
            "id" => value.required(0, &mut self.id),
            "name" | "title" => value.optional(&mut self.name),
            "count" => value.optional(&mut self.count),
            "flag" => value.optional(&mut self.flag),
            "at" => value.optional(&mut self.at),
            "on" => value.optional(&mut self.on),
            "log" => value.optional(&mut self.log),
            "data" => value.optional(&mut self.data),
            "part" => value.optional(&mut self.part),
            "list" => value.list(&mut self.list),
            "parts" => value.list(&mut self.parts),
            "url" => value.defaulted(&mut self.url),
            _ => Ok(false),
        }
    }

    fn write<'r, S: SerializeMap>(
        &'r self,
        fields: &mut FieldWriter<'r, S>,
    ) -> Result<(), S::Error> {
        fields.unknown(&self.unknown);
        fields.field("id", &self.id)?;
        fields.optional("name", &self.name)?;
        fields.optional("count", &self.count)?;
        fields.optional("flag", &self.flag)?;
        fields.optional("at", &self.at)?;
        fields.optional("on", &self.on)?;
        fields.optional("log", &self.log)?;
        fields.optional("data", &self.data)?;
        fields.optional("part", &self.part)?;
        fields.field("list", &self.list)?;
        fields.field("parts", &self.parts)?;
        fields.field("url", &self.url)
    }

    fn unknown(&mut self) -> &mut JsonObject {
        &mut self.unknown
    }
}

record!(Thing);

/// A record in a record.
#[derive(Debug, Default, PartialEq)]
struct Part {
    size: Option<i64>,
    unknown: JsonObject,
}

impl Record for Part {
    const NAME: &'static str = "Part";

    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        value: &mut FieldValue<'_, A>,
    ) -> Result<bool, A::Error> {
        match key {
            "size" => value.optional(&mut self.size),
            _ => Ok(false),
        }
    }

    fn write<'r, S: SerializeMap>(
        &'r self,
        fields: &mut FieldWriter<'r, S>,
    ) -> Result<(), S::Error> {
        fields.unknown(&self.unknown);
        fields.optional("size", &self.size)
    }

    fn unknown(&mut self) -> &mut JsonObject {
        &mut self.unknown
    }
}

record!(Part);

/// The record of an object that has an id beside these keys.
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
fn thing(mut object: Json) -> Thing {
    object["id"] = json!("1");
    serde_json::from_str(&object.to_string()).expect("it has an id")
}

fn unknown(object: Json) -> Json {
    Json::Object(thing(object).unknown)
}

#[test]
fn every_kind_of_field_is_read() {
    let thing = thing(json!({
        "name": "n", "count": 3, "flag": true, "at": "2026-01-31 12:00:00+05:30", "on": "2026-01-31",
        "log": "content", "data": {"a": 1}, "part": {"size": 2}, "list": ["a", "b"],
        "parts": [{"size": 1}, {}], "url": "u",
    }));
    assert_eq!(
        (
            thing.id.as_str(),
            thing.name.as_deref(),
            thing.count,
            thing.flag
        ),
        ("1", Some("n"), Some(3), Some(true))
    );
    assert_eq!(thing.at, "2026-01-31T06:30:00Z".parse().ok());
    assert_eq!(thing.on, "2026-01-31".parse().ok());
    assert_eq!(thing.log, Some(Log::Content));
    assert_eq!(thing.data.unwrap()["a"], 1);
    assert_eq!(thing.part.unwrap().size, Some(2));
    assert_eq!(
        (thing.list.len(), thing.parts.len(), thing.parts[0].size),
        (2, 2, Some(1))
    );
    assert_eq!((thing.url.as_str(), thing.unknown.len()), ("u", 0));
}

#[test]
fn an_encoded_record_decodes_to_the_same_record() {
    let thing = thing(json!({
        "name": "n", "at": "2026-01-31 12:00:00+05:30", "on": "2026-01-31", "log": true, "count": "many",
        "part": {"size": 2, "else": [1]}, "list": ["a", {"b": 1}], "new": {"c": null},
    }));
    let text = serde_json::to_string(&thing).unwrap();
    assert_eq!(serde_json::from_str::<Thing>(&text).unwrap(), thing);
    assert_eq!(
        serde_json::to_value(&thing).unwrap(),
        json!({
            "id": "1", "name": "n", "at": "2026-01-31T06:30:00Z", "on": "2026-01-31", "log": "true",
            "count": "many", "part": {"size": 2, "else": [1]}, "list": ["a", {"b": 1}], "parts": [], "url": "none",
            "new": {"c": null},
        })
    );
    let logs: Vec<Log> = serde_json::from_value(json!([false, "content", "odd"])).unwrap();
    assert_eq!(
        serde_json::to_value(logs).unwrap(),
        json!(["false", "content", "odd"])
    );
}

#[test]
fn null_and_the_empty_text_are_no_value() {
    let keys = [
        "name", "count", "flag", "at", "on", "log", "data", "part", "list", "parts", "url",
    ];
    let bare = thing(json!({}));
    assert_eq!(bare.url, "none");
    for nothing in [json!(null), json!("")] {
        let object: JsonObject = keys
            .iter()
            .map(|key| ((*key).to_owned(), nothing.clone()))
            .collect();
        assert_eq!(thing(object.into()), bare, "{nothing}");
    }
}

#[test]
fn numbers_and_texts_stand_for_each_other() {
    assert_eq!(thing(json!({"count": "42"})).count, Some(42));
    assert_eq!(thing(json!({"count": 42.0})).count, Some(42));
    assert_eq!(
        thing(json!({"name": 29_986_316_244_302_815_i64}))
            .name
            .as_deref(),
        Some("29986316244302815")
    );
    assert_eq!(
        thing(json!({"name": u64::MAX})).name.as_deref(),
        Some("18446744073709551615")
    );
    assert_eq!(
        thing(json!({"name": 0.0025})).name.as_deref(),
        Some("0.0025")
    );
    let at = thing(json!({"at": "2026-01-31T23:59:59Z"})).at;
    for other in [
        json!(1_769_903_999),
        json!(1_769_903_999_000_i64),
        json!("1769903999"),
        json!("1769903999000"),
        json!("Sat, 31 Jan 2026 23:59:59 +0000"),
    ] {
        assert_eq!(thing(json!({"at": other})).at, at, "{other}");
    }
    assert_eq!(thing(json!({"flag": "false"})).flag, Some(false));
    assert_eq!(thing(json!({"log": false})).log, Some(Log::False));
    assert_eq!(
        thing(json!({"log": "else"})).log,
        Some(Log::Unknown("else".to_owned()))
    );
}

#[test]
fn what_does_not_fit_is_kept_beside_the_fields() {
    for value in [
        json!({"new": {"a": [1, null]}}),
        json!({"name": ["a"]}),
        json!({"name": true}),
        json!({"count": "many"}),
        json!({"count": 1.5}),
        json!({"count": u64::MAX}),
        json!({"flag": 2}),
        json!({"at": "soon"}),
        json!({"at": i64::MAX}),
        json!({"on": "2026-01-31 12:00:00"}),
        json!({"log": {}}),
        json!({"data": [1]}),
        json!({"part": "p"}),
        json!({"list": [[1], {"a": 2}]}),
        json!({"list": {"a": 1}}),
        json!({"parts": [3]}),
        json!({"url": [1]}),
    ] {
        assert_eq!(unknown(value.clone()), value);
    }
    // Of a list only the elements that do not fit.
    let mixed = thing(json!({"list": ["a", null, 7, {"b": 1}]}));
    assert_eq!(mixed.list, ["a", "7"]);
    assert_eq!(Json::Object(mixed.unknown), json!({"list": [{"b": 1}]}));
    assert_eq!(thing(json!({"list": "alone"})).list, ["alone"]);
}

#[test]
fn of_two_spellings_the_first_value_counts_and_a_different_second_one_is_kept() {
    let read = |text: &str| -> Thing { serde_json::from_str(text).unwrap() };
    let same = read(r#"{"id": "1", "title": "t", "name": "t"}"#);
    assert_eq!((same.name.as_deref(), same.unknown.len()), (Some("t"), 0));
    let different = read(r#"{"id": "1", "title": "t", "name": "n"}"#);
    assert_eq!(different.name.as_deref(), Some("t"));
    assert_eq!(different.unknown["name"], "n");
    let late = read(r#"{"id": "1", "title": null, "name": "n"}"#);
    assert_eq!((late.name.as_deref(), late.unknown.len()), (Some("n"), 0));
    // A field with a default, and a required one.
    let twice = read(r#"{"id": null, "id": "1", "url": null, "url": "none", "url": "u"}"#);
    assert_eq!((twice.id.as_str(), twice.url.as_str()), ("1", "none"));
    assert_eq!(Json::Object(twice.unknown), json!({"url": "u"}));
    let twice = read(r#"{"id": "1", "id": "2", "list": ["a"], "list": ["b"]}"#);
    assert_eq!((twice.id.as_str(), twice.list), ("1", vec!["a".to_owned()]));
    assert_eq!(
        Json::Object(twice.unknown),
        json!({"id": "2", "list": ["b"]})
    );
}

#[test]
fn keys_with_escapes_are_keys() {
    let thing: Thing =
        serde_json::from_str(r#"{"id": "1", "n\u0061me": "n", "\u006eew\n": 1}"#).unwrap();
    assert_eq!(thing.name.as_deref(), Some("n"));
    assert_eq!(thing.unknown["new\n"], 1);
}

#[test]
fn a_record_without_a_required_key_is_refused_by_name() {
    let error = serde_json::from_str::<Thing>(r#"{"name": "n"}"#).unwrap_err();
    assert!(
        error.to_string().starts_with("a Thing without `id`"),
        "{error}"
    );
    for wrong in ["[]", "1", "null", "\"1\"", "{"] {
        assert!(serde_json::from_str::<Thing>(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn words_become_arguments_and_texts() {
    assert_eq!(Log::Content.to_string(), "content");
    assert_eq!(String::from(Log::from("odd".to_owned())), "odd");
    assert_eq!(Value::from(Log::True), Value::from("true"));
    assert_eq!(OneOrMany::from(Log::True), OneOrMany::from("true"));
    assert_eq!(
        OneOrMany::from([Log::True, Log::Content]),
        OneOrMany::from(["true", "content"])
    );
}
