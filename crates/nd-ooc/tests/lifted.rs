//! Operations of nd-image on chunks: the bits of the whole, for any chunks, region and number of threads.
#![cfg(feature = "image")]

use nd_core::{Array, CastTo, Slice, SliceItem, Typed, array};
use nd_image::{
    AffineOptions, Alignment, Axiswise, BinaryOptions, Border, Boundary, EdgeOptions, EdtOptions,
    Filter, GaussianOptions, GreyOptions, Intensity, InterpolationOptions, LocalMethod,
    LocalThresholdOptions, Metric, Mode, Ordinal, Pixel, RotateOptions, Sample, StructuringElement,
    ZoomOptions, disk,
};
use nd_ooc::{Chunked, ErrorKind, Plan, RunOptions};

mod stored;
use stored::{Folder, chunkings};

const MODES: [Mode; 6] = [
    Mode::Reflect,
    Mode::Mirror,
    Mode::Nearest,
    Mode::Wrap,
    Mode::Constant(0.0),
    Mode::Constant(3.25),
];

const SHAPES: [&[usize]; 5] = [&[37], &[20, 31], &[2, 2], &[1, 50], &[6, 5, 9]];

fn sample(shape: &[usize]) -> Array<f64> {
    let mix = |at: &[usize]| at.iter().fold(7usize, |sum, &k| (sum * 31 + k * 17) % 1009);
    Array::from_fn(shape, |at| mix(at) as f64 / 7.0)
}

/// Mostly set, with zeros in so many places.
fn mask(shape: &[usize], rare: usize) -> Array<bool> {
    let mut seed = shape.iter().fold(1u32, |seed, &n| seed * 31 + n as u32);
    Array::from_fn(shape, |_| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        !((seed >> 16) as usize).is_multiple_of(rare)
    })
}

/// All of an array, one element, an end, the middle with steps, backwards.
fn slices(shape: &[usize]) -> Vec<Vec<SliceItem>> {
    let range = |start: usize, stop: usize, step| {
        SliceItem::Range(Slice { start: Some(start as isize), stop: Some(stop as isize), step })
    };
    let pick = |f: &dyn Fn(usize) -> SliceItem| shape.iter().map(|&n| f(n)).collect();
    vec![
        pick(&|n| range(0, n, 1)),
        pick(&|n| range(n / 2, n / 2 + 1, 1)),
        pick(&|n| range(n - n.div_ceil(3), n, 1)),
        pick(&|n| range(n / 5, n, 3)),
        pick(&|n| SliceItem::Range(Slice { start: None, stop: Some(n as isize / 3), step: -2 })),
    ]
}

/// Compares a chunked array with one in memory, by every kind of slice, on one thread and on several.
fn same<T: Typed + PartialEq>(what: &str, got: &Chunked<T>, want: &Array<T>) {
    assert_eq!(got.shape(), want.shape(), "{what}");
    for slice in slices(want.shape()) {
        let (part, want) = (got.slice(&slice[..]), want.slice(&slice[..]));
        for threads in [1, 5] {
            let got = part.compute_with(&RunOptions::default().threads(threads));
            assert_eq!(got.unwrap(), want, "{what} {slice:?} on {threads} threads");
        }
    }
}

fn edges<T: Typed + Pixel<Acc: Typed>>()
where
    f64: CastTo<T>,
{
    for shape in SHAPES {
        let a = sample(shape).cast::<T>();
        let x = Chunked::from(a.clone());
        for mode in MODES {
            let what = format!("{shape:?} {mode:?}");
            let options = EdgeOptions::default().mode(mode);
            same(&what, &x.laplace_with(&options), &nd_image::laplace_with(&a, &options));
            same(&what, &x.scharr_with(&options), &nd_image::scharr_with(&a, &options));
            same(&what, &x.farid_with(&options), &nd_image::farid_with(&a, &options));
            let want = nd_image::prewitt_with(&a, -1, &options);
            same(&what, &x.prewitt_with(-1, &options), &want);
            let options = GaussianOptions::default().mode(mode).truncate(2.5);
            let want = nd_image::gaussian_laplace_with(&a, 1.3, &options);
            same(&what, &x.gaussian_laplace_with(1.3, &options), &want);
            let want = nd_image::gaussian_gradient_magnitude_with(&a, 1.3, &options);
            same(&what, &x.gaussian_gradient_magnitude_with(1.3, &options), &want);
        }
        let want = nd_image::difference_of_gaussians(&a, 0.8, 1.4);
        same("bands", &x.difference_of_gaussians(0.8, 1.4), &want);
        same("sharp", &x.unsharp_mask(1.1, 0.7), &nd_image::unsharp_mask(&a, 1.1, 0.7));
    }
}

