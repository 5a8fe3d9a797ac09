//! What tests compile that nobody commits: a copy of the manifest with one function more, and the files that come
//! of the manifest that `plivo-codegen new` writes, and the Rust that the page of the reference shows.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

const PAGE: &str = "../docs/site/index.html";
const STARTER: &str = "../plivo-codegen/src/program/starter.yaml";

fn main() -> Result<(), Box<dyn Error>> {
    let out =
        PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no folder for what is made")?);
    let mut grown = String::new();
    for part in ["../manifest/plivo.yaml", "get_message.yaml"] {
        println!("cargo::rerun-if-changed={part}");
        grown.push_str(&fs::read_to_string(part)?);
    }
    fs::write(out.join("grown.yaml"), grown)?;

    println!("cargo::rerun-if-changed={PAGE}");
    fs::write(out.join("page.rs"), examples(&fs::read_to_string(PAGE)?)?)?;

    println!("cargo::rerun-if-changed={STARTER}");
    let api = plivo_codegen::read(STARTER, &fs::read_to_string(STARTER)?)?;
    let folder = out.join("starter");
    for (path, text) in plivo_codegen::emit::own(&api).texts() {
        write(&folder.join(path), &text)?;
    }
    // The two lines that a user writes, with the folder that they count from.
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

/// The examples in Rust that the page shows, each as the function that it is a part of.
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
