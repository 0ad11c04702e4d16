//! Sums, products and quotients of series.

use super::coefficient::Coefficient;
use super::kind::Kind;

/// Without zeros at the end, but for a last one.
pub(crate) fn trimmed<C: Coefficient>(c: &[C]) -> &[C] {
    let zeros = c.iter().rev().take_while(|c| c.is_zero()).count();
    &c[..(c.len() - zeros).max(1).min(c.len())]
}

fn owned<C: Coefficient>(mut c: Vec<C>) -> Vec<C> {
    c.truncate(trimmed(&c).len());
    c
}

fn paired<C: Coefficient>(a: &[C], b: &[C], of: fn(C, C) -> C) -> Vec<C> {
    let (a, b) = (trimmed(a), trimmed(b));
    let at = |c: &[C], k| c.get(k).copied().unwrap_or_default();
    owned((0..a.len().max(b.len())).map(|k| of(at(a, k), at(b, k))).collect())
}

pub(crate) fn sum<C: Coefficient>(a: &[C], b: &[C]) -> Vec<C> {
    paired(a, b, C::plus)
}

pub(crate) fn difference<C: Coefficient>(a: &[C], b: &[C]) -> Vec<C> {
    paired(a, b, C::minus)
}

/// The product with x: `x·p(k) = (p(k + 1) - b·p(k) + c·p(k - 1)) / a`.
pub(crate) fn by_x<C: Coefficient>(kind: Kind, c: &[C]) -> Vec<C> {
    if c.iter().all(|c| c.is_zero()) {
        return c.to_vec();
    }
    let mut out = vec![C::default(); c.len() + 1];
    for (k, &c) in c.iter().enumerate() {
        let step = kind.step(k);
        out[k + 1] = out[k + 1].plus(c.scaled(1.0 / step.a));
        if step.b != 0.0 {
            out[k] = out[k].plus(c.scaled(-step.b / step.a));
        }
        if step.c != 0.0 && k > 0 {
            out[k - 1] = out[k - 1].plus(c.scaled(step.c / step.a));
        }
    }
    out
}

/// The product; trimmed.
pub(crate) fn product<C: Coefficient>(kind: Kind, a: &[C], b: &[C]) -> Vec<C> {
    let (a, b) = (trimmed(a), trimmed(b));
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let mut out = vec![C::default(); a.len() + b.len() - 1];
    match kind {
        Kind::Power => {
            for (i, &a) in a.iter().enumerate() {
                for (out, &b) in out[i..].iter_mut().zip(b) {
                    *out = out.plus(a.times(b));
                }
            }
        }
        // T(i)·T(k) = (T(i + k) + T(|i - k|)) / 2
        Kind::Chebyshev => {
            for (i, &a) in a.iter().enumerate() {
                for (k, &b) in b.iter().enumerate() {
                    let half = a.times(b).scaled(0.5);
                    out[i + k] = out[i + k].plus(half);
                    out[i.abs_diff(k)] = out[i.abs_diff(k)].plus(half);
                }
            }
        }
        _ => {
            let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
            out = clenshaw(kind, short, long, &|c| by_x(kind, c));
        }
    }
    owned(out)
}

/// Clenshaw's scheme for the series `c` whose x is whatever `by` multiplies with: the sum of its polynomials, each
/// times `unit`.
fn clenshaw<C: Coefficient>(
    kind: Kind,
    c: &[C],
    unit: &[C],
    by: &dyn Fn(&[C]) -> Vec<C>,
) -> Vec<C> {
    let (mut next, mut after): (Vec<C>, Vec<C>) = (Vec::new(), Vec::new());
    for (k, &c) in c.iter().enumerate().rev() {
        let (step, further) = (kind.step(k), kind.step(k + 1));
        let mut all: Vec<C> = unit.iter().map(|&u| u.times(c)).collect();
        let mut add = |terms: &[C], by: f64| {
            if by != 0.0 {
                all.resize(all.len().max(terms.len()), C::default());
                all.iter_mut().zip(terms).for_each(|(sum, &x)| *sum = sum.plus(x.scaled(by)));
            }
        };
        if !next.is_empty() {
            add(&by(&next), step.a);
            add(&next, step.b);
        }
        add(&after, -further.c);
        (next, after) = (all, next);
    }
    next
}

/// The series `c` of one kind with the series `inner` of another in the place of x.
pub(crate) fn composed<C: Coefficient>(kind: Kind, c: &[C], to: Kind, inner: &[C]) -> Vec<C> {
    let one = [C::of(1.0)];
    owned(clenshaw(kind, trimmed(c), &one, &|c| product(to, c, inner)))
}

pub(crate) fn power<C: Coefficient>(kind: Kind, c: &[C], n: usize) -> Vec<C> {
    let (mut all, mut square, mut left) = (vec![C::of(1.0)], trimmed(c).to_vec(), n);
    while left > 0 {
        if left % 2 == 1 {
            all = product(kind, &all, &square);
        }
        left /= 2;
        if left > 0 {
            square = product(kind, &square, &square);
        }
    }
    all
}

/// Quotient and remainder; the divisor's last coefficient is not 0 once it is trimmed.
pub(crate) fn quotient<C: Coefficient>(kind: Kind, a: &[C], b: &[C]) -> (Vec<C>, Vec<C>) {
    let (a, b) = (trimmed(a), trimmed(b));
    let last = b[b.len() - 1];
    if a.len() < b.len() {
        return (vec![C::default()], a.to_vec());
    }
    if b.len() == 1 {
        return (a.iter().map(|a| a.divided(last)).collect(), vec![C::default()]);
    }
    let mut out = vec![C::default(); a.len() - b.len() + 1];
    let mut rest = a.to_vec();
    for k in (0..out.len()).rev() {
        let multiple = if kind == Kind::Power {
            let zeros = std::iter::repeat_n(C::default(), k);
            zeros.chain(b.iter().copied()).collect()
        } else {
            let mut one = vec![C::default(); k + 1];
            one[k] = C::of(1.0);
            product(kind, &one, b)
        };
        let top = multiple.len() - 1;
        let share = rest[top].divided(multiple[top]);
        rest.truncate(top);
        rest.iter_mut().zip(&multiple).for_each(|(rest, &m)| *rest = rest.minus(share.times(m)));
        out[k] = share;
    }
    (out, owned(rest))
}

/// The series `offset + scale·x`.
pub(crate) fn line<C: Coefficient>(kind: Kind, offset: C, scale: C) -> Vec<C> {
    let [constant, linear] = kind.x();
    if scale.is_zero() {
        return vec![offset];
    }
    vec![offset.plus(scale.scaled(constant)), scale.scaled(linear)]
}

/// The product of `x - root` for all roots, in a tree, which keeps rounding errors small.
pub(crate) fn from_roots<C: Coefficient>(kind: Kind, roots: &[C]) -> Vec<C> {
    let mut roots = roots.to_vec();
    roots.sort_by(|a, b| {
        let (a, b) = (a.complex(), b.complex());
        a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im))
    });
    let mut parts: Vec<Vec<C>> =
        roots.iter().map(|root| line(kind, root.negated(), C::of(1.0))).collect();
    while parts.len() > 1 {
        let half = parts.len() / 2;
        let mut joined: Vec<Vec<C>> =
            (0..half).map(|i| product(kind, &parts[i], &parts[i + half])).collect();
        if parts.len() % 2 == 1 {
            joined[0] = product(kind, &joined[0], &parts[2 * half]);
        }
        parts = joined;
    }
    parts.pop().unwrap_or_else(|| vec![C::of(1.0)])
}
