//! Which variables a script sets somewhere: it may read them before, where they are nil.

/// The source of the script that runs in a state.
pub(super) struct Source(pub(super) String);

/// Returns whether a source sets a variable of this name: `name = …`, or a function with that name. The key of a table or an
/// argument in `f{name = …}` sets none.
pub(super) fn is_assigned(source: &str, name: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    source.match_indices(name).any(|(at, _)| {
        let before = source.get(..at).unwrap_or_default();
        let after = source.get(at + name.len()..).unwrap_or_default();
        if name.is_empty() || after.starts_with(is_word) || before.ends_with(is_word) {
            return false;
        }
        let (before, after) = (before.trim_end(), after.trim_start());
        let is_set = after.starts_with('=') && !after.starts_with("==");
        !before.ends_with(['{', ',', '.', ':']) && (is_set || before.ends_with("function"))
    })
}

#[cfg(test)]
mod tests {
    use super::is_assigned;

    #[test]
    fn a_name_is_set_by_an_assignment_or_a_function() {
        for source in [
            "name = name or {}",
            "if not name then\n  name=1 end",
            "local name = name",
            "function name() end",
        ] {
            assert!(is_assigned(source, "name"), "{source}");
        }
        for source in [
            "f{name = name}",
            "f{1, name = name}",
            "x.name = name",
            "if name == 1 then end",
            "my_name = 1 names = 2",
            "print(name)",
        ] {
            assert!(!is_assigned(source, "name"), "{source}");
        }
    }
}
