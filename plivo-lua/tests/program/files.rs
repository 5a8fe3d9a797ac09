//! The pages for `man`, and what editors read.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{json, run};

/// Returns what a reader of pages shows, without the marks of bold and underlined letters.
fn shown(page: &Path) -> String {
    let output = Command::new("mandoc")
        .args(["-T", "utf8", "-W", "error,stop"])
        .arg(page)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let mut text: Vec<char> = Vec::new();
    for letter in String::from_utf8(output.stdout).unwrap().chars() {
        if letter == '\u{8}' {
            text.pop();
        } else {
            text.push(letter);
        }
    }
    let text: String = text.into_iter().collect();
    // Lines are broken as the page is wide.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_command_has_a_page_that_says_what_its_help_says() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("share/man1");
    let (exit, _, wrong) = run(&format!("man {}", pages.display()));
    assert_eq!((exit, wrong.as_str()), (Some(0), ""));
    let main = shown(&pages.join("plivo-lua.1"));
    for part in [
        "NAME plivo-lua - Plivo for Lua scripts",
        "EXAMPLES plivo-lua docs plivo-lua call list_messages --sandbox",
        "EXIT CODES 0 success 1 a script or a call failed",
        concat!("plivo-lua ", env!("CARGO_PKG_VERSION")),
    ] {
        assert!(main.contains(part), "{part}: {main}");
    }
    let help = run("--help").1;
    let commands = help.split("Commands:\n").nth(1).unwrap();
    let commands = commands.lines().take_while(|line| !line.is_empty());
    let mut found = 1;
    for line in commands {
        let name = line.split_whitespace().next().unwrap();
        if name == "help" {
            continue;
        }
        assert!(main.contains(&format!("plivo-lua-{name}(1)")), "{name}");
        let page = shown(&pages.join(format!("plivo-lua-{name}.1")));
        let help = run(&format!("{name} --help")).1;
        let words = help.split(|letter: char| letter.is_whitespace() || "`,".contains(letter));
        for option in words.filter(|word| word.starts_with("--") || word.contains("PLIVO_LUA_")) {
            let option = option.trim_matches(['[', ']', ')', ';', '.', '…', '=']);
            assert!(page.contains(option), "{name} {option}: {page}");
        }
        found += 1;
    }
    assert_eq!(fs::read_dir(&pages).unwrap().count(), found);
    // Without a folder, the page is printed.
    let printed = run("man").1;
    assert_eq!(
        printed,
        fs::read_to_string(pages.join("plivo-lua.1")).unwrap()
    );
}

#[test]
fn editor_types_are_written_beside_the_settings_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let scripts = folder.path().join("scripts");
    let (exit, printed, _) = run(&format!("types {}", scripts.display()));
    assert_eq!((exit, printed.lines().count()), (Some(0), 3));
    for (name, text) in [
        ("plivo.d.lua", include_str!("../../types/plivo.d.lua")),
        (".luarc.json", include_str!("../../types/.luarc.json")),
        (".emmyrc.json", include_str!("../../types/.emmyrc.json")),
    ] {
        assert_eq!(fs::read_to_string(scripts.join(name)).unwrap(), text);
        fs::write(scripts.join(name), "{}").unwrap();
    }
    let (exit, printed, _) = run(&format!("types --json {}", scripts.display()));
    let result = &json(&printed)["result"];
    assert_eq!(exit, Some(0));
    assert_eq!(result["written"].as_array().unwrap().len(), 1);
    assert_eq!(result["kept"].as_array().unwrap().len(), 2);
    assert!(
        fs::read_to_string(scripts.join("plivo.d.lua"))
            .unwrap()
            .len()
            > 2
    );
    assert_eq!(
        fs::read_to_string(scripts.join(".luarc.json")).unwrap(),
        "{}"
    );
    let taken = scripts.join(".luarc.json");
    let (exit, _, wrong) = run(&format!("types {}", taken.display()));
    assert_eq!(exit, Some(1));
    assert!(
        wrong.starts_with(&format!("error: cannot write {}: ", taken.display())),
        "{wrong}"
    );
}
