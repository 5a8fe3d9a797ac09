//! Tables that raise an error where a script reads a field that they do not have. A field that may be absent is nil.

use mlua::{Function, Lua, Table, Value};
use plivo_runtime::did_you_mean;

use crate::failure::Failure;
use crate::integration::RecordShape;
use crate::lua::{ArrayMetatable, kind, listed, quoted_key, start_of_name};

/// The metatables of what responses become in one state. The Lua half of the host fills them.
#[derive(Clone)]
pub(crate) struct Metatables {
    /// The metatable of pages.
    pub(crate) page: Table,
    /// The names that pages have.
    pub(crate) page_names: Table,
    /// The function `checked`, which creates the metatable of a kind of table. It is nil if unknown fields are.
    pub(crate) makers: Table,
}

impl Metatables {
    /// Creates empty tables for the Lua half.
    pub(crate) fn new(lua: &Lua) -> mlua::Result<Self> {
        Ok(Self {
            page: lua.create_table()?,
            page_names: lua.create_table()?,
            makers: lua.create_table()?,
        })
    }
}

/// What is common to the tables of one kind.
pub(crate) struct Checked {
    metatable: Table,
    /// The names that can be read.
    names: Table,
}

impl Checked {
    /// Prepares the tables of a kind. `None` if unknown fields are nil.
    pub(super) fn new<'n>(
        lua: &Lua,
        metatables: Option<&Metatables>,
        kind: &str,
        names: impl IntoIterator<Item = &'n str>,
        unknown: Function,
    ) -> mlua::Result<Option<Self>> {
        let Some(metatables) = metatables else {
            return Ok(None);
        };
        let Some(create) = metatables.makers.raw_get::<Option<Function>>("checked")? else {
            return Ok(None);
        };
        let names = lua.create_table_from(names.into_iter().map(|name| (name, true)))?;
        let metatable = create.call((kind, &names, unknown))?;
        Ok(Some(Self { metatable, names }))
    }

    /// Adds a name that the service sent unannounced, with or without a value.
    pub(super) fn add(&self, name: impl mlua::IntoLua) -> mlua::Result<()> {
        self.names.raw_set(name, true)
    }

    /// Makes a table one of this kind.
    pub(crate) fn set_on(&self, table: &Table) -> mlua::Result<()> {
        table.set_metatable(Some(self.metatable.clone()))
    }
}

/// Prepares the records of a shape.
pub(crate) fn records(
    lua: &Lua,
    metatables: Option<&Metatables>,
    arrays: &ArrayMetatable,
    shape: &'static RecordShape,
) -> mlua::Result<Option<Checked>> {
    let wire = shape.fields.iter().flat_map(|field| field.wire);
    let names = names(shape).chain(wire.copied());
    let arrays = arrays.clone();
    let unknown = lua.create_function(move |lua, (_, name): (Value, Value)| {
        unknown_field(shape, &name).into_table(lua, &arrays)
    })?;
    Checked::new(lua, metatables, shape.name, names, unknown)
}

/// Prepares the positions of pages in their lists, which have these names.
pub(super) fn positions(
    lua: &Lua,
    metatables: Option<&Metatables>,
    arrays: &ArrayMetatable,
    names: &'static [&'static str],
) -> mlua::Result<Option<Checked>> {
    let arrays = arrays.clone();
    let unknown = lua.create_function(move |lua, (position, name): (Table, Value)| {
        let name = quoted_key(&name);
        let near = || did_you_mean(&name, names.iter().copied());
        let hint = match uncounted(&position).filter(|_| is_total(&name)) {
            Some(hint) => hint.to_owned(),
            None if is_total(&name) => format!("read `{TOTAL}`"),
            None => near().unwrap_or_else(|| format!("it has {}", listed(names.iter().copied()))),
        };
        let message = format!("the position of a page has no `{name}`");
        let failure = Failure::new("unknown_name", message).hint(hint);
        failure.into_table(lua, &arrays)
    })?;
    // Without a total, a script would take a part for the whole list.
    let readable = names.iter().copied().filter(|name| *name != TOTAL);
    Checked::new(lua, metatables, "position", readable, unknown)
}

/// The name of the number of records in a list.
const TOTAL: &str = "total_count";

/// Returns whether a script that reads this name looks for the number of records in a list.
pub(crate) fn is_total(name: &str) -> bool {
    let others = ["total", "total_items", "total_records", "total_results"];
    name == TOTAL || name == "totalCount" || others.contains(&name)
}

/// Returns how to count a list, if the position of its page does not.
pub(crate) fn uncounted(position: &Table) -> Option<&'static str> {
    let total = position.raw_get::<Value>(TOTAL).unwrap_or_default();
    total.is_nil().then_some(
        "the service does not count this list, so count what its `each` returns: `local count = 0 \
         for _ in list.each{…} do count = count + 1 end`, without `limit` and `offset`",
    )
}

/// Returns the documented names of a record's fields.
fn names(shape: &'static RecordShape) -> impl Iterator<Item = &'static str> + Clone {
    let computed = shape.computed.iter().map(|field| field.name);
    let is_computed = |name: &str| shape.computed.iter().any(|field| field.name == name);
    let fields = shape.fields.iter().map(|field| field.name);
    fields
        .filter(move |name| !is_computed(name))
        .chain(computed)
}

/// Creates the failure of a field that a record does not have.
fn unknown_field(shape: &'static RecordShape, name: &Value) -> Failure {
    let it_has = || format!("it has {}", listed(names(shape)));
    let record = shape.name;
    let Value::String(name) = name else {
        let message = format!(
            "this {record} is one record, not a list, and was indexed with {}",
            kind(name)
        );
        return Failure::new("unknown_name", message).hint(it_has());
    };
    let name = start_of_name(name);
    let fields = shape.fields.iter();
    let fields = fields.map(|field| (field.name, field.mistaken_for));
    let computed = shape.computed.iter();
    let mut all = fields.chain(computed.map(|field| (field.name, field.mistaken_for)));
    let meant = all.find(|(_, mistaken)| mistaken.contains(&name.as_str()));
    let mut never = shape.not_returned.iter();
    let hint = match (never.find(|(never, _)| *never == name), meant) {
        (Some((_, instead)), _) => (*instead).to_owned(),
        (None, Some((meant, _))) => format!("read `{meant}`"),
        (None, None) => did_you_mean(&name, names(shape)).unwrap_or_else(it_has),
    };
    let message = format!("this {record} has no field `{name}`");
    Failure::new("unknown_name", message).hint(hint)
}
