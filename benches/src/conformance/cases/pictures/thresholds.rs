//! Thresholds between dark and light.

use super::*;
use nd::image::{
    LocalMethod, LocalThresholdOptions, Pixel, ThresholdError, apply_hysteresis_threshold,
    threshold_isodata, threshold_li, threshold_local_with, threshold_mean, threshold_minimum,
    threshold_multiotsu, threshold_niblack, threshold_otsu, threshold_sauvola, threshold_triangle,
    threshold_yen,
};

of_types! {
    /// Thresholds of whole pictures.
    levels, levels_of: u8 u8 i16 u16 i32 f32 f64;
    /// Thresholds for each element.
    local, local_of: u8 i16 f32 f64;
}

type Threshold<T> = (&'static str, fn(View<'_, T>) -> Result<f64, ThresholdError>);

fn levels_of<T: Value + Pixel>(random: &mut Random, recorder: &mut Recorder) {
    let functions: &[Threshold<T>] = &[
        ("threshold_otsu", |a| threshold_otsu(a)),
        ("threshold_yen", |a| threshold_yen(a)),
        ("threshold_isodata", |a| threshold_isodata(a)),
        ("threshold_triangle", |a| threshold_triangle(a)),
        ("threshold_minimum", |a| threshold_minimum(a)),
        ("threshold_mean", |a| threshold_mean(a)),
        ("threshold_li", |a| threshold_li(a)),
    ];
    let shape = filled_shape(random, 1..=3);
    let a = small::<T>(random, &shape);
    let inputs = vec![recorder.input(&a)];
    let which = random.below(functions.len() + 2);
    if which < functions.len() {
        let (name, f) = functions[which];
        return recorder.case(name, inputs, json!({}), || f(a.view()));
    }
    if which == functions.len() {
        let classes = 2 + random.below(3);
        return recorder.case("threshold_multiotsu", inputs, json!({ "classes": classes }), || {
            threshold_multiotsu(a.view(), classes).map(Array::from_vec)
        });
    }
    let (low, high) = (random.below(21) as f64 - 10.0, random.below(30) as f64);
    let told = json!({ "low": low, "high": high });
    recorder.case("apply_hysteresis_threshold", inputs, told, || {
        apply_hysteresis_threshold(a.view(), low, high)
    });
}

fn local_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Pixel<Acc: Value>,
{
    let shape = filled_shape(random, 1..=3);
    let a = small::<T>(random, &shape);
    let inputs = vec![recorder.input(&a)];
    let size = 1 + 2 * random.below(4);
    let k = *random.pick(&[0.2, -0.3, 0.8]);
    match random.below(3) {
        0 => {
            let (method, name) = *random.pick(&[
                (LocalMethod::Gaussian, "gaussian"),
                (LocalMethod::Mean, "mean"),
                (LocalMethod::Median, "median"),
            ]);
            let c = constant(random);
            let (mode, mode_name) = beyond(random, c);
            let told = json!({
                "block_size": size.max(3), "method": name, "offset": k, "mode": mode_name, "cval": c,
            });
            let options = LocalThresholdOptions::default().method(method).offset(k).mode(mode);
            recorder.case("threshold_local", inputs, told, || {
                threshold_local_with(a.view(), size.max(3), &options)
            });
        }
        1 => recorder.case(
            "threshold_niblack",
            inputs,
            json!({ "window_size": size, "k": k }),
            || threshold_niblack(a.view(), size, k),
        ),
        _ => {
            let told = json!({ "window_size": size, "k": k, "r": 10.0 });
            recorder.case("threshold_sauvola", inputs, told, || {
                threshold_sauvola(a.view(), size, k, 10.0)
            });
        }
    }
}
