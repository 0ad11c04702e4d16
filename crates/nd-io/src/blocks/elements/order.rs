//! [`ByteOrder`]: which end of a number comes first.

use std::fmt;

use nd_core::DType;

/// Which end of a number comes first in the file.
///
/// # Examples
/// ```
/// use nd_io::ByteOrder;
///
/// assert_eq!(ByteOrder::Big.to_string(), ">");
/// assert_eq!(ByteOrder::NATIVE.is_native(), true);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// The least significant byte first: `<`.
    Little,
    /// The most significant byte first: `>`.
    Big,
}

impl ByteOrder {
    /// The byte order of this machine.
    pub const NATIVE: Self = if cfg!(target_endian = "little") { Self::Little } else { Self::Big };

    /// Whether elements in this order can be used as they are.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ByteOrder;
    ///
    /// assert!(ByteOrder::NATIVE.is_native());
    /// assert_ne!(ByteOrder::Little.is_native(), ByteOrder::Big.is_native());
    /// ```
    #[must_use]
    pub fn is_native(self) -> bool {
        self == Self::NATIVE
    }

    /// NumPy's mark: `<` or `>`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ByteOrder::Big.mark(), '>');
    /// ```
    #[must_use]
    pub fn mark(self) -> char {
        match self {
            Self::Little => '<',
            Self::Big => '>',
        }
    }
}

impl Default for ByteOrder {
    /// The byte order of this machine.
    fn default() -> Self {
        Self::NATIVE
    }
}

impl fmt::Display for ByteOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.mark())
    }
}

/// Size of the words to be reversed in elements of an order: an element, or a part of a complex one;
/// 0 where they are this machine's already.
pub(crate) fn swap_size(dtype: DType, order: ByteOrder) -> usize {
    match dtype {
        _ if order.is_native() => 0,
        DType::C64 => 4,
        DType::C128 => 8,
        _ => dtype.itemsize(),
    }
}

/// Reverses the bytes of every word; `word` is the size of a number, of one part of a complex one.
pub(crate) fn swap_bytes(bytes: &mut [u8], word: usize) {
    match word {
        0 | 1 => {}
        2 => swap_words::<2>(bytes),
        4 => swap_words::<4>(bytes),
        8 => swap_words::<8>(bytes),
        _ => bytes.chunks_exact_mut(word).for_each(<[u8]>::reverse),
    }
}

fn swap_words<const SIZE: usize>(bytes: &mut [u8]) {
    for word in bytes.chunks_exact_mut(SIZE) {
        let array: &mut [u8; SIZE] = word.try_into().expect("chunks of that size");
        array.reverse();
    }
}
