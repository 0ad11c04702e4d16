//! Binary operations as values: outer products, folds and scatters of any of them.
//!
//! NumPy's ufuncs are objects with methods, `np.add.outer(a, b)`. Here an operation is a value of a
//! type that holds nothing ([`Add`], [`Maximum`], …) or a closure, and what can be done with every
//! operation is a function that takes it first:
//!
//! | | NumPy |
//! |---|---|
//! | [`outer`]`(Add, &a, &b)` | `np.add.outer(a, b)` |
//! | [`reduce`]`(Add, &a, 0)` | `np.add.reduce(a, axis=0)` |
//! | [`reduce_with`]`(Add, &a, 0, &options)` | `np.add.reduce(a, axis=0, initial=…, where=…)` |
//! | [`accumulate`]`(Add, &a, 0)` | `np.add.accumulate(a, axis=0)` |
//! | [`reduceat`]`(Add, &a, &starts, 0)` | `np.add.reduceat(a, starts, axis=0)` |
//! | [`at`]`(Add, &mut a, &indices, &b)` | `np.add.at(a, indices, b)` |
//! | [`apply`]`(Add, &a, &b)` | `np.add(a, b)` |
//! | [`apply_into`]`(Add, &a, &b, out)` | `np.add(a, b, out=out)` |
//! | [`apply_where`]`(Add, &a, &b, &mask, out)` | `np.add(a, b, out=out, where=mask)` |
//!
//! ```
//! use nd_core::array;
//! use nd_ops::binary::{self, Maximum, Multiply, Subtract};
//!
//! let table = binary::outer(Multiply, &array![1, 2, 3], &array![1, 10]);
//! assert_eq!(table, array![[1, 10], [2, 20], [3, 30]]);
//! assert_eq!(binary::accumulate(Maximum, &array![3, 1, 4, 1, 5], 0), array![3, 3, 4, 4, 5]);
//! assert_eq!(binary::reduce(Subtract, &array![10, 3, 2], 0)[[]], 5); // from the left
//!
//! let digits = binary::reduce(|x: i32, y: i32| 10 * x + y, &array![1, 2, 3], 0);
//! assert_eq!(digits[[]], 123);
//! ```
//!
//! Operations know their identity, which is what a fold of nothing gives, and whether the order of a
//! fold matters; a closure has no identity, and its order does.

mod apply;
mod fold;
mod operation;
mod operations;
mod options;
mod scatter;

pub use apply::{apply, apply_into, apply_where, outer};
pub use fold::{accumulate, reduce, reduceat};
pub use operation::BinaryOp;
pub use operations::*;
pub use options::{ReduceOptions, reduce_with};
pub use scatter::at;
