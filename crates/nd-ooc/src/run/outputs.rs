//! `compute`, `value` and `save`: plans of one result.

use super::options::RunOptions;
use super::plan::Plan;
use super::report::Report;
use crate::chunked::{AnyChunked, Chunked};
use crate::error::{ErrorKind, Result};
use nd_core::{Array, Casting, DType, ShapeError, Typed, can_cast};
use std::path::Path;

impl<T: Typed> Chunked<T> {
    /// All elements, as an array in memory.
    ///
    /// # Errors
    /// As [`Plan::run`].
    ///
    /// # NumPy
    /// `x.compute()` of Dask.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::arange(0, 5, 1);
    /// assert_eq!((x * 10).compute()?.into_vec(), [0, 10, 20, 30, 40]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn compute(&self) -> Result<Array<T>> {
        self.compute_with(&RunOptions::default())
    }

    /// As [`compute`](Self::compute), as told.
    ///
    /// # Errors
    /// As [`Plan::run`].
    pub fn compute_with(&self, options: &RunOptions) -> Result<Array<T>> {
        let mut plan = Plan::new();
        let ticket = plan.compute(self);
        Ok(plan.run_with(options)?.take(ticket))
    }

    /// The one element.
    ///
    /// # Errors
    /// [`ErrorKind::Shape`](crate::ErrorKind::Shape) if there are several, or none; and as [`Plan::run`].
    ///
    /// # NumPy
    /// `x.compute().item()`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ooc::full([10, 10], 2i64).sum().value()?, 200);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn value(&self) -> Result<T> {
        self.value_with(&RunOptions::default())
    }

    /// As [`value`](Self::value), as told.
    ///
    /// # Errors
    /// As [`value`](Self::value).
    pub fn value_with(&self, options: &RunOptions) -> Result<T> {
        if self.size() != 1 {
            let (given, shape) = (self.size(), Box::from([1]));
            return Err(ShapeError::Size { op: "value", given, shape }.into());
        }
        Ok(self.compute_with(options)?.into_vec()[0])
    }

    /// Stores all elements in a file of whatever format its name says.
    ///
    /// The file is there once all of it is; what was there before stays until then, so a result may take the place
    /// of what it is made from.
    ///
    /// # Errors
    /// As [`Plan::run`].
    ///
    /// # NumPy
    /// `x.to_zarr(path)` of Dask, for any format; what is there is replaced, as by [`nd_io::save`], where Dask wants
    /// `overwrite=True`.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-ooc-save-{}.npy", std::process::id()));
    /// nd_ooc::arange(0.0, 1000.0, 1.0).save(&path)?;
    /// assert_eq!(nd_io::load::<f64>(&path)?.shape(), [1000]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<Report> {
        self.save_with(path, &RunOptions::default())
    }

    /// As [`save`](Self::save), as another element type, which must hold every value of this one.
    ///
    /// # Errors
    /// As [`save`](Self::save); [`ErrorKind::Lossy`](crate::ErrorKind::Lossy) where the type says that something
    /// could be lost: whoever means it casts first.
    ///
    /// # NumPy
    /// `x.astype(dtype, casting='safe').to_zarr(path)` of Dask, but that 64-bit integers do not become floats.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ooc-save-as-typed-{}.npy", std::process::id()));
    /// let x = nd_ooc::full([2], 7u8);
    /// x.save_as(&path, DType::F32)?;
    /// assert_eq!(nd_io::load::<f32>(&path)?.into_vec(), [7.0, 7.0]);
    /// assert!(x.save_as(&path, DType::I8).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save_as(&self, path: impl AsRef<Path>, dtype: DType) -> Result<Report> {
        AnyChunked::from(self).save_as(path, dtype)
    }

    /// As [`save`](Self::save), [laid out](RunOptions::layout) and run as told.
    ///
    /// # Errors
    /// As [`save`](Self::save).
    pub fn save_with(&self, path: impl AsRef<Path>, options: &RunOptions) -> Result<Report> {
        AnyChunked::from(self).save_with(path, options)
    }
}

