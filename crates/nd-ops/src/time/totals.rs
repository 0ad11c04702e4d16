//! Sums and means of times, exact whatever they add up to on the way.

use super::NAT;
use crate::over::{Over, over_axes};
use nd_core::simd::Isa;
use nd_core::time::{TimeElement, TimeError, TimeUnit, Unit};
use nd_core::{Array, ArrayLike, Reducer, Timedelta64, View};

/// What is known of some elements.
#[derive(Clone, Copy)]
struct Total {
    sum: i128,
    present: u64,
    missing: u64,
}

struct Totals;

impl Totals {
    #[inline(always)]
    fn with(acc: Total, count: i64) -> Total {
        let there = count != NAT;
        Total {
            sum: acc.sum + if there { i128::from(count) } else { 0 },
            present: acc.present + u64::from(there),
            missing: acc.missing + u64::from(!there),
        }
    }
}

impl Reducer<i64> for Totals {
    type Acc = Total;

    fn identity(&self) -> Total {
        Total { sum: 0, present: 0, missing: 0 }
    }

    #[inline(always)]
    fn run<I: Isa>(&self, _: I, run: &[i64]) -> Total {
        run.iter().fold(self.identity(), |acc, &count| Totals::with(acc, count))
    }

    #[inline(always)]
    fn rows<I: Isa>(&self, _: I, acc: &mut [Total], row: &[i64]) {
        acc.iter_mut().zip(row).for_each(|(acc, &count)| *acc = Totals::with(*acc, count));
    }

    fn merge(&self, earlier: Total, later: Total) -> Total {
        Total {
            sum: earlier.sum + later.sum,
            present: earlier.present + later.present,
            missing: earlier.missing + later.missing,
        }
    }
}

/// What is asked of a total.
#[derive(Clone, Copy)]
struct Asked {
    op: &'static str,
    skip: bool,
}

#[track_caller]
fn reduced<U: nd_core::Element>(
    asked: Asked,
    counts: View<'_, i64>,
    over: &Over,
    finish: impl Fn(Total) -> U + Sync,
) -> Array<U> {
    over_axes(counts, over, &over.axes_only(asked.op, counts.ndim()), &Totals, finish)
}

#[track_caller]
fn sums(
    asked: Asked,
    counts: View<'_, i64>,
    over: &Over,
    unit: TimeUnit,
) -> Result<Array<i64>, TimeError> {
    let all = reduced(asked, counts, over, |total| {
        if total.missing > 0 && !asked.skip { None } else { Some(total.sum) }
    });
    let mut sums = Vec::with_capacity(all.size());
    for (place, sum) in all.indexed_iter() {
        sums.push(match sum.map(i64::try_from) {
            None => NAT,
            Some(Ok(sum)) if sum != NAT => sum,
            Some(_) => {
                let what = format!("a sum of {}", sum.unwrap_or_default()).into();
                let index = place.as_slice().into();
                return Err(TimeError::Overflow { op: asked.op, what, unit, index });
            }
        });
    }
    Ok(Array::from_shape_vec(all.shape(), sums))
}

#[track_caller]
fn means(asked: Asked, counts: View<'_, i64>, over: &Over, floor: bool) -> Array<i64> {
    reduced(asked, counts, over, |total| {
        if total.present == 0 || total.missing > 0 && !asked.skip {
            return NAT;
        }
        let by = i128::from(total.present);
        // Between the least and the largest of 64-bit numbers.
        (if floor { total.sum.div_euclid(by) } else { total.sum / by }) as i64
    })
}

