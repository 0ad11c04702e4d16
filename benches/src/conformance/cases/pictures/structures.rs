//! Structures and footprints by name.

use super::*;
use nd::image::{
    ball, diamond, disk, footprint_rectangle, generate_binary_structure, iterate_structure,
    octagon, octahedron, star,
};

/// `generate_binary_structure`, `iterate_structure`.
pub(super) fn structures(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(2) {
        let (rank, connectivity) = (random.below(5), random.below(6));
        let told = json!({ "rank": rank, "connectivity": connectivity });
        return recorder.case("generate_binary_structure", vec![], told, || {
            generate_binary_structure(rank, connectivity)
        });
    }
    let sides: Vec<usize> = (0..1 + random.below(3)).map(|_| 1 + random.below(4)).collect();
    let structure = structure(random, &sides);
    let times = random.below(5);
    let inputs = vec![recorder.array(structure.view())];
    recorder.case("iterate_structure", inputs, json!({ "iterations": times }), || {
        iterate_structure(&structure, times)
    });
}

/// Footprints of scikit-image.
pub(super) fn shapes(random: &mut Random, recorder: &mut Recorder) {
    let radius = random.below(12);
    let told = json!({ "radius": radius });
    match random.below(7) {
        0 => recorder.case("morphology.disk", vec![], told, || disk(radius)),
        1 => recorder.case("morphology.ball", vec![], told, || ball(radius)),
        2 => recorder.case("morphology.diamond", vec![], told, || diamond(radius)),
        3 => recorder.case("morphology.octahedron", vec![], told, || octahedron(radius)),
        4 => {
            let (m, n) = (1 + random.below(6), random.below(5));
            recorder
                .case("morphology.octagon", vec![], json!({ "m": m, "n": n }), || octagon(m, n));
        }
        5 => {
            let a = 1 + random.below(6);
            recorder.case("morphology.star", vec![], json!({ "a": a }), || star(a));
        }
        _ => {
            let sides: Vec<usize> = (0..1 + random.below(4)).map(|_| 1 + random.below(5)).collect();
            let told = json!({ "shape": sides });
            recorder.case("morphology.footprint_rectangle", vec![], told, || {
                footprint_rectangle(&sides)
            });
        }
    }
}
