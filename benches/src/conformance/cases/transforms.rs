//! Fourier transforms along one axis and over several.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::fft::{self, FftError, FftOptions, FftnOptions, Norm, RealTransformable, Transformable};
use nd::{Array, View};
use num_complex::Complex;
use serde_json::{Value as Json, json};

of_types! {
    /// `fft`, `ifft`.
    whole, whole_of: bool i8 u64 f16 f32 f32 f64 f64 Complex<f32> Complex<f32> Complex<f64> Complex<f64>;
    /// `rfft`, `ihfft`.
    halved, halved_of: i16 f16 f32 f32 f64 f64;
    /// `irfft`, `hfft`.
    joined, joined_of: i32 f32 f64 Complex<f32> Complex<f64> Complex<f64>;
    /// `fftn`, `ifftn`, `fft2`, `ifft2`.
    whole_over, whole_over_of: i16 f32 f64 f64 Complex<f32> Complex<f64>;
    /// `rfftn`, `ihfftn`, `rfft2`, `ihfft2`.
    halved_over, halved_over_of: i16 f32 f64 f64;
    /// `irfftn`, `hfftn`, `irfft2`, `hfft2`.
    joined_over, joined_over_of: f32 f64 Complex<f32> Complex<f64>;
    /// `fftshift`, `ifftshift`.
    shifted, shifted_of: i8 f64 Complex<f64>;
}

/// A norm and its name.
pub(super) fn norm_of(random: &mut Random) -> (Norm, &'static str) {
    *random.pick(&[
        (Norm::Backward, "backward"),
        (Norm::Backward, "backward"),
        (Norm::Ortho, "ortho"),
        (Norm::Forward, "forward"),
    ])
}

/// A shape with at least one axis: most have short lanes, some one lane of thousands.
pub(super) fn lanes(random: &mut Random) -> Vec<usize> {
    match random.below(40) {
        0..6 => vec![1 + random.below(700)],
        6 => vec![1 + random.below(9_000)],
        // Primes, and products of two, for which there is no short way.
        7 => vec![*random.pick(&[251, 509, 1_021, 2_039, 4_093, 8_191, 1_517, 10_403])],
        _ => random.shape_with_axis().into_iter().map(|n| n.min(3_000)).collect(),
    }
}

type One<T, O> = (&'static str, fn(View<'_, T>, &FftOptions) -> Result<Array<O>, FftError>);
type Many<T, O> = (&'static str, fn(View<'_, T>, &FftnOptions) -> Result<Array<O>, FftError>);

fn one<T: Value, O: Value>(random: &mut Random, recorder: &mut Recorder, functions: &[One<T, O>]) {
    let (name, f) = *random.pick(functions);
    let shape = lanes(random);
    let a = Laid::<T>::filled(random, &shape, T::small);
    let axis = axis_of(random, shape.len());
    let (norm, told) = norm_of(random);
    let n = random
        .one_in(3)
        .then(|| random.below(2 * shape[axis.rem_euclid(shape.len() as isize) as usize] + 4));
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "n": n, "axis": axis, "norm": told });
    recorder.case(&format!("fft.{name}"), inputs, parameters, || {
        let options = FftOptions::default().axis(axis).norm(norm);
        f(a.view(), &n.map_or(options, |n| options.n(n)))
    });
}

fn whole_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Transformable,
    Complex<T::Float>: Value,
{
    let functions: &[One<T, Complex<T::Float>>] =
        &[("fft", |a, o| fft::try_fft_with(a, o)), ("ifft", |a, o| fft::try_ifft_with(a, o))];
    one(random, recorder, functions);
}

fn halved_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + RealTransformable,
    Complex<T::Float>: Value,
{
    let functions: &[One<T, Complex<T::Float>>] =
        &[("rfft", |a, o| fft::try_rfft_with(a, o)), ("ihfft", |a, o| fft::try_ihfft_with(a, o))];
    one(random, recorder, functions);
}

fn joined_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Transformable<Float: Value>,
{
    let functions: &[One<T, T::Float>] =
        &[("irfft", |a, o| fft::try_irfft_with(a, o)), ("hfft", |a, o| fft::try_hfft_with(a, o))];
    one(random, recorder, functions);
}

/// Some axes of as many, now and then one twice; and lengths of them: -1 for all there is.
pub(super) fn over(
    random: &mut Random,
    shape: &[usize],
) -> (Option<Vec<isize>>, Option<Vec<isize>>) {
    let ndim = shape.len();
    let mut axes: Vec<isize> = random.permutation(ndim).into_iter().map(|k| k as isize).collect();
    axes.truncate(random.below(ndim + 1));
    for axis in &mut axes {
        *axis -= if random.one_in(3) { ndim as isize } else { 0 };
    }
    if random.one_in(40) {
        axes.push(axis_of(random, ndim));
    }
    let axes = random.one_in(2).then_some(axes);
    let count = axes.as_ref().map_or(random.below(ndim + 1), Vec::len);
    let length = |random: &mut Random| match random.below(8) {
        0 => -1,
        1 => 1 + random.below(3) as isize,
        _ => 1 + random.below(9) as isize,
    };
    let lengths = random.one_in(2).then(|| (0..count).map(|_| length(random)).collect());
    (axes, lengths)
}

