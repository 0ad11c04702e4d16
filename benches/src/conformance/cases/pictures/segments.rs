//! Watersheds, boundaries, relabelling.

use super::*;
use nd::image::Measured;
use nd::image::segmentation::{
    BoundaryMode, WatershedOptions, clear_border, find_boundaries, join_segmentations,
    relabel_sequential, watershed_ift, watershed_with,
};

of_types! {
    /// `watershed`, `watershed_ift`.
    flooded, flooded_of: u8 i16 i32 f32 f64;
}

fn flooded_of<T: Value + Measured>(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=3);
    let connectivity = 1 + random.below(shape.len());
    let share = 2 + random.below(20);
    // Of different heights: which of equal ones is first is open in scikit-image.
    let mut next = 0;
    let markers = Laid::<i32>::filled(random, &shape, |random| {
        next += i32::from(random.one_in(share));
        if random.one_in(share) { next.max(1) } else { 0 }
    });
    if random.one_in(4) {
        let a = Laid::<u8>::with_shape(random, &shape);
        let inputs = vec![recorder.input(&a), recorder.input(&markers)];
        return recorder.case(
            "watershed_ift",
            inputs,
            json!({ "connectivity": connectivity }),
            || watershed_ift(a.view(), markers.view(), connectivity),
        );
    }
    let a = small::<T>(random, &shape);
    let masked = random.one_in(3).then(|| mask(random, &shape));
    let line = random.one_in(3);
    let mut inputs = vec![recorder.input(&a), recorder.input(&markers)];
    inputs.extend(masked.as_ref().map(|mask| recorder.input(mask)));
    let mut options = WatershedOptions::default().connectivity(connectivity).watershed_line(line);
    if let Some(mask) = &masked {
        options = options.mask(mask.view());
    }
    let told = json!({ "connectivity": connectivity, "watershed_line": line });
    recorder.case("watershed", inputs, told, || watershed_with(a.view(), markers.view(), &options));
}

/// What is done with labels.
pub(super) fn relabelled(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=3);
    let n = 2 + random.below(6);
    let a = Laid::<i32>::filled(random, &shape, |random| 3 * random.below(n) as i32);
    let b = Laid::<i32>::filled(random, &shape, |random| random.below(n) as i32);
    let inputs = vec![recorder.input(&a)];
    match random.below(4) {
        0 => {
            let first = 1 + random.below(9) as u32;
            recorder.case("relabel_sequential", inputs, json!({ "offset": first }), || {
                relabel_sequential(a.view(), first).labels
            });
        }
        1 => {
            let inputs = vec![recorder.input(&a), recorder.input(&b)];
            recorder.case("join_segmentations", inputs, json!({}), || {
                join_segmentations(a.view(), b.view())
            });
        }
        2 => recorder.case("clear_border", inputs, json!({}), || clear_border(a.view())),
        _ => {
            let (mode, name) = *random.pick(&[
                (BoundaryMode::Thick, "thick"),
                (BoundaryMode::Inner, "inner"),
                (BoundaryMode::Outer, "outer"),
            ]);
            let connectivity = 1 + random.below(shape.len());
            let told = json!({ "connectivity": connectivity, "mode": name });
            recorder.case("find_boundaries", inputs, told, || {
                find_boundaries(a.view(), connectivity, mode)
            });
        }
    }
}
