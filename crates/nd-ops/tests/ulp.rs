//! The elementary functions against correctly rounded values.
//!
//! The oracle is `pxfm`, whose `f32` functions are correctly rounded and whose `f64` functions
//! are so but for one case in thousands, and for `pow` the platform's `f64` one; the distance of a result is counted in representable
//! numbers. `tests/ulp_fixture.rs` measures fractions of an ULP against values of mpmath.
//! Everything is checked with the instructions that every CPU has and with the best of this one.

use std::fmt::Debug;

use nd_core::simd::{Baseline, Isa, Kernel, dispatch};
use nd_ops::elementary::{
    Acos, Acosh, Asin, Asinh, Atan, Atan2, Atanh, Cbrt, Cos, Cosh, Elementary, Exp, Exp2, ExpM1,
    Function, Function2, Hypot, I0, Ln, Ln1p, LnAddExp, Log2, Log2AddExp2, Log10, Pow, Sin, Sinc,
    Sinh, Tan, Tanh,
};

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

/// The same one element at a time.
struct Each<'a, T, F>(Map<'a, T, F>);

impl<T: Elementary, F: Function<T>> Kernel for Each<'_, T, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        for (out, &x) in self.0.out.iter_mut().zip(self.0.x) {
            *out = self.0.f.eval(isa, x);
        }
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

trait Float: Elementary + Default + Debug + PartialOrd {
    fn of(x: f64) -> Self;
    fn random_bits(random: &mut Random) -> Self;
    /// The number of representable values between the two; NaN agrees with NaN only, and the
    /// two zeros are one apart.
    fn distance(self, other: Self) -> u64;
    fn step(self, by: i64) -> Self;
}

impl Float for f64 {
    fn of(x: f64) -> Self {
        x
    }
    fn random_bits(random: &mut Random) -> Self {
        f64::from_bits(random.next())
    }
    fn distance(self, other: Self) -> u64 {
        let place = |x: f64| {
            let bits = x.to_bits() as i64;
            if bits < 0 { i64::MIN - bits - 1 } else { bits }
        };
        match (self.is_nan(), other.is_nan()) {
            (false, false) => place(self).abs_diff(place(other)),
            (true, true) => 0,
            _ => u64::MAX,
        }
    }
    fn step(self, by: i64) -> Self {
        f64::from_bits(self.to_bits().wrapping_add_signed(by))
    }
}

