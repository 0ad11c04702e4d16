//! [`DType`]: the element type as a value, for data whose type is known only at run time.

mod error;
mod limits;
#[cfg(feature = "serde")]
mod serialize;

pub use error::DTypeError;
pub use limits::{FloatInfo, IntInfo};

use crate::any::{Calculate, Compare, Held};
use crate::buffer::ZeroBits;
use crate::element::Element;
use crate::print::PrintElement;
use crate::view::View;
use half::{bf16, f16};
use num_complex::Complex;
use std::fmt;
use std::str::FromStr;

/// What sort of number an element type is.
///
/// The order is that of NumPy's "same kind" casts: later kinds hold what earlier ones hold.
///
/// # NumPy
/// `dtype.kind`: `'b'`, `'u'`, `'i'`, `'f'`, `'c'`.
///
/// # Examples
/// ```
/// use nd_core::{DType, Kind};
///
/// assert_eq!(DType::BF16.kind(), Kind::Float);
/// assert!(Kind::Unsigned < Kind::Signed);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `bool`.
    Bool,
    /// `u8` … `u64`.
    Unsigned,
    /// `i8` … `i64`.
    Signed,
    /// `f16`, `bf16`, `f32`, `f64`.
    Float,
    /// `Complex<f32>`, `Complex<f64>`.
    Complex,
}

/// An element type that has a [`DType`]: what [`AnyArray`](crate::AnyArray) can hold.
///
/// Closed: its implementors are the variants of [`DType`]. `usize` is not among them, as its
/// width depends on the machine: cast it to `u64`.
///
/// # Examples
/// ```
/// use nd_core::{DType, Typed};
///
/// fn describe<T: Typed>() -> String {
///     format!("{} of {} bytes", T::DTYPE, T::DTYPE.itemsize())
/// }
/// assert_eq!(describe::<f32>(), "float32 of 4 bytes");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no dtype",
    note = "the dtypes are bool, i8 to i64, u8 to u64, f16, bf16, f32, f64 and Complex of the \
            last two; convert the array first: `a.cast::<i64>()`"
)]
pub trait Typed:
    Element + ZeroBits + Default + PartialEq + PrintElement + Held + Calculate + Compare
{
    /// The type as a value.
    const DTYPE: DType;
}

macro_rules! dtypes {
    ($($Variant:ident $T:ty, $Kind:ident, $name:literal;)*) => {
        /// The element types as values.
        ///
        /// Named as Rust names the types, displayed and parsed as NumPy does.
        ///
        /// # NumPy
        /// `numpy.dtype`, without byte order, records, strings, dates and objects;
        /// `bfloat16` is that of `ml_dtypes`.
        ///
        /// # Examples
        /// ```
        /// use nd_core::DType;
        ///
        /// let dtype: DType = "float32".parse()?;
        /// assert_eq!(dtype, DType::F32);
        /// assert_eq!(dtype.to_string(), "float32");
        /// assert!("float31".parse::<DType>().is_err());
        /// # Ok::<(), nd_core::DTypeError>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DType {
            $(
                #[doc = concat!("`", stringify!($T), "`, NumPy's `", $name, "`.")]
                $Variant,
            )*
        }

        impl DType {
            /// All of them, in the order of the promotion tables.
            pub const ALL: [DType; 15] = [$(DType::$Variant),*];

            /// NumPy's name.
            ///
            /// # NumPy
            /// `dtype.name`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::DType;
            ///
            /// assert_eq!(DType::C64.name(), "complex64");
            /// ```
            pub const fn name(self) -> &'static str {
                match self {
                    $(DType::$Variant => $name,)*
                }
            }

            /// The size of one element in bytes.
            ///
            /// # NumPy
            /// `dtype.itemsize`.
            ///
            /// # Examples
            /// ```
            /// assert_eq!(nd_core::DType::C128.itemsize(), 16);
            /// ```
            pub const fn itemsize(self) -> usize {
                match self {
                    $(DType::$Variant => size_of::<$T>(),)*
                }
            }

            /// What sort of number it is.
            ///
            /// # NumPy
            /// `dtype.kind`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{DType, Kind};
            ///
            /// assert_eq!(DType::U16.kind(), Kind::Unsigned);
            /// ```
            pub const fn kind(self) -> Kind {
                match self {
                    $(DType::$Variant => Kind::$Kind,)*
                }
            }
        }

        $(
            impl Typed for $T {
                const DTYPE: DType = DType::$Variant;
            }
        )*
    };
}
dtypes! {
    Bool bool, Bool, "bool";
    I8 i8, Signed, "int8";
    I16 i16, Signed, "int16";
    I32 i32, Signed, "int32";
    I64 i64, Signed, "int64";
    U8 u8, Unsigned, "uint8";
    U16 u16, Unsigned, "uint16";
    U32 u32, Unsigned, "uint32";
    U64 u64, Unsigned, "uint64";
    F16 f16, Float, "float16";
    BF16 bf16, Float, "bfloat16";
    F32 f32, Float, "float32";
    F64 f64, Float, "float64";
    C64 Complex<f32>, Complex, "complex64";
    C128 Complex<f64>, Complex, "complex128";
}

