//! The accounts file: which accounts are opened, and what is refused.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Output;

use plivo_sandbox::Sandbox;
use tempfile::TempDir;

use crate::{ended, program};

const TOKEN: &str = "c2VjcmV0LXRva2VuLW9mLW5vYm9keS1hdC1hbGw";

/// An accounts file in a folder of its own.
struct Accounts(TempDir);

impl Accounts {
    /// Writes the file, readable by its owner only.
    fn new(text: &str) -> Self {
        let accounts = Self(tempfile::tempdir().unwrap());
        accounts.write("accounts.toml", text, 0o600);
        accounts
    }

    fn write(&self, name: &str, text: &str, mode: u32) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        path
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command line, whose arguments have no spaces.
    fn output(&self, line: &str) -> Output {
        let arguments: Vec<_> = line.split_whitespace().collect();
        let mut command = program(&arguments);
        command.arg("--accounts").arg(self.path("accounts.toml"));
        command.output().unwrap()
    }

    /// Runs a command line; returns its exit code and all that it printed, which never contains the token.
    fn run(&self, line: &str) -> (Option<i32>, String) {
        let (exit, printed, wrong) = ended(&self.output(line));
        let said = printed + &wrong;
        assert!(!said.contains(TOKEN), "{said}");
        (exit, said)
    }
}

/// Returns the description of one account.
fn account(name: &str, token: &str) -> String {
    format!("[accounts.{name}]\nauth_id = \"MA1\"\nauth_token = {token}\n")
}

#[test]
fn a_token_that_others_can_read_is_refused_and_never_shown() {
    let accounts = Accounts::new("");
    let inline = account("support", &format!("\"{TOKEN}\""));
    let path = accounts.write("accounts.toml", &inline, 0o644);
    let (exit, said) = accounts.run("accounts --offline");
    assert!(
        exit == Some(2) && said.contains(&format!("run `chmod 600 {}`", path.display())),
        "{said}"
    );
    accounts.write("accounts.toml", &inline, 0o600);
    let (exit, said) = accounts.run("accounts --offline");
    assert!(
        exit == Some(0) && said.contains("\"name\": \"support\""),
        "{said}"
    );

    accounts.write("token", TOKEN, 0o600);
    for way in ["{ file = \"token\" }", "{ command = [\"echo\", \"t\"] }"] {
        accounts.write("accounts.toml", &account("support", way), 0o644);
        let (exit, said) = accounts.run("accounts --offline");
        assert!(exit == Some(0) && !said.contains("warning"), "{said}");
    }
    // Others can read a mounted secret; that is said, and no more.
    let path = accounts.write("token", TOKEN, 0o444);
    accounts.write(
        "accounts.toml",
        &account("support", "{ file = \"token\" }"),
        0o600,
    );
    let (exit, said) = accounts.run("accounts --offline");
    let warning = format!(
        "warning: the file of `auth_token` can be read by every user; run `chmod 600 {}`",
        path.display()
    );
    assert!(exit == Some(0) && said.contains(&warning), "{said}");
}

#[test]
fn the_documentation_names_the_accounts_without_opening_them() {
    let accounts = Accounts::new("");
    let text = account("default", "{ command = [\"false\"] }")
        + &account("support", "{ file = \"nowhere\" }");
    let path = accounts.write("accounts.toml", &text, 0o600);
    let docs = |page: &str| {
        let mut command = program(&["docs", page]);
        command.env("PLIVO_LUA_ACCOUNTS", &path);
        ended(&command.output().unwrap())
    };
    for page in ["index", "accounts"] {
        let (exit, printed, wrong) = docs(page);
        assert_eq!((exit, wrong.as_str()), (Some(0), ""));
        assert!(
            printed.contains("accounts: default, support\n"),
            "{printed}"
        );
    }
}

