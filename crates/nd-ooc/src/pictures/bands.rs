//! [`Bands`]: an array cut into pieces that follow each other in C order.

use crate::regions::per_axis;
use nd_core::Shape;
use nd_io::Region;

/// Pieces of an array, each a stretch of its elements in C order: some indices along one axis, one along those before
/// and all along those behind.
#[derive(Clone, Debug)]
pub(super) struct Bands {
    pub(super) shape: Shape,
    /// The axis that is cut; none of an array without axes.
    axis: usize,
    /// Indices of a piece along it.
    long: usize,
}

/// Elements, saturating; of no axes one.
fn product(lengths: &[usize]) -> usize {
    lengths.iter().fold(1, |all: usize, &n| all.saturating_mul(n))
}

impl Bands {
    /// Pieces of at most so many elements, and at least one; of whole chunks where so many fit.
    pub(super) fn new(shape: &[usize], chunks: &[usize], most: usize) -> Bands {
        let most = most.max(1);
        let axis = (0..shape.len()).find(|&axis| product(&shape[axis + 1..]) <= most).unwrap_or(0);
        let Some(&n) = shape.get(axis) else {
            return Bands { shape: Shape::from(shape), axis: 0, long: 1 };
        };
        let long = (most / product(&shape[axis + 1..]).max(1)).clamp(1, n.max(1));
        let chunk = chunks[axis].max(1);
        let long = if long < n && long > chunk { long / chunk * chunk } else { long };
        Bands { shape: Shape::from(shape), axis, long }
    }

    /// How many there are: none of an array without elements.
    pub(super) fn count(&self) -> usize {
        let shape = &self.shape[..];
        match shape.get(self.axis) {
            _ if shape.contains(&0) => 0,
            None => 1,
            Some(_) => product(&shape[..self.axis]) * self.blocks(),
        }
    }

    /// Pieces along the axis that is cut.
    fn blocks(&self) -> usize {
        self.shape[self.axis].div_ceil(self.long)
    }

    /// One of them.
    pub(super) fn region(&self, at: usize) -> Region {
        let ndim = self.shape.ndim();
        if ndim == 0 {
            return Region::new((), ());
        }
        let blocks = self.blocks();
        let (mut leading, first) = (at / blocks, at % blocks * self.long);
        let mut start = per_axis(ndim, |_| 0);
        for axis in (0..self.axis).rev() {
            start[axis] = leading % self.shape[axis];
            leading /= self.shape[axis];
        }
        start[self.axis] = first;
        let long = self.long.min(self.shape[self.axis] - first);
        let shape = per_axis(ndim, |axis| match axis.cmp(&self.axis) {
            std::cmp::Ordering::Less => 1,
            std::cmp::Ordering::Equal => long,
            std::cmp::Ordering::Greater => self.shape[axis],
        });
        Region::new(start, shape)
    }

    /// What lies before a piece in C order and within a step of it along every axis: boxes that do not overlap.
    pub(super) fn before(&self, piece: &Region) -> Vec<Region> {
        let ndim = self.shape.ndim();
        let above = |axis: &usize| piece.start()[*axis] > 0;
        (0..ndim.min(self.axis + 1))
            .filter(above)
            .map(|first| {
                // One index less along `first`, the same before it, and a step around behind it.
                let low = |axis: usize| match axis.cmp(&first) {
                    std::cmp::Ordering::Less => piece.start()[axis],
                    std::cmp::Ordering::Equal => piece.start()[axis] - 1,
                    std::cmp::Ordering::Greater => piece.start()[axis].saturating_sub(1),
                };
                let high = |axis: usize| match axis.cmp(&first) {
                    std::cmp::Ordering::Less => piece.start()[axis] + 1,
                    std::cmp::Ordering::Equal => piece.start()[axis],
                    std::cmp::Ordering::Greater => (piece.stop(axis) + 1).min(self.shape[axis]),
                };
                Region::new(per_axis(ndim, low), per_axis(ndim, |axis| high(axis) - low(axis)))
            })
            .collect()
    }

    /// A piece and what is within a step of it along every axis.
    pub(super) fn around(&self, piece: &Region) -> Region {
        let low = |axis: usize| piece.start()[axis].saturating_sub(1);
        let high = |axis: usize| (piece.stop(axis) + 1).min(self.shape[axis]);
        let ndim = self.shape.ndim();
        Region::new(per_axis(ndim, low), per_axis(ndim, |axis| high(axis) - low(axis)))
    }

