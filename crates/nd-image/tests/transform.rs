//! Geometry and conversions against scikit-image: the fixtures that `golden/image_transform.py` made.

use nd_core::{Array, ArrayLike};
use nd_image::*;
use std::collections::HashMap;

/// An array of the fixtures: its type, its shape, and its elements as doubles.
struct Given {
    kind: String,
    array: Array<f64>,
}

struct Case {
    line: String,
    op: String,
    parameters: HashMap<String, String>,
    arrays: Vec<Given>,
}

fn read(data: &[u8], word: &str) -> Given {
    let parts: Vec<&str> = word.split(':').collect();
    let shape: Vec<usize> = parts[1].split(',').map(|n| n.parse().unwrap()).collect();
    let (start, size) = (parts[2].parse::<usize>().unwrap(), shape.iter().product::<usize>());
    let values = |width: usize, of: &dyn Fn(&[u8]) -> f64| {
        data[start..][..size * width].chunks(width).map(of).collect()
    };
    let values = match parts[0] {
        "bool" | "u8" => values(1, &|b| f64::from(b[0])),
        "u16" => values(2, &|b| f64::from(u16::from_le_bytes(b.try_into().unwrap()))),
        "i16" => values(2, &|b| f64::from(i16::from_le_bytes(b.try_into().unwrap()))),
        "i32" => values(4, &|b| f64::from(i32::from_le_bytes(b.try_into().unwrap()))),
        "f32" => values(4, &|b| f64::from(f32::from_le_bytes(b.try_into().unwrap()))),
        "u64" => values(8, &|b| u64::from_le_bytes(b.try_into().unwrap()) as f64),
        _ => values(8, &|b| f64::from_le_bytes(b.try_into().unwrap())),
    };
    Given { kind: parts[0].into(), array: Array::from_shape_vec(&shape[..], values) }
}

impl Case {
    fn parse(line: &str, data: &[u8]) -> Case {
        let (parameters, arrays): (Vec<&str>, Vec<&str>) =
            line.split(' ').skip(1).partition(|word| word.contains('='));
        let pairs = parameters.iter().map(|word| word.split_once('=').unwrap());
        Case {
            line: line.into(),
            op: line.split(' ').next().unwrap().into(),
            parameters: pairs.map(|(k, v)| (k.into(), v.into())).collect(),
            arrays: arrays.iter().map(|word| read(data, word)).collect(),
        }
    }

    fn word(&self, key: &str) -> &str {
        &self.parameters[key]
    }

    fn list(&self, key: &str) -> Vec<f64> {
        self.word(key).split(',').map(|word| word.parse().unwrap()).collect()
    }

    fn array(&self, k: usize) -> &Array<f64> {
        &self.arrays[k].array
    }

    fn result(&self) -> &Array<f64> {
        &self.arrays.last().unwrap().array
    }

    fn close(&self, ours: impl ArrayLike<Elem = f64>, theirs: &Array<f64>, allowed: f64) {
        let ours = ours.view();
        assert_eq!(ours.shape(), theirs.shape(), "{}", self.line);
        for (i, (x, y)) in ours.iter().zip(theirs.iter()).enumerate() {
            assert!((x - y).abs() <= allowed, "{}\nat {i}: {x:?}, theirs {y:?}", self.line);
        }
    }
}

fn run(ops: &[&str], check: impl Fn(&Case)) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden_transform/");
    let lines = std::fs::read_to_string(format!("{folder}cases.txt")).unwrap();
    let data = std::fs::read(format!("{folder}cases.bin")).unwrap();
    let mut count = 0;
    for line in lines.lines().filter(|line| ops.contains(&line.split(' ').next().unwrap())) {
        count += 1;
        check(&Case::parse(line, &data));
    }
    assert!(count > 0, "no cases of {ops:?}");
}

fn bools(a: &Array<f64>) -> Array<bool> {
    Array::from_shape_vec(a.shape(), a.iter().map(|&x| x != 0.0).collect())
}

fn converted<T: Shade>(op: &str, a: &Array<T>) -> Array<f64> {
    fn wide<U: Copy>(a: Array<U>, to: impl Fn(U) -> f64) -> Array<f64> {
        Array::from_shape_vec(a.shape(), a.iter().map(|&x| to(x)).collect())
    }
    match op {
        "img_as_ubyte" => wide(img_as_u8(a).unwrap(), f64::from),
        "img_as_uint" => wide(img_as_u16(a).unwrap(), f64::from),
        "img_as_int" => wide(img_as_i16(a).unwrap(), f64::from),
        "img_as_float32" => wide(img_as_f32(a), f64::from),
        "img_as_float64" => img_as_f64(a),
        _ => wide(img_as_bool(a), |x| f64::from(u8::from(x))),
    }
}

