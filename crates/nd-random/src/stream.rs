//! Filling sizes with draws whose number is known beforehand: on all threads, with the bits
//! and the final state of one.
//!
//! Each part of an array begins where [`ahead`](BitGenerator::ahead) says the stream will be;
//! generators that cannot skip are drawn from in turn.

use crate::bits::BitGenerator;
use crate::size::sealed::Fill;
use crate::size::{Made, Target};
use nd_core::Shape;

/// From how many elements on threads share a stream out.
const PARALLEL: usize = 1 << 16;
/// How many elements a thread takes at a time: a multiple of the 64 bools in a draw.
const PART: usize = 1 << 15;
/// Streams that a thread draws from side by side.
const LANES: usize = 4;

/// Fills `size` with `of(draw)`, one draw of 64 bits an element. `serial` does the same for a
/// generator that cannot skip, whose doubles may be made of other draws.
#[inline(always)]
pub(crate) fn fill_u64<T, B>(
    bits: &mut B,
    size: Target<'_, T>,
    serial: impl Fn(&mut B) -> T,
    of: impl Fn(u64) -> T + Sync,
) -> Made<T>
where
    T: Copy + Send,
    B: BitGenerator,
{
    let shape = size.shape().unwrap_or(Shape::from(()));
    let count = shape.size();
    if count >= PARALLEL
        && let Some(end) = bits.ahead(count as u64)
    {
        let first = &*bits;
        let filled = size.fill_parallel(shape, PART, |start, slots| {
            let lanes = slots.lane_starts::<LANES>().map(|lane| {
                let mut bits = skipped(first, (start + lane) as u64);
                let of = &of;
                move || of(bits.next_u64())
            });
            slots.fill_lanes(lanes)
        });
        return match filled {
            Ok(out) => {
                *bits = end;
                out
            }
            Err(size) => size.draw(shape, bits, serial),
        };
    }
    size.draw(shape, bits, serial)
}

fn skipped<B: BitGenerator>(bits: &B, draws: u64) -> B {
    bits.ahead(draws).expect("a generator that could skip still can")
}

/// Fills `size` with pieces of draws of 32 bits: `of` takes `32 / width` pieces from each,
/// lowest bits first, and is given a word whose lowest `width` bits are the piece.
pub(crate) fn fill_u32<T, B>(
    bits: &mut B,
    size: Target<'_, T>,
    width: u32,
    of: impl Fn(u32) -> T + Sync,
) -> Made<T>
where
    T: Copy + Send,
    B: BitGenerator,
{
    let shape = size.shape().unwrap_or(Shape::from(()));
    let count = shape.size();
    let mut size = size;
    if count >= PARALLEL && bits.ahead(0).is_some() {
        let per_word = 32 / width as usize;
        let first = &*bits;
        let filled = size.fill_parallel(shape, PART, |start, slots| {
            let mut bits = at_word(first, (start / per_word) as u64);
            let mut pieces = Pieces::default();
            slots.fill_with(|| of(pieces.next(&mut bits, width)))
        });
        match filled {
            Ok(out) => {
                // The last word is drawn again, so that its half is kept as it should be.
                let words = count.div_ceil(per_word) as u64;
                *bits = at_word(bits, words - 1);
                bits.next_u32();
                return out;
            }
            Err(given_back) => size = given_back,
        }
    }
    let mut pieces = Pieces::default();
    size.draw(shape, bits, move |bits| of(pieces.next(bits, width)))
}

/// The generator before its draw number `word` of 32 bits.
fn at_word<B: BitGenerator>(bits: &B, word: u64) -> B {
    if word == 0 {
        return bits.clone();
    }
    // The first word may be a half that was kept: the others are halves of draws after it.
    let kept = u64::from(bits.keeps_half());
    let halves = word - kept;
    let (pairs, odd) = (halves / 2, halves % 2);
    // One pair earlier where there is one, so that the value of the last half is known too.
    let from = if odd == 0 { pairs.saturating_sub(1) } else { pairs };
    let mut there = skipped(bits, from);
    for _ in 0..kept + halves - 2 * from {
        there.next_u32();
    }
    there
}

/// Draws of 32 bits in pieces, the lowest bits first.
#[derive(Default)]
pub(crate) struct Pieces {
    word: u32,
    left: u32,
}

impl Pieces {
    /// A word whose lowest `width` bits are the next piece.
    #[inline(always)]
    pub(crate) fn next<B: BitGenerator>(&mut self, bits: &mut B, width: u32) -> u32 {
        if width == 32 {
            return bits.next_u32();
        }
        if self.left == 0 {
            *self = Pieces { word: bits.next_u32(), left: 32 / width - 1 };
        } else {
            self.word >>= width;
            self.left -= 1;
        }
        self.word
    }
}
