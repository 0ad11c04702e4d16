//! `pad`: an array with something around it, axis by axis.

mod statistic;

use super::join::joined;
use super::parts::{Course, Parts};
use super::stretch::stretch;
use crate::chunked::Chunked;
use crate::elementwise::{lift1, lift2, lift3_with};
use crate::node::Node;
use crate::regions::per_axis;
use crate::source::{arange, full};
use nd_core::{Array, Shape, ShapeError, Slice, SliceItem, Typed, zip};
use nd_ops::{Averaged, PadMode, Padded, Sides};
use std::sync::Arc;

/// What stands on either side of one axis.
#[derive(Clone, Copy)]
enum Side<T> {
    None,
    Values(T, T),
    Lengths(usize, usize),
}

impl<T: Padded> Side<T> {
    /// Those of every axis, if there is something to pad with.
    fn all(
        mode: &PadMode<T>,
        widths: &[(usize, usize)],
        shape: &[usize],
    ) -> Result<Vec<Side<T>>, ShapeError> {
        let op = "pad (of no element)";
        let nothing = ShapeError::Size { op, given: 0, shape: shape.into() };
        let copies = !matches!(mode, PadMode::Constant(_) | PadMode::Empty);
        if copies && widths.iter().zip(shape).any(|(&width, &n)| n == 0 && width != (0, 0)) {
            return Err(nothing);
        }
        match mode {
            PadMode::Constant(values) | PadMode::LinearRamp(values) => {
                let values = values.resolve("pad", shape)?;
                Ok(values.into_iter().map(|(low, high)| Side::Values(low, high)).collect())
            }
            PadMode::Maximum(lengths)
            | PadMode::Mean(lengths)
            | PadMode::Median(lengths)
            | PadMode::Minimum(lengths) => {
                let all = Sides::from(usize::MAX);
                let lengths = lengths.as_ref().unwrap_or(&all).resolve("pad", shape)?;
                if lengths.iter().any(|&(low, high)| low.min(high) == 0) {
                    return Err(nothing);
                }
                let limited = lengths.iter().zip(shape);
                Ok(limited.map(|(&(a, b), &n)| Side::Lengths(a.min(n), b.min(n))).collect())
            }
            _ => Ok(vec![Side::None; shape.len()]),
        }
    }
}

/// Positions of one axis.
pub(super) fn slab<T: Typed>(
    array: &Chunked<T>,
    axis: usize,
    (start, stop): (usize, usize),
) -> Chunked<T> {
    let mut items = vec![SliceItem::Range(Slice::ALL); array.ndim()];
    items[axis] = super::parts::span(start, stop - start);
    array.slice(items)
}

impl<T: Typed + Padded + Averaged<Work: Typed, Mean: Typed>> Chunked<T> {
    /// The array with something around it: so many elements before and after each axis, of what `mode` says.
    ///
    /// `(n, …)` → `(before + n + after, …)`. Pads may be wider than the axis. Nothing is read for a pad but what it is
    /// made of; inside, nothing is copied. Statistics and ramps take a pass before.
    ///
    /// # Panics
    /// If there is not one pair of widths, values or lengths for each axis, a length overflows, or something is to be
    /// made of no element.
    ///
    /// # NumPy
    /// `np.pad(a, width, mode)`; means of floats may differ in the last bits. Dask pads no further than the axis is long
    /// in some modes.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::PadMode;
    ///
    /// let x = nd_ooc::arange(0, 4, 1);
    /// assert_eq!(x.pad((2, 1), PadMode::constant(9)).compute()?, nd_core::array![9, 9, 0, 1, 2, 3, 9]);
    /// assert_eq!(x.pad((4, 0), PadMode::Reflect).compute()?, nd_core::array![2, 3, 2, 1, 0, 1, 2, 3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn pad(&self, width: impl Into<Sides<usize>>, mode: PadMode<T>) -> Chunked<T> {
        self.try_pad(width, mode).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`pad`](Self::pad), for widths that come from elsewhere.
    ///
    /// # Errors
    /// If there is not one pair of widths, values or lengths for each axis, a length overflows, or something is to be
    /// made of no element.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::PadMode;
    ///
    /// assert!(nd_ooc::arange(0, 4, 1).try_pad([(1, 1), (1, 1)], PadMode::Edge).is_err());
    /// ```
    pub fn try_pad(
        &self,
        width: impl Into<Sides<usize>>,
        mode: PadMode<T>,
    ) -> Result<Chunked<T>, ShapeError> {
        let widths = width.into().resolve("pad", self.shape())?;
        let sides = Side::all(&mode, &widths, self.shape())?;
        for (&n, &(before, after)) in self.shape().iter().zip(&widths) {
            let all = n.checked_add(before).and_then(|all| all.checked_add(after));
            all.ok_or_else(|| ShapeError::Overflow { op: "pad", shape: self.shape().into() })?;
        }
        let mut padded = self.clone();
        for axis in (0..self.ndim()).filter(|&axis| widths[axis] != (0, 0)) {
            padded = around(&padded, axis, widths[axis], &mode, sides[axis])?;
        }
        Ok(padded)
    }
}