/// P14.
#[test]
fn conversions_are_scikit_images() {
    let ops = ["ubyte", "uint", "int", "float32", "float64", "bool"].map(|n| format!("img_as_{n}"));
    run(&ops.each_ref().map(String::as_str), |case| {
        fn typed<T>(a: &Array<f64>, to: impl Fn(f64) -> T) -> Array<T> {
            Array::from_shape_vec(a.shape(), a.iter().map(|&x| to(x)).collect())
        }
        let a = case.array(0);
        let ours = match case.arrays[0].kind.as_str() {
            "bool" => converted(&case.op, &bools(a)),
            "u8" => converted(&case.op, &typed(a, |x| x as u8)),
            "u16" => converted(&case.op, &typed(a, |x| x as u16)),
            "i16" => converted(&case.op, &typed(a, |x| x as i16)),
            "f32" => converted(&case.op, &typed(a, |x| x as f32)),
            _ => converted(&case.op, a),
        };
        case.close(&ours, case.result(), 0.0);
    });
}

/// P12.
#[test]
fn sizes_are_scikit_images() {
    run(&["resize", "rescale"], |case| {
        let a = case.array(0);
        let ours = if case.op == "rescale" {
            rescale(a, case.list("scale"))
        } else {
            let options = ResizeSplineOptions::default()
                .order(case.word("order").parse().unwrap())
                .anti_aliasing(case.word("anti_aliasing") == "true");
            resize_spline_with(a, case.result().shape(), &options)
        };
        case.close(&ours, case.result(), 1e-12);
    });
}

#[test]
fn resized_pictures_are_pillows() {
    run(&["pillow"], |case| {
        let filter = match case.word("filter") {
            "nearest" => Filter::Nearest,
            "box" => Filter::Box,
            "bilinear" => Filter::Bilinear,
            "hamming" => Filter::Hamming,
            "bicubic" => Filter::Bicubic,
            _ => Filter::Lanczos3,
        };
        let (a, size) = (case.array(0), <[usize; 2]>::try_from(case.result().shape()).unwrap());
        fn same<T: Sample>(
            a: &Array<f64>,
            to: fn(f64) -> T,
            size: [usize; 2],
            filter: Filter,
        ) -> Array<T> {
            let a = Array::from_shape_vec(a.shape(), a.iter().map(|&x| to(x)).collect());
            resize(&a, size, filter)
        }
        let wide: Vec<f64> = match case.arrays[0].kind.as_str() {
            "u8" => same(a, |x| x as u8, size, filter).iter().map(|&x| f64::from(x)).collect(),
            "i32" => same(a, |x| x as i32, size, filter).iter().map(|&x| f64::from(x)).collect(),
            _ => same(a, |x| x as f32, size, filter).iter().map(|&x| f64::from(x)).collect(),
        };
        case.close(Array::from_shape_vec(size, wide), case.result(), 0.0);
    });
}

#[test]
fn every_type_is_resized() {
    fn check<T: Sample + std::fmt::Debug>(to: fn(f64) -> T) {
        let a = Array::from_fn([6, 8], |i| to((10 * i[0] + i[1]) as f64));
        let b = resize(&a, [3, 4], Filter::Box);
        assert_eq!(b[[1, 2]], to(20.0 + 4.0 + 5.5 + if to(0.5) == to(0.0) { 0.5 } else { 0.0 }));
        assert_eq!(
            resize(Array::full([2, 2], to(7.0)), [5, 3], Filter::Lanczos3),
            Array::full([5, 3], to(7.0))
        );
    }
    check(|x| x as i8);
    check(|x| x as i16);
    check(|x| x as u32);
    check(|x| x as i32);
    check(|x| x as u64);
    check(|x| x as i64);
    check(|x| x as usize);
    check(|x| x as isize);
    check(nd_core::f16::from_f64);
    check(nd_core::bf16::from_f64);
    let exact = [[u64::MAX, (1 << 53) + 1]];
    assert_eq!(resize(exact, [1, 2], Filter::Nearest), exact.view().to_array());
    assert_eq!(resize([[i8::MIN, i8::MAX]], [1, 40], Filter::Lanczos3)[[0, 0]], i8::MIN);
}

