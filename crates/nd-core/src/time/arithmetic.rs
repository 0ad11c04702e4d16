//! What is calculated with times: loops over counts, compiled once for all units.

use super::operators::{
    Kind, TimeDivide, TimeMinus, TimeOperand, TimePlus, TimeRemainder, TimeTimes,
};
use super::{NAT, TimeError, TimeUnit, Timedelta64, Unit, cut, text};
use crate::array::Array;
use crate::error::ShapeError;
use crate::shape::broadcast_shapes;
use crate::view::View;
use crate::zip::zip;

/// `a + b`, or missing where one is, or where 64 bits are too few.
fn plus(a: i64, b: i64) -> i64 {
    match a.overflowing_add(b) {
        (sum, false) if a != NAT && b != NAT => sum,
        _ => NAT,
    }
}

fn minus(a: i64, b: i64) -> i64 {
    match a.overflowing_sub(b) {
        (difference, false) if a != NAT && b != NAT => difference,
        _ => NAT,
    }
}

fn times(a: i64, b: i64) -> i64 {
    if a == NAT { NAT } else { a.checked_mul(b).unwrap_or(NAT) }
}

/// Where it is right that a result is missing: of operands that are, or that have no quotient.
type Missing = fn(i64, i64) -> bool;

fn either(a: i64, b: i64) -> bool {
    a == NAT || b == NAT
}

fn first(a: i64, _: i64) -> bool {
    a == NAT
}

fn no_quotient(a: i64, b: i64) -> bool {
    a == NAT || b == 0
}

fn no_rest(a: i64, b: i64) -> bool {
    either(a, b) || b == 0
}

/// An operation, for the loop and for its message.
struct Op {
    name: &'static str,
    sign: &'static str,
    missing: Missing,
}

const ADD: Op = Op { name: "add", sign: "+", missing: either };
const SUBTRACT: Op = Op { name: "subtract", sign: "-", missing: either };
const MULTIPLY: Op = Op { name: "multiply", sign: "*", missing: first };

fn shapes(op: &'static str, a: &[usize], b: &[usize]) -> Result<(), TimeError> {
    match broadcast_shapes(&[a, b]) {
        Ok(_) => Ok(()),
        Err(ShapeError::Broadcast { shapes, .. }) => {
            Err(ShapeError::Broadcast { op, shapes }.into())
        }
        Err(other) => Err(other.into()),
    }
}

/// The first element, its place and operands for which `wrong` holds; `a` and `b` stretch to the shape.
fn found<B: Copy>(
    made: &Array<i64>,
    a: View<'_, i64>,
    b: View<'_, B>,
    wrong: &dyn Fn(i64, i64, B) -> bool,
) -> Option<(Box<[usize]>, i64, B)> {
    let (a, b) = (a.broadcast_to(made.shape()), b.broadcast_to(made.shape()));
    let all = made.indexed_iter().zip(a.iter().zip(b.iter()));
    let mut all = all.map(|((place, made), (a, b))| (place, *made, *a, *b));
    let (place, _, a, b) = all.find(|&(_, made, a, b)| wrong(made, a, b))?;
    Some((place.as_slice().into(), a, b))
}

/// Looks for a result that is missing though it need not be.
fn overflown(
    op: &Op,
    a: View<'_, i64>,
    b: View<'_, i64>,
    unit: TimeUnit,
    made: &Array<i64>,
) -> Option<TimeError> {
    if !zip((made,)).any(|(r,)| r == NAT) {
        return None;
    }
    let wrong = |made, a, b| made == NAT && !(op.missing)(a, b);
    let (index, a, b) = found(made, a, b, &wrong)?;
    let what = format!("{a} {} {b}", op.sign).into();
    Some(TimeError::Overflow { op: op.name, what, unit, index })
}

/// The loops, over counts.
pub(super) fn added(
    a: View<'_, i64>,
    b: View<'_, i64>,
    unit: TimeUnit,
) -> Result<Array<i64>, TimeError> {
    shapes(ADD.name, a.shape(), b.shape())?;
    let made = zip((&a, &b)).map(|(a, b)| plus(a, b));
    overflown(&ADD, a, b, unit, &made).map_or(Ok(made), Err)
}

pub(super) fn subtracted(
    a: View<'_, i64>,
    b: View<'_, i64>,
    unit: TimeUnit,
) -> Result<Array<i64>, TimeError> {
    shapes(SUBTRACT.name, a.shape(), b.shape())?;
    let made = zip((&a, &b)).map(|(a, b)| minus(a, b));
    overflown(&SUBTRACT, a, b, unit, &made).map_or(Ok(made), Err)
}

pub(super) fn multiplied(
    a: View<'_, i64>,
    b: View<'_, i64>,
    unit: TimeUnit,
) -> Result<Array<i64>, TimeError> {
    shapes(MULTIPLY.name, a.shape(), b.shape())?;
    let made = zip((&a, &b)).map(|(a, b)| times(a, b));
    overflown(&MULTIPLY, a, b, unit, &made).map_or(Ok(made), Err)
}

pub(super) fn divided(a: View<'_, i64>, b: View<'_, i64>) -> Result<Array<i64>, TimeError> {
    shapes("divide", a.shape(), b.shape())?;
    Ok(zip((&a, &b)).map(|(a, b)| if no_quotient(a, b) { NAT } else { a / b }))
}

