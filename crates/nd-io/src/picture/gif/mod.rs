//! GIF: frames of at most 256 colours each, one over the other.
//! <https://www.w3.org/Graphics/GIF/spec-gif89a.txt>
//!
//! [`file`] finds the frames and makes pictures of them, [`lzw`] is how their numbers are packed, [`write`](mod@write)
//! the way back; [`animation`] is what the user sees.

mod animation;
mod file;
mod lzw;
mod write;

pub use animation::{Animation, GifOptions, load_gif, load_gif_with, save_gif, save_gif_with};

pub(super) use file::Gif;
pub(crate) use file::list;
pub(super) use write::write;
