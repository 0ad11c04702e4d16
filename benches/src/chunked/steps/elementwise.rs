//! Operations element by element.

use super::{Result, table};
use crate::chunked::program::text;
use nd::DType;
use nd::ooc::{AnyChunked, Chunked};
use serde_json::Value as Json;

pub(super) fn elementwise(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    if op == "astype" {
        return Ok(Some(any.cast(dtype(text(step, "dtype")?)?)));
    }
    Ok(table! { op, any, x: T;
        for [f32 f64]
            "exp" => x.exp();
            "exp2" => x.exp2();
            "expm1" => x.expm1();
            "log" => x.log();
            "log2" => x.log2();
            "log10" => x.log10();
            "log1p" => x.log1p();
            "sin" => x.sin();
            "cos" => x.cos();
            "tan" => x.tan();
            "sinh" => x.sinh();
            "cosh" => x.cosh();
            "tanh" => x.tanh();
            "sqrt" => x.sqrt();
            "floor" => x.floor();
            "ceil" => x.ceil();
            "trunc" => x.trunc();
            "rint" => x.round();
            "reciprocal" => x.reciprocal();
            "isnan" => x.isnan();
            "isinf" => x.isinf();
            "isfinite" => x.isfinite();
        for [u8 i32 i64 f32 f64]
            "square" => x.square();
            "negative" => -x;
        for [i32 i64 f32 f64]
            "absolute" => x.abs();
            "sign" => x.sign();
        for [bool u8 i32 i64]
            "invert" => !x;
    })
}

fn dtype(name: &str) -> Result<DType> {
    let all = [DType::Bool, DType::U8, DType::I32, DType::I64, DType::F32, DType::F64];
    all.into_iter().find(|dtype| dtype.name() == name).ok_or_else(|| format!("type {name}").into())
}

pub(super) fn paired(op: &str, any: &AnyChunked, y: &AnyChunked) -> Result<Option<AnyChunked>> {
    macro_rules! y {
        ($T:ty) => {
            Chunked::<$T>::try_from(y.clone())?
        };
    }
    Ok(table! { op, any, x: T;
        for [f32 f64]
            "divide" => x / y!(T);
            "power" => x.pow(y!(T));
            "hypot" => x.hypot(y!(T));
        for [u8 i32 i64 f32 f64]
            "add" => x + y!(T);
            "subtract" => x - y!(T);
            "multiply" => x * y!(T);
            "maximum" => x.maximum(y!(T));
            "minimum" => x.minimum(y!(T));
            "floor_divide" => x.floor_divide(y!(T));
            "remainder" => x.remainder(y!(T));
            "fmod" => x.fmod(y!(T));
        for [bool u8 i32 i64]
            "bitwise_and" => x & y!(T);
            "bitwise_or" => x | y!(T);
            "bitwise_xor" => x ^ y!(T);
        for [bool u8 i32 i64 f32 f64]
            "less" => x.less(y!(T));
            "less_equal" => x.less_equal(y!(T));
            "greater" => x.greater(y!(T));
            "greater_equal" => x.greater_equal(y!(T));
            "equal" => x.equal(y!(T));
            "not_equal" => x.not_equal(y!(T));
    })
}

pub(super) fn chosen(
    op: &str,
    any: &AnyChunked,
    y: &AnyChunked,
    z: &AnyChunked,
) -> Result<Option<AnyChunked>> {
    macro_rules! z {
        ($T:ty) => {
            Chunked::<$T>::try_from(z.clone())?
        };
    }
    if op == "where" {
        let condition = Chunked::<bool>::try_from(any.clone())?;
        let made = chunked_of!(y, x: T in [bool u8 i32 i64 f32 f64] => {
            condition.where_(&x, z!(T))
        });
        return made.map(Some);
    }
    Ok(table! { op, any, x: T;
        for [u8 i32 i64 f32 f64]
            "clip" => x.clip(Chunked::<T>::try_from(y.clone())?, z!(T));
    })
}
