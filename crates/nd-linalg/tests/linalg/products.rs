//! Products against NumPy's results (whole numbers: exact) and against sums by definition.

use crate::matrices::{
    Lcg, Sample, bits, close, each_layout, in_pools, largest, product, random, special_values,
};
use nd_core::{Array, Complex, Element, Number, ShapeError, View, array, bf16, f16, s, zip};
use nd_linalg::*;
use proptest::prelude::*;

// ---- NumPy ----

struct Case<'t> {
    function: &'t str,
    argument: &'t str,
    shapes: Vec<Vec<usize>>,
    complex: bool,
    /// Shape and values, or none for an error.
    result: Option<(Vec<usize>, Vec<i64>)>,
}

fn numbers<N: std::str::FromStr>(text: &str, separator: char) -> Vec<N> {
    let number = |word: &str| word.parse().unwrap_or_else(|_| panic!("no number: {word}"));
    text.split(separator).filter(|word| !word.is_empty()).map(number).collect()
}

fn cases() -> impl Iterator<Item = Case<'static>> {
    include_str!("../golden/linalg_products.txt").lines().map(|line| {
        let fields: Vec<&str> = line.split('|').collect();
        let [function, argument, shapes, kind, result @ ..] = &fields[..] else {
            panic!("not a case: {line}");
        };
        Case {
            function,
            argument,
            shapes: shapes.split(';').map(|shape| numbers(shape, ',')).collect(),
            complex: *kind == "complex",
            result: match result {
                [shape, values] => Some((numbers(shape, ','), numbers(values, ' '))),
                _ => None,
            },
        }
    })
}

fn operand(number: usize, shape: &[usize]) -> Array<Complex<f64>> {
    let mut t = 0;
    Array::from_fn(shape, |_| {
        let re = ((7 * t + 3 * number + 1) % 11) as f64 - 5.0;
        let im = ((5 * t + number) % 7) as f64 - 3.0;
        t += 1;
        Complex::new(re, im)
    })
}

/// The transpose, for a view in another order of the same elements.
fn rearranged<T: Element>(a: &Array<T>) -> Array<T> {
    a.view().t().to_array()
}

fn run<T>(case: &Case<'_>, operands: &[View<'_, T>]) -> Result<Array<T>, String>
where
    T: ProductElement + Number,
{
    let text = |error: ShapeError| error.to_string();
    let pair = || (operands[0], operands[1]);
    match case.function {
        "matmul" => try_matmul(pair().0, pair().1).map_err(text),
        "dot" => match (pair().0, pair().1) {
            (a, b) if a.ndim() == 1 && b.ndim() == 1 => {
                try_dot(a, b).map(Array::scalar).map_err(text)
            }
            // What NumPy's `dot` says of other arrays is said by `tensordot`, or is a product.
            (a, b) if a.ndim() == 0 || b.ndim() == 0 => Ok(zip((&a, &b)).map(|(x, y)| x.times(y))),
            (a, b) => {
                let axis = if b.ndim() == 1 { -1 } else { -2 };
                try_tensordot(a, b, ([-1], [axis])).map_err(text)
            }
        },
        "inner" => try_inner(pair().0, pair().1).map_err(text),
        "outer" => Ok(outer(pair().0, pair().1)),
        "vdot" => try_vdot(pair().0, pair().1).map(Array::scalar).map_err(text),
        "vecdot" => try_vecdot(pair().0, pair().1).map_err(text),
        "matvec" => try_matvec(pair().0, pair().1).map_err(text),
        "vecmat" => try_vecmat(pair().0, pair().1).map_err(text),
        "kron" => try_kron(pair().0, pair().1).map_err(text),
        "cross" => try_cross(pair().0, pair().1).map_err(text),
        "tensordot" => {
            let lists: Vec<Vec<isize>> =
                case.argument.split(';').map(|list| numbers(list, ',')).collect();
            let axes = match &lists[..] {
                [count] => TensordotAxes::from(count[0] as usize),
                [left, right] => TensordotAxes::from((&left[..], &right[..])),
                _ => panic!("not axes: {}", case.argument),
            };
            try_tensordot(pair().0, pair().1, axes).map_err(text)
        }
        "einsum" => try_einsum(case.argument, operands).map_err(|error| error.to_string()),
        other => panic!("no function {other}"),
    }
}

