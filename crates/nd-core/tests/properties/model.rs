//! A naive array: a shape and a `Vec` in C order. No strides, so nothing to get wrong.

use nd_core::{Element, View};
use std::fmt::Debug;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Model<T> {
    pub(crate) shape: Vec<usize>,
    pub(crate) data: Vec<T>,
}

/// Every index of `shape` in C order.
pub(crate) fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for &n in shape {
        let longer = |index: &Vec<usize>| {
            let index = index.clone();
            (0..n).map(move |i| [&index[..], &[i]].concat()).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

/// The place of `index` in C order.
pub(crate) fn place(shape: &[usize], index: &[usize]) -> usize {
    shape.iter().zip(index).fold(0, |place, (n, i)| place * n + i)
}

impl<T: Element + PartialEq + Debug> Model<T> {
    pub(crate) fn from_fn(shape: &[usize], f: impl Fn(&[usize]) -> T) -> Model<T> {
        let data = indices(shape).iter().map(|index| f(index)).collect();
        Model { shape: shape.to_vec(), data }
    }

    pub(crate) fn at(&self, index: &[usize]) -> T {
        self.data[place(&self.shape, index)]
    }

    /// Another shape, each of whose elements comes from somewhere in this one.
    pub(crate) fn derive(&self, shape: &[usize], from: impl Fn(&[usize]) -> Vec<usize>) -> Self {
        Model::from_fn(shape, |index| self.at(&from(index)))
    }

    /// Asserts that a view shows exactly this, through every way of reading it.
    pub(crate) fn check(&self, view: View<'_, T>) {
        assert_eq!(view.shape(), self.shape);
        assert_eq!(view.size(), self.data.len());
        assert_eq!(view.is_empty(), self.data.is_empty());
        for (index, value) in indices(&self.shape).iter().zip(&self.data) {
            assert_eq!(view.get(index), Some(value), "at {index:?}");
            let signed: Vec<isize> =
                index.iter().zip(&self.shape).map(|(&i, &n)| i as isize - n as isize).collect();
            assert_eq!(view.item(&signed), Ok(*value));
        }
        assert_eq!(view.iter().copied().collect::<Vec<_>>(), self.data);
        assert_eq!(view.iter().len(), self.data.len());
        let copy = view.to_array();
        assert_eq!(copy.as_slice(), Some(&self.data[..]), "copies are in C order");
        assert_eq!(copy, view);
        if let Some(slice) = view.as_slice() {
            assert_eq!(slice, self.data);
        }
        assert_eq!(view.as_slice().is_some(), view.is_c_contiguous());
        assert_eq!(view.ravel().iter().copied().collect::<Vec<_>>(), self.data);
        assert_eq!(view.flatten().into_vec(), self.data);
    }
}
