//! Series as text.

use super::coefficient::Coefficient;
use super::kind::Kind;
use nd_core::{
    Complex, FloatFormatOptions, FloatTrim, format_float_positional_with,
    format_float_scientific_with,
};

/// NumPy's width of lines.
const LINE: usize = 75;

/// A number as NumPy's polynomials write it: in parentheses if it has an exponent and stands before something.
pub(crate) fn number(x: f64, parentheses: bool) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let options = FloatFormatOptions::default().precision(8).trim(FloatTrim::Zero);
    let size = x.abs();
    if size < 1e8 && (size >= 1e-4 || size == 0.0) {
        return format_float_positional_with(x, &options);
    }
    let text = format_float_scientific_with(x, &options);
    if parentheses { format!("({text})") } else { text }
}

/// A complex number in parentheses, or an imaginary one without.
pub(crate) fn complex(z: Complex<f64>) -> String {
    if z.re == 0.0 && z.re.is_sign_positive() {
        return format!("{}j", z.im);
    }
    let sign = if z.im.is_sign_negative() { "" } else { "+" };
    format!("({}{sign}{}j)", z.re, z.im)
}

/// Digits raised or lowered.
fn shifted(n: usize, digits: [char; 10]) -> String {
    n.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect()
}

/// What stands behind the coefficient of polynomial `k`.
fn behind(kind: Kind, k: usize, argument: &str, ascii: bool) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let name = match kind {
        Kind::Power => {
            return match (ascii, k) {
                (true, 1) => format!(" {argument}"),
                (true, _) => format!(" {argument}**{k}"),
                (false, 1) => format!("·{argument}"),
                (false, _) => format!("·{argument}{}", shifted(k, RAISED)),
            };
        }
        Kind::Chebyshev => "T",
        Kind::Legendre => "P",
        Kind::Laguerre => "L",
        Kind::Hermite => "H",
        Kind::HermiteE => "He",
    };
    if ascii {
        format!(" {name}_{k}({argument})")
    } else {
        format!("·{name}{}({argument})", shifted(k, LOWERED))
    }
}

/// The whole series, in lines of at most 75 characters.
pub(crate) fn series<C: Coefficient>(
    kind: Kind,
    c: &[C],
    (offset, scale): (f64, f64),
    symbol: &str,
    ascii: bool,
) -> String {
    let argument = match (offset == 0.0, scale == 1.0) {
        (true, true) => symbol.to_owned(),
        (_, true) => format!("({} + {symbol})", number(offset, false)),
        (true, _) => format!("({}{symbol})", number(scale, false)),
        _ => format!("({} + {}{symbol})", number(offset, false), number(scale, false)),
    };
    let mut out = c[0].text();
    for (k, term) in c.iter().enumerate().skip(1) {
        let (sign, coefficient) = term.term();
        let term = format!("{coefficient}{}", behind(kind, k, &argument, ascii));
        out.push(' ');
        let line = out.rsplit('\n').next().map_or(0, |line| line.chars().count());
        // The sign and a space before, and those of the next term.
        let len = line + 2 + term.chars().count() + if k + 1 < c.len() { 2 } else { 0 };
        out.push(sign);
        out.push(if len >= LINE { '\n' } else { ' ' });
        out.push_str(&term);
    }
    out
}
