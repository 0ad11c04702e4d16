//! What the machine could do just before a task and just after it.

use serde_json::{Value, json};

/// Gigabytes read a second, gigabytes copied, 10⁹ floating-point operations; all threads together.
pub(super) type Figures = [f64; 3];

/// Two measurements around the rounds of a task.
#[derive(Clone, Copy, Default)]
pub(super) struct Ceiling {
    pub(super) before: Figures,
    pub(super) after: Figures,
}

impl Ceiling {
    /// By what part the machine was slower in the worse of the two: its memory, or else its
    /// arithmetic. 0 where it was not measured.
    pub(super) fn drift(&self, memory: bool) -> f64 {
        let kinds = if memory { 0..2 } else { 2..3 };
        let apart = |kind: usize| {
            let (a, b) = (self.before[kind], self.after[kind]);
            if a > 0.0 && b > 0.0 { a.max(b) / a.min(b) - 1.0 } else { 0.0 }
        };
        kinds.map(apart).fold(0.0, f64::max)
    }

    pub(super) fn json(&self) -> Value {
        json!({ "before": self.before, "after": self.after })
    }

    pub(super) fn from_json(value: &Value) -> Self {
        Self { before: figures(&value["before"]), after: figures(&value["after"]) }
    }
}

/// Three numbers; zeros for what is missing.
pub(super) fn figures(value: &Value) -> Figures {
    [0, 1, 2].map(|kind| value[kind].as_f64().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_is_of_what_limits_the_task() {
        let ceiling = Ceiling { before: [20.0, 10.0, 100.0], after: [20.0, 12.5, 40.0] };
        assert_eq!((ceiling.drift(true), ceiling.drift(false)), (0.25, 1.5));
        assert_eq!(Ceiling::default().drift(true), 0.0);
        assert_eq!(Ceiling::from_json(&ceiling.json()).after, ceiling.after);
    }
}
