//! Keeps the module loaded until the process ends.

fn main() {
    // Lua unloads a module when its state closes, but the thread that drives the connections may still run its code.
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-link-arg-cdylib=-Wl,-z,nodelete");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
