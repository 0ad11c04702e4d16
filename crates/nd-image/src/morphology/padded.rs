//! Arrays with room around them, in which a step is one addition.

use crate::canvas::canvas;
use crate::labelling::index_of;
use nd_core::{Array, Element, ZeroBits};

/// Where the elements of an array are in one with room around it for every step.
pub(crate) struct Padded {
    shape: Vec<usize>,
    /// Elements on either side, along each axis.
    pad: Vec<usize>,
    strides: Vec<usize>,
    len: usize,
    /// Elements of a row.
    pub(crate) width: usize,
    /// What to add for each step.
    pub(crate) jumps: Vec<isize>,
}

impl Padded {
    /// Room for steps that are no longer than the axes.
    pub(crate) fn new(shape: &[usize], steps: &[Vec<isize>]) -> Padded {
        let reach = |k: usize| steps.iter().map(|s| s[k].unsigned_abs()).max().unwrap_or(0);
        let pad: Vec<usize> = (0..shape.len()).map(reach).collect();
        let padded: Vec<usize> = shape.iter().zip(&pad).map(|(n, p)| n + 2 * p).collect();
        let mut strides = vec![1; shape.len()];
        for k in (1..shape.len()).rev() {
            strides[k - 1] = strides[k] * padded[k];
        }
        let jump = |step: &Vec<isize>| {
            step.iter().zip(&strides).map(|(&s, &stride)| s * stride as isize).sum()
        };
        let jumps = steps.iter().map(jump).collect();
        let (width, len) = (shape.last().copied().unwrap_or(1), padded.iter().product());
        Padded { shape: shape.to_vec(), pad, strides, len, width, jumps }
    }

    /// Where element `at` of the array is.
    pub(crate) fn place(&self, at: &[usize]) -> usize {
        let places = at.iter().zip(&self.pad).zip(&self.strides);
        places.map(|((i, pad), stride)| (i + pad) * stride).sum()
    }

    fn row(&self, row: usize) -> (usize, usize) {
        let mut at = vec![0; self.shape.len()];
        index_of(row * self.width, &self.shape, &mut at);
        (row * self.width, self.place(&at))
    }

    fn rows(&self) -> usize {
        self.shape.iter().product::<usize>() / self.width.max(1)
    }

    /// Calls `body` with where each row starts, in the array and here.
    pub(crate) fn each_row(&self, mut body: impl FnMut(usize, usize)) {
        (0..self.rows()).map(|row| self.row(row)).for_each(|(from, place)| body(from, place));
    }

    /// As [`each_row`](Self::each_row), the last row first.
    pub(crate) fn each_row_back(&self, mut body: impl FnMut(usize, usize)) {
        (0..self.rows()).rev().map(|row| self.row(row)).for_each(|(from, place)| body(from, place));
    }

    /// The elements in their places, `outside` around them.
    pub(crate) fn filled<T: Copy>(&self, elements: &[T], outside: T) -> Vec<T> {
        let mut all = vec![outside; self.len];
        self.each_row(|from, place| {
            all[place..place + self.width].copy_from_slice(&elements[from..from + self.width]);
        });
        all
    }

    /// The elements in their places as an array.
    pub(crate) fn emptied<T: Element + ZeroBits>(&self, all: &[T]) -> Array<T> {
        let mut out = canvas::<T>(&self.shape[..]);
        let elements = out.as_slice_mut().expect("fresh arrays are contiguous");
        self.each_row(|from, place| {
            elements[from..from + self.width].copy_from_slice(&all[place..place + self.width]);
        });
        out
    }
}
