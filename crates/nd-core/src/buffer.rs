//! [`Buffer`]: the memory of one array, and the promise that its elements are initialised.

use crate::alloc::{self, Block, MAPPED_ALIGN, MAPPED_FROM};
use std::alloc::Layout;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::ptr::NonNull;

/// Owned memory with `len` initialised elements at its start.
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

/// A buffer that is filled from its start, a piece at a time.
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
        let layout = alloc::elements::<T>(len)?;
        if layout.size() >= MAPPED_FROM && layout.align() <= MAPPED_ALIGN {
            return Some(Self::mapped(alloc::take(layout.size())?, len));
        }
        if layout.size() == 0 {
            return Some(Buffer { start: NonNull::dangling(), len, origin: Origin::Heap(layout) });
        }
        // SAFETY: the size is not zero.
        let start = unsafe { std::alloc::alloc(layout) };
        Some(Buffer { start: NonNull::new(start.cast())?, len, origin: Origin::Heap(layout) })
    }

    /// As [`try_uninit`](Self::try_uninit), with every byte zero; big ones are not touched.
    pub(crate) fn try_zeroed(len: usize) -> Option<Self> {
        let layout = alloc::elements::<T>(len)?;
        if layout.size() >= MAPPED_FROM && layout.align() <= MAPPED_ALIGN {
            return Some(Self::mapped(alloc::take_zeroed(layout.size())?, len));
        }
        if layout.size() == 0 {
            return Some(Buffer { start: NonNull::dangling(), len, origin: Origin::Heap(layout) });
        }
        // SAFETY: the size is not zero.
        let start = unsafe { std::alloc::alloc_zeroed(layout) };
        Some(Buffer { start: NonNull::new(start.cast())?, len, origin: Origin::Heap(layout) })
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

    fn mapped(block: Block, len: usize) -> Self {
        Buffer { start: block.start.cast(), len, origin: Origin::Mapped(block.bytes) }
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
        match self.origin {
            Origin::Heap(layout) if layout.size() > 0 => {
                // SAFETY: the memory came from the global allocator with this layout.
                unsafe { std::alloc::dealloc(self.start.as_ptr().cast(), layout) }
            }
            Origin::Heap(_) => {}
            Origin::Mapped(bytes) => {
                alloc::give_back(Block { start: self.start.cast(), bytes });
            }
        }
    }
}
