//! The elementary functions of `f64` against values of mpmath, in fractions of an ULP.
//!
//! `scripts/ulp_fixture.py` wrote the fixture: argument, correctly rounded value, and what the
//! rounding lost.

use nd_core::simd::{Baseline, Isa, Kernel, dispatch, dispatch_wide};
use nd_ops::elementary::Elementary;

struct Case<'a> {
    function: &'a str,
    x: f64,
    y: f64,
    rounded: f64,
    /// True value minus `rounded`, in ULP.
    rest: f64,
}

fn cases() -> Vec<Case<'static>> {
    let text = include_str!("fixtures/elementary_f64.txt");
    let float = |s| f64::from_bits(u64::from_str_radix(s, 16).expect("hexadecimal bits"));
    let case = |line: &'static str| {
        let fields: Vec<&str> = line.split(' ').collect();
        let rest: f64 = fields[4].parse().expect("thousandths of an ULP");
        Case {
            function: fields[0],
            x: float(fields[1]),
            y: float(fields[2]),
            rounded: float(fields[3]),
            rest: rest / 1000.0,
        }
    };
    text.lines().map(case).collect()
}

impl Case<'_> {
    #[inline(always)]
    fn compute<I: Isa>(&self, isa: I) -> f64 {
        let x = self.x;
        match self.function {
            "exp" => Elementary::exp(isa, x),
            "exp2" => Elementary::exp2(isa, x),
            "expm1" => Elementary::exp_m1(isa, x),
            "log" => Elementary::ln(isa, x),
            "log2" => Elementary::log2(isa, x),
            "log10" => Elementary::log10(isa, x),
            "log1p" => Elementary::ln_1p(isa, x),
            "sin" => Elementary::sin(isa, x),
            "cos" => Elementary::cos(isa, x),
            "tan" => Elementary::tan(isa, x),
            "sinh" => Elementary::sinh(isa, x),
            "cosh" => Elementary::cosh(isa, x),
            "tanh" => Elementary::tanh(isa, x),
            "asin" => Elementary::asin(isa, x),
            "acos" => Elementary::acos(isa, x),
            "atan" => Elementary::atan(isa, x),
            "asinh" => Elementary::asinh(isa, x),
            "acosh" => Elementary::acosh(isa, x),
            "atanh" => Elementary::atanh(isa, x),
            "cbrt" => Elementary::cbrt(isa, x),
            "sinc" => Elementary::sinc(isa, x),
            "i0" => Elementary::i0(isa, x),
            "atan2" => Elementary::atan2(isa, x, self.y),
            "pow" => Elementary::pow(isa, x, self.y),
            other => panic!("no function {other}"),
        }
    }

    /// The error of `got` in ULP.
    fn error(&self, got: f64) -> f64 {
        let steps = got.to_bits() as i64 - self.rounded.to_bits() as i64;
        let outward = self.rest * self.rounded.signum();
        (steps as f64 - outward).abs()
    }
}

struct All<'a>(&'a [Case<'a>]);

impl Kernel for All<'_> {
    type Output = Vec<f64>;
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> Vec<f64> {
        self.0.iter().map(|case| case.compute(isa)).collect()
    }
}

#[track_caller]
fn check(level: &str, cases: &[Case], got: &[f64], bound: f64) {
    for (case, &got) in cases.iter().zip(got) {
        let Case { function, x, y, rounded, .. } = case;
        let error = case.error(got);
        let bound = if *function == "i0" { 5.0 * bound } else { bound };
        assert!(
            error <= bound,
            "{function} {level}: {error:.3} ULP at {x:?}, {y:?}: {got:?}, not {rounded:?}"
        );
    }
}

#[test]
fn within_one_ulp_of_true_values() {
    let cases = cases();
    assert!(cases.len() > 6000);
    check("dispatched", &cases, &dispatch(All(&cases)), 1.0);
    check("wide", &cases, &dispatch_wide(All(&cases)), 1.0);
    // What runs on any CPU, without fused operations on most.
    check("baseline", &cases, &All(&cases).run(Baseline), 1.05);
}
