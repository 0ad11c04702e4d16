//! Complex functions against mpmath's values (`scripts/complex_fixture.py`) and, at zeros, infinities
//! and NaN, against NumPy's and C99's Annex G (`golden/complex.py`).

use nd_core::{Array, Complex, View, array, s};
use nd_ops::{Analytic, ArrayMath, Parts, Root, Signed};
use proptest::prelude::*;

type C = Complex<f64>;

const EXACT: &str = include_str!("fixtures/complex_f64.txt");
const NUMPY: &str = include_str!("golden/complex.txt");

/// Everything that takes one array to one of the same type.
fn unary<T>(name: &str, a: View<'_, T>) -> Option<Array<T>>
where
    T: Analytic + Root + Signed + Parts,
{
    Some(match name {
        "exp" => a.exp(),
        "exp2" => a.exp2(),
        "expm1" => a.expm1(),
        "log" => a.log(),
        "log2" => a.log2(),
        "log10" => a.log10(),
        "log1p" => a.log1p(),
        "sqrt" => a.sqrt(),
        "sin" => a.sin(),
        "cos" => a.cos(),
        "tan" => a.tan(),
        "sinh" => a.sinh(),
        "cosh" => a.cosh(),
        "tanh" => a.tanh(),
        "asin" => a.asin(),
        "acos" => a.acos(),
        "atan" => a.atan(),
        "asinh" => a.asinh(),
        "acosh" => a.acosh(),
        "atanh" => a.atanh(),
        "sign" => a.sign(),
        "square" => a.square(),
        "reciprocal" => a.reciprocal(),
        "conj" => a.conj(),
        _ => return None,
    })
}

const UNARY: [&str; 24] = [
    "exp",
    "exp2",
    "expm1",
    "log",
    "log2",
    "log10",
    "log1p",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "asin",
    "acos",
    "atan",
    "asinh",
    "acosh",
    "atanh",
    "sign",
    "square",
    "reciprocal",
    "conj",
];

struct Case {
    function: &'static str,
    z: C,
    w: C,
    result: C,
}

fn cases(text: &'static str, float: fn(&str) -> f64) -> Vec<Case> {
    let case = |line: &'static str| {
        let words: Vec<&str> = line.split(' ').collect();
        let numbers: Vec<f64> = words[1..].iter().map(|word| float(word)).collect();
        let [z, w, result] = [0, 2, 4].map(|at| Complex::new(numbers[at], numbers[at + 1]));
        Case { function: words[0], z, w, result }
    };
    text.lines().map(case).collect()
}

impl Case {
    fn compute(&self) -> C {
        let (z, w) = (array![self.z], self.w);
        match self.function {
            "pow" => z.pow(w)[[0]],
            "multiply" => (z * w)[[0]],
            "divide" => (z / w)[[0]],
            "abs" => Complex::from(z.abs()[[0]]),
            "angle" => Complex::from(z.angle()[[0]]),
            name => unary(name, z.view()).unwrap_or_else(|| panic!("{name}"))[[0]],
        }
    }
}

/// The distance of `got` from the nearest number to the true value, in its units in the last place.
fn ulps(got: f64, want: f64) -> f64 {
    let unit = (f64::from_bits(want.abs().to_bits() + 1) - want.abs()).max(f64::MIN_POSITIVE);
    (got - want).abs() / unit
}

/// How far results may be from the true values, in units in the last place of each part.
///
/// Powers: of the length, because their angle is a product. `expm1`: near the curves where the
/// real part vanishes, two terms cancel.
fn bound(function: &str) -> f64 {
    match function {
        "pow" => 16.0,
        "expm1" => 8.0,
        _ => 4.0,
    }
}

#[test]
fn values_are_within_some_units_of_the_true_ones() {
    let float = |bits: &str| f64::from_bits(u64::from_str_radix(bits, 16).expect("bits"));
    let all = cases(EXACT, float);
    assert!(all.len() > 1000);
    for case in &all {
        let (got, want) = (case.compute(), case.result);
        let off = if case.function == "pow" {
            (got - want).norm() / want.norm() / f64::EPSILON
        } else {
            ulps(got.re, want.re).max(ulps(got.im, want.im))
        };
        let Case { function, z, w, .. } = case;
        assert!(off <= bound(function), "{function} of {z:e}, {w:e}: {got:e} is {off} off");
    }
}