#[test]
fn a_file_that_others_can_change_is_refused_whatever_it_says() {
    let accounts = Accounts::new("");
    accounts.write("token", TOKEN, 0o600);
    for way in [
        "{ env = \"HOME\" }",
        "{ file = \"token\" }",
        "{ command = [\"echo\", \"t\"] }",
        "\"token\"",
    ] {
        for mode in [0o620, 0o602] {
            accounts.write("accounts.toml", &account("support", way), mode);
            let (exit, said) = accounts.run("accounts --offline");
            assert!(
                exit == Some(2) && said.contains("other users can change it"),
                "{said}"
            );
        }
    }
    accounts.write(
        "accounts.toml",
        &account("support", "{ file = \"token\" }"),
        0o600,
    );
    accounts.write("token", TOKEN, 0o622);
    let (exit, said) = accounts.run("accounts --offline");
    assert!(
        exit == Some(2) && said.contains("other users can change it"),
        "{said}"
    );

    // So is one that they can replace.
    accounts.write("token", TOKEN, 0o600);
    fs::set_permissions(accounts.0.path(), Permissions::from_mode(0o777)).unwrap();
    let (exit, said) = accounts.run("accounts --offline");
    assert!(exit == Some(2) && said.contains("or replace it"), "{said}");

    // Also behind a link.
    let linked = Accounts::new("");
    let (path, link) = (accounts.path("accounts.toml"), linked.path("accounts.toml"));
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(path, link).unwrap();
    let (exit, said) = linked.run("accounts --offline");
    assert!(exit == Some(2) && said.contains("or replace it"), "{said}");
}

#[test]
fn what_was_typed_in_place_of_a_name_is_not_printed() {
    let accounts = Accounts::new("");
    for text in [
        account(TOKEN, "\"t\""),
        account("\"not an identifier\"", &format!("[\"{TOKEN}\"]")),
        account("support", TOKEN),
        account("support", &format!("{{ env = \"{TOKEN}\" }}")),
        account("support", &format!("{{ file = \"{TOKEN}\" }}")),
        account("support", &format!("{{ command = [\"{TOKEN}\"] }}")),
        account("support", &format!("{{ {TOKEN} = \"x\" }}")),
        account("support", &format!("\"t\"\n{TOKEN} = 1")),
        format!("accounts = \"{TOKEN}\"\n"),
        format!("{TOKEN} = 1\n"),
        format!(
            "{}base_address = \"{TOKEN}\"\n",
            account("support", "\"t\"")
        ),
    ] {
        accounts.write("accounts.toml", &text, 0o600);
        let (exit, said) = accounts.run("accounts --offline");
        assert_eq!(exit, Some(2), "{text}{said}");
    }
    accounts.write("accounts.toml", &account("support", "\"t\""), 0o600);
    for line in [
        format!("accounts --offline --account {TOKEN}"),
        format!("run -e x=1 --account {TOKEN}"),
        format!("call {TOKEN}"),
        format!("call list_numbers {TOKEN}"),
    ] {
        let (exit, said) = accounts.run(&line);
        assert_eq!(exit, Some(2), "{said}");
    }
    let (_, said) = accounts.run("run -e x=1 --account suport");
    assert_eq!(
        said,
        "error: no account is called `suport`; did you mean `support`?\n"
    );
}

