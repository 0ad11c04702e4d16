//! Handing a loop contiguous elements, whatever the strides: by size, not by type.

use std::mem::MaybeUninit;

/// Bytes of buffer for one operand that is not contiguous.
const SCRATCH: usize = 4096;

/// What the engine knows of an element type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) size: usize,
    pub(crate) align: usize,
}

impl Item {
    pub(crate) const fn of<T>() -> Item {
        Item { size: size_of::<T>(), align: align_of::<T>() }
    }

    /// How many elements a loop may be handed at a time when something is not contiguous.
    #[inline(always)]
    pub(crate) const fn chunk(self) -> usize {
        // Types that do not fit go one at a time: a single element is always contiguous.
        if self.size == 0 || self.size > SCRATCH || self.align > 64 {
            1
        } else {
            SCRATCH / self.size
        }
    }
}

/// Some rows of elements, distances counted in elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) rows: usize,
    pub(crate) len: usize,
    /// From one row to the next.
    pub(crate) row: isize,
    /// From one element of a row to the next.
    pub(crate) step: isize,
}

impl Piece {
    pub(crate) const fn line(len: usize, step: isize) -> Piece {
        Piece { rows: 1, len, row: 0, step }
    }

    /// Whether the elements lie one after the other, row after row.
    #[inline(always)]
    pub(crate) fn is_contiguous(&self) -> bool {
        (self.step == 1 || self.len == 1) && (self.rows == 1 || self.row == self.len as isize)
    }

    /// Whether every row is the same elements.
    fn repeats(&self) -> bool {
        self.row == 0 && (self.rows > 1 || self.step == 0)
    }
}

/// A buffer for part of one operand. `repr(C)`, so that the bytes come first and have the
/// alignment of the whole.
#[repr(C, align(64))]
pub(crate) struct Scratch {
    bytes: [MaybeUninit<u8>; SCRATCH],
    /// What the buffer holds copies of, if that can be asked for again.
    held: Option<(*const u8, Piece)>,
}

impl Scratch {
    #[inline(always)]
    pub(crate) fn new() -> Scratch {
        Scratch { bytes: [MaybeUninit::uninit(); SCRATCH], held: None }
    }

    /// Several of them, in place: they are too large to be moved about.
    #[inline(always)]
    pub(crate) fn several<const N: usize>(
        room: &mut MaybeUninit<[Scratch; N]>,
    ) -> &mut [Scratch; N] {
        let first = room.as_mut_ptr().cast::<Scratch>();
        for k in 0..N {
            // SAFETY: a field of scratch `k`, in memory that is borrowed.
            unsafe { (&raw mut (*first.add(k)).held).write(None) };
        }
        // SAFETY: the other field of each need not be initialised.
        unsafe { room.assume_init_mut() }
    }

    /// Room for `chunk` elements.
    #[inline(always)]
    pub(crate) fn start(&mut self) -> *mut u8 {
        self.bytes.as_mut_ptr().cast()
    }

    /// Forgets what the buffer holds: the elements may have changed since.
    #[inline(always)]
    pub(crate) fn forget(&mut self) {
        self.held = None;
    }

    /// Copies of a piece, one element after the other.
    ///
    /// # Safety
    /// `first` and the piece reach readable elements, at most [`Item::chunk`] of them, and more
    /// than one only if they fit (`chunk` is more than 1).
    pub(crate) unsafe fn copy(&mut self, item: Item, first: *const u8, piece: &Piece) -> *mut u8 {
        let to = self.start();
        if piece.repeats() {
            // A stretched operand is asked for again and again.
            if let Some((held, of)) = &self.held {
                let same = *held == first && of.len == piece.len && of.step == piece.step;
                if same && of.row == 0 && of.rows >= piece.rows {
                    return to;
                }
            }
        }
        self.held = piece.repeats().then_some((first, *piece));
        // SAFETY: the caller's promise; the buffer is nobody else's.
        unsafe { gather(item.size, first, piece, to) };
        to
    }
}

