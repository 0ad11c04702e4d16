//! Pictures larger than memory, where what a pixel becomes hangs on pixels anywhere: components, what is measured of
//! them, reconstructions.
//!
//! All of these go through the picture when the method is called, in pieces that are stretches of its elements in C
//! order (`bands.rs`), one after the other, each made by a plan of its own under the same budget (`desk.rs`). So what
//! they do is what a pass over the whole does, in the same order, to the bit; how long the pieces are decides nothing but
//! the memory that they take. Labels are stored as runs of pixels (`runs.rs`) with numbers that are final but for those
//! that turned out to be another's (`numbers.rs`), and are an array again by reading.
//!
//! Processes that run a program together get the pieces from each other, and each puts them together for itself.

mod area;
mod bands;
mod desk;
mod label;
mod measures;
mod numbers;
mod reconstruction;
mod runs;
mod stored;
mod table;

pub use label::ChunkedLabelOptions;
pub use table::Columns;
