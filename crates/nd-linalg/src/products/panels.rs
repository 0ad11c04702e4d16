//! Panels: lines of a factor side by side, as the kernel of large products reads them.

use crate::products::gemv::gapless;
use crate::products::split::Split;
use nd_core::{SliceItem, View};
use std::ops::Range;

/// What `W` lines have at one position, by parts.
pub(super) type Position<T, const P: usize, const W: usize> = [[<T as Split<P>>::Part; W]; P];

/// A factor of a product, to be read line by line: `(lines, k)`. The lines of the left one are
/// its rows, those of the right one its columns.
#[derive(Clone, Copy)]
pub struct Factor<'a, T> {
    pub lines: View<'a, T>,
    pub conjugated: bool,
}

impl<'a, T: Copy> Factor<'a, T> {
    /// Read as it is.
    pub(crate) fn plain(lines: View<'a, T>) -> Factor<'a, T> {
        Factor { lines, conjugated: false }
    }

    fn part(&self, lines: Range<usize>, deep: Range<usize>) -> View<'a, T> {
        self.lines.slice([SliceItem::from(lines), SliceItem::from(deep)])
    }

    /// Positions `deep` of some lines, panel after panel; the last panel is filled up with
    /// zeros. `out`: as many as panels have positions.
    pub(super) fn pack<const P: usize, const W: usize>(
        &self,
        out: &mut [Position<T, P, W>],
        lines: Range<usize>,
        deep: Range<usize>,
    ) where
        T: Split<P>,
    {
        let part = self.part(lines, deep.clone());
        let depth = deep.len();
        match part.strides()[..] {
            [_, 1] => along(out, &gapless(&part), depth),
            [1, _] => across(out, &gapless(&part.t())),
            // Copied along the shorter steps: a step may be a page.
            [line, step] if line.abs() < step.abs() => {
                across(out, &gapless(&part.t().to_array().view()));
            }
            _ => along(out, &gapless(&part.to_array().view()), depth),
        }
        if self.conjugated {
            for position in out {
                *position = conjugated::<T, P, W>(*position);
            }
        }
    }
}

#[inline(always)]
fn conjugated<T: Split<P>, const P: usize, const W: usize>(
    position: Position<T, P, W>,
) -> Position<T, P, W> {
    let mut out = position;
    for w in 0..W {
        let parts = T::join(std::array::from_fn(|p| position[p][w])).conjugate().split();
        (0..P).for_each(|p| out[p][w] = parts[p]);
    }
    out
}

/// Lines without gaps: each is read from its start to its end.
fn along<T: Split<P>, const P: usize, const W: usize>(
    out: &mut [Position<T, P, W>],
    lines: &[&[T]],
    depth: usize,
) {
    for (panel, lines) in out.chunks_exact_mut(depth).zip(lines.chunks(W)) {
        if let Ok(lines) = <[&[T]; W]>::try_from(lines) {
            let lines = lines.map(|line| &line[..panel.len()]);
            for (d, position) in panel.iter_mut().enumerate() {
                for w in 0..W {
                    let parts = lines[w][d].split();
                    (0..P).for_each(|p| position[p][w] = parts[p]);
                }
            }
            continue;
        }
        panel.fill(zeros::<T, P, W>());
        for (w, line) in lines.iter().enumerate() {
            for (position, x) in panel.iter_mut().zip(*line) {
                let parts = x.split();
                (0..P).for_each(|p| position[p][w] = parts[p]);
            }
        }
    }
}

/// Lines next to each other: `positions` are what all of them have at one place.
fn across<T: Split<P>, const P: usize, const W: usize>(
    out: &mut [Position<T, P, W>],
    positions: &[&[T]],
) {
    let depth = positions.len();
    for (d, numbers) in positions.iter().enumerate() {
        for (position, numbers) in out[d..].iter_mut().step_by(depth).zip(numbers.chunks(W)) {
            if let Ok(numbers) = <&[T; W]>::try_from(numbers) {
                let parts = numbers.map(T::split);
                for w in 0..W {
                    (0..P).for_each(|p| position[p][w] = parts[w][p]);
                }
                continue;
            }
            *position = zeros::<T, P, W>();
            for (w, x) in numbers.iter().enumerate() {
                let parts = x.split();
                (0..P).for_each(|p| position[p][w] = parts[p]);
            }
        }
    }
}

/// What there is past the last line.
pub(super) fn zeros<T: Split<P>, const P: usize, const W: usize>() -> Position<T, P, W> {
    [[<T::Part as super::Arithmetic>::ZERO; W]; P]
}
