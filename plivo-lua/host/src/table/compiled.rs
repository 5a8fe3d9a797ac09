//! Shapes of records prepared for one Lua state: their names as Lua strings, found by key.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use mlua::{IntoLua, Lua, LuaString, Table, Value};

use super::checked::{self, Checked, Metatables};
use crate::integration::{
    Computation, ComputedField, FieldKind, FieldShape, FieldSlot, Literal, RecordShape,
};
use crate::lua::ArrayMetatable;

/// The shapes of one state, each compiled when the first record of its kind arrives.
pub(super) struct ShapeCache {
    pub(super) arrays: ArrayMetatable,
    pub(super) metatables: Option<Metatables>,
    compiled: Mutex<HashMap<usize, Arc<CompiledRecord>>>,
}

impl ShapeCache {
    pub(super) fn new(arrays: ArrayMetatable, metatables: Option<Metatables>) -> Self {
        Self {
            arrays,
            metatables,
            compiled: Mutex::default(),
        }
    }

    /// Returns a shape for records of this state.
    pub(super) fn compiled(
        &self,
        lua: &Lua,
        shape: &'static RecordShape,
    ) -> mlua::Result<Arc<CompiledRecord>> {
        let key = std::ptr::from_ref(shape).addr();
        let mut known = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = known.get(&key) {
            return Ok(Arc::clone(compiled));
        }
        let compiled = Arc::new(CompiledRecord::new(lua, self, shape)?);
        known.insert(key, Arc::clone(&compiled));
        Ok(compiled)
    }
}

/// A shape, ready to decode records in one state.
pub(super) struct CompiledRecord {
    shape: &'static RecordShape,
    keys: Vec<Key>,
    by_text: HashMap<&'static str, usize>,
    pub(super) aliased: Vec<AliasedField>,
    pub(super) computed: Vec<CompiledField>,
    slots: Vec<&'static str>,
    /// What makes reading an unknown field an error.
    pub(super) checked: Option<Checked>,
    /// The most keys that a record has by its shape.
    pub(super) max_size: usize,
    /// How many of them the first record had.
    size: OnceLock<usize>,
}

/// One key on the wire.
pub(super) struct Key {
    text: &'static str,
    pub(super) lua: LuaString,
    pub(super) kind: FieldKind,
    /// The slot that keeps the field's text, if a computed field needs it.
    pub(super) slot: Option<usize>,
    /// The key that followed this one in the previous record: services repeat their order.
    next: AtomicUsize,
}

/// A field with several names, or with a default.
pub(super) struct AliasedField {
    /// Every key on the wire, then the documented name if it is none of them.
    pub(super) names: Vec<LuaString>,
    pub(super) default: Value,
}

/// A computed field.
pub(super) struct CompiledField {
    pub(super) name: LuaString,
    pub(super) sources: Vec<SourceField>,
    pub(super) computation: Computation,
    pub(super) default: Value,
}

/// A field that another is computed from.
pub(super) struct SourceField {
    pub(super) name: LuaString,
    /// The slot that keeps its text, if the computation needs one.
    pub(super) slot: Option<usize>,
}

