//! Operations on matrices, in the formats that have them, and for both orientations.

use crate::case::{Bytes, Case};
use crate::formats::{Held, held};
use crate::made::Made;
use nd_core::{CastTo, Complex, Number};
use nd_ops::Ordered;
use nd_random::default_rng;
use nd_sparse::linalg::{self, Norm, Scalar, norm};
use nd_sparse::{
    Compressed, Csc, Csr, Dia, Dok, Lil, OrderedElement, Orientation, PlusTimes, Rows, Semiring,
    SparseElement, block_array, block_diag, hstack, kron, kronsum, vstack,
};

/// What the operations of every type need.
pub(crate) trait Any: SparseElement<Sum: Bytes, Mean: Bytes> + Bytes {}
impl<T: SparseElement<Sum: Bytes, Mean: Bytes> + Bytes> Any for T {}

/// As compressed columns if it is that, as rows if not.
macro_rules! oriented {
    ($held:expr, $a:ident => $body:expr) => {
        match $held {
            Held::Columns($a) => $body,
            other => {
                let $a = &other.rows();
                $body
            }
        }
    };
}

pub(crate) fn any<T: Any>(held: &Held<T>, case: &Case<'_>, made: &mut Made) -> bool {
    changed(held, case, made)
        || oriented!(held, a => {
            converted(a, case, made)
                || pairs(a, case, made)
                || beside(a, case, made)
                || reduced(held, a, case, made)
                || parts(a, case, made)
                || reformed(a, case, made)
                || products(a, case, made)
                || joined(a, case, made)
        })
        || constructed::<T>(case, made)
}

fn converted<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    match case.op {
        "convert" => {
            let rows = a.to_csr();
            made.sparse("csr", &rows);
            made.sparse("csc", &a.to_csc());
            made.sparse("coo", &a.to_coo().to_csr());
            made.dense("dense", a.to_dense());
            made.sparse("dok", &Dok::from(a).to_csr());
            made.sparse("lil", &Lil::from(a).to_csr());
            made.sparse("dia", &Dia::from_csr(&rows).to_csr());
            made.one("nnz", a.nnz() as u64);
        }
        "transpose" => made.sparse("", &a.t().to_owned()),
        "prune" => made.sparse("", &a.prune()),
        "scale" => made.sparse("", &(a * case.scalar::<T>("x"))),
        "filter" => made.sparse("", &a.filter(|row, column, _| (row + column) % 2 == 0)),
        _ => return false,
    }
    true
}

fn pairs<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    match case.op {
        "add" | "add_broadcast" => {
            oriented!(&held::<T>(case, "b"), b => made.sparse("", &(a + b)));
        }
        "multiply" | "multiply_broadcast" => {
            oriented!(&held::<T>(case, "b"), b => made.sparse("", &(a * b)));
        }
        "equal" => oriented!(&held::<T>(case, "b"), b => made.sparse("", &a.equal(b))),
        "not_equal" => oriented!(&held::<T>(case, "b"), b => made.sparse("", &a.not_equal(b))),
        "equal_scalar" => made.sparse("", &a.equal(case.scalar::<T>("x"))),
        "not_equal_scalar" => made.sparse("", &a.not_equal(case.scalar::<T>("x"))),
        _ => return false,
    }
    true
}

fn beside<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    match case.op {
        "multiply_dense" => made.sparse("", &a.multiply_dense(case.dense("x"))),
        "add_dense" => made.dense("", a.add_dense(case.dense("x"))),
        _ => return false,
    }
    true
}

/// Of coordinates their own sums: duplicates are not merged first.
fn reduced<T: Any, O: Orientation>(
    held: &Held<T>,
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    match (case.op, held) {
        ("sum", Held::Coordinates(coo)) => match case.axis() {
            None => made.one("", coo.sum()),
            Some(axis) => made.dense("", coo.sum_axis(axis)),
        },
        ("sum", _) => match case.axis() {
            None => made.one("", a.sum()),
            Some(axis) => made.dense("", a.sum_axis(axis)),
        },
        ("mean", _) => match case.axis() {
            None => made.one("", a.mean()),
            Some(axis) => made.dense("", a.mean_axis(axis)),
        },
        ("count_nonzero", _) => match case.axis() {
            None => made.one("", a.count_nonzero() as u64),
            Some(axis) => made.places("", a.count_nonzero_axis(axis).into_vec()),
        },
        ("nnz", _) => match case.axis() {
            None => made.one("", a.nnz() as u64),
            Some(axis) => made.places("", a.nnz_axis(axis).into_vec()),
        },
        ("coordinates", Held::Coordinates(coo)) => {
            let axes: Vec<isize> = case.list("list");
            let turned = coo.reshape(case.list::<usize>("shape")).permute_dims(&axes);
            made.dense("dense", turned.to_dense());
            made.dense("sum", turned.sum_axis(1));
            made.one("total", turned.sum());
            made.one("merged", turned.sum_duplicates().nnz() as u64);
        }
        _ => return false,
    }
    true
}

