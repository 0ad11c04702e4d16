//! Elementary functions beyond the everyday ones, complex numbers, and short numerical recipes.

use super::vector;
use crate::VECTOR_LEN;
use crate::data::{bits, f32s, f64s};
use crate::workload::{Prepared, Workload};
use nd::{Array, Complex};

const MILLION: usize = 1_000_000;

/// A function of one array, in both precisions, over a range.
macro_rules! both {
    ($($f64s:literal $f32s:literal $function:ident $low:literal $high:literal;)*) => {
        &[$(
            Workload {
                name: $f64s,
                prepare: || {
                    let a = Array::from_vec(f64s(1, VECTOR_LEN, $low, $high));
                    Prepared::new(move || nd::$function(&a))
                },
            },
            Workload {
                name: $f32s,
                prepare: || {
                    let a = Array::from_vec(f32s(1, VECTOR_LEN, $low, $high));
                    Prepared::new(move || nd::$function(&a))
                },
            },
        )*]
    };
}

pub(super) const ELEMENTARY: &[Workload] = both! {
    "nd/sqrt_f64" "nd/sqrt_f32" sqrt 0.0 1000.0;
    "nd/cbrt_f64" "nd/cbrt_f32" cbrt -1000.0 1000.0;
    "nd/exp2_f64" "nd/exp2_f32" exp2 -10.0 10.0;
    "nd/expm1_f64" "nd/expm1_f32" expm1 -2.0 2.0;
    "nd/log2_f64" "nd/log2_f32" log2 0.001 1000.0;
    "nd/log10_f64" "nd/log10_f32" log10 0.001 1000.0;
    "nd/log1p_f64" "nd/log1p_f32" log1p -0.5 10.0;
    "nd/tan_f64" "nd/tan_f32" tan -100.0 100.0;
    "nd/arcsin_f64" "nd/arcsin_f32" asin -1.0 1.0;
    "nd/arccos_f64" "nd/arccos_f32" acos -1.0 1.0;
    "nd/arctan_f64" "nd/arctan_f32" atan -10.0 10.0;
    "nd/sinh_f64" "nd/sinh_f32" sinh -5.0 5.0;
    "nd/cosh_f64" "nd/cosh_f32" cosh -5.0 5.0;
    "nd/arcsinh_f64" "nd/arcsinh_f32" asinh -10.0 10.0;
    "nd/arccosh_f64" "nd/arccosh_f32" acosh 1.0 100.0;
    "nd/arctanh_f64" "nd/arctanh_f32" atanh -1.0 1.0;
    "nd/rint_f64" "nd/rint_f32" round -100.0 100.0;
    "nd/sinc_f64" "nd/sinc_f32" sinc -10.0 10.0;
    "nd/i0_f64" "nd/i0_f32" i0 -10.0 10.0;
};

pub(super) const OTHERS: &[Workload] = &[
    Workload { name: "nd/hypot_10m", prepare: || pair(|a, b| nd::hypot(a, b)) },
    Workload { name: "nd/arctan2_10m", prepare: || pair(|a, b| nd::atan2(a, b)) },
    Workload { name: "nd/logaddexp_10m", prepare: || pair(|a, b| nd::logaddexp(a, b)) },
    Workload { name: "nd/pow_10m", prepare: power },
    Workload { name: "nd/unwrap_10m", prepare: unwrap },
    Workload { name: "nd/interp_10m", prepare: interp },
    Workload { name: "nd/gcd_1m", prepare: gcd },
    Workload { name: "nd/convolve_1m", prepare: convolve },
    Workload { name: "nd/complex_multiply", prepare: || complex(|a, b| a * b) },
    Workload { name: "nd/complex_exp", prepare: || complex(|a, _| nd::exp(a)) },
    Workload { name: "nd/complex_abs", prepare: complex_abs },
];

fn pair(f: fn(&Array<f64>, &Array<f64>) -> Array<f64>) -> Prepared {
    let (a, b) = (vector(1, VECTOR_LEN), vector(2, VECTOR_LEN));
    Prepared::new(move || f(&a, &b))
}

fn power() -> Prepared {
    let a = Array::from_vec(f64s(1, VECTOR_LEN, 0.0, 10.0));
    let b = vector(2, VECTOR_LEN);
    Prepared::new(move || nd::pow(&a, &b))
}

fn unwrap() -> Prepared {
    let a = Array::from_vec(f64s(1, VECTOR_LEN, -10.0, 10.0));
    Prepared::new(move || nd::unwrap(&a, -1))
}

fn interp() -> Prepared {
    let x = vector(1, VECTOR_LEN);
    let known = nd::linspace(-1.0, 1.0, 1000);
    let values = vector(2, 1000);
    Prepared::new(move || nd::interp(&x, &known, &values))
}

fn gcd() -> Prepared {
    let [a, b] = [1, 2].map(|seed| {
        let all = (0..MILLION as u64).map(|i| (bits(seed, i) % (1 << 20)) as i64);
        Array::from_vec(all.collect())
    });
    Prepared::new(move || nd::gcd(&a, &b))
}

fn convolve() -> Prepared {
    let (a, b) = (vector(1, MILLION), vector(2, 1000));
    Prepared::new(move || nd::convolve(&a, &b, nd::ConvolveMode::Full))
}

/// Complex numbers of half the length: as many bytes.
fn numbers(seed: u64) -> Numbers {
    let parts = [seed, seed + 1].map(|seed| f64s(seed, VECTOR_LEN / 2, -1.0, 1.0));
    let all = parts[0].iter().zip(&parts[1]).map(|(&re, &im)| Complex::new(re, im));
    Array::from_vec(all.collect())
}

type Numbers = Array<Complex<f64>>;

fn complex(f: fn(&Numbers, &Numbers) -> Numbers) -> Prepared {
    let (a, b) = (numbers(1), numbers(3));
    Prepared::comparing(move || f(&a, &b), |z| nd::real(&z))
}

fn complex_abs() -> Prepared {
    let a = numbers(1);
    Prepared::new(move || nd::abs(&a))
}
