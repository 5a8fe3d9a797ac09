//! What the tests compile and nobody commits: the manifest with one more function, the macro's expansion of each manifest
//! in `manifests/`, the files of the manifest that `plivo-codegen new` writes, a manifest with every name that generated Rust
//! uses, the Rust of the reference page, and the examples of the README that follow a message.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use plivo_codegen::emit::{self, Layout};

const PAGE: &str = "../docs/site/index.html";
const README: &str = "../README.md";
const PLIVO: &str = "../manifest/plivo.yaml";
const MANIFESTS: &str = "manifests";
const STARTER: &str = "../plivo-codegen/src/program/starter.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    let out =
        PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no folder for what is made")?);
    let mut grown = String::new();
    for part in ["../manifest/plivo.yaml", "added_function.yaml"] {
        println!("cargo::rerun-if-changed={part}");
        grown.push_str(&fs::read_to_string(part)?);
    }
    fs::write(out.join("grown.yaml"), grown)?;

    println!("cargo::rerun-if-changed={PAGE}");
    fs::write(out.join("page.rs"), examples(&fs::read_to_string(PAGE)?)?)?;

    println!("cargo::rerun-if-changed={README}");
    let readme = fs::read_to_string(README)?;
    let (_, after_the_send) = readme
        .split_once("## After the send")
        .ok_or("no such section")?;
    for language in ["rust", "lua"] {
        let (_, code) = after_the_send
            .split_once(&format!("```{language}\n"))
            .ok_or("no example")?;
        let (code, _) = code.split_once("```").ok_or("an example has no end")?;
        let code = code.replace("\nasync fn", "\npub(super) async fn");
        fs::write(out.join(format!("after_the_send.{language}")), code)?;
    }

    println!("cargo::rerun-if-changed={PLIVO}");
    fs::write(out.join("names.yaml"), names(Place::Record)?)?;
    fs::write(out.join("names_of_enums.yaml"), names(Place::Enum)?)?;

    println!("cargo::rerun-if-changed={MANIFESTS}");
    fs::write(out.join("manifests.rs"), expansions()?)?;

    println!("cargo::rerun-if-changed={STARTER}");
    let api = plivo_codegen::read(STARTER, &fs::read_to_string(STARTER)?)?;
    let folder = out.join("starter");
    for (path, text) in emit::files(&api, &Layout::folder()) {
        write(&folder.join(path), &text)?;
    }
    // The two lines that a user writes, with the path of their folder.
    let module = |name: &str| {
        let path = folder.join(name).join("mod.rs").display().to_string();
        format!("#[path = {path:?}]\npub mod {name};\n")
    };
    write(
        &out.join("starter.rs"),
        &(module("client") + &module("lua")),
    )?;
    Ok(())
}

/// Returns a manifest with every name that the Rust of Plivo's manifest uses, and every letter, wherever a manifest may have
/// it. Since records and lists of values share their names, it has either.
fn names(kind: fn(String) -> Place) -> Result<String, Box<dyn Error>> {
    let api = plivo_codegen::read(PLIVO, &fs::read_to_string(PLIVO)?)?;
    let files = emit::files(&api, &Layout::folder());
    let is_rust = |path: &str| Path::new(path).extension().is_some_and(|end| end == "rs");
    let rust = files.iter().filter(|(path, _)| is_rust(path));
    let mut used: BTreeSet<String> = rust.flat_map(|(_, text)| identifiers(text)).collect();
    used.extend(('a'..='z').chain('A'..='Z').map(String::from));
    let types = used.iter().filter(|name| is_type(name));
    let members: Vec<_> = types.map(|name| snake_case(name)).collect();
    used.extend(members);
    let places = used.into_iter().flat_map(|name| {
        if is_type(&name) {
            vec![kind(name.clone()), Place::Value(name)]
        } else {
            let [one, other] = [&name, &name].map(String::clone);
            vec![
                Place::Parameter(one),
                Place::Field(other),
                Place::Function(name),
            ]
        }
    });
    let is_allowed = |place: &Place| {
        plivo_codegen::read("one.yaml", &manifest_with(std::slice::from_ref(place))).is_ok()
    };
    let manifest = manifest_with(&places.filter(is_allowed).collect::<Vec<_>>());
    plivo_codegen::read("names.yaml", &manifest)?;
    Ok(manifest)
}

fn is_type(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_uppercase())
}

/// Returns the name of a member that is called like a type: `parameter_type` for `ParameterType`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// Where a manifest has a name.
enum Place {
    Parameter(String),
    Field(String),
    Function(String),
    Record(String),
    Enum(String),
    Value(String),
}

/// Returns the names in Rust code outside comments and texts; constants are no names of a manifest.
fn identifiers(code: &str) -> impl Iterator<Item = String> {
    let lines = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let parts = lines.flat_map(|line| line.split('"').step_by(2));
    let words = parts.flat_map(|part| {
        part.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
    });
    let is_name = |word: &&str| {
        word.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && word.contains(|letter: char| letter.is_ascii_lowercase())
    };
    words.filter(is_name).map(str::to_owned)
}

