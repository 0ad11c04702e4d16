//! Masked arrays against vectors of options, and that what is beneath a mask counts nowhere.

use nd_core::{Array, s};
use nd_ops::ma::{self, MaskedArray, MaskedView};
use nd_ops::{ddof, keepdims};
use proptest::prelude::*;

type Cells = Vec<Option<f64>>;

fn make(shape: [usize; 2], cells: &[Option<f64>], beneath: f64) -> MaskedArray<f64> {
    let data = cells.iter().map(|x| x.unwrap_or(beneath)).collect();
    let mask = cells.iter().map(Option::is_none).collect();
    MaskedArray::new(Array::from_shape_vec(shape, data), Array::from_shape_vec(shape, mask))
}

/// Quarters, so that sums and products of a few are exact, and now and then something else.
fn cell() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        3 => Just(None),
        8 => (-20i32..20).prop_map(|x| Some(f64::from(x) / 4.0)),
        1 => Just(Some(f64::INFINITY)),
        1 => Just(Some(f64::NAN)),
    ]
}

fn two() -> impl Strategy<Value = ([usize; 2], Cells, Cells)> {
    (1usize..5, 1usize..6).prop_flat_map(|(h, w)| {
        let cells = || prop::collection::vec(cell(), h * w);
        (Just([h, w]), cells(), cells())
    })
}

fn same(found: &MaskedArray<f64>, expected: &[Option<f64>]) -> bool {
    let found: Vec<_> = found.iter().collect();
    found.len() == expected.len() && found.iter().zip(expected).all(|(x, y)| alike(*x, *y))
}

fn alike(x: Option<f64>, y: Option<f64>) -> bool {
    match (x, y) {
        (Some(x), Some(y)) => {
            x == y || (x.is_nan() && y.is_nan()) || (x - y).abs() <= 1e-12 * (1.0 + y.abs())
        }
        (x, y) => x.is_none() && y.is_none(),
    }
}

fn zipped(a: &Cells, b: &Cells, f: impl Fn(f64, f64) -> Option<f64>) -> Cells {
    a.iter().zip(b).map(|(x, y)| f((*x)?, (*y)?)).collect()
}

/// The columns (axis 0) or rows (axis 1).
fn lanes(shape: [usize; 2], cells: &Cells, axis: usize) -> Vec<Cells> {
    let [h, w] = shape;
    match axis {
        0 => (0..w).map(|j| (0..h).map(|i| cells[i * w + j]).collect()).collect(),
        _ => (0..h).map(|i| cells[i * w..(i + 1) * w].to_vec()).collect(),
    }
}

fn known(lane: &Cells) -> Vec<f64> {
    lane.iter().flatten().copied().collect()
}

/// `f` of the elements that are there, if there are any.
fn of_some(lane: &Cells, f: impl Fn(&[f64]) -> f64) -> Option<f64> {
    let known = known(lane);
    (!known.is_empty()).then(|| f(&known))
}

fn smallest(xs: &[f64]) -> f64 {
    xs.iter()
        .fold(f64::INFINITY, |m, &x| if x.is_nan() || m.is_nan() { f64::NAN } else { m.min(x) })
}

fn middle(xs: &[f64]) -> f64 {
    let mut xs = xs.to_vec();
    xs.sort_by(f64::total_cmp);
    if xs.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let (low, high) = (xs[(xs.len() - 1) / 2], xs[xs.len() / 2]);
    if low == high { low } else { (low + high) / 2.0 }
}

