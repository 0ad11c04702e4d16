//! CF conventions: what packed numbers mean.
//!
//! [`packing`] reads the attributes, [`element`] makes bytes of bytes, [`decoded`] is the stored array around them.
//! Nothing here knows a file format: any [`Dataset`] with those attributes will do.

mod decoded;
mod element;
mod number;
mod packing;

use self::decoded::Decoded;
use self::packing::Packing;
use crate::dataset::Dataset;
use crate::error::Result;

/// How much of the CF conventions [`Dataset::decoded_with`] applies.
///
/// # Examples
/// ```
/// use nd_io::CfOptions;
///
/// assert!(CfOptions::default().scale); // all that there is to do
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CfOptions {
    /// Whether `scale_factor` and `add_offset` are applied; else elements are masked only.
    pub scale: bool,
}

impl Default for CfOptions {
    /// All that [`Dataset::decoded`] does.
    fn default() -> Self {
        Self { scale: true }
    }
}

impl CfOptions {
    /// Sets whether `scale_factor` and `add_offset` are applied.
    ///
    /// # Examples
    /// ```
    /// let masked_only = nd_io::CfOptions::default().scale(false);
    /// assert!(!masked_only.scale);
    /// ```
    #[must_use]
    pub fn scale(self, scale: bool) -> Self {
        Self { scale }
    }
}

impl Dataset {
    /// The numbers that are meant, where the attributes of the CF conventions say that they are stored as others.
    ///
    /// `_Unsigned` first: `"true"` makes integers unsigned, `"false"` signed. Then what equals `_FillValue` or (one or
    /// several) `missing_value` becomes NaN; a fill value is rounded to the stored type before it is compared. The rest
    /// is multiplied by `scale_factor` and `add_offset` is added. Attributes that were used are no longer among the
    /// new array's; it has the same shape and chunks, and its parts are read as they are wanted.
    ///
    /// Without any of these attributes, the array is the same. Integers with `_Unsigned` alone stay integers.
    /// Otherwise the elements are floats: `f32` where the factors are and the stored elements are floats or integers of
    /// 1 or 2 bytes, or of 4 with `scale_factor` alone; without factors `f32` for integers of 1 or 2 bytes, and stored
    /// floats as they are; `f64` in all other cases.
    ///
    /// Characters of netCDF classic files are no numbers, and stay what they are.
    ///
    /// `valid_min`, `valid_max` and `valid_range` are not looked at, nor fill values that no attribute names. Times stay
    /// numbers, with their `units`. Texts that are no numbers, in place of a fill value, are ignored and stay. In Zarr
    /// the ways of xarray are known: a `_FillValue` in base 64, and in version 2 the array's own fill value where
    /// `_ARRAY_DIMENSIONS` names its axes.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) for a `scale_factor` or `add_offset` that is not one number;
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for complex elements with any of the attributes.
    ///
    /// # NumPy
    /// `xarray.open_dataset(path, decode_times=False)[name]`, of `mask_and_scale`. Different here: a `missing_value` of
    /// another type is found (`1e20` as a double beside floats); elements are compared as they are stored, not as
    /// floats that several of them may have become; 8-byte numbers are never narrowed to `f32`; integer factors
    /// give `f64`, where xarray's integers overflow. `netCDF4.Variable` also masks by valid ranges and by fill values
    /// that are not named.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, Array, s};
    /// use nd_io::{Attribute, CreateOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-decoded-{}.zarr", std::process::id()));
    /// let packed = CreateOptions::default()
    ///     .attribute("_FillValue", Attribute::number(-999i16))
    ///     .attribute("scale_factor", 0.5)
    ///     .attribute("units", "K");
    /// nd_io::save_with(&path, &[546i16, -999, 548], &packed)?;
    ///
    /// let t = nd_io::open(&path)?.decoded()?;
    /// let kelvin = t.read::<f64>(s![..])?.into_vec();
    /// assert_eq!((kelvin[0], kelvin[2]), (273.0, 274.0));
    /// assert!(kelvin[1].is_nan());
    /// assert_eq!(t.attributes().keys().collect::<Vec<_>>(), ["units"]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decoded(&self) -> Result<Self> {
        self.decoded_with(&CfOptions::default())
    }

    /// [`decoded`](Self::decoded), or only a part of it.
    ///
    /// # Errors
    /// As [`decoded`](Self::decoded).
    ///
    /// # NumPy
    /// `netCDF4.Variable.set_auto_scale(False)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_io::{Attribute, CfOptions, CreateOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-decoded-with-{}.zarr", std::process::id()));
    /// let packed = CreateOptions::default()
    ///     .attribute("_FillValue", Attribute::number(-999i16))
    ///     .attribute("scale_factor", 0.5);
    /// nd_io::save_with(&path, &[546i16, -999], &packed)?;
    ///
    /// let masked = nd_io::open(&path)?.decoded_with(&CfOptions::default().scale(false))?;
    /// assert_eq!(masked.read::<f32>(s![0])?.into_vec(), [546.0]);
    /// assert!(masked.read::<f32>(s![1])?.into_vec()[0].is_nan());
    /// assert!(masked.attributes().contains_key("scale_factor"));
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decoded_with(&self, options: &CfOptions) -> Result<Self> {
        match Packing::of(self, options) {
            Ok(None) => Ok(self.clone()),
            Ok(Some(packing)) => Ok(self.instead(Decoded::new(self.clone(), packing))),
            Err(error) => Err(self.named(error)),
        }
    }
}
