//! Pictures in files: loading and saving.

mod atomic;
mod complete;
mod load;
mod save;
mod tiff_in;
mod tiff_out;

pub use load::{LoadOptions, load_image, load_image_any, load_image_with};
pub use save::{PngCompression, SaveOptions, save_image, save_image_with};

use nd_core::Array;

mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
    impl Sealed for u16 {}
    impl Sealed for f32 {}
}

/// Element types of pictures in files: `u8`, `u16` and `f32`.
pub trait PictureElement:
    nd_core::Number + zerocopy::FromBytes + zerocopy::IntoBytes + zerocopy::Immutable + sealed::Sealed
{
    /// The type's name, as in errors.
    const NAME: &'static str;
    #[doc(hidden)]
    fn wrap(array: Array<Self>) -> Picture;
    #[doc(hidden)]
    fn unwrap(picture: Picture) -> Option<Array<Self>>;
}

macro_rules! picture_element {
    ($type:ty, $variant:ident) => {
        impl PictureElement for $type {
            const NAME: &'static str = stringify!($type);
            fn wrap(array: Array<$type>) -> Picture {
                Picture::$variant(array)
            }
            fn unwrap(picture: Picture) -> Option<Array<$type>> {
                match picture {
                    Picture::$variant(array) => Some(array),
                    _ => None,
                }
            }
        }
    };
}
picture_element!(u8, U8);
picture_element!(u16, U16);
picture_element!(f32, F32);

/// A picture whose element type is known only when its file is read.
///
/// Shapes are `(h, w)` for grey pictures and `(h, w, c)` for others, channels in the order of
/// the file: grey and alpha, RGB, RGBA.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::Picture;
/// let picture = Picture::U16(Array::zeros([4, 6, 3]));
/// assert_eq!(picture.shape(), [4, 6, 3]);
/// assert_eq!(picture.type_name(), "u16");
/// ```
#[derive(Clone, Debug)]
pub enum Picture {
    /// Eight bits a sample.
    U8(Array<u8>),
    /// Sixteen bits a sample.
    U16(Array<u16>),
    /// Floats, on whatever scale the file has.
    F32(Array<f32>),
}

impl Picture {
    /// The shape: `[h, w]` or `[h, w, c]`.
    pub fn shape(&self) -> &[usize] {
        match self {
            Picture::U8(a) => a.shape(),
            Picture::U16(a) => a.shape(),
            Picture::F32(a) => a.shape(),
        }
    }

    /// `"u8"`, `"u16"` or `"f32"`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Picture::U8(_) => u8::NAME,
            Picture::U16(_) => u16::NAME,
            Picture::F32(_) => f32::NAME,
        }
    }
}
