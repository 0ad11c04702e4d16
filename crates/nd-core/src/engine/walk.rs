//! The second half of every walk: pointers, buffers, threads. Compiled once; what is computed
//! is a loop over contiguous elements that is called through a pointer.

use crate::engine::course::{Course, Parallel};
use crate::engine::cut::Block;
use crate::engine::gather::{Item, Piece, Scratch, Stores, finish, line, scatter, transpose};
use crate::engine::plan::MAX_OPERANDS;
use crate::threads;
use std::mem::MaybeUninit;

/// Rows shorter than this are taken several at a time through buffers even where each of them
/// is contiguous: calling the loop costs more than copying them.
const SHORT: usize = 16;

/// Transposes of so many bytes are written past the caches: they hold less.
const STREAMED: usize = 32 << 20;

/// Contiguous elements of each operand.
pub(crate) type Places = [*mut u8; MAX_OPERANDS];

/// What is computed of contiguous elements.
pub(crate) trait Loop: Sync {
    /// Computes `len` elements for task `task`.
    ///
    /// # Safety
    /// Each of `at` is `len` elements of the operand's type, contiguous, readable, or writable
    /// where the operand is written, and these overlap no others.
    unsafe fn run(&self, task: usize, at: &Places, len: usize);
}

/// How a loop uses an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Reads it.
    Read,
    /// Reads it, and it lies where the loop writes: so it reads copies.
    Copy,
    /// Overwrites it.
    Write,
    /// Reads and writes it.
    Change,
}

/// One operand: its first element, its type's size, and its use.
#[derive(Clone, Copy)]
pub(crate) struct Operand {
    pub(crate) first: *mut u8,
    pub(crate) item: Item,
    pub(crate) access: Access,
}

impl Operand {
    #[inline(always)]
    pub(crate) fn new<T>(first: *const T, access: Access) -> Operand {
        Operand { first: first.cast_mut().cast(), item: Item::of::<T>(), access }
    }

    const NONE: Operand = Operand {
        first: std::ptr::null_mut(),
        item: Item { size: 0, align: 1 },
        access: Access::Read,
    };
}

/// All operands of a walk, in the order of the plan's.
#[derive(Clone, Copy)]
pub(crate) struct Operands {
    all: [Operand; MAX_OPERANDS],
    count: usize,
}

// SAFETY: stands for views and mutable views whose element types the makers of loops ask to be
// `Sync` or `Send`; each task reaches other elements of what is written.
unsafe impl Sync for Operands {}

impl Operands {
    #[inline(always)]
    pub(crate) fn new() -> Operands {
        Operands { all: [Operand::NONE; MAX_OPERANDS], count: 0 }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, operand: Operand) {
        self.all[self.count] = operand;
        self.count += 1;
    }

    fn iter(&self) -> impl Iterator<Item = &Operand> {
        self.all[..self.count].iter()
    }
}

/// Runs `body` over everything that the course reaches.
///
/// # Safety
/// The course was made from the layouts of the operands, in their order; the operands' pointers,
/// sizes and uses are those of the types that `body` was made for.
pub(crate) unsafe fn walk(
    course: &Course,
    operands: &Operands,
    body: &dyn Loop,
    parallel: Parallel,
) {
    let Some((plan, cut)) = &course.plan else {
        let direct = |(k, operand): (usize, &Operand)| {
            operand.access != Access::Copy && (course.steps[k] == 1 || course.size == 1)
        };
        if course.size == 0 {
            return;
        }
        if operands.iter().enumerate().all(direct) {
            let at = std::array::from_fn(|k| operands.all[k].first);
            // SAFETY: without a plan every operand is `size` contiguous elements.
            return unsafe { body.run(0, &at, course.size) };
        }
        let (zero, step) = ([0; MAX_OPERANDS], course.steps);
        let whole = Block { start: zero, row: zero, step, rows: 1, len: course.size };
        let mut room = MaybeUninit::uninit();
        let mut walker = Walker::new(operands, body, 0, &mut room);
        // SAFETY: without a plan every operand is `size` contiguous elements, or one.
        return unsafe { walker.block(&whole) };
    };
    let work = |task: usize| {
        let mut room = MaybeUninit::uninit();
        let mut walker = Walker::new(operands, body, task, &mut room);
        // SAFETY: the plan's blocks reach elements of the operands it was made for.
        cut.blocks(plan, task, &mut |block| unsafe { walker.block(block) });
    };
    let tasks = cut.tasks();
    match parallel {
        Parallel::From(least) if course.size >= least => threads::run(tasks, &work),
        _ => (0..tasks).for_each(work),
    }
}

/// Copies elements of any type from one layout to another.
///
/// # Safety
/// The course was made from the layouts of `to`, which may be written, and `from`, in this
/// order; they do not overlap, and their elements are of one type, which is `Copy`.
pub(crate) unsafe fn copy(course: &Course, to: Operand, from: Operand, parallel: Parallel) {
    let mut both = Operands::new();
    both.push(to);
    both.push(from);
    let size = to.item.size;
    let Some((plan, cut)) = &course.plan else {
        let step = course.steps[1] * size as isize;
        // SAFETY: without a plan both are `size` contiguous elements, or `from` is one.
        return unsafe { line(size, (from.first, step), (to.first, size as isize), course.size) };
    };
    let both = &both;
    let large = course.size.saturating_mul(size) >= STREAMED;
    let stores = if large { Stores::Streamed } else { Stores::Cached };
    let work = |task: usize| {
        cut.blocks(plan, task, &mut |block| {
            // SAFETY: the plan's blocks reach elements of the layouts it was made for.
            unsafe { copy_block(block, both, size, stores) };
        });
        finish(stores);
    };
    let tasks = cut.tasks();
    match parallel {
        Parallel::From(least) if course.size >= least => threads::run(tasks, &work),
        _ => (0..tasks).for_each(work),
    }
}

