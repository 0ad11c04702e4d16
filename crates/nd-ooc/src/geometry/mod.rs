//! Pictures of any size in other sizes, and elsewhere.

mod interpolated;
mod resize;
