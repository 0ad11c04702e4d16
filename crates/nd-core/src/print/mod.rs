//! Printing: `{}` as NumPy's `print`, `{:?}` for tests and logs.
//!
//! `{}` and `{:?}` take the same flags:
//!
//! | flag | meaning | NumPy |
//! |---|---|---|
//! | `{:.3}` | at most 3 digits after the point (default 8) | `printoptions(precision=3)` |
//! | `{:+}` | a sign before every number | `printoptions(sign="+")` |
//! | `{:120}` | lines of 120 characters (default 75) | `printoptions(linewidth=120)` |
//! | `{:#}` | every element, however many (default: up to 1000) | `printoptions(threshold=sys.maxsize)` |
//!
//! All other settings are fields of [`PrintOptions`], which `a.array2string(&options)` is told; nothing is set for
//! the whole program.
//!
//! This module knows text: `decimal` finds digits, `float` aligns columns, `lines` draws
//! brackets, `number` writes one number. Nothing here knows what the numbers are for.

mod decimal;
mod float;
mod lines;
mod number;
mod options;

pub use number::{
    FloatFormatOptions, FloatTrim, FormatFloat, format_float_positional,
    format_float_positional_with, format_float_scientific, format_float_scientific_with,
};
pub use options::{FloatMode, PrintOptions, PrintSign};

use crate::any::{AnyArray, AnyView};
use crate::array::Array;
use crate::cow::CowArray;
use crate::layout::Layout;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::with_dtype;
use lines::Frame;
use std::fmt;

/// NumPy's default line width.
const LINE: usize = 75;

/// How the elements of an array are to be written.
///
/// # Examples
/// ```
/// use nd_core::{PrintElement, PrintStyle};
///
/// let mut style = PrintStyle::default();
/// style.precision = Some(2);
/// assert_eq!(f64::column(&[&1.0, &12.345], style), [" 1.  ", "12.35"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrintStyle {
    /// The most digits after the point; `None` is NumPy's default, 8 for floats.
    pub precision: Option<usize>,
    /// Whether numbers that are not negative get a `+`.
    pub plus: bool,
    /// Whether numbers that are not negative get a space: columns with and without negative ones look alike.
    pub space: bool,
    /// Whether small numbers are written as 0 and not with exponents.
    pub suppress: bool,
    /// How many digits after the point there are.
    pub mode: FloatMode,
}

/// Elements that arrays print with `{}`.
///
/// All numbers, `bool`, strings, tuples and options are; for a record of your own,
/// `impl PrintElement for Record {}` prints what its `Debug` writes, right-aligned. (Arrays of
/// any `Debug` type print with `{:?}`.)
///
/// # Examples
/// ```
/// use nd_core::{Array, Element, PrintElement};
///
/// #[derive(Clone, Copy, Debug)]
/// struct Id(u32);
/// impl Element for Id {}
/// impl PrintElement for Id {}
///
/// assert_eq!(Array::from([Id(7), Id(10)]).to_string(), "[ Id(7) Id(10)]");
/// ```
#[diagnostic::on_unimplemented(
    message = "arrays of `{Self}` do not print with `{{}}`",
    label = "no `PrintElement` for this element type",
    note = "print with `{{:?}}`, or write `impl PrintElement for {Self} {{}}`"
)]
pub trait PrintElement: fmt::Debug {
    /// Whether a space may stand for the sign of an element alone.
    #[doc(hidden)]
    const HAS_SIGN: bool = true;

    /// One text for each element, aligned with each other: they will stand side by side and
    /// above each other.
    fn column(elements: &[&Self], style: PrintStyle) -> Vec<String>
    where
        Self: Sized,
    {
        right_aligned(elements.iter().map(|x| debug_text(x, style)).collect())
    }

    /// The text of the only element of a 0-d array, where there is nothing to align with and
    /// no digit to save.
    fn alone(&self) -> String
    where
        Self: Sized,
    {
        debug_text(self, PrintStyle::default())
    }
}

/// The texts, padded on the left to the width of the widest.
pub(crate) fn right_aligned(texts: Vec<String>) -> Vec<String> {
    let width = texts.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    texts.into_iter().map(|text| format!("{text:>width$}")).collect()
}

fn debug_text(x: &dyn fmt::Debug, style: PrintStyle) -> String {
    match (style.precision, style.plus) {
        (Some(digits), true) => format!("{x:+.digits$?}"),
        (Some(digits), false) => format!("{x:.digits$?}"),
        (None, true) => format!("{x:+?}"),
        (None, false) => format!("{x:?}"),
    }
}

macro_rules! print_integers {
    ($($T:ty)*) => {$(
        impl PrintElement for $T {
            #[allow(unused_comparisons)]
            fn column(elements: &[&Self], style: PrintStyle) -> Vec<String> {
                let space = style.space && elements.iter().all(|&&x| x >= 0);
                let text = |x: &&Self| match (style.plus, space) {
                    (true, _) => format!("{x:+}"),
                    (_, true) => format!(" {x}"),
                    _ => x.to_string(),
                };
                right_aligned(elements.iter().map(text).collect())
            }
        }
    )*};
}
print_integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl PrintElement for bool {
    const HAS_SIGN: bool = false;

    fn column(elements: &[&Self], _: PrintStyle) -> Vec<String> {
        elements.iter().map(|&&x| if x { " True".into() } else { "False".into() }).collect()
    }

    fn alone(&self) -> String {
        if *self { "True".into() } else { "False".into() }
    }
}

