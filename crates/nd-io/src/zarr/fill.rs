//! Fill values: the element that is read where nothing was stored, as JSON spells it and as bytes.

use half::{bf16, f16};
use nd_core::{DType, Kind};

use super::json;
use super::{corrupt, unsupported};
use crate::blocks::{Attribute, filled};
use crate::error::Error;

/// The bytes of one element, in this machine's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fill {
    bytes: [u8; 16],
    len: u8,
}

impl Fill {
    /// Zero, of whatever type.
    pub(super) fn zero(dtype: DType) -> Self {
        Self { bytes: [0; 16], len: dtype.itemsize() as u8 }
    }

    /// As a number beside the array.
    pub(super) fn attribute(&self, dtype: DType) -> Result<Attribute, Error> {
        let number = filled(dtype, ().into(), &mut |out| {
            out.copy_from_slice(self.as_bytes());
            Ok(())
        });
        number.map(Attribute::Numbers)
    }

    /// # Errors
    /// `Corrupt` if the JSON text is no value of the type.
    pub(super) fn parse(text: &str, dtype: DType) -> Result<Self, Error> {
        let bad = || corrupt(format!("fill_value: {} is no {dtype}", shorten(text)));
        let mut fill = Self::zero(dtype);
        match dtype.kind() {
            Kind::Bool => {
                fill.bytes[0] = match text {
                    "true" | "1" => 1,
                    "false" | "0" => 0,
                    _ => return Err(bad()),
                };
            }
            Kind::Complex => {
                let size = dtype.itemsize() / 2;
                let parts = if text.starts_with('[') {
                    json::items(text, "fill_value", 2)?
                } else {
                    vec![text, "0"] // what version 2 writes for a real one
                };
                let [re, im] = parts[..] else { return Err(bad()) };
                float(re, size, false, &mut fill.bytes[..size]).ok_or_else(bad)?;
                float(im, size, false, &mut fill.bytes[size..2 * size]).ok_or_else(bad)?;
            }
            Kind::Float => {
                let size = dtype.itemsize();
                let brain = dtype == DType::BF16;
                float(text, size, brain, &mut fill.bytes[..size]).ok_or_else(bad)?;
            }
            Kind::Signed | Kind::Unsigned => {
                fill = Self::integer(integer(text).ok_or_else(bad)?, dtype).ok_or_else(bad)?;
            }
        }
        Ok(fill)
    }

    /// The value as an element.
    ///
    /// # Errors
    /// `Unsupported` if the type has no such value.
    pub(super) fn of_number(number: f64, dtype: DType) -> Result<Self, Error> {
        let bad = || unsupported(format!("a fill value of {number} for {dtype}"));
        let whole = number as i128;
        match dtype.kind() {
            Kind::Bool if number == 0.0 || number == 1.0 => {
                Self::parse(if number == 1.0 { "true" } else { "false" }, dtype)
            }
            Kind::Bool => Err(bad()),
            Kind::Signed | Kind::Unsigned if whole as f64 == number => {
                Self::integer(whole, dtype).ok_or_else(bad)
            }
            Kind::Signed | Kind::Unsigned => Err(bad()),
            Kind::Float | Kind::Complex => {
                let mut fill = Self::zero(dtype);
                let parts = if dtype.kind() == Kind::Complex { 2 } else { 1 };
                let size = dtype.itemsize() / parts;
                put_float(number, size, dtype == DType::BF16, &mut fill.bytes[..size]);
                Ok(fill)
            }
        }
    }

    fn integer(value: i128, dtype: DType) -> Option<Self> {
        let mut fill = Self::zero(dtype);
        let size = dtype.itemsize();
        let bits = 8 * size as u32;
        let signed = dtype.kind() == Kind::Signed;
        let (low, high) =
            if signed { (-(1i128 << (bits - 1)), 1i128 << (bits - 1)) } else { (0, 1i128 << bits) };
        if !(low..high).contains(&value) {
            return None;
        }
        let word = value as u64; // its low bytes are the two's complement
        fill.put(&word.to_le_bytes()[..size]);
        Some(fill)
    }