#[test]
fn edges_are_those_of_the_whole() {
    edges::<u8>();
    edges::<f32>();
}

#[test]
fn edges_along_some_axes_are_those_of_the_whole() {
    let a = sample(&[12, 9, 4]);
    let x = Chunked::from(a.clone());
    let options = EdgeOptions::default().mode([Mode::Wrap, Mode::Mirror]).axes([-1, 0]);
    same("laplace", &x.laplace_with(&options), &nd_image::laplace_with(&a, &options));
    same("prewitt", &x.prewitt_with(0, &options), &nd_image::prewitt_with(&a, 0, &options));
    let options = EdgeOptions::default().axes([0, 1]);
    same("scharr", &x.scharr_with(&options), &nd_image::scharr_with(&a, &options));
    let options = GaussianOptions::default().mode([Mode::Wrap, Mode::Nearest]).axes([1, 0]);
    let want = nd_image::gaussian_laplace_with(&a, [0.6, 1.2], &options);
    same("gaussian laplace", &x.gaussian_laplace_with([0.6, 1.2], &options), &want);
}

fn thresholds<T: Typed + Pixel<Acc: Typed>>()
where
    f64: CastTo<T>,
{
    for shape in [&[137][..], &[40, 63], &[2, 2], &[6, 5, 9]] {
        let a = sample(shape).cast::<T>();
        let x = Chunked::from(a.clone());
        let want = nd_image::threshold_niblack(&a, 5, 0.3);
        same("niblack", &x.threshold_niblack(5, 0.3), &want);
        let want = nd_image::threshold_sauvola(&a, 7, 0.3, 80.0);
        same("sauvola", &x.threshold_sauvola(7, 0.3, 80.0), &want);
        for mode in MODES {
            for method in [LocalMethod::Gaussian, LocalMethod::Mean, LocalMethod::Median] {
                let options = LocalThresholdOptions::default().method(method).offset(1.5);
                let options = options.mode(mode);
                let want = nd_image::threshold_local_with(&a, 5, &options);
                let what = format!("{shape:?} {method:?} {mode:?}");
                same(&what, &x.threshold_local_with(5, &options), &want);
            }
        }
    }
}

#[test]
fn thresholds_are_those_of_the_whole() {
    thresholds::<u8>();
    thresholds::<f64>();
}

#[test]
fn large_windows_of_large_pictures_are_those_of_the_whole() {
    let folder = Folder::new("pictures-large");
    let a = sample(&[700, 500]).cast::<f32>();
    let want = nd_image::threshold_niblack(&a, [31, 5], 0.2);
    for chunks in [[100, 100], [700, 64]] {
        let x: Chunked<f32> = folder.chunked(&a, &chunks);
        let options = RunOptions::default().budget(24 << 20);
        let got = x.threshold_niblack([31, 5], 0.2).compute_with(&options).unwrap();
        assert_eq!(got, want, "{chunks:?}");
    }
}

/// Every operation on greys, with its namesake.
macro_rules! greys {
    ($x:ident, $a:ident, $what:expr, $window:expr, $options:expr, $($name:ident)*) => {$(
        let want = nd_image::$name(&$a, $window.clone(), $options);
        same(&format!("{} {}", stringify!($name), $what), &$x.$name($window.clone(), $options), &want);
    )*};
}

fn greys<T: Typed + Ordinal>(shape: &[usize], windows: &[StructuringElement], origin: &[isize])
where
    f64: CastTo<T>,
{
    let a = sample(shape).cast::<T>();
    let x = Chunked::from(a.clone());
    for mode in MODES {
        for window in windows {
            for origin in [0, 1].map(|on| origin.iter().map(|&k| k * on).collect::<Vec<_>>()) {
                let what = format!("{shape:?} {mode:?} {window:?} {origin:?}");
                let options = GreyOptions::default().mode(mode).origin(Axiswise::Each(origin));
                greys! { x, a, what, window, &options,
                    grey_erosion_with grey_dilation_with grey_opening_with grey_closing_with
                    morphological_gradient_with morphological_laplace_with white_tophat_with black_tophat_with
                }
            }
        }
    }
}

