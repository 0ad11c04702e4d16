//! [`Selection`]: elements of an array that a mapping of a virtual data set names.

use nd_core::MAX_NDIM;

use super::cursor::Cursor;
use super::{Result, corrupt, unsupported};
use crate::blocks::Region;

/// What stands for "as many as there are".
pub(super) const UNLIMITED: u64 = u64::MAX;

/// Blocks of a selection that is no regular one: its order is worked out block by block.
const MAX_BLOCKS: usize = 1 << 16;

/// Regular blocks along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Along {
    pub(super) start: u64,
    pub(super) stride: u64,
    /// [`UNLIMITED`] for as many as there are; so may `block` be.
    pub(super) count: u64,
    pub(super) block: u64,
    /// Positions of the last block that are left out, as the array ends there.
    pub(super) cut: u64,
}

impl Along {
    /// Positions from one on.
    pub(super) fn run(start: u64, len: u64) -> Self {
        Self { start, stride: 1, count: 1, block: len, cut: 0 }
    }

    fn is_unlimited(self) -> bool {
        self.count == UNLIMITED || self.block == UNLIMITED
    }

    /// How many positions there are.
    pub(super) fn len(self) -> u64 {
        self.count.saturating_mul(self.block).saturating_sub(self.cut)
    }

    /// Whether position after position is the same distance away.
    pub(super) fn is_even(self) -> bool {
        self.count <= 1 || self.block == 1 || self.stride == self.block
    }

    /// The position of a number; `number` is below [`len`](Self::len).
    pub(super) fn at(self, number: u64) -> u64 {
        if self.block == 0 {
            return self.start;
        }
        self.start + (number / self.block) * self.stride + number % self.block
    }

    /// How many positions come before one.
    pub(super) fn before(self, position: u64) -> u64 {
        let Some(beyond) = position.checked_sub(self.start) else { return 0 };
        if self.stride == 0 || self.count <= 1 {
            return beyond.min(self.len());
        }
        let (whole, rest) = (beyond / self.stride, beyond % self.stride);
        whole.saturating_mul(self.block).saturating_add(rest.min(self.block)).min(self.len())
    }

    /// The first number, behind one, at which positions are no longer the same distance apart.
    pub(super) fn even_until(self, number: u64) -> u64 {
        if self.is_even() || self.block == 0 {
            return self.len();
        }
        (number / self.block + 1).saturating_mul(self.block).min(self.len())
    }

    /// How many positions, from that of a number on, follow each other without a gap.
    fn touching(self, number: u64) -> u64 {
        let left = self.len() - number;
        match self.count <= 1 || self.stride == self.block {
            true => left,
            false => left.min(self.block - number % self.block),
        }
    }

    /// The extent of an array that has so many positions, as the library works it out.
    pub(super) fn extent_for(self, positions: u64) -> u64 {
        if positions == 0 {
            return 0;
        }
        if self.block == UNLIMITED || self.block == self.stride || self.block == 0 {
            return self.start.saturating_add(positions);
        }
        let (whole, rest) = ((positions - 1) / self.block, (positions - 1) % self.block);
        whole.saturating_mul(self.stride).saturating_add(self.start).saturating_add(rest + 1)
    }

    /// The same, of so many positions.
    fn shortened(self, len: u64) -> Self {
        if len >= self.len() || self.block == 0 {
            return self;
        }
        let count = len.div_ceil(self.block);
        Self { count, cut: count * self.block - len, ..self }
    }

    /// The first position behind all.
    fn end(self) -> u64 {
        match self.len() {
            0 => 0,
            len => self.at(len - 1) + 1,
        }
    }

    /// The same within an extent: no longer without limit.
    fn within(self, extent: u64) -> Self {
        let room = extent.saturating_sub(self.start);
        if self.block == UNLIMITED {
            return Self { count: 1, block: room, ..self };
        }
        if self.count != UNLIMITED {
            return self;
        }
        if self.stride == self.block {
            // Blocks that touch may end anywhere.
            return Self { stride: 1, count: 1, block: room, ..self };
        }
        let (whole, rest) = (room / self.stride, (room % self.stride).min(self.block));
        match rest {
            0 => Self { count: whole, ..self },
            rest => Self { count: whole + 1, cut: self.block - rest, ..self },
        }
    }