#[test]
fn pyramids_are_scikit_images() {
    run(&["pyramid_reduce", "pyramid_expand"], |case| {
        let options = PyramidOptions::default().factor(case.list("factor")[0]);
        let reduce = case.op == "pyramid_reduce";
        let function = if reduce { pyramid_reduce_with } else { pyramid_expand_with };
        case.close(function(case.array(0), &options), case.result(), 1e-12);
    });
    run(&["pyramid_gaussian", "pyramid_laplacian"], |case| {
        let gaussian = case.op == "pyramid_gaussian";
        let function = if gaussian { pyramid_gaussian } else { pyramid_laplacian };
        let layers = function(case.array(0));
        assert_eq!(layers.len(), case.arrays.len() - 1, "{}", case.line);
        for (k, layer) in layers.iter().enumerate() {
            case.close(layer, case.array(k + 1), 1e-12);
        }
    });
}

/// P16: where blocks fit, and where they do not.
#[test]
fn local_means_are_scikit_images_where_blocks_fit() {
    run(&["downscale_local_mean"], |case| {
        let size: Vec<usize> = case.list("size").iter().map(|&n| n as usize).collect();
        case.close(downscale_local_mean(case.array(0), size), case.result(), 1e-15);
    });
    let ones = Array::<f64>::ones([3, 3]);
    assert_eq!(downscale_local_mean(&ones, 2), Array::<f64>::ones([2, 2]));
    let most = |block: &[i32]| *block.iter().max().unwrap();
    assert_eq!(block_reduce(Array::full([3, 3], -1), 2, most), Array::full([2, 2], -1));
    let lens = block_reduce(&ones, [2, 2], |block: &[f64]| block.len());
    assert_eq!(lens.as_slice().unwrap(), [4, 2, 2, 1]);
}

#[test]
fn sums_are_scikit_images() {
    run(&["integral_image"], |case| {
        let ours = integral_image(case.array(0));
        case.close(&ours, case.result(), 0.0);
        if let [h, w] = *ours.shape() {
            let a = case.array(0);
            for (top, left, bottom, right) in [(0, 0, h - 1, w - 1), (1, 2, 3, 3), (2, 0, 2, 0)] {
                let part = crop(a, top, left, bottom + 1 - top, right + 1 - left);
                let sum: f64 = part.iter().sum();
                assert_eq!(integrate(&ours, [top, left], [bottom, right]), sum);
            }
        }
    });
}

#[test]
fn warps_are_scikit_images() {
    run(&["warp", "warp_polar", "swirl"], |case| {
        let a = case.array(0);
        let ours = match case.op.as_str() {
            "warp" => {
                let m = case.array(1);
                let rows = [0, 1, 2].map(|r| [0, 1, 2].map(|c| m[[r, c]]));
                let map = ProjectiveTransform::new(rows);
                warp(a, |point| map.map(point))
            }
            "swirl" => {
                let options = SwirlOptions::default().strength(3.0).radius(6.0).rotation(0.3);
                swirl_with(a, &options)
            }
            _ => {
                let log = case.word("scaling") == "log";
                let scaling = if log { PolarScaling::Log } else { PolarScaling::Linear };
                let options = WarpPolarOptions::default().shape([20, 15]).scaling(scaling);
                warp_polar_with(a, &options)
            }
        };
        case.close(&ours, case.result(), 1e-11);
    });
}

#[test]
fn estimates_are_scikit_images() {
    let ops = ["projective", "similarity", "euclidean", "affine"];
    run(&ops, |case| {
        let (from, to) = (case.array(0), case.array(1));
        let map: ProjectiveTransform = match case.op.as_str() {
            "projective" => ProjectiveTransform::estimate(from, to).unwrap(),
            "similarity" => SimilarityTransform::estimate(from, to).unwrap().into(),
            "euclidean" => EuclideanTransform::estimate(from, to).unwrap().into(),
            _ => AffineTransform::estimate(from, to).unwrap().into(),
        };
        let flat = map.matrix().as_flattened().to_vec();
        case.close(Array::from_shape_vec([3, 3], flat), case.result(), 1e-9);
    });
}

