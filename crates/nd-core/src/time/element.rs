//! [`TimeElement`]: dates and spans of any unit, and what both have as elements.

use super::arrays::converted;
use super::convert::Conversion;
use super::{Datetime64, NAT, TimeError, TimeUnit, Timedelta64, Unit, cut};
use crate::array::Array;
use crate::cast::CastTo;
use crate::element::Element;
use crate::raw::Counted;
use crate::view::View;
use std::cmp::Ordering;
use std::fmt::{self, Display};

/// The times that arrays hold: [`Datetime64`] and [`Timedelta64`] of every unit. Closed.
///
/// # Examples
/// ```
/// use nd_core::time::{Day, TimeElement};
/// use nd_core::{ArrayLike, Datetime64, array};
///
/// fn describe<A: ArrayLike<Elem: TimeElement>>(_: A) -> String {
///     let what = if A::Elem::IS_DATE { "datetime64" } else { "timedelta64" };
///     format!("{what}[{}]", A::Elem::UNIT)
/// }
/// assert_eq!(describe(array![0].map(Datetime64::<Day>::new)), "datetime64[D]");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no date and no span of time",
    note = "those are `Datetime64<U>` and `Timedelta64<U>`, of a unit of `nd_core::time`"
)]
pub trait TimeElement: Element + Counted + Display {
    /// What it is counted in.
    const UNIT: TimeUnit;
    /// Whether it is a point in time, and not a span.
    const IS_DATE: bool;

    /// Counts of a unit that is known at run time, as times of this one.
    ///
    /// # Errors
    /// As [`to_unit`](View::to_unit).
    ///
    /// # Examples
    /// ```
    /// use nd_core::time::{Day, Hour, TimeElement, TimeUnit};
    /// use nd_core::{Datetime64, array};
    ///
    /// let days = Datetime64::<Day>::of_unit(array![-1, 25].view(), TimeUnit::Hour)?;
    /// assert_eq!(days.counts(), array![-1, 1]);
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    fn of_unit(counts: View<'_, i64>, unit: TimeUnit) -> Result<Array<Self>, TimeError>;
}

/// Counts of `from` as counts of `to`.
fn of_unit(
    counts: View<'_, i64>,
    from: TimeUnit,
    to: TimeUnit,
    is_date: bool,
) -> Result<Array<i64>, TimeError> {
    let how = match is_date {
        true => Conversion::of_dates(from, to),
        false => super::timedelta::conversion(from, to)?,
    };
    converted(counts, how).map_err(|index| {
        let count = counts.get(&index).copied().unwrap_or_default();
        let what = match is_date {
            true => super::text::written(count, from).into(),
            false => format!("{count} {}", from.plural()).into(),
        };
        TimeError::Overflow { op: "to_unit", what, unit: to, index }
    })
}

macro_rules! times {
    ($($Name:ident $date:literal $zero:literal $one:literal $before:literal;)*) => {$(
        impl<U: Unit> TimeElement for $Name<U> {
            const UNIT: TimeUnit = U::UNIT;
            const IS_DATE: bool = $date;

            fn of_unit(counts: View<'_, i64>, unit: TimeUnit) -> Result<Array<Self>, TimeError> {
                of_unit(counts, unit, U::UNIT, $date).map(Array::from_counts)
            }
        }

        impl<U: Unit> Element for $Name<U> {}

        // Derived, it would ask for a unit that can be copied: there is no value of it.
        impl<U> Clone for $Name<U> {
            #[inline(always)]
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<U> Copy for $Name<U> {}

        impl<U: Unit> Default for $Name<U> {
            #[doc = $zero]
            fn default() -> Self {
                $Name::new(0)
            }
        }

        impl<U: Unit> PartialEq for $Name<U> {
            #[doc = concat!("Whether both are ", $one, "; what is missing is not.")]
            #[inline(always)]
            fn eq(&self, other: &Self) -> bool {
                (self.count() == other.count()) & !self.is_nat()
            }
        }

        impl<U: Unit> PartialOrd for $Name<U> {
            #[doc = concat!("Which is ", $before, "; `None` if one is missing.")]
            #[inline(always)]
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                let there = !self.is_nat() && !other.is_nat();
                there.then(|| self.count().cmp(&other.count()))
            }
            // The count of what is missing is the least: one look is enough.
            #[inline(always)]
            fn lt(&self, other: &Self) -> bool {
                (self.count() < other.count()) & !self.is_nat()
            }
            #[inline(always)]
            fn le(&self, other: &Self) -> bool {
                (self.count() <= other.count()) & !self.is_nat()
            }
            #[inline(always)]
            fn gt(&self, other: &Self) -> bool {
                other < self
            }
            #[inline(always)]
            fn ge(&self, other: &Self) -> bool {
                other <= self
            }
        }

        impl<U: Unit> fmt::Debug for $Name<U> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Display::fmt(self, f)
            }
        }

        impl<U: Unit> CastTo<i64> for $Name<U> {
            #[inline(always)]
            fn cast_to(self) -> i64 {
                self.count()
            }
            #[inline(always)]
            fn is_exact(self) -> bool {
                !self.is_nat()
            }
        }

        impl<U: Unit> CastTo<f64> for $Name<U> {
            /// NaN for what is missing, where NumPy has -9.2e18.
            #[inline(always)]
            fn cast_to(self) -> f64 {
                if self.is_nat() { f64::NAN } else { self.count() as f64 }
            }
            #[inline(always)]
            fn is_exact(self) -> bool {
                self.is_nat() || CastTo::<f64>::is_exact(self.count())
            }
        }

        impl<U: Unit> CastTo<$Name<U>> for i64 {
            #[inline(always)]
            fn cast_to(self) -> $Name<U> {
                $Name::new(self)
            }
            #[inline(always)]
            fn is_exact(self) -> bool {
                self != NAT
            }
        }

        impl<U: Unit> CastTo<$Name<U>> for f64 {
            /// Cut off towards 0; missing for NaN, and where 64 bits are too few.
            #[inline(always)]
            fn cast_to(self) -> $Name<U> {
                $Name::new(cut(self))
            }
            #[inline(always)]
            fn is_exact(self) -> bool {
                self.is_nan() || (cut(self) != NAT && self.trunc() == self)
            }
        }
    )*};
}
times! {
    Datetime64 true "The beginning of 1970." "the same point in time" "earlier";
    Timedelta64 false "No time." "as long" "shorter, negative ones before others";
}
