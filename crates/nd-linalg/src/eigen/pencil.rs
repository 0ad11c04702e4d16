//! [`by_rotation`]: eigenvalues of pairs for which the QZ algorithm has no right answer.
//!
//! With `a' = c·a + s·b` and `b' = c·b - s·a`, `c² + s² = 1`, `a·x = λ·b·x` is
//! `a'·x = μ·b'·x` with the same vectors and `λ = (c·μ - s) / (c + s·μ)`. Of a few angles one
//! makes `b'` well conditioned, singular `b` or not: then `b'⁻¹·a'` has these `μ`.

use crate::eigen::eig_one::{self, normalize};
use crate::field::Double;
use crate::mat::{from_faer, to_faer};
use crate::matrices::dense;
use crate::matrices::exponents::{exponent, largest, ldexp, part};
use crate::singular::svd;
use faer::{Mat, Par};
use nd_core::{Complex, View};
use num_complex::ComplexFloat;
use num_traits::{Float, Zero};

/// How many angles are tried.
const ANGLES: usize = 8;
/// What is wrong by less than this, in roundings of a row, needs no refinement.
const STRICT: f64 = 30.0;
/// What is wrong by more than this is no answer.
const LOOSE: f64 = 1000.0;

/// Numerators, denominators and unit vectors of one pair.
pub(crate) type Found<C> = (Vec<C>, Vec<C>, Mat<C>);

/// Why one pair has no answer.
pub(crate) enum Failure {
    /// `det(a - λ·b)` is 0 for every `λ`, up to rounding.
    Singular,
    /// The iterations that were made.
    NoConvergence(usize),
}

/// Numerators, denominators and unit vectors, first with both matrices near 1, then with all
/// their rows and columns.
pub(crate) fn by_rotation<T: Double>(
    a: View<'_, T>,
    b: View<'_, T>,
    par: Par,
) -> Result<Found<T::Complex>, Failure> {
    let mut failure = Failure::Singular;
    for rounds in [0, 3] {
        let even = Even::of(a, b, rounds);
        match rotated(&even.a, &even.b, par) {
            Ok(found) => return Ok(even.undone(found)),
            Err(Failure::Singular) => {}
            Err(other) => failure = other,
        }
    }
    Err(failure)
}

/// A pair with rows and columns multiplied by powers of two, which changes no eigenvalue.
struct Even<T> {
    a: Mat<T>,
    b: Mat<T>,
    /// The exponents that were taken out of `a` and `b`.
    sizes: [i32; 2],
    /// The exponents that columns were divided by.
    columns: Vec<i32>,
}

impl<T: Double> Even<T> {
    /// Brings both matrices near 1, and in so many rounds every row and column of the pair.
    fn of(a: View<'_, T>, b: View<'_, T>, rounds: usize) -> Even<T> {
        let n = a.shape()[0];
        let sizes = [exponent(largest(a)), exponent(largest(b))];
        let pair = [to_faer(a), to_faer(b)];
        let (mut rows, mut columns) = (vec![0; n], vec![0; n]);
        // Exponents alone: no element overflows or vanishes on the way.
        let most = |i: usize, j: usize| {
            let of = |(m, size): (&faer::MatRef<'_, T>, &i32)| {
                let x = part(m[(i, j)]);
                (!x.is_zero()).then(|| exponent(x) - size)
            };
            pair.iter().zip(&sizes).filter_map(of).max()
        };
        for _ in 0..rounds {
            for (i, row) in rows.iter_mut().enumerate() {
                let sizes = (0..n).filter_map(|j| most(i, j).map(|e| e - columns[j]));
                *row = sizes.max().unwrap_or(0);
            }
            for (j, column) in columns.iter_mut().enumerate() {
                let sizes = (0..n).filter_map(|i| most(i, j).map(|e| e - rows[i]));
                *column = sizes.max().unwrap_or(0);
            }
        }
        let [a, b] = [0, 1].map(|k| {
            Mat::from_fn(n, n, |i, j| moved(pair[k][(i, j)], -(sizes[k] + rows[i] + columns[j])))
        });
        Even { a, b, sizes, columns }
    }

