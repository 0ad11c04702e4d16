//! Blobs: where a picture is bright, or dark, around a place, and how far.

use super::blob_options::BlobOptions;
use super::peaks::{PeakOptions, peaks};
use super::tensor::gaussian;
use crate::canvas::each;
use crate::integral_image;
use crate::level::{Level, plane};
use crate::mode::Mode;
use nd_core::{Array, ArrayLike, threads};

/// Bright blobs, by the Laplacian of Gaussians: `(…) -> (n, axes + 1)`, positions and the deviation.
///
/// A blob is where minus the Laplacian, times the squared deviation, is above `threshold` and the largest
/// among its neighbours in place and deviation. Of blobs that overlap by more than half the smaller goes.
/// The radius of a disk is about √2 times the deviation. NaN is near no blob.
///
/// # Panics
/// If the array does not have 2 or 3 axes.
///
/// # scikit-image
/// `skimage.feature.blob_log(a, threshold=threshold)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{BlobOptions, blob_log_with};
/// let spot = Array::from_fn([31, 31], |i| {
///     let (y, x) = (i[0] as f64 - 15.0, i[1] as f64 - 12.0);
///     (-(y * y + x * x) / 18.0).exp()
/// });
/// let blobs = blob_log_with(&spot, 0.2, &BlobOptions::default().max_sigma(5.0).num_sigma(5));
/// assert_eq!(blobs.into_vec(), [15.0, 12.0, 3.0]);
/// ```
#[track_caller]
pub fn blob_log<A: ArrayLike<Elem: Level>>(a: A, threshold: f64) -> Array<f64> {
    blob_log_with(a, threshold, &BlobOptions::default())
}

/// [`blob_log`] of other deviations, or with another overlap or a border.
///
/// # Panics
/// As [`blob_log`]; if deviations are not positive or do not rise, or there are none or more than 1000.
///
/// # scikit-image
/// `skimage.feature.blob_log(a, min_sigma, max_sigma, num_sigma, threshold, overlap, log_scale, exclude_border=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{BlobOptions, blob_log_with};
/// let flat = Array::<f64>::zeros([9, 9]);
/// let options = BlobOptions::default().max_sigma(3.0);
/// assert_eq!(blob_log_with(&flat, 0.1, &options).shape(), [0, 3]);
/// ```
#[track_caller]
pub fn blob_log_with<A>(a: A, threshold: f64, options: &BlobOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    dimensions("blob_log", a.ndim());
    let sigmas = options.sigmas("blob_log", 50.0);
    let a = A::Elem::wide(a);
    found(&cube(&a, sigmas.len(), &|k| laplacian(&a, sigmas[k])), &sigmas, threshold, options)
}

#[inline(never)]
fn laplacian(a: &Array<f64>, sigma: f64) -> Array<f64> {
    let ndim = a.ndim();
    let mut sum = Array::<f64>::zeros(a.shape());
    for axis in 0..ndim {
        let order: Vec<usize> = (0..ndim).map(|k| 2 * usize::from(k == axis)).collect();
        let second = gaussian(a, &vec![sigma; ndim], &order, 4.0, Mode::Reflect);
        sum = each([&sum, &second], &|[x, y]| x + y);
    }
    each([&sum], &|[x]| -x * (sigma * sigma))
}

/// Bright blobs, by differences of Gaussians: `(…) -> (n, axes + 1)`, positions and the deviation.
///
/// Faster than [`blob_log`] and much the same. NaN is near no blob.
///
/// # Panics
/// If the array does not have 2 or 3 axes.
///
/// # scikit-image
/// `skimage.feature.blob_dog(a, threshold=threshold)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{BlobOptions, blob_dog_with};
/// let spot = Array::from_fn([31, 31], |i| {
///     let (y, x) = (i[0] as f64 - 15.0, i[1] as f64 - 12.0);
///     (-(y * y + x * x) / 18.0).exp()
/// });
/// let blobs = blob_dog_with(&spot, 0.1, &BlobOptions::default().max_sigma(6.0));
/// assert_eq!((blobs[[0, 0]], blobs[[0, 1]]), (15.0, 12.0));
/// ```
#[track_caller]
pub fn blob_dog<A: ArrayLike<Elem: Level>>(a: A, threshold: f64) -> Array<f64> {
    blob_dog_with(a, threshold, &BlobOptions::default())
}