    fn check(self) -> Result<()> {
        let fits = self.stride > 0 || self.count <= 1;
        let apart = self.count <= 1 || self.block != UNLIMITED && self.block <= self.stride;
        let end = match self.is_unlimited() {
            true => Some(self.start),
            false => (self.count.saturating_sub(1))
                .checked_mul(self.stride)
                .and_then(|all| all.checked_add(self.block)?.checked_add(self.start)),
        };
        let counted = self.is_unlimited() || self.count.checked_mul(self.block).is_some();
        if fits && apart && counted && end.is_some_and(|end| end < UNLIMITED) {
            return Ok(());
        }
        Err(corrupt(format!("selection: blocks of {} every {}", self.block, self.stride)))
    }
}

/// What is called with a run: the number of its first element, its position, and its length.
type Visit<'a> = &'a mut dyn FnMut(u64, &[u64], u64) -> Result<()>;

/// A block: where it begins, and how long it is, along each axis.
#[derive(Debug, Clone, PartialEq)]
struct Block {
    start: Vec<u64>,
    shape: Vec<u64>,
}

/// Some elements of an array, in C order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Selection {
    All,
    /// Regular along every axis.
    Regular(Vec<Along>),
    /// Blocks that do not overlap.
    Blocks(Vec<Layer>),
    Nothing,
}

/// Positions along an axis whose elements along the axes behind are the same ones.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layer {
    start: u64,
    len: u64,
    inner: Vec<Layer>,
    /// Elements of one position.
    each: u64,
}

impl Selection {
    /// Reads a selection as the library writes one; `steps` are what working out its order may still take.
    pub(super) fn parse(cursor: &mut Cursor<'_>, steps: &mut usize) -> Result<Self> {
        let (kind, version) = (cursor.u32()?, cursor.u32()?);
        match kind {
            0 | 3 => {
                cursor.skip(8)?;
                Ok(if kind == 0 { Self::Nothing } else { Self::All })
            }
            1 => Err(unsupported("virtual data sets made of single points")),
            2 => hyperslab(cursor, version, steps),
            kind => Err(cursor.bad(format!("a selection of kind {kind}"))),
        }
    }

    /// The axis without limit.
    pub(super) fn unlimited(&self) -> Option<usize> {
        match self {
            Self::Regular(axes) => axes.iter().position(|along| along.is_unlimited()),
            _ => None,
        }
    }

    /// Along one axis.
    pub(super) fn along(&self, axis: usize) -> Option<Along> {
        match self {
            Self::Regular(axes) => axes.get(axis).copied(),
            _ => None,
        }
    }

    /// Number of axes, if it tells.
    pub(super) fn ndim(&self) -> Option<usize> {
        match self {
            Self::Regular(axes) => Some(axes.len()),
            Self::Blocks(layers) => {
                let mut ndim = 1;
                let mut layer = layers.first()?;
                while let Some(inner) = layer.inner.first() {
                    (ndim, layer) = (ndim + 1, inner);
                }
                Some(ndim)
            }
            Self::All | Self::Nothing => None,
        }
    }

    /// The selection in an array of a shape, without "all" and without axes that go on for ever.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) for another number of axes.
    pub(super) fn within(&self, shape: &[u64]) -> Result<Self> {
        if self.ndim().is_some_and(|ndim| ndim != shape.len()) {
            return Err(corrupt(format!("selection: of other axes than the array's {shape:?}")));
        }
        Ok(match self {
            Self::All => Self::Regular(shape.iter().map(|&n| Along::run(0, n)).collect()),
            Self::Regular(axes) => {
                Self::Regular(axes.iter().zip(shape).map(|(along, &n)| along.within(n)).collect())
            }
            other => other.clone(),
        })
    }

    /// The first positions behind all, along each axis; nothing for "all".
    pub(super) fn end(&self) -> Vec<u64> {
        match self {
            Self::All | Self::Nothing => Vec::new(),
            Self::Regular(axes) => axes.iter().map(|along| along.end()).collect(),
            Self::Blocks(layers) => {
                let mut end = vec![0; self.ndim().unwrap_or(0)];
                ends(layers, &mut end);
                end
            }
        }
    }

    /// Makes it shorter along an axis.
    pub(super) fn shorten(&mut self, axis: usize, len: u64) {
        if let Self::Regular(axes) = self
            && let Some(along) = axes.get_mut(axis)
        {
            *along = along.shortened(len);
        }
    }

    /// Whether a region may have elements of it.
    pub(super) fn meets(&self, region: &Region) -> bool {
        match self {
            Self::Nothing => false,
            Self::Regular(axes) => axes.iter().enumerate().all(|(axis, along)| {
                along.before(region.start()[axis] as u64) < along.before(region.stop(axis) as u64)
            }),
            _ => self.end().iter().zip(region.start()).all(|(end, &start)| (start as u64) < *end),
        }
    }

