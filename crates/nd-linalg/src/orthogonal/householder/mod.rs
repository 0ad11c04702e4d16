//! Householder reflections, as LAPACK has them: `H = 1 − τ·v·vᴴ`, `Q = H₀·H₁·…`.
//!
//! Our own, because faer's QR leaves out columns that nearly depend on those before, and has
//! other bits on other numbers of threads. The reflections of a block are applied at once, as
//! `1 − V·T·Vᴴ` (Schreiber and Van Loan 1989), and are made by halves (Elmroth and Gustavson
//! 2000), so that nearly all of the time is spent in products.

mod pivoted;
mod reflection;

pub(crate) use pivoted::pivoted;
pub(crate) use reflection::Reflection;

use crate::field::Field;
use crate::matrices::dense;
use crate::products::{Update, multiply, multiply_adjoint};
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{Mat, MatMut, MatRef, Par};
use reflection::leaf;

/// So many reflections are made one by one.
const LEAF: usize = 8;

/// `Q` as blocks of reflections.
pub(crate) struct Reflections<T> {
    rows: usize,
    blocks: Vec<Block<T>>,
}

/// `1 − V·T·Vᴴ` on the rows from `start` on. `V` has ones on its diagonal and zeros above.
pub(crate) struct Block<T> {
    start: usize,
    v: Mat<T>,
    t: Mat<T>,
}

impl<T: Field> Block<T> {
    /// The reflections that make a panel upper triangular, which it is afterwards on and above
    /// its diagonal. `panel`: `(m, n)`, columns contiguous.
    pub(crate) fn of(panel: MatMut<'_, T>, par: Par) -> Block<T> {
        let k = panel.nrows().min(panel.ncols());
        let (mut left, right) = panel.split_at_col_mut(k);
        let t = halves(left.rb_mut(), par);
        let block = Block { start: 0, v: essential(left.rb()), t };
        block.apply(right, true, par);
        block
    }

    /// `V`: `(m, min(m, n))`.
    pub(crate) fn v(&self) -> MatRef<'_, T> {
        self.v.as_ref()
    }

    /// `T`.
    pub(crate) fn t(&self) -> MatRef<'_, T> {
        self.t.as_ref()
    }

    /// Applies it, or its adjoint, to rows from its start on.
    fn apply(&self, c: MatMut<'_, T>, adjoint: bool, par: Par) {
        let (w, k) = (self.t.nrows(), c.ncols());
        if k == 0 || w == 0 {
            return;
        }
        let mut first = dense::zeros::<T>(w, k);
        multiply_adjoint(first.as_mut(), Update::Replace, self.v.as_ref(), c.rb(), par);
        let mut second = dense::zeros::<T>(w, k);
        if adjoint {
            multiply_adjoint(
                second.as_mut(),
                Update::Replace,
                self.t.as_ref(),
                first.as_ref(),
                par,
            );
        } else {
            multiply(second.as_mut(), Update::Replace, self.t.as_ref(), first.as_ref(), par);
        }
        multiply(c, Update::Subtract, self.v.as_ref(), second.as_ref(), par);
    }
}

/// `R` in place of `A`, on and above the diagonal, and the reflections: below it, and as a
/// value. `a`: `(m, n)`, columns contiguous.
pub(crate) fn factor<T: Field>(mut a: MatMut<'_, T>, par: Par) -> Reflections<T> {
    let (m, n) = a.shape();
    let k = m.min(n);
    let width = if k < 256 { 32 } else { 64 };
    let mut blocks = Vec::with_capacity(k.div_ceil(width));
    for start in (0..k).step_by(width) {
        let w = width.min(k - start);
        let part = a.rb_mut().submatrix_mut(start, start, m - start, n - start);
        let (mut panel, rest) = part.split_at_col_mut(w);
        let t = halves(panel.rb_mut(), par);
        let block = Block { start, v: essential(panel.rb()), t };
        block.apply(rest, true, par);
        blocks.push(block);
    }
    Reflections { rows: m, blocks }
}

