//! Filters with neighbourhoods, windows, blocks and groups.

use super::{Result, table};
use crate::chunked::program::{float, floats, integer, integers, size, sizes};
use nd::ooc::AnyChunked;
use serde_json::Value as Json;

pub(super) fn filtered(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    let window = || size(step, "window");
    let axis = || integer(step, "axis");
    Ok(table! { op, any, x: T;
        for [bool u8 i32 i64 f32 f64]
            "grouped_sum" => x.grouped_sum(&integers(step, "labels")?, axis()?).values;
        for [u8 i32 i64 f32 f64]
            "grouped_mean" => x.grouped_mean(&integers(step, "labels")?, axis()?).values;
            "grouped_var" => x.grouped_var(&integers(step, "labels")?, axis()?).values;
            "grouped_max" => x.grouped_max(&integers(step, "labels")?, axis()?).values;
            "grouped_min" => x.grouped_min(&integers(step, "labels")?, axis()?).values;
            "rolling_sum" => x.rolling_sum(window()?, axis()?);
            "rolling_mean" => x.rolling_mean(window()?, axis()?);
            "rolling_max" => x.rolling_max(window()?, axis()?);
            "rolling_min" => x.rolling_min(window()?, axis()?);
            "coarsen" => x.coarsen(&sizes(step, "lengths")?, |block, over| nd::sum_axis(block, over));
        for [f32 f64]
            "gaussian_filter" => x.gaussian_filter(float(step, "sigma")?);
            "sobel" => x.sobel(axis()?);
            "correlate1d" => x.correlate1d(&floats(step, "weights")?, axis()?);
            "convolve1d" => x.convolve1d(&floats(step, "weights")?, axis()?);
    })
}
