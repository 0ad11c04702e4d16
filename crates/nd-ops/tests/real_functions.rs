//! Real functions of elements: layouts, what they promise for every number, and what they refuse.

use half::{bf16, f16};
use nd_core::{Array, array, s};
use nd_ops::*;
use proptest::prelude::{any, *};
use rayon::ThreadPoolBuilder;

fn any_f64() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(f64::from_bits)
}

/// `x · 2^n` rounded once, by whole numbers.
fn ldexp_exactly(x: f64, n: i32) -> f64 {
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let stored = (x.to_bits() >> 52 & 0x7ff) as i32;
    let fraction = x.to_bits() & ((1 << 52) - 1);
    let (mantissa, exponent) =
        if stored == 0 { (fraction, -1074) } else { (fraction | 1 << 52, stored - 1075) };
    let exponent = exponent + n;
    let bits = 64 - mantissa.leading_zeros() as i32;
    // How many digits lie below the last place of the result.
    let below = (-1074 - exponent).max(bits - 53).max(0);
    if below > 60 {
        return 0f64.copysign(x);
    }
    let unit = 1u64 << below;
    let (mut whole, rest) = (mantissa / unit, mantissa % unit);
    if rest * 2 > unit || (rest * 2 == unit && whole % 2 == 1) {
        whole += 1;
    }
    let exponent = exponent + below;
    let top = 64 - whole.leading_zeros() as i32 + exponent;
    let size = if whole == 0 {
        0.0
    } else if top > 1024 {
        f64::INFINITY
    } else {
        // Both factors, and so the product, are exact.
        let half = exponent / 2;
        whole as f64 * 2f64.powi(half) * 2f64.powi(exponent - half)
    };
    size.copysign(x)
}

fn euclid(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { euclid(b, a % b) }
}