#[test]
fn greys_are_those_of_the_whole() {
    let heights = Array::from_fn([3, 4], |at| (at[0] * 3 + at[1]) as f64 - 4.0);
    let windows: [StructuringElement; 4] =
        [3.into(), [4, 5].into(), disk(2).into(), heights.into()];
    greys::<u8>(&[20, 31], &windows, &[1, -1]);
    greys::<f32>(&[20, 31], &windows, &[-1, 1]);
    greys::<u8>(&[2, 2], &windows, &[0, 1]);
    greys::<i16>(&[37], &[4.into(), array![true, false, true].into()], &[1]);
    greys::<f64>(&[6, 5, 9], &[[2, 3, 4].into()], &[0, 1, -2]);
}

#[test]
fn masks_are_those_of_the_whole() {
    let structure = array![[true, true, false, true], [false, true, true, false]];
    for (shape, structures) in [
        (&[41][..], vec![None]),
        (&[20, 31], vec![None, Some(structure)]),
        (&[2, 2], vec![None]),
        (&[6, 5, 9], vec![None]),
    ] {
        let a = mask(shape, 4);
        let x = Chunked::from(a.clone());
        for structure in structures {
            for border in [None, Some(Border::Unset), Some(Border::Set), Some(Border::Neutral)] {
                for times in [0, 1, 3, 100] {
                    for origin in [0, -1] {
                        let mut options = BinaryOptions::default().iterations(times).origin(origin);
                        options.structure.clone_from(&structure);
                        options.border = border;
                        let what = format!("{shape:?} {options:?}");
                        let want = nd_image::binary_erosion_with(&a, &options);
                        same(&what, &x.binary_erosion_with(&options), &want);
                        let want = nd_image::binary_dilation_with(&a, &options);
                        same(&what, &x.binary_dilation_with(&options), &want);
                        let want = nd_image::binary_opening_with(&a, &options);
                        same(&what, &x.binary_opening_with(&options), &want);
                        let want = nd_image::binary_closing_with(&a, &options);
                        same(&what, &x.binary_closing_with(&options), &want);
                    }
                }
            }
        }
    }
}

#[test]
fn hits_are_those_of_the_whole() {
    let mut a = mask(&[20, 31], 3);
    // One that hits for certain.
    for (at, set) in
        [([10, 8], true), ([10, 10], true), ([10, 11], true), ([9, 10], false), ([11, 10], false)]
    {
        a[at] = set;
    }
    let x = Chunked::from(a.clone());
    let hit = array![[true, false, true, true]];
    let miss = array![[true], [false], [true]];
    let want = nd_image::binary_hit_or_miss(&a, Some(&hit), Some(&miss));
    assert!(want.iter().any(|&hit| hit));
    same("both", &x.binary_hit_or_miss(Some(&hit), Some(&miss)), &want);
    let want = nd_image::binary_hit_or_miss(&a, Some(&hit), None::<&Array<bool>>);
    same("one", &x.binary_hit_or_miss(Some(&hit), None::<&Array<bool>>), &want);
}

#[test]
fn distances_are_those_of_the_whole() {
    let folder = Folder::new("pictures-edt");
    for shape in [&[37][..], &[40, 33], &[1, 9], &[9, 1], &[12, 7, 9], &[3, 4, 5, 6]] {
        for rare in [3, 20, 1_000_000] {
            let a = mask(shape, rare).cast::<u8>();
            let want = nd_image::distance_transform_edt(&a);
            let sampling: Vec<f64> = (0..shape.len()).map(|axis| 0.7 + axis as f64).collect();
            let wide = EdtOptions::default().sampling(sampling);
            let want_wide = nd_image::distance_transform_edt_with(&a, &wide);
            for chunks in chunkings(shape) {
                let x: Chunked<u8> = folder.chunked(&a, &chunks);
                let what = format!("{shape:?} {rare} {chunks:?}");
                same(&what, &x.distance_transform_edt(), &want);
                same(&what, &x.distance_transform_edt_with(&wide), &want_wide);
                for metric in [Metric::Taxicab, Metric::Chessboard] {
                    let nothing = || Array::full(shape, u32::MAX);
                    let want = nd_image::distance_transform_cdt(&a, metric);
                    let got = x.distance_transform_cdt(metric);
                    same(&format!("{what} {metric:?}"), &got, &want.unwrap_or_else(nothing));
                }
            }
        }
    }
}

