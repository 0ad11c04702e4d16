//! `nan_to_num`: numbers in the place of what is none.

use super::Floating;
use half::{bf16, f16};
use nd_core::{Array, ArrayLike, Complex, Element, Number, View, zip};

/// What stands for NaN and the infinities.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{NanToNumOptions, nan_to_num_with};
///
/// let options = NanToNumOptions::default().nan(-1.0).posinf(9.0).neginf(-9.0);
/// let a = array![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.5];
/// assert_eq!(nan_to_num_with(&a, &options), array![-1.0, 9.0, -9.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct NanToNumOptions<T> {
    /// For NaN; 0 unless it is given.
    pub nan: Option<T>,
    /// For infinity; the largest finite number unless it is given.
    pub posinf: Option<T>,
    /// For minus infinity; the smallest finite number unless it is given.
    pub neginf: Option<T>,
}

impl<T> Default for NanToNumOptions<T> {
    fn default() -> Self {
        NanToNumOptions { nan: None, posinf: None, neginf: None }
    }
}

impl<T> NanToNumOptions<T> {
    /// For NaN.
    ///
    /// # NumPy
    /// `nan`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{NanToNumOptions, nan_to_num_with};
    ///
    /// let options = NanToNumOptions::default().nan(-1.0);
    /// assert_eq!(nan_to_num_with(&array![f64::NAN, 2.0], &options), array![-1.0, 2.0]);
    /// ```
    pub fn nan(self, nan: T) -> Self {
        NanToNumOptions { nan: Some(nan), ..self }
    }

    /// For infinity.
    ///
    /// # NumPy
    /// `posinf`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{NanToNumOptions, nan_to_num_with};
    ///
    /// let options = NanToNumOptions::default().posinf(1e9);
    /// assert_eq!(nan_to_num_with(&array![f64::INFINITY, 2.0], &options), array![1e9, 2.0]);
    /// ```
    pub fn posinf(self, posinf: T) -> Self {
        NanToNumOptions { posinf: Some(posinf), ..self }
    }

    /// For minus infinity.
    ///
    /// # NumPy
    /// `neginf`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{NanToNumOptions, nan_to_num_with};
    ///
    /// let options = NanToNumOptions::default().neginf(-1e9);
    /// assert_eq!(nan_to_num_with(&array![f64::NEG_INFINITY, 2.0], &options), array![-1e9, 2.0]);
    /// ```
    pub fn neginf(self, neginf: T) -> Self {
        NanToNumOptions { neginf: Some(neginf), ..self }
    }
}

/// `x`, or what stands for it.
#[inline(always)]
fn replaced<T: Floating>(x: T, [nan, posinf, neginf]: [T; 3]) -> T {
    let y = if x == T::INFINITE { posinf } else { x };
    let y = if x == T::INFINITE.negated() { neginf } else { y };
    if x.partial_cmp(&x).is_none() { nan } else { y }
}

/// Numbers of which a part may be NaN or infinite: floats, and complex numbers of them.
///
/// # Examples
/// ```
/// use nd_core::{Array, Complex, array};
/// use nd_ops::Replaced;
///
/// fn finite<T: Replaced>(a: &Array<T>) -> Array<T> {
///     nd_ops::nan_to_num(a)
/// }
/// let a = array![Complex::new(f64::NAN, 1.0)];
/// assert_eq!(finite(&a), array![Complex::new(0.0, 1.0)]);
/// ```
pub trait Replaced: Element {
    /// The number itself, or the type of a complex number's parts.
    type Part: Floating;

    #[doc(hidden)]
    fn nan_to_num_of(a: View<'_, Self>, replacements: [Self::Part; 3]) -> Array<Self>;
}

macro_rules! replaced {
    ($($T:ty, $Part:ty, |$x:ident, $by:ident| $replaced:expr;)*) => {$(
        impl Replaced for $T {
            type Part = $Part;

            #[inline(never)]
            fn nan_to_num_of(a: View<'_, $T>, $by: [$Part; 3]) -> Array<$T> {
                zip((&a,)).map(move |($x,)| $replaced)
            }
        }
    )*};
}
replaced! {
    f16, f16, |x, by| replaced(x, by);
    bf16, bf16, |x, by| replaced(x, by);
    f32, f32, |x, by| replaced(x, by);
    f64, f64, |x, by| replaced(x, by);
    Complex<f32>, f32, |z, by| Complex::new(replaced(z.re, by), replaced(z.im, by));
    Complex<f64>, f64, |z, by| Complex::new(replaced(z.re, by), replaced(z.im, by));
}

/// The elements, with 0 for NaN and the largest and the smallest finite number for the
/// infinities; of complex numbers for each part.
///
/// # NumPy
/// `np.nan_to_num(a)` of floats and complex numbers; integers have nothing to be replaced.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// assert_eq!(nd_ops::nan_to_num(&array![f64::NAN, f64::INFINITY, 1.5]), array![0.0, f64::MAX, 1.5]);
/// let z = Complex::new(f32::NEG_INFINITY, 2.0);
/// assert_eq!(nd_ops::nan_to_num(&array![z]), array![Complex::new(f32::MIN, 2.0)]);
/// ```
pub fn nan_to_num<A: ArrayLike<Elem: Replaced>>(a: A) -> Array<A::Elem> {
    nan_to_num_with(a, &NanToNumOptions::default())
}

/// As [`nan_to_num`], with other numbers.
///
/// # NumPy
/// `np.nan_to_num(a, nan=…, posinf=…, neginf=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{NanToNumOptions, nan_to_num_with};
///
/// let options = NanToNumOptions::default().nan(1f32);
/// assert_eq!(nan_to_num_with(&array![f32::NAN, 2.0], &options), array![1.0, 2.0]);
/// ```
pub fn nan_to_num_with<A: ArrayLike<Elem: Replaced>>(
    a: A,
    options: &NanToNumOptions<<A::Elem as Replaced>::Part>,
) -> Array<A::Elem> {
    let largest = <A::Elem as Replaced>::Part::LARGEST_FINITE;
    let nan = options.nan.unwrap_or_default();
    let posinf = options.posinf.unwrap_or(largest);
    let neginf = options.neginf.unwrap_or(largest.negated());
    A::Elem::nan_to_num_of(a.view(), [nan, posinf, neginf])
}
