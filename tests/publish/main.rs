//! Publishing, against a service on this machine that plays the real one. Nothing leaves it.

mod service;
mod state;
mod world;
mod harness;
mod plan;
mod faults;
mod before;
mod sending;
mod random;
mod contract;
mod wire;
mod program;
mod create;
mod session;
