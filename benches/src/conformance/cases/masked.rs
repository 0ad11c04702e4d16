//! Masked arrays.

use super::reductions::Axes;
use super::{Kind, Random, Recorder, axis_of, broadcastable};
use crate::conformance::layout::Laid;
use crate::conformance::record::{Outcome, Recorder as Writer};
use crate::conformance::value::Value;
use nd::ma::{self, Maskable, MaskedArray, Spread};
use nd::{Array, ConvolveMode, CovOptions, Ordered, Over, Sortable};
use serde_json::{Value as Json, json};

of_types! {
    /// Functions of the elements of one masked array, or of two.
    elements, elements_of: f64 f64 f32;
    /// Arithmetic of numbers of all kinds.
    sums_of_two, two_of: i8 i32 i64 u8 f32 f64 f64;
    /// Reductions and running sums.
    reduced, reduced_of: i16 i64 f32 f64 f64;
    /// `max`, `min`, `argmax`, `argmin`, `sort`, `argsort`, `unique`, `diff`: what orders elements.
    ordered, ordered_of: i8 i64 f32 f64 f64;
    /// What masks by a condition.
    conditions, conditions_of: i8 i64 f32 f64 f64;
}

/// A masked array as its elements, the neutral one where there is none, and its mask.
struct Shown<T>(MaskedArray<T>);

impl<T: Value + Maskable> Outcome for Shown<T> {
    fn store(&self, recorder: &mut Writer) -> Json {
        let (data, mask) = (self.0.view().filled_with(T::default()), self.0.view().mask_array());
        json!({ "several": [data.store(recorder), mask.store(recorder)] })
    }
}

/// A single element, or none.
struct Single<T>(Option<T>);

impl<T: Value> Outcome for Single<T> {
    fn store(&self, recorder: &mut Writer) -> Json {
        let one: Vec<Json> = self.0.iter().map(|x| x.store(recorder)).collect();
        json!({ "several": one })
    }
}

/// Elements and which of them are masked: none now and then, or all.
fn masked<T: Value + Maskable>(
    random: &mut Random,
    recorder: &mut Recorder,
    shape: &[usize],
    element: fn(&mut Random) -> T,
) -> (MaskedArray<T>, Vec<Json>) {
    let data = Laid::<T>::filled(random, shape, element);
    let part = *random.pick(&[0, 2, 2, 3, 6, 1]);
    let mask = Laid::<bool>::filled(random, shape, |random| part > 0 && random.one_in(part));
    let inputs = vec![recorder.input(&data), recorder.input(&mask)];
    (MaskedArray::new(data.view(), mask.view()), inputs)
}

/// Numbers of which many are equal, or 0.
fn few<T: Value>(random: &mut Random) -> T {
    if random.one_in(2) { T::small(random) } else { T::random(random) }
}

