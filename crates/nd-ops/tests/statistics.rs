//! Statistics against NumPy's results, made by `golden/statistics.py`.

use nd_core::{Array, Element};
use nd_ops::*;
use num_traits::ToPrimitive;

const CASES: &str = include_str!("golden/statistics.txt");

/// A line of the fixture.
struct Case<'a> {
    line: &'a str,
    function: &'a str,
    shape: Vec<usize>,
    elements: Vec<f64>,
    argument: &'a str,
    axes: Option<Vec<isize>>,
    keep: bool,
    /// Shapes and results; `None` where NumPy refuses.
    expected: Option<Vec<Array<f64>>>,
}

fn floats(words: &str) -> Vec<f64> {
    words.split_whitespace().map(|word| word.parse().expect("a number")).collect()
}

fn whole<N: std::str::FromStr<Err: std::fmt::Debug>>(words: &str) -> Vec<N> {
    words.split_whitespace().map(|word| word.parse().expect("a whole number")).collect()
}

impl<'a> Case<'a> {
    /// The type and the rest of a line; elements may be those of the line before.
    fn parse(line: &'a str, before: &[f64]) -> (&'a str, Case<'a>) {
        let mut fields = line.split('|');
        let mut next = || fields.next().expect("a line has at least nine fields");
        let (function, kind) = (next(), next());
        let shape = whole(next());
        let elements = match next() {
            "=" => before.to_vec(),
            words => floats(words),
        };
        let (argument, axes, keep) = (next(), next(), next() == "1");
        let axes = (axes != "all").then(|| whole(axes));
        let rest: Vec<&str> = fields.collect();
        let expected = (rest[0] != "error").then(|| {
            let pairs = rest.chunks(2);
            let array = |pair: &[&str]| {
                Array::from_shape_vec(whole::<usize>(pair[0]).as_slice(), floats(pair[1]))
            };
            pairs.map(array).collect()
        });
        (kind, Case { line, function, shape, elements, argument, axes, keep, expected })
    }

    fn over(&self) -> Over {
        let over = self.axes.as_ref().map_or(Over::from(..), |axes| Over::from(&axes[..]));
        if self.keep { keepdims(over) } else { over }
    }

    fn axis(&self) -> Option<isize> {
        self.axes.as_ref().map(|axes| axes[0])
    }

    fn words(&self) -> Vec<&'a str> {
        self.argument.split_whitespace().collect()
    }

    /// A method by its name, and numbers.
    fn quantiles(&self) -> Vec<Quantile> {
        let words = self.words();
        let method = METHODS.iter().find(|(name, _)| *name == words[0]).expect("a method").1;
        words[1..].iter().map(|q| method.at(q.parse().expect("a number"))).collect()
    }

    /// A number of bins or a rule, and perhaps a range.
    fn bins(&self) -> Bins {
        let words = self.words();
        let bins = match words[0].parse::<usize>() {
            Ok(count) => Bins::from(count),
            Err(_) => RULES.iter().find(|(name, _)| *name == words[0]).expect("a rule").1.into(),
        };
        match floats(&words[1..].join(" "))[..] {
            [low, high] => bins.range(low, high),
            _ => bins,
        }
    }
}

const METHODS: [(&str, QuantileMethod); 13] = [
    ("linear", QuantileMethod::Linear),
    ("lower", QuantileMethod::Lower),
    ("higher", QuantileMethod::Higher),
    ("midpoint", QuantileMethod::Midpoint),
    ("nearest", QuantileMethod::Nearest),
    ("inverted_cdf", QuantileMethod::InvertedCdf),
    ("averaged_inverted_cdf", QuantileMethod::AveragedInvertedCdf),
    ("closest_observation", QuantileMethod::ClosestObservation),
    ("interpolated_inverted_cdf", QuantileMethod::InterpolatedInvertedCdf),
    ("hazen", QuantileMethod::Hazen),
    ("weibull", QuantileMethod::Weibull),
    ("median_unbiased", QuantileMethod::MedianUnbiased),
    ("normal_unbiased", QuantileMethod::NormalUnbiased),
];

const RULES: [(&str, BinRule); 8] = [
    ("auto", BinRule::Auto),
    ("fd", BinRule::FreedmanDiaconis),
    ("doane", BinRule::Doane),
    ("scott", BinRule::Scott),
    ("stone", BinRule::Stone),
    ("rice", BinRule::Rice),
    ("sturges", BinRule::Sturges),
    ("sqrt", BinRule::Sqrt),
];

/// Results as `f64`s, or why there are none.
type Outcome = Result<Vec<Array<f64>>, String>;

fn one<T: Element + ToPrimitive>(a: Array<T>) -> Outcome {
    Ok(vec![a.map(|x| x.to_f64().expect("a real number"))])
}

fn value<T: Element + ToPrimitive>(x: T) -> Outcome {
    one(Array::scalar(x))
}