fn variance(xs: &[f64], off: usize) -> f64 {
    let mean = xs.iter().sum::<f64>() / xs.len() as f64;
    xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (xs.len() - off) as f64
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn operations_of_pairs((shape, x, y) in two()) {
        let (a, b) = (make(shape, &x, 1e300), make(shape, &y, 0.0));
        prop_assert!(same(&(&a + &b), &zipped(&x, &y, |x, y| Some(x + y))));
        prop_assert!(same(&(&a - &b), &zipped(&x, &y, |x, y| Some(x - y))));
        prop_assert!(same(&(&a * &b), &zipped(&x, &y, |x, y| Some(x * y))));
        prop_assert!(same(&(&a / &b), &zipped(&x, &y, |x, y| (y != 0.0).then(|| x / y))));
        let less = zipped(&x, &y, |x, y| Some(f64::from(u8::from(x < y))));
        prop_assert!(same(&ma::less(&a, &b).cast(), &less));
        let larger = |x: f64, y: f64| if x.is_nan() || y.is_nan() { f64::NAN } else { x.max(y) };
        prop_assert!(same(&ma::maximum(&a, &b), &zipped(&x, &y, |x, y| Some(larger(x, y)))));
        let roots: Cells = x.iter().map(|x| x.filter(|x| x.is_nan() || *x >= 0.0).map(f64::sqrt)).collect();
        prop_assert!(same(&ma::sqrt(&a), &roots));
        let mut c = a.clone();
        c += &b;
        prop_assert_eq!(c.mask_array(), (&a + &b).mask_array());
        let first: Cells = x.iter().zip(&y).map(|(x, y)| x.filter(|x| *x > 0.0).or(*y)).collect();
        let positive = ma::greater(&a, 0.0).filled_with(false);
        prop_assert!(same(&ma::where_(positive, &a, &b), &first));
    }

    #[test]
    fn reductions_of_lanes((shape, x, _) in two(), axis in 0usize..2, off in 0usize..3) {
        let a = make(shape, &x, f64::NAN);
        let lanes = lanes(shape, &x, axis);
        let model = |f: &dyn Fn(&[f64]) -> f64| -> Cells { lanes.iter().map(|lane| of_some(lane, f)).collect() };
        prop_assert!(same(&ma::sum_axis(&a, axis), &model(&|xs| xs.iter().sum())));
        prop_assert!(same(&ma::prod_axis(&a, axis), &model(&|xs| xs.iter().product())));
        prop_assert!(same(&ma::mean_axis(&a, axis), &model(&|xs| xs.iter().sum::<f64>() / xs.len() as f64)));
        prop_assert!(same(&ma::min_axis(&a, axis), &model(&smallest)));
        prop_assert!(same(&ma::median_axis(&a, axis), &model(&middle)));
        let spread = |lane: &Cells| Some(known(lane)).filter(|xs| xs.len() > off).map(|xs| variance(&xs, off));
        let spreads: Cells = lanes.iter().map(spread).collect();
        prop_assert!(same(&ma::var_axis(&a, ddof(off as f64, axis)), &spreads));
        let counts: Vec<usize> = lanes.iter().map(|lane| known(lane).len()).collect();
        prop_assert_eq!(ma::count_axis(&a, axis).into_vec(), counts);
        let first = |lane: &Cells| {
            let best = smallest(&known(lane));
            lane.iter().position(|x| x.is_some_and(|x| x == best || (x.is_nan() && best.is_nan())))
        };
        let places: Cells = lanes.iter().map(|lane| first(lane).map(|x| x as f64)).collect();
        prop_assert!(same(&ma::argmin_axis(&a, axis).cast(), &places));
        let kept = ma::sum_axis(&a, keepdims(axis));
        prop_assert_eq!(kept.shape()[axis], 1);
        prop_assert!(same(&kept, &model(&|xs| xs.iter().sum())));
    }

    #[test]
    fn whole_arrays((shape, x, y) in two()) {
        let (a, b) = (make(shape, &x, -7.0), make(shape, &y, 3.5));
        prop_assert!(alike(ma::sum(&a), of_some(&x, |xs| xs.iter().sum())));
        prop_assert!(alike(ma::mean(&a), of_some(&x, |xs| xs.iter().sum::<f64>() / xs.len() as f64)));
        prop_assert!(alike(ma::min(&a), of_some(&x, smallest)));
        prop_assert!(alike(ma::median(&a), of_some(&x, middle)));
        let mut order = known(&x);
        order.sort_by(|x, y| (x.is_nan(), x).partial_cmp(&(y.is_nan(), y)).unwrap_or(std::cmp::Ordering::Equal));
        let sorted: Cells = order.iter().copied().map(Some).chain(x.iter().filter(|x| x.is_none()).copied()).collect();
        prop_assert!(same(&ma::sort(a.ravel()), &sorted));
        let mut running = 0.0;
        let sums: Cells = x.iter().map(|x| x.map(|x| { running += x; running })).collect();
        prop_assert!(same(&ma::cumsum(&a), &sums));
        let steps: Cells = x.windows(2).map(|pair| Some(pair[1]? - pair[0]?)).collect();
        prop_assert!(same(&ma::diff(a.ravel(), 1, 0), &steps));
        let mut either: Vec<f64> = known(&x).into_iter().chain(known(&y)).filter(|x| !x.is_nan()).collect();
        either.sort_by(f64::total_cmp);
        either.dedup();
        let union = ma::union1d(&a, &b);
        let numbers: Vec<f64> = union.compressed().iter().copied().filter(|x| !x.is_nan()).collect();
        prop_assert_eq!(numbers, either);
        prop_assert_eq!(union.is_masked(), a.is_masked() || b.is_masked());
        prop_assert_eq!(known(&x).len(), a.compressed().size());
        let there = ma::from_nan(ma::to_nan(&a));
        let numbers: Cells = x.iter().map(|x| x.filter(|x| !x.is_nan())).collect();
        prop_assert!(same(&there, &numbers));
    }

    #[test]
    fn integers_wrap_and_are_divided((shape, x, y) in two()) {
        let whole = |x: &Cells| -> Vec<Option<i64>> {
            x.iter().map(|x| x.map(|x| if x.is_finite() { x as i64 } else { i64::MAX })).collect()
        };
        let (x, y) = (whole(&x), whole(&y));
        let make = |x: &[Option<i64>]| MaskedArray::from_options(Array::from_shape_vec(shape, x.to_vec()));
        let (a, b) = (make(&x), make(&y));
        let model = |f: &dyn Fn(i64, i64) -> Option<i64>| {
            make(&x.iter().zip(&y).map(|(x, y)| f((*x)?, (*y)?)).collect::<Vec<_>>())
        };
        prop_assert_eq!(&a + &b, model(&|x, y| Some(x.wrapping_add(y))));
        prop_assert_eq!(&a * &b, model(&|x, y| Some(x.wrapping_mul(y))));
        prop_assert_eq!(&a / &b, model(&|x, y| (y != 0).then(|| x.wrapping_div(y))));
        prop_assert_eq!(ma::fmod(&a, &b), model(&|x, y| (y != 0).then(|| x.wrapping_rem(y))));
        let floored = |x: i64, y: i64| { let r = x % y; if r != 0 && (r < 0) != (y < 0) { r + y } else { r } };
        prop_assert_eq!(&a % &b, model(&|x, y| (y != 0).then(|| floored(x, y))));
        let mut c = a.clone();
        c -= &b;
        prop_assert_eq!(&c, &model(&|x, y| Some(x.wrapping_sub(y))));
        let known: Vec<i64> = x.iter().flatten().copied().collect();
        prop_assert_eq!(ma::sum(&a), (!known.is_empty()).then(|| known.iter().fold(0i64, |s, &x| s.wrapping_add(x))));
        prop_assert_eq!(ma::max(&a), known.iter().max().copied());
        let last = x.iter().rposition(|x| x.is_some()).map(|at| at as i64);
        prop_assert_eq!(ma::flatnotmasked_edges(&a).map(|[_, last]| last as i64), last);
    }

    #[test]
    fn operands_are_stretched((shape, x, y) in two()) {
        let [h, w] = shape;
        let (column, row) = (&x[..h], &y[..w]);
        let a = make([h, 1], column, 1.0);
        for b in [make([1, w], row, 2.0), make([1, w], row, 2.0).reshape([w])] {
            let table: Cells = column.iter().flat_map(|x| row.iter().map(move |y| Some((*x)? + (*y)?))).collect();
            prop_assert!(same(&(&a + &b), &table));
            let mut plain = b.clone();
            plain.set_mask(false);
            let data = plain.data().to_array();
            let shown: Cells = column.iter().flat_map(|x| data.iter().map(move |y| Some((*x)? - y))).collect();
            prop_assert!(same(&(&a - &data), &shown));
        }
    }

    #[test]
    fn assignments_are_those_of_vectors((shape, x, y) in two(), from in 0usize..4, hard in any::<bool>()) {
        let (mut a, b) = (make(shape, &x, 1.0), make(shape, &y, 2.0));
        let from = from.min(shape[0]);
        let part = s![from as isize..];
        let first = from * shape[1];
        let mut expected = x.clone();
        for at in first..expected.len() {
            if !hard || expected[at].is_some() {
                expected[at] = y[at];
            }
        }
        match hard {
            true => a.assign_unmasked(part, b.slice(part)),
            false => a.assign(part, b.slice(part)),
        }
        prop_assert!(same(&a, &expected));
        let negative: Vec<bool> = expected.iter().map(|x| x.is_some_and(|x| x < 0.0)).collect();
        a.assign_where(Array::from_shape_vec(shape, negative.clone()), 5.0);
        for (x, negative) in expected.iter_mut().zip(negative) {
            if negative {
                *x = Some(5.0);
            }
        }
        prop_assert!(same(&a, &expected));
    }

    #[test]
    fn sets_runs_and_products((shape, x, y) in two()) {
        let (a, b) = (make(shape, &x, 4.0), make(shape, &y, -4.0));
        let bits = |cells: &Cells| -> Vec<Option<u64>> {
            let mut set: Vec<_> = cells.iter().filter(|x| !x.is_some_and(f64::is_nan)).map(|x| x.map(|x| (x + 0.0).to_bits())).collect();
            set.sort();
            set.dedup();
            set
        };
        let found = |a: MaskedArray<f64>| bits(&a.iter().collect());
        let (left, right) = (bits(&x), bits(&y));
        let only = |a: &[Option<u64>], b: &[Option<u64>], both: bool| -> Vec<_> {
            a.iter().filter(|x| b.contains(x) == both).copied().collect()
        };
        prop_assert_eq!(found(ma::intersect1d(&a, &b)), only(&left, &right, true));
        prop_assert_eq!(found(ma::setdiff1d(&a, &b)), only(&left, &right, false));
        let mut either = [only(&left, &right, false), only(&right, &left, false)].concat();
        either.sort();
        prop_assert_eq!(found(ma::setxor1d(&a, &b)), either);
        let inside: Vec<bool> = x.iter().map(|x| y.iter().any(|y| x == y)).collect();
        prop_assert_eq!(ma::isin(&a, &b).into_vec(), inside);

        let clumps = ma::clump_masked(&a);
        let covered: Vec<usize> = clumps.iter().cloned().flatten().collect();
        let masked: Vec<usize> = (0..x.len()).filter(|&at| x[at].is_none()).collect();
        prop_assert_eq!(covered, masked);
        prop_assert!(clumps.windows(2).all(|pair| pair[0].end < pair[1].start));

        let (rows, others) = (lanes(shape, &x, 1), lanes(shape, &y, 1));
        let inner = |p: &Cells, q: &Cells| of_some(&zipped(p, q, |x, y| Some(x * y)), |xs| xs.iter().sum());
        let table: Cells = rows.iter().flat_map(|p| others.iter().map(move |q| inner(p, q))).collect();
        prop_assert!(same(&ma::dot(&a, b.t()), &table));
        let full = |lane: &Cells| lane.iter().all(Option::is_some);
        let kept: Cells = rows.iter().filter(|row| full(row)).flatten().copied().collect();
        prop_assert!(same(&ma::compress_rows(&a).into(), &kept));
    }

    /// The same results whatever is stored beneath the mask, and of views that are not contiguous.
    #[test]
    fn nothing_shows_beneath_the_mask((shape, x, y) in two(), beneath in prop::sample::select(vec![0.0, -1.0, 1e300, f64::NAN, f64::INFINITY])) {
        let (a, other, b) = (make(shape, &x, 2.0), make(shape, &x, beneath), make(shape, &y, 1.0));
        let double = ma::concat(&[&other, &b], 1);
        let part = double.slice(s![.., ..shape[1] as isize]);
        for (name, f) in FUNCTIONS {
            let text = |a: MaskedView<'_, f64>| format!("{:?}", f(a, b.view()));
            prop_assert_eq!(text(a.view()), text(other.view()), "{}", name);
            prop_assert_eq!(text(a.view()), text(part), "{} of a view", name);
        }
    }
}

