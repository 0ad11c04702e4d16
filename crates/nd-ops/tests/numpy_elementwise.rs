//! Functions of elements against NumPy's results, made by `golden/elementwise.py`.

use half::f16;
use nd_core::simd::Baseline;
use nd_core::{Array, Element};
use nd_ops::elementary::Elementary;
use nd_ops::*;
use std::fmt::Debug;
use std::str::FromStr;

const CASES: &str = include_str!("golden/elementwise.txt");
const TABLES: &str = include_str!("golden/umath.txt");

/// What an element of a fixture is read as and told apart by: also zeros by their signs.
trait Word: Element + FromStr<Err: Debug> + Debug {
    fn read(word: &str) -> Self {
        word.parse().unwrap_or_else(|e| panic!("{word}: {e:?}"))
    }
    fn near(self, other: Self, tolerance: f64) -> bool;
}

macro_rules! words {
    ($($T:ty, $near:expr;)*) => {$(
        impl Word for $T {
            fn near(self, other: Self, tolerance: f64) -> bool {
                let near: fn($T, $T, f64) -> bool = $near;
                near(self, other, tolerance) || format!("{self:?}") == format!("{other:?}")
            }
        }
    )*};
}
words! {
    f64, |x, y, tolerance| tolerance > 0.0 && (x - y).abs() <= tolerance * y.abs().max(1.0);
    f32, |x, y, tolerance| f64::from(x).near(f64::from(y), tolerance);
    f16, |x, y, tolerance| f64::from(x).near(f64::from(y), tolerance);
    i8, |_, _, _| false;
    i32, |_, _, _| false;
    i64, |_, _, _| false;
    u8, |_, _, _| false;
    u64, |_, _, _| false;
}

struct Case {
    line: &'static str,
    function: &'static str,
    kind: &'static str,
    argument: Vec<&'static str>,
    given: Vec<[&'static str; 2]>,
    expected: Vec<[&'static str; 2]>,
}

fn cases() -> Vec<Case> {
    let case = |line: &'static str| {
        let (before, after) = line.split_once("|>|").expect("a line has results");
        let head: Vec<&str> = before.splitn(4, '|').collect();
        let arrays =
            |text: &'static str| text.split('|').collect::<Vec<_>>().as_chunks().0.to_vec();
        Case {
            line: &line[..line.len().min(200)],
            function: head[0],
            kind: head[1],
            argument: head[2].split(' ').filter(|word| !word.is_empty()).collect(),
            given: arrays(head[3]),
            expected: arrays(after),
        }
    };
    CASES.lines().map(case).collect()
}

fn array<T: Word>([shape, elements]: [&str; 2]) -> Array<T> {
    let lengths = shape.split(',').filter(|length| !length.is_empty());
    let shape: Vec<usize> = lengths.map(|length| length.parse().expect("a length")).collect();
    let elements = elements.split(' ').filter(|word| !word.is_empty());
    Array::from_shape_vec(shape.as_slice(), elements.map(T::read).collect::<Vec<_>>())
}

impl Case {
    fn of<T: Word>(&self, i: usize) -> Array<T> {
        array(self.given[i])
    }

    #[track_caller]
    fn check<T: Word>(&self, i: usize, found: &Array<T>, tolerance: f64) {
        let expected: Array<T> = array(self.expected[i]);
        assert_eq!(found.shape(), expected.shape(), "{}", self.line);
        for (index, (&x, &y)) in found.iter().zip(expected.iter()).enumerate() {
            assert!(x.near(y, tolerance), "{x:?} at {index}, not {y:?}: {}", self.line);
        }
    }

    fn check_flags(&self, found: &Array<bool>) {
        self.check(0, &found.map(u8::from), 0.0);
    }

    fn check_two<T: Word, U: Word>(&self, (one, two): (Array<T>, Array<U>), tolerance: f64) {
        self.check(0, &one, tolerance);
        self.check(1, &two, tolerance);
    }

    fn number<T: Word>(&self, i: usize) -> Option<T> {
        self.argument.get(i).filter(|word| **word != "-").map(|word| T::read(word))
    }

