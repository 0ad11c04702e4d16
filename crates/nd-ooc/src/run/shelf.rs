//! Arrays in a folder for scratch: stored whole, read by parts.

use super::Scratch;
use crate::error::Result;
use nd_core::{AnyArray, Array, Typed, View, with_dtype};
use nd_io::{CreateOptions, Dataset, Region};

impl Scratch {
    /// Stores an array, in place of one of that name; nobody waits until the disk has it.
    pub(crate) fn store<T: Typed>(&self, name: &str, a: View<'_, T>) -> Result<Dataset> {
        let path = self.path().join(format!("{name}.npy"));
        let options = CreateOptions::default().durable(false);
        let writer = nd_io::create(&path, a.shape(), T::DTYPE, &options)?;
        writer.write_region_any(&Region::all(a.shape()), a)?;
        writer.finish()?;
        Ok(nd_io::open(&path)?)
    }
}

/// A region of what was [stored](Scratch::store).
pub(crate) fn stored_part<T: Typed>(dataset: &Dataset, region: &Region) -> Result<Array<T>> {
    let mut part = AnyArray::from(Array::<T>::zeros(region.shape()));
    with_dtype!(&mut part, |a| dataset.read_into(region, a.view_mut()))?;
    Ok(part.try_into().expect("stored as what it is"))
}
