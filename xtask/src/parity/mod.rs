//! `cargo xtask parity`: the public names of NumPy and SciPy, and where they are here.
//!
//! The names are their own (`golden/numpy_names.py`, `golden/array_api_names.py`, `golden/scipy_names.py`). A function or method of that name that
//! the compiler finds in the facade ([`probe`]) is done; `xtask/parity.txt` and those beside it say what is
//! called otherwise, what differs, what Rust does without a function, and which of our names means something else.
//! The functions that those notes name have to be there too. Everything else is absent, and the table says so.

mod probe;

use crate::shell::{Args, Outcome};
use crate::workspace;
use probe::{Facade, Probe};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const USAGE: &str = "usage: cargo xtask parity [--check]

Writes the pages crates/nd/guide/parity*.md: NumPy's public functions, the names of the array API standard and SciPy's, and
for each whether it is done, differs, is Rust's own, or absent. Fails if a module that is to be complete (all but
numpy.random, scipy.sparse.csgraph, scipy.signal, scipy.interpolate and scipy.integrate) has an absent one, or if a file
of notes has a line for nothing. With --check the pages are compared and not written.";

/// A page: whose names, from which file, with which notes.
struct Table {
    theirs: &'static str,
    page: &'static str,
    head: &'static str,
    names: &'static str,
    notes: &'static str,
    modules: &'static [(&'static str, Home)],
    /// Modules of which no name may be absent.
    complete: &'static [&'static str],
}