fn tried<T: Element + ToPrimitive, E: std::error::Error>(a: Result<Array<T>, E>) -> Outcome {
    a.map_err(|error| error.to_string()).and_then(one)
}

trait Kind:
    Ranked
    + Binned
    + Summable<Sum: ToPrimitive>
    + Averaged<Mean: ToPrimitive, Spread: ToPrimitive, Work: Weight>
    + ToPrimitive
{
    fn of(x: f64) -> Self;
    /// `None`: not whole numbers.
    fn bincount(_: &Array<Self>, _: &Case<'_>) -> Option<Outcome> {
        None
    }
}

trait Weight: Element {
    fn of(x: f64) -> Self;
}
impl Weight for f64 {
    fn of(x: f64) -> f64 {
        x
    }
}
impl Weight for f32 {
    fn of(x: f64) -> f32 {
        x as f32
    }
}

impl Kind for f64 {
    fn of(x: f64) -> f64 {
        x
    }
}
impl Kind for f32 {
    fn of(x: f64) -> f32 {
        x as f32
    }
}
fn counted<T: Counted>(a: &Array<T>, case: &Case<'_>) -> Option<Outcome> {
    let least = case.argument.parse().ok()?;
    Some(match case.function {
        "bincount" => tried(bincount(a, least)),
        "bincount weighted" => {
            let weights: Vec<f64> = (0..a.size()).map(|i| i as f64 / 8.0 + 1.0).collect();
            tried(bincount_weighted(a, &weights, least))
        }
        _ => return None,
    })
}
impl Kind for i32 {
    fn of(x: f64) -> i32 {
        x as i32
    }
    fn bincount(a: &Array<i32>, case: &Case<'_>) -> Option<Outcome> {
        counted(a, case)
    }
}
impl Kind for u8 {
    fn of(x: f64) -> u8 {
        x as u8
    }
    fn bincount(a: &Array<u8>, case: &Case<'_>) -> Option<Outcome> {
        counted(a, case)
    }
}

fn reduced<T: Kind>(a: &Array<T>, case: &Case<'_>) -> Option<Outcome> {
    let over = case.over();
    let plain = case.axes.is_none() && !case.keep;
    let spread = || case.argument.parse::<f64>().expect("taken off");
    Some(match case.function {
        "nansum" if plain => value(nansum(a)),
        "nanprod" if plain => value(nanprod(a)),
        "nanmean" if plain => value(nanmean(a)),
        "nanvar" if plain => value(nanvar_ddof(a, spread())),
        "nanstd" if plain => value(nanstd_ddof(a, spread())),
        "nanmin" if plain => value(nanmin(a)),
        "nanmax" if plain => value(nanmax(a)),
        "nanargmin" if plain => tried(nanargmin(a).map(Array::scalar)),
        "nanargmax" if plain => tried(nanargmax(a).map(Array::scalar)),
        "median" if plain => value(median(a)),
        "nanmedian" if plain => value(nanmedian(a)),
        "ptp" if plain => value(ptp(a)),
        "quantile" if plain => value(quantile(a, case.quantiles()[0])),
        "nanquantile" if plain => value(nanquantile(a, case.quantiles()[0])),
        "nansum" => one(nansum_axis(a, over)),
        "nanprod" => one(nanprod_axis(a, over)),
        "nanmean" => one(nanmean_axis(a, over)),
        "nanvar" => one(nanvar_axis(a, ddof(spread(), over))),
        "nanstd" => one(nanstd_axis(a, ddof(spread(), over))),
        "nanmin" => one(nanmin_axis(a, over)),
        "nanmax" => one(nanmax_axis(a, over)),
        "nanargmin" => tried(nanargmin_axis(a, over)),
        "nanargmax" => tried(nanargmax_axis(a, over)),
        "median" => one(median_axis(a, over)),
        "nanmedian" => one(nanmedian_axis(a, over)),
        "ptp" => one(ptp_axis(a, over)),
        "quantile" => one(quantile_axis(a, case.quantiles()[0], over)),
        "nanquantile" => one(nanquantile_axis(a, case.quantiles()[0], over)),
        "percentiles" => one(percentiles_axis(a, case.quantiles(), over)),
        "average" => {
            let (shape, weights) = case.argument.split_once('/').expect("shape and weights");
            let weights = floats(weights).into_iter().map(<T as Averaged>::Work::of).collect();
            let weights = Array::from_shape_vec(whole::<usize>(shape).as_slice(), weights);
            tried(average_axis(a, over, &weights))
        }
        _ => return None,
    })
}

