//! Other arrangements of the same elements.

use super::{Result, table};
use crate::chunked::program::{float, integer, integers, items, list, number, size, sizes, text};
use nd::ooc::{AnyChunked, concat, stack};
use nd::{Array, PadMode, Shape, Sides, Typed};
use serde_json::Value as Json;

pub(super) fn arranged(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    let axis = || integer(step, "axis");
    Ok(Some(match op {
        "slice" => any.slice(items(step, "items")?),
        "permute_dims" => any.permute_dims(&integers(step, "axes")?),
        "flip" => any.flip(axis()?),
        "flip_all" => any.flip_all(),
        "roll" => any.roll(integer(step, "shift")?, axis()?),
        "roll_axes" => {
            let (shifts, axes) = (integers(step, "shifts")?, integers(step, "axes")?);
            any.roll_axes(&shifts.into_iter().zip(axes).collect::<Vec<_>>())
        }
        "reshape" => any.reshape(reshaped(any.size(), &integers(step, "shape")?)),
        "ravel" => any.ravel(),
        "expand_dims" => any.expand_dims(axis()?),
        "squeeze" => any.squeeze(),
        "swapaxes" => any.swapaxes(integer(step, "m")?, integer(step, "n")?),
        "moveaxis" => any.moveaxis(integer(step, "m")?, integer(step, "n")?),
        "broadcast_to" => any.broadcast_to(&sizes(step, "shape")?[..]),
        "rechunk" => any.rechunk(&sizes(step, "chunks")?[..]),
        "repeat" => any.repeat(size(step, "times")?, axis()?),
        "repeat_each" => any.repeat_each(&sizes(step, "counts")?, axis()?),
        "tile" => any.tile(&sizes(step, "reps")?[..]),
        "take" => any.take(&indices(&step["indices"])?, axis()?),
        _ => return padded(op, any, step),
    }))
}

/// Several arrays as one.
pub(super) fn joined(op: &str, of: &[AnyChunked], step: &Json) -> Result<Option<AnyChunked>> {
    let axis = || integer(step, "axis");
    Ok(match op {
        "concat" => Some(concat(of, axis()?)),
        "stack" => Some(stack(of, axis()?)),
        _ => None,
    })
}

/// A shape with the length that is left open.
fn reshaped(size: usize, shape: &[isize]) -> Shape {
    let said: usize = shape.iter().filter(|&&n| n >= 0).map(|&n| n as usize).product();
    let length = |&n: &isize| usize::try_from(n).unwrap_or(size / said.max(1));
    Shape::from(&shape.iter().map(length).collect::<Vec<usize>>()[..])
}

/// Lists of positions, one in the other.
fn indices(json: &Json) -> Result<Array<i64>> {
    let (mut shape, mut level) = (Vec::new(), json);
    while let Json::Array(inner) = level {
        shape.push(inner.len());
        level = inner.first().unwrap_or(&Json::Null);
    }
    fn flatten(json: &Json, all: &mut Vec<i64>) {
        match json {
            Json::Array(inner) => inner.iter().for_each(|json| flatten(json, all)),
            one => all.extend(one.as_i64()),
        }
    }
    let mut all = Vec::new();
    flatten(json, &mut all);
    Ok(Array::try_from_shape_vec(&shape[..], all)?)
}

/// Pairs of numbers, one for each axis.
fn sides<T>(step: &Json, name: &str, each: impl Fn(&Json) -> Option<T>) -> Result<Sides<T>> {
    let pair = |pair: &Json| Some((each(&pair[0])?, each(&pair[1])?));
    let pairs: Option<Vec<(T, T)>> = list(step, name)?.iter().map(pair).collect();
    Ok(pairs.ok_or_else(|| format!("{name}: not pairs"))?.into())
}

fn padded(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    let widths = || sides(step, "widths", |n| n.as_u64().map(|n| n as usize));
    Ok(table! { op, any, x: T;
        for [bool u8 i32 i64 f32 f64]
            "pad" => x.pad(widths()?, mode::<T>(text(step, "mode")?)?);
            "pad_constant" => x.pad(widths()?, PadMode::constant(sides(step, "values", number::<T>)?));
        for [u8 i32 i64 f32 f64]
            "pad_extreme" => x.pad(widths()?, mode::<T>(text(step, "mode")?)?);
            "diff" => x.diff(size(step, "n")?, integer(step, "axis")?);
        for [i32 i64 f32 f64]
            "gradient" => x.gradient_axis(integer(step, "axis")?, float(step, "spacing")?);
    })
}

fn mode<T: Typed>(name: &str) -> Result<PadMode<T>> {
    Ok(match name {
        "edge" => PadMode::Edge,
        "reflect" => PadMode::Reflect,
        "symmetric" => PadMode::Symmetric,
        "wrap" => PadMode::Wrap,
        "maximum" => PadMode::Maximum(None),
        "minimum" => PadMode::Minimum(None),
        _ => return Err(format!("pad mode {name}").into()),
    })
}
