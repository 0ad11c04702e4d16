//! [`Mosaic`]: a virtual data set, whose elements are those of other data sets, here and in other files.

mod copy;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nd_core::Shape;

use self::copy::Copy;
use super::cursor::{Cursor, checked};
use super::hyperslab::{Along, Selection, UNLIMITED};
use super::object::{Object, kind};
use super::raw::RawArray;
use super::space::Dataspace;
use super::store::{Store, Walk};
use super::{Result, corrupt, elsewhere, link, unsupported};
use crate::blocks::Region;
use crate::error::ErrorKind;

/// Virtual data sets whose sources are virtual data sets, whose sources …: deeper ones are a circle.
const MAX_DEPTH: usize = 8;

/// Sources of virtual data sets inside others that are opened for one read, and sources whose names are
/// numbered: where each of eight inside each other has a hundred, nobody would live to see the end.
const MAX_INNER: usize = 1 << 18;
const MAX_NUMBERED: u64 = 1 << 16;
/// Numbered arrays of one file: every look for one reads the links of a group.
const MAX_NUMBERED_HERE: u64 = 1 << 12;

/// Steps that working out the order of blocks may take, in all of a set.
const MAX_STEPS: usize = 1 << 24;

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

    /// One more source is opened.
    fn deeper(&self) -> Result<Self> {
        let one = |left: usize| left.checked_sub(usize::from(self.depth > 0));
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, one).is_err() {
            let (what, limit) =
                ("sources of virtual data sets inside each other", MAX_INNER as u64);
            return Err(ErrorKind::LimitExceeded { what, asked: limit + 1, limit }.into());
        }
        Ok(Self { depth: self.depth + 1, left: Arc::clone(&self.left) })
    }
}

/// One read, or one look at what there is: what it may open, and the source that it had last.
struct Visit<'a> {
    store: &'a Arc<Store>,
    nesting: Nesting,
    last: Option<(String, String, Option<Rc<RawArray>>)>,
}

/// Where a part goes: its elements, the number of its source, and along which axis the array ends inside it.
struct Place {
    to: Selection,
    number: u64,
    cut: Option<(usize, u64)>,
}

const FILE_AS_BEFORE: u8 = 1;
const ARRAY_AS_BEFORE: u8 = 2;
const SAME_FILE: u8 = 4;

/// The parts that a virtual data set is put together from.
#[derive(Debug)]
pub(super) struct Mosaic {
    tiles: Vec<Tile>,
    nesting: Nesting,
    /// Whether the extents could not be found out, as a source could not be opened.
    unmeasured: bool,
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
        let mut steps = MAX_STEPS;
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
            let from = Selection::parse(&mut cursor, &mut steps)?;
            let to = Selection::parse(&mut cursor, &mut steps)?;
            tiles.push(Tile { file, array, from, to });
        }
        Ok(Self { tiles, nesting: nesting.clone(), unmeasured: false })
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
    /// Sets the extents that depend on how large the sources are now. Those that cannot be opened are no
    /// reason that nothing is known of the array: they are an error when it is read.
    pub(super) fn measure(&mut self, store: &Arc<Store>, space: &mut Dataspace) {
        match self.shape_now(store, space) {
            Ok(shape) => space.shape = shape,
            Err(_) => self.unmeasured = true,
        }
    }

    fn visit<'a>(&self, store: &'a Arc<Store>) -> Visit<'a> {
        let outermost = self.nesting.depth == 0;
        let nesting = if outermost { Nesting::outermost() } else { self.nesting.clone() };
        Visit { store, nesting, last: None }
    }

    /// The extents now.
    fn shape_now(&self, store: &Arc<Store>, space: &Dataspace) -> Result<Shape> {
        let mut visit = self.visit(store);
        let mut least = vec![0; space.shape.len()];
        let mut found: Vec<Option<u64>> = vec![None; space.shape.len()];
        let mut counts = BTreeMap::new();
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
                true => match visit.numbered(tile, &mut counts)? {
                    0 => 0,
                    n => (n - 1)
                        .saturating_mul(along.stride)
                        .saturating_add(along.start)
                        .saturating_add(along.block),
                },
                false => along.extent_for(visit.slices(tile)?),
            };
            found[axis] = found[axis].max(Some(extent));
        }
        let mut shape = space.shape;
        for (axis, found) in found.into_iter().enumerate() {
            let Some(extent) = found else { continue };
            let extent = extent.max(least[axis]);
            let extent = space.max[axis].map_or(extent, |max| extent.min(max));
            shape[axis] = usize::try_from(extent).map_err(|_| {
                corrupt(format!("virtual data set: {extent} elements along an axis"))
            })?;
        }
        Ok(shape)
    }

    /// Fills what of a region the sources have; the rest is as it was.
    pub(super) fn read(&self, array: &RawArray, region: &Region, out: &mut [u8]) -> Result<()> {
        if self.unmeasured
            && self.shape_now(array.shared_store(), &array.space)? != array.space.shape
        {
            let what = "a virtual data set whose sources came to be there: open it again";
            return Err(unsupported(what));
        }
        let mut visit = self.visit(array.shared_store());
        let shape = extents(&array.space.shape);
        for tile in &self.tiles {
            let to = tile.to.within(&shape)?;
            if tile.is_numbered() {
                visit.numbered_places(array, tile, region, out)?;
            } else {
                visit.place(array, tile, Place { to, number: 0, cut: None }, region, out)?;
            }
        }
        Ok(())
    }
}

