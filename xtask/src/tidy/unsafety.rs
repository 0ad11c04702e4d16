//! Rules about unsafe code: where it may stand, and that each piece says why it is sound.

use super::Finding;
use crate::source::Source;

/// The files (or, ending in `/`, folders) that may hold unsafe code.
///
/// Adding one is a decision: say in ARCHITECTURE.md what the file does with it.
const HOMES: &[&str] = &[
    // Memory, and the pointers into it.
    "crates/nd-core/src/alloc.rs",
    "crates/nd-core/src/buffer.rs",
    "crates/nd-core/src/raw.rs",
    // The types that hold those pointers, and one element of them.
    "crates/nd-core/src/array.rs",
    "crates/nd-core/src/view.rs",
    "crates/nd-core/src/view_mut.rs",
    "crates/nd-core/src/index.rs",
    // Walking through them.
    "crates/nd-core/src/engine/bodies.rs",
    "crates/nd-core/src/engine/gather.rs",
    "crates/nd-core/src/engine/lanes.rs",
    "crates/nd-core/src/engine/reduce.rs",
    "crates/nd-core/src/engine/walk.rs",
    // Work that is borrowed, handed to threads of the pool.
    "crates/nd-core/src/team.rs",
    // Instruction sets found at run time.
    "crates/nd-core/src/simd.rs",
    // Pointers of arrays handed to faer and back.
    "crates/nd-linalg/src/mat.rs",
    // Files that others may change while they are mapped.
    "crates/nd-io/src/memmap/",
];

/// Files that may hold unsafe code at the same time: each is read as a whole whenever soundness is
/// in doubt. Only ever lowered.
const MAX_FILES: usize = 18;

/// Crates with a file in [`HOMES`]; every other one forbids unsafe code altogether.
const CRATES_WITH_UNSAFE: &[&str] = &["crates/nd-core", "crates/nd-io", "crates/nd-linalg"];

/// Unsafe code stands only in the files listed above, and in tests and examples (which count
/// allocations and map files).
pub(super) fn home(source: &Source) -> Vec<Finding> {
    let at_home = HOMES.iter().any(|home| match home.strip_suffix('/') {
        Some(folder) => {
            source.path.starts_with(folder) && source.path[folder.len()..].starts_with('/')
        }
        None => source.path == *home,
    });
    if at_home || source.is_test() {
        return Vec::new();
    }
    let message = "`unsafe` outside the files listed in xtask/src/tidy/unsafety.rs";
    source.words("unsafe").map(|at| Finding::in_source(source, at, message)).collect()
}

/// Unsafe code stands in few files.
pub(super) fn few_files(sources: &[Source]) -> Vec<Finding> {
    let files = sources.iter().filter(|s| !s.is_test() && s.words("unsafe").next().is_some());
    let paths: Vec<&str> = files.map(|source| source.path.as_str()).collect();
    if paths.len() <= MAX_FILES {
        return Vec::new();
    }
    let message = format!("unsafe code in {} files; at most {MAX_FILES}", paths.len());
    vec![Finding::at(&paths.join(", "), message)]
}

/// Every unsafe block and impl has a `// SAFETY:` comment directly above it.
pub(super) fn safety_comment(source: &Source) -> Vec<Finding> {
    let message = "no `// SAFETY:` comment above this; say why each condition holds";
    source
        .words("unsafe")
        .filter(|&at| asserts_soundness(&source.code[at..]) && !explained(source, at))
        .map(|at| Finding::in_source(source, at, message))
        .collect()
}

/// Whether the `unsafe` at the start of `code` claims something (a block, an impl, an
/// attribute) rather than demands it of the caller (a fn, a trait, a function pointer type).
fn asserts_soundness(code: &str) -> bool {
    let after = code["unsafe".len()..].trim_start();
    after.starts_with('{') || after.starts_with("impl") || after.starts_with('(')
}

/// Looks for the comment on the line itself, then upwards over comments, attributes and the
/// earlier lines of the same statement.
fn explained(source: &Source, at: usize) -> bool {
    let line = source.line_of(at) - 1;
    let comments: Vec<&str> = source.comments.lines().collect();
    let code: Vec<&str> = source.code.lines().collect();
    if comments[line].contains("SAFETY:") {
        return true;
    }
    for above in (0..line).rev() {
        if comments[above].contains("SAFETY:") {
            return true;
        }
        let code = code[above].trim();
        let goes_on = code.is_empty() && !comments[above].trim().is_empty()
            || code.starts_with("#[")
            || !code.is_empty() && !code.ends_with([';', '{', '}', ',']);
        if !goes_on {
            return false;
        }
    }
    false
}

