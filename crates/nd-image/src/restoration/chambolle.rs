//! Total variation by Chambolle's projections.

use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike, normalize_axis, threads};

/// How [`denoise_tv_chambolle_with`] iterates.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::restoration::ChambolleOptions::default().max_num_iter, 200);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ChambolleOptions {
    /// It ends when the energy changes by less than this share of the first; 0.0002 by default.
    pub eps: f64,
    /// The largest number of iterations; 200 by default.
    pub max_num_iter: usize,
    /// The axis of channels, which are smoothed one by one.
    pub channel_axis: Option<isize>,
}

impl Default for ChambolleOptions {
    fn default() -> ChambolleOptions {
        ChambolleOptions { eps: 2e-4, max_num_iter: 200, channel_axis: None }
    }
}

impl ChambolleOptions {
    /// Sets the change of energy, as a share of the first, below which it ends.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::ChambolleOptions;
    /// assert_eq!(ChambolleOptions::default().eps(0.1).eps, 0.1);
    /// ```
    #[must_use]
    pub fn eps(self, eps: f64) -> ChambolleOptions {
        ChambolleOptions { eps, ..self }
    }

    /// Sets the largest number of iterations.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::ChambolleOptions;
    /// assert_eq!(ChambolleOptions::default().max_num_iter(9).max_num_iter, 9);
    /// ```
    #[must_use]
    pub fn max_num_iter(self, max_num_iter: usize) -> ChambolleOptions {
        ChambolleOptions { max_num_iter, ..self }
    }

    /// Sets the axis of channels, which are smoothed one by one.
    ///
    /// # Examples
    /// ```
    /// use nd_image::restoration::ChambolleOptions;
    /// assert_eq!(ChambolleOptions::default().channel_axis(-1).channel_axis, Some(-1));
    /// ```
    #[must_use]
    pub fn channel_axis(self, axis: isize) -> ChambolleOptions {
        ChambolleOptions { channel_axis: Some(axis), ..self }
    }
}

/// Takes noise away and leaves edges, by as little total variation as `weight` asks for: `(…) -> (…)` (Chambolle, Journal
/// of Mathematical Imaging and Vision 20, 2004).
///
/// All axes are alike: colours need [`ChambolleOptions::channel_axis`]. A larger weight takes away more. NaN
/// spreads. An empty array gives an empty array.
///
/// # Panics
/// If the weight is not positive.
///
/// # scikit-image
/// `skimage.restoration.denoise_tv_chambolle(a, weight)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::denoise_tv_chambolle;
/// let noisy = Array::from_fn([16, 16], |i| if i[1] < 8 { 0.0 } else { 1.0 } + 0.1 * ((i[0] + i[1]) % 2) as f64);
/// let smooth = denoise_tv_chambolle(&noisy, 0.1);
/// assert!((smooth[[8, 3]] - smooth[[8, 4]]).abs() < 0.02 && smooth[[8, 8]] - smooth[[8, 7]] > 0.7);
/// ```
#[track_caller]
pub fn denoise_tv_chambolle<A: ArrayLike<Elem: FloatLevel>>(a: A, weight: f64) -> Array<A::Elem> {
    denoise_tv_chambolle_with(a, weight, &ChambolleOptions::default())
}

/// [`denoise_tv_chambolle`] with another end, or channel by channel.
///
/// # Panics
/// As [`denoise_tv_chambolle`]; if there is no such axis.
///
/// # scikit-image
/// `skimage.restoration.denoise_tv_chambolle(a, weight, eps, max_num_iter, channel_axis=...)`.
///
/// # Examples
/// ```
/// use nd_image::restoration::{ChambolleOptions, denoise_tv_chambolle_with};
/// let short = ChambolleOptions::default().max_num_iter(1);
/// assert_eq!(denoise_tv_chambolle_with([0.0, 1.0], 0.1, &short).into_vec(), [0.0, 1.0]);
/// ```
#[track_caller]
pub fn denoise_tv_chambolle_with<A>(a: A, weight: f64, options: &ChambolleOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    const OP: &str = "denoise_tv_chambolle";
    let a = a.view();
    assert!(weight > 0.0, "{OP}: weight is {weight}, must be positive");
    let axis = options.channel_axis;
    let axis =
        axis.map(|axis| normalize_axis(OP, axis, a.ndim()).unwrap_or_else(|e| panic!("{e}")));
    A::Elem::narrowed(smoothed(A::Elem::wide(a), weight, options, axis))
}

#[inline(never)]
fn smoothed(
    mut a: Array<f64>,
    weight: f64,
    options: &ChambolleOptions,
    axis: Option<usize>,
) -> Array<f64> {
    if a.is_empty() || a.ndim() == 0 {
        return a;
    }
    let Some(axis) = axis else { return Variation::new(&a, weight).run(options) };
    for mut channel in a.axis_iter_mut(axis as isize) {
        let smooth = smoothed(channel.view().to_array(), weight, options, None);
        channel.iter_mut().zip(smooth.iter()).for_each(|(to, &from)| *to = from);
    }
    a
}

