//! [`Buffer`]: the memory of one array, and the promise that its elements are initialised.

use crate::alloc::{self, Block, MAPPED_ALIGN, MAPPED_FROM};
use crate::element::Element;
use crate::room::Room;
use crate::threads;
use half::{bf16, f16};
use num_complex::Complex;
use std::alloc::Layout;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr::NonNull;

/// Owned memory with `len` initialised elements at its start. `repr(C)`: see
/// [`Filling::words`].
#[repr(C)]
pub(crate) struct Buffer<T> {
    start: NonNull<T>,
    len: usize,
    origin: Origin,
}

/// Who the memory must be given back to.
enum Origin {
    /// The global allocator, with this layout (of size 0: nothing was allocated).
    Heap(Layout),
    /// The page mapper of [`alloc`], a block of this many bytes.
    Mapped(usize),
}

// SAFETY: a buffer owns its elements as a `Vec` does.
unsafe impl<T: Send> Send for Buffer<T> {}
// SAFETY: as above; shared access hands out `&T` only.
unsafe impl<T: Sync> Sync for Buffer<T> {}

impl<T> Buffer<T> {
    pub(crate) fn from_vec(vec: Vec<T>) -> Buffer<T> {
        let mut vec = ManuallyDrop::new(vec);
        let start = NonNull::new(vec.as_mut_ptr()).expect("a Vec's pointer is never null");
        let layout = alloc::elements::<T>(vec.capacity()).expect("the Vec was allocated so");
        Buffer { start, len: vec.len(), origin: Origin::Heap(layout) }
    }

    /// The elements as a `Vec`: free for memory that came from one, a move of the bytes for
    /// mapped memory.
    pub(crate) fn into_vec(self) -> Vec<T> {
        let this = ManuallyDrop::new(self);
        let (start, len) = (this.start, this.len);
        match this.origin {
            Origin::Heap(layout) => {
                let capacity = layout.size().checked_div(size_of::<T>()).unwrap_or(usize::MAX);
                // SAFETY: start and layout are those of a `Vec<T>` or of `Layout::array`,
                // the first `len` elements are initialised, and `this` is not dropped.
                unsafe { Vec::from_raw_parts(start.as_ptr(), len, capacity) }
            }
            Origin::Mapped(bytes) => {
                let mut vec = Vec::with_capacity(len);
                // SAFETY: both sides hold `len` elements and are distinct allocations; the
                // elements move, and the block is given back without dropping them.
                unsafe {
                    start.as_ptr().copy_to_nonoverlapping(vec.as_mut_ptr(), len);
                    vec.set_len(len);
                }
                alloc::give_back(Block { start: start.cast(), bytes });
                vec
            }
        }
    }

    /// The same memory for elements of another type.
    ///
    /// # Safety
    /// `U` has the size and alignment of `T`, and every element is a valid `U`.
    pub(crate) unsafe fn counted<U>(self) -> Buffer<U> {
        let this = ManuallyDrop::new(self);
        // SAFETY: read once, as `this` is never dropped.
        let origin = unsafe { std::ptr::read(&this.origin) };
        Buffer { start: this.start.cast(), len: this.len, origin }
    }

