//! Handing a loop contiguous elements, whatever the strides.

use crate::engine::plan::PerOperand;
use std::mem::MaybeUninit;

/// Bytes of buffer for one operand that is not contiguous.
const SCRATCH: usize = 4096;

/// A buffer for part of a run of one operand. `repr(C)`, so that the bytes come first and have
/// the alignment of the whole.
#[repr(C, align(64))]
pub struct Scratch {
    bytes: [MaybeUninit<u8>; SCRATCH],
    /// The element that fills the buffer, if it was filled with one, and how often.
    splat: (*const u8, usize),
}

impl Scratch {
    #[inline(always)]
    pub(crate) fn new() -> Scratch {
        Scratch { bytes: [MaybeUninit::uninit(); SCRATCH], splat: (std::ptr::null(), 0) }
    }

    #[inline(always)]
    fn elements<T>(&mut self) -> *mut T {
        self.bytes.as_mut_ptr().cast()
    }
}

/// How many elements of `T` a loop may be handed at a time when something is not contiguous.
#[inline(always)]
pub(crate) const fn chunk<T>() -> usize {
    // Types that do not fit go one at a time: a single element is always contiguous.
    if size_of::<T>() == 0 || size_of::<T>() > SCRATCH || align_of::<T>() > 64 {
        1
    } else {
        SCRATCH / size_of::<T>()
    }
}

/// Contiguous elements to read: those at `first` if `step` is 1, copies in `scratch` if not.
///
/// # Safety
/// `first`, `first + step`, … are `len` readable elements; `len <= chunk::<T>()` unless
/// `step` is 1.
#[inline(always)]
pub(crate) unsafe fn gather<T: Copy>(
    first: *const T,
    step: isize,
    len: usize,
    scratch: &mut Scratch,
) -> *const T {
    if step == 1 || len == 1 {
        return first;
    }
    let buffer = scratch.elements::<T>();
    // SAFETY: `len` elements fit in the buffer, which is aligned for them; the reads are the
    // caller's promise.
    unsafe {
        if step == 0 {
            if scratch.splat.0 != first.cast() || scratch.splat.1 < len {
                let value = *first;
                for i in 0..len {
                    buffer.add(i).write(value);
                }
                scratch.splat = (first.cast(), len);
            }
        } else if step == -1 {
            for i in 0..len {
                buffer.add(i).write(*first.sub(i));
            }
        } else {
            for i in 0..len {
                buffer.add(i).write(*first.offset(i as isize * step));
            }
        }
    }
    buffer
}

/// Where to write contiguous elements that [`scatter`] puts in their places afterwards.
///
/// # Safety
/// As for [`gather`], for writing.
#[inline(always)]
pub(crate) unsafe fn target<T>(
    first: *mut T,
    step: isize,
    len: usize,
    scratch: &mut Scratch,
) -> *mut T {
    if step == 1 || len == 1 { first } else { scratch.elements::<T>() }
}

/// Copies what was written to `from` (by way of [`target`]) to its places.
///
/// # Safety
/// The same arguments as for [`target`], whose result `from` is and holds `len` elements.
#[inline(always)]
pub(crate) unsafe fn scatter<T: Copy>(from: *const T, first: *mut T, step: isize, len: usize) {
    if step == 1 || len == 1 {
        return;
    }
    // SAFETY: the caller's promise; a scratch buffer never overlaps an array.
    unsafe {
        for i in 0..len {
            first.offset(i as isize * step).write(*from.add(i));
        }
    }
}

/// What a loop sees of one element of an operand, for the time `'x` of one call.
///
/// The lifetime belongs to the call, not to the operand: the element may be a copy in a
/// buffer that is gone after the walk, so a closure must not be able to keep a reference to
/// it. (`B` is there for its implied bound: what the implementor borrows outlives `'x`.)
pub trait LaneItem<'x, B = &'x Self> {
    type Item;
}

/// One operand of a walk: a pointer, and whether the loop may write through it.
///
/// # Safety
/// Items are made from pointers to valid elements only as [`Lane::item`] says.
pub unsafe trait Lane: Copy + Send + Sync + for<'x> LaneItem<'x> {
    type Elem: Copy;
    const CHUNK: usize;

