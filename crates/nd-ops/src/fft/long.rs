//! Transforms of a single long lane, by all threads.
//!
//! The lane is a matrix: transforms of its columns, factors, transforms of the columns of what is then its transpose (W. M. Gentleman and
//! G. Sande, "Fast Fourier transforms – for fun and profit", 1966). Everything happens in blocks of columns that the
//! processor's cache has room for. Which lengths are done so, and how they are cut, depends on the length alone.

use super::lengths::{halved, next_fast_len};
use super::lines::{self, Line};
use super::numbers::Precision;
use super::plans::{Plan, Worked};
use super::roots::rounded;
use super::scratch::{self, Planes};
use super::vector::Pair;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, Complex, Filled, Slots};
use std::sync::Arc;

/// Longer lanes are matrices.
pub(super) const LONG: usize = 1 << 15;
/// Rows of factors that are products with the same row.
const STRIDE: usize = 32;

/// Elements between rows that begin in different sets of the processor's cache.
const APART: usize = 8;

/// Fills planes with the elements from a place on.
pub(super) type Load<'a, T> = dyn Fn(usize, &mut [T], &mut [T]) + Sync + 'a;

/// How one long length is transformed.
pub enum Long<T> {
    /// As a matrix.
    Matrix(Matrix<T>),
    /// As a convolution with a chirp.
    Chirp(LongChirp<T>),
}

impl<T: Precision> Worked for Long<T> {
    fn new(n: usize) -> Long<T> {
        match halved(n) {
            Some((rows, columns)) => Long::Matrix(Matrix::new(rows, columns)),
            None => Long::Chirp(LongChirp::new(n)),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Long::Matrix(matrix) => {
                size_of::<Pair<T>>() * (matrix.fine.len() + matrix.coarse.len())
            }
            Long::Chirp(chirp) => size_of::<Pair<T>>() * (chirp.chirp.len() + chirp.filter.len()),
        }
    }
}

impl<T: Precision> Long<T> {
    /// The transform of what `load` gives.
    pub(super) fn run(&self, load: &Load<'_, T>, inverse: bool, scale: T) -> Array<Complex<T>> {
        match self {
            Long::Matrix(matrix) => matrix.run(load, inverse, scale),
            Long::Chirp(chirp) => chirp.run(load, inverse, scale),
        }
    }
}

/// A length as the product of two.
pub struct Matrix<T> {
    rows: usize,
    columns: usize,
    /// Of the columns of the matrix.
    plan: Arc<Plan<T>>,
    /// The first roots of unity of the whole length, and every `fine.len()`-th.
    fine: Vec<Pair<T>>,
    coarse: Vec<Pair<T>>,
}

impl<T: Precision> Matrix<T> {
    fn new(rows: usize, columns: usize) -> Matrix<T> {
        let n = rows * columns;
        let each = n.isqrt() + 1;
        Matrix {
            rows,
            columns,
            plan: T::plans().get(rows),
            fine: (0..each).map(|k| rounded(k, n)).collect(),
            coarse: (0..=n / each).map(|k| rounded(k * each, n)).collect(),
        }
    }

    /// `exp(-2πi k / n)`.
    fn root(&self, k: usize) -> Pair<T> {
        let (coarse, fine) = (self.coarse[k / self.fine.len()], self.fine[k % self.fine.len()]);
        product(coarse, fine)
    }

    fn run(&self, load: &Load<'_, T>, inverse: bool, scale: T) -> Array<Complex<T>> {
        let width = lines::width::<T>(self.rows);
        let n = self.rows * self.columns;
        let mut out = Array::from_slots_parallel([n], width * self.rows, |start, slots| {
            self.first(start / self.rows, slots, load, inverse)
        });
        let second = Line::short(self.columns, inverse, scale);
        second.along(out.as_slice_mut().expect("a new array is in C order"), self.rows);
        out
    }