impl DType {
    /// The dtype of a Rust type.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// assert_eq!(DType::of::<u8>(), DType::U8);
    /// ```
    pub const fn of<T: Typed>() -> DType {
        T::DTYPE
    }

    /// The size of one element in bits.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::DType::F16.bits(), 16);
    /// ```
    pub const fn bits(self) -> usize {
        self.itemsize() * 8
    }

    /// Whether it is a signed or unsigned integer; `bool` is not.
    ///
    /// # NumPy
    /// `np.isdtype(dtype, "integral")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// assert!(DType::U8.is_integer());
    /// assert!(!DType::Bool.is_integer());
    /// ```
    pub const fn is_integer(self) -> bool {
        matches!(self.kind(), Kind::Signed | Kind::Unsigned)
    }

    /// Whether it is a real floating-point type.
    ///
    /// # NumPy
    /// `np.isdtype(dtype, "real floating")`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// assert!(DType::BF16.is_float());
    /// assert!(!DType::C64.is_float());
    /// ```
    pub const fn is_float(self) -> bool {
        matches!(self.kind(), Kind::Float)
    }

    /// Whether it is a complex type.
    ///
    /// # NumPy
    /// `np.isdtype(dtype, "complex floating")`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::DType::C64.is_complex());
    /// ```
    pub const fn is_complex(self) -> bool {
        matches!(self.kind(), Kind::Complex)
    }

    /// Whether it has negative numbers: all but `bool` and the unsigned integers.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// assert!(DType::F32.is_signed());
    /// assert!(!DType::U32.is_signed());
    /// ```
    pub const fn is_signed(self) -> bool {
        !matches!(self.kind(), Kind::Bool | Kind::Unsigned)
    }

    /// The type of the real and imaginary parts; real types are their own.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// assert_eq!(DType::C64.real(), DType::F32);
    /// assert_eq!(DType::I8.real(), DType::I8);
    /// ```
    pub const fn real(self) -> DType {
        match self {
            DType::C64 => DType::F32,
            DType::C128 => DType::F64,
            real => real,
        }
    }
}

impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for DType {
    type Err = DTypeError;

    /// Parses NumPy's name of the type, nothing else: NumPy's `"i8"` is Rust's `i64`.
    fn from_str(name: &str) -> Result<DType, DTypeError> {
        let named = DType::ALL.into_iter().find(|dtype| dtype.name() == name);
        named.ok_or_else(|| DTypeError::Unknown { name: name.into() })
    }
}

impl<T: Typed> View<'_, T> {
    /// The element type as a value.
    ///
    /// # NumPy
    /// `a.dtype`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, array};
    ///
    /// assert_eq!(array![1.0f32].dtype(), DType::F32);
    /// ```
    pub fn dtype(self) -> DType {
        T::DTYPE
    }
}
