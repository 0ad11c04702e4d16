//! Polygons: fewer points, more points, and what is inside.

use nd_core::{Array, ArrayLike, View};

/// The points of an array `(n, 2)`.
#[track_caller]
fn points(op: &str, a: View<'_, f64>) -> Vec<[f64; 2]> {
    let shape = a.shape();
    assert!(shape.len() == 2 && shape[1] == 2, "{op}: points of shape {shape:?}, not (n, 2)");
    let all: Vec<f64> = a.iter().copied().collect();
    all.chunks_exact(2).map(|point| [point[0], point[1]]).collect()
}

fn array(points: Vec<[f64; 2]>) -> Array<f64> {
    Array::from_shape_vec([points.len(), 2], points.into_iter().flatten().collect())
}

/// A line of fewer points that stays within `tolerance` of the given one: `(n, 2) -> (m, 2)`.
///
/// Ends stay. With a tolerance of 0 or less, or NaN, all points do.
///
/// # Panics
/// If the points are not of shape `(n, 2)`.
///
/// # scikit-image
/// `skimage.measure.approximate_polygon(coords, tolerance)`: Douglas and Peucker's algorithm (1973).
///
/// # Examples
/// ```
/// let line = [[0.0, 0.0], [1.0, 0.1], [2.0, 0.0], [3.0, 5.0]];
/// let fewer = nd_image::measure::approximate_polygon(line, 0.5);
/// assert_eq!(fewer, nd_core::array![[0.0, 0.0], [2.0, 0.0], [3.0, 5.0]]);
/// ```
#[must_use]
#[track_caller]
pub fn approximate_polygon<A>(line: A, tolerance: f64) -> Array<f64>
where
    A: ArrayLike<Elem = f64>,
{
    let line = points("approximate_polygon", line.view());
    if line.len() < 3 || tolerance.is_nan() || tolerance <= 0.0 {
        return array(line);
    }
    let mut kept = vec![false; line.len()];
    (kept[0], kept[line.len() - 1]) = (true, true);
    let mut parts = vec![(0, line.len() - 1)];
    while let Some((first, last)) = parts.pop() {
        let mut farthest = (tolerance, None);
        for (i, &point) in line.iter().enumerate().take(last).skip(first + 1) {
            let distance = apart(point, line[first], line[last]);
            if distance > farthest.0 {
                farthest = (distance, Some(i));
            }
        }
        if let Some(middle) = farthest.1 {
            kept[middle] = true;
            parts.extend([(middle, last), (first, middle)]);
        }
    }
    array(line.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| point).collect())
}

/// How far a point is from a segment.
fn apart(point: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let from = |end: [f64; 2]| [point[0] - end[0], point[1] - end[1]];
    let (from_a, from_b) = (from(a), from(b));
    let dot = |u: [f64; 2], v: [f64; 2]| u[0] * v[0] + u[1] * v[1];
    if dot(from_a, along) > 0.0 && dot(from_b, along) < 0.0 {
        let across = from_a[0] * along[1] - from_a[1] * along[0];
        return across.abs() / along[0].hypot(along[1]);
    }
    from_a[0].hypot(from_a[1]).min(from_b[0].hypot(from_b[1]))
}

