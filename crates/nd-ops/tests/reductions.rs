//! Reductions against NumPy's results, made by `golden/reduce.py`.

use nd_core::{Array, View, array, s};
use nd_ops::{
    argmax, argmax_axis, argmin, argmin_axis, max, max_axis, mean, mean_axis, min, min_axis, std,
    std_axis, sum, sum_axis, var, var_axis,
};

const CASES: &str = include_str!("golden/reduce.txt");

/// A line of the fixture.
struct Case<'a> {
    line: &'a str,
    function: &'a str,
    kind: &'a str,
    rows: usize,
    columns: usize,
    layout: &'a str,
    special: &'a str,
    axis: Option<isize>,
    expected: Vec<&'a str>,
}

fn parse(line: &str) -> Case<'_> {
    let mut words = line.split(' ');
    let mut next = || words.next().expect("a line has at least seven words");
    Case {
        line,
        function: next(),
        kind: next(),
        rows: next().parse().expect("rows"),
        columns: next().parse().expect("columns"),
        layout: next(),
        special: next(),
        axis: next().parse().ok(),
        expected: words.collect(),
    }
}

/// What `f32` and `f64` need to be made and compared.
trait Float: Copy + PartialEq + Default + Into<f64> + 'static {
    const KIND: &'static str;
    const TOLERANCE: f64;
    fn from_word(z: u64) -> Self;
    fn from_special(x: f64) -> Self;
    fn from_bits(word: &str) -> Self;
}

impl Float for f64 {
    const KIND: &'static str = "f64";
    const TOLERANCE: f64 = 1e-13;
    fn from_word(z: u64) -> f64 {
        (z >> 11) as f64 * 2f64.powi(-52) - 1.0
    }
    fn from_special(x: f64) -> f64 {
        x
    }
    fn from_bits(word: &str) -> f64 {
        f64::from_bits(u64::from_str_radix(word, 16).expect("hexadecimal"))
    }
}

impl Float for f32 {
    const KIND: &'static str = "f32";
    const TOLERANCE: f64 = 3e-6;
    fn from_word(z: u64) -> f32 {
        (z >> 40) as f32 * 2f32.powi(-23) - 1.0
    }
    fn from_special(x: f64) -> f32 {
        x as f32
    }
    fn from_bits(word: &str) -> f32 {
        f32::from_bits(u32::from_str_radix(word, 16).expect("hexadecimal"))
    }
}

/// SplitMix64 of the index, as in the script.
fn element<T: Float>(i: usize) -> T {
    let mut z = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    T::from_word(z ^ (z >> 31))
}

fn elements<T: Float>(case: &Case<'_>) -> Vec<T> {
    let n = case.rows * case.columns;
    let hidden: &[f64] = match case.special {
        "none" => &[],
        "nan" => &[f64::NAN],
        "inf" => &[f64::INFINITY],
        "infs" => &[f64::INFINITY, f64::NEG_INFINITY],
        "zeros" => return vec![T::from_special(-0.0); n],
        other => panic!("{other}: not a word of the script"),
    };
    let mut all: Vec<T> = (0..n).map(element).collect();
    for (k, &x) in hidden.iter().enumerate() {
        all[(n / 2 + 7 * k) % n] = T::from_special(x);
    }
    all
}

/// Calls `test` with a view whose elements are `all` in C order and whose layout is the case's.
fn with_layout<T: Float>(case: &Case<'_>, all: Vec<T>, test: impl Fn(View<'_, T>)) {
    let (rows, columns) = (case.rows, case.columns);
    match case.layout {
        "c" => test(Array::from_shape_vec([rows, columns], all).view()),
        "reversed" => {
            let a = Array::from_shape_vec([rows, columns], all);
            test(a.slice(s![..;-1, ..;-1]));
        }
        "transposed" => {
            let turned = (0..rows * columns).map(|i| all[i % rows * columns + i / rows]).collect();
            test(Array::from_shape_vec([columns, rows], turned).t());
        }
        "stepped" => {
            let mut wide = vec![T::default(); 3 * rows * columns];
            wide.iter_mut().step_by(3).zip(&all).for_each(|(to, &x)| *to = x);
            let wide = Array::from_shape_vec([rows, 3 * columns], wide);
            test(wide.slice(s![.., ..;3]));
        }
        other => panic!("{other}: not a layout of the script"),
    }
}

