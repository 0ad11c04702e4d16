//! Cutting a plan into tasks and running them.

use crate::engine::plan::{MAX_OPERANDS, PerOperand, Plan};
use crate::shape::MAX_NDIM;
use crate::simd::{self, Isa, Kernel};
use crate::threads;

/// Elements in one task: enough that starting it is cheap next to running it, few enough
/// that a result of a million elements is shared out evenly.
const TASK: usize = 1 << 15;

/// Sides of the tile in which a transposed operand is walked: 64 rows of 64 cache lines.
const TILE: usize = 64;

/// Some rows of a run: what a body computes at a time.
pub(crate) struct Block {
    /// Where each operand's first element is, from its pointer.
    pub(crate) start: PerOperand,
    /// From one row to the next.
    pub(crate) row: PerOperand,
    /// From one element of a row to the next.
    pub(crate) step: PerOperand,
    pub(crate) rows: usize,
    pub(crate) len: usize,
}

/// What is computed, block by block; the parts are merged in a fixed tree.
pub(crate) trait Body: Sync {
    /// The result of some blocks.
    type Part: Send;
    /// The result of no block.
    fn empty(&self) -> Self::Part;
    /// Computes one block.
    ///
    /// # Safety
    /// The block's offsets reach valid elements of the operands that the body was made for.
    unsafe fn block<I: Isa>(&self, isa: I, part: &mut Self::Part, block: &Block);
    /// How the blocks are compiled: up to AVX2 unless a body calculates long enough.
    fn dispatch<K: Kernel>(kernel: K) -> K::Output {
        simd::dispatch(kernel)
    }
    /// The result of earlier blocks and later ones together.
    fn merge(&self, earlier: Self::Part, later: Self::Part) -> Self::Part;
}

/// How many elements a body should have before threads pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parallel {
    /// Never more than the calling thread.
    Never,
    /// From this many elements on.
    From(usize),
}

/// Where work with a handful of instructions an element begins to gain from threads.
pub(crate) const CHEAP: Parallel = Parallel::From(1 << 17);

/// Where work with tens of instructions an element does.
pub(crate) const COSTLY: Parallel = Parallel::From(1 << 15);

/// Runs `body` over everything that `plan` reaches.
///
/// # Safety
/// The plan was made from the layouts of the operands that `body` holds.
pub(crate) unsafe fn run<B: Body>(plan: &Plan, body: &B, parallel: Parallel) -> B::Part {
    let cut = Cut::of(plan);
    let tasks = cut.items.div_ceil(cut.per_task);
    let size = cut.rows * cut.len * plan.planes();
    let leaf = |task: usize| {
        let from = task * cut.per_task;
        let to = (from + cut.per_task).min(cut.items);
        B::dispatch(Task { plan, cut: &cut, body, from, to })
    };
    let merge = |a, b| body.merge(a, b);
    let merged = |result: Option<B::Part>| result.unwrap_or_else(|| body.empty());
    match parallel {
        _ if tasks == 1 => leaf(0),
        _ if tasks == 0 => body.empty(),
        Parallel::From(least) if size >= least => merged(threads::tree(tasks, &leaf, &merge)),
        _ => merged(threads::tree_here(tasks, &mut |task| leaf(task), &merge)),
    }
}

/// How a plan is cut: items of a few rows by part of a run, and tasks of several items.
struct Cut {
    rows: usize,
    len: usize,
    item_rows: usize,
    item_len: usize,
    items: usize,
    per_task: usize,
}

impl Cut {
    fn of(plan: &Plan) -> Cut {
        let (rows, len) = (plan.rows(), plan.run_len());
        let (item_rows, item_len) = if plan.tiled {
            (rows.min(TILE), len.min(TILE))
        } else {
            let item_len = len.clamp(1, TASK);
            (rows.min((TASK / item_len).max(1)), item_len)
        };
        let items = plan.planes() * rows.div_ceil(item_rows.max(1)) * len.div_ceil(item_len.max(1));
        let per_task = (TASK / (item_rows * item_len).max(1)).max(1);
        Cut { rows, len, item_rows, item_len, items, per_task }
    }
}

/// A range of items, to be compiled for each instruction set.
struct Task<'a, B> {
    plan: &'a Plan,
    cut: &'a Cut,
    body: &'a B,
    from: usize,
    to: usize,
}

impl<B: Body> Kernel for Task<'_, B> {
    type Output = B::Part;

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> B::Part {
        let mut part = self.body.empty();
        let mut place = Place::of_item(self.plan, self.cut, self.from);
        for _ in self.from..self.to {
            let block = place.block(self.plan, self.cut);
            // SAFETY: `run`'s caller made the plan from the body's operands, and `block` stays
            // inside the plan's shape.
            unsafe { self.body.block(isa, &mut part, &block) };
            place.advance(self.plan, self.cut);
        }
        part
    }
}

/// The first row and element of an item, and the plane that it is in.
struct Place {
    plane: [usize; MAX_NDIM + 1],
    plane_start: PerOperand,
    row: usize,
    at: usize,
}

impl Place {
    /// Items run along the run first, then along the rows, then through the planes.
    fn of_item(plan: &Plan, cut: &Cut, item: usize) -> Place {
        let along = cut.len.div_ceil(cut.item_len).max(1);
        let down = cut.rows.div_ceil(cut.item_rows).max(1);
        let mut place = Place {
            plane: [0; MAX_NDIM + 1],
            plane_start: plan.start,
            row: (item / along % down) * cut.item_rows,
            at: (item % along) * cut.item_len,
        };
        let mut left = item / along / down;
        for axis in (0..plan.ndim.saturating_sub(2)).rev() {
            if left == 0 {
                break;
            }
            let i = left % plan.shape[axis];
            left /= plan.shape[axis];
            place.plane[axis] = i;
            shift(&mut place.plane_start, &plan.strides[axis], i as isize);
        }
        place
    }

    #[inline(always)]
    fn block(&self, plan: &Plan, cut: &Cut) -> Block {
        let step = plan.strides[plan.ndim - 1];
        let row = if plan.ndim >= 2 { plan.strides[plan.ndim - 2] } else { [0; MAX_OPERANDS] };
        let mut start = self.plane_start;
        shift(&mut start, &row, self.row as isize);
        shift(&mut start, &step, self.at as isize);
        let rows = cut.item_rows.min(cut.rows - self.row);
        let len = cut.item_len.min(cut.len - self.at);
        Block { start, row, step, rows, len }
    }

    #[inline(always)]
    fn advance(&mut self, plan: &Plan, cut: &Cut) {
        self.at += cut.item_len;
        if self.at < cut.len {
            return;
        }
        self.at = 0;
        self.row += cut.item_rows;
        if self.row < cut.rows {
            return;
        }
        self.row = 0;
        for axis in (0..plan.ndim.saturating_sub(2)).rev() {
            self.plane[axis] += 1;
            shift(&mut self.plane_start, &plan.strides[axis], 1);
            if self.plane[axis] < plan.shape[axis] {
                return;
            }
            shift(&mut self.plane_start, &plan.strides[axis], -(plan.shape[axis] as isize));
            self.plane[axis] = 0;
        }
    }
}

#[inline(always)]
fn shift(start: &mut PerOperand, step: &PerOperand, times: isize) {
    for (s, d) in start.iter_mut().zip(step) {
        *s += d * times;
    }
}
