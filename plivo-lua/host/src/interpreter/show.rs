//! How `print` and `dump` show a table: its content, in the same order every time.

use std::ffi::c_void;

use mlua::{Function, IntoLua, Lua, Table, Value};

use crate::lua::{ArrayMetatable, Layout, OutputBudget, layout, length, quoted};

/// Maximum width of a table on one line; a wider one gets a line for each key.
const MAX_WIDTH: usize = 100;

/// Maximum depth; what is deeper is left out.
const MAX_DEPTH: usize = 32;

/// Creates the function behind `print`: the text of a table, or `nil` if the table has a text of its own.
pub(super) fn function(lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(move |lua, table: Table| {
        let own = match table.metatable() {
            Some(metatable) => !metatable.raw_get::<Value>("__tostring")?.is_nil(),
            None => false,
        };
        if own {
            Ok(Value::Nil)
        } else {
            show(&Value::Table(table), &arrays)?.into_lua(lua)
        }
    })
}

/// Returns the text of a value.
pub(super) fn show(value: &Value, arrays: &ArrayMetatable) -> mlua::Result<String> {
    let piece = Showing {
        arrays,
        ancestors: Vec::new(),
        budget: OutputBudget::new(),
    }
    .piece(value)?;
    let mut text = String::new();
    piece.write(0, &mut text);
    Ok(text)
}

/// A value that is laid out.
enum Piece {
    /// A value without parts.
    Word(String),
    /// A table: its brackets, and each part with its key.
    Parts {
        open: char,
        close: char,
        parts: Vec<(String, Piece)>,
        width: usize,
    },
}

impl Piece {
    fn width(&self) -> usize {
        match self {
            Self::Word(word) => word.chars().count(),
            Self::Parts { width, .. } => *width,
        }
    }

    fn write(&self, depth: usize, text: &mut String) {
        match self {
            Self::Word(word) => text.push_str(word),
            Self::Parts {
                open,
                close,
                parts,
                width,
            } => {
                let on_one_line = *width + 2 * depth <= MAX_WIDTH;
                text.push(*open);
                for (index, (before, part)) in parts.iter().enumerate() {
                    match (on_one_line, index) {
                        (true, 0) => {}
                        (true, _) => text.push_str(", "),
                        (false, 0) => new_line(depth + 1, text),
                        (false, _) => {
                            text.push(',');
                            new_line(depth + 1, text);
                        }
                    }
                    text.push_str(before);
                    part.write(depth + 1, text);
                }
                if !on_one_line {
                    new_line(depth, text);
                }
                text.push(*close);
            }
        }
    }
}

fn new_line(depth: usize, text: &mut String) {
    text.push('\n');
    for _ in 0..depth {
        text.push_str("  ");
    }
}

struct Showing<'a> {
    arrays: &'a ArrayMetatable,
    /// The tables that contain the value.
    ancestors: Vec<*const c_void>,
    budget: OutputBudget,
}

/// Replaces parts that are too deep to show.
const MORE: &str = "<more>";

impl Showing<'_> {
    fn piece(&mut self, value: &Value) -> mlua::Result<Piece> {
        if self.budget.take(0, length(value)).is_none() {
            return Ok(Piece::Word(MORE.to_owned()));
        }
        Ok(Piece::Word(match value {
            Value::Nil => "nil".to_owned(),
            Value::Boolean(value) => value.to_string(),
            Value::Integer(number) => number.to_string(),
            Value::Number(number) => format!("{number:?}"),
            Value::String(text) => quoted(&text.to_string_lossy()),
            Value::Table(table) => return self.table(table),
            other => format!("<{}>", other.type_name()),
        }))
    }

    fn table(&mut self, table: &Table) -> mlua::Result<Piece> {
        let pointer = table.to_pointer();
        if self.ancestors.contains(&pointer) {
            return Ok(Piece::Word("<an enclosing table>".to_owned()));
        }
        if self.ancestors.len() >= MAX_DEPTH {
            return Ok(Piece::Word(MORE.to_owned()));
        }
        self.ancestors.push(pointer);
        let mut parts = Vec::new();
        let Some(layout) = layout(table, self.arrays, &mut self.budget)? else {
            self.ancestors.pop();
            return Ok(Piece::Word(MORE.to_owned()));
        };
        let (open, close) = match layout {
            Layout::List(values) => {
                for value in &values {
                    parts.push((String::new(), self.piece(value)?));
                }
                ('[', ']')
            }
            Layout::Record(entries) => {
                for (name, value) in &entries {
                    parts.push((self.name(name)?, self.piece(value)?));
                }
                ('{', '}')
            }
        };
        self.ancestors.pop();
        let width = 2 * parts.len()
            + parts
                .iter()
                .map(|(name, part)| name.chars().count() + part.width())
                .sum::<usize>();
        Ok(Piece::Parts {
            open,
            close,
            parts,
            width,
        })
    }

    fn name(&mut self, name: &Value) -> mlua::Result<String> {
        Ok(match name {
            Value::String(text) => format!("{}: ", quoted(&text.to_string_lossy())),
            Value::Table(_) => "[<table>]: ".to_owned(),
            other => {
                let mut text = String::new();
                self.piece(other)?.write(0, &mut text);
                format!("[{text}]: ")
            }
        })
    }
}