    /// What solves the pair as it was given.
    fn undone(&self, (mut alpha, mut beta, mut u): Found<T::Complex>) -> Found<T::Complex> {
        let n = u.nrows();
        alpha.iter_mut().for_each(|alpha| *alpha = moved(*alpha, self.sizes[0]));
        beta.iter_mut().for_each(|beta| *beta = moved(*beta, self.sizes[1]));
        for j in 0..n {
            let size = |i: usize| {
                let x = part(u[(i, j)]);
                (!x.is_zero()).then(|| exponent(x) - self.columns[i])
            };
            let most = (0..n).filter_map(size).max().unwrap_or(0);
            (0..n).for_each(|i| u[(i, j)] = moved(u[(i, j)], -(self.columns[i] + most)));
        }
        normalize(&mut u);
        (alpha, beta, u)
    }
}

/// `x · 2^exponent`; 0 stays 0 however large the factor.
fn moved<T: Double>(x: T, exponent: i32) -> T {
    if x.is_zero() { x } else { ldexp(x, exponent) }
}

/// The eigenvalues of a pair near 1.
fn rotated<T: Double>(a: &Mat<T>, b: &Mat<T>, par: Par) -> Result<Found<T::Complex>, Failure> {
    let n = a.nrows();
    let (c, s) = best_angle(a, b, par)?;
    let turned =
        |x: T::R, y: T::R| dense::combination(&[(T::from_real(x), a), (T::from_real(y), b)]);
    let quotient = divided(&turned(c, s), &turned(-s, c), par)?;
    let (mu, mut u) = eig_one::decompose(from_faer(quotient.as_ref()), true, par)
        .map_err(Failure::NoConvergence)?;
    let (mut alpha, mut beta): (Vec<_>, Vec<_>) =
        mu.into_iter().map(|mu| turned_back(mu, c, s)).unzip();
    let pair = Pair::new(a, b);
    pair.mark_ends(&mut alpha, &mut beta, &u, f64::EPSILON, par);
    for j in pair.wrong(&alpha, &beta, &u, STRICT, par) {
        pair.refine(&mut alpha[j], &mut beta[j], &mut u, j, par);
    }
    normalize(&mut u);
    pair.mark_ends(&mut alpha, &mut beta, &u, f64::EPSILON, par);
    match pair.wrong(&alpha, &beta, &u, LOOSE, par).is_empty() {
        true => Ok((alpha, beta, u)),
        false => Err(Failure::NoConvergence(30 * n)),
    }
}

/// `c·mu - s` and `s·mu + c`, as long as 1.
fn turned_back(mu: C, c: f64, s: f64) -> (C, C) {
    let (re, im) = (mu.re, mu.im);
    let length = Float::hypot(1.0, Float::hypot(re, im));
    let over = |x: f64, y: f64| C::new(x / length, y / length);
    (over(c * re - s, c * im), over(s * re + c, s * im))
}

/// The cosine and sine for which `c·b - s·a` is farthest from a singular matrix.
fn best_angle<T: Double>(a: &Mat<T>, b: &Mat<T>, par: Par) -> Result<(T::R, T::R), Failure> {
    let n = a.nrows();
    let size = Float::hypot(length(a), length(b));
    let mut most = T::R::epsilon() * (n as f64) * size;
    let mut best = None;
    for k in 0..ANGLES {
        // Not at 0, 1 or ∞, which are the eigenvalues of too many pairs.
        let angle = 0.2 + k as f64 * std::f64::consts::PI / ANGLES as f64;
        let (c, s) = (angle.cos(), angle.sin());
        let turned = dense::combination(&[(T::from_real(-s), a), (T::from_real(c), b)]);
        let Ok(values) = svd::decompose(from_faer(turned.as_ref()), None, None, par) else {
            continue;
        };
        if let Some(&least) = values.near_one().last().filter(|&&least| least > most) {
            (most, best) = (least, Some((c, s)));
        }
    }
    best.ok_or(Failure::Singular)
}

/// `b⁻¹·a`.
fn divided<T: Double>(a: &Mat<T>, b: &Mat<T>, par: Par) -> Result<Mat<T>, Failure> {
    let n = a.nrows();
    let (mut u, mut v) = (dense::zeros(n, n), dense::zeros(n, n));
    let values = svd::decompose(from_faer(b.as_ref()), Some(u.as_mut()), Some(v.as_mut()), par)
        .map_err(Failure::NoConvergence)?;
    let image = dense::product(dense::adjoint(u.as_ref()).as_ref(), a.as_ref(), par);
    let image = Mat::from_fn(n, n, |i, j| dense::shortened(image[(i, j)], values.near_one()[i]));
    Ok(dense::product(v.as_ref(), image.as_ref(), par))
}