/// Texts stand in quotes and are not aligned, as in NumPy; alone they have no quotes.
macro_rules! print_texts {
    ($($T:ty)*) => {$(
        impl PrintElement for $T {
            fn column(elements: &[&Self], style: PrintStyle) -> Vec<String> {
                elements.iter().map(|x| debug_text(*x, style)).collect()
            }

            fn alone(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
print_texts!(char &str String);

impl PrintElement for () {}
impl<T: fmt::Debug> PrintElement for Option<T> {}
impl<T: fmt::Debug> PrintElement for Vec<T> {}
impl<T: fmt::Debug, const N: usize> PrintElement for [T; N] {}
impl<A: fmt::Debug, B: fmt::Debug> PrintElement for (A, B) {}
impl<A: fmt::Debug, B: fmt::Debug, C: fmt::Debug> PrintElement for (A, B, C) {}

impl PrintStyle {
    fn of(f: &fmt::Formatter<'_>) -> PrintStyle {
        PrintStyle { precision: f.precision(), plus: f.sign_plus(), ..Self::default() }
    }
}

impl<T: PrintElement> fmt::Display for View<'_, T> {
    /// The array as NumPy prints it; the flags are precision, `+`, line width and `#` for
    /// all elements.
    ///
    /// # NumPy
    /// `print(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = array![[1.0, 2.5], [f64::NAN, -3.0]];
    /// assert_eq!(a.to_string(), "[[ 1.   2.5]\n [ nan -3. ]]");
    /// assert_eq!(format!("{:.3}", array![2.0 / 3.0, 0.5]), "[0.667 0.5  ]");
    /// assert_eq!(Array::<f64>::zeros([0, 3]).to_string(), "[]");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = PrintStyle::of(f);
        if self.ndim() == 0 && style == PrintStyle::default() {
            return f.write_str(&self[[]].alone());
        }
        display(f, self.layout(), &mut |offsets| {
            let elements: Vec<&T> = offsets.iter().map(|&at| self.at_offset(at)).collect();
            T::column(&elements, style)
        })
    }
}

/// `{}` of elements whose type is forgotten: `texts` prints those at the offsets it is told.
fn display(
    f: &mut fmt::Formatter<'_>,
    layout: &Layout,
    texts: &mut dyn FnMut(&[isize]) -> Vec<String>,
) -> fmt::Result {
    let frame = Frame::of(f.width().unwrap_or(LINE), " ", f.alternate());
    f.write_str(&frame.print(layout, texts))
}

impl<T: fmt::Debug> fmt::Debug for View<'_, T> {
    /// Elements as their own `Debug` writes them, so that floats that differ look different,
    /// with the shape and the type; flags as for `{}`.
    ///
    /// # NumPy
    /// `repr(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1.0, 2.5], [-3.0, 4.0]];
    /// let text = "array([[ 1.0,  2.5],\n       [-3.0,  4.0]], shape=[2, 2], dtype=f64)";
    /// assert_eq!(format!("{a:?}"), text);
    /// assert_eq!(format!("{:?}", array![0u8; 0]), "array([], shape=[0], dtype=u8)");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let element = |at: isize| self.at_offset(at) as &dyn fmt::Debug;
        debug(f, self.layout(), std::any::type_name::<T>(), &element)
    }
}

/// `{:?}` of elements whose type is forgotten.
fn debug<'a>(
    f: &mut fmt::Formatter<'_>,
    layout: &Layout,
    type_name: &str,
    element: &dyn Fn(isize) -> &'a (dyn fmt::Debug + 'a),
) -> fmt::Result {
    const HEAD: &str = "array(";
    let style = PrintStyle::of(f);
    let line = f.width().unwrap_or(LINE);
    // One character less: the bracket that closes `array(`.
    let frame = Frame::of(line.saturating_sub(1), ", ", f.alternate());
    let frame = Frame { indent: HEAD.len(), ..frame };
    let body = frame.print(layout, &mut |offsets| {
        right_aligned(offsets.iter().map(|&at| debug_text(element(at), style)).collect())
    });
    let facts = format!("shape={:?}, dtype={})", layout.shape, short(type_name));
    let last = match body.rsplit_once('\n') {
        Some((_, last)) => last.chars().count(),
        None => HEAD.len() + body.chars().count(),
    };
    let fits = last + 2 + facts.chars().count() <= line;
    let space = if fits { " ".into() } else { format!("\n{:1$}", "", HEAD.len()) };
    write!(f, "{HEAD}{body},{space}{facts}")
}

/// The name of a type without the modules it lives in: `Option<f64>`.
fn short(full: &str) -> String {
    let in_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut short = String::new();
    let mut rest = full;
    while let Some(first) = rest.chars().next() {
        let end = if in_path(first) {
            rest.find(|c| !in_path(c)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (part, after) = rest.split_at(end);
        short.push_str(part.rsplit("::").next().unwrap_or(part));
        rest = after;
    }
    short
}

macro_rules! forward_print {
    ($($Type:ty)*) => {$(
        impl<T: PrintElement> fmt::Display for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.view(), f)
            }
        }

        impl<T: fmt::Debug> fmt::Debug for $Type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.view(), f)
            }
        }
    )*};
}
forward_print!(Array<T> ViewMut<'_, T> CowArray<'_, T>);

impl fmt::Display for AnyView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        with_dtype!(self, |a| fmt::Display::fmt(a, f))
    }
}

impl fmt::Display for AnyArray {
    /// As an array of the same elements, of known type, prints.
    ///
    /// # NumPy
    /// `print(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, array};
    ///
    /// assert_eq!(AnyArray::from(array![1.0, 2.5]).to_string(), "[1.  2.5]");
    /// assert_eq!(format!("{:.1}", AnyArray::from(array![0.25f32])), "[0.2]");
    /// ```
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}
