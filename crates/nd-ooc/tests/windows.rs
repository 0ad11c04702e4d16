//! Neighbourhoods: the same for any region, chunks and number of threads.

use nd_core::{Array, Slice, SliceItem, View, array, s};
use nd_io::{Compression, CreateOptions};
use nd_ooc::{AnyChunked, Boundary, Chunked, ErrorKind, RunOptions};

mod stored;
use stored::{Folder, chunkings};

fn sample(shape: &[usize]) -> Array<f64> {
    let mix = |at: &[usize]| at.iter().fold(7usize, |sum, &k| (sum * 31 + k * 17) % 1009);
    Array::from_fn(shape, |at| mix(at) as f64 / 7.0)
}

/// Slices of every kind of an array: all of it, one element, ends, the middle, with steps.
fn slices(shape: &[usize]) -> Vec<Vec<SliceItem>> {
    let range = |start: usize, stop: usize, step| {
        SliceItem::Range(Slice { start: Some(start as isize), stop: Some(stop as isize), step })
    };
    let pick = |f: &dyn Fn(usize) -> SliceItem| shape.iter().map(|&n| f(n)).collect();
    vec![
        pick(&|n| range(0, n, 1)),
        pick(&|n| range(n / 2, n / 2 + 1, 1)),
        pick(&|n| range(0, n.div_ceil(3), 1)),
        pick(&|n| range(n - n.div_ceil(3), n, 1)),
        pick(&|n| range(n / 3, n - n / 4, 2)),
        pick(&|n| range(n / 5, n, 3)),
        pick(&|n| SliceItem::Range(Slice { start: None, stop: Some(n as isize / 3), step: -2 })),
    ]
}

/// Compares a chunked array with one in memory, by every kind of slice, on one thread and on all.
fn same<T: nd_core::Typed + PartialEq>(what: &str, got: &Chunked<T>, want: &Array<T>) {
    assert_eq!(got.shape(), want.shape(), "{what}");
    for slice in slices(want.shape()) {
        let part = got.slice(&slice[..]);
        let want = want.slice(&slice[..]);
        for threads in [1, 16] {
            let got = part.compute_with(&RunOptions::default().threads(threads));
            assert_eq!(got.unwrap(), want, "{what} {slice:?} on {threads} threads");
        }
    }
}

/// The elements `far` before and after along each axis, by index: what blocks are compared with.
fn shifted(a: &Array<f64>, far: isize, boundary: Boundary<f64>, axis: usize) -> Array<f64> {
    let n = a.shape()[axis] as isize;
    Array::from_fn(a.shape(), |at| {
        let k = at[axis] as isize + far;
        let turned = |period: isize, last: isize| {
            let k = k.rem_euclid(period);
            k.min(last - k)
        };
        let from = match boundary {
            _ if (0..n).contains(&k) => k,
            Boundary::Constant(value) => return value,
            Boundary::Nearest => k.clamp(0, n - 1),
            Boundary::Wrap => k.rem_euclid(n),
            Boundary::Reflect => turned(2 * n, 2 * n - 1),
            Boundary::Mirror if n == 1 => 0,
            Boundary::Mirror => turned(2 * n - 2, 2 * n - 2),
            Boundary::None => unreachable!("not asked for"),
        };
        let mut place = at.to_vec();
        place[axis] = from as usize;
        *a.get(&place[..]).unwrap()
    })
}

/// A function of a block that takes each element's `far`-th neighbour along an axis, given blocks `depth` deep.
fn neighbour(
    axis: usize,
    depth: (usize, usize),
    far: isize,
) -> impl Fn(View<'_, f64>) -> Array<f64> {
    move |block| {
        let n = block.shape()[axis];
        let from = (depth.0 as isize + far) as usize;
        let len = n - depth.0 - depth.1;
        let mut slice = vec![SliceItem::from(..); block.ndim()];
        slice[axis] = SliceItem::from(from as isize..(from + len) as isize);
        block.slice(&slice[..]).to_array()
    }
}

