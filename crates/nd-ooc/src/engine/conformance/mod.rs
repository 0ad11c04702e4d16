//! What every engine has to do: the same bits as without it, whatever happens to its workers.
//!
//! [`program`] is a program of five computes, which behaves as the environment says; a [`Suite`] runs it by itself and
//! with an engine, does harm to the processes, and compares.
//!
//! ```no_run
//! use nd_ooc::engine::conformance::{Suite, program};
//! use std::process::Command;
//!
//! // A program that is run again by the suite, and by the engine's workers.
//! if let Some(folder) = std::env::var_os("ND_CONFORMANCE") {
//!     return program(folder.as_ref()).map_err(|error| error.to_string());
//! }
//! let again = || Command::new(std::env::current_exe().unwrap());
//! for name in Suite::NAMES {
//!     println!("{name}: {}", Suite::new("processes:2", &again).check(name)?);
//! }
//! # Ok::<(), String>(())
//! ```

mod program;
mod suite;

pub use program::program;
pub use suite::Suite;
