//! A Gaussian filter of a picture that streams through memory by bands of rows.

use super::npy::Npy;
use super::{Paths, tasks};
use std::io;

/// Rows of a task.
const BAND: usize = 128;
/// Rows and columns beyond the middle that a result depends on: four standard deviations, as SciPy cuts.
const RADIUS: usize = 8;
const SIGMA: f64 = 2.0;
/// Columns at a time in the second direction: sums stay in the first-level cache.
const PIECE: usize = 1024;

type Weights = [f32; 2 * RADIUS + 1];

/// `scipy.ndimage.gaussian_filter(img, 2)` (edges mirrored, the outermost element twice), to a file.
pub(super) fn blur(paths: &Paths) -> io::Result<Vec<f64>> {
    let file = Npy::open(&paths.input("img.npy"), "<f4")?;
    let out = Npy::create(&paths.output("out.npy"), "<f4", &file.shape)?;
    let (height, width, weights) = (file.shape[0], file.row(), weights());
    let buffers = || {
        (
            vec![0.0; (BAND + 2 * RADIUS) * width],
            vec![0.0; width + 2 * RADIUS],
            vec![0.0; BAND * width],
        )
    };
    let task = |(source, line, target): &mut (Vec<f32>, Vec<f32>, Vec<f32>), at: usize| {
        let rows = at * BAND..(at * BAND + BAND).min(height);
        let from = rows.start.saturating_sub(RADIUS);
        let source = &mut source[..((rows.end + RADIUS).min(height) - from) * width];
        file.read(from * width, source)?;
        for (row, target) in rows.clone().zip(target.chunks_mut(width)) {
            let middle = &mut line[RADIUS..RADIUS + width];
            down(row, height, &weights, middle, |row| &source[(row - from) * width..][..width]);
            mirror(line, width);
            along(line, &weights, target);
        }
        out.write(rows.start * width, &target[..rows.len() * width])
    };
    tasks::run(height.div_ceil(BAND), buffers, task)?;
    Ok(Vec::new())
}

fn weights() -> Weights {
    let bell = |at: usize| (-0.5 * ((at as f64 - RADIUS as f64) / SIGMA).powi(2)).exp();
    let bells: [f64; 2 * RADIUS + 1] = std::array::from_fn(bell);
    let sum: f64 = bells.iter().sum();
    bells.map(|bell| (bell / sum) as f32)
}

/// One row filtered along axis 0.
fn down<'a>(
    row: usize,
    height: usize,
    weights: &Weights,
    out: &mut [f32],
    source: impl Fn(usize) -> &'a [f32],
) {
    out.fill(0.0);
    for (at, &weight) in weights.iter().enumerate() {
        for (sum, x) in out.iter_mut().zip(source(reflected(row + at, height))) {
            *sum += weight * x;
        }
    }
}

/// The row `shifted - RADIUS`, or its mirror image beyond an edge.
fn reflected(shifted: usize, height: usize) -> usize {
    match shifted.checked_sub(RADIUS) {
        None => RADIUS - shifted - 1,
        Some(row) if row >= height => 2 * height - row - 1,
        Some(row) => row,
    }
}

/// Fills the margins of a line from its ends.
fn mirror(line: &mut [f32], width: usize) {
    for at in 0..RADIUS {
        line[RADIUS - 1 - at] = line[RADIUS + at];
        line[RADIUS + width + at] = line[RADIUS + width - 1 - at];
    }
}

/// One row, with margins, filtered along axis 1.
fn along(line: &[f32], weights: &Weights, out: &mut [f32]) {
    for (piece, out) in out.chunks_mut(PIECE).enumerate() {
        out.fill(0.0);
        for (at, &weight) in weights.iter().enumerate() {
            for (sum, x) in out.iter_mut().zip(&line[piece * PIECE + at..]) {
                *sum += weight * x;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_beyond_an_edge_are_mirrored() {
        let rows = [0, 7, 8, 9, 107, 108, 115].map(|shifted| reflected(shifted, 100));
        assert_eq!(rows, [7, 0, 0, 1, 99, 99, 92]);
    }

    #[test]
    fn a_constant_stays_as_it_is() {
        let (mut line, mut out) = (vec![0.0; 20 + 2 * RADIUS], vec![0.0; 20]);
        line[RADIUS..RADIUS + 20].fill(3.0);
        mirror(&mut line, 20);
        along(&line, &weights(), &mut out);
        assert!(out.iter().all(|x| (x - 3.0).abs() < 1e-5), "{out:?}");
    }
}