impl AnyChunked {
    /// As [`Chunked::save`].
    ///
    /// # Errors
    /// As [`Chunked::save`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<Report> {
        self.save_with(path, &RunOptions::default())
    }

    /// As [`save`](Self::save), as another element type, which must hold every value of this one.
    ///
    /// # Errors
    /// As [`save`](Self::save); [`ErrorKind::Lossy`](crate::ErrorKind::Lossy) where the type says that something
    /// could be lost: whoever means it casts first.
    ///
    /// # NumPy
    /// `x.astype(dtype, casting='safe').to_zarr(path)` of Dask, but that 64-bit integers do not become floats.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ooc-save-as-any-{}.npy", std::process::id()));
    /// let x = nd_ooc::AnyChunked::from(nd_ooc::full([2], 7u8));
    /// x.save_as(&path, DType::F32)?;
    /// assert_eq!(nd_io::load::<f32>(&path)?.into_vec(), [7.0, 7.0]);
    /// assert!(x.save_as(&path, DType::I8).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save_as(&self, path: impl AsRef<Path>, dtype: DType) -> Result<Report> {
        refuse_loss(self.dtype(), dtype)?;
        self.cast(dtype).save(path)
    }

    /// As [`Chunked::save_with`].
    ///
    /// # Errors
    /// As [`Chunked::save`].
    pub fn save_with(&self, path: impl AsRef<Path>, options: &RunOptions) -> Result<Report> {
        let mut plan = Plan::new();
        plan.save_with(self, path, &options.layout);
        Ok(plan.run_with(options)?.report().clone())
    }
}

/// Refuses a type that cannot hold every value of another.
fn refuse_loss(from: DType, to: DType) -> Result<()> {
    // NumPy calls these safe, which round from 2⁵³ on.
    let rounds = matches!(from, DType::I64 | DType::U64) && !to.is_integer();
    if from == to || can_cast(from, to, Casting::Safe) && !rounds {
        return Ok(());
    }
    Err(ErrorKind::Lossy { from, to }.into())
}

/// Several chunked arrays, computed together.
///
/// # Errors
/// As [`Plan::run`].
///
/// # NumPy
/// `dask.compute(a, b)`.
///
/// # Examples
/// ```
/// let x = nd_ooc::arange(1i64, 11, 1);
/// let (sum, product) = nd_ooc::compute((&x.sum(), &x.slice(nd_core::s![..3]).prod()))?; // together
/// assert_eq!((sum[[]], product[[]]), (55, 6));
/// # Ok::<(), nd_ooc::Error>(())
/// ```
pub fn compute<C: Computed>(arrays: C) -> Result<C::Arrays> {
    arrays.computed(&RunOptions::default())
}

/// Tuples of chunked arrays.
pub trait Computed {
    /// The arrays in memory.
    type Arrays;

    /// Computes them together.
    ///
    /// # Errors
    /// As [`Plan::run`].
    fn computed(self, options: &RunOptions) -> Result<Self::Arrays>;
}

macro_rules! computed {
    ($($($T:ident $x:ident)*;)*) => {$(
        impl<$($T: Typed),*> Computed for ($(&Chunked<$T>,)*) {
            type Arrays = ($(Array<$T>,)*);

            fn computed(self, options: &RunOptions) -> Result<Self::Arrays> {
                let ($($x,)*) = self;
                let mut plan = Plan::new();
                $(let $x = plan.compute($x);)*
                let mut results = plan.run_with(options)?;
                Ok(($(results.take($x),)*))
            }
        }
    )*};
}
computed! {
    A a;
    A a B b;
    A a B b C c;
    A a B b C c D d;
    A a B b C c D d E e;
    A a B b C c D d E e F f;
}
