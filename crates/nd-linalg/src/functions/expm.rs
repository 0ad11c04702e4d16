//! [`expm`]: the exponential of a matrix.
//!
//! Al-Mohy and Higham, "A new scaling and squaring algorithm for the matrix exponential"
//! (2009): Padé approximants of degree 3 to 13, of a matrix halved as often as its powers, not
//! its norm, ask for.

use crate::LinalgError;
use crate::error::shaped;
use crate::field::{Double, Field, FieldOf, LinalgElement};
use crate::functions::Functions;
use crate::functions::each::{Failure, Shape, over_squares};
use crate::mat::{from_faer, to_faer};
use crate::matrices::dense;
use crate::matrices::exponents::{exponent, largest, ldexp};
use crate::solving::elimination::divide;
use faer::{Mat, Par};
use nd_core::{Array, ArrayLike, View};
use num_complex::ComplexFloat;
use num_traits::{Float, FromPrimitive, One};

/// The coefficients of the numerators of Padé's approximants, by degree.
const PADE: [(&[f64], f64, f64); 5] = [
    (&[120.0, 60.0, 12.0, 1.0], 1.495585217958292e-2, 100800.0),
    (&[30240.0, 15120.0, 3360.0, 420.0, 30.0, 1.0], 2.53939833006323e-1, 10059033600.0),
    (
        &[17297280.0, 8648640.0, 1995840.0, 277200.0, 25200.0, 1512.0, 56.0, 1.0],
        9.504178996162932e-1,
        4487938430976000.0,
    ),
    (
        &[
            17643225600.0,
            8821612800.0,
            2075673600.0,
            302702400.0,
            30270240.0,
            2162160.0,
            110880.0,
            3960.0,
            90.0,
            1.0,
        ],
        2.097847961257068,
        5914384781877411840000.0,
    ),
    (
        &[
            64764752532480000.0,
            32382376266240000.0,
            7771770303897600.0,
            1187353796428800.0,
            129060195264000.0,
            10559470521600.0,
            670442572800.0,
            33522128640.0,
            1323241920.0,
            40840800.0,
            960960.0,
            16380.0,
            182.0,
            1.0,
        ],
        4.25,
        113250775606021113483283660800000000.0,
    ),
];

/// The exponential of square matrices, `1 + a + a²/2! + a³/3! + …`.
///
/// `a: (…, n, n)` → `(…, n, n)`. By scaling and squaring with Padé approximants; the
/// exponential of a diagonal matrix is that of its elements. Elements that are too large for
/// their type are infinite or, where infinities meet, NaN. About `14n³` operations, and `2n³`
/// for each doubling of the norm past 4.
///
/// # Panics
/// If `a` has fewer than two axes, or its last two differ.
///
/// # Errors
/// [`LinalgError::NonFinite`]. [`LinalgError::Singular`] if the denominator is, which takes
/// rounding errors that no known matrix makes.
///
/// # NumPy
/// `scipy.linalg.expm(a)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_linalg::expm;
///
/// let turn = expm([[0.0f64, -1.0], [1.0, 0.0]])?; // a rotation by one radian
/// assert!((turn[[0, 0]] - 1f64.cos()).abs() < 1e-15);
/// assert!((turn[[1, 0]] - 1f64.sin()).abs() < 1e-15);
/// assert_eq!(expm([[0.0f64, 1.0], [0.0, 0.0]])?, array![[1.0, 1.0], [0.0, 1.0]]);
/// assert!(expm([[f64::INFINITY]]).is_err());
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[track_caller]
pub fn expm<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    shaped(try_expm(a))
}

/// As [`expm`], for shapes that come from users.
///
/// # Errors
/// As [`expm`], and [`LinalgError::Shape`] for what it panics about.
///
/// # Examples
/// ```
/// assert!(nd_linalg::try_expm([[1.0f64, 2.0]]).is_err());
/// ```
pub fn try_expm<A: ArrayLike<Elem: LinalgElement>>(a: A) -> Result<Array<FieldOf<A>>, LinalgError> {
    FieldOf::<A>::expm(LinalgElement::promoted(a.view()).view())
}

/// The body of [`expm`].
pub(crate) fn of_stack<T: Field>(a: View<'_, T>) -> Result<Array<T>, LinalgError> {
    over_squares("expm", T::widened(a).view(), 20.0, exponential).map(T::narrowed)
}