type Function = fn(MaskedView<'_, f64>, MaskedView<'_, f64>) -> MaskedArray<f64>;

const FUNCTIONS: &[(&str, Function)] = &[
    ("add", |a, b| a + b),
    ("divide", |a, b| a / b),
    ("divided", |a, b| b / a),
    ("pow", |a, b| ma::pow(a, b)),
    ("log", |a, _| ma::log(a)),
    ("sum", |a, _| ma::sum_axis(a, 0)),
    ("prod", |a, _| ma::prod_axis(a, 1)),
    ("mean", |a, _| ma::mean_axis(a, 0)),
    ("std", |a, _| ma::std_axis(a, 1)),
    ("max", |a, _| ma::max_axis(a, 0)),
    ("argmax", |a, _| ma::argmax_axis(a, 1).cast()),
    ("argmin", |a, _| MaskedArray::from_options(Array::scalar(ma::argmin(a).map(|x| x as f64)))),
    ("median", |a, _| ma::median_axis(a, 0)),
    ("average", |a, b| ma::average_axis(a, 0, ma::abs(b).view())),
    ("cumsum", |a, _| ma::cumsum_axis(a, 1)),
    ("cumprod", |a, _| ma::cumprod_axis(a, 0)),
    ("sort", |a, _| ma::sort_axis(a, 1)),
    ("unique", |a, _| ma::unique(a)),
    ("setxor1d", |a, b| ma::setxor1d(a, b)),
    ("isin", |a, b| ma::isin(a, b).cast::<f64>().into()),
    ("dot", |a, b| ma::dot(a, b.t())),
    ("outer", |a, b| ma::outer(a, b)),
    ("cov", |a, _| ma::cov(a)),
    ("corrcoef", |a, _| ma::corrcoef(a)),
    ("anom", |a, _| ma::anom(a, 1)),
    ("diff", |a, _| ma::diff(a, 1, 1)),
    ("where", |a, b| ma::where_(ma::greater(a, 0.0), a, b)),
    ("masked_values", |a, _| ma::masked_values(a, 1.0)),
    ("masked_invalid", |a, _| ma::masked_invalid(a)),
    ("clip", |a, b| ma::clip(a, -1.0, b)),
    ("filled", |a, _| a.filled_with(-3.0).into()),
    ("nonzero", |a, _| ma::nonzero(a)[0].cast::<f64>().into()),
    ("mask_rowcols", |a, _| ma::mask_rowcols(a)),
];
