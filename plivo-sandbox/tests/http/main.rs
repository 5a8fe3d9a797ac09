//! What a user of the stand-in sees over HTTP, one file a subject.
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
