//! Reductions by labels.

use super::gaps::holey;
use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::record::{Outcome, Recorder as Writer};
use crate::conformance::value::Value;
use nd::{Array, GroupOptions, Grouped, Label, Measured, RankMethod, View, ddof};
use serde_json::{Value as Json, json};

of_types! {
    /// Sums, means, extremes and their kind of groups.
    grouped, grouped_of: f64 f64 f64 f32 i64 i16 u8;
    /// Running sums, ranks and numbers of groups, for each position.
    rows, rows_of: f64 f64 i64;
}

/// Labels of groups and what they have, under pandas' order.
struct Told<L, T>(Grouped<L, T>);

impl<L: Value + Label, T: Value> Outcome for Told<L, T> {
    fn store(&self, recorder: &mut Writer) -> Json {
        let labels = Array::from_vec(self.0.labels.clone()).store(recorder);
        json!({ "several": [labels, self.0.values.store(recorder)] })
    }
}

/// Numbers of which some are missing, cast.
fn values<T: Value>(random: &mut Random, shape: &[usize]) -> Laid<T>
where
    f64: nd::CastTo<T>,
{
    let whole = T::NUMPY.contains(['i', 'u']);
    let a = Laid::<f64>::filled(random, shape, |random| match whole {
        true => random.below(40) as f64,
        false => holey(random),
    });
    Laid { base: a.base.cast::<T>(), steps: a.steps }
}

/// Labels of `n` positions: few, or many.
fn labels(random: &mut Random, n: usize) -> Array<i64> {
    let kinds = *random.pick(&[1, 3, 3, 8, 40, 1_000]);
    let start = *random.pick(&[0, 0, -2, 1_000_000_000_000, -9_000_000_000_000_000_000]);
    Array::from_fn([n], |_| start + random.below(kinds) as i64)
}

/// A shape, the axis of the groups, and its length.
fn lanes(random: &mut Random) -> (Vec<usize>, isize, usize) {
    let most = *random.pick(&[6, 40, 40, 400]);
    let n = random.below(most);
    match random.below(3) {
        0 => (vec![n, 1 + random.below(4)], 0, n),
        1 => (vec![1 + random.below(4), n], 1, n),
        _ => (vec![n], 0, n),
    }
}

type Of<T, O> =
    (&'static str, fn(View<'_, T>, &Array<i64>, isize, &GroupOptions) -> Grouped<i64, O>);

fn grouped_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value
        + Measured
        + nd::Truth
        + nd::Summable<Sum: Value>
        + nd::Averaged<Mean: Value, Spread: Value>,
    f64: nd::CastTo<T>,
{
    let sums: &[Of<T, T::Sum>] = &[
        ("sum", |a, l, k, o| nd::grouped_sum_with(a, l, k, o)),
        ("prod", |a, l, k, o| nd::grouped_prod_with(a, l, k, o)),
    ];
    let means: &[Of<T, T::Mean>] = &[
        ("mean", |a, l, k, o| nd::grouped_mean_with(a, l, k, o)),
        ("median", |a, l, k, o| nd::grouped_median_with(a, l, k, o)),
        ("quantile", |a, l, k, o| nd::grouped_quantile_with(a, l, 0.3, k, o)),
    ];
    let spreads: &[Of<T, T::Spread>] = &[
        ("var", |a, l, k, o| nd::grouped_var_with(a, l, ddof(1, k), o)),
        ("std", |a, l, k, o| nd::grouped_std_with(a, l, ddof(1, k), o)),
        ("sem", |a, l, k, o| nd::grouped_sem_with(a, l, ddof(1, k), o)),
    ];
    let ends: &[Of<T, T>] = &[
        ("max", |a, l, k, o| nd::grouped_max_with(a, l, k, o)),
        ("min", |a, l, k, o| nd::grouped_min_with(a, l, k, o)),
        ("first", |a, l, k, o| nd::grouped_first_with(a, l, k, o)),
        ("last", |a, l, k, o| nd::grouped_last_with(a, l, k, o)),
    ];
    let truths: &[Of<T, bool>] = &[
        ("any", |a, l, k, o| nd::grouped_any_with(a, l, k, o)),
        ("all", |a, l, k, o| nd::grouped_all_with(a, l, k, o)),
    ];
    let numbers: &[Of<T, usize>] =
        &[("nunique", |a, l, k, o| nd::grouped_nunique_with(a, l, k, o))];
    match random.below(13) {
        0..3 => run(random, recorder, sums),
        3..6 => run(random, recorder, means),
        6..8 => run(random, recorder, spreads),
        8..11 => run(random, recorder, ends),
        11 => run(random, recorder, truths),
        _ => run(random, recorder, numbers),
    }
}

