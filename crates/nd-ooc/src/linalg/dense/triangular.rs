//! `solve_triangular`, and the substitution that all solvers end with.

use super::room::{Room, bytes, slices};
use super::store::{Part, Store, stored};
use super::{ROWS, order, steps, width};
use crate::chunked::Chunked;
use crate::elementwise::ChunkedOperand;
use crate::error::Result;
use crate::linalg::MatrixElement;
use crate::linalg::element::{conjugated, not_finite, placed};
use crate::run::RunOptions;
use nd_core::{Array, zip};
use nd_linalg::{Form, LinalgError, Triangle, TriangularOptions, matmul, solve_triangular_with};
use std::ops::Range;
use std::sync::Arc;

/// How [`Chunked::solve_triangular_with`] solves: with which form of the triangle, and within which budget.
///
/// # Examples
/// ```
/// use nd_linalg::Form;
/// use nd_ooc::{RunOptions, SolveTriangularOptions};
///
/// let options = SolveTriangularOptions::default().unit_diagonal(true).form(Form::Adjoint);
/// let options = options.run(RunOptions::default().budget(1 << 30));
/// assert!(options.unit_diagonal && options.form == Form::Adjoint);
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SolveTriangularOptions {
    /// Whether ones are on the diagonal, which is not read.
    pub unit_diagonal: bool,
    /// What is solved with.
    pub form: Form,
    /// How it is run.
    pub run: RunOptions,
}

impl SolveTriangularOptions {
    /// Sets whether ones are on the diagonal, which is not read.
    #[must_use]
    pub fn unit_diagonal(self, unit_diagonal: bool) -> Self {
        Self { unit_diagonal, ..self }
    }

    /// Sets what is solved with.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// Sets how it is run.
    #[must_use]
    pub fn run(self, run: RunOptions) -> Self {
        Self { run, ..self }
    }
}

/// A matrix of which a triangle is solved with.
pub(super) enum Source<'a, T> {
    /// Panels that are stored, and known to be finite.
    Panels(&'a Store<T>),
    /// Any array, and the bytes that are held while parts of it are made.
    Any(&'a Chunked<T>, usize),
}

/// A triangle of order `n`.
pub(super) struct Triangular<'a, T> {
    pub(super) op: &'static str,
    pub(super) of: Source<'a, T>,
    pub(super) n: usize,
    pub(super) triangle: Triangle,
    pub(super) options: TriangularOptions,
}

impl<T: MatrixElement> Triangular<'_, T> {
    fn block(&self, room: &Room, rows: &Range<usize>, columns: &Range<usize>) -> Result<Array<T>> {
        match &self.of {
            Source::Panels(store) => store.block(rows.clone(), columns.clone()),
            Source::Any(x, held) => room.part(x, [rows.clone(), columns.clone()], *held),
        }
    }

    /// A block beside the diagonal, of what is solved with.
    fn beside(&self, room: &Room, rows: &Range<usize>, columns: &Range<usize>) -> Result<Array<T>> {
        let is_plain = self.options.form == Form::Plain;
        let (rows, columns) = if is_plain { (rows, columns) } else { (columns, rows) };
        let block = self.block(room, rows, columns)?;
        if let (Source::Any(..), Some([i, j])) = (&self.of, not_finite(block.view())) {
            let index = [rows.start + i, columns.start + j].into();
            return Err(LinalgError::NonFinite { op: self.op, index }.into());
        }
        Ok(match self.options.form {
            Form::Plain => block,
            Form::Transposed => block.view().t().to_array(),
            Form::Adjoint => conjugated(block.view().t().to_array()),
        })
    }

    /// Puts the solution in the place of the right sides: `(n, k)`.
    pub(super) fn substitute(&self, x: &mut Array<T>, room: &Room) -> Result<()> {
        let n = self.n;
        let is_lower = (self.triangle == Triangle::Lower) == (self.options.form == Form::Plain);
        let panels = steps(0..n, width(n));
        let all = 0..x.shape()[1];
        let count = panels.clone().count();
        for at in 0..count {
            let at = if is_lower { at } else { count - 1 - at };
            let own = panels.clone().nth(at).expect("one of them");
            let place = slices([own.clone(), all.clone()]);
            let diagonal = self.block(room, &own, &own)?;
            let part =
                solve_triangular_with(&diagonal, x.slice(place), self.triangle, &self.options)
                    .map_err(|error| placed(error, self.op, [own.start; 2]))?;
            x.slice_mut(place).assign(&part);
            let others = if is_lower { own.end..n } else { 0..own.start };
            for rows in steps(others, ROWS) {
                let block = self.beside(room, &rows, &own)?;
                subtract(x, [rows, all.clone()], &matmul(&block, &part));
            }
        }
        Ok(())
    }

    /// Bytes that it takes for so many right sides, these included.
    pub(super) fn taken(n: usize, k: usize) -> usize {
        let (w, rows) = (width(n).min(n), ROWS.min(n));
        // The right sides; a block, turned; what it gives; a block of the diagonal and its solutions.
        bytes::<T>(n * k + 2 * rows * w + rows * k + w * w + 2 * w * k, rows + k)
    }
}

