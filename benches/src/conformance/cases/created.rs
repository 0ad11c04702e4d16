//! Arrays made of nothing but numbers: constants, ranges, grids, windows.

use super::{Kind, Random, Recorder};
use crate::conformance::value::Value;
use nd::{Array, Endpoint, Floating, Indexing, Inexact, Number, Ranged};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `zeros`, `full`, `eye` and their kind.
    constants, constants_of: i8 u32 i64 half::f16 f32 f64 Complex<f64>;
    /// `arange`.
    ranges, ranges_of: i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 f64;
    /// `linspace`.
    lines, lines_of: f32 f64 f64 Complex<f64>;
    /// `meshgrid` and `ix_`.
    grids, grids_of: i32 f64 Complex<f32>;
}

fn constants_of<T: Value + Number>(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let like = Array::from_fn(shape.as_slice(), |_| T::random(random));
    let x = T::random(random);
    let [scalar, array] = [Array::scalar(x), like.clone()].map(|a| recorder.array(a.view()));
    let made = json!({ "shape": shape, "dtype": T::NUMPY });
    let [rows, columns] = [(); 2].map(|()| random.below(7));
    let k = random.below(15) as isize - 7;
    let rectangle = json!({ "N": rows, "M": columns, "k": k, "dtype": T::NUMPY });
    let square = json!({ "n": rows, "dtype": T::NUMPY });
    match random.below(9) {
        0 => recorder.case("zeros", vec![], made, || nd::zeros::<T>(shape.as_slice())),
        1 => recorder.case("ones", vec![], made, || nd::ones::<T>(shape.as_slice())),
        2 => {
            let parameters = json!({ "shape": shape });
            recorder.case("full", vec![scalar], parameters, || nd::full(shape.as_slice(), x));
        }
        3 => recorder.case("zeros_like", vec![array], json!({}), || nd::zeros_like(&like)),
        4 => recorder.case("ones_like", vec![array], json!({}), || nd::ones_like(&like)),
        5 => recorder.case("full_like", vec![array, scalar], json!({}), || nd::full_like(&like, x)),
        6 => recorder.case("eye", vec![], rectangle, || nd::eye_of::<T>(rows, columns, k)),
        7 => recorder.case("identity", vec![], square, || nd::identity::<T>(rows)),
        _ => recorder.case("tri", vec![], rectangle, || nd::tri::<T>(rows, columns, k)),
    }
}

fn ranges_of<T: Value + Ranged>(random: &mut Random, recorder: &mut Recorder) {
    let [start, stop, step] = [(); 3].map(|()| {
        loop {
            let x = T::ordinary(random);
            let small = format!("{x:?}").len() < 20 && x.minus(x) == T::zero();
            if small {
                return x;
            }
        }
    });
    let step = if step == T::zero() { T::one() } else { step };
    let long = T::range_len(start, stop, step).is_ok_and(|n| n < 100_000);
    let stop = if long { stop } else { start.plus(step) };
    let inputs = [start, stop, step].map(|x| recorder.array(Array::scalar(x).view())).to_vec();
    recorder.case("arange", inputs, json!({ "dtype": T::NUMPY }), || nd::arange(start, stop, step));
}

/// With the end or without, as nd and NumPy are told.
fn endpoint(random: &mut Random) -> (Endpoint, bool) {
    match random.one_in(2) {
        true => (Endpoint::Included, true),
        false => (Endpoint::Excluded, false),
    }
}

fn lines_of<T: Value + Inexact>(random: &mut Random, recorder: &mut Recorder) {
    let [start, stop] = [(); 2].map(|()| T::random(random));
    let num = if random.one_in(8) { random.below(2) } else { random.below(60) };
    let (end, included) = endpoint(random);
    let inputs = [start, stop].map(|x| recorder.array(Array::scalar(x).view())).to_vec();
    let parameters = json!({ "num": num, "endpoint": included });
    recorder.case("linspace", inputs, parameters, || Array::linspace_with(start, stop, num, end));
}