const TABLES: &[Table] = &[
    Table {
        theirs: "NumPy",
        page: "crates/nd/guide/parity.md",
        head: NUMPY,
        names: "xtask/numpy/names.txt",
        notes: "xtask/parity.txt",
        modules: &[
            ("numpy", Home { free: "nd", methods: "nd::Array<f64>" }),
            ("numpy.linalg", Home { free: "nd::linalg", methods: "nd::Array<f64>" }),
            ("numpy.fft", Home { free: "nd::fft", methods: "nd::Array<f64>" }),
            ("numpy.random", Home { free: "nd::random", methods: "nd::random::Generator" }),
        ],
        complete: &["numpy", "numpy.linalg", "numpy.fft"],
    },
    Table {
        theirs: "NumPy",
        page: "crates/nd/guide/parity_numpy_more.md",
        head: NUMPY_MORE,
        names: "xtask/numpy/more.txt",
        notes: "xtask/parity_numpy_more.txt",
        modules: &[
            ("numpy.ma", Home { free: "nd::ma", methods: "nd::ma::MaskedArray<f64>" }),
            ("numpy.ma.MaskedArray", Home { free: "nd::ma", methods: "nd::ma::MaskedArray<f64>" }),
            (
                "numpy.polynomial",
                Home { free: "nd::polynomial", methods: "nd::polynomial::Chebyshev" },
            ),
            ("numpy.polynomial.polynomial", series("nd::polynomial::polynomial")),
            ("numpy.polynomial.chebyshev", series("nd::polynomial::chebyshev")),
            ("numpy.polynomial.legendre", series("nd::polynomial::legendre")),
            ("numpy.polynomial.laguerre", series("nd::polynomial::laguerre")),
            ("numpy.polynomial.hermite", series("nd::polynomial::hermite")),
            ("numpy.polynomial.hermite_e", series("nd::polynomial::hermite_e")),
            ("numpy.polynomial.polyutils", series("nd::polynomial::polyutils")),
            ("numpy.polynomial.series", series("nd::no_module")),
        ],
        complete: &[
            "numpy.ma",
            "numpy.ma.MaskedArray",
            "numpy.polynomial",
            "numpy.polynomial.polynomial",
            "numpy.polynomial.chebyshev",
            "numpy.polynomial.legendre",
            "numpy.polynomial.laguerre",
            "numpy.polynomial.hermite",
            "numpy.polynomial.hermite_e",
            "numpy.polynomial.polyutils",
            "numpy.polynomial.series",
        ],
    },
    Table {
        theirs: "the standard",
        page: "crates/nd/guide/parity_array_api.md",
        head: ARRAY_API,
        names: "xtask/array_api/names.txt",
        notes: "xtask/parity_array_api.txt",
        modules: &[
            ("array_api", Home { free: "nd", methods: "nd::Array<f64>" }),
            ("array_api.array", Home { free: "nd::no_module", methods: "nd::Array<f64>" }),
            ("array_api.constants", Home { free: "nd::no_module", methods: "nd::Array<f64>" }),
            ("array_api.dtypes", Home { free: "nd::no_module", methods: "nd::Array<f64>" }),
            ("array_api.linalg", Home { free: "nd::linalg", methods: "nd::Array<f64>" }),
            ("array_api.fft", Home { free: "nd::fft", methods: "nd::Array<f64>" }),
        ],
        complete: &[
            "array_api",
            "array_api.array",
            "array_api.constants",
            "array_api.dtypes",
            "array_api.linalg",
            "array_api.fft",
        ],
    },
    Table {
        theirs: "SciPy",
        page: "crates/nd/guide/parity_scipy.md",
        head: SCIPY,
        names: "xtask/scipy/names.txt",
        notes: "xtask/parity_scipy.txt",
        modules: &[
            ("scipy.sparse", Home { free: "nd::sparse", methods: "nd::sparse::Csr<f64>" }),
            (
                "scipy.sparse.csr_array",
                Home { free: "nd::sparse", methods: "nd::sparse::Csr<f64>" },
            ),
            (
                "scipy.sparse.coo_array",
                Home { free: "nd::sparse", methods: "nd::sparse::Coo<f64>" },
            ),
            (
                "scipy.sparse.linalg",
                Home { free: "nd::sparse::linalg", methods: "nd::sparse::linalg::Lu<f64>" },
            ),
            (
                "scipy.sparse.csgraph",
                Home { free: "nd::sparse::graph", methods: "nd::sparse::graph::Graph<u32>" },
            ),
        ],
        complete: &[
            "scipy.sparse",
            "scipy.sparse.csr_array",
            "scipy.sparse.coo_array",
            "scipy.sparse.linalg",
        ],
    },
    Table {
        theirs: "SciPy",
        page: "crates/nd/guide/parity_scipy_more.md",
        head: SCIPY_MORE,
        names: "xtask/scipy/more.txt",
        notes: "xtask/parity_scipy_more.txt",
        modules: &[
            ("scipy.fft", Home { free: "nd::fft", methods: "nd::Array<f64>" }),
            ("scipy.signal", Home { free: "nd::signal", methods: "nd::Array<f64>" }),
            (
                "scipy.signal.windows",
                Home { free: "nd::signal::windows", methods: "nd::Array<f64>" },
            ),
            ("scipy.interpolate", Home { free: "nd::interpolate", methods: "nd::Array<f64>" }),
            ("scipy.integrate", Home { free: "nd::integrate", methods: "nd::Array<f64>" }),
        ],
        complete: &["scipy.fft"],
    },
    Table {
        theirs: "SciPy and scikit-image",
        page: "crates/nd/guide/parity_image.md",
        head: IMAGE,
        names: "xtask/image/names.txt",
        notes: "xtask/parity_image.txt",
        modules: &[
            ("scipy.ndimage", pictures("nd::image")),
            ("skimage.color", pictures("nd::image::color")),
            ("skimage.draw", pictures("nd::image::draw")),
            ("skimage.exposure", pictures("nd::image::exposure")),
            ("skimage.feature", pictures("nd::image::feature")),
            ("skimage.filters", pictures("nd::image")),
            ("skimage.measure", pictures("nd::image::measure")),
            ("skimage.metrics", pictures("nd::image::metrics")),
            ("skimage.morphology", pictures("nd::image")),
            ("skimage.registration", pictures("nd::image::feature")),
            ("skimage.restoration", pictures("nd::image::restoration")),
            ("skimage.segmentation", pictures("nd::image::segmentation")),
            ("skimage.transform", pictures("nd::image")),
        ],
        complete: &["scipy.ndimage"],
    },
];