impl Float for f32 {
    fn of(x: f64) -> Self {
        x as f32
    }
    fn random_bits(random: &mut Random) -> Self {
        f32::from_bits(random.next() as u32)
    }
    fn distance(self, other: Self) -> u64 {
        let place = |x: f32| {
            let bits = x.to_bits() as i32;
            if bits < 0 { i32::MIN - bits - 1 } else { bits }
        };
        match (self.is_nan(), other.is_nan()) {
            (false, false) => u64::from(place(self).abs_diff(place(other))),
            (true, true) => 0,
            _ => u64::MAX,
        }
    }
    fn step(self, by: i64) -> Self {
        f32::from_bits(self.to_bits().wrapping_add_signed(by as i32))
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn uniform(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

const SPECIAL: [f64; 22] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    2.0,
    -3.0,
    4.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    -f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    1e22,
    1e300,
    1.1754943508222875e-38,
    1e-45,
];

/// Special values, random bits, random values of usual sizes, and the neighbourhoods of the
/// points where an argument reduction changes its mind.
fn arguments<T: Float>(scale: usize) -> Vec<T> {
    let mut random = Random(7);
    let mut x: Vec<T> = SPECIAL.iter().map(|&x| T::of(x)).collect();
    x.extend((0..100 * scale).map(|_| T::random_bits(&mut random)));
    for range in [1e-5, 0.1, 1.0, 3.0, 30.0, 800.0, 3e4, 1e7, 1e10] {
        x.extend((0..20 * scale).map(|_| T::of(random.uniform(-range, range))));
    }
    let steps = [0.5 * std::f64::consts::LN_2, 0.5, 0.25 * std::f64::consts::PI];
    for step in steps {
        for n in -(scale as i64)..scale as i64 {
            let at = T::of(n as f64 * step);
            x.extend([-2, -1, 0, 1, 2].map(|by| at.step(by)));
        }
    }
    for n in 0..scale as i64 {
        let far = T::of(n as f64 * 1e5 * std::f64::consts::FRAC_PI_2);
        let root = T::of(2f64.powf(0.5 * n as f64 - 0.25 * scale as f64));
        x.extend([far, far.step(1), root.step(-1), root, root.step(1)]);
    }
    x
}

#[track_caller]
fn compare<T: Float>(name: &str, bound: u64, x: &[T], got: &[T], want: impl Fn(usize) -> T) {
    let (mut worst, mut at) = (0, 0);
    for (i, got) in got.iter().enumerate() {
        let distance = got.distance(want(i));
        if distance > worst {
            (worst, at) = (distance, i);
        }
    }
    assert!(
        worst <= bound,
        "{name}: {worst} ULP at {:?} (argument {at}): {:?}, not {:?}",
        x[at],
        got[at],
        want(at)
    );
}

#[track_caller]
fn check<T: Float>(name: &str, f: impl Function<T>, bounds: [u64; 2], oracle: fn(T) -> T) {
    let [bound, bound_baseline] = bounds;
    let x = arguments::<T>(1000);
    let want: Vec<T> = x.iter().map(|&x| oracle(x)).collect();
    let mut got = vec![T::default(); x.len()];
    let mut each = got.clone();
    Map { f, x: &x, out: &mut got }.run(Baseline);
    compare(&format!("{name} baseline"), bound_baseline, &x, &got, |i| want[i]);
    Each(Map { f, x: &x, out: &mut each }).run(Baseline);
    compare(&format!("{name} baseline, one by one"), 0, &x, &each, |i| got[i]);
    dispatch(Map { f, x: &x, out: &mut got });
    compare(&format!("{name} dispatched"), bound, &x, &got, |i| want[i]);
    dispatch(Each(Map { f, x: &x, out: &mut each }));
    compare(&format!("{name} dispatched, one by one"), 0, &x, &each, |i| got[i]);
}

macro_rules! ulp_tests {
    ($($test:ident: $f:ident, $t:ty, $bounds:expr, $oracle:path;)*) => {$(
        #[test]
        fn $test() {
            check::<$t>(stringify!($test), $f, $bounds, $oracle);
        }
    )*};
}

ulp_tests! {
    exp_f64: Exp, f64, [1, 1], pxfm::f_exp;
    exp_f32: Exp, f32, [1, 1], pxfm::f_expf;
    exp2_f64: Exp2, f64, [1, 1], pxfm::f_exp2;
    exp2_f32: Exp2, f32, [1, 1], pxfm::f_exp2f;
    expm1_f64: ExpM1, f64, [1, 1], pxfm::f_expm1;
    expm1_f32: ExpM1, f32, [1, 1], pxfm::f_expm1f;
    ln_f64: Ln, f64, [1, 1], pxfm::f_log;
    ln_f32: Ln, f32, [1, 1], pxfm::f_logf;
    log2_f64: Log2, f64, [1, 1], pxfm::f_log2;
    log2_f32: Log2, f32, [1, 1], pxfm::f_log2f;
    log10_f64: Log10, f64, [1, 1], pxfm::f_log10;
    log10_f32: Log10, f32, [1, 1], pxfm::f_log10f;
    ln_1p_f64: Ln1p, f64, [1, 1], pxfm::f_log1p;
    ln_1p_f32: Ln1p, f32, [1, 1], pxfm::f_log1pf;
    sin_f64: Sin, f64, [1, 1], pxfm::f_sin;
    sin_f32: Sin, f32, [1, 1], pxfm::f_sinf;
    cos_f64: Cos, f64, [1, 1], pxfm::f_cos;
    cos_f32: Cos, f32, [1, 1], pxfm::f_cosf;
    tan_f64: Tan, f64, [1, 1], pxfm::f_tan;
    tan_f32: Tan, f32, [1, 1], pxfm::f_tanf;
    sinh_f64: Sinh, f64, [1, 1], pxfm::f_sinh;
    sinh_f32: Sinh, f32, [1, 1], pxfm::f_sinhf;
    cosh_f64: Cosh, f64, [1, 1], pxfm::f_cosh;
    cosh_f32: Cosh, f32, [1, 1], pxfm::f_coshf;
    tanh_f64: Tanh, f64, [1, 1], pxfm::f_tanh;
    tanh_f32: Tanh, f32, [1, 1], pxfm::f_tanhf;
    asin_f64: Asin, f64, [1, 1], pxfm::f_asin;
    asin_f32: Asin, f32, [1, 1], pxfm::f_asinf;
    acos_f64: Acos, f64, [1, 1], pxfm::f_acos;
    acos_f32: Acos, f32, [1, 1], pxfm::f_acosf;
    atan_f64: Atan, f64, [1, 1], pxfm::f_atan;
    atan_f32: Atan, f32, [1, 1], pxfm::f_atanf;
    asinh_f64: Asinh, f64, [1, 1], pxfm::f_asinh;
    asinh_f32: Asinh, f32, [1, 1], pxfm::f_asinhf;
    acosh_f64: Acosh, f64, [1, 1], pxfm::f_acosh;
    acosh_f32: Acosh, f32, [1, 1], pxfm::f_acoshf;
    atanh_f64: Atanh, f64, [1, 1], pxfm::f_atanh;
    atanh_f32: Atanh, f32, [1, 1], pxfm::f_atanhf;
    cbrt_f64: Cbrt, f64, [1, 1], pxfm::f_cbrt;
    cbrt_f32: Cbrt, f32, [1, 1], pxfm::f_cbrtf;
    sinc_f64: Sinc, f64, [1, 1], sinc;
    sinc_f32: Sinc, f32, [1, 1], sinc_rounded;
    i0_f64: I0, f64, [4, 5], pxfm::f_i0;
    i0_f32: I0, f32, [1, 1], pxfm::f_i0f;
}

/// As the oracle has it, but for the infinities, where NumPy has no value.
fn sinc(x: f64) -> f64 {
    if x.is_infinite() { f64::NAN } else { pxfm::f_sincpi(x) }
}

fn sinc_rounded(x: f32) -> f32 {
    sinc(f64::from(x)) as f32
}

/// Pairs that exercise every special case, random bits, and powers that neither over- nor
/// underflow.
fn pairs<T: Float>(largest_log: f64) -> (Vec<T>, Vec<T>) {
    let mut random = Random(11);
    let more = [3.0, 5.0, -2.0, -1.5, 9007199254740991.0, -9007199254740993.0, 4503599627370497.0];
    let special: Vec<f64> = SPECIAL.into_iter().chain(more).collect();
    let mut pairs: Vec<(T, T)> = Vec::new();
    for &x in &special {
        pairs.extend(special.iter().map(|&y| (T::of(x), T::of(y))));
    }
    for _ in 0..100_000 {
        pairs.push((T::random_bits(&mut random), T::random_bits(&mut random)));
        pairs.push((T::of(random.uniform(-20.0, 20.0)), T::of(random.next() as i8 as f64)));
        pairs.push((T::of(random.uniform(0.0, 2.0)), T::of(random.uniform(-20.0, 20.0))));
        // Any base, and a result of any size.
        let x = T::random_bits(&mut random);
        let ln = T::ln(Baseline, x);
        let target = random.uniform(-largest_log, largest_log);
        let ratio = |ln: f64| target / ln;
        pairs.push((x, T::of(ratio(to_f64(ln)))));
        let near_one = T::of(1.0).step(random.next() as i16 as i64);
        pairs.push((near_one, T::of(ratio(to_f64(T::ln(Baseline, near_one))))));
    }
    pairs.into_iter().unzip()
}

fn to_f64<T: Float>(x: T) -> f64 {
    format!("{x:?}").parse().unwrap_or(f64::NAN)
}

#[track_caller]
fn check_pairs<T: Float>(f: impl Function2<T>, (x, y): (Vec<T>, Vec<T>), oracle: fn(T, T) -> T) {
    let want: Vec<T> = x.iter().zip(&y).map(|(&x, &y)| oracle(x, y)).collect();
    let mut got = vec![T::default(); x.len()];
    let shown: Vec<Shown<T>> = x.iter().zip(&y).map(|(&x, &y)| Shown(x, y)).collect();
    Map2 { f, x: &x, y: &y, out: &mut got }.run(Baseline);
    compare_pairs("baseline", &shown, &got, &want);
    dispatch(Map2 { f, x: &x, y: &y, out: &mut got });
    compare_pairs("dispatched", &shown, &got, &want);
}

#[derive(Clone, Copy, Debug)]
struct Shown<T>(T, T);

#[track_caller]
fn compare_pairs<T: Float>(level: &str, shown: &[Shown<T>], got: &[T], want: &[T]) {
    for ((shown, got), &want) in shown.iter().zip(got).zip(want) {
        let distance = got.distance(want);
        assert!(distance <= 1, "{level}: {distance} ULP at {shown:?}: {got:?}, not {want:?}");
    }
}

#[test]
fn pow_f64() {
    check_pairs(Pow, pairs::<f64>(745.0), f64::powf);
}

#[test]
fn pow_f32() {
    check_pairs(Pow, pairs::<f32>(104.0), |x, y| f64::from(x).powf(f64::from(y)) as f32);
}

/// Pairs as for `pow`, and pairs of any size that lie near each other, where both squares
/// count.
fn near_pairs<T: Float>() -> (Vec<T>, Vec<T>) {
    let (mut x, mut y) = pairs::<T>(1.0);
    let mut random = Random(13);
    for _ in 0..100_000 {
        let size = T::random_bits(&mut random);
        x.push(size);
        y.push(T::of(to_f64(size) * random.uniform(0.01, 100.0)));
    }
    (x, y)
}

#[test]
fn hypot_f64() {
    check_pairs(Hypot, near_pairs(), f64::hypot);
}

#[test]
fn hypot_f32() {
    check_pairs(Hypot, near_pairs(), |x: f32, y| f64::from(x).hypot(f64::from(y)) as f32);
}

#[test]
fn atan2_f64() {
    check_pairs(Atan2, near_pairs(), pxfm::f_atan2);
}

#[test]
fn atan2_f32() {
    check_pairs(Atan2, near_pairs(), pxfm::f_atan2f);
}

/// Against the same in `f64`; the sums may cancel, so errors count in ULP of the larger operand.
#[track_caller]
fn check_log_sum(f: impl Function2<f32>, oracle: fn(f64, f64) -> f64) {
    let mut random = Random(17);
    let mut numbers = || (random.uniform(-90.0, 90.0) * random.uniform(0.0, 1.0).powi(4)) as f32;
    let (x, y): (Vec<f32>, Vec<f32>) = (0..100_000).map(|_| (numbers(), numbers())).unzip();
    let mut got = vec![0.0; x.len()];
    for dispatched in [false, true] {
        let map = Map2 { f, x: &x, y: &y, out: &mut got };
        if dispatched {
            dispatch(map)
        } else {
            map.run(Baseline)
        }
        for ((&x, &y), &got) in x.iter().zip(&y).zip(&got) {
            let want = oracle(x.into(), y.into());
            let unit = f32::EPSILON * x.abs().max(y.abs()).max(1.0);
            let error = (f64::from(got) - want).abs() / f64::from(unit);
            assert!(error <= 2.0, "{error} ULP at {x}, {y}: {got}, not {want}");
        }
    }
}

#[test]
fn ln_add_exp_f32() {
    check_log_sum(LnAddExp, |x, y| x.max(y) + (-(x - y).abs()).exp().ln_1p());
}

#[test]
fn log2_add_exp2_f32() {
    check_log_sum(Log2AddExp2, |x, y| {
        x.max(y) + (-(x - y).abs()).exp2().ln_1p() * std::f64::consts::LOG2_E
    });
}
