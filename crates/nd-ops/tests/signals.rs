//! Sets, windows, signals, bits and polynomials against NumPy's results, made by `golden/signals.py`.

use nd_core::{Array, CastTo, Complex, Element, IndexMode, array, s};
use nd_ops::{
    BitOrder, ConvolveMode, Signal, SortKey, Sortable, UnpackOptions, binary_repr, convolve,
    correlate, lexsort, lexsort_axis, try_choose, try_convolve, try_correlate, try_unpackbits_with,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

const SIGNALS: &str = include_str!("golden/signals.txt");

fn list<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> Vec<T> {
    let words = text.split(',').filter(|word| !word.is_empty());
    words.map(|word| word.parse().expect("a number")).collect()
}

fn shape_of(text: &str) -> (Vec<usize>, &str) {
    let (_, array) = text.split_once(' ').expect("a type");
    let (shape, elements) = array.split_once('=').expect("an array");
    (list(shape), elements)
}

fn read<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> Array<T> {
    let (shape, elements) = shape_of(text);
    Array::from_shape_vec(shape, list(elements))
}

fn complex(text: &str) -> Array<Complex<f64>> {
    let (shape, elements) = shape_of(text);
    let parts = list::<f64>(elements);
    let all = parts.chunks(2).map(|z| Complex::new(z[0], z[1])).collect();
    Array::from_shape_vec(shape, all)
}

fn same(found: f64, wanted: f64) -> bool {
    let close = (found - wanted).abs() <= 2e-14 * wanted.abs().max(1e-3);
    found == wanted || close || (found.is_nan() && wanted.is_nan())
}

/// What NumPy has, against ours as floats.
fn assert_same(found: &Array<f64>, wanted: &str, line: &str) {
    let wanted = read::<f64>(wanted);
    assert_eq!(found.shape(), wanted.shape(), "{line}");
    for (&found, &wanted) in found.iter().zip(wanted.iter()) {
        assert!(same(found, wanted), "{found} is not {wanted}: {line}");
    }
}

fn assert_all(found: &[Array<usize>], wanted: &str, line: &str) {
    let wanted: Vec<Array<usize>> = wanted.split(';').map(read).collect();
    assert_eq!(found, wanted, "{line}");
}

fn lines(
    names: &'static [&'static str],
) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let all = SIGNALS.lines().map(|line| (line, line.split('|').collect::<Vec<_>>()));
    all.filter(|(_, words)| names.contains(&words[0]))
}

