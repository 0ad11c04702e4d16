//! Other arrangements of the same elements.

use super::{Result, table};
use crate::chunked::program::{integers, items};
use crate::chunked_of;
use nd::ooc::AnyChunked;
use serde_json::Value as Json;

pub(super) fn arranged(op: &str, any: &AnyChunked, step: &Json) -> Result<Option<AnyChunked>> {
    if op == "slice" {
        return Ok(Some(any.slice(items(step, "items")?)));
    }
    Ok(table! { op, any, x: T;
        [bool u8 i32 i64 f32 f64]
            "permute_dims" => x.permute_dims(&integers(step, "axes")?);
    })
}
