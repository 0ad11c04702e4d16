//! Reductions.

use super::{Result, table};
use crate::chunked::program::{float, floats, integer, integers, size, text};
use nd::ooc::AnyChunked;
use nd::{Bins, Over, Quantile, QuantileMethod, ddof, keepdims};
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

/// A fraction, and NumPy's name of the method.
fn quantile(step: &Json) -> Result<Quantile> {
    use QuantileMethod as By;
    let method = match text(step, "method")? {
        "linear" => By::Linear,
        "lower" => By::Lower,
        "higher" => By::Higher,
        "midpoint" => By::Midpoint,
        "nearest" => By::Nearest,
        "inverted_cdf" => By::InvertedCdf,
        "averaged_inverted_cdf" => By::AveragedInvertedCdf,
        "closest_observation" => By::ClosestObservation,
        "interpolated_inverted_cdf" => By::InterpolatedInvertedCdf,
        "hazen" => By::Hazen,
        "weibull" => By::Weibull,
        "median_unbiased" => By::MedianUnbiased,
        "normal_unbiased" => By::NormalUnbiased,
        other => return Err(format!("method {other}").into()),
    };
    Ok(method.at(float(step, "q")?))
}

/// Edges, or a number of bins and perhaps where they begin and end.
fn bins(step: &Json) -> Result<Bins> {
    if step["bins"].is_null() {
        return Ok(Bins::from(floats(step, "edges")?));
    }
    let bins = Bins::from(size(step, "bins")?);
    if step["range"].is_null() {
        return Ok(bins);
    }
    let ends = floats(step, "range")?;
    Ok(bins.range(ends[0], ends[1]))
}

pub(super) fn reduced(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    Ok(table! { op, any, x: T;
        for [bool u8 i32 i64 f32 f64]
            "sum" => x.sum_axis(over(step)?);
            "prod" => x.prod_axis(over(step)?);
            "any" => x.any_axis(over(step)?);
            "all" => x.all_axis(over(step)?);
            "cumsum" => x.cumsum_axis(integer(step, "axis")?);
            "cumprod" => x.cumprod_axis(integer(step, "axis")?);
            "count_nonzero" => x.count_nonzero_axis(over(step)?);
        for [u8 i32 i64 f32 f64]
            "mean" => x.mean_axis(over(step)?);
            "var" => x.var_axis(over(step)?);
            "std" => x.std_axis(over(step)?);
            "max" => x.max_axis(over(step)?);
            "min" => x.min_axis(over(step)?);
            "ptp" => x.ptp_axis(over(step)?);
            "argmax" => x.argmax_axis(over(step)?);
            "argmin" => x.argmin_axis(over(step)?);
            "cummax" => x.cummax_axis(integer(step, "axis")?);
            "cummin" => x.cummin_axis(integer(step, "axis")?);
            "quantile" => x.quantile_axis(quantile(step)?, over(step)?);
            "median" => x.median_axis(over(step)?);
            "histogram" => x.histogram(bins(step)?)?.counts;
            "cov" => x.cov();
        for [u8]
            "bincount" => x.bincount(size(step, "least")?)?;
        for [f32 f64]
            "nansum" => x.nansum_axis(over(step)?);
            "nanprod" => x.nanprod_axis(over(step)?);
            "nanmean" => x.nanmean_axis(over(step)?);
            "nanvar" => x.nanvar_axis(over(step)?);
            "nanstd" => x.nanstd_axis(over(step)?);
            "nanmax" => x.nanmax_axis(over(step)?);
            "nanmin" => x.nanmin_axis(over(step)?);
            "nanargmax" => x.nanargmax_axis(over(step)?);
            "nanargmin" => x.nanargmin_axis(over(step)?);
            "nancumsum" => x.nancumsum_axis(integer(step, "axis")?);
            "nanquantile" => x.nanquantile_axis(quantile(step)?, over(step)?);
            "nanmedian" => x.nanmedian_axis(over(step)?);
    })
}
