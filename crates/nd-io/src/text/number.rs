//! Elements to text.

use half::{bf16, f16};
use num_complex::Complex;
use std::io::Write;

use super::scientific::write_scientific;

/// How floats are written.
///
/// # Examples
/// ```
/// use nd_io::{FloatStyle, TextWriteOptions, write_text};
///
/// for (style, expected) in [
///     (FloatStyle::Shortest, "0.1\n"),
///     (FloatStyle::Scientific(3), "1.000e-01\n"),
///     (FloatStyle::Fixed(2), "0.10\n"),
/// ] {
///     let mut text = Vec::new();
///     write_text(&mut text, &[0.1], &TextWriteOptions::default().float_style(style))?;
///     assert_eq!(text, expected.as_bytes());
/// }
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum FloatStyle {
    /// As few digits as give the same number when they are read back.
    #[default]
    Shortest,
    /// One digit, so many decimals and an exponent: `%.18e` is `Scientific(18)`, what `np.savetxt`
    /// writes by default.
    Scientific(usize),
    /// So many decimals and no exponent: `%.3f` is `Fixed(3)`.
    Fixed(usize),
}

/// An element that is written as text. Closed: nobody outside can name it.
pub trait WriteElement {
    /// Appends the text of the element.
    fn write(self, style: FloatStyle, out: &mut Vec<u8>);
}

impl WriteElement for bool {
    /// As NumPy's `%d` does: 0 and 1 are booleans to whoever asks for them, and numbers to others.
    fn write(self, _: FloatStyle, out: &mut Vec<u8>) {
        out.push(b'0' + u8::from(self));
    }
}

macro_rules! integers {
    ($($T:ty)*) => {$(
        impl WriteElement for $T {
            #[inline]
            fn write(self, _: FloatStyle, out: &mut Vec<u8>) {
                #[allow(unused_comparisons)]
                if self < 0 {
                    out.push(b'-');
                }
                #[allow(trivial_numeric_casts)]
                write_digits((self as i128).unsigned_abs() as u64, out);
            }
        }
    )*};
}

integers!(i8 i16 i32 i64 u8 u16 u32 u64);

/// All pairs of digits.
pub(super) const PAIRS: [u8; 200] = {
    let mut pairs = [0; 200];
    let mut i = 0;
    while i < 100 {
        pairs[2 * i] = b'0' + (i / 10) as u8;
        pairs[2 * i + 1] = b'0' + (i % 10) as u8;
        i += 1;
    }
    pairs
};

fn write_digits(mut value: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    while value >= 100 {
        let pair = 2 * (value % 100) as usize;
        value /= 100;
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if value >= 10 {
        let pair = 2 * value as usize;
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    } else {
        at -= 1;
        digits[at] = b'0' + value as u8;
    }
    out.extend_from_slice(&digits[at..]);
}

macro_rules! floats {
    ($($T:ty)*) => {$(
        impl WriteElement for $T {
            #[inline]
            fn write(self, style: FloatStyle, out: &mut Vec<u8>) {
                if !self.is_finite() {
                    let text: &[u8] = if self.is_nan() {
                        b"nan"
                    } else if self > 0.0 {
                        b"inf"
                    } else {
                        b"-inf"
                    };
                    out.extend_from_slice(text);
                    return;
                }
                match style {
                    FloatStyle::Shortest => {
                        let mut buffer = zmij::Buffer::new();
                        out.extend_from_slice(buffer.format_finite(self).as_bytes());
                    }
                    FloatStyle::Scientific(digits) => {
                        if !write_scientific(f64::from(self), digits, out) {
                            write_formatted(out, format_args!("{self:.digits$e}"));
                            two_digit_exponent(out);
                        }
                    }
                    FloatStyle::Fixed(digits) => {
                        write_formatted(out, format_args!("{self:.digits$}"));
                    }
                }
            }
        }
    )*};
}

floats!(f32 f64);

fn write_formatted(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("memory can be written to");
}

/// C's exponent, `e+05`, where Rust writes `e5`.
fn two_digit_exponent(out: &mut Vec<u8>) {
    // At most `e-324` stands at the end.
    let Some(back) = out.iter().rev().take(5).position(|&byte| byte == b'e') else { return };
    let digits = out.len() - back;
    let mut exponent = [0; 4];
    exponent[..back].copy_from_slice(&out[digits..]);
    out.truncate(digits);
    let (sign, exponent) = match exponent[0] {
        b'-' => (b'-', &exponent[1..back]),
        _ => (b'+', &exponent[..back]),
    };
    out.push(sign);
    if exponent.len() < 2 {
        out.push(b'0');
    }
    out.extend_from_slice(exponent);
}

impl WriteElement for f16 {
    fn write(self, style: FloatStyle, out: &mut Vec<u8>) {
        self.to_f32().write(style, out);
    }
}

impl WriteElement for bf16 {
    fn write(self, style: FloatStyle, out: &mut Vec<u8>) {
        self.to_f32().write(style, out);
    }
}

impl<T: WriteElement + Copy> WriteElement for Complex<T> {
    /// As Python does: `(1.0+2.0j)`.
    fn write(self, style: FloatStyle, out: &mut Vec<u8>) {
        out.push(b'(');
        self.re.write(style, out);
        let sign = out.len();
        self.im.write(style, out);
        if out.get(sign) != Some(&b'-') {
            out.insert(sign, b'+');
        }
        out.extend_from_slice(b"j)");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(element: impl WriteElement, style: FloatStyle) -> String {
        let mut out = b"x".to_vec();
        element.write(style, &mut out);
        String::from_utf8(out).unwrap().split_off(1)
    }

    #[test]
    fn elements_look_as_numpy_writes_them() {
        let shortest = FloatStyle::Shortest;
        assert_eq!(text(i64::MIN, shortest), "-9223372036854775808");
        assert_eq!(text(u64::MAX, shortest), "18446744073709551615");
        for value in [0_u32, 7, 10, 99, 100, 101, 12345, 1_000_000] {
            assert_eq!(text(value, shortest), value.to_string());
        }
        assert_eq!(text(-128_i8, shortest), "-128");
        assert_eq!(text(true, shortest), "1");
        assert_eq!(text(-0.0, shortest), "-0.0");
        assert_eq!(text(f32::NEG_INFINITY, shortest), "-inf");
        assert_eq!(text(f64::NAN, FloatStyle::Fixed(3)), "nan");
        assert_eq!(text(1.5, FloatStyle::Scientific(18)), "1.500000000000000000e+00");
        assert_eq!(text(-1e-300, FloatStyle::Scientific(2)), "-1.00e-300");
        assert_eq!(text(1e100, FloatStyle::Scientific(0)), "1e+100");
        assert_eq!(text(-2.5, FloatStyle::Fixed(0)), "-2");
        assert_eq!(text(Complex::new(1.0, -2.0), shortest), "(1.0-2.0j)");
        assert_eq!(text(Complex::new(1.0_f32, f32::NAN), shortest), "(1.0+nanj)");
    }
}
