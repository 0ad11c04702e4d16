//! Resizing by taking the nearest sample.

use crate::blocks::for_each_block;

/// Fills `out` with the pixels of `rows` nearest to its own.
pub(super) fn run<T: Copy + Send + Sync>(
    rows: &[&[T]],
    [down, along]: [&[usize]; 2],
    channels: usize,
    out: &mut [T],
) {
    let (height, width) = (down.len(), along.len());
    let strip = height.div_ceil(64).max(8);
    let (row_len, work) = (width * channels, out.len());
    for_each_block(out, strip * row_len, work, &|i, out| {
        for (&y, out) in down[i * strip..].iter().zip(out.chunks_mut(row_len)) {
            let row = rows[y];
            if channels == 1 {
                out.iter_mut().zip(along).for_each(|(o, &x)| *o = row[x]);
            } else {
                for (pixel, &x) in out.chunks_mut(channels).zip(along) {
                    pixel.copy_from_slice(&row[x * channels..][..channels]);
                }
            }
        }
    });
}

/// For each of `to` samples the one of `from` under its centre.
///
/// Positions are added up, not multiplied out, as in Pillow's `ImagingScaleAffine`: the two
/// differ where a centre falls on an edge.
pub(super) fn sources(from: usize, to: usize) -> Vec<usize> {
    let scale = from as f64 / to as f64;
    let mut position = scale * 0.5;
    let next = |_| {
        let index = (position as usize).min(from - 1);
        position += scale;
        index
    };
    (0..to).map(next).collect()
}
