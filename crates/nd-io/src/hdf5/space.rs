//! [`Dataspace`]: the extents of an array, now and at most.

use nd_core::{MAX_NDIM, Shape};

use super::store::Walk;
use super::{Result, corrupt, unsupported};

/// The extents of an array.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dataspace {
    /// The extents; one of 0 where the file says that there is no array at all.
    pub(super) shape: Shape,
    /// What they may grow to; `None` along an axis without limit.
    pub(super) max: Vec<Option<u64>>,
    /// Where the extents begin in the message, for those who change them.
    pub(super) dims_at: usize,
    /// Whether the file says that there is no array at all.
    pub(super) is_null: bool,
}

impl Dataspace {
    pub(super) fn parse(walk: &Walk<'_>, bytes: &[u8]) -> Result<Self> {
        let mut cursor = walk.cursor(bytes, "dataspace");
        let version = cursor.u8()?;
        let ndim = usize::from(cursor.u8()?);
        let flags = cursor.u8()?;
        let null = match version {
            1 => {
                cursor.skip(5)?;
                false
            }
            2 => cursor.u8()? == 2,
            version => return Err(cursor.bad(format!("version {version}"))),
        };
        if ndim > MAX_NDIM {
            return Err(unsupported(format!("{ndim} axes (up to {MAX_NDIM} are)")));
        }
        let dims_at = cursor.position();
        if null {
            return Ok(Self {
                shape: Shape::from([0]),
                max: vec![Some(0)],
                dims_at,
                is_null: true,
            });
        }
        let mut shape = [0; MAX_NDIM];
        for extent in &mut shape[..ndim] {
            let stored = cursor.length()?;
            *extent = usize::try_from(stored).map_err(|_| corrupt("dataspace: an extent"))?;
        }
        let shape = Shape::try_new(&shape[..ndim])?;
        let max = match flags & 1 {
            0 => shape.iter().map(|&extent| Some(extent as u64)).collect(),
            _ => (0..ndim).map(|_| cursor.length_or_unlimited()).collect::<Result<Vec<_>>>()?,
        };
        if max.iter().zip(shape.iter()).any(|(max, &now)| max.is_some_and(|max| max < now as u64)) {
            return Err(corrupt(format!(
                "dataspace: {:?} is beyond the limit {max:?}",
                &shape[..]
            )));
        }
        Ok(Self { shape, max, dims_at, is_null: false })
    }

    /// Fails unless the array may have these extents, none smaller than now.
    pub(super) fn allows(&self, shape: &[usize]) -> Result<()> {
        let fits = |axis: usize| {
            let max = self.max[axis].unwrap_or(u64::MAX);
            (self.shape[axis] as u64..=max).contains(&(shape[axis] as u64))
        };
        if shape.len() == self.shape.len() && (0..shape.len()).all(fits) {
            return Ok(());
        }
        let now = &self.shape[..];
        Err(unsupported(format!("extents of {shape:?} for {now:?}, limited to {:?}", self.max)))
    }

    /// Number of elements times a size.
    ///
    /// # Errors
    /// When that is more than a machine can address.
    pub(super) fn nbytes(&self, itemsize: usize) -> Result<usize> {
        if self.shape.contains(&0) {
            return Ok(0);
        }
        let bytes = self.shape.iter().try_fold(itemsize, |bytes, &n| bytes.checked_mul(n));
        bytes.filter(|&bytes| isize::try_from(bytes).is_ok()).ok_or_else(|| {
            corrupt(format!("dataspace: {:?} elements of {itemsize} bytes", &self.shape[..]))
        })
    }
}
