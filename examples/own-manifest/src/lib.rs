//! A client, Lua functions and a program for a service of your own: the manifest is `tides.yaml`.

mod service;

pub mod tides {
    //! The client and the Lua functions of the manifest.
    plivo_macros::lua!("tides.yaml");
}

pub use service::start_service;