/// Copies the elements of a block.
///
/// # Safety
/// The block reaches elements of both operands, of `size` bytes, the first of which is written.
unsafe fn copy_block(block: &Block, both: &Operands, size: usize, stores: Stores) {
    let bytes = size as isize;
    let side = |k: usize, row: usize| {
        let offset = (block.start[k] + row as isize * block.row[k]) * bytes;
        (both.all[k].first.wrapping_offset(offset), block.step[k] * bytes)
    };
    if block.rows > 1 && block.step[0] == 1 && block.row[1] == 1 {
        let (to, from) = ((side(0, 0).0, block.row[0] * bytes), side(1, 0));
        let from = (from.0.cast_const(), from.1);
        // SAFETY: the caller's promise: rows of the one are columns of the other.
        return unsafe { transpose(size, from, to, (block.rows, block.len), stores) };
    }
    for row in 0..block.rows {
        let ((to, to_step), (from, step)) = (side(0, row), side(1, row));
        // SAFETY: the caller's promise.
        unsafe { line(size, (from, step), (to, to_step), block.len) };
    }
}

/// One task under way: the loop, and a buffer for each operand.
struct Walker<'a> {
    operands: &'a Operands,
    body: &'a dyn Loop,
    task: usize,
    buffers: &'a mut [Scratch; MAX_OPERANDS],
}

impl<'a> Walker<'a> {
    fn new(
        operands: &'a Operands,
        body: &'a dyn Loop,
        task: usize,
        room: &'a mut MaybeUninit<[Scratch; MAX_OPERANDS]>,
    ) -> Walker<'a> {
        Walker { operands, body, task, buffers: Scratch::several(room) }
    }

    /// # Safety
    /// The block's offsets reach elements of the operands.
    unsafe fn block(&mut self, block: &Block) {
        let (rows, most) = self.portion(block);
        let mut row = 0;
        while row < block.rows {
            let rows = rows.min(block.rows - row);
            let mut from = 0;
            while from < block.len {
                let len = most.min(block.len - from);
                // SAFETY: a part of the block, not larger than buffers allow.
                unsafe { self.piece(block, (row, rows), (from, len)) };
                from += len;
            }
            row += rows;
        }
    }

    /// How many rows, and how many elements of a row, are handed to the loop at a time: whole
    /// rows wherever more than one.
    fn portion(&self, block: &Block) -> (usize, usize) {
        let mut most = usize::MAX;
        let mut fitting = usize::MAX;
        for (k, operand) in self.operands.iter().enumerate() {
            let chunk = operand.item.chunk();
            fitting = fitting.min(chunk);
            if block.step[k] != 1 || operand.access == Access::Copy {
                most = most.min(chunk);
            }
        }
        let several = block.rows > 1 && (block.len < SHORT || most != usize::MAX);
        if several && 2 * block.len <= fitting {
            return (fitting / block.len.max(1), block.len);
        }
        (1, most)
    }

    /// # Safety
    /// The rows and elements are part of the block; they fit the buffers of all operands that
    /// are not contiguous.
    unsafe fn piece(
        &mut self,
        block: &Block,
        (row, rows): (usize, usize),
        (from, len): (usize, usize),
    ) {
        let mut places = [std::ptr::null_mut(); MAX_OPERANDS];
        let mut at = [std::ptr::null_mut(); MAX_OPERANDS];
        // The distance of a single row to the next one means nothing.
        let row_step = |k: usize| if rows == 1 { 0 } else { block.row[k] };
        let piece = |k: usize| Piece { rows, len, row: row_step(k), step: block.step[k] };
        for (k, operand) in self.operands.iter().enumerate() {
            let offset =
                block.start[k] + row as isize * block.row[k] + from as isize * block.step[k];
            let piece = piece(k);
            // SAFETY: the block's offsets are those of elements.
            places[k] = unsafe { operand.first.offset(offset * operand.item.size as isize) };
            let buffer = &mut self.buffers[k];
            at[k] = match operand.access {
                Access::Copy if operand.item.chunk() == 1 => places[k],
                _ if piece.is_contiguous() && operand.access != Access::Copy => places[k],
                Access::Write => buffer.start(),
                Access::Read => {
                    // SAFETY: as above; at most a chunk, as `portion` says.
                    unsafe { buffer.copy(operand.item, places[k], &piece) }
                }
                Access::Copy | Access::Change => {
                    // The elements change between loads.
                    buffer.forget();
                    // SAFETY: as above.
                    unsafe { buffer.copy(operand.item, places[k], &piece) }
                }
            };
        }
        // SAFETY: contiguous elements, or copies of them in buffers of their own.
        unsafe { self.body.run(self.task, &at, rows * len) };
        for (k, operand) in self.operands.iter().enumerate() {
            if matches!(operand.access, Access::Write | Access::Change) && at[k] != places[k] {
                // SAFETY: the places that the block reaches, written from the buffer.
                unsafe { scatter(operand.item.size, at[k], places[k], &piece(k)) };
            }
        }
    }
}