#[test]
fn maps_and_their_inverses_cancel() {
    let point = [3.0, -2.0];
    let near = |[x, y]: [f64; 2]| (x - point[0]).abs() < 1e-12 && (y - point[1]).abs() < 1e-12;
    let t = ProjectiveTransform::new([[0.9, 0.2, 5.0], [-0.3, 1.1, 4.0], [0.01, 0.02, 1.0]]);
    assert!(near(t.inverse().unwrap().map(t.map(point))));
    assert!(near(t.then(t.inverse().unwrap()).map(point)));
    let t = AffineTransform::new([[0.9, 0.2, 5.0], [-0.3, 1.1, 4.0]]);
    assert!(near(t.inverse().unwrap().map(t.map(point))));
    let t = SimilarityTransform::new(1.7, 0.6, [5.0, 4.0]);
    assert!(near(t.inverse().unwrap().map(t.map(point))));
    let t = EuclideanTransform::new(0.6, [5.0, 4.0]);
    assert!(near(t.inverse().map(t.map(point))));
    assert!(SimilarityTransform::new(0.0, 0.0, [0.0; 2]).inverse().is_err());
    let same = [[1.0, 2.0]; 5];
    let told = SimilarityTransform::estimate(same, same).unwrap_err().to_string();
    assert_eq!(told, "SimilarityTransform::estimate: the points do not determine a transform");
    let nan = [[f64::NAN; 2]; 4];
    assert!(ProjectiveTransform::estimate(nan, nan).is_err());
    let line: Vec<[f64; 2]> = (0..6).map(|k| [f64::from(k), 2.0 * f64::from(k)]).collect();
    let line = Array::from_fn([6, 2], |i| line[i[0]][i[1]]);
    assert!(ProjectiveTransform::estimate(&line, &line).is_err());
    assert!(AffineTransform::estimate(&line, &line).is_err());
    let t = AffineTransform::new([[0.0; 3]; 2]);
    assert_eq!(
        t.inverse().unwrap_err().to_string(),
        "AffineTransform::inverse: the matrix has no inverse"
    );
}

#[test]
fn projections_are_scikit_images() {
    run(&["radon"], |case| {
        let theta = case.array(1);
        let options = RadonOptions::default().circle(case.word("circle") == "true");
        case.close(radon_with(case.array(0), theta, &options), case.result(), 1e-11);
    });
}

#[test]
fn reconstructions_are_scikit_images() {
    run(&["iradon"], |case| {
        let filter = match case.word("filter") {
            "ramp" => RadonFilter::Ramp,
            "shepp-logan" => RadonFilter::SheppLogan,
            "cosine" => RadonFilter::Cosine,
            "hamming" => RadonFilter::Hamming,
            "hann" => RadonFilter::Hann,
            _ => RadonFilter::None,
        };
        let options = IradonOptions::default().filter(filter);
        let options = options.circle(case.word("circle") == "true");
        case.close(iradon_with(case.array(0), case.array(1), &options), case.result(), 1e-11);
    });
}

#[test]
fn votes_are_scikit_images() {
    run(&["hough_line"], |case| {
        let ours = hough_line(bools(case.array(0)), case.array(1));
        let votes = ours.votes.iter().map(|&v| v as f64).collect();
        case.close(Array::from_shape_vec(ours.votes.shape(), votes), case.result(), 0.0);
        assert_eq!(&ours.distances[..], case.array(2).as_slice().unwrap());
    });
    run(&["hough_circle"], |case| {
        let options = HoughCircleOptions::default().full_output(case.word("full") == "true");
        let ours = hough_circle_with(bools(case.array(0)), &[1, 4, 9], &options);
        case.close(&ours, case.result(), 1e-14);
    });
}

#[test]
fn line_peaks_are_scikit_images() {
    run(&["hough_line_peaks"], |case| {
        let votes = hough_line(bools(case.array(0)), case.array(1));
        let options = LinePeaksOptions::default().min_distance(4).min_angle(4);
        let ours = hough_line_peaks_with(&votes, &options);
        let theirs: Vec<f64> = case.array(2).iter().copied().collect();
        assert_eq!(ours.iter().map(|peak| peak.votes as f64).collect::<Vec<_>>(), theirs);
        for (k, peak) in ours.iter().enumerate() {
            // Where votes tie theirs may be a line beside.
            let near = |j: usize| {
                let turned = (peak.angle - case.array(3)[[j]]).abs();
                turned < 0.15 && (peak.distance - case.array(4)[[j]]).abs() <= 2.0
            };
            assert!((0..theirs.len()).any(near), "{k}: {peak:?}");
        }
    });
}

#[test]
fn near_lines_are_found_across_the_end_of_the_angles() {
    // A slope that turns through the last and the first angle.
    let a = Array::from_fn([60, 60], |i| i[0] == 30 + i[1] / 50);
    let peaks = hough_line_peaks(&hough_line(&a, hough_angles()));
    assert_eq!(peaks.len(), 1, "{peaks:?}");
}

