//! Random programs on chunked arrays for `cargo xtask conformance`: what `xtask/py/chunked.py make` wrote is run by
//! nd-ooc, each program several times with other sources, chunks, budgets and threads.
//!
//! Reading order: `program` is what a program says; `sources` puts its inputs where a run wants them; `steps` is
//! the table of operations; [`run`] runs all, and writes down what came out for `chunked.py check`.

/// `$body` with `$x` as a [`Chunked`](nd::ooc::Chunked) of type `$T`, for whichever of the types listed the elements of
/// `$any` are; its value is made an [`AnyChunked`](nd::ooc::AnyChunked) of.
macro_rules! chunked_of {
    ($any:expr, $x:ident: $T:ident in [$($t:ty)*] => $body:expr) => {{
        let any: &nd::ooc::AnyChunked = $any;
        let found: crate::chunked::Result<nd::ooc::AnyChunked> = 'found: {
            $(if any.dtype() == <$t as nd::Typed>::DTYPE {
                #[allow(dead_code, reason = "not every operation names the type")]
                type $T = $t;
                let $x: nd::ooc::Chunked<$t> = any.clone().try_into()?;
                break 'found Ok($body.into());
            })*
            Err(format!("an operation that does not know {}", any.dtype()).into())
        };
        found
    }};
}

mod program;
pub mod run;
mod sources;
mod steps;

/// What is wrong with a program, or with us.
type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;
