//! The table of operations: a name in a program, and what nd-ooc does for it.

mod arranged;
mod elementwise;
mod filtered;
mod reduced;

use super::Result;
use arranged::{arranged, joined};
use elementwise::{chosen, elementwise, paired};
use filtered::filtered;
use nd::ooc::AnyChunked;
use reduced::reduced;
use serde_json::Value as Json;

/// What an operation makes of its operands.
///
/// # Errors
/// If it is not in the table, or not for such elements.
pub(super) fn apply(op: &str, of: &[AnyChunked], step: &Json) -> Result<AnyChunked> {
    let first = of.first().ok_or("no operand")?;
    if let Some(made) = joined(op, of, step)? {
        return Ok(made);
    }
    if let [_, second] = of
        && let Some(made) = paired(op, first, second)?
    {
        return Ok(made);
    }
    if let [_, second, third] = of
        && let Some(made) = chosen(op, first, second, third)?
    {
        return Ok(made);
    }
    for table in [elementwise, arranged, reduced, filtered] {
        if let Some(made) = table(op, first, step)? {
            return Ok(made);
        }
    }
    Err("not in the table of steps".into())
}

/// A table of operations by name: for elements of the types listed, a method or an expression.
macro_rules! table {
    ($op:ident, $any:ident, $x:ident: $T:ident;
     $(for $types:tt $($name:literal => $body:expr;)*)*) => {
        match $op {
            $($($name => Some(chunked_of!($any, $x: $T in $types => $body)?),)*)*
            _ => None,
        }
    };
}

use table;
