//! Levels as packed tiles, as many as there is room for.

use super::Result;
use nd::Element;
use nd::io::{Format, PictureWriteOptions, PngCompression, encode_picture};
use nd::prelude::*;

/// Rows and columns of a tile.
pub(crate) const SIDE: usize = 512;

/// A level in tiles, by rows of them.
#[derive(Debug)]
pub(crate) struct Level {
    pub(crate) size: [usize; 2],
    pub(crate) format: Format,
    pub(crate) tiles: Vec<Vec<u8>>,
}

impl Level {
    /// Bytes that it takes in a page.
    fn room(&self) -> usize {
        self.tiles.iter().map(|tile| tile.len().div_ceil(3) * 4 + 3).sum()
    }
}

/// Levels of a picture, the largest first.
pub(crate) struct Packed {
    pub(crate) levels: Vec<Level>,
    pub(crate) room: usize,
}

/// Packs levels, from the smallest on, as long as there is room for so many bytes; the smallest in any case.
fn pack(levels: &[Array<u8>], format: Format, room: usize) -> Result<Packed> {
    let mut packed = Packed { levels: Vec::new(), room: 0 };
    for level in levels.iter().rev() {
        let Some(level) = tiles(level, format, room.saturating_sub(packed.room))? else {
            if !packed.levels.is_empty() {
                break;
            }
            return pack(&[level.to_array()], format, usize::MAX);
        };
        packed.room += level.room();
        packed.levels.insert(0, level);
    }
    Ok(packed)
}

/// A picture without loss if all of it finds room so, else as JPEG, if it has no transparency.
pub(crate) fn picture(levels: &[Array<u8>], room: usize) -> Result<Packed> {
    let exact = pack(levels, Format::Png, room)?;
    let opaque = matches!(*levels[0].shape(), [_, _] | [_, _, 3]);
    if exact.levels.len() == levels.len() || !opaque {
        return Ok(exact);
    }
    pack(levels, Format::Jpeg, room)
}

/// Labels: their numbers are the three bytes of a pixel.
pub(crate) fn labels(levels: &[Array<u32>], room: usize) -> Result<Packed> {
    let colours: Vec<Array<u8>> = levels.iter().map(numbers).collect();
    pack(&colours, Format::Png, room)
}

fn numbers(level: &Array<u32>) -> Array<u8> {
    let bytes = level.iter().flat_map(|label| label.to_le_bytes().into_iter().take(3)).collect();
    Array::from_shape_vec([level.shape()[0], level.shape()[1], 3], bytes)
}

/// A level in tiles; `None` where they take more room.
fn tiles(level: &Array<u8>, format: Format, room: usize) -> Result<Option<Level>> {
    let size = [level.shape()[0], level.shape()[1]];
    let mut made = Level { size, format, tiles: Vec::new() };
    // A row of tiles at a time: one that is too large is seen before all is packed.
    for top in (0..size[0]).step_by(SIDE) {
        made.tiles.extend(row(level, top, format)?);
        if made.room() > room {
            return Ok(None);
        }
    }
    Ok(Some(made))
}

/// A row of tiles, each thread packing some that stand together.
fn row(level: &Array<u8>, top: usize, format: Format) -> Result<Vec<Vec<u8>>> {
    let columns: Vec<usize> = (0..level.shape()[1]).step_by(SIDE).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let parts: Vec<std::result::Result<Vec<Vec<u8>>, nd::io::Error>> =
        std::thread::scope(|scope| {
            let part =
                |part: &[usize]| part.iter().map(|&x| tile(level, [top, x], format)).collect();
            let each = columns.len().div_ceil(threads);
            let begun: Vec<_> =
                columns.chunks(each).map(|columns| scope.spawn(move || part(columns))).collect();
            begun.into_iter().map(|thread| thread.join().expect("packing does not panic")).collect()
        });
    let mut row = Vec::new();
    for part in parts {
        row.extend(part?);
    }
    Ok(row)
}

fn tile(
    level: &Array<u8>,
    [top, left]: [usize; 2],
    format: Format,
) -> std::result::Result<Vec<u8>, nd::io::Error> {
    let options = PictureWriteOptions::default().png(PngCompression::Balanced).jpeg_quality(80);
    encode_picture(format, part(level, [top, left]), &options)
}

fn part<T: Element>(level: &Array<T>, [top, left]: [usize; 2]) -> nd::View<'_, T> {
    let stop = [level.shape()[0].min(top + SIDE), level.shape()[1].min(left + SIDE)];
    level.slice(s![top..stop[0], left..stop[1]])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A level that packs badly, and its half.
    fn levels() -> Vec<Array<u8>> {
        let noise = |i: [usize; 2]| {
            let at = (i[0] * 1100 + i[1]) as u32;
            ((at ^ (at >> 7)).wrapping_mul(0x9e37_79b1) >> 23) as u8
        };
        let at = |i: &[usize]| noise([i[0], i[1]]);
        vec![Array::from_fn([1100, 600], |i| at(i)), Array::from_fn([550, 300], |i| at(i))]
    }

    #[test]
    fn all_is_exact_where_there_is_room() {
        let levels = levels();
        let packed = picture(&levels, 10 << 20).unwrap();
        assert_eq!(packed.levels.len(), 2);
        assert_eq!((packed.levels[0].tiles.len(), packed.levels[1].tiles.len()), (6, 2));
        assert!(packed.levels.iter().all(|level| level.format == Format::Png));
        let folder = std::env::temp_dir().join(format!("nd-view-tile-{}.png", std::process::id()));
        std::fs::write(&folder, &packed.levels[0].tiles[3]).unwrap();
        let back = nd::load::<u8>(&folder).unwrap();
        std::fs::remove_file(folder).unwrap();
        assert_eq!(back, levels[0].slice(s![512..1024, 512..600]).to_array());
    }

    #[test]
    fn without_room_it_is_with_loss_or_smaller() {
        let levels = levels();
        let exact = picture(&levels, usize::MAX).unwrap().room;
        let lossy = picture(&levels, exact - 1).unwrap();
        assert!(lossy.levels.iter().all(|level| level.format == Format::Jpeg));
        let small = picture(&levels, lossy.room - 1).unwrap();
        assert_eq!(small.levels.iter().map(|level| level.size).collect::<Vec<_>>(), [[550, 300]]);
        assert_eq!(picture(&levels, 0).unwrap().levels.len(), 1); // the smallest in any case
    }

    #[test]
    fn labels_are_three_bytes() {
        let a = numbers(&array![[0x0001_0203u32, 0]]);
        assert_eq!(a.into_vec(), [3, 2, 1, 0, 0, 0]);
    }
}
