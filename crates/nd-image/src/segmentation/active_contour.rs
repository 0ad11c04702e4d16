//! Contours of points that are drawn to edges and resist bending.

use super::surface::Surface;
use crate::dense::solve;
use crate::level::{FloatLevel, Level};
use crate::sobel;
use nd_core::{Array, ArrayLike};

/// The most points, whose stiffness fills half a gibibyte.
const MOST: usize = 8192;

/// What an end of an [`active_contour`] does.
///
/// # Examples
/// ```
/// use nd_image::segmentation::SnakeEnd;
/// assert_eq!(SnakeEnd::default(), SnakeEnd::Joined);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SnakeEnd {
    /// It is next to the other end, which must be joined too.
    #[default]
    Joined,
    /// It stays where it is.
    Fixed,
    /// It moves.
    Free,
}

/// How [`active_contour_with`] moves its points.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().alpha, 0.01);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActiveContourOptions {
    /// How strongly the contour contracts; 0.01 by default.
    pub alpha: f64,
    /// How strongly it resists bending; 0.1 by default.
    pub beta: f64,
    /// How it is drawn to what is bright, or to what is dark if negative; 0 by default.
    pub w_line: f64,
    /// How it is drawn to edges; 1 by default.
    pub w_edge: f64,
    /// The inverse of the length of a step; 0.01 by default.
    pub gamma: f64,
    /// How far a point moves in a step at most; 1 by default.
    pub max_px_move: f64,
    /// The largest number of steps; 2500 by default.
    pub max_num_iter: usize,
    /// It ends when no point has moved farther than that in some of ten steps; 0.1 by default.
    pub convergence: f64,
    /// What its first and its last point do; joined by default.
    pub ends: [SnakeEnd; 2],
}

impl Default for ActiveContourOptions {
    fn default() -> ActiveContourOptions {
        ActiveContourOptions {
            alpha: 0.01,
            beta: 0.1,
            w_line: 0.0,
            w_edge: 1.0,
            gamma: 0.01,
            max_px_move: 1.0,
            max_num_iter: 2500,
            convergence: 0.1,
            ends: [SnakeEnd::Joined; 2],
        }
    }
}

impl ActiveContourOptions {
    /// Sets how strongly the contour contracts.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().alpha(0.1).alpha, 0.1);
    /// ```
    #[must_use]
    pub fn alpha(self, alpha: f64) -> ActiveContourOptions {
        ActiveContourOptions { alpha, ..self }
    }

    /// Sets how strongly the contour resists bending.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().beta(1.0).beta, 1.0);
    /// ```
    #[must_use]
    pub fn beta(self, beta: f64) -> ActiveContourOptions {
        ActiveContourOptions { beta, ..self }
    }

    /// Sets how the contour is drawn to what is bright.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().w_line(-1.0).w_line, -1.0);
    /// ```
    #[must_use]
    pub fn w_line(self, w_line: f64) -> ActiveContourOptions {
        ActiveContourOptions { w_line, ..self }
    }

    /// Sets how the contour is drawn to edges.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().w_edge(0.5).w_edge, 0.5);
    /// ```
    #[must_use]
    pub fn w_edge(self, w_edge: f64) -> ActiveContourOptions {
        ActiveContourOptions { w_edge, ..self }
    }

    /// Sets the inverse of the length of a step.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().gamma(0.1).gamma, 0.1);
    /// ```
    #[must_use]
    pub fn gamma(self, gamma: f64) -> ActiveContourOptions {
        ActiveContourOptions { gamma, ..self }
    }

    /// Sets how far a point moves in a step at most.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().max_px_move(0.5).max_px_move, 0.5);
    /// ```
    #[must_use]
    pub fn max_px_move(self, max_px_move: f64) -> ActiveContourOptions {
        ActiveContourOptions { max_px_move, ..self }
    }

    /// Sets the largest number of steps.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().max_num_iter(9).max_num_iter, 9);
    /// ```
    #[must_use]
    pub fn max_num_iter(self, max_num_iter: usize) -> ActiveContourOptions {
        ActiveContourOptions { max_num_iter, ..self }
    }

    /// Sets the movement below which it ends.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::segmentation::ActiveContourOptions::default().convergence(0.5).convergence, 0.5);
    /// ```
    #[must_use]
    pub fn convergence(self, convergence: f64) -> ActiveContourOptions {
        ActiveContourOptions { convergence, ..self }
    }