#[test]
fn a_colon_in_an_id_would_end_the_user_name() {
    let accounts = Accounts::new("[accounts.support]\nauth_id = \"MA1:x\"\nauth_token = \"t\"\n");
    let (exit, said) = accounts.run("accounts --offline");
    assert!(
        exit == Some(2) && said.contains("`auth_id` contains a colon"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_accounts_that_are_used_are_opened_and_a_broken_one_is_left_out() {
    let sandbox = Sandbox::start().await.unwrap();
    let accounts = Accounts::new("");
    // Each command leaves a file.
    let described = |name: &str| {
        let known = sandbox
            .account(if name == "us" { "us" } else { "default" })
            .unwrap();
        let command = format!(
            "touch {} && echo {}",
            accounts.path(name).display(),
            known.auth_token()
        );
        format!(
            "[accounts.{name}]\nauth_id = \"{}\"\nbase_address = \"{}\"\nauth_token = {{ command = [\"sh\", \"-c\", '{command}'] }}\n",
            known.auth_id(),
            sandbox.base_url()
        )
    };
    let broken = account("broken", "{ command = [\"false\"] }");
    let text = described("default") + &described("us") + &described("uk") + &broken;
    accounts.write("accounts.toml", &text, 0o600);
    let opened = || {
        let all = ["default", "us", "uk"].into_iter();
        let opened: Vec<_> = all
            .filter(|name| fs::remove_file(accounts.path(name)).is_ok())
            .collect();
        opened.join(" ")
    };
    let run = |line: &str| {
        let (exit, printed, wrong) = ended(&accounts.output(line));
        (exit, printed, wrong, opened())
    };
    let warning = "warning: account `broken`: cannot read `auth_token` from its command: exit status: 1; scripts cannot use it\n";

    let print = "run -e print(app.integrations.plivo)";
    let (exit, printed, wrong, opened) = run(print);
    assert_eq!(
        (exit, wrong.as_str(), opened.as_str()),
        (Some(0), warning, "default us uk")
    );
    assert!(printed.contains("accounts, default, uk, us}"), "{printed}");

    let (exit, printed, wrong, opened) = run(&format!("{print} --account us"));
    assert_eq!((exit, wrong.as_str(), opened.as_str()), (Some(0), "", "us"));
    assert!(printed.contains("accounts, us}"), "{printed}");

    let (exit, printed, wrong, opened) = run(&format!("{print} --account us --account uk"));
    assert_eq!(
        (exit, wrong.as_str(), opened.as_str()),
        (Some(0), "", "us uk")
    );
    assert!(printed.contains("accounts, us, uk}"), "{printed}");

    let (exit, printed, wrong, opened) = run("call list_numbers limit=1 --account us");
    assert_eq!((exit, wrong.as_str(), opened.as_str()), (Some(0), "", "us"));
    assert!(printed.contains("12125550111"), "{printed}");

    // One call uses one account.
    let (exit, _, wrong, opened) = run("call list_numbers limit=1");
    assert_eq!(
        (exit, wrong.as_str(), opened.as_str()),
        (Some(0), "", "default")
    );

    let (exit, printed, _, opened) = run("accounts --account us");
    assert_eq!((exit, opened.as_str()), (Some(0), "us"));
    assert!(
        printed.contains("\"name\": \"us\"") && !printed.contains("\"uk\""),
        "{printed}"
    );

    let (exit, _, wrong, opened) = run(&format!("{print} --account broken"));
    assert_eq!((exit, opened.as_str()), (Some(2), ""));
    assert!(wrong.starts_with("error: account `broken`: "), "{wrong}");
}

#[test]
fn no_input_is_read_without_a_bound() {
    let accounts = Accounts::new("");
    let (exit, said) = accounts.run("run --sandbox /dev/zero");
    assert_eq!(
        (exit, said.as_str()),
        (
            Some(2),
            "error: cannot read the script /dev/zero: it has more than 16777216 bytes\n"
        )
    );
    let endless = account("support", "{ command = [\"cat\", \"/dev/zero\"] }");
    accounts.write("accounts.toml", &endless, 0o600);
    let (exit, said) = accounts.run("accounts --offline");
    assert!(
        exit == Some(2) && said.contains("it has more than 1048576 bytes"),
        "{said}"
    );
    for line in [
        "run --sandbox -",
        "call list_numbers --sandbox -",
        "repl --sandbox",
    ] {
        let arguments: Vec<_> = line.split_whitespace().collect();
        let mut command = program(&arguments);
        command.stdin(fs::File::open("/dev/zero").unwrap());
        let (_, _, wrong) = ended(&command.output().unwrap());
        assert!(
            wrong.contains("more than 16777216 bytes"),
            "{line}: {wrong}"
        );
    }
    // Nor is a piece of Lua that never ends.
    let lines = "[[".to_owned() + &("a".repeat(1024 * 1024) + "\n").repeat(16);
    accounts.write("lines", &lines, 0o600);
    let mut command = program(&["repl", "--sandbox"]);
    command.stdin(fs::File::open(accounts.path("lines")).unwrap());
    let (exit, _, wrong) = ended(&command.output().unwrap());
    let expected = "error: a piece of input has more than 16777216 bytes\n";
    assert_eq!((exit, wrong.as_str()), (Some(2), expected));
}
