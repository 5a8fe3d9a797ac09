//! The signature of a function on one line.

use crate::integration::{Binding, Returns};

/// How many parameters a signature shows; the function's page has all of them.
const MAX_PARAMETERS: usize = 8;

/// Returns a function on one line, `get_order{order_id, fields?} -> Order`: optional parameters have a question mark,
/// and an ellipsis stands for further parameters.
pub(super) fn signature(binding: &Binding) -> String {
    let parameters = binding.function.parameters;
    let mark = |required| if required { "" } else { "?" };
    let mut shown: Vec<_> = parameters
        .iter()
        .take(MAX_PARAMETERS)
        .map(|parameter| format!("{}{}", parameter.name, mark(parameter.required)))
        .collect();
    if parameters.len() > MAX_PARAMETERS {
        shown.push("…".to_owned());
    }
    let returns = match binding.returns {
        Returns::Page(record) => format!("page of {}", record.name),
        Returns::Record(record) => record.name.to_owned(),
    };
    format!(
        "{}{{{}}} -> {returns}",
        binding.function.name,
        shown.join(", ")
    )
}