fn run<T: Value, O: Value>(random: &mut Random, recorder: &mut Recorder, functions: &[Of<T, O>])
where
    f64: nd::CastTo<T>,
{
    let (name, f) = *random.pick(functions);
    let (shape, axis, n) = lanes(random);
    let a = values::<T>(random, &shape);
    let labels = labels(random, n);
    let skip = random.below(4) > 0;
    // Integers have no missing result.
    let takes_least = ["sum", "prod", "max", "min", "first", "last"].contains(&name);
    let least = if takes_least && T::NUMPY.contains('f') { random.below(4) } else { 0 };
    let sorted = random.below(4) > 0;
    let options = GroupOptions::default().skip_nan(skip).min_count(least).sort(sorted);
    let inputs = vec![recorder.input(&a), recorder.array(labels.view())];
    let parameters = json!({ "axis": axis, "skipna": skip, "min_count": least, "sort": sorted });
    recorder.case(&format!("groups.{name}"), inputs, parameters, || {
        Told(f(a.view(), &labels, axis, &options))
    });
}

fn rows_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Measured + nd::Summable<Sum: Value>,
    f64: nd::CastTo<T>,
{
    let (shape, axis, n) = lanes(random);
    let a = values::<T>(random, &shape);
    let labels = labels(random, n);
    let inputs = vec![recorder.input(&a), recorder.array(labels.view())];
    let pandas = GroupOptions::pandas();
    let along = json!({ "axis": axis });
    match random.below(8) {
        0 => recorder.case("groups.cumsum", inputs, along, || {
            nd::grouped_cumsum_with(a.view(), &labels, axis, &pandas)
        }),
        1 => recorder.case("groups.cumprod", inputs, along, || {
            nd::grouped_cumprod_with(a.view(), &labels, axis, &pandas)
        }),
        2 => recorder.case("groups.cummax", inputs, along, || {
            nd::grouped_cummax_with(a.view(), &labels, axis, &pandas)
        }),
        3 => recorder.case("groups.cummin", inputs, along, || {
            nd::grouped_cummin_with(a.view(), &labels, axis, &pandas)
        }),
        4 => recorder.case("groups.ngroup", inputs, json!({}), || nd::grouped_ngroup(&labels)),
        5 => recorder.case("groups.cumcount", inputs, json!({}), || nd::grouped_cumcount(&labels)),
        _ => {
            let (method, told) = *random.pick(&[
                (RankMethod::Average, "average"),
                (RankMethod::Min, "min"),
                (RankMethod::Max, "max"),
                (RankMethod::Dense, "dense"),
                (RankMethod::First, "first"),
            ]);
            let options = pandas.rank_method(method);
            let parameters = json!({ "axis": axis, "method": told });
            recorder.case("groups.rank", inputs, parameters, || {
                nd::grouped_rank_with(a.view(), &labels, axis, &options)
            });
        }
    }
}

