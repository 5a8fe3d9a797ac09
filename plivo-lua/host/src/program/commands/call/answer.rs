//! How the answer of a call is shown: as a table, as JSON, or as what a filter makes of it.

use std::io::Write;

use anstyle::Style;
use console::truncate_str;
use plivo_runtime::{Access, Effect, Paging, did_you_mean};
use serde_json::Value;

use super::Call;
use crate::failure::Failure;
use crate::integration::{Binding, RecordShape, Returns};
use crate::lua::listed;
use crate::program::cli_error::{CliError, Result};
use crate::program::jq::Filter;
use crate::program::output::{self, Format, ScriptOutput};
use crate::program::report::Report;
use crate::program::table::{self, Columns};
use crate::table::goes_on;

/// How many records of a long list decide how wide its columns are.
const SAMPLE: usize = 100;

/// What is no part of the answer.
const NOTE: Style = Style::new().dimmed();

/// How the answer of a call is shown.
pub(super) struct Answers<'a> {
    report: &'a Report,
    binding: &'static Binding,
    /// The fields to show; all of them if there are none.
    fields: &'a [String],
    filter: Option<Filter>,
    /// The width of the terminal, for a table.
    width: Option<usize>,
}

impl<'a> Answers<'a> {
    /// Reads how the command line wants its answers.
    pub(super) async fn new(
        call: &'a Call,
        binding: &'static Binding,
        report: &'a Report,
    ) -> Result<Self> {
        let names = || names(binding.returns.record());
        if let Some(unknown) = call
            .fields
            .iter()
            .find(|field| names().all(|name| name != *field))
        {
            let hint = did_you_mean(unknown, names())
                .unwrap_or_else(|| format!("the fields are {}", listed(names())));
            let record = binding.returns.record().name;
            return Err(CliError::usage(format!(
                "{record} has no field `{unknown}`; {hint}"
            )));
        }
        let filter = match &call.jq {
            Some(filter) => Some(Filter::parse(filter).await?),
            None => None,
        };
        let is_table = report.format == Format::Text && filter.is_none();
        Ok(Self {
            report,
            binding,
            fields: &call.fields,
            filter,
            width: table::terminal_width().filter(|_| is_table),
        })
    }

    /// Shows a page or a record.
    pub(super) async fn show(&self, mut answer: Value, paging: &Paging) -> Result<()> {
        let items = paging.items_key();
        match (self.binding.returns, answer.get_mut(items)) {
            (Returns::Page(_), Some(Value::Array(records))) => {
                for record in records {
                    self.keep_fields(record);
                }
            }
            _ => self.keep_fields(&mut answer),
        }
        if let Some(filter) = &self.filter {
            // The call has been made, so its answer is written if the filter fails or is interrupted.
            self.report.set_result(answer.clone());
            let values = filter.run(&answer).await;
            let values = values.map_err(|problem| self.unfiltered(&problem))?;
            return match self.report.format {
                Format::Json => self.report.write(values.into()),
                Format::Text => values.iter().try_for_each(line),
            };
        }
        match (self.width, self.binding.returns) {
            (None, _) => self.report.write(answer),
            (Some(_), Returns::Record(shape)) => {
                let fields = self.columns(shape).into_iter();
                output::text(&table::record(
                    fields.map(|name| (name.to_owned(), table::cell(answer.get(name)))),
                ))
            }
            (Some(_), Returns::Page(_)) => {
                let records = answer.get(items).and_then(Value::as_array);
                let mut list = self.list();
                list.goes_on = goes_on(&answer, paging);
                for record in records.into_iter().flatten() {
                    list.add(record.clone()).await?;
                }
                list.finish()
            }
        }
    }

    /// Returns the failure of the filter, after the answer was written without it.
    fn unfiltered(&self, problem: &str) -> Failure {
        let function = self.binding.function;
        let failed = format!("the filter of `--jq` failed: {problem}");
        let (effect, message, hint) = match function.access {
            Access::Read => (
                Effect::Nothing,
                failed,
                "the answer is written without it".to_owned(),
            ),
            Access::Write => (
                Effect::Done,
                format!("{} was done, but {failed}", function.name),
                "do not repeat it: the answer is written without the filter".to_owned(),
            ),
        };
        Failure {
            effect,
            operation: Some(function.name.to_owned()),
            ..Failure::new("failed", message).hint(hint)
        }
    }