#[test]
fn every_boundary_reaches_any_distance() {
    let all = [
        Boundary::Reflect,
        Boundary::Mirror,
        Boundary::Nearest,
        Boundary::Wrap,
        Boundary::Constant(-1.0),
    ];
    let mut count = 0;
    for shape in [&[13][..], &[1], &[6, 5], &[3, 4, 5]] {
        let a = sample(shape);
        let x = Chunked::from(a.clone());
        for boundary in all {
            for axis in 0..shape.len() {
                for (depth, far) in [((1, 0), -1), ((0, 1), 1), ((3, 2), -3), ((30, 41), 41)] {
                    let mut depths = vec![(0, 0); shape.len()];
                    depths[axis] = depth;
                    let f = neighbour(axis, depth, far);
                    let got = x.map_overlap(depths, boundary, f);
                    same(
                        &format!("{shape:?} {boundary:?} {far}"),
                        &got,
                        &shifted(&a, far, boundary, axis),
                    );
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 140);
}

#[test]
fn chunks_may_be_smaller_than_the_depth() {
    let folder = Folder::new("overlap");
    let a = sample(&[23, 17]);
    let blur = |block: View<'_, f64>| {
        let n = block.shape()[0];
        let mut sum = Array::zeros([n - 10, block.shape()[1]]);
        for k in 0..11 {
            sum += block.slice(s![k..k + n as isize - 10, ..]);
        }
        sum
    };
    let want = Chunked::from(a.clone()).map_overlap([(5, 5), (0, 0)], Boundary::Mirror, blur);
    let want = want.compute().unwrap();
    for chunks in chunkings(a.shape()) {
        let x: Chunked<f64> = folder.chunked(&a, &chunks);
        let got = x.map_overlap([(5, 5), (0, 0)], Boundary::Mirror, blur);
        same(&format!("{chunks:?}"), &got, &want);
        // And stored in chunks.
        let path = folder.path("out.zarr");
        let layout = CreateOptions::default().chunks(&chunks[..]).compression(Compression::Gzip(1));
        AnyChunked::from(&got).save_with(&path, &RunOptions::default().layout(layout)).unwrap();
        assert_eq!(nd_ooc::open::<f64>(&path).unwrap().compute().unwrap(), want, "{chunks:?}");
        std::fs::remove_dir_all(&path).unwrap();
    }
}

#[test]
fn results_may_be_as_large_as_the_grown_block_or_as_the_bare_one() {
    let a = sample(&[40, 30]);
    let x = Chunked::from(a.clone());
    same("grown", &x.map_overlap(3, Boundary::Wrap, |block| block.to_array()), &a);
    let (far, end) = (3, -3);
    let bare = move |block: View<'_, f64>| block.slice(s![far..end, far..end]).to_array();
    same("bare", &x.map_overlap(3, Boundary::Wrap, bare), &a);
    let wrong = |block: View<'_, f64>| block.slice(s![1.., ..]).to_array();
    let error = x.map_overlap(3, Boundary::Wrap, wrong).compute().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::BlockShape { .. }), "{error}");
    assert!(error.to_string().contains("[46, 36]"), "{error}");
    let error = x.map_overlap(1, Boundary::Wrap, |_| -> Array<f64> { panic!("no") }).compute();
    assert!(error.unwrap_err().to_string().contains("map_overlap at [0..40, 0..30]: panicked: no"));
    assert!(x.try_map_overlap([(1, 1)], Boundary::Wrap, |block| block.to_array()).is_err());
}

#[test]
fn axes_may_have_boundaries_of_their_own() {
    let a = array![[1, 2], [3, 4]];
    let f = |block: View<'_, i32>| block.slice(s![..-1, ..-1]).to_array();
    let got = Chunked::from(a).map_overlap((1, 0), [Boundary::Constant(9), Boundary::Wrap], f);
    assert_eq!(got.compute().unwrap(), array![[9, 9], [2, 1]]);
}

#[test]
fn blocks_at_an_end_that_nothing_is_beyond_see_enough_of_it() {
    // A function that turns the array over at its ends itself: as if the array had been.
    let reflecting = |block: View<'_, f64>| {
        let n = block.shape()[0] as isize;
        Array::from_fn(block.shape(), |at| {
            let sum: f64 = (-4..=2)
                .map(|k| {
                    let k = (at[0] as isize + k).rem_euclid(2 * n);
                    block[[k.min(2 * n - 1 - k) as usize]]
                })
                .sum();
            sum
        })
    };
    for n in [1, 2, 5, 6, 7, 8, 100] {
        let a = sample(&[n]);
        let got = Chunked::from(a.clone()).map_overlap((4, 2), Boundary::None, reflecting);
        same(&format!("{n}"), &got, &reflecting(a.view()));
    }
}

