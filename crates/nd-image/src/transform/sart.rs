//! Pictures from their projections, ray by ray.

use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike};
use std::f64::consts::PI;

/// How [`iradon_sart_with`] goes on from which picture.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::SartOptions::default().relaxation, 0.15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SartOptions {
    /// The picture to begin with, `(n, n)`; zeros by default.
    pub image: Option<Array<f64>>,
    /// By how much each projection is shifted; by nothing by default.
    pub projection_shifts: Option<Vec<f64>>,
    /// The least and the greatest value of the picture; any by default.
    pub clip: Option<[f64; 2]>,
    /// The share of a correction that is made; 0.15 by default.
    pub relaxation: f64,
}

impl Default for SartOptions {
    fn default() -> SartOptions {
        SartOptions { image: None, projection_shifts: None, clip: None, relaxation: 0.15 }
    }
}

impl SartOptions {
    /// Sets the picture to begin with.
    ///
    /// # Examples
    /// ```
    /// use nd_image::SartOptions;
    /// assert!(SartOptions::default().image(&[[1.0]]).image.is_some());
    /// ```
    #[must_use]
    pub fn image(self, image: impl ArrayLike<Elem = f64>) -> SartOptions {
        SartOptions { image: Some(image.view().to_array()), ..self }
    }

    /// Sets by how much each projection is shifted.
    ///
    /// # Examples
    /// ```
    /// use nd_image::SartOptions;
    /// assert!(SartOptions::default().projection_shifts([0.5]).projection_shifts.is_some());
    /// ```
    #[must_use]
    pub fn projection_shifts(self, shifts: impl Into<Vec<f64>>) -> SartOptions {
        SartOptions { projection_shifts: Some(shifts.into()), ..self }
    }

    /// Sets the least and the greatest value of the picture.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::SartOptions::default().clip([0.0, 1.0]).clip, Some([0.0, 1.0]));
    /// ```
    #[must_use]
    pub fn clip(self, clip: [f64; 2]) -> SartOptions {
        SartOptions { clip: Some(clip), ..self }
    }

    /// Sets the share of a correction that is made.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::SartOptions::default().relaxation(0.5).relaxation, 0.5);
    /// ```
    #[must_use]
    pub fn relaxation(self, relaxation: f64) -> SartOptions {
        SartOptions { relaxation, ..self }
    }
}

/// The order in which angles, in degrees, are looked at so that each is far from those before: indices of them.
///
/// Each is the nearest to a step of the golden section from the one before (T. Köhler: A projection access scheme for
/// iterative reconstruction based on the golden section, 2004). NaN comes last in the order of numbers.
///
/// # scikit-image
/// `skimage.transform.order_angles_golden_ratio(theta)`.
///
/// # Examples
/// ```
/// let angles: Vec<f64> = (0..6).map(|k| 30.0 * f64::from(k)).collect();
/// assert_eq!(nd_image::order_angles_golden_ratio(&angles), [0, 2, 5, 1, 3, 4]);
/// ```
#[must_use]
pub fn order_angles_golden_ratio(theta: &[f64]) -> Vec<usize> {
    const TURN: f64 = 180.0;
    let golden = f64::midpoint(1.0, 5f64.sqrt());
    let mut left: Vec<usize> = (0..theta.len()).collect();
    left.sort_by(|&a, &b| theta[a].total_cmp(&theta[b]));
    let mut order = Vec::with_capacity(left.len());
    if left.is_empty() {
        return order;
    }
    order.push(left.remove(0));
    let mut angle = theta[order[0]];
    let step = TURN / (golden * golden);
    while !left.is_empty() {
        angle = (angle + step).rem_euclid(TURN);
        let above = left.partition_point(|&k| theta[k] < angle);
        let below = if above == 0 { left.len() - 1 } else { above - 1 };
        let above = above % left.len();
        let apart = |k: usize| (angle - theta[left[k]]).abs();
        // The lesser of the remainders of both signs, as the original has it.
        let distance = |x: f64| {
            let rest = x.rem_euclid(TURN);
            if rest == 0.0 { 0.0 } else { rest - TURN }
        };
        let nearer = distance(apart(below)) < distance(apart(above));
        order.push(left.remove(if nearer { below } else { above }));
    }
    order
}

/// The picture of which projections are given, by one round of corrections: `(n, angles) -> (n, n)`. See
/// [`iradon_sart_with`].
///
/// # Panics
/// If the array has not 2 axes, or there are not as many angles as columns.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{iradon_sart, radon};
/// let disk = Array::from_fn([20, 20], |i| f64::from((i[0] as f64 - 10.0).hypot(i[1] as f64 - 10.0) < 5.0));
/// let angles: Vec<f64> = (0..60).map(|k| 3.0 * f64::from(k)).collect();
/// let seen = iradon_sart(radon(&disk, &angles), &angles);
/// assert!(seen[[10, 10]] > 0.6 && seen[[10, 18]].abs() < 0.2);
/// ```
#[track_caller]
pub fn iradon_sart<A>(a: A, theta: &[f64]) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    iradon_sart_with(a, theta, &SartOptions::default())
}