fn many<T: Value, O: Value>(
    random: &mut Random,
    recorder: &mut Recorder,
    functions: &[Many<T, O>],
) {
    let (name, f) = *random.pick(functions);
    let mut shape = random.shape_with_axis();
    if shape.len() == 1 || shape.len() > 4 || random.one_in(4) {
        shape = vec![1 + random.below(30), 1 + random.below(30)];
    }
    let a = Laid::<T>::filled(random, &shape, T::small);
    let (mut axes, mut s) = over(random, &shape);
    if name.ends_with('2') {
        axes = axes.filter(|axes| axes.len() == 2);
        s = s.filter(|s| s.len() == 2);
    }
    let (norm, told) = norm_of(random);
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "s": s, "axes": axes, "norm": told });
    recorder.case(&format!("fft.{name}"), inputs, parameters, || {
        let mut options = FftnOptions::default().norm(norm);
        if let Some(s) = s {
            options = options.s(s.as_slice());
        }
        if let Some(axes) = axes {
            options = options.axes(axes.as_slice());
        }
        f(a.view(), &options)
    });
}

fn whole_over_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Transformable,
    Complex<T::Float>: Value,
{
    let functions: &[Many<T, Complex<T::Float>>] = &[
        ("fftn", |a, o| fft::try_fftn_with(a, o)),
        ("ifftn", |a, o| fft::try_ifftn_with(a, o)),
        ("fft2", |a, o| fft::try_fft2_with(a, o)),
        ("ifft2", |a, o| fft::try_ifft2_with(a, o)),
    ];
    many(random, recorder, functions);
}

fn halved_over_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + RealTransformable,
    Complex<T::Float>: Value,
{
    let functions: &[Many<T, Complex<T::Float>>] = &[
        ("rfftn", |a, o| fft::try_rfftn_with(a, o)),
        ("ihfftn", |a, o| fft::try_ihfftn_with(a, o)),
        ("rfft2", |a, o| fft::try_rfft2_with(a, o)),
        ("ihfft2", |a, o| fft::try_ihfft2_with(a, o)),
    ];
    many(random, recorder, functions);
}

fn joined_over_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Transformable<Float: Value>,
{
    let functions: &[Many<T, T::Float>] = &[
        ("irfftn", |a, o| fft::try_irfftn_with(a, o)),
        ("hfftn", |a, o| fft::try_hfftn_with(a, o)),
        ("irfft2", |a, o| fft::try_irfft2_with(a, o)),
        ("hfft2", |a, o| fft::try_hfft2_with(a, o)),
    ];
    many(random, recorder, functions);
}

fn shifted_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let (axes, _) = over(random, &shape);
    let axes = axes.unwrap_or_else(|| (0..shape.len() as isize).collect());
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "axes": axes });
    match random.one_in(2) {
        true => recorder
            .case("fft.fftshift", inputs, parameters, || fft::fftshift(a.view(), axes.as_slice())),
        false => recorder.case("fft.ifftshift", inputs, parameters, || {
            fft::ifftshift(a.view(), axes.as_slice())
        }),
    }
}

/// `fftfreq`, `rfftfreq`, `next_fast_len`, `prev_fast_len`: of numbers alone.
pub(super) fn lengths(random: &mut Random, recorder: &mut Recorder) {
    let most = *random.pick(&[20, 300, 5_000]);
    let n = random.below(most);
    let d = (1 + random.below(40)) as f64 / 8.0;
    let real = random.one_in(2);
    let digits = 1 + random.below(44);
    let long = random.bits() as usize >> (64 - digits);
    let told = json!({ "n": n, "d": d });
    let length = |n: usize| json!({ "target": n, "real": real });
    match random.below(4) {
        0 => recorder.case("fft.fftfreq", vec![], told, || fft::fftfreq::<f64>(n, d)),
        1 => recorder.case("fft.rfftfreq", vec![], told, || fft::rfftfreq::<f64>(n, d)),
        2 => fast(recorder, "fft.next_fast_len", length(long), || fft::next_fast_len(long, real)),
        _ => fast(recorder, "fft.prev_fast_len", length(long), || fft::prev_fast_len(long, real)),
    }
}

fn fast(recorder: &mut Recorder, op: &str, parameters: Json, length: impl FnOnce() -> usize) {
    recorder.case(op, vec![], parameters, length);
}
