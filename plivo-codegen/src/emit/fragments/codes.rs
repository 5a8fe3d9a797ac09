//! Tables of codes, as Markdown for the reference and the HTML page.

use crate::model::{CodeTable, FixedBy};

use super::{facts, markdown};

/// Returns a heading in words: `Delivery errors` of `delivery_errors`.
pub(in crate::emit) fn title(table: &CodeTable) -> String {
    facts::capitalised(&table.name.replace('_', " "))
}

/// Returns the table.
pub(in crate::emit) fn table(table: &CodeTable) -> String {
    let rows: Vec<[String; 5]> = table
        .codes
        .iter()
        .map(|(code, reason)| {
            [
                markdown::code(code),
                reason.name.clone().unwrap_or_default(),
                reason.description.clone(),
                reason.fixed_by.map_or("", word).to_owned(),
                match reason.retryable {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "",
                }
                .to_owned(),
            ]
        })
        .collect();
    let head = ["Code", "Name", "Meaning", "Who can fix it", "Retry"];
    markdown::table(head, &rows)
}

fn word(who: FixedBy) -> &'static str {
    match who {
        FixedBy::Sender => "sender",
        FixedBy::Owner => "owner",
        FixedBy::Recipient => "recipient",
        FixedBy::Support => "support",
        FixedBy::Nobody => "nobody",
    }
}