#[test]
fn arrays_without_elements_stay_so() {
    for shape in [[0, 4], [4, 0]] {
        let x = nd_ooc::full(shape, 1.0);
        let y = x.map_overlap(2, Boundary::Reflect, |block| block.to_array());
        assert_eq!(y.compute().unwrap().shape(), shape);
    }
}

#[test]
fn neighbours_of_neighbours_are_fused() {
    let a = sample(&[50, 40]);
    let f = |block: View<'_, f64>| block.slice(s![2.., 1..]).to_array();
    let got = Chunked::from(a.clone())
        .map_overlap([(0, 2), (0, 1)], Boundary::Wrap, f)
        .map_overlap([(0, 2), (0, 1)], Boundary::Wrap, f);
    let want = Array::from_fn([50, 40], |at| a[[(at[0] + 4) % 50, (at[1] + 2) % 40]]);
    same("twice", &got, &want);
}

#[cfg(feature = "image")]
mod filters {
    use super::*;
    use nd_image::{EdgeOptions, GaussianOptions, KernelOptions, Mode, Pixel, WindowOptions};

    const MODES: [Mode; 6] = [
        Mode::Reflect,
        Mode::Mirror,
        Mode::Nearest,
        Mode::Wrap,
        Mode::Constant(0.0),
        Mode::Constant(3.25),
    ];

    fn picture<T: Pixel + nd_core::Typed>(shape: &[usize]) -> Array<T>
    where
        f64: nd_core::CastTo<T>,
    {
        sample(shape).cast::<T>()
    }

    fn gaussians<T: Pixel + nd_core::Typed>()
    where
        f64: nd_core::CastTo<T>,
    {
        for shape in [&[40, 33][..], &[9, 7], &[37], &[12, 10, 3], &[1, 50], &[7, 8, 9]] {
            let a = picture::<T>(shape);
            let x = Chunked::from(a.clone());
            for mode in MODES {
                for (order, sigma) in [(0, 1.5), (1, 0.8), (0, 6.0)] {
                    let options = GaussianOptions::default().mode(mode).order(order);
                    let want = nd_image::gaussian_filter_with(&a, sigma, &options);
                    let got = x.gaussian_filter_with(sigma, &options);
                    same(&format!("{shape:?} {mode:?} {order} {sigma}"), &got, &want);
                }
            }
        }
    }

    #[test]
    fn gaussians_have_the_bits_of_memory() {
        gaussians::<f32>();
        gaussians::<f64>();
        gaussians::<u8>();
    }

    #[test]
    fn gaussians_take_a_sigma_for_each_axis() {
        let a = picture::<f32>(&[30, 20, 25]);
        let x = Chunked::from(a.clone());
        for options in [
            GaussianOptions::default().truncate(2.0),
            GaussianOptions::default().radius(3),
            GaussianOptions::default().mode(Mode::Wrap).radius(60),
        ] {
            let want = nd_image::gaussian_filter_with(&a, [2.0, 0.0, 1.0], &options);
            same("each", &x.gaussian_filter_with([2.0, 0.0, 1.0], &options), &want);
        }
    }

    #[test]
    fn large_pictures_are_filtered_in_strips() {
        let folder = Folder::new("large");
        let a = picture::<f32>(&[1200, 700]);
        let want = nd_image::gaussian_filter(&a, 3.0);
        for chunks in [[100, 100], [1200, 64], [333, 700]] {
            let x: Chunked<f32> = folder.chunked(&a, &chunks);
            let options = RunOptions::default().budget(16 << 20);
            let got = x.gaussian_filter(3.0).compute_with(&options).unwrap();
            assert_eq!(got, want, "{chunks:?}");
        }
    }

    #[test]
    fn sobel_has_the_bits_of_memory() {
        for shape in [&[20, 31][..], &[6, 5, 9], &[2, 2]] {
            let a = picture::<f32>(shape);
            let x = Chunked::from(a.clone());
            for mode in MODES {
                for axis in 0..shape.len() as isize {
                    let options = EdgeOptions::default().mode(mode);
                    let want = nd_image::sobel_with(&a, axis, &options);
                    same(&format!("{shape:?} {mode:?}"), &x.sobel_with(axis, &options), &want);
                }
            }
        }
    }

