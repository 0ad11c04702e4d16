//! Phases without jumps.

use crate::level::{FloatLevel, Level};
use nd_core::{Array, ArrayLike};
use std::f64::consts::{PI, TAU};

/// What [`unwrap_phase_with`] leaves out, and which axes are closed.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::restoration::UnwrapOptions::default().wrap_around, [0; 0]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UnwrapOptions {
    /// The axes whose ends are next to each other; none by default.
    pub wrap_around: Vec<usize>,
    /// What is left out; nothing by default.
    pub mask: Option<Array<bool>>,
}

impl UnwrapOptions {
    /// Sets the axes whose ends are next to each other.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::restoration::UnwrapOptions::default().wrap_around([1]).wrap_around, [1]);
    /// ```
    #[must_use]
    pub fn wrap_around(self, wrap_around: impl Into<Vec<usize>>) -> UnwrapOptions {
        UnwrapOptions { wrap_around: wrap_around.into(), ..self }
    }

    /// Sets what is left out.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_image::restoration::UnwrapOptions::default().mask([true]).mask.is_some());
    /// ```
    #[must_use]
    pub fn mask(self, mask: impl ArrayLike<Elem = bool>) -> UnwrapOptions {
        UnwrapOptions { mask: Some(mask.view().to_array()), ..self }
    }
}

/// The phases of which those from -π to π are given, without jumps: `(…) -> (…)`, any rank. See [`unwrap_phase_with`].
///
/// # Panics
/// If the array has more than 8 axes.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::restoration::unwrap_phase;
/// let slope = Array::from_fn([9, 9], |i| 0.8 * (i[0] + i[1]) as f64);
/// let wrapped = slope.map(|x: f64| x.sin().atan2(x.cos()));
/// let back = unwrap_phase(&wrapped);
/// assert!(back.iter().zip(slope.iter()).all(|(a, b)| (a - b).abs() < 1e-12));
/// ```
#[track_caller]
pub fn unwrap_phase<A: ArrayLike<Elem: FloatLevel>>(a: A) -> Array<A::Elem> {
    unwrap_phase_with(a, &UnwrapOptions::default())
}