/// Where the names of a module of series are.
const fn series(free: &'static str) -> Home {
    Home { free, methods: "nd::polynomial::Chebyshev" }
}

/// Where the names of a module are here: free functions, or methods of a type.
struct Home {
    free: &'static str,
    methods: &'static str,
}

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    let only_check = args.flag("--check");
    args.finish(USAGE)?;
    if only_check {
        return check();
    }
    let facade = Facade::check()?;
    each(|table| {
        let (page, absent) = table.page(&facade)?;
        std::fs::write(workspace::root().join(table.page), &page)
            .map_err(|e| format!("{}: {e}", table.page))?;
        println!("wrote {}", table.page);
        report(&page, &absent)
    })
}

/// The pages are what they would be if they were made now.
pub(crate) fn check() -> Outcome {
    let facade = Facade::check()?;
    each(|table| {
        let (page, absent) = table.page(&facade)?;
        if workspace::read(table.page)? != page {
            return Err(format!("{} is out of date: run `cargo xtask parity`", table.page));
        }
        report(&page, &absent)
    })
}

/// All tables, also where one has faults.
fn each(one: impl Fn(&Table) -> Outcome) -> Outcome {
    let faults: Vec<String> = TABLES.iter().filter_map(|table| one(table).err()).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
}

fn report(page: &str, absent: &[String]) -> Outcome {
    page.lines().filter(|line| line.starts_with("**")).for_each(|line| println!("{line}"));
    if absent.is_empty() { Ok(()) } else { Err(format!("absent: {}", absent.join(", "))) }
}

/// A name of NumPy's with its module, and what is said of it: status and text.
type Notes = BTreeMap<String, (String, String)>;

impl Table {
    /// The page, and what is absent that may not be.
    fn page(&self, facade: &Facade) -> Outcome<(String, Vec<String>)> {
        let names = workspace::read(self.names)?;
        let notes = notes(self.notes, &workspace::read(self.notes)?)?;
        self.verify(facade, &notes)?;
        let mut unused: BTreeSet<&str> = notes.keys().map(String::as_str).collect();
        let mut page = String::from(self.head);
        let mut missing = Vec::new();
        for (module, home) in self.modules {
            let theirs =
                names.lines().filter_map(|line| line.strip_prefix(*module)?.strip_prefix(' '));
            let theirs: Vec<&str> = theirs.collect();
            let ours = found(facade, home, &theirs)?;
            let rows = theirs.iter().map(|name| {
                let full = format!("{module}.{name}");
                unused.remove(full.as_str());
                let place = || ours.get(*name).map(|place| ("done".to_owned(), place.clone()));
                let absent = || ("absent".to_owned(), String::new());
                (*name, notes.get(&full).cloned().or_else(place).unwrap_or_else(absent))
            });
            let rows: Vec<(&str, (String, String))> = rows.collect();
            section(&mut page, self.theirs, module, &rows);
            if self.complete.contains(module) {
                let absent = rows.iter().filter(|(_, (status, _))| status == "absent");
                missing.extend(absent.map(|(name, _)| format!("{module}.{name}")));
            }
        }
        if unused.is_empty() {
            return Ok((page, missing));
        }
        let unused: Vec<&str> = unused.into_iter().collect();
        Err(format!("{}: {} has no {}", self.notes, self.theirs, unused.join(", ")))
    }

