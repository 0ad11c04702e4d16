//! Elimination of several small matrices at once, one in each lane of the registers: what a
//! stack of thousands asks for. Each lane does what [`Small`] does, and a lane in which
//! something is out of the ordinary is done again by it.

use super::small::Small;
use crate::field::Field;
use crate::matrices::quotient::quotient;
use nd_core::simd::{Isa, Kernel, dispatch};
use num_traits::Float;

/// So many matrices at once.
pub(super) const LANES: usize = 8;
/// The largest order: exchanges of rows are done in all lanes for the sake of some, which larger
/// matrices have too many of.
pub(super) const MAX: usize = 8;

/// One element of each matrix.
pub(super) type Lane<T> = [T; LANES];

/// Whether matrices of order `n` are taken here; others are for [`Small`] alone.
pub(super) fn fits<T: Field>(n: usize) -> bool {
    !T::IS_COMPLEX && (1..=MAX).contains(&n)
}

/// Writes what `of_pivots` makes of each matrix's pivots and of whether the permutation is odd.
/// `a`: `(…, n, n)` in C order, `out`: as many.
pub(crate) fn determinants<T: Field>(out: &mut [T], a: &[T], n: usize, one: fn(&Small<T>) -> T) {
    let lanes = if fits::<T>(n) { out.len() / LANES * LANES } else { 0 };
    let (by_lanes, rest) = out.split_at_mut(lanes);
    dispatch(Determinants { out: by_lanes, a: &a[..lanes * n * n], n, one });
    let mut small = Small::new(n);
    for (i, out) in rest.iter_mut().enumerate() {
        small.factor(&a[(lanes + i) * n * n..][..n * n]);
        *out = one(&small);
    }
}

/// The right sides of systems.
#[derive(Clone, Copy)]
pub(crate) enum Right<'a, T> {
    /// `(…, n, k)`, in C order.
    Columns(&'a [T], usize),
    /// The identity: solutions are inverses.
    Identity,
}

impl<T: Field> Right<'_, T> {
    fn columns(self, n: usize) -> usize {
        match self {
            Right::Columns(_, k) => k,
            Right::Identity => n,
        }
    }

    /// Those of matrices from number `i` on.
    fn from(self, i: usize, n: usize) -> Self {
        match self {
            Right::Columns(b, k) => Right::Columns(&b[i * n * k..], k),
            Right::Identity => self,
        }
    }
}

/// Solves a system for each matrix: `a: (…, n, n)`, `x: (…, n, k)`, in C order.
///
/// # Errors
/// The number of the first singular matrix, and the place of its first pivot that is zero.
pub(crate) fn solutions<T: Field>(
    x: &mut [T],
    a: &[T],
    right: Right<'_, T>,
    n: usize,
) -> Result<(), (usize, usize)> {
    let len = n * right.columns(n);
    if len == 0 {
        return regular(a, n);
    }
    let taken = fits::<T>(n) && right.columns(n) <= MAX;
    let lanes = if taken { x.len() / len / LANES * LANES } else { 0 };
    let (by_lanes, rest) = x.split_at_mut(lanes * len);
    dispatch(Systems { x: by_lanes, a, right, n })?;
    one_by_one(rest, &a[lanes * n * n..], right.from(lanes, n), n)
        .map_err(|(i, pivot)| (lanes + i, pivot))
}

/// Whether all have solutions, when there is nothing to solve for.
fn regular<T: Field>(a: &[T], n: usize) -> Result<(), (usize, usize)> {
    let mut small = Small::new(n);
    for (i, a) in a.chunks_exact((n * n).max(1)).enumerate() {
        small.factor(a);
        small.zero_pivot().map_or(Ok(()), |pivot| Err((i, pivot)))?;
    }
    Ok(())
}

fn one_by_one<T: Field>(
    x: &mut [T],
    a: &[T],
    right: Right<'_, T>,
    n: usize,
) -> Result<(), (usize, usize)> {
    let mut small = Small::new(n);
    let matrices = a.chunks_exact((n * n).max(1));
    for (i, (x, a)) in x.chunks_exact_mut(n * right.columns(n)).zip(matrices).enumerate() {
        small.factor(a);
        if let Some(pivot) = small.zero_pivot() {
            return Err((i, pivot));
        }
        match right {
            Right::Columns(b, k) => small.solve(&b[i * n * k..][..n * k], x, k),
            Right::Identity => small.invert(x),
        }
    }
    Ok(())
}

/// A table of elements of all lanes: rows of the matrices, and of right sides beside them.
struct Table<T> {
    rows: [[Lane<T>; 2 * MAX]; MAX],
    /// 1, or -1 if the permutation of rows is odd.
    sign: Lane<T>,
    /// Whether a pivot is zero.
    singular: bool,
}

impl<T: Field> Table<T> {
    fn new() -> Table<T> {
        Table {
            rows: [[[T::zero(); LANES]; 2 * MAX]; MAX],
            sign: [T::one(); LANES],
            singular: false,
        }
    }

    /// Reads `(n, width)` of each matrix into columns from `col` on.
    #[inline(always)]
    fn load(&mut self, a: &[T], n: usize, width: usize, col: usize) {
        let matrices: [&[T]; LANES] = std::array::from_fn(|l| &a[l * n * width..][..n * width]);
        for i in 0..n {
            for j in 0..width {
                self.rows[i][col + j] = std::array::from_fn(|l| matrices[l][i * width + j]);
            }
        }
    }