fn length<T: Double>(m: &Mat<T>) -> T::R {
    dense::length((0..m.ncols()).flat_map(|j| (0..m.nrows()).map(move |i| m[(i, j)])))
}

/// The numbers of eigenvalues.
type C = Complex<f64>;

/// A pair of matrices near 1, to try answers with.
struct Pair {
    a: Mat<C>,
    b: Mat<C>,
    /// The lengths of `a` and `b`.
    sizes: [f64; 2],
}

impl Pair {
    fn new<T: Double>(a: &Mat<T>, b: &Mat<T>) -> Pair {
        let n = a.nrows();
        let [a, b] = [a, b].map(|m| Mat::from_fn(n, n, |i, j| m[(i, j)].to_complex()));
        let sizes = [length(&a), length(&b)];
        Pair { a, b, sizes }
    }

    /// The numbers of the vectors for which `a·u·beta = b·u·alpha` does not hold to `units`
    /// roundings of a row.
    fn wrong(&self, alpha: &[C], beta: &[C], u: &Mat<C>, units: f64, par: Par) -> Vec<usize> {
        let n = u.nrows();
        let au = dense::product(self.a.as_ref(), u.as_ref(), par);
        let bu = dense::product(self.b.as_ref(), u.as_ref(), par);
        let units = f64::EPSILON * (units * n as f64);
        let right = |j: &usize| {
            let (j, p, q) = (*j, alpha[*j], beta[*j]);
            let off = dense::length((0..n).map(|i| au[(i, j)] * q - bu[(i, j)] * p));
            let length = dense::length((0..n).map(|i| u[(i, j)]));
            let limit = self.sizes[0] * q.abs() + self.sizes[1] * p.abs();
            // Written so that NaN is not right.
            let unit = length >= 1.0 - units && length <= 1.0 + units;
            off <= units * limit && unit && !(p.is_zero() && q.is_zero())
        };
        (0..u.ncols()).filter(|j| !right(j)).collect()
    }

    /// Inverse iteration on vector `j` until it is right, and the quotient that suits the new vector best.
    fn refine(&self, alpha: &mut C, beta: &mut C, u: &mut Mat<C>, j: usize, par: Par) {
        let n = u.nrows();
        let mut x = Mat::from_fn(n, 1, |i, _| u[(i, j)]);
        let mut kept = [*alpha, *beta];
        let mut least = self.off(kept, &x, par);
        // The last steps take the vectors that solve best, were they found before.
        for best in [false, false, true, true, true, true] {
            let Some((left, next)) = self.inverse_step(*alpha, *beta, &x, best, par) else {
                break;
            };
            x = next;
            let mut numbers = [*alpha, *beta];
            if !self.wrong(&numbers[..1], &numbers[1..], &x, STRICT, par).is_empty() {
                numbers = self.quotient(left.as_ref(), &x, par);
            }
            if numbers.iter().all(|x| part(*x).is_zero()) {
                break;
            }
            [*alpha, *beta] = numbers;
            let off = self.off(numbers, &x, par);
            if off < least {
                (least, kept) = (off, numbers);
                (0..n).for_each(|i| u[(i, j)] = x[(i, 0)]);
            }
            if self.wrong(&numbers[..1], &numbers[1..], &x, STRICT, par).is_empty() {
                break;
            }
        }
        [*alpha, *beta] = kept;
    }

    /// The length of `beta·a·x - alpha·b·x`, measured by what it could be.
    fn off(&self, [p, q]: [C; 2], x: &Mat<C>, par: Par) -> f64 {
        let [ax, bx] = self.images(x, par);
        let off = dense::length((0..x.nrows()).map(|i| ax[(i, 0)] * q - bx[(i, 0)] * p));
        off / (self.sizes[0] * q.abs() + self.sizes[1] * p.abs())
    }

