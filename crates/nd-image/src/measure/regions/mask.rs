//! A region's pixels as a picture of their own, within a frame of nothing.

use super::Regions;

/// Pixels of a box, with one pixel of nothing around them. A plane is a space of depth 1 without a frame
/// before and behind.
pub(crate) struct Mask {
    /// Depth, height and width, frame included.
    pub(crate) shape: [usize; 3],
    pub(crate) pixels: Vec<bool>,
}

impl Mask {
    pub(crate) fn empty(inner: &[usize]) -> Mask {
        let mut shape = [1; 3];
        for (framed, len) in shape[3 - inner.len()..].iter_mut().zip(inner) {
            *framed = len + 2;
        }
        Mask { shape, pixels: vec![false; shape.iter().product()] }
    }

    /// A picture in C order within its frame.
    pub(crate) fn of(inner: &[usize], pixels: &[bool]) -> Mask {
        let mut mask = Mask::empty(inner);
        let width = inner[inner.len() - 1];
        for (line, pixels) in pixels.chunks(width.max(1)).enumerate() {
            let start = mask.line(inner, line);
            mask.pixels[start..start + width].copy_from_slice(pixels);
        }
        mask
    }

    /// Where the line of that number, without the frame, starts.
    pub(crate) fn line(&self, inner: &[usize], line: usize) -> usize {
        let [_, height, width] = self.shape;
        if inner.len() == 2 {
            (line + 1) * width + 1
        } else {
            ((line / inner[1] + 1) * height + line % inner[1] + 1) * width + 1
        }
    }

    /// The pixels without the frame, in C order.
    pub(crate) fn inside(&self, inner: &[usize]) -> Vec<bool> {
        let lines: usize = inner[..inner.len() - 1].iter().product();
        let width = inner[inner.len() - 1];
        (0..lines)
            .flat_map(|line| {
                let start = self.line(inner, line);
                self.pixels[start..start + width].iter().copied()
            })
            .collect()
    }

    /// Fills what cannot be reached from the frame by steps to any neighbour, and says how many pixels
    /// there are then.
    pub(crate) fn fill(&mut self) -> usize {
        let [depth, height, width] = self.shape;
        let mut outside = vec![false; self.pixels.len()];
        let mut waiting = vec![0];
        outside[0] = true;
        while let Some(at) = waiting.pop() {
            let (z, y, x) = (at / (height * width), at / width % height, at % width);
            for z in z.saturating_sub(1)..(z + 2).min(depth) {
                for y in y.saturating_sub(1)..(y + 2).min(height) {
                    for x in x.saturating_sub(1)..(x + 2).min(width) {
                        let at = (z * height + y) * width + x;
                        if !outside[at] && !self.pixels[at] {
                            outside[at] = true;
                            waiting.push(at);
                        }
                    }
                }
            }
        }
        self.pixels.iter_mut().zip(&outside).for_each(|(pixel, outside)| *pixel = !outside);
        outside.iter().filter(|outside| !**outside).count()
    }
}

impl Regions {
    /// The lengths of a region's box.
    pub(super) fn extent_of(&self, region: usize) -> Vec<usize> {
        let (low, high) = &self.boxes[region];
        low.iter().zip(high).map(|(low, high)| high - low).collect()
    }

    /// The pixels of a region's box that are of the region.
    pub(super) fn mask_of(&self, region: usize) -> Mask {
        let (low, inner) = (&self.boxes[region].0, self.extent_of(region));
        let mut mask = Mask::empty(&inner);
        for run in self.runs_of(region) {
            let [z, y] = self.outer(run.line);
            let line = match low[..] {
                [y0, _] => y - y0,
                [z0, y0, _] => (z - z0) * inner[1] + y - y0,
                _ => unreachable!("regions have 2 or 3 axes"),
            };
            let start = mask.line(&inner, line) + run.start as usize - low[low.len() - 1];
            mask.pixels[start..start + run.len()].fill(true);
        }
        mask
    }
}