    fn axis(&self) -> isize {
        self.argument[0].parse().expect("an axis")
    }
}

/// Functions of floats of every size. NumPy's are exact, and so are these.
fn floats<T: Word + Floating + Ordered + Replaced<Part = T>>(case: &Case) -> bool {
    let one = || case.of::<T>(0);
    let pair = |f: fn(Array<T>, Array<T>) -> Array<T>| {
        case.check(0, &f(one(), case.of(1)), 0.0);
    };
    match case.function {
        "signbit" => case.check_flags(&signbit(one())),
        "isneginf" => case.check_flags(&isneginf(one())),
        "isposinf" => case.check_flags(&isposinf(one())),
        "spacing" => case.check(0, &spacing(one()), 0.0),
        "frexp" => case.check_two(frexp(one()), 0.0),
        "modf" => case.check_two(modf(one()), 0.0),
        "ldexp" => case.check(0, &ldexp(one(), case.of::<i32>(1)), 0.0),
        "nan_to_num" => {
            let options = match [case.number(0), case.number(1), case.number(2)] {
                [Some(nan), Some(posinf), Some(neginf)] => {
                    NanToNumOptions::default().nan(nan).posinf(posinf).neginf(neginf)
                }
                _ => NanToNumOptions::default(),
            };
            case.check(0, &nan_to_num_with(one(), &options), 0.0);
        }
        "copysign" => pair(|a, b| copysign(a, b)),
        // NumPy's nextafter of f16 keeps the first zero before 2.5.
        "nextafter" if case.kind == "f16" => {
            case.check(0, &nextafter(one(), case.of::<T>(1)), f64::MIN_POSITIVE);
        }
        "nextafter" => pair(|a, b| nextafter(a, b)),
        "heaviside" => pair(|a, b| heaviside(a, b)),
        // Which zero NumPy chooses depends on the CPU.
        "fmax" => case.check(0, &fmax(one(), case.of::<T>(1)), f64::MIN_POSITIVE),
        "fmin" => case.check(0, &fmin(one(), case.of::<T>(1)), f64::MIN_POSITIVE),
        "divmod" => case.check_two(divmod(one(), case.of::<T>(1)), 0.0),
        _ => return false,
    }
    true
}

fn integers<T: Word + Whole + Rounded>(case: &Case) -> bool {
    let one = || case.of::<T>(0);
    match case.function {
        "bitwise_count" => case.check(0, &bitwise_count(one()), 0.0),
        "gcd" => case.check(0, &gcd(one(), case.of::<T>(1)), 0.0),
        "lcm" => case.check(0, &lcm(one(), case.of::<T>(1)), 0.0),
        "divmod" => case.check_two(divmod(one(), case.of::<T>(1)), 0.0),
        _ => return false,
    }
    true
}

fn real<T: Word + Real>(case: &Case, tolerance: f64) -> bool {
    let one = || case.of::<T>(0);
    let two = || case.of::<T>(1);
    match case.function {
        "deg2rad" => case.check(0, &deg2rad(one()), 0.0),
        "rad2deg" => case.check(0, &rad2deg(one()), 0.0),
        "sinc" => case.check(0, &sinc(one()), tolerance),
        "i0" => case.check(0, &i0(one()), 4.0 * tolerance),
        "atan2" => case.check(0, &atan2(one(), two()), tolerance),
        "logaddexp" => case.check(0, &logaddexp(one(), two()), tolerance),
        "logaddexp2" => case.check(0, &logaddexp2(one(), two()), tolerance),
        _ => return false,
    }
    true
}

fn lines(case: &Case) -> bool {
    if case.function != "interp" {
        return false;
    }
    let mut options = InterpOptions::<f64>::default();
    options.left = case.number(0);
    options.right = case.number(1);
    options.period = case.number(2);
    let found = interp_with(case.of(0), case.of::<f64>(1), case.of::<f64>(2), &options);
    // Of coordinates that go round, those that were rounded differ.
    let tolerance = if options.period.is_some() { 1e-14 } else { 0.0 };
    case.check(0, &found, tolerance);
    true
}

fn angles<T: Word + Turning>(case: &Case, tolerance: f64) -> bool {
    if case.function != "unwrap" {
        return false;
    }
    let mut options = UnwrapOptions::default();
    options.discont = case.number(1);
    options.period = case.number(2);
    case.check(0, &unwrap_with(case.of::<T>(0), case.axis(), &options), tolerance);
    true
}

fn along_axes<T, S: Word, M: Word>(case: &Case, tolerance: f64) -> bool
where
    T: Word + Averaged<Mean = M> + Summable<Sum = S>,
{
    let a = case.of::<T>(0);
    let initial = || CumulativeOptions::default().include_initial(case.argument[1] == "1");
    match case.function {
        "trapezoid" => {
            let spacing = match case.argument[1] {
                "x" => Spacing::from(
                    case.argument[2..]
                        .iter()
                        .filter(|x| !x.is_empty())
                        .map(|x| f64::read(x))
                        .collect::<Vec<_>>(),
                ),
                distance => Spacing::from(f64::read(distance)),
            };
            case.check(0, &trapezoid(a, spacing, case.axis()), tolerance);
        }
        "cumulative_sum" => {
            case.check(0, &cumulative_sum_with(a, case.axis(), &initial()), 0.0);
        }
        "cumulative_prod" => {
            case.check(0, &cumulative_prod_with(a, case.axis(), &initial()), 0.0);
        }
        _ => return false,
    }
    true
}

fn powers<T: Word + nd_core::CastTo<f64>>(case: &Case) -> bool {
    if case.function != "float_power" {
        return false;
    }
    case.check(0, &float_power(case.of::<T>(0), case.of::<T>(1)), 1e-15);
    true
}

#[test]
fn functions_of_elements_are_numpys() {
    let mut count = 0;
    for case in cases() {
        let c = &case;
        let known = match c.kind {
            "f64" => {
                floats::<f64>(c)
                    || real::<f64>(c, 4e-16)
                    || lines(c)
                    || angles::<f64>(c, 1e-14)
                    || along_axes::<f64, f64, f64>(c, 1e-14)
            }
            "f32" => {
                floats::<f32>(c)
                    || real::<f32>(c, 2e-7)
                    || powers::<f32>(c)
                    || angles::<f32>(c, 1e-5)
                    || along_axes::<f32, f32, f32>(c, 1e-6)
            }
            "f16" => floats::<f16>(c),
            "i8" => integers::<i8>(c),
            "i32" => integers::<i32>(c) || along_axes::<i32, i64, f64>(c, 1e-14),
            "i64" => integers::<i64>(c) || powers::<i64>(c) || angles::<i64>(c, 0.0),
            "u8" => integers::<u8>(c) || along_axes::<u8, u64, f64>(c, 1e-14),
            "u64" => integers::<u64>(c),
            other => panic!("no type {other}"),
        };
        assert!(known, "no function: {}", c.line);
        count += 1;
    }
    assert!(count > 300);
}

fn ours<T: Elementary>(function: &str, x: T) -> T {
    match function {
        "asin" => Elementary::asin(Baseline, x),
        "acos" => Elementary::acos(Baseline, x),
        "atan" => Elementary::atan(Baseline, x),
        "asinh" => Elementary::asinh(Baseline, x),
        "acosh" => Elementary::acosh(Baseline, x),
        "atanh" => Elementary::atanh(Baseline, x),
        "cbrt" => Elementary::cbrt(Baseline, x),
        "exp" => Elementary::exp(Baseline, x),
        "exp2" => Elementary::exp2(Baseline, x),
        "expm1" => Elementary::exp_m1(Baseline, x),
        "log" => Elementary::ln(Baseline, x),
        "log2" => Elementary::log2(Baseline, x),
        "log10" => Elementary::log10(Baseline, x),
        "log1p" => Elementary::ln_1p(Baseline, x),
        "sinh" => Elementary::sinh(Baseline, x),
        "cosh" => Elementary::cosh(Baseline, x),
        "tanh" => Elementary::tanh(Baseline, x),
        "sin" => Elementary::sin(Baseline, x),
        "cos" => Elementary::cos(Baseline, x),
        "tan" => Elementary::tan(Baseline, x),
        other => panic!("no function {other}"),
    }
}

/// NumPy's tables are of correctly rounded results, and allow 2 to 4 ULP.
#[test]
fn functions_are_within_one_ulp_of_numpys_tables() {
    let mut count = 0;
    for line in TABLES.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let bits = |i: usize| u64::from_str_radix(words[i], 16).expect("hexadecimal bits");
        let distance = match words[1] {
            "f32" => {
                let y = f32::from_bits(bits(3) as u32);
                let found = ours(words[0], f32::from_bits(bits(2) as u32));
                let apart = (found.to_bits() as i32).abs_diff(y.to_bits() as i32);
                if found.is_nan() && y.is_nan() { 0 } else { u64::from(apart) }
            }
            _ => {
                let y = f64::from_bits(bits(3));
                let found = ours(words[0], f64::from_bits(bits(2)));
                let apart = (found.to_bits() as i64).abs_diff(y.to_bits() as i64);
                if found.is_nan() && y.is_nan() { 0 } else { apart }
            }
        };
        assert!(distance <= 1, "{distance} ULP: {line}");
        count += 1;
    }
    assert!(count > 13_000);
}
