//! [`Queue`]: nodes by distance, for searches whose distances never fall.

use crate::index::Index;

/// Takes the nearest entry first, for distances from 0 on of which none is less than the last one that was taken.
///
/// An entry lies in a bucket by the highest bit in which its distance differs from the last one taken: adding it is
/// a push, and until it is taken it moves down 64 buckets at most. (R. K. Ahuja, K. Mehlhorn, J. B. Orlin and R. E.
/// Tarjan, "Faster algorithms for the shortest path problem", 1990.)
pub(super) struct Queue<I> {
    last: u64,
    buckets: Vec<Vec<(u64, I)>>,
    /// A bit for each bucket that is not empty; the first one, of entries as far as the last, has none.
    filled: u64,
}

impl<I: Index> Queue<I> {
    pub(super) fn new() -> Queue<I> {
        Queue { last: 0, buckets: (0..=u64::BITS).map(|_| Vec::new()).collect(), filled: 0 }
    }

    /// Forgets all entries.
    pub(super) fn clear(&mut self) {
        self.buckets.iter_mut().for_each(Vec::clear);
        (self.last, self.filled) = (0, 0);
    }

    #[inline(always)]
    pub(super) fn push(&mut self, distance: f64, node: I) {
        // Numbers from 0 on are ordered as their bits; -0 + 0 is 0.
        self.put((distance + 0.0).to_bits(), node);
    }

    #[inline(always)]
    fn put(&mut self, bits: u64, node: I) {
        debug_assert!(bits >= self.last, "a distance below the last one");
        let bucket = u64::BITS - (bits ^ self.last).leading_zeros();
        self.filled |= 1u64.checked_shl(bucket.wrapping_sub(1)).unwrap_or(0);
        self.buckets[bucket as usize].push((bits, node));
    }

    /// The nearest entry. Of those that `is_old` says are, which has to stay so, any may be left out.
    #[inline(always)]
    pub(super) fn pop(&mut self, is_old: impl Fn(f64, I) -> bool) -> Option<(f64, I)> {
        loop {
            if let Some((bits, node)) = self.buckets[0].pop() {
                return Some((f64::from_bits(bits), node));
            }
            if self.filled == 0 {
                return None;
            }
            self.refill(&is_old);
        }
    }

    /// Moves the entries of the nearest bucket to those below it.
    fn refill(&mut self, is_old: &impl Fn(f64, I) -> bool) {
        let nearest = self.filled.trailing_zeros() as usize + 1;
        self.filled &= self.filled - 1;
        let mut entries = std::mem::take(&mut self.buckets[nearest]);
        entries.retain(|&(bits, node)| !is_old(f64::from_bits(bits), node));
        if let Some(least) = entries.iter().map(|&(bits, _)| bits).min() {
            self.last = least;
            entries.iter().for_each(|&(bits, node)| self.put(bits, node));
        }
        entries.clear();
        self.buckets[nearest] = entries;
    }
}
