//! [`Decimal`]: a finite float as decimal digits, the fewest that say which float it is.

use half::{bf16, f16};

/// `d.ddd × 10^exponent` with the fewest digits that no other value of the type is nearer to,
/// and the exact value for whoever wants more digits, or fewer.
#[derive(Clone, Debug)]
pub struct Decimal {
    /// The value, exactly: every float type here fits in an `f64`.
    pub(super) value: f64,
    /// The digits from the first that is not 0, without trailing zeros; `"0"` for zero.
    digits: String,
    exponent: i32,
}

impl Decimal {
    /// Reads what `{:e}` writes of an absolute value: `1.25e-3`.
    fn parse(value: f64, text: &str) -> Decimal {
        let (mantissa, exponent) = text.split_once('e').expect("`{:e}` writes an exponent");
        let digits = mantissa.replace('.', "");
        let kept = digits.trim_end_matches('0').len().max(1);
        let exponent = exponent.parse().expect("`{:e}` writes a whole exponent");
        Decimal { value, digits: digits[..kept].into(), exponent }
    }

    /// As [`parse`](Self::parse), where two decimals of that length are equally near with the
    /// one that ends in an even digit, as NumPy has it: `{:e}` takes the larger one.
    fn nearest(value: f64, text: &str, reads_back: impl Fn(&str) -> bool) -> Decimal {
        let places = text.bytes().take_while(|&c| c != b'e').count().saturating_sub(2);
        let even = format!("{:.places$e}", value.abs());
        Decimal::parse(value, if reads_back(&even) { &even } else { text })
    }

    /// How many digits there are after the first one.
    pub(super) fn rest(&self) -> usize {
        self.digits.len() - 1
    }

    /// How many digits there are after the point where it is written without exponent.
    pub(super) fn fraction(&self) -> usize {
        usize::try_from(self.rest() as i32 - self.exponent).unwrap_or(0)
    }

