//! Gaussian elimination and substitution: our own, because faer's divides by tiny pivots
//! through their reciprocals, which overflow, and is slow with many right sides.
//!
//! All of it is recursive: half of the matrix, a product, the other half. The products take
//! nearly all of the time; what is left are blocks of a few columns.

mod exchange;
mod factor;
mod inverse;
mod lanes;
mod root;
mod roots;
mod small;
mod substitute;

pub(crate) use exchange::Exchange;
pub(crate) use factor::{lu, permute_rows};
pub(crate) use inverse::inverse;
pub(crate) use lanes::{Right, determinants, solutions};
pub(crate) use root::root;
pub(crate) use roots::roots;
pub(crate) use small::{MAX_SMALL, Small};
pub(crate) use substitute::{lower, upper};

use crate::field::Field;
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{MatMut, Par};

/// `b` becomes `a⁻¹ · b`, destroying `a`. `a`: `(n, n)`, columns contiguous.
///
/// # Errors
/// The place of the first pivot that is zero.
pub(crate) fn divide<T: Field>(
    mut a: MatMut<'_, T>,
    mut b: MatMut<'_, T>,
    par: Par,
) -> Result<(), usize> {
    let n = a.nrows();
    let mut swaps = vec![0; n];
    T::lu(a.rb_mut(), &mut swaps, par);
    if let Some(pivot) = (0..n).find(|&i| a[(i, i)].is_zero()) {
        return Err(pivot);
    }
    permute_rows(b.rb_mut(), &swaps);
    T::solve_lower(a.rb(), true, b.rb_mut(), par);
    T::solve_upper(a.rb(), false, b, par);
    Ok(())
}
