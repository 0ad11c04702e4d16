//! Columns of floats and complex numbers.
//!
//! The rules are those of NumPy's `floatmode="maxprec"`: every value with as few digits as
//! say which one it is, but at most `precision` after the point; all of them aligned at the
//! point; all of them with exponents if one is very large, one very small, or they differ by
//! more than a factor of 1000.

use super::decimal::{Decimal, Real};
use super::{FloatMode, PrintElement, PrintStyle, right_aligned};
use half::{bf16, f16};
use num_complex::Complex;

/// NumPy's default precision.
const PRECISION: usize = 8;

/// One value of a column.
enum Cell {
    Finite(Decimal),
    /// `nan`, `inf` or `-inf`.
    Other(String),
}

fn cell<R: Real>(x: R, plus: bool) -> Cell {
    let wide = x.wide();
    if wide.is_finite() {
        return Cell::Finite(x.decimal());
    }
    Cell::Other(match wide {
        _ if wide.is_nan() => format!("{}nan", sign(false, plus)),
        _ => format!("{}inf", sign(wide < 0.0, plus)),
    })
}

fn sign(negative: bool, plus: bool) -> &'static str {
    match (negative, plus) {
        (true, _) => "-",
        (false, true) => "+",
        (false, false) => "",
    }
}

/// Whether the finite values ask for exponents. As in NumPy, the limits and the ratio are
/// taken in the elements' own type: `f16` overflows at 65504.
fn wants_exponents<R: Real>(values: &[R], suppress: bool) -> bool {
    let sizes = values.iter().map(|x| x.wide().abs()).filter(|x| x.is_finite() && *x != 0.0);
    let (low, high) = sizes.fold((f64::INFINITY, 0.0), |(low, high), x| (x.min(low), x.max(high)));
    if high == 0.0 {
        return false;
    }
    let small = R::narrow(1e-4).wide();
    high >= R::LARGE || (!suppress && (low < small || R::narrow(high / low).wide() > 1000.0))
}

/// The texts of a column of floats, all of the same width.
fn column<R: Real>(values: &[R], style: PrintStyle) -> Vec<String> {
    let cells: Vec<Cell> = values.iter().map(|&x| cell(x, style.plus)).collect();
    let precision = match style.mode {
        FloatMode::Unique => usize::MAX,
        _ => style.precision.unwrap_or(PRECISION),
    };
    if wants_exponents(values, style.suppress) {
        scientific(&cells, precision, style)
    } else {
        positional(&cells, precision, style)
    }
}

/// Whether a place is kept for signs that are not there: NumPy does where none is.
fn spaced(cells: &[Cell], style: PrintStyle) -> bool {
    let negative = |cell: &Cell| matches!(cell, Cell::Finite(x) if x.value.is_sign_negative());
    style.space && !cells.iter().any(negative)
}

fn positional(cells: &[Cell], precision: usize, style: PrintStyle) -> Vec<String> {
    let each = |text: &dyn Fn(&Decimal) -> (String, String)| -> Vec<Option<(String, String)>> {
        let parts = cells.iter().map(|cell| match cell {
            Cell::Other(_) => None,
            Cell::Finite(x) => {
                let (whole, fraction) = text(x);
                let sign = sign(x.value.is_sign_negative(), style.plus);
                Some((format!("{sign}{whole}"), fraction))
            }
        });
        parts.collect()
    };
    let longest = |parts: &[Option<(String, String)>]| {
        parts.iter().flatten().map(|(_, fraction)| fraction.len()).max().unwrap_or(0)
    };
    let parts = match style.mode {
        FloatMode::Fixed => each(&|x| x.fixed(precision)),
        FloatMode::MaxPrecEqual => {
            let places = longest(&each(&|x| x.positional(precision)));
            each(&|x| x.fixed(places))
        }
        FloatMode::MaxPrec | FloatMode::Unique => each(&|x| x.positional(precision)),
    };
    let left = parts.iter().flatten().map(|(whole, _)| whole.len()).max().unwrap_or(0);
    let left = left + usize::from(spaced(cells, style));
    let right = longest(&parts);
    let width = width(cells, left + 1 + right, style);
    let left = width - 1 - right;
    let texts = cells.iter().zip(parts).map(|(cell, parts)| match (cell, parts) {
        (_, Some((whole, fraction))) => format!("{whole:>left$}.{fraction:<right$}"),
        (Cell::Other(text), None) => format!("{text:>width$}"),
        (Cell::Finite(_), None) => unreachable!("finite cells have parts"),
    });
    texts.collect()
}

