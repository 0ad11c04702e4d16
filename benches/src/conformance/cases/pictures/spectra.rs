//! Filters of spectra.

use super::*;
use nd::image::{
    ComplexSpectral, FourierOptions, Spectral, fourier_ellipsoid_with, fourier_gaussian_with,
    fourier_shift_with, fourier_uniform_with,
};
use num_complex::Complex;

of_types! {
    /// `fourier_gaussian`, `fourier_uniform`, `fourier_ellipsoid`.
    real, real_of: f32 f64 Complex<f32> Complex<f64>;
    /// `fourier_shift`.
    complex, complex_of: Complex<f32> Complex<f64>;
}

/// Sizes along each axis, what is said of them and of a real transform.
fn sizes(random: &mut Random, shape: &[usize]) -> (Vec<f64>, FourierOptions, Json) {
    let sizes: Vec<f64> =
        shape.iter().map(|_| *random.pick(&[0.0, 0.5, 1.0, 2.0, 3.25, 7.0])).collect();
    let mut options = FourierOptions::default();
    let mut told = json!({});
    if random.one_in(3) {
        let axis = axis_of(random, shape.len());
        let halves = shape[axis.rem_euclid(shape.len() as isize) as usize];
        if halves > 0 {
            let n = (2 * halves - 1 - random.below(2)).max(1);
            options = options.real(n, axis);
            told = json!({ "n": n, "axis": axis });
        }
    }
    (sizes, options, told)
}

fn real_of<T: Value + Spectral>(random: &mut Random, recorder: &mut Recorder) {
    let which = random.below(3);
    let shape = shape(random, 1..=if which == 2 { 3 } else { 4 });
    let a = small::<T>(random, &shape);
    let (sizes, options, mut told) = sizes(random, &shape);
    let inputs = vec![recorder.input(&a)];
    if which == 0 {
        told["sigma"] = json!(sizes);
        return recorder.case("fourier_gaussian", inputs, told, || {
            fourier_gaussian_with(a.view(), sizes, &options)
        });
    }
    told["size"] = json!(sizes);
    if which == 1 {
        recorder.case("fourier_uniform", inputs, told, || {
            fourier_uniform_with(a.view(), sizes, &options)
        });
    } else {
        recorder.case("fourier_ellipsoid", inputs, told, || {
            fourier_ellipsoid_with(a.view(), sizes, &options)
        });
    }
}

fn complex_of<T: Value + ComplexSpectral>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = small::<T>(random, &shape);
    let (by, options, mut told) = sizes(random, &shape);
    let by: Vec<f64> = by.into_iter().map(|x| if random.one_in(2) { -x } else { x }).collect();
    told["shift"] = json!(by);
    let inputs = vec![recorder.input(&a)];
    recorder.case("fourier_shift", inputs, told, || fourier_shift_with(a.view(), by, &options));
}