    #[inline]
    pub(crate) fn start(&self) -> NonNull<T> {
        self.start
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The elements, to write to.
    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: `len` initialised elements, borrowed as long as the buffer.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

impl<T> Buffer<T> {
    /// The first `len` items of `items`, in memory that is cheap to touch if it is large.
    ///
    /// # Panics
    /// If there are fewer items, or memory has run out.
    pub(crate) fn collect(len: usize, items: impl Iterator<Item = T>) -> Buffer<T> {
        /// Drops what was written if the iterator panics.
        struct Written<T> {
            buffer: Buffer<MaybeUninit<T>>,
            count: usize,
        }
        impl<T> Drop for Written<T> {
            fn drop(&mut self) {
                let start = self.buffer.start.as_ptr().cast::<T>();
                // SAFETY: the first `count` elements were written and nobody else has them.
                unsafe { std::ptr::slice_from_raw_parts_mut(start, self.count).drop_in_place() }
            }
        }

        let mut written = Written { buffer: Buffer::uninit(len), count: 0 };
        let start = written.buffer.start.as_ptr();
        for item in items.take(len) {
            // SAFETY: `count < len`, so the slot lies in the buffer; it holds nothing yet.
            unsafe { start.add(written.count).write(MaybeUninit::new(item)) };
            written.count += 1;
        }
        assert_eq!(written.count, len, "an iterator gave fewer items than it promised");
        let written = ManuallyDrop::new(written);
        // SAFETY: the buffer is read out once, since `written` is never dropped, and all of
        // its `len` elements have been written.
        unsafe { std::ptr::read(&written.buffer).assume_init() }
    }
}

/// Types whose all-zero bytes are their zero, so that [`Array::zeros`](crate::Array::zeros)
/// need not write anything.
///
/// # Safety
/// A value whose bytes are all zero must be valid, and be what "zero" means for the type.
pub unsafe trait ZeroBits: Element {}

macro_rules! zero_bits {
    ($($T:ty)*) => {$(
        // SAFETY: zero bytes are `false`, 0 or +0.0.
        unsafe impl ZeroBits for $T {}
    )*};
}
zero_bits!(bool i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f16 bf16 f32 f64);
zero_bits!(Complex<f32> Complex<f64>);

impl<T: ZeroBits> Buffer<T> {
    /// Zeros; big ones are not touched.
    #[inline]
    pub(crate) fn zeros(len: usize) -> Buffer<T> {
        // SAFETY: `ZeroBits` says that zero bytes are valid elements.
        unsafe { Buffer::<MaybeUninit<T>>::zeroed(len).assume_init() }
    }

    /// As [`zeros`](Self::zeros), or `None` if memory has run out.
    #[inline]
    pub(crate) fn try_zeros(len: usize) -> Option<Buffer<T>> {
        // SAFETY: as above.
        Buffer::<MaybeUninit<T>>::try_zeroed(len).map(|zeroed| unsafe { zeroed.assume_init() })
    }
}

/// The bytes of one element of that size, whatever they are: copies need to know no more, and
/// are compiled once for each size.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Word<const N: usize>([MaybeUninit<u8>; N]);

impl<const N: usize> Element for Word<N> {}

/// Whether there is a [`Word`] of that size.
pub(crate) const fn is_word(size: usize) -> bool {
    matches!(size, 1 | 2 | 4 | 8 | 16)
}

/// Calls a copying function that is compiled for each [`Word`], or for other sizes the generic
/// function that those were made from.
macro_rules! by_size {
    ($T:ty, $generic:ident, [$one:ident $two:ident $four:ident $eight:ident $sixteen:ident],
        $view:expr, $out:expr $(, $arg:expr)*) => {
        if const { $crate::buffer::is_word(size_of::<$T>()) } {
            match size_of::<$T>() {
                1 => $one($view.words(), $out.words() $(, $arg)*),
                2 => $two($view.words(), $out.words() $(, $arg)*),
                4 => $four($view.words(), $out.words() $(, $arg)*),
                8 => $eight($view.words(), $out.words() $(, $arg)*),
                _ => $sixteen($view.words(), $out.words() $(, $arg)*),
            }
        } else {
            $generic($view, $out $(, $arg)*)
        }
    };
}
pub(crate) use by_size;

/// Fills the room of the part of that number.
type FillPart<'f, T, E> = dyn Fn(usize, &mut Room<'_, T>) -> Result<(), E> + Sync + 'f;

/// A buffer that is filled from its start, a piece at a time. `repr(C)`: see
/// [`words`](Filling::words).
#[repr(C)]
pub(crate) struct Filling<T> {
    buffer: Buffer<MaybeUninit<T>>,
    written: usize,
}

impl<T: Copy> Filling<T> {
    pub(crate) fn new(len: usize) -> Filling<T> {
        Filling { buffer: Buffer::uninit(len), written: 0 }
    }

    /// Adds one element.
    ///
    /// # Panics
    /// If the buffer is full.
    #[inline(always)]
    pub(crate) fn push(&mut self, element: T) {
        assert!(self.written < self.buffer.len, "a buffer was filled beyond its end");
        // SAFETY: the slot lies in the buffer.
        unsafe { self.buffer.start.add(self.written).write(MaybeUninit::new(element)) };
        self.written += 1;
    }

    /// Adds copies of all elements of a slice.
    ///
    /// # Panics
    /// If they do not fit.
    #[inline(always)]
    pub(crate) fn extend(&mut self, elements: &[T]) {
        let room = self.buffer.len - self.written;
        assert!(elements.len() <= room, "a buffer was filled beyond its end");
        // SAFETY: that many slots are left, in memory that nobody else has.
        unsafe {
            let to = self.buffer.start.as_ptr().add(self.written).cast::<T>();
            elements.as_ptr().copy_to_nonoverlapping(to, elements.len());
        }
        self.written += elements.len();
    }

