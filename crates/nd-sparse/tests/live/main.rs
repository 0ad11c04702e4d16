//! For live runs against SciPy: cases that it draws and judges, and matrices that others collected.
//!
//! `ND_SPARSE_LIVE=DIR cargo test -p nd-sparse --features io,linalg,random --test live` runs the cases that
//! `xtask/py/sparse.py make DIR` wrote, and leaves results for it to check; with `ND_SPARSE_COLLECTION=DIR` the
//! matrices of `xtask/py/sparse_collection.py` are read, ordered, factored and solved. `cargo xtask conformance` does
//! both.
#![allow(clippy::print_stdout, reason = "people read how many cases ran")]
#![cfg(all(feature = "linalg", feature = "io", feature = "random"))]

mod case;
mod collection;
mod formats;
mod graphs;
mod made;
mod operations;
mod systems;

use case::Case;
use made::Made;
use nd_core::Complex;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

#[test]
fn cases_of_scipy() {
    let Some(folder) = std::env::var_os("ND_SPARSE_LIVE").map(PathBuf::from) else { return };
    let cases = std::fs::read_to_string(folder.join("cases.txt")).unwrap();
    let mut results = String::new();
    for line in cases.lines() {
        results += &result_of(&Case::read(line));
    }
    std::fs::write(folder.join("results.txt"), results).unwrap();
    println!("sparse: {} cases run", cases.lines().count());
}

/// The results of a case, or the words of its panic: where shapes alone tell that there is no answer.
fn result_of(case: &Case<'_>) -> String {
    let run = || {
        let mut made = Made::new(case.number);
        run(case, &mut made);
        made.lines
    };
    let quiet = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let outcome = catch_unwind(AssertUnwindSafe(run));
    std::panic::set_hook(quiet);
    outcome.unwrap_or_else(|words| {
        let text = words.downcast_ref::<String>().cloned();
        let text = text.or_else(|| words.downcast_ref::<&str>().map(ToString::to_string));
        format!(
            "{}\t\terror\tpanic: {}\n",
            case.number,
            text.unwrap_or_default().replace('\n', " ")
        )
    })
}

/// Runs a case in its element type.
macro_rules! types {
    ($case:ident $made:ident; $($name:literal $T:ty, [$($group:path)*];)*) => {
        match $case.dtype {
            $($name => {
                let known = false $(|| $group(&formats::held::<$T>($case, "a"), $case, $made))*;
                assert!(known, "no operation {} of {}", $case.op, $case.dtype);
            })*
            other => panic!("no element type {other}"),
        }
    };
}

fn run(case: &Case<'_>, made: &mut Made) {
    use operations::{any, decimal, number, ordered, real};
    if graphs::run(case, made) || systems::grid(case, made) {
        return;
    }
    types! { case made;
        "bool" bool, [any ordered];
        "int8" i8, [any number ordered];
        "int16" i16, [any number ordered];
        "int32" i32, [any number ordered];
        "int64" i64, [any number ordered];
        "uint8" u8, [any number ordered];
        "uint16" u16, [any number ordered];
        "uint32" u32, [any number ordered];
        "uint64" u64, [any number ordered];
        "float32" f32, [any number ordered real decimal systems::run];
        "float64" f64, [any number ordered real decimal operations::double systems::run];
        "complex64" Complex<f32>, [any number decimal systems::run];
        "complex128" Complex<f64>, [any number decimal systems::run];
    }
}
