//! Masked arrays: elements that are not there, left out of every result.
//!
//! A [`MaskedArray`] is data, a mask and a fill value. Functions of this module take anything that is
//! [`MaskedLike`] and have the names of those of plain arrays: [`ma::sum`](sum()) beside
//! [`sum`](crate::sum()).
//!
//! ```
//! use nd_ops::ma::{self, MaskedArray};
//!
//! let a = ma::masked_less([3.0_f64, -1.0, 5.0, 0.0], 0.0); // -1 is masked
//! assert_eq!(a.to_string(), "[3.0 -- 5.0 0.0]");
//! assert_eq!(ma::mean(&a), Some(8.0 / 3.0));
//! assert_eq!((30.0 / &a).to_string(), "[10.0 -- 6.0 --]"); // no quotient by 0
//! assert_eq!(a.filled_with(-9.0), nd_core::array![3.0, -9.0, 5.0, 0.0]);
//! ```
//!
//! # What holds everywhere
//! - What is stored beneath the mask has no influence on any result, and may be anything.
//! - A function of elements is masked where an operand is, and where it has no result: the root of -1, a quotient by 0.
//!   NaN and infinities that are in the data are data; [`masked_invalid`] masks them.
//! - A reduction leaves masked elements out, and has no result (`None`, or masked in an array) where there are elements
//!   and all of them are masked. Of no elements at all it gives what it gives for plain arrays.
//! - What is masked comes last in any order, and is one value in a set.
//! - Nothing shares a mask with anything; no array is in a state that changes what an assignment does.
//!
//! # Where NumPy is otherwise
//! | | `np.ma` | here |
//! |---|---|---|
//! | `np.concatenate([a, a])` | drops the mask | does not compile: a masked array is no `ArrayLike` |
//! | `m2 = np.ma.array(m); m2[0] = masked` | masks `m[0]`, too | an array owns its mask |
//! | `v = m[1:]; v[0] = masked` | masks `m[1]` if `m` has a mask at that time | [`assign`](MaskedArray::assign) writes into `m` |
//! | hard and soft masks | a state, inherited by results | two methods: `assign`, [`assign_unmasked`](MaskedArray::assign_unmasked) |
//! | `inf / 2`, `log(inf)`, `log(nan)`, `1e300 / 1e-300` | masked, because not finite | inf, inf, NaN, inf |
//! | `exp(nan)`, `exp(1000)` | NaN, inf: other functions mask nothing | the same rule for all |
//! | `a.argmin()` of `[--, inf]` | 0, a masked place | 1 |
//! | `a.argmin()` of `[--, --]` | 0 | `None` |
//! | `sort([--, inf, nan, 5])` | `[5, inf, --, nan]` | `[5, inf, nan, --]` |
//! | `sort([--, 127, 3])` of int8 | `[3, --, 127]` | `[3, 127, --]` |
//! | `a.fill_value` of int8 | 999999, which does not fit | 127; the type says what fits |
//! | `a == b` beneath the mask | true where both are masked | unspecified, as everywhere |
//! | a sum of no elements along an axis | masked with a mask, 0 without | 0 |
//! | `a.mean()` of float32 | float64 with a mask, float32 without | `f32` |
//! | `a.var(ddof=3)` of `[1, 5, --]` | -8.0, masked with `axis=0` | `None`, masked |
//! | `average` with weights that add up to 0 | NaN | masked |
//! | `setdiff1d` | masked elements are each another | one value |
//! | `vander` | 0 where masked, no mask | not here |
//! | `print` of a mask of which all is false | as one with masked elements | as a plain array |

mod array;
mod assign;
mod axes;
mod conditions;
mod differences;
mod domains;
mod elementwise;
mod extremes;
mod lanes;
mod like;
mod maskable;
mod moments;
mod operators;
mod order;
mod pieces;
mod print;
mod products;
mod runs;
mod sets;
mod shapes;
mod sums;
mod view;

pub use array::{MaskedArray, common_fill_value, from_nan, masked_all, masked_all_like, to_nan};
pub use conditions::*;
pub use differences::*;
pub use domains::*;
pub use elementwise::*;
pub use extremes::*;
pub use lanes::apply_along_axis;
pub use like::{MaskedLike, MaskedOperand};
pub use maskable::Maskable;
pub use moments::*;
pub use order::*;
pub use products::*;
pub use runs::*;
pub use sets::*;
pub use shapes::*;
pub use sums::*;
pub use view::MaskedView;