fn running<T: Kind>(a: &Array<T>, case: &Case<'_>) -> Option<Outcome> {
    let axis = case.axis();
    Some(match (case.function, axis) {
        ("cumsum", None) => one(cumsum(a)),
        ("cumprod", None) => one(cumprod(a)),
        ("nancumsum", None) => one(nancumsum(a)),
        ("nancumprod", None) => one(nancumprod(a)),
        ("cumsum", Some(axis)) => one(cumsum_axis(a, axis)),
        ("cumprod", Some(axis)) => one(cumprod_axis(a, axis)),
        ("nancumsum", Some(axis)) => one(nancumsum_axis(a, axis)),
        ("nancumprod", Some(axis)) => one(nancumprod_axis(a, axis)),
        ("cummax", Some(axis)) => one(cummax_axis(a, axis)),
        ("cummin", Some(axis)) => one(cummin_axis(a, axis)),
        _ => return None,
    })
}

fn binned<T: Kind>(a: &Array<T>, case: &Case<'_>) -> Option<Outcome> {
    let weights: Vec<f64> = (0..a.size()).map(|i| (i % 7) as f64 / 4.0).collect();
    let numbers = || floats(case.argument);
    let of_points = |bins: Vec<Bins>| histogramdd(a, bins).map_err(|error| error.to_string());
    let equal = || vec![Bins::from(3); case.shape[1]];
    let count =
        |histogram: Histogram<usize>| vec![histogram.counts.map(|n| n as f64), histogram.edges];
    let outcome = match case.function {
        "histogram" => histogram(a, case.bins()).map(count),
        "edges" => histogram(a, numbers()).map(count),
        "density" => histogram(a, case.bins()).map(|h| vec![h.density(), h.edges]),
        "weighted" => {
            histogram_weighted(a, case.bins(), Array::from_vec(weights).into_reshaped(a.shape()))
                .map(|h| vec![h.counts, h.edges])
        }
        "rule" => histogram_bin_edges(a, case.bins()).map(|edges| vec![edges]),
        "digitize" => {
            let numbers = numbers();
            let places = match numbers[0] {
                0.0 => digitize(a, &numbers[1..]),
                _ => digitize_right(a, &numbers[1..]),
            };
            places.map(|places| vec![places.map(|place| place as f64)])
        }
        "dd" | "dd edges" | "dd density" => {
            let bins = match case.function {
                "dd edges" => vec![Bins::from(numbers()); case.shape[1]],
                _ => equal(),
            };
            return Some(of_points(bins).map(|histogram| {
                let counts = match case.function {
                    "dd density" => histogram.density(),
                    _ => histogram.counts.map(|n| n as f64),
                };
                let edges = histogram.edges.into_iter().filter(|_| case.function != "dd edges");
                [counts].into_iter().chain(edges).collect()
            }));
        }
        "cov" | "corrcoef" => {
            let words = whole::<usize>(case.argument);
            let options = CovOptions::default().rowvar(words[0] == 1).ddof(words[1]);
            let f = if case.function == "cov" { cov_with } else { corrcoef_with };
            return Some(Ok(vec![f(a, &options)]));
        }
        _ => return None,
    };
    Some(outcome.map_err(|error| error.to_string()))
}

fn check<T: Kind>(case: &Case<'_>, tolerance: f64) -> Result<(), String> {
    let elements = case.elements.iter().map(|&x| <T as Kind>::of(x)).collect();
    let a = Array::<T>::from_shape_vec(case.shape.as_slice(), elements);
    let call = || {
        let outcome = reduced(&a, case).or_else(|| running(&a, case)).or_else(|| binned(&a, case));
        outcome.or_else(|| T::bincount(&a, case)).expect("a function of the script")
    };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call));
    let outcome = outcome.unwrap_or_else(|_| Err("a panic".to_owned()));
    let (got, expected) = match (outcome, &case.expected) {
        (Err(_), None) => return Ok(()),
        (Ok(got), Some(expected)) => (got, expected),
        (outcome, _) => return Err(format!("{}: {outcome:?}", case.line)),
    };
    let near = |(x, y): (&f64, &f64)| {
        x == y || x.is_nan() && y.is_nan() || (x - y).abs() <= tolerance * y.abs().max(1.0)
    };
    let same = |(a, b): (&Array<f64>, &Array<f64>)| {
        a.shape() == b.shape() && a.iter().zip(b.iter()).all(near)
    };
    if got.len() == expected.len() && got.iter().zip(expected).all(same) {
        return Ok(());
    }
    Err(format!("{}: {got:?}", case.line))
}

#[test]
fn statistics_are_numpys() {
    let (mut before, mut wrong, mut count) = (Vec::new(), Vec::new(), 0);
    // Refusals are expected panics, thousands of them.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for line in CASES.lines() {
        let (kind, case) = Case::parse(line, &before);
        let outcome = match kind {
            "f64" => check::<f64>(&case, 1e-11),
            "f32" => check::<f32>(&case, 3e-6),
            "i32" => check::<i32>(&case, 1e-11),
            _ => check::<u8>(&case, 1e-11),
        };
        wrong.extend(outcome.err());
        before = case.elements;
        count += 1;
    }
    std::panic::set_hook(hook);
    assert!(count > 10_000, "{count} cases");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(60)].join("\n")
    );
}
