//! Operands as the closures of [`zip`](crate::zip) see them: copies of elements, or references.

use crate::array::Array;
use crate::cow::CowArray;
use crate::engine::course::Part;
use crate::engine::walk::{Access, Operand, Places};
use crate::view::View;
use crate::view_mut::ViewMut;
use std::marker::PhantomData;

/// What a loop sees of one element of an operand, for the time `'x` of one call.
///
/// The lifetime belongs to the call, not to the operand: the element may be a copy in a
/// buffer that is gone after the walk, so a closure must not be able to keep a reference to
/// it. (`B` is there for its implied bound: what the implementor borrows outlives `'x`.)
pub trait LaneItem<'x, B = &'x Self> {
    type Item;
}

/// The kind of one operand: whether the loop may write through it.
///
/// # Safety
/// Items are made from pointers to valid elements only as [`Lane::item`] says.
pub unsafe trait Lane: for<'x> LaneItem<'x> {
    type Elem: Copy;

    /// What the loop sees of element `i`.
    ///
    /// # Safety
    /// `elements` has an element `i`; for lanes that write, nobody else reaches it meanwhile.
    unsafe fn item<'x>(elements: *mut Self::Elem, i: usize) -> <Self as LaneItem<'x>>::Item;
}

/// An operand that is read; the loop sees copies.
pub struct Read<T>(PhantomData<T>);
/// An operand that is written; the loop sees references.
pub struct Write<T>(PhantomData<T>);

impl<'x, T> LaneItem<'x> for Read<T> {
    type Item = T;
}
impl<'x, T> LaneItem<'x> for Write<T> {
    type Item = &'x mut T;
}

// SAFETY: items are copies of valid elements.
unsafe impl<T: Copy> Lane for Read<T> {
    type Elem = T;
    #[inline(always)]
    unsafe fn item<'x>(elements: *mut T, i: usize) -> <Self as LaneItem<'x>>::Item {
        // SAFETY: the caller's promise.
        unsafe { *elements.add(i) }
    }
}

// SAFETY: items are references to distinct elements, or to distinct copies of them in a
// buffer that is written back.
unsafe impl<T: Copy> Lane for Write<T> {
    type Elem = T;
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

/// The kinds of several operands: tuples of one to six lanes.
///
/// # Safety
/// As for [`Lane`].
pub unsafe trait Lanes: for<'x> LanesItems<'x> {
    /// Contiguous elements of each lane.
    type Loaded: Copy;
    /// The elements of the first lane.
    type First: Copy;

    /// The elements of each, with lane `k` as operand `k + base` of the walk.
    fn loaded(at: &Places, base: usize) -> Self::Loaded;

    /// The contiguous elements of the first lane.
    fn first(loaded: Self::Loaded) -> *mut Self::First;

    /// [`Lane::item`] of each.
    ///
    /// # Safety
    /// As for [`Lane::item`].
    unsafe fn items<'x>(loaded: Self::Loaded, i: usize) -> <Self as LanesItems<'x>>::Items;
}

macro_rules! lanes {
    ($($L:ident $O:ident $k:tt),*) => {
        impl<'x, $($L: LaneItem<'x>),*> LanesItems<'x> for ($($L,)*) {
            type Items = ($($L::Item,)*);
        }

        // SAFETY: each lane is passed on to its own `Lane` implementation.
        unsafe impl<$($L: Lane),*> Lanes for ($($L,)*) {
            type Loaded = ($(*mut $L::Elem,)*);
            type First = A::Elem;

            #[inline(always)]
            fn loaded(at: &Places, base: usize) -> Self::Loaded {
                ($(at[base + $k].cast(),)*)
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

        impl<$($O: Walked),*> Tuple for ($($O,)*) {
            type Lanes = ($($O::Lane,)*);
            #[inline(always)]
            fn laned(&mut self) -> LanedAll<'_, Self::Lanes> {
                let all = ($(self.$k.laned(),)*);
                let mut parts = [all.0.part; 6];
                let mut operands = [all.0.operand; 6];
                $(
                    parts[$k] = all.$k.part;
                    operands[$k] = all.$k.operand;
                )*
                let count = [$($k),*].len();
                LanedAll { parts, operands, count, kind: PhantomData }
            }
        }
    };
}
lanes!(A O 0);
lanes!(A O 0, B P 1);
lanes!(A O 0, B P 1, C Q 2);
lanes!(A O 0, B P 1, C Q 2, D R 3);
lanes!(A O 0, B P 1, C Q 2, D R 3, E S 4);
lanes!(A O 0, B P 1, C Q 2, D R 3, E S 4, F U 5);

