//! Morphology in shades of grey.

use super::*;
use nd::image::{
    GreyOptions, Ordinal, StructuringElement, area_closing, area_opening, black_tophat_with, flood,
    grey_closing_with, grey_dilation_with, grey_erosion_with, grey_opening_with, h_maxima,
    h_minima, local_maxima, local_minima, morphological_gradient_with, morphological_laplace_with,
    reconstruction_by_dilation, reconstruction_by_erosion, white_tophat_with,
};

of_types! {
    /// `grey_erosion` and its kin.
    grey, grey_of: bool i8 u8 u8 i16 u16 i32 u32 i64 u64 f32 f64 f64;
    /// Reconstruction, extrema, areas.
    reconstructed, reconstructed_of: u8 u8 i16 u16 i32 f32 f64;
}

type Grey<T> = (&'static str, fn(View<'_, T>, StructuringElement, &GreyOptions) -> Array<T>);

fn grey_of<T: Value + Ordinal>(random: &mut Random, recorder: &mut Recorder) {
    let functions: &[Grey<T>] = &[
        ("grey_erosion", |a, w, o| grey_erosion_with(a, w, o)),
        ("grey_dilation", |a, w, o| grey_dilation_with(a, w, o)),
        ("grey_opening", |a, w, o| grey_opening_with(a, w, o)),
        ("grey_closing", |a, w, o| grey_closing_with(a, w, o)),
        ("morphological_gradient", |a, w, o| morphological_gradient_with(a, w, o)),
        ("morphological_laplace", |a, w, o| morphological_laplace_with(a, w, o)),
        ("white_tophat", |a, w, o| white_tophat_with(a, w, o)),
        ("black_tophat", |a, w, o| black_tophat_with(a, w, o)),
    ];
    let (name, f) = *random.pick(functions);
    let shape = shape(random, 1..=4);
    // Differences of what is far apart wrap in SciPy.
    let a = if name.starts_with("grey") {
        levels::<T>(random, &shape)
    } else {
        small::<T>(random, &shape)
    };
    let longest = [2, 8, 5, 4, 3][shape.len()];
    let sides: Vec<usize> = shape.iter().map(|_| 1 + random.below(longest)).collect();
    let c = constant(random);
    let (mode, told_mode) = beyond(random, c);
    let origin: Vec<isize> = sides.iter().map(|&n| origin(random, n)).collect();
    let mut told = json!({ "mode": told_mode, "cval": c, "origin": origin });
    let options = GreyOptions::default().mode(mode).origin(origin);
    let mut inputs = vec![recorder.input(&a)];
    let window: StructuringElement = match random.below(3) {
        0 => {
            let footprint = structure(random, &sides);
            inputs.push(recorder.array(footprint.view()));
            footprint.into()
        }
        1 if T::NUMPY == "<f8" => {
            let heights = Array::from_fn(sides.as_slice(), |_| random.below(9) as f64 / 2.0 - 1.0);
            inputs.push(recorder.array(heights.view()));
            heights.into()
        }
        _ => {
            told["size"] = json!(sides);
            sides.into()
        }
    };
    recorder.case(name, inputs, told, || f(a.view(), window, &options));
}

fn reconstructed_of<T: Value + Ordinal>(random: &mut Random, recorder: &mut Recorder) {
    let which = random.below(9);
    let shape = filled_shape(random, 1..=3);
    let few: Vec<T> = (0..2 + random.below(30)).map(|_| T::small(random)).collect();
    let a = Laid::filled(random, &shape, |random| *random.pick(&few));
    let mut inputs = vec![recorder.input(&a)];
    let (n, h) = (random.below(9), 1.0 + random.below(6) as f64);
    match which {
        0 | 1 => {
            let b = Laid::filled(random, &shape, |random| *random.pick(&few));
            inputs.push(recorder.input(&b));
            if which == 0 {
                recorder.case("reconstruction", inputs, json!({ "method": "dilation" }), || {
                    reconstruction_by_dilation(a.view(), b.view())
                });
            } else {
                recorder.case("reconstruction", inputs, json!({ "method": "erosion" }), || {
                    reconstruction_by_erosion(a.view(), b.view())
                });
            }
        }
        2 => recorder.case("local_maxima", inputs, json!({}), || local_maxima(a.view())),
        3 => recorder.case("local_minima", inputs, json!({}), || local_minima(a.view())),
        4 => recorder.case("area_opening", inputs, json!({ "area_threshold": n }), || {
            area_opening(a.view(), n)
        }),
        5 => recorder.case("area_closing", inputs, json!({ "area_threshold": n }), || {
            area_closing(a.view(), n)
        }),
        6 => recorder.case("h_maxima", inputs, json!({ "h": h }), || h_maxima(a.view(), h)),
        7 => recorder.case("h_minima", inputs, json!({ "h": h }), || h_minima(a.view(), h)),
        _ => {
            let seed: Vec<usize> = shape.iter().map(|&n| random.below(n)).collect();
            let told = json!({ "seed_point": seed, "tolerance": h });
            recorder.case("flood", inputs, told, || flood(a.view(), &seed, h));
        }
    }
}