    /// Number of elements.
    pub(super) fn len(&self) -> Option<u64> {
        match self {
            Self::Nothing => Some(0),
            Self::All => None,
            Self::Regular(axes) => {
                axes.iter().try_fold(1u64, |all, along| all.checked_mul(along.len()))
            }
            Self::Blocks(layers) => Some(total(layers)),
        }
    }

    /// Runs along the last axis, in order, that have elements of a region: the number of the first element
    /// of each, its position, and its length. Positions along the other axes are some of the region's.
    pub(super) fn runs(&self, region: &Region, visit: Visit<'_>) -> Result<()> {
        let mut at = [0; MAX_NDIM];
        match self {
            Self::Regular(axes) if axes.is_empty() => visit(0, &[], 1),
            Self::Regular(axes) => regular_runs(axes, 0, 0, region, &mut at, visit),
            Self::Blocks(layers) => layer_runs(layers, 0, 0, region, &mut at, visit),
            Self::All | Self::Nothing => Ok(()),
        }
    }

    /// The position of an element by its number, and how many follow it along the last axis.
    pub(super) fn locate(&self, number: u64) -> Option<(Vec<u64>, u64)> {
        match self {
            Self::Regular(axes) => {
                let mut at = vec![0; axes.len()];
                let mut rest = number;
                let mut follow = 1;
                for (axis, along) in axes.iter().enumerate().rev() {
                    let len = along.len();
                    if len == 0 {
                        return None;
                    }
                    let i = rest % len;
                    at[axis] = along.at(i);
                    if axis + 1 == axes.len() {
                        follow = along.touching(i);
                    }
                    rest /= len;
                }
                (rest == 0).then_some((at, follow))
            }
            Self::Blocks(layers) => locate_layer(layers, number, Vec::new()),
            Self::All | Self::Nothing => None,
        }
    }
}

fn hyperslab(cursor: &mut Cursor<'_>, version: u32, steps: &mut usize) -> Result<Selection> {
    let (regular, width) = match version {
        1 => {
            cursor.skip(8)?;
            (false, 4)
        }
        2 => {
            let flags = cursor.u8()?;
            cursor.skip(4)?;
            (flags & 1 != 0, 8)
        }
        3 => (cursor.u8()? & 1 != 0, usize::from(cursor.u8()?)),
        version => return Err(cursor.bad(format!("version {version} of a selection"))),
    };
    let ndim = cursor.u32()? as usize;
    if ndim == 0 || ndim > MAX_NDIM || !matches!(width, 2 | 4 | 8) {
        return Err(cursor.bad(format!("a selection along {ndim} axes, in {width} bytes")));
    }
    let most = u64::MAX >> (64 - 8 * width);
    if regular {
        let mut axes = Vec::with_capacity(ndim);
        for _ in 0..ndim {
            let mut number = || cursor.uint(width);
            let (start, stride, count, block) = (number()?, number()?, number()?, number()?);
            let open = |value| if value == most { UNLIMITED } else { value };
            let along = Along { start, stride, count: open(count), block: open(block), cut: 0 };
            along.check()?;
            axes.push(along);
        }
        if axes.iter().filter(|along| along.is_unlimited()).count() > 1 {
            return Err(cursor.bad("a selection without limit along two axes".into()));
        }
        return Ok(Selection::Regular(axes));
    }
    blocks(cursor, ndim, width, steps)
}

/// A list of blocks, each by its first and its last position.
fn blocks(
    cursor: &mut Cursor<'_>,
    ndim: usize,
    width: usize,
    steps: &mut usize,
) -> Result<Selection> {
    let count = cursor.uint(width)?;
    if count > (cursor.left() / (2 * ndim * width)) as u64 {
        return Err(cursor.bad(format!("{count} blocks of a selection")));
    }
    if count > MAX_BLOCKS as u64 {
        return Err(unsupported(format!("a selection of {count} blocks that are not regular")));
    }
    let mut blocks = Vec::new();
    for _ in 0..count {
        let numbers = |cursor: &mut Cursor<'_>| -> Result<Vec<u64>> {
            (0..ndim).map(|_| cursor.uint(width)).collect()
        };
        let (start, last) = (numbers(cursor)?, numbers(cursor)?);
        let shape: Option<Vec<u64>> = start
            .iter()
            .zip(&last)
            .map(|(from, to)| to.checked_add(1)?.checked_sub(*from).filter(|&len| len > 0))
            .collect();
        let shape = shape.ok_or_else(|| cursor.bad("a block that ends before it begins".into()))?;
        blocks.push(Block { start, shape });
    }
    match blocks.as_slice() {
        [] => Ok(Selection::Nothing),
        [block] => {
            let axes = block.start.iter().zip(&block.shape);
            Ok(Selection::Regular(axes.map(|(&start, &len)| Along::run(start, len)).collect()))
        }
        _ => {
            let all: Vec<&Block> = blocks.iter().collect();
            Ok(Selection::Blocks(layers(&all, 0, steps)?))
        }
    }
}

