//! [`DType`]: the element type as a value; stands in until nd-core has it.

use std::fmt;

macro_rules! dtypes {
    ($($Variant:ident $size:literal $name:literal;)*) => {
        /// The element types as values, displayed as NumPy names them.
        ///
        /// # Examples
        /// ```
        /// assert_eq!(nd_io::DType::C64.to_string(), "complex64");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum DType {
            $(#[doc = concat!("NumPy's `", $name, "`.")] $Variant,)*
        }

        impl DType {
            /// NumPy's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$Variant => $name,)* }
            }

            /// The size of one element in bytes.
            #[must_use]
            pub const fn itemsize(self) -> usize {
                match self { $(Self::$Variant => $size,)* }
            }
        }
    };
}
dtypes! {
    Bool 1 "bool";
    I8 1 "int8";
    I16 2 "int16";
    I32 4 "int32";
    I64 8 "int64";
    U8 1 "uint8";
    U16 2 "uint16";
    U32 4 "uint32";
    U64 8 "uint64";
    F16 2 "float16";
    BF16 2 "bfloat16";
    F32 4 "float32";
    F64 8 "float64";
    C64 8 "complex64";
    C128 16 "complex128";
}

impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
