//! What arrays of times can do that others cannot.

use super::convert::Conversion;
use super::{Datetime64, NAT, TimeElement, TimeError, TimeUnit, Timedelta64, Unit, text};
use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::cow::CowArray;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::zip::zip;

/// All counts in another unit, or where the first that has none is.
pub(super) fn converted(
    counts: View<'_, i64>,
    how: Conversion,
) -> Result<Array<i64>, Box<[usize]>> {
    // The way is chosen outside of the loop, so that each of them is a plain one.
    let made = match how {
        Conversion::Same => return Ok(counts.to_array()),
        Conversion::Times(many) => zip((&counts,)).map(move |(n,)| times(n, many)),
        Conversion::Over(many) => zip((&counts,)).map(move |(n,)| over(n, many)),
        _ => zip((&counts,)).map(move |(n,)| how.count(n).unwrap_or(NAT)),
    };
    let lost = |made: i64, count: i64| made == NAT && count != NAT;
    if !zip((&made, &counts)).any(move |(made, count)| lost(made, count)) {
        return Ok(made);
    }
    let mut all = made.indexed_iter().zip(counts.iter());
    let first = all.find(|((_, made), count)| lost(**made, **count));
    let ((place, _), _) = first.expect("one was seen");
    Err(place.as_slice().into())
}

#[inline(always)]
fn times(count: i64, many: i64) -> i64 {
    let (made, over) = count.overflowing_mul(many);
    if over || count == NAT { NAT } else { made }
}

#[inline(always)]
fn over(count: i64, many: i64) -> i64 {
    if count == NAT { NAT } else { count.div_euclid(many) }
}

impl<U: Unit> View<'_, Datetime64<U>> {
    /// The same points in time in another unit: the beginning of what was counted, or the coarser unit that they lie
    /// in.
    ///
    /// # Errors
    /// [`TimeError::Overflow`] with the place of the first that 64 bits are too few for.
    ///
    /// # NumPy
    /// `a.astype("datetime64[V]")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::time::{Day, Month};
    /// use nd_core::{Datetime64, array};
    ///
    /// let days = array![-1, 31, 59].map(Datetime64::<Day>::new);
    /// assert_eq!(days.to_unit::<Month>()?.to_string(), "['1969-12' '1970-02' '1970-03']");
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    pub fn to_unit<V: Unit>(&self) -> Result<Array<Datetime64<V>>, TimeError> {
        Datetime64::of_unit(self.counts(), U::UNIT)
    }
}

impl<U: Unit> View<'_, Timedelta64<U>> {
    /// The same spans in another unit, rounded down to a coarser one.
    ///
    /// # Errors
    /// [`TimeError::Overflow`] with the place of the first that 64 bits are too few for; [`TimeError::NoLength`]
    /// between years or months and units that have a length.
    ///
    /// # NumPy
    /// `a.astype("timedelta64[V]")`, which takes a year to be 365.2425 days.
    ///
    /// # Examples
    /// ```
    /// use nd_core::time::{Hour, Minute};
    /// use nd_core::{Timedelta64, array};
    ///
    /// let spans = array![-1, 90].map(Timedelta64::<Minute>::new);
    /// assert_eq!(spans.to_unit::<Hour>()?.counts(), array![-1, 1]);
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    pub fn to_unit<V: Unit>(&self) -> Result<Array<Timedelta64<V>>, TimeError> {
        Timedelta64::of_unit(self.counts(), U::UNIT)
    }
}

macro_rules! forward_units {
    ($Elem:ident: $($Type:ty),*) => {$(
        impl<U: Unit> $Type {
            /// [`View::to_unit`] of all elements.
            ///
            /// # Errors
            /// As there.
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use nd_core::{", stringify!($Elem), ", array, time::{Day, Hour}};")]
            ///
            #[doc = concat!("let mut days = array![0, 1].map(", stringify!($Elem), "::<Day>::new);")]
            /// assert_eq!(days.view_mut().to_unit::<Hour>()?.counts(), array![0, 24]);
            /// # Ok::<(), nd_core::time::TimeError>(())
            /// ```
            pub fn to_unit<V: Unit>(&self) -> Result<Array<$Elem<V>>, TimeError> {
                self.view().to_unit()
            }
        }
    )*};
}
forward_units!(Datetime64: Array<Datetime64<U>>, ViewMut<'_, Datetime64<U>>, CowArray<'_, Datetime64<U>>);
forward_units!(Timedelta64: Array<Timedelta64<U>>, ViewMut<'_, Timedelta64<U>>, CowArray<'_, Timedelta64<U>>);

impl<U: Unit> Datetime64<U> {
    /// Reads dates of ISO 8601, as [`str::parse`] reads one.
    ///
    /// `texts`: any shape → the same shape.
    ///
    /// # Errors
    /// [`TimeError::Text`] and [`TimeError::Overflow`] with the place of the first text that is no date, or has no
    /// count.
    ///
    /// # NumPy
    /// `np.array(texts, "datetime64[U]")`, which wraps around where 64 bits are too few.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, array, time::Day};
    ///
    /// let days = Datetime64::<Day>::parse_all(array!["2007-07-13", "NaT", "2010-08-13"])?;
    /// assert_eq!(days.to_string(), "['2007-07-13'        'NaT' '2010-08-13']");
    /// let error = Datetime64::<Day>::parse_all(array!["2007-07-13", "13.7.2007"]).unwrap_err();
    /// let said = "\"13.7.2007\" is no date: a hyphen is missing behind the year, at index [1]";
    /// assert_eq!(error.to_string(), said);
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    pub fn parse_all<S: AsRef<str> + Sync>(
        texts: impl ArrayLike<Elem = S>,
    ) -> Result<Array<Datetime64<U>>, TimeError> {
        let texts = texts.view();
        let flat: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        let counts = read_all(&flat, U::UNIT).map_err(|(place, error)| {
            let place = texts.indexed_iter().nth(place).map(|(index, _)| index);
            error.at(place.as_ref().map_or(&[], |index| index.as_slice()))
        })?;
        Ok(Array::from_counts(Array::from_shape_vec(texts.shape(), counts)))
    }

    /// All of them as [`Display`](std::fmt::Display) writes one.
    ///
    /// `times`: any shape → the same shape.
    ///
    /// # NumPy
    /// `np.datetime_as_string(times)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Datetime64, array, time::Hour};
    ///
    /// let texts = Datetime64::to_strings(array![0].map(Datetime64::<Hour>::new));
    /// assert_eq!(texts, array!["1970-01-01T00".to_string()]);
    /// ```
    pub fn to_strings(times: impl ArrayLike<Elem = Datetime64<U>>) -> Array<String> {
        let view = times.view();
        let texts = view.iter().map(|t| text::written(t.count(), U::UNIT)).collect();
        Array::from_shape_vec(view.shape(), texts)
    }
}

/// Texts of one task.
const TASK: usize = 1 << 13;

fn read_all(texts: &[&str], unit: TimeUnit) -> Result<Vec<i64>, (usize, TimeError)> {
    let tasks = texts.len().div_ceil(TASK);
    let parts = crate::threads::collect(tasks, &|task| {
        let from = task * TASK;
        let part = &texts[from..texts.len().min(from + TASK)];
        let mut counts = Vec::with_capacity(part.len());
        for (k, text) in part.iter().enumerate() {
            counts.push(text::read(text.as_bytes(), unit).map_err(|error| (from + k, error))?);
        }
        Ok(counts)
    });
    let mut all = Vec::with_capacity(texts.len());
    for part in parts {
        all.extend(part?);
    }
    Ok(all)
}