    /// What a note names in code is there: `nd::path`, and methods of `a`, which is what its module's methods are of.
    fn verify(&self, facade: &Facade, notes: &Notes) -> Outcome {
        let methods = |name: &str| {
            let module = name.rsplit_once('.').map_or("", |(module, _)| module);
            let home = self.modules.iter().find(|(known, _)| *known == module);
            home.map_or("nd::Array<f64>", |(_, home)| home.methods)
        };
        let named = notes.iter().flat_map(|(name, (_, text))| {
            names_in(text, methods(name)).into_iter().map(move |probe| (name, probe))
        });
        let (names, probes): (Vec<&String>, Vec<Probe>) = named.unzip();
        let known = facade.knows(&probes)?;
        let unknown = names.iter().zip(&probes).zip(known).filter(|(_, known)| !known);
        let lines: Vec<String> =
            unknown.map(|((name, probe), _)| format!("{name}: {probe:?} is not there")).collect();
        if lines.is_empty() {
            Ok(())
        } else {
            Err(format!("{}:\n{}", self.notes, lines.join("\n")))
        }
    }
}

/// A module's counts, its table, and the names that are absent.
fn section(page: &mut String, theirs: &str, module: &str, rows: &[(&str, (String, String))]) {
    let mut counts = BTreeMap::new();
    rows.iter().for_each(|(_, (status, _))| *counts.entry(status).or_insert(0) += 1);
    let counts: Vec<String> = counts.iter().map(|(what, n)| format!("{n} {what}")).collect();
    let _ = writeln!(page, "\n## {module}\n\n**`{module}`: {}.**", counts.join(", "));
    let told = |text: &str| !text.is_empty();
    if rows.iter().any(|(_, (_, text))| told(text)) {
        let _ = write!(page, "\n| {theirs} | here | where, how |\n|---|---|---|\n");
    }
    for (name, (status, text)) in rows.iter().filter(|(_, (_, text))| told(text)) {
        let _ = writeln!(page, "| `{name}` | {status} | {text} |");
    }
    let absent = rows.iter().filter(|(_, (_, text))| !told(text));
    let absent: Vec<String> = absent.map(|(name, _)| format!("`{name}`")).collect();
    if !absent.is_empty() {
        let _ = writeln!(page, "\nAbsent: {}.", absent.join(", "));
    }
}

const NUMPY: &str = "# NumPy's functions, and where they are here

Made by `cargo xtask parity` from NumPy's own list of names and from what the compiler finds in `nd`. *done*: the
same function. *differs*: it is there with a difference that the row names. *not in Rust*: the language
or another function does it, as the row says. *absent*: it is not there yet; where a row says so, nd's
function of that name does something else.
";

const ARRAY_API: &str = "# The Python array API standard 2025.12, and where its names are here

Made by `cargo xtask parity` from the names of `array_api_strict` and from what the compiler finds in `nd`, as the page
on NumPy.
";

const SCIPY: &str = "# SciPy's sparse arrays, and where they are here

Made by `cargo xtask parity` from SciPy's own list of names and from what the compiler finds in `nd`, as the page on
NumPy. `a` is a [`nd::sparse::Csr`](crate::sparse::Csr), below `coo_array` a [`nd::sparse::Coo`](crate::sparse::Coo).
";

const NUMPY_MORE: &str = "# numpy.ma and numpy.polynomial, and where they are here

Made by `cargo xtask parity` from NumPy's own list of names and from what the compiler finds in `nd`, as the page on
NumPy. `a` is a [`nd::ma::MaskedArray`](crate::ma::MaskedArray), of polynomials a [series](crate::polynomial::Series).
";

const SCIPY_MORE: &str = "# SciPy's transforms, signals, interpolation and integrals, and where they are here

Made by `cargo xtask parity` from SciPy's own list of names and from what the compiler finds in `nd`, as the page on
NumPy.
";

const IMAGE: &str = "# SciPy's and scikit-image's functions of pictures, and where they are here

Made by `cargo xtask parity` from their own lists of names and from what the compiler finds in `nd`, as the page on NumPy.
";

/// A home of functions of pictures; no methods are looked for.
const fn pictures(free: &'static str) -> Home {
    Home { free, methods: "nd::Array<f64>" }
}