    fn neighbourhoods<T: Pixel + nd_image::Ranked + nd_core::Typed>()
    where
        f64: nd_core::CastTo<T>,
    {
        for shape in [&[20, 31][..], &[6, 5, 9], &[2, 2]] {
            let a = picture::<T>(shape);
            let x = Chunked::from(a.clone());
            for mode in MODES {
                for origin in [-1, 0, 1] {
                    let options = WindowOptions::default().mode(mode).origin(origin);
                    let what = format!("{shape:?} {mode:?} {origin}");
                    let want = nd_image::uniform_filter_with(&a, 4, &options);
                    same(&what, &x.uniform_filter_with(4, &options), &want);
                    let want = nd_image::minimum_filter_with(&a, 3, &options);
                    same(&what, &x.minimum_filter_with(3, &options), &want);
                    let want = nd_image::maximum_filter_with(&a, 4, &options);
                    same(&what, &x.maximum_filter_with(4, &options), &want);
                    let want = nd_image::median_filter_with(&a, 3, &options);
                    same(&what, &x.median_filter_with(3, &options), &want);
                    let want = nd_image::rank_filter_with(&a, -2, 3, &options);
                    same(&what, &x.rank_filter_with(-2, 3, &options), &want);
                    let want = nd_image::percentile_filter_with(&a, 30.0, 4, &options);
                    same(&what, &x.percentile_filter_with(30.0, 4, &options), &want);
                }
            }
        }
    }

    #[test]
    fn neighbourhoods_have_the_bits_of_memory() {
        neighbourhoods::<u8>();
        neighbourhoods::<f32>();
    }

    #[test]
    fn windows_along_some_axes_have_the_bits_of_memory() {
        let a = picture::<f64>(&[12, 9, 4]);
        let x = Chunked::from(a.clone());
        let options = WindowOptions::default().mode([Mode::Wrap, Mode::Mirror]).axes([1, 0]);
        let want = nd_image::median_filter_with(&a, [3, 5], &options);
        same("axes", &x.median_filter_with([3, 5], &options), &want);
        let cross = nd_core::array![[false, true, false], [true, true, true], [false, true, false]];
        let want = nd_image::maximum_filter_with(&a, &cross, &options);
        same("footprint", &x.maximum_filter_with(&cross, &options), &want);
        let options = GaussianOptions::default().axes([2, 1]).mode([Mode::Wrap, Mode::Nearest]);
        let want = nd_image::gaussian_filter_with(&a, [0.5, 1.5], &options);
        same("gaussian", &x.gaussian_filter_with([0.5, 1.5], &options), &want);
    }