    /// Adds copies of all elements of a view, in C order.
    ///
    /// # Panics
    /// If they do not fit.
    #[inline]
    pub(crate) fn extend_view(&mut self, view: crate::View<'_, T>) {
        match view.as_slice() {
            Some(slice) => self.extend(slice),
            None => view.iter().for_each(|x| self.push(*x)),
        }
    }

    /// Adds so many elements, which `fill` writes.
    ///
    /// # Errors
    /// That of `fill`.
    ///
    /// # Panics
    /// If they do not fit, or `fill` leaves a place empty.
    #[inline(always)]
    pub(crate) fn try_part<E>(
        &mut self,
        len: usize,
        fill: impl FnOnce(&mut Room<'_, T>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut room = Room::new(&mut self.buffer.as_mut_slice()[self.written..][..len]);
        fill(&mut room)?;
        assert!(room.is_full(), "a part of a buffer was not filled");
        // All of them were written: the room was full.
        self.written += len;
        Ok(())
    }

    /// Adds parts of so many elements each, on all threads: `fill` is told which, and fills its room.
    ///
    /// # Errors
    /// That of the first part that has one.
    ///
    /// # Panics
    /// If they do not fit, or `fill` leaves a part of its room empty.
    pub(crate) fn try_parts<E: Send>(
        &mut self,
        lens: &[usize],
        fill: &FillPart<'_, T, E>,
    ) -> Result<(), E>
    where
        T: Send,
    {
        let mut left = &mut self.buffer.as_mut_slice()[self.written..];
        let mut rooms = Vec::with_capacity(lens.len());
        for (part, &len) in lens.iter().enumerate() {
            let (here, rest) = left.split_at_mut(len);
            rooms.push((part, Room::new(here)));
            left = rest;
        }
        let results = threads::map(rooms, &|(part, mut room)| {
            fill(part, &mut room)?;
            assert!(room.is_full(), "a part of a buffer was not filled");
            Ok(())
        });
        results.into_iter().collect::<Result<(), E>>()?;
        // All elements of all rooms were written: each was full.
        self.written += lens.iter().sum::<usize>();
        Ok(())
    }

    /// The same buffer, to be filled with words that are elements of `T`: those of a view of
    /// `T`, seen as [`View::words`](crate::View::words).
    ///
    /// # Panics
    /// If they have another size.
    #[inline]
    pub(crate) fn words<const N: usize>(&mut self) -> &mut Filling<Word<N>> {
        assert_eq!(size_of::<T>(), N, "words of another size");
        // SAFETY: both types are `repr(C)`, with fields of the same layouts: a pointer,
        // numbers, and where the memory came from. A word needs no alignment. The words written
        // are elements of `T`, as callers promise.
        unsafe { &mut *(&raw mut *self).cast() }
    }

    /// The filled buffer.
    ///
    /// # Panics
    /// If it is not full.
    pub(crate) fn finish(self) -> Buffer<T> {
        assert_eq!(self.written, self.buffer.len, "a buffer was not filled");
        // SAFETY: all elements have been written.
        unsafe { self.buffer.assume_init() }
    }
}

impl<T> Buffer<MaybeUninit<T>> {
    /// As [`try_uninit`](Self::try_uninit); running out of memory ends in the allocator's
    /// error handler, as it does for `Vec`.
    #[inline]
    pub(crate) fn uninit(len: usize) -> Self {
        Self::try_uninit(len).unwrap_or_else(|| Self::out_of_memory(len))
    }

    /// As [`uninit`](Self::uninit), zeroed.
    #[inline]
    pub(crate) fn zeroed(len: usize) -> Self {
        Self::try_zeroed(len).unwrap_or_else(|| Self::out_of_memory(len))
    }

    #[cold]
    fn out_of_memory(len: usize) -> ! {
        match alloc::elements::<T>(len) {
            Some(layout) => std::alloc::handle_alloc_error(layout),
            None => panic!("{len} elements of {} bytes overflow memory", size_of::<T>()),
        }
    }

