//! Tiles that are in the file already, taken out again: to change them, and to make those of the smaller levels.

use std::sync::Arc;

use nd_core::Shape;

use super::super::Result;
use super::super::directory::{Directory, tag};
use super::super::input::Input;
use super::super::picture::Picture;
use super::directory::{Value, head};
use super::options::{TiffPageOptions, TiffReduction};
use super::packer::{Packer, Part};
use super::plan::Plan;
use super::pyramid::Halver;
use super::tags;
use crate::blocks::Region;
use crate::packed::resize;
use crate::position::Store;

/// Where the only directory of a file of one tile stands.
const DIRECTORY: u64 = 16;

/// Packs all that a picture has of one tile: rows and columns as `size`, fewer than the tile's at the edges.
pub(super) fn pack(
    plan: &Plan,
    size: [usize; 2],
    elements: &[u8],
    packer: &mut Packer,
) -> Result<Vec<u8>> {
    let plan = Plan { size, ..plan.clone() };
    packer.pack(&plan, elements, &Part { rows: 0..size[0], column: 0, plane: 0 })
}

/// The elements of a tile, in the rows and columns that the picture has of it.
///
/// The reader takes it out of a file in memory that has nothing else.
pub(super) fn unpack(
    plan: &Plan,
    options: &TiffPageOptions,
    size: [usize; 2],
    tile: &[u8],
    out: &mut Vec<u8>,
) -> Result<()> {
    let plan = Plan { size, ..plan.clone() };
    let mut tags = tags::describe(&plan, options, true)?;
    let numbers = [tag::TILE_OFFSETS, tag::TILE_COUNTS];
    tags.set(numbers[1], Value::longs(&[tile.len() as u64]));
    tags.set(numbers[0], Value::longs(&[0]));
    let at = DIRECTORY + tags.len(false);
    tags.set(numbers[0], Value::longs(&[at]));
    let mut file = head(false, DIRECTORY);
    file.resize(DIRECTORY as usize, 0);
    file.extend_from_slice(&tags.write(false, DIRECTORY, 0));
    file.extend_from_slice(tile);
    let (input, first) = Input::open(Store::Memory(file))?;
    let directory = Arc::new(Directory::read(&input, first)?);
    let picture = Picture::open(&Arc::new(input), directory)?;
    resize(out, size[0] * plan.row_bytes())?;
    picture.read(&Region::all(picture.layout.shape()), out)
}

/// The rows and columns that a picture has of a tile.
pub(super) fn covered(plan: &Plan, number: usize) -> [usize; 2] {
    let columns = plan.counts()[1];
    let at = [number / columns, number % columns];
    [0, 1].map(|axis| plan.chunk[axis].min(plan.size[axis] - at[axis] * plan.chunk[axis]))
}

/// The tiles of the larger level that a tile of the smaller one is made of, by rows.
pub(super) fn above(larger: &Plan, smaller: &Plan, number: usize) -> Vec<Vec<usize>> {
    let (columns, counts) = (smaller.counts()[1], larger.counts());
    let [row, column] = [number / columns, number % columns].map(|n| 2 * n);
    let rows = row..counts[0].min(row + 2);
    rows.map(|row| (column..counts[1].min(column + 2)).map(|c| row * counts[1] + c).collect())
        .collect()
}

/// What [`reduced`] is made with.
pub(super) struct Reduction<'a> {
    pub(super) larger: &'a Plan,
    pub(super) smaller: &'a Plan,
    pub(super) options: &'a TiffPageOptions,
    pub(super) nodata: Option<&'a [u8]>,
}

impl Reduction<'_> {
    /// A tile of the smaller level, packed, of those of the larger one, which `read` brings.
    pub(super) fn tile(
        &self,
        number: usize,
        packer: &mut Packer,
        read: &dyn Fn(usize) -> Result<Vec<u8>>,
    ) -> Result<Vec<u8>> {
        let (larger, smaller) = (self.larger, self.smaller);
        let pixel = larger.samples * larger.dtype.itemsize();
        let four = above(larger, smaller, number);
        let sizes: Vec<[usize; 2]> =
            four.iter().map(|row| [covered(larger, row[0])[0], 0]).collect();
        let width: usize = four[0].iter().map(|&number| covered(larger, number)[1]).sum();
        let height: usize = sizes.iter().map(|size| size[0]).sum();
        let (mut rows, mut tile) = (Vec::new(), Vec::new());
        resize(&mut rows, height * width * pixel)?;
        let mut top = 0;
        for (row, [tall, _]) in four.iter().zip(sizes) {
            let mut left = 0;
            for &number in row {
                let size = covered(larger, number);
                unpack(larger, self.options, size, &read(number)?, &mut tile)?;
                let line = size[1] * pixel;
                let lines = rows[top * width * pixel..].chunks_exact_mut(width * pixel);
                for (out, line) in lines.zip(tile.chunks_exact(line)) {
                    out[left * pixel..][..line.len()].copy_from_slice(line);
                }
                left += size[1];
            }
            top += tall;
        }
        let nearest = self.options.palette.is_some();
        let reduction = if nearest { TiffReduction::Nearest } else { self.options.reduction };
        let nodata = self.nodata.map(<[u8]>::to_vec);
        let mut halver = Halver::new([width, larger.samples], larger.dtype, reduction, nodata);
        pack(smaller, covered(smaller, number), &halver.push(&rows, true), packer)
    }
}

/// Which elements of a tile were written.
#[derive(Debug)]
pub(super) struct Written {
    bits: Vec<u64>,
    pub(super) missing: usize,
}

impl Written {
    pub(super) fn none_of(elements: usize) -> Result<Self> {
        let mut bits = Vec::new();
        let words = elements.div_ceil(64);
        bits.try_reserve_exact(words).map_err(|_| crate::Error::no_memory(8 * words))?;
        bits.resize(words, 0);
        Ok(Self { bits, missing: elements })
    }

    /// Marks a region of a tile of these extents.
    pub(super) fn mark(&mut self, extents: &[usize], region: &Region) {
        let outer: Shape = Shape::from(&region.shape()[..region.ndim() - 1]);
        let last = region.ndim() - 1;
        for k in 0..outer.size() {
            let (mut rest, mut at, mut stride) = (k, 0, extents[last]);
            for axis in (0..last).rev() {
                let index = rest % outer[axis];
                rest /= outer[axis];
                at += (region.start()[axis] + index * region.step()[axis]) * stride;
                stride *= extents[axis];
            }
            at += region.start()[last];
            for _ in 0..region.shape()[last] {
                let (word, bit) = (&mut self.bits[at / 64], 1 << (at % 64));
                self.missing -= usize::from(*word & bit == 0);
                *word |= bit;
                at += region.step()[last];
            }
        }
    }
}
