//! The law of names: `f`, `f_with`, `try_f`, `try_f_with`, and the options that go with them.

use super::Finding;
use super::functions::{PublicFn, head_above, public_functions};
use crate::source::Source;
use std::collections::BTreeMap;

/// A public function and where it stands.
struct Named<'a> {
    source: &'a Source,
    function: PublicFn<'a>,
    parameters: Vec<String>,
}

/// The functions of one crate by their names. Types may share a name, so each has a list.
type ByName<'a> = BTreeMap<String, Vec<Named<'a>>>;

/// `try_f` takes exactly what `f` takes.
pub(super) fn twins(sources: &[Source]) -> Vec<Finding> {
    of_crates(
        sources,
        |name| name.strip_prefix("try_"),
        same,
        |name| format!("takes what `{name}` takes, and returns a `Result`"),
    )
}

/// The same parameters; of closures, which may fail in a `try_f` and not in `f`, the same names.
fn same(twin: &[String], plain: &[String]) -> bool {
    let alike = |(a, b): (&String, &String)| {
        let name = |parameter: &str| parameter.split(':').next().map(str::to_owned);
        a == b || a.contains("Fn(") && b.contains("Fn(") && name(a) == name(b)
    };
    twin.len() == plain.len() && twin.iter().zip(plain).all(alike)
}

/// Here `_with` is Rust's own suffix: a closure in the place of a value, a kernel in the place of a
/// closure.
const NOT_OPTIONS: &[&str] = &["fill_with", "map_with", "map_into_with", "apply_with"];

/// `f_with` takes what `f` takes, and then the options.
pub(super) fn with_options(sources: &[Source]) -> Vec<Finding> {
    let more = |with: &[String], plain: &[String]| {
        with.len() == plain.len() + 1 && with.starts_with(plain)
    };
    of_crates(sources, options_of, more, |name| {
        format!("takes what `{name}` takes, and then one value of options")
    })
}

fn options_of(name: &str) -> Option<&str> {
    name.strip_suffix("_with").filter(|_| !NOT_OPTIONS.contains(&name))
}

/// Looks for the namesake of every function that `base` says has one. A namesake in the same
/// file counts, or else one anywhere in the crate.
fn of_crates(
    sources: &[Source],
    base: fn(&str) -> Option<&str>,
    fits: impl Fn(&[String], &[String]) -> bool,
    law: impl Fn(&str) -> String,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for functions in by_crate(sources).values() {
        for (name, all) in functions {
            let Some(base) = base(name) else { continue };
            for twin in all {
                let namesakes = functions.get(base).map_or(&[][..], Vec::as_slice);
                let here = namesakes.iter().any(|plain| plain.source.path == twin.source.path);
                let fitting = namesakes
                    .iter()
                    .filter(|plain| !here || plain.source.path == twin.source.path)
                    .any(|plain| fits(&twin.parameters, &plain.parameters));
                if !fitting {
                    let message = match namesakes.first() {
                        None => format!("`{name}` has no namesake `{base}`: it {}", law(base)),
                        Some(_) => format!("`{name}` {}", law(base)),
                    };
                    findings.push(Finding::in_source(twin.source, twin.function.offset, &message));
                }
            }
        }
    }
    findings
}

fn by_crate(sources: &[Source]) -> BTreeMap<&str, ByName<'_>> {
    let mut crates: BTreeMap<&str, ByName<'_>> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.path.starts_with("crates/")) {
        let Some((package, _)) = source.path.split_once("/src/") else { continue };
        for function in public_functions(source) {
            let (name, parameters) = (function.name().to_owned(), function.parameters());
            let of_name = crates.entry(package).or_default().entry(name).or_default();
            of_name.push(Named { source, function, parameters });
        }
    }
    crates
}

/// A struct of options can grow, has defaults, and is passed by reference.
pub(super) fn options(source: &Source) -> Vec<Finding> {
    if source.is_test() || !source.path.starts_with("crates/") {
        return Vec::new();
    }
    let mut findings = structs(source);
    for function in public_functions(source) {
        let parameters = function.parameters();
        // A setter takes the struct itself, and parts of it, by value.
        let setter = parameters.first().is_some_and(|first| first == "self");
        let by_value = |parameter: &&String| {
            parameter.split_once(':').is_some_and(|(_, kind)| is_options(kind.trim()))
        };
        if let (false, Some(parameter)) = (setter, parameters.iter().find(by_value)) {
            let message = format!("`{parameter}`: options are passed by reference");
            findings.push(Finding::in_source(source, function.offset, &message));
        }
    }
    findings
}

/// Whether a type, as written, is a struct of options by value.
fn is_options(kind: &str) -> bool {
    let path = kind.split('<').next().unwrap_or_default();
    !path.starts_with('&') && path.ends_with("Options")
}

fn structs(source: &Source) -> Vec<Finding> {
    let shipped = source.end_of_shipped_code();
    let mut findings = Vec::new();
    for at in source.words("struct").filter(|&at| at < shipped) {
        let name = source.code[at + "struct".len()..].trim_start();
        let name = &name[..name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len())];
        if !name.ends_with("Options") || !source.code[..at].ends_with("pub ") {
            continue;
        }
        let head = head_above(source, at);
        let has_default =
            head.contains("Default") || source.code.contains(&format!("Default for {name}"));
        for (kept, what) in [
            (head.contains("#[non_exhaustive]"), "`#[non_exhaustive]`: it will grow"),
            (has_default, "`Default`: everyone starts from that"),
        ] {
            if !kept {
                findings.push(Finding::in_source(source, at, &format!("`{name}` without {what}")));
            }
        }
    }
    findings
}

