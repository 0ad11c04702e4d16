//! Gaussians and their derivatives.

use super::*;
use nd::image::{
    GaussianOptions, Pixel, gaussian_filter_with, gaussian_filter1d_with,
    gaussian_gradient_magnitude_with, gaussian_laplace_with,
};

of_types! {
    /// `gaussian_filter`.
    over_axes, over_axes_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f32 f64 f64;
    /// `gaussian_filter1d`.
    along_axis, along_axis_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f32 f64 f64;
    /// `gaussian_laplace`, `gaussian_gradient_magnitude`.
    derived, derived_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f32 f64 f64;
}

fn sigma(random: &mut Random) -> f64 {
    *random.pick(&[0.0, 0.3, 0.5, 1.0, 1.2, 2.0, 3.7])
}

/// Where the kernel ends: one of two ways to say it.
fn length(random: &mut Random, options: GaussianOptions, told: &mut Json) -> GaussianOptions {
    if random.one_in(4) {
        let radius = random.below(6);
        told["radius"] = json!(radius);
        return options.radius(radius);
    }
    let truncate = *random.pick(&[4.0, 4.0, 2.0, 3.3, 0.5]);
    told["truncate"] = json!(truncate);
    options.truncate(truncate)
}

fn over_axes_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let axes = some_axes(random, shape.len());
    let k = axes.as_ref().map_or(shape.len(), Vec::len);
    let c = constant(random);
    let (mode, name) = beyond_each(random, k, c);
    let sigma: Vec<f64> = (0..k).map(|_| sigma(random)).collect();
    let order: Vec<usize> =
        (0..k).map(|_| if random.one_in(3) { random.below(4) } else { 0 }).collect();
    let mut told = json!({ "sigma": sigma, "order": order, "axes": axes, "mode": name, "cval": c });
    let mut options = GaussianOptions::default().mode(mode).order(order);
    if let Some(axes) = axes {
        options = options.axes(axes);
    }
    let options = length(random, options, &mut told);
    let inputs = vec![recorder.input(&a)];
    recorder
        .case("gaussian_filter", inputs, told, || gaussian_filter_with(a.view(), sigma, &options));
}

fn along_axis_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let axis = axis_of(random, shape.len());
    let (c, sigma) = (constant(random), sigma(random).max(0.2));
    let (mode, name) = beyond(random, c);
    let order = random.below(4);
    let mut told = json!({ "sigma": sigma, "order": order, "axis": axis, "mode": name, "cval": c });
    let options = GaussianOptions::default().mode(mode).order(order);
    let options = length(random, options, &mut told);
    let inputs = vec![recorder.input(&a)];
    recorder.case("gaussian_filter1d", inputs, told, || {
        gaussian_filter1d_with(a.view(), sigma, axis, &options)
    });
}

fn derived_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let c = constant(random);
    let (mode, name) = beyond(random, c);
    let sigma: Vec<f64> = shape.iter().map(|_| sigma(random).max(0.3)).collect();
    let mut told = json!({ "sigma": sigma, "mode": name, "cval": c });
    let options = length(random, GaussianOptions::default().mode(mode), &mut told);
    let inputs = vec![recorder.input(&a)];
    if random.one_in(2) {
        recorder.case("gaussian_laplace", inputs, told, || {
            gaussian_laplace_with(a.view(), sigma, &options)
        });
    } else {
        recorder.case("gaussian_gradient_magnitude", inputs, told, || {
            gaussian_gradient_magnitude_with(a.view(), sigma, &options)
        });
    }
}