/// Takes something off a part of an array.
pub(super) fn subtract<T: MatrixElement>(
    from: &mut Array<T>,
    part: [Range<usize>; 2],
    less: &Array<T>,
) {
    zip((from.slice_mut(slices(part)), less)).for_each(|(a, b)| *a -= b);
}

/// Right sides as columns, of which some are in memory at a time.
pub(super) struct RightSides<'a, T> {
    /// What makes solutions of them, for telling it from others.
    pub(super) said: &'a str,
    /// What they are solved with.
    pub(super) a: &'a Chunked<T>,
    pub(super) b: &'a Chunked<T>,
    pub(super) room: &'a Room,
}

impl<T: MatrixElement> RightSides<'_, T> {
    /// Columns that are in memory at a time.
    fn some(&self) -> usize {
        let columns = self.b.shape().get(1).copied().unwrap_or(1);
        width(self.b.shape()[0]).min(columns.max(1))
    }

    /// The solutions, stored: `solve` puts them in the place of some columns. Parts of what is solved with are made on the
    /// way, each beside so many bytes.
    pub(super) fn solved(
        &self,
        parts: &[(Chunked<T>, usize)],
        solve: &dyn Fn(&mut Array<T>) -> Result<()>,
    ) -> Result<Chunked<T>> {
        let (room, b) = (self.room, self.b);
        let columns = if b.ndim() == 1 { b.expand_dims(1) } else { b.clone() };
        let [n, k] = [columns.shape()[0], columns.shape()[1]];
        let some = self.some();
        let first = (columns.slice(slices([0..n, 0..some.min(k)])), 0);
        let taken = Triangular::<T>::taken(n, some);
        let _freed = room.begin(taken, &[&[first], parts].concat())?;
        let of = [&self.a.node, &b.node];
        let mut store = Store::new(self.said, &of, [n, k], some, room.scratch()?);
        for own in steps(0..k, some) {
            let mut x = room.part(&columns, [0..n, own], 0)?;
            solve(&mut x)?;
            store.push(0, x.view())?;
        }
        let made = stored(&Arc::new(store), Part::All);
        Ok(if b.ndim() == 1 { made.squeeze_axes(&[1]) } else { made })
    }
}

/// Refuses right sides of another length.
#[track_caller]
pub(super) fn check_rows<T: MatrixElement>(op: &str, n: usize, b: &Chunked<T>) {
    let shape = b.shape();
    assert!(
        matches!(shape.len(), 1 | 2) && shape[0] == n,
        "{op}: right sides of shape {shape:?} do not belong to a matrix of order {n}"
    );
}

