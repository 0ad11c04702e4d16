//! One float as text, digit by digit: `format_float_positional` and `format_float_scientific`.

use super::decimal::{Decimal, Real};
use super::float::exponent_text;
use half::{bf16, f16};

/// What becomes of zeros at the end of a number.
///
/// # NumPy
/// `trim`: `"k"`, `"."`, `"0"` and `"-"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FloatTrim {
    /// They stay, and so does the point.
    #[default]
    Keep,
    /// They go, and the point stays: `1.`.
    Point,
    /// They go, but for one behind the point: `1.0`.
    Zero,
    /// They go, and the point if it is last: `1`.
    Bare,
}

/// How [`format_float_positional_with`] and [`format_float_scientific_with`] write a number.
///
/// # Examples
/// ```
/// use nd_core::{FloatFormatOptions, FloatTrim, format_float_positional_with};
///
/// let options = FloatFormatOptions::default().precision(2).trim(FloatTrim::Zero);
/// assert_eq!(format_float_positional_with(2.0 / 3.0, &options), "0.67");
/// assert_eq!(format_float_positional_with(5.0, &options), "5.0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FloatFormatOptions {
    /// The most digits; `None`: as many as it takes.
    pub precision: Option<usize>,
    /// Whether digits end where they tell the number from all others of its type, the default; else they are those
    /// of the exact value, as many as `precision` says.
    pub unique: bool,
    /// Whether digits are counted from the point, the default, and not from the first that is not 0. (Without
    /// exponent only.)
    pub fractional: bool,
    /// What becomes of zeros at the end.
    pub trim: FloatTrim,
    /// Whether numbers that are not negative get a `+`.
    pub sign: bool,
    /// Spaces at the left until so many characters stand before the point.
    pub pad_left: usize,
    /// Spaces at the right until so many characters stand after the point. (Without exponent only.)
    pub pad_right: usize,
    /// The fewest digits, where they are unique: the exact value goes on.
    pub min_digits: usize,
    /// The fewest digits of the exponent: 2.
    pub exp_digits: usize,
}

impl Default for FloatFormatOptions {
    fn default() -> Self {
        FloatFormatOptions {
            precision: None,
            unique: true,
            fractional: true,
            trim: FloatTrim::Keep,
            sign: false,
            pad_left: 0,
            pad_right: 0,
            min_digits: 0,
            exp_digits: 2,
        }
    }
}