/// The phases of which those from -π to π are given: whole turns are added so that neighbours along axes differ by at most
/// half a turn, the smoothest places first (M. Arevallilo Herráez et al.: Fast two-dimensional phase-unwrapping algorithm
/// based on sorting by reliability following a noncontinuous path, 2002).
///
/// The first element of all that hangs together stays what it is, and so does what is left out. NaN is joined last, with the
/// turns of a neighbour.
///
/// # Panics
/// As [`unwrap_phase`]; if there is no such axis, or the mask has another shape.
///
/// # scikit-image
/// `skimage.restoration.unwrap_phase(a, wrap_around)`, of a masked array for a mask: it draws at random in which order elements at
/// the edges are joined, and what is masked has a say in how rough its neighbours are; where neighbours differ by less than
/// half a turn the results are the same but for whole turns, the same everywhere.
///
/// # Examples
/// ```
/// use nd_image::restoration::{UnwrapOptions, unwrap_phase_with};
/// let gap = UnwrapOptions::default().mask([false, true, false]);
/// assert_eq!(unwrap_phase_with([3.0, 0.0, -3.0], &gap).into_vec(), [3.0, 0.0, -3.0]);
/// ```
#[track_caller]
pub fn unwrap_phase_with<A>(a: A, options: &UnwrapOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: FloatLevel>,
{
    const OP: &str = "unwrap_phase";
    let a = a.view();
    let (shape, ndim) = (a.shape(), a.ndim());
    assert!(ndim <= 8, "{OP}: {ndim} axes, at most 8 are unwrapped");
    let axes = &options.wrap_around;
    assert!(axes.iter().all(|&axis| axis < ndim), "{OP}: axes {axes:?} of {ndim}");
    let mask = options.mask.as_ref();
    assert!(mask.is_none_or(|mask| mask.shape() == shape), "{OP}: the mask is not {shape:?}");
    let left_out = mask.map_or(vec![false; a.size()], |mask| mask.iter().copied().collect());
    A::Elem::narrowed(unwrapped(A::Elem::wide(a), axes, &left_out))
}

fn unwrapped(a: Array<f64>, closed: &[usize], left_out: &[bool]) -> Array<f64> {
    let grid = Grid::new(a.shape(), closed);
    let mut values = a.iter().copied().collect::<Vec<f64>>();
    let roughness: Vec<f64> =
        (0..values.len()).map(|k| grid.roughness(&values, left_out, k)).collect();
    let mut edges: Vec<(f64, usize, usize)> = Vec::new();
    for axis in (0..a.ndim()).rev() {
        for (k, &out) in left_out.iter().enumerate() {
            let next = grid.step(k, axis, 1).filter(|&next| next != k);
            if let Some(next) = next.filter(|&next| !out && !left_out[next]) {
                edges.push((roughness[k] + roughness[next], k, next));
            }
        }
    }
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut groups = Groups::new(values.len());
    for (_, p, q) in edges {
        let difference = values[p] - values[q];
        let turns = i64::from(difference > PI) - i64::from(difference < -PI);
        groups.join(p, q, turns);
    }
    let mut first = vec![None; values.len()];
    for (k, value) in values.iter_mut().enumerate().filter(|(k, _)| !left_out[*k]) {
        let (root, turns) = groups.find(k);
        let begin = *first[root].get_or_insert(turns);
        *value += TAU * (turns - begin) as f64;
    }
    Array::from_shape_vec(a.shape(), values)
}

/// Which elements are next to each other.
struct Grid {
    shape: Vec<usize>,
    strides: Vec<usize>,
    closed: Vec<bool>,
    /// One of each two opposite steps to neighbours.
    steps: Vec<Vec<isize>>,
}

impl Grid {
    fn new(shape: &[usize], closed: &[usize]) -> Grid {
        let ndim = shape.len();
        let strides = (0..ndim).map(|axis| shape[axis + 1..].iter().product()).collect();
        let step = |k: usize| {
            (0..ndim).rev().map(|axis| (k / 3usize.pow(axis as u32) % 3) as isize - 1).collect()
        };
        // The middle one of all is no step, and those after it are the opposites of those before.
        let steps = (3usize.pow(ndim as u32) / 2 + 1..3usize.pow(ndim as u32)).map(step).collect();
        let closed = (0..ndim).map(|axis| closed.contains(&axis)).collect();
        Grid { shape: shape.to_vec(), strides, closed, steps }
    }

    /// The element some places along an axis.
    fn step(&self, k: usize, axis: usize, by: isize) -> Option<usize> {
        let (n, stride) = (self.shape[axis], self.strides[axis]);
        let at = k / stride % n;
        let to = match at.checked_add_signed(by).filter(|&to| to < n) {
            Some(to) => to,
            None if self.closed[axis] => (at + n).checked_add_signed(by)? % n,
            None => return None,
        };
        Some(k - at * stride + to * stride)
    }

    /// How far the differences to opposite neighbours are from each other; infinite where some are missing.
    fn roughness(&self, values: &[f64], left_out: &[bool], k: usize) -> f64 {
        let neighbour = |step: &[isize], sign: isize| {
            let mut axes = step.iter().enumerate();
            let place = axes.try_fold(k, |k, (axis, by)| self.step(k, axis, sign * by));
            place.filter(|&place| !left_out[place]).map(|place| values[place])
        };
        let mut sum = 0.0;
        for step in &self.steps {
            let (Some(a), Some(b)) = (neighbour(step, -1), neighbour(step, 1)) else {
                return f64::INFINITY;
            };
            sum += (wrapped(a - values[k]) - wrapped(values[k] - b)).powi(2);
        }
        // NaN of either sign is as rough as can be.
        if sum.is_nan() { f64::INFINITY } else { sum }
    }
}

/// A difference of phases within half a turn.
fn wrapped(x: f64) -> f64 {
    if x > PI {
        x - TAU
    } else if x < -PI {
        x + TAU
    } else {
        x
    }
}

/// Sets of elements, and how many turns each is ahead of the one that stands for its set.
struct Groups {
    parent: Vec<usize>,
    turns: Vec<i64>,
    size: Vec<usize>,
}

impl Groups {
    fn new(n: usize) -> Groups {
        Groups { parent: (0..n).collect(), turns: vec![0; n], size: vec![1; n] }
    }

    fn find(&mut self, k: usize) -> (usize, i64) {
        let (mut at, mut path) = (k, Vec::new());
        while self.parent[at] != at {
            path.push(at);
            at = self.parent[at];
        }
        let mut sum = 0;
        for &x in path.iter().rev() {
            sum += self.turns[x];
            (self.parent[x], self.turns[x]) = (at, sum);
        }
        (at, sum)
    }

    /// Joins the sets of two elements of which the second is to be some turns ahead of the first.
    fn join(&mut self, p: usize, q: usize, ahead: i64) {
        let ((p, mine), (q, theirs)) = (self.find(p), self.find(q));
        if p == q {
            return;
        }
        let (small, large, turns) = if self.size[p] < self.size[q] {
            (p, q, theirs - ahead - mine)
        } else {
            (q, p, mine + ahead - theirs)
        };
        (self.parent[small], self.turns[small]) = (large, turns);
        self.size[large] += self.size[small];
    }
}