    /// Room for `len` elements with unspecified content, or `None` if memory has run out.
    #[inline]
    pub(crate) fn try_uninit(len: usize) -> Option<Self> {
        let (start, origin) = allocated(alloc::elements::<T>(len)?, false)?;
        Some(Buffer { start: start.cast(), len, origin })
    }

    /// As [`try_uninit`](Self::try_uninit), with every byte zero; big ones are not touched.
    #[inline]
    pub(crate) fn try_zeroed(len: usize) -> Option<Self> {
        let (start, origin) = allocated(alloc::elements::<T>(len)?, true)?;
        Some(Buffer { start: start.cast(), len, origin })
    }

    /// Writes what `element` returns for each position.
    #[inline]
    pub(crate) fn tabulate(self, element: impl Fn(usize) -> T) -> Buffer<T>
    where
        T: Copy,
    {
        for i in 0..self.len {
            // SAFETY: `i < len`. A panic in `element` leaves elements that need no drop.
            unsafe { self.start.add(i).write(MaybeUninit::new(element(i))) };
        }
        // SAFETY: the loop wrote all of them.
        unsafe { self.assume_init() }
    }

    /// Declares the elements initialised.
    ///
    /// # Safety
    /// All `len` elements are.
    #[inline]
    pub(crate) unsafe fn assume_init(self) -> Buffer<T> {
        let mut this = ManuallyDrop::new(self);
        let origin = std::mem::replace(&mut this.origin, Origin::Mapped(0));
        Buffer { start: this.start.cast(), len: this.len, origin }
    }
}

impl<T> Drop for Buffer<T> {
    fn drop(&mut self) {
        if std::mem::needs_drop::<T>() {
            // SAFETY: the first `len` elements are initialised and nobody else drops them.
            unsafe {
                std::ptr::slice_from_raw_parts_mut(self.start.as_ptr(), self.len).drop_in_place();
            }
        }
        // SAFETY: start and origin belong together, and nobody uses the memory any more.
        unsafe { release(self.start.cast(), &self.origin) }
    }
}

/// Memory of this layout, where it must be given back to; `None` if there is none left.
fn allocated(layout: Layout, zeroed: bool) -> Option<(NonNull<u8>, Origin)> {
    if layout.size() >= MAPPED_FROM && layout.align() <= MAPPED_ALIGN {
        let take = if zeroed { alloc::take_zeroed } else { alloc::take };
        let block = take(layout.size())?;
        return Some((block.start, Origin::Mapped(block.bytes)));
    }
    if layout.size() == 0 {
        let start = std::ptr::without_provenance_mut(layout.align());
        return Some((NonNull::new(start)?, Origin::Heap(layout)));
    }
    // SAFETY: the size is not zero.
    let start = unsafe {
        if zeroed { std::alloc::alloc_zeroed(layout) } else { std::alloc::alloc(layout) }
    };
    Some((NonNull::new(start)?, Origin::Heap(layout)))
}

/// Gives memory back.
///
/// # Safety
/// It came from there, and nobody uses it any more.
unsafe fn release(start: NonNull<u8>, origin: &Origin) {
    match *origin {
        Origin::Heap(layout) if layout.size() > 0 => {
            // SAFETY: the memory came from the global allocator with this layout.
            unsafe { std::alloc::dealloc(start.as_ptr(), layout) }
        }
        Origin::Heap(_) => {}
        Origin::Mapped(bytes) => alloc::give_back(Block { start, bytes }),
    }
}

/// Places for elements, one after the other, all of which have to be filled.
///
/// Filling them gives [`Filled`], the only value that the closures of
/// [`Array::from_slots`](crate::Array::from_slots) may return: memory need not be zeroed first, and nothing that was
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
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let a = Array::from_slots([2, 3], |slots| {
    ///     let n = slots.len();
    ///     slots.fill_with(|| n)
    /// });
    /// assert_eq!(a, Array::full([2, 3], 6));
    /// ```
    #[inline]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// let a = Array::from_slots([2, 0], |slots| {
    ///     assert!(slots.is_empty());
    ///     slots.fill_with(|| 1.0)
    /// });
    /// assert_eq!(a.shape(), [2, 0]);
    /// ```
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Writes what `next` returns into each, first to last.
    ///
    /// # NumPy
    /// `np.fromiter(next, dtype, count)`, of any shape.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let mut state = 1u32;
    /// let powers = Array::from_slots([4], |slots| {
    ///     slots.fill_with(|| {
    ///         state *= 3;
    ///         state
    ///     })
    /// });
    /// assert_eq!(powers, array![3, 9, 27, 81]);
    /// ```
    #[inline(always)]
    pub fn fill_with(self, mut next: impl FnMut() -> T) -> Filled<'s> {
        for place in self.places {
            place.write(next());
        }
        Filled(PhantomData)
    }

    /// Writes copies of the elements of a slice.
    ///
    /// # Panics
    /// If it is not as long as the slots.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::from_slots([2, 2], |slots| slots.copy_from_slice(&[1, 2, 3, 4]));
    /// assert_eq!(a, nd_core::array![[1, 2], [3, 4]]);
    /// ```
    #[inline]
    #[track_caller]
    pub fn copy_from_slice(self, from: &[T]) -> Filled<'s> {
        assert_eq!(from.len(), self.places.len(), "copy_from_slice: as many elements as slots");
        for (place, &x) in self.places.iter_mut().zip(from) {
            place.write(x);
        }
        Filled(PhantomData)
    }