impl Visit<'_> {
    /// How many sources with numbers in their names there are.
    fn numbered(&mut self, tile: &Tile, known: &mut BTreeMap<String, u64>) -> Result<u64> {
        // A number that no source has tells the names apart, as the letters around it do.
        let names = format!("{}\0{}", tile.file.of(u64::MAX), tile.array.of(u64::MAX));
        if let Some(&count) = known.get(&names) {
            return Ok(count);
        }
        let most = if tile.file.is_numbered() { MAX_NUMBERED } else { MAX_NUMBERED_HERE };
        for number in 0..most {
            if self.open(tile, number)?.is_none() {
                known.insert(names, number);
                return Ok(number);
            }
        }
        Err(unsupported(format!("virtual data sets of more than {most} numbered sources")))
    }

    /// Positions along the axis without limit that a source has now.
    fn slices(&mut self, tile: &Tile) -> Result<u64> {
        let Some(source) = self.source(tile, 0)? else { return Ok(0) };
        let axis = tile.from.unlimited();
        let axis = axis.ok_or_else(|| corrupt("virtual data set: a limit on one side only"))?;
        match tile.from.within(&extents(&source.space.shape))?.along(axis) {
            Some(along) => Ok(along.len()),
            None => Err(corrupt("virtual data set: of other axes")),
        }
    }

    /// A source, which the part before may have had too.
    fn source(&mut self, tile: &Tile, number: u64) -> Result<Option<Rc<RawArray>>> {
        let (file, array) = (tile.file.of(number), tile.array.of(number));
        if let Some((last_file, last_array, source)) = &self.last
            && (last_file, last_array) == (&file, &array)
        {
            return Ok(source.clone());
        }
        let source = self.open(tile, number)?.map(Rc::new);
        self.last = Some((file, array, source.clone()));
        Ok(source)
    }

    /// Opens a source; `None` where there is no such file, or no such array in it.
    fn open(&self, tile: &Tile, number: u64) -> Result<Option<RawArray>> {
        let nesting = self.nesting.deeper()?;
        let (file, array) = (tile.file.of(number), tile.array.of(number));
        let store = match file.as_str() {
            "." => Arc::clone(self.store),
            file => match elsewhere::store(self.store, file)? {
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
            let what = format!("virtual data set: \"{array}\" of \"{file}\" is no array");
            return Err(corrupt(what));
        }
        RawArray::open_inside(&store, &walk, &object, &nesting).map(Some)
    }

    /// Fills what of a region numbered sources have: block after block, each from one of its own.
    fn numbered_places(
        &mut self,
        array: &RawArray,
        tile: &Tile,
        region: &Region,
        out: &mut [u8],
    ) -> Result<()> {
        let single = || corrupt("virtual data set: numbers in the name of a single source");
        let shape = extents(&array.space.shape);
        let axis = tile.to.unlimited().ok_or_else(single)?;
        let (Selection::Regular(axes), Some(along)) = (&tile.to, tile.to.along(axis)) else {
            return Err(single());
        };
        if along.count != UNLIMITED || along.stride == 0 {
            return Err(single());
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
            axes[axis] = Along::run(start, along.block);
            let room = shape[axis].saturating_sub(start);
            let cut = (room < along.block).then_some((axis, room));
            let place = Place { to: Selection::Regular(axes), number, cut };
            self.place(array, tile, place, region, out)?;
        }
        Ok(())
    }

    /// Fills what of a region one source has.
    fn place(
        &mut self,
        array: &RawArray,
        tile: &Tile,
        place: Place,
        region: &Region,
        out: &mut [u8],
    ) -> Result<()> {
        if !place.to.meets(region) {
            return Ok(());
        }
        let Some(source) = self.source(tile, place.number)? else { return Ok(()) };
        let swap = array.datatype.bytes_to_swap(&source.datatype)?;
        if array.datatype.points() && !Arc::ptr_eq(array.shared_store(), source.shared_store()) {
            let what = array.datatype.describe();
            return Err(unsupported(format!(
                "{what} of a virtual data set, which lies in another file: open \"{}\" of \"{}\"",
                tile.array.of(place.number),
                tile.file.of(place.number)
            )));
        }
        let from = tile.from.within(&extents(&source.space.shape))?;
        let (to, from) = matched(tile, place, from)?;
        let inside =
            from.end().iter().zip(source.space.shape.iter()).all(|(end, &n)| *end <= n as u64);
        if !inside {
            return Err(corrupt(format!(
                "virtual data set: elements beyond the {:?} of a source",
                &source.space.shape[..]
            )));
        }
        Copy { source: &source, swap, region, out }.all(&to, &from)
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

/// Both sides of a part as long as the shorter, where they have no limit of their own or the array ends.
fn matched(tile: &Tile, place: Place, mut from: Selection) -> Result<(Selection, Selection)> {
    let Place { mut to, cut, .. } = place;
    if let (Some(a), Some(b), None) = (tile.to.unlimited(), tile.from.unlimited(), cut)
        && let (Some(along), Some(other)) = (to.along(a), from.along(b))
    {
        let len = along.len().min(other.len());
        to.shorten(a, len);
        from.shorten(b, len);
    }
    let (Some(wanted), Some(there)) = (to.len(), from.len()) else {
        return Err(corrupt("virtual data set: more elements than can be counted"));
    };
    if wanted != there {
        return Err(corrupt(format!("virtual data set: {there} elements for {wanted}")));
    }
    if let Some((axis, len)) = cut {
        // The source's axis is that one among those that are longer than one element.
        let partner = match (&to, &from) {
            (Selection::Regular(to), Selection::Regular(from)) if copy::alike(to, from) => {
                let is_long = |along: &Along| along.len() != 1;
                let before = to[..axis].iter().filter(|along| is_long(along)).count();
                (0..from.len()).filter(|&i| is_long(&from[i])).nth(before)
            }
            _ => None,
        };
        let partner = partner.filter(|_| to.along(axis).is_some_and(|along| along.len() != 1));
        let partner = partner.ok_or_else(|| {
            unsupported("a virtual data set that ends inside a source of another shape")
        })?;
        to.shorten(axis, len);
        from.shorten(partner, len);
    }
    Ok((to, from))
}