macro_rules! sums {
    ($($name:ident $axis:ident $skip:literal $said:literal $numpy:literal $example:literal;)*) => {$(
        #[doc = concat!("The sum of spans, ", $said, ".")]
        ///
        /// No time for no elements. Exact: only the sum itself has to fit into 64 bits.
        ///
        /// # Errors
        /// [`TimeError::Overflow`] if it does not.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(spans)`", $numpy)]
        ///
        /// # Examples
        /// ```
        /// use nd_core::{Timedelta64, array, time::Day};
        ///
        /// let spans = array![1, 2].map(Timedelta64::<Day>::new);
        #[doc = concat!("assert_eq!(nd_ops::time::", stringify!($name), "(&spans)?, Timedelta64::new(3));")]
        /// # Ok::<(), nd_core::time::TimeError>(())
        /// ```
        pub fn $name<U: Unit>(spans: impl ArrayLike<Elem = Timedelta64<U>>) -> Result<Timedelta64<U>, TimeError> {
            let asked = Asked { op: stringify!($name), skip: $skip };
            let sums = sums(asked, spans.view().counts(), &Over::from(..), U::UNIT)?;
            Ok(Timedelta64::new(sums[[]]))
        }

        #[doc = concat!("As [`", stringify!($name), "()`], along axes.")]
        ///
        /// # Errors
        /// [`TimeError::Overflow`] with the place of the first sum that does not fit.
        ///
        /// # Panics
        /// If there is no such axis.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(spans, axis=axis)`", $numpy)]
        ///
        /// # Examples
        /// ```
        /// use nd_core::{Timedelta64, array, time::Day};
        ///
        /// let spans = array![[1, 2], [i64::MIN, 3]].map(Timedelta64::<Day>::new);
        #[doc = concat!("let sums = nd_ops::time::", stringify!($axis), "(&spans, 1)?;")]
        #[doc = concat!("assert_eq!(sums.to_string(), \"", $example, "\");")]
        /// # Ok::<(), nd_core::time::TimeError>(())
        /// ```
        #[track_caller]
        pub fn $axis<U: Unit>(
            spans: impl ArrayLike<Elem = Timedelta64<U>>,
            axes: impl Into<Over>,
        ) -> Result<Array<Timedelta64<U>>, TimeError> {
            let asked = Asked { op: stringify!($name), skip: $skip };
            sums(asked, spans.view().counts(), &axes.into(), U::UNIT).map(Array::from_counts)
        }
    )*};
}
sums! {
    sum sum_axis false "missing if one of them is" "." "[    3 'NaT']";
    nansum nansum_axis true "without what is missing" ", which is missing there all the same." "[3 3]";
}

macro_rules! means {
    ($($name:ident $axis:ident $skip:literal $said:literal $numpy:literal $example:literal;)*) => {$(
        #[doc = concat!("The mean of dates or of spans, ", $said, ".")]
        ///
        /// Exact, then cut off: spans towards 0, dates towards the past. Missing for no elements.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(spans)`", $numpy, " Dates have no mean there.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::{Datetime64, array, time::Day};
        ///
        /// let days = array![1, 4].map(Datetime64::<Day>::new);
        #[doc = concat!("assert_eq!(nd_ops::time::", stringify!($name), "(&days).count(), 2);")]
        /// ```
        pub fn $name<A: ArrayLike<Elem: TimeElement>>(times: A) -> A::Elem {
            let asked = Asked { op: stringify!($name), skip: $skip };
            let view = times.view();
            let counts = view.counts();
            Array::from_counts(means(asked, counts, &Over::from(..), A::Elem::IS_DATE))[[]]
        }

        #[doc = concat!("As [`", stringify!($name), "()`], along axes.")]
        ///
        /// # Panics
        /// If there is no such axis.
        ///
        /// # NumPy
        #[doc = concat!("`np.", stringify!($name), "(spans, axis=axis)`", $numpy, " Dates have no mean there.")]
        ///
        /// # Examples
        /// ```
        /// use nd_core::{Timedelta64, array, time::Day};
        ///
        /// let spans = array![[-1, -2], [i64::MIN, 3]].map(Timedelta64::<Day>::new);
        #[doc = concat!("let means = nd_ops::time::", stringify!($axis), "(&spans, 1);")]
        #[doc = concat!("assert_eq!(means.to_string(), \"", $example, "\");")]
        /// ```
        #[track_caller]
        pub fn $axis<A: ArrayLike<Elem: TimeElement>>(times: A, axes: impl Into<Over>) -> Array<A::Elem> {
            let asked = Asked { op: stringify!($name), skip: $skip };
            let view = times.view();
            let counts = view.counts();
            Array::from_counts(means(asked, counts, &axes.into(), A::Elem::IS_DATE))
        }
    )*};
}
means! {
    mean mean_axis false "missing if one of them is" "." "[   -1 'NaT']";
    nanmean nanmean_axis true "without what is missing" ", which is missing there all the same." "[-1  3]";
}
