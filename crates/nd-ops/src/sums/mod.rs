//! Sums, products, running sums, and the types in which they are formed.
//!
//! [`AddedIn`] is the one way to add elements up, in a type of choice; [`Summable`] says which
//! type NumPy chooses. `pairwise.rs` has the tree that gives sums NumPy's bits.

mod added;
mod cumulative;
mod nan;
mod numbers;
pub(crate) mod pairwise;
mod part;
mod product;
pub(crate) mod running;
mod summable;
mod total;

pub use added::AddedIn;
pub(crate) use added::is_nan;
pub use cumulative::{
    CumulativeOptions, cumprod, cumprod_axis, cumsum, cumsum_axis, cumulative_prod,
    cumulative_prod_with, cumulative_sum, cumulative_sum_with, nancumprod, nancumprod_axis,
    nancumsum, nancumsum_axis,
};
pub use nan::{nanprod, nanprod_axis, nansum, nansum_axis};
pub use summable::Summable;
pub use total::{prod, prod_axis, sum, sum_as, sum_axis, sum_axis_as};