    /// Contiguous elements for part of a run.
    ///
    /// # Safety
    /// `at`, `at + step`, … are `len` valid offsets of this operand; `len <= CHUNK` unless
    /// `step` is 1.
    unsafe fn load(self, at: isize, step: isize, len: usize, s: &mut Scratch) -> *mut Self::Elem;

    /// Puts written elements in their places.
    ///
    /// # Safety
    /// The same arguments as for [`load`](Self::load), whose result `from` is.
    unsafe fn store(self, from: *const Self::Elem, at: isize, step: isize, len: usize);

    /// What the loop sees of element `i`.
    ///
    /// # Safety
    /// `elements` came from [`load`](Self::load) with `len > i`; for lanes that write, each
    /// `i` is asked for once at a time.
    unsafe fn item<'x>(elements: *mut Self::Elem, i: usize) -> <Self as LaneItem<'x>>::Item;
}

/// An operand that is read; the loop sees copies.
pub struct Read<T>(pub(crate) *const T);
/// An operand that is written; the loop sees references.
pub struct Write<'a, T>(pub(crate) *mut T, pub(crate) std::marker::PhantomData<&'a mut T>);

impl<T> Clone for Read<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Read<T> {}
impl<T> Clone for Write<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Write<'_, T> {}

// SAFETY: stands for a view of the elements, which is `Send` and `Sync` for such `T`.
unsafe impl<T: Sync> Send for Read<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Read<T> {}
// SAFETY: stands for a mutable view; the engine gives each element to one thread only.
unsafe impl<T: Send> Send for Write<'_, T> {}
// SAFETY: as above: sharing the lane between threads shares out disjoint elements.
unsafe impl<T: Send> Sync for Write<'_, T> {}

impl<'x, T> LaneItem<'x> for Read<T> {
    type Item = T;
}
impl<'x, T> LaneItem<'x> for Write<'_, T> {
    type Item = &'x mut T;
}

// SAFETY: items are copies of valid elements.
unsafe impl<T: Copy + Sync> Lane for Read<T> {
    type Elem = T;
    const CHUNK: usize = chunk::<T>();

    #[inline(always)]
    unsafe fn load(self, at: isize, step: isize, len: usize, s: &mut Scratch) -> *mut T {
        // SAFETY: the caller's promise.
        unsafe { gather(self.0.offset(at), step, len, s).cast_mut() }
    }
    #[inline(always)]
    unsafe fn store(self, _: *const T, _: isize, _: isize, _: usize) {}
    #[inline(always)]
    unsafe fn item<'x>(elements: *mut T, i: usize) -> <Self as LaneItem<'x>>::Item {
        // SAFETY: the caller's promise.
        unsafe { *elements.add(i) }
    }
}

// SAFETY: items are references to distinct elements, or to distinct copies of them in a
// buffer that `store` writes back.
unsafe impl<T: Copy + Send> Lane for Write<'_, T> {
    type Elem = T;
    const CHUNK: usize = chunk::<T>();

    #[inline(always)]
    unsafe fn load(self, at: isize, step: isize, len: usize, s: &mut Scratch) -> *mut T {
        // The elements change between loads: a remembered fill would be stale. (Steps of 0
        // do not occur in what is written, except over a single element.)
        s.splat = (std::ptr::null(), 0);
        // SAFETY: the caller's promise.
        unsafe { gather(self.0.offset(at), step, len, s).cast_mut() }
    }
    #[inline(always)]
    unsafe fn store(self, from: *const T, at: isize, step: isize, len: usize) {
        // SAFETY: the caller's promise.
        unsafe { scatter(from, self.0.offset(at), step, len) }
    }
    #[inline(always)]
    unsafe fn item<'x>(elements: *mut T, i: usize) -> <Self as LaneItem<'x>>::Item {
        // SAFETY: the caller's promise.
        unsafe { &mut *elements.add(i) }
    }
}

/// [`LaneItem`] for several operands at once.
pub trait LanesItems<'x, B = &'x Self> {
    /// One item of each lane.
    type Items;
}

