//! Nanoseconds per element of the elementary functions, in cache, on one thread.
//!
//! `cargo bench -p nd-ops --bench elementary [-- NAME]`. `scripts/bench_numpy.py` prints the
//! same table for NumPy, on the same distributions.

use std::hint::black_box;
use std::time::Instant;

use nd_core::simd::{Isa, Kernel, dispatch};
use nd_ops::elementary::{
    Acos, Acosh, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Cos, Cosh, Elementary, Exp, Exp2, ExpM1,
    Function, Function2, Hypot, I0, Ln, Ln1p, LnAddExp, Log2, Log2AddExp2, Log10, Pow, Sin, Sinc,
    Sinh, Tan, Tanh,
};

const LEN: usize = 2048;

struct Map<'a, T, F> {
    f: F,
    x: &'a [T],
    out: &'a mut [T],
}

impl<T: Elementary, F: Function<T>> Kernel for Map<'_, T, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        self.f.block(isa, self.x, self.out);
    }
}

struct Map2<'a, T, F> {
    f: F,
    x: &'a [T],
    y: &'a [T],
    out: &'a mut [T],
}

impl<T: Elementary, F: Function2<T>> Kernel for Map2<'_, T, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        self.f.block(isa, self.x, self.y, self.out);
    }
}

fn uniform(from: f64, to: f64, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let step = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        from + (to - from) * (state >> 11) as f64 / (1u64 << 53) as f64
    };
    std::iter::repeat_with(step).take(LEN).collect()
}

fn best_ns(mut run: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..40 {
        let start = Instant::now();
        for _ in 0..100 {
            run();
        }
        best = best.min(start.elapsed().as_nanos() as f64 / (100 * LEN) as f64);
    }
    best
}

#[expect(clippy::print_stdout, reason = "a benchmark's report")]
fn report(name: &str, run: impl FnMut()) {
    let wanted = std::env::args().nth(1).filter(|a| !a.starts_with("--"));
    if wanted.is_none_or(|w| name.contains(&w)) {
        println!("{name:<14} {:.3}", best_ns(run));
    }
}

fn unary<T: Elementary + Default, F: Function<T>>(name: &str, f: F, x: &[T]) {
    let mut out = vec![T::default(); LEN];
    report(name, || dispatch(Map { f, x: black_box(x), out: black_box(&mut out) }));
}

fn binary<T: Elementary + Default, F: Function2<T>>(name: &str, f: F, x: &[T], y: &[T]) {
    let mut out = vec![T::default(); LEN];
    report(name, || {
        dispatch(Map2 { f, x: black_box(x), y: black_box(y), out: black_box(&mut out) });
    });
}

fn all<T: Elementary + Default>(suffix: &str, convert: fn(f64) -> T) {
    let from = |a, b, seed| {
        let x = uniform(a, b, seed);
        x.into_iter().map(convert).collect::<Vec<T>>()
    };
    let inside = from(-1.0, 1.0, 4);
    let above = from(1.0, 100.0, 5);
    let (wide, positive, near) = (from(-10.0, 10.0, 1), from(0.01, 100.0, 2), from(-3.0, 3.0, 3));
    let name = |n: &str| format!("{n} {suffix}");
    unary(&name("exp"), Exp, &wide);
    unary(&name("exp2"), Exp2, &wide);
    unary(&name("expm1"), ExpM1, &near);
    unary(&name("log"), Ln, &positive);
    unary(&name("log2"), Log2, &positive);
    unary(&name("log10"), Log10, &positive);
    unary(&name("log1p"), Ln1p, &positive);
    unary(&name("sin"), Sin, &wide);
    unary(&name("cos"), Cos, &wide);
    unary(&name("tan"), Tan, &wide);
    unary(&name("tanh"), Tanh, &near);
    unary(&name("sinh"), Sinh, &near);
    unary(&name("cosh"), Cosh, &near);
    unary(&name("asin"), Asin, &inside);
    unary(&name("acos"), Acos, &inside);
    unary(&name("atan"), Atan, &wide);
    unary(&name("asinh"), Asinh, &wide);
    unary(&name("acosh"), Acosh, &above);
    unary(&name("atanh"), Atanh, &inside);
    unary(&name("cbrt"), Cbrt, &wide);
    unary(&name("sinc"), Sinc, &wide);
    unary(&name("i0"), I0, &wide);
    binary(&name("atan2"), Atan2, &wide, &near);
    binary(&name("logaddexp"), LnAddExp, &wide, &near);
    binary(&name("logaddexp2"), Log2AddExp2, &wide, &near);
    binary(&name("pow"), Pow, &positive, &near);
    binary(&name("hypot"), Hypot, &positive, &near);
}

fn main() {
    all::<f64>("f64", |x| x);
    all::<f32>("f32", |x| x as f32);
}
