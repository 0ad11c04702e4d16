//! Reductions.

use super::{Result, table};
use crate::chunked::program::{integers, size};
use crate::chunked_of;
use nd::ooc::AnyChunked;
use nd::{Over, ddof, keepdims};
use serde_json::Value as Json;

/// The axes of a reduction, as a program says them.
fn over(step: &Json) -> Result<Over> {
    let mut over = match &step["axis"] {
        Json::Null => Over::from(..),
        _ => Over::from(&integers(step, "axis")?[..]),
    };
    if step["ddof"].is_u64() {
        over = ddof(size(step, "ddof")?, over);
    }
    Ok(if step["keepdims"] == true { keepdims(over) } else { over })
}

pub(super) fn reduced(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    Ok(table! { op, any, x: T;
        [bool u8 i32 i64 f32 f64]
            "sum" => x.sum_axis(over(step)?);
            "prod" => x.prod_axis(over(step)?);
            "any" => x.any_axis(over(step)?);
            "all" => x.all_axis(over(step)?);
            "count_nonzero" => x.count_nonzero_axis(over(step)?);
        [u8 i32 i64 f32 f64]
            "mean" => x.mean_axis(over(step)?);
            "var" => x.var_axis(over(step)?);
            "std" => x.std_axis(over(step)?);
            "max" => x.max_axis(over(step)?);
            "min" => x.min_axis(over(step)?);
            "ptp" => x.ptp_axis(over(step)?);
            "argmax" => x.argmax_axis(over(step)?);
            "argmin" => x.argmin_axis(over(step)?);
        [f32 f64]
            "nansum" => x.nansum_axis(over(step)?);
            "nanprod" => x.nanprod_axis(over(step)?);
            "nanmean" => x.nanmean_axis(over(step)?);
            "nanvar" => x.nanvar_axis(over(step)?);
            "nanstd" => x.nanstd_axis(over(step)?);
            "nanmax" => x.nanmax_axis(over(step)?);
            "nanmin" => x.nanmin_axis(over(step)?);
            "nanargmax" => x.nanargmax_axis(over(step)?);
            "nanargmin" => x.nanargmin_axis(over(step)?);
    })
}