/// Each crate root says at the top whether the crate may hold unsafe code.
pub(super) fn crate_forbids(source: &Source) -> Vec<Finding> {
    let Some((package, file)) = source.path.rsplit_once("/src/") else {
        return Vec::new();
    };
    let binary = file.starts_with("bin/") && file.matches('/').count() == 1;
    if !matches!(file, "lib.rs" | "main.rs") && !binary {
        return Vec::new();
    }
    if CRATES_WITH_UNSAFE.contains(&package) || source.code.contains("#![forbid(unsafe_code)]") {
        return Vec::new();
    }
    vec![Finding::at(&source.path, "no `#![forbid(unsafe_code)]` in this crate root".to_owned())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn safety(text: &str) -> usize {
        safety_comment(&Source::new("a.rs", text)).len()
    }

    #[test]
    fn unsafe_away_from_home() {
        let text = "fn f() { unsafe { g() } } // unsafe in words is fine";
        assert_eq!(home(&Source::new("crates/nd-ops/src/exp.rs", text)).len(), 1);
        assert_eq!(home(&Source::new("crates/nd-io/src/memmap_room.rs", text)).len(), 1);
        assert_eq!(home(&Source::new("crates/nd-core/src/engine/plan.rs", text)).len(), 1);
        assert_eq!(home(&Source::new("crates/nd-core/src/engine/walk.rs", text)), []);
        assert_eq!(home(&Source::new("crates/nd-io/src/memmap/grow.rs", text)), []);
        assert_eq!(home(&Source::new("crates/nd-core/src/raw.rs", text)), []);
        assert_eq!(home(&Source::new("crates/nd-ops/tests/allocations.rs", text)), []);
    }

    #[test]
    fn too_many_files() {
        let files = |n: usize| -> Vec<Source> {
            let file =
                |i| Source::new(&format!("crates/nd-core/src/engine/{i}.rs"), "unsafe { f() }");
            (0..n).map(file).collect()
        };
        assert_eq!(few_files(&files(MAX_FILES)), []);
        assert_eq!(few_files(&files(MAX_FILES + 1)).len(), 1);
        let safe = Source::new("crates/nd-core/src/a.rs", "// unsafe in words");
        let mut most = files(MAX_FILES);
        most.push(safe);
        assert_eq!(few_files(&most), []);
    }

    #[test]
    fn bare_blocks_and_impls() {
        assert_eq!(safety("fn f() {\n    // fast\n    unsafe { g() }\n}"), 1);
        assert_eq!(safety("// SAFETY: of the other\nfn h() {}\nunsafe impl Send for A {}"), 1);
        assert_eq!(safety("// SAFETY: only the first\nlet a = unsafe { g() };\nunsafe { g() }"), 1);
    }

    #[test]
    fn explained_blocks_and_impls() {
        assert_eq!(safety("// SAFETY: g is fine,\n// and so is h.\n#[cfg(x)]\nunsafe { g() }"), 0);
        assert_eq!(safety("// SAFETY: in bounds\nlet a: Long =\n    unsafe { g() };"), 0);
        assert_eq!(safety("/// # Safety\n/// Be careful.\npub unsafe fn f() {}"), 0);
        assert_eq!(safety("// SAFETY: no state\nunsafe impl Send for A {}"), 0);
    }

    #[test]
    fn crate_roots() {
        let check = |path, text| crate_forbids(&Source::new(path, text)).len();
        assert_eq!(check("crates/nd-ops/src/lib.rs", "//! #![forbid(unsafe_code)]"), 1);
        assert_eq!(check("benches/src/bin/a.rs", ""), 1);
        assert_eq!(check("crates/nd-ops/src/lib.rs", "#![forbid(unsafe_code)]"), 0);
        assert_eq!(check("crates/nd-core/src/lib.rs", ""), 0);
        assert_eq!(check("crates/nd-ops/src/exp.rs", ""), 0);
    }
}
