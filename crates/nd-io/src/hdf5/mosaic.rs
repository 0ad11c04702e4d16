//! [`Mosaic`]: a virtual data set, whose elements are those of other data sets, here and in other files.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nd_core::{MAX_NDIM, Shape};

use super::cursor::{Cursor, checked};
use super::hyperslab::{Along, Selection, UNLIMITED};
use super::object::{Object, kind};
use super::raw::RawArray;
use super::space::Dataspace;
use super::store::{Store, Walk, resize};
use super::{Result, corrupt, elsewhere, link, unsupported};
use crate::blocks::{Region, Strided, copy_strided, swap_bytes};

/// Virtual data sets whose sources are virtual data sets, whose sources …: deeper ones are a circle.
const MAX_DEPTH: usize = 8;

/// Sources of virtual data sets inside others that are opened for one read: where each has a hundred, they
/// would be more than anyone can wait for.
const MAX_INNER: usize = 1 << 16;

/// How deep inside others a virtual data set is, and how many sources may still be opened for the outermost.
#[derive(Debug, Clone)]
pub(super) struct Nesting {
    depth: usize,
    left: Arc<AtomicUsize>,
}

impl Nesting {
    /// Of what is inside no other.
    pub(super) fn outermost() -> Self {
        Self { depth: 0, left: Arc::new(AtomicUsize::new(MAX_INNER)) }
    }

    /// A read begins.
    fn begin(&self) {
        if self.depth == 0 {
            self.left.store(MAX_INNER, Ordering::Relaxed);
        }
    }

    /// One more source is opened.
    fn deeper(&self) -> Result<Self> {
        let one = |left: usize| left.checked_sub(usize::from(self.depth > 0));
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one).is_err() {
            return Err(corrupt(format!(
                "virtual data set: more than {MAX_INNER} sources of those inside each other"
            )));
        }
        Ok(Self { depth: self.depth + 1, left: Arc::clone(&self.left) })
    }
}

/// Sources with numbers in their names that are looked for.
const MAX_NUMBERED: u64 = 1 << 20;

const FILE_AS_BEFORE: u8 = 1;
const ARRAY_AS_BEFORE: u8 = 2;
const SAME_FILE: u8 = 4;

/// Bytes around the wanted ones that are read rather than one piece after the other.
const SPARE: usize = 1 << 20;

/// The parts that a virtual data set is put together from.
#[derive(Debug)]
pub(super) struct Mosaic {
    tiles: Vec<Tile>,
    nesting: Nesting,
}

/// Elements of a source, and where they go.
#[derive(Debug)]
struct Tile {
    file: Name,
    array: Name,
    from: Selection,
    to: Selection,
}

/// A name in which the number of a block may stand.
#[derive(Debug, Clone)]
struct Name(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Number,
}

impl Name {
    /// `%b` is the number of a block, and `%%` a `%`.
    fn parse(bytes: &[u8]) -> Result<Self> {
        let text = String::from_utf8_lossy(bytes);
        let mut pieces = Vec::new();
        let mut so_far = String::new();
        let mut letters = text.chars();
        while let Some(letter) = letters.next() {
            match (letter, letter == '%') {
                (_, true) => match letters.next() {
                    Some('%') => so_far.push('%'),
                    Some('b') => {
                        pieces.push(Piece::Text(std::mem::take(&mut so_far)));
                        pieces.push(Piece::Number);
                    }
                    _ => return Err(corrupt(format!("virtual data set: the name \"{text}\""))),
                },
                (letter, false) => so_far.push(letter),
            }
        }
        pieces.push(Piece::Text(so_far));
        Ok(Self(pieces))
    }

    fn is_numbered(&self) -> bool {
        self.0.iter().any(|piece| matches!(piece, Piece::Number))
    }

    fn of(&self, number: u64) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Number => number.to_string(),
        };
        self.0.iter().map(text).collect()
    }
}

impl Mosaic {
    /// Reads the list of parts from the heap.
    pub(super) fn parse(walk: &Walk<'_>, bytes: &[u8], nesting: &Nesting) -> Result<Self> {
        if nesting.depth >= MAX_DEPTH {
            return Err(corrupt(format!(
                "virtual data set: more than {MAX_DEPTH} inside each other"
            )));
        }
        let body = checked(bytes, "virtual data set")?;
        let mut cursor = walk.cursor(body, "virtual data set");
        let version = cursor.u8()?;
        if version > 1 {
            return Err(unsupported(format!("version {version} of virtual data sets")));
        }
        let count = cursor.length()?;
        if count > cursor.left() as u64 / 2 {
            return Err(cursor.bad(format!("{count} parts")));
        }
        let mut tiles: Vec<Tile> = Vec::new();
        for _ in 0..count {
            // Names that were told before may be left out.
            let flags = if version == 1 { cursor.u8()? } else { 0 };
            if flags & !(FILE_AS_BEFORE | ARRAY_AS_BEFORE | SAME_FILE) != 0 {
                return Err(cursor.bad(format!("flags {flags}")));
            }
            let file = match flags & SAME_FILE {
                0 => name(&mut cursor, flags & FILE_AS_BEFORE != 0, &tiles, |tile| &tile.file)?,
                _ => Name::parse(b".")?,
            };
            let again = flags & ARRAY_AS_BEFORE != 0;
            let array = name(&mut cursor, again, &tiles, |tile| &tile.array)?;
            let (from, to) = (Selection::parse(&mut cursor)?, Selection::parse(&mut cursor)?);
            tiles.push(Tile { file, array, from, to });
        }
        Ok(Self { tiles, nesting: nesting.clone() })
    }
}

