//! A stand-in for Plivo's service, on loopback and in memory
