//! What the tests compile and nobody commits: the manifest with one more function, the macro's expansion of each manifest
//! in `manifests/`, the files of the manifest that `plivo-codegen new` writes, the Rust of the reference page, and
//! the examples of the README that follow a message.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use plivo_codegen::emit::{self, Layout};

const PAGE: &str = "../docs/site/index.html";
const README: &str = "../README.md";
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
    let mut all = String::new();
    for (number, part) in page
        .split("<code class=\"language-rust\">")
        .skip(1)
        .enumerate()
    {
        let (code, _) = part
            .split_once("</code>")
            .ok_or("a piece of code has no end")?;
        let code = [
            ("&quot;", "\""),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ]
        .into_iter()
        .fold(code.to_owned(), |code, (escaped, sign)| {
            code.replace(escaped, sign)
        });
        all.push_str(&format!(
            "async fn example_{number}(client: plivo_client::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             {code}\nOk(())\n}}\n"
        ));
    }
    Ok(all)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}