fn parts<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    match case.op {
        "slice" => made.sparse("", &a.slice(case.slices())),
        "take" => made.sparse("", &a.take(&case.list::<isize>("list"), case.number("axis"))),
        "compress" => made.sparse("", &a.compress(&case.mask("list"), case.number("axis"))),
        "pick" => {
            made.dense("", a.pick(&case.list::<isize>("rows"), &case.list::<isize>("columns")));
        }
        "pick_mask" => {
            let mask = nd_core::Array::from_shape_vec(a.shape(), case.mask("list"));
            made.dense("", a.pick_mask(&mask));
        }
        "single" => {
            let (row, column) = (case.number("row"), case.number("column"));
            made.sparse("row", &a.row_vector(row).into_row());
            made.sparse("column", &a.column_vector(column).into_row());
            made.one("get", a.get(row, column));
        }
        "dot" => {
            let b = held::<T>(case, "b").rows();
            made.one("", a.row_vector(0).dot(&b.row_vector(0)));
        }
        _ => return false,
    }
    true
}

/// What changes its operand: of a map and of lists in these.
fn changed<T: Any>(held: &Held<T>, case: &Case<'_>, made: &mut Made) -> bool {
    match case.op {
        "set" | "add_at" => one_by_one(held, case, made),
        "set_places" => oriented!(held, a => {
            let mut a = a.clone();
            let values = case.dense::<T>("x").into_vec();
            a.set_places(&case.list::<isize>("rows"), &case.list::<isize>("columns"), &values);
            made.sparse("", &a);
        }),
        "set_slice" => oriented!(held, a => {
            let mut a = a.clone();
            oriented!(&self::held::<T>(case, "b"), b => a.set_slice(case.slices(), b));
            made.sparse("", &a);
        }),
        _ => return false,
    }
    true
}

fn one_by_one<T: Any>(held: &Held<T>, case: &Case<'_>, made: &mut Made) {
    let values = case.dense::<T>("x").into_vec();
    let places = case.list::<usize>("rows").into_iter().zip(case.list::<usize>("columns"));
    let all = places.zip(values).map(|((row, column), value)| (row, column, value));
    match (case.op, held) {
        ("set", Held::Map(_)) => {
            let Held::Map(mut a) = self::held::<T>(case, "a") else { unreachable!() };
            all.for_each(|(row, column, value)| a.set(row, column, value));
            made.sparse("", &a.to_csr());
        }
        ("set", Held::Lists(_)) => {
            let Held::Lists(mut a) = self::held::<T>(case, "a") else { unreachable!() };
            all.for_each(|(row, column, value)| a.set(row, column, value));
            made.sparse("", &a.to_csr());
        }
        ("set", _) => oriented!(held, a => {
            let mut a = a.clone();
            all.for_each(|(row, column, value)| a.set(row, column, value));
            made.sparse("", &a);
        }),
        (_, Held::Lists(_)) => {
            let Held::Lists(mut a) = self::held::<T>(case, "a") else { unreachable!() };
            all.for_each(|(row, column, value)| a.add(row, column, value));
            made.sparse("", &a.to_csr());
        }
        _ => {
            let mut a = Dok::from(&held.rows());
            all.for_each(|(row, column, value)| a.add(row, column, value));
            made.sparse("", &a.to_csr());
        }
    }
}

fn reformed<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    match case.op {
        "reshape" => made.sparse("", &a.reshape(case.shape("shape"))),
        "resize" => made.sparse("", &a.resize(case.shape("shape"))),
        "diagonal" => made.dense("", a.diagonal(case.number("k"))),
        "trace" => made.one("", a.trace()),
        "with_diagonal" => {
            made.sparse("", &a.with_diagonal(case.dense::<T>("x"), case.number("k")));
        }
        "triangles" => {
            made.sparse("tril", &a.tril(case.number("k")));
            made.sparse("triu", &a.triu(case.number("k")));
        }
        _ => return false,
    }
    true
}