    /// The columns of the matrix from one on, transformed and multiplied, as rows.
    fn first<'s>(
        &self,
        column: usize,
        slots: Slots<'s, Complex<T>>,
        load: &Load<'_, T>,
        inverse: bool,
    ) -> Filled<'s> {
        let width = slots.len() / self.rows;
        let s = width.next_multiple_of(T::LANES);
        let apart = self.rows + APART;
        scratch::planes((self.plan.room() + APART) * s, |mut a, mut b| {
            let [re, im] = lines::parts(&mut a, inverse);
            for row in 0..self.rows {
                let (re, im) = (&mut re[row * s..][..s], &mut im[row * s..][..s]);
                load(row * self.columns + column, &mut re[..width], &mut im[..width]);
                re[width..].fill(T::zero());
                im[width..].fill(T::zero());
            }
            let in_b = self.plan.run(s, &mut a, &mut b);
            let (from, mut to) = if in_b { (b, a) } else { (a, b) };
            self.multiply(column, s, from, &mut to, apart);
            let [re, im] = lines::parts(&mut to, inverse);
            let rows = re.chunks_exact(apart).zip(im.chunks_exact(apart));
            let mut rows = rows.map(|(re, im)| re[..self.rows].iter().zip(&im[..self.rows]));
            let mut row = rows.next().into_iter().flatten();
            slots.fill_with(|| {
                let mut next = row.next();
                if next.is_none() {
                    row = rows.next().into_iter().flatten();
                    next = row.next();
                }
                next.map_or(Complex::new(T::zero(), T::zero()), |(&re, &im)| Complex::new(re, im))
            })
        })
    }

    /// Multiplies element `(k, l)` of the block by the root of unity `k (column + l)`, and puts it where element `(l, k)` is, rows
    /// so far apart.
    fn multiply(
        &self,
        column: usize,
        s: usize,
        from: Planes<'_, T>,
        to: &mut Planes<'_, T>,
        apart: usize,
    ) {
        let n = self.rows * self.columns;
        let table = |step: usize, count: usize| {
            let mut planes = [Vec::with_capacity(count * s), Vec::with_capacity(count * s)];
            for k in 0..count {
                for lane in 0..s {
                    let w = self.root((column + lane) * (k * step) % n);
                    planes[0].push(w.re);
                    planes[1].push(w.im);
                }
            }
            planes
        };
        let near = table(1, STRIDE);
        let far = table(STRIDE, self.rows.div_ceil(STRIDE));
        let rows = self.rows;
        dispatch(Factors { s, rows, apart, near: &near, far: &far, from, to });
    }
}

/// Multiplies rows of `s` elements by products of rows of factors, and turns rows and columns.
struct Factors<'a, 'p, 'q, T> {
    s: usize,
    rows: usize,
    apart: usize,
    near: &'a [Vec<T>; 2],
    far: &'a [Vec<T>; 2],
    from: Planes<'p, T>,
    to: &'a mut Planes<'q, T>,
}

impl<T: Precision> Kernel for Factors<'_, '_, '_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let s = self.s;
        let [re, im] = self.from;
        let count = self.rows * s;
        let panels = re[..count].chunks_mut(STRIDE * s).zip(im[..count].chunks_mut(STRIDE * s));
        let far = self.far[0].chunks_exact(s).zip(self.far[1].chunks_exact(s));
        let [to_re, to_im] = self.to;
        for (panel, ((re, im), far)) in panels.zip(far).enumerate() {
            let near = self.near[0].chunks_exact(s).zip(self.near[1].chunks_exact(s));
            for ((re, im), near) in re.chunks_exact_mut(s).zip(im.chunks_exact_mut(s)).zip(near) {
                let w = near.0.iter().zip(near.1).zip(far.0.iter().zip(far.1));
                for ((re, im), ((&a, &b), (&c, &d))) in re.iter_mut().zip(im).zip(w) {
                    let w = Pair::new(a, b).times(isa, Pair::new(c, d));
                    Pair { re: *re, im: *im } = Pair::new(*re, *im).times(isa, w);
                }
            }
            turn(re, s, to_re, self.apart, panel * STRIDE);
            turn(im, s, to_im, self.apart, panel * STRIDE);
        }
    }
}

