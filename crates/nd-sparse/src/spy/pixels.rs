//! [`Pixels`]: how many entries each pixel of a picture stands for.

use super::SpyOptions;
use nd_core::Array;

/// Entries counted by pixels.
pub(super) struct Pixels {
    /// Elements that a pixel stands for, each way.
    step: usize,
    /// Pixels that an element has, each way.
    pub(super) zoom: usize,
    pub(super) height: usize,
    pub(super) width: usize,
    counts: Vec<u32>,
}

impl Pixels {
    /// None counted yet, of a matrix of this shape. A pixel stands for as many rows as columns; one of the two is 1.
    pub(super) fn new(shape: [usize; 2], options: &SpyOptions) -> Self {
        let size = options.size.max(1);
        let longest = shape[0].max(shape[1]).max(1);
        let step = longest.div_ceil(size);
        let zoom = (size / longest).clamp(1, options.largest.max(1));
        let [height, width] =
            if shape.contains(&0) { [0; 2] } else { shape.map(|n| n.div_ceil(step)) };
        Pixels { step, zoom, height, width, counts: vec![0; height * width] }
    }

    pub(super) fn count(&mut self, row: usize, column: usize) {
        let at = row / self.step * self.width + column / self.step;
        self.counts[at] = self.counts[at].saturating_add(1);
    }

    /// The shade of each pixel, row by row: 0 where there is nothing, up to 255 where entries are most, in the
    /// proportion of logarithms. A single entry has a third of the shade at least, so that it is seen.
    pub(super) fn shades(&self) -> Vec<u8> {
        let most = self.counts.iter().copied().max().unwrap_or(0);
        let whole = f64::from(most).ln_1p();
        let shade = |&count: &u32| match count {
            0 => 0,
            count if count == most => 255,
            count => (85.0 + 170.0 * f64::from(count).ln_1p() / whole) as u8,
        };
        self.counts.iter().map(shade).collect()
    }

    /// The picture: black on white.
    pub(super) fn greys(&self) -> Array<u8> {
        let shades = self.shades();
        let (height, width) = (self.height * self.zoom, self.width * self.zoom);
        let mut greys = Vec::with_capacity(height * width);
        for row in 0..height {
            let shades = &shades[row / self.zoom * self.width..][..self.width];
            greys.extend((0..width).map(|column| 255 - shades[column / self.zoom]));
        }
        Array::from_shape_vec([height, width], greys)
    }
}