    /// The pieces that hold elements of a region, ascending.
    pub(super) fn holding(&self, region: &Region) -> Vec<usize> {
        let [count, width] = lines(region);
        let mut found = Vec::new();
        for line in 0..if width == 0 { 0 } else { count } {
            let mut at = line_start(region, line);
            let first = at.last().copied().unwrap_or(0);
            let mut x = first;
            while x < first + width {
                if let Some(last) = at.len().checked_sub(1) {
                    at[last] = x;
                }
                found.push(self.place(&at).0);
                x = self.until(x);
            }
            found.dedup();
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Where an element of the picture is: the piece, and the line along the last axis and the place on it there.
    pub(super) fn place(&self, index: &[usize]) -> (usize, usize, usize) {
        let Some(last) = index.len().checked_sub(1) else { return (0, 0, 0) };
        let flat = |axes: std::ops::Range<usize>, start: usize| {
            axes.fold(start, |sum, axis| sum * self.shape[axis] + index[axis])
        };
        let (block, within) = (index[self.axis] / self.long, index[self.axis] % self.long);
        let piece = flat(0..self.axis, 0) * self.blocks() + block;
        if self.axis == last {
            return (piece, 0, within);
        }
        (piece, flat(self.axis + 1..last, within), index[last])
    }

    /// The places on a line that are in the same piece as one of them.
    pub(super) fn until(&self, x: usize) -> usize {
        match self.shape.ndim().checked_sub(1) {
            None => 1,
            Some(last) if self.axis == last => {
                ((x / self.long + 1) * self.long).min(self.shape[last])
            }
            Some(last) => self.shape[last],
        }
    }
}

/// Lines along the last axis of a region, and how long they are.
pub(super) fn lines(region: &Region) -> [usize; 2] {
    match region.shape().split_last() {
        None => [1, 1],
        Some((&width, leading)) => [product(leading), width],
    }
}

/// The index of the first element of a line of a region.
pub(super) fn line_start(region: &Region, line: usize) -> Shape {
    let ndim = region.ndim();
    let (mut index, mut rest) = (per_axis(ndim, |axis| region.start()[axis]), line);
    for axis in (0..ndim.saturating_sub(1)).rev() {
        index[axis] += rest % region.shape()[axis];
        rest /= region.shape()[axis];
    }
    index
}

/// Where the first element of a line of a part is in the whole, its elements in C order.
pub(super) fn line_in(whole: &Region, part: &Region, line: usize) -> usize {
    let index = line_start(part, line);
    (0..whole.ndim())
        .fold(0, |flat, axis| flat * whole.shape()[axis] + index[axis] - whole.start()[axis])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regions::cover;

    /// Every element once and in order, in pieces that are not too large; what is before is what is before.
    #[test]
    fn pieces_follow_each_other() {
        let shapes: [&[usize]; 7] =
            [&[], &[7], &[5, 4], &[3, 4, 5], &[2, 3, 1, 4], &[0, 3], &[1, 1, 9]];
        for shape in shapes {
            for most in 1..70 {
                let chunks = vec![2; shape.len()];
                let bands = Bands::new(shape, &chunks, most);
                let mut next = 0;
                for at in 0..bands.count() {
                    let region = bands.region(at);
                    assert!(region.size() <= most, "{shape:?} {most}");
                    let [count, width] = lines(&region);
                    let all = Region::all(shape);
                    for line in 0..count {
                        let start = line_in(&all, &region, line);
                        assert_eq!(start, next, "{shape:?} {most}");
                        next += width;
                        let index = line_start(&region, line);
                        let (piece, there, x) = bands.place(&index);
                        assert_eq!((piece, there), (at, line));
                        let x = x + index.last().map_or(0, |&i| i - x);
                        assert!(bands.until(x) - x == width);
                    }
                    near_and_before(&bands, &region);
                    assert_eq!(bands.holding(&region), [at]);
                    let around = bands.around(&region);
                    let near = bands.before(&region).iter().fold(region, |a, b| cover(&a, b));
                    assert!(crate::regions::holds(&around, &near));
                }
                assert_eq!(next, shape.iter().product::<usize>());
            }
        }
    }

    fn near_and_before(bands: &Bands, region: &Region) {
        let all = Region::all(bands.shape);
        let first = line_in(&all, region, 0);
        let boxes = bands.before(region);
        let within = |of: &Region, index: &[usize]| {
            index.iter().enumerate().all(|(k, &i)| of.start()[k] <= i && i < of.stop(k))
        };
        for at in 0..all.size() {
            let (mut index, mut rest) = (bands.shape.to_vec(), at);
            for axis in (0..index.len()).rev() {
                index[axis] = rest % bands.shape[axis];
                rest /= bands.shape[axis];
            }
            let is_near = index
                .iter()
                .enumerate()
                .all(|(k, &i)| i + 1 >= region.start()[k] && i <= region.stop(k));
            let found = boxes.iter().filter(|of| within(of, &index)).count();
            assert_eq!(found, usize::from(is_near && at < first), "{index:?} of {region:?}");
        }
    }
}