    /// Sets what the first and the last point do.
    ///
    /// # Examples
    /// ```
    /// use nd_image::segmentation::{ActiveContourOptions, SnakeEnd};
    /// let held = ActiveContourOptions::default().ends([SnakeEnd::Fixed; 2]);
    /// assert_eq!(held.ends[1], SnakeEnd::Fixed);
    /// ```
    #[must_use]
    pub fn ends(self, ends: [SnakeEnd; 2]) -> ActiveContourOptions {
        ActiveContourOptions { ends, ..self }
    }
}

/// Moves a closed contour of points `[row, column]`, `(n, 2)`, to the edges of a picture `(h, w)` or `(h, w, c)` nearby: see
/// [`active_contour_with`].
///
/// # Panics
/// If the picture has not 2 or 3 axes or fewer than 3 rows or columns, or the points are not `(n, 2)`, from 5 to 8192.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{gaussian_filter, segmentation::active_contour};
/// let disk = Array::from_fn([60, 60], |i| f64::from((i[0] as f64 - 30.0).hypot(i[1] as f64 - 30.0) < 15.0));
/// let around = Array::from_fn([80, 2], |i| {
///     let angle = i[0] as f64 * std::f64::consts::TAU / 80.0;
///     30.0 + 20.0 * if i[1] == 0 { angle.sin() } else { angle.cos() }
/// });
/// let snake = active_contour(gaussian_filter(&disk, 3.0), &around);
/// let radius = (snake[[0, 0]] - 30.0).hypot(snake[[0, 1]] - 30.0);
/// assert!((radius - 15.0).abs() < 2.0);
/// ```
#[track_caller]
pub fn active_contour<A, S>(a: A, snake: S) -> Array<f64>
where
    A: ArrayLike<Elem: FloatLevel>,
    S: ArrayLike<Elem = f64>,
{
    active_contour_with(a, snake, &ActiveContourOptions::default())
}

/// Moves a contour of points `[row, column]`, `(n, 2)`, downhill in a picture's light and edges, against its own stiffness
/// (M. Kass, A. Witkin, D. Terzopoulos: Snakes, 1988). Channels are added up. Points that leave the picture are drawn as at
/// its edge; NaN spreads to all points.
///
/// # Panics
/// As [`active_contour`]; if only one end is joined, or the stiffness has no inverse.
///
/// # scikit-image
/// `skimage.segmentation.active_contour(a, snake, alpha, beta, w_line, w_edge, gamma, max_px_move, max_num_iter, convergence,
/// boundary_condition=…)`, the same within rounding, which free ends make some ten times greater in five steps; of more than
/// three channels it adds up the edges of the first three.
///
/// # Examples
/// ```
/// use nd_image::segmentation::{ActiveContourOptions, SnakeEnd, active_contour_with};
/// let held = ActiveContourOptions::default().ends([SnakeEnd::Fixed; 2]);
/// let line = [[1.0, 1.0], [1.5, 2.0], [1.0, 3.0], [1.0, 4.0], [1.0, 5.0]];
/// let moved = active_contour_with([[0.0; 8]; 8], line, &held);
/// assert_eq!((moved[[0, 0]], moved[[4, 1]]), (1.0, 5.0));
/// assert!(moved[[1, 0]] < 1.3); // what is bent becomes straight
/// ```
#[track_caller]
pub fn active_contour_with<A, S>(a: A, snake: S, options: &ActiveContourOptions) -> Array<f64>
where
    A: ArrayLike<Elem: FloatLevel>,
    S: ArrayLike<Elem = f64>,
{
    const OP: &str = "active_contour";
    let (a, snake) = (a.view(), snake.view());
    let shape = a.shape();
    let large = matches!(shape.len(), 2 | 3) && shape[0] > 2 && shape[1] > 2;
    assert!(large, "{OP}: shape {shape:?} is neither (h, w) nor (h, w, c) of 3 pixels or more");
    let points = snake.ndim() == 2 && snake.shape()[1] == 2;
    let points = points && (5..=MOST).contains(&snake.shape()[0]);
    let given = snake.shape();
    assert!(points, "{OP}: points of shape {given:?}, must be (n, 2), from 5 to {MOST}");
    let joined = options.ends.map(|end| end == SnakeEnd::Joined);
    assert!(joined[0] == joined[1], "{OP}: one end is joined, and the other is not");
    let channels: Vec<Array<f64>> = match shape.len() {
        2 => vec![A::Elem::wide(a)],
        _ => a.permute_dims(&[2, 0, 1]).outer_iter().map(A::Elem::wide).collect(),
    };
    moved(&energy(&channels, options), snake.to_array(), options)
}