    /// Little-endian bytes of a number, as this machine has them.
    fn put(&mut self, little: &[u8]) {
        put(little, &mut self.bytes[..little.len()]);
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// Fills a buffer of elements.
    pub(super) fn fill(&self, out: &mut [u8]) {
        let item = self.as_bytes();
        if item.iter().all(|&byte| byte == item[0]) {
            out.fill(item[0]);
            return;
        }
        // Doubling: what is filled already is copied.
        let mut done = item.len().min(out.len());
        out[..done].copy_from_slice(&item[..done]);
        while done < out.len() {
            let more = done.min(out.len() - done);
            out.copy_within(..more, done);
            done += more;
        }
    }

    /// Whether every element of a buffer is this one, bit by bit.
    pub(super) fn is_all(&self, bytes: &[u8]) -> bool {
        let item = self.as_bytes();
        match bytes.split_at_checked(item.len()) {
            Some((first, _)) => {
                first == item && bytes[item.len()..] == bytes[..bytes.len() - item.len()]
            }
            None => true,
        }
    }

    /// As JSON, in the way of version 3.
    pub(super) fn to_json(self, dtype: DType) -> String {
        let bytes = self.as_bytes();
        match dtype.kind() {
            Kind::Bool => (bytes[0] != 0).to_string(),
            Kind::Float => float_json(bytes, dtype == DType::BF16),
            Kind::Complex => {
                let (re, im) = bytes.split_at(bytes.len() / 2);
                format!("[{}, {}]", float_json(re, false), float_json(im, false))
            }
            Kind::Unsigned => word(bytes).to_string(),
            Kind::Signed => {
                let unused = 64 - 8 * bytes.len();
                (((word(bytes) << unused) as i64) >> unused).to_string()
            }
        }
    }
}

fn put(little: &[u8], out: &mut [u8]) {
    out.copy_from_slice(little);
    if cfg!(target_endian = "big") {
        out.reverse();
    }
}

/// The bits of a number of at most eight bytes.
fn word(bytes: &[u8]) -> u64 {
    let byte = |bits: u64, &byte: &u8| bits << 8 | u64::from(byte);
    if cfg!(target_endian = "big") {
        bytes.iter().fold(0, byte)
    } else {
        bytes.iter().rev().fold(0, byte)
    }
}

/// A whole number in JSON, also written as `1.0` or `1e3`.
fn integer(text: &str) -> Option<i128> {
    if let Ok(value) = text.parse::<i128>() {
        return Some(value);
    }
    let value: f64 = serde_json::from_str(text).ok()?;
    (value.fract() == 0.0 && value.abs() < 1e15).then_some(value as i128)
}

/// A float's bytes from JSON: a number, `"NaN"`, `"Infinity"`, `"-Infinity"`, or its bits `"0x…"`.
fn float(text: &str, size: usize, brain: bool, out: &mut [u8]) -> Option<()> {
    let Ok(name) = serde_json::from_str::<String>(text) else {
        let number: f64 = serde_json::from_str(text).ok()?;
        put_float(number, size, brain, out);
        return Some(());
    };
    if let Some(digits) = name.strip_prefix("0x") {
        let hex = digits.len() <= 2 * size && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let bits = u64::from_str_radix(digits, 16).ok().filter(|_| hex)?;
        put(&bits.to_le_bytes()[..size], out);
        return Some(());
    }
    let number = match name.as_str() {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ => return None,
    };
    put_float(number, size, brain, out);
    Some(())
}

fn put_float(number: f64, size: usize, brain: bool, out: &mut [u8]) {
    match size {
        2 if brain => put(&bf16::from_f64(number).to_le_bytes(), out),
        2 => put(&f16::from_f64(number).to_le_bytes(), out),
        4 => put(&(number as f32).to_le_bytes(), out),
        _ => put(&number.to_le_bytes(), out),
    }
}

/// The shortest JSON that [`float`] makes the same bits of.
fn float_json(bytes: &[u8], brain: bool) -> String {
    let bits = word(bytes);
    let number = match bytes.len() {
        2 if brain => bf16::from_bits(bits as u16).to_f64(),
        2 => f16::from_bits(bits as u16).to_f64(),
        4 => f64::from(f32::from_bits(bits as u32)),
        _ => f64::from_bits(bits),
    };
    let mut again = [0; 8];
    put_float(number, bytes.len(), brain, &mut again[..bytes.len()]);
    if again[..bytes.len()] != *bytes {
        return format!("\"0x{bits:0width$x}\"", width = 2 * bytes.len());
    }
    number_json(number)
}

/// A float as JSON; what JSON has no number for as a string.
pub(super) fn number_json(number: f64) -> String {
    if number.is_nan() {
        "\"NaN\"".to_owned()
    } else if number.is_infinite() {
        if number > 0.0 { "\"Infinity\"".to_owned() } else { "\"-Infinity\"".to_owned() }
    } else {
        format!("{number:?}")
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 {
        text.to_owned()
    } else {
        text.chars().take(40).chain(['…']).collect()
    }
}
