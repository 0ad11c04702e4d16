//! The coefficients of splines.

use super::*;
use nd::image::{Interpolated, SplineFilterOptions, spline_filter_with, spline_filter1d_with};
use num_complex::Complex;

of_types! {
    /// `spline_filter`, `spline_filter1d`.
    coefficients, coefficients_of: bool i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 Complex<f64>;
}

fn coefficients_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Interpolated<Spline: Value>,
{
    let shape = shape(random, 1..=4);
    let a = small::<T>(random, &shape);
    let (boundary, name, _) = outside(random);
    let order = 2 + random.below(4);
    let options = SplineFilterOptions::default().mode(boundary);
    let inputs = vec![recorder.input(&a)];
    if random.one_in(2) {
        let told = json!({ "order": order, "mode": name });
        recorder
            .case("spline_filter", inputs, told, || spline_filter_with(a.view(), order, &options));
    } else {
        let axis = axis_of(random, shape.len());
        let told = json!({ "order": order, "mode": name, "axis": axis });
        recorder.case("spline_filter1d", inputs, told, || {
            spline_filter1d_with(a.view(), order, axis, &options)
        });
    }
}