/// `logspace` or `geomspace` of a type.
macro_rules! factors {
    ($recorder:ident, $name:literal, $T:ty, $ends:ident, $parameters:ident, $num:ident, $end:ident) => {{
        let ends = $ends.map(<$T>::nearest);
        let inputs = ends.map(|x| $recorder.array(Array::scalar(x).view())).to_vec();
        let [start, stop, base] = ends;
        $recorder.case($name, inputs, $parameters, || match $name {
            "logspaced" => Array::logspace_of(base, start, stop, $num, $end),
            _ => Array::geomspace_with(start, stop, $num, $end),
        });
    }};
}

/// `logspace` and `geomspace`.
pub(super) fn factors(random: &mut Random, recorder: &mut Recorder) {
    let num = if random.one_in(8) { random.below(2) } else { random.below(60) };
    let (end, included) = endpoint(random);
    let parameters = json!({ "num": num, "endpoint": included });
    let sign = if random.one_in(3) { -1.0 } else { 1.0 };
    let base = *random.pick(&[10.0, 2.0, 0.5, 7.0]);
    let powers = [(); 2].map(|()| random.unit() * 8.0 - 4.0);
    let ends = [powers[0], powers[1], base];
    let far = [sign * 10.0_f64.powf(powers[0]), sign * 10.0_f64.powf(powers[1]), base];
    match random.below(4) {
        0 => factors!(recorder, "logspaced", f32, ends, parameters, num, end),
        1 => factors!(recorder, "logspaced", f64, ends, parameters, num, end),
        2 => factors!(recorder, "geomspaced", f32, far, parameters, num, end),
        _ => factors!(recorder, "geomspaced", f64, far, parameters, num, end),
    }
}

/// `indices`.
pub(super) fn indices(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let parameters = |dtype: &str| json!({ "dimensions": shape, "dtype": dtype });
    if random.one_in(2) {
        let parameters = parameters(i64::NUMPY);
        recorder.case("indices", vec![], parameters, || nd::indices::<i64>(shape.as_slice()));
    } else {
        let parameters = parameters(f64::NUMPY);
        recorder.case("indices", vec![], parameters, || nd::indices::<f64>(shape.as_slice()));
    }
}

fn grids_of<T: Value>(random: &mut Random, recorder: &mut Recorder) {
    let vectors = [(); 3].map(|()| {
        let n = random.below(6);
        Array::from_fn([n], |_| T::random(random))
    });
    let (indexing, name) = *random.pick(&[(Indexing::Xy, "xy"), (Indexing::Ij, "ij")]);
    let inputs: Vec<_> = vectors.iter().map(|v| recorder.array(v.view())).collect();
    let [x, y, z] = vectors.each_ref();
    match random.below(4) {
        0 => recorder.case("meshgrid", inputs[..2].to_vec(), json!({ "indexing": name }), || {
            nd::meshgrid_with([x, y], indexing)
        }),
        1 => recorder.case("meshgrid", inputs, json!({ "indexing": name }), || {
            nd::meshgrid_with([x, y, z], indexing)
        }),
        2 => {
            let parameters = json!({ "indexing": name, "sparse": true });
            recorder
                .case("meshgrid", inputs, parameters, || nd::open_meshgrid([x, y, z], indexing));
        }
        _ => recorder
            .case("opened", inputs, json!({}), || nd::open_meshgrid([x, y, z], Indexing::Ij)),
    }
}

/// `bartlett`, `blackman`, `hamming`, `hanning`, `kaiser`.
pub(super) fn windows(random: &mut Random, recorder: &mut Recorder) {
    type Window = (&'static str, fn(usize) -> Array<f64>);
    const WINDOWS: &[Window] = &[
        ("bartlett", nd::bartlett),
        ("blackman", nd::blackman),
        ("hamming", nd::hamming),
        ("hanning", nd::hanning),
    ];
    let n = if random.one_in(5) { random.below(3) } else { random.below(200) };
    if random.one_in(5) {
        let beta = random.unit() * *random.pick(&[1.0, 20.0, 200.0]);
        let parameters = json!({ "M": n, "beta": beta });
        return recorder.case("kaiser", vec![], parameters, || nd::kaiser(n, beta));
    }
    let (name, window) = *random.pick(WINDOWS);
    recorder.case(name, vec![], json!({ "M": n }), || window(n));
}