    /// Before and after the point, without exponent: the fewest digits if they are at most
    /// `precision` after the point, else the exact value rounded to so many (half to even),
    /// without trailing zeros.
    pub(super) fn positional(&self, precision: usize) -> (String, String) {
        let text = if self.fraction() <= precision {
            self.shifted()
        } else {
            format!("{:.precision$}", self.value.abs())
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        (whole.into(), fraction.trim_end_matches('0').into())
    }

    /// As [`positional`](Self::positional), with exactly so many digits after the point: the exact value, rounded.
    pub(super) fn fixed(&self, places: usize) -> (String, String) {
        let text = format!("{:.places$}", self.value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        (whole.into(), fraction.into())
    }

    /// The fewest digits with the point put where it belongs.
    pub(super) fn shifted(&self) -> String {
        let Ok(before) = usize::try_from(self.exponent + 1) else {
            let zeros = self.exponent.unsigned_abs() as usize - 1;
            return format!("0.{:0<zeros$}{}", "", self.digits);
        };
        if self.digits.len() <= before {
            return format!("{:0<before$}", self.digits);
        }
        let (whole, fraction) = self.digits.split_at(before);
        format!("{}.{fraction}", if whole.is_empty() { "0" } else { whole })
    }

    /// The first digit, those after it, and the exponent. After the first digit there are at
    /// least `fewest` digits, which go on exactly where the shortest ones end, and at most
    /// `precision`, rounded from the exact value; trailing zeros beyond `fewest` are gone.
    pub(super) fn scientific(&self, fewest: usize, precision: usize) -> (String, String, i32) {
        let places = self.rest().clamp(fewest, precision.max(fewest));
        if places == self.rest() {
            return (self.digits[..1].into(), self.digits[1..].into(), self.exponent);
        }
        let text = format!("{:.places$e}", self.value.abs());
        let (mantissa, exponent) = text.split_once('e').expect("`{:e}` writes an exponent");
        let (first, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let kept = rest.trim_end_matches('0').len().max(fewest);
        (first.into(), rest[..kept].into(), exponent.parse().unwrap_or(0))
    }
}

/// What printing has to know of a float type.
pub(super) trait Real: Copy {
    /// Arrays that hold a value of at least this are written with exponents: 10 to the number
    /// of decimal digits that the type holds for sure, at most 10^8.
    const LARGE: f64;
    /// A value that stands alone is written with an exponent from here on.
    const LARGE_ALONE: f64;

    /// The value in the type that holds all the others.
    fn wide(self) -> f64;
    /// The nearest value of this type.
    fn narrow(x: f64) -> Self;
    /// The decimal digits of a finite value.
    fn decimal(self) -> Decimal;
}

impl Real for f64 {
    const LARGE: f64 = 1e8;
    const LARGE_ALONE: f64 = 1e16;

    fn wide(self) -> f64 {
        self
    }
    fn narrow(x: f64) -> f64 {
        x
    }
    fn decimal(self) -> Decimal {
        let x = self.abs();
        Decimal::nearest(self, &format!("{x:e}"), |text| text.parse() == Ok(x))
    }
}

impl Real for f32 {
    const LARGE: f64 = 1e6;
    const LARGE_ALONE: f64 = 1e6;

    fn wide(self) -> f64 {
        self.into()
    }
    fn narrow(x: f64) -> f32 {
        x as f32
    }
    fn decimal(self) -> Decimal {
        let x = self.abs();
        Decimal::nearest(self.into(), &format!("{x:e}"), |text| text.parse() == Ok(x))
    }
}

impl Real for f16 {
    const LARGE: f64 = 1e3;
    const LARGE_ALONE: f64 = 1e3;

    fn wide(self) -> f64 {
        self.into()
    }
    fn narrow(x: f64) -> f16 {
        f16::from_f32(x as f32) // `from_f64` looks at half of the bits only
    }
    fn decimal(self) -> Decimal {
        let bits = self.to_bits() & 0x7fff;
        shortest(bits, self.into(), |bits| f16::from_bits(bits).into())
    }
}

impl Real for bf16 {
    const LARGE: f64 = 1e2;
    const LARGE_ALONE: f64 = 1e2;

    fn wide(self) -> f64 {
        self.into()
    }
    fn narrow(x: f64) -> bf16 {
        bf16::from_f32(x as f32) // as above
    }
    fn decimal(self) -> Decimal {
        let bits = self.to_bits() & 0x7fff;
        shortest(bits, self.into(), |bits| bf16::from_bits(bits).into())
    }
}

/// The fewest digits for a 16-bit float, which the standard library does not print: for each
/// number of digits, the decimals just below and above the value are tried, the nearer first,
/// until one lies between the middles to the neighbouring floats.
///
/// `bits` are those of the absolute value; an even value owns the middles themselves, since
/// reading rounds half to even.
fn shortest(bits: u16, value: f64, float: impl Fn(u16) -> f64) -> Decimal {
    let x = value.abs();
    if bits == 0 {
        return Decimal::parse(value, "0e0");
    }
    let below = (float(bits - 1) + x) / 2.0;
    let above = float(bits + 1);
    // The largest float has no neighbour above: the middle lies as far away as the one below.
    let above = if above.is_finite() { (above + x) / 2.0 } else { x + (x - below) };
    let even = bits.is_multiple_of(2);
    let inside = |y: f64| (below < y && y < above) || (even && (y == below || y == above));
    for places in 0..8 {
        let near = format!("{x:.places$e}");
        let other = other_side(&near, x, places);
        for text in [near, other] {
            if text.parse().is_ok_and(inside) {
                return Decimal::parse(value, &text);
            }
        }
    }
    Decimal::parse(value, &format!("{x:e}"))
}

/// The decimal of the same length on the other side of `x` than `near`.
fn other_side(near: &str, x: f64, places: usize) -> String {
    let y: f64 = near.parse().unwrap_or(x);
    let exponent: i32 = near.split_once('e').and_then(|(_, e)| e.parse().ok()).unwrap_or(0);
    let step = 10f64.powi(exponent - places as i32);
    format!("{:.places$e}", if y < x { y + step } else { y - step })
}
