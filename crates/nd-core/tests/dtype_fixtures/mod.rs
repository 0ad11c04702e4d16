//! The fixtures of golden/dtype.py, read.

use nd_core::{AnyArray, Array, CastTo, Complex, DType, with_dtype};

pub const PROMOTE: &str = include_str!("../golden/dtype_promote.tsv");
pub const CAST: &str = include_str!("../golden/dtype_cast.tsv");
pub const ARITH: &str = include_str!("../golden/dtype_arith.tsv");

pub fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().map(|line| line.split('\t').collect())
}

/// The number whose little-endian bytes are given as hexadecimal; "-" is 0.
fn bits(cell: &str) -> u128 {
    let byte = |i| u128::from(u8::from_str_radix(&cell[i..i + 2], 16).unwrap());
    if cell == "-" { 0 } else { (0..cell.len()).step_by(2).rev().fold(0, |n, i| n << 8 | byte(i)) }
}

/// The values of one dtype from their bytes.
pub fn from_hex(dtype: DType, cells: &[&str]) -> AnyArray {
    let bits = || cells.iter().map(|cell| bits(cell));
    let (f16, bf16) = (nd_core::f16::from_bits, nd_core::bf16::from_bits);
    let (f32, f64) = (|b: u128| f32::from_bits(b as u32), |b: u128| f64::from_bits(b as u64));
    match dtype {
        DType::Bool => Array::from_iter(bits().map(|b| b != 0)).into(),
        DType::F16 => Array::from_iter(bits().map(|b| f16(b as u16))).into(),
        DType::BF16 => Array::from_iter(bits().map(|b| bf16(b as u16))).into(),
        DType::F32 => Array::from_iter(bits().map(f32)).into(),
        DType::F64 => Array::from_iter(bits().map(f64)).into(),
        DType::C64 => Array::from_iter(bits().map(|b| Complex::new(f32(b), f32(b >> 32)))).into(),
        DType::C128 => Array::from_iter(bits().map(|b| Complex::new(f64(b), f64(b >> 64)))).into(),
        integer => {
            let words: Array<u64> = bits().map(|b| b as u64).collect();
            AnyArray::from(words).cast(integer) // keeps the low bits
        }
    }
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    let signs = a.is_sign_negative() == b.is_sign_negative();
    a.is_nan() && b.is_nan() || a == b && signs || (a - b).abs() <= tolerance * b.abs()
}

/// Equal, signs of zeros included and NaN to NaN, or within a relative tolerance.
pub fn same(a: &AnyArray, b: &AnyArray, tolerance: f64) -> bool {
    if a.dtype() != b.dtype() || a.shape() != b.shape() {
        return false;
    }
    if !a.dtype().is_float() && !a.dtype().is_complex() {
        return a == b;
    }
    let parts = |any: &AnyArray| -> Vec<Complex<f64>> {
        with_dtype!(any, |a| a.iter().map(|x| CastTo::cast_to(*x)).collect())
    };
    parts(a).into_iter().zip(parts(b)).all(|(x, y)| {
        close(x.re, y.re, tolerance) && close(x.im, y.im, tolerance)
    })
}