/// Where ours are others, which the documentation says.
fn is_ours(case: &Case) -> bool {
    let finite = case.z.re.is_finite() && case.z.im.is_finite();
    match case.function {
        "expm1" => !finite,
        "log1p" | "reciprocal" => case.z == Complex::new(0.0, 0.0),
        _ => false,
    }
}

#[test]
fn special_values_are_numpys() {
    let float = |word: &str| word.parse().expect("a float");
    let mut wrong = Vec::new();
    for case in cases(NUMPY, float).iter().filter(|case| !is_ours(case)) {
        let got = case.compute();
        // NumPy calculates `exp(z ln 2)`, whose error grows with z, and its reciprocals of real
        // numbers have -0.0 beside them.
        let tolerance = if case.function == "exp2" { 1e-12 } else { 1e-14 };
        let zeros = case.function == "reciprocal";
        let same = |got: f64, want: f64| {
            (got.is_nan() && want.is_nan())
                || (zeros && got == 0.0 && want == 0.0)
                || (got.is_sign_negative() == want.is_sign_negative()
                    && (got == want || (got - want).abs() <= tolerance * want.abs()))
        };
        if !(same(got.re, case.result.re) && same(got.im, case.result.im)) {
            let Case { function, z, w, result } = case;
            wrong.push(format!("{function} of {z}, {w}: {got}, NumPy: {result}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn same(got: C, re: f64, im: f64) -> bool {
    let same =
        |got: f64, want: f64| got == want && got.is_sign_negative() == want.is_sign_negative();
    (same(got.re, re) || (got.re.is_nan() && re.is_nan()))
        && (same(got.im, im) || (got.im.is_nan() && im.is_nan()))
}

/// Annex G's `exp(z) - 1`, where NumPy has NaN.
#[test]
fn special_values_that_are_ours() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let z = |re: f64, im: f64| array![Complex::new(re, im)];
    assert!(same(z(inf, 0.0).expm1()[[0]], inf, 0.0));
    assert!(same(z(-inf, inf).expm1()[[0]], -1.0, 0.0));
    assert!(same(z(nan, -0.0).expm1()[[0]], nan, -0.0));
    assert!(same(z(inf, nan).expm1()[[0]], inf, nan));
    assert!(same(z(-0.0, 0.0).log1p()[[0]], -0.0, 0.0));
    assert!(same(z(0.0, 0.0).reciprocal()[[0]], inf, nan));
    // Lengths that over- and underflow.
    let large = z(f64::MAX, -f64::MAX).sign()[[0]];
    assert!((large.norm() - 1.0).abs() < 1e-15 && large.re == -large.im);
    let tiny = z(5e-324, 5e-324).sign()[[0]];
    assert!((tiny.norm() - 1.0).abs() < 1e-15 && tiny.re == tiny.im);
    // Powers whose products overflow on the way.
    let squares = z(inf, 0.0).pow(Complex::new(2.0, 0.0));
    assert!(same(squares[[0]], inf, 0.0));
    assert_eq!(z(1e200, 0.0).pow(Complex::new(-3.0, 0.0))[[0]], Complex::new(0.0, 0.0));
    let cube = z(1e-150, 1e-150).pow(Complex::new(-3.0, 0.0))[[0]];
    assert!(cube.re.is_infinite() || cube.im.is_infinite());
}

/// Square roots that the polar form loses.
#[test]
fn powers_of_two_with_large_angles_keep_their_length_and_digits() {
    let exp2 = |im: f64| array![Complex::new(0.0, im)].exp2()[[0]];
    // Of 80 digits of ln 2; NumPy's has three here.
    let off = exp2(35_184_372_088_832.5)
        - Complex::new(0.734_107_118_470_463_3, -0.679_033_680_026_987_5);
    assert!(off.norm() < 1e-15, "{off}");
    for im in [1e16, 1e40, -1e300, f64::MAX] {
        assert!((exp2(im).norm() - 1.0).abs() < 1e-15, "{im}");
    }
}

#[test]
fn the_smallest_parts_are_multiplied_with_the_largest() {
    let z = |re: f64, im: f64| array![Complex::new(re, im)];
    let (inf, least) = (f64::INFINITY, f64::from_bits(1));
    assert!(same(z(-5e211, least).sinh()[[0]], -inf, inf));
    assert!(same(z(-5e211, least).cosh()[[0]], inf, -inf));
    assert!(same(z(least, 5e211).sin()[[0]], inf, inf));
    let seven = z(709.5, least).sinh()[[0]];
    assert!((seven.im / 3.347_260_954_791_188e-16 - 1.0).abs() < 1e-14, "{seven}");
}

#[test]
fn lengths_are_within_a_unit() {
    // The larger part second, whose square was rounded twice: 1.06 units.
    let z = Complex::new(0.023_741_191_428_943_154, -6.247_995_046_910_242);
    let true_length = 6.248_040_152_750_732;
    for z in [z, Complex::new(z.im, z.re)] {
        assert_eq!(array![z].abs()[[0]], true_length);
    }
}

#[test]
fn roots_keep_their_digits() {
    let root = |re: f64, im: f64| array![Complex::new(re, im)].sqrt()[[0]];
    assert_eq!(root(-1e10, 1.0), Complex::new(5e-6, 1e5));
    assert!((root(f64::MAX, f64::MAX).re / 1.473_094_556_905_565_5e154 - 1.0).abs() < 1e-15);
    let tiny = root(0.0, 1e-323);
    assert!(tiny.re == tiny.im && (tiny.re / 2.222_758_749_485_077_5e-162 - 1.0).abs() < 1e-15);
    assert!(same(root(-4.0, -0.0), 0.0, -2.0));
}

#[test]
fn single_precision_is_double_precision_rounded() {
    let wide = Array::from_fn([300], |at| {
        let k = at[0] as f64;
        Complex::new((k * 0.37).sin() * 9.0, (k * 0.71).cos() * 3.0)
    });
    let a = wide.cast::<Complex<f32>>();
    let wide = a.cast::<C>();
    for name in UNARY {
        let got = unary(name, a.view()).expect("all of them");
        let want = unary(name, wide.view()).expect("all of them").cast::<Complex<f32>>();
        for ((got, want), z) in got.iter().zip(want.iter()).zip(a.iter()) {
            let off = (got - want).norm() / want.norm();
            assert!(off <= 4.0 * f32::EPSILON, "{name} of {z}: {got}, not {want}");
        }
    }
    let lengths = a.abs();
    assert!(lengths.iter().zip(wide.abs().iter()).all(|(&x, &y)| x == y as f32));
    let powers = a.pow(Complex::new(0.5f32, 1.0));
    let want = wide.pow(Complex::new(0.5, 1.0)).cast::<Complex<f32>>();
    assert_eq!(powers, want);
    let far = array![Complex::new(100f32, 1.0), Complex::new(-200.0, 1.0)].exp();
    assert_eq!(far, array![Complex::new(f32::INFINITY, f32::INFINITY), Complex::new(0.0, 0.0)]);
}

/// Blocks are read a second time where one of their elements is rare.
#[test]
fn rare_elements_do_not_touch_their_neighbours() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let rare = [
        (inf, 0.0),
        (nan, 0.0),
        (709.5, 1.0),
        (800.0, 1e-300),
        (1.0, inf),
        (-inf, nan),
        (1e3, 1e3),
    ];
    let mut a = Array::from_fn([1201], |at| Complex::new(at[0] as f64 / 300.0 - 2.0, at[0] as f64));
    for (k, &(re, im)) in rare.iter().enumerate() {
        a[[170 * k + 13]] = Complex::new(re, im);
    }
    let all = a.exp();
    for (k, (&got, &z)) in all.iter().zip(a.iter()).enumerate() {
        let alone = array![z].exp()[[0]];
        assert!(same(got, alone.re, alone.im), "{k}");
    }
    assert!((all[[0]] - Complex::new((-2f64).exp(), 0.0)).norm() < 1e-16);
    assert!(all[[353]].re.is_finite() && all[[353]].re > 1e307);
    assert!(all[[523]].im > 1e40 && all[[523]].re == inf);
}

#[test]
fn parts_of_numbers() {
    let z = array![[Complex::new(1.0, -2.0), Complex::new(-0.0, 0.0)]];
    assert_eq!(z.real(), array![[1.0, -0.0]]);
    assert_eq!(z.t().imag(), array![[-2.0], [0.0]]);
    assert_eq!(z.conj()[[0, 0]], Complex::new(1.0, 2.0));
    assert_eq!(z.angle()[[0, 1]], std::f64::consts::PI);
    assert_eq!(z.isreal(), array![[false, true]]);
    assert_eq!(z.iscomplex(), array![[true, false]]);
    let nan = array![Complex::new(1.0, f64::NAN)];
    assert!(nan.iscomplex()[[0]] && !nan.isreal()[[0]]);
    assert_eq!(array![f64::NAN].isreal(), array![true]);
    assert_eq!((array![3u8].imag(), array![3u8].angle()), (array![0], array![0.0]));
    assert_eq!(array![-1i8, 0].angle(), array![std::f64::consts::PI, 0.0]);
    assert_eq!(array![-0.0f32].angle(), array![std::f32::consts::PI]);
    assert_eq!(Array::<Complex<f32>>::zeros([0, 2]).real().shape(), [0, 2]);
    assert_eq!(Array::scalar(Complex::new(3.0, 4.0)).abs()[[]], 5.0);
}

#[test]
fn imaginary_parts_that_are_rounding_go() {
    use nd_ops::{RealIfCloseOptions, real_if_close, real_if_close_with};
    let z = |im: f64| array![Complex::new(1.0, im)];
    assert_eq!(real_if_close(&z(1e-14)), Some(array![1.0]));
    assert_eq!(real_if_close(&z(1e-13)), None);
    assert_eq!(real_if_close(&z(f64::NAN)), None);
    let half = RealIfCloseOptions::default().tol(0.5);
    assert_eq!(real_if_close_with(&z(1e-3), &half), Some(array![1.0]));
    assert_eq!(real_if_close(&array![Complex::new(1f32, 3e-6)]), Some(array![1f32]));
    assert_eq!(real_if_close(&array![7]), Some(array![7]));
    assert_eq!(real_if_close(&Array::<C>::zeros([0])), Some(Array::zeros([0])));
}

#[test]
fn complex_numbers_are_sorted_by_their_parts() {
    use nd_ops::sort_complex;
    let c = Complex::new;
    let a = array![[c(1.0, 2.0), c(1.0, 1.0)], [c(f64::NAN, 1.0), c(0.0, 0.0)]];
    let sorted = sort_complex(&a);
    assert_eq!(sorted.slice(nd_core::s![0, ..]), array![c(1.0, 1.0), c(1.0, 2.0)]);
    assert!(sorted[[1, 0]] == c(0.0, 0.0) && sorted[[1, 1]].re.is_nan());
    let small: Array<Complex<f32>> = sort_complex(&array![3i8, 1, 2]);
    assert_eq!(small.real(), array![1.0, 2.0, 3.0]);
    let wide: Array<C> = sort_complex(&array![3f32, 1.0]);
    assert_eq!(wide.real(), array![1.0, 3.0]);
}

#[test]
fn integers_have_powers() {
    use nd_ops::{PowError, pow, try_pow};
    assert_eq!(pow(&array![-2i8], 7), array![-128]);
    assert_eq!(pow(&array![3u8], 200), array![161]); // wraps, as NumPy's
    assert_eq!(pow(&array![[2, 3]], &array![[0], [1], [5]]), array![[1, 1], [2, 3], [32, 243]]);
    assert_eq!(pow(&array![2u64], &array![u64::MAX]), array![0]);
    assert_eq!(pow(&array![-1i64], i64::MAX), array![-1]);
    let refused = try_pow(&array![0, 1], &array![[3], [-1]]).expect_err("below 0");
    assert_eq!(refused, PowError::Negative { index: vec![1, 0], exponent: -1 });
    assert_eq!(try_pow(&Array::<i32>::zeros([0]), -1), Ok(Array::zeros([0])));
    let shapes = try_pow(&array![1, 2], &array![1, 2, 3]).expect_err("they do not broadcast");
    assert_eq!(shapes.to_string(), "pow: shapes [2] and [3] do not broadcast together");
    let mut out = array![0, 0];
    nd_ops::pow_into(&array![3], &array![2, 3], out.view_mut());
    assert_eq!(out, array![9, 27]);
    let panic = std::panic::catch_unwind(|| pow(&array![2], -3)).expect_err("below 0");
    let said = panic.downcast_ref::<String>().expect("a message");
    assert_eq!(said, "pow: an integer to the power of -3; floats have fractions for that");
}

proptest! {
    /// Strided views, columns and what is written into arrays that exist: as element by element.
    #[test]
    fn layouts_do_not_matter(parts in prop::collection::vec((-3.0..3.0f64, -3.0..3.0f64), 48), step in 1isize..4) {
        let all: Vec<C> = parts.iter().map(|&(re, im)| Complex::new(re, im)).collect();
        let all = Array::from_shape_vec([6, 8], all);
        let a = all.slice(s![..;-step, 1..;2]);
        for name in UNARY {
            let got = unary(name, a.t()).expect("all of them");
            for (&got, &z) in got.iter().zip(a.t().iter()) {
                let one = unary(name, array![z].view()).expect("all of them")[[0]];
                prop_assert_eq!(got, one, "{} of {}", name, z);
            }
        }
        let mut out = Array::<C>::zeros(a.shape());
        nd_ops::exp_into(a, out.view_mut());
        prop_assert_eq!(&out, &a.exp());
        nd_ops::atanh_into(a, out.view_mut());
        prop_assert_eq!(&out, &a.atanh());
        nd_ops::sqrt_into(a, out.view_mut());
        prop_assert_eq!(&out, &a.sqrt());
        prop_assert_eq!(a.abs(), a.map(|z| array![z].abs()[[0]]));
    }

    /// What undoes what.
    #[test]
    fn inverses_undo(re in -3.0..3.0f64, im in -1.5..1.5f64) {
        let z = array![Complex::new(re, im)];
        for (name, back) in [
            ("log", z.log().exp()),
            ("sqrt", z.sqrt().square()),
            ("asin", z.asin().sin()),
            ("acos", z.acos().cos()),
            ("atan", z.atan().tan()),
            ("asinh", z.asinh().sinh()),
            ("acosh", z.acosh().cosh()),
            ("atanh", z.atanh().tanh()),
            ("log1p", z.log1p().expm1()),
            ("conj", z.conj().conj()),
            ("abs", z.sign() * Complex::from(z.abs()[[0]])),
        ] {
            let off = (back[[0]] - z[[0]]).norm();
            // Near their singularities the inverses lose what they are steep by.
            prop_assert!(off <= 1e-12, "{} of {}: {}", name, z[[0]], off);
        }
    }
}

/// A power of what is nearly 1 long, to 20 digits: the rounded length alone is 7 units off.
#[test]
fn powers_of_numbers_on_the_unit_circle_keep_their_digits() {
    let z = Complex::new(1.003_079_619_144_403, -0.001_073_788_449_517_110_2);
    let w = Complex::new(-7.997_086_602_221_31, 0.0);
    let power = nd_ops::pow(&array![z], w)[[0]];
    let (re, im): (f64, f64) = (0.975_669_514_002_876, 0.008_352_727_239_898_61);
    assert!((power.re - re).abs() <= 2.0 * f64::EPSILON, "{power}");
    assert!((power.im - im).abs() <= 2.0 * f64::EPSILON, "{power}");
    assert_eq!(nd_ops::pow(&array![Complex::new(1.25, 0.0)], w)[[0]].im, 0.0);
}