/// A product or quotient with floats, cut off towards 0.
pub(super) fn scaled(
    op: &'static str,
    a: View<'_, i64>,
    b: View<'_, f64>,
    unit: TimeUnit,
) -> Result<Array<i64>, TimeError> {
    shapes(op, a.shape(), b.shape())?;
    let by = op == "multiply";
    let exact = move |a: i64, b: f64| if by { a as f64 * b } else { a as f64 / b };
    let made = zip((&a, &b)).map(move |(a, b)| if a == NAT { NAT } else { cut(exact(a, b)) });
    let lost = move |made: i64, a: i64, b: f64| made == NAT && a != NAT && exact(a, b).is_finite();
    if !zip((&made, &a, &b)).any(move |(made, a, b)| lost(made, a, b)) {
        return Ok(made);
    }
    let (index, a, b) = found(&made, a, b, &lost).expect("one was seen");
    let what = format!("{a} {} {b:?}", if by { "*" } else { "/" }).into();
    Err(TimeError::Overflow { op, what, unit, index })
}

/// How often `b` goes into `a`, as floats.
pub(super) fn ratios(a: View<'_, i64>, b: View<'_, i64>) -> Result<Array<f64>, TimeError> {
    shapes("divide", a.shape(), b.shape())?;
    Ok(zip((&a, &b)).map(|(a, b)| if either(a, b) { f64::NAN } else { a as f64 / b as f64 }))
}

/// What is left, with the sign of `b`.
pub(super) fn rests(a: View<'_, i64>, b: View<'_, i64>) -> Result<Array<i64>, TimeError> {
    shapes("remainder", a.shape(), b.shape())?;
    Ok(zip((&a, &b)).map(|(a, b)| if no_rest(a, b) { NAT } else { rest(a, b) }))
}

/// What is left of `a`, with the sign of `b`, which is not 0.
fn rest(a: i64, b: i64) -> i64 {
    let rest = a % b;
    if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
}

/// `a / b` rounded down; `b` is not 0.
fn floored(a: i64, b: i64) -> i64 {
    let quotient = a / b;
    if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
}

/// How often a span goes into others as a whole, rounded down.
///
/// `a`, `b`: any shapes that broadcast → `i64` of the common shape.
///
/// # Errors
/// [`TimeError::NoQuotient`] where one of the two is missing, or `b` is no time: there is no integer for that;
/// [`TimeError::Shape`] if the shapes do not broadcast together.
///
/// # NumPy
/// `a // b`, which is 0 there, with a warning.
///
/// # Examples
/// ```
/// use nd_core::time::{Second, floor_divide};
/// use nd_core::{Timedelta64, array};
///
/// let spans = array![-7, 7].map(Timedelta64::<Second>::new);
/// assert_eq!(floor_divide(&spans, Timedelta64::new(2))?, array![-4, 3]);
/// assert!(floor_divide(&spans, Timedelta64::new(0)).is_err());
/// # Ok::<(), nd_core::time::TimeError>(())
/// ```
pub fn floor_divide<U: Unit>(
    a: impl TimeOperand<Elem = Timedelta64<U>>,
    b: impl TimeOperand<Elem = Timedelta64<U>>,
) -> Result<Array<i64>, TimeError> {
    quotients(a.time_operand().counts(), b.time_operand().counts())
}

fn quotients(a: View<'_, i64>, b: View<'_, i64>) -> Result<Array<i64>, TimeError> {
    shapes("floor_divide", a.shape(), b.shape())?;
    let made = zip((&a, &b)).map(|(a, b)| if no_rest(a, b) { NAT } else { floored(a, b) });
    if !zip((&made,)).any(|(r,)| r == NAT) {
        return Ok(made);
    }
    let (index, a, b) = found(&made, a, b, &|made, _, _| made == NAT).expect("one was seen");
    let what = format!("{} // {}", text::counted(a), text::counted(b)).replace('\'', "").into();
    Err(TimeError::NoQuotient { op: "floor_divide", what, index })
}

macro_rules! tries {
    ($($name:ident $Trait:ident $method:ident $sign:literal $right:literal;)*) => {$(
        #[doc = concat!("`a ", $sign, " b`, with the error that the operator panics with (`*` and `/` by numbers are operators of single spans only).")]
        ///
        /// `a`, `b`: any shapes that broadcast → the common shape; what the elements become is said at
        /// [`Timedelta64`]. What is calculated from what is missing is missing.
        ///
        /// # Errors
        /// [`TimeError::Overflow`] where 64 bits are too few; [`TimeError::Shape`] if the shapes do not broadcast
        /// together.
        ///
        /// # NumPy
        #[doc = concat!("`a ", $sign, " b`, which raises `OverflowError`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_core::time::{Day, TimeError, ", stringify!($name), "};")]
        /// use nd_core::{Timedelta64, array};
        ///
        /// let spans = array![7, -7].map(Timedelta64::<Day>::new);
        #[doc = concat!("let made = ", stringify!($name), "(&spans, ", $right, ")?;")]
        #[doc = concat!("assert_eq!(made[[0]], spans[[0]] ", $sign, " ", $right, ");")]
        /// # Ok::<(), TimeError>(())
        /// ```
        pub fn $name<A: TimeOperand, B: TimeOperand>(
            a: A,
            b: B,
        ) -> Result<Array<<A::Elem as $Trait<B::Elem>>::Output>, TimeError>
        where
            A::Elem: $Trait<B::Elem>,
        {
            <A::Elem as $Trait<B::Elem>>::$method(a.time_operand(), b.time_operand(), Kind::HIDDEN)
        }
    )*};
}
tries! {
    try_add TimePlus added "+" "Timedelta64::new(2)";
    try_subtract TimeMinus subtracted "-" "Timedelta64::new(2)";
    try_multiply TimeTimes multiplied "*" "3";
    try_divide TimeDivide divided "/" "Timedelta64::new(2)";
    try_remainder TimeRemainder rested "%" "Timedelta64::new(2)";
}