/// Several operands walked together: tuples of one to six lanes.
///
/// # Safety
/// As for [`Lane`].
pub unsafe trait Lanes: Copy + Send + Sync + for<'x> LanesItems<'x> {
    /// Contiguous elements of each lane.
    type Loaded: Copy;
    /// The elements of the first lane.
    type First: Copy;
    /// How many lanes there are.
    const COUNT: usize;
    /// The shortest chunk of any lane.
    const CHUNK: usize;

    /// [`Lane::load`] for each, with lane `k` as operand `k + base` of the walk.
    ///
    /// # Safety
    /// As for [`Lane::load`].
    unsafe fn load(
        self,
        base: usize,
        start: &PerOperand,
        step: &PerOperand,
        from: usize,
        len: usize,
        scratch: &mut [Scratch; 6],
    ) -> Self::Loaded;

    /// [`Lane::store`] for each.
    ///
    /// # Safety
    /// As for [`Lane::store`].
    unsafe fn store(
        self,
        loaded: Self::Loaded,
        base: usize,
        start: &PerOperand,
        step: &PerOperand,
        from: usize,
        len: usize,
    );

    /// The contiguous elements of the first lane.
    fn first(loaded: Self::Loaded) -> *mut Self::First;

    /// [`Lane::item`] of each.
    ///
    /// # Safety
    /// As for [`Lane::item`].
    unsafe fn items<'x>(loaded: Self::Loaded, i: usize) -> <Self as LanesItems<'x>>::Items;
}

const fn smallest(chunks: &[usize]) -> usize {
    let mut least = usize::MAX;
    let mut i = 0;
    while i < chunks.len() {
        if chunks[i] < least {
            least = chunks[i];
        }
        i += 1;
    }
    least
}

macro_rules! lanes {
    ($count:literal: $($L:ident $k:tt),*) => {
        impl<'x, $($L: LaneItem<'x>),*> LanesItems<'x> for ($($L,)*) {
            type Items = ($($L::Item,)*);
        }

        // SAFETY: each lane is passed on to its own `Lane` implementation.
        unsafe impl<$($L: Lane),*> Lanes for ($($L,)*) {
            type Loaded = ($(*mut $L::Elem,)*);
            type First = A::Elem;
            const COUNT: usize = $count;
            const CHUNK: usize = smallest(&[$($L::CHUNK),*]);

            #[inline(always)]
            unsafe fn load(
                self,
                base: usize,
                start: &PerOperand,
                step: &PerOperand,
                from: usize,
                len: usize,
                scratch: &mut [Scratch; 6],
            ) -> Self::Loaded {
                ($({
                    let (s, d) = (start[base + $k], step[base + $k]);
                    // SAFETY: the caller's promise.
                    unsafe { self.$k.load(s + from as isize * d, d, len, &mut scratch[$k]) }
                },)*)
            }

            #[inline(always)]
            unsafe fn store(
                self,
                loaded: Self::Loaded,
                base: usize,
                start: &PerOperand,
                step: &PerOperand,
                from: usize,
                len: usize,
            ) {
                $({
                    let (s, d) = (start[base + $k], step[base + $k]);
                    // SAFETY: the caller's promise.
                    unsafe { self.$k.store(loaded.$k, s + from as isize * d, d, len) }
                })*
            }

            #[inline(always)]
            fn first(loaded: Self::Loaded) -> *mut A::Elem {
                loaded.0
            }

            #[inline(always)]
            unsafe fn items<'x>(
                loaded: Self::Loaded,
                i: usize,
            ) -> <Self as LanesItems<'x>>::Items {
                // SAFETY: the caller's promise.
                ($(unsafe { $L::item(loaded.$k, i) },)*)
            }
        }
    };
}
lanes!(1: A 0);
lanes!(2: A 0, B 1);
lanes!(3: A 0, B 1, C 2);
lanes!(4: A 0, B 1, C 2, D 3);
lanes!(5: A 0, B 1, C 2, D 3, E 4);
lanes!(6: A 0, B 1, C 2, D 3, E 4, F 5);