#[test]
fn distances_of_large_pictures_stand_in_files_between_passes() {
    let folder = Folder::new("pictures-edt-large");
    let a = mask(&[2000, 1500], 500);
    let want = nd_image::distance_transform_edt(&a);
    for chunks in [[128, 128], [2000, 100]] {
        let x: Chunked<bool> = folder.chunked(&a, &chunks);
        let path = folder.path("distances.npy");
        let mut plan = Plan::new();
        // 3 MB of pixels, 12 MB of squares, 24 MB of distances.
        plan.save(x.distance_transform_edt(), &path);
        plan.run_with(&RunOptions::default().budget(20 << 20).threads(2)).unwrap();
        assert_eq!(nd_io::load::<f64>(&path).unwrap(), want, "{chunks:?}");
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn distances_are_there_without_axes_and_without_elements() {
    let one = |set: u8| Chunked::from(Array::full(&[][..], set));
    assert_eq!(one(0).distance_transform_edt().value().unwrap(), 0.0);
    assert_eq!(one(1).distance_transform_edt().value().unwrap(), f64::INFINITY);
    assert_eq!(one(1).distance_transform_cdt(Metric::Taxicab).value().unwrap(), u32::MAX);
    for shape in [[0, 4], [4, 0]] {
        let x = nd_ooc::full(shape, 1u8);
        assert_eq!(x.distance_transform_edt().compute().unwrap().shape(), shape);
        assert_eq!(x.distance_transform_cdt(Metric::Taxicab).compute().unwrap().shape(), shape);
    }
}

#[test]
fn balls_are_those_of_the_whole() {
    let a = mask(&[40, 33], 9);
    let x = Chunked::from(a.clone());
    for radius in [0.0, 1.5, 4.0, f64::NAN] {
        same("erosion", &x.isotropic_erosion(radius), &nd_image::isotropic_erosion(&a, radius));
        same("dilation", &x.isotropic_dilation(radius), &nd_image::isotropic_dilation(&a, radius));
        same("opening", &x.isotropic_opening(radius), &nd_image::isotropic_opening(&a, radius));
        same("closing", &x.isotropic_closing(radius), &nd_image::isotropic_closing(&a, radius));
    }
}

fn sizes<T: Typed + Sample>(shape: &[usize])
where
    f64: CastTo<T>,
{
    let a = sample(shape).cast::<T>();
    let x = Chunked::from(a.clone());
    let filters = [
        Filter::Nearest,
        Filter::Box,
        Filter::Bilinear,
        Filter::Hamming,
        Filter::Bicubic,
        Filter::Lanczos3,
    ];
    for filter in filters {
        for size in [[1, 1], [7, 100], [33, 12], [61, 45], [3, shape[1]], [shape[0], shape[1]]] {
            let want = nd_image::resize(&a, size, filter);
            same(&format!("{shape:?} {filter:?} {size:?}"), &x.resize(size, filter), &want);
        }
    }
}

#[test]
fn sizes_are_those_of_the_whole() {
    sizes::<u8>(&[33, 45]);
    sizes::<f32>(&[33, 45]);
    sizes::<u16>(&[20, 30, 3]);
    sizes::<f64>(&[1, 50]);
}

#[test]
fn large_pictures_are_resized_in_strips() {
    let folder = Folder::new("pictures-resize");
    let a = sample(&[900, 1100]).cast::<u8>();
    for size in [[1300, 1000], [90, 800], [450, 550]] {
        let want = nd_image::resize(&a, size, Filter::Lanczos3);
        for chunks in [[100, 100], [900, 64]] {
            let x: Chunked<u8> = folder.chunked(&a, &chunks);
            let options = RunOptions::default().budget(16 << 20).threads(2);
            let got = x.resize(size, Filter::Lanczos3).compute_with(&options).unwrap();
            assert_eq!(got, want, "{size:?} {chunks:?}");
        }
    }
}

const BOUNDARIES: [Boundary; 6] = [
    Boundary::Constant(2.5),
    Boundary::GridConstant(2.5),
    Boundary::Nearest,
    Boundary::Reflect,
    Boundary::Mirror,
    Boundary::Wrap,
];

fn zooms<T: Typed + Intensity>(shape: &[usize], sizes: &[&[usize]], by: &[f64])
where
    f64: CastTo<T>,
{
    let a = sample(shape).cast::<T>();
    let x = Chunked::from(a.clone());
    for order in [0, 1, 2, 3, 5] {
        for mode in BOUNDARIES {
            for &size in sizes {
                for alignment in [Alignment::Corners, Alignment::Grid] {
                    let options = ZoomOptions::default().order(order).mode(mode);
                    let options = options.alignment(alignment);
                    let want = nd_image::zoom_with(&a, size, &options);
                    let what = format!("{shape:?} {size:?} {options:?}");
                    same(&what, &x.zoom_with(size, &options), &want);
                }
            }
            for scale in [1.0, -9.0] {
                let by: Vec<f64> = by.iter().map(|by| by * scale).collect();
                let options = InterpolationOptions::default().order(order).mode(mode);
                let want = nd_image::shift_with(&a, by.clone(), &options);
                let what = format!("{shape:?} {by:?} {options:?}");
                same(&what, &x.shift_with(by, &options), &want);
            }
        }
    }
}

#[test]
fn zooms_and_shifts_are_those_of_the_whole() {
    zooms::<u8>(&[20, 31], &[&[7, 80], &[20, 9], &[1, 1]], &[1.25, -2.0]);
    zooms::<f32>(&[20, 31], &[&[45, 12], &[20, 31]], &[0.0, 3.5]);
    zooms::<f64>(&[41], &[&[100], &[10]], &[0.75]);
    zooms::<f64>(&[6, 5, 9], &[&[9, 5, 4]], &[0.5, 0.0, -1.0]);
}

fn turns<T: Typed + Intensity>()
where
    f64: CastTo<T>,
{
    let a = sample(&[20, 31]).cast::<T>();
    let x = Chunked::from(a.clone());
    let matrices = [
        array![[0.9, 0.3], [-0.2, 1.1]],
        array![[-1.0, 0.0], [0.0, 0.5]],
        array![[0.0, 1.0], [1.0, 0.0]],
        array![[3.0, -2.0], [0.5, 0.1]],
    ];
    for order in [0, 1, 3] {
        for mode in BOUNDARIES {
            for matrix in &matrices {
                let options = AffineOptions::default().order(order).mode(mode);
                let options = options.offset([4.5, -3.0]).shape([27, 18]);
                let want = nd_image::affine_transform_with(&a, matrix, &options);
                let what = format!("{matrix:?} {options:?}");
                same(&what, &x.affine_transform_with(matrix, &options), &want);
            }
            for degrees in [0.0, 30.0, 90.0, -137.3] {
                let options = RotateOptions::default().order(order).mode(mode);
                let want = nd_image::rotate_with(&a, degrees, &options);
                let what = format!("{degrees} {options:?}");
                same(&what, &x.rotate_with(degrees, &options), &want);
            }
        }
    }
}

#[test]
fn turns_are_those_of_the_whole() {
    turns::<u8>();
    turns::<f64>();
}

#[test]
fn planes_are_turned_as_those_of_the_whole() {
    let a = sample(&[6, 5, 9]).cast::<f32>();
    let x = Chunked::from(a.clone());
    for order in [0, 1, 3] {
        for (axes, degrees) in [([0, 2], 25.0), ([2, 1], 200.0), ([1, 0], 90.0)] {
            let options = RotateOptions::default().order(order).axes(axes).mode(Mode::Nearest);
            let want = nd_image::rotate_with(&a, degrees, &options);
            same(&format!("{options:?}"), &x.rotate_with(degrees, &options), &want);
        }
    }
}

#[test]
fn large_pictures_are_turned_in_tiles() {
    let folder = Folder::new("pictures-turn");
    let a = sample(&[900, 1100]).cast::<f32>();
    let linear = RotateOptions::default().order(1);
    let (want, cubic) = (nd_image::rotate_with(&a, 33.0, &linear), nd_image::rotate(&a, 33.0));
    for chunks in [[100, 100], [900, 64]] {
        let x: Chunked<f32> = folder.chunked(&a, &chunks);
        let options = RunOptions::default().budget(64 << 20).threads(2);
        let got = x.rotate_with(33.0, &linear).compute_with(&options).unwrap();
        assert_eq!(got, want, "{chunks:?}");
        assert_eq!(x.rotate(33.0).compute_with(&options).unwrap(), cubic, "{chunks:?}");
    }
}

#[test]
fn steps_of_several_kinds_go_together() {
    let a = sample(&[60, 50]).cast::<f32>();
    let x = Chunked::from(a.clone());
    let got = x.gaussian_filter(1.0).greater(70.0).binary_opening().distance_transform_edt();
    let smooth = nd_image::gaussian_filter(&a, 1.0).view().map(|v| v > 70.0);
    let want = nd_image::distance_transform_edt(nd_image::binary_opening(smooth));
    same("steps", &got, &want);
    let small = got.resize([20, 30], Filter::Box);
    same("small", &small, &nd_image::resize(&want, [20, 30], Filter::Box));
}

/// What a call panics with.
fn refusal(call: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).unwrap_err();
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap()
}

#[test]
fn what_does_not_fit_is_refused_at_once() {
    let x = nd_ooc::full([10, 10], 1u8);
    let said = |call: &dyn Fn()| refusal(call);
    let stable = BinaryOptions::default().iterations(nd_image::Iterations::UntilStable);
    let text = said(&|| drop(x.binary_erosion_with(&stable)));
    assert!(text.contains("binary_erosion: until nothing changes any more"), "{text}");
    let masked = BinaryOptions::default().mask(Array::full([10, 10], true));
    let text = said(&|| drop(x.binary_closing_with(&masked)));
    assert!(text.contains("binary_closing: a mask, which is of arrays in memory only"), "{text}");
    let flat = BinaryOptions::default().structure([true, true]);
    let text = said(&|| drop(x.binary_dilation_with(&flat)));
    assert!(text.contains("binary_dilation"), "{text}");
    let text = said(&|| drop(x.grey_erosion([3, 3, 3])));
    assert!(text.contains("grey_erosion"), "{text}");
    let text = said(&|| drop(x.threshold_niblack(4, 0.1)));
    assert!(text.contains("threshold_niblack: a window of 4 samples, must be odd"), "{text}");
    let text = said(&|| drop(x.difference_of_gaussians(2.0, 1.0)));
    assert!(text.contains("low sigma 2 and high sigma 1 of axis 0"), "{text}");
    let text = said(&|| drop(x.distance_transform_cdt(Metric::Euclidean)));
    assert!(text.contains("Euclidean distances are not whole numbers"), "{text}");
    let text = said(&|| drop(x.distance_transform_edt_with(&EdtOptions::default().sampling(-1.0))));
    assert!(text.contains("a sampling of -1"), "{text}");
    let text = said(&|| drop(nd_ooc::arange(0f32, 9.0, 1.0).resize([2, 2], Filter::Box)));
    assert!(text.contains("resize: shape [9] is neither (h, w) nor (h, w, c)"), "{text}");
    let text = said(&|| drop(nd_ooc::full([0, 3], 1f32).resize([2, 2], Filter::Box)));
    assert!(text.contains("resize: shape [0, 3] has nothing to make [2, 2] of"), "{text}");
    let text = said(&|| drop(x.zoom([5])));
    assert!(text.contains("zoom: shape [5] for an array of shape [10, 10]"), "{text}");
    let text = said(&|| drop(x.zoom_with([5, 5], &ZoomOptions::default().order(6))));
    assert!(text.contains("zoom: order 6, splines have 0 to 5"), "{text}");
    let text = said(&|| drop(x.rotate_with(9.0, &RotateOptions::default().axes([1, 1]))));
    assert!(text.contains("rotate: axes [1, 1] are no plane"), "{text}");
    let text = said(&|| drop(x.affine_transform([1.0])));
    assert!(text.contains("affine_transform: a matrix of shape [1]"), "{text}");
    let text = said(&|| drop(x.prewitt(2)));
    assert!(text.contains("prewitt"), "{text}");
}

#[test]
fn lanes_that_do_not_fit_are_refused_with_a_budget_that_is_enough() {
    let x = nd_ooc::from_fn([40_000, 300], |at| at[0] * 300 + at[1] != 0);
    let far = x.distance_transform_edt().slice(nd_core::s![-1, -1]);
    let error = far.compute_with(&RunOptions::default().budget(1 << 20).threads(1)).unwrap_err();
    let ErrorKind::OverBudget { needed, .. } = *error.kind() else { panic!("{error}") };
    let options = RunOptions::default().budget(needed).threads(1);
    let found = far.compute_with(&options).unwrap()[[]];
    assert_eq!(found, (39_999f64 * 39_999.0 + 299.0 * 299.0).sqrt());
}
