//! [`Part`]: what is taken of each element of a stored array: all of it, or a member.

use nd_core::{DType, MAX_NDIM, Shape};

use super::datatype::{Class, Datatype, Member};
use super::number::Number;
use super::raw::RawArray;
use super::store::resize;
use super::{Result, unsupported};
use crate::blocks::{ArrayInfo, ChunkGrid, Region, Strided, copy_strided};
use crate::error::ErrorKind;

/// Bytes of elements that are read to take something out of them, as long as chunks are no larger.
const PIECE: usize = 16 << 20;
/// Chunks larger than this are unpacked again for each piece: memory is scarcer than time.
const LARGEST_PIECE: usize = 256 << 20;

/// What is taken of each element of a stored array.
pub(super) struct Part {
    pub(super) raw: RawArray,
    /// Where in an element it begins.
    offset: usize,
    /// The axes inside an element: extent, and distance in bytes.
    inner: Vec<(usize, usize)>,
    /// What is at each place then: no array.
    pub(super) leaf: Datatype,
}

impl Part {
    /// Follows a path of members, which may be empty; arrays on the way become axes.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] with the names there are; [`ErrorKind::Unsupported`] for more axes
    /// than nd has.
    pub(super) fn new(raw: RawArray, name: &str, path: &str) -> Result<Self> {
        let mut part = Self { leaf: raw.datatype.clone(), offset: 0, inner: Vec::new(), raw };
        let mut rest = path;
        loop {
            let size = part.leaf.size;
            part.leaf = match part.leaf.class {
                Class::Array(base, dims) => {
                    let mut distance = size;
                    for n in dims {
                        distance = distance.checked_div(n).unwrap_or(0);
                        part.inner.push((n, distance));
                    }
                    *base
                }
                Class::Record(members) if !rest.is_empty() => {
                    let names = || members.iter().map(|member| member.name.clone()).collect();
                    let (at, after) = step(&members, rest).ok_or_else(|| {
                        ErrorKind::NoSuchArray { name: format!("{name}/{path}"), there: names() }
                    })?;
                    let Member { offset, datatype, .. } =
                        members.into_iter().nth(at).expect("it is one");
                    part.offset += offset;
                    rest = after;
                    datatype
                }
                Class::Number(number) if number.part(rest).is_some() => {
                    let (which, half) = number.part(rest).expect("it was there");
                    let size = half.stored_size();
                    part.offset += which * size;
                    rest = "";
                    Datatype { size, class: Class::Number(half) }
                }
                _ if !rest.is_empty() => {
                    let (name, there) = (format!("{name}/{path}"), Vec::new());
                    return Err(ErrorKind::NoSuchArray { name, there }.into());
                }
                _ => break,
            };
        }
        part.check()?;
        Ok(part)
    }

    fn check(&self) -> Result<()> {
        let ndim = self.raw.space.shape.len() + self.inner.len();
        if ndim > MAX_NDIM {
            return Err(unsupported(format!(
                "{ndim} axes with those of the elements (up to {MAX_NDIM})"
            )));
        }
        // What no chunk and no file of this size can hold even once.
        let (asked, limit) = (self.raw.datatype.size as u64, self.raw.store().limit());
        if asked > limit {
            return Err(ErrorKind::LimitExceeded { what: "one element", asked, limit }.into());
        }
        Ok(())
    }

    /// The part as numbers: opaque bytes are some along an axis more.
    pub(super) fn into_numbers(mut self) -> Result<Option<(Self, Number)>> {
        match self.leaf.class {
            Class::Number(number) => Ok(Some((self, number))),
            Class::Opaque => {
                let number = Number::plain(DType::U8, false);
                self.inner.push((self.leaf.size, 1));
                self.leaf = Datatype { size: 1, class: Class::Number(number) };
                self.check()?;
                Ok(Some((self, number)))
            }
            _ => Ok(None),
        }
    }

    /// Axes of the array, and those inside its elements.
    pub(super) fn shape(&self) -> Shape {
        let mut shape = self.raw.space.shape.to_vec();
        shape.extend(self.inner.iter().map(|(n, _)| n));
        Shape::from(&shape[..])
    }

    /// Extents of the chunks, whose elements are whole.
    pub(super) fn chunks(&self) -> Option<Shape> {
        let mut chunks = self.raw.chunks()?.to_vec();
        chunks.extend(self.inner.iter().map(|(n, _)| n));
        Some(Shape::from(&chunks[..]))
    }