proptest! {
    #[test]
    fn floats_come_apart_and_together(x in any_f64()) {
        let (fraction, exponent) = frexp(&array![x]);
        let again = ldexp(&fraction, &exponent)[[0]];
        prop_assert!(again.to_bits() == x.to_bits() || x.is_nan() && again.is_nan());
        if x.is_finite() && x != 0.0 {
            prop_assert!((0.5..1.0).contains(&fraction[[0]].abs()));
        }
        let (rest, whole) = modf(&array![x]);
        if x.is_finite() {
            prop_assert_eq!(rest[[0]] + whole[[0]], x);
            prop_assert!(whole[[0]].fract() == 0.0 && rest[[0]].abs() < 1.0);
            prop_assert_eq!(rest[[0]].is_sign_negative(), x.is_sign_negative());
        }
    }

    #[test]
    fn powers_of_two_round_once(x in any_f64(), n in -2200i32..2200) {
        let found = ldexp(&array![x], n)[[0]];
        let expected = ldexp_exactly(x, n);
        prop_assert!(found.to_bits() == expected.to_bits() || x.is_nan());
        // Near where results become subnormal, too.
        if x.is_finite() && x != 0.0 {
            let n = -1060 - frexp(&array![x]).1[[0]] + n % 20;
            prop_assert_eq!(ldexp(&array![x], n)[[0]].to_bits(), ldexp_exactly(x, n).to_bits());
        }
    }

    #[test]
    fn neighbours_are_next_to_each_other(x in any_f64(), y in any_f64()) {
        let next = nextafter(&array![x], y)[[0]];
        if x.is_nan() || y.is_nan() {
            prop_assert!(next.is_nan());
        } else if x != y {
            let expected = if x < y { x.next_up() } else { x.next_down() };
            prop_assert_eq!(next, expected);
            prop_assert_eq!(nextafter(&array![next], x)[[0]], x);
        }
        if x.is_finite() {
            let away = nextafter(&array![x.abs()], f64::INFINITY)[[0]];
            prop_assert_eq!(spacing(&array![x])[[0]].abs(), away - x.abs());
        }
    }

    #[test]
    fn divisors_divide(a in any::<i32>(), b in any::<i32>(), c in 1i64..1000) {
        let divisor = gcd(&array![a], b)[[0]];
        prop_assert_eq!(divisor.unsigned_abs() as u64, euclid(a.unsigned_abs().into(), b.unsigned_abs().into()));
        let (x, y) = (i64::from(a >> 12) * c, i64::from(b >> 12) * c);
        let (divisor, multiple) = (gcd(&array![x], y)[[0]], lcm(&array![x], y)[[0]]);
        if x != 0 && y != 0 {
            prop_assert_eq!(i128::from(divisor) * i128::from(multiple), (i128::from(x) * i128::from(y)).abs());
        }
    }

    #[test]
    fn quotients_and_remainders_are_those_of_their_functions(
        a in any::<i16>(), b in any::<i16>().prop_filter("0", |&b| b != 0), x in any_f64(), y in any_f64(),
    ) {
        let (quotient, rest) = divmod(&array![a], b);
        prop_assert_eq!(quotient[[0]].wrapping_mul(b).wrapping_add(rest[[0]]), a);
        prop_assert_eq!(quotient, floor_divide(&array![a], b));
        let (quotient, rest) = divmod(&array![x], y);
        let same = |one: f64, other: f64| one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan();
        prop_assert!(same(quotient[[0]], floor_divide(&array![x], y)[[0]]));
        prop_assert!(same(rest[[0]], remainder(&array![x], y)[[0]]));
    }

    #[test]
    fn values_lie_on_the_lines(
        points in prop::collection::vec((-10.0..10.0, -10.0..10.0), 1..40),
        x in prop::collection::vec(-12.0..12.0, 0..700),
    ) {
        let mut points: Vec<(f64, f64)> = points;
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (xp, fp): (Vec<f64>, Vec<f64>) = points.iter().copied().unzip();
        let found = interp(&x, &xp, &fp);
        for (&x, &found) in x.iter().zip(found.iter()) {
            let after = xp.partition_point(|&at| at <= x);
            let expected = match after {
                0 => fp[0],
                n if n == xp.len() => fp[n - 1],
                n if xp[n - 1] == x => fp[n - 1],
                n => (fp[n] - fp[n - 1]) / (xp[n] - xp[n - 1]) * (x - xp[n - 1]) + fp[n - 1],
            };
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn unwrapped_angles_differ_by_whole_turns_and_have_no_jumps(
        steps in prop::collection::vec(-3.1..3.1, 1..200),
    ) {
        let tau = std::f64::consts::TAU;
        let mut sum = 0.0;
        let walk: Vec<f64> = steps.iter().map(|step: &f64| { sum += step; sum }).collect();
        let wrapped: Vec<f64> = walk.iter().map(|x| x - tau * (x / tau).round()).collect();
        let found = unwrap(&wrapped, 0);
        let start = found[[0]] - walk[0];
        for (found, walk) in found.iter().zip(&walk) {
            prop_assert!((found - walk - start).abs() < 1e-10, "{} {}", found, walk);
        }
    }

    #[test]
    fn decimals_are_those_of_the_text(x in -1e6..1e6f64, places in 0usize..12) {
        let text: f64 = format!("{x:.places$}").parse().unwrap();
        prop_assert_eq!(round_to(&array![x], places as i32)[[0]], text);
        prop_assert_eq!(round_to(&array![x.trunc() as i64], -(places as i32 % 4))[[0]] as f64,
            round_to(&array![x.trunc()], -(places as i32 % 4))[[0]]);
    }
}

/// Every layout gives what the elements one by one give.
#[test]
fn strided_views_agree_with_single_elements() {
    let a = Array::from_fn([13, 40, 31], |at| (at[0] * 7 + at[1] * 3 + at[2]) as f64 - 77.25);
    let views = [
        a.view(),
        a.slice(s![..;-1, ..;3, ..]),
        a.permute_dims(&[2, 0, 1]),
        a.slice(s![.., .., ..;-2]),
        a.slice(s![3, .., 5]),
        a.t(),
        a.slice(s![2, 3, 4]),
        a.slice(s![.., 0..0, ..]),
    ];
    for v in views {
        let halves = v.map(|x| x / 2.0 - 1.0);
        let (fractions, exponents) = frexp(v);
        let (quotients, rests) = divmod(v, &halves);
        let (parts, wholes) = modf(v);
        for (name, got, one) in [
            ("atan2", atan2(v, &halves), f64::atan2 as fn(f64, f64) -> f64),
            ("logaddexp", logaddexp(v, &halves), |x, y| x.max(y) + (-(x - y).abs()).exp().ln_1p()),
            ("asinh", asinh(v), |x, _| x.asinh()),
            ("atan", atan(v), |x, _| x.atan()),
            ("cbrt", cbrt(v), |x, _| x.cbrt()),
            ("copysign", copysign(v, &halves), f64::copysign),
            ("heaviside", heaviside(v, 0.5), |x, _| if x > 0.0 { 1.0 } else { 0.0 }),
            ("fmax", fmax(v, &halves), f64::max),
            ("frexp, ldexp", ldexp(&fractions, &exponents), |x, _| x),
            ("quotients", quotients.clone(), |x, y| (x / y).floor()),
            ("rests", rests.clone(), |x, y| x - y * (x / y).floor()),
            ("modf", &parts + &wholes, |x, _| x),
            ("positive", positive(v), |x, _| x),
            ("round_to", round_to(v, 1), |x, _| (x * 10.0).round_ties_even() / 10.0),
            ("interp", interp(v, &[-1e3, 1e3], &[-2e3, 2e3]), |x, _| 2.0 * x),
        ] {
            assert_eq!(got.shape(), v.shape(), "{name}");
            for ((&got, &x), &y) in got.iter().zip(v.iter()).zip(halves.iter()) {
                let want = one(x, y);
                assert!(
                    (got - want).abs() <= 1e-12 * want.abs().max(1e-3),
                    "{name} of {x}, {y}: {got}"
                );
            }
        }
    }
}

#[test]
fn results_go_into_arrays_that_exist() {
    let a = Array::from_fn([3, 700], |at| (at[0] * 31 + at[1]) as f64 / 3000.0);
    let mut out = Array::zeros([700, 3]);
    atan2_into(&a, 0.25, out.t_mut());
    assert_eq!(out.t(), atan2(&a, 0.25).view());
    asin_into(&a, out.t_mut());
    assert_eq!(out.t(), asin(&a).view());
}

#[test]
fn the_number_of_threads_does_not_show() {
    let n = 300_000;
    let walk = Array::from_fn([n], |at| ((at[0] * 7919) % 1000) as f64 / 150.0);
    let xp: Vec<f64> = (0..500).map(|i| i as f64 / 70.0).collect();
    let compute = || {
        let (fractions, exponents) = frexp(&walk);
        (unwrap(&walk, 0), interp(&walk, &xp, &xp), atan2(&walk, 2.0), fractions, exponents)
    };
    let on =
        |threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(compute);
    assert_eq!(on(1), on(3));
}

#[test]
fn zeros_keep_the_signs_that_are_documented() {
    let negative = |a: Array<f64>| signbit(&a)[[0]];
    let (plus, minus) = (array![0.0], array![-0.0]);
    // Of equal ones that of the first, for both pairs of functions.
    for (a, b, is_negative) in [(&plus, &minus, false), (&minus, &plus, true)] {
        for chosen in [maximum(a, b), minimum(a, b), fmax(a, b), fmin(a, b)] {
            assert_eq!(negative(chosen), is_negative);
        }
    }
    assert!(negative(nextafter(&plus, &minus)) && !negative(nextafter(&minus, &plus)));
    assert!(negative(cumulative_sum(&minus, 0)) && negative(cumulative_prod(&minus, 0)));
    for zero in [&plus, &minus] {
        for odd in [asin(zero), atan(zero), asinh(zero), atanh(zero), cbrt(zero), rad2deg(zero)] {
            assert_eq!(negative(odd), negative(zero.clone()));
        }
    }
    assert!(negative(round_to(&array![-0.4], 0)) && negative(remainder(&plus, &array![-1.0])));
}

#[test]
fn narrow_floats_and_integers() {
    let a = [1.5, -0.0, 65504.0, 6e-8].map(f16::from_f64);
    assert_eq!(spacing(&a)[[0]], f16::EPSILON);
    assert_eq!(spacing(&a)[[2]], f16::INFINITY);
    assert_eq!(ldexp(&[bf16::ONE], -133)[[0]].to_f64(), 2f64.powi(-133));
    assert_eq!(frexp(&[bf16::from_f64(-12.0)]).1, array![4]);
    assert_eq!(
        interp(&[f16::from_f64(0.5)], &[f16::ZERO, f16::ONE], &[f16::ONE, f16::ZERO])[[0]].to_f64(),
        0.5
    );
    assert_eq!(gcd(&array![i64::MIN], 0), array![i64::MIN]); // its magnitude wraps
    assert_eq!(gcd(&array![u64::MAX], 3), array![3]);
    assert_eq!(lcm(&array![100i8], 99), array![-84]);
    assert_eq!(bitwise_count(array![i8::MIN, -1, 127]), array![1, 1, 7]);
    assert_eq!(divmod(&array![i32::MIN], -1), (array![i32::MIN], array![0]));
    assert_eq!(bitwise_left_shift(&array![1u8], 8), array![0]);
    assert_eq!(round_to(&array![-128i8, 127, 5, -15], -1), array![-120, 120, 0, -20]);
    assert_eq!(round_to(&array![i64::MAX, 40], -30), array![0, 0]);
    assert_eq!(round_to(&array![1.5, f64::MAX], 309), array![1.5, f64::MAX]);
    assert_eq!(round_to(&array![1.25f32, 35.0], 1), array![1.2, 35.0]);
    assert_eq!(round_to(&array![35.0, 25.0, 4e30], -1), array![40.0, 20.0, 4e30]);
    assert_eq!(round_to(&array![4e30, 6e30, 1e300], -31), array![0.0, 1e31, 1e300]);
    assert_eq!(round_to(&array![1.26e-25, 5e-324], 27), array![1.26e-25, 0.0]);
    assert_eq!(sinc(&array![1e300, -3.0, 0.5])[[2]], 2.0 / std::f64::consts::PI);
    assert_eq!(sinc(&array![1e300, -3.0]), array![0.0, 0.0]);
    assert_eq!(
        unwrap_with(&[1i8, 127, -128], 0, &UnwrapOptions::default().period(100)),
        array![1, 27, 28]
    );
}

#[test]
fn lines_do_not_overflow() {
    let steep = interp(&[0.0, 0.5, 1.0], &[0.0, 1.0], &[1e308, -1e308]);
    assert_eq!(steep, array![1e308, 0.0, -1e308]);
    let wide = interp(&[-1e308, 0.0, 1.5e308], &[-1.5e308, 1.5e308], &[0.0, 3.0]);
    let near = abs(&wide - &array![0.5, 1.5, 3.0]);
    assert!(max(&near) < 1e-15, "{wide}");
    let both = interp(&[0.0, 1e308], &[-1.5e308, 1.5e308], &[-1.5e308, 1.5e308]);
    assert!(both[[0]] == 0.0 && (both[[1]] / 1e308 - 1f64).abs() < 1e-15);
}

/// What the panic says.
fn refusal<T>(f: impl FnOnce() -> T) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(f));
    let Err(panic) = panic else { panic!("it is not refused") };
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => (*panic.downcast::<&str>().expect("a text")).to_owned(),
    }
}

