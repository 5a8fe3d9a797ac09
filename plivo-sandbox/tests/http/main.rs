//! Tests of the sandbox over HTTP.
#![cfg(test)]

mod client;

mod applications;
mod calls;
mod faults;
mod limits;
mod live_calls;
mod message_filters;
mod messages;
mod numbers;
mod reports;
mod requests;
mod seeds;
mod sending;