/// The width of a column whose finite values take `finite`. NumPy keeps a place for the sign
/// of an infinity wherever signs are always written, even if there is only a `nan`.
fn width(cells: &[Cell], finite: usize, style: PrintStyle) -> usize {
    let others = cells.iter().filter_map(|cell| match cell {
        Cell::Finite(_) => None,
        Cell::Other(text) => Some(text.len().max(3 + usize::from(style.plus || style.space))),
    });
    others.fold(finite, usize::max)
}

fn scientific(cells: &[Cell], precision: usize, style: PrintStyle) -> Vec<String> {
    let finite = || {
        cells.iter().filter_map(|cell| match cell {
            Cell::Finite(x) => Some(x),
            Cell::Other(_) => None,
        })
    };
    // The longest fraction and exponent decide for all.
    let fewest = if style.mode == FloatMode::Fixed { precision } else { 0 };
    let (mut places, mut digits) = (fewest, 2);
    for (_, rest, exponent) in finite().map(|x| x.scientific(fewest, precision)) {
        places = places.max(rest.len());
        digits = digits.max(exponent.unsigned_abs().to_string().len());
    }
    let space = if spaced(cells, style) { " " } else { "" };
    let texts = cells.iter().map(|cell| match cell {
        Cell::Other(text) => text.clone(),
        Cell::Finite(x) => {
            let (first, rest, exponent) = x.scientific(places, places);
            let sign = sign(x.value.is_sign_negative(), style.plus);
            let exponent = exponent_text(exponent, digits);
            format!("{space}{sign}{first}.{rest}{exponent}")
        }
    });
    right_aligned(texts.collect())
}

/// `e+05`: always a sign, and at least `digits` digits.
pub(super) fn exponent_text(exponent: i32, digits: usize) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:0digits$}", exponent.unsigned_abs())
}

/// A float that stands alone, with all its digits; `zero` is what follows the point of a
/// whole number.
fn alone<R: Real>(x: R, plus: bool, zero: &str) -> String {
    let decimal = match cell(x, plus) {
        Cell::Other(text) => return text,
        Cell::Finite(decimal) => decimal,
    };
    let sign = sign(decimal.value.is_sign_negative(), plus);
    let size = decimal.value.abs();
    if size != 0.0 && (size >= R::LARGE_ALONE || size < 1e-4) {
        let (first, rest, exponent) = decimal.scientific(0, usize::MAX);
        let point = if rest.is_empty() { "" } else { "." };
        return format!("{sign}{first}{point}{rest}{}", exponent_text(exponent, 2));
    }
    match decimal.positional(usize::MAX) {
        (whole, fraction) if fraction.is_empty() => format!("{sign}{whole}{zero}"),
        (whole, fraction) => format!("{sign}{whole}.{fraction}"),
    }
}

macro_rules! print_floats {
    ($($T:ty)*) => {$(
        impl PrintElement for $T {
            fn column(elements: &[&Self], style: PrintStyle) -> Vec<String> {
                let values: Vec<$T> = elements.iter().map(|&&x| x).collect();
                column(&values, style)
            }

            fn alone(&self) -> String {
                alone(*self, false, ".0")
            }
        }

        impl PrintElement for Complex<$T> {
            fn column(elements: &[&Self], style: PrintStyle) -> Vec<String> {
                let real: Vec<$T> = elements.iter().map(|z| z.re).collect();
                let imaginary: Vec<$T> = elements.iter().map(|z| z.im).collect();
                let signed = PrintStyle { plus: true, space: false, ..style };
                join(column(&real, style), column(&imaginary, signed))
            }

            fn alone(&self) -> String {
                if self.re == 0.0 as $T && self.re.is_sign_positive() {
                    return format!("{}j", alone(self.im, false, ""));
                }
                format!("({}{}j)", alone(self.re, false, ""), alone(self.im, true, ""))
            }
        }
    )*};
}
print_floats!(f32 f64);

macro_rules! print_half_floats {
    ($($T:ty)*) => {$(
        impl PrintElement for $T {
            fn column(elements: &[&Self], style: PrintStyle) -> Vec<String> {
                let values: Vec<$T> = elements.iter().map(|&&x| x).collect();
                column(&values, style)
            }

            fn alone(&self) -> String {
                alone(*self, false, ".0")
            }
        }
    )*};
}
print_half_floats!(f16 bf16);

/// Real and imaginary texts side by side; the `j` stands right behind the last digit.
fn join(real: Vec<String>, imaginary: Vec<String>) -> Vec<String> {
    let joined = real.into_iter().zip(imaginary).map(|(real, imaginary)| {
        let digits = imaginary.trim_end();
        format!("{real}{digits}j{}", &imaginary[digits.len()..])
    });
    joined.collect()
}
