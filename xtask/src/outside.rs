//! A crate outside of nd holds calls, and no kernel.
//!
//! `benches/user` is such a crate. Its compiled form is read by `nm`: each function that the
//! compiler put there, with its size. What mentions the machinery below the arrays was compiled
//! again for this one user; so was what is longer than a call, even if it was inlined into a
//! function of the user's own and has lost its name.

use crate::shell::{Outcome, cargo, works};
use crate::{built, ci, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask outside [LIBRARY]

Compiles benches/user with the tests, and lists each function that the compiler put there, with its
size in bytes. Fails if one of them is a kernel, or longer than a call. LIBRARY (an .rlib or an object)
is looked into instead, if it is given.";

/// Parts of paths that stand for machinery: plans and walks, kernels, threads, faer.
const MACHINERY: &[&str] = &[
    "nd_core::engine::",
    "nd_core::kernels::",
    "nd_core::simd::",
    "nd_core::threads::",
    "nd_linalg::kernels::",
    "avx2",
    "avx512",
    "rayon::",
    "rayon_core::",
    "faer::",
    "private_gemm",
];

/// Bytes of machine code that a call may take: arguments turned into views, the call, its result
/// moved, and what is freed on the way out and when it panics. An operator that may use its left side again is two
/// calls, 1276 bytes today. Compiled in the user's crate, `add` took 8,368.
const MOST_BYTES: u64 = 1536;

/// A function in a compiled crate.
#[derive(Debug, PartialEq, Eq)]
struct Function {
    name: String,
    bytes: u64,
}

impl Function {
    /// Why it should not be in a user's crate.
    fn fault(&self) -> Option<String> {
        let machinery = MACHINERY.iter().find(|part| self.name.contains(**part));
        let why = match machinery {
            Some(part) => format!("`{}` is compiled in nd's crates", part.trim_end_matches("::")),
            None if self.bytes > MOST_BYTES => format!("a call takes {MOST_BYTES} bytes"),
            None => return None,
        };
        Some(format!("{:>7} bytes {}: {why}", self.bytes, self.name))
    }
}

pub(crate) fn main(args: &[String]) -> Outcome {
    let library = match args {
        [] => user_crate()?,
        [path] if !path.starts_with('-') => PathBuf::from(path),
        _ => return Err(USAGE.to_owned()),
    };
    let mut functions = look_into(&library)?;
    functions.sort_by_key(|function| std::cmp::Reverse(function.bytes));
    functions.iter().for_each(|Function { name, bytes }| println!("{bytes:>7} {name}"));
    verdict(&functions)
}

/// Whether there is an `nm` to look with; it comes with every linker.
pub(crate) fn can_look() -> bool {
    cfg!(target_os = "linux") && works("nm", &["--version"])
}

/// What `cargo xtask ci` asks.
pub(crate) fn check() -> Outcome {
    verdict(&look_into(&user_crate()?)?)
}

/// The library of `benches/user`. It is compiled with the tests (the profile in Cargo.toml makes it
/// as a release build would); here it is asked for by the same command, which finds all fresh.
fn user_crate() -> Outcome<PathBuf> {
    let args = ["test", "--workspace", "--lib", "--bins", "--tests", "--examples", "--no-run"];
    let mut command = cargo();
    command.current_dir(workspace::root()).args(args);
    command.args(["--quiet", "--locked", "--features", &ci::features()?]);
    built::library(&mut command, "nd_user", "rlib")
}

/// The functions in a compiled crate.
fn look_into(library: &Path) -> Outcome<Vec<Function>> {
    let listing = Command::new("nm")
        .args(["--defined-only", "--print-size", "--demangle"])
        .arg(library)
        .output()
        .map_err(|e| format!("cannot start nm: {e}"))?;
    // Its exit code is of no use: it stumbles over the metadata in the library, which is no object.
    match functions(&String::from_utf8_lossy(&listing.stdout)) {
        none if none.is_empty() => Err(format!("{}: no function in it", library.display())),
        some => Ok(some),
    }
}

fn verdict(functions: &[Function]) -> Outcome {
    let total: u64 = functions.iter().map(|function| function.bytes).sum();
    println!("a user's crate: {} functions, {total} bytes", functions.len());
    let faults: Vec<String> = functions.iter().filter_map(Function::fault).collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(format!("a user's crate holds kernels, {}:\n{}", faults.len(), faults.join("\n")))
}

/// Lines of `address size kind name`; what is code has the kinds T and W.
fn functions(listing: &str) -> Vec<Function> {
    let functions = listing.lines().filter_map(|line| {
        let mut words = line.splitn(4, ' ');
        let (_address, size, kind, name) =
            (words.next()?, words.next()?, words.next()?, words.next()?);
        let bytes = u64::from_str_radix(size, 16).ok()?;
        matches!(kind, "t" | "T" | "w" | "W").then(|| Function { name: name.to_owned(), bytes })
    });
    functions.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_of_nm() {
        let listing = "\nlib.o:\n                 U memcpy\n\
            0000000000000000 000000000000001f T nd_user::sum\n\
            0000000000000000 0000000000000400 t core::ptr::drop_in_place<nd_core::array::Array<f64>>\n\
            0000000000000000 0000000000000010 r .L__unnamed_1\n";
        let found = functions(listing);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Function { name: "nd_user::sum".into(), bytes: 31 });
        assert!(found.iter().all(|function| function.fault().is_none()));
    }

    #[test]
    fn machinery_and_long_bodies_are_faults() {
        let fault = |name: &str, bytes| Function { name: name.into(), bytes }.fault();
        assert!(fault("nd_core::engine::walk::run::h12", 10).is_some());
        assert!(fault("rayon_core::join::join_context", 10).is_some());
        assert!(fault("nd_user::sum", MOST_BYTES + 1).is_some());
        assert!(fault("nd_user::sum", MOST_BYTES).is_none());
    }
}
