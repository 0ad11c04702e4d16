//! NumPy's function namespace over [`nd_core`] arrays: eager functions that take anything
//! [array-like](nd_core::ArrayLike) and return new arrays.
//!
//! - [`sum`], [`mean`], [`max`], … and their `_axis` forms: reductions;
//! - [`exp`], [`sin`], [`pow`], …: elementary functions, vectorised for the CPU at hand, with
//!   `_into` forms for results that go into arrays that exist;
//! - [`sqrt`], [`round`], [`maximum`], [`clip`], [`where_`], …: simple functions of elements;
//! - [`ArrayMath`]: all of these as methods.
//!
//! Several of them in one pass, without temporaries, is [`nd_core::zip`].
//!
//! ```
//! use nd_core::array;
//! use nd_ops::{exp, keepdims, sum_axis};
//!
//! let scores = array![[0.0, 0.0], [0.0, 1f64.ln()]];
//! let odds = exp(&scores);
//! let softmax = &odds / sum_axis(&odds, keepdims(-1));
//! assert_eq!(softmax, array![[0.5, 0.5], [0.5, 0.5]]);
//! ```
#![forbid(unsafe_code)]

mod arithmetic;
pub mod elementary;
mod elementwise;
mod maths;
mod methods;
mod over;
mod reductions;

pub use arithmetic::*;
pub use elementwise::*;
pub use maths::*;
pub use methods::ArrayMath;
pub use over::{Over, keepdims};
pub use reductions::*;