type One<T> = (&'static str, fn(&MaskedArray<T>) -> MaskedArray<T>);
type Two<T> = (&'static str, fn(&MaskedArray<T>, &MaskedArray<T>) -> MaskedArray<T>);
type Question<T> = (&'static str, fn(&MaskedArray<T>, &MaskedArray<T>) -> MaskedArray<bool>);

macro_rules! named {
    (one $($name:ident)*) => { &[$((stringify!($name), |a| ma::$name(a))),*] };
    (two $($name:ident)*) => { &[$((stringify!($name), |a, b| ma::$name(a, b))),*] };
}

fn elements_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value
        + Maskable
        + nd::Real
        + nd::Root
        + Ordered
        + nd::Analytic
        + nd::Rounded
        + nd::Raised
        + nd::Classified
        + PartialOrd,
{
    let one: &[One<T>] = named!(one exp sin cos tan sinh cosh tanh atan asinh floor ceil round
        sqrt log log2 log10 asin acos acosh atanh);
    let two: &[Two<T>] = named!(two hypot atan2);
    if random.one_in(4) {
        let (name, f) = *random.pick(two);
        return pair(random, recorder, name, T::small, |a, b| Shown(f(a, b)));
    }
    if random.one_in(6) {
        return pair(random, recorder, "pow", T::small, |a, b| Shown(ma::pow(a, b)));
    }
    let (name, f) = *random.pick(one);
    let shape = random.shape();
    let (a, inputs) = masked::<T>(random, recorder, &shape, T::random);
    recorder.case(&format!("ma.{name}"), inputs, json!({}), || Shown(f(&a)));
}

fn pair<T: Value + Maskable, O: Outcome>(
    random: &mut Random,
    recorder: &mut Recorder,
    name: &str,
    element: fn(&mut Random) -> T,
    f: impl FnOnce(&MaskedArray<T>, &MaskedArray<T>) -> O,
) {
    let [left, right] = broadcastable(random);
    let (a, mut inputs) = masked::<T>(random, recorder, &left, element);
    let (b, others) = masked::<T>(random, recorder, &right, element);
    inputs.extend(others);
    recorder.case(&format!("ma.{name}"), inputs, json!({}), || f(&a, &b));
}

fn two_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Maskable + nd::Number + Ordered + nd::Rounded + PartialOrd,
{
    let two: &[Two<T>] = named!(two add subtract multiply maximum minimum);
    let quotients: &[Two<T>] = named!(two floor_divide fmod remainder);
    let questions: &[Question<T>] =
        named!(two equal not_equal less less_equal greater greater_equal);
    let (name, f) = match random.below(3) {
        0 => *random.pick(quotients),
        1 => {
            let (name, f) = *random.pick(questions);
            return pair(random, recorder, name, few::<T>, |a, b| Shown(f(a, b)));
        }
        _ => *random.pick(two),
    };
    pair(random, recorder, name, few::<T>, |a, b| Shown(f(a, b)));
}

fn over_of(axes: Axes) -> (Over, Json) {
    (axes.over.unwrap_or_else(|| Over::from(..)), axes.json)
}

fn reduced_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value
        + ma::Deviated
        + nd::Truth
        + nd::Ranked
        + nd::Summable<Sum: Value + Maskable>
        + nd::Averaged<Mean: Value + Maskable, Spread: Value + Maskable>,
{
    let shape = random.shape();
    let (a, inputs) = masked::<T>(random, recorder, &shape, T::small);
    let (over, axes) = over_of(Axes::random(random, shape.len()));
    let all = json!({});
    let go = |name: &str| format!("ma.{name}");
    match random.below(20) {
        0 => recorder.case(&go("sum"), inputs, axes, || Shown(ma::sum_axis(&a, over))),
        1 => recorder.case(&go("prod"), inputs, axes, || Shown(ma::prod_axis(&a, over))),
        2 => recorder.case(&go("mean"), inputs, axes, || Shown(ma::mean_axis(&a, over))),
        3 => recorder.case(&go("var"), inputs, axes, || Shown(ma::var_axis(&a, over))),
        4 => recorder.case(&go("std"), inputs, axes, || Shown(ma::std_axis(&a, over))),
        5 => recorder.case(&go("any"), inputs, axes, || Shown(ma::any_axis(&a, over))),
        6 => recorder.case(&go("all"), inputs, axes, || Shown(ma::all_axis(&a, over))),
        7 => recorder.case(&go("count"), inputs, axes, || ma::count_axis(&a, over)),
        8 => recorder.case(&go("median"), inputs, axes, || Shown(ma::median_axis(&a, over))),
        9 => recorder.case(&go("ptp"), inputs, axes, || Shown(ma::ptp_axis(&a, over))),
        10 => recorder.case(&go("sum_all"), inputs, all, || Single(ma::sum(&a))),
        11 => recorder.case(&go("mean_all"), inputs, all, || Single(ma::mean(&a))),
        12 => recorder.case(&go("var_all"), inputs, all, || Single(ma::var(&a))),
        13 => recorder.case(&go("median_all"), inputs, all, || Single(ma::median(&a))),
        14 => recorder.case(&go("cumsum_all"), inputs, all, || Shown(ma::cumsum(&a))),
        15 => recorder.case(&go("compressed"), inputs, all, || a.compressed()),
        _ if shape.is_empty() => (),
        n => {
            let axis = axis_of(random, shape.len());
            let along = json!({ "axis": axis });
            match n {
                16 => {
                    recorder.case(&go("cumsum"), inputs, along, || Shown(ma::cumsum_axis(&a, axis)))
                }
                17 => recorder
                    .case(&go("cumprod"), inputs, along, || Shown(ma::cumprod_axis(&a, axis))),
                18 => recorder.case(&go("std_all"), inputs, all, || Single(ma::std(&a))),
                _ => recorder.case(&go("prod_all"), inputs, all, || Single(ma::prod(&a))),
            }
        }
    }
}

fn ordered_of<T: Value + Maskable + Ordered + Sortable + nd::Number>(
    random: &mut Random,
    recorder: &mut Recorder,
) {
    let shape = random.shape_with_axis();
    // Numbers without NaN, whose order among masked elements NumPy leaves open.
    let (a, inputs) = masked::<T>(random, recorder, &shape, T::small);
    let axis = axis_of(random, shape.len());
    let (over, axes) = over_of(Axes::random(random, shape.len()));
    let along = json!({ "axis": axis });
    let flat = [random.below(14)];
    let (b, mut both) = masked::<T>(random, recorder, &flat, T::small);
    let (c, others) = masked::<T>(random, recorder, &[random_length(&b)], T::small);
    both.extend(others);
    match random.below(14) {
        0 => recorder.case("ma.max", inputs, axes, || Shown(ma::max_axis(&a, over))),
        1 => recorder.case("ma.min", inputs, axes, || Shown(ma::min_axis(&a, over))),
        2 => recorder.case("ma.argmax", inputs, along, || Shown(ma::argmax_axis(&a, axis))),
        3 => recorder.case("ma.argmin", inputs, along, || Shown(ma::argmin_axis(&a, axis))),
        4 => recorder.case("ma.sort", inputs, along, || Shown(ma::sort_axis(&a, axis))),
        5 => recorder.case("ma.argsort", inputs, along, || ma::argsort_axis(&a, axis)),
        6 => {
            let n = random.below(4);
            let parameters = json!({ "n": n, "axis": axis });
            recorder.case("ma.diff", inputs, parameters, || Shown(ma::diff(&a, n, axis)));
        }
        7 => recorder.case("ma.unique", inputs, json!({}), || Shown(ma::unique(&a))),
        8 => recorder.case("ma.union1d", both, json!({}), || Shown(ma::union1d(&b, &c))),
        9 => recorder.case("ma.intersect1d", both, json!({}), || Shown(ma::intersect1d(&b, &c))),
        10 => recorder.case("ma.setxor1d", both, json!({}), || Shown(ma::setxor1d(&b, &c))),
        11 => recorder.case("ma.max_all", inputs, json!({}), || Single(ma::max(&a))),
        12 => recorder.case("ma.min_all", inputs, json!({}), || Single(ma::min(&a))),
        _ => recorder.case("ma.concatenate", both, json!({}), || Shown(ma::concat(&[&b, &c], 0))),
    }
}

fn random_length<T>(b: &MaskedArray<T>) -> usize {
    (b.shape()[0] * 7 + 3) % 11
}

fn conditions_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Maskable + PartialOrd + nd::Classified,
{
    type Condition<T> = (&'static str, fn(&MaskedArray<T>, T) -> MaskedArray<T>);
    let conditions: &[Condition<T>] = &[
        ("masked_equal", |a, x| ma::masked_equal(a, x)),
        ("masked_not_equal", |a, x| ma::masked_not_equal(a, x)),
        ("masked_less", |a, x| ma::masked_less(a, x)),
        ("masked_less_equal", |a, x| ma::masked_less_equal(a, x)),
        ("masked_greater", |a, x| ma::masked_greater(a, x)),
        ("masked_greater_equal", |a, x| ma::masked_greater_equal(a, x)),
    ];
    let shape = random.shape();
    let (a, mut inputs) = masked::<T>(random, recorder, &shape, few::<T>);
    let [x, y] = [(); 2].map(|()| T::small(random));
    let told = recorder.array(Array::from_vec(vec![x, y]).view());
    inputs.push(told);
    match random.below(5) {
        0 => recorder
            .case("ma.masked_inside", inputs, json!({}), || Shown(ma::masked_inside(&a, x, y))),
        1 => recorder
            .case("ma.masked_outside", inputs, json!({}), || Shown(ma::masked_outside(&a, x, y))),
        2 => {
            inputs.pop();
            recorder.case("ma.masked_invalid", inputs, json!({}), || Shown(ma::masked_invalid(&a)));
        }
        _ => {
            let (name, f) = *random.pick(conditions);
            recorder.case(&format!("ma.{name}"), inputs, json!({}), || Shown(f(&a, x)));
        }
    }
}

/// What is of `f64` alone: averages, covariances, products, convolutions, runs, rows.
pub(super) fn wide(random: &mut Random, recorder: &mut Recorder) {
    let shape = [1 + random.below(6), 1 + random.below(6)];
    let (a, inputs) = masked::<f64>(random, recorder, &shape, f64::small);
    let turned = [shape[1], 1 + random.below(5)];
    let none = json!({});
    match random.below(12) {
        0 => {
            let (w, weights) =
                masked::<f64>(random, recorder, &shape, |random| random.unit() + 0.1);
            let mut inputs = inputs;
            inputs.extend(weights);
            let axis = axis_of(random, 2);
            recorder.case("ma.average", inputs, json!({ "axis": axis }), || {
                Shown(ma::average_axis(&a, axis, &w))
            });
        }
        1 => {
            let (rowvar, ddof) = (random.one_in(2), random.below(2));
            let parameters = json!({ "rowvar": rowvar, "ddof": ddof });
            recorder.case("ma.cov", inputs, parameters, || {
                let options = CovOptions::default().ddof(ddof).rowvar(rowvar);
                Shown(ma::cov_with(&a, &options))
            });
        }
        2 => recorder.case("ma.corrcoef", inputs, none, || Shown(ma::corrcoef(&a))),
        3 => {
            let (b, others) = masked::<f64>(random, recorder, &turned, f64::small);
            let mut inputs = inputs;
            inputs.extend(others);
            recorder.case("ma.dot", inputs, none, || Shown(ma::dot(&a, &b)));
        }
        4 | 5 => slid(random, recorder),
        6 => recorder.case("ma.compress_rows", inputs, none, || ma::compress_rows(&a)),
        7 => recorder.case("ma.compress_cols", inputs, none, || ma::compress_cols(&a)),
        8 => recorder.case("ma.mask_rowcols", inputs, none, || Shown(ma::mask_rowcols(&a))),
        9 => runs(random, recorder),
        10 => {
            let axis = axis_of(random, 2);
            recorder.case("ma.anom", inputs, json!({ "axis": axis }), || Shown(ma::anom(&a, axis)));
        }
        _ => {
            let (b, others) = masked::<f64>(random, recorder, &shape, f64::small);
            let (condition, third) = masked::<bool>(random, recorder, &shape, bool::small);
            let mut inputs = inputs;
            inputs.extend(others);
            inputs.extend(third);
            recorder.case("ma.where", inputs, none, || Shown(ma::where_(&condition, &a, &b)));
        }
    }
}

fn slid(random: &mut Random, recorder: &mut Recorder) {
    let lengths = [[1 + random.below(12)], [1 + random.below(12)]];
    let (a, mut inputs) = masked::<f64>(random, recorder, &lengths[0], f64::small);
    let (v, others) = masked::<f64>(random, recorder, &lengths[1], f64::small);
    inputs.extend(others);
    let (mode, told) = *random.pick(&[
        (ConvolveMode::Full, "full"),
        (ConvolveMode::Same, "same"),
        (ConvolveMode::Valid, "valid"),
    ]);
    let any = random.one_in(2);
    let spread = if any { Spread::Any } else { Spread::All };
    let parameters = json!({ "mode": told, "propagate_mask": any });
    match random.one_in(2) {
        true => recorder
            .case("ma.convolve", inputs, parameters, || Shown(ma::convolve(&a, &v, mode, spread))),
        false => recorder.case("ma.correlate", inputs, parameters, || {
            Shown(ma::correlate(&a, &v, mode, spread))
        }),
    }
}

/// `clump_masked`, `clump_unmasked`: where runs begin and end.
fn runs(random: &mut Random, recorder: &mut Recorder) {
    let ends = |found: Vec<std::ops::Range<usize>>| -> Array<i64> {
        found.into_iter().flat_map(|run| [run.start as i64, run.end as i64]).collect()
    };
    let n = [random.below(20)];
    let (a, inputs) = masked::<f64>(random, recorder, &n, f64::small);
    let none = json!({});
    match random.one_in(2) {
        true => recorder.case("ma.clump_masked", inputs, none, || ends(ma::clump_masked(&a))),
        false => recorder.case("ma.clump_unmasked", inputs, none, || ends(ma::clump_unmasked(&a))),
    }
}