/// A name, or the number of a part that has it too.
fn name(
    cursor: &mut Cursor<'_>,
    as_before: bool,
    tiles: &[Tile],
    of: impl Fn(&Tile) -> &Name,
) -> Result<Name> {
    if !as_before {
        return Name::parse(cursor.text_bytes()?);
    }
    let number = cursor.length()?;
    let tile = usize::try_from(number).ok().and_then(|number| tiles.get(number));
    let tile = tile.ok_or_else(|| cursor.bad(format!("the name of part {number}")))?;
    Ok(of(tile).clone())
}

impl Mosaic {
    /// Sets the extents that depend on how large the sources are now.
    pub(super) fn measure(&self, store: &Arc<Store>, space: &mut Dataspace) -> Result<()> {
        let mut least = vec![0; space.shape.len()];
        let mut found: Vec<Option<u64>> = vec![None; space.shape.len()];
        for tile in &self.tiles {
            let Some(axis) = tile.to.unlimited() else {
                for (least, end) in least.iter_mut().zip(tile.to.end()) {
                    *least = end.max(*least);
                }
                continue;
            };
            let along = tile.to.along(axis).filter(|_| axis < found.len());
            let along = along.ok_or_else(|| corrupt("virtual data set: of other axes"))?;
            let extent = match tile.is_numbered() {
                true => match self.numbered(store, tile)? {
                    0 => 0,
                    n => (n - 1)
                        .saturating_mul(along.stride)
                        .saturating_add(along.start)
                        .saturating_add(along.block),
                },
                false => along.extent_for(self.slices(store, tile)?),
            };
            found[axis] = found[axis].max(Some(extent));
        }
        for (axis, found) in found.into_iter().enumerate() {
            let Some(extent) = found else { continue };
            let extent = extent.max(least[axis]);
            let extent = space.max[axis].map_or(extent, |max| extent.min(max));
            space.shape[axis] = usize::try_from(extent).map_err(|_| {
                corrupt(format!("virtual data set: {extent} elements along an axis"))
            })?;
        }
        Ok(())
    }

    /// How many sources with numbers in their names there are.
    fn numbered(&self, store: &Arc<Store>, tile: &Tile) -> Result<u64> {
        for number in 0..MAX_NUMBERED {
            if self.source(store, tile, number)?.is_none() {
                return Ok(number);
            }
        }
        Err(unsupported(format!("virtual data sets of more than {MAX_NUMBERED} numbered sources")))
    }

    /// Positions along the axis without limit that a source has now.
    fn slices(&self, store: &Arc<Store>, tile: &Tile) -> Result<u64> {
        let Some(source) = self.source(store, tile, 0)? else { return Ok(0) };
        let axis = tile.from.unlimited();
        let axis = axis.ok_or_else(|| corrupt("virtual data set: a limit on one side only"))?;
        match tile.from.within(&extents(&source.space.shape))?.along(axis) {
            Some(along) => Ok(along.len()),
            None => Err(corrupt("virtual data set: of other axes")),
        }
    }

    /// Opens a source; `None` where there is no such file, or no such array in it.
    fn source(&self, store: &Arc<Store>, tile: &Tile, number: u64) -> Result<Option<RawArray>> {
        let nesting = self.nesting.deeper()?;
        let (file, array) = (tile.file.of(number), tile.array.of(number));
        let store = match file.as_str() {
            "." => Arc::clone(store),
            file => match elsewhere::store(store, file)? {
                Some(store) => store,
                None => return Ok(None),
            },
        };
        let Some((store, header)) = link::resolve(&store, store.root(), &array)? else {
            return Ok(None);
        };
        let walk = Walk::new(&store);
        let object = Object::read(&walk, header)?;
        if !object.has(kind::LAYOUT) {
            return Err(corrupt(format!(
                "virtual data set: \"{array}\" of \"{file}\" is no array"
            )));
        }
        RawArray::open_inside(&store, &walk, &object, &nesting).map(Some)
    }

