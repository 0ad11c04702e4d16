//! `{}` and `{:?}` of masked arrays.

use super::{MaskedArray, MaskedView};
use nd_core::{Element, PrintElement, PrintOptions};
use std::fmt;

impl<T: Element + PrintElement> MaskedView<'_, T> {
    /// As text, `text` where an element is masked.
    ///
    /// # NumPy
    /// `str(a)` with `np.ma.masked_print_option.set_display(text)`, a setting of the process.
    ///
    /// # Examples
    /// ```
    /// use nd_core::PrintOptions;
    ///
    /// let a = nd_ops::ma::MaskedArray::new([1.5, 2.0], [false, true]);
    /// assert_eq!(a.view().array2string(&PrintOptions::default(), "·"), "[1.5 ·]");
    /// ```
    pub fn array2string(self, options: &PrintOptions, text: &str) -> String {
        if !self.is_masked() {
            return self.data.array2string(options);
        }
        let written = |x: &Option<T>| x.as_ref().map_or_else(|| text.to_owned(), T::alone);
        let options_of = self.to_options();
        if self.shape().is_empty() {
            return written(&options_of[[]]);
        }
        options_of.array2string_by(options, written)
    }
}

impl<T: Element + PrintElement> fmt::Display for MaskedView<'_, T> {
    /// As NumPy prints it: `--` where an element is masked, and then no spaces to align elements.
    ///
    /// # NumPy
    /// `print(a)`, but that an array of which nothing is masked is printed as a plain one, whether it has a mask or not.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_masked() {
            true => f.write_str(&self.array2string(&PrintOptions::default(), "--")),
            false => fmt::Display::fmt(&self.data, f),
        }
    }
}

/// What is printed where there is no element.
struct Missing<T>(Option<T>);

impl<T: fmt::Debug> fmt::Debug for Missing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(x) => x.fmt(f),
            None => f.write_str("--"),
        }
    }
}

impl<T: Element + fmt::Debug> fmt::Debug for MaskedView<'_, T> {
    /// The elements as their own `Debug` writes them, `--` where they are masked, with the shape, the type and a fill
    /// value that was set.
    ///
    /// # NumPy
    /// `repr(a)`, which has the mask in a second block.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = PrintOptions::default().separator(", ");
        let text = |x: &Option<T>| format!("{:?}", Missing(*x));
        let elements = self.to_options().array2string_by(&options, text);
        let indented = elements.replace('\n', "\n             ");
        let type_name = std::any::type_name::<T>();
        let short = type_name.rsplit("::").next().unwrap_or(type_name);
        write!(f, "masked_array({indented}, shape={:?}, dtype={short}", self.shape())?;
        match &self.fill {
            Some(fill) => write!(f, ", fill_value={fill:?})"),
            None => f.write_str(")"),
        }
    }
}

impl<T: Element + PrintElement> fmt::Display for MaskedArray<T> {
    /// As [`MaskedView`]'s.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

impl<T: Element + fmt::Debug> fmt::Debug for MaskedArray<T> {
    /// As [`MaskedView`]'s.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}
