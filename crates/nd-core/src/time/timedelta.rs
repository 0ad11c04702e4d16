//! [`Timedelta64`]: a span of time.

use super::convert::Conversion;
use super::{NAT, TimeError, TimeUnit, Unit, text};
use crate::print::{PrintElement, PrintStyle, right_aligned};
use std::fmt;
use std::marker::PhantomData;

/// A span of time: so many units `U`, in 64 bits, or missing.
///
/// Everything that [`Datetime64`](super::Datetime64) says about units, what is missing, and overflow holds here.
///
/// | | is |
/// |---|---|
/// | `date + span`, `span + date`, `date - span` | a date |
/// | `date - date`, `span + span`, `span - span`, `span % span` | a span |
/// | `span * 2`, `span * 1.5`, `span / 2`, `span / 1.5` | a span, cut off towards 0; of arrays [`try_multiply`](super::try_multiply), [`try_divide`](super::try_divide) |
/// | `span / span` | an `f64` |
///
/// A span by 0, and what is left by a span of no time, is missing; a span by no time is infinite, or NaN, as floats are.
///
/// # NumPy
/// `np.timedelta64` and an element of `timedelta64[U]`. `span // span` is [`floor_divide`](super::floor_divide).
///
/// # Examples
/// ```
/// use nd_core::time::{Minute, Second};
/// use nd_core::{Array, Timedelta64, array};
///
/// let spans: Array<Timedelta64<Second>> = array![90, -1].map(Timedelta64::new);
/// assert_eq!((&spans + spans[[0]]).to_string(), "[180  89]");
/// assert_eq!(&spans / Timedelta64::new(60), array![1.5, -1.0 / 60.0]);
/// assert_eq!(spans[[1]].to_unit::<Minute>()?.count(), -1); // the minute that it lies in
/// # Ok::<(), nd_core::time::TimeError>(())
/// ```
#[repr(transparent)]
pub struct Timedelta64<U> {
    count: i64,
    unit: PhantomData<U>,
}

impl<U: Unit> Timedelta64<U> {
    /// What is missing: "not a time".
    pub const NAT: Timedelta64<U> = Timedelta64::new(NAT);

    /// So many units; [`i64::MIN`] is [`NAT`](Self::NAT).
    ///
    /// # NumPy
    /// `np.timedelta64(count, unit)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Timedelta64, time::Day};
    ///
    /// assert_eq!(Timedelta64::<Day>::new(5).to_string(), "5 days");
    /// ```
    #[inline(always)]
    pub const fn new(count: i64) -> Timedelta64<U> {
        Timedelta64 { count, unit: PhantomData }
    }

    /// How many units; [`i64::MIN`] if it is missing.
    ///
    /// # NumPy
    /// `t.astype("i8")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Timedelta64, time::Day};
    ///
    /// assert_eq!(Timedelta64::<Day>::new(5).count(), 5);
    /// ```
    #[inline(always)]
    pub const fn count(self) -> i64 {
        self.count
    }

    /// Whether it is missing.
    ///
    /// # NumPy
    /// `np.isnat(t)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Timedelta64, time::Day};
    ///
    /// assert!(!Timedelta64::<Day>::new(0).is_nat());
    /// ```
    #[inline(always)]
    pub const fn is_nat(self) -> bool {
        self.count == NAT
    }

    /// The span in another unit, rounded down to a coarser one.
    ///
    /// # Errors
    /// [`TimeError::Overflow`] where 64 bits are too few; [`TimeError::NoLength`] between years or months and units
    /// that have a length.
    ///
    /// # NumPy
    /// `t.astype("timedelta64[V]")`, which takes a year to be 365.2425 days.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Timedelta64;
    /// use nd_core::time::{Day, Month, Second, Year};
    ///
    /// assert_eq!(Timedelta64::<Second>::new(-1).to_unit::<Day>()?.count(), -1);
    /// assert_eq!(Timedelta64::<Year>::new(2).to_unit::<Month>()?.count(), 24);
    /// assert!(Timedelta64::<Year>::new(2).to_unit::<Day>().is_err());
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    pub fn to_unit<V: Unit>(self) -> Result<Timedelta64<V>, TimeError> {
        let convert = conversion(U::UNIT, V::UNIT)?;
        let overflow = || TimeError::Overflow {
            op: "to_unit",
            what: self.to_string().into(),
            unit: V::UNIT,
            index: Box::default(),
        };
        convert.count(self.count).map(Timedelta64::new).ok_or_else(overflow)
    }
}

/// How spans of one unit become spans of the other.
pub(crate) fn conversion(from: TimeUnit, to: TimeUnit) -> Result<Conversion, TimeError> {
    Conversion::of_spans(from, to).ok_or(TimeError::NoLength { from, to })
}

impl<U: Unit> fmt::Display for Timedelta64<U> {
    /// Its number and unit, `NaT` for what is missing.
    ///
    /// # NumPy
    /// `str(t)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_nat() {
            true => f.pad("NaT"),
            false => f.pad(&format!("{} {}", self.count, U::UNIT.plural())),
        }
    }
}

impl<U: Unit> PrintElement for Timedelta64<U> {
    fn column(elements: &[&Self], _: PrintStyle) -> Vec<String> {
        let texts = elements.iter().map(|t| text::counted(t.count));
        right_aligned(texts.collect())
    }

    fn alone(&self) -> String {
        self.to_string()
    }
}