/// `module.name | status | text`, a line each.
fn notes(file: &str, text: &str) -> Outcome<Notes> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let parts: Vec<&str> = line.splitn(3, '|').map(str::trim).collect();
            match parts[..] {
                [names, status @ ("done" | "differs" | "not in Rust" | "absent"), text] => {
                    Ok((names, status, text))
                }
                _ => Err(format!("{file}: `{line}` is not `names | status | text`")),
            }
        })
        .try_fold(BTreeMap::new(), |mut all, line| {
            let (names, status, text) = line?;
            let (module, names) = names.rsplit_once('.').unwrap_or(("numpy", names));
            for name in names.split_whitespace() {
                all.insert(format!("{module}.{name}"), (status.to_owned(), text.to_owned()));
            }
            Ok(all)
        })
}

/// Where the compiler finds each of the names, of those it finds: a function, or else a method.
fn found(facade: &Facade, home: &Home, names: &[&str]) -> Outcome<BTreeMap<String, String>> {
    let at = |place| names.iter().map(move |name| Probe::Function(format!("{place}::{name}")));
    let free = format!("::{}", home.free);
    let methods = format!("<::{}>", home.methods);
    let known = facade.knows(&at(free).chain(at(methods)).collect::<Vec<_>>())?;
    let (free, methods) = known.split_at(names.len());
    let shown = home.methods.split('<').next().unwrap_or_default();
    let place = |at: usize, name: &str| match (free[at], methods[at]) {
        (true, _) => Some(format!("`{}::{name}`", home.free)),
        (false, true) => Some(format!("`{shown}::{name}`")),
        (false, false) => None,
    };
    let all = names.iter().enumerate();
    Ok(all.filter_map(|(at, name)| Some(((*name).to_owned(), place(at, name)?))).collect())
}

/// The functions, methods and types that a note names between backticks.
fn names_in(text: &str, methods: &str) -> Vec<Probe> {
    let spans = text.split('`').skip(1).step_by(2);
    spans
        .filter_map(|span| {
            let until = |allowed: fn(char) -> bool, text: &str| {
                text[..text.find(|c| !allowed(c)).unwrap_or(text.len())].to_owned()
            };
            let word = |c: char| c == '_' || c.is_ascii_alphanumeric();
            if let Some(method) = span.strip_prefix("a.") {
                return Some(Probe::Function(format!("<::{methods}>::{}", until(word, method))));
            }
            let path = until(|c| c == ':' || c == '_' || c.is_ascii_alphanumeric(), span);
            let last = path.strip_prefix("nd::")?.rsplit("::").next()?;
            let item = last.starts_with(|c: char| c.is_ascii_uppercase())
                || span[path.len()..].starts_with('!');
            let path = format!("::{path}");
            Some(if item { Probe::Item(path) } else { Probe::Function(path) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_have_a_status() {
        let notes =
            notes("file", "# a comment\nfabs abs2 | differs | `abs`\nnumpy.fft.fft | done | x\n");
        assert_eq!(notes.unwrap()["numpy.abs2"].0, "differs");
        assert!(super::notes("file", "numpy.fabs | perhaps | x").is_err());
    }

    #[test]
    fn what_a_note_names() {
        let function = |path: &str| Probe::Function(path.to_owned());
        assert_eq!(
            names_in("`nd::abs`, `a.cast::<f32>()`; the operators `&`, `a / b`", "nd::Array<f64>"),
            [function("::nd::abs"), function("<::nd::Array<f64>>::cast")]
        );
        assert_eq!(
            names_in("`nd::array!`, `nd::io::NpzWriter`, `nd::Array::uninit`", "nd::Array<f64>"),
            [
                Probe::Item("::nd::array".into()),
                Probe::Item("::nd::io::NpzWriter".into()),
                function("::nd::Array::uninit"),
            ]
        );
    }
}
