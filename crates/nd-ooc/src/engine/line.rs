//! Lines between processes: words with tabs between them.

use super::batch::{Failure, Stats};
use std::time::Duration;

/// Words as a line.
pub(super) fn joined(words: &[&str]) -> String {
    let escaped = |word: &&str| {
        word.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
    };
    let mut line = words.iter().map(escaped).collect::<Vec<_>>().join("\t");
    line.push('\n');
    line
}

/// The words of a line.
pub(super) fn split(line: &str) -> Vec<String> {
    line.trim_end_matches(['\n', '\r']).split('\t').map(plain).collect()
}

fn plain(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word.chars();
    while let Some(c) = rest.next() {
        out.push(match (c, c == '\\') {
            (_, true) => match rest.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(other) => other,
                None => '\\',
            },
            (c, false) => c,
        });
    }
    out
}

impl Stats {
    pub(super) fn words(&self) -> [String; 3] {
        let peak = self.peak.map_or_else(|| "?".to_owned(), |peak| peak.to_string());
        [self.elapsed.as_secs_f64().to_string(), self.read.to_string(), peak]
    }

    pub(super) fn of_words(words: &[String]) -> Option<Stats> {
        let [elapsed, read, peak] = words else { return None };
        let elapsed = Duration::try_from_secs_f64(elapsed.parse().ok()?).ok()?;
        Some(Stats { elapsed, read: read.parse().ok()?, peak: peak.parse().ok() })
    }
}

impl Failure {
    pub(super) fn words(&self) -> [String; 5] {
        let kind = match (self.is_final, self.is_panic) {
            (true, _) => "final",
            (_, true) => "panic",
            _ => "error",
        };
        let numbers =
            |all: &[usize]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let (starts, stops) = self.region.clone().unwrap_or_default();
        let operation = self.operation.clone().unwrap_or_default();
        [kind.into(), operation, numbers(&starts), numbers(&stops), self.message.clone()]
    }

    pub(super) fn of_words(words: &[String]) -> Option<Failure> {
        let [kind, operation, starts, stops, message] = words else { return None };
        let numbers = |text: &str| {
            text.split_whitespace().map(|one| one.parse().ok()).collect::<Option<Vec<usize>>>()
        };
        let (starts, stops) = (numbers(starts)?, numbers(stops)?);
        Some(Failure {
            is_final: kind == "final",
            is_panic: kind == "panic",
            operation: Some(operation.clone()).filter(|name| !name.is_empty()),
            region: (!starts.is_empty() && starts.len() == stops.len()).then_some((starts, stops)),
            message: message.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_as_they_went_in() {
        let words = ["a\tb", "", "c\\td\n", "\\", "é\r\n"];
        let line = joined(&words);
        assert_eq!(line.matches('\n').count(), 1);
        assert_eq!(split(&line), words);
    }

    #[test]
    fn failures_and_stats_come_out_as_they_went_in() {
        let failure = Failure {
            is_final: false,
            is_panic: true,
            operation: Some("map".into()),
            region: Some((vec![1, 0], vec![4, 9])),
            message: "no\tway\n".into(),
        };
        assert_eq!(Failure::of_words(&failure.words()), Some(failure));
        let plain = Failure { message: "x".into(), ..Failure::default() };
        assert_eq!(Failure::of_words(&plain.words()), Some(plain));
        let stats = Stats { elapsed: Duration::from_millis(1500), read: 7, peak: None };
        assert_eq!(Stats::of_words(&stats.words()), Some(stats));
    }
}
