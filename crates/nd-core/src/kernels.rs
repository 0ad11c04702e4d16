//! The loops behind operators and comparisons: generic here, compiled for the listed element
//! types by the macros of `element.rs`.

use crate::any::{Arithmetic, Compare};
use crate::element::{Bits, Element, Integer, Number};
use crate::engine::bodies::{Binary, Compiled, Unary};
use crate::view::View;
use crate::zip::zip;

/// The bitwise operators, as values.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bitwise {
    /// `&`.
    And,
    /// `|`.
    Or,
    /// `^`.
    Xor,
}

/// The shifts, as values.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// `<<`.
    Left,
    /// `>>`.
    Right,
}

/// The comparisons, as values.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterEqual,
}

impl Comparison {
    /// NumPy's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Comparison::Equal => "equal",
            Comparison::NotEqual => "not_equal",
            Comparison::Less => "less",
            Comparison::LessEqual => "less_equal",
            Comparison::Greater => "greater",
            Comparison::GreaterEqual => "greater_equal",
        }
    }
}

pub(crate) fn arithmetic<T: Number>(op: Arithmetic) -> Binary<T, T> {
    match op {
        Arithmetic::Add => Compiled::new(|(x, y): (T, T)| x.plus(y)),
        Arithmetic::Subtract => Compiled::new(|(x, y): (T, T)| x.minus(y)),
        Arithmetic::Multiply => Compiled::new(|(x, y): (T, T)| x.times(y)),
        Arithmetic::Divide => Compiled::new(|(x, y): (T, T)| x.divided(y)),
        Arithmetic::Remainder => Compiled::new(|(x, y): (T, T)| x.remainder(y)),
    }
}

pub(crate) fn negation<T: Number>() -> Unary<T, T> {
    Compiled::new(|(x,): (T,)| x.negated())
}

pub(crate) fn bitwise<T: Bits>(op: Bitwise) -> Binary<T, T> {
    match op {
        Bitwise::And => Compiled::new(|(x, y): (T, T)| x.and(y)),
        Bitwise::Or => Compiled::new(|(x, y): (T, T)| x.or(y)),
        Bitwise::Xor => Compiled::new(|(x, y): (T, T)| x.xor(y)),
    }
}

pub(crate) fn inversion<T: Bits>() -> Unary<T, T> {
    Compiled::new(|(x,): (T,)| x.inverted())
}

pub(crate) fn shift<T: Integer>(op: Shift) -> Binary<T, T> {
    match op {
        Shift::Left => Compiled::new(|(x, y): (T, T)| x.shifted_left(y)),
        Shift::Right => Compiled::new(|(x, y): (T, T)| x.shifted_right(y)),
    }
}

pub(crate) fn comparison<T: Element + Compare>(op: Comparison) -> Binary<T, bool> {
    match op {
        Comparison::Equal => Compiled::new(|(x, y): (T, T)| x.equals(y)),
        Comparison::NotEqual => Compiled::new(|(x, y): (T, T)| !x.equals(y)),
        Comparison::Less => Compiled::new(|(x, y): (T, T)| x.precedes(y)),
        Comparison::LessEqual => Compiled::new(|(x, y): (T, T)| x.leads(y)),
        Comparison::Greater => Compiled::new(|(x, y): (T, T)| y.precedes(x)),
        Comparison::GreaterEqual => Compiled::new(|(x, y): (T, T)| y.leads(x)),
    }
}

/// Where the first 0 is.
pub(crate) fn first_zero<T: Number>(divisors: View<'_, T>) -> Option<Box<[usize]>> {
    if !zip((&divisors,)).any(|(x,)| x == T::zero()) {
        return None;
    }
    let mut all = divisors.indexed_iter();
    all.find(|(_, x)| **x == T::zero()).map(|(index, _)| index.as_slice().into())
}
