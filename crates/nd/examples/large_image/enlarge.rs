//! A small picture, enlarged part by part.

use nd::io::Region;
use nd::ooc::Chunked;
use nd::prelude::*;

/// A picture in memory, enlarged to any size by Catmull and Rom's cubic; a part is made when it is asked for.
pub(crate) fn bicubic(picture: Array<u8>, size: [usize; 2]) -> Chunked<u8> {
    let [h, w] = [picture.shape()[0], picture.shape()[1]];
    let columns: Vec<Taps> = (0..size[1]).map(|at| Taps::new(at, size[1], w)).collect();
    Chunked::from_region(size, move |region: &Region| {
        let mut part = Array::zeros(region.shape());
        let mut sums = vec![0.0; w];
        for (row, mut out) in part.outer_iter_mut().enumerate() {
            let at = region.start()[0] + row * region.step()[0];
            let taps = Taps::new(at, size[0], h);
            sums.fill(0.0);
            for (from, weight) in taps.each(h) {
                let line = picture.slice(s![from as isize]);
                sums.iter_mut()
                    .zip(line.iter())
                    .for_each(|(sum, &v)| *sum += weight * f32::from(v));
            }
            for (column, out) in out.iter_mut().enumerate() {
                let taps = &columns[region.start()[1] + column * region.step()[1]];
                let value: f32 = taps.each(w).map(|(from, weight)| weight * sums[from]).sum();
                *out = (value + 0.5) as u8;
            }
        }
        part
    })
}

/// Four neighbours and their weights.
struct Taps {
    first: isize,
    weights: [f32; 4],
}

impl Taps {
    /// Of place `at` of `size`, along an axis of `len` elements.
    fn new(at: usize, size: usize, len: usize) -> Taps {
        let center = (at as f64 + 0.5) * len as f64 / size as f64 - 0.5;
        let first = center.floor() - 1.0;
        let t = (center - center.floor()) as f32;
        let (near, far) = (
            |x: f32| (1.5 * x - 2.5) * x * x + 1.0,
            |x: f32| ((2.5 - 0.5 * x) * x - 4.0) * x + 2.0,
        );
        Taps {
            first: first as isize,
            weights: [far(1.0 + t), near(t), near(1.0 - t), far(2.0 - t)],
        }
    }

    /// The elements, those beyond the ends being the last ones.
    fn each(&self, len: usize) -> impl Iterator<Item = (usize, f32)> {
        let last = len as isize - 1;
        let at = move |tap: isize| (self.first + tap).clamp(0, last) as usize;
        (0..4).map(move |tap| (at(tap), self.weights[tap as usize]))
    }
}
