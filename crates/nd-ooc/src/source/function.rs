//! Functions of places as sources.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::{ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use nd_core::{Array, Shape, Typed};
use nd_io::Region;

/// Elements that a function makes of where they are.
pub(crate) struct FromRegion<F> {
    name: &'static str,
    /// Numbers that it was given, for telling it from others.
    said: String,
    f: F,
}

impl<T: Typed, F> Pull for FromRegion<F>
where
    F: Fn(&Region) -> Array<T> + Send + Sync,
{
    fn name(&self) -> String {
        self.name.into()
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        _: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        _: &mut Cx<'_>,
    ) -> Result<Block> {
        let made = (self.f)(region);
        if made.shape() == region.shape() {
            return Ok(made.into());
        }
        let (found, wanted) = (made.shape().to_vec(), region.shape().to_vec());
        Err(ErrorKind::BlockShape { found, wanted }.into())
    }

    fn identity(&self) -> String {
        format!("{} {} {}", self.name, self.said, std::any::type_name::<F>())
    }
}

/// An array whose regions a function makes.
pub(crate) fn from_regions<T: Typed>(
    name: &'static str,
    said: String,
    shape: impl Into<Shape>,
    f: impl Fn(&Region) -> Array<T> + Send + Sync + 'static,
) -> Chunked<T> {
    Chunked::of(Node::new(FromRegion { name, said, f }, Vec::new(), shape.into(), T::DTYPE))
}

/// An array of what a function makes of each index; nothing is kept.
///
/// `f` is called from several threads, in any order, and more than once for an index if the element is
/// needed more than once.
///
/// # NumPy
/// `np.fromfunction(f, shape)`, one element at a time.
///
/// # Examples
/// ```
/// let table = nd_ooc::from_fn([1_000_000, 10], |at| (at[0] * at[1]) as f64);
/// assert_eq!(table.slice(nd_core::s![999_999, -1]).value()?, 8_999_991.0);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub fn from_fn<T: Typed>(
    shape: impl Into<Shape>,
    f: impl Fn(&[usize]) -> T + Send + Sync + 'static,
) -> Chunked<T> {
    from_regions("from_fn", String::new(), shape, move |region| {
        let mut index = Shape::from(region.start());
        Array::from_fn(region.shape(), |at| {
            for (axis, &at) in at.iter().enumerate() {
                index_at(&mut index, region, axis, at);
            }
            f(&index)
        })
    })
}

fn index_at(index: &mut Shape, region: &Region, axis: usize, at: usize) {
    index[axis] = region.start()[axis] + at * region.step()[axis];
}

impl<T: Typed> Chunked<T> {
    /// An array whose blocks a function makes, told which region is wanted: where it starts, its shape, and the
    /// step between its elements.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, s};
    /// use nd_ooc::Chunked;
    ///
    /// let rows = Chunked::from_region([1_000_000, 4], |region| {
    ///     let (start, step) = (region.start()[0], region.step()[0]);
    ///     Array::from_fn(region.shape(), |at| (start + at[0] * step) as u32)
    /// });
    /// assert_eq!(rows.slice(s![-1, ..]).compute()?.into_vec(), [999_999; 4]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn from_region(
        shape: impl Into<Shape>,
        f: impl Fn(&Region) -> Array<T> + Send + Sync + 'static,
    ) -> Chunked<T> {
        from_regions("from_region", String::new(), shape, f)
    }
}