/// Cuts blocks into layers: between two positions at which one begins or ends, they are the same ones.
fn layers(blocks: &[&Block], axis: usize, left: &mut usize) -> Result<Vec<Layer>> {
    let Some(ndim) = blocks.first().map(|block| block.start.len()) else { return Ok(Vec::new()) };
    if axis == ndim {
        return match blocks {
            [_] => Ok(Vec::new()),
            _ => Err(corrupt("selection: blocks that overlap")),
        };
    }
    let mut cuts: Vec<u64> = blocks
        .iter()
        .flat_map(|block| [block.start[axis], block.start[axis] + block.shape[axis]])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut all: Vec<Layer> = Vec::new();
    for pair in cuts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let covers = |block: &&&Block| {
            block.start[axis] <= start && end <= block.start[axis] + block.shape[axis]
        };
        let here: Vec<&Block> = blocks.iter().filter(covers).copied().collect();
        *left = left
            .checked_sub(blocks.len())
            .ok_or_else(|| unsupported("a selection of so many blocks that are not regular"))?;
        if here.is_empty() {
            continue;
        }
        let inner = layers(&here, axis + 1, left)?;
        let each = if axis + 1 == ndim { 1 } else { total(&inner) };
        match all.last_mut() {
            Some(last) if last.start + last.len == start && last.inner == inner => {
                last.len += end - start;
            }
            _ => all.push(Layer { start, len: end - start, inner, each }),
        }
    }
    Ok(all)
}

fn total(layers: &[Layer]) -> u64 {
    layers.iter().fold(0u64, |all, layer| all.saturating_add(layer.len.saturating_mul(layer.each)))
}

fn ends(layers: &[Layer], end: &mut [u64]) {
    let Some((end, inner)) = end.split_first_mut() else { return };
    for layer in layers {
        *end = (*end).max(layer.start + layer.len);
        ends(&layer.inner, inner);
    }
}

fn regular_runs(
    axes: &[Along],
    axis: usize,
    number: u64,
    region: &Region,
    at: &mut [u64; MAX_NDIM],
    visit: Visit<'_>,
) -> Result<()> {
    let along = axes[axis];
    let (start, step) = (region.start()[axis] as u64, region.step()[axis] as u64);
    let inner: u64 = axes[axis + 1..].iter().map(|along| along.len()).product();
    let is_last = axis + 1 == axes.len();
    if is_last && step == 1 {
        let (mut i, last) = (along.before(start), along.before(region.stop(axis) as u64));
        while i < last {
            at[axis] = along.at(i);
            let len = along.touching(i).min(last - i);
            visit(number + i, &at[..axes.len()], len)?;
            i += len;
        }
        return Ok(());
    }
    for k in 0..region.shape()[axis] as u64 {
        let position = start + k * step;
        let i = along.before(position);
        if i >= along.len() || along.at(i) != position {
            continue;
        }
        at[axis] = position;
        if is_last {
            visit(number + i, &at[..axes.len()], 1)?;
        } else {
            regular_runs(axes, axis + 1, number + i * inner, region, at, visit)?;
        }
    }
    Ok(())
}

fn layer_runs(
    layers: &[Layer],
    axis: usize,
    number: u64,
    region: &Region,
    at: &mut [u64; MAX_NDIM],
    visit: Visit<'_>,
) -> Result<()> {
    let mut number = number;
    let (start, step) = (region.start()[axis] as u64, region.step()[axis] as u64);
    for layer in layers {
        let first = layer.start.max(start);
        let last = (layer.start + layer.len).min(region.stop(axis) as u64);
        let first = start + (first - start).next_multiple_of(step);
        if layer.inner.is_empty() {
            if first < last {
                at[axis] = first;
                visit(number + (first - layer.start), &at[..=axis], last - first)?;
            }
        } else {
            let mut i = first;
            while i < last {
                at[axis] = i;
                let number = number + (i - layer.start) * layer.each;
                layer_runs(&layer.inner, axis + 1, number, region, at, visit)?;
                i += step;
            }
        }
        number += layer.len * layer.each;
    }
    Ok(())
}