/// A smoother line of about twice as many points: `(n, 2) -> (m, 2)`, by one step of subdivision towards a
/// B-spline of a degree from 1 to 7.
///
/// A line whose ends are the same point is taken for closed. With `preserve_ends`, the ends of others stay.
/// A line of fewer points than the degree's window gives one without points, apart from its ends.
///
/// # Panics
/// If the points are not of shape `(n, 2)`, or the degree is not from 1 to 7.
///
/// # scikit-image
/// `skimage.measure.subdivide_polygon(coords, degree, preserve_ends)`; of degree 1, which keeps the points
/// here and adds those between, it gives the points between twice.
///
/// # Examples
/// ```
/// let bend = [[0.0, 0.0], [0.0, 4.0], [4.0, 4.0]];
/// let smooth = nd_image::measure::subdivide_polygon(bend, 2, true);
/// assert_eq!(smooth.shape(), [6, 2]);
/// assert_eq!((smooth[[1, 1]], smooth[[2, 1]]), (1.0, 3.0));
/// ```
#[must_use]
#[track_caller]
pub fn subdivide_polygon<A>(line: A, degree: usize, preserve_ends: bool) -> Array<f64>
where
    A: ArrayLike<Elem = f64>,
{
    assert!((1..=7).contains(&degree), "subdivide_polygon: degree {degree} is not from 1 to 7");
    let mut line = points("subdivide_polygon", line.view());
    if line.is_empty() {
        return array(line);
    }
    let closed = line.len() > 1 && line[0] == line[line.len() - 1];
    if closed {
        line.pop();
    }
    let (even, odd) = masks(degree);
    let mut smooth = Vec::new();
    for (odd, even) in windows(&line, &odd, closed).into_iter().zip(windows(&line, &even, closed)) {
        smooth.extend([odd, even]);
    }
    if closed {
        smooth.push(smooth[0]);
    } else if preserve_ends {
        smooth.insert(0, line[0]);
        smooth.push(line[line.len() - 1]);
    }
    array(smooth)
}

/// The weights of the new points of even and of odd number: every other number of a line of Pascal's
/// triangle.
fn masks(degree: usize) -> (Vec<f64>, Vec<f64>) {
    let mut row = vec![1.0];
    for _ in 0..=degree {
        let next = |i: usize| row.get(i).unwrap_or(&0.0) + if i > 0 { row[i - 1] } else { 0.0 };
        row = (0..=row.len()).map(next).collect();
    }
    let scale = f64::from(1u32 << degree);
    let every = |from: usize| row.iter().skip(from).step_by(2).map(|w| w / scale).collect();
    let (first, mut second): (Vec<f64>, Vec<f64>) = (every(0), every(1));
    if degree.is_multiple_of(2) {
        return (second, first);
    }
    // As long as the other, with nothing in front.
    second.insert(0, 0.0);
    (first, second)
}

/// The weighted means of neighbouring points: true convolutions, whole windows only unless it is closed.
fn windows(line: &[[f64; 2]], weights: &[f64], closed: bool) -> Vec<[f64; 2]> {
    let (n, taps) = (line.len(), weights.len());
    let count = if closed { n } else { (n + 1).saturating_sub(taps) };
    let back = if closed { (taps - 1) / 2 } else { taps - 1 };
    let mean = |at: usize| {
        let mut sum = [0.0; 2];
        for (k, weight) in weights.iter().enumerate() {
            let from = if closed {
                (at as isize + back as isize - k as isize).rem_euclid(n as isize) as usize
            } else {
                at + back - k
            };
            sum = [sum[0] + weight * line[from][0], sum[1] + weight * line[from][1]];
        }
        sum
    };
    (0..count).map(mean).collect()
}

/// Where a point is, seen from a polygon.
///
/// # Examples
/// ```
/// use nd_image::measure::{PolygonSide, side_of_polygon};
///
/// let square = [[0.0, 0.0], [0.0, 2.0], [2.0, 2.0], [2.0, 0.0]];
/// assert_eq!(side_of_polygon([1.0, 2.0], square), PolygonSide::Edge);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolygonSide {
    /// Outside.
    Outside,
    /// Inside, and not on an edge.
    Inside,
    /// Within 10⁻¹² of a corner.
    Vertex,
    /// On an edge.
    Edge,
}