/// Factors a panel of at most as many columns as rows; returns `T`.
fn halves<T: Field>(mut a: MatMut<'_, T>, par: Par) -> Mat<T> {
    let w = a.ncols();
    if w <= LEAF {
        return leaf(a);
    }
    let half = (w / 2).next_multiple_of(LEAF);
    let (mut left, mut right) = a.rb_mut().split_at_col_mut(half);
    let t1 = halves(left.rb_mut(), par);
    let first = Block { start: 0, v: essential(left.rb()), t: t1 };
    first.apply(right.rb_mut(), true, par);
    let mut below = right.subrows_mut(half, first.v.nrows() - half);
    let t2 = halves(below.rb_mut(), par);
    // T = [T1, −T1·V1ᴴ·V2·T2; 0, T2].
    let v2 = essential(below.rb());
    let mut cross = dense::zeros::<T>(half, w - half);
    multiply_adjoint(
        cross.as_mut(),
        Update::Replace,
        first.v.subrows(half, v2.nrows()),
        v2.as_ref(),
        par,
    );
    let corner = dense::product(first.t.as_ref(), cross.as_ref(), Par::Seq);
    let mut t = dense::zeros::<T>(w, w);
    t.as_mut().submatrix_mut(0, 0, half, half).copy_from_plain(first.t.as_ref());
    t.as_mut().submatrix_mut(half, half, w - half, w - half).copy_from_plain(t2.as_ref());
    multiply(
        t.as_mut().submatrix_mut(0, half, half, w - half),
        Update::Subtract,
        corner.as_ref(),
        t2.as_ref(),
        Par::Seq,
    );
    t
}

/// `V` with its ones and zeros, from below the diagonal of a factored panel.
fn essential<T: Field>(panel: MatRef<'_, T>) -> Mat<T> {
    let mut v = dense::copy(panel);
    for j in 0..panel.ncols() {
        for i in 0..panel.nrows().min(j + 1) {
            v[(i, j)] = if i == j { T::one() } else { T::zero() };
        }
    }
    v
}

/// Copies between matrices of one shape. faer's own wants its own numbers.
trait CopyFromPlain<T> {
    fn copy_from_plain(self, from: MatRef<'_, T>);
}

impl<T: Copy> CopyFromPlain<T> for MatMut<'_, T> {
    fn copy_from_plain(mut self, from: MatRef<'_, T>) {
        for j in 0..from.ncols() {
            for i in 0..from.nrows() {
                self[(i, j)] = from[(i, j)];
            }
        }
    }
}

impl<T: Field> Reflections<T> {
    /// From a matrix with reflections below its diagonal, and their `τ`.
    pub(crate) fn from_factored(a: MatRef<'_, T>, taus: &[T]) -> Reflections<T> {
        let (m, k) = (a.nrows(), taus.len());
        let block = |start: usize| {
            let w = (k - start).min(32);
            let v = essential(a.submatrix(start, start, m - start, w));
            let t = reflection::triangle(&taus[start..start + w], &v);
            Block { start, v, t }
        };
        Reflections { rows: m, blocks: (0..k).step_by(32).map(block).collect() }
    }

    /// `Q·C` in place of `C`: `(m, k)`.
    pub(crate) fn apply(&self, mut c: MatMut<'_, T>, par: Par) {
        for block in self.blocks.iter().rev() {
            let rows = self.rows - block.start;
            block.apply(c.rb_mut().subrows_mut(block.start, rows), false, par);
        }
    }

    /// `Qᴴ·C` in place of `C`: `(m, k)`.
    pub(crate) fn apply_adjoint(&self, mut c: MatMut<'_, T>, par: Par) {
        for block in &self.blocks {
            let rows = self.rows - block.start;
            block.apply(c.rb_mut().subrows_mut(block.start, rows), true, par);
        }
    }

    /// The first `columns` columns of `Q`: `(m, columns)`.
    pub(crate) fn q(&self, columns: usize, par: Par) -> Mat<T> {
        let mut q =
            Mat::from_fn(self.rows, columns, |i, j| if i == j { T::one() } else { T::zero() });
        for block in self.blocks.iter().rev() {
            // The columns before are still those of the identity, zero in these rows.
            let (rows, cols) = (self.rows - block.start, columns - block.start);
            let part = q.as_mut().submatrix_mut(block.start, block.start, rows, cols);
            block.apply(part, false, par);
        }
        q
    }

    /// The factors `τ`, one for each reflection.
    pub(crate) fn taus(&self) -> impl Iterator<Item = T> + '_ {
        self.blocks.iter().flat_map(|block| (0..block.t.nrows()).map(|i| block.t[(i, i)]))
    }
}

/// The columns of `a` become orthonormal, and span what they did: `(m, n)` with `m ≥ n`.
pub(crate) fn orthonormalize<T: Field>(a: &mut Mat<T>, par: Par) {
    let n = a.ncols();
    *a = factor(a.as_mut(), par).q(n, par);
}
