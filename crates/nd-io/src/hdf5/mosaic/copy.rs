//! [`Copy`]: elements of a source on their way into a region of a virtual data set.

use nd_core::{MAX_NDIM, Shape};

use super::super::hyperslab::{Along, Selection};
use super::super::raw::RawArray;
use super::super::store::resize;
use super::super::{Result, corrupt};
use crate::blocks::{Region, Strided, copy_strided, swap_bytes};

/// Bytes around the wanted ones that are read rather than one piece after the other.
const SPARE: usize = 1 << 20;

fn steps(selection: &Selection) -> Option<&[Along]> {
    match selection {
        Selection::Regular(axes) => Some(axes),
        _ => None,
    }
}

/// Whether selections are of the same extents, but for axes of one element.
pub(super) fn alike(to: &[Along], from: &[Along]) -> bool {
    let long = |axes: &[Along]| -> Vec<u64> {
        axes.iter().map(|along| along.len()).filter(|&len| len != 1).collect()
    };
    long(to) == long(from)
}

/// A stretch of an axis along which source and target go on evenly.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    len: usize,
    from: usize,
    from_step: usize,
    to: usize,
    to_step: usize,
}

/// Elements of a source on their way into a region.
pub(super) struct Copy<'a> {
    pub(super) source: &'a RawArray,
    /// Bytes of words that are in the other order than in the array.
    pub(super) swap: Option<usize>,
    pub(super) region: &'a Region,
    pub(super) out: &'a mut [u8],
}

