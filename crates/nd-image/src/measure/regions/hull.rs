//! Convex hulls of regions in the plane, and the diameters that follow from them.
//!
//! A pixel counts as the four middles of its edges. All coordinates are doubled, so that they are whole
//! numbers and nothing is rounded.

use super::{Mask, Regions};
use nd_core::Array;

/// A point of doubled coordinates: row, column.
type Point = (i64, i64);

/// Which way one turns from `a` to `b` to `c`.
fn turn(a: Point, b: Point, c: Point) -> i64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// The corners of the convex hull, in order around it (Andrew's monotone chain, 1979).
fn convex_polygon(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_unstable();
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let half = |points: &mut dyn Iterator<Item = Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in points {
            while let [.., a, b] = chain[..] {
                if turn(a, b, point) > 0 {
                    break;
                }
                chain.pop();
            }
            chain.push(point);
        }
        chain.pop();
        chain
    };
    let mut corners = half(&mut points.iter().copied());
    corners.extend(half(&mut points.iter().rev().copied()));
    corners
}

/// The middles of the edges of the first and last pixel of every row.
fn middles(rows: &[Option<(i64, i64)>]) -> Vec<Point> {
    let ends = |(row, ends): (i64, &Option<(i64, i64)>)| ends.map(|(a, b)| [(row, a), (row, b)]);
    let around = |(y, x): Point| {
        [(2 * y - 1, 2 * x), (2 * y + 1, 2 * x), (2 * y, 2 * x - 1), (2 * y, 2 * x + 1)]
    };
    (0..).zip(rows).filter_map(ends).flatten().flat_map(around).collect()
}

/// The first and last pixel of each of `height` rows whose centres are within the polygon or on it.
fn filled(corners: &[Point], height: usize) -> Vec<Option<(i64, i64)>> {
    let mut rows: Vec<Option<(i64, i64)>> = vec![None; height];
    let edges = corners.iter().zip(corners.iter().cycle().skip(1));
    let mut bounds = vec![(i64::MAX, i64::MIN); height];
    for (&(y0, x0), &(y1, x1)) in edges {
        let ((y0, x0), (y1, x1)) =
            if y0 <= y1 { ((y0, x0), (y1, x1)) } else { ((y1, x1), (y0, x0)) };
        // Rows are at even doubled coordinates.
        for row in (y0 + 1).div_euclid(2).max(0)..=y1.div_euclid(2).min(height as i64 - 1) {
            let (low, high) = &mut bounds[row as usize];
            if y0 == y1 {
                (*low, *high) = ((*low).min(x0.min(x1)), (*high).max(x0.max(x1)));
                continue;
            }
            // Where the edge crosses the row, rounded up and down to doubled coordinates.
            let (rise, run) = (y1 - y0, (2 * row - y0) * (x1 - x0));
            let down = x0 + run.div_euclid(rise);
            let up = down + i64::from(run.rem_euclid(rise) != 0);
            (*low, *high) = ((*low).min(up), (*high).max(down));
        }
    }
    for (row, (low, high)) in rows.iter_mut().zip(bounds) {
        let (first, last) = ((low.saturating_add(1)).div_euclid(2), high.div_euclid(2));
        *row = (low != i64::MAX && first <= last).then_some((first, last));
    }
    rows
}

impl Regions {
    /// The first and last pixel in every row of a region's box.
    fn ends_of(&self, region: usize) -> Vec<Option<(i64, i64)>> {
        let low = &self.boxes[region].0;
        let mut rows: Vec<Option<(i64, i64)>> = vec![None; self.extent_of(region)[0]];
        for run in self.runs_of(region) {
            let (start, end) = (run.start as usize - low[1], run.end as usize - low[1]);
            let row = &mut rows[run.line - low[0]];
            let first = row.map_or(start as i64, |(first, _)| first);
            *row = Some((first, end as i64 - 1));
        }
        rows
    }

    /// The first and last pixel in every row of the convex hull of a region.
    fn hull_of(&self, region: usize) -> Vec<Option<(i64, i64)>> {
        let ends = self.ends_of(region);
        filled(&convex_polygon(middles(&ends)), ends.len())
    }

    fn convex_pixels(&self, region: usize) -> f64 {
        self.hull_of(region).iter().flatten().map(|(a, b)| (b - a + 1) as f64).sum()
    }

    /// The area of the convex hull of each region, in whole pixels: `(n)`.
    ///
    /// # Panics
    /// If the regions have 3 axes.
    ///
    /// # Examples
    /// ```
    /// let corner = nd_image::measure::regionprops([[1, 0, 0], [1, 0, 0], [1, 1, 1]]);
    /// assert_eq!(corner.area_convex().into_vec(), [6.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn area_convex(&self) -> Array<f64> {
        self.plane("area_convex");
        let unit: f64 = self.spacing.iter().product();
        self.column(&|region| unit * self.convex_pixels(region))
    }

    /// How much of its convex hull each region is: `(n)`.
    ///
    /// # Panics
    /// If the regions have 3 axes.
    ///
    /// # Examples
    /// ```
    /// let corner = nd_image::measure::regionprops([[1, 0, 0], [1, 0, 0], [1, 1, 1]]);
    /// assert_eq!(corner.solidity().into_vec(), [5.0 / 6.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn solidity(&self) -> Array<f64> {
        self.plane("solidity");
        self.column(&|region| {
            let pixels: usize = self.runs_of(region).iter().map(super::Run::len).sum();
            pixels as f64 / self.convex_pixels(region)
        })
    }

    /// The longest way through the convex hull of each region, between middles of edges of pixels: `(n)`.
    ///
    /// # Panics
    /// If the regions have 3 axes.
    ///
    /// # Examples
    /// ```
    /// let bar = nd_image::measure::regionprops([[1, 1, 1, 1]]);
    /// assert_eq!(bar.feret_diameter_max().into_vec(), [4.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn feret_diameter_max(&self) -> Array<f64> {
        self.plane("feret_diameter_max");
        self.column(&|region| {
            let corners = convex_polygon(middles(&self.hull_of(region)));
            let half = [self.spacing[0] / 2.0, self.spacing[1] / 2.0];
            let square = |a: &Point, b: &Point| {
                let (y, x) = ((a.0 - b.0) as f64 * half[0], (a.1 - b.1) as f64 * half[1]);
                y * y + x * x
            };
            let from = |(i, a)| corners[i + 1..].iter().map(move |b| square(a, b));
            corners.iter().enumerate().flat_map(from).fold(0.0, f64::max).sqrt()
        })
    }

    /// Which pixels of its box are of a region's convex hull, by the number of its row.
    ///
    /// # Panics
    /// If there is no such row, or the regions have 3 axes.
    ///
    /// # Examples
    /// ```
    /// let corner = nd_image::measure::regionprops([[1, 0, 0], [1, 0, 0], [1, 1, 1]]);
    /// assert!(corner.image_convex(0)[[1, 1]] && !corner.image_convex(0)[[0, 1]]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn image_convex(&self, row: usize) -> Array<bool> {
        self.plane("image_convex");
        self.check(row);
        let inner = self.extent_of(row);
        let mut mask = Mask::empty(&inner);
        for (line, ends) in self.hull_of(row).iter().enumerate() {
            if let Some((first, last)) = ends {
                let start = mask.line(&inner, line);
                mask.pixels[start + *first as usize..=start + *last as usize].fill(true);
            }
        }
        self.picture(row, &mask)
    }
}
