//! [`Maskable`]: elements that stand in for what is masked.

use half::{bf16, f16};
use nd_core::{Array, Complex, Element, View, zip};

/// The body: once in [`Maskable`], for the types of others, and once for each type that nd knows.
macro_rules! kernel {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn filled_of(data: View<'_, Self>, mask: View<'_, bool>, value: Self) -> Array<Self> {
            // A branch would be guessed wrong at every other element of a random mask.
            // By value: what is behind a reference might change with every element that is written.
            let each = move |(x, masked)| std::hint::select_unpredictable(masked, value, x);
            zip((&data, &mask)).named("filled").map(each)
        }
    };
}

/// Elements of masked arrays: the types that nd knows, and those of yours that say what stands for nothing.
///
/// `Default` is what sums take in place of what is masked.
///
/// # Examples
/// ```
/// use nd_core::Element;
/// use nd_ops::ma::{Maskable, MaskedArray};
///
/// #[derive(Clone, Copy, Debug, Default, PartialEq)]
/// struct Tag(u8);
/// impl Element for Tag {}
/// impl Maskable for Tag {
///     const FILL: Tag = Tag(255);
///     const ONE: Tag = Tag(0);
/// }
/// let tags = MaskedArray::new([Tag(1), Tag(2)], [false, true]);
/// assert_eq!(tags.filled(), nd_core::array![Tag(1), Tag(255)]);
/// ```
pub trait Maskable: Element + Default {
    /// What [`filled`](super::MaskedView::filled) puts where nothing else is said.
    const FILL: Self;
    /// What changes no product and divides everything; any value of types that are not multiplied.
    const ONE: Self;

    kernel!(#[doc(hidden)]);
}

macro_rules! maskable {
    ($($T:ty, $fill:expr, $one:expr;)*) => {$(
        impl Maskable for $T {
            const FILL: $T = $fill;
            const ONE: $T = $one;
            kernel!();
        }
    )*};
}
maskable! {
    bool, true, true;
    i8, i8::MAX, 1;
    i16, i16::MAX, 1;
    i32, 999_999, 1;
    i64, 999_999, 1;
    isize, 999_999, 1;
    u8, u8::MAX, 1;
    u16, u16::MAX, 1;
    u32, 999_999, 1;
    u64, 999_999, 1;
    usize, 999_999, 1;
    f16, f16::MAX, f16::ONE;
    bf16, bf16::from_f32_const(1e20), bf16::ONE;
    f32, 1e20, 1.0;
    f64, 1e20, 1.0;
    Complex<f32>, Complex::new(1e20, 0.0), Complex::new(1.0, 0.0);
    Complex<f64>, Complex::new(1e20, 0.0), Complex::new(1.0, 0.0);
}
