//! Lengths that are fast to transform.

/// The factors of `n` that passes are made of, first to last; `None` if there is a larger prime.
pub(super) fn radices(n: usize) -> Option<Vec<usize>> {
    let (mut rest, mut odd) = (n, Vec::new());
    let twos = rest.trailing_zeros();
    rest >>= twos;
    for p in (3..=super::passes::LARGEST).step_by(2) {
        while rest.is_multiple_of(p) {
            odd.push(p);
            rest /= p;
        }
    }
    if rest != 1 {
        return None;
    }
    // The first pass leaves as many neighbours as its radix: few would not fill a register.
    let mut all = powers_of_two(twos);
    odd.reverse();
    all.extend(odd);
    Some(all)
}

/// Eights, and what is left as one or two fours, or a two.
fn powers_of_two(twos: u32) -> Vec<usize> {
    let (eights, last): (u32, &[usize]) = match (twos, twos % 3) {
        (1, _) => (0, &[2]),
        (_, 0) => (twos / 3, &[]),
        (_, 1) => (twos / 3 - 1, &[4, 4]),
        _ => (twos / 3, &[4]),
    };
    let mut all = vec![8; eights as usize];
    all.extend(last);
    all
}

/// `n` as a product of two numbers with small factors, of which the first is the smaller one and as large as it can be;
/// `None` if `n` has a large prime factor.
pub(super) fn halved(n: usize) -> Option<(usize, usize)> {
    radices(n)?;
    let rows = (1..=n.isqrt()).rev().find(|rows| n.is_multiple_of(*rows)).unwrap_or(1);
    Some((rows, n / rows))
}

/// The smallest product of small primes that is at least `n`: a length to pad to that is fast to transform.
///
/// Products of 2, 3, 5, 7 and 11 for complex elements, of 2, 3 and 5 if `real`; 0 for 0.
///
/// # Panics
/// If there is none below `usize::MAX`.
///
/// # SciPy
/// `scipy.fft.next_fast_len(n, real)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::next_fast_len;
///
/// assert_eq!(next_fast_len(13, false), 14);
/// assert_eq!(next_fast_len(13, true), 15);
/// assert_eq!(next_fast_len(1021, true), 1024);
/// ```
/// ```should_panic
/// nd_ops::fft::next_fast_len(usize::MAX, true);
/// ```
#[track_caller]
pub fn next_fast_len(n: usize, real: bool) -> usize {
    if n <= 6 {
        return n;
    }
    match smooth(real).filter_map(|odd| up(odd, n)).min() {
        Some(best) => best,
        None => panic!("next_fast_len: there is no such length from {n} on"),
    }
}

/// The largest product of small primes that is at most `n`.
///
/// Products of 2, 3, 5, 7 and 11 for complex elements, of 2, 3 and 5 if `real`; 0 for 0.
///
/// # SciPy
/// `scipy.fft.prev_fast_len(n, real)`.
///
/// # Examples
/// ```
/// use nd_ops::fft::prev_fast_len;
///
/// assert_eq!(prev_fast_len(13, false), 12);
/// assert_eq!(prev_fast_len(1079, true), 1024);
/// assert_eq!(prev_fast_len(0, true), 0);
/// ```
pub fn prev_fast_len(n: usize, real: bool) -> usize {
    if n <= 6 {
        return n;
    }
    smooth(real).filter_map(|odd| down(odd, n)).max().unwrap_or(1)
}

/// `odd` times the power of two that brings it to `n` or above.
fn up(odd: usize, n: usize) -> Option<usize> {
    odd.checked_mul(n.div_ceil(odd).checked_next_power_of_two()?)
}

/// `odd` times the largest power of two that leaves it at most `n`.
fn down(odd: usize, n: usize) -> Option<usize> {
    let times = n / odd;
    (times > 0).then(|| odd << times.ilog2())
}

/// The products of 3 and 5, and of 7 and 11 if not `real`.
fn smooth(real: bool) -> impl Iterator<Item = usize> {
    let powers =
        |p: usize, from: usize| std::iter::successors(Some(from), move |x| x.checked_mul(p));
    let only = if real { 1 } else { usize::MAX };
    powers(11, 1)
        .take(only)
        .flat_map(move |x| powers(7, x).take(only))
        .flat_map(move |x| powers(5, x))
        .flat_map(move |x| powers(3, x))
}