    /// Elimination with partial pivoting of the first `n` columns; those up to `width` go along.
    #[inline(always)]
    fn eliminate(&mut self, n: usize, width: usize) {
        self.sign = [T::one(); LANES];
        self.singular = false;
        for k in 0..n {
            for i in k + 1..n {
                self.exchange(k, i, width);
            }
            let (done, below) = self.rows.split_at_mut(k + 1);
            let top = &done[k];
            self.singular |= top[k].iter().fold(false, |zero, x| zero | x.is_zero());
            for row in &mut below[..n - k - 1] {
                let mut factor = row[k];
                (0..LANES).for_each(|l| factor[l] /= top[k][l]);
                for (x, top) in row[k + 1..width].iter_mut().zip(&top[k + 1..width]) {
                    (0..LANES).for_each(|l| x[l] -= factor[l] * top[l]);
                }
            }
        }
    }

    /// Exchanges rows `k` and `i` in the lanes where the `i`-th has more in column `k`: what has
    /// most of all is the `k`-th in the end, the first of equals.
    #[inline(always)]
    fn exchange(&mut self, k: usize, i: usize, width: usize) {
        let (above, below) = self.rows.split_at_mut(i);
        let (upper, lower) = (&mut above[k], &mut below[0]);
        let (first, second) = (upper[k], lower[k]);
        let mut opposite = self.sign;
        opposite.iter_mut().for_each(|x| *x = -*x);
        T::exchange(&mut self.sign, &mut opposite, &first, &second);
        for (x, y) in upper[k..width].iter_mut().zip(&mut lower[k..width]) {
            T::exchange(x, y, &first, &second);
        }
    }

    /// Divides the columns from `n` on by the upper triangle.
    #[inline(always)]
    fn substitute(&mut self, n: usize, width: usize) {
        for i in (0..n).rev() {
            let (rest, done) = self.rows.split_at_mut(i + 1);
            let row = &mut rest[i];
            let (factors, right) = row.split_at_mut(n);
            for (c, x) in right[..width - n].iter_mut().enumerate() {
                for (j, below) in (i + 1..n).zip(&*done) {
                    (0..LANES).for_each(|l| x[l] -= factors[j][l] * below[n + c][l]);
                }
                (0..LANES).for_each(|l| x[l] = quotient(x[l], factors[i][l]));
            }
        }
    }
}

struct Determinants<'t, T> {
    out: &'t mut [T],
    a: &'t [T],
    n: usize,
    one: fn(&Small<T>) -> T,
}

impl<T: Field> Kernel for Determinants<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        let Determinants { out, a, n, one } = self;
        if n == 0 {
            return out.fill(T::one()); // of no factors
        }
        let (low, high) = (T::R::min_positive_value(), T::R::max_value());
        let (low, high) = (Float::sqrt(low), Float::sqrt(high));
        let mut table = Table::new();
        let (groups, _) = out.as_chunks_mut::<LANES>();
        for (out, a) in groups.iter_mut().zip(a.chunks_exact((LANES * n * n).max(1))) {
            table.load(a, n, n, 0);
            table.eliminate(n, n);
            // The product of pivots, as long as it keeps away from the ends of the range.
            let (mut product, mut rough) = ([T::one(); LANES], false);
            for k in 0..n {
                for (product, &pivot) in product.iter_mut().zip(&table.rows[k][k]) {
                    *product *= pivot;
                }
                for x in &product {
                    let size = x.l1_norm();
                    rough |= !(size > low && size < high);
                }
            }
            for l in 0..LANES {
                out[l] = product[l] * table.sign[l];
            }
            if table.singular || rough {
                again(out, a, n, one);
            }
        }
    }
}

#[cold]
#[inline(never)]
fn again<T: Field>(out: &mut [T], a: &[T], n: usize, one: fn(&Small<T>) -> T) {
    let mut small = Small::new(n);
    for (out, a) in out.iter_mut().zip(a.chunks_exact((n * n).max(1))) {
        small.factor(a);
        *out = one(&small);
    }
}

struct Systems<'t, T> {
    x: &'t mut [T],
    a: &'t [T],
    right: Right<'t, T>,
    n: usize,
}

impl<T: Field> Kernel for Systems<'_, T> {
    type Output = Result<(), (usize, usize)>;

    #[inline(always)]
    fn run<I: Isa>(self, _: I) -> Self::Output {
        let Systems { x, a, right, n } = self;
        let k = right.columns(n);
        let mut table = Table::new();
        let groups =
            x.chunks_exact_mut((LANES * n * k).max(1)).zip(a.chunks_exact((LANES * n * n).max(1)));
        for (group, (x, a)) in groups.enumerate() {
            let right = right.from(group * LANES, n);
            table.load(a, n, n, 0);
            match right {
                Right::Columns(b, k) => table.load(b, n, k, n),
                Right::Identity => {
                    for i in 0..n {
                        table.rows[i][n..2 * n].fill([T::zero(); LANES]);
                        table.rows[i][n + i] = [T::one(); LANES];
                    }
                }
            }
            table.eliminate(n, n + k);
            table.substitute(n, n + k);
            if table.singular {
                one_by_one(x, a, right, n).map_err(|(i, pivot)| (group * LANES + i, pivot))?;
                continue;
            }
            for (l, x) in x.chunks_exact_mut((n * k).max(1)).enumerate() {
                for (row, x) in table.rows.iter().zip(x.chunks_exact_mut(k)) {
                    x.iter_mut().zip(&row[n..]).for_each(|(x, lane)| *x = lane[l]);
                }
            }
        }
        Ok(())
    }
}
