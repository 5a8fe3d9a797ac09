//! Keeps the module loaded once it is.

fn main() {
    // Lua lets go of a module when its state ends, while the thread that drives the connections may still be
    // on its way out: its code has to stay.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-link-arg-cdylib=-Wl,-z,nodelete");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
