//! Pictures: PNG, JPEG, TIFF, WebP, BMP, PNM, GIF and QOI files as arrays `(h, w)` or `(h, w, c)`.
//!
//! [`reader`] opens a file, believes none of its header that the file's length or the caller's limit
//! contradicts, and decodes into memory that was asked for; [`save`] refuses what a format has no
//! place for, and says what to do instead. Codecs of PNG, JPEG and WebP are from crates, one a format;
//! JPEG's encoder, all of [`tiff`] but what its chunks are packed with, and the small formats are here. Samples are bytes on the way: what type they are is known at the rim.

mod bmp;
mod bytes;
mod complete;
mod gif;
mod guard;
mod jpeg_in;
mod jpeg_out;
mod jpeg_tables;
mod load;
mod metadata;
mod options;
mod orientation;
mod png;
mod png_rows;
mod pnm;
mod qoi;
mod reader;
mod save;
mod source;
mod tiff;
mod webp;

pub use gif::{Animation, GifOptions, load_gif, load_gif_with, save_gif, save_gif_with};
pub use load::{load_picture, load_picture_any, load_picture_any_with, load_picture_with};
pub use metadata::{PictureMetadata, picture_metadata};
pub use options::{PictureOptions, PictureWriteOptions, PngCompression, TiffCompression};
pub use orientation::Orientation;
pub use png_rows::{PngReader, PngWriter};
pub use save::{encode_picture, save_picture, save_picture_with};
pub use tiff::{
    GeoKey, GeoReference, ImageJ, OmeChannel, OmeImage, ResolutionUnit, TiffFile, TiffOptions,
    TiffPage, TiffPageOptions, TiffPageWriter, TiffReduction, TiffStack, TiffTileWriter,
    TiffWriter,
};

pub(crate) use gif::list as list_gif;
pub(crate) use load::load_file;
pub(crate) use save::save_view;
pub(crate) use source::open_picture;
pub(crate) use tiff::{create_tiles, tile_shape};
pub(crate) use tiff::{list as list_tiff, load as load_tiff, open as open_tiff};