#[track_caller]
fn check<T>(case: &Case<'_>, make: impl Fn(Complex<f64>) -> T)
where
    T: ProductElement + Number,
{
    let originals: Vec<Array<T>> = case
        .shapes
        .iter()
        .enumerate()
        .map(|(number, shape)| {
            let values: Vec<T> = operand(number, shape).iter().map(|&x| make(x)).collect();
            Array::from_shape_vec(&shape[..], values)
        })
        .collect();
    let other_order: Vec<Array<T>> = originals.iter().map(rearranged).collect();
    let views: [Vec<View<'_, T>>; 2] = [
        originals.iter().map(|a| a.view()).collect(),
        other_order.iter().map(|a| a.view().t()).collect(),
    ];
    let name = format!("{} {} {:?}", case.function, case.argument, case.shapes);
    for views in views {
        match (run(case, &views), &case.result) {
            (Ok(found), Some((shape, values))) => {
                assert_eq!(found.shape(), &shape[..], "{name}");
                let parts = 1 + usize::from(case.complex);
                let expected = values.chunks(parts).map(|x| {
                    let im = x.get(1).map_or(0.0, |&im| im as f64);
                    make(Complex::new(x[0] as f64, im))
                });
                let expected: Vec<T> = expected.collect();
                let found: Vec<T> = found.iter().copied().collect();
                assert_eq!(found, expected, "{name}");
            }
            (Err(_), None) => {}
            (Ok(found), None) => panic!("{name}: NumPy refuses, here {:?}", found.shape()),
            (Err(error), Some(_)) => panic!("{name}: {error}"),
        }
    }
}

#[test]
fn as_numpy() {
    let mut count = 0;
    for case in cases() {
        count += 1;
        if case.complex {
            check(&case, |x| x);
            check(&case, |x| Complex::new(x.re as f32, x.im as f32));
        } else {
            check(&case, |x| x.re);
            check(&case, |x| x.re as f32);
            check(&case, |x| x.re as i64);
            check(&case, |x| x.re as i64 as u8); // wraps alike
            check(&case, |x| x.re as i16);
        }
    }
    assert!(count > 900, "{count} cases");
}

// ---- definitions ----

const SIZES: [[usize; 3]; 22] = [
    [1, 1, 1],
    [1, 5, 3],
    [3, 5, 1],
    [1, 9, 1],
    [2, 2, 2],
    [3, 3, 3],
    [4, 4, 4],
    [5, 6, 7],
    [8, 8, 8],
    [9, 1, 9],
    [7, 17, 15],
    [16, 16, 16],
    [17, 3, 33],
    [20, 21, 19],
    [33, 40, 1],
    [1, 40, 33],
    [31, 32, 33],
    [64, 64, 64],
    [2, 300, 2],
    [70, 2, 90],
    [66, 130, 67],
    [5, 1, 1],
];

fn against_definition<T: Sample + ProductElement>() {
    for (seed, &[m, k, n]) in SIZES.iter().enumerate() {
        let a = random::<T>(seed as u64, &[m, k]);
        let b = random::<T>(seed as u64 + 100, &[k, n]);
        let expected = product(&a, &b);
        let scale = (m * n) as f64;
        each_layout(&a, |left, a| {
            each_layout(&b, |right, b| {
                let what = format!("{m}x{k}x{n}, {left} times {right}");
                close(&what, &matmul(a, b), &expected, 2.0 * k as f64, scale);
            });
        });
    }
}

#[test]
fn matmul_by_definition() {
    against_definition::<f64>();
    against_definition::<f32>();
    against_definition::<Complex<f64>>();
    against_definition::<Complex<f32>>();
}

/// Large vectors and matrices by vectors, which have kernels of their own.
fn vectors<T: Sample + ProductElement>() {
    for [m, k] in [[1, 70_001], [3, 5000], [2100, 40], [67, 129], [4097, 3]] {
        let (a, x) = (random::<T>(1, &[m, k]), random::<T>(2, &[k, 1]));
        let expected = product(&a, &x).into_reshaped(m);
        let scale = (m * k) as f64;
        each_layout(&a, |layout, a| {
            each_layout(&x, |other, x| {
                let found = matvec(a, x.slice(s![.., 0]));
                close(&format!("{m}x{k} {layout} {other}"), &found, &expected, 20.0, scale);
            });
        });
    }
    let (x, y) = (random::<T>(3, &[1, 40_000]), random::<T>(4, &[40_000, 1]));
    let conjugate = Array::from_fn([1, 40_000], |i| {
        let (re, im) = x[[i[0], i[1]]].parts();
        T::make(re, -im)
    });
    let expected = product(&conjugate, &y);
    let found = Array::full([1, 1], vdot(&x, &y));
    close("vdot", &found, &expected, 1.0, 40_000.0);
}

#[test]
fn vectors_by_definition() {
    vectors::<f64>();
    vectors::<f32>();
    vectors::<Complex<f64>>();
    vectors::<Complex<f32>>();
}

fn stacks<T: Sample + ProductElement>() {
    for [m, k, n] in [[2, 3, 4], [4, 4, 4], [1, 6, 1], [1, 3, 5], [5, 3, 1], [20, 20, 20]] {
        let (a, b) = (random::<T>(1, &[3, 1, m, k]), random::<T>(2, &[4, k, n]));
        let check = |what: &str, a: View<'_, T>, b: View<'_, T>| {
            let found = matmul(a, b);
            assert_eq!(found.shape(), [3, 4, m, n]);
            for i in 0..3 {
                for j in 0..4 {
                    let one = product(
                        &a.slice(s![i, if a.shape()[1] == 1 { 0 } else { j }]).to_array(),
                        &b.slice(s![j]).to_array(),
                    );
                    let found = found.slice(s![i, j]).to_array();
                    close(what, &found, &one, 2.0 * k as f64, (m * n) as f64);
                }
            }
        };
        each_layout(&a, |left, a| {
            each_layout(&b, |right, b| check(&format!("{left} by {right}"), a, b));
        });
        // One matrix for all, and no broadcasting at all.
        let full = random::<T>(3, &[3, 4, m, k]);
        check("one on the right", full.view(), b.slice(s![..1]).broadcast_to([4, k, n]));
        check("full", full.view(), b.view());
    }
}

#[test]
fn stacks_by_definition() {
    stacks::<f64>();
    stacks::<Complex<f32>>();
}

fn naive<T: Number>(a: View<'_, T>, b: View<'_, T>) -> Array<T> {
    let ([m, k], [_, n]) = (a.dims(), b.dims());
    Array::from_fn([m, n], |i| {
        (0..k).fold(T::zero(), |sum, p| sum.plus(a[[i[0], p]].times(b[[p, i[1]]])))
    })
}

#[test]
fn integers_wrap_in_every_size_and_layout() {
    for [m, k, n] in SIZES.into_iter().chain([[130, 300, 40]]) {
        let mut rng = Lcg::new(9);
        let a = Array::from_fn([m, k], |_| rng.bits() as u8);
        let b = Array::from_fn([k, n], |_| rng.bits() as u8);
        let expected = naive(a.view(), b.view());
        assert_eq!(matmul(&a, &b), expected, "{m} {k} {n}");
        let (columns, backwards) = (a.view().t().to_array(), b.view().flip(0).to_array());
        assert_eq!(matmul(columns.t(), backwards.flip(0)), expected, "{m} {k} {n}");
        let (a, b) = (a.map(|x| i64::from(x) << 56), b.map(i64::from));
        assert_eq!(matmul(&a, &b), naive(a.view(), b.view()));
    }
}

#[test]
fn bool_is_or_of_ands() {
    for [m, k, n] in SIZES {
        let mut rng = Lcg::new(4);
        let a = Array::from_fn([m, k], |_| rng.below(4) == 0);
        let b = Array::from_fn([k, n], |_| rng.below(4) == 0);
        let expected = Array::from_fn([m, n], |i| (0..k).any(|p| a[[i[0], p]] && b[[p, i[1]]]));
        assert_eq!(matmul(&a, &b), expected);
    }
    assert!(!vdot([true, false], [false, true]));
    assert_eq!(einsum("ij->i", ([[false, true], [false, false]],)), array![true, false]);
}

#[test]
fn half_floats_are_summed_as_f32() {
    // 2048 + 1 is 2048 in f16: summed in f16, the ones would be lost.
    let mut x = vec![f16::ONE; 2049];
    x[0] = f16::from_f32(2048.0);
    let ones = vec![f16::ONE; 2049];
    assert_eq!(vdot(&x, &ones), f16::from_f32(4096.0));
    assert_eq!(matmul(&x, &ones)[[]], f16::from_f32(4096.0));
    assert_eq!(einsum("i->", (&x,))[[]], f16::from_f32(4096.0));
    let a = Array::full([2, 300], bf16::from_f32(1.0));
    assert_eq!(matmul(&a, a.t()), Array::full([2, 2], bf16::from_f32(300.0)));
    let mut out = Array::full([2, 2], bf16::from_f32(7.0));
    matmul_into(&a, a.t(), out.view_mut());
    assert_eq!(out, Array::full([2, 2], bf16::from_f32(300.0)));
}

// ---- outputs, shapes ----

#[test]
fn into_any_output() {
    let (a, b) = (array![[1, 2], [3, 4]], array![[1, 0, 2], [0, 1, 3]]);
    let expected = array![[1, 2, 8], [3, 4, 18]];
    let mut out = Array::full([2, 3], 9);
    matmul_into(&a, &b, out.view_mut());
    assert_eq!(out, expected);
    let mut wide = Array::full([4, 7], 9);
    matmul_into(&a, &b, wide.slice_mut(s![..;2, 1..;2]));
    assert_eq!(wide.slice(s![..;2, 1..;2]), expected);
    assert_eq!(wide[[1, 1]], 9);
    let mut columns = Array::full([3, 2], 9);
    matmul_into(&a, &b, columns.t_mut());
    assert_eq!(columns, expected.t());
    let mut wrong = Array::full([3, 2], 9);
    let error = try_matmul_into(&a, &b, wrong.view_mut()).unwrap_err();
    assert!(matches!(error, ShapeError::Mismatch { .. }));
    assert_eq!(wrong, Array::full([3, 2], 9));
}

#[test]
fn shapes_that_do_not_fit_are_named() {
    let (a, b) = (Array::<f64>::zeros([2, 3]), Array::zeros([4, 5]));
    let text = "matmul: shapes [2, 3] and [4, 5] do not fit: 3 and 4 should be equal";
    assert_eq!(try_matmul(&a, &b).unwrap_err().to_string(), text);
    let text = "vecmat: shapes [3] and [2, 3] do not fit: 3 and 2 should be equal";
    assert_eq!(try_vecmat([0.0; 3], &a).unwrap_err().to_string(), text);
    let (a, b) = (Array::<f64>::zeros([2, 2, 2]), Array::zeros([3, 2, 2]));
    let text = "matmul: shapes [2, 2, 2] and [3, 2, 2] do not broadcast together";
    assert_eq!(try_matmul(&a, &b).unwrap_err().to_string(), text);
    let text = "cross: axis 0 of shape [2] has length 2, not 3";
    assert_eq!(try_cross([1, 2], [3, 4]).unwrap_err().to_string(), text);
    let text = "multi_dot: shape [1] has 1 axes, and 2 are needed";
    let (row, one) = (Array::<f64>::zeros([1, 1]), Array::zeros([1]));
    assert_eq!(try_multi_dot(&[&row, &one, &row]).unwrap_err().to_string(), text);
    let huge = View::from_ref(&1.0f64).broadcast_to([1 << 40, 1]);
    assert!(matches!(try_matmul(huge, huge.t()), Err(ShapeError::Overflow { .. })));
    assert!(try_kron(huge, huge).is_err());
}

#[test]
fn chains_take_the_short_way() {
    let lengths = [7, 1, 9, 30, 2, 11];
    let chain: Vec<Array<f64>> = lengths
        .windows(2)
        .enumerate()
        .map(|(i, pair)| random(i as u64, &[pair[0], pair[1]]))
        .collect();
    let expected = chain.iter().skip(1).fold(chain[0].clone(), |left, right| product(&left, right));
    close("chain", &multi_dot(&chain), &expected, 100.0, largest(&expected) * 77.0);
    assert_eq!(multi_dot(&chain[..1]), chain[0]);
    let views: Vec<View<'_, f64>> = chain.iter().map(|a| a.view()).collect();
    assert!(einsum_path("ab,bc,cd,de,ef->af", &views).flops < 3000.0);
}

#[test]
fn diagonals() {
    let a = Array::from_fn([2, 3, 4], |i| i[0] as i32 * 100 + i[1] as i32 * 10 + i[2] as i32);
    assert_eq!(diagonal(&a, 0), array![[0, 11, 22], [100, 111, 122]]);
    assert_eq!(diagonal(&a, 2), array![[2, 13], [102, 113]]);
    assert_eq!(diagonal(&a, -2), array![[20], [120]]);
    assert_eq!(trace_stack(&a, 1), array![36i64, 336]);
    assert_eq!(trace_stack(Array::<f64>::zeros([2, 0, 0]), 0), array![0.0, 0.0]);
    assert_eq!(matrix_transpose(&a).shape(), [2, 4, 3]);
    assert_eq!(trace(a.slice(s![1])), 333i64);
    assert!(try_trace([1.0]).is_err());
    assert!(try_trace(&a).is_err());
    assert!(try_trace_stack([1.0], 0).is_err());
}

// ---- values ----

/// What a product of special values may be: a number, an infinity or NaN, as by definition;
/// where that overflows on the way, the order of the sum decides.
fn special<T: Sample + ProductElement>(a: Vec<f64>, b: Vec<f64>, n: usize) {
    let make = |x: Vec<f64>| {
        let elements = x.into_iter().map(|x| T::make(x, 0.0)).collect();
        Array::from_shape_vec([n, n], elements)
    };
    let (a, b) = (make(a), make(b));
    let found = matmul(&a, &b);
    for i in 0..n {
        for j in 0..n {
            let terms: Vec<f64> = (0..n).map(|p| (a[[i, p]] * b[[p, j]]).parts().0).collect();
            let sum: f64 = terms.iter().sum();
            let spread: f64 = terms.iter().map(|x| x.abs()).sum();
            let (re, _) = found[[i, j]].parts();
            if terms.iter().any(|x| x.is_nan()) {
                assert!(re.is_nan());
            } else if spread < T::huge() / 4.0 {
                let off = (re - sum).abs();
                assert!(off <= 4.0 * n as f64 * T::eps() * spread + T::tiny());
            }
        }
    }
    let views = [a.view(), b.view()];
    assert_eq!(einsum("ij,jk", views).shape(), [n, n]);
    assert_eq!(kron(&a, &b).shape(), [n * n, n * n]);
    assert_eq!(vecdot(&a, &b).shape(), [n]);
}

proptest! {
    #[test]
    fn products_of_special_values(
        (n, a, b) in (1usize..7).prop_flat_map(|n| {
            let value = proptest::sample::select(special_values::<f64>());
            let values = proptest::collection::vec(value, n * n);
            (Just(n), values.clone(), values)
        })
    ) {
        special::<f64>(a.clone(), b.clone(), n);
        special::<Complex<f64>>(a, b, n);
    }

    #[test]
    fn special_values_of_f32(
        (n, a, b) in (1usize..7).prop_flat_map(|n| {
            let value = proptest::sample::select(special_values::<f32>());
            let values = proptest::collection::vec(value, n * n);
            (Just(n), values.clone(), values)
        })
    ) {
        special::<f32>(a, b, n);
    }
}

#[test]
fn nan_stays_in_its_row_and_column() {
    for n in [5, 40] {
        let (mut a, b) = (random::<f64>(1, &[n, n]), random::<f64>(2, &[n, n]));
        a[[1, 2]] = f64::NAN;
        let c = matmul(&a, &b);
        for i in 0..n {
            assert!((0..n).all(|j| c[[i, j]].is_nan() == (i == 1)), "{n}: row {i}");
        }
    }
}

// ---- threads ----

#[track_caller]
fn same<T: Sample>(what: &str, f: impl Fn() -> Array<T> + Sync) {
    let results: Vec<_> = in_pools(|| bits(&f()));
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "{what} of {}", T::NAME);
}

