//! Distances from the background.

use super::*;
use nd::image::{
    EdtOptions, Metric, distance_transform_bf, distance_transform_cdt,
    distance_transform_cdt_indices, distance_transform_edt_indices_with,
    distance_transform_edt_with, expand_labels, isotropic_dilation, isotropic_erosion,
};

/// A mask with a zero.
fn ground(random: &mut Random) -> (Vec<usize>, Laid<bool>) {
    let shape = filled_shape(random, 1..=4);
    let share = *random.pick(&[2, 2, 5, 20, 100]);
    let a = Laid::filled(random, &shape, |random| !random.one_in(share));
    if a.view().iter().all(|set| *set) {
        let mut first = true;
        let base = Array::from_fn(shape.as_slice(), |_| !std::mem::take(&mut first));
        return (shape, Laid { base, steps: Vec::new() });
    }
    (shape, a)
}

/// `distance_transform_edt`, with indices and distances of pixels.
pub(super) fn euclidean(random: &mut Random, recorder: &mut Recorder) {
    let (shape, a) = ground(random);
    let inputs = vec![recorder.input(&a)];
    let mut told = json!({});
    let mut options = EdtOptions::default();
    let plain = random.one_in(2);
    if !plain {
        let sampling: Vec<f64> =
            shape.iter().map(|_| *random.pick(&[0.5, 1.0, 1.25, 3.0, 0.7])).collect();
        told["sampling"] = json!(sampling);
        options = options.sampling(sampling);
    }
    if plain && random.one_in(2) {
        told["return_indices"] = json!(true);
        return recorder.case("distance_transform_edt", inputs, told, || {
            let (far, at) = distance_transform_edt_indices_with(a.view(), &options);
            (far, at.expect("there is a zero"))
        });
    }
    recorder.case("distance_transform_edt", inputs, told, || {
        distance_transform_edt_with(a.view(), &options)
    });
}

/// `distance_transform_cdt`, `distance_transform_bf`.
pub(super) fn steps(random: &mut Random, recorder: &mut Recorder) {
    let (_, a) = ground(random);
    let inputs = vec![recorder.input(&a)];
    let (metric, name) =
        *random.pick(&[(Metric::Chessboard, "chessboard"), (Metric::Taxicab, "taxicab")]);
    match random.below(3) {
        0 => recorder.case("distance_transform_cdt", inputs, json!({ "metric": name }), || {
            distance_transform_cdt(a.view(), metric).expect("there is a zero")
        }),
        1 => {
            let told = json!({ "metric": name, "return_indices": true });
            recorder.case("distance_transform_cdt", inputs, told, || {
                distance_transform_cdt_indices(a.view(), metric).expect("there is a zero")
            });
        }
        _ => {
            let (metric, name) =
                if random.one_in(3) { (Metric::Euclidean, "euclidean") } else { (metric, name) };
            recorder.case("distance_transform_bf", inputs, json!({ "metric": name }), || {
                distance_transform_bf(a.view(), metric)
            });
        }
    }
}

/// What grows by distances.
pub(super) fn grown(random: &mut Random, recorder: &mut Recorder) {
    let (shape, a) = ground(random);
    let distance = *random.pick(&[0.5, 1.0, 1.5, 2.0, 3.3]);
    if random.one_in(2) {
        let inputs = vec![recorder.input(&a)];
        let told = json!({ "radius": distance });
        return if random.one_in(2) {
            recorder
                .case("isotropic_erosion", inputs, told, || isotropic_erosion(a.view(), distance));
        } else {
            recorder.case("isotropic_dilation", inputs, told, || {
                isotropic_dilation(a.view(), distance)
            });
        };
    }
    let labels = Laid::<i32>::filled(random, &shape, |random| {
        if random.one_in(8) { 1 + random.below(4) as i32 } else { 0 }
    });
    let inputs = vec![recorder.input(&labels)];
    recorder.case("expand_labels", inputs, json!({ "distance": distance }), || {
        expand_labels(labels.view(), distance)
    });
}