const TWO: [f64; 2] = [1.0, 2.0];
const THREE: [f64; 3] = [1.0, 2.0, 3.0];

#[test]
fn shapes_that_do_not_broadcast_are_refused_by_name() {
    for (text, name) in [
        (refusal(|| atan2(&TWO, &THREE)), "atan2"),
        (refusal(|| logaddexp(&TWO, &THREE)), "logaddexp"),
        (refusal(|| divmod(&TWO, &THREE)), "divmod"),
        (refusal(|| gcd(&[1, 2], &[1, 2, 3])), "gcd"),
        (refusal(|| lcm(&[1, 2], &[1, 2, 3])), "lcm"),
        (refusal(|| bitwise_and(&[1, 2], &[1, 2, 3])), "bitwise_and"),
        (refusal(|| ldexp(&TWO, &[1, 2, 3])), "ldexp"),
        (refusal(|| copysign(&TWO, &THREE)), "copysign"),
        (refusal(|| heaviside(&TWO, &THREE)), "heaviside"),
        (refusal(|| nextafter(&TWO, &THREE)), "nextafter"),
        (refusal(|| fmax(&TWO, &THREE)), "fmax"),
        (refusal(|| fmin(&TWO, &THREE)), "fmin"),
    ] {
        assert_eq!(text, format!("{name}: shapes [2] and [3] do not broadcast together"));
    }
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let period = InterpOptions::default().period(0.0);
    let negative = UnwrapOptions::default().period(-4);
    for (text, expected) in [
        (
            refusal(|| divmod(&[1, 2], &[3, 0])),
            "divmod: an integer divided by 0, at index [1]; floats have infinity and NaN for that",
        ),
        (refusal(|| interp(&TWO, &TWO, &THREE)), "interp: shapes [2] and [3] differ"),
        (
            refusal(|| interp(&TWO, &[TWO], &TWO)),
            "interp: shape [1, 2] has 2 axes, and one are needed",
        ),
        (refusal(|| interp_with(&TWO, &TWO, &TWO, &period)), "interp: the period is 0"),
        (refusal(|| unwrap(&[1, 2], 0)), "unwrap: integers need a period"),
        (refusal(|| unwrap_with(&[1, 2], 0, &negative)), "unwrap: the period -4 is not above 0"),
        (refusal(|| unwrap(&TWO, 1)), "unwrap: axis 1 is out of bounds for 1 dimensions"),
        (
            refusal(|| trapezoid(&TWO, 1.0, -2)),
            "trapezoid: axis -2 is out of bounds for 1 dimensions",
        ),
        (
            refusal(|| trapezoid(&TWO, THREE, 0)),
            "trapezoid: coordinates of axis 0: shapes [2] and [3] differ",
        ),
        (
            refusal(|| cumulative_sum(&TWO, 1)),
            "cumulative_sum: axis 1 is out of bounds for 1 dimensions",
        ),
        (
            refusal(|| cumulative_prod(&Array::full([], 1), 0)),
            "cumulative_prod: axis 0 is out of bounds for 0 dimensions",
        ),
    ] {
        assert_eq!(text, expected);
    }
    assert_eq!(divmod(&Array::<i32>::zeros([0]), 0).0.size(), 0); // nothing is divided
}
