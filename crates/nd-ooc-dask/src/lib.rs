//! What runs between `nd-ooc` and a [Dask cluster](https://distributed.dask.org): a Python program, and how it is started.
//!
//! The program goes over the network with the first task, so workers need nothing but `distributed` itself. On each of
//! their threads it keeps a process of the user's own program, which does the tasks; chunks never go through Python.
#![forbid(unsafe_code)]

use std::process::Command;

/// The program: it reads what is to be done from its standard input, and writes what became of it to its standard
/// output, words with tabs between them, line by line.
///
/// # Examples
/// ```
/// assert!(nd_ooc_dask::BRIDGE.contains("distributed"));
/// ```
pub const BRIDGE: &str = include_str!("bridge.py");

/// The command that runs [`BRIDGE`] with the scheduler of that address: by `python`, or what the environment variable
/// `ND_PYTHON` names, or `python3`.
///
/// # Examples
/// ```
/// let command = nd_ooc_dask::command(Some("python3.11"), "tcp://10.0.0.1:8786");
/// assert_eq!(command.get_program(), "python3.11");
/// ```
#[must_use]
pub fn command(python: Option<&str>, scheduler: &str) -> Command {
    let named = std::env::var_os("ND_PYTHON");
    let python = python.map(Into::into).or(named).unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.args(["-u", "-c", BRIDGE, scheduler]);
    command
}
