//! Cutting a plan into tasks, and tasks into blocks: integers only.

use crate::engine::plan::{MAX_OPERANDS, PerOperand, Plan};
use crate::shape::MAX_NDIM;

/// Elements in one task: enough that starting it is cheap next to running it, few enough
/// that a result of a million elements is shared out evenly.
const TASK: usize = 1 << 14;

/// Sides of the tile in which a transposed operand is walked: 64 rows of 64 cache lines.
const TILE: usize = 64;

/// The length of the parts of a run, in whole cache lines: of about a task's elements each, and of about the same
/// number, since the last to end decides when all have.
fn even(len: usize) -> usize {
    len.div_ceil(len.div_ceil(TASK).max(1)).next_multiple_of(64).clamp(1, len.max(1))
}

/// Some rows of a run: what is walked at a time.
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

/// How a plan is cut: items of a few rows by part of a run, and tasks of several items.
pub(crate) struct Cut {
    rows: usize,
    len: usize,
    item_rows: usize,
    item_len: usize,
    items: usize,
    per_task: usize,
}

impl Cut {
    pub(crate) fn of(plan: &Plan) -> Cut {
        let (rows, len) = (plan.rows(), plan.run_len());
        let (item_rows, item_len) = if plan.tiled {
            (rows.min(TILE), len.min(TILE))
        } else {
            let item_len = even(len);
            (rows.min((TASK / item_len).max(1)), item_len)
        };
        let items = plan.planes() * rows.div_ceil(item_rows.max(1)) * len.div_ceil(item_len.max(1));
        let per_task = (TASK / (item_rows * item_len).max(1)).max(1);
        Cut { rows, len, item_rows, item_len, items, per_task }
    }

    pub(crate) fn tasks(&self) -> usize {
        self.items.div_ceil(self.per_task)
    }

    /// Hands the blocks of a task to `each`, in order.
    pub(crate) fn blocks(&self, plan: &Plan, task: usize, each: &mut dyn FnMut(&Block)) {
        let from = task * self.per_task;
        let to = (from + self.per_task).min(self.items);
        let mut place = Place::of_item(plan, self, from);
        for _ in from..to {
            each(&place.block(plan, self));
            place.advance(plan, self);
        }
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

fn shift(start: &mut PerOperand, step: &PerOperand, times: isize) {
    for (s, d) in start.iter_mut().zip(step) {
        *s += d * times;
    }
}