/// An array with something around one axis.
fn around<T: Typed + Padded + Averaged<Work: Typed, Mean: Typed>>(
    a: &Chunked<T>,
    axis: usize,
    (before, after): (usize, usize),
    mode: &PadMode<T>,
    side: Side<T>,
) -> Result<Chunked<T>, ShapeError> {
    let n = a.shape()[axis];
    let sized = |len: usize| per_axis(a.ndim(), |at| if at == axis { len } else { a.shape()[at] });
    let (low, high) = match (mode, side) {
        (PadMode::LinearRamp(_), Side::Values(low, high)) => (
            ramp(&slab(a, axis, (0, 1)), axis, before, low),
            ramp(&slab(a, axis, (n - 1, n)), axis, after, high).flip(axis as isize),
        ),
        (_, Side::Values(low, high)) => (full(sized(before), low), full(sized(after), high)),
        (_, Side::Lengths(first, last)) => {
            let of = |part: (usize, usize)| statistic::of(&slab(a, axis, part), axis, mode);
            let low = of((0, first));
            let high = if first == n && last == n { low.clone() } else { of((n - last, n)) };
            let all = |one: &Chunked<T>, len| Chunked::of(stretch(&one.node, sized(len)));
            (all(&low, before), all(&high, after))
        }
        (PadMode::Empty, _) => {
            let zero = Array::<T>::zeros(Shape::from(()))[[]];
            (full(sized(before), zero), full(sized(after), zero))
        }
        (PadMode::ReflectOdd | PadMode::SymmetricOdd, _) if n > 1 => {
            return odd(a, axis, (before, after), matches!(mode, PadMode::SymmetricOdd));
        }
        _ => {
            let course = course(mode, before, n);
            let parts = Parts { name: "pad", axis, course };
            return Ok(Chunked::of(parts.node(vec![Arc::clone(&a.node)], before + n + after)));
        }
    };
    together([&low, a, &high], axis)
}

/// Where elements that are copied come from.
fn course<T>(mode: &PadMode<T>, before: usize, len: usize) -> Course {
    match mode {
        PadMode::Wrap => Course::Wrapped { from: (len - before % len) % len, len },
        PadMode::Reflect => Course::Mirrored { before, len, ends: false },
        PadMode::Symmetric => Course::Mirrored { before, len, ends: true },
        // An odd mirror image of one element is that element.
        _ => Course::Edge { before, len },
    }
}

/// Arrays one after the other, without those of no elements.
fn together<T: Typed>(parts: [&Chunked<T>; 3], axis: usize) -> Result<Chunked<T>, ShapeError> {
    let parts = parts.into_iter().filter(|part| part.shape()[axis] > 0);
    let nodes: Vec<Arc<Node>> = parts.map(|part| Arc::clone(&part.node)).collect();
    Ok(Chunked::of(joined(nodes, axis)?))
}

/// From `end` up to the element at the edge, over so many places.
fn ramp<T: Typed + Padded>(edge: &Chunked<T>, axis: usize, n: usize, end: T) -> Chunked<T> {
    // As NumPy: one place without a slope changes the rounding everywhere.
    let flat = lift1("pad", format!("{end:?} {n}"), edge, move |edge| {
        zip((&edge.view(),)).map(|(edge,)| i64::from(T::is_flat(end, edge, n)))
    });
    let along = per_axis(edge.ndim(), |at| if at == axis { n } else { 1 });
    let place = arange(0, n as i64, 1).reshape(along);
    lift3_with(
        "pad",
        format!("{end:?} {n}"),
        (edge, &place, &flat.sum()),
        move |edge, place, flat| {
            let flat = flat.view().iter().any(|&count| count > 0);
            zip((&edge.view(), &place.view()))
                .map(|(edge, place)| T::on_ramp(end, edge, place as usize, n, flat))
        },
    )
}

/// An array between odd mirror images: as much as there is to mirror at a time, alternately before and after it, in the
/// order in which NumPy does, which decides the last bits.
fn odd<T: Typed + Padded>(
    a: &Chunked<T>,
    axis: usize,
    (mut before, mut after): (usize, usize),
    ends: bool,
) -> Result<Chunked<T>, ShapeError> {
    let (n, skip) = (a.shape()[axis], usize::from(!ends));
    let mut all = a.clone();
    let image = |all: &Chunked<T>, part, edge| {
        let edge = slab(all, axis, (edge, edge + 1));
        lift2("pad", &edge, &slab(all, axis, part).flip(axis as isize), |edge, image| {
            let mut made = Array::<T>::zeros(image.view().shape());
            T::padding_mirror_of(made.view_mut(), image.view(), edge.view());
            made
        })
    };
    while before + after > 0 {
        let there = all.shape()[axis];
        // Whole periods of the original alone, so that images join.
        let period = if ends { there / n * n } else { (there - 1) / (n - 1) * (n - 1) };
        if before > 0 {
            let count = period.min(before);
            let low = image(&all, (skip, skip + count), 0);
            all = Chunked::of(joined(vec![low.node, all.node], axis)?);
            before -= count;
        }
        if after > 0 {
            let (count, there) = (period.min(after), all.shape()[axis]);
            let high = image(&all, (there - skip - count, there - skip), there - 1);
            all = Chunked::of(joined(vec![all.node, high.node], axis)?);
            after -= count;
        }
    }
    Ok(all)
}