fn message<T>(f: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

fn set_line<T: Sortable + CastTo<f64> + FromStr<Err: std::fmt::Debug>>(line: &str, words: &[&str]) {
    let (a, b) = (read::<T>(words[1]), read::<T>(words[2]));
    let found = match words[0] {
        "intersect1d" => nd_ops::intersect1d(&a, &b),
        "union1d" => nd_ops::union1d(&a, &b),
        "setdiff1d" => nd_ops::setdiff1d(&a, &b),
        "setxor1d" => nd_ops::setxor1d(&a, &b),
        _ => {
            let found = nd_ops::intersect1d_indices(&a, &b);
            let (values, places) = words[3].split_once(';').expect("three results");
            assert_same(&found.values.cast(), values, line);
            return assert_all(&[found.a_indices, found.b_indices], places, line);
        }
    };
    assert_same(&found.cast(), words[3], line);
}

#[test]
fn sets_are_numpys() {
    let names = &["intersect1d", "union1d", "setdiff1d", "setxor1d", "intersect1d_indices"];
    for (line, words) in lines(names) {
        match words[1].split(' ').next().expect("a type") {
            "f64" => set_line::<f64>(line, &words),
            "i8" => set_line::<i8>(line, &words),
            "i16" => set_line::<u16>(line, &words),
            _ => set_line::<i64>(line, &words),
        }
    }
}

#[test]
fn sets_of_views_and_of_other_types() {
    let a = array![[3, 1], [2, 3]];
    assert_eq!(nd_ops::setdiff1d(a.t().flip(0), a.slice(s![1])), array![1]);
    assert_eq!(nd_ops::union1d(&[true], &[false]), array![false, true]);
    let z = |re, im| Complex::new(re, im);
    let (a, b) = ([z(1.0, 2.0), z(0.0, 1.0)], [z(1.0, 2.0), z(1.0, f64::NAN)]);
    assert_eq!(nd_ops::intersect1d(&a, &b), array![z(1.0, 2.0)]);
    assert_eq!(nd_ops::setxor1d(&a, &b).size(), 2);
    let zero = nd_ops::intersect1d(&[-0.0f64, 1.0], &[0.0]);
    assert!(zero.size() == 1 && zero[[0]].is_sign_negative());
}

#[test]
fn order_by_several_keys_is_numpys() {
    for (line, words) in lines(&["lexsort"]) {
        let axis = words[2].parse().expect("an axis");
        let keys: Vec<Box<dyn SortKey>> = words[1]
            .split(';')
            .map(|key| match key.starts_with('f') {
                true => Box::new(read::<f64>(key)) as Box<dyn SortKey>,
                false => Box::new(read::<i32>(key)) as Box<dyn SortKey>,
            })
            .collect();
        let keys: Vec<&dyn SortKey> = keys.iter().map(|key| &**key).collect();
        assert_all(&[lexsort_axis(&keys, axis)], words[3], line);
    }
    assert_eq!(lexsort(&[&[3, 1, 2]]), array![1, 2, 0]);
    assert_eq!(lexsort(&[&[f64::NAN, 1.0], &[true, true]]), array![1, 0]);
    assert_eq!(message(|| lexsort(&[])), "lexsort: at least one array is needed");
    assert_eq!(message(|| lexsort(&[&[1], &[1, 2]])), "lexsort: shapes [1] and [2] differ");
    let text = message(|| lexsort_axis(&[&[1]], -2));
    assert_eq!(text, "lexsort: axis -2 is out of bounds for 1 dimensions");
    assert!(message(|| lexsort(&[&Array::scalar(1)])).contains("0 dimensions"));
}

#[test]
fn windows_are_numpys() {
    for (line, words) in lines(&["bartlett", "blackman", "hamming", "hanning", "kaiser"]) {
        let len = words[1].parse().expect("a length");
        let found = match words[0] {
            "bartlett" => nd_ops::bartlett(len),
            "blackman" => nd_ops::blackman(len),
            "hamming" => nd_ops::hamming(len),
            "hanning" => nd_ops::hanning(len),
            _ => nd_ops::kaiser(len, words[2].parse().expect("a number")),
        };
        let wanted = words.last().expect("a result");
        match words[0] {
            // Its Bessel functions are within some units in the last place of NumPy's.
            "kaiser" => close(&found, &read(wanted), TOLD, line),
            _ => assert_same(&found, wanted, line),
        }
    }
    assert!(nd_ops::kaiser(3, f64::NAN)[[0]].is_nan());
}

#[test]
fn bessel_functions_are_numpys() {
    for (line, words) in lines(&["i0"]) {
        match words[1].starts_with("f32") {
            true => close(&nd_ops::i0(read::<f32>(words[1])), &read(words[2]), 3e-7, line),
            false => close(&nd_ops::i0(read::<f64>(words[1])), &read(words[2]), TOLD, line),
        }
    }
    let ends = nd_ops::i0(array![f64::INFINITY, f64::NEG_INFINITY, 713.0, 1e300]);
    assert_eq!(ends.map(f64::is_finite), array![false, false, true, false]);
}

/// The fixtures have 15 digits.
const TOLD: f64 = 1e-14;

fn close<T: Copy + Into<f64>>(found: &Array<T>, wanted: &Array<T>, tolerance: f64, line: &str) {
    assert_eq!(found.shape(), wanted.shape(), "{line}");
    for (&found, &wanted) in found.iter().zip(wanted.iter()) {
        let (found, wanted) = (found.into(), wanted.into());
        let near = (found - wanted).abs() <= tolerance * wanted.abs();
        let same = found == wanted || (found.is_nan() && wanted.is_nan());
        assert!(same || near, "{found} is not {wanted}: {line}");
    }
}

fn mode(text: &str) -> ConvolveMode {
    match text {
        "full" => ConvolveMode::Full,
        "same" => ConvolveMode::Same,
        _ => ConvolveMode::Valid,
    }
}

fn slid<T: Signal>(words: &[&str], read: impl Fn(&str) -> Array<T>) -> Option<Array<T>> {
    let (a, v, mode) = (read(words[1]), read(words[2]), mode(words[3]));
    match words[0] {
        "convolve" => try_convolve(&a, &v, mode).ok(),
        _ => try_correlate(&a, &v, mode).ok(),
    }
}

#[test]
fn convolutions_are_numpys() {
    for (line, words) in lines(&["convolve", "correlate"]) {
        let wanted = words[4];
        if wanted == "error" {
            let zeros = |text: &str| Array::<f64>::zeros(shape_of(text).0);
            assert!(slid(&words, zeros).is_none(), "{line}");
            continue;
        }
        match words[1].split(' ').next().expect("a type") {
            "c128" => assert_eq!(slid(&words, complex), Some(complex(wanted)), "{line}"),
            "f32" => assert_eq!(slid(&words, read::<f32>), Some(read(wanted)), "{line}"),
            "i64" => assert_eq!(slid(&words, read::<i64>), Some(read(wanted)), "{line}"),
            "f64" => assert_same(&slid(&words, read::<f64>).expect("a result"), wanted, line),
            // Bytes: with or without sign, as the numbers have it.
            _ => {
                let bytes = |text: &str| read::<i16>(text).map(|x| x as u8);
                assert_eq!(slid(&words, bytes), Some(bytes(wanted)), "{line}");
            }
        }
    }
}

/// The sums as they are defined, one product after the other.
fn plainly<T: Signal>(long: &Array<T>, short: &Array<T>) -> Vec<T> {
    let (n, m) = (long.size(), short.size());
    let sum = |k: usize| {
        let taps = (0..m).filter(|&j| j <= k && k - j < n);
        taps.fold(T::default(), |sum, j| sum.plus(long[[k - j]].times(short[[j]])))
    };
    (0..n + m - 1).map(sum).collect()
}

fn many<T: Element>(n: usize, element: impl Fn(i64) -> T) -> Array<T> {
    let hash = |k: usize| (k as i64).wrapping_mul(0x9E37_79B9_7F4A_7C15u64 as i64) >> 40;
    Array::from_vec((0..n).map(|k| element(hash(k))).collect())
}

#[test]
fn long_sums_are_those_of_the_definition() {
    for (n, m) in [(3000, 33), (1000, 300), (700, 700), (2500, 257), (513, 31), (20000, 40)] {
        let (a, v) = (many(n, |k| k % 1000), many(m, |k| k % 77));
        let wanted = Array::from_vec(plainly(&a, &v));
        let exact = a.cast::<f64>();
        for mode in [ConvolveMode::Full, ConvolveMode::Same, ConvolveMode::Valid] {
            let found = convolve(&a, &v, mode);
            // Whole numbers this small are exact in floats.
            let floats = convolve(&exact, v.cast::<f64>(), mode);
            assert_eq!(floats.cast::<i64>(), found, "{n} {m} {mode:?}");
            let (start, len) = match mode {
                ConvolveMode::Full => (0, n + m - 1),
                ConvolveMode::Same => ((m - 1) / 2, n),
                ConvolveMode::Valid => (m - 1, n - m + 1),
            };
            let part = wanted.slice(s![start as isize..(start + len) as isize]);
            assert_eq!(found, part, "{n} {m} {mode:?}");
            let turned = correlate(&a, v.flip(0), mode);
            assert_eq!(turned, found, "{n} {m} {mode:?}");
        }
    }
}

#[test]
fn what_is_not_finite_stays_where_it_is() {
    let (n, m) = (5000, 100);
    let mut a = many(n, |k| (k % 100) as f64);
    let v = many(m, |k| (1 + k.rem_euclid(7)) as f64);
    let clean = convolve(&a, &v, ConvolveMode::Full);
    a[[2500]] = f64::NAN;
    a[[4000]] = f64::INFINITY;
    let found = convolve(&a, &v, ConvolveMode::Full);
    for k in 0..n + m - 1 {
        match k {
            2500..2600 => assert!(found[[k]].is_nan(), "{k}"),
            4000..4100 => assert_eq!(found[[k]], f64::INFINITY, "{k}"),
            _ => assert_eq!(found[[k]], clean[[k]], "{k}"),
        }
    }
    let mut v = v;
    v[[50]] = f64::NAN;
    let found = convolve(&many(n, |_| 1.0), &v, ConvolveMode::Full);
    assert_eq!(found.map(|x| x.is_nan()).cast::<usize>().iter().sum::<usize>(), n);
}

#[test]
fn bits_of_sums_do_not_depend_on_threads() {
    let (a, v) = (many(60000, |k| k as f64 / 3.0), many(150, |k| k as f64 / 7.0));
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let four = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("a pool");
    let f = || convolve(&a, &v, ConvolveMode::Same);
    assert_eq!(alone.install(f), four.install(f));
}

#[test]
fn sums_of_small_floats_are_rounded_once() {
    let half = nd_core::f16::from_f32;
    let a = Array::from_vec(vec![half(1.0); 3000]);
    let v = Array::from_vec(vec![half(1.0); 2500]);
    let found = convolve(&a, &v, ConvolveMode::Valid);
    assert!(found.iter().all(|&x| x == half(2500.0)), "added up in 11 bits it would stop at 2048");
}

#[test]
fn sequences_that_are_none() {
    let error = |a: &Array<f64>, v: &Array<f64>| {
        let mode = ConvolveMode::Full;
        [try_convolve(a, v, mode), try_correlate(a, v, mode)].map(|found| found.unwrap_err())
    };
    let (empty, one, matrix) = (Array::zeros(0), array![1.0], array![[1.0]]);
    let texts = |errors: [nd_core::ShapeError; 2]| errors.map(|error| error.to_string());
    assert_eq!(texts(error(&empty, &one)), ["convolve: a is empty", "correlate: a is empty"]);
    assert_eq!(texts(error(&one, &empty)), ["convolve: v is empty", "correlate: v is empty"]);
    let [text, _] = texts(error(&one, &matrix));
    assert_eq!(text, "convolve: shape [1, 1] has 2 axes, and one axis are needed");
    assert_eq!(message(|| convolve(&empty, &one, ConvolveMode::Same)), "convolve: a is empty");
    assert_eq!(message(|| correlate(&one, &empty, ConvolveMode::Same)), "correlate: v is empty");
    let strided = array![1, 9, 2, 9, 3].slice(s![..;-2]).to_array();
    let view = array![[1, 9], [2, 9], [3, 9]];
    let found = convolve(view.slice(s![..;-1, 0]), &[1, 1], ConvolveMode::Full);
    assert_eq!(found, convolve(&strided, &[1, 1], ConvolveMode::Full));
}

#[test]
fn bits_are_numpys() {
    for (line, words) in lines(&["packbits", "unpackbits"]) {
        let axis = words[2].parse().expect("an axis");
        let order = if words[3] == "big" { BitOrder::Big } else { BitOrder::Little };
        if words[0] == "packbits" {
            let found = match words[1].starts_with('b') {
                true => {
                    let bits = read::<u8>(words[1]).map(|x| x != 0);
                    nd_ops::packbits_with(&bits, axis, order)
                }
                false => nd_ops::packbits_with(read::<i64>(words[1]), axis, order),
            };
            assert_eq!(found, read(words[4]), "{line}");
            continue;
        }
        let options = UnpackOptions::default().count(words[4].parse().ok()).order(order);
        let found = try_unpackbits_with(read::<u8>(words[1]), axis, &options).ok();
        match words[5] {
            "error" => assert!(found.is_none(), "{line}"),
            wanted => assert_eq!(found, Some(read(wanted)), "{line}"),
        }
    }
}

#[test]
fn bits_come_back() {
    for shape in [vec![200_003], vec![3, 70_000], vec![70_000, 3], vec![4, 5, 8]] {
        let bits = Array::from_fn(shape.clone(), |at| at.iter().sum::<usize>() % 3 == 0);
        for axis in 0..shape.len() {
            for order in [BitOrder::Big, BitOrder::Little] {
                let count = Some(shape[axis] as isize);
                let options = UnpackOptions::default().count(count).order(order);
                for view in [bits.view(), bits.flip(axis as isize)] {
                    let packed = nd_ops::packbits_with(view, axis as isize, order);
                    let back = nd_ops::unpackbits_with(&packed, axis as isize, &options);
                    assert_eq!(back.map(|x| x == 1), view, "{shape:?} {axis} {order:?}");
                }
            }
        }
    }
    let seven = UnpackOptions::default().count(7);
    assert_eq!(nd_ops::unpackbits_with([0u8; 0], 0, &seven), Array::zeros(7));
    let turned = array![[1, 0], [0, 1], [1, 1]];
    assert_eq!(nd_ops::packbits(turned.t(), 1), array![[0b1010_0000], [0b0110_0000]]);
    assert_eq!(nd_ops::packbits([f64::NAN, 0.0, -0.0], 0), array![0b1000_0000]);
    assert_eq!(message(|| nd_ops::unpackbits(Array::scalar(1).view(), 0)), message(no_axis));
}

fn no_axis() {
    panic!("{}", "unpackbits: axis 0 is out of bounds for 0 dimensions".to_string())
}

#[test]
fn digits_are_numpys() {
    for (line, words) in lines(&["binary_repr", "base_repr"]) {
        let number: i64 = words[1].parse().expect("a number");
        let found = catch_unwind(|| match words[0] {
            "binary_repr" => binary_repr(number, words[2].parse::<usize>().ok()),
            _ => nd_ops::base_repr(number, words[2].parse().unwrap(), words[3].parse().unwrap()),
        });
        match *words.last().expect("a result") {
            "error" => assert!(found.is_err(), "{line}"),
            wanted => assert_eq!(found.expect("a text"), wanted, "{line}"),
        }
    }
    assert_eq!(binary_repr(-1i64, 130), "1".repeat(130));
    assert_eq!(binary_repr(i128::MIN, 128), format!("1{}", "0".repeat(127)));
    let text = message(|| binary_repr(-4, 2));
    assert_eq!(text, "binary_repr: -4 needs 3 bits, and 2 are given");
    assert_eq!(message(|| nd_ops::base_repr(1, 37, 0)), "base_repr: base 37 is none of 2 to 36");
}

#[test]
fn polynomials_are_numpys() {
    let names = &["poly", "polyder", "polyint", "polyval", "polyadd", "polysub", "polymul"];
    for (line, words) in lines(names) {
        if words[1].starts_with('c') {
            assert_eq!(nd_ops::poly(complex(words[1])), complex(words[2]), "{line}");
            continue;
        }
        let p = read::<f64>(words[1]);
        let order = || words[2].parse().expect("an order");
        let q = || read::<f64>(words[2]);
        let found = match words[0] {
            "poly" => nd_ops::poly(&p),
            "polyder" => nd_ops::polyder(&p, order()),
            "polyint" => nd_ops::polyint(&p, order()),
            "polyval" => nd_ops::polyval(&p, &q()),
            "polyadd" => nd_ops::polyadd(&p, q()),
            "polysub" => nd_ops::polysub(&p, q()),
            _ => nd_ops::polymul(&p, q()),
        };
        assert_same(&found, words.last().expect("a result"), line);
    }
    for (line, words) in lines(&["polyint_with"]) {
        let constants = read::<f64>(words[3]).into_vec();
        let found = nd_ops::polyint_with(read::<f64>(words[1]), 3, &constants);
        assert_same(&found, words[4], line);
    }
    for (line, words) in lines(&["vander", "vander_increasing"]) {
        let (x, columns) = (read::<f64>(words[1]), words[2].parse().expect("a number"));
        let found = match words[0] {
            "vander" => nd_ops::vander(&x, columns),
            _ => nd_ops::vander_increasing(&x, columns),
        };
        assert_same(&found, words[3], line);
    }
}

#[test]
fn quotients_of_polynomials_are_numpys() {
    for (line, words) in lines(&["polydiv"]) {
        let (p, q) = (read::<f64>(words[1]), read::<f64>(words[2]));
        let found = nd_ops::polydiv(&p, &q);
        let (quotient, remainder) = words[3].split_once(';').expect("two results");
        assert_same(&found.quotient, quotient, line);
        assert_same(&found.remainder, remainder, line);
        let back = nd_ops::polyadd(nd_ops::polymul(&found.quotient, &q), &found.remainder);
        let difference = nd_ops::polysub(&back, &p);
        assert!(difference.iter().all(|x| x.abs() < 1e-12), "{line}");
    }
    // NumPy takes the remainder 1e-9 for 0.
    let found = nd_ops::polydiv(&[1.0f64, 2.0, 1.0 + 1e-9], &[1.0, 1.0]);
    assert!(found.remainder.shape() == [1] && (found.remainder[[0]] - 1e-9).abs() < 1e-15);
    assert_eq!(message(|| nd_ops::polydiv(&[0.0; 0], &[1.0])), "polydiv: the dividend is empty");
    assert_eq!(message(|| nd_ops::polydiv(&[1.0], &[0.0; 0])), "polydiv: the divisor is empty");
}

#[test]
fn polynomials_of_other_types() {
    assert_eq!(nd_ops::poly(&[1, 2, 3]), array![1, -6, 11, -6]);
    assert_eq!(nd_ops::polyval(&[1u8, 0, 0], &array![20]), array![144]); // 400 wraps
    assert_eq!(nd_ops::polyval(&[0; 0], 3)[[]], 0);
    let i = Complex::new(0.0f32, 1.0);
    assert_eq!(nd_ops::polyval(&[i * i, i], i)[[]], Complex::new(0.0, 0.0));
    assert_eq!(nd_ops::polyder(&[1i128, 1, 1], 2), array![2]);
    let matrix = array![[1.0]];
    let texts = [
        message(|| nd_ops::poly(&matrix)),
        message(|| nd_ops::polyadd(&[1.0], &matrix)),
        message(|| nd_ops::polyval(&matrix, 1.0)),
        message(|| nd_ops::vander(&matrix, 2)),
    ];
    for (text, name) in texts.iter().zip(["poly", "polyadd", "polyval", "vander"]) {
        assert_eq!(*text, format!("{name}: shape [1, 1] has 2 axes, and one axis are needed"));
    }
    assert!(message(|| nd_ops::vander(&[1.0], usize::MAX)).starts_with("vander: shape"));
    assert_eq!(
        message(|| nd_ops::polyint_with(&[1.0], 0, &[1.0])),
        "polyint: 1 constants for 0 integrals"
    );
}

#[test]
fn choices_are_numpys() {
    for (line, words) in lines(&["choose"]) {
        let choices: Vec<Array<i64>> = words[2].split(';').map(read).collect();
        let mode = match words[3] {
            "wrap" => IndexMode::Wrap,
            "clip" => IndexMode::Clip,
            _ => IndexMode::Raise,
        };
        let found = nd_ops::try_choose_with(read::<i64>(words[1]), &choices, mode).ok();
        match words[4] {
            "error" => assert!(found.is_none(), "{line}"),
            wanted => assert_eq!(found, Some(read(wanted)), "{line}"),
        }
    }
    for (line, words) in lines(&["select_where"]) {
        let conditions: Vec<Array<bool>> =
            words[1].split(';').map(|text| read::<u8>(text).map(|x| x != 0)).collect();
        let choices: Vec<Array<i64>> = words[2].split(';').map(read).collect();
        let found = nd_ops::try_select_where(&conditions, &choices, -1).ok();
        match words[3] {
            "error" => assert!(found.is_none(), "{line}"),
            wanted => assert_eq!(found, Some(read(wanted)), "{line}"),
        }
    }
    assert!(try_choose([0], &[[0; 0]; 0]).is_err());
    let text = message(|| nd_ops::choose([0, 1], &[[1, 2, 3]]));
    assert_eq!(text, "choose: shapes [2] and [3] do not broadcast together");
    let text = message(|| nd_ops::select_where(&[[true; 2]], &[[1, 2, 3]], 0));
    assert_eq!(text, "select_where: shapes [], [2] and [3] do not broadcast together");
    let none = nd_ops::try_select_where::<[bool; 1], [i32; 1]>(&[], &[], 0).unwrap_err();
    assert_eq!(none.to_string(), "select_where: at least one array is needed");
}
