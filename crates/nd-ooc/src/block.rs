//! [`Block`]: the elements of a region, on their way from one node to the next.

use crate::regions::inside;
use nd_core::{AnyArray, AnyView, Array, CowArray, Shape, SliceItem, Typed, View};
use nd_io::Region;
use std::sync::Arc;

/// The elements of a region.
pub(crate) enum Block {
    /// Made for whoever asked, who may write over them.
    Owned(AnyArray),
    /// A part of an array that others look at too.
    Lent(Arc<AnyArray>, Option<Vec<SliceItem>>),
    /// The same elements again and again.
    Stretched(Arc<AnyArray>, Shape),
}

impl Block {
    /// No elements.
    pub(crate) fn nothing() -> Block {
        Block::Owned(nd_core::Array::<bool>::zeros([0]).into())
    }

    /// The elements of a region, of those of one without gaps that holds it.
    pub(crate) fn cropped<T: Typed>(made: Array<T>, whole: &Region, region: &Region) -> Block {
        if whole == region {
            return made.into();
        }
        made.slice(inside(whole, region)).to_array().into()
    }

    /// The elements.
    pub(crate) fn view(&self) -> AnyView<'_> {
        match self {
            Block::Owned(array) => array.view(),
            Block::Lent(whole, None) => whole.view(),
            Block::Lent(whole, Some(part)) => whole.view().slice(part),
            Block::Stretched(whole, shape) => whole.view().broadcast_to(*shape),
        }
    }

    /// The elements, whose type the caller knows.
    pub(crate) fn typed<T: Typed>(&self) -> View<'_, T> {
        View::try_from(self.view()).expect("nodes are of the type they say")
    }

    /// The elements without gaps between them, as some functions in memory want them: a copy where there are any.
    pub(crate) fn gapless<T: Typed>(&self) -> CowArray<'_, T> {
        let view = self.typed::<T>();
        if view.is_c_contiguous() { CowArray::View(view) } else { CowArray::Owned(view.to_array()) }
    }

    /// The elements, owned where nobody else has them.
    pub(crate) fn take<T: Typed>(&mut self) -> CowArray<'_, T> {
        if matches!(self, Block::Owned(_))
            && let Block::Owned(array) = std::mem::replace(self, Block::nothing())
        {
            return CowArray::Owned(array.try_into().expect("nodes are of the type they say"));
        }
        CowArray::View(self.typed())
    }

    /// The elements as an array of their own.
    pub(crate) fn into_array(self) -> AnyArray {
        match self {
            Block::Owned(array) => array,
            Block::Lent(whole, None) => {
                Arc::try_unwrap(whole).unwrap_or_else(|whole| whole.view().to_array())
            }
            lent => lent.view().to_array(),
        }
    }

    /// What can be handed out again and again.
    pub(crate) fn shared(self) -> (Block, Block) {
        match self {
            Block::Owned(array) => {
                let whole = Arc::new(array);
                (Block::Lent(Arc::clone(&whole), None), Block::Lent(whole, None))
            }
            Block::Lent(whole, part) => {
                (Block::Lent(Arc::clone(&whole), part.clone()), Block::Lent(whole, part))
            }
            Block::Stretched(whole, shape) => {
                (Block::Stretched(Arc::clone(&whole), shape), Block::Stretched(whole, shape))
            }
        }
    }

    /// A part of the elements, by slices that keep every axis.
    pub(crate) fn part(self, slices: Vec<SliceItem>) -> Block {
        match self {
            Block::Owned(array) => Block::Lent(Arc::new(array), Some(slices)),
            Block::Lent(whole, None) => Block::Lent(whole, Some(slices)),
            other => Block::Owned(other.view().slice(&slices).to_array()),
        }
    }
}

impl<T: Typed> From<nd_core::Array<T>> for Block {
    fn from(array: nd_core::Array<T>) -> Block {
        Block::Owned(array.into())
    }
}