    #[test]
    fn kernels_have_the_bits_of_memory() {
        let a = picture::<f64>(&[25, 14]);
        let x = Chunked::from(a.clone());
        let weights = [0.5, -1.0, 2.0, 3.5];
        let kernel = sample(&[4, 3]);
        for mode in MODES {
            for origin in [-2, 0, 1] {
                let options = KernelOptions::default().mode(mode).origin(origin);
                let what = format!("{mode:?} {origin}");
                for axis in [0, 1] {
                    let want = nd_image::correlate1d_with(&a, &weights, axis, &options);
                    same(&what, &x.correlate1d_with(&weights, axis, &options), &want);
                    if origin < 1 {
                        continue;
                    }
                    let want = nd_image::convolve1d_with(&a, &weights, axis, &options);
                    same(&what, &x.convolve1d_with(&weights, axis, &options), &want);
                }
                let options = KernelOptions::default().mode(mode).origin([origin, 0]);
                let want = nd_image::correlate_with(&a, &kernel, &options);
                same(&what, &x.correlate_with(&kernel, &options), &want);
                let options = KernelOptions::default().mode(mode).origin([-origin.min(0), 1]);
                if origin >= -1 {
                    let want = nd_image::convolve_with(&a, &kernel, &options);
                    same(&what, &x.convolve_with(&kernel, &options), &want);
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "sigma")]
    fn parameters_are_refused_at_once() {
        let _ = nd_ooc::full([3, 3], 1f32).gaussian_filter(-1.0);
    }
}

#[test]
fn rolling_windows_have_the_bits_of_memory() {
    use nd_ops::{Align, RollingOptions, ddof};
    let a = sample(&[41, 6]);
    let x = Chunked::from(a.clone());
    for align in [Align::Valid, Align::Trailing, Align::Centred] {
        for window in [1, 2, 5, 8, 41] {
            for least in [1, 3] {
                let options = RollingOptions::default().align(align).min_periods(least);
                let what = format!("{align:?} {window} {least}");
                let number = |a: Array<f64>| a.map(|v| if v.is_nan() { -1.0 } else { v });
                macro_rules! compared {
                    ($($name:ident $axis:expr;)*) => {$(
                        let want = number(nd_ops::$name(&a, window, $axis, &options));
                        let got = x.$name(window, $axis, &options).map(|v: f64| if v.is_nan() { -1.0 } else { v });
                        same(&format!("{} {what}", stringify!($name)), &got, &want);
                    )*};
                }
                compared! {
                    rolling_sum_with 0;
                    rolling_mean_with 0;
                    rolling_min_with 0;
                    rolling_max_with 0;
                    rolling_var_with ddof(1, 0);
                    rolling_std_with 0;
                }
            }
        }
    }
    let want = nd_ops::rolling_sum(&a, 4, 1);
    same("axis 1", &x.rolling_sum(4, 1), &want);
}

#[test]
#[should_panic(expected = "rolling_sum: window 0 has fewer than 3 elements")]
fn integers_without_enough_elements_are_refused_at_once() {
    let options = nd_ops::RollingOptions::default().align(nd_ops::Align::Trailing);
    let _ = nd_ooc::arange(0, 1_000_000, 1).rolling_sum_with(3, 0, &options);
}

#[test]
#[should_panic(expected = "rolling_sum: windows that are open at their ends")]
fn windows_apart_are_refused_at_once() {
    let options = nd_ops::RollingOptions::default().step(2);
    let _ = nd_ooc::arange(0, 10, 1).rolling_sum_with(3, 0, &options);
}

#[test]
fn coarse_arrays_are_those_of_memory() {
    use nd_ops::{Boundary, CoarsenOptions};
    let folder = Folder::new("coarsen");
    let a = sample(&[23, 14]);
    for chunks in chunkings(a.shape()) {
        let x: Chunked<f64> = folder.chunked(&a, &chunks);
        for boundary in [Boundary::Trim, Boundary::Pad] {
            for lengths in [[1, 1], [2, 3], [5, 14], [23, 1]] {
                let options = CoarsenOptions::default().boundary(boundary);
                let got = x.coarsen_with(&lengths, |b, axes| nd_ops::mean_axis(b, axes), &options);
                let want = nd_ops::coarsen_with(
                    &a,
                    &lengths,
                    |b, axes| nd_ops::mean_axis(b, axes),
                    &options,
                );
                same(&format!("{chunks:?} {boundary:?} {lengths:?}"), &got, &want);
            }
        }
    }
    // One block along an axis, or many: the order within a block is the same.
    let deep = Array::from_fn([3, 3, 4, 40], |at| {
        ((at[0] * 7919 + at[1] * 104_729 + at[2] * 31 + at[3] * 17) % 1009) as f32 / 7.0
    });
    let want = nd_ops::coarsen(&deep, &[3, 1, 4, 2], |b, axes| nd_ops::sum_axis(b, axes));
    for chunks in [[2, 3, 1, 3], [3, 1, 4, 2], [1, 1, 1, 1], [3, 3, 4, 40]] {
        let x: Chunked<f32> = folder.chunked(&deep, &chunks);
        let x = x.coarsen(&[3, 1, 4, 2], |b, axes| nd_ops::sum_axis(b, axes));
        same(&format!("{chunks:?}"), &x, &want);
        let one = x.slice(nd_core::s![.., 1..2, .., 7..8]);
        same("one block", &one, &want.slice(nd_core::s![.., 1..2, .., 7..8]).to_array());
    }
    let x = Chunked::from(a.clone());
    same(
        "exact",
        &x.coarsen(&[1, 7], |b, axes| nd_ops::max_axis(b, axes)),
        &nd_ops::coarsen(&a, &[1, 7], |b, axes| nd_ops::max_axis(b, axes)),
    );
}

#[test]
#[should_panic(expected = "coarsen: blocks [2] leave a rest")]
fn a_rest_is_refused_unless_said_otherwise() {
    let _ = nd_ooc::arange(0, 3, 1).coarsen(&[2], |b, axes| nd_ops::max_axis(b, axes));
}