/// [`blob_dog`] of other deviations, or with another overlap or a border.
///
/// # Panics
/// As [`blob_dog`]; if deviations are not positive or do not rise, or their ratio is not above 1.001.
///
/// # scikit-image
/// `skimage.feature.blob_dog(a, min_sigma, max_sigma, sigma_ratio, threshold, overlap, exclude_border=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{BlobOptions, blob_dog_with};
/// let flat = Array::<f64>::zeros([9, 9]);
/// let options = BlobOptions::default().max_sigma(3.0).sigma_ratio(1.3);
/// assert_eq!(blob_dog_with(&flat, 0.1, &options).shape(), [0, 3]);
/// ```
#[track_caller]
pub fn blob_dog_with<A>(a: A, threshold: f64, options: &BlobOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    dimensions("blob_dog", a.ndim());
    options.sigmas("blob_dog", 50.0);
    let ratio = options.sigma_ratio;
    assert!(ratio > 1.001 && ratio.is_finite(), "blob_dog: sigma_ratio is {ratio}");
    dog(&A::Elem::wide(a), threshold, options)
}

#[inline(never)]
fn dog(a: &Array<f64>, threshold: f64, options: &BlobOptions) -> Array<f64> {
    let (low, ratio) = (options.min_sigma, options.sigma_ratio);
    let high = options.max_sigma.unwrap_or(50.0);
    let count = ((high / low).ln() / ratio.ln() + 1.0) as usize;
    let sigmas: Vec<f64> = (0..=count).map(|i| low * ratio.powi(i as i32)).collect();
    let smooth =
        |sigma: f64| gaussian(a, &vec![sigma; a.ndim()], &vec![0; a.ndim()], 4.0, Mode::Reflect);
    let smooth: Vec<_> = sigmas.iter().map(|&sigma| smooth(sigma)).collect();
    let scale = 1.0 / (ratio - 1.0);
    let differences =
        cube(a, count, &|k| each([&smooth[k], &smooth[k + 1]], &|[x, y]| (x - y) * scale));
    found(&differences, &sigmas, threshold, options)
}

/// Blobs, bright or dark, by the determinant of the Hessian matrix: `(h, w) -> (n, 3)`, positions and the
/// deviation (Bay, Ess, Tuytelaars and Van Gool, Computer Vision and Image Understanding 110, 2008).
///
/// The Hessian matrix is made of sums over boxes: the time does not depend on deviations, of which those below 3
/// are not exact. NaN is near no blob, and in the rows and columns behind it there is none.
///
/// # Panics
/// If the picture is not `(h, w)`.
///
/// # scikit-image
/// `skimage.feature.blob_doh(a, threshold=threshold)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{BlobOptions, blob_doh_with};
/// let spot = Array::from_fn([41, 41], |i| {
///     let (y, x) = (i[0] as f64 - 20.0, i[1] as f64 - 18.0);
///     (-(y * y + x * x) / 32.0).exp()
/// });
/// let blobs = blob_doh_with(&spot, 0.005, &BlobOptions::default().max_sigma(9.0));
/// assert!((blobs[[0, 0]] - 20.0).abs() < 2.0 && (blobs[[0, 1]] - 18.0).abs() < 2.0);
/// ```
#[track_caller]
pub fn blob_doh<A: ArrayLike<Elem: Level>>(a: A, threshold: f64) -> Array<f64> {
    blob_doh_with(a, threshold, &BlobOptions::default())
}