fn exponential<T: Double>(a: View<'_, T>, par: Par) -> Result<Mat<T>, Failure> {
    let a = to_faer(a);
    let n = a.nrows();
    match Shape::of(a) {
        Shape::Diagonal => {
            Ok(Mat::from_fn(n, n, |i, j| if i == j { a[(i, i)].exp() } else { T::zero() }))
        }
        Shape::Lower => {
            let flipped = of_matrix(dense::copy(a.transpose()), true, par)?;
            Ok(dense::copy(flipped.transpose()))
        }
        shape => of_matrix(dense::copy(a), shape == Shape::Upper, par),
    }
}

/// `triangular`: whether it is zero below the diagonal.
fn of_matrix<T: Double>(a: Mat<T>, triangular: bool, par: Par) -> Result<Mat<T>, Failure> {
    let n = a.nrows();
    // First so far that the tenth power is a number.
    let largest = largest(from_faer(a.as_ref()));
    let first =
        (exponent(largest) + exponent(T::R::from_usize(n).unwrap_or(T::R::one())) - 6).max(0);
    let scaled = |halvings: i32| Mat::from_fn(n, n, |i, j| ldexp(a[(i, j)], -halvings));
    let mut halvings = first;
    let mut powers = Powers::of(scaled(halvings), par);
    let degree = match powers.degree(par) {
        Some(degree) => degree,
        None => {
            let more = powers.halvings(par);
            if more > 0 {
                halvings += more;
                powers.halve(more);
            }
            4
        }
    };
    let mut x = powers.approximant(degree, par)?;
    if triangular {
        renew_diagonals(&mut x, &a, halvings);
    }
    for left in (0..halvings).rev() {
        x = dense::product(x.as_ref(), x.as_ref(), par);
        if triangular {
            renew_diagonals(&mut x, &a, left);
        }
    }
    Ok(x)
}

/// Sets the diagonal of a triangular exponential of `a · 2^-halvings`, and the elements beside
/// it, by their formulas: squaring loses their digits.
fn renew_diagonals<T: Double>(x: &mut Mat<T>, a: &Mat<T>, halvings: i32) {
    let n = a.nrows();
    let at = |i: usize, j: usize| ldexp(a[(i, j)], -halvings);
    for i in 0..n {
        x[(i, i)] = at(i, i).exp();
    }
    let half = T::from_real(0.5);
    for i in 1..n {
        let (one, two) = (at(i - 1, i - 1), at(i, i));
        let (mean, difference) = ((one + two) * half, (two - one) * half);
        // exp(mean) · sinh(d)/d, the divided difference of both exponentials.
        let ratio = if difference.abs() < 1e-3 {
            let square = difference * difference;
            T::one() + square / T::from_real(6.0) * (T::one() + square / T::from_real(20.0))
        } else {
            difference.sinh() / difference
        };
        let entry = mean.exp() * ratio * at(i - 1, i);
        let apart = (two.exp() - one.exp()) / (two - one) * at(i - 1, i);
        // Far apart, sinh overflows before the difference does.
        let near = ComplexFloat::is_finite(entry) || one == two;
        x[(i - 1, i)] = if near { entry } else { apart };
    }
}

/// The even powers of a matrix, as far as they were needed.
struct Powers<T> {
    one: Mat<T>,
    two: Mat<T>,
    four: Mat<T>,
    six: Mat<T>,
    eight: Option<Mat<T>>,
}

impl<T: Double> Powers<T> {
    fn of(one: Mat<T>, par: Par) -> Powers<T> {
        let two = dense::product(one.as_ref(), one.as_ref(), par);
        let four = dense::product(two.as_ref(), two.as_ref(), par);
        let six = dense::product(four.as_ref(), two.as_ref(), par);
        Powers { one, two, four, six, eight: None }
    }

    /// Which approximant will do without halving, if one does.
    fn degree(&mut self, par: Par) -> Option<usize> {
        let (d4, d6) = (root(&self.four, 4), root(&self.six, 6));
        let fits = |eta: T::R, degree: usize, one: &Mat<T>| {
            eta <= PADE[degree].1 && more(one, degree) == 0
        };
        let eta = Float::max(d4, d6);
        for degree in [0, 1] {
            if fits(eta, degree, &self.one) {
                return Some(degree);
            }
        }
        let eight = dense::product(self.four.as_ref(), self.four.as_ref(), par);
        let eta = Float::max(d6, root(&eight, 8));
        self.eight = Some(eight);
        [2, 3].into_iter().find(|&degree| fits(eta, degree, &self.one))
    }

