//! Polynomials as vectors of coefficients, the highest power first: NumPy's older functions.

mod arithmetic;
mod calculus;
mod values;

pub use arithmetic::{Quotient, poly, polyadd, polydiv, polymul, polysub};
pub use calculus::{polyder, polyint, polyint_with};
pub use values::{Evaluated, polyval, vander, vander_increasing};

use nd_core::{ArrayLike, Element, ShapeError};

/// The coefficients, of one axis.
#[track_caller]
fn coefficients<A: ArrayLike<Elem: Element>>(op: &'static str, p: A) -> Vec<A::Elem> {
    let p = p.view();
    if p.ndim() != 1 {
        panic!("{}", ShapeError::Rank { op, expected: "one axis", shape: p.shape().into() });
    }
    p.to_array().into_vec()
}
