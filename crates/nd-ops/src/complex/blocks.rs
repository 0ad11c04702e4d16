//! What is vectorised: exponentials and lengths, a block at a time.

use super::{C, exponential};
use crate::elementary::{Cos, Elementary, Exp, Function, Function2, Hypot, Sin, hypot_f64};
use nd_core::simd::Isa;
use nd_core::{BlockMapper, Complex};

/// Elements that are taken apart at once: their parts stay in the first-level cache.
const PART: usize = 128;

/// The floats that complex numbers are made of.
pub(crate) trait Float: Elementary + Default + Into<f64> {
    /// Rounded.
    fn of(x: f64) -> Self;

    /// The lengths of vectors by their parts.
    fn lengths<I: Isa>(isa: I, x: &[Self], y: &[Self], out: &mut [Self]);
}

impl Float for f32 {
    #[inline(always)]
    fn of(x: f64) -> f32 {
        x as f32
    }
    #[inline(always)]
    fn lengths<I: Isa>(isa: I, x: &[f32], y: &[f32], out: &mut [f32]) {
        Hypot.block(isa, x, y, out);
    }
}

impl Float for f64 {
    #[inline(always)]
    fn of(x: f64) -> f64 {
        x
    }
    /// Parts whose squares might over- or underflow are rare, and done again. The square that is rounded before the
    /// sum is the smaller one.
    #[inline(always)]
    fn lengths<I: Isa>(isa: I, x: &[f64], y: &[f64], out: &mut [f64]) {
        let mut all_common = true;
        for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
            let (x_size, y_size) = (x.abs(), y.abs());
            let (large, small) = if x_size > y_size { (x_size, y_size) } else { (y_size, x_size) };
            *out = isa.mul_add(large, large, small * small).sqrt();
            all_common &= has_squares(x, y);
        }
        if !all_common {
            for ((out, &x), &y) in out.iter_mut().zip(x).zip(y) {
                if !has_squares(x, y) {
                    *out = hypot_f64(isa, x, y);
                }
            }
        }
    }
}

/// Whether the squares of the parts, and what they lose, are within the range.
#[inline(always)]
fn has_squares(x: f64, y: f64) -> bool {
    const LARGE: f64 = f64::from_bits((1023 + 500) << 52);
    let larger = if x.abs() > y.abs() { x.abs() } else { y.abs() };
    (1.0 / LARGE..=LARGE).contains(&larger) | (larger == 0.0)
}

/// `f` of the number in double precision, rounded.
#[inline(always)]
pub(crate) fn part_of<T: Float>(z: Complex<T>, f: fn(C) -> C) -> Complex<T> {
    let w = f(C::new(z.re.into(), z.im.into()));
    Complex::new(T::of(w.re), T::of(w.im))
}

/// `e^z`.
pub(crate) struct Powers;

impl<T: Float> BlockMapper<Complex<T>, 1> for Powers {
    type Out = Complex<T>;

    #[inline(always)]
    fn block<I: Isa>(&self, isa: I, [z]: [&[Complex<T>]; 1], out: &mut [Complex<T>]) {
        for (z, out) in z.chunks(PART).zip(out.chunks_mut(PART)) {
            powers(isa, z, out);
        }
    }
}

/// Numbers whose power overflows, or that are not finite, are done again, one by one.
#[inline(always)]
fn powers<T: Float, I: Isa>(isa: I, z: &[Complex<T>], out: &mut [Complex<T>]) {
    let n = z.len().min(PART);
    let (mut x, mut y) = ([0.0; PART], [0.0; PART]);
    let (mut size, mut sin, mut cos) = ([0.0; PART], [0.0; PART], [0.0; PART]);
    let mut all_common = true;
    for ((x, y), z) in x.iter_mut().zip(&mut y).zip(z) {
        (*x, *y) = (z.re.into(), z.im.into());
        all_common &= is_common(*x, *y);
    }
    Exp.block(isa, &x[..n], &mut size[..n]);
    Sin.block(isa, &y[..n], &mut sin[..n]);
    Cos.block(isa, &y[..n], &mut cos[..n]);
    for (i, out) in out.iter_mut().enumerate().take(n) {
        *out = Complex::new(T::of(size[i] * cos[i]), T::of(size[i] * sin[i]));
    }
    if !all_common {
        for (i, out) in out.iter_mut().enumerate().take(n) {
            if !is_common(x[i], y[i]) {
                *out = part_of(z[i], exponential::exp);
            }
        }
    }
}

/// Whether `e^x` is finite and `y` an angle.
#[inline(always)]
fn is_common(x: f64, y: f64) -> bool {
    (x <= 709.0) & (y.abs() < f64::INFINITY)
}

/// `|z|`.
pub(crate) struct Lengths;

impl<T: Float> BlockMapper<Complex<T>, 1> for Lengths {
    type Out = T;

    #[inline(always)]
    fn block<I: Isa>(&self, isa: I, [z]: [&[Complex<T>]; 1], out: &mut [T]) {
        let (mut x, mut y) = ([T::default(); PART], [T::default(); PART]);
        for (z, out) in z.chunks(PART).zip(out.chunks_mut(PART)) {
            for ((x, y), z) in x.iter_mut().zip(&mut y).zip(z) {
                (*x, *y) = (z.re, z.im);
            }
            T::lengths(isa, &x[..z.len()], &y[..z.len()], out);
        }
    }
}
