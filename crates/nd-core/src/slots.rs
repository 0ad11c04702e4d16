//! [`Slots`]: memory that is filled before anyone reads it, proved by a token.

use crate::array::Array;
use crate::buffer::Buffer;
use crate::error::ok;
use crate::layout::Layout;
use crate::shape::Shape;
use crate::threads;
use crate::view_mut::ViewMut;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// Places for elements, one after the other, all of which have to be filled.
///
/// Filling them gives [`Filled`], the only value that the closures of
/// [`Array::from_slots`] may return: memory need not be zeroed first, and nothing that was
/// not written can be read.
pub struct Slots<'s, T> {
    places: &'s mut [MaybeUninit<T>],
    brand: PhantomData<fn(&'s ()) -> &'s ()>,
}

/// Proof that [`Slots`] were filled.
pub struct Filled<'s>(PhantomData<fn(&'s ()) -> &'s ()>);

impl<'s, T: Copy> Slots<'s, T> {
    fn new(places: &'s mut [MaybeUninit<T>]) -> Slots<'s, T> {
        Slots { places, brand: PhantomData }
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Writes what `next` returns into each, first to last.
    #[inline(always)]
    pub fn fill_with(self, mut next: impl FnMut() -> T) -> Filled<'s> {
        for place in self.places {
            place.write(next());
        }
        Filled(PhantomData)
    }

    /// Where each of `N` lanes begins: the slots cut into so many parts of
    /// [`len`](Self::len)` / N`, of which the last takes the rest.
    #[inline]
    pub fn lane_starts<const N: usize>(&self) -> [usize; N] {
        std::array::from_fn(|lane| lane * (self.places.len() / N))
    }

    /// Writes `N` lanes side by side, each from its own source: several streams whose numbers
    /// wait for the number before them are faster together than one after the other.
    #[inline(always)]
    pub fn fill_lanes<const N: usize>(self, mut next: [impl FnMut() -> T; N]) -> Filled<'s> {
        let len = self.places.len() / N;
        let (lanes, rest) = self.places.split_at_mut(N * len);
        for i in 0..len {
            for (lane, next) in next.iter_mut().enumerate() {
                lanes[lane * len + i].write(next());
            }
        }
        for place in rest {
            place.write(next[N - 1]());
        }
        Filled(PhantomData)
    }
}

impl<T: Copy> Array<T> {
    /// A new array, in C order, whose elements `fill` writes.
    ///
    /// # Panics
    /// If the size overflows.
    ///
    /// # NumPy
    /// `a = np.empty(shape)` and a loop, without the chance to forget an element.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let mut n = 0;
    /// let a = Array::from_slots([2, 2], |slots| {
    ///     slots.fill_with(|| {
    ///         n += 1;
    ///         n
    ///     })
    /// });
    /// assert_eq!(a, array![[1, 2], [3, 4]]);
    /// ```
    #[track_caller]
    pub fn from_slots(
        shape: impl Into<Shape>,
        fill: impl for<'s> FnOnce(Slots<'s, T>) -> Filled<'s>,
    ) -> Array<T> {
        let shape = shape.into();
        let len = ok(shape.size_for(size_of::<T>(), "from_slots"));
        let mut buffer = Buffer::<MaybeUninit<T>>::uninit(len);
        fill(Slots::new(buffer.as_mut_slice()));
        // SAFETY: `fill` returned the token of its slots, which exists only after all of them
        // were written: its lifetime is that of no other slots.
        Array::from_buffer(unsafe { buffer.assume_init() }, Layout::c_order(shape))
    }

    /// As [`from_slots`](Self::from_slots), in parts of at most `part` elements on all
    /// threads: `fill` is told where in the array, in C order, its part begins.
    ///
    /// # Panics
    /// If the size overflows, or `part` is 0.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::from_slots_parallel([5], 2, |start, slots| {
    ///     let mut n = start;
    ///     slots.fill_with(|| {
    ///         n += 1;
    ///         n
    ///     })
    /// });
    /// assert_eq!(a, array![1, 2, 3, 4, 5]);
    /// ```
    #[track_caller]
    pub fn from_slots_parallel(
        shape: impl Into<Shape>,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> Array<T>
    where
        T: Send,
    {
        assert!(part > 0, "from_slots_parallel: parts of no elements");
        Array::from_slots(shape, |slots| fill_parallel(slots, part, &fill))
    }
}

/// Fills `slots` in parts on all threads.
fn fill_parallel<'s, T: Copy + Send>(
    slots: Slots<'s, T>,
    part: usize,
    fill: &(impl for<'p> Fn(usize, Slots<'p, T>) -> Filled<'p> + Sync),
) -> Filled<'s> {
    threads::chunks(slots.places, part, &|start, places| {
        fill(start, Slots::new(places));
    });
    Filled(PhantomData)
}

impl<T: Copy> ViewMut<'_, T> {
    /// Overwrites every element in C order with what `fill` writes, in as few parts as lie
    /// one after the other in memory: one if the view is C-contiguous.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array, s};
    ///
    /// let mut a = Array::<i32>::zeros([2, 3]);
    /// let mut n = 0;
    /// a.slice_mut(s![.., ..;2]).fill_slots(|slots| {
    ///     slots.fill_with(|| {
    ///         n += 1;
    ///         n
    ///     })
    /// });
    /// assert_eq!(a, array![[1, 0, 2], [3, 0, 4]]);
    /// ```
    pub fn fill_slots(&mut self, mut fill: impl for<'s> FnMut(Slots<'s, T>) -> Filled<'s>) {
        if let Some(elements) = self.as_slice_mut() {
            fill(Slots::new(overwritable(elements)));
            return;
        }
        for element in self.iter_mut() {
            fill(Slots::new(overwritable(std::slice::from_mut(element))));
        }
    }

    /// As [`fill_slots`](Self::fill_slots), in parts of at most `part` elements on all
    /// threads if the view is C-contiguous; `false`, with nothing written, if it is not.
    ///
    /// # Panics
    /// If `part` is 0.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::Array::<usize>::zeros([4]);
    /// a.view_mut().fill_slots_parallel(2, |start, slots| slots.fill_with(|| start));
    /// assert_eq!(a, nd_core::array![0, 0, 2, 2]);
    /// ```
    pub fn fill_slots_parallel(
        &mut self,
        part: usize,
        fill: impl for<'s> Fn(usize, Slots<'s, T>) -> Filled<'s> + Sync,
    ) -> bool
    where
        T: Send,
    {
        assert!(part > 0, "fill_slots_parallel: parts of no elements");
        let Some(elements) = self.as_slice_mut() else { return false };
        fill_parallel(Slots::new(overwritable(elements)), part, &fill);
        true
    }
}

/// Elements as places to write to.
fn overwritable<T: Copy>(elements: &mut [T]) -> &mut [MaybeUninit<T>] {
    let (start, len) = (elements.as_mut_ptr().cast(), elements.len());
    // SAFETY: the same memory, borrowed as long. [`Slots`] only ever writes valid elements
    // through it, so that the elements stay initialised; `T: Copy` has nothing to drop.
    unsafe { std::slice::from_raw_parts_mut(start, len) }
}