/// The state: rows along the last axis, of each as many duals as there are axes.
struct Variation<'a> {
    source: &'a [f64],
    shape: &'a [usize],
    n: usize,
    /// By how many rows neighbours along each axis but the last are apart.
    steps: Vec<usize>,
    duals: Vec<f64>,
    weight: f64,
}

impl<'a> Variation<'a> {
    fn new(a: &'a Array<f64>, weight: f64) -> Variation<'a> {
        let shape = a.shape();
        let last = shape.len() - 1;
        let steps = (0..last).map(|axis| shape[axis + 1..last].iter().product()).collect();
        let source = a.as_slice().expect("casts are contiguous");
        Variation {
            source,
            shape,
            n: shape[last],
            steps,
            duals: vec![0.0; source.len() * shape.len()],
            weight,
        }
    }

    fn run(mut self, options: &ChambolleOptions) -> Array<f64> {
        let mut out = self.source.to_vec();
        let (mut first, mut before) = (0.0, 0.0);
        for i in 0..options.max_num_iter {
            let moved = if i > 0 { self.primal(&mut out) } else { 0.0 };
            let energy = (moved + self.weight * self.dual(&out)) / out.len() as f64;
            if i == 0 {
                first = energy;
            } else if (before - energy).abs() < options.eps * first {
                break;
            }
            before = energy;
        }
        Array::from_shape_vec(self.shape, out)
    }

    /// The dual of an axis in a row.
    #[inline(always)]
    fn lane(&self, row: usize, axis: usize) -> &[f64] {
        &self.duals[(row * self.shape.len() + axis) * self.n..][..self.n]
    }

    /// Adds the divergence of the duals to the picture; the sum of its squares.
    fn primal(&self, out: &mut [f64]) -> f64 {
        let n = self.n;
        let rows: Vec<_> = out.chunks_mut(n).enumerate().collect();
        let squares = threads::map(grouped(rows), &|rows| {
            let mut sum = 0.0;
            let mut moved = vec![0.0; n];
            for (row, out) in rows {
                moved.fill(0.0);
                for axis in 0..self.shape.len() {
                    let lane = self.lane(row, axis);
                    moved.iter_mut().zip(lane).for_each(|(moved, p)| *moved -= p);
                }
                for (axis, &step) in self.steps.iter().enumerate() {
                    if row / step % self.shape[axis] > 0 {
                        let lane = self.lane(row - step, axis);
                        moved.iter_mut().zip(lane).for_each(|(moved, p)| *moved += p);
                    }
                }
                let lane = self.lane(row, self.shape.len() - 1);
                moved[1..].iter_mut().zip(lane).for_each(|(moved, p)| *moved += p);
                let source = &self.source[row * n..][..n];
                for ((out, source), moved) in out.iter_mut().zip(source).zip(&moved) {
                    *out = source + moved;
                }
                sum += moved.iter().map(|x| x * x).sum::<f64>();
            }
            sum
        });
        squares.into_iter().sum()
    }

    /// Moves the duals along the gradient of the picture; the sum of the gradient's lengths.
    fn dual(&mut self, out: &[f64]) -> f64 {
        let (n, ndim) = (self.n, self.shape.len());
        let tau = 1.0 / (2.0 * ndim as f64);
        let (steps, shape, scale) = (&self.steps, self.shape, tau / self.weight);
        let rows: Vec<_> = self.duals.chunks_mut(n * ndim).enumerate().collect();
        let lengths = threads::map(grouped(rows), &|rows| {
            let mut sum = 0.0;
            let (mut slopes, mut norms) = (vec![0.0; n * ndim], vec![0.0; n]);
            for (row, duals) in rows {
                slopes.fill(0.0);
                norms.fill(0.0);
                let here = &out[row * n..][..n];
                for (axis, slopes) in slopes.chunks_mut(n).enumerate() {
                    let next = match steps.get(axis) {
                        None => &here[1..],
                        Some(step) if row / step % shape[axis] + 1 < shape[axis] => {
                            &out[(row + step) * n..][..n]
                        }
                        Some(_) => &[],
                    };
                    for ((slope, next), here) in slopes.iter_mut().zip(next).zip(here) {
                        *slope = next - here;
                    }
                    norms.iter_mut().zip(slopes.iter()).for_each(|(norm, x)| *norm += x * x);
                }
                for norm in &mut norms {
                    *norm = norm.sqrt();
                    sum += *norm;
                    *norm = *norm * scale + 1.0;
                }
                for (duals, slopes) in duals.chunks_mut(n).zip(slopes.chunks(n)) {
                    for ((p, slope), norm) in duals.iter_mut().zip(slopes).zip(&norms) {
                        *p = (*p - tau * slope) / norm;
                    }
                }
            }
            sum
        });
        lengths.into_iter().sum()
    }
}

/// Items by sixteen: enough for a task.
fn grouped<T>(items: Vec<T>) -> Vec<Vec<T>> {
    let mut groups = Vec::with_capacity(items.len().div_ceil(16));
    for (i, item) in items.into_iter().enumerate() {
        if i % 16 == 0 {
            groups.push(Vec::with_capacity(16));
        }
        groups.last_mut().expect("one has begun").push(item);
    }
    groups
}