fn locate_layer(layers: &[Layer], number: u64, mut at: Vec<u64>) -> Option<(Vec<u64>, u64)> {
    let mut rest = number;
    for layer in layers {
        let all = layer.len.saturating_mul(layer.each);
        if rest >= all {
            rest -= all;
            continue;
        }
        let i = rest / layer.each;
        at.push(layer.start + i);
        if layer.inner.is_empty() {
            return Some((at, layer.len - i));
        }
        return locate_layer(&layer.inner, rest % layer.each, at);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every element's position, by runs and one by one.
    fn positions(selection: &Selection, shape: &[u64]) -> Vec<Vec<u64>> {
        let mut all = Vec::new();
        let whole: Vec<usize> = shape.iter().map(|&n| n as usize).collect();
        selection
            .runs(&Region::all(&whole[..]), &mut |number, at, len| {
                assert_eq!(number as usize, all.len());
                for i in 0..len {
                    let mut at = at.to_vec();
                    *at.last_mut().unwrap() += i;
                    all.push(at);
                }
                Ok(())
            })
            .unwrap();
        assert_eq!(selection.len(), Some(all.len() as u64));
        for (number, at) in all.iter().enumerate() {
            assert_eq!(selection.locate(number as u64).unwrap().0, *at);
        }
        assert_eq!(selection.locate(all.len() as u64), None);
        all
    }

    #[test]
    fn regular_ones_are_counted_in_order() {
        let axes = vec![
            Along { start: 1, stride: 4, count: 2, block: 2, cut: 0 },
            Along { start: 0, stride: 3, count: 3, block: 1, cut: 0 },
        ];
        let selection = Selection::Regular(axes);
        let want: Vec<Vec<u64>> =
            [1, 2, 5, 6].iter().flat_map(|&i| [0, 3, 6].map(|j| vec![i, j])).collect();
        assert_eq!(positions(&selection, &[9, 9]), want);
        assert_eq!(selection.end(), [7, 7]);
        let along = Along { start: 2, stride: 5, count: 3, block: 2, cut: 0 };
        for position in 0..20 {
            let want = [2, 3, 7, 8, 12, 13].iter().filter(|&&at| at < position).count();
            assert_eq!(along.before(position), want as u64, "{position}");
        }
    }

    #[test]
    fn blocks_are_counted_row_by_row() {
        let block = |start: [u64; 2], shape: [u64; 2]| Block {
            start: start.to_vec(),
            shape: shape.to_vec(),
        };
        let blocks = [block([0, 4], [3, 2]), block([1, 0], [3, 2]), block([6, 1], [1, 5])];
        let all: Vec<&Block> = blocks.iter().collect();
        let selection = Selection::Blocks(layers(&all, 0, &mut 10_000).unwrap());
        let mut want = Vec::new();
        for i in 0..9 {
            for j in 0..9 {
                let inside = |block: &Block| {
                    (block.start[0]..block.start[0] + block.shape[0]).contains(&i)
                        && (block.start[1]..block.start[1] + block.shape[1]).contains(&j)
                };
                if blocks.iter().any(inside) {
                    want.push(vec![i, j]);
                }
            }
        }
        assert_eq!(positions(&selection, &[9, 9]), want);
        assert_eq!(selection.end(), [7, 6]);
        assert!(layers(&all, 0, &mut 20).is_err()); // steps are counted
        let overlapping = [block([0, 0], [2, 2]), block([1, 1], [2, 2])];
        let all: Vec<&Block> = overlapping.iter().collect();
        assert!(layers(&all, 0, &mut 10_000).is_err());
    }

    #[test]
    fn what_goes_on_for_ever_ends_with_the_array() {
        let open = |stride, block| Along { start: 1, stride, count: UNLIMITED, block, cut: 0 };
        assert_eq!(open(1, 1).within(10), Along::run(1, 9));
        for (extent, want) in [(10, 6), (9, 6), (8, 5), (3, 2), (2, 1), (1, 0), (0, 0)] {
            let ended = open(3, 2).within(extent);
            assert_eq!(ended.len(), want, "{extent}");
            assert!(want == 0 || ended.end() <= extent, "{extent}");
        }
        let endless = Along { start: 1, stride: 1, count: 1, block: UNLIMITED, cut: 0 };
        assert_eq!(endless.within(7), Along::run(1, 6));
    }
}
