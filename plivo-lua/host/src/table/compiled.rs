//! A record's shape prepared for one Lua state: its names as Lua's own, found by key.

use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use mlua::{IntoLua, Lua, LuaString, Table, Value};

use super::ListMark;
use crate::runtime::{ExtraName, FieldKind, FieldShape, FieldSlot, Literal, RecordShape, Source};

/// A shape, ready for reading records in one state.
pub(super) struct CompiledRecord {
    shape: &'static RecordShape,
    keys: Vec<Key>,
    by_text: HashMap<&'static str, usize>,
    pub(super) spelled: Vec<Spelled>,
    pub(super) names: Vec<Name>,
    slots: Vec<&'static str>,
    /// The most names that a record has by its shape.
    pub(super) most: usize,
    /// How many of them the first record had, once it was read.
    size: OnceLock<usize>,
}

/// One key of the wire.
pub(super) struct Key {
    text: &'static str,
    pub(super) lua: LuaString,
    pub(super) kind: FieldKind,
    /// The slot that keeps the field's text, where an extra name is made from it.
    pub(super) slot: Option<usize>,
    /// The key that came after this one in the record before: services repeat their order.
    next: AtomicUsize,
}

/// A field that is read under several names, or that has a default.
pub(super) struct Spelled {
    /// Every key that it may arrive under, then the documented name where it is none of them.
    pub(super) names: Vec<LuaString>,
    pub(super) default: Value,
}

/// An extra name.
pub(super) struct Name {
    pub(super) lua: LuaString,
    pub(super) of: Vec<Origin>,
    pub(super) source: Source,
    pub(super) default: Value,
}

/// A field that an extra name is made from.
pub(super) struct Origin {
    pub(super) lua: LuaString,
    /// The slot that keeps its text, where the source needs one.
    pub(super) slot: Option<usize>,
}

impl CompiledRecord {
    /// Turns the names of a shape into strings of this state.
    pub(super) fn new(
        lua: &Lua,
        lists: &ListMark,
        shape: &'static RecordShape,
    ) -> mlua::Result<Self> {
        let slots = slots(shape);
        let slot = |name: &str| slots.iter().position(|kept| *kept == name);
        let mut keys = Vec::new();
        let mut spelled = Vec::new();
        for field in shape.fields {
            for text in field.wire {
                let lua = lua.create_string(text)?;
                let next = AtomicUsize::new(keys.len() + 1);
                keys.push(Key {
                    text,
                    lua,
                    kind: field.kind,
                    slot: slot(field.name),
                    next,
                });
            }
            spelled.extend(spelled_of(lua, lists, field)?);
        }
        let mut names = Vec::with_capacity(shape.names.len());
        for name in shape.names {
            names.push(name_of(lua, lists, name, slot)?);
        }
        let by_text = keys
            .iter()
            .enumerate()
            .map(|(index, key)| (key.text, index))
            .collect();
        let most = keys.len() + shape.fields.len() + names.len();
        Ok(Self {
            shape,
            keys,
            by_text,
            spelled,
            names,
            slots,
            most,
            size: OnceLock::new(),
        })
    }

    /// The type name, for messages.
    pub(super) fn name(&self) -> &'static str {
        self.shape.name
    }

    /// How many names a record is going to have: as many as the first one had, since most fields are
    /// absent from all records or from none.
    pub(super) fn size(&self) -> usize {
        self.size.get().copied().unwrap_or(self.keys.len())
    }

    /// Takes the size of a record for that of those to come, if it is the first. What the shape does not know is left
    /// out: one strange record must not make all others large.
    pub(super) fn learn(&self, record: &Table) {
        self.size
            .get_or_init(|| record.pairs::<Value, Value>().count().min(self.most));
    }

    /// Empty slots for the texts that extra names are made from.
    pub(super) fn slots(&self) -> Vec<(&'static str, FieldSlot)> {
        self.slots
            .iter()
            .map(|name| (*name, FieldSlot::Absent))
            .collect()
    }

    /// The key at `index`.
    pub(super) fn key(&self, index: usize) -> Option<&Key> {
        self.keys.get(index)
    }

    /// The index of the key `text`, found at once where it follows `before` as it did last time.
    pub(super) fn find(&self, text: &str, before: Option<usize>) -> Option<usize> {
        let before = before.and_then(|index| self.keys.get(index));
        let guess = before.map_or(0, |key| key.next.load(Ordering::Relaxed));
        if self.keys.get(guess).is_some_and(|key| key.text == text) {
            return Some(guess);
        }
        let found = *self.by_text.get(text)?;
        if let Some(before) = before {
            before.next.store(found, Ordering::Relaxed);
        }
        Some(found)
    }
}

/// The fields whose text has to be kept until the extra names are made.
fn slots(shape: &'static RecordShape) -> Vec<&'static str> {
    let mut slots = Vec::new();
    for name in shape.names {
        let needed = match name.source {
            Source::LastSegment | Source::Function(_) => name.of,
            Source::FirstPresent | Source::FirstElement => &[],
        };
        for field in needed {
            if !slots.contains(field) {
                slots.push(*field);
            }
        }
    }
    slots
}

fn spelled_of(
    lua: &Lua,
    lists: &ListMark,
    field: &'static FieldShape,
) -> mlua::Result<Option<Spelled>> {
    let documented = (!field.wire.contains(&field.name)).then_some(&field.name);
    let names: Vec<_> = field.wire.iter().chain(documented).collect();
    if names.len() == 1 && field.default.is_none() {
        return Ok(None);
    }
    let names = names
        .into_iter()
        .map(|name| lua.create_string(name))
        .collect::<mlua::Result<_>>()?;
    Ok(Some(Spelled {
        names,
        default: default_of(lua, lists, field.default)?,
    }))
}

fn name_of(
    lua: &Lua,
    lists: &ListMark,
    name: &'static ExtraName,
    slot: impl Fn(&str) -> Option<usize>,
) -> mlua::Result<Name> {
    let origin = |field: &&'static str| {
        let lua = lua.create_string(field)?;
        Ok(Origin {
            lua,
            slot: slot(field),
        })
    };
    Ok(Name {
        lua: lua.create_string(name.name)?,
        of: name.of.iter().map(origin).collect::<mlua::Result<_>>()?,
        source: name.source,
        default: default_of(lua, lists, name.default)?,
    })
}

fn default_of(lua: &Lua, lists: &ListMark, default: Option<Literal>) -> mlua::Result<Value> {
    match default {
        None => Ok(Value::Nil),
        Some(Literal::Boolean(value)) => Ok(Value::Boolean(value)),
        Some(Literal::Integer(value)) => value.into_lua(lua),
        Some(Literal::Text(text)) => text.into_lua(lua),
        Some(Literal::List(texts)) => {
            let list = lua.create_sequence_from(texts.iter().copied())?;
            lists.put_on(&list)?;
            Ok(Value::Table(list))
        }
    }
}
