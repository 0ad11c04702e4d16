//! Lines of equal height.

use crate::measured::{Floats, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike};
use std::collections::HashMap;
use std::collections::VecDeque;

/// How [`find_contours_with`] draws lines.
///
/// # Examples
/// ```
/// use nd_image::measure::ContourOptions;
///
/// let options = ContourOptions::default().high_connected(true);
/// assert!(options.high_connected && options.mask.is_none());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ContourOptions {
    /// Whether high pixels that touch at a corner are one object, rather than low ones; not by default.
    pub high_connected: bool,
    /// Where lines are drawn; everywhere by default.
    pub mask: Option<Array<bool>>,
}

impl ContourOptions {
    /// Sets whether high pixels that touch at a corner are one object.
    ///
    /// # scikit-image
    /// `fully_connected='high'` of `find_contours`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::{ContourOptions, find_contours_with};
    ///
    /// let corners = [[1, 0], [0, 1]];
    /// let joined = ContourOptions::default().high_connected(true);
    /// let lines = find_contours_with(corners, 0.5, &joined);
    /// assert_eq!(lines[0], nd_core::array![[0.0, 0.5], [0.5, 1.0]]);
    /// ```
    #[must_use]
    pub fn high_connected(self, high_connected: bool) -> ContourOptions {
        ContourOptions { high_connected, ..self }
    }

    /// Sets where lines are drawn: within squares of four pixels that are all true.
    ///
    /// # Examples
    /// ```
    /// use nd_image::measure::{ContourOptions, find_contours_with};
    ///
    /// let nowhere = ContourOptions::default().mask([[false; 2]; 2]);
    /// assert!(find_contours_with([[0, 1], [0, 1]], 0.5, &nowhere).is_empty());
    /// ```
    #[must_use]
    pub fn mask(self, mask: impl ArrayLike<Elem = bool>) -> ContourOptions {
        ContourOptions { mask: Some(mask.view().to_array()), ..self }
    }
}

/// The lines along which a picture has the height `level`: `(h, w) -> (points, 2)`, rows and columns
/// between the pixels, by linear interpolation.
///
/// Lower ground is to the left when one looks along a line; lines that close end where they start, others at
/// the border or at NaN. They are in the order of their first squares, row by row. A picture of less than 2
/// pixels along an axis has none.
///
/// # Panics
/// If there are not 2 axes.
///
/// # scikit-image
/// `skimage.measure.find_contours(image, level)`: the same points in the same order. The method is Lorensen
/// and Cline's (1987) in two dimensions.
///
/// # Examples
/// ```
/// let lines = nd_image::measure::find_contours([[0.0, 0.0], [0.0, 1.0]], 0.5);
/// assert_eq!(lines, [nd_core::array![[1.0, 0.5], [0.5, 1.0]]]);
/// ```
#[must_use]
#[track_caller]
pub fn find_contours<A>(picture: A, level: f64) -> Vec<Array<f64>>
where
    A: ArrayLike<Elem: Measured>,
{
    find_contours_with(picture, level, &ContourOptions::default())
}

/// [`find_contours`] within a mask, or with high corners joined.
///
/// # Panics
/// As [`find_contours`]; also if the mask has another shape.
///
/// # scikit-image
/// `skimage.measure.find_contours(image, level, fully_connected, mask=...)`; for
/// `positive_orientation='high'` reverse the lines.
///
/// # Examples
/// ```
/// use nd_image::measure::{ContourOptions, find_contours_with};
///
/// let lines = find_contours_with([[1, 0], [0, 1]], 0.5, &ContourOptions::default());
/// assert_eq!(lines[0], nd_core::array![[0.0, 0.5], [0.5, 0.0]]);
/// ```
#[must_use]
#[track_caller]
pub fn find_contours_with<A>(picture: A, level: f64, options: &ContourOptions) -> Vec<Array<f64>>
where
    A: ArrayLike<Elem: Measured>,
{
    let picture = picture.view();
    let shape = picture.shape();
    assert!(shape.len() == 2, "find_contours: a picture of shape {shape:?} has not 2 axes");
    let mask = options.mask.as_ref();
    if let Some(mask) = mask {
        let other = mask.shape();
        assert!(shape == other, "find_contours: shapes {shape:?} and {other:?} differ");
    }
    let heights = read_all(&Floats(contiguous(picture)));
    let mask: Option<Vec<bool>> = mask.map(|mask| mask.iter().copied().collect());
    let mut lines = Lines::default();
    for row in 1..shape[0] {
        let [above, below] = [row - 1, row].map(|row| row * shape[1]..(row + 1) * shape[1]);
        let rows = [&heights[above.clone()], &heights[below.clone()]];
        let masks = mask.as_ref().map(|mask| [&mask[above], &mask[below]]);
        squares(rows, masks, row - 1, level, options.high_connected, &mut lines);
    }
    lines.finish()
}

/// A point of a line: row and column. Equal points have equal bits, for zeros have one sign here.
type Point = [f64; 2];

