//! What must hold of interpolation whatever the array, and what differs from SciPy on purpose.

use nd_core::{Array, Complex, array, s};
use nd_image::*;
use proptest::prelude::*;

const MODES: [Boundary; 6] = [
    Boundary::Constant(0.5),
    Boundary::GridConstant(0.5),
    Boundary::Nearest,
    Boundary::Reflect,
    Boundary::Mirror,
    Boundary::Wrap,
];

fn reading(order: usize, mode: Boundary) -> InterpolationOptions {
    InterpolationOptions::default().order(order).mode(mode)
}

/// The value of a spline by its definition: samples continued far beyond the edges, coefficients by a
/// dense system of equations, the basis by its recursion.
fn slow(a: &[f64], x: f64, order: usize, mode: Mode) -> f64 {
    const FAR: isize = 40;
    let n = a.len();
    let sample = |i: isize| continued(mode, i, n).map_or(0.5, |k| a[k]);
    let samples: Vec<f64> = (-FAR..n as isize + FAR).map(sample).collect();
    let size = samples.len();
    let mut rows: Vec<Vec<f64>> = (0..size)
        .map(|i| {
            let mut row: Vec<f64> = (0..size).map(|k| basis(order, i as f64 - k as f64)).collect();
            row.push(samples[i]);
            row
        })
        .collect();
    for k in 0..size {
        for i in k + 1..(k + 6).min(size) {
            let factor = rows[i][k] / rows[k][k];
            let (upper, lower) = rows.split_at_mut(i);
            let (above, below) = (&upper[k][k..], &mut lower[0][k..]);
            below.iter_mut().zip(above).for_each(|(b, a)| *b -= factor * a);
        }
    }
    let mut c = vec![0.0; size];
    for k in (0..size).rev() {
        let known: f64 = (k + 1..size).map(|j| rows[k][j] * c[j]).sum();
        c[k] = (rows[k][size] - known) / rows[k][k];
    }
    (0..size).map(|k| c[k] * basis(order, x + FAR as f64 - k as f64)).sum()
}

fn continued(mode: Mode, i: isize, n: usize) -> Option<usize> {
    let n = n as isize;
    let k = match mode {
        Mode::Constant(_) => return (0..n).contains(&i).then_some(i as usize),
        Mode::Nearest => i.clamp(0, n - 1),
        Mode::Wrap => i.rem_euclid(n),
        Mode::Reflect => i.rem_euclid(2 * n).min(2 * n - 1 - i.rem_euclid(2 * n)),
        Mode::Mirror if n == 1 => 0,
        Mode::Mirror => i.rem_euclid(2 * n - 2).min(2 * n - 2 - i.rem_euclid(2 * n - 2)),
    };
    Some(k as usize)
}

fn basis(order: usize, x: f64) -> f64 {
    if order == 0 {
        return f64::from(u8::from((-0.5..0.5).contains(&x)));
    }
    let half = (order as f64 + 1.0) / 2.0;
    if x.abs() >= half {
        return 0.0;
    }
    let sides = (half + x) * basis(order - 1, x + 0.5) + (half - x) * basis(order - 1, x - 0.5);
    sides / order as f64
}

#[test]
fn splines_are_those_of_their_definition() {
    let lines: [&[f64]; 4] =
        [&[3.0], &[1.0, -2.0], &[0.5, 4.0, -1.0], &[2.0, 0.0, 5.0, -3.0, 1.0, 1.0, 7.0]];
    let modes = [Mode::Nearest, Mode::Reflect, Mode::Mirror, Mode::Wrap, Mode::Constant(0.5)];
    for a in lines {
        let array = Array::from_shape_vec([a.len()], a.to_vec());
        for order in 1..=5 {
            for mode in modes {
                let boundary = match mode {
                    Mode::Constant(value) => Boundary::GridConstant(value),
                    other => other.into(),
                };
                for x in [0.0, 0.37, -0.4, 0.5, a.len() as f64 - 0.7, a.len() as f64 - 1.0, -1.3] {
                    let ours = map_coordinates_with(&array, [[x]], &reading(order, boundary))[[0]];
                    let truth = slow(a, x, order, mode);
                    // Twelve samples of padding, and the order's pole.
                    let allowed = [1e-12, 1e-7, 1e-5, 5e-4, 5e-3][order - 1];
                    let padded = matches!(mode, Mode::Nearest | Mode::Constant(_));
                    let allowed = if padded { allowed } else { 1e-11 };
                    assert!(
                        (ours - truth).abs() < allowed,
                        "{a:?} {order} {mode:?} {x}: {ours} {truth}"
                    );
                }
            }
        }
    }
}

