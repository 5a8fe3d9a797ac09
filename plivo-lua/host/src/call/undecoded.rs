//! The records of a list that have arrived, and are still to be decoded.

use std::{mem, slice};

use serde_json::value::RawValue;

use crate::table::is_out_of_memory;

/// The records that a failure left, of which the list goes on.
#[derive(Default)]
pub(crate) struct Undecoded(Vec<Box<RawValue>>);

impl Undecoded {
    /// Takes the records that a failure left; `None` where there are none.
    pub(crate) fn take(&mut self) -> Option<Vec<Box<RawValue>>> {
        Some(mem::take(&mut self.0)).filter(|records| !records.is_empty())
    }

    /// Decodes records, and keeps those that a failure leaves: all where memory is short; behind a record that cannot be
    /// decoded, the others. The records before it are returned first.
    pub(crate) fn decode<T>(
        &mut self,
        mut records: Vec<Box<RawValue>>,
        decode: impl Fn(&[Box<RawValue>]) -> mlua::Result<T>,
    ) -> mlua::Result<T> {
        let error = match decode(&records) {
            Ok(decoded) => return Ok(decoded),
            Err(error) => error,
        };
        let fails = |record| decode(slice::from_ref(record)).is_err();
        let place = if is_out_of_memory(&error) {
            None
        } else {
            records.iter().position(fails)
        };
        match place {
            None => self.0 = records,
            Some(0) => self.0 = records.split_off(1),
            Some(place) => {
                self.0 = records.split_off(place);
                let decoded = decode(&records);
                if decoded.is_err() {
                    // Memory was too short for those before it.
                    records.append(&mut self.0);
                    self.0 = records;
                }
                return decoded;
            }
        }
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::value::RawValue;

    use super::Undecoded;

    #[test]
    fn records_before_a_broken_one_are_kept_where_memory_is_short() {
        let record = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
        let (mut undecoded, whole_lists) = (Undecoded::default(), Cell::new(0));
        let decoded = undecoded.decode(["1", "2", "null", "4"].map(record).to_vec(), |records| {
            whole_lists.set(whole_lists.get() + usize::from(records.len() > 1));
            if records.iter().any(|record| record.get() == "null") {
                return Err(mlua::Error::runtime("not a record"));
            }
            match whole_lists.get() {
                2 => Err(mlua::Error::MemoryError("none is left".to_owned())),
                _ => Ok(records.len()),
            }
        });
        assert!(decoded.is_err());
        let left = undecoded.take().unwrap_or_default();
        let left: Vec<_> = left.iter().map(|record| record.get()).collect();
        assert_eq!(left, ["1", "2", "null", "4"]);
    }
}
