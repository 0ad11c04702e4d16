//! Filters of any rank against slow models, and what must hold whatever the array.

use nd_core::{Array, Complex, View, s};
use nd_image::*;
use proptest::prelude::*;

/// The sample beyond the edge, one reflection at a time.
fn sample(mut i: isize, n: usize, mode: Mode) -> Option<usize> {
    let n = n as isize;
    while !(0..n).contains(&i) {
        i = match mode {
            Mode::Constant(_) => return None,
            Mode::Nearest => i.clamp(0, n - 1),
            Mode::Wrap if i < 0 => i + n,
            Mode::Wrap => i - n,
            Mode::Reflect if i < 0 => -1 - i,
            Mode::Reflect => 2 * n - 1 - i,
            Mode::Mirror if n == 1 => 0,
            Mode::Mirror if i < 0 => -i,
            Mode::Mirror => 2 * n - 2 - i,
        };
    }
    Some(i as usize)
}

/// A window: sizes, origins, modes, and which neighbours count.
#[derive(Clone, Debug)]
struct Around {
    size: Vec<usize>,
    origin: Vec<isize>,
    modes: Vec<Mode>,
    held: Vec<bool>,
}

impl Around {
    fn options(&self) -> WindowOptions {
        WindowOptions::default().mode(self.modes.clone()).origin(self.origin.clone())
    }

    fn footprint(&self) -> Array<bool> {
        Array::from_shape_vec(&self.size[..], self.held.clone())
    }

    /// The elements of the window of a place.
    fn elements(&self, a: &Array<f64>, place: &[usize]) -> Vec<f64> {
        let mut elements = Vec::new();
        for k in 0..self.held.len() {
            if !self.held[k] {
                continue;
            }
            let (mut rest, mut index) = (k, vec![0; place.len()]);
            let mut outside = None;
            for axis in (0..place.len()).rev() {
                let offset = (rest % self.size[axis]) as isize;
                let from = (self.size[axis] / 2) as isize + self.origin[axis];
                rest /= self.size[axis];
                let i = place[axis] as isize + offset - from;
                match (sample(i, a.shape()[axis], self.modes[axis]), self.modes[axis]) {
                    (Some(i), _) => index[axis] = i,
                    (None, Mode::Constant(value)) => outside = outside.or(Some(value)),
                    _ => unreachable!("only constants lie outside"),
                }
            }
            let flat = index.iter().zip(a.shape()).fold(0, |flat, (i, n)| flat * n + i);
            elements.push(outside.unwrap_or_else(|| a.as_slice().unwrap()[flat]));
        }
        elements
    }

    /// What `f` makes of all windows.
    fn model(&self, a: &Array<f64>, f: impl Fn(Vec<f64>) -> f64) -> Array<f64> {
        Array::from_fn(a.shape(), |place| f(self.elements(a, place)))
    }
}

fn mode() -> impl Strategy<Value = Mode> {
    prop_oneof![
        Just(Mode::Reflect),
        Just(Mode::Constant(3.0)),
        Just(Mode::Nearest),
        Just(Mode::Mirror),
        Just(Mode::Wrap),
    ]
}

/// A small array of whole numbers and a window for it.
fn arrays() -> impl Strategy<Value = (Array<f64>, Around)> {
    let axis = (1usize..8, 1usize..6, 0usize..6, mode());
    prop::collection::vec(axis, 1..4).prop_flat_map(|axes| {
        let shape: Vec<usize> = axes.iter().map(|axis| axis.0).collect();
        let size: Vec<usize> = axes.iter().map(|axis| axis.1).collect();
        let origin: Vec<isize> =
            axes.iter().map(|axis| (axis.2 % axis.1) as isize - (axis.1 / 2) as isize).collect();
        let modes: Vec<Mode> = axes.iter().map(|axis| axis.3).collect();
        let (count, held) = (shape.iter().product::<usize>(), size.iter().product::<usize>());
        let values = prop::collection::vec(0u8..20, count);
        let held = prop::collection::vec(prop::bool::weighted(0.7), held);
        (values, held).prop_map(move |(values, mut held)| {
            held[0] = true;
            let values = values.into_iter().map(f64::from).collect();
            let around =
                Around { size: size.clone(), origin: origin.clone(), modes: modes.clone(), held };
            (Array::from_shape_vec(&shape[..], values), around)
        })
    })
}