/// The segments in the squares between two rows of pixels.
fn squares(
    [above, below]: [&[f64]; 2],
    masks: Option<[&[bool]; 2]>,
    row: usize,
    level: f64,
    high_connected: bool,
    lines: &mut Lines,
) {
    for column in 1..above.len() {
        let (left, right) = (column - 1, column);
        let corners = [above[left], above[right], below[left], below[right]];
        let hidden = masks.is_some_and(|[above, below]| {
            !(above[left] && above[right] && below[left] && below[right])
        });
        if hidden || corners.iter().any(|height| height.is_nan()) {
            continue;
        }
        let bit = |i: usize| usize::from(corners[i] > level) << i;
        let case = bit(0) + bit(1) + bit(2) + bit(3);
        for &(from, to) in segments(case, high_connected) {
            let place = |side| crossing(side, corners, [row as f64, left as f64], level);
            lines.add(place(from), place(to));
        }
    }
}

/// The sides of a square.
#[derive(Clone, Copy)]
enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

/// From which side to which lines go, by which corners are high: 1, 2, 4 and 8 stand for the upper left,
/// upper right, lower left and lower right.
fn segments(case: usize, high_connected: bool) -> &'static [(Side, Side)] {
    use Side::{Bottom, Left, Right, Top};
    match case {
        1 => &[(Top, Left)],
        2 => &[(Right, Top)],
        3 => &[(Right, Left)],
        4 => &[(Left, Bottom)],
        5 => &[(Top, Bottom)],
        6 if high_connected => &[(Left, Top), (Right, Bottom)],
        6 => &[(Right, Top), (Left, Bottom)],
        7 => &[(Right, Bottom)],
        8 => &[(Bottom, Right)],
        9 if high_connected => &[(Top, Right), (Bottom, Left)],
        9 => &[(Top, Left), (Bottom, Right)],
        10 => &[(Bottom, Top)],
        11 => &[(Bottom, Left)],
        12 => &[(Left, Right)],
        13 => &[(Top, Right)],
        14 => &[(Left, Top)],
        _ => &[],
    }
}

/// Where a side has the height.
fn crossing(side: Side, corners: [f64; 4], [row, column]: Point, level: f64) -> Point {
    let between = |from: usize, to: usize| {
        let (from, to) = (corners[from], corners[to]);
        if from == to { 0.0 } else { (level - from) / (to - from) + 0.0 }
    };
    match side {
        Side::Top => [row, column + between(0, 1)],
        Side::Bottom => [row + 1.0, column + between(2, 3)],
        Side::Left => [row + between(0, 2), column],
        Side::Right => [row + between(1, 3), column + 1.0],
    }
}

/// Lines that grow together.
#[derive(Default)]
struct Lines {
    /// The lines by their numbers; those that became part of others are none.
    lines: Vec<Option<VecDeque<Point>>>,
    /// Which line starts or ends at a point.
    starts: HashMap<[u64; 2], usize>,
    ends: HashMap<[u64; 2], usize>,
}

fn key(point: Point) -> [u64; 2] {
    point.map(f64::to_bits)
}

impl Lines {
    fn line(&mut self, number: usize) -> &mut VecDeque<Point> {
        self.lines[number].as_mut().expect("lines that are pointed at exist")
    }

    /// Adds a segment. One without length is left out: the height is a corner's, and the squares around it
    /// have the others.
    fn add(&mut self, from: Point, to: Point) {
        if from == to {
            return;
        }
        let (tail, head) = (self.starts.remove(&key(to)), self.ends.remove(&key(from)));
        match (tail, head) {
            (Some(tail), Some(head)) if tail == head => self.line(head).push_back(to),
            (Some(tail), Some(head)) => self.join(tail, head),
            (None, None) => {
                self.starts.insert(key(from), self.lines.len());
                self.ends.insert(key(to), self.lines.len());
                self.lines.push(Some([from, to].into()));
            }
            (Some(tail), None) => {
                self.line(tail).push_front(from);
                self.starts.insert(key(from), tail);
            }
            (None, Some(head)) => {
                self.line(head).push_back(to);
                self.ends.insert(key(to), head);
            }
        }
    }

    /// Makes one line of two, under the earlier number.
    fn join(&mut self, tail: usize, head: usize) {
        let mut first = self.lines[head].take().expect("lines that are pointed at exist");
        let mut last = self.lines[tail].take().expect("lines that are pointed at exist");
        // The shorter one moves.
        let joined = if first.len() < last.len() {
            first.drain(..).rev().for_each(|point| last.push_front(point));
            last
        } else {
            first.append(&mut last);
            first
        };
        let number = tail.min(head);
        self.starts.insert(key(joined[0]), number);
        self.ends.insert(key(joined[joined.len() - 1]), number);
        self.lines[number] = Some(joined);
    }

    fn finish(self) -> Vec<Array<f64>> {
        let array = |line: VecDeque<Point>| {
            Array::from_shape_vec([line.len(), 2], line.into_iter().flatten().collect())
        };
        self.lines.into_iter().flatten().map(array).collect()
    }
}
