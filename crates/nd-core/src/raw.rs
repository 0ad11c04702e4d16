//! [`Raw`]: a pointer with a layout, and the five invariants that all unsafe code rests on.
//!
//! For every [`Array`](crate::Array), [`View`](crate::View) and [`ViewMut`](crate::ViewMut):
//!
//! 1. **Provenance.** `first` comes from the allocation that the elements live in, never
//!    from a reference to a single element.
//! 2. **Bounds.** For every valid index, `first` plus its offset lies in that allocation.
//!    An array without elements may have any `first` in (or one past) its allocation.
//! 3. **No meeting.** In an owner or a mutable view, two different indices never reach the
//!    same element, and no other live view reaches them.
//! 4. **Alignment.** `first` is aligned for `T`; offsets are whole elements.
//! 5. **Initialised.** Every reachable element is a valid `T`.
//!
//! They are established by the constructors of `Buffer` and the `from_raw_parts` functions,
//! and kept by [`Layout`], whose methods only ever narrow, reorder or repeat what is
//! reachable. [`Raw::check`] asserts what can be asserted (2, 3 and 4) in debug builds.

use crate::element::Element;
use crate::layout::Layout;
use crate::time::{Datetime64, Timedelta64, Unit};
use std::ptr::NonNull;

/// Where the first element is, and where the others are from there.
#[derive(Debug)]
pub(crate) struct Raw<T> {
    pub(crate) first: NonNull<T>,
    pub(crate) layout: Layout,
}

impl<T> Clone for Raw<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Raw<T> {}

impl<T> Raw<T> {
    /// The pointer to an element, for an index that is in bounds.
    ///
    /// # Safety
    /// `index` has one entry per axis, each below that axis's length.
    #[inline(always)]
    pub(crate) unsafe fn element(&self, index: &[usize]) -> NonNull<T> {
        // SAFETY: by invariant 2 every valid index stays in the allocation.
        unsafe { self.first.offset(self.layout.offset_of(index)) }
    }

    /// The same memory with another layout whose first element is `moved` away.
    ///
    /// # Safety
    /// `layout` and `moved` come from one of [`Layout`]'s narrowing functions applied to
    /// this layout.
    #[inline(always)]
    pub(crate) unsafe fn relaid(&self, layout: Layout, moved: isize) -> Raw<T> {
        // SAFETY: those functions keep every reachable offset within the old range.
        Raw { first: unsafe { self.first.offset(moved) }, layout }
    }

    /// Asserts invariants 2 and 4 against the allocation `start..start + len`, and 3 if
    /// `unique`; in debug builds only.
    #[inline(always)]
    pub(crate) fn check(&self, start: *const T, len: usize, unique: bool) {
        if cfg!(debug_assertions) {
            self.check_now(start, len, unique);
        }
    }

    fn check_now(&self, start: *const T, len: usize, unique: bool) {
        assert!(self.first.is_aligned(), "invariant 4: misaligned first element");
        if self.layout.size() == 0 || size_of::<T>() == 0 {
            return;
        }
        let (low, high) = self.layout.offset_range().expect("invariant 2: offsets overflow");
        let item = size_of::<T>() as isize;
        let first = (self.first.as_ptr() as isize - start as isize) / item;
        let inside = first + low >= 0 && first + high < len as isize;
        assert!(inside, "invariant 2: {:?} leaves its {len} elements", self.layout);
        assert!(
            !unique || !self.layout.overlaps_itself(),
            "invariant 3: {:?} reaches an element twice",
            self.layout
        );
    }
}

/// Types that are an `i64` and nothing else: arrays of them and of their counts are the same memory.
///
/// # Safety
/// The type has the size and alignment of an `i64`, and every `i64` is a value of it, and the other way round.
#[doc(hidden)]
pub unsafe trait Counted: Element {}

// SAFETY: an `i64`, a type without size beside it, and `repr(transparent)`.
unsafe impl<U: Unit> Counted for Datetime64<U> {}
// SAFETY: as above.
unsafe impl<U: Unit> Counted for Timedelta64<U> {}
