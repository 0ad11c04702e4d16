//! Morphology in black and white.

use super::*;
use nd::image::{
    BinaryOptions, Border, Iterations, Ordinal, binary_closing_with, binary_dilation_with,
    binary_erosion_with, binary_fill_holes, binary_hit_or_miss, binary_opening_with,
    binary_propagation, convex_hull_image, generate_binary_structure, medial_axis,
    remove_small_holes, remove_small_objects, skeletonize, skeletonize_lee, thin,
};

of_types! {
    /// `binary_erosion` and its kin.
    repeated, repeated_of: bool bool bool u8 i32 f64;
}

fn repeated_of<T: Value + Ordinal + Default>(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=4);
    let a = of_mask::<T>(random, &shape);
    let small = random.one_in(2);
    let sides: Vec<usize> =
        shape.iter().map(|_| if small { 3 } else { 1 + random.below(5) }).collect();
    let structure = if small && random.one_in(2) {
        generate_binary_structure(shape.len(), 1 + random.below(shape.len()))
    } else {
        structure(random, &sides)
    };
    // SciPy reads beyond its buffers where larger structures are repeated, or off their middle.
    let times = if small { random.below(4) } else { 1 };
    let origin: Vec<isize> = match small && times != 1 {
        true => vec![0; shape.len()],
        false => sides
            .iter()
            .map(|&n| origin(random, n).clamp(-((n as isize - 1) / 2), n as isize))
            .collect(),
    };
    let set = random.one_in(2);
    let masked = random.one_in(3).then(|| mask(random, &shape));
    let mut inputs = vec![recorder.input(&a), recorder.array(structure.view())];
    inputs.extend(masked.as_ref().map(|mask| recorder.input(mask)));
    let told = json!({ "iterations": times, "border_value": u8::from(set), "origin": origin });
    let mut options = BinaryOptions::default()
        .structure(&structure)
        .border(if set { Border::Set } else { Border::Unset })
        .iterations(if times == 0 { Iterations::UntilStable } else { times.into() })
        .origin(origin);
    if let Some(mask) = &masked {
        options = options.mask(mask.view());
    }
    match random.below(4) {
        0 => recorder
            .case("binary_erosion", inputs, told, || binary_erosion_with(a.view(), &options)),
        1 => recorder
            .case("binary_dilation", inputs, told, || binary_dilation_with(a.view(), &options)),
        2 => recorder
            .case("binary_opening", inputs, told, || binary_opening_with(a.view(), &options)),
        _ => recorder
            .case("binary_closing", inputs, told, || binary_closing_with(a.view(), &options)),
    }
}

/// What is zero and what is not.
fn of_mask<T: Value + Default>(random: &mut Random, shape: &[usize]) -> Laid<T> {
    let set = random.below(11);
    let zero = T::default();
    Laid::filled(
        random,
        shape,
        |random| if random.below(10) < set { T::random(random) } else { zero },
    )
}

/// `binary_hit_or_miss`, `binary_propagation`.
pub(super) fn fitted(random: &mut Random, recorder: &mut Recorder) {
    let shape = shape(random, 1..=3);
    let a = mask(random, &shape);
    if random.one_in(2) {
        let within = mask(random, &shape);
        let inputs = vec![recorder.input(&a), recorder.input(&within)];
        return recorder.case("binary_propagation", inputs, json!({}), || {
            binary_propagation(a.view(), within.view())
        });
    }
    let sides: Vec<usize> = shape.iter().map(|_| 1 + random.below(3)).collect();
    let [hit, miss] = [structure(random, &sides), structure(random, &sides)];
    let given = random.one_in(2);
    let mut inputs = vec![recorder.input(&a), recorder.array(hit.view())];
    if given {
        inputs.push(recorder.array(miss.view()));
    }
    recorder.case("binary_hit_or_miss", inputs, json!({}), || {
        binary_hit_or_miss(a.view(), Some(&hit), given.then_some(&miss))
    });
}

/// Holes, small things, skeletons and hulls.
pub(super) fn filled(random: &mut Random, recorder: &mut Recorder) {
    let which = random.below(9);
    let ranks = match which {
        0..3 => 1..=4,
        3 | 4 => 2..=3,
        _ => 2..=2,
    };
    let shape = if which < 3 { shape(random, ranks) } else { filled_shape(random, ranks) };
    let a = mask(random, &shape);
    let inputs = vec![recorder.input(&a)];
    let most = random.below(12);
    match which {
        0 => recorder.case("binary_fill_holes", inputs, json!({}), || binary_fill_holes(a.view())),
        1 => recorder.case("remove_small_objects", inputs, json!({ "max_size": most }), || {
            remove_small_objects(a.view(), most)
        }),
        2 => recorder.case("remove_small_holes", inputs, json!({ "max_size": most }), || {
            remove_small_holes(a.view(), most)
        }),
        3 => recorder.case("skeletonize", inputs, json!({}), || skeletonize(a.view())),
        4 => recorder
            .case("skeletonize", inputs, json!({ "method": "lee" }), || skeletonize_lee(a.view())),
        5 | 6 => {
            let layers = 1 + random.below(5);
            recorder
                .case("thin", inputs, json!({ "max_num_iter": layers }), || thin(a.view(), layers));
        }
        7 => recorder.case("medial_axis", inputs, json!({}), || medial_axis(a.view()).1),
        _ => recorder.case("convex_hull_image", inputs, json!({}), || convex_hull_image(a.view())),
    }
}