/// Groups by texts, by floats of which some are NaN, by pairs; and bins of equal width.
pub(super) fn labelled(random: &mut Random, recorder: &mut Recorder) {
    let n = random.below(40);
    let a = values::<f64>(random, &[n]);
    let input = recorder.input(&a);
    let keep = random.one_in(2);
    let sorted = random.one_in(2);
    let options = GroupOptions::pandas().keep_missing(keep).sort(sorted);
    let parameters = json!({ "dropna": !keep, "sort": sorted });
    match random.below(3) {
        0 => {
            let words: Vec<&str> =
                (0..n).map(|_| *random.pick(&["b", "a", "é", "", "ab", "Z", "zz"])).collect();
            let parameters = json!({ "dropna": !keep, "sort": sorted, "labels": words });
            recorder.case("groups.by_words", vec![input], parameters, || {
                let found = nd::grouped_sum_with(a.view(), words.as_slice(), 0, &options);
                (found.labels.join("|"), found.values)
            });
        }
        1 => {
            let labels = Laid::<f64>::filled(random, &[n], |random| {
                *random.pick(&[f64::NAN, -0.0, 0.0, 1.5, -2.0, f64::INFINITY])
            });
            let inputs = vec![input, recorder.input(&labels)];
            recorder.case("groups.by_floats", inputs, parameters, || {
                let found = nd::grouped_sum_with(a.view(), labels.view(), 0, &options);
                (Array::from_vec(found.labels), found.values)
            });
        }
        _ => {
            let pair = |random: &mut Random| (random.below(3) as i64, random.below(4) as i64 - 2);
            let pairs: Vec<(i64, i64)> = (0..n).map(|_| pair(random)).collect();
            let told: Vec<[i64; 2]> = pairs.iter().map(|&(a, b)| [a, b]).collect();
            let parameters = json!({ "sort": sorted, "labels": told });
            recorder.case("groups.by_pairs", vec![input], parameters, || {
                let found = nd::grouped_sum_with(a.view(), pairs.as_slice(), 0, &options);
                let both: Vec<i64> = found.labels.iter().flat_map(|&(a, b)| [a, b]).collect();
                (Array::from_vec(both), found.values)
            });
        }
    }
}

/// Bins of one width, from any origin.
pub(super) fn bins(random: &mut Random, recorder: &mut Recorder) {
    use nd::{BinEnd, BinOrigin, RegularBinOptions, RegularBins};
    let n = 1 + random.below(30);
    let spread = 1 + random.below(60);
    let mut seconds: Vec<i64> =
        (0..n).map(|_| 86_400 * 3 - 20 + random.below(spread) as i64).collect();
    seconds.sort_unstable();
    let width = 1 + random.below(20) as i64;
    let a = values::<f64>(random, &[n]);
    let (origin, told) = *random.pick(&[
        (BinOrigin::At(0), "epoch"),
        (BinOrigin::First, "start"),
        (BinOrigin::Multiple(86_400), "start_day"),
    ]);
    let end =
        |random: &mut Random| *random.pick(&[(BinEnd::Left, "left"), (BinEnd::Right, "right")]);
    let (closed, label) = (end(random), end(random));
    let offset = if random.one_in(3) { random.below(9) as i64 } else { 0 };
    let options =
        RegularBinOptions::default().origin(origin).offset(offset).closed(closed.0).label(label.0);
    let inputs = vec![recorder.input(&a), recorder.array(View::from_slice(&seconds))];
    let parameters = json!({
        "width": width, "origin": told, "offset": offset, "closed": closed.1, "label": label.1,
    });
    recorder.case("groups.bins", inputs, parameters, || {
        let bins = RegularBins::new(&seconds, width, &options)?;
        let all: Vec<usize> = (0..bins.bins).collect();
        let found = nd::grouped_sum_with(a.view(), &bins.codes, 0, &GroupOptions::pandas());
        let sums = found.for_labels(&all, 0, 0.0);
        Ok::<_, nd::RegularBinError>((Array::from_vec(bins.labels()), sums.values))
    });
}
