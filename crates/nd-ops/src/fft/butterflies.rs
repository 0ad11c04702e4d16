//! Transforms of a few elements, of as many lanes as a register holds.

use super::numbers::Precision;
use super::vector::Pair;
use nd_core::simd::Register;

/// Numbers of a transform in a register.
pub(super) type Reg<T, I> = <T as nd_core::simd::FusedMulAdd>::Register<I>;

impl<X> Pair<X> {
    #[inline(always)]
    pub(super) fn add<T>(self, other: Pair<X>) -> Pair<X>
    where
        X: Register<T>,
    {
        Pair::new(self.re.plus(other.re), self.im.plus(other.im))
    }

    #[inline(always)]
    pub(super) fn sub<T>(self, other: Pair<X>) -> Pair<X>
    where
        X: Register<T>,
    {
        Pair::new(self.re.minus(other.re), self.im.minus(other.im))
    }

    /// `self + i other`.
    #[inline(always)]
    fn add_turned<T>(self, other: Pair<X>) -> Pair<X>
    where
        X: Register<T>,
    {
        Pair::new(self.re.minus(other.im), self.im.plus(other.re))
    }

    /// `self - i other`.
    #[inline(always)]
    fn sub_turned<T>(self, other: Pair<X>) -> Pair<X>
    where
        X: Register<T>,
    {
        Pair::new(self.re.plus(other.im), self.im.minus(other.re))
    }

    /// The product.
    #[inline(always)]
    pub(super) fn by<T>(self, w: Pair<X>) -> Pair<X>
    where
        X: Register<T>,
    {
        Pair::new(
            self.re.mul_sub(w.re, self.im.times(w.im)),
            self.re.mul_add(w.im, self.im.times(w.re)),
        )
    }
}

/// The transform of `R` elements. `roots`: those of unity of an odd order.
#[inline(always)]
pub(super) fn butterfly<T, X, const R: usize>(
    isa: X::Isa,
    a: [Pair<X>; R],
    roots: &[Pair<T>; R],
) -> [Pair<X>; R]
where
    T: Precision,
    X: Register<T>,
{
    let mut b = a;
    match R {
        2 => (b[0], b[1]) = (a[0].add(a[1]), a[0].sub(a[1])),
        4 => [b[0], b[1], b[2], b[3]] = four([a[0], a[1], a[2], a[3]]),
        8 => {
            let all = [a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]];
            [b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]] = eight(isa, all);
        }
        _ => odd(isa, &a, &mut b, roots),
    }
    b
}

#[inline(always)]
fn four<T, X: Register<T>>(a: [Pair<X>; 4]) -> [Pair<X>; 4] {
    let (even, odd) = (a[0].add(a[2]), a[1].add(a[3]));
    let (low, high) = (a[0].sub(a[2]), a[1].sub(a[3]));
    [even.add(odd), low.sub_turned(high), even.sub(odd), low.add_turned(high)]
}

#[inline(always)]
fn eight<T: Precision, X: Register<T>>(isa: X::Isa, a: [Pair<X>; 8]) -> [Pair<X>; 8] {
    let half = X::splat(isa, T::FRAC_1_SQRT_2());
    let even = four([a[0], a[2], a[4], a[6]]);
    let odd = four([a[1], a[3], a[5], a[7]]);
    let [one, three] = [odd[1], odd[3]];
    let one = Pair::new(one.re.plus(one.im).times(half), one.im.minus(one.re).times(half));
    let three =
        Pair::new(three.im.minus(three.re).times(half), three.re.plus(three.im).times(half));
    [
        even[0].add(odd[0]),
        even[1].add(one),
        even[2].sub_turned(odd[2]),
        Pair::new(even[3].re.plus(three.re), even[3].im.minus(three.im)),
        even[0].sub(odd[0]),
        even[1].sub(one),
        even[2].add_turned(odd[2]),
        Pair::new(even[3].re.minus(three.re), even[3].im.plus(three.im)),
    ]
}

/// Of an odd number of elements: sums and differences of those that lie opposite each other have real factors.
#[inline(always)]
fn odd<T, X, const R: usize>(
    isa: X::Isa,
    a: &[Pair<X>; R],
    b: &mut [Pair<X>; R],
    roots: &[Pair<T>; R],
) where
    T: Precision,
    X: Register<T>,
{
    b[0] = a[0];
    for k in 1..=R / 2 {
        b[0] = b[0].add(a[k].add(a[R - k]));
    }
    for j in 1..=R / 2 {
        let zero = X::splat(isa, T::zero());
        let (mut near, mut far) = (a[0], Pair::new(zero, zero));
        for k in 1..=R / 2 {
            let w = roots[j * k % R];
            let (cos, sin) = (X::splat(isa, w.re), X::splat(isa, w.im));
            let (sum, gap) = (a[k].add(a[R - k]), a[k].sub(a[R - k]));
            near.re = sum.re.mul_add(cos, near.re);
            near.im = sum.im.mul_add(cos, near.im);
            far.re = gap.re.mul_add(sin, far.re);
            far.im = gap.im.mul_add(sin, far.im);
        }
        b[j] = near.add_turned(far);
        b[R - j] = near.sub_turned(far);
    }
}