impl CompiledRecord {
    /// Creates the names of a shape as strings of this state.
    fn new(lua: &Lua, cache: &ShapeCache, shape: &'static RecordShape) -> mlua::Result<Self> {
        let arrays = &cache.arrays;
        let slots = slots(shape);
        let slot = |name: &str| slots.iter().position(|kept| *kept == name);
        let mut keys = Vec::new();
        let mut aliased = Vec::new();
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
            aliased.extend(aliased_field(lua, arrays, field)?);
        }
        let mut computed = Vec::with_capacity(shape.computed.len());
        for field in shape.computed {
            computed.push(compiled_field(lua, arrays, field, slot)?);
        }
        let by_text = keys
            .iter()
            .enumerate()
            .map(|(index, key)| (key.text, index))
            .collect();
        let checked = checked::records(lua, cache.metatables.as_ref(), arrays, shape)?;
        let max_size = keys.len() + shape.fields.len() + computed.len();
        Ok(Self {
            shape,
            keys,
            by_text,
            aliased,
            computed,
            slots,
            checked,
            max_size,
            size: OnceLock::new(),
        })
    }

    /// Returns the type name, for messages.
    pub(super) fn name(&self) -> &'static str {
        self.shape.name
    }

    /// Returns the expected number of keys: that of the first record, since most fields are absent from all
    /// records or from none.
    pub(super) fn size(&self) -> usize {
        self.size.get().copied().unwrap_or(self.keys.len())
    }

    /// Takes the size of the first record as that of later ones. Keys that the shape does not know do not count:
    /// one unusual record must not make all others large.
    pub(super) fn learn(&self, record: &Table) {
        self.size
            .get_or_init(|| record.pairs::<Value, Value>().count().min(self.max_size));
    }

    /// Returns empty slots for the texts that computed fields need.
    pub(super) fn slots(&self) -> Vec<(&'static str, FieldSlot)> {
        self.slots
            .iter()
            .map(|name| (*name, FieldSlot::Absent))
            .collect()
    }

    /// Returns the key at `index`.
    pub(super) fn key(&self, index: usize) -> Option<&Key> {
        self.keys.get(index)
    }

    /// Returns the index of the key `text`; immediately if it follows `before` as it did last time.
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

/// Returns the fields whose text is kept until the computed fields are made.
fn slots(shape: &'static RecordShape) -> Vec<&'static str> {
    let mut slots = Vec::new();
    for field in shape.computed {
        let needed = match field.computation {
            Computation::LastSegment
            | Computation::Reason(_)
            | Computation::Retryable(_)
            | Computation::Function(_) => field.sources,
            Computation::FirstPresent | Computation::FirstElement => &[],
        };
        for field in needed {
            if !slots.contains(field) {
                slots.push(*field);
            }
        }
    }
    slots
}

fn aliased_field(
    lua: &Lua,
    arrays: &ArrayMetatable,
    field: &'static FieldShape,
) -> mlua::Result<Option<AliasedField>> {
    let documented = (!field.wire.contains(&field.name)).then_some(&field.name);
    let names: Vec<_> = field.wire.iter().chain(documented).collect();
    if names.len() == 1 && field.default.is_none() {
        return Ok(None);
    }
    let names = names
        .into_iter()
        .map(|name| lua.create_string(name))
        .collect::<mlua::Result<_>>()?;
    Ok(Some(AliasedField {
        names,
        default: default_value(lua, arrays, field.default)?,
    }))
}

fn compiled_field(
    lua: &Lua,
    arrays: &ArrayMetatable,
    field: &'static ComputedField,
    slot: impl Fn(&str) -> Option<usize>,
) -> mlua::Result<CompiledField> {
    let source = |name: &&'static str| {
        Ok(SourceField {
            name: lua.create_string(name)?,
            slot: slot(name),
        })
    };
    Ok(CompiledField {
        name: lua.create_string(field.name)?,
        sources: field
            .sources
            .iter()
            .map(source)
            .collect::<mlua::Result<_>>()?,
        computation: field.computation,
        default: default_value(lua, arrays, field.default)?,
    })
}

fn default_value(
    lua: &Lua,
    arrays: &ArrayMetatable,
    default: Option<Literal>,
) -> mlua::Result<Value> {
    match default {
        // The generator refuses such a default.
        None | Some(Literal::Values(_) | Literal::Object(_)) => Ok(Value::Nil),
        Some(Literal::Boolean(value)) => Ok(Value::Boolean(value)),
        Some(Literal::Integer(value)) => value.into_lua(lua),
        Some(Literal::Text(text)) => text.into_lua(lua),
        Some(Literal::List(texts)) => {
            let list = lua.create_sequence_from(texts.iter().copied())?;
            arrays.set_checked_on(&list)?;
            Ok(Value::Table(list))
        }
    }
}