/// Whether `got` is NumPy's number: exactly, or up to rounding relative to the size of what was
/// added up.
fn close<T: Float>(case: &Case<'_>, got: T, expected: T) -> bool {
    let exact = matches!(case.function, "min" | "max")
        || case.function == "sum" && case.rows == 1 && case.layout == "c";
    let (g, e): (f64, f64) = (got.into(), expected.into());
    if g.is_nan() || e.is_nan() {
        return g.is_nan() && e.is_nan();
    }
    let same = g == e && g.is_sign_negative() == e.is_sign_negative();
    let scale = if case.function == "sum" { (case.rows * case.columns) as f64 } else { 1.0 };
    same || !exact && (g - e).abs() <= T::TOLERANCE * scale.sqrt().max(1.0)
}

macro_rules! check {
    ($case:expr, $T:ty) => {{
        let case = &$case;
        with_layout::<$T>(case, elements(case), |a| {
            let places = |got: Vec<usize>| {
                let got: Vec<String> = got.iter().map(usize::to_string).collect();
                assert_eq!(got, case.expected, "{}", case.line);
            };
            let got = match (case.function, case.axis) {
                ("sum", None) => vec![sum(a)],
                ("sum", Some(axis)) => sum_axis(a, axis).into_vec(),
                ("mean", None) => vec![mean(a)],
                ("mean", Some(axis)) => mean_axis(a, axis).into_vec(),
                ("var", None) => vec![var(a)],
                ("var", Some(axis)) => var_axis(a, axis).into_vec(),
                ("std", None) => vec![std(a)],
                ("std", Some(axis)) => std_axis(a, axis).into_vec(),
                ("min", None) => vec![min(a)],
                ("min", Some(axis)) => min_axis(a, axis).into_vec(),
                ("max", None) => vec![max(a)],
                ("max", Some(axis)) => max_axis(a, axis).into_vec(),
                ("argmin", None) => return places(vec![argmin(a)]),
                ("argmin", Some(axis)) => return places(argmin_axis(a, axis).into_vec()),
                ("argmax", None) => return places(vec![argmax(a)]),
                ("argmax", Some(axis)) => return places(argmax_axis(a, axis).into_vec()),
                (other, _) => panic!("{other}: not a function of the script"),
            };
            let expected: Vec<$T> =
                case.expected.iter().map(|word| <$T as Float>::from_bits(word)).collect();
            let right = got.len() == expected.len()
                && got.iter().zip(&expected).all(|(&g, &e)| close(case, g, e));
            assert!(right, "{}: {got:?} instead of {expected:?}", case.line);
        });
    }};
}

#[test]
fn reductions_are_numpys() {
    let mut count = 0;
    for case in CASES.lines().map(parse) {
        match case.kind {
            f32::KIND => check!(case, f32),
            _ => check!(case, f64),
        }
        count += 1;
    }
    assert!(count > 2000, "only {count} cases in the fixture");
}

/// As NumPy's: a sum begins at 0, a running one at its first element.
#[test]
fn running_sums_and_products_keep_negative_zeros() {
    let zeros = array![-0f64, -0.0];
    assert!(nd_ops::sum(&zeros).is_sign_positive());
    assert!(nd_ops::cumsum(&zeros).iter().all(|x| x.is_sign_negative()));
    assert!(nd_ops::cumsum_axis(&array![[-0f32], [-0.0]], 0).iter().all(|x| x.is_sign_negative()));
    assert!(nd_ops::cumprod(&array![-0f64, 1.0]).iter().all(|x| x.is_sign_negative()));
    let halves = zeros.map(nd_core::f16::from_f64);
    assert!(nd_ops::cumsum(&halves).iter().all(|x| x.is_sign_negative()));
    assert!(nd_ops::nancumsum(&zeros).iter().all(|x| x.is_sign_negative()));
}
