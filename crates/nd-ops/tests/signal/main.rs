//! Signals against SciPy's results, made by `golden/scipy_signal.py`.

#![allow(clippy::needless_borrows_for_generic_args)] // as users write it

mod behaviours;
mod convolutions;
mod designs;
mod filters;
mod laws;
mod peaks;
mod shapes;
mod spectra;

use nd_core::{Array, Complex};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

type C = Complex<f64>;

const CASES: &str = include_str!("../golden/scipy_signal.txt");

/// One line: parameters, arrays given, arrays that come out.
struct Case {
    line: &'static str,
    words: Vec<&'static str>,
    given: Vec<&'static str>,
    results: Vec<&'static str>,
}

/// The lines of a function, of which there have to be some.
fn cases(name: &str) -> Vec<Case> {
    let all = CASES.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split('|').collect();
        let arrays = |text: &'static str| text.split(';').filter(|text| !text.is_empty()).collect();
        (fields[0] == name).then(|| Case {
            line,
            words: fields[1].split(' ').filter(|word| !word.is_empty()).collect(),
            given: arrays(fields[2]),
            results: arrays(fields[3]),
        })
    });
    let all: Vec<Case> = all.collect();
    assert!(!all.is_empty(), "no cases of {name}");
    all
}

impl Case {
    fn number<T: FromStr<Err: std::fmt::Debug>>(&self, k: usize) -> T {
        self.words[k].parse().expect("a number")
    }

    /// The elements given, by the type that they are written in.
    fn kind(&self, k: usize) -> &str {
        self.given[k].split(' ').next().expect("a type")
    }

    fn real(&self, k: usize) -> Array<f64> {
        real(self.given[k])
    }

    fn single(&self, k: usize) -> Array<f32> {
        real(self.given[k]).cast::<f32>()
    }

    fn complex(&self, k: usize) -> Array<C> {
        complex(self.given[k])
    }

    fn whole(&self, k: usize) -> Array<i64> {
        real(self.given[k]).cast::<i64>()
    }

    /// Compares real numbers with a result, as exactly as its type and `tolerance` tell.
    fn assert_real(&self, found: &Array<f64>, k: usize, tolerance: f64) {
        let wanted = real(self.results[k]);
        assert_eq!(found.shape(), wanted.shape(), "{}", self.line);
        let parts = |a: &Array<f64>| a.iter().map(|&x| C::new(x, 0.0)).collect::<Vec<_>>();
        self.assert_near(&parts(found), &parts(&wanted), tolerance);
    }

    fn assert_complex(&self, found: &Array<C>, k: usize, tolerance: f64) {
        let wanted = complex(self.results[k]);
        assert_eq!(found.shape(), wanted.shape(), "{}", self.line);
        let parts = |a: &Array<C>| a.iter().copied().collect::<Vec<_>>();
        self.assert_near(&parts(found), &parts(&wanted), tolerance);
    }

    fn assert_places(&self, found: &Array<usize>, k: usize) {
        assert_eq!(found.cast::<f64>(), real(self.results[k]), "{}", self.line);
    }

    /// Errors are measured by the largest element.
    fn assert_near(&self, found: &[C], wanted: &[C], tolerance: f64) {
        let most = wanted.iter().map(|z| z.norm()).filter(|x| x.is_finite()).fold(1e-12, f64::max);
        for (found, wanted) in found.iter().zip(wanted) {
            let same = (found.is_nan() && wanted.is_nan()) || found == wanted;
            let near = (found - wanted).norm() <= tolerance * most;
            assert!(same || near, "{found} is not {wanted}: {}", self.line);
        }
    }
}

fn shape_of(text: &str) -> (Vec<usize>, Vec<f64>) {
    let (_, array) = text.split_once(' ').expect("a type");
    let (shape, elements) = array.split_once('=').expect("an array");
    let words = |text: &str| {
        text.split(',').filter(|word| !word.is_empty()).map(String::from).collect::<Vec<_>>()
    };
    let shape = words(shape).iter().map(|word| word.parse().expect("a length")).collect();
    (shape, words(elements).iter().map(|word| word.parse().expect("a number")).collect())
}

fn real(text: &str) -> Array<f64> {
    let (shape, elements) = shape_of(text);
    Array::from_shape_vec(shape, elements)
}

fn complex(text: &str) -> Array<C> {
    let (shape, parts) = shape_of(text);
    Array::from_shape_vec(shape, parts.chunks(2).map(|z| C::new(z[0], z[1])).collect::<Vec<_>>())
}

fn message<T>(f: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string())).unwrap_or_default()
}

/// Runs a body with the signal that a case gives, whatever its type is: `f64`, `f32` or complex; the result is compared.
macro_rules! by_kind {
    ($case:expr, $k:expr, $result:expr, $tolerance:expr, |$x:ident| $body:expr) => {{
        let case = $case;
        match case.kind($k) {
            "f32" => {
                let $x = case.single($k);
                case.assert_real(&$body.cast::<f64>(), $result, 2e-6);
            }
            "c128" => {
                let $x = case.complex($k);
                case.assert_complex(&$body.cast::<nd_core::Complex<f64>>(), $result, $tolerance);
            }
            _ => {
                let $x = case.real($k);
                case.assert_real(&$body.cast::<f64>(), $result, $tolerance);
            }
        }
    }};
}
pub(crate) use by_kind;
