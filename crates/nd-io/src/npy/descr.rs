//! NumPy's type codes (`'<f8'`, `'|b1'`, …) and what they mean here.

use nd_core::DType;

use super::fault::{NpyFault, shortened};
use crate::blocks::ByteOrder;
use crate::error::{Error, Result};

/// Every element type a `.npy` file can hold. bfloat16 is absent: NumPy has no code for it, and the
/// two-byte void (`V2`) that `ml_dtypes` leaves behind no longer says what it was.
const CODES: [(&str, DType); 14] = [
    ("b1", DType::Bool),
    ("i1", DType::I8),
    ("i2", DType::I16),
    ("i4", DType::I32),
    ("i8", DType::I64),
    ("u1", DType::U8),
    ("u2", DType::U16),
    ("u4", DType::U32),
    ("u8", DType::U64),
    ("f2", DType::F16),
    ("f4", DType::F32),
    ("f8", DType::F64),
    ("c8", DType::C64),
    ("c16", DType::C128),
];

/// The type code of `dtype`, as NumPy writes it: `|` for single bytes, else the order's mark.
pub(super) fn render(dtype: DType, order: ByteOrder) -> Result<String> {
    let (code, _) =
        CODES.iter().find(|(_, d)| *d == dtype).ok_or(Error::from(NpyFault::NoDescr { dtype }))?;
    let mark = if is_single_byte(code) { '|' } else { order.mark() };
    Ok(format!("{mark}{code}"))
}

/// Reads a type code. `=` and no mark mean this machine's order, as in NumPy.
pub(super) fn parse(descr: &str) -> Result<(DType, ByteOrder)> {
    let (mark, code) = match descr.chars().next() {
        Some(mark @ ('<' | '>' | '=' | '|')) => (mark, &descr[1..]),
        _ => ('=', descr),
    };
    let unsupported =
        |why| Error::from(NpyFault::UnsupportedDtype { descr: shortened(descr), why });
    let Some(&(code, dtype)) = CODES.iter().find(|(known, _)| *known == code) else {
        return Err(match code.as_bytes() {
            [b'O', ..] => Error::from(NpyFault::ObjectDtype),
            _ => unsupported(family(code)),
        });
    };
    match mark {
        // One byte has no order, whatever the mark.
        _ if is_single_byte(code) => Ok((dtype, ByteOrder::NATIVE)),
        '<' => Ok((dtype, ByteOrder::Little)),
        '>' => Ok((dtype, ByteOrder::Big)),
        '=' => Ok((dtype, ByteOrder::NATIVE)),
        _ => Err(unsupported("'|' means no byte order, which only single bytes can lack")),
    }
}

fn is_single_byte(code: &str) -> bool {
    matches!(code, "b1" | "i1" | "u1")
}

/// Why a code that is not in the table is refused.
fn family(code: &str) -> &'static str {
    match code.as_bytes() {
        [b'S' | b'a', ..] => "byte strings have no element type here: read them with load_strings",
        [b'U', ..] => "text has no element type here: read it with load_strings",
        [b'V', ..] => "raw bytes (void) have no element type here",
        [b'M' | b'm', ..] => {
            "dates and spans of time have no dtype here: read them with load_times"
        }
        b"f16" | b"f12" | b"c32" | b"c24" => "long double differs from machine to machine",
        _ => "not a NumPy type code known here",
    }
}