fn products<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    match case.op {
        "matmul" => oriented!(&held::<T>(case, "b"), b => made.sparse("", &a.matmul(b))),
        "matmul_dense" => {
            made.dense("matvec", a.matvec(case.dense::<T>("x")));
            made.dense("right", a.matmul_dense(case.dense::<T>("y")));
            made.dense("left", a.dense_matmul(case.dense::<T>("z")));
        }
        "gram" => made.sparse("", &a.gram()),
        "matrix_power" => {
            let power = linalg::matrix_power(a, case.number("n"));
            made.outcome("", power, |made, power| made.sparse("", &power));
        }
        "pattern" => {
            made.places("bandwidth", linalg::bandwidth(a));
            made.dense("triangular", linalg::is_triangular(a));
        }
        "matmul_masked" => {
            let b = held::<T>(case, "b").rows().into_oriented::<O>();
            let mask = held::<T>(case, "c").rows().into_oriented::<O>();
            made.sparse("", &a.matmul_masked(&b, &mask, &PlusTimes::default()));
        }
        _ => return false,
    }
    true
}

fn joined<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    let other = |name: &str| held::<T>(case, name).rows().into_oriented::<O>();
    match case.op {
        "stack" => {
            let (b, c) = (other("b"), other("c"));
            made.sparse("vstack", &vstack(&[a, &b]));
            made.sparse("hstack", &hstack(&[a, &c]));
            made.sparse("block_diag", &block_diag(&[a, &b, &c]));
            made.sparse("block_array", &block_array(&[&[Some(&c), Some(a)], &[None, Some(&b)]]));
        }
        "kron" => made.sparse("", &kron(a, &other("b"))),
        _ => return false,
    }
    true
}

fn constructed<T: Any>(case: &Case<'_>, made: &mut Made) -> bool {
    if case.op != "diags" {
        return false;
    }
    let ([rows, columns], offsets) = (case.shape("shape"), case.list::<isize>("offsets"));
    let values = case.dense::<T>("x").into_vec();
    let mut rest = &values[..];
    let mut diagonals = Vec::new();
    for &offset in &offsets {
        let (below, right) = (offset.min(0).unsigned_abs(), offset.max(0).unsigned_abs());
        let (own, others) = rest.split_at((rows - below).min(columns - right));
        diagonals.push((offset, own));
        rest = others;
    }
    made.sparse("diags", &Csr::<T>::diags([rows, columns], &diagonals));
    made.sparse("eye", &Csc::<T>::eye_of(rows, columns, offsets[0]));
    true
}

/// Everything but truth values.
pub(crate) fn number<T: Any + Number>(held: &Held<T>, case: &Case<'_>, made: &mut Made) -> bool {
    oriented!(held, a => match case.op {
        "subtract" => oriented!(&self::held::<T>(case, "b"), b => made.sparse("", &(a - b))),
        "negative" => made.sparse("", &-a),
        "power" => made.sparse("", &a.pow(case.number("n"))),
        "kronsum" => made.sparse("", &kronsum_of(a, case)),
        _ => return false,
    });
    true
}

fn kronsum_of<T: Any, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
) -> Compressed<T, u32, O> {
    kronsum(a, &held::<T>(case, "b").rows().into_oriented::<O>())
}

pub(crate) fn ordered<T>(held: &Held<T>, case: &Case<'_>, made: &mut Made) -> bool
where
    T: Any
        + OrderedElement
        + Ordered
        + CastTo<bool>
        + CastTo<i32>
        + CastTo<f64>
        + CastTo<Complex<f64>>,
{
    oriented!(held, a => compared(a, case, made) || extremes(a, case, made) || cast(a, case, made))
}

fn compared<T: Any + OrderedElement + Ordered, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    let number = || case.scalar::<T>("x");
    match case.op {
        "less_scalar" => made.sparse("", &a.less(number())),
        "less_equal_scalar" => made.sparse("", &a.less_equal(number())),
        "greater_scalar" => made.sparse("", &a.greater(number())),
        "greater_equal_scalar" => made.sparse("", &a.greater_equal(number())),
        "less" | "less_equal" | "greater" | "greater_equal" | "maximum" | "minimum" => {
            oriented!(&held::<T>(case, "b"), b => match case.op {
                "less" => made.sparse("", &a.less(b)),
                "less_equal" => made.sparse("", &a.less_equal(b)),
                "greater" => made.sparse("", &a.greater(b)),
                "greater_equal" => made.sparse("", &a.greater_equal(b)),
                "maximum" => made.sparse("", &a.maximum(b)),
                _ => made.sparse("", &a.minimum(b)),
            });
        }
        _ => return false,
    }
    true
}