    /// Starts to show a list, a record at a time.
    pub(super) fn list(&self) -> List<'_> {
        List {
            answers: self,
            sample: Vec::new(),
            columns: None,
            count: 0,
            goes_on: false,
        }
    }

    fn keep_fields(&self, record: &mut Value) {
        if let (false, Some(object)) = (self.fields.is_empty(), record.as_object_mut()) {
            object.retain(|name, _| self.fields.iter().any(|field| field == name));
        }
    }

    /// Returns the fields in the order of the columns: as asked for, or as documented.
    fn columns(&self, shape: &'static RecordShape) -> Vec<&str> {
        if self.fields.is_empty() {
            shape.fields.iter().map(|field| field.name).collect()
        } else {
            self.fields.iter().map(String::as_str).collect()
        }
    }
}

/// A list that is shown while it arrives.
pub(super) struct List<'a> {
    answers: &'a Answers<'a>,
    /// The first records of a table, until its columns are known.
    sample: Vec<Vec<String>>,
    columns: Option<Columns>,
    count: usize,
    /// Whether the list has more records than are shown.
    goes_on: bool,
}

impl List<'_> {
    /// Shows a record.
    pub(super) async fn add(&mut self, mut record: Value) -> Result<()> {
        let Answers {
            report,
            filter,
            width,
            binding,
            ..
        } = self.answers;
        self.answers.keep_fields(&mut record);
        self.count += 1;
        let values = match filter {
            Some(filter) => filter.run(&record).await.map_err(|problem| {
                let number = self.count;
                CliError::new(format!(
                    "the filter of `--jq` failed at record {number}: {problem}"
                ))
            })?,
            None => vec![record],
        };
        if width.is_some() {
            let columns = self.answers.columns(binding.returns.record());
            let rows = values.iter().map(|record| {
                let cells = columns.iter().map(|name| table::cell(record.get(*name)));
                cells.collect()
            });
            self.sample.extend(rows);
            return if self.columns.is_some() || self.sample.len() >= SAMPLE {
                self.flush()
            } else {
                Ok(())
            };
        }
        match (report.format, filter) {
            (Format::Json, _) => {
                report.add_records(values);
                Ok(())
            }
            (Format::Text, Some(_)) => values.iter().try_for_each(line),
            (Format::Text, None) => values.iter().try_for_each(output::json_line),
        }
    }

    /// Notes that the list is whole, even if it has no record.
    pub(super) fn complete(&self) {
        if self.answers.report.format == Format::Json {
            self.answers.report.add_records(Vec::new());
        }
    }

    /// Shows what is left, and says what a table does not show.
    pub(super) fn finish(mut self) -> Result<()> {
        let Some(width) = self.answers.width else {
            return Ok(());
        };
        self.flush()?;
        let records = if self.count == 1 { "record" } else { "records" };
        let left_out = self
            .columns
            .map(|columns| columns.left_out)
            .unwrap_or_default();
        let mut note = format!("{} {records}", self.count);
        if self.goes_on {
            note.push_str("; the list goes on, and `--all` reads all of it");
        }
        if !left_out.is_empty() {
            let fields = format!(
                "{} fields left out: {}",
                left_out.len(),
                left_out.join(", ")
            );
            let fields = truncate_str(&fields, width, "…");
            let choice = "`--fields a,b` chooses fields, `--json` shows all";
            note.push_str(&format!("\n{fields}\n{choice}"));
        }
        Ok(writeln!(anstream::stderr(), "{NOTE}{note}{NOTE:#}")?)
    }

    /// Shows the rows that are held back, below the headings.
    fn flush(&mut self) -> Result<()> {
        let Some(width) = self.answers.width else {
            return Ok(());
        };
        let mut text = String::new();
        let rows = std::mem::take(&mut self.sample);
        let columns = self.columns.get_or_insert_with(|| {
            let headings = self.answers.columns(self.answers.binding.returns.record());
            let columns = if self.answers.fields.is_empty() {
                Columns::fit(&headings, &rows, width)
            } else {
                Columns::all(&headings, &rows, width)
            };
            text.push_str(&columns.heading());
            columns
        });
        columns.notice(&rows);
        for row in &rows {
            text.push_str(&columns.row(row));
        }
        if text.is_empty() {
            Ok(())
        } else {
            output::text(&text)
        }
    }
}

/// Returns the names of the fields that a record has in an answer.
fn names(shape: &'static RecordShape) -> impl Iterator<Item = &'static str> + Clone {
    let computed = shape.computed.iter().map(|field| field.name);
    let fields = shape.fields.iter();
    fields
        .flat_map(|field| {
            let wire = field.wire.iter().copied();
            std::iter::once(field.name).chain(wire.filter(|wire| *wire != field.name))
        })
        .chain(computed)
}

/// Writes what a filter made: a text as it is, anything else as JSON.
fn line(value: &Value) -> Result<()> {
    match value {
        Value::String(text) => Ok(writeln!(ScriptOutput::new(), "{text}")?),
        value => output::json_line(value),
    }
}
