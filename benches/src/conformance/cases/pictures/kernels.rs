//! Correlation and convolution, along one axis and over several.

use super::*;
use nd::image::{
    KernelOptions, Pixel, convolve_with, convolve1d_with, correlate_with, correlate1d_with,
};

of_types! {
    /// `correlate1d`, `convolve1d`.
    along_axes, along_axes_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f32 f64 f64;
    /// `correlate`, `convolve`.
    planes, planes_of: i8 u8 i16 u16 i32 u32 i64 u64 f32 f32 f64 f64;
}

/// Weights as people have them: any, symmetric, antisymmetric, whole, with zeros.
fn weights(random: &mut Random, n: usize) -> Vec<f64> {
    let mut w: Vec<f64> = (0..n).map(|_| f64::small(random)).collect();
    match random.below(6) {
        0 => (0..n / 2).for_each(|k| w[n - 1 - k] = w[k]),
        1 => {
            (0..n / 2).for_each(|k| w[n - 1 - k] = -w[k]);
            if n % 2 == 1 {
                w[n / 2] = 0.0;
            }
        }
        2 => w.iter_mut().for_each(|x| *x = x.round()),
        3 => w.iter_mut().for_each(|x| *x = if *x > 0.0 { *x } else { 0.0 }),
        _ => {}
    }
    w
}

fn along_axes_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let axis = axis_of(random, shape.len());
    let n = 1 + random.below(9);
    let w = weights(random, n);
    let c = constant(random);
    let (mode, name) = beyond(random, c);
    let origin = origin(random, n);
    let options = KernelOptions::default().mode(mode).origin(origin);
    let inputs = vec![recorder.input(&a), recorder.array(View::from_slice(&w))];
    let parameters = json!({ "axis": axis, "mode": name, "cval": c, "origin": origin });
    if random.one_in(2) {
        recorder.case("correlate1d", inputs, parameters, || {
            correlate1d_with(a.view(), &w, axis, &options)
        });
    } else {
        recorder.case("convolve1d", inputs, parameters, || {
            convolve1d_with(a.view(), &w, axis, &options)
        });
    }
}

fn planes_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = moderate::<T>(random, &shape);
    let axes = some_axes(random, shape.len());
    let k = axes.as_ref().map_or(shape.len(), Vec::len);
    let sides: Vec<usize> = (0..k).map(|_| 1 + random.below(4)).collect();
    let w = shaped(weights(random, sides.iter().product()), &sides);
    let c = constant(random);
    let (mode, name) = beyond_each(random, k, c);
    let origin: Vec<isize> = sides.iter().map(|&n| origin(random, n)).collect();
    let mut options = KernelOptions::default().mode(mode).origin(origin.clone());
    if let Some(axes) = &axes {
        options = options.axes(axes.clone());
    }
    let inputs = vec![recorder.input(&a), recorder.array(w.view())];
    let parameters = json!({ "axes": axes, "mode": name, "cval": c, "origin": origin });
    if random.one_in(2) {
        recorder.case("ndimage.correlate", inputs, parameters, || {
            correlate_with(a.view(), &w, &options)
        });
    } else {
        recorder
            .case("ndimage.convolve", inputs, parameters, || convolve_with(a.view(), &w, &options));
    }
}