#[test]
fn segments_are_found_and_hang_on_the_seed_alone() {
    let a = Array::from_fn([100, 120], |i| {
        let bar = i[0] == 20 && (10..90).contains(&i[1]);
        bar || (i[1] == 100 && i[0] >= 30) || (i[0] == i[1] && (30..90).contains(&i[0]))
    });
    let angles = [-std::f64::consts::FRAC_PI_2, 0.0, -std::f64::consts::FRAC_PI_4];
    let options = HoughSegmentsOptions::default().line_length(30).line_gap(3).theta(angles);
    for seed in 0..5 {
        let options = options.clone().seed(seed);
        let mut ends = probabilistic_hough_line_with(&a, &options);
        assert_eq!(ends, probabilistic_hough_line_with(&a, &options));
        ends.iter_mut().for_each(|ends| ends.sort_unstable());
        let near = |want: [[usize; 2]; 2]| {
            ends.iter().any(|have| {
                let pairs = want.as_flattened().iter().zip(have.as_flattened());
                pairs.map(|(a, b)| a.abs_diff(*b)).max().unwrap() <= 3
            })
        };
        assert!(near([[10, 20], [89, 20]]), "{ends:?}");
        assert!(near([[100, 30], [100, 99]]), "{ends:?}");
        assert!(near([[30, 30], [89, 89]]), "{ends:?}");
    }
    let strange = HoughSegmentsOptions::default().theta([f64::NAN]).threshold(0);
    assert!(probabilistic_hough_line_with(&a, &strange).is_empty());
    assert!(probabilistic_hough_line(Array::full([0, 5], true)).is_empty());
}

/// P13: no range is changed.
#[test]
fn ranges_stay() {
    let a = Array::from_fn([6, 6], |i| (100 * i[0] + i[1]) as i32);
    let half = resize_spline(&a, [3, 3]);
    assert!(half[[2, 2]] > 300);
    assert_eq!(warp(&a, |p| p), a);
    let labels = Array::from_fn([4, 4], |i| (i[0] / 2 * 70_000 + i[1]) as u32);
    let options = ResizeSplineOptions::default().order(0);
    let large = resize_spline_with(&labels, [8, 8], &options);
    assert!(large.iter().all(|x| labels.iter().any(|y| x == y)));
}

/// P15 and P14: what cannot be a shade is told.
#[test]
fn wrong_shades_are_told() {
    for value in [f64::NAN, 1.0001, -2.0, f64::INFINITY] {
        let told = img_as_u16([0.0, value]).unwrap_err().to_string();
        assert_eq!(told, format!("img_as_u16: {value} is not between -1 and 1"));
        assert!(img_as_f32([value]).iter().all(|x| x.is_nan() == value.is_nan()));
    }
    assert_eq!(img_as_u8([100u16, 200]).unwrap().as_slice().unwrap(), [0, 0]);
}

#[test]
fn projections_of_empty_things_are_refused() {
    let told = |work: fn()| {
        let panic = std::panic::catch_unwind(work).unwrap_err();
        let fixed = panic.downcast_ref::<&str>().map(ToString::to_string);
        fixed.unwrap_or_else(|| *panic.downcast::<String>().unwrap())
    };
    let empty = || drop(radon(Array::<f64>::zeros([0, 3]), [0.0]));
    assert_eq!(told(empty), "radon: shape [0, 3] is no picture (h, w)");
    let angles = || drop(iradon([[1.0, 2.0]], [0.0]));
    let message = "iradon: projections [1, 2] for angles [1], (n, k) and (k) are needed";
    assert_eq!(told(angles), message);
    let shape = || drop(resize_spline([1.0], [2, 2, 2]));
    assert_eq!(told(shape), "resize_spline: shape [2, 2, 2] for an array of shape [1]");
    let factor = || drop(rescale([1.0], f64::NAN));
    assert_eq!(told(factor), "rescale: a factor of NaN");
    let blocks = || drop(downscale_local_mean([1.0], 0));
    assert_eq!(told(blocks), "downscale_local_mean: blocks of size [0], at least 1 is needed");
    let pyramid = || drop(pyramid_reduce_with([1.0], &PyramidOptions::default().factor(1.0)));
    assert_eq!(told(pyramid), "pyramid_reduce: a factor of 1, above 1 is needed");
    let huge = || {
        let options = HoughCircleOptions::default().full_output(true);
        drop(hough_circle_with([[true]], &[usize::MAX], &options));
    };
    assert_eq!(told(huge), format!("hough_circle: radii [{}] are too large", usize::MAX));
}
