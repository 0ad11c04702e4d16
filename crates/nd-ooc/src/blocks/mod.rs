//! Functions of whole chunks, and of whole lanes.

mod info;
mod lanes;
mod map;
mod several;

pub use info::BlockInfo;
pub use several::{ZipBlocks, zip_blocks};
