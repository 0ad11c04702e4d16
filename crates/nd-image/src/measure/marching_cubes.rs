//! Surfaces of equal height in volumes.
//!
//! Which triangles a cube has follows from its corners, high or low, by rule and not by table: on each face,
//! lines run between crossed edges such that high corners that share a face are never joined over a
//! diagonal; around the cube these lines close to loops, and each loop is a fan of triangles. As both cubes
//! beside a face draw the same lines, the surface has no holes.

use crate::measured::{Floats, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike};
use std::collections::HashMap;

/// A surface of triangles; see [`marching_cubes`].
///
/// # Examples
/// ```
/// let mut dot = nd_core::Array::<f32>::zeros([3, 3, 3]);
/// dot[[1, 1, 1]] = 1.0;
/// let mesh = nd_image::measure::marching_cubes(&dot, 0.5);
/// assert_eq!((mesh.vertices.shape(), mesh.faces.shape()), (&[6, 3][..], &[8, 3][..]));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mesh {
    /// The corners of the triangles, `(vertices, 3)`, in indices of the volume.
    pub vertices: Array<f64>,
    /// The numbers of each triangle's corners `a`, `b` and `c`, `(faces, 3)`: `(b - a) × (c - a)` points to
    /// the low side.
    pub faces: Array<usize>,
}

/// The surface on which a volume has the height `level`: `(d, h, w) -> (vertices, 3), (faces, 3)`.
///
/// Vertices lie on the lines between neighbouring elements, by linear interpolation; each is there once, and
/// the surface is closed except at the borders of the volume and around NaN. Where high corners touch over
/// a face's diagonal only, they are kept apart.
///
/// # Panics
/// If there are not 3 axes.
///
/// # scikit-image
/// `skimage.measure.marching_cubes(volume, level, method='lorensen')`: the same vertices, in another order,
/// and other triangles where a cube allows several; the tables there leave holes. Its default, Lewiner's
/// method, decides by the height in the middle of faces. Lorensen and Cline's algorithm (1987).
///
/// # Examples
/// ```
/// use nd_image::measure::{marching_cubes, mesh_surface_area};
///
/// let ball = nd_core::Array::from_fn([24, 24, 24], |i| {
///     let square: f64 = i.iter().map(|&i| (i as f64 - 11.5) * (i as f64 - 11.5)).sum();
///     10.0 - square.sqrt()
/// });
/// let mesh = marching_cubes(&ball, 0.0);
/// let area = 4.0 * std::f64::consts::PI * 100.0;
/// assert!((mesh_surface_area(&mesh) - area).abs() < 0.01 * area);
/// ```
#[must_use]
#[track_caller]
pub fn marching_cubes<A>(volume: A, level: f64) -> Mesh
where
    A: ArrayLike<Elem: Measured>,
{
    let volume = volume.view();
    let shape = volume.shape();
    assert!(shape.len() == 3, "marching_cubes: a volume of shape {shape:?} has not 3 axes");
    let size = [shape[0], shape[1], shape[2]];
    let heights = read_all(&Floats(contiguous(volume)));
    let cases: Vec<Vec<Vec<[usize; 2]>>> = (0..256).map(loops).collect();
    let mut surface =
        Surface { heights: &heights, size, level, known: HashMap::new(), found: Vec::new() };
    let mut faces: Vec<usize> = Vec::new();
    let ends = size.map(|len| len.saturating_sub(1));
    for z in 0..ends[0] {
        for y in 0..ends[1] {
            for x in 0..ends[2] {
                let base = [z, y, x];
                let Some(case) = surface.case(base) else { continue };
                for ring in &cases[case] {
                    let numbers: Vec<usize> =
                        ring.iter().map(|&edge| surface.vertex(base, edge)).collect();
                    for pair in numbers[1..].windows(2) {
                        faces.extend([numbers[0], pair[0], pair[1]]);
                    }
                }
            }
        }
        surface.forget(z);
    }
    Mesh {
        vertices: Array::from_shape_vec(
            [surface.found.len(), 3],
            surface.found.into_iter().flatten().collect(),
        ),
        faces: Array::from_shape_vec([faces.len() / 3, 3], faces),
    }
}

/// The area of a surface, the sum of its triangles'.
///
/// # Panics
/// If a face has the number of a vertex that there is not.
///
/// # scikit-image
/// `skimage.measure.mesh_surface_area(verts, faces)`.
///
/// # Examples
/// ```
/// use nd_image::measure::{marching_cubes, mesh_surface_area};
///
/// let wall = nd_core::Array::from_fn([2, 4, 4], |i| i[0] as u8);
/// assert_eq!(mesh_surface_area(&marching_cubes(&wall, 0.5)), 9.0);
/// ```
#[must_use]
#[track_caller]
pub fn mesh_surface_area(mesh: &Mesh) -> f64 {
    let vertex = |number: usize| [0, 1, 2].map(|axis| mesh.vertices[[number, axis]]);
    let mut area = 0.0;
    for face in 0..mesh.faces.shape()[0] {
        let [a, b, c] = [0, 1, 2].map(|corner| vertex(mesh.faces[[face, corner]]));
        let (u, v) = ([0, 1, 2].map(|i| b[i] - a[i]), [0, 1, 2].map(|i| c[i] - a[i]));
        let across = [0, 1, 2].map(|i| {
            let (j, k) = ((i + 1) % 3, (i + 2) % 3);
            u[j] * v[k] - u[k] * v[j]
        });
        area += across.iter().map(|x| x * x).sum::<f64>().sqrt() / 2.0;
    }
    area
}

