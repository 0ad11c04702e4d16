//! Vectors in huge pages, for what keeps its numbers in a `Vec`.
//!
//! An [`Array`](crate::Array) has them of its own accord. The allocator's memory comes in pages of 4 KiB: a long
//! vector has thousands, each of which costs a fault when it is first touched, and of which the processor can
//! remember the places of a few only, so that reading anywhere in it waits twice. Where the system has no huge
//! pages, or the vector is short, nothing changes.
//!
//! # Examples
//! ```
//! use nd_core::huge;
//!
//! assert_eq!(huge::advised(vec![0; 3]), [0, 0, 0]);
//! assert_eq!(huge::filled(0.5, 2), [0.5, 0.5]);
//! assert!(huge::room::<u8>(10).capacity() >= 10);
//! ```

use crate::alloc;

/// A vector whose memory, as far as it was not touched yet, will lie in huge pages: zeros that come from
/// `vec![0.0; n]` are not touched.
///
/// # Examples
/// ```
/// assert_eq!(nd_core::huge::advised(vec![0u8; 2]), [0, 0]);
/// ```
#[must_use]
pub fn advised<T>(vector: Vec<T>) -> Vec<T> {
    alloc::advise(vector.as_ptr().cast(), vector.capacity().saturating_mul(size_of::<T>()));
    vector
}

/// An empty vector with room for that many elements.
///
/// # Panics
/// If they need more than `isize::MAX` bytes, or the memory is not there: as [`Vec::with_capacity`].
///
/// # Examples
/// ```
/// let mut squares = nd_core::huge::room(3);
/// squares.extend((0..3).map(|x| x * x));
/// assert_eq!(squares, [0, 1, 4]);
/// ```
#[must_use]
pub fn room<T>(capacity: usize) -> Vec<T> {
    advised(Vec::with_capacity(capacity))
}

/// So many copies of a value. Zeros are faster by [`advised`]`(vec![0.0; n])`: fresh memory is zero.
///
/// # Panics
/// As [`room`].
///
/// # Examples
/// ```
/// assert_eq!(nd_core::huge::filled(f64::INFINITY, 1), [f64::INFINITY]);
/// ```
#[must_use]
pub fn filled<T: Clone>(value: T, n: usize) -> Vec<T> {
    let mut vector = room(n);
    vector.resize(n, value);
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long enough that whole huge pages lie inside, wherever the allocator puts them.
    const LONG: usize = 1 << 20;

    #[test]
    fn advice_leaves_contents_as_they_are() {
        let counted: Vec<u64> = (0..LONG as u64).collect();
        let advised = advised(counted.clone());
        assert_eq!(advised, counted);
        assert_eq!(super::advised(vec![0u64; LONG]), vec![0; LONG]);
        assert_eq!(filled(1.5, LONG), vec![1.5; LONG]);
        let mut grown = room(LONG);
        grown.extend(counted.iter().copied().chain(0..10));
        assert_eq!(
            (grown.len(), grown[LONG - 1], grown[LONG + 9]),
            (LONG + 10, LONG as u64 - 1, 9)
        );
    }

    #[test]
    fn nothing_is_advised_of_nothing() {
        assert!(advised(Vec::<u64>::new()).is_empty());
        assert_eq!(advised(vec![(); 3]).len(), 3);
        assert_eq!(room::<()>(5).capacity(), usize::MAX);
    }
}
