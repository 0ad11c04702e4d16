//! [`Chunked`]: an array of any size, of which nothing is there until it is asked for.

use crate::error::{Error, ErrorKind, Result};
use crate::node::Node;
use nd_core::{DType, Shape, Typed};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// An array of any size: an expression over files and arrays, of which nothing is read or computed until
/// [`compute`](Self::compute), [`value`](Self::value) or [`save`](Self::save) asks for it, piece by piece.
///
/// Cheap to clone. Operators and functions are those of arrays in memory, with the same names and results.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_ooc::Chunked;
///
/// let x = Chunked::from(Array::from_fn([1000, 20], |at| (at[0] + at[1]) as f64)); // or nd_ooc::open("x.npy")?
/// let z = (&x - x.mean_axis(0)) / x.std_axis(0);
/// assert_eq!(z.shape(), [1000, 20]);
/// let z = z.compute()?; // two passes over x
/// assert!(nd_ops::mean(&z).abs() < 1e-12);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub struct Chunked<T> {
    pub(crate) node: Arc<Node>,
    of: PhantomData<fn() -> T>,
}

/// A [`Chunked`] whose element type is known at run time only.
///
/// # Examples
/// ```
/// use nd_ooc::{AnyChunked, Chunked};
///
/// let any = AnyChunked::from(nd_core::AnyArray::from(nd_core::array![1u8, 2, 3]));
/// assert_eq!((any.shape(), any.dtype()), (&[3][..], nd_core::DType::U8));
/// let x: Chunked<u8> = any.clone().try_into()?;
/// assert_eq!(x.sum().value()?, 6);
/// assert!(Chunked::<f32>::try_from(any).is_err());
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone)]
pub struct AnyChunked {
    pub(crate) node: Arc<Node>,
}

impl<T> Clone for Chunked<T> {
    fn clone(&self) -> Self {
        Self { node: Arc::clone(&self.node), of: PhantomData }
    }
}

impl<T> Chunked<T> {
    /// A node as an array of the type that it makes.
    pub(crate) fn of(node: Arc<Node>) -> Self {
        Self { node, of: PhantomData }
    }
}

impl AnyChunked {
    /// A node as an array.
    pub(crate) fn of(node: Arc<Node>) -> Self {
        Self { node }
    }
}

/// What does not depend on the element type.
macro_rules! attributes {
    ($($Type:ty: [$($generic:tt)*];)*) => {$(
        impl $($generic)* $Type {
            /// The extents.
            #[must_use]
            pub fn shape(&self) -> &[usize] {
                &self.node.shape
            }

            /// Number of axes.
            #[must_use]
            pub fn ndim(&self) -> usize {
                self.node.shape.ndim()
            }

            /// Number of elements, saturating.
            #[must_use]
            pub fn size(&self) -> usize {
                nd_io::Region::all(self.node.shape).size()
            }

            /// The element type.
            #[must_use]
            pub fn dtype(&self) -> DType {
                self.node.dtype
            }

            /// Bytes that all elements would take in memory, saturating.
            #[must_use]
            pub fn nbytes(&self) -> usize {
                self.size().saturating_mul(self.dtype().itemsize())
            }

            /// Extents of the chunks: those of the source, or what [`rechunk`](Chunked::rechunk) said. The last one
            /// along an axis may be shorter.
            #[must_use]
            pub fn chunks(&self) -> &[usize] {
                &self.node.chunks
            }
        }
    )*};
}
attributes! {
    Chunked<T>: [<T>];
    AnyChunked: [];
}

impl<T: Typed> From<Chunked<T>> for AnyChunked {
    fn from(array: Chunked<T>) -> AnyChunked {
        AnyChunked { node: array.node }
    }
}

impl<T: Typed> From<&Chunked<T>> for AnyChunked {
    fn from(array: &Chunked<T>) -> AnyChunked {
        AnyChunked { node: Arc::clone(&array.node) }
    }
}

impl From<&AnyChunked> for AnyChunked {
    fn from(array: &AnyChunked) -> AnyChunked {
        array.clone()
    }
}

impl<T: Typed> TryFrom<AnyChunked> for Chunked<T> {
    type Error = Error;

    /// The array inside, if it is of that element type: nothing is cast.
    ///
    /// # Errors
    /// [`ErrorKind::DtypeMismatch`].
    fn try_from(any: AnyChunked) -> Result<Chunked<T>> {
        if any.node.dtype == T::DTYPE {
            return Ok(Chunked::of(any.node));
        }
        Err(ErrorKind::DtypeMismatch { found: any.node.dtype, wanted: T::DTYPE }.into())
    }
}

impl<T> fmt::Debug for Chunked<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_node(&self.node, f)
    }
}

impl fmt::Debug for AnyChunked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_node(&self.node, f)
    }
}

fn write_node(node: &Node, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (shape, chunks): (&Shape, &Shape) = (&node.shape, &node.chunks);
    write!(f, "Chunked({}, {}, shape={shape:?}, chunks={chunks:?})", node.name(), node.dtype)
}