/// What draws the contour: light and the lengths of slopes.
fn energy(channels: &[Array<f64>], options: &ActiveContourOptions) -> Array<f64> {
    let mut sum = Array::<f64>::zeros(channels[0].shape());
    for channel in channels {
        let [down, right] = [sobel(channel, 0), sobel(channel, 1)];
        let slopes = down.iter().zip(right.iter()).map(|(y, x)| (y / 4.0).hypot(x / 4.0));
        // Of both directions the mean square.
        let edges = slopes.map(|slope| slope / std::f64::consts::SQRT_2);
        for ((sum, light), edge) in sum.iter_mut().zip(channel.iter()).zip(edges) {
            *sum += options.w_line * light + options.w_edge * edge;
        }
    }
    sum
}

/// The inverse of the stiffness, and of a step.
fn inverse(n: usize, options: &ActiveContourOptions) -> Option<Vec<f64>> {
    let mut a = vec![0.0; n * n];
    let mut add = |i: usize, j: usize, x: f64| a[i * n + j] += x;
    let ActiveContourOptions { alpha, beta, gamma, .. } = *options;
    for i in 0..n {
        let near = |by: usize| [(i + by) % n, (i + n - by) % n];
        add(i, i, 2.0 * alpha + 6.0 * beta);
        near(1).into_iter().for_each(|j| add(i, j, -alpha - 4.0 * beta));
        near(2).into_iter().for_each(|j| add(i, j, beta));
    }
    for (end, last) in options.ends.into_iter().zip([false, true]) {
        let mut row = |k: usize, values: &[f64]| {
            let at = |j: usize| if last { n - 1 - j } else { j };
            let start = at(k) * n;
            a[start..][..n].fill(0.0);
            values.iter().enumerate().for_each(|(j, &x)| a[start + at(j)] = x);
        };
        match end {
            SnakeEnd::Joined => {}
            SnakeEnd::Fixed => {
                row(0, &[]);
                row(1, &[1.0, -2.0, 1.0]);
            }
            SnakeEnd::Free => {
                row(0, &[1.0, -2.0, 1.0]);
                row(1, if last { &[1.0, -3.0, 3.0, -1.0] } else { &[-1.0, 3.0, -3.0, 1.0] });
            }
        }
    }
    (0..n).for_each(|i| a[i * n + i] += gamma);
    let mut one = vec![0.0; n * n];
    (0..n).for_each(|i| one[i * n + i] = 1.0);
    solve(a, one, n, n)
}

#[track_caller]
fn moved(energy: &Array<f64>, snake: Array<f64>, options: &ActiveContourOptions) -> Array<f64> {
    const KEPT: usize = 10;
    let n = snake.shape()[0];
    let Some(inverse) = inverse(n, options) else {
        panic!("active_contour: the stiffness has no inverse: {options:?}")
    };
    let mut points: Vec<f64> = snake.iter().copied().collect();
    let mut saved: Vec<Vec<f64>> = Vec::new();
    let surface = Surface::new(energy);
    for step in 0..options.max_num_iter {
        let mut pull: Vec<f64> =
            points.as_chunks::<2>().0.iter().flat_map(|p| surface.slope(*p)).collect();
        for (end, at) in options.ends.into_iter().zip([0, n - 1]) {
            let factor = [1.0, 0.0, 2.0][end as usize];
            pull[2 * at..2 * at + 2].iter_mut().for_each(|x| *x *= factor);
        }
        let target: Vec<f64> =
            points.iter().zip(&pull).map(|(x, pull)| options.gamma * x + pull).collect();
        let before = points.clone();
        for (i, (row, point)) in inverse.chunks(n).zip(points.chunks_mut(2)).enumerate() {
            let held = (i == 0 && options.ends[0] == SnakeEnd::Fixed)
                || (i == n - 1 && options.ends[1] == SnakeEnd::Fixed);
            for (axis, x) in point.iter_mut().enumerate().filter(|_| !held) {
                let to: f64 = row.iter().zip(target.chunks(2)).map(|(m, p)| m * p[axis]).sum();
                *x += options.max_px_move * (to - before[2 * i + axis]).tanh();
            }
        }
        let k = step % (KEPT + 1);
        if k < KEPT {
            saved.resize(saved.len().max(k + 1), Vec::new());
            saved[k] = points.clone();
            continue;
        }
        let far = |other: &Vec<f64>| {
            let pairs = other.chunks(2).zip(points.chunks(2));
            pairs.map(|(a, b)| (a[0] - b[0]).abs() + (a[1] - b[1]).abs()).fold(0.0, f64::max)
        };
        if saved.iter().map(far).fold(f64::INFINITY, f64::min) < options.convergence {
            break;
        }
    }
    Array::from_shape_vec([n, 2], points)
}
