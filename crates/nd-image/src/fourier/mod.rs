//! Filters of Fourier transforms: spectra that are multiplied by those of kernels.

mod bessel;
mod filters;
mod shift;

pub use filters::{
    fourier_ellipsoid, fourier_ellipsoid_with, fourier_gaussian, fourier_gaussian_with,
    fourier_uniform, fourier_uniform_with,
};
pub use shift::{fourier_shift, fourier_shift_with};

use crate::canvas::canvas;
use nd_core::{Array, Complex, Number, View, normalize_axis, zip};
use std::f64::consts::PI;

mod sealed {
    use nd_core::Complex;

    pub trait Sealed {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
    impl Sealed for Complex<f32> {}
    impl Sealed for Complex<f64> {}
}

/// Element types of spectra: `f32`, `f64` and complex numbers of these.
pub trait Spectral: Number + sealed::Sealed {
    /// Multiplies a spectrum by real factors; compiled once a type.
    #[doc(hidden)]
    fn scaled(a: View<'_, Self>, factors: &Factors) -> Array<Self>;
}

/// Element types of spectra that can be shifted: `Complex<f32>` and `Complex<f64>`.
pub trait ComplexSpectral: Spectral {
    /// Turns each frequency by its phases along all axes; compiled once a type.
    #[doc(hidden)]
    fn turned(a: View<'_, Self>, phases: &[Vec<Complex<f64>>]) -> Array<Self>;
}

/// Whether a spectrum is that of a complex transform or of a real one.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{FourierOptions, fourier_gaussian_with};
///
/// // `rfft` of 4 samples has frequencies 0, 1 and 2; a complex transform of 3 samples 0, 1 and -1.
/// let half = FourierOptions::default().real(4, 0);
/// let a = fourier_gaussian_with(&Array::full([3], 1.0), 1.0, &half);
/// assert!(a[[1]] > a[[2]]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FourierOptions {
    /// Of a real transform the length before it and the axis it was along; `None`, the default, for
    /// a complex one.
    pub real: Option<(usize, isize)>,
}

impl FourierOptions {
    /// Says that the spectrum is that of a real transform of `n` samples along `axis`.
    ///
    /// # NumPy
    /// `n` and `axis` of `scipy.ndimage.fourier_gaussian` and its kin.
    ///
    /// # Examples
    /// ```
    /// use nd_image::FourierOptions;
    ///
    /// assert_eq!(FourierOptions::default().real(4, -1).real, Some((4, -1)));
    /// ```
    #[must_use]
    pub fn real(self, n: usize, axis: isize) -> FourierOptions {
        FourierOptions { real: Some((n, axis)) }
    }
}

/// What a frequency is multiplied by.
pub enum Factors {
    /// The product of one factor for each axis.
    Product(Vec<Vec<f64>>),
    /// A function of the root of the sum of one number for each axis.
    Radial(Vec<Vec<f64>>, fn(f64) -> f64),
}

/// The frequencies of each axis as `π · k / n`.
#[track_caller]
fn frequencies(op: &'static str, shape: &[usize], options: &FourierOptions) -> Vec<Vec<f64>> {
    let real = options.real.map(|(n, axis)| {
        let axis = normalize_axis(op, axis, shape.len()).unwrap_or_else(|e| panic!("{e}"));
        let bins = shape[axis];
        assert!(
            bins == n / 2 + 1 || bins == 0,
            "{op}: {bins} frequencies along axis {axis}, of {n} real samples there are {}",
            n / 2 + 1
        );
        (n, axis)
    });
    let along = |(axis, &len): (usize, &usize)| match real {
        Some((n, real)) if real == axis => {
            (0..len).map(|k| PI * k as f64 / n.max(1) as f64).collect()
        }
        _ => {
            let signed = |k: usize| k as f64 - if k < len.div_ceil(2) { 0.0 } else { len as f64 };
            (0..len).map(|k| PI * signed(k) / len as f64).collect()
        }
    };
    shape.iter().enumerate().map(along).collect()
}

/// The factors as an array of the spectrum's shape, row by row.
fn rows<T: Spectral>(
    a: View<'_, T>,
    tables: &[Vec<f64>],
    join: fn(f64, f64) -> f64,
    first: f64,
    last: &(dyn Fn(f64) -> f64 + Sync),
) -> Array<f64> {
    let shape = a.shape();
    let mut out = canvas::<f64>(shape);
    let Some((row, leading)) = tables.split_last() else {
        return Array::scalar(last(first));
    };
    if out.is_empty() {
        return out;
    }
    let places = out.as_slice_mut().expect("fresh arrays are contiguous");
    let work = places.len().saturating_mul(16);
    crate::blocks::for_each_block(places, row.len(), work, &|y, places| {
        let (mut rest, mut outer) = (y, first);
        for table in leading.iter().rev() {
            outer = join(outer, table[rest % table.len()]);
            rest /= table.len();
        }
        places.iter_mut().zip(row).for_each(|(place, &x)| *place = last(join(outer, x)));
    });
    out
}

/// What a spectrum is multiplied by, for each of its elements.
fn factors<T: Spectral>(a: View<'_, T>, factors: &Factors) -> Array<f64> {
    match factors {
        Factors::Product(tables) => rows(a, tables, |x, y| x * y, 1.0, &|x| x),
        Factors::Radial(tables, f) => rows(a, tables, |x, y| x + y, 0.0, &|x| f(x.sqrt())),
    }
}

macro_rules! spectral {
    ($($type:ident)*) => {$(
        impl Spectral for $type {
            #[inline(never)]
            fn scaled(a: View<'_, $type>, by: &Factors) -> Array<$type> {
                zip((&a, &factors(a, by))).map(|(x, by)| (f64::from(x) * by) as $type)
            }
        }
        impl Spectral for Complex<$type> {
            #[inline(never)]
            fn scaled(a: View<'_, Complex<$type>>, by: &Factors) -> Array<Complex<$type>> {
                let scaled = |x: $type, by: f64| (f64::from(x) * by) as $type;
                zip((&a, &factors(a, by)))
                    .map(|(x, by)| Complex::new(scaled(x.re, by), scaled(x.im, by)))
            }
        }
        impl ComplexSpectral for Complex<$type> {
            #[inline(never)]
            fn turned(
                a: View<'_, Complex<$type>>,
                phases: &[Vec<Complex<f64>>],
            ) -> Array<Complex<$type>> {
                let turned = |x: Complex<$type>, by: Complex<f64>| {
                    let y = Complex::new(f64::from(x.re), f64::from(x.im)) * by;
                    Complex::new(y.re as $type, y.im as $type)
                };
                zip((&a, &shift::turns(a.shape(), phases))).map(|(x, by)| turned(x, by))
            }
        }
    )*};
}
spectral!(f32 f64);
