//! A picture of any size that is made where it is looked at: round spots on a noisy ground.

use nd::io::Region;
use nd::ooc::Chunked;
use nd::prelude::*;

/// The picture is cut into squares of so many pixels a side, most of which hold a spot.
const CELL: usize = 128;

/// A number that depends on all of its bits (the finalizer of MurmurHash3).
fn mixed(mut x: u64) -> u64 {
    x = (x ^ x >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x = (x ^ x >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ x >> 33
}

/// Where the middle of a square's spot is, and the square of its radius.
fn spot(row: usize, column: usize) -> [i64; 3] {
    let mut seed = mixed((row as u64) << 32 | column as u64);
    let mut below = |n: u64| {
        seed = mixed(seed.wrapping_add(1));
        (seed % n) as i64
    };
    let radius = if below(8) == 0 { 0 } else { 6 + below(58) };
    let room = (CELL as i64 - 2 * radius).max(1) as u64;
    [radius + below(room), radius + below(room), radius * radius]
}

/// `side` by `side` pixels of spots of some 200 on a ground of up to 63.
pub(crate) fn sky(side: usize) -> Chunked<u8> {
    Chunked::from_region([side, side], |region: &Region| {
        let mut part = Array::<u8>::zeros(region.shape());
        let width = region.shape()[1];
        let pixels = part.as_slice_mut().expect("fresh arrays are contiguous");
        for (line, out) in pixels.chunks_mut(width.max(1)).enumerate() {
            let y = region.start()[0] + line * region.step()[0];
            let (mut cell, mut at) = (usize::MAX, [0; 3]);
            for (place, out) in out.iter_mut().enumerate() {
                let x = region.start()[1] + place * region.step()[1];
                if x / CELL != cell {
                    cell = x / CELL;
                    at = spot(y / CELL, cell);
                }
                let (dy, dx) = ((y % CELL) as i64 - at[0], (x % CELL) as i64 - at[1]);
                let noise =
                    (((x * 0x9e37) ^ (y * 0x79b9)).wrapping_mul(0x0100_0193) >> 11) as u8 & 63;
                *out = if dy * dy + dx * dx < at[2] { 160 + noise } else { noise };
            }
        }
        part
    })
}