    /// Fills `out` with what is stored in a region: as many leaves as it has elements.
    pub(super) fn read(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        if out.is_empty() {
            return Ok(());
        }
        let (outer, inner) = self.split(region);
        if self.is_all(&inner) {
            return self.raw.read(&outer, out);
        }
        let (size, leaf) = (self.raw.datatype.size, self.leaf.size);
        let mut elements = Vec::new();
        let grid = ChunkGrid::new(self.raw.space.shape, self.piece());
        for index in grid.overlapping(&outer) {
            let block = grid.block(&index);
            let Some((local, mine)) = outer.within(&block) else { continue };
            let start: Vec<usize> =
                local.start().iter().zip(block.start()).map(|(a, b)| a + b).collect();
            let piece = Region::new(start, local.shape()).with_step(local.step());
            resize(&mut elements, piece.size() * size)?;
            self.raw.read(&piece, &mut elements)?;
            let from = self.inside(piece.shape(), &inner);
            let mine = joined(&mine, &Region::all(inner.shape()));
            let to = Strided::of(region.shape(), &mine, leaf);
            copy_strided(&elements, from, out, to, mine.shape(), leaf);
        }
        Ok(())
    }

    /// All leaves, in C order, checked to be no more than a file like this warrants when each becomes
    /// `each` bytes more.
    pub(super) fn read_all(&self, each: usize, what: &'static str) -> Result<Vec<u8>> {
        let region = Region::all(self.shape());
        let count = region.size();
        let (asked, limit) =
            (count.saturating_mul(self.leaf.size + each), self.raw.store().limit());
        if asked as u64 > limit {
            return Err(ErrorKind::LimitExceeded { what, asked: asked as u64, limit }.into());
        }
        let mut bytes = Vec::new();
        resize(&mut bytes, count * self.leaf.size)?;
        self.read(&region, &mut bytes)?;
        Ok(bytes)
    }

    /// A region's axes of the array, and those inside its elements.
    fn split(&self, region: &Region) -> (Region, Region) {
        let n = self.raw.space.shape.len();
        let cut = |from: usize, to: usize| {
            Region::new(&region.start()[from..to], &region.shape()[from..to])
                .with_step(&region.step()[from..to])
        };
        (cut(0, n), cut(n, region.ndim()))
    }

    /// Whether a region inside the elements is all of each.
    fn is_all(&self, inner: &Region) -> bool {
        let whole = inner.shape().iter().zip(&self.inner).all(|(&n, &(all, _))| n == all);
        whole && inner.is_dense() && inner.size() * self.leaf.size == self.raw.datatype.size
    }

    /// Extents of what is read at once.
    fn piece(&self) -> Shape {
        let size = self.raw.datatype.size.max(1);
        let mut info = ArrayInfo::new(self.raw.space.shape, DType::U8);
        let chunks = self.raw.chunks();
        let bytes = chunks.map_or(0, |chunks| Region::all(chunks).size().saturating_mul(size));
        info.chunks = chunks.filter(|_| bytes <= LARGEST_PIECE);
        let first = info.blocks((PIECE / size).max(1)).next();
        first.map_or(self.raw.space.shape, |block| Shape::from(block.shape()))
    }

    /// A region inside each of many elements that stand in a row.
    fn inside(&self, shape: &[usize], inner: &Region) -> Strided {
        let mut all = Strided::dense(shape, self.raw.datatype.size);
        let mut strides = all.strides.to_vec();
        all.offset = self.offset;
        for (axis, &(_, distance)) in self.inner.iter().enumerate() {
            all.offset += inner.start()[axis] * distance;
            strides.push(inner.step()[axis] * distance);
        }
        all.strides = Shape::from(&strides[..]);
        all
    }
}

/// The axes of two regions.
fn joined(a: &Region, b: &Region) -> Region {
    let both = |a: &[usize], b: &[usize]| -> Shape { Shape::from(&[a, b].concat()[..]) };
    Region::new(both(a.start(), b.start()), both(a.shape(), b.shape()))
        .with_step(both(a.step(), b.step()))
}

/// The member that a path begins with, and how it goes on: `a/b`, `a.b`, though names may have such
/// marks themselves.
fn step<'p>(members: &[Member], path: &'p str) -> Option<(usize, &'p str)> {
    let after = |member: &Member| {
        let rest = path.strip_prefix(member.name.as_str())?;
        match rest.strip_prefix(['/', '.']) {
            Some(rest) => Some(rest),
            None => rest.is_empty().then_some(""),
        }
    };
    let found = members.iter().enumerate().filter_map(|(i, member)| Some((i, after(member)?)));
    found.min_by_key(|(_, rest)| rest.len())
}