/// [`blob_doh`] of other deviations, or with another overlap or a border.
///
/// # Panics
/// As [`blob_doh`]; if deviations are not positive or do not rise, or there are none or more than 1000.
///
/// # scikit-image
/// `skimage.feature.blob_doh(a, min_sigma, max_sigma, num_sigma, threshold, overlap, log_scale)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::feature::{BlobOptions, blob_doh_with};
/// let flat = Array::<f64>::zeros([9, 9]);
/// let options = BlobOptions::default().num_sigma(3);
/// assert_eq!(blob_doh_with(&flat, 0.1, &options).shape(), [0, 3]);
/// ```
#[track_caller]
pub fn blob_doh_with<A>(a: A, threshold: f64, options: &BlobOptions) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    plane("blob_doh", a.shape());
    let sigmas = options.sigmas("blob_doh", 30.0);
    let sums = integral_image(A::Elem::wide(a));
    found(
        &cube(&sums, sigmas.len(), &|k| determinants(&sums, sigmas[k])),
        &sigmas,
        threshold,
        options,
    )
}

/// The determinants of Hessian matrices made of sums over boxes.
#[inline(never)]
fn determinants(sums: &Array<f64>, sigma: f64) -> Array<f64> {
    let [h, w] = sums.view().dims();
    let samples = sums.as_slice().expect("casts are contiguous");
    let size = (3.0 * sigma) as isize;
    let (middle, third) = ((size - 1) / 2, size / 3);
    // The length is made odd, the rest is as it was.
    let whole = size;
    let weight = 1.0 / (size * size) as f64;
    let boxed = |r: isize, c: isize, rows: isize, columns: isize| {
        let row = |r: isize| r.clamp(0, h as isize - 1) as usize * w;
        let column = |c: isize| c.clamp(0, w as isize - 1) as usize;
        let (top, left) = (r.clamp(0, h as isize - 1), c.clamp(0, w as isize - 1));
        let (r0, c0, r1, c1) = (row(top), column(left), row(top + rows), column(left + columns));
        let sum = samples[r0 + c0] + samples[r1 + c1] - samples[r0 + c1] - samples[r1 + c0];
        if sum < 0.0 { 0.0 } else { sum }
    };
    let mut out = Array::<f64>::zeros([h, w]);
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    let (long, t) = (2 * third - 1, third);
    threads::chunks(to, (8 * w).max(1), &|start, to| {
        for (i, to) in to.iter_mut().enumerate() {
            let (r, c) = (((start + i) / w) as isize, ((start + i) % w) as isize);
            let (upper_left, lower_right) = (boxed(r - t, c - t, t, t), boxed(r + 1, c + 1, t, t));
            let (upper_right, lower_left) = (boxed(r - t, c + 1, t, t), boxed(r + 1, c - t, t, t));
            let xy = -(upper_right + lower_left - upper_left - lower_right) * weight;
            let wide = boxed(r - t + 1, c - middle, long, whole);
            let xx = -(wide - 3.0 * boxed(r - t + 1, c - t / 2, long, t)) * weight;
            let high = boxed(r - middle, c - t + 1, whole, long);
            let yy = -(high - 3.0 * boxed(r - t / 2, c - t + 1, t, long)) * weight;
            *to = xx * yy - 0.81 * (xy * xy);
        }
    });
    out
}

#[track_caller]
fn dimensions(op: &str, ndim: usize) {
    assert!(ndim == 2 || ndim == 3, "{op}: an array of {ndim} axes, must have 2 or 3");
}

/// Arrays of the shape of `a` side by side along a new last axis.
fn cube(a: &Array<f64>, count: usize, layer: &dyn Fn(usize) -> Array<f64>) -> Array<f64> {
    let mut shape = a.shape().to_vec();
    shape.push(count);
    let mut cube = Array::<f64>::zeros(&shape[..]);
    let samples = cube.as_slice_mut().expect("fresh arrays are contiguous");
    for k in 0..count {
        let layer = layer(k);
        samples.iter_mut().skip(k).step_by(count).zip(layer.iter()).for_each(|(to, &x)| *to = x);
    }
    cube
}

