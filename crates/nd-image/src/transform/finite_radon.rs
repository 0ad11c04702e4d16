//! The discrete Radon transform of squares of prime size.

use super::points::DegenerateError;
use nd_core::{Array, ArrayLike};

/// The sums of a square of whole numbers along all its discrete lines: `(n, n) -> (n + 1, n)` for a prime `n`.
///
/// Row `m` has the lines of slope `m` that wrap around, the last row the sums of rows (A. Kingston, I. Svalbe: Projective
/// transforms on periodic discrete image arrays, 2006). Sums wrap.
///
/// # Panics
/// If the array is no square, or its side is not a prime.
///
/// # scikit-image
/// `skimage.transform.frt2(a)`, which takes any side; what is no prime has no inverse.
///
/// # Examples
/// ```
/// let a = nd_core::array![[1, 2, 0], [0, 1, 0], [3, 0, 0]];
/// let lines = nd_image::frt2(&a);
/// assert_eq!(lines, nd_core::array![[4, 3, 0], [2, 5, 0], [1, 2, 4], [3, 1, 3]]);
/// assert_eq!(nd_image::ifrt2(&lines)?, a);
/// # Ok::<(), nd_image::DegenerateError>(())
/// ```
#[track_caller]
pub fn frt2<A: ArrayLike<Elem = i64>>(a: A) -> Array<i64> {
    let a = a.view();
    let n = prime("frt2", a.shape(), 0);
    let all: Vec<i64> = a.iter().copied().collect();
    let mut out = vec![0i64; (n + 1) * n];
    for m in 0..n {
        for (row, values) in all.chunks(n).enumerate() {
            for (k, sum) in out[m * n..][..n].iter_mut().enumerate() {
                *sum = sum.wrapping_add(values[(k + m * row) % n]);
            }
        }
    }
    for (values, sum) in all.chunks(n).zip(&mut out[n * n..]) {
        *sum = values.iter().fold(0, |sum, &x| sum.wrapping_add(x));
    }
    Array::from_shape_vec([n + 1, n], out)
}

/// The square whose sums along discrete lines those are: `(n + 1, n) -> (n, n)`, exactly.
///
/// # Errors
/// If there is no such square of whole numbers.
///
/// # Panics
/// If the shape is not `(n + 1, n)` for a prime `n`.
///
/// # scikit-image
/// `skimage.transform.ifrt2(a)`, which truncates fractions.
///
/// # Examples
/// ```
/// assert!(nd_image::ifrt2([[1, 0], [0, 0], [0, 0]]).is_err());
/// ```
#[track_caller]
pub fn ifrt2<A: ArrayLike<Elem = i64>>(a: A) -> Result<Array<i64>, DegenerateError> {
    let a = a.view();
    let n = prime("ifrt2", a.shape(), 1);
    let all: Vec<i128> = a.iter().map(|&x| i128::from(x)).collect();
    let total: i128 = all[..n].iter().sum();
    let mut out = Vec::with_capacity(n * n);
    for row in 0..n {
        for k in 0..n {
            // Each other pixel shares one of the n + 1 lines through a pixel with it.
            let through = (0..n).map(|m| all[m * n + (k + (n - row) * m) % n]);
            let sum = through.sum::<i128>() + all[n * n + row] - total;
            let whole = sum % n as i128 == 0;
            let value = i64::try_from(sum / n as i128).ok().filter(|_| whole);
            let what = "no square of whole numbers has these sums";
            out.push(value.ok_or(DegenerateError { op: "ifrt2", what })?);
        }
    }
    Ok(Array::from_shape_vec([n, n], out))
}

/// The side of a square that may have more rows, a prime.
#[track_caller]
fn prime(op: &str, shape: &[usize], more: usize) -> usize {
    let fits = shape.len() == 2 && shape[0] == shape[1] + more;
    let n = if fits { shape[1] } else { 0 };
    let prime = n > 1 && (2..).take_while(|d| d * d <= n).all(|d| !n.is_multiple_of(d));
    assert!(prime, "{op}: shape {shape:?} is not {} for a prime n", ["(n, n)", "(n + 1, n)"][more]);
    n
}