fn of_rank(mut window: Vec<f64>, rank: usize) -> f64 {
    window.sort_by(f64::total_cmp);
    window[rank]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn ranks_are_those_of_the_model((a, around) in arrays(), rank in 0usize..100) {
        let (count, options) = (around.held.iter().filter(|&&held| held).count(), around.options());
        let rank = rank % count;
        let wanted = around.model(&a, |window| of_rank(window, rank));
        let footprint = around.footprint();
        prop_assert_eq!(&rank_filter_with(&a, rank as isize, &footprint, &options), &wanted);
        // Every type of keys.
        let bytes = rank_filter_with(a.cast::<u8>(), rank as isize, &footprint, &options);
        prop_assert_eq!(&bytes.cast::<f64>(), &wanted);
        let words = rank_filter_with(a.cast::<i16>(), rank as isize, &footprint, &options);
        prop_assert_eq!(&words.cast::<f64>(), &wanted);
        let floats = rank_filter_with(a.cast::<f32>(), rank as isize, &footprint, &options);
        prop_assert_eq!(&floats.cast::<f64>(), &wanted);
    }

    #[test]
    fn extremes_are_those_of_the_model((a, mut around) in arrays()) {
        let options = around.options();
        let least = |window: Vec<f64>| of_rank(window, 0);
        let greatest = |window: Vec<f64>| { let last = window.len() - 1; of_rank(window, last) };
        let (held, size) = (around.footprint(), around.size.clone());
        prop_assert_eq!(minimum_filter_with(&a, &held, &options), around.model(&a, least));
        prop_assert_eq!(maximum_filter_with(&a, &held, &options), around.model(&a, greatest));
        around.held.fill(true);
        // A constant outside one axis and a sample of another do not mix in a box.
        prop_assume!(around.modes.iter().all(|mode| !matches!(mode, Mode::Constant(_))));
        let (low, high) = (around.model(&a, least), around.model(&a, greatest));
        prop_assert_eq!(&minimum_filter_with(&a, size.clone(), &options), &low);
        prop_assert_eq!(&maximum_filter_with(&a, size.clone(), &options), &high);
        let signed = minimum_filter_with(a.cast::<i64>(), size.clone(), &options);
        prop_assert_eq!(&signed.cast::<f64>(), &low);
        let words = maximum_filter_with(a.cast::<u16>(), size, &options);
        prop_assert_eq!(&words.cast::<f64>(), &high);
    }

    #[test]
    fn means_are_those_of_the_model((a, mut around) in arrays()) {
        around.held.fill(true);
        prop_assume!(around.modes.iter().all(|mode| !matches!(mode, Mode::Constant(_))));
        let mean = |window: Vec<f64>| window.iter().sum::<f64>() / window.len() as f64;
        let wanted = around.model(&a, mean);
        let ours = uniform_filter_with(&a, around.size.clone(), &around.options());
        prop_assert!(ours.iter().zip(wanted.iter()).all(|(x, y)| (x - y).abs() < 1e-12));
        let options = around.options().rounding(Rounding::Nearest);
        let rounded = uniform_filter_with(a.cast::<u8>(), around.size.clone(), &options);
        prop_assert!(rounded.iter().zip(wanted.iter()).all(|(&x, y)| (f64::from(x) - y).abs() < 0.5 + 1e-9));
    }

    #[test]
    fn functions_see_the_models_windows((a, around) in arrays()) {
        let f = |window: &[f64]| window.iter().fold(0.0, |sum, x| 3.0 * sum + x);
        let wanted = around.model(&a, |window| f(&window));
        let (held, options) = (around.footprint(), around.options());
        prop_assert_eq!(&generic_filter_with(&a, &held, f, &options), &wanted);
        let many = |windows: View<'_, f64>, out: &mut [f64]| {
            out.iter_mut().zip(windows.outer_iter()).for_each(|(out, w)| *out = f(w.as_slice().unwrap()));
        };
        prop_assert_eq!(&vectorized_filter_with(&a, &held, many, &options), &wanted);
    }

    #[test]
    fn kernels_are_those_of_the_model((a, around) in arrays()) {
        let weights: Vec<f64> = (0..around.held.len()).map(|k| (k * 7 % 5) as f64 - 2.0).collect();
        let mut whole = around.clone();
        whole.held.fill(true);
        let product = |window: Vec<f64>| window.iter().zip(&weights).map(|(x, w)| x * w).sum::<f64>();
        let wanted = whole.model(&a, product);
        let kernel = Array::from_shape_vec(&around.size[..], weights.clone());
        let options = KernelOptions::default().mode(around.modes).origin(around.origin);
        prop_assert_eq!(&correlate_with(&a, &kernel, &options), &wanted);
        let whole = correlate_with(a.cast::<i32>(), &kernel, &options);
        prop_assert_eq!(&whole.cast::<f64>(), &wanted);
    }

    #[test]
    fn a_view_filters_as_its_copy((a, _) in arrays()) {
        let a = Array::from_shape_vec([1, a.size()], a.into_vec());
        let wide = a.view().broadcast_to([7, a.size()]);
        for view in [wide.t(), wide.slice(s![..;-1, ..;2]), wide.slice(s![2..5, ..;-1])] {
            let copy = view.to_array();
            prop_assert_eq!(median_filter(&view, 3), median_filter(&copy, 3));
            prop_assert_eq!(maximum_filter(&view, [2, 3]), maximum_filter(&copy, [2, 3]));
            prop_assert_eq!(uniform_filter(&view, 4), uniform_filter(&copy, 4));
            let bytes = (view.cast::<i8>(), copy.cast::<i8>());
            prop_assert_eq!(uniform_filter(&bytes.0, 4), uniform_filter(&bytes.1, 4));
            let ours = gaussian_filter(&bytes.0, 1.0);
            prop_assert!(ours.view().is_c_contiguous() || ours.is_empty());
            prop_assert_eq!(ours, gaussian_filter(&bytes.1, 1.0));
            let ours = generic_filter1d(&view, 2, 0, |line, out: &mut [f64]| out[0] = line[0]);
            prop_assert_eq!(ours, generic_filter1d(&copy, 2, 0, |line, out: &mut [f64]| out[0] = line[0]));
        }
    }
}

