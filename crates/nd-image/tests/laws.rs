//! Properties: what must hold whatever the picture.

use nd_core::{Array, s};
use nd_image::{
    EdgeOptions, Filter, GaussianOptions, KernelOptions, Mode, convolve_with, correlate,
    correlate_with, correlate1d_with, crop, gaussian_filter, gaussian_filter_with, resize,
    rgb_to_grey, sobel, sobel_with,
};
use proptest::prelude::*;

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![
        Just(Mode::Reflect),
        Just(Mode::Constant(0.5)),
        Just(Mode::Nearest),
        Just(Mode::Mirror),
        Just(Mode::Wrap),
    ]
}

fn plane() -> impl Strategy<Value = Array<f64>> {
    (1usize..30, 1usize..30).prop_flat_map(|(h, w)| {
        prop::collection::vec(-100.0..100.0, h * w)
            .prop_map(move |v| Array::from_shape_vec([h, w], v))
    })
}

fn close(a: &Array<f64>, b: &Array<f64>, tolerance: f64) -> bool {
    a.shape() == b.shape() && a.iter().zip(b.iter()).all(|(x, y)| (x - y).abs() <= tolerance)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn constants_stay_constant(h in 1usize..40, w in 1usize..40, value in -1e3f64..1e3,
                               sigma in 0.0f64..5.0, mode in mode()) {
        let mode = if let Mode::Constant(_) = mode { Mode::Constant(value) } else { mode };
        let options = GaussianOptions::default().mode(mode);
        let a = Array::full([h, w], value);
        let b = gaussian_filter_with(&a, sigma, &options);
        prop_assert!(b.iter().all(|x| (x - value).abs() <= 1e-12 * value.abs()));
        let c = gaussian_filter_with(&Array::full([h, w], value as f32), sigma, &options);
        prop_assert!(c.iter().all(|x| (f64::from(*x) - value).abs() <= 1e-6 * value.abs()));
    }

    #[test]
    fn a_view_filters_as_its_copy(a in plane(), sigma in 0.1f64..3.0) {
        for view in [a.view().t(), a.view().slice(s![..;-1, ..;2]), a.view().slice(s![.., ..;-1])] {
            prop_assert_eq!(gaussian_filter(&view, sigma), gaussian_filter(&view.to_array(), sigma));
        }
    }

    #[test]
    fn inside_a_crop_the_edges_do_not_matter(a in plane()) {
        // One tap a side: everything but the crop's border is as in the whole.
        let [h, w] = a.dims();
        prop_assume!(h > 4 && w > 4);
        let whole = sobel(&a, 1);
        let wrap = EdgeOptions::default().mode(Mode::Wrap);
        let part = sobel_with(crop(&a, 1, 1, h - 2, w - 2), 1, &wrap);
        let inner = crop(&part, 1, 1, h - 4, w - 4).to_array();
        prop_assert_eq!(inner, crop(&whole, 2, 2, h - 4, w - 4).to_array());
    }

    #[test]
    fn axes_are_filtered_in_turn(a in plane(), sigma in 0.3f64..3.0, mode in mode()) {
        let only = |a: &Array<f64>, sigma: [f64; 2]| {
            let options = GaussianOptions::default().mode(mode);
            gaussian_filter_with(a, sigma, &options)
        };
        prop_assert_eq!(only(&a, [sigma; 2]), only(&only(&a, [sigma, 0.0]), [0.0, sigma]));
    }

    #[test]
    fn separable_kernels_separate(a in plane(), mode in mode()) {
        let kernel = [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]];
        let mode = if let Mode::Constant(_) = mode { Mode::Constant(0.0) } else { mode };
        let options = KernelOptions::default().mode(mode);
        let flipped = correlate_with(&a, kernel, &options);
        let apart = sobel_with(&a, 1, &EdgeOptions::default().mode(mode));
        prop_assert!(close(&flipped, &apart, 1e-9));
        let turned = convolve_with(&a, kernel, &options);
        prop_assert!(turned.iter().zip(flipped.iter()).all(|(x, y)| (x + y).abs() < 1e-9));
    }

    #[test]
    fn shifts_shift(a in plane(), by in 0usize..4, mode in mode()) {
        let mut weights = [0.0; 9];
        weights[4 + by] = 1.0;
        let b = correlate1d_with(&a, &weights, 1, &KernelOptions::default().mode(mode));
        let [h, w] = a.dims();
        for y in 0..h {
            for x in 0..w.saturating_sub(by) {
                prop_assert_eq!(b[[y, x]], a[[y, x + by]]);
            }
        }
    }

    #[test]
    fn resized_constants_are_constant(h in 1usize..50, w in 1usize..50, p in 1usize..50,
                                      q in 1usize..50, value: u8) {
        for filter in [Filter::Nearest, Filter::Box, Filter::Bilinear, Filter::Bicubic, Filter::Lanczos3] {
            let b = resize(&Array::full([h, w], value), [p, q], filter);
            prop_assert!(b.iter().all(|&x| x == value), "{:?}", filter);
        }
    }

    #[test]
    fn channels_do_not_mix(h in 1usize..20, w in 1usize..20, p in 1usize..20, q in 1usize..20,
                           seed: u32) {
        let a = Array::from_fn([h, w, 3], |i| {
            (i[0] * 31 + i[1] * 17 + i[2] * 101).wrapping_mul(seed as usize | 1) as u8
        });
        let resized = resize(&a, [p, q], Filter::Lanczos3);
        let blurred = gaussian_filter(&a, [1.0, 2.0, 0.0]);
        for c in 0..3isize {
            let channel = a.slice(s![.., .., c]);
            prop_assert_eq!(
                resized.slice(s![.., .., c]).to_array(),
                resize(&channel, [p, q], Filter::Lanczos3)
            );
            prop_assert_eq!(
                blurred.slice(s![.., .., c]).to_array(),
                gaussian_filter(&channel, [1.0, 2.0])
            );
        }
    }
}

