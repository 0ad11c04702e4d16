//! Derivatives by fixed kernels, and what is made of them.

use super::*;
use nd::image::{
    EdgeOptions, Pixel, correlate1d, difference_of_gaussians, farid_with,
    generic_gradient_magnitude, generic_laplace, laplace_with, prewitt_with, roberts,
    roberts_neg_diag, roberts_pos_diag, scharr_with, sobel_with, unsharp_mask,
};

of_types! {
    /// `sobel`, `prewitt`, `laplace`.
    fixed, fixed_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f32 f64 f64;
    /// `generic_laplace`, `generic_gradient_magnitude`.
    of_ones_own, of_ones_own_of: i8 u8 i16 u16 i32 f32 f64;
    /// scikit-image's gradients and sharpening.
    gradients, gradients_of: u8 i16 u32 f32 f32 f64 f64;
}

fn fixed_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let c = constant(random);
    let inputs = vec![recorder.input(&a)];
    if random.one_in(3) {
        let axes = some_axes(random, shape.len());
        let k = axes.as_ref().map_or(shape.len(), Vec::len);
        let (mode, name) = beyond_each(random, k, c);
        let told = json!({ "mode": name, "cval": c, "axes": axes });
        let mut options = EdgeOptions::default().mode(mode);
        if let Some(axes) = axes {
            options = options.axes(axes);
        }
        return recorder.case("laplace", inputs, told, || laplace_with(a.view(), &options));
    }
    let (mode, name) = beyond_each(random, shape.len(), c);
    let axis = axis_of(random, shape.len());
    let options = EdgeOptions::default().mode(mode);
    let told = json!({ "axis": axis, "mode": name, "cval": c });
    if random.one_in(2) {
        recorder.case("sobel", inputs, told, || sobel_with(a.view(), axis, &options));
    } else {
        recorder.case("prewitt", inputs, told, || prewitt_with(a.view(), axis, &options));
    }
}

fn of_ones_own_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=3);
    let a = small::<T>(random, &shape);
    let inputs = vec![recorder.input(&a)];
    if random.one_in(2) {
        recorder.case("generic_laplace", inputs, json!({}), || {
            generic_laplace(a.view(), |a, axis| correlate1d(a, &[1.0, -2.0, 1.0], axis))
        });
    } else {
        recorder.case("generic_gradient_magnitude", inputs, json!({}), || {
            generic_gradient_magnitude(a.view(), |a, axis| correlate1d(a, &[-1.0, 0.0, 1.0], axis))
        });
    }
}

fn gradients_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Pixel<Acc: Value>,
{
    let which = random.below(7);
    let mut shape = filled_shape(random, if which > 3 { 2..=2 } else { 1..=3 });
    // scikit-image reads a last axis of three as channels here and there.
    shape.iter_mut().for_each(|n| *n = (*n).max(2));
    let a = small::<T>(random, &shape);
    let inputs = vec![recorder.input(&a)];
    if which < 2 {
        let c = constant(random);
        let (mode, name) = beyond(random, c);
        let axis = random.one_in(2).then(|| axis_of(random, shape.len()));
        let told = json!({ "axis": axis, "mode": name, "cval": c });
        let mut options = EdgeOptions::default().mode(mode);
        if let Some(axis) = axis {
            options = options.axes(vec![axis]);
        }
        return match which {
            0 => recorder.case("scharr", inputs, told, || scharr_with(a.view(), &options)),
            _ => recorder.case("farid", inputs, told, || farid_with(a.view(), &options)),
        };
    }
    let radius = *random.pick(&[0.5, 1.0, 2.5]);
    match which {
        2 => {
            let amount = *random.pick(&[0.5, 1.0, 3.0]);
            let told = json!({ "radius": radius, "amount": amount });
            recorder.case("unsharp_mask", inputs, told, || unsharp_mask(a.view(), radius, amount));
        }
        3 => {
            let told = json!({ "low_sigma": radius, "high_sigma": 1.6 * radius });
            recorder.case("difference_of_gaussians", inputs, told, || {
                difference_of_gaussians(a.view(), radius, 1.6 * radius)
            });
        }
        4 => recorder.case("roberts", inputs, json!({}), || roberts(a.view())),
        5 => recorder.case("roberts_pos_diag", inputs, json!({}), || roberts_pos_diag(a.view())),
        _ => recorder.case("roberts_neg_diag", inputs, json!({}), || roberts_neg_diag(a.view())),
    }
}