/// Returns a manifest with names in their places.
fn manifest_with(places: &[Place]) -> String {
    let all = |entry: &dyn Fn(&Place) -> Option<String>| {
        places.iter().filter_map(entry).collect::<String>()
    };
    let fields = all(&|place| match place {
        Place::Field(name) => Some(format!(
            "      {name}: {{type: string, description: A word.}}\n"
        )),
        _ => None,
    });
    let records = all(&|place| match place {
        Place::Record(name) => Some(format!(
            "  {name}: {{description: A word., fields: {{value: {{type: string, description: A word.}}}}}}\n"
        )),
        _ => None,
    });
    let values = all(&|place| match place {
        Place::Value(name) => Some(format!("      \"{name}\": A word.\n")),
        _ => None,
    });
    let enums = all(&|place| match place {
        Place::Enum(name) => Some(format!(
            "  {name}: {{description: A word., values: {{one: A word.}}}}\n"
        )),
        _ => None,
    });
    let parameters = all(&|place| match place {
        Place::Parameter(name) => Some(format!(
            "      {name}: {{type: string, query: {name}, summary: A word, description: A word., example: a}}\n"
        )),
        _ => None,
    });
    let functions = all(&|place| match place {
        Place::Function(name) => Some(format!(
            "  {name}: {{title: A word, access: read, method: GET, path: a/, returns: Every, summary: A word., description: A word., parameters: {{}}, example: \"print(app.integrations.names.{name}().first)\"}}\n"
        )),
        _ => None,
    });
    format!(
        "\
integration: {{slug: names, name: Names, category: words, summary: Words., description: Words.}}
service: {{base_url: \"https://names.example\", base_path: /, paging: {{limit: limit, offset: offset, page_size: 5, items: all, meta: meta}}}}
credentials:
  key: {{kind: secret, label: Key, environment: NAMES_KEY, description: A word.}}
auth: {{strategy: bearer, label: Token, bearer: key}}
accounts: {{example: one, description: One account.}}
enums:
  EveryValue:
    description: A word.
    values:
      first: A word.
{values}{enums}records:
  Every:
    description: A word.
    fields:
      first: {{type: EveryValue, description: A word.}}
{fields}{records}functions:
  every_name:
    title: A word
    access: read
    method: GET
    path: a/
    returns: Every
    summary: A word.
    description: A word.
    example: \"print(app.integrations.names.every_name().first)\"
    parameters:
      first: {{type: string, query: first, summary: A word, description: A word., example: a}}
{parameters}{functions}"
    )
}

/// A module for each manifest, named after its file, and the list of their integrations.
fn expansions() -> Result<String, Box<dyn Error>> {
    let (mut modules, mut all) = (String::new(), String::new());
    for entry in fs::read_dir(MANIFESTS)? {
        let path = entry?.path();
        let api = plivo_codegen::read(&path.display().to_string(), &fs::read_to_string(&path)?)?;
        let name = path.file_stem().unwrap_or_default().display();
        let file = format!("\"{MANIFESTS}/{name}.yaml\"");
        let integration = api.integration.slug.to_uppercase();
        modules.push_str(&format!(
            "pub(super) mod {name} {{ plivo_macros::lua!({file}); }}\n"
        ));
        all.push_str(&format!("({file}, &{name}::lua::{integration}), "));
    }
    Ok(format!(
        "{modules}\npub(super) const ALL: &[(&str, &plivo_lua_host::integration::Integration)] = &[{all}];\n"
    ))
}

/// Returns the Rust examples of the page, each as the body of a function.
fn examples(page: &str) -> Result<String, Box<dyn Error>> {
    // The test takes what an example prints, and its pauses.
    let mut all = "\
macro_rules! println { ($($part:tt)*) => { super::print(&format!($($part)*)) } }
mod tokio { pub(super) mod time { pub(in super::super) use super::super::super::pause as sleep; } }
"
    .to_owned();
    let mut calls = String::new();
    let parts = page.split("<code class=\"language-rust\">").skip(1);
    for (number, part) in parts.enumerate() {
        let (code, _) = part
            .split_once("</code>")
            .ok_or("a piece of code has no end")?;
        // Without the elements that colour it.
        let code = code
            .split('<')
            .enumerate()
            .map(|(index, text)| match index {
                0 => text,
                _ => text.split_once('>').map_or("", |(_, text)| text),
            });
        let code = [
            ("&quot;", "\""),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ]
        .into_iter()
        .fold(code.collect::<String>(), |code, (escaped, sign)| {
            code.replace(escaped, sign)
        });
        all.push_str(&format!(
            "async fn example_{number}(client: plivo_client::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             {code}\nOk(())\n}}\n"
        ));
        calls.push_str(&format!("{number} => example_{number}(client).await,\n"));
    }
    all.push_str(&format!(
        "pub(super) async fn run(number: usize, client: plivo_client::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
         match number {{\n{calls}_ => Err(\"no such example\".into()),\n}}\n}}\n"
    ));
    Ok(all)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}
