//! [`PrintOptions`]: the settings of printing as a value.

use super::lines::{EDGE, Frame, WHOLE_UP_TO};
use super::{LINE, PrintElement, PrintStyle};
use crate::view::View;

/// What stands before numbers that are not negative.
///
/// # NumPy
/// `sign`: `"-"`, `"+"` and `" "`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PrintSign {
    /// Nothing.
    #[default]
    Minus,
    /// A plus.
    Plus,
    /// A space, where a minus would stand.
    Space,
}

/// How many digits after the point floats have.
///
/// # NumPy
/// `floatmode`: `"maxprec"`, `"maxprec_equal"`, `"fixed"` and `"unique"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FloatMode {
    /// As many as tell a number from its neighbours, but at most the precision.
    #[default]
    MaxPrec,
    /// As many as the number that needs most has in [`MaxPrec`](Self::MaxPrec), for all.
    MaxPrecEqual,
    /// As many as the precision, always.
    Fixed,
    /// As many as tell a number from its neighbours, whatever the precision.
    Unique,
}

/// The settings of printing, for [`View::array2string`]; NumPy's by default.
///
/// # NumPy
/// The arguments of `np.array2string` and `np.set_printoptions`, but none is global.
///
/// # Examples
/// ```
/// use nd_core::{PrintOptions, PrintSign, array};
///
/// let options = PrintOptions::default().precision(2).suppress(true);
/// let a = array![1e-9, 2.0 / 3.0];
/// assert_eq!(a.array2string(&options), "[0.   0.67]");
/// assert_eq!(a.array2string(&options.sign(PrintSign::Plus)), "[+0.   +0.67]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PrintOptions {
    /// The most digits after the point; `None`, the default, is 8 for floats.
    pub precision: Option<usize>,
    /// Arrays of more elements are printed in part; 1000.
    pub threshold: usize,
    /// How many items of each end of an axis are then printed; 3.
    pub edge_items: usize,
    /// The longest line; 75.
    pub line_width: usize,
    /// Whether small numbers are written as 0 and not with exponents.
    pub suppress: bool,
    /// What stands before numbers that are not negative.
    pub sign: PrintSign,
    /// How many digits after the point floats have.
    pub float_mode: FloatMode,
    /// What stands between elements: a space.
    pub separator: String,
}

impl Default for PrintOptions {
    fn default() -> Self {
        PrintOptions {
            precision: None,
            threshold: WHOLE_UP_TO,
            edge_items: EDGE,
            line_width: LINE,
            suppress: false,
            sign: PrintSign::Minus,
            float_mode: FloatMode::MaxPrec,
            separator: " ".into(),
        }
    }
}

impl PrintOptions {
    /// The most digits after the point.
    ///
    /// # NumPy
    /// `precision`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, array};
    ///
    /// let two = PrintOptions::default().precision(2);
    /// assert_eq!(array![0.5, 1.0 / 3.0].array2string(&two), "[0.5  0.33]");
    /// assert_eq!(array![1.0 / 3.0].array2string(&two.precision(None)), "[0.33333333]");
    /// ```
    #[must_use]
    pub fn precision(self, precision: impl Into<Option<usize>>) -> Self {
        Self { precision: precision.into(), ..self }
    }

    /// Arrays of more elements are printed in part; `usize::MAX` for none.
    ///
    /// # NumPy
    /// `threshold`; `np.inf` and `sys.maxsize` for none.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, arange};
    ///
    /// let a = arange(0, 9, 1);
    /// assert_eq!(a.array2string(&PrintOptions::default().threshold(8)), "[0 1 2 ... 6 7 8]");
    /// ```
    #[must_use]
    pub fn threshold(self, threshold: usize) -> Self {
        Self { threshold, ..self }
    }

    /// How many items of each end of an axis are printed of arrays that are printed in part.
    ///
    /// # NumPy
    /// `edgeitems`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, arange};
    ///
    /// let ends = PrintOptions::default().threshold(5).edge_items(1);
    /// assert_eq!(arange(0, 9, 1).array2string(&ends), "[0 ... 8]");
    /// ```
    #[must_use]
    pub fn edge_items(self, edge_items: usize) -> Self {
        Self { edge_items, ..self }
    }

    /// The longest line.
    ///
    /// # NumPy
    /// `max_line_width` of `np.array2string`, `linewidth` of `np.set_printoptions`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, arange};
    ///
    /// let narrow = PrintOptions::default().line_width(8);
    /// assert_eq!(arange(0, 5, 1).array2string(&narrow), "[0 1 2\n 3 4]");
    /// ```
    #[must_use]
    pub fn line_width(self, line_width: usize) -> Self {
        Self { line_width, ..self }
    }