/// Rows of `s` elements become columns, from column `start` on.
#[inline(always)]
fn turn<T: Copy>(from: &[T], s: usize, to: &mut [T], apart: usize, start: usize) {
    let rows = from.len() / s;
    for (lane, to) in to.chunks_exact_mut(apart).take(s).enumerate() {
        let to = &mut to[start..][..rows];
        for (to, x) in to.iter_mut().zip(from[lane..].iter().step_by(s)) {
            *to = *x;
        }
    }
}

/// A long length with a large prime factor; see `chirp.rs`.
pub struct LongChirp<T> {
    chirp: Vec<Pair<T>>,
    filter: Vec<Pair<T>>,
    long: Arc<Long<T>>,
}

impl<T: Precision> LongChirp<T> {
    fn new(n: usize) -> LongChirp<T> {
        let room = next_fast_len(2 * n - 1, false);
        let chirp = super::chirp::factors::<T>(n);
        let long = T::longs().get(room);
        let load = |from: usize, re: &mut [T], im: &mut [T]| {
            for (i, (re, im)) in re.iter_mut().zip(im).enumerate() {
                let at = from + i;
                let w = chirp.get(at.min(room - at)).copied();
                let w = w.unwrap_or(Pair::new(T::zero(), T::zero()));
                (*re, *im) = (w.re, -w.im);
            }
        };
        let filter = long.run(&load, false, T::of(1.0 / room as f64));
        let filter = filter.iter().map(|x| Pair::new(x.re, x.im)).collect();
        LongChirp { chirp, filter, long }
    }

    fn run(&self, load: &Load<'_, T>, inverse: bool, scale: T) -> Array<Complex<T>> {
        let n = self.chirp.len();
        let first = |from: usize, re: &mut [T], im: &mut [T]| {
            let there = n.saturating_sub(from).min(re.len());
            re[there..].fill(T::zero());
            im[there..].fill(T::zero());
            if there == 0 {
                return;
            }
            let (re, im) = (&mut re[..there], &mut im[..there]);
            if inverse {
                load(from, im, re)
            } else {
                load(from, re, im)
            }
            for ((re, im), &w) in re.iter_mut().zip(im).zip(&self.chirp[from..]) {
                Pair { re: *re, im: *im } = product(Pair::new(*re, *im), w);
            }
        };
        let spectrum = self.long.run(&first, false, T::one());
        let spectrum = spectrum.as_slice().expect("a new array is in C order");
        let second = |from: usize, re: &mut [T], im: &mut [T]| {
            let x = spectrum[from..].iter().zip(&self.filter[from..]);
            for ((re, im), (x, &w)) in re.iter_mut().zip(im).zip(x) {
                Pair { re: *re, im: *im } = product(Pair::new(x.re, x.im), w);
            }
        };
        let result = self.long.run(&second, true, T::one());
        let result = result.as_slice().expect("a new array is in C order");
        Array::from_slots_parallel([n], LONG, |start, slots| {
            let mut all = result[start..].iter().zip(&self.chirp[start..]);
            slots.fill_with(|| {
                let Some((x, &w)) = all.next() else {
                    return Complex::new(T::zero(), T::zero());
                };
                let y = product(Pair::new(x.re, x.im), w);
                let (re, im) = (y.re * scale, y.im * scale);
                if inverse { Complex::new(im, re) } else { Complex::new(re, im) }
            })
        })
    }
}

#[inline(always)]
fn product<T: Precision>(x: Pair<T>, w: Pair<T>) -> Pair<T> {
    Pair::new(x.re * w.re - x.im * w.im, x.re * w.im + x.im * w.re)
}