/// Numbers without a pattern.
fn noise(shape: &[usize], seed: u64) -> Array<u8> {
    let mut state = seed;
    Array::from_fn(shape, |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    })
}

/// Windows around some places of a larger picture, by sorting.
fn check_ranks(a: &Array<u8>, size: [usize; 2], rank: usize) {
    let ours = rank_filter(a, rank as isize, size);
    let around = Around {
        size: size.to_vec(),
        origin: vec![0; 2],
        modes: vec![Mode::Reflect; 2],
        held: vec![true; size[0] * size[1]],
    };
    let wide = a.cast::<f64>();
    let [h, w] = a.dims();
    for y in (0..h).step_by(13).chain([h - 1]) {
        for x in (0..w).step_by(29).chain([w - 1]) {
            let wanted = of_rank(around.elements(&wide, &[y, x]), rank);
            assert_eq!(f64::from(ours[[y, x]]), wanted, "{size:?} {rank} at {y} {x}");
        }
    }
}

#[test]
fn large_windows_and_pictures_of_several_tiles() {
    let a = noise(&[150, 700], 1);
    for size in [[3, 3], [5, 5], [7, 8], [11, 11], [9, 31], [40, 3]] {
        let count = size[0] * size[1];
        for rank in [0, 1, count / 3, count / 2, count - 1] {
            check_ranks(&a, size, rank);
        }
    }
    let smooth = Array::from_fn([90, 300], |i| (i[0] + i[1] / 3) as u8);
    check_ranks(&smooth, [15, 15], 112);
}

