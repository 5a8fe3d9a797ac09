//! An async Rust client for Plivo's SMS and voice API