    /// Writes `first` into each, and then hands them all to `edit`, to be written in any order: for parts
    /// that stay in a cache in between.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::from_slots([2, 2], |slots| slots.edit(0, |a| a[2] = 5));
    /// assert_eq!(a, array![[0, 0], [5, 0]]);
    /// ```
    #[inline(always)]
    pub fn edit(self, first: T, edit: impl FnOnce(&mut [T])) -> Filled<'s> {
        let (start, len) = (self.places.as_mut_ptr().cast::<T>(), self.places.len());
        self.places.iter_mut().for_each(|place| {
            place.write(first);
        });
        // SAFETY: the same memory, borrowed as long, all of whose elements were written just now.
        edit(unsafe { std::slice::from_raw_parts_mut(start, len) });
        Filled(PhantomData)
    }

    /// Where each of `N` lanes begins: the slots cut into so many parts of
    /// [`len`](Self::len)` / N`, of which the last takes the rest.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::Array::from_slots([7], |slots| {
    ///     let [first, second] = slots.lane_starts();
    ///     assert_eq!((first, second), (0, 3));
    ///     slots.fill_with(|| 0)
    /// });
    /// assert_eq!(a.size(), 7);
    /// ```
    #[inline]
    pub fn lane_starts<const N: usize>(&self) -> [usize; N] {
        std::array::from_fn(|lane| lane * (self.places.len() / N))
    }

    /// Writes `N` lanes side by side, each from its own source: several streams whose numbers
    /// wait for the number before them are faster together than one after the other.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::from_slots([5], |slots| {
    ///     let counters = slots.lane_starts::<2>().map(|mut n| {
    ///         move || {
    ///             n += 1;
    ///             n
    ///         }
    ///     });
    ///     slots.fill_lanes(counters)
    /// });
    /// assert_eq!(a, array![1, 2, 3, 4, 5]); // the second lane has what is left over
    /// ```
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

/// The elements of `buffer`, once `fill` has written all of them.
pub(crate) fn filled<T: Copy>(
    mut buffer: Buffer<MaybeUninit<T>>,
    fill: impl for<'s> FnOnce(Slots<'s, T>) -> Filled<'s>,
) -> Buffer<T> {
    fill(Slots::new(buffer.as_mut_slice()));
    // SAFETY: `fill` returned the token of its slots, which exists only after all of them
    // were written: its lifetime is that of no other slots.
    unsafe { buffer.assume_init() }
}

impl<'s, T: Copy> Slots<'s, T> {
    /// Elements to be overwritten.
    pub(crate) fn over(elements: &'s mut [T]) -> Slots<'s, T> {
        let (start, len) = (elements.as_mut_ptr().cast(), elements.len());
        // SAFETY: the same memory, borrowed as long. Slots only ever write valid elements
        // through it, so that the elements stay initialised; `T: Copy` has nothing to drop.
        Slots::new(unsafe { std::slice::from_raw_parts_mut(start, len) })
    }

    /// Fills them in parts of at most `part` on all threads; `fill` is told where its begins.
    pub(crate) fn fill_parts(
        self,
        part: usize,
        fill: &(impl for<'p> Fn(usize, Slots<'p, T>) -> Filled<'p> + Sync),
    ) -> Filled<'s>
    where
        T: Send,
    {
        threads::chunks(self.places, part, &|start, places| {
            fill(start, Slots::new(places));
        });
        Filled(PhantomData)
    }
}