#[test]
fn threads_do_not_change_bits() {
    let a = Array::from_fn([701, 533], |i| ((i[0] * 7919 + i[1] * 104_729) % 1009) as f32 / 7.0);
    let bytes = Array::from_fn([701, 533, 3], |i| (i[0] * 3 + i[1] * 5 + i[2]) as u8);
    let all = || {
        (
            gaussian_filter(&a, 3.0),
            sobel(&a, 0),
            correlate(&a, [[0.1, 0.7], [0.3, -0.4]]),
            resize(&a, [300, 200], Filter::Bicubic),
            (rgb_to_grey(&bytes), resize(&bytes, [90, 1000], Filter::Lanczos3)),
        )
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let alone = pool(1).install(all);
    for threads in [2, 3, 8] {
        assert_eq!(pool(threads).install(all), alone, "{threads} threads");
    }
}

#[test]
fn nan_spreads_as_far_as_the_kernel() {
    let mut a = Array::<f32>::zeros([41, 41]);
    a[[20, 20]] = f32::NAN;
    let b = gaussian_filter(&a, 2.0);
    for y in 0..41usize {
        for x in 0..41usize {
            let near = y.abs_diff(20) <= 8 && x.abs_diff(20) <= 8;
            assert_eq!(b[[y, x]].is_nan(), near, "{y} {x}");
        }
    }
}

#[test]
fn empty_arrays_are_fine() {
    for shape in [[0, 4], [4, 0], [0, 0]] {
        let a = Array::<u8>::zeros(shape);
        assert_eq!(gaussian_filter(&a, 1.0).shape(), shape);
        assert_eq!(sobel(&a, 0).shape(), shape);
        assert_eq!(correlate(&a, [[1.0]]).shape(), shape);
        assert_eq!(rgb_to_grey(&Array::<u8>::zeros([shape[0], shape[1], 3])).shape(), shape);
    }
    assert_eq!(resize(&Array::<u8>::zeros([0, 4]), [0, 2], Filter::Bicubic).shape(), [0, 2]);
    let options = GaussianOptions::default().radius(0).order(1);
    assert_eq!(gaussian_filter_with(&[1.0, 2.0], 1.0, &options).into_vec(), [-0.0, -0.0]);
}

#[test]
#[should_panic(expected = "gaussian_filter: 3 values of sigma for 2 axes")]
fn sigma_of_the_wrong_length() {
    gaussian_filter(&[[1.0]], [1.0, 2.0, 3.0]);
}

#[test]
#[should_panic(expected = "resize: shape [0, 4] has nothing to make [2, 2] of")]
fn resize_of_nothing() {
    resize(&Array::<u8>::zeros([0, 4]), [2, 2], Filter::Box);
}

#[test]
fn f32_sums_are_as_near_as_documented() {
    let noise = |i: usize| ((i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as f32;
    for sigma in [0.5, 3.0, 20.0] {
        let a = Array::from_shape_vec([300, 311], (0..300 * 311).map(noise).collect::<Vec<f32>>());
        let exact =
            gaussian_filter(&Array::from_fn([300, 311], |i| f64::from(a[[i[0], i[1]]])), sigma);
        let ours = gaussian_filter(&a, sigma);
        let largest = a.iter().fold(0.0, |m: f32, &x| m.max(x));
        let differences = ours.iter().zip(exact.iter()).map(|(&x, y)| (f64::from(x) - y).abs());
        let worst = differences.fold(0.0, f64::max) / f64::from(largest);
        assert!(worst < 3e-7, "sigma {sigma}: {worst:e}");
    }
}

/// A radius is where four deviations, or as many as are asked for, end; rules for each axis are passes with each.
#[test]
fn lengths_of_kernels_and_rules_for_each_axis() {
    let a = Array::from_fn([9, 11], |i| ((13 * i[0] + 7 * i[1]) % 17) as f64);
    let by_radius = gaussian_filter_with(&a, 1.1, &GaussianOptions::default().radius(4));
    assert_eq!(by_radius, gaussian_filter(&a, 1.1));
    let short = gaussian_filter_with(&a, 2.0, &GaussianOptions::default().truncate(1.25));
    assert_eq!(short, gaussian_filter_with(&a, 2.0, &GaussianOptions::default().radius(3)));
    let modes = [Mode::Wrap, Mode::Constant(2.0)];
    let both = gaussian_filter_with(&a, 1.5, &GaussianOptions::default().mode(modes));
    let one = |a: &Array<f64>, axis: isize| {
        let options = GaussianOptions::default().mode(modes[axis as usize]).axes([axis]);
        gaussian_filter_with(a, 1.5, &options)
    };
    assert_eq!(both, one(&one(&a, 0), 1));
    let edges = sobel_with(&a, 0, &EdgeOptions::default().mode(modes));
    let pass = |a: &Array<f64>, weights: &[f64], axis: isize| {
        let options = KernelOptions::default().mode(modes[axis as usize]);
        correlate1d_with(a, weights, axis, &options)
    };
    assert_eq!(edges, pass(&pass(&a, &[-1.0, 0.0, 1.0], 0), &[1.0, 2.0, 1.0], 1));
}
