//! [`Predictor`]: samples stored as differences from their neighbours.

use super::bits::{is_plain, swap_to_native};
use super::layout::{Sample, SampleKind};
use crate::blocks::ByteOrder;

/// What is stored in the place of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Predictor {
    None,
    /// Differences from the sample so many pixels to the left.
    Differences(usize),
    /// The bytes of floats in planes, and their differences.
    Floats(usize),
    Other(u64),
}

impl Predictor {
    /// By its number.
    pub(super) fn of(code: u64) -> Self {
        match code {
            0 | 1 => Self::None,
            2 => Self::Differences(1),
            3 => Self::Floats(1),
            34892 => Self::Differences(2),
            34893 => Self::Differences(4),
            34894 => Self::Floats(2),
            34895 => Self::Floats(4),
            other => Self::Other(other),
        }
    }

    /// Why it cannot be undone for such samples; `None` if it can.
    pub(super) fn obstacle(self, sample: Sample) -> Option<String> {
        let complex = matches!(sample.kind, SampleKind::Complex | SampleKind::ComplexWhole);
        match self {
            Self::None => None,
            // Sums of numbers below 0 would have to be cut where their sign is.
            Self::Differences(_) if sample.kind == SampleKind::Unsigned && sample.bits > 1 => None,
            Self::Differences(_) if is_plain(sample) && !complex => None,
            Self::Floats(_) if sample.kind == SampleKind::Float => None,
            Self::Other(code) => Some(format!("predictor {code}")),
            _ => Some(format!("{} of {} in {} bits", self.words(), sample.dtype, sample.bits)),
        }
    }

    /// In words, as info has them.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Differences(_) => "differences",
            Self::Floats(_) => "float differences",
            Self::Other(_) => "an unknown predictor",
        }
    }
}

/// Sums differences in a row of whole numbers of this machine's byte order; `distance` is in elements.
/// Numbers of fewer bits than their element wrap around at those.
pub(super) fn sum(row: &mut [u8], itemsize: usize, distance: usize, bits: u32) {
    match itemsize {
        1 => sum_as::<1>(row, distance, bits, |a, b| [a[0].wrapping_add(b[0])]),
        2 => sum_as::<2>(row, distance, bits, |a, b| {
            u16::from_ne_bytes(a).wrapping_add(u16::from_ne_bytes(b)).to_ne_bytes()
        }),
        4 => sum_as::<4>(row, distance, bits, |a, b| {
            u32::from_ne_bytes(a).wrapping_add(u32::from_ne_bytes(b)).to_ne_bytes()
        }),
        _ => sum_as::<8>(row, distance, bits, |a, b| {
            u64::from_ne_bytes(a).wrapping_add(u64::from_ne_bytes(b)).to_ne_bytes()
        }),
    }
}

fn sum_as<const SIZE: usize>(
    row: &mut [u8],
    distance: usize,
    bits: u32,
    add: impl Fn([u8; SIZE], [u8; SIZE]) -> [u8; SIZE],
) {
    let (items, _) = row.as_chunks_mut::<SIZE>();
    match distance {
        // The running sums stay in registers.
        1 => run::<SIZE, 1>(items, add),
        2 => run::<SIZE, 2>(items, add),
        3 => run::<SIZE, 3>(items, add),
        4 => run::<SIZE, 4>(items, add),
        _ => {
            for i in distance..items.len() {
                items[i] = add(items[i], items[i - distance]);
            }
        }
    }
    if (bits as usize) < 8 * SIZE {
        // Sums mod 2ⁿ of numbers mod 2ⁿ: cut at the end as well as on the way.
        let mask = u64::MAX >> (64 - bits);
        let mut whole = [0; 8];
        for item in items {
            whole[..SIZE].copy_from_slice(item);
            let number = native(&whole[..SIZE]) & mask;
            put_native(number, item);
        }
    }
}

fn run<const SIZE: usize, const N: usize>(
    items: &mut [[u8; SIZE]],
    add: impl Fn([u8; SIZE], [u8; SIZE]) -> [u8; SIZE],
) {
    let (pixels, rest) = items.as_chunks_mut::<N>();
    let mut last = [[0; SIZE]; N];
    for pixel in pixels {
        for (item, last) in pixel.iter_mut().zip(&mut last) {
            *last = add(*item, *last);
            *item = *last;
        }
    }
    // Where the sums go over several pixels a row may end within such a step.
    for (item, last) in rest.iter_mut().zip(last) {
        *item = add(*item, last);
    }
}

/// A number of this machine's byte order.
fn native(bytes: &[u8]) -> u64 {
    let add = |number: u64, &byte: &u8| number << 8 | u64::from(byte);
    match ByteOrder::NATIVE {
        ByteOrder::Little => bytes.iter().rev().fold(0, add),
        ByteOrder::Big => bytes.iter().fold(0, add),
    }
}

/// Writes the low bytes of a number, in this machine's byte order.
pub(super) fn put_native(number: u64, out: &mut [u8]) {
    match ByteOrder::NATIVE {
        ByteOrder::Little => out.copy_from_slice(&number.to_le_bytes()[..out.len()]),
        ByteOrder::Big => out.copy_from_slice(&number.to_be_bytes()[8 - out.len()..]),
    }
}

/// Undoes the floats' predictor in a row: bytes are differences, and stand in planes, the one with sign and
/// exponent first. Floats of this machine's byte order come out, of as many bytes as they have in the file.
pub(super) fn floats(row: &mut [u8], size: usize, distance: usize, planes: &mut Vec<u8>) {
    for i in distance..row.len() {
        row[i] = row[i].wrapping_add(row[i - distance]);
    }
    planes.clear();
    planes.extend_from_slice(row);
    let items = row.len() / size;
    for (k, plane) in planes.chunks_exact(items.max(1)).take(size).enumerate() {
        for (item, &byte) in row.chunks_exact_mut(size).zip(plane) {
            item[k] = byte;
        }
    }
    swap_to_native(row, size);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_wrap_where_the_numbers_do() {
        let mut row = [250u8, 1, 10, 255, 3, 3];
        sum(&mut row, 1, 2, 8);
        assert_eq!(row, [250, 1, 4, 0, 7, 3]);
        let mut row = [15u8, 1, 15];
        sum(&mut row, 1, 1, 4);
        assert_eq!(row, [15, 0, 15]);
        let words: Vec<u8> = [65_535u16, 2, 4, 1].iter().flat_map(|x| x.to_ne_bytes()).collect();
        for distance in [1, 2, 3, 4, 5] {
            let mut row = words.clone();
            sum(&mut row, 2, distance, 16);
            let mut want = [65_535u16, 2, 4, 1];
            for i in distance..4 {
                want[i] = want[i].wrapping_add(want[i - distance]);
            }
            let got: Vec<u16> = row.chunks(2).map(|x| u16::from_ne_bytes([x[0], x[1]])).collect();
            assert_eq!(got, want, "{distance}");
        }
    }

    #[test]
    fn floats_come_out_of_planes() {
        let values = [1.5f32, -2.0, 3.25];
        let bytes: Vec<[u8; 4]> = values.iter().map(|x| x.to_be_bytes()).collect();
        let mut row: Vec<u8> = (0..4).flat_map(|k| bytes.iter().map(move |x| x[k])).collect();
        for i in (1..12).rev() {
            row[i] = row[i].wrapping_sub(row[i - 1]);
        }
        floats(&mut row, 4, 1, &mut Vec::new());
        let got: Vec<f32> =
            row.chunks(4).map(|x| f32::from_ne_bytes(x.try_into().unwrap())).collect();
        assert_eq!(got, values);
    }
}
