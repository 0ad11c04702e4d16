//! What can be timed: a name, and how to get ready for it.

use crate::peak::Peak;
use std::time::Instant;

/// A workload by name, such as `nd/add_10m`.
pub struct Workload {
    /// Library and task; the task's name is the same in every library.
    pub name: &'static str,
    /// Makes the data and runs the task once.
    pub prepare: fn() -> Prepared,
}

/// A workload with its data made.
pub struct Prepared {
    /// What the task computed, in short: see [`Digest`].
    pub digest: Vec<f64>,
    /// Bytes that it held beside its data, at most; `None` where the system does not tell.
    pub peak: Option<u64>,
    call: Box<dyn FnMut()>,
}

impl Prepared {
    /// Runs `task` once for its digest and keeps it for timing.
    ///
    /// The task's result is dropped within the timing, as Python drops it.
    pub fn new<R: Digest>(task: impl FnMut() -> R + 'static) -> Self {
        Self::comparing(task, std::convert::identity)
    }

    /// As [`new`](Self::new), where only a part of the result can be compared: signs, phases and
    /// orders that are free are taken out by `compared`, outside of the timing.
    pub fn comparing<R, D: Digest>(
        mut task: impl FnMut() -> R + 'static,
        compared: impl FnOnce(R) -> D,
    ) -> Self {
        let watched = Peak::start();
        let result = std::hint::black_box(task());
        let peak = watched.and_then(|watched| watched.bytes());
        let digest = compared(result).digest();
        let call = move || {
            std::hint::black_box(task());
        };
        Self { digest, peak, call: Box::new(call) }
    }

    /// Nanoseconds of one call, averaged over `calls` calls.
    pub fn time(&mut self, calls: u32) -> f64 {
        let start = Instant::now();
        for _ in 0..calls {
            (self.call)();
        }
        start.elapsed().as_nanos() as f64 / f64::from(calls)
    }
}

/// The sum of a result and eight of its elements, spread evenly: enough to see that two
/// libraries computed the same.
pub trait Digest {
    /// Nine numbers, or none for a result that is not compared.
    fn digest(&self) -> Vec<f64>;
}

impl Digest for () {
    fn digest(&self) -> Vec<f64> {
        Vec::new()
    }
}

impl Digest for f64 {
    fn digest(&self) -> Vec<f64> {
        vec![*self; 9]
    }
}

impl Digest for usize {
    fn digest(&self) -> Vec<f64> {
        vec![*self as f64; 9]
    }
}

/// The digest of the elements of an array in logical order.
pub fn digest_of(elements: impl ExactSizeIterator<Item = f64>) -> Vec<f64> {
    let last = elements.len().saturating_sub(1);
    let mut digest = vec![0.0];
    for (at, x) in elements.enumerate() {
        digest[0] += x;
        while digest.len() < 9 && last * (digest.len() - 1) / 7 == at {
            digest.push(x);
        }
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_pick_what_python_picks() {
        // flat[last * k // 7] for k in range(8)
        let x: Vec<f64> = (0..15).map(f64::from).collect();
        let expected = [105.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0];
        assert_eq!(digest_of(x.iter().copied()), expected);
        assert_eq!(digest_of([5.0].into_iter()), [5.0; 9]);
    }

    #[test]
    fn timing_runs_the_task() {
        let count = std::rc::Rc::new(std::cell::Cell::new(0_usize));
        let seen = count.clone();
        let mut prepared = Prepared::new(move || {
            count.set(count.get() + 1);
            count.get()
        });
        assert_eq!(prepared.digest, [1.0; 9]);
        assert!(prepared.time(4) >= 0.0);
        assert_eq!(seen.get(), 5);
    }
}