/// The picture of which projections are given: `(n, angles) -> (n, n)`, angles in degrees. For each angle in turn, in an
/// order in which they differ much, what a ray lacks is spread along it (A. Andersen, A. Kak: Simultaneous algebraic
/// reconstruction technique, 1984). Its result may be what the next call begins with. NaN spreads along the rays that meet it;
/// a shift of NaN leaves its projection out.
///
/// # Panics
/// As [`iradon_sart`]; if the picture to begin with is not `(n, n)`, or there are not as many shifts as angles.
///
/// # scikit-image
/// `skimage.transform.iradon_sart(a, theta, image, projection_shifts, clip, relaxation)`, in `f64`; it writes to the array that it
/// begins with.
///
/// # Examples
/// ```
/// use nd_image::{SartOptions, iradon_sart_with};
/// let options = SartOptions::default().clip([0.0, 1.0]);
/// let seen = iradon_sart_with([[0.0], [9.0], [9.0], [9.0], [0.0], [0.0]], &[0.0], &options);
/// assert!(seen.iter().all(|x| (0.0..=1.0).contains(x)));
/// ```
#[track_caller]
pub fn iradon_sart_with<A>(a: A, theta: &[f64], options: &SartOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    let a = a.view();
    let shape = a.shape();
    assert!(shape.len() == 2, "iradon_sart: shape {shape:?}, must be (n, angles)");
    let (n, angles) = (shape[0], theta.len());
    assert!(angles == shape[1], "iradon_sart: {angles} angles for projections of shape {shape:?}");
    let image = options.image.as_ref();
    let square = image.is_none_or(|image| image.shape() == [n, n]);
    assert!(square, "iradon_sart: the picture to begin with is not ({n}, {n})");
    let shifts = options.projection_shifts.as_ref().map_or(angles, Vec::len);
    assert!(shifts == angles, "iradon_sart: {shifts} shifts for {angles} projections");
    A::Elem::narrowed(reconstructed(&A::Elem::wide(a), theta, options))
}

fn reconstructed(a: &Array<f64>, theta: &[f64], options: &SartOptions) -> Array<f64> {
    let (n, angles) = (a.shape()[0], theta.len());
    let begin = options.image.as_ref().map(|image| image.iter().copied().collect());
    let mut image: Vec<f64> = begin.unwrap_or_else(|| vec![0.0; n * n]);
    let projections = a.as_slice().expect("casts are contiguous");
    for k in order_angles_golden_ratio(theta) {
        let shift = options.projection_shifts.as_ref().map_or(0.0, |shifts| shifts[k]);
        let mut update = vec![0.0; n * n];
        for i in 0..n {
            let ray = Ray::new(n, theta[k] / 180.0 * PI, i as f64 + shift);
            let (mut sum, mut norm) = (0.0, 0.0);
            ray.walk(|_, at, weight| {
                sum += weight * image[at];
                norm += weight * weight;
            });
            let lack = if norm > 0.0 { -(sum - projections[i * angles + k]) / norm } else { 0.0 };
            ray.walk(|step, at, weight| update[at] += lack * weight * ray.window(step));
        }
        image.iter_mut().zip(&update).for_each(|(x, u)| *x += options.relaxation * u);
        if let Some([low, high]) = options.clip {
            // NaN stays, so that it is seen.
            let within = |x: f64| {
                if x < low {
                    low
                } else if x > high {
                    high
                } else {
                    x
                }
            };
            image.iter_mut().for_each(|x| *x = within(*x));
        }
    }
    Array::from_shape_vec([n, n], image)
}

/// A ray through the circle within a square, in steps.
struct Ray {
    n: usize,
    steps: usize,
    length: f64,
    start: [f64; 2],
    step: [f64; 2],
}

impl Ray {
    fn new(n: usize, theta: f64, position: f64) -> Ray {
        let center = (n / 2) as f64;
        let (radius, t) = (center - 1.0, position - center);
        let half = (radius * radius - t * t).max(0.0).sqrt();
        let steps = 2 * (2.0 * half).ceil() as usize;
        let length = 2.0 * half / steps.max(1) as f64;
        let (s, c) = theta.sin_cos();
        let start = [half * c - t * s + center, half * s + t * c + center];
        Ray { n, steps, length, start, step: [-length * c, -length * s] }
    }

    /// Calls `visit` with each step, pixel and weight of that pixel.
    #[inline(always)]
    fn walk(&self, mut visit: impl FnMut(usize, usize, f64)) {
        let last = self.n as isize - 1;
        if self.steps == 0 {
            return;
        }
        for k in 0..=self.steps {
            let [y, x] = [0, 1].map(|axis| self.start[axis] + k as f64 * self.step[axis]);
            let (i, j) = (y.floor(), x.floor());
            let (dy, dx) = (y - i, x - j);
            let (i, j) = (i as isize, j as isize);
            for (down, right) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let far = |more: isize, i: isize| if more == 0 { i > 0 } else { i < last };
                if !(far(down, i) && far(right, j)) || i + down < 0 || j + right < 0 {
                    continue;
                }
                let share = |more: isize, d: f64| if more == 0 { 1.0 - d } else { d };
                let weight = share(down, dy) * share(right, dx) * self.length;
                let at = ((i + down) * (last + 1) + j + right) as usize;
                if at < self.n * self.n {
                    visit(k, at, weight);
                }
            }
        }
    }

    /// Hamming's window along the ray.
    fn window(&self, k: usize) -> f64 {
        const BETA: f64 = 0.46164;
        1.0 - BETA - BETA * (2.0 * PI * k as f64 / (self.steps as f64 - 1.0)).cos()
    }
}