/// P7, also where SciPy's `reflect` misses them: on short axes.
#[test]
fn samples_are_met() {
    for n in 1..9 {
        let a = Array::from_fn([n, 3], |i| ((i[0] * 7 + i[1] * 5) % 11) as f64);
        let places = Array::from_fn([2, n, 3], |i| i[i[0] + 1] as f64);
        for mode in MODES {
            for order in 0..=5 {
                let b = map_coordinates_with(&a, &places, &reading(order, mode));
                let close = |(x, y): (&f64, &f64)| (x - y).abs() < 1e-13 * 11.0;
                assert!(a.iter().zip(b.iter()).all(close), "{n} {order} {mode:?}");
            }
        }
    }
}

/// P1 and P2.
#[test]
fn constants_and_periods() {
    let at = |a: &[f64], x: f64, mode| {
        let a = Array::from_shape_vec([a.len()], a.to_vec());
        map_coordinates_with(&a, [[x]], &reading(1, mode))[[0]]
    };
    assert_eq!(at(&[1.0, 2.0], -0.001, Boundary::Constant(10.0)), 10.0);
    assert_eq!(at(&[1.0, 2.0], -0.5, Boundary::Constant(10.0)), 10.0);
    assert_eq!(at(&[1.0, 2.0], -0.5, Boundary::GridConstant(10.0)), 5.5);
    let a = [1.0, 2.0, 3.0, 4.0];
    for (x, value) in [(4.0, 1.0), (-1.0, 4.0), (-3.0, 2.0)] {
        assert_eq!(at(&a, x, Boundary::Wrap), value);
    }
}

/// P3.
#[test]
fn halves_go_up_after_folding() {
    let a = [0.0, 1.0, 2.0, 3.0];
    let at = |x: f64, mode| map_coordinates_with(a, [[x]], &reading(0, mode))[[0]];
    for (x, value) in [(0.5, 1.0), (1.5, 2.0), (2.5, 3.0)] {
        assert_eq!(at(x, Boundary::default()), value);
    }
    assert_eq!(at(-0.5, Boundary::Mirror), 1.0);
}