/// The peaks of a cube as blobs.
#[inline(never)]
fn found(cube: &Array<f64>, sigmas: &[f64], threshold: f64, options: &BlobOptions) -> Array<f64> {
    let shape = cube.shape();
    let ndim = shape.len() - 1;
    let edge = options.exclude_border;
    let peaks = peaks(cube, &PeakOptions::default().threshold(threshold), false);
    let indices = super::peaks::positions(peaks, shape).into_vec();
    let mut blobs: Vec<Vec<f64>> = Vec::new();
    for index in indices.chunks(ndim + 1) {
        let away = index[..ndim].iter().zip(shape).all(|(&i, &n)| i >= edge && i + edge < n);
        if away {
            let place = index[..ndim].iter().map(|&i| i as f64);
            blobs.push(place.chain([sigmas[index[ndim]]]).collect());
        }
    }
    prune(&mut blobs, options.overlap);
    let count = blobs.len();
    Array::from_shape_vec([count, ndim + 1], blobs.concat())
}

/// Takes the smaller of each two blobs that overlap too much.
fn prune(blobs: &mut Vec<Vec<f64>>, overlap: f64) {
    // By rows, so that only those near are compared.
    let mut order: Vec<usize> = (0..blobs.len()).collect();
    order.sort_by(|&i, &j| blobs[i][0].total_cmp(&blobs[j][0]).then(i.cmp(&j)));
    let ndim = blobs.first().map_or(0, |blob| blob.len() - 1);
    let largest = blobs.iter().map(|blob| blob[ndim]).fold(0.0, f64::max);
    let reach = 2.0 * largest * (ndim as f64).sqrt();
    for (k, &i) in order.iter().enumerate() {
        for &j in &order[k + 1..] {
            if blobs[j][0] - blobs[i][0] > reach {
                break;
            }
            let (first, second) = (i.min(j), i.max(j));
            if shared(&blobs[first], &blobs[second]) > overlap {
                let smaller = if blobs[first][ndim] > blobs[second][ndim] { second } else { first };
                blobs[smaller][ndim] = 0.0;
            }
        }
    }
    blobs.retain(|blob| blob[ndim] > 0.0);
}

/// The share of the smaller blob that lies within the larger.
fn shared(one: &[f64], two: &[f64]) -> f64 {
    let ndim = one.len() - 1;
    let (s, t) = (one[ndim], two[ndim]);
    if s == 0.0 && t == 0.0 {
        return 0.0;
    }
    let (r, q) = if s > t { (1.0, t / s) } else { (s / t, 1.0) };
    let scale = s.max(t) * (ndim as f64).sqrt();
    let squares = one[..ndim].iter().zip(&two[..ndim]).map(|(x, y)| ((y - x) / scale).powi(2));
    let d = squares.sum::<f64>().sqrt();
    if d > r + q {
        return 0.0;
    }
    if d <= (r - q).abs() {
        return 1.0;
    }
    let least: f64 = f64::min(r, q);
    if ndim == 3 {
        let lens =
            (r + q - d).powi(2) * (d * d + 2.0 * d * (r + q) - 3.0 * (r * r + q * q) + 6.0 * r * q);
        return lens / (16.0 * d * least.powi(3));
    }
    let angle = |r: f64, q: f64| ((d * d + r * r - q * q) / (2.0 * d * r)).clamp(-1.0, 1.0).acos();
    let heron = (q + r - d) * (d - q + r) * (d + q - r) * (d + q + r);
    let area = r * r * angle(r, q) + q * q * angle(q, r) - 0.5 * heron.abs().sqrt();
    area / (std::f64::consts::PI * least * least)
}