#[test]
fn channels_and_planes_are_pictures_of_their_own() {
    let a = noise(&[40, 300, 3], 2);
    for size in [3usize, 5, 9] {
        let options = WindowOptions::default().axes([0, 1]);
        let whole = median_filter_with(&a, size, &options);
        let means = uniform_filter_with(&a, size, &options);
        let tops = maximum_filter_with(&a, size, &options);
        for c in 0..3isize {
            let channel = a.slice(s![.., .., c]);
            assert_eq!(whole.slice(s![.., .., c]).to_array(), median_filter(&channel, size));
            assert_eq!(means.slice(s![.., .., c]).to_array(), uniform_filter(&channel, size));
            assert_eq!(tops.slice(s![.., .., c]).to_array(), maximum_filter(&channel, size));
        }
    }
    let a = noise(&[3, 30, 41], 3);
    let options = WindowOptions::default().axes([1, 2]);
    for size in [3usize, 5, 11] {
        let whole = median_filter_with(&a, size, &options);
        for z in 0..3isize {
            assert_eq!(whole.slice(s![z]).to_array(), median_filter(a.slice(s![z]), size));
        }
    }
}

#[test]
fn long_rows_and_many_rows() {
    // Several tiles and strips, against one axis at a time.
    let a = noise(&[301, 2500], 4);
    for size in [2usize, 5, 9, 16] {
        let one = |a: &Array<u8>, axis| maximum_filter1d(a, size, axis);
        assert_eq!(maximum_filter(&a, size), one(&one(&a, 0), 1));
        let one = |a: &Array<u8>, axis| uniform_filter1d(a, size, axis);
        assert_eq!(uniform_filter(&a, size), one(&one(&a, 0), 1));
    }
    // The 16-bit means are those of the types that have none.
    let words = a.cast::<i32>();
    for size in [3usize, 7, 9, 127, 128, 129] {
        let wide = uniform_filter(&words, [1, size]).cast::<u8>();
        assert_eq!(uniform_filter(&a, [1, size]), wide, "{size}");
    }
}

#[test]
fn windows_much_larger_than_the_array() {
    let a = noise(&[3, 5, 2], 6);
    let (low, high) = (*a.iter().min().unwrap(), *a.iter().max().unwrap());
    assert!(maximum_filter(&a, 1 << 20).iter().all(|&x| x == high));
    assert!(minimum_filter(&a, [300, 300, 300]).iter().all(|&x| x == low));
    let mean = a.iter().map(|&x| f64::from(x)).sum::<f64>() / a.size() as f64;
    // As many samples of each: the windows hold whole periods.
    let means = uniform_filter(a.cast::<f64>(), [600, 200, 1 << 16]);
    assert!(means.iter().all(|x| (x - mean).abs() < 1e-9), "{means:?} {mean}");
}

