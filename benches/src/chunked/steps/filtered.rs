//! Filters with neighbourhoods.

use super::{Result, table};
use crate::chunked::program::{float, floats, integer};
use nd::ooc::AnyChunked;
use serde_json::Value as Json;

pub(super) fn filtered(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    Ok(table! { op, any, x: T;
        for [f32 f64]
            "gaussian_filter" => x.gaussian_filter(float(step, "sigma")?);
            "sobel" => x.sobel(integer(step, "axis")?);
            "correlate1d" => x.correlate1d(&floats(step, "weights")?, integer(step, "axis")?);
            "convolve1d" => x.convolve1d(&floats(step, "weights")?, integer(step, "axis")?);
    })
}
