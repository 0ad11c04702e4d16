//! Talking to one of the two processes: a command a line, an answer in JSON a line.

use crate::shell::Outcome;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A process that holds the data of one side.
pub(super) struct Side {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    name: String,
}

impl Side {
    pub(super) fn start(command: &mut Command) -> Outcome<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("cannot start {name}: {e}"))?;
        let commands = child.stdin.take().expect("standard input is piped");
        let answers = BufReader::new(child.stdout.take().expect("standard output is piped"));
        Ok(Self { child, commands, answers, name })
    }

    /// Sends one command and waits for its answer.
    pub(super) fn ask(&mut self, command: &str) -> Outcome<Value> {
        let died = |name: &str| format!("{name} ended while asked to `{command}`");
        writeln!(self.commands, "{command}").map_err(|_| died(&self.name))?;
        let mut line = String::new();
        match self.answers.read_line(&mut line) {
            Ok(0) | Err(_) => return Err(died(&self.name)),
            Ok(_) => {}
        }
        let answer: Value = serde_json::from_str(&line)
            .map_err(|e| format!("{}: not JSON ({e}): {line}", self.name))?;
        match answer["error"].as_str() {
            Some(error) => Err(format!("{}: {command}: {error}", self.name)),
            None => Ok(answer),
        }
    }

    /// Makes the data of a workload and returns its digest, and the bytes it held beside the data.
    pub(super) fn prepare(&mut self, workload: &str) -> Outcome<(Vec<f64>, Option<f64>)> {
        let answer = self.ask(&format!("prepare {workload}"))?;
        let digest = answer["digest"].as_array().map_or(&[][..], Vec::as_slice);
        let digest = digest.iter().filter_map(Value::as_f64).collect();
        Ok((digest, answer["peak"].as_f64()))
    }

    /// Nanoseconds of one call, averaged over `calls`.
    pub(super) fn time(&mut self, workload: &str, calls: u32) -> Outcome<f64> {
        let answer = self.ask(&format!("run {workload} {calls}"))?;
        answer["ns"].as_f64().ok_or_else(|| format!("{}: no time in {answer}", self.name))
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // It holds nothing worth saving, and it may be in the middle of a long call.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