impl Copy<'_> {
    /// Copies the elements of one selection to the places of another one.
    pub(super) fn all(&mut self, to: &Selection, from: &Selection) -> Result<()> {
        match (steps(to), steps(from)) {
            (Some(to), Some(from)) if alike(to, from) => self.regular(to, from),
            _ => self.runs(to, from),
        }
    }

    fn itemsize(&self) -> usize {
        self.source.datatype.size
    }

    /// Elements of the source, in the array's byte order.
    fn fetch(&self, region: &Region, buffer: &mut Vec<u8>) -> Result<()> {
        let len = region.shape().iter().try_fold(self.itemsize(), |all, &n| all.checked_mul(n));
        resize(buffer, len.ok_or_else(|| corrupt("virtual data set: a region too large"))?)?;
        self.source.read(region, buffer)?;
        if let Some(word) = self.swap {
            swap_bytes(buffer, word);
        }
        Ok(())
    }

    /// Selections that are regular and of the same extents: axis by axis.
    fn regular(&mut self, to: &[Along], from: &[Along]) -> Result<()> {
        // Axes of one element on either side have no partner.
        let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
        pairs.extend(
            (0..to.len()).filter(|&axis| to[axis].len() == 1).map(|axis| (Some(axis), None)),
        );
        pairs
            .extend((0..from.len()).filter(|&i| from[i].len() == 1).map(|axis| (None, Some(axis))));
        let long = |axes: &[Along]| -> Vec<usize> {
            (0..axes.len()).filter(|&axis| axes[axis].len() != 1).collect()
        };
        pairs.extend(long(to).into_iter().zip(long(from)).map(|(a, b)| (Some(a), Some(b))));
        let mut stretches = Vec::with_capacity(pairs.len());
        for &(target, source) in &pairs {
            let to = target.map(|axis| (to[axis], axis));
            let all = self.stretches(to, source.map(|axis| from[axis]));
            if all.is_empty() {
                return Ok(());
            }
            stretches.push(all);
        }
        self.product(&pairs, &stretches, from.len(), to.len())
    }

    /// The stretches of one axis that lie in the region.
    fn stretches(&self, to: Option<(Along, usize)>, from: Option<Along>) -> Vec<Stretch> {
        let Some((to, axis)) = to else {
            let from = from.map_or(0, |from| from.at(0)) as usize;
            return vec![Stretch { len: 1, from, from_step: 1, to: 0, to_step: 1 }];
        };
        let from = from.unwrap_or(Along::run(0, 1));
        let (start, step) = (self.region.start()[axis] as u64, self.region.step()[axis] as u64);
        let (low, high) = (to.before(start), to.before(self.region.stop(axis) as u64));
        let mut all = Vec::new();
        if step > 1 && !(to.is_even() && from.is_even()) {
            // Of blocks between the steps there may be many more than steps.
            for k in 0..self.region.shape()[axis] {
                let position = start + k as u64 * step;
                let i = to.before(position);
                if i < to.len() && to.at(i) == position {
                    let from = from.at(i) as usize;
                    all.push(Stretch { len: 1, from, from_step: 1, to: k, to_step: 1 });
                }
            }
            return all;
        }
        let mut i = low;
        while i < high {
            let end = to.even_until(i).min(from.even_until(i)).min(high);
            let slope = |along: Along| if end - i > 1 { along.at(i + 1) - along.at(i) } else { 1 };
            let (to_slope, from_slope) = (slope(to), slope(from));
            // The first element that the region's step meets, and how many elements later the next.
            let period = step / gcd(step, to_slope);
            let met = (i..end.min(i + period)).find(|&k| (to.at(k) - start).is_multiple_of(step));
            if let Some(first) = met {
                all.push(Stretch {
                    len: (end - first).div_ceil(period) as usize,
                    from: from.at(first) as usize,
                    from_step: (from_slope * period) as usize,
                    to: ((to.at(first) - start) / step) as usize,
                    to_step: (to_slope * period / step) as usize,
                });
            }
            i = end;
        }
        all
    }

    /// Every combination of the axes' stretches is a region of the source and one of the target.
    fn product(
        &mut self,
        pairs: &[(Option<usize>, Option<usize>)],
        stretches: &[Vec<Stretch>],
        from_ndim: usize,
        to_ndim: usize,
    ) -> Result<()> {
        let itemsize = self.itemsize();
        let count = stretches.iter().map(Vec::len).try_fold(1usize, |all, n| all.checked_mul(n));
        // All of them in a box, if that is not much more: a chunk is unpacked once then.
        let mut low = vec![0; from_ndim];
        let mut extent = vec![1; from_ndim];
        let mut wanted = itemsize;
        for ((_, source), stretches) in pairs.iter().zip(stretches) {
            let all: usize = stretches.iter().map(|stretch| stretch.len).sum();
            wanted = wanted.saturating_mul(all);
            if let Some(axis) = *source {
                low[axis] = stretches.iter().map(|stretch| stretch.from).min().unwrap_or(0);
                let last = |s: &Stretch| s.from + (s.len - 1) * s.from_step;
                extent[axis] = stretches.iter().map(last).max().unwrap_or(0) + 1 - low[axis];
            }
        }
        let around = extent.iter().try_fold(itemsize, |all, &n| all.checked_mul(n));
        let boxed = count != Some(1)
            && around.is_some_and(|around| around <= wanted.saturating_mul(4).max(SPARE));
        let mut buffer = Vec::new();
        if boxed {
            let region = Region::new(Shape::try_new(&low)?, Shape::try_new(&extent)?);
            self.fetch(&region, &mut buffer)?;
        }
        let mut at = vec![0; stretches.len()];
        loop {
            let chosen: Vec<Stretch> = at.iter().zip(stretches).map(|(&i, all)| all[i]).collect();
            self.one(
                pairs,
                &chosen,
                from_ndim,
                to_ndim,
                boxed.then_some((&low, &extent)),
                &mut buffer,
            )?;
            let Some(axis) = (0..at.len()).rev().find(|&axis| at[axis] + 1 < stretches[axis].len())
            else {
                return Ok(());
            };
            at[axis] += 1;
            at[axis + 1..].fill(0);
        }
    }

    /// Copies one region of the source, from a box that was read or from where it is.
    fn one(
        &mut self,
        pairs: &[(Option<usize>, Option<usize>)],
        chosen: &[Stretch],
        from_ndim: usize,
        to_ndim: usize,
        boxed: Option<(&Vec<usize>, &Vec<usize>)>,
        buffer: &mut Vec<u8>,
    ) -> Result<()> {
        let (mut start, mut shape, mut step) =
            (vec![0; from_ndim], vec![1; from_ndim], vec![1; from_ndim]);
        let (mut to_start, mut to_step) = (vec![0; to_ndim], vec![1; to_ndim]);
        for ((target, source), stretch) in pairs.iter().zip(chosen) {
            if let Some(axis) = *source {
                (start[axis], shape[axis], step[axis]) =
                    (stretch.from, stretch.len, stretch.from_step);
            }
            if let Some(axis) = *target {
                (to_start[axis], to_step[axis]) = (stretch.to, stretch.to_step);
            }
        }
        let itemsize = self.itemsize();
        let source = match boxed {
            Some((low, extent)) => {
                let local: Vec<usize> = start.iter().zip(low).map(|(at, low)| at - low).collect();
                let region = Region::new(Shape::try_new(&local)?, Shape::try_new(&shape)?)
                    .with_step(Shape::try_new(&step)?);
                Strided::of(extent, &region, itemsize)
            }
            None => {
                let region = Region::new(Shape::try_new(&start)?, Shape::try_new(&shape)?)
                    .with_step(Shape::try_new(&step)?);
                self.fetch(&region, buffer)?;
                Strided::dense(&shape, itemsize)
            }
        };
        let dense = Strided::dense(self.region.shape(), itemsize);
        let mut offset = dense.offset;
        let (mut from_strides, mut to_strides, mut counts) =
            ([0; MAX_NDIM], [0; MAX_NDIM], [0; MAX_NDIM]);
        for (start, stride) in to_start.iter().zip(dense.strides.iter()) {
            offset += start * stride;
        }
        let mut axes = 0;
        for ((target, source_axis), stretch) in pairs.iter().zip(chosen) {
            if let (Some(a), Some(b)) = (*target, *source_axis) {
                counts[axes] = stretch.len;
                from_strides[axes] = source.strides[b];
                to_strides[axes] = dense.strides[a] * to_step[a];
                axes += 1;
            }
        }
        let from = Strided { offset: source.offset, strides: Shape::from(&from_strides[..axes]) };
        let to = Strided { offset, strides: Shape::from(&to_strides[..axes]) };
        copy_strided(buffer, from, self.out, to, &counts[..axes], itemsize);
        Ok(())
    }

    /// Selections of any kind: runs of the target, each from where its elements are in the source.
    fn runs(&mut self, to: &Selection, from: &Selection) -> Result<()> {
        /// Pieces that are looked at together.
        const BATCH: usize = 4096;
        let mut pieces: Vec<Even> = Vec::new();
        let region = *self.region;
        let dense = Strided::dense(region.shape(), self.itemsize());
        let last = region.ndim().saturating_sub(1);
        to.runs(&region, &mut |number, at, len| {
            let mut offset = dense.offset;
            for (axis, &position) in at.iter().enumerate().take(last) {
                let beyond = position as usize - region.start()[axis];
                offset += beyond / region.step()[axis] * dense.strides[axis];
            }
            let step = region.step().get(last).copied().unwrap_or(1) as u64;
            let from_start = at.get(last).map_or(0, |&p| p - region.start()[last] as u64);
            let mut i = from_start.next_multiple_of(step) - from_start;
            while i < len {
                let (source, follow) = from
                    .locate(number + i)
                    .ok_or_else(|| corrupt("virtual data set: elements that no source has"))?;
                let count = follow.min(len - i).div_ceil(step);
                let stride = dense.strides.get(last).copied().unwrap_or(0);
                let to = offset + ((from_start + i) / step) as usize * stride;
                pieces.push(Even { source, step, count, to, stride });
                i += count * step;
                if pieces.len() == BATCH {
                    self.gather(&pieces)?;
                    pieces.clear();
                }
            }
            Ok(())
        })?;
        self.gather(&pieces)
    }

    /// Copies pieces: out of a box around them, if that is not much larger.
    fn gather(&mut self, pieces: &[Even]) -> Result<()> {
        let Some(one) = pieces.first() else { return Ok(()) };
        let itemsize = self.itemsize();
        let (mut low, mut high) = (one.source.clone(), vec![0; one.source.len()]);
        let mut wanted = 0usize;
        for piece in pieces {
            wanted += piece.count as usize * itemsize;
            for (axis, &at) in piece.source.iter().enumerate() {
                let along =
                    if axis + 1 == piece.source.len() { (piece.count - 1) * piece.step } else { 0 };
                low[axis] = low[axis].min(at);
                high[axis] = high[axis].max(at + along + 1);
            }
        }
        let usizes =
            |values: &[u64]| -> Vec<usize> { values.iter().map(|&v| v as usize).collect() };
        let extent: Vec<u64> = high.iter().zip(&low).map(|(high, low)| high - low).collect();
        let around = extent.iter().try_fold(itemsize, |all, &n| all.checked_mul(n as usize));
        let mut buffer = Vec::new();
        if around.is_some_and(|around| around <= wanted.saturating_mul(4).max(SPARE)) {
            let region =
                Region::new(Shape::try_new(&usizes(&low))?, Shape::try_new(&usizes(&extent))?);
            self.fetch(&region, &mut buffer)?;
            let strides = Strided::dense(&usizes(&extent), itemsize).strides;
            for piece in pieces {
                let at = piece.source.iter().zip(&low).zip(strides.iter());
                let offset = at.map(|((at, low), stride)| (at - low) as usize * stride).sum();
                self.put(piece, &buffer, offset, piece.step as usize * itemsize);
            }
            return Ok(());
        }
        for piece in pieces {
            let mut shape = vec![1; piece.source.len()];
            let mut step = vec![1; piece.source.len()];
            if let (Some(count), Some(last)) = (shape.last_mut(), step.last_mut()) {
                (*count, *last) = (piece.count as usize, piece.step as usize);
            }
            let region =
                Region::new(Shape::try_new(&usizes(&piece.source))?, Shape::try_new(&shape)?)
                    .with_step(Shape::try_new(&step)?);
            self.fetch(&region, &mut buffer)?;
            self.put(piece, &buffer, 0, itemsize);
        }
        Ok(())
    }

    fn put(&mut self, piece: &Even, buffer: &[u8], offset: usize, stride: usize) {
        let from = Strided { offset, strides: Shape::from([stride]) };
        let to = Strided { offset: piece.to, strides: Shape::from([piece.stride]) };
        copy_strided(buffer, from, self.out, to, &[piece.count as usize], self.itemsize());
    }
}

/// Elements that lie evenly along the last axis of a source, and in the target.
struct Even {
    source: Vec<u64>,
    step: u64,
    count: u64,
    to: usize,
    stride: usize,
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
