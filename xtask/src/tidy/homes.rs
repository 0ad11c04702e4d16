//! Rules about what may be named where.

use super::Finding;
use crate::source::Source;

/// Files (or, ending in `/`, folders) that may list the element types by hand.
const DTYPE_HOMES: &[&str] =
    &["crates/nd-core/src/dtype/", "crates/nd-core/src/any/", "crates/nd-core/src/promote.rs"];

/// So many arms over the element types are a table, not a special case.
const DTYPE_ARMS: usize = 3;

/// The files that may name rayon: the thread machine of everyone, and faer's, which has its own.
const THREAD_HOMES: &[&str] = &["crates/nd-core/src/threads.rs", "crates/nd-linalg/src/par.rs"];

/// There is one thread machine, so that the user's pool is obeyed everywhere, rayon is compiled
/// once, and every threshold and chunk boundary can be found.
pub(super) fn threads(source: &Source) -> Vec<Finding> {
    if THREAD_HOMES.contains(&source.path.as_str()) || source.is_test() {
        return Vec::new();
    }
    let message = "`rayon` outside nd_core::threads; go through that";
    let shipped = source.end_of_shipped_code();
    source
        .words("rayon")
        .filter(|&at| at < shipped)
        .map(|at| Finding::in_source(source, at, message))
        .collect()
}

/// `with_dtype!` opens a run-time element type; a hand-written table misses the next type.
pub(super) fn dtype_match(source: &Source) -> Vec<Finding> {
    let at_home = DTYPE_HOMES.iter().any(|home| source.path.starts_with(home));
    if at_home || source.is_test() {
        return Vec::new();
    }
    let shipped = source.end_of_shipped_code();
    let arms: Vec<usize> = ["DType::", "AnyArray::"]
        .iter()
        .flat_map(|name| source.code.match_indices(name))
        .map(|(at, _)| at)
        .filter(|&at| at < shipped && is_arm(&source.code[at..]))
        .collect();
    if arms.len() < DTYPE_ARMS {
        return Vec::new();
    }
    let message = "a hand-written match over the element types; use `with_dtype!`";
    vec![Finding::in_source(source, arms[0], message)]
}

/// Whether a path at the start of `code` is a pattern: followed by `=>`, or by `|` and so on.
fn is_arm(code: &str) -> bool {
    let Some((_, after)) = code.split_once("::") else {
        return false;
    };
    let name = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let mut rest = after[name..].trim_start();
    if rest.starts_with('(') {
        rest = rest.split_once(')').map_or("", |(_, rest)| rest.trim_start());
    }
    let upper = after.starts_with(|c: char| c.is_ascii_uppercase());
    upper && (rest.starts_with("=>") || rest.starts_with('|') && !rest.starts_with("||"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rayon_away_from_home() {
        let text = "use rayon::prelude::*;\n// rayon in words is fine";
        assert_eq!(threads(&Source::new("crates/nd-ops/src/sum.rs", text)).len(), 1);
        assert_eq!(threads(&Source::new("crates/nd-ops/src/par.rs", text)).len(), 1);
        assert_eq!(threads(&Source::new("crates/nd-core/src/threads.rs", text)), []);
        assert_eq!(threads(&Source::new("crates/nd-ops/tests/threads.rs", text)), []);
    }

    #[test]
    fn tables_over_the_element_types() {
        let table = "match d { DType::F32 => 1, DType::F64 | DType::I8 => 2, _ => 3 }";
        assert_eq!(dtype_match(&Source::new("crates/nd-io/src/npy.rs", table)).len(), 1);
        let any = "match a { AnyArray::F32(a) => 1, AnyArray::F64(a) => 2, AnyArray::I8(_) => 3 }";
        assert_eq!(dtype_match(&Source::new("crates/nd-io/src/npy.rs", any)).len(), 1);
    }

    #[test]
    fn special_cases_are_no_tables() {
        let clean = "if d == DType::F16 || x == DType::Bool { f(DType::F32, DType::F64) }
            match d { DType::Bool => 1, _ => DType::of::<T>() }";
        assert_eq!(dtype_match(&Source::new("crates/nd-io/src/npy.rs", clean)), []);
    }
}
