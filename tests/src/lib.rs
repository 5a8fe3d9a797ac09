//! What crosses crates: lockstep, documented examples, the whole chain over HTTP