/// A setter for each field.
macro_rules! setters {
    ($($(#[$doc:meta])* $field:ident: $T:ty;)*) => {
        impl FloatFormatOptions {
            /// The most digits.
            ///
            /// # NumPy
            /// `precision`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{FloatFormatOptions, format_float_positional_with};
            ///
            /// let two = FloatFormatOptions::default().precision(2);
            /// assert_eq!(format_float_positional_with(0.125, &two), "0.12"); // of 0.12 and 0.13 the even one
            /// assert_eq!(format_float_positional_with(0.125, &two.precision(None)), "0.125");
            /// ```
            #[must_use]
            pub fn precision(self, precision: impl Into<Option<usize>>) -> Self {
                Self { precision: precision.into(), ..self }
            }
            $(
                $(#[$doc])*
                #[must_use]
                pub fn $field(self, $field: $T) -> Self {
                    Self { $field, ..self }
                }
            )*
        }
    };
}
setters! {
    /// Whether digits end where they tell the number from all others of its type.
    ///
    /// # NumPy
    /// `unique`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, format_float_positional_with};
    ///
    /// let exact = FloatFormatOptions::default().unique(false).precision(20);
    /// assert_eq!(format_float_positional_with(0.1, &exact), "0.10000000000000000555");
    /// ```
    unique: bool;
    /// Whether digits are counted from the point, and not from the first that is not 0.
    ///
    /// # NumPy
    /// `fractional`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, format_float_positional_with};
    ///
    /// let three = FloatFormatOptions::default().precision(3);
    /// assert_eq!(format_float_positional_with(0.012345, &three), "0.012");
    /// assert_eq!(format_float_positional_with(0.012345, &three.fractional(false)), "0.0123");
    /// ```
    fractional: bool;
    /// What becomes of zeros at the end.
    ///
    /// # NumPy
    /// `trim`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, FloatTrim, format_float_positional_with};
    ///
    /// let trimmed = |trim| FloatFormatOptions::default().trim(trim);
    /// assert_eq!(format_float_positional_with(2.0, &trimmed(FloatTrim::Point)), "2.");
    /// assert_eq!(format_float_positional_with(2.0, &trimmed(FloatTrim::Bare)), "2");
    /// ```
    trim: FloatTrim;
    /// Whether numbers that are not negative get a `+`.
    ///
    /// # NumPy
    /// `sign`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, format_float_scientific_with};
    ///
    /// let signed = FloatFormatOptions::default().sign(true);
    /// assert_eq!(format_float_scientific_with(1500.0, &signed), "+1.5e+03");
    /// ```
    sign: bool;
    /// Spaces at the left until so many characters stand before the point.
    ///
    /// # NumPy
    /// `pad_left`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, format_float_positional_with};
    ///
    /// let wide = FloatFormatOptions::default().pad_left(4);
    /// assert_eq!(format_float_positional_with(2.5, &wide), "   2.5");
    /// ```
    pad_left: usize;
    /// Spaces at the right until so many characters stand after the point.
    ///
    /// # NumPy
    /// `pad_right`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, format_float_positional_with};
    ///
    /// let wide = FloatFormatOptions::default().pad_right(3);
    /// assert_eq!(format_float_positional_with(2.5, &wide), "2.5  ");
    /// ```
    pad_right: usize;
    /// The fewest digits.
    ///
    /// # NumPy
    /// `min_digits`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, format_float_positional_with};
    ///
    /// let five = FloatFormatOptions::default().min_digits(5);
    /// assert_eq!(format_float_positional_with(2.5, &five), "2.50000");
    /// ```
    min_digits: usize;
    /// The fewest digits of the exponent.
    ///
    /// # NumPy
    /// `exp_digits`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{FloatFormatOptions, format_float_scientific_with};
    ///
    /// let four = FloatFormatOptions::default().exp_digits(4);
    /// assert_eq!(format_float_scientific_with(1e-7, &four), "1.e-0007");
    /// ```
    exp_digits: usize;
}

mod sealed {
    use super::Decimal;

    pub trait Sealed {
        /// The decimal digits, or what is written of a value that has none.
        fn written(self) -> Result<Decimal, &'static str>;
    }
}

/// Floats that are written digit by digit: `f16`, `bf16`, `f32` and `f64`.
///
/// Sealed.
///
/// # Examples
/// ```
/// use nd_core::{f16, format_float_positional};
///
/// assert_eq!(format_float_positional(f16::from_f32(0.3)), "0.3");
/// ```
pub trait FormatFloat: sealed::Sealed + Copy {}

macro_rules! format_floats {
    ($($T:ty)*) => {$(
        impl sealed::Sealed for $T {
            fn written(self) -> Result<Decimal, &'static str> {
                match self.wide() {
                    x if x.is_nan() => Err("nan"),
                    x if x.is_infinite() => Err(if x < 0.0 { "-inf" } else { "inf" }),
                    _ => Ok(self.decimal()),
                }
            }
        }
        impl FormatFloat for $T {}
    )*};
}
format_floats!(f16 bf16 f32 f64);

/// A number without exponent, with the fewest digits that tell it from all others of its type.
///
/// NaN and infinities are `nan`, `inf` and `-inf`.
///
/// # NumPy
/// `np.format_float_positional(x)`.
///
/// # Examples
/// ```
/// use nd_core::format_float_positional;
///
/// assert_eq!(format_float_positional(std::f32::consts::PI), "3.1415927");
/// assert_eq!(format_float_positional(1e20), "100000000000000000000.");
/// ```
pub fn format_float_positional<T: FormatFloat>(x: T) -> String {
    format_float_positional_with(x, &FloatFormatOptions::default())
}

/// As [`format_float_positional`], told how many digits there are, and what stands around them.
///
/// Digits that are cut off round the last one; halves to the even one.
///
/// # NumPy
/// `np.format_float_positional(x, …)`.
///
/// # Examples
/// ```
/// use nd_core::{FloatFormatOptions, format_float_positional_with};
///
/// let exact = FloatFormatOptions::default().unique(false).precision(20);
/// assert_eq!(format_float_positional_with(0.1, &exact), "0.10000000000000000555");
/// let three = FloatFormatOptions::default().precision(3).fractional(false);
/// assert_eq!(format_float_positional_with(0.00123456, &three), "0.00123");
/// assert_eq!(format_float_positional_with(f64::NAN, &three), "nan");
/// ```
pub fn format_float_positional_with<T: FormatFloat>(x: T, options: &FloatFormatOptions) -> String {
    let x = match x.written() {
        Ok(decimal) => decimal,
        Err(other) => return signed(other, options),
    };
    let (mut whole, fraction) =
        if options.fractional { from_point(&x, options) } else { from_first(&x, options) };
    let least = if options.unique { options.min_digits } else { options.precision.unwrap_or(0) };
    let least = if options.fractional { least } else { least.saturating_sub(whole.len()) };
    whole.insert_str(0, sign(&x, options));
    let (fraction, point) = ended(fraction, least, options.trim);
    let missing = options.pad_right.saturating_sub(fraction.len());
    let space = if point.is_empty() && options.pad_right > 0 { 1 } else { 0 };
    let left = options.pad_left;
    format!("{whole:>left$}{point}{fraction}{:1$}", "", missing + space)
}

/// A number with an exponent, with the fewest digits that tell it from all others of its type.
///
/// # NumPy
/// `np.format_float_scientific(x)`.
///
/// # Examples
/// ```
/// use nd_core::format_float_scientific;
///
/// assert_eq!(format_float_scientific(std::f32::consts::PI), "3.1415927e+00");
/// assert_eq!(format_float_scientific(-1e-300), "-1.e-300");
/// ```
pub fn format_float_scientific<T: FormatFloat>(x: T) -> String {
    format_float_scientific_with(x, &FloatFormatOptions::default())
}

/// As [`format_float_scientific`], told how many digits there are, and what stands around them.
///
/// Digits are counted from the point, as of every number with an exponent.
///
/// # NumPy
/// `np.format_float_scientific(x, …)`.
///
/// # Examples
/// ```
/// use nd_core::{FloatFormatOptions, format_float_scientific_with};
///
/// let options = FloatFormatOptions::default().precision(2).exp_digits(4);
/// assert_eq!(format_float_scientific_with(123456.0, &options), "1.23e+0005");
/// ```
pub fn format_float_scientific_with<T: FormatFloat>(x: T, options: &FloatFormatOptions) -> String {
    let x = match x.written() {
        Ok(decimal) => decimal,
        Err(other) => return signed(other, options),
    };
    let (mut whole, rest, exponent) = significant(&x, places(x.rest(), options));
    let least = if options.unique { options.min_digits } else { options.precision.unwrap_or(0) };
    whole.insert_str(0, sign(&x, options));
    let (rest, point) = ended(rest, least, options.trim);
    let left = options.pad_left;
    format!("{whole:>left$}{point}{rest}{}", exponent_text(exponent, options.exp_digits.min(5)))
}

fn signed(other: &str, options: &FloatFormatOptions) -> String {
    if options.sign && other == "inf" { "+inf".into() } else { other.into() }
}

fn sign(x: &Decimal, options: &FloatFormatOptions) -> &'static str {
    match (x.value.is_sign_negative(), options.sign) {
        (true, _) => "-",
        (_, true) => "+",
        _ => "",
    }
}

/// How many digits after the first, or after the point, where the shortest number has so many.
fn places(shortest: usize, options: &FloatFormatOptions) -> usize {
    let most = options.precision.unwrap_or(usize::MAX);
    match options.unique {
        true => shortest.min(most).max(options.min_digits.min(most)),
        // NumPy wants a precision here; without one the shortest number is what there is.
        false => options.precision.unwrap_or(shortest),
    }
}

/// Digits counted from the point: before it, and after it.
fn from_point(x: &Decimal, options: &FloatFormatOptions) -> (String, String) {
    let places = places(x.fraction(), options);
    if options.unique && places == x.fraction() {
        let text = x.shifted();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        return (whole.into(), fraction.into());
    }
    let (whole, fraction) = x.fixed(places);
    (whole, carried(x, fraction, places))
}

/// Digits after the point as they come one by one: where the last one was rounded up, nines before it are gone, and
/// nothing stands in their place.
fn carried(x: &Decimal, fraction: String, places: usize) -> String {
    let (_, exact) = x.fixed(EXACT);
    if exact.starts_with(&fraction) && places <= EXACT {
        return fraction;
    }
    fraction.trim_end_matches('0').into()
}

/// The exact value of no float has more digits after the point.
const EXACT: usize = 1100;

/// Digits counted from the first that is not 0: before the point, and after it.
fn from_first(x: &Decimal, options: &FloatFormatOptions) -> (String, String) {
    let counted = FloatFormatOptions {
        precision: options.precision.map(|n| n.saturating_sub(1)),
        min_digits: options.min_digits.saturating_sub(1),
        ..options.clone()
    };
    let (first, rest, exponent) = significant(x, places(x.rest(), &counted));
    let digits = first + &rest;
    let Ok(before) = usize::try_from(exponent + 1) else {
        let zeros = exponent.unsigned_abs() as usize - 1;
        return ("0".into(), format!("{:0<zeros$}{digits}", ""));
    };
    if digits.len() <= before {
        return (format!("{digits:0<before$}"), String::new());
    }
    match digits.split_at(before) {
        ("", fraction) => ("0".into(), fraction.into()),
        (whole, fraction) => (whole.into(), fraction.into()),
    }
}

/// The first digit, so many after it, and the exponent.
fn significant(x: &Decimal, places: usize) -> (String, String, i32) {
    if places == x.rest() {
        return x.scientific(places, places);
    }
    let (first, rest, exponent) = x.scientific(places, places);
    let exact = format!("{:.EXACT$e}", x.value.abs());
    let (mantissa, _) = exact.split_once('e').expect("`{:e}` writes an exponent");
    let kept = format!("{first}.{rest}");
    if mantissa.starts_with(&kept) {
        return (first, rest, exponent);
    }
    (first, rest.trim_end_matches('0').into(), exponent)
}

/// The digits after the point with their end as it is to be, and the point if there is one.
fn ended(mut fraction: String, least: usize, trim: FloatTrim) -> (String, &'static str) {
    if trim == FloatTrim::Keep {
        let missing = least.saturating_sub(fraction.len());
        fraction.push_str(&"0".repeat(missing));
        return (fraction, ".");
    }
    fraction.truncate(fraction.trim_end_matches('0').len());
    match (trim, fraction.is_empty()) {
        (FloatTrim::Zero, true) => ("0".into(), "."),
        (FloatTrim::Bare, true) => (fraction, ""),
        _ => (fraction, "."),
    }
}
