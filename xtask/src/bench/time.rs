//! What the rounds of one participant took.

/// Rounds of one task by one library.
#[derive(Clone, Default)]
pub(super) struct Time {
    /// Nanoseconds of a call, a value a round.
    pub(super) rounds: Vec<f64>,
}

impl Time {
    pub(super) fn new(rounds: &[f64]) -> Self {
        Self { rounds: rounds.to_vec() }
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.rounds.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }

    /// Nanoseconds of the middle round.
    pub(super) fn median(&self) -> f64 {
        let sorted = self.sorted();
        let middle = sorted.len() / 2;
        match sorted.len() {
            0 => f64::NAN,
            n if n % 2 == 1 => sorted[middle],
            _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
        }
    }

    /// Nanoseconds of the fastest round: what the code takes when nobody disturbs it.
    pub(super) fn best(&self) -> f64 {
        self.rounds.iter().copied().fold(f64::NAN, f64::min)
    }

    /// By what part of the fastest round the middle one took longer: what would be left out of a
    /// ratio if only one side had met a busy neighbour.
    pub(super) fn noise(&self) -> f64 {
        self.median() / self.best() - 1.0
    }

    /// Milliseconds of the fastest and of the slowest round; none of fewer than three.
    pub(super) fn spread(&self) -> Option<[f64; 2]> {
        let sorted = self.sorted();
        (sorted.len() >= 3).then(|| [sorted[0] / 1e6, sorted[sorted.len() - 1] / 1e6])
    }

    /// The median, and how far the rounds lay apart.
    pub(super) fn shown(&self) -> String {
        let middle = milliseconds(self.median() / 1e6);
        match self.spread() {
            Some([least, most]) => {
                format!("{middle} ({}–{})", milliseconds(least), milliseconds(most))
            }
            None => middle,
        }
    }
}

/// Three significant digits.
pub(super) fn milliseconds(ms: f64) -> String {
    let decimals = (2.0 - ms.abs().max(1e-9).log10().floor()).clamp(0.0, 9.0) as usize;
    format!("{ms:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_spreads() {
        let time = |rounds: &[f64]| Time::new(rounds);
        assert_eq!(time(&[3.0, 1.0, 9.0]).median(), 3.0);
        assert_eq!(time(&[3.0, 1.0, 9.0, 4.0]).median(), 3.5);
        assert_eq!(time(&[3e6, 1e6, 9e6]).shown(), "3.00 (1.00–9.00)");
        assert_eq!(time(&[3e6]).shown(), "3.00");
        // One slow round is no noise; a slow half is.
        assert_eq!(time(&[4.0, 4.0, 9.0]).noise(), 0.0);
        assert_eq!(time(&[4.0, 5.0, 5.0]).noise(), 0.25);
    }

    #[test]
    fn three_digits() {
        let shown = [0.000_123_4, 1.0, 12.345, 1234.5].map(milliseconds);
        assert_eq!(shown, ["0.000123", "1.00", "12.3", "1234"]);
    }
}
