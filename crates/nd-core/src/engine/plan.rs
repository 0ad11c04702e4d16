//! From shapes and strides to long runs: integers only.

use crate::shape::{MAX_NDIM, Shape, Strides};

/// The most arrays that one walk takes: six operands and a result.
pub(crate) const MAX_OPERANDS: usize = 7;

/// One offset, or one stride, for each operand.
pub(crate) type PerOperand = [isize; MAX_OPERANDS];

/// A walk over one shape by several operands, as few and as long runs as possible.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Axes left, outermost first; the last is the run. At least one.
    pub(crate) ndim: usize,
    pub(crate) shape: [usize; MAX_NDIM + 1],
    /// By axis, then by operand.
    pub(crate) strides: [PerOperand; MAX_NDIM + 1],
    /// Where each operand starts, from its first element: axes walked backwards move it.
    pub(crate) start: PerOperand,
    /// Some operand is contiguous along the second-last axis, not the last: walk in tiles.
    pub(crate) tiled: bool,
}

impl Plan {
    /// A walk over `size` elements that lie one after the other in every operand, or are one.
    pub(crate) fn flat(size: usize, steps: PerOperand) -> Plan {
        let mut plan = Plan::blank();
        plan.push(size, steps);
        plan
    }

    /// A walk over `shape`, where operand `k` has `strides[k]`. The first operand's order of
    /// axes decides, so it should be the one that is written.
    pub(crate) fn new(shape: &Shape, strides: &[Strides]) -> Plan {
        Plan::with(shape, strides, Plan::push_forward)
    }

    /// As [`new`](Self::new), without turning axes round: a sum over a reversed array adds
    /// from its own first element, as NumPy's does.
    pub(crate) fn unturned(shape: &Shape, strides: &[Strides]) -> Plan {
        Plan::with(shape, strides, Plan::push)
    }

    fn with(
        shape: &Shape,
        strides: &[Strides],
        push: impl Fn(&mut Plan, usize, PerOperand),
    ) -> Plan {
        let mut plan = Plan::blank();
        for axis in 0..shape.ndim() {
            if shape[axis] != 1 {
                let mut steps = [0; MAX_OPERANDS];
                for (step, operand) in steps.iter_mut().zip(strides) {
                    *step = operand[axis];
                }
                push(&mut plan, shape[axis], steps);
            }
        }
        plan.sort();
        plan.merge();
        if plan.ndim == 0 {
            plan.push(1, [0; MAX_OPERANDS]);
        }
        plan.tile(strides.len());
        plan
    }

    fn blank() -> Plan {
        Plan {
            ndim: 0,
            shape: [1; MAX_NDIM + 1],
            strides: [[0; MAX_OPERANDS]; MAX_NDIM + 1],
            start: [0; MAX_OPERANDS],
            tiled: false,
        }
    }

    fn push(&mut self, n: usize, steps: PerOperand) {
        self.shape[self.ndim] = n;
        self.strides[self.ndim] = steps;
        self.ndim += 1;
    }

    /// Adds an axis, walked backwards if the first operand that moves along it does.
    fn push_forward(&mut self, n: usize, mut steps: PerOperand) {
        let leader = steps.iter().find(|&&s| s != 0);
        if leader.is_some_and(|&s| s < 0) && n > 0 {
            for (start, step) in self.start.iter_mut().zip(&mut steps) {
                *start += (n - 1) as isize * *step;
                *step = -*step;
            }
        }
        self.push(n, steps);
    }

    /// Largest strides outermost: by the first operand, ties by the next. Stable, so that
    /// axes along which nothing decides keep their order.
    fn sort(&mut self) {
        for i in 1..self.ndim {
            let mut j = i;
            while j > 0 && self.steps_more(j, j - 1) {
                self.shape.swap(j, j - 1);
                self.strides.swap(j, j - 1);
                j -= 1;
            }
        }
    }

    /// Whether axis `a` has larger steps than axis `b`.
    fn steps_more(&self, a: usize, b: usize) -> bool {
        for (&p, &q) in self.strides[a].iter().zip(&self.strides[b]) {
            let (p, q) = (p.unsigned_abs(), q.unsigned_abs());
            if p != q && p != 0 && q != 0 {
                return p > q;
            }
        }
        false
    }

    /// Joins neighbouring axes that all operands walk as one.
    fn merge(&mut self) {
        let mut kept = 0;
        for axis in 1..self.ndim {
            let n = self.shape[axis] as isize;
            let one =
                (self.strides[kept].iter().zip(&self.strides[axis])).all(|(o, i)| *o == i * n);
            if one {
                self.shape[kept] *= self.shape[axis];
                self.strides[kept] = self.strides[axis];
            } else {
                kept += 1;
                self.shape[kept] = self.shape[axis];
                self.strides[kept] = self.strides[axis];
            }
        }
        self.ndim = self.ndim.min(kept + 1);
    }

    /// If an operand steps wide along the run but is contiguous along another axis, brings
    /// that axis next to the run, so that a tile of both uses whole cache lines.
    fn tile(&mut self, operands: usize) {
        let run = self.ndim - 1;
        let wide = |k: usize| self.strides[run][k].unsigned_abs() > 8;
        let narrow = |axis: usize, k: usize| self.strides[axis][k].unsigned_abs() == 1;
        let found = (0..run).rev().find(|&axis| {
            self.shape[axis] >= 8 && (0..operands).any(|k| wide(k) && narrow(axis, k))
        });
        if let Some(axis) = found {
            self.shape[axis..run].rotate_left(1);
            self.strides[axis..run].rotate_left(1);
            self.tiled = true;
        }
    }

    /// The length of a run.
    #[inline]
    pub(crate) fn run_len(&self) -> usize {
        self.shape[self.ndim - 1]
    }

    /// The number of runs along the second-last axis.
    #[inline]
    pub(crate) fn rows(&self) -> usize {
        if self.ndim >= 2 { self.shape[self.ndim - 2] } else { 1 }
    }

    /// The number of planes of rows and runs.
    #[inline]
    pub(crate) fn planes(&self) -> usize {
        self.shape[..self.ndim.saturating_sub(2)].iter().product()
    }
}