    /// Whether small numbers are written as 0.
    ///
    /// # NumPy
    /// `suppress_small` of `np.array2string`, `suppress` of `np.set_printoptions`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, array};
    ///
    /// let a = array![1e-10, 1.0];
    /// assert_eq!(a.array2string(&PrintOptions::default()), "[1.e-10 1.e+00]");
    /// assert_eq!(a.array2string(&PrintOptions::default().suppress(true)), "[0. 1.]");
    /// ```
    #[must_use]
    pub fn suppress(self, suppress: bool) -> Self {
        Self { suppress, ..self }
    }

    /// What stands before numbers that are not negative.
    ///
    /// # NumPy
    /// `sign`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, PrintSign, array};
    ///
    /// let a = array![0.5, 1.5];
    /// assert_eq!(a.array2string(&PrintOptions::default().sign(PrintSign::Space)), "[ 0.5  1.5]");
    /// ```
    #[must_use]
    pub fn sign(self, sign: PrintSign) -> Self {
        Self { sign, ..self }
    }

    /// How many digits after the point floats have.
    ///
    /// # NumPy
    /// `floatmode`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatMode, PrintOptions, array};
    ///
    /// let options = PrintOptions::default().precision(3);
    /// let a = array![0.5, 0.12345];
    /// assert_eq!(a.array2string(&options), "[0.5   0.123]");
    /// assert_eq!(a.array2string(&options.clone().float_mode(FloatMode::Fixed)), "[0.500 0.123]");
    /// assert_eq!(a.array2string(&options.float_mode(FloatMode::Unique)), "[0.5     0.12345]");
    /// ```
    #[must_use]
    pub fn float_mode(self, float_mode: FloatMode) -> Self {
        Self { float_mode, ..self }
    }

    /// What stands between elements.
    ///
    /// # NumPy
    /// `separator`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, array};
    ///
    /// let commas = PrintOptions::default().separator(", ");
    /// assert_eq!(array![[1, 2], [3, 4]].array2string(&commas), "[[1, 2],\n [3, 4]]");
    /// ```
    #[must_use]
    pub fn separator(self, separator: impl Into<String>) -> Self {
        Self { separator: separator.into(), ..self }
    }

    fn style(&self) -> PrintStyle {
        PrintStyle {
            precision: self.precision,
            plus: self.sign == PrintSign::Plus,
            space: self.sign == PrintSign::Space,
            suppress: self.suppress,
            mode: self.float_mode,
        }
    }

    fn frame(&self) -> Frame<'_> {
        Frame {
            width: self.line_width,
            indent: 0,
            separator: &self.separator,
            threshold: self.threshold,
            edge: self.edge_items,
        }
    }
}

impl<T> View<'_, T> {
    /// The array as text, printed as `options` say.
    ///
    /// # NumPy
    /// `np.array2string(a, …)`, which writes the only element of a 0-d array in another way than `print`, too;
    /// `np.set_printoptions(…)` has no counterpart: options are a value, kept where they are used.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatMode, PrintOptions, array};
    ///
    /// let options = PrintOptions::default().precision(2).float_mode(FloatMode::Fixed);
    /// assert_eq!(array![1.0, 2.5, -3.125].array2string(&options), "[ 1.00  2.50 -3.12]");
    /// let options = PrintOptions::default().threshold(5).edge_items(1).separator(", ");
    /// assert_eq!(array![1, 2, 3, 4, 5, 6].array2string(&options), "[1, ..., 6]");
    /// ```
    pub fn array2string(self, options: &PrintOptions) -> String
    where
        T: PrintElement,
    {
        let style = options.style();
        let text = options.frame().print(self.layout(), &mut |offsets| {
            let elements: Vec<&T> = offsets.iter().map(|&at| self.at_offset(at)).collect();
            T::column(&elements, style)
        });
        // One element is aligned with nothing.
        let alone = self.ndim() == 0 && !(style.space && T::HAS_SIGN);
        if alone { text.trim_start().into() } else { text }
    }

    /// The array as text, where `text` says how each element is written: as it is, without spaces to align it.
    ///
    /// Of `options` those count that are about the array: `threshold`, `edge_items`, `line_width`, `separator`.
    ///
    /// # NumPy
    /// `np.array2string(a, formatter={"all": text})`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{PrintOptions, array};
    ///
    /// let a = array![0.25, 10.0];
    /// let text = a.array2string_by(&PrintOptions::default(), |x| format!("{:.0} %", 100.0 * x));
    /// assert_eq!(text, "[25 % 1000 %]");
    /// ```
    pub fn array2string_by(self, options: &PrintOptions, text: impl Fn(&T) -> String) -> String {
        options.frame().print(self.layout(), &mut |offsets| {
            offsets.iter().map(|&at| text(self.at_offset(at))).collect()
        })
    }
}