#[test]
fn threads_do_not_change_bits() {
    let bytes = noise(&[401, 533], 5);
    let floats = bytes.view().map(|x| f32::from(x) / 7.0);
    let all = || {
        (
            (median_filter(&bytes, 3), median_filter(&bytes, 5), median_filter(&bytes, 9)),
            (median_filter(&floats, 4), maximum_filter(&floats, 7), uniform_filter(&floats, 7)),
            (uniform_filter(&bytes, 9), gaussian_filter(bytes.cast::<i16>(), 2.0)),
            (threshold_otsu(&floats), threshold_li(&floats), threshold_mean(&floats)),
            generic_filter(&floats, 3, |w| w.iter().sum::<f32>()),
        )
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let alone = pool(1).install(all);
    for threads in [2, 3, 8] {
        assert_eq!(pool(threads).install(all), alone, "{threads} threads");
    }
}

#[test]
fn windows_reach_back_where_they_are_even() {
    // I2: size 2 is x[i - 1], x[i]; size 4 is x[i - 2] to x[i + 1]; an origin of 1 looks back.
    let mut a = Array::<i32>::zeros([8]);
    a[[3]] = 1;
    let ones = |a: Array<i32>| -> Vec<usize> {
        a.iter().enumerate().filter(|(_, x)| **x == 1).map(|(i, _)| i).collect()
    };
    assert_eq!(ones(maximum_filter(&a, 2)), [3, 4]);
    assert_eq!(ones(maximum_filter(&a, 4)), [2, 3, 4, 5]);
    let back = WindowOptions::default().origin(1);
    assert_eq!(ones(maximum_filter_with(&a, 3, &back)), [3, 4, 5]);
    // I3: convolutions are mirrored.
    let kernel = [1.0, 1.0];
    assert_eq!(ones(convolve(&a, kernel)), [2, 3]);
    assert_eq!(ones(correlate(&a, kernel)), [3, 4]);
}

#[test]
fn lengths_of_one_and_windows_that_fold_on() {
    // I1: a mirror of one sample repeats it; a window longer than the axis folds on.
    let mirror = WindowOptions::default().mode(Mode::Mirror);
    assert_eq!(uniform_filter_with([5.0], 9, &mirror).into_vec(), [5.0]);
    let round = WindowOptions::default().mode(Mode::Wrap);
    assert_eq!(uniform_filter_with([1.0, 2.0, 3.0], 6, &round).into_vec(), [2.0; 3]);
    assert_eq!(maximum_filter_with([1, 2, 3], 100, &mirror).into_vec(), [3; 3]);
    assert_eq!(median_filter_with([[4]], 30, &round).into_vec(), [4]);
}

#[test]
fn integers_truncate_wrap_or_are_rounded() {
    // I4
    assert_eq!(uniform_filter([1u8, 3, 4], 3)[[1]], 2);
    assert_eq!(correlate1d([1u8], &[-1.0], 0)[[0]], 255);
    let nearest = KernelOptions::default().rounding(Rounding::Nearest);
    assert_eq!(correlate1d_with([1u8, 9], &[-1.0], 0, &nearest).into_vec(), [0, 0]);
    assert_eq!(correlate1d_with([100i8, -100], &[2.0], 0, &nearest).into_vec(), [127, -128]);
    assert_eq!(correlate_with([u64::MAX], [2.0], &nearest).into_vec(), [u64::MAX]);
    // Halves go to the even neighbour.
    assert_eq!(correlate_with([1i16, 3, -1], [0.5], &nearest).into_vec(), [0, 2, 0]);
    // I5
    let grey = Array::full([30, 30], 100u8);
    assert!(gaussian_filter(&grey, 3.3).iter().all(|&x| x == 98));
    let white = Array::full([30, 30], 255u8);
    assert!(gaussian_filter(&white, 3.3).iter().all(|&x| x == 253));
    let options = GaussianOptions::default().rounding(Rounding::Nearest);
    assert_eq!(gaussian_filter_with(&grey, 3.3, &options), grey);
    assert_eq!(gaussian_filter_with(&white, 3.3, &options), white);
    // Whole numbers of 64 bits that nothing is done to stay as they are.
    let odd = [(1i64 << 53) + 1];
    assert_eq!(gaussian_filter(odd, 0.0).into_vec(), odd);
    assert_eq!(uniform_filter(odd, 1).into_vec(), odd);
    assert_eq!(median_filter([odd[0]; 3], 3).into_vec(), [odd[0]; 3]);
}

#[test]
fn means_do_not_remember() {
    // I6: a running sum keeps the errors of 1e17, and NaN.
    let mut a = Array::full([12], 1.0);
    for big in [1e16, 1e17, 1e300, f64::INFINITY, f64::NAN] {
        a[[2]] = big;
        let b = uniform_filter(&a, 3);
        assert!(b.iter().skip(4).all(|&x| x == 1.0), "{big}: {b:?}");
        assert_eq!(b[[3]].is_nan(), big.is_nan());
        assert!(uniform_filter(a.cast::<f32>(), 3).iter().skip(4).all(|&x| x == 1.0));
    }
    let long = Array::full([100_000], 0.1f32);
    assert!(uniform_filter(&long, 1001).iter().all(|&x| (x - 0.1).abs() < 1e-7));
}

#[test]
fn nan_in_a_window_is_its_result() {
    // I7
    let nan = f64::NAN;
    let bits =
        |a: Array<f64>| a.iter().map(|x| if x.is_nan() { -1.0 } else { *x }).collect::<Vec<_>>();
    let a = [5.0, 4.0, nan, 3.0, 2.0];
    assert_eq!(bits(maximum_filter(a, 3)), [5.0, -1.0, -1.0, -1.0, 3.0]);
    assert_eq!(bits(minimum_filter(a, 3)), [4.0, -1.0, -1.0, -1.0, 2.0]);
    assert_eq!(bits(median_filter([9.0, nan, 1.0, 4.0], 3)), [-1.0, -1.0, -1.0, 4.0]);
    let far = Array::from_vec(vec![false, false, true]);
    assert_eq!(bits(minimum_filter(a, &far)), [4.0, -1.0, 3.0, 2.0, 2.0]);
    let outside = WindowOptions::default().mode(Mode::Constant(nan));
    assert_eq!(bits(median_filter_with([1.0, 2.0, 3.0], 3, &outside)), [-1.0, 2.0, -1.0]);
    assert_eq!(bits(maximum_filter_with([1.0, 2.0, 3.0], 3, &outside)), [-1.0, 3.0, -1.0]);
    let inf = f64::INFINITY;
    assert_eq!(median_filter([inf, -inf, inf, 1.0], 3).into_vec(), [inf, inf, 1.0, 1.0]);
}

#[test]
fn percentages_are_ranks() {
    // I8
    let rank = |size: usize, percentile| percentile_filter([10, 20, 30, 40], percentile, size);
    assert_eq!(rank(3, 33.3).into_vec(), [10, 10, 20, 30]);
    assert_eq!(rank(3, 33.4).into_vec(), [10, 20, 30, 40]);
    assert_eq!(rank(4, 25.0)[[2]], 20);
    assert_eq!(rank(3, -50.0), rank(3, 50.0));
    assert_eq!(rank(3, 100.0), maximum_filter([10, 20, 30, 40], 3));
    assert_eq!(median_filter([1, 2, 3, 4], 2).into_vec(), [1, 2, 3, 4]);
}

#[test]
fn constants_outside_are_elements() {
    let outside = |x| WindowOptions::default().mode(Mode::Constant(x));
    assert_eq!(maximum_filter_with([7u8], 3, &outside(300.0)).into_vec(), [255]);
    assert_eq!(minimum_filter_with([7u8], 3, &outside(-2.5)).into_vec(), [0]);
    assert_eq!(minimum_filter_with([7i8], 3, &outside(-2.5)).into_vec(), [-2]);
    assert_eq!(median_filter_with([true], 3, &outside(0.0)).into_vec(), [false]);
    assert_eq!(uniform_filter_with([4u8], 3, &outside(2.5)).into_vec(), [3]);
}

#[test]
fn empty_arrays_and_arrays_without_axes() {
    for shape in [[0, 4], [4, 0], [0, 0]] {
        let a = Array::<f32>::zeros(shape);
        assert_eq!(uniform_filter(&a, 3).shape(), shape);
        assert_eq!(maximum_filter(&a, 3).shape(), shape);
        assert_eq!(median_filter(&a, 5).shape(), shape);
        assert_eq!(laplace(&a).shape(), shape);
        assert_eq!(gaussian_gradient_magnitude(&a, 1.0).shape(), shape);
        assert_eq!(generic_filter(&a, 3, |w| w[0]).shape(), shape);
        assert_eq!(generic_filter1d(&a, 3, 0, |_, _: &mut [f32]| ()).shape(), shape);
        assert_eq!(fourier_gaussian(&a, 1.0).shape(), shape);
        assert_eq!(fourier_ellipsoid(&a, 1.0).shape(), shape);
        assert_eq!(scharr(&a).shape(), shape);
        assert_eq!(threshold_local(&a, 3).shape(), shape);
        assert_eq!(apply_hysteresis_threshold(&a, 0.0, 1.0).shape(), shape);
        assert_eq!(threshold_otsu(&a), Err(ThresholdError::Empty));
        assert_eq!(threshold_li(&a), Err(ThresholdError::Empty));
        assert_eq!(threshold_mean(&a), Err(ThresholdError::Empty));
    }
    let point = Array::scalar(7i32);
    assert_eq!(median_filter(&point, 3), point);
    assert_eq!(maximum_filter(&point, 3), point);
    assert_eq!(uniform_filter(&point, 3), point);
    assert_eq!(laplace(&point), point);
    assert_eq!(gaussian_filter(&point, 1.0), point);
    assert_eq!(generic_filter(&point, 3, |w| 2 * w[0]), Array::scalar(14));
    let many = |windows: View<'_, i32>, out: &mut [i32]| out[0] = windows[[0, 0]];
    assert_eq!(vectorized_filter(&point, 3, many), point);
    let one = Array::scalar(Complex::new(1.0, 2.0));
    assert_eq!(fourier_shift(&one, 1.0), one);
}

#[test]
fn spectra_of_one_axis_are_symmetric() {
    let a = fourier_ellipsoid(Array::full([9], 1.0), 2.0);
    for k in 1..5 {
        assert_eq!(a[[k]], a[[9 - k]]);
        assert!(a[[k]] < 1.0);
    }
}

#[test]
fn thresholds_of_odd_pictures() {
    for t in [threshold_otsu([7u8; 4]), threshold_yen([7u8; 4]), threshold_isodata([7u8; 4])] {
        assert_eq!(t, Ok(7.0));
    }
    assert_eq!((threshold_triangle([7i64; 4]), threshold_li([7i64; 4])), (Ok(7.0), Ok(7.0)));
    assert_eq!(threshold_li([f64::NAN, 3.0, f64::INFINITY]), Ok(3.0));
    assert_eq!(threshold_li([f64::NAN]), Err(ThresholdError::NotFinite));
    assert_eq!(threshold_otsu([1.0, f64::INFINITY]), Err(ThresholdError::NotFinite));
    // Integers that lie far apart do not need a level for each between them.
    let t = threshold_otsu([i64::MIN, i64::MAX, i64::MAX]).unwrap();
    assert!(t < 0.0);
    let few = threshold_multiotsu([1u8, 2], 3).unwrap_err();
    assert_eq!(few, ThresholdError::FewLevels { levels: 2, classes: 3 });
    assert_eq!(few.to_string(), "threshold: 2 levels cannot be 3 classes");
    assert_eq!(ThresholdError::Empty.to_string(), "threshold: no elements");
    let infinite = "threshold: elements that are NaN or infinite";
    assert_eq!(ThresholdError::NotFinite.to_string(), infinite);
    let flat = "threshold: the histogram has no two maxima";
    assert_eq!(ThresholdError::NotBimodal.to_string(), flat);
}

#[test]
fn many_levels_are_cut_as_all_ways_say() {
    let a = noise(&[60], 9).view().map(|x| x / 9);
    let levels = Levels::of(&a, 256).unwrap();
    let (counts, centres) = (levels.counts(), levels.centres());
    let class = |from: usize, to: usize| {
        let n: f64 = counts[from..to].iter().sum();
        let sum: f64 = (from..to).map(|i| counts[i] * centres[i]).sum();
        if n == 0.0 { f64::NEG_INFINITY } else { sum * sum / n }
    };
    let n = counts.len();
    let mut best = (f64::NEG_INFINITY, [0; 2]);
    for i in 1..n - 1 {
        for j in i + 1..n {
            let value = class(0, i) + class(i, j) + class(j, n);
            if value > best.0 + 1e-9 {
                best = (value, [i, j]);
            }
        }
    }
    let wanted = best.1.map(|i| centres[i - 1]);
    assert_eq!(levels.multiotsu(3).unwrap(), wanted);
}

/// What a panic says.
fn message(f: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(f).unwrap_err();
    panic.downcast_ref::<String>().cloned().unwrap_or_else(|| {
        panic.downcast_ref::<&str>().map(|text| text.to_string()).unwrap_or_default()
    })
}

#[test]
fn messages_name_what_was_given() {
    let said = [
        (message(|| drop(uniform_filter([1.0], 0))), "uniform_filter: a window of 0 samples"),
        (
            message(|| drop(maximum_filter1d([1], 1 << 40, 0))),
            "maximum_filter1d: a window of 1099511627776 samples, at most 1048576",
        ),
        (
            message(|| drop(median_filter([[1]], [2048, 2048]))),
            "median_filter: a window of shape [2048, 2048], at most 1048576 samples",
        ),
        (
            message(|| drop(median_filter(Array::<u8>::zeros([1, 600]), [1 << 20, 1]))),
            "a window of shape [1048576, 1] in an array of shape [1, 600]: too many samples at once",
        ),
        (
            message(|| drop(median_filter([1], Array::full([1, 1], true)))),
            "median_filter: a footprint of shape [1, 1] for 1 axes",
        ),
        (
            message(|| drop(rank_filter([1], 0, Array::full([2], false)))),
            "rank_filter: the footprint of shape [2] holds nothing",
        ),
        (message(|| drop(rank_filter([1], 3, 3))), "rank_filter: rank 3 of a window of 3 elements"),
        (
            message(|| drop(percentile_filter([1], 101.0, 3))),
            "percentile_filter: percentile 101, must be from -100 to 100",
        ),
        (
            message(|| {
                let options = WindowOptions::default().origin(2);
                drop(minimum_filter_with([1], 3, &options));
            }),
            "minimum_filter: origin 2 moves the middle off a window of length 3",
        ),
        (
            message(|| drop(sobel_with([[1.0]], 0, &EdgeOptions::default().axes([1])))),
            "sobel: axis 0 is not one of the axes",
        ),
        (
            message(|| drop(generic_laplace([1.0], |_, _| Array::zeros([2])))),
            "generic_laplace: a derivative of shape [2] of an array of shape [1]",
        ),
        (
            message(|| {
                let options = FourierOptions::default().real(9, 0);
                drop(fourier_gaussian_with([1.0], 1.0, &options));
            }),
            "fourier_gaussian: 1 frequencies along axis 0, of 9 real samples there are 5",
        ),
        (
            message(|| drop(fourier_ellipsoid(Array::<f64>::zeros([1; 4]), 1.0))),
            "fourier_ellipsoid: an array of 4 axes, at most 3",
        ),
        (
            message(|| drop(threshold_local([1.0], 2))),
            "threshold_local: a window of 2 samples, must be odd",
        ),
        (message(|| drop(roberts([1.0]))), "roberts: an array of shape [1], must have 2 axes"),
        (
            message(|| drop(difference_of_gaussians([1.0], 2.0, 1.0))),
            "difference_of_gaussians: low sigma 2 and high sigma 1 of axis 0",
        ),
        (message(|| drop(Levels::of([1], 0))), "Levels::of: 0 bins"),
        (message(|| drop(Levels::new(&[1.0], &[]))), "Levels::new: 1 counts and 0 centres"),
        (
            message(|| drop(threshold_multiotsu([1u8], 1))),
            "threshold_multiotsu: 1 classes, at least 2",
        ),
    ];
    for (said, wanted) in said {
        assert_eq!(said, wanted);
    }
}

/// A constant outside is there for all passes: scikit-image's values, whose kernels have all axes at once.
#[test]
fn gradients_see_the_constant_outside_as_one_kernel_does() {
    let a = [[3.0, 1.0, 4.0], [1.0, 5.0, 9.0], [2.0, 6.0, 5.0]];
    let options = EdgeOptions::default().mode(Mode::Constant(7.0));
    let near = |b: Array<f64>, wanted: [[f64; 3]; 3]| {
        let far = b.iter().zip(wanted.as_flattened()).any(|(x, y)| (x - y).abs() > 1e-8);
        assert!(!far, "{b:?}");
    };
    near(
        scharr_with(a, &options),
        [
            [4.125, 2.06344675, 2.98171511],
            [1.82538523, 4.62753309, 2.12224086],
            [3.0013018, 2.77404263, 0.93958102],
        ],
    );
    near(
        farid_with(a, &options),
        [
            [1.02457867, 0.72557786, 0.87123542],
            [0.56403, 0.95792461, 0.93642035],
            [0.87978658, 0.95014917, 0.55570913],
        ],
    );
    near(
        scharr_with(a, &options.axes([0])),
        [[-4.125, -2.0, 0.875], [0.3125, 3.125, 1.5625], [4.125, 2.0, -0.875]],
    );
}

/// One level of floats is the threshold itself, not the middle of a bin beside it.
#[test]
fn a_picture_of_one_level_has_that_threshold() {
    for level in [-7.134643945380061, 0.0, 1e-9, 3e15] {
        let a = Array::from_fn([2, 3], |_| level);
        let found =
            [threshold_otsu(&a), threshold_triangle(&a), threshold_yen(&a), threshold_isodata(&a)];
        assert_eq!(found.map(Result::unwrap), [level; 4]);
        assert_eq!(Levels::of(&a, 16).unwrap().counts(), [6.0]);
    }
}