fn extremes<T: Any + OrderedElement, O: Orientation>(
    a: &Compressed<T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    let flat = |[row, column]: [usize; 2]| (row * a.shape()[1] + column) as u64;
    match case.op {
        "max" | "min" | "argmax" | "argmin" => {}
        _ => return false,
    }
    match (case.op, case.axis()) {
        ("max", None) => made.one("", a.max()),
        ("max", Some(axis)) => made.dense("", a.max_axis(axis)),
        ("min", None) => made.one("", a.min()),
        ("min", Some(axis)) => made.dense("", a.min_axis(axis)),
        ("argmax", None) => made.one("", flat(a.argmax())),
        ("argmax", Some(axis)) => made.places("", a.argmax_axis(axis).into_vec()),
        (_, None) => made.one("", flat(a.argmin())),
        (_, Some(axis)) => made.places("", a.argmin_axis(axis).into_vec()),
    }
    true
}

fn cast<T, O: Orientation>(a: &Compressed<T, u32, O>, case: &Case<'_>, made: &mut Made) -> bool
where
    T: Any + CastTo<bool> + CastTo<i32> + CastTo<f64> + CastTo<Complex<f64>>,
{
    if case.op != "cast" {
        return false;
    }
    match case.text("to") {
        "bool" => made.sparse("", &a.cast::<bool>()),
        "int32" => made.sparse("", &a.cast::<i32>()),
        "float64" => made.sparse("", &a.cast::<f64>()),
        _ => made.sparse("", &a.cast::<Complex<f64>>()),
    }
    true
}

/// Real numbers: NaN is passed over, and quotients.
pub(crate) fn real<T: Any + OrderedElement + Number>(
    held: &Held<T>,
    case: &Case<'_>,
    made: &mut Made,
) -> bool {
    oriented!(held, a => match (case.op, case.axis()) {
        ("nansum", None) => made.one("", a.nansum()),
        ("nansum", Some(axis)) => made.dense("", a.nansum_axis(axis)),
        ("nanmean", None) => made.one("", a.nanmean()),
        ("nanmean", Some(axis)) => made.dense("", a.nanmean_axis(axis)),
        ("nanmax", None) => made.one("", a.nanmax()),
        ("nanmax", Some(axis)) => made.dense("", a.nanmax_axis(axis)),
        ("nanmin", None) => made.one("", a.nanmin()),
        ("nanmin", Some(axis)) => made.dense("", a.nanmin_axis(axis)),
        ("divide_dense", _) => made.sparse("", &a.divide_dense(case.dense::<T>("x"))),
        ("div_dense", _) => {
            oriented!(&self::held::<T>(case, "b"), b => made.dense("", a.div_dense(b)));
        }
        _ => return false,
    });
    true
}

/// Numbers that are no integers.
pub(crate) fn decimal<T: Any + Scalar>(held: &Held<T>, case: &Case<'_>, made: &mut Made) -> bool {
    oriented!(held, a => match case.op {
        "divide" => made.sparse("", &(a / case.scalar::<T>("x"))),
        "norms" => {
            made.one("fro", norm(a, Norm::Frobenius));
            made.one("one", norm(a, Norm::One));
            made.one("inf", norm(a, Norm::Infinity));
        }
        _ => return false,
    });
    true
}

/// Lengths of paths.
struct MinPlus;

impl Semiring for MinPlus {
    type Left = f64;
    type Right = f64;
    type Out = f64;
    fn multiply(&self, left: f64, right: f64) -> f64 {
        left + right
    }
    fn add(&self, sum: f64, term: f64) -> f64 {
        sum.min(term)
    }
}

pub(crate) fn double(held: &Held<f64>, case: &Case<'_>, made: &mut Made) -> bool {
    match case.op {
        "min_plus" => oriented!(held, a => made.sparse("", &min_plus(a, case))),
        "random" => {
            let mut rng = default_rng(case.number::<u64>("seed"));
            let drawn = Compressed::<f64, u32, Rows>::random(
                case.shape("shape"),
                case.number("density"),
                &mut rng,
            );
            made.outcome("", drawn, |made, a| made.sparse("", &a));
        }
        _ => return false,
    }
    true
}

fn min_plus<O: Orientation>(
    a: &Compressed<f64, u32, O>,
    case: &Case<'_>,
) -> Compressed<f64, u32, O> {
    a.matmul_over(&held::<f64>(case, "b").rows().into_oriented::<O>(), &MinPlus)
}
