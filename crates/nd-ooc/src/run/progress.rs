//! [`RunOptions::progress`]: how far a run is, for whoever waits for it.

use super::amounts::{Bytes, Rate, Time};
use super::options::RunOptions;
use super::report::StageReport;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Cells of a bar.
const BAR: usize = 24;

impl RunOptions {
    /// Says on the standard error stream how far each stage is: a bar with bytes per second and the time that is left
    /// on a terminal, elsewhere a line when a stage ends and every five seconds before.
    ///
    /// A function set by [`watch`](Self::watch) before is called too.
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::RunOptions;
    ///
    /// let mean = nd_ooc::arange(0.0f64, 1e6, 1.0).mean().value_with(&RunOptions::default().progress())?;
    /// assert_eq!(mean, 499_999.5);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn progress(self) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let progress = Progress::new(std::io::stderr(), terminal);
        let before = self.watcher.clone();
        self.watch(move |stage| {
            progress.show(stage);
            if let Some(before) = &before {
                before(stage);
            }
        })
    }
}

/// Where it is said, and when it was said last.
struct Progress<W> {
    terminal: bool,
    every: Duration,
    state: Mutex<State<W>>,
}

struct State<W> {
    to: W,
    said: Option<Instant>,
}

impl<W: Write> Progress<W> {
    fn new(to: W, terminal: bool) -> Arc<Progress<W>> {
        let every = if terminal { Duration::from_millis(100) } else { Duration::from_secs(5) };
        // The first line elsewhere comes when there has been something to wait for.
        let said = (!terminal).then(Instant::now);
        Arc::new(Progress { terminal, every, state: Mutex::new(State { to, said }) })
    }

    fn show(&self, stage: &StageReport) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let last = stage.done == stage.pieces;
        if !last && state.said.is_some_and(|said| said.elapsed() < self.every) {
            return;
        }
        state.said = Some(Instant::now());
        let text = line(stage, self.terminal);
        // Whoever closed the stream does not want to be told, and the run goes on.
        let _ = match (self.terminal, last) {
            (true, false) => write!(state.to, "\r{text}\x1b[K"),
            (true, true) => writeln!(state.to, "\r{text}\x1b[K"),
            (false, _) => writeln!(state.to, "{text}"),
        };
        let _ = state.to.flush();
    }
}

/// How far a stage is, on one line.
fn line(stage: &StageReport, bar: bool) -> String {
    let part = stage.done as f64 / stage.pieces.max(1) as f64;
    let read = if stage.to_read > 0 { stage.read } else { (stage.written as f64 * part) as u64 };
    let mut text = format!("stage {}/{} ", stage.number + 1, stage.stages);
    if bar {
        let full = (part * BAR as f64) as usize;
        text += &format!("{}{} ", "━".repeat(full), "╌".repeat(BAR - full));
    }
    let per_cent = (part * 100.0) as usize;
    text += &format!("{per_cent:3} % {} {}", Bytes(read), Rate(read, stage.elapsed));
    if stage.done == stage.pieces {
        text += &format!(", {}", Time(stage.elapsed));
    } else if stage.done > 0 {
        text += &format!(", {} left", Time(stage.elapsed.mul_f64(1.0 / part - 1.0)));
    }
    let names = stage.operations.join(", ");
    let names: String = names.chars().take(if bar { 24 } else { 60 }).collect();
    format!("{text}  {names}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(done: usize) -> StageReport {
        StageReport {
            stages: 2,
            operations: vec!["mean".into()],
            pieces: 8,
            done,
            to_read: 8 << 20,
            read: (done as u64) << 20,
            elapsed: Duration::from_millis(500 * done as u64),
            ..StageReport::default()
        }
    }

    #[test]
    fn a_bar_with_rate_and_time_left() {
        let text = line(&stage(2), true);
        assert!(text.starts_with("stage 1/2 ━━━━━━╌╌"), "{text}");
        assert!(text.ends_with(" 25 % 2.00 MiB 2.00 MiB/s, 3.00 s left  mean"), "{text}");
        assert!(line(&stage(8), false).ends_with("100 % 8.00 MiB 2.00 MiB/s, 4.00 s  mean"));
    }

    #[test]
    fn a_terminal_has_one_line_a_stage_and_a_file_the_last() {
        let said = |terminal| {
            let progress = Progress::new(Vec::new(), terminal);
            (1..=8).for_each(|done| progress.show(&stage(done)));
            let state = progress.state.lock().unwrap();
            String::from_utf8(state.to.clone()).unwrap()
        };
        let (terminal, file) = (said(true), said(false));
        assert_eq!(terminal.matches('\n').count(), 1);
        assert!(terminal.starts_with("\rstage 1/2") && terminal.matches('\r').count() >= 2);
        assert_eq!(file.lines().count(), 1);
        assert!(!file.contains(['\r', '\x1b']) && file.contains("100 %"));
    }
}