/// Where a point is, seen from the polygon with these corners: `(2), (n, 2) -> ()`. The first corner may be
/// repeated at the end. Where edges cross, what is surrounded an even number of times is outside.
///
/// # Panics
/// If the corners are not of shape `(n, 2)`.
///
/// # Examples
/// ```
/// use nd_image::measure::{PolygonSide, side_of_polygon};
///
/// let triangle = [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]];
/// assert_eq!(side_of_polygon([1.0, 1.0], triangle), PolygonSide::Inside);
/// assert_eq!(side_of_polygon([4.0, 0.0], triangle), PolygonSide::Vertex);
/// assert_eq!(side_of_polygon([3.0, 3.0], triangle), PolygonSide::Outside);
/// ```
#[must_use]
#[track_caller]
pub fn side_of_polygon<V>(point: [f64; 2], corners: V) -> PolygonSide
where
    V: ArrayLike<Elem = f64>,
{
    side(point, &points("side_of_polygon", corners.view()))
}

/// Counts crossings of the lines to both sides (O'Rourke, Computational Geometry in C, 1998, §7.4).
fn side(point: [f64; 2], corners: &[[f64; 2]]) -> PolygonSide {
    const NEAR: f64 = 1e-12;
    let from = |corner: [f64; 2]| [corner[0] - point[0], corner[1] - point[1]];
    let Some(&last) = corners.last() else {
        return PolygonSide::Outside;
    };
    let mut before = from(last);
    let (mut right, mut left) = (false, false);
    for &corner in corners {
        let here = from(corner);
        if here[0].abs() < NEAR && here[1].abs() < NEAR {
            return PolygonSide::Vertex;
        }
        let crossing = || (here[0] * before[1] - before[0] * here[1]) / (before[1] - here[1]);
        right ^= (here[1] > 0.0) != (before[1] > 0.0) && crossing() > 0.0;
        left ^= (here[1] < 0.0) != (before[1] < 0.0) && crossing() < 0.0;
        before = here;
    }
    match (right, left) {
        (true, true) => PolygonSide::Inside,
        (false, false) => PolygonSide::Outside,
        _ => PolygonSide::Edge,
    }
}

/// Which points are in a polygon, or on its corners and edges: `(k, 2), (n, 2) -> (k)`.
///
/// # Panics
/// If the points or the corners are not of shape `(n, 2)`.
///
/// # scikit-image
/// `skimage.measure.points_in_poly(points, verts)`.
///
/// # Examples
/// ```
/// use nd_image::measure::points_in_poly;
///
/// let triangle = [[0.0, 0.0], [4.0, 0.0], [0.0, 4.0]];
/// let inside = points_in_poly([[1.0, 1.0], [3.0, 3.0], [2.0, 2.0]], triangle);
/// assert_eq!(inside.into_vec(), [true, false, true]);
/// ```
#[must_use]
#[track_caller]
pub fn points_in_poly<P, V>(points_: P, corners: V) -> Array<bool>
where
    P: ArrayLike<Elem = f64>,
    V: ArrayLike<Elem = f64>,
{
    let corners = points("points_in_poly", corners.view());
    let all = points("points_in_poly", points_.view());
    all.into_iter().map(|point| side(point, &corners) != PolygonSide::Outside).collect()
}

/// Which pixels of a picture have their centres in a polygon, or on its corners and edges:
/// `(n, 2) -> (h, w)`.
///
/// # Panics
/// If the corners are not of shape `(n, 2)`.
///
/// # scikit-image
/// `skimage.measure.grid_points_in_poly(shape, verts)`.
///
/// # Examples
/// ```
/// let triangle = [[0.0, 0.0], [2.0, 0.0], [0.0, 2.0]];
/// let inside = nd_image::measure::grid_points_in_poly([2, 3], triangle);
/// assert_eq!(inside.into_vec(), [true, true, true, true, true, false]);
/// ```
#[must_use]
#[track_caller]
pub fn grid_points_in_poly<V>(shape: [usize; 2], corners: V) -> Array<bool>
where
    V: ArrayLike<Elem = f64>,
{
    let corners = points("grid_points_in_poly", corners.view());
    Array::from_fn(shape, |i| side([i[0] as f64, i[1] as f64], &corners) != PolygonSide::Outside)
}