/// Where a corner of the unit cube is along an axis; corners are numbers of three bits, `z`, `y`, `x`.
fn bit(corner: usize, axis: usize) -> usize {
    corner >> (2 - axis) & 1
}

/// The four corners of each face, counter-clockwise as seen from outside.
fn faces_of_cube() -> [[usize; 4]; 6] {
    let mut all = [[0; 4]; 6];
    for axis in 0..3 {
        let (u, v) = (1 << (2 - (axis + 1) % 3), 1 << (2 - (axis + 2) % 3));
        let far = 1 << (2 - axis);
        all[2 * axis] = [0, v, u + v, u];
        all[2 * axis + 1] = [far, far + u, far + u + v, far + v];
    }
    all
}

/// The loops of crossed edges, each given by its two corners, lower first, of a cube whose high corners are
/// the bits of `case`.
fn loops(case: usize) -> Vec<Vec<[usize; 2]>> {
    let high = |corner: usize| case >> corner & 1 == 1;
    // From which crossed edge to which, over all faces: around the high corners counter-clockwise, as seen
    // from outside.
    let mut next: Vec<([usize; 2], [usize; 2])> = Vec::new();
    for face in faces_of_cube() {
        for i in 0..4 {
            // Around the face, from where it becomes high to where it becomes low again.
            if high(face[i]) || !high(face[(i + 1) % 4]) {
                continue;
            }
            let last = (1..=4).find(|&k| !high(face[(i + 1 + k) % 4])).expect("corner i is low");
            let edge = |i: usize| {
                let (a, b) = (face[i % 4], face[(i + 1) % 4]);
                [a.min(b), a.max(b)]
            };
            next.push((edge(i), edge(i + last)));
        }
    }
    let mut found = Vec::new();
    while let Some((start, mut at)) = next.pop() {
        let mut ring = vec![start];
        while at != start {
            ring.push(at);
            let i = next.iter().position(|(from, _)| *from == at).expect("lines close to loops");
            at = next.swap_remove(i).1;
        }
        found.push(ring);
    }
    found
}

struct Surface<'v> {
    heights: &'v [f64],
    size: [usize; 3],
    level: f64,
    /// The numbers of vertices by the element before them and their axis.
    known: HashMap<(usize, usize), usize>,
    found: Vec<[f64; 3]>,
}

impl Surface<'_> {
    fn place(&self, base: [usize; 3], corner: usize) -> usize {
        let [z, y, x] = [0, 1, 2].map(|axis| base[axis] + bit(corner, axis));
        (z * self.size[1] + y) * self.size[2] + x
    }

    /// Which corners of a cube are high, if some are and some are not, and none is NaN.
    fn case(&self, base: [usize; 3]) -> Option<usize> {
        let mut case = 0;
        for corner in 0..8 {
            let height = self.heights[self.place(base, corner)];
            if height.is_nan() {
                return None;
            }
            case |= usize::from(height > self.level) << corner;
        }
        (case != 0 && case != 255).then_some(case)
    }

    /// The number of the vertex on an edge.
    fn vertex(&mut self, base: [usize; 3], [from, to]: [usize; 2]) -> usize {
        let axis = 2 - (from ^ to).trailing_zeros() as usize;
        let (a, b) = (self.place(base, from), self.place(base, to));
        *self.known.entry((a, axis)).or_insert_with(|| {
            let (low, high) = (self.heights[a], self.heights[b]);
            let mut point = [0, 1, 2].map(|axis| (base[axis] + bit(from, axis)) as f64);
            point[axis] += (self.level - low) / (high - low);
            self.found.push(point);
            self.found.len() - 1
        })
    }

    /// Forgets the vertices that no later plane of cubes has.
    fn forget(&mut self, plane: usize) {
        let behind = (plane + 1) * self.size[1] * self.size[2];
        self.known.retain(|&(at, _), _| at >= behind);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_has_each_crossed_edge_once() {
        for case in 0..256 {
            let mut edges: Vec<[usize; 2]> = loops(case).into_iter().flatten().collect();
            let rings = loops(case);
            assert!(rings.iter().all(|ring| ring.len() >= 3), "{case}");
            edges.sort_unstable();
            let mut crossed = Vec::new();
            for a in 0..8usize {
                for b in [a | 1, a | 2, a | 4].into_iter().filter(|&b| b != a) {
                    if (case >> a & 1) != (case >> b & 1) {
                        crossed.push([a, b]);
                    }
                }
            }
            crossed.sort_unstable();
            assert_eq!(edges, crossed, "{case}");
        }
    }
}