/// The one enum that says which triangle of a matrix is meant.
const TRIANGLE: &str = "Triangle";

/// Nobody invents a second word for lower and upper.
pub(super) fn triangles(source: &Source) -> Vec<Finding> {
    let shipped = source.end_of_shipped_code();
    let mut findings = Vec::new();
    for at in source.words("enum").filter(|&at| at < shipped) {
        let Some((name, rest)) = source.code[at + "enum".len()..].split_once('{') else {
            continue;
        };
        let variants = rest.split('}').next().unwrap_or_default();
        let has = |variant| variants.split(|c: char| !c.is_alphanumeric()).any(|v| v == variant);
        let public = source.code[..at].ends_with("pub ");
        let ours = name.trim() == TRIANGLE && source.path.starts_with("crates/nd-core/");
        if public && has("Lower") && has("Upper") && !ours {
            let message = format!("`{}` is `nd_core::{TRIANGLE}` by another name", name.trim());
            findings.push(Finding::in_source(source, at, &message));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new("crates/a/src/b.rs", text)
    }

    #[test]
    fn a_twin_that_takes_something_else() {
        let check = |text: &str| twins(&[source(text)]).len();
        let plain = "pub fn roll(a: u8, by: i8) {}\n";
        assert_eq!(check(&format!("{plain}pub fn try_roll(a: u8) -> Result<(), E> {{}}")), 1);
        assert_eq!(check("pub fn try_roll(a: u8) -> Result<(), E> {}"), 1);
        assert_eq!(
            check(&format!(
                "{plain}pub fn try_roll(\n    a: u8,\n    by: i8,\n) -> Result<(), E> {{}}"
            )),
            0
        );
    }

    #[test]
    fn closures_may_fail_in_the_twin() {
        let plain = "pub fn run(n: u8, work: &dyn Fn(u8)) {}\n";
        let check = |twin: &str| twins(&[source(&format!("{plain}{twin}"))]).len();
        assert_eq!(
            check("pub fn try_run<E>(n: u8, work: &dyn Fn(u8) -> Result<(), E>) -> R {}"),
            0
        );
        assert_eq!(check("pub fn try_run<E>(n: u8, f: &dyn Fn(u8) -> Result<(), E>) -> R {}"), 1);
    }

    #[test]
    fn a_namesake_in_the_same_file_is_the_one_that_counts() {
        let array = Source::new("crates/a/src/array.rs", "pub fn cut(self) {}");
        let view = "pub fn cut(self, n: u8) {}\npub fn try_cut(self) -> R {}";
        assert_eq!(twins(&[array, source(view)]).len(), 1);
        let array = Source::new("crates/a/src/array.rs", "pub fn cut(self) {}");
        assert_eq!(twins(&[array, source("pub fn try_cut(self) -> R {}")]), []);
        let elsewhere = Source::new("crates/c/src/array.rs", "pub fn cut(self) {}");
        assert_eq!(twins(&[elsewhere, source("pub fn try_cut(self) -> R {}")]).len(), 1);
    }

    #[test]
    fn options_come_last_and_alone() {
        let check = |text: &str| with_options(&[source(text)]).len();
        let plain = "pub fn load(path: &str) {}\n";
        assert_eq!(check(&format!("{plain}pub fn load_with(path: &str, o: &O) {{}}")), 0);
        assert_eq!(check(&format!("{plain}pub fn load_with(o: &O, path: &str) {{}}")), 1);
        assert_eq!(check(&format!("{plain}pub fn load_with(path: &str, n: u8, o: &O) {{}}")), 1);
        assert_eq!(check("pub fn load_with(path: &str, o: &O) {}"), 1);
        assert_eq!(check("pub fn fill(x: u8) {}\npub fn fill_with(f: impl Fn() -> u8) {}"), 0);
    }

    #[test]
    fn structs_of_options_grow_and_have_defaults() {
        let check = |text: &str| options(&source(text)).len();
        assert_eq!(check("pub struct TextOptions { pub a: u8 }"), 2);
        assert_eq!(check("#[derive(Default)]\npub struct TextOptions { pub a: u8 }"), 1);
        assert_eq!(check("#[derive(Default)]\n#[non_exhaustive]\npub struct TextOptions {}"), 0);
        assert_eq!(check("struct TextOptions { a: u8 }"), 0);
    }

    #[test]
    fn options_by_value() {
        let check = |text: &str| options(&source(text)).len();
        assert_eq!(check("pub fn load(path: &str, options: TextOptions) {}"), 1);
        assert_eq!(check("pub fn load(path: &str, options: io::TextOptions<'_>) {}"), 1);
        assert_eq!(check("pub fn load(path: &str, options: &TextOptions) {}"), 0);
        assert_eq!(check("pub fn text(mut self, text: TextOptions) -> Self {}"), 0);
    }

    #[test]
    fn one_enum_of_triangles() {
        let text = "pub enum Half {\n    /// Below.\n    Lower,\n    Upper,\n}";
        assert_eq!(triangles(&source(text)).len(), 1);
        let text = text.replace("Half", "Triangle");
        assert_eq!(triangles(&Source::new("crates/nd-linalg/src/t.rs", &text)).len(), 1);
        assert_eq!(triangles(&Source::new("crates/nd-core/src/triangle.rs", &text)), []);
        assert_eq!(triangles(&source("pub enum Case { Upper, Title }")), []);
    }
}