    /// How often to halve for the approximant of degree 13.
    fn halvings(&mut self, _: Par) -> i32 {
        let (d4, d6) = (root(&self.four, 4), root(&self.six, 6));
        let d8 = self.eight.as_ref().map_or(d4, |eight| root(eight, 8));
        // ‖a¹⁰‖ is at most ‖a⁴‖·‖a⁶‖.
        let ten = Float::powf(d4, 0.4) * Float::powf(d6, 0.6);
        let eta = Float::min(Float::max(d6, d8), Float::max(d8, ten));
        let ratio = Float::log2(eta / PADE[4].1);
        let first = ratio.ceil().max(0.0) as i32;
        let n = self.one.nrows();
        let halved = Mat::from_fn(n, n, |i, j| ldexp(self.one[(i, j)], -first));
        first + more(&halved, 4)
    }

    fn halve(&mut self, times: i32) {
        for (m, power) in
            [(&mut self.one, 1), (&mut self.two, 2), (&mut self.four, 4), (&mut self.six, 6)]
        {
            for j in 0..m.ncols() {
                (0..m.nrows()).for_each(|i| m[(i, j)] = ldexp(m[(i, j)], -power * times));
            }
        }
    }

    /// `(v - u)⁻¹ · (v + u)`, `u` the odd and `v` the even terms.
    fn approximant(&self, degree: usize, par: Par) -> Result<Mat<T>, Failure> {
        let b = |k: usize| T::from_real(PADE[degree].0[k]);
        let n = self.one.nrows();
        let unit = dense::identity(n);
        let Powers { two, four, six, .. } = self;
        let (odd, even) = if degree == 4 {
            let outer =
                |k: usize| dense::combination(&[(b(k + 4), six), (b(k + 2), four), (b(k), two)]);
            let inner = |k: usize| {
                dense::combination(&[
                    (b(k + 6), six),
                    (b(k + 4), four),
                    (b(k + 2), two),
                    (b(k), &unit),
                ])
            };
            let high = |k: usize| dense::product(six.as_ref(), outer(k).as_ref(), par);
            let sum = |x: Mat<T>, y: Mat<T>| dense::combination(&[(T::one(), &x), (T::one(), &y)]);
            (sum(high(9), inner(1)), sum(high(8), inner(0)))
        } else {
            let powers = [Some(&unit), Some(two), Some(four), Some(six), self.eight.as_ref()];
            let terms = |odd: usize| -> Vec<(T, &Mat<T>)> {
                (0..=degree + 1)
                    .filter_map(|k| powers[k].map(|power| (b(2 * k + odd), power)))
                    .collect()
            };
            (dense::combination(&terms(1)), dense::combination(&terms(0)))
        };
        let u = dense::product(self.one.as_ref(), odd.as_ref(), par);
        let mut denominator = dense::combination(&[(T::one(), &even), (-T::one(), &u)]);
        let mut x = dense::combination(&[(T::one(), &even), (T::one(), &u)]);
        divide(denominator.as_mut(), x.as_mut(), par).map_err(Failure::Singular)?;
        Ok(x)
    }
}

/// `‖m‖^(1/k)`.
fn root<T: Double>(m: &Mat<T>, k: usize) -> T::R {
    Float::powf(dense::norm_one(m.as_ref()), 1.0 / k as f64)
}

/// How often to halve more, for the rounding errors of an approximant: by the norm of
/// `|a|^(2m + 1)`, which vectors of ones tell exactly.
fn more<T: Double>(a: &Mat<T>, degree: usize) -> i32 {
    let (n, m) = (a.nrows(), PADE[degree].0.len() - 1);
    let norm = dense::norm_one(a.as_ref());
    if norm == 0.0 {
        return 0;
    }
    // In parts of the norm, so that powers of small matrices do not vanish.
    let abs = |i: usize, j: usize| a[(i, j)].abs() / norm;
    let mut sums = vec![1.0; n];
    for _ in 0..2 * m + 1 {
        sums = (0..n).map(|j| (0..n).map(|i| abs(i, j) * sums[i]).sum()).collect();
    }
    let largest = sums.into_iter().fold(0.0, f64::max);
    if largest == 0.0 {
        return 0;
    }
    let unit = T::R::epsilon() / 2.0;
    let alpha = largest.log2() + (2 * m) as f64 * norm.log2() - PADE[degree].2.log2();
    ((alpha - unit.log2()) / (2 * m) as f64).ceil().clamp(0.0, 2000.0) as i32
}