/// Copies a piece to contiguous places.
///
/// # Safety
/// The piece reaches readable elements from `first`, as many may be written at `to`, and the
/// two do not overlap.
pub(crate) unsafe fn gather(size: usize, first: *const u8, piece: &Piece, to: *mut u8) {
    let bytes = size as isize;
    let (row, step) = (piece.row * bytes, piece.step * bytes);
    let across = piece.rows > 1 && piece.row.unsigned_abs() < piece.step.unsigned_abs();
    // SAFETY: all places are those of the caller's piece.
    unsafe {
        if across && piece.row != 0 {
            // Neighbours in memory are below each other: a cache line is read once.
            for i in 0..piece.len as isize {
                let (from, to) = (first.offset(i * step), to.offset(i * bytes));
                line(size, (from, row), (to, bytes * piece.len as isize), piece.rows);
            }
            return;
        }
        for r in 0..piece.rows as isize {
            let to = to.offset(r * bytes * piece.len as isize);
            line(size, (first.offset(r * row), step), (to, bytes), piece.len);
        }
    }
}

/// Copies contiguous elements to the places of a piece.
///
/// # Safety
/// As for [`gather`], the other way round.
pub(crate) unsafe fn scatter(size: usize, from: *const u8, first: *mut u8, piece: &Piece) {
    let bytes = size as isize;
    let (row, step) = (piece.row * bytes, piece.step * bytes);
    let across = piece.rows > 1 && piece.row.unsigned_abs() < piece.step.unsigned_abs();
    // SAFETY: all places are those of the caller's piece.
    unsafe {
        if across {
            for i in 0..piece.len as isize {
                let (from, to) = (from.offset(i * bytes), first.offset(i * step));
                line(size, (from, bytes * piece.len as isize), (to, row), piece.rows);
            }
            return;
        }
        for r in 0..piece.rows as isize {
            let from = from.offset(r * bytes * piece.len as isize);
            line(size, (from, bytes), (first.offset(r * row), step), piece.len);
        }
    }
}

/// Copies `len` elements of `size` bytes at distances given in bytes.
///
/// # Safety
/// The places are readable and writable, and do not overlap.
#[inline]
pub(crate) unsafe fn line(size: usize, from: (*const u8, isize), to: (*mut u8, isize), len: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        if from.1 == size as isize && to.1 == size as isize {
            return to.0.copy_from_nonoverlapping(from.0, size * len);
        }
        match size {
            1 => sized::<1>(from, to, len),
            2 => sized::<2>(from, to, len),
            4 => sized::<4>(from, to, len),
            8 => sized::<8>(from, to, len),
            16 => sized::<16>(from, to, len),
            _ => {
                for i in 0..len as isize {
                    let (from, to) = (from.0.offset(i * from.1), to.0.offset(i * to.1));
                    to.copy_from_nonoverlapping(from, size);
                }
            }
        }
    }
}

/// [`line()`] of elements whose size the compiler knows: a move each, no call. Bytes, so that
/// alignment and padding do not matter.
///
/// # Safety
/// As for [`line()`].
#[inline(always)]
unsafe fn sized<const N: usize>(from: (*const u8, isize), to: (*mut u8, isize), len: usize) {
    type Bytes<const N: usize> = [MaybeUninit<u8>; N];
    // SAFETY: the caller's promise.
    unsafe {
        if from.1 == 0 && to.1 == N as isize {
            let value = from.0.cast::<Bytes<N>>().read();
            for i in 0..len {
                to.0.cast::<Bytes<N>>().add(i).write(value);
            }
        } else if to.1 == N as isize {
            for i in 0..len as isize {
                let value = from.0.offset(i * from.1).cast::<Bytes<N>>().read();
                to.0.cast::<Bytes<N>>().offset(i).write(value);
            }
        } else {
            for i in 0..len as isize {
                let value = from.0.offset(i * from.1).cast::<Bytes<N>>().read();
                to.0.offset(i * to.1).cast::<Bytes<N>>().write(value);
            }
        }
    }
}
