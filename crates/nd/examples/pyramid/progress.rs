//! How much is done, and how long the rest takes: one line on a terminal, a line for each tenth elsewhere.

use super::convert::Made;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

pub(crate) struct Progress {
    start: Instant,
    /// What was done by those before.
    before: Option<usize>,
    shown: Option<usize>,
    terminal: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let terminal = stderr().is_terminal();
        Self { start: Instant::now(), before: None, shown: None, terminal }
    }

    pub(crate) fn show(&mut self, done: usize, all: usize) {
        let before = *self.before.get_or_insert(done);
        let percent = 100 * done / all.max(1);
        let step = if self.terminal { 1 } else { 10 };
        if self.shown.is_some_and(|shown| percent / step <= shown / step) {
            return;
        }
        self.shown = Some(percent);
        let left = left(self.start.elapsed(), done - before, all - done);
        let (front, back) = if self.terminal { ("\r", "\x1b[K") } else { ("", "\n") };
        // Whoever closed it does not want to know.
        let _ = write!(stderr(), "{front}{percent:>3} %{left}{back}");
    }

    pub(crate) fn end(&self, made: &Made) {
        let front = if self.terminal { "\r\x1b[K" } else { "" };
        let seconds = self.start.elapsed().as_secs_f64();
        let (megabytes, sizes) = (made.bytes as f64 / 1e6, made.levels.join(", "));
        eprintln!("{front}{sizes}: {megabytes:.1} MB in {seconds:.1} s");
    }
}

/// The time that is left, in words; empty as long as nobody can know.
fn left(elapsed: Duration, done: usize, rest: usize) -> String {
    if done == 0 || rest == 0 {
        return String::new();
    }
    let seconds = (elapsed.as_secs_f64() * rest as f64 / done as f64).ceil() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!(", {s} s left"),
        (0, m, s) => format!(", {m} min {s} s left"),
        (h, m, _) => format!(", {h} h {m} min left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_that_of_the_rest() {
        let seconds = Duration::from_secs;
        assert_eq!(left(seconds(10), 10, 5), ", 5 s left");
        assert_eq!(left(seconds(10), 1, 9), ", 1 min 30 s left");
        assert_eq!(left(seconds(60), 1, 100), ", 1 h 40 min left");
        assert_eq!(left(seconds(60), 0, 100), "");
        assert_eq!(left(seconds(60), 100, 0), "");
    }
}
