//! Convolutions and correlations of any number of axes, directly and by transforms.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::ConvolveMode;
use nd::signal::{
    self, ConvolveMethod, ConvolveOptions, Convolved, FftConvolveOptions, PlaneBoundary,
};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `scipy.signal.convolve`, `correlate`, `fftconvolve`, `oaconvolve`.
    convolved, convolved_of: i32 i64 f32 f64 f64 Complex<f32> Complex<f64>;
    /// `convolve2d`, `correlate2d`.
    planes, planes_of: i32 i64 f32 f64 f64 Complex<f64>;
}

fn mode_of(random: &mut Random) -> (ConvolveMode, &'static str) {
    *random.pick(&[
        (ConvolveMode::Full, "full"),
        (ConvolveMode::Same, "same"),
        (ConvolveMode::Valid, "valid"),
    ])
}

/// Two shapes of as many axes; now and then of another number, or with an axis of length 0.
fn shapes(random: &mut Random) -> [Vec<usize>; 2] {
    let ndim = *random.pick(&[1, 1, 1, 2, 2, 3]);
    let longest = [0, 400, 16, 7][ndim];
    let mut one = |longest: usize| -> Vec<usize> {
        (0..ndim).map(|_| if random.one_in(60) { 0 } else { 1 + random.below(longest) }).collect()
    };
    let pair = [one(longest), one(longest / 2 + 1)];
    let turned = [pair[1].clone(), pair[0].clone()];
    match random.below(50) {
        0 => [pair[0].clone(), pair[1][1..].to_vec()],
        1..12 => turned,
        _ => pair,
    }
}

fn convolved_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Convolved<Float: Value>,
{
    let [left, right] = shapes(random);
    let a = Laid::<T>::filled(random, &left, T::small);
    let b = Laid::<T>::filled(random, &right, T::small);
    let (mode, told) = mode_of(random);
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    let (method, named) = *random.pick(&[
        (ConvolveMethod::Auto, "auto"),
        (ConvolveMethod::Direct, "direct"),
        (ConvolveMethod::Fft, "fft"),
    ]);
    let options = ConvolveOptions::default().method(method);
    let parameters = json!({ "mode": told, "method": named });
    match random.below(6) {
        0 | 1 => recorder.case("signal.convolve", inputs, parameters, || {
            signal::convolve_with(a.view(), b.view(), mode, &options)
        }),
        2 | 3 => recorder.case("signal.correlate", inputs, parameters, || {
            signal::correlate_with(a.view(), b.view(), mode, &options)
        }),
        4 => {
            let axes: Option<Vec<isize>> = random.one_in(2).then(|| {
                let mut axes: Vec<isize> =
                    random.permutation(left.len()).into_iter().map(|k| k as isize).collect();
                axes.truncate(1 + random.below(left.len()));
                axes
            });
            recorder.case(
                "signal.fftconvolve",
                inputs,
                json!({ "mode": told, "axes": axes }),
                || {
                    let options = FftConvolveOptions::default();
                    let options = axes.iter().fold(options, |options, axes| options.axes(axes));
                    signal::fftconvolve_with(a.view(), b.view(), mode, &options)
                },
            );
        }
        _ => recorder.case("signal.oaconvolve", inputs, json!({ "mode": told }), || {
            signal::oaconvolve(a.view(), b.view(), mode)
        }),
    }
}

fn planes_of<T: Value + Convolved>(random: &mut Random, recorder: &mut Recorder) {
    let mut shape = || [1 + random.below(12), 1 + random.below(12)];
    let [left, right] = [shape(), shape()];
    let a = Laid::<T>::filled(random, &left, T::small);
    let b = Laid::<T>::filled(random, &right, T::small);
    let fill = T::small(random);
    let (mode, told) = mode_of(random);
    let (boundary, named) = match random.below(3) {
        0 => (PlaneBoundary::Fill(fill), "fill"),
        1 => (PlaneBoundary::Wrap, "wrap"),
        _ => (PlaneBoundary::Symmetric, "symm"),
    };
    let filled = recorder.array(nd::Array::scalar(fill).view());
    let inputs = vec![recorder.input(&a), recorder.input(&b), filled];
    let parameters = json!({ "mode": told, "boundary": named });
    match random.one_in(2) {
        true => recorder.case("signal.convolve2d", inputs, parameters, || {
            signal::convolve2d_with(a.view(), b.view(), mode, &boundary)
        }),
        false => recorder.case("signal.correlate2d", inputs, parameters, || {
            signal::correlate2d_with(a.view(), b.view(), mode, &boundary)
        }),
    }
}

/// `correlation_lags`.
pub(super) fn lags(random: &mut Random, recorder: &mut Recorder) {
    let [n, m] = [(); 2].map(|()| 1 + random.below(40));
    let (mode, told) = mode_of(random);
    let parameters = json!({ "in1_len": n, "in2_len": m, "mode": told });
    recorder.case("signal.correlation_lags", vec![], parameters, || {
        signal::correlation_lags(n, m, mode)
    });
}
