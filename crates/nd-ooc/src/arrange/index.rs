//! Slices and lists of positions together.

use super::axes::permuted;
use super::gather::{positions, taken};
use super::reshape::reshaped;
use crate::chunked::AnyChunked;
use nd_core::{Array, Axes, IndexItem, Shape, ShapeError, Slice, SliceItem, broadcast_shapes};

/// An axis of the sliced array that a list picks positions of.
struct Picked {
    axis: usize,
    len: usize,
    positions: Array<isize>,
}

/// What slices and lists come to: slices that keep the picked axes whole, what is picked, and whether the picked axes
/// stay in their place.
#[derive(Default)]
struct Items {
    slices: Vec<SliceItem>,
    /// Axes of the sliced array that there are so far.
    axes: usize,
    picked: Vec<Picked>,
    /// The place of the last list among the items.
    last: Option<usize>,
    apart: bool,
}

impl Items {
    fn of(items: &[IndexItem], shape: &[usize]) -> Result<Items, ShapeError> {
        let named: usize = items.iter().map(takes).sum();
        let ellipsis = |item: &IndexItem| matches!(item, IndexItem::Slice(SliceItem::Ellipsis));
        if items.iter().filter(|item| ellipsis(item)).count() > 1 {
            return Err(ShapeError::TwoEllipses);
        }
        let Some(skipped) = shape.len().checked_sub(named) else {
            let (op, shape) = ("index", shape.into());
            return Err(ShapeError::IndexCount { op, given: named, shape });
        };
        let (mut out, mut axis) = (Items::default(), 0);
        let listed = items.iter().any(|item| !matches!(item, IndexItem::Slice(_)));
        for (place, item) in items.iter().enumerate() {
            match item {
                IndexItem::Slice(SliceItem::Ellipsis) => {
                    out.slices.extend(vec![SliceItem::Range(Slice::ALL); skipped]);
                    (axis, out.axes) = (axis + skipped, out.axes + skipped);
                    continue;
                }
                &IndexItem::Slice(SliceItem::Index(at)) if listed => {
                    out.pick(place, Array::scalar(at), shape[axis]);
                }
                &IndexItem::Slice(slice) => {
                    out.slices.push(slice);
                    out.axes += usize::from(!matches!(slice, SliceItem::Index(_)));
                }
                IndexItem::Integers(list) => out.pick(place, list.clone(), shape[axis]),
                IndexItem::Mask(mask) => {
                    let masked = &shape[axis..axis + mask.ndim()];
                    if masked != mask.shape() || mask.ndim() == 0 {
                        let op = format!("index: the mask at axis {axis} (axes, then mask)").into();
                        let (left, right) = (masked.into(), mask.shape().into());
                        return Err(ShapeError::Mismatch { op, left, right });
                    }
                    for (positions, &len) in mask.nonzero().into_iter().zip(masked) {
                        out.pick(place, positions.map(|at| at as isize), len);
                    }
                }
            }
            axis += takes(item);
        }
        Ok(out)
    }

    fn pick(&mut self, place: usize, positions: Array<isize>, len: usize) {
        self.apart |= self.last.is_some_and(|last| place > last + 1);
        self.last = Some(place);
        self.picked.push(Picked { axis: self.axes, len, positions });
        self.slices.push(SliceItem::Range(Slice::ALL));
        self.axes += 1;
    }
}

/// How many axes an item stands for.
fn takes(item: &IndexItem) -> usize {
    match item {
        IndexItem::Slice(SliceItem::Index(_) | SliceItem::Range(_)) | IndexItem::Integers(_) => 1,
        IndexItem::Slice(_) => 0,
        IndexItem::Mask(mask) => mask.ndim(),
    }
}

/// The elements that slices and lists name.
fn indexed(array: &AnyChunked, items: &[IndexItem]) -> Result<AnyChunked, ShapeError> {
    let Items { slices, picked, apart, .. } = Items::of(items, array.shape())?;
    let sliced = array.try_slice(slices)?;
    if picked.is_empty() {
        return Ok(sliced);
    }
    let shapes: Vec<&[usize]> = picked.iter().map(|of| of.positions.shape()).collect();
    let list_shape = broadcast_shapes(&shapes)?;
    // The picked axes side by side, as one; positions in it from those in each.
    let (ndim, first) = (sliced.ndim(), picked[0].axis);
    let is_picked = |axis: &usize| picked.iter().any(|of| of.axis == *axis);
    let mut rest = (0..ndim).filter(|axis| !is_picked(axis)).collect::<Vec<usize>>();
    let at = if apart { 0 } else { first };
    let after = rest.split_off(at);
    let order = [&rest[..], &picked.iter().map(|of| of.axis).collect::<Vec<_>>(), &after].concat();
    let node = permuted(&sliced.node, Axes::from(&order[..]));
    let (before, after) = (&node.shape[..at], &node.shape[at + picked.len()..]);
    let merged: usize = picked.iter().map(|of| of.len).product();
    let flat = reshaped(&node, Shape::from(&[before, &[merged], after].concat()[..]));
    let mut list = vec![0; list_shape.size()];
    for of in &picked {
        let stretched = of.positions.broadcast_to(list_shape);
        let own = positions("index", stretched, (of.axis, of.len))?;
        list.iter_mut().zip(own).for_each(|(all, own)| *all = *all * of.len + own);
    }
    let shape = Shape::try_new(&[before, &list_shape[..], after].concat())?;
    Ok(AnyChunked::of(reshaped(&taken("index", &flat, at, list), shape)))
}

both! {
    /// The elements that slices, positions, lists of positions and masks name, as [`ix!`](nd_core::ix) writes them.
    ///
    /// Several lists are gone through together; where they stand side by side, the result's axes stay in their place,
    /// else they come first.
    ///
    /// # Panics
    /// If there are more items than axes, a position lies outside its axis, lists do not broadcast together, or a mask
    /// has another shape than its axes.
    ///
    /// # NumPy
    /// `a[...]` with integer arrays, masks, slices and integers. Dask refuses several lists.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, ix};
    ///
    /// let x = nd_ooc::arange(0, 12, 1).reshape([3, 4]);
    /// assert_eq!(x.index(ix![[2, 0], 1..3]).compute()?, array![[9, 10], [1, 2]]);
    /// assert_eq!(x.index(ix![[2, 0], [3, -1]]).compute()?, array![11, 3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn index(&self, items: impl AsRef<[IndexItem]>) -> Self {
        self.try_index(items).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`index`](Self::index), for indices that come from elsewhere.
    ///
    /// # Errors
    /// If there are more items than axes, a position lies outside its axis, lists do not broadcast together, or a mask
    /// has another shape than its axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_ooc::arange(0, 10, 1).try_index(nd_core::ix![[10]]).is_err());
    /// ```
    pub fn try_index(&self, items: impl AsRef<[IndexItem]>) -> Result<Self, ShapeError> {
        let any = AnyChunked::of(std::sync::Arc::clone(&self.node));
        Ok(Self::of(indexed(&any, items.as_ref())?.node))
    }
}
