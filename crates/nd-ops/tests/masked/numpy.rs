//! Masked arrays against `numpy.ma`'s results, made by `golden/masked.py`.

use nd_core::Array;
use nd_ops::ma::{self, MaskedArray, Spread};
use nd_ops::{ConvolveMode, CovOptions, Over, ddof};
use std::ops::Range;

const CASES: &str = include_str!("../golden/masked.txt");

type Masked = MaskedArray<f64>;

/// A line of the fixture.
struct Case<'a> {
    line: &'a str,
    name: &'a str,
    argument: &'a str,
    axis: Option<isize>,
    given: Vec<Masked>,
    expected: Vec<Masked>,
}

fn parse(field: &str) -> Masked {
    let (shape, elements) = field.split_once(':').expect("a shape and elements");
    let shape: Vec<usize> = shape.split_whitespace().map(|n| n.parse().unwrap()).collect();
    let element = |word: &str| (word != "--").then(|| word.parse().expect("a number"));
    let elements = elements.split_whitespace().map(element).collect();
    MaskedArray::from_options(Array::from_shape_vec(shape.as_slice(), elements))
}

impl<'a> Case<'a> {
    fn parse(line: &'a str) -> Case<'a> {
        let fields: Vec<&str> = line.split('|').collect();
        let arrow = fields.iter().position(|&field| field == "->").expect("results");
        let arrays = |fields: &[&str]| fields.iter().map(|field| parse(field)).collect();
        Case {
            line,
            name: fields[0],
            argument: fields[1],
            axis: fields[2].parse().ok(),
            given: arrays(&fields[3..arrow]),
            expected: arrays(&fields[arrow + 1..]),
        }
    }

    fn over(&self) -> Over {
        self.axis.map_or(Over::from(..), Over::from)
    }

    fn axis(&self) -> isize {
        self.axis.expect("an axis")
    }

    fn numbers(&self) -> Vec<f64> {
        self.argument.split_whitespace().map(|word| word.parse().expect("a number")).collect()
    }
}

fn ranges(found: &[Range<usize>]) -> Masked {
    let ends: Vec<f64> = found.iter().flat_map(|r| [r.start as f64, r.end as f64]).collect();
    Array::from_shape_vec([found.len(), 2], ends).into()
}

fn places(found: &Array<usize>) -> Masked {
    found.cast::<f64>().into()
}

fn truth(a: &MaskedArray<bool>) -> Masked {
    a.cast()
}

fn alone(x: Option<f64>) -> Masked {
    MaskedArray::from_options(Array::scalar(x))
}

fn elementwise(case: &Case<'_>) -> Option<Masked> {
    let a = &case.given[0];
    Some(match case.name {
        "sqrt" => ma::sqrt(a),
        "log" => ma::log(a),
        "log2" => ma::log2(a),
        "log10" => ma::log10(a),
        "exp" => ma::exp(a),
        "sin" => ma::sin(a),
        "cos" => ma::cos(a),
        "tan" => ma::tan(a),
        "sinh" => ma::sinh(a),
        "cosh" => ma::cosh(a),
        "tanh" => ma::tanh(a),
        "asin" => ma::asin(a),
        "acos" => ma::acos(a),
        "atan" => ma::atan(a),
        "asinh" => ma::asinh(a),
        "acosh" => ma::acosh(a),
        "atanh" => ma::atanh(a),
        "floor" => ma::floor(a),
        "ceil" => ma::ceil(a),
        "abs" => ma::abs(a),
        "round" => ma::round(a),
        "masked_equal" => ma::masked_equal(a, 1.0),
        "masked_not_equal" => ma::masked_not_equal(a, 1.0),
        "masked_less" => ma::masked_less(a, 1.0),
        "masked_less_equal" => ma::masked_less_equal(a, 1.0),
        "masked_greater" => ma::masked_greater(a, 1.0),
        "masked_greater_equal" => ma::masked_greater_equal(a, 1.0),
        "masked_inside" => ma::masked_inside(a, case.numbers()[0], case.numbers()[1]),
        "masked_outside" => ma::masked_outside(a, case.numbers()[0], case.numbers()[1]),
        "clip" => ma::clip(a, case.numbers()[0], case.numbers()[1]),
        _ => return None,
    })
}

fn pairs(case: &Case<'_>) -> Option<Masked> {
    let [a, b, ..] = &case.given[..] else { return None };
    Some(match case.name {
        "add" => a + b,
        "subtract" => a - b,
        "multiply" => a * b,
        "divide" => a / b,
        "floor_divide" => ma::floor_divide(a, b),
        "remainder" => a % b,
        "fmod" => ma::fmod(a, b),
        "maximum" => ma::maximum(a, b),
        "minimum" => ma::minimum(a, b),
        "hypot" => ma::hypot(a, b),
        "atan2" => ma::atan2(a, b),
        "pow" => ma::pow(a, b),
        "equal" => truth(&ma::equal(a, b)),
        "not_equal" => truth(&ma::not_equal(a, b)),
        "less" => truth(&ma::less(a, b)),
        "less_equal" => truth(&ma::less_equal(a, b)),
        "greater" => truth(&ma::greater(a, b)),
        "greater_equal" => truth(&ma::greater_equal(a, b)),
        "where" => ma::where_(ma::not_equal(a, 0.0), b, &case.given[2]),
        "union1d" => ma::union1d(a, b),
        "intersect1d" => ma::intersect1d(a, b),
        "setxor1d" => ma::setxor1d(a, b),
        "isin" => ma::isin(a.compressed(), b).cast::<f64>().into(),
        "concat" => ma::concat(&[a, b], case.axis()),
        "dot" => ma::dot(a, b),
        "outer" => ma::outer(a, b),
        "average" => ma::average_axis(a, case.over(), b),
        "convolve" | "correlate" => convolved(case, a, b),
        _ => return None,
    })
}

fn convolved(case: &Case<'_>, a: &Masked, v: &Masked) -> Masked {
    let (mode, spread) = case.argument.split_once(' ').expect("mode and spread");
    let mode = match mode {
        "full" => ConvolveMode::Full,
        "same" => ConvolveMode::Same,
        _ => ConvolveMode::Valid,
    };
    let spread = if spread == "any" { Spread::Any } else { Spread::All };
    match case.name {
        "convolve" => ma::convolve(a, v, mode, spread),
        _ => ma::correlate(a, v, mode, spread),
    }
}

fn reductions(case: &Case<'_>) -> Option<Masked> {
    let (a, over) = (&case.given[0], case.over());
    Some(match case.name {
        "sum" => ma::sum_axis(a, over),
        "prod" => ma::prod_axis(a, over),
        "mean" => ma::mean_axis(a, over),
        "min" => ma::min_axis(a, over),
        "max" => ma::max_axis(a, over),
        "ptp" => ma::ptp_axis(a, over),
        "any" => truth(&ma::any_axis(a, over)),
        "all" => truth(&ma::all_axis(a, over)),
        "var" => ma::var_axis(a, over),
        "std" => ma::std_axis(a, over),
        "var1" => ma::var_axis(a, ddof(1, over)),
        "std2" => ma::std_axis(a, ddof(2, over)),
        "median" => ma::median_axis(a, over),
        "count" => places(&ma::count_axis(a, over)),
        "argmin" => ma::argmin_axis(a, over).cast(),
        "argmax" => ma::argmax_axis(a, over).cast(),
        "anom" => ma::anom(a, over),
        "cumsum" => ma::cumsum_axis(a, case.axis()),
        "cumprod" => ma::cumprod_axis(a, case.axis()),
        "sort" => ma::sort_axis(a, case.axis()),
        "diff" => ma::diff(a, case.numbers()[0] as usize, case.axis()),
        "ediff1d" => ma::ediff1d(a, [0.0; 0], [0.0; 0]),
        _ => return None,
    })
}

/// The same without an axis, which is a value or nothing.
fn scalars(case: &Case<'_>) -> Option<Masked> {
    let a = &case.given[0];
    if case.axis.is_some() {
        return None;
    }
    Some(alone(match case.name {
        "sum" => ma::sum(a),
        "prod" => ma::prod(a),
        "mean" => ma::mean(a),
        "min" => ma::min(a),
        "max" => ma::max(a),
        "ptp" => ma::ptp(a),
        "any" => ma::any(a).map(|x| f64::from(u8::from(x))),
        "all" => ma::all(a).map(|x| f64::from(u8::from(x))),
        "var" => ma::var(a),
        "std" => ma::std(a),
        "var1" => ma::var_ddof(a, 1),
        "std2" => ma::std_ddof(a, 2),
        "median" => ma::median(a),
        "count" => Some(ma::count(a) as f64),
        "argmin" => ma::argmin(a).map(|x| x as f64),
        "argmax" => ma::argmax(a).map(|x| x as f64),
        "average" => ma::average(a, &case.given[1]),
        _ => return None,
    }))
}

fn others(case: &Case<'_>) -> Option<Masked> {
    let a = &case.given[0];
    Some(match case.name {
        "unique" => ma::unique(a),
        "clump_masked" => ranges(&ma::clump_masked(a)),
        "clump_unmasked" => ranges(&ma::clump_unmasked(a)),
        "flatnotmasked_edges" => {
            let ends = ma::flatnotmasked_edges(a).into_iter().flatten();
            Array::from_vec(ends.map(|x| x as f64).collect()).into()
        }
        "compress_rows" => ma::compress_rows(a).into(),
        "compress_cols" => ma::compress_cols(a).into(),
        "compress_rowcols" => ma::compress_rowcols(a).into(),
        "mask_rows" => ma::mask_rows(a),
        "mask_cols" => ma::mask_cols(a),
        "mask_rowcols" => ma::mask_rowcols(a),
        "corrcoef" => ma::corrcoef(a),
        "cov" => ma::cov_with(
            a,
            &match case.argument {
                "columns" => CovOptions::default().rowvar(false),
                "0" => CovOptions::default().ddof(0),
                _ => CovOptions::default(),
            },
        ),
        _ => return None,
    })
}

/// The same elements masked, the others within a few rounding errors.
fn agrees(found: &Masked, expected: &Masked) -> bool {
    let close = |(x, y): (Option<f64>, Option<f64>)| match (x, y) {
        (Some(x), Some(y)) => {
            (x - y).abs() <= 1e-14 * (1.0 + y.abs()) || (x.is_nan() && y.is_nan())
        }
        (x, y) => x.is_none() && y.is_none(),
    };
    found.shape() == expected.shape() && found.iter().zip(expected.iter()).all(close)
}

#[test]
fn results_are_those_of_numpy() {
    let ways = [elementwise, pairs, reductions, scalars, others];
    let (mut checked, mut wrong) = (0, Vec::new());
    for case in CASES.lines().map(Case::parse) {
        let results: Vec<Masked> = ways.iter().filter_map(|way| way(&case)).collect();
        assert!(!results.is_empty(), "{} is not known", case.name);
        for found in results {
            checked += 1;
            if !agrees(&found, &case.expected[0]) {
                wrong.push(format!("{}\n   {found:?}", case.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {checked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(checked > 1400, "{checked} results");
}