impl<T: MatrixElement> Chunked<T> {
    /// Solves `a·x = b` for a triangle of any size: only the one that is named is read.
    ///
    /// `(n, n)`, `b: (n)` or `(n, k)` → `x` of `b`'s shape, made here, panel by panel of up to 512 columns, under the
    /// default [`RunOptions`], and stored in the folder for [scratch](RunOptions::scratch) until the last array made of it
    /// is gone. All of up to 512 columns of `b` are in memory at a time; for each of those the triangle is read once. NaN
    /// and infinities in `b` reach their own columns alone. The bits do not depend on chunks, budget and threads; those
    /// of [`nd_linalg::solve_triangular`] differ by rounding.
    ///
    /// # Panics
    /// If the matrix is not square, or `b` has neither one axis nor two, or not as many rows.
    ///
    /// # Errors
    /// [`ErrorKind::Linalg`](crate::ErrorKind::Linalg): [`LinalgError::Singular`] if an element of the diagonal is zero,
    /// with its place; [`LinalgError::NonFinite`] for a NaN or an infinity in the triangle.
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget), with a budget that is enough; and as
    /// [`Plan::run`](crate::Plan::run).
    ///
    /// # NumPy
    /// `scipy.linalg.solve_triangular(a, b, lower=…)`; Dask's `da.linalg.solve_triangular(a, b, lower=…)`, which wants
    /// square chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_linalg::Triangle;
    /// use nd_ooc::Chunked;
    ///
    /// let a = Chunked::from(array![[2.0, 1.0], [7.0, 4.0]]);
    /// assert_eq!(a.solve_triangular(array![4.0, 8.0], Triangle::Upper)?.compute()?, array![1.0, 2.0]);
    /// assert_eq!(a.solve_triangular(array![4.0, 22.0], Triangle::Lower)?.compute()?, array![2.0, 2.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn solve_triangular(
        &self,
        b: impl ChunkedOperand<T>,
        triangle: Triangle,
    ) -> Result<Chunked<T>> {
        self.solve_triangular_with(b, triangle, &SolveTriangularOptions::default())
    }

    /// As [`solve_triangular`](Self::solve_triangular), as told: with the triangle's transpose or adjoint, with a diagonal
    /// of ones, within another budget.
    ///
    /// # Panics
    /// As [`solve_triangular`](Self::solve_triangular).
    ///
    /// # Errors
    /// As [`solve_triangular`](Self::solve_triangular).
    ///
    /// # NumPy
    /// `scipy.linalg.solve_triangular(a, b, lower=…, trans=…, unit_diagonal=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_linalg::Triangle;
    /// use nd_ooc::{Chunked, SolveTriangularOptions};
    ///
    /// let a = Chunked::from(array![[2.0, 1.0], [7.0, 4.0]]);
    /// let ones = SolveTriangularOptions::default().unit_diagonal(true);
    /// let x = a.solve_triangular_with(array![4.0, 8.0], Triangle::Lower, &ones)?;
    /// assert_eq!(x.compute()?, array![4.0, -20.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn solve_triangular_with(
        &self,
        b: impl ChunkedOperand<T>,
        triangle: Triangle,
        options: &SolveTriangularOptions,
    ) -> Result<Chunked<T>> {
        const OP: &str = "solve_triangular";
        let (n, b) = (order(OP, self), b.into_chunked());
        check_rows(OP, n, &b);
        let room = Room::new(OP, &options.run)?;
        let form = TriangularOptions::default();
        let form = form.unit_diagonal(options.unit_diagonal).form(options.form);
        let said = format!("{OP} {triangle:?} {form:?}");
        let sides = RightSides { said: &said, a: self, b: &b, room: &room };
        // A block is made beside the right sides and the solutions of some of their rows.
        let (w, k) = (width(n), sides.some());
        let held = (n + w) * k * size_of::<T>();
        let block = match form.form {
            Form::Plain => [0..ROWS.min(n), 0..w.min(n)],
            _ => [0..w.min(n), 0..ROWS.min(n)],
        };
        sides.solved(&[(self.slice(slices(block)), held)], &|x| {
            let of = Source::Any(self, held);
            Triangular { op: OP, of, n, triangle, options: form }.substitute(x, &room)
        })
    }
}
