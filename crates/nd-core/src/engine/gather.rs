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
        if across && row == bytes {
            let to = (to, bytes * piece.len as isize);
            return transpose(size, (first, step), to, (piece.rows, piece.len), Stores::Cached);
        }
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
        if across && row == bytes {
            let from = (from, bytes * piece.len as isize);
            return transpose(size, from, (first, step), (piece.len, piece.rows), Stores::Cached);
        }
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

/// How results reach memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stores {
    /// Through the caches.
    Cached,
    /// Past them where a line is written whole: memory is not read first, and what the caches
    /// hold stays. For more than they hold; after it, [`finish`].
    Streamed,
}

/// Makes streamed results visible to other threads before anything that follows.
pub(crate) fn finish(stores: Stores) {
    #[cfg(target_arch = "x86_64")]
    if stores == Stores::Streamed {
        // SAFETY: every x86-64 has SSE.
        unsafe { std::arch::x86_64::_mm_sfence() };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = stores;
}

/// Copies rows to columns: element `r` of row `i` at `from` becomes element `i` of row `r` at
/// `to`. Elements of a row are next to each other; distances between rows are in bytes.
///
/// # Safety
/// `len` rows of `rows` elements are readable at `from`, `rows` rows of `len` elements writable
/// at `to`, and they do not overlap.
pub(crate) unsafe fn transpose(
    size: usize,
    from: (*const u8, isize),
    to: (*mut u8, isize),
    (rows, len): (usize, usize),
    stores: Stores,
) {
    // SAFETY: the caller's promise; what blocks leave out are whole rows, and ends of rows.
    unsafe {
        let (row, at) = match size {
            #[cfg(target_arch = "x86_64")]
            1 => registers::transpose::<1, 16>(from, to, (rows, len), stores),
            #[cfg(target_arch = "x86_64")]
            2 => registers::transpose::<2, 8>(from, to, (rows, len), stores),
            #[cfg(target_arch = "x86_64")]
            4 => registers::transpose::<4, 4>(from, to, (rows, len), stores),
            #[cfg(target_arch = "x86_64")]
            8 => registers::transpose::<8, 2>(from, to, (rows, len), stores),
            #[cfg(target_arch = "x86_64")]
            16 => registers::transpose::<16, 1>(from, to, (rows, len), stores),
            _ => (0, 0),
        };
        let bytes = size as isize;
        let rest = |r: usize, i: usize| {
            let (r, i) = (r as isize, i as isize);
            let from = (from.0.offset(i * from.1 + r * bytes), from.1);
            line(size, from, (to.0.offset(r * to.1 + i * bytes), bytes), len - i as usize);
        };
        (0..row).for_each(|r| rest(r, at));
        (row..rows).for_each(|r| rest(r, 0));
    }
}

#[cfg(target_arch = "x86_64")]
mod registers {
    //! Blocks of a transpose that are turned round in registers: SSE2, which every x86-64 has.

    use super::Stores;
    use std::arch::x86_64::*;
    use std::array;

    /// So many registers are a line of the cache.
    const LINE: usize = 4;

    /// [`super::transpose()`] of elements of `N` bytes, `L` in a register, as far as whole blocks
    /// reach: up to which row, and up to which of its elements.
    ///
    /// # Safety
    /// As there.
    pub(super) unsafe fn transpose<const N: usize, const L: usize>(
        from: (*const u8, isize),
        to: (*mut u8, isize),
        (rows, len): (usize, usize),
        stores: Stores,
    ) -> (usize, usize) {
        let (rows, len) = (rows - rows % L, len - len % (LINE * L));
        // Parts of lines take longer past the caches than through them.
        let whole = to.0.addr().is_multiple_of(64) && to.1 % 64 == 0;
        let streamed = whole && stores == Stores::Streamed;
        // Along the rows that are read, which the processor foresees.
        for i in (0..len).step_by(LINE * L) {
            for r in (0..rows).step_by(L) {
                // SAFETY: a block of `L` rows to be written and `LINE·L` rows to be read, all
                // inside of the caller's; streamed stores are aligned as they have to be.
                unsafe {
                    let from = (from.0.offset(i as isize * from.1).add(r * N), from.1);
                    let to = (to.0.offset(r as isize * to.1).add(i * N), to.1);
                    block::<N, L>(from, to, streamed);
                }
            }
        }
        (rows, len)
    }

    /// A line of each of `L` rows.
    ///
    /// # Safety
    /// `LINE·L` rows of 16 bytes are readable, `L` rows of a line writable, and aligned to 16
    /// bytes if `streamed`.
    #[inline(always)]
    unsafe fn block<const N: usize, const L: usize>(
        from: (*const u8, isize),
        to: (*mut u8, isize),
        streamed: bool,
    ) {
        // SAFETY: every x86-64 has SSE2.
        let mut lines = [[unsafe { _mm_setzero_si128() }; LINE]; L];
        for k in 0..LINE {
            let row = |l: usize| from.0.wrapping_offset((k * L + l) as isize * from.1);
            // SAFETY: one of the rows to be read.
            let rows = array::from_fn(|l| unsafe { _mm_loadu_si128(row(l).cast()) });
            for (line, register) in lines.iter_mut().zip(turned::<N, L>(rows)) {
                line[k] = register;
            }
        }
        for (r, line) in lines.into_iter().enumerate() {
            for (k, register) in line.into_iter().enumerate() {
                // SAFETY: a part of one of the rows to be written.
                unsafe {
                    let at = to.0.offset(r as isize * to.1).cast::<__m128i>().add(k);
                    if streamed {
                        _mm_stream_si128(at, register);
                    } else {
                        _mm_storeu_si128(at, register);
                    }
                }
            }
        }
    }

    /// A square of `L` by `L` elements, transposed: interleaving the first half of the rows with
    /// the second moves a bit of the row's number to the column's, so as many times as it has.
    #[inline(always)]
    fn turned<const N: usize, const L: usize>(mut rows: [__m128i; L]) -> [__m128i; L] {
        for _ in 0..L.ilog2() {
            rows = array::from_fn(|l| interleaved::<N>(rows[l / 2], rows[l / 2 + L / 2])[l % 2]);
        }
        rows
    }

    /// The low and the high halves of two registers, element by element in turn.
    #[inline(always)]
    fn interleaved<const N: usize>(a: __m128i, b: __m128i) -> [__m128i; 2] {
        // SAFETY: every x86-64 has SSE2.
        unsafe {
            match N {
                1 => [_mm_unpacklo_epi8(a, b), _mm_unpackhi_epi8(a, b)],
                2 => [_mm_unpacklo_epi16(a, b), _mm_unpackhi_epi16(a, b)],
                4 => [_mm_unpacklo_epi32(a, b), _mm_unpackhi_epi32(a, b)],
                _ => [_mm_unpacklo_epi64(a, b), _mm_unpackhi_epi64(a, b)],
            }
        }
    }
}
