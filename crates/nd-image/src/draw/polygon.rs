//! Polygons.

use super::{line, near, once};

/// The pixels of a picture of shape `(h, w)` whose centres lie within a polygon or on its edge, row by row.
///
/// Where the polygon crosses itself, what is surrounded an even number of times is outside. Fewer than three
/// vertices give the pixels that lie exactly on them. Edges with a NaN or an infinity are left out.
///
/// # scikit-image
/// `skimage.draw.polygon(r, c, shape)`.
///
/// # Examples
/// ```
/// use nd_image::draw::polygon;
/// let triangle = polygon(&[[0.0, 0.0], [0.0, 2.0], [2.0, 0.0]], [9, 9]);
/// assert_eq!(triangle, [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [2, 0]]);
/// ```
pub fn polygon(vertices: &[[f64; 2]], shape: [usize; 2]) -> Vec<[isize; 2]> {
    let next = vertices.iter().cycle().skip(1);
    let edges = vertices.iter().zip(next).map(|(&from, &to)| [from, to]);
    let mut edges: Vec<[[f64; 2]; 2]> =
        edges.filter(|edge| edge.as_flattened().iter().all(|x| x.is_finite())).collect();
    // Those that are reached first come first.
    edges.sort_by(|p, q| p[0][0].min(p[1][0]).total_cmp(&q[0][0].min(q[1][0])));
    let rows = edges.iter().flatten().map(|point| point[0]);
    let last = rows.fold(-1.0, f64::max).floor().min(shape[0] as f64 - 1.0);
    let mut pixels = Vec::new();
    let mut covered = vec![false; shape[1]];
    let (mut active, mut coming) = (Vec::new(), edges.into_iter().peekable());
    let mut row = 0.0;
    while row <= last {
        while let Some(edge) = coming.next_if(|edge| edge[0][0].min(edge[1][0]) <= row) {
            active.push(edge);
        }
        active.retain(|edge| edge[0][0].max(edge[1][0]) >= row);
        if !active.is_empty() {
            cover(&active, row, &mut covered);
            for (column, covered) in covered.iter_mut().enumerate() {
                if std::mem::take(covered) {
                    pixels.push([row as isize, column as isize]);
                }
            }
        }
        row += 1.0;
    }
    pixels
}

/// Marks what a row has of the polygon.
fn cover(edges: &[[[f64; 2]; 2]], row: f64, covered: &mut [bool]) {
    let mut mark = |from: f64, to: f64| {
        let start = from.ceil().max(0.0) as usize;
        let end = ((to.floor() + 1.0).max(0.0) as usize).min(covered.len());
        if start < end {
            covered[start..end].fill(true);
        }
    };
    let mut crossings = Vec::new();
    for [[r0, c0], [r1, c1]] in edges {
        if (*r0 > row) != (*r1 > row) {
            crossings.push(c0 + (row - r0) * (c1 - c0) / (r1 - r0));
        }
        // Edges along the row, and vertices on it.
        match (*r0 == row, *r1 == row) {
            (true, true) => mark(c0.min(*c1), c0.max(*c1)),
            (true, false) => mark(*c0, *c0),
            (false, true) => mark(*c1, *c1),
            _ => {}
        }
    }
    crossings.sort_by(f64::total_cmp);
    for [from, to] in crossings.as_chunks::<2>().0 {
        mark(*from, *to);
    }
}

/// The pixels of a polygon's outline, its vertices rounded, ties to even; each once, row by row.
///
/// # Panics
/// If a vertex is farther than 2²⁴ from 0 or is not a number.
///
/// # scikit-image
/// `skimage.draw.polygon_perimeter(r, c)`, which repeats pixels.
///
/// # Examples
/// ```
/// use nd_image::draw::polygon_perimeter;
/// let square = polygon_perimeter(&[[0.0, 0.0], [0.0, 2.0], [2.0, 2.0], [2.0, 0.0]]);
/// assert_eq!(square.len(), 8);
/// ```
#[track_caller]
pub fn polygon_perimeter(vertices: &[[f64; 2]]) -> Vec<[isize; 2]> {
    let numbers = vertices.as_flattened().iter().all(|x| !x.is_nan());
    assert!(numbers, "polygon_perimeter: a vertex is not a number");
    let rounded = |v: &[f64; 2]| v.map(|x| x.round_ties_even() as isize);
    let vertices: Vec<[isize; 2]> = vertices.iter().map(rounded).collect();
    near("polygon_perimeter", vertices.as_flattened());
    let next = vertices.iter().cycle().skip(1);
    once(vertices.iter().zip(next).flat_map(|(&from, &to)| line(from, to)).collect())
}

/// The pixels of the outline of the rectangle between two corners, which belong to it; each once, row by row.
///
/// # Panics
/// If a corner is farther than 2²⁴ from 0.
///
/// # scikit-image
/// `skimage.draw.rectangle_perimeter(start, end)`, which draws it one pixel farther outside.
///
/// # Examples
/// ```
/// use nd_image::draw::rectangle_perimeter;
/// assert_eq!(rectangle_perimeter([0, 0], [1, 2]).len(), 6);
/// ```
#[track_caller]
pub fn rectangle_perimeter(from: [isize; 2], to: [isize; 2]) -> Vec<[isize; 2]> {
    near("rectangle_perimeter", &[from[0], from[1], to[0], to[1]]);
    let corners = [from, [from[0], to[1]], to, [to[0], from[1]]];
    polygon_perimeter(&corners.map(|corner| corner.map(|x| x as f64)))
}