    /// Fills what of a region the sources have; the rest is as it was.
    pub(super) fn read(&self, array: &RawArray, region: &Region, out: &mut [u8]) -> Result<()> {
        self.nesting.begin();
        let shape = extents(&array.space.shape);
        for tile in &self.tiles {
            if !tile.is_numbered() {
                let to = tile.to.within(&shape)?;
                self.place(array, tile, 0, to, region, out)?;
                continue;
            }
            self.numbered_places(array, tile, region, out)?;
        }
        Ok(())
    }

    /// Fills what of a region numbered sources have: block after block, each from one of its own.
    fn numbered_places(
        &self,
        array: &RawArray,
        tile: &Tile,
        region: &Region,
        out: &mut [u8],
    ) -> Result<()> {
        let shape = extents(&array.space.shape);
        let axis = tile.to.unlimited().filter(|&axis| axis < shape.len());
        let along = axis.and_then(|axis| Some((axis, tile.to.along(axis)?)));
        let (Selection::Regular(axes), Some((axis, along))) = (&tile.to, along) else {
            return Err(corrupt("virtual data set: numbers in the name of a single source"));
        };
        if along.count != UNLIMITED || along.stride == 0 {
            return Err(corrupt("virtual data set: numbers in the name of a single source"));
        }
        let mut last = None;
        for k in 0..region.shape()[axis] {
            let position = (region.start()[axis] + k * region.step()[axis]) as u64;
            let Some(beyond) = position.checked_sub(along.start) else { continue };
            let number = beyond / along.stride;
            if last == Some(number) {
                continue;
            }
            last = Some(number);
            let start = along.start + number * along.stride;
            let mut axes = axes.clone();
            axes[axis] = Along::run(start, along.block.min(shape[axis].saturating_sub(start)));
            self.place(array, tile, number, Selection::Regular(axes), region, out)?;
        }
        Ok(())
    }

    /// Fills what of a region one source has.
    fn place(
        &self,
        array: &RawArray,
        tile: &Tile,
        number: u64,
        to: Selection,
        region: &Region,
        out: &mut [u8],
    ) -> Result<()> {
        if !to.meets(region) {
            return Ok(());
        }
        let Some(source) = self.source(array.shared_store(), tile, number)? else { return Ok(()) };
        let swap = array.datatype.bytes_to_swap(&source.datatype)?;
        let from = tile.from.within(&extents(&source.space.shape))?;
        let (to, from) = matched(tile, to, from)?;
        let inside =
            from.end().iter().zip(source.space.shape.iter()).all(|(end, &n)| *end <= n as u64);
        if !inside {
            return Err(corrupt(format!(
                "virtual data set: elements beyond the {:?} of \"{}\"",
                &source.space.shape[..],
                tile.array.of(number)
            )));
        }
        let mut copy = Copy { source: &source, swap, region, out };
        match (steps(&to), steps(&from)) {
            (Some(to), Some(from)) if alike(to, from) => copy.regular(to, from),
            _ => copy.runs(&to, &from),
        }
    }
}

impl Tile {
    fn is_numbered(&self) -> bool {
        self.file.is_numbered() || self.array.is_numbered()
    }
}

/// A shape, in the numbers of files.
fn extents(shape: &[usize]) -> Vec<u64> {
    shape.iter().map(|&n| n as u64).collect()
}

/// Both sides of a part as long as the shorter, where they have no limit of their own.
fn matched(tile: &Tile, mut to: Selection, mut from: Selection) -> Result<(Selection, Selection)> {
    if let (Some(a), Some(b)) = (tile.to.unlimited(), tile.from.unlimited())
        && let (Some(along), Some(other)) = (to.along(a), from.along(b))
    {
        let len = along.len().min(other.len());
        to.shorten(a, len);
        from.shorten(b, len);
    }
    let (Some(wanted), Some(there)) = (to.len(), from.len()) else {
        return Err(corrupt("virtual data set: more elements than can be counted"));
    };
    if wanted == there {
        return Ok((to, from));
    }
    // What is cut off at the end of the array is cut off of a numbered source too.
    match tile.is_numbered() && wanted < there {
        true => Ok((to, from)),
        false => Err(corrupt(format!("virtual data set: {there} elements for {wanted}"))),
    }
}

fn steps(selection: &Selection) -> Option<&[Along]> {
    match selection {
        Selection::Regular(axes) => Some(axes),
        _ => None,
    }
}

/// Whether selections are of the same extents, but for axes of one element.
fn alike(to: &[Along], from: &[Along]) -> bool {
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
struct Copy<'a> {
    source: &'a RawArray,
    /// Bytes of words that are in the other order than in the array.
    swap: Option<usize>,
    region: &'a Region,
    out: &'a mut [u8],
}

impl Copy<'_> {
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