    /// `(beta·a - alpha·b)⁻¹` times the longer of `a·x` and `b·x`, as long as 1. Singular values
    /// that are all but 0 count alike, so that vectors of one eigenvalue stay apart; or, if only
    /// the `best` will do, the left and right vectors of the least one.
    fn inverse_step(
        &self,
        alpha: C,
        beta: C,
        x: &Mat<C>,
        best: bool,
        par: Par,
    ) -> Option<(Option<Mat<C>>, Mat<C>)> {
        let n = x.nrows();
        let m = dense::combination(&[(beta, &self.a), (-alpha, &self.b)]);
        let (mut u, mut v) = (dense::zeros(n, n), dense::zeros(n, n));
        let (left, right) = (Some(u.as_mut()), Some(v.as_mut()));
        let values = svd::decompose(from_faer(m.as_ref()), left, right, par).ok()?;
        let least = f64::EPSILON * *values.near_one().first()?;
        if !Float::is_normal(least) {
            return None;
        }
        if best {
            let [left, mut right] = [&u, &v].map(|m| Mat::from_fn(n, 1, |i, _| m[(i, n - 1)]));
            normalize(&mut right);
            return Some((Some(left), right));
        }
        let [ax, bx] = self.images(x, par);
        let image = if length(&ax) >= length(&bx) { ax } else { bx };
        let image = dense::product(dense::adjoint(u.as_ref()).as_ref(), image.as_ref(), par);
        let image = Mat::from_fn(n, 1, |i, _| {
            dense::shortened(image[(i, 0)], Float::max(values.near_one()[i], least))
        });
        let mut next = dense::product(v.as_ref(), image.as_ref(), par);
        normalize(&mut next);
        Some((None, next))
    }

    fn images(&self, x: &Mat<C>, par: Par) -> [Mat<C>; 2] {
        [&self.a, &self.b].map(|m| dense::product(m.as_ref(), x.as_ref(), par))
    }

    /// The numbers, as long as 1, for which `beta·a·x - alpha·b·x` is shortest if the smaller
    /// one is free; or, with a left vector, orthogonal to that.
    fn quotient(&self, left: Option<&Mat<C>>, x: &Mat<C>, par: Par) -> [C; 2] {
        let [ax, bx] = self.images(x, par);
        let dot = |x: &Mat<C>, y: &Mat<C>| {
            (0..x.nrows()).fold(C::zero(), |sum, i| sum + x[(i, 0)].conj() * y[(i, 0)])
        };
        let longer = if length(&ax) >= length(&bx) { &ax } else { &bx };
        let onto = left.unwrap_or(longer);
        let numbers = [dot(onto, &ax), dot(onto, &bx)];
        let length = dense::length(numbers.into_iter());
        if length.is_zero() { numbers } else { numbers.map(|x| dense::shortened(x, length)) }
    }

    /// Makes eigenvalues infinite whose vectors `b` makes 0 up to rounding, as LAPACK does with
    /// small numbers on the diagonal of `b`, and those 0 whose vectors `a` makes exactly 0.
    fn mark_ends(&self, alpha: &mut [C], beta: &mut [C], u: &Mat<C>, epsilon: f64, par: Par) {
        let n = u.nrows();
        let [au, bu] = self.images(u, par);
        let units = epsilon * n as f64;
        let column = |m: &Mat<C>, j: usize| dense::length((0..n).map(|i| m[(i, j)]));
        for j in 0..n {
            let (by_a, by_b) = (column(&au, j), column(&bu, j));
            let small = by_b <= units * self.sizes[1];
            if small && by_a > units * self.sizes[0] {
                beta[j] = C::zero();
            }
            if by_a.is_zero() && !small {
                alpha[j] = C::zero();
            }
        }
    }
}

/// Whether `a·u·beta = b·u·alpha` to rounding, for each vector.
pub(crate) fn solves(a: &Mat<C>, b: &Mat<C>, (alpha, beta, u): &Found<C>, par: Par) -> bool {
    Pair::new(a, b).wrong(alpha, beta, u, STRICT, par).is_empty()
}

/// Makes eigenvalues infinite, or 0, that are so in numbers of which `epsilon` is the distance
/// from 1 to the next. `a`, `b` near 1.
pub(crate) fn mark_ends(
    [a, b]: &[Mat<C>; 2],
    (alpha, beta, u): &mut Found<C>,
    epsilon: f64,
    par: Par,
) {
    Pair::new(a, b).mark_ends(alpha, beta, u, epsilon, par);
}
