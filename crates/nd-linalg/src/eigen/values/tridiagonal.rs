//! Eigenvalues of a real symmetric tridiagonal matrix by the QL iteration without square roots
//! of Pal, Walker and Kahan (Parlett, *The Symmetric Eigenvalue Problem*, 1980, section 8-15),
//! with Wilkinson's shifts.

use crate::field::Real;
use crate::matrices::exponents::{exponent, ldexp};
use num_traits::{Float, One};

/// Sweeps for one eigenvalue, on the average, before all is given up.
const SWEEPS: usize = 30;

/// The eigenvalues, ascending, in place of the diagonal; destroys `beside`, of which
/// `beside[i]` is between `i` and `i + 1` and the last is not read.
///
/// # Errors
/// How many sweeps were made when no eigenvalue came out any more, or none that is a number.
pub(super) fn eigenvalues<R: Real>(diagonal: &mut [R], beside: &mut [R]) -> Result<(), usize> {
    let n = diagonal.len();
    let Some(last) = beside.last_mut() else { return Ok(()) };
    *last = R::zero();
    // Near 1, where squares have all their digits.
    let largest = |most: R, x: &R| Float::max(most, Float::abs(*x));
    let most = diagonal.iter().chain(&*beside).fold(R::zero(), largest);
    let scale = exponent(most);
    diagonal.iter_mut().for_each(|x| *x = ldexp(*x, -scale));
    beside.iter_mut().for_each(|x| *x = ldexp(*x, -scale));
    let mut sweeps = SWEEPS * n;
    let mut start = 0;
    while start < n {
        let negligible = |i: usize| {
            let beside_it =
                Float::sqrt(Float::abs(diagonal[i])) * Float::sqrt(Float::abs(diagonal[i + 1]));
            Float::abs(beside[i]) <= beside_it * R::epsilon()
        };
        let end = (start..n - 1).find(|&i| negligible(i)).map_or(n, |i| i + 1);
        block(&mut diagonal[start..end], &mut beside[start..end], &mut sweeps).ok_or(SWEEPS * n)?;
        start = end;
    }
    if diagonal.iter().any(|x| Float::is_nan(*x)) {
        return Err(SWEEPS * n);
    }
    diagonal.iter_mut().for_each(|x| *x = ldexp(*x, scale));
    diagonal.sort_unstable_by(|x, y| x.partial_cmp(y).expect("eigenvalues are numbers"));
    Ok(())
}

/// The eigenvalues of a part that nothing joins to others.
fn block<R: Real>(d: &mut [R], e: &mut [R], sweeps: &mut usize) -> Option<()> {
    let n = d.len();
    // From the small end to the large one: values that are small beside others keep their digits.
    if Float::abs(d[n - 1]) < Float::abs(d[0]) {
        d.reverse();
        e[..n - 1].reverse();
    }
    e.iter_mut().for_each(|x| *x = *x * *x);
    let eps = R::epsilon() * R::epsilon();
    let mut first = 0;
    while first < n {
        let negligible = |i: &usize| e[*i] <= eps * Float::abs(d[*i] * d[*i + 1]);
        let last = (first..n - 1).find(negligible).unwrap_or(n - 1);
        if last < n - 1 {
            e[last] = R::zero();
        }
        match last - first {
            0 => first += 1,
            1 => {
                (d[first], d[first + 1]) = of_two(d[first], Float::sqrt(e[first]), d[first + 1]);
                e[first] = R::zero();
                first += 2;
            }
            _ => {
                *sweeps = sweeps.checked_sub(1)?;
                sweep(&mut d[first..=last], &mut e[first..last]);
            }
        }
    }
    Some(())
}

/// One sweep from the end to the start, whose shift is the eigenvalue of the first two by two
/// block that is nearer to its first element. `squares`: those beside the diagonal.
fn sweep<R: Real>(d: &mut [R], squares: &mut [R]) {
    let one = <R as One>::one();
    let root = Float::sqrt(squares[0]);
    let half = (d[1] - d[0]) / (root + root);
    let length = Float::hypot(half, one);
    let shift = d[0] - root / (half + if half < R::zero() { -length } else { length });
    let end = squares.len();
    let (mut c, mut s) = (one, R::zero());
    let mut gamma = d[end] - shift;
    let mut p = gamma * gamma;
    for i in (0..end).rev() {
        let square = squares[i];
        let r = p + square;
        if i + 1 < end {
            squares[i + 1] = s * r;
        }
        let before = (c, gamma);
        // Three quotients that do not wait for each other.
        let reciprocal = r / p;
        c = p / r;
        s = square / r;
        gamma = c * (d[i] - shift) - s * before.1;
        d[i + 1] = before.1 + (d[i] - gamma);
        let regular = !c.is_zero() && Float::is_finite(reciprocal);
        p = if regular { gamma * gamma * reciprocal } else { before.0 * square };
    }
    squares[0] = s * p;
    d[0] = shift + gamma;
}

/// The eigenvalues of `[a, b; b, c]`, to nearly all digits of both: the one of smaller size from
/// the product of both.
fn of_two<R: Real>(a: R, b: R, c: R) -> (R, R) {
    let two = R::from_count(2);
    let (sum, difference) = (a + c, Float::abs(a - c));
    let root = Float::hypot(difference, b + b);
    if sum.is_zero() {
        return (root / two, -(root / two));
    }
    let large = if sum < R::zero() { (sum - root) / two } else { (sum + root) / two };
    let (most, least) = if Float::abs(a) > Float::abs(c) { (a, c) } else { (c, a) };
    (large, (most / large) * least - (b / large) * b)
}
