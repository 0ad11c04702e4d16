//! Systems of equations, inverses, determinants.

mod matrices;

use matrices::*;
use nd_core::{Array, Complex};

/// The test matrices themselves: what they are said to be.
fn what_they_are<T: Sample>() {
    for (name, a) in zoo::<T>(7) {
        assert_eq!(a.shape(), [7, 7], "{name}");
        let mut layouts = 0;
        each_layout(&a, |layout, view| {
            assert_eq!(view, a, "{name}, {layout}");
            layouts += 1;
        });
        assert_eq!(layouts, 5);
    }
    let i: Array<T> = identity(4);
    orthonormal("identity", &i);
    assert_eq!(size(&i), 2.0);
}

#[test]
fn matrices_are_what_they_are_said_to_be() {
    what_they_are::<f32>();
    what_they_are::<f64>();
    what_they_are::<Complex<f32>>();
    what_they_are::<Complex<f64>>();
}