/// P4, P5 and P6.
#[test]
fn zooms_end_at_the_last_sample() {
    let full = Array::full([8], 7.0f64);
    for order in 0..=5 {
        let b = zoom_with(&full, [26], &ZoomOptions::default().order(order));
        assert!((b[[25]] - 7.0).abs() < 1e-13, "{order}");
        for m in 2..60 {
            let picture = zoom_with(
                Array::full([7, 9], 200u8),
                [m, 61 - m],
                &ZoomOptions::default().order(order),
            );
            assert!(picture.iter().all(|&x| x == 200), "{order} {m}");
        }
    }
    let linear = ZoomOptions::default().order(1);
    assert_eq!(zoom_with([0.0, 1.0], [4], &linear), array![0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
    let grid = linear.mode(Mode::Nearest).alignment(Alignment::Grid);
    assert_eq!(zoom_with([0.0, 1.0], [4], &grid), array![0.0, 0.25, 0.75, 1.0]);
    assert_eq!(zoom([1.0, 2.0], [0]).shape(), [0]);
    assert_eq!(zoom(Array::<u8>::zeros([0, 4]), [0, 9]).shape(), [0, 9]);
}

/// P8 and P9.
#[test]
fn integers_round_and_saturate() {
    let edge = Array::from_fn([12], |i| if i[0] < 6 { 0u8 } else { 255 });
    let wide = zoom(edge, [60]);
    assert!(wide.iter().any(|&x| x == 0) && wide.iter().any(|&x| x == 255));
    let linear = |mode| InterpolationOptions::default().order(1).mode(mode);
    assert_eq!(shift_with([1i8, 2], 0.5, &linear(Boundary::Nearest))[[1]], 2);
    assert_eq!(shift_with([-1i8, -2], 0.5, &linear(Boundary::Nearest))[[1]], -2);
    assert_eq!(shift_with([1u8, 2], 5.0, &linear(Boundary::Constant(300.0)))[[1]], 255);
    assert_eq!(shift_with([1i8, 2], 5.0, &linear(Boundary::Constant(-300.0)))[[1]], -128);
    let large = (1u64 << 53) + 1;
    let nearest = InterpolationOptions::default().order(0);
    assert_eq!(shift_with([large], 0.0, &nearest)[[0]], large);
    assert_eq!(shift([large, 7], 0.0), array![large, 7]);
    // Rounding in doubles, and no wrapping to 0.
    assert!(zoom([u64::MAX; 3], [7]).iter().all(|&x| x > u64::MAX - (1 << 13)));
    assert_eq!(shift_with([i64::MIN, 3], 1.0, &nearest), array![0, i64::MIN]);
}

/// P10.
#[test]
fn quarter_turns_move_samples() {
    let a = Array::from_fn([3, 4], |i| (10 * i[0] + i[1]) as f32 + 0.1);
    let quarter = Array::from_fn([4, 3], |i| a[[i[1], 3 - i[0]]]);
    for order in 0..=5 {
        let options = RotateOptions::default().order(order);
        assert_eq!(rotate_with(&a, 90.0, &options), quarter);
        assert_eq!(rotate_with(&a, -270.0, &options), quarter);
        assert_eq!(rotate_with(&quarter, 270.0, &options), a);
        assert_eq!(rotate_with(&a, 360.0, &options), a);
    }
    assert_eq!(rotate(Array::<u8>::zeros([4, 4]), 45.0).shape(), [6, 6]);
    assert_eq!(rotate(Array::<u8>::zeros([4, 5, 3]), 90.0).shape(), [5, 4, 3]);
    assert!(rotate([[1.0, 2.0]], f64::NAN).iter().all(|&x| x == 0.0));
}

/// P11.
#[test]
fn affine_matrices_of_all_shapes() {
    let options = AffineOptions::default().order(1).offset([1.0]);
    let a = affine_transform_with([0.0, 1.0, 2.0, 3.0, 4.0], [2.0], &options);
    assert_eq!(a, array![1.0, 3.0, 0.0, 0.0, 0.0]);
    let a = Array::from_fn([4, 5], |i| (i[0] * 5 + i[1]) as f64);
    let options = AffineOptions::default().order(1);
    let apart =
        affine_transform_with(&a, [[0.0, 1.0], [1.0, 0.0]], &options.clone().offset([0.5, 1.0]));
    let whole = array![[0.0, 1.0, 0.5], [1.0, 0.0, 1.0], [0.0, 0.0, 1.0]];
    assert_eq!(affine_transform_with(&a, &whole, &options), apart);
    assert_eq!(affine_transform_with(&a, whole.view().slice(s![..2]), &options), apart);
}

#[test]
fn complex_numbers_are_two_pictures() {
    let re = Array::from_fn([5, 6], |i| ((i[0] * 3 + i[1] * 7) % 5) as f64);
    let im = Array::from_fn([5, 6], |i| ((i[0] * 2 + i[1]) % 7) as f64);
    let both = Array::from_fn([5, 6], |i| Complex::new(re[[i[0], i[1]]], im[[i[0], i[1]]]));
    let options = RotateOptions::default().mode(Boundary::Constant(3.0));
    let zero = RotateOptions::default();
    let turned = rotate_with(&both, 20.0, &options);
    let (re, im) = (rotate_with(&re, 20.0, &options), rotate_with(&im, 20.0, &zero));
    for (k, z) in turned.iter().enumerate() {
        assert_eq!((z.re, z.im), (re.as_slice().unwrap()[k], im.as_slice().unwrap()[k]));
    }
    let single = Array::from_fn([5], |i| Complex::new(i[0] as f32, 1.0));
    assert_eq!(shift(&single, 1.0).shape(), [5]);
}

#[test]
fn strange_places_are_outside() {
    let a = array![1.0, 2.0, 3.0];
    let strange = [[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300]];
    for order in 0..=5 {
        for mode in MODES {
            let b = map_coordinates_with(&a, strange, &reading(order, mode));
            match mode {
                Boundary::Constant(value) => assert!(b.iter().all(|&x| x == value)),
                Boundary::GridConstant(value) => {
                    assert!(b.iter().all(|x| (x - value).abs() < 1e-4), "{order} {b:?}");
                }
                Boundary::Nearest => {
                    assert!(b[[0]].is_nan());
                    assert!((b[[1]] - 3.0).abs() < 1e-3 && (b[[4]] - 1.0).abs() < 1e-3);
                }
                _ => assert!(b[[0]].is_nan() && b[[3]].is_finite(), "{order} {mode:?} {b:?}"),
            }
        }
    }
    assert_eq!(map_coordinates_with([7u8], [[f64::NAN]], &reading(1, Boundary::Mirror))[[0]], 0);
    let none = map_coordinates(&a, Array::<f64>::zeros([1, 0, 4]));
    assert_eq!(none.shape(), [0, 4]);
    let point = Array::full((), 5.0);
    assert_eq!(map_coordinates(&point, Array::<f64>::zeros([0, 2])).shape(), [2]);
}

#[test]
fn a_nan_spreads_along_splines_only() {
    let mut a = Array::from_fn([6, 6], |i| (i[0] + i[1]) as f64);
    a[[2, 3]] = f64::NAN;
    let linear = shift_with(&a, [0.5, 0.0], &reading(1, Boundary::Nearest));
    assert_eq!(linear.iter().filter(|x| x.is_nan()).count(), 2);
    assert!(spline_filter(&a, 3)[[0, 3]].is_nan());
    let constant = f64::NAN;
    let outside = shift_with([1.0f64, 2.0], 1.0, &reading(3, Boundary::Constant(constant)));
    assert!(outside[[0]].is_nan() && !outside[[1]].is_nan());
}

#[test]
fn crossings_and_scattered_places_agree() {
    let a = Array::from_fn([5, 6, 7], |i| ((i[0] * 31 + i[1] * 17 + i[2] * 11) % 23) as f64);
    for mode in MODES {
        for order in 0..=5 {
            let by = [0.37, -1.2, 2.6];
            let moved = shift_with(&a, by, &reading(order, mode));
            let place = |i: &[usize], x: &mut [f64]| {
                (0..3).for_each(|k| x[k] = i[k] as f64 - by[k]);
            };
            let each = geometric_transform_with(&a, [5, 6, 7], place, &reading(order, mode));
            let close = |(x, y): (&f64, &f64)| (x - y).abs() < 1e-11;
            assert!(moved.iter().zip(each.iter()).all(close), "{order} {mode:?}");
        }
    }
    // More axes than have loops of their own.
    let a = Array::from_fn([3, 2, 3, 2], |i| (i[0] + 2 * i[1] + 3 * i[2] + 5 * i[3]) as f64);
    let by = [0.25, 0.5, -0.75, 0.1];
    let moved = shift_with(&a, by, &reading(3, Boundary::Reflect));
    let place = |i: &[usize], x: &mut [f64]| (0..4).for_each(|k| x[k] = i[k] as f64 - by[k]);
    let each = geometric_transform_with(&a, [3, 2, 3, 2], place, &reading(3, Boundary::Reflect));
    assert!(moved.iter().zip(each.iter()).all(|(x, y)| (x - y).abs() < 1e-12));
}

#[test]
fn threads_do_not_show() {
    let a = Array::from_fn([300, 310], |i| ((i[0] * 31 + i[1] * 17) % 251) as f32);
    let work = || {
        let turned = rotate(&a, 17.0);
        let large = zoom(&a, [500, 333]);
        (turned, large, spline_filter(&a, 5))
    };
    let pool = |n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
    assert_eq!(pool(1).install(work), pool(3).install(work));
}

#[test]
fn messages() {
    let told = |work: fn()| {
        let panic = std::panic::catch_unwind(work).unwrap_err();
        let fixed = panic.downcast_ref::<&str>().map(ToString::to_string);
        fixed.unwrap_or_else(|| *panic.downcast::<String>().unwrap())
    };
    let places = || drop(map_coordinates([1.0], [[0.0], [0.0]]));
    let message = "map_coordinates: coordinates [2, 1] for shape [1], the first axis must be 1";
    assert_eq!(told(places), message);
    let order = || drop(zoom_with([1.0], [2], &ZoomOptions::default().order(6)));
    assert_eq!(told(order), "zoom: order 6, splines have 0 to 5");
    let empty = || drop(zoom(Array::<f64>::zeros([0]), [3]));
    assert_eq!(told(empty), "zoom: shape [0] has nothing to make [3] of");
    let huge = || drop(zoom([[1.0]], [usize::MAX, 2]));
    let message = format!("zoom: shape [{}, 2] has more elements than memory", usize::MAX);
    assert_eq!(told(huge), message);
    let axes = || drop(zoom([1.0], [3, 3]));
    assert_eq!(told(axes), "zoom: shape [3, 3] for an array of shape [1], as many axes are needed");
    let matrix = || drop(affine_transform([[1.0]], [[1.0]]));
    let message = "affine_transform: a matrix of shape [1, 1] takes no index of 2 axes to 2";
    assert_eq!(told(matrix), message);
    let row = || drop(affine_transform([1.0], [[1.0, 0.0], [0.5, 1.0]]));
    let message = "affine_transform: the last row of a homogeneous matrix must be 0 … 0 1";
    assert_eq!(told(row), message);
    let plane = || drop(rotate_with([[1.0]], 1.0, &RotateOptions::default().axes([1, -1])));
    assert_eq!(told(plane), "rotate: axes [1, -1] are no plane");
    let by = || drop(shift([1.0], [1.0, 2.0]));
    assert_eq!(told(by), "shift: 2 values of by for 1 axes");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_view_is_read_as_its_copy(h in 1usize..12, w in 1usize..12, order in 0usize..6, mode in 0usize..6) {
        let a = Array::from_fn([2 * h, w], |i| ((i[0] * 31 + i[1] * 17) % 13) as f64);
        let options = RotateOptions::default().order(order).mode(MODES[mode]);
        for view in [a.view().t(), a.view().slice(s![..;-1, ..]), a.view().slice(s![..;2, ..;-1])] {
            prop_assert_eq!(rotate_with(view, 31.0, &options), rotate_with(view.to_array(), 31.0, &options));
        }
    }

    #[test]
    fn constants_stay(h in 1usize..12, w in 1usize..12, order in 0usize..6, mode in 2usize..6,
                      m in 1usize..20, value in -9.0f64..9.0) {
        let options = ZoomOptions::default().order(order).mode(MODES[mode]).alignment(Alignment::Grid);
        let b = zoom_with(Array::full([h, w], value), [m, w + 1], &options);
        prop_assert!(b.iter().all(|x| (x - value).abs() <= 1e-12 * value.abs().max(1.0)));
    }
}

/// A picture that is continued by hand reads as the rule says that it goes on.
#[test]
fn what_lies_beyond_is_what_is_put_there() {
    let a = Array::from_fn([5, 6], |i| ((7 * i[0] + 5 * i[1]) % 11) as f64);
    let modes = [
        (Mode::Nearest, Boundary::Nearest),
        (Mode::Reflect, Boundary::Reflect),
        (Mode::Mirror, Boundary::Mirror),
        (Mode::Wrap, Boundary::Wrap),
        (Mode::Constant(3.5), Boundary::GridConstant(3.5)),
    ];
    for (mode, boundary) in modes {
        // Copies far beyond the edges, by a kernel that only moves.
        let far = 4isize;
        let padded = Array::from_fn([13, 14], |i| {
            let [y, x] = [i[0] as isize - far, i[1] as isize - far];
            let inside = |k: isize, n: isize| continued(mode, k, n as usize);
            match (inside(y, 5), inside(x, 6)) {
                (Some(y), Some(x)) => a[[y, x]],
                _ => 3.5,
            }
        });
        for order in [0, 1] {
            for by in [[0.25, -1.75], [2.5, 3.0], [-3.25, 0.5]] {
                let ours = shift_with(&a, by, &reading(order, boundary));
                let all = shift_with(&padded, by, &reading(order, Boundary::Nearest));
                let middle = all.slice(s![4..9, 4..10]);
                if order == 1 {
                    let near = ours.iter().zip(middle.iter()).all(|(x, y)| (x - y).abs() < 1e-12);
                    assert!(near, "{boundary:?} by {by:?}: {ours:?}");
                } else if by.iter().all(|x| (x * 2.0).fract() != 0.0) {
                    assert!(ours.iter().eq(middle.iter()), "{boundary:?} by {by:?}");
                }
            }
        }
    }
}

/// Whole numbers of samples round a periodic picture, and samples repeated, are no interpolation.
#[test]
fn whole_steps_and_factors_move_samples() {
    let a = Array::from_fn([4, 5], |i| (9 * i[0] + i[1] * i[1]) as f64);
    for order in 0..=5 {
        let turned = shift_with(&a, [1.0, -2.0], &reading(order, Boundary::Wrap));
        let wanted = Array::from_fn([4, 5], |i| a[[(i[0] + 3) % 4, (i[1] + 2) % 5]]);
        let near = turned.iter().zip(wanted.iter()).all(|(x, y)| (x - y).abs() < 1e-10);
        assert!(near, "order {order}: {turned:?}");
        assert_eq!(
            rotate_with(&a, 180.0, &RotateOptions::default().order(order)),
            a.flip(0).flip(1)
        );
    }
    let options =
        ZoomOptions::default().order(0).alignment(Alignment::Grid).mode(Boundary::Nearest);
    for [p, q] in [[2, 3], [3, 4], [1, 5]] {
        let repeated = Array::from_fn([4 * p, 5 * q], |i| a[[i[0] / p, i[1] / q]]);
        assert_eq!(zoom_with(&a, [4 * p, 5 * q], &options), repeated);
    }
    // Twice as many samples, linearly, on the grid: a quarter from each side.
    let line = zoom_with([0.0, 4.0], [4], &options.order(1));
    assert_eq!(line.into_vec(), [0.0, 1.0, 3.0, 4.0]);
}
