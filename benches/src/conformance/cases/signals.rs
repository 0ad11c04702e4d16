//! Sequences: convolutions, interpolation, areas, turns.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{
    Averaged, ConvolveMode, DiffOptions, EdgeOrder, Floating, GradientOptions, InterpOptions,
    Number, Signal, Spacing, Turning, UnwrapOptions,
};
use num_complex::Complex;
use serde_json::{Value as Json, json};

of_types! {
    /// `convolve`, `correlate`.
    slid, slid_of: i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 f64 Complex<f32> Complex<f64>;
    /// `interp`.
    interpolated, interpolated_of: f64;
    /// `trapezoid`, `gradient`.
    areas, areas_of: i32 u8 f32 f64 f64;
    /// `unwrap` of angles.
    unwrapped, unwrapped_of: f32 f64;
    /// `unwrap` of integers.
    unwrapped_integers, unwrapped_integers_of: i16 i32 i64;
    /// `diff` with ends, `ediff1d` with ends.
    differences, differences_of: i8 i32 u8 u64 f16 f32 f64 Complex<f64>;
}

fn slid_of<T: Value + Signal>(random: &mut Random, recorder: &mut Recorder) {
    let longest = *random.pick(&[4, 30, 30, 3000]);
    let lengths = [1 + random.below(longest), random.below(40)];
    let [a, v] = lengths.map(|n| Laid::<T>::filled(random, &[n], T::ordinary));
    let (mode, name) = *random.pick(&[
        (ConvolveMode::Full, "full"),
        (ConvolveMode::Same, "same"),
        (ConvolveMode::Valid, "valid"),
    ]);
    let inputs = vec![recorder.input(&a), recorder.input(&v)];
    let parameters = json!({ "mode": name });
    match random.one_in(2) {
        true => {
            recorder.case("convolve", inputs, parameters, || nd::convolve(a.view(), v.view(), mode))
        }
        false => recorder
            .case("correlate", inputs, parameters, || nd::correlate(a.view(), v.view(), mode)),
    }
}

fn interpolated_of<T: Value + Floating>(random: &mut Random, recorder: &mut Recorder) {
    let n = [random.below(12) + usize::from(!random.one_in(20))];
    let mut xp = nd::sort(Laid::<f64>::filled(random, &n, f64::ordinary).view());
    let period = random.one_in(4).then(|| 1.0 + random.below(20) as f64);
    if period.is_some() && random.one_in(2) {
        xp = xp.flip(0).to_array();
    }
    let xp = nd::nan_to_num(&xp).map(T::nearest);
    let fp = Laid::<T>::filled(random, &n, T::ordinary);
    let shape = random.shape();
    let x = Laid::<T>::with_shape(random, &shape);
    let [left, right] = [(); 2].map(|()| random.one_in(3).then(|| random.below(9) as f64));
    let inputs = vec![recorder.input(&x), recorder.array(xp.view()), recorder.input(&fp)];
    let parameters = json!({ "left": left, "right": right, "period": period });
    recorder.case("interp", inputs, parameters, || {
        let mut options = InterpOptions::default();
        (options.left, options.right) = (left.map(T::nearest), right.map(T::nearest));
        options.period = period.map(T::nearest);
        nd::interp_with(x.view(), &xp, fp.view(), &options)
    });
}

/// Distances of `n` places, as nd and NumPy are told.
pub(super) fn spacing(random: &mut Random, n: usize) -> (Spacing, Json) {
    if random.one_in(2) {
        let distance = (1 + random.below(8)) as f64 / 4.0;
        return (Spacing::from(distance), json!(distance));
    }
    let mut at = 0.0;
    let places: Vec<f64> = (0..n)
        .map(|_| {
            at += (1 + random.below(16)) as f64 / 8.0;
            at
        })
        .collect();
    (Spacing::from(places.clone()), json!(places))
}

fn areas_of<T: Value + Averaged<Mean: Value>>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axis = axis_of(random, shape.len());
    let n = shape[axis.rem_euclid(shape.len() as isize) as usize];
    let inputs = vec![recorder.input(&a)];
    if random.one_in(2) {
        let (spacing, told) = spacing(random, n);
        let parameters = json!({ "spacing": told, "axis": axis });
        return recorder
            .case("trapezoid_over", inputs, parameters, || nd::trapezoid(a.view(), spacing, axis));
    }
    let (order, number) = *random.pick(&[(EdgeOrder::First, 1), (EdgeOrder::Second, 2)]);
    let options = GradientOptions::default().edge_order(order);
    let (spacings, told): (Vec<Spacing>, Vec<Json>) =
        shape.iter().map(|&n| spacing(random, n)).unzip();
    let parameters = json!({ "spacings": told, "edge_order": number });
    recorder
        .case("gradients", inputs, parameters, || nd::gradient_with(a.view(), &spacings, &options));
}

fn unwrapped_of<T: Value + Floating + Turning>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axis = axis_of(random, shape.len());
    let inputs = vec![recorder.input(&a)];
    if random.one_in(3) {
        return recorder
            .case("unwrap", inputs, json!({ "axis": axis }), || nd::unwrap(a.view(), axis));
    }
    let period = (1 + random.below(12)) as f64;
    let discont = random.one_in(2).then(|| period * random.unit() * 1.5);
    let parameters = json!({ "axis": axis, "period": period, "discont": discont });
    recorder.case("unwrap", inputs, parameters, || {
        let mut options = UnwrapOptions::default().period(T::nearest(period));
        options.discont = discont;
        nd::unwrap_with(a.view(), axis, &options)
    });
}

fn unwrapped_integers_of<T: Value + Turning>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::filled(random, &shape, T::ordinary);
    let axis = axis_of(random, shape.len());
    let (count, period) =
        (0..1 + random.below(12)).fold((0, T::zero()), |(n, sum), _| (n + 1, sum.plus(T::one())));
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({ "axis": axis, "period": count });
    recorder.case("unwrap", inputs, parameters, || {
        nd::unwrap_with(a.view(), axis, &UnwrapOptions::default().period(period))
    });
}

fn differences_of<T: Value + Number>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape_with_axis();
    let a = Laid::<T>::with_shape(random, &shape);
    let axis = axis_of(random, shape.len());
    let at = axis.rem_euclid(shape.len() as isize) as usize;
    let ends = [(); 2].map(|()| {
        let mut end = shape.clone();
        end[at] = random.below(3);
        Laid::<T>::with_shape(random, &end)
    });
    let mut inputs = vec![recorder.input(&a)];
    inputs.extend(ends.iter().map(|end| recorder.input(end)));
    let [prepend, append] = &ends;
    if random.one_in(2) {
        let n = random.below(4);
        let parameters = json!({ "n": n, "axis": axis });
        return recorder.case("diff_between", inputs, parameters, || {
            let options = DiffOptions::default().prepend(prepend.view()).append(append.view());
            nd::diff_with(a.view(), n, axis, &options)
        });
    }
    recorder.case("ediff1d_between", inputs, json!({}), || {
        let [first, last] = ends.each_ref().map(|end| end.view().to_array().into_vec());
        nd::ediff1d(a.view(), &first, &last)
    });
}
