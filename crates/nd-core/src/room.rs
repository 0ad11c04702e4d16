//! [`Room`]: a part of a buffer that one thread fills from its start.

use std::mem::MaybeUninit;

/// Places for elements, and how many of them were filled.
pub(crate) struct Room<'a, T> {
    places: &'a mut [MaybeUninit<T>],
    filled: usize,
}

impl<'a, T: Copy> Room<'a, T> {
    pub(crate) fn new(places: &'a mut [MaybeUninit<T>]) -> Self {
        Room { places, filled: 0 }
    }

    /// Whether all places were filled.
    pub(crate) fn is_full(&self) -> bool {
        self.filled == self.places.len()
    }

    /// Adds as many elements as an iterator says that it has.
    ///
    /// # Panics
    /// If they do not fit.
    #[inline(always)]
    pub(crate) fn append(&mut self, elements: impl ExactSizeIterator<Item = T>) {
        let places = &mut self.places[self.filled..][..elements.len()];
        let mut filled = 0;
        for (place, element) in places.iter_mut().zip(elements) {
            place.write(element);
            filled += 1;
        }
        self.filled += filled;
    }

    /// Adds copies of all elements of a slice.
    ///
    /// # Panics
    /// If they do not fit.
    #[inline(always)]
    pub(crate) fn extend(&mut self, elements: &[T]) {
        self.append(elements.iter().copied());
    }
}