fn same_bits<T: Sample + ProductElement>() {
    let (a, b) = (random::<T>(1, &[301, 257]), random::<T>(2, &[257, 129]));
    same("matmul", || matmul(&a, &b));
    same("transposed", || matmul(b.t(), a.t()));
    let (a, x) = (random::<T>(1, &[403, 3001]), random::<T>(2, &[3001]));
    same("rows", || matvec(&a, &x));
    same("columns", || matvec(a.t(), a.slice(s![.., 0])));
    let (x, y) = (random::<T>(1, &[300_007]), random::<T>(2, &[300_007]));
    same("vdot", || Array::scalar(vdot(&x, &y)));
    let (a, b) = (random::<T>(1, &[500, 9, 11]), random::<T>(2, &[500, 11, 7]));
    same("stack", || matmul(&a, &b));
    same("einsum", || einsum("bij,bjk->ki", (&a, &b)));
    same("sum", || einsum("bij->b", (&a,)));
}

#[test]
fn same_bits_on_any_number_of_threads() {
    same_bits::<f64>();
    same_bits::<f32>();
    same_bits::<Complex<f64>>();
    same_bits::<Complex<f32>>();
}

/// faer-rs #273: large products were wrong in places with an earlier kernel. Freivalds' check
/// sees a wrong element unless a random vector of ±1 happens to hide it.
#[test]
fn a_large_product_is_right_everywhere() {
    let (m, k, n) = (1500, 1031, 977);
    let (a, b) = (random::<f64>(1, &[m, k]), random::<f64>(2, &[k, n]));
    let results = in_pools(|| matmul(&a, &b));
    let c = &results[0];
    assert!(results.iter().all(|other| bits(other) == bits(c)));
    let mut rng = Lcg::new(3);
    for _ in 0..3 {
        let x = Array::from_fn([n, 1], |_| if rng.below(2) == 0 { 1.0 } else { -1.0 });
        let (left, right) = (product(c, &x), product(&a, &product(&b, &x)));
        let off = left.iter().zip(&right).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max);
        assert!(off < 1e-9, "off by {off}");
    }
}
