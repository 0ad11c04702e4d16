//! Pictures read between their samples.

use super::*;
use nd::image::{
    AffineOptions, Alignment, Interpolated, InterpolationOptions, RotateOptions, ZoomOptions,
    affine_transform_with, geometric_transform_with, map_coordinates_with, rotate_with, shift_with,
    zoom_with,
};
use num_complex::Complex;

of_types! {
    /// `map_coordinates`.
    places, places_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 f64 Complex<f32> Complex<f64>;
    /// `affine_transform`.
    affine, affine_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 f64 Complex<f64>;
    /// `geometric_transform`.
    geometric, geometric_of: u8 i16 u32 f32 f64 f64 Complex<f64>;
    /// `shift`.
    shifted, shifted_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 f64 Complex<f64>;
    /// `rotate`.
    rotated, rotated_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 f64 Complex<f64>;
    /// `zoom`.
    zoomed, zoomed_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 f64 Complex<f64>;
}

/// Options of reading, and what SciPy is told of them.
fn reading(random: &mut Random) -> (InterpolationOptions, Json) {
    let (mode, name, c) = outside(random);
    let order = random.below(6);
    let prefilter = !random.one_in(5);
    let options = InterpolationOptions::default().order(order).mode(mode).prefilter(prefilter);
    (options, json!({ "order": order, "mode": name, "cval": c, "prefilter": prefilter }))
}

/// A place along an axis: on samples, halfway, on no round number, now and then far away.
fn place(random: &mut Random, n: usize) -> f64 {
    match random.below(12) {
        0 => (random.unit() - 0.5) * 12.0 * n as f64,
        1..=3 => random.below(n + 2) as f64 - 1.0,
        4 | 5 => random.below(4 * n + 8) as f64 / 4.0 - 1.0,
        _ => random.unit() * (n as f64 + 2.0) - 1.0,
    }
}

fn places_of<T: Value + Interpolated>(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=4);
    let a = small::<T>(random, &shape);
    let mut to: Vec<usize> = (0..1 + random.below(2)).map(|_| random.below(9)).collect();
    to.insert(0, shape.len());
    let at = Array::from_fn(to, |i| place(random, shape[i[0]]));
    let (options, told) = reading(random);
    let inputs = vec![recorder.input(&a), recorder.array(at.view())];
    recorder
        .case("map_coordinates", inputs, told, || map_coordinates_with(a.view(), &at, &options));
}

fn affine_of<T: Value + Interpolated>(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=3);
    let n = shape.len();
    let a = small::<T>(random, &shape);
    let plain = random.one_in(2);
    let number = |random: &mut Random| {
        if plain { (random.below(17) as f64 - 8.0) / 4.0 } else { random.unit() * 3.0 - 1.5 }
    };
    let (options, mut told) = reading(random);
    let mut o = AffineOptions::default()
        .order(options.order)
        .mode(options.mode)
        .prefilter(options.prefilter);
    let diagonal = random.one_in(3);
    let m = if !diagonal && random.one_in(3) { 1 + random.below(3) } else { n };
    let matrix = if diagonal {
        Array::from_fn([n], |_| number(random))
    } else {
        Array::from_fn([n, m], |_| number(random))
    };
    let offset: Vec<f64> = (0..n).map(|_| number(random) * 2.0).collect();
    told["offset"] = json!(offset);
    o = o.offset(offset);
    if m != n || random.one_in(3) {
        let to: Vec<usize> = (0..m).map(|_| random.below(9)).collect();
        told["output_shape"] = json!(to);
        o = o.shape(to.as_slice());
    }
    let inputs = vec![recorder.input(&a), recorder.array(matrix.view())];
    recorder
        .case("affine_transform", inputs, told, || affine_transform_with(a.view(), &matrix, &o));
}

fn geometric_of<T: Value + Interpolated>(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=3);
    let a = small::<T>(random, &shape);
    let (options, mut told) = reading(random);
    let to: Vec<usize> = shape.iter().map(|_| random.below(9)).collect();
    let step = *random.pick(&[0.5, 0.75, 1.0, 1.3]);
    told["output_shape"] = json!(to);
    told["step"] = json!(step);
    let inputs = vec![recorder.input(&a)];
    // The axes in the opposite order, a little further apart or nearer.
    recorder.case("geometric_transform", inputs, told, || {
        let there = |at: &[usize], place: &mut [f64]| {
            let last = at.len() - 1;
            place.iter_mut().enumerate().for_each(|(k, x)| *x = at[last - k] as f64 * step - 0.25);
        };
        geometric_transform_with(a.view(), to.as_slice(), there, &options)
    });
}

fn shifted_of<T: Value + Interpolated>(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=4);
    let a = small::<T>(random, &shape);
    let (options, mut told) = reading(random);
    let by: Vec<f64> = shape.iter().map(|&n| place(random, n) - 1.0).collect();
    told["shift"] = json!(by);
    let inputs = vec![recorder.input(&a)];
    recorder.case("shift", inputs, told, || shift_with(a.view(), by, &options));
}

fn rotated_of<T: Value + Interpolated>(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 2..=3);
    let a = small::<T>(random, &shape);
    let (options, mut told) = reading(random);
    let angle = match random.below(3) {
        0 => random.below(9) as f64 * 45.0 - 180.0,
        _ => random.unit() * 400.0 - 200.0,
    };
    let order = random.permutation(shape.len());
    let axes = [order[0], order[1]].map(|axis| axis as isize);
    let reshape = random.one_in(2);
    told["angle"] = json!(angle);
    told["axes"] = json!(axes);
    told["reshape"] = json!(reshape);
    let o = RotateOptions::default()
        .order(options.order)
        .mode(options.mode)
        .prefilter(options.prefilter)
        .axes(axes)
        .reshape(reshape);
    let inputs = vec![recorder.input(&a)];
    recorder.case("rotate", inputs, told, || rotate_with(a.view(), angle, &o));
}

fn zoomed_of<T: Value + Interpolated>(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=4);
    let a = small::<T>(random, &shape);
    let (options, mut told) = reading(random);
    let to: Vec<usize> = shape.iter().map(|&n| random.below(2 * n + 3)).collect();
    let grid = random.one_in(2);
    told["to"] = json!(to);
    told["grid_mode"] = json!(grid);
    let o = ZoomOptions::default()
        .order(options.order)
        .mode(options.mode)
        .prefilter(options.prefilter)
        .alignment(if grid { Alignment::Grid } else { Alignment::Corners });
    let inputs = vec![recorder.input(&a)];
    recorder.case("zoom", inputs, told, || zoom_with(a.view(), to.as_slice(), &o));
}