/// One operand: where it is, and as what the loop sees it.
pub struct Laned<'a, L> {
    part: Part<'a>,
    operand: Operand,
    kind: PhantomData<L>,
}

/// An array that is read or written by a walk.
pub trait Walked {
    /// As what the loop sees it.
    type Lane: Lane;
    /// Where it is.
    fn laned(&mut self) -> Laned<'_, Self::Lane>;
}

/// A mutable array, for [`FirstMut`](crate::FirstMut).
pub trait WalkedMut: Walked {}

/// Where several operands are, and as what the loop sees them. Made here alone, so that kinds,
/// layouts and pointers belong together.
pub struct LanedAll<'a, L> {
    parts: [Part<'a>; 6],
    operands: [Operand; 6],
    count: usize,
    kind: PhantomData<L>,
}

impl<L> LanedAll<'_, L> {
    #[inline(always)]
    pub(crate) fn parts(&self) -> &[Part<'_>] {
        &self.parts[..self.count]
    }

    #[inline(always)]
    pub(crate) fn operands(&self) -> &[Operand] {
        &self.operands[..self.count]
    }
}

impl<'a, T: Copy + Send + Sync, const N: usize> LanedAll<'a, [T; N]> {
    /// Views of one type, all of them read.
    pub(crate) fn views(views: &'a [View<'_, T>; N]) -> Self {
        const { assert!(N >= 1 && N <= 6, "a walk takes one to six inputs") };
        let view = |k: usize| &views[k.min(N - 1)];
        LanedAll {
            parts: std::array::from_fn(|k| Part { layout: view(k).layout(), writes: false }),
            operands: std::array::from_fn(|k| Operand::new(view(k).as_ptr(), Access::Read)),
            count: N,
            kind: PhantomData,
        }
    }
}

/// A tuple of one to six of them.
pub trait Tuple {
    /// As what the loop sees them.
    type Lanes: Lanes;
    /// Where they are.
    fn laned(&mut self) -> LanedAll<'_, Self::Lanes>;
}

macro_rules! read {
    ($([$($gen:tt)*] $Type:ty;)*) => {$(
        impl<T: Copy + Send + Sync, $($gen)*> Walked for $Type {
            type Lane = Read<T>;
            #[inline(always)]
            fn laned(&mut self) -> Laned<'_, Read<T>> {
                let part = Part { layout: self.layout(), writes: false };
                let operand = Operand::new(self.as_ptr(), Access::Read);
                Laned { part, operand, kind: PhantomData }
            }
        }
    )*};
}
read! {
    [] &Array<T>;
    [] &ViewMut<'_, T>;
    [] &CowArray<'_, T>;
    [] View<'_, T>;
    [] &View<'_, T>;
}

macro_rules! write {
    ($([$($gen:tt)*] $Type:ty;)*) => {$(
        impl<T: Copy + Send + Sync, $($gen)*> Walked for $Type {
            type Lane = Write<T>;
            #[inline(always)]
            fn laned(&mut self) -> Laned<'_, Write<T>> {
                let raw = self.raw_mut();
                let operand = Operand::new(raw.first.as_ptr(), Access::Change);
                let part = Part { layout: &raw.layout, writes: true };
                Laned { part, operand, kind: PhantomData }
            }
        }
        impl<T: Copy + Send + Sync, $($gen)*> WalkedMut for $Type {}
    )*};
}
write! {
    [] &mut Array<T>;
    [] &mut ViewMut<'_, T>;
    [] ViewMut<'_, T>;
}
