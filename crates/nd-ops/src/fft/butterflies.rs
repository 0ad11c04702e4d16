//! Transforms of a few elements.

use super::vector::Pair;
use nd_core::simd::{FusedMulAdd, Isa};
use num_traits::{Float, FloatConst};

/// The transform of `R` elements. `roots`: those of unity of an odd order.
#[inline(always)]
pub(super) fn butterfly<T, I, const R: usize>(
    isa: I,
    a: [Pair<T>; R],
    roots: &[Pair<T>; R],
) -> [Pair<T>; R]
where
    T: Float + FloatConst + FusedMulAdd,
    I: Isa,
{
    let mut b = a;
    match R {
        2 => (b[0], b[1]) = (a[0].plus(a[1]), a[0].minus(a[1])),
        4 => [b[0], b[1], b[2], b[3]] = four([a[0], a[1], a[2], a[3]]),
        8 => {
            let all = [a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]];
            [b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]] = eight(all);
        }
        _ => odd(isa, &a, &mut b, roots),
    }
    b
}

#[inline(always)]
fn four<T: Float>(a: [Pair<T>; 4]) -> [Pair<T>; 4] {
    let (even, odd) = (a[0].plus(a[2]), a[1].plus(a[3]));
    let (low, high) = (a[0].minus(a[2]), a[1].minus(a[3]));
    [
        even.plus(odd),
        Pair::new(low.re + high.im, low.im - high.re),
        even.minus(odd),
        Pair::new(low.re - high.im, low.im + high.re),
    ]
}

#[inline(always)]
fn eight<T: Float + FloatConst>(a: [Pair<T>; 8]) -> [Pair<T>; 8] {
    let half = T::FRAC_1_SQRT_2();
    let even = four([a[0], a[2], a[4], a[6]]);
    let odd = four([a[1], a[3], a[5], a[7]]);
    let one = Pair::new((odd[1].re + odd[1].im) * half, (odd[1].im - odd[1].re) * half);
    let three = Pair::new((odd[3].re + odd[3].im) * half, (odd[3].im - odd[3].re) * half);
    [
        even[0].plus(odd[0]),
        even[1].plus(one),
        Pair::new(even[2].re + odd[2].im, even[2].im - odd[2].re),
        Pair::new(even[3].re + three.im, even[3].im - three.re),
        even[0].minus(odd[0]),
        even[1].minus(one),
        Pair::new(even[2].re - odd[2].im, even[2].im + odd[2].re),
        Pair::new(even[3].re - three.im, even[3].im + three.re),
    ]
}

/// Of an odd number of elements: sums and differences of those that lie opposite each other have real factors.
#[inline(always)]
fn odd<T, I, const R: usize>(isa: I, a: &[Pair<T>; R], b: &mut [Pair<T>; R], roots: &[Pair<T>; R])
where
    T: Float + FusedMulAdd,
    I: Isa,
{
    b[0] = a[0];
    for k in 1..=R / 2 {
        b[0] = b[0].plus(a[k].plus(a[R - k]));
    }
    for j in 1..=R / 2 {
        let (mut near, mut far) = (a[0], Pair::zero());
        for k in 1..=R / 2 {
            let w = roots[j * k % R];
            let (sum, gap) = (a[k].plus(a[R - k]), a[k].minus(a[R - k]));
            near.re = isa.mul_add(sum.re, w.re, near.re);
            near.im = isa.mul_add(sum.im, w.re, near.im);
            far.re = isa.mul_add(gap.re, w.im, far.re);
            far.im = isa.mul_add(gap.im, w.im, far.im);
        }
        b[j] = Pair::new(near.re - far.im, near.im + far.re);
        b[R - j] = Pair::new(near.re + far.im, near.im - far.re);
    }
}
