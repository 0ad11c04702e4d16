//! Runs the cases that `xtask/py/linalg.py make` wrote and leaves the results beside them:
//! `nd-linalg FOLDER`. `cargo xtask conformance` runs it.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program, whose result is what it prints")]

use nd::AnyArray;
use nd::io::{Npz, NpzWriter, StoredElement};
use nd::linalg::{
    self, Field, LinalgElement, LinalgError, MatrixNorm, ProductElement, Tolerance, Triangle,
};
use nd::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: nd-linalg FOLDER");
        return ExitCode::from(2);
    };
    match run(&folder) {
        Ok(count) => {
            println!("linear algebra: {count} cases run");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("nd-linalg: {error}");
            ExitCode::FAILURE
        }
    }
}

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn run(folder: &Path) -> Outcome<usize> {
    let cases = std::fs::read_to_string(folder.join("cases.jsonl"))?;
    for line in cases.lines() {
        let case: Value = serde_json::from_str(line)?;
        let input = Npz::open(folder.join(format!("in{}.npz", case["id"])))?;
        let outcome = match case["dtype"].as_str() {
            Some("f32") => compute::<f32>(&case, &input),
            Some("f64") => compute::<f64>(&case, &input),
            Some("c64") => compute::<nd::Complex<f32>>(&case, &input),
            Some("c128") => compute::<nd::Complex<f64>>(&case, &input),
            _ => compute::<i64>(&case, &input),
        };
        let out = folder.join(format!("out{}", case["id"]));
        match outcome {
            Ok(parts) => {
                let mut archive = NpzWriter::create(out.with_extension("npz"))?;
                for (name, array) in &parts {
                    archive.add_any(name, array)?;
                }
                archive.finish()?;
            }
            // An answer that the matrix does not have; anything else is a mistake in here.
            Err(error) if error.is::<LinalgError>() => {
                std::fs::write(out.with_extension("txt"), error.to_string())?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(cases.lines().count())
}

/// Named results.
type Parts = Vec<(&'static str, AnyArray)>;

fn one<T>(x: Array<T>) -> Outcome<Parts>
where
    AnyArray: From<Array<T>>,
{
    Ok(vec![("x", x.into())])
}

/// Runs one case.
fn compute<T>(case: &Value, input: &Npz) -> Outcome<Parts>
where
    T: LinalgElement + ProductElement + StoredElement + nd::Summable,
    T::Field: ProductElement,
    AnyArray: From<Array<T>>
        + From<Array<<T as nd::Summable>::Sum>>
        + From<Array<T::Field>>
        + From<Array<<T::Field as Field>::R>>
        + From<Array<<T::Field as Field>::Complex>>,
{
    let a = input.load::<T>("a")?;
    let b = || input.load::<T>("b");
    let op = case["op"].as_str().unwrap_or_default();
    match op {
        "matmul" => one(linalg::matmul(&a, &b()?)),
        "matvec" => one(linalg::matvec(&a, &b()?)),
        "vecmat" => one(linalg::vecmat(&b()?, &a)),
        "inner" => one(linalg::inner(&a, &b()?)),
        "outer" => one(linalg::outer(&a, &b()?)),
        "kron" => one(linalg::kron(&a, &b()?)),
        "tensordot" => one(linalg::tensordot(&a, &b()?, 1)),
        "trace" => one(linalg::trace_stack(&a, 0)),
        "einsum" => {
            let spec = case["spec"].as_str().unwrap_or_default();
            one(linalg::einsum(spec, (&a, &b()?)))
        }
        _ if op.starts_with("norm") => norm(op, &a),
        _ => factored(case, op, &a, &b),
    }
}

fn norm<T>(op: &str, a: &Array<T>) -> Outcome<Parts>
where
    T: LinalgElement,
    AnyArray: From<Array<<T::Field as Field>::R>>,
{
    let order = match op {
        "norm_fro" => MatrixNorm::Frobenius,
        "norm_2" => MatrixNorm::Two,
        "norm_1" => MatrixNorm::One,
        "norm_inf" => MatrixNorm::Inf,
        _ => MatrixNorm::Nuclear,
    };
    one(linalg::matrix_norm_axis(a, order, [-2, -1])?)
}

fn factored<T>(
    case: &Value,
    op: &str,
    a: &Array<T>,
    b: &dyn Fn() -> Result<Array<T>, nd::io::Error>,
) -> Outcome<Parts>
where
    T: LinalgElement,
    T::Field: ProductElement,
    AnyArray: From<Array<T::Field>>
        + From<Array<<T::Field as Field>::R>>
        + From<Array<<T::Field as Field>::Complex>>,
{
    match op {
        "solve" | "solve_vector" => one(linalg::solve(a, &b()?)?),
        "solve_triangular" => one(linalg::solve_triangular(a, &b()?, Triangle::Lower)?),
        "inv" => one(linalg::inv(a)?),
        "det" => one(linalg::det_stack(a)),
        "slogdet" => {
            let x = linalg::slogdet_stack(a);
            Ok(vec![("sign", x.sign.into()), ("logabsdet", x.logabsdet.into())])
        }
        "cholesky" => one(linalg::cholesky(a)?),
        "lu" => {
            let x = linalg::lu(a)?;
            Ok(vec![("p", x.p().into()), ("l", x.l().into()), ("u", x.u().into())])
        }
        "ldl" => {
            let x = linalg::ldl(a)?;
            Ok(vec![("l", x.l.into()), ("d", x.d.into())])
        }
        "qr" => {
            let x = linalg::qr(a)?;
            Ok(vec![("q", x.q.into()), ("r", x.r.into())])
        }
        "lstsq" => {
            let x = linalg::lstsq(a, &b()?)?;
            Ok(vec![("x", x.x.into()), ("rank", Array::scalar(x.rank as f64).into())])
        }
        "matrix_power" => {
            let power = case["power"].as_i64().unwrap_or_default();
            one(linalg::matrix_power(a, power)?)
        }
        _ => spectral(op, a, b),
    }
}

fn spectral<T>(
    op: &str,
    a: &Array<T>,
    b: &dyn Fn() -> Result<Array<T>, nd::io::Error>,
) -> Outcome<Parts>
where
    T: LinalgElement,
    AnyArray: From<Array<T::Field>>
        + From<Array<<T::Field as Field>::R>>
        + From<Array<<T::Field as Field>::Complex>>,
{
    match op {
        "svd" => {
            let x = linalg::svd(a)?;
            Ok(vec![("u", x.u.into()), ("s", x.s.into()), ("vh", x.vh.into())])
        }
        "svdvals" => Ok(vec![("s", linalg::svdvals(a)?.into())]),
        "eigh" => {
            let x = linalg::eigh(a)?;
            Ok(vec![("w", x.eigenvalues.into()), ("v", x.eigenvectors.into())])
        }
        "eigh_pair" => {
            let x = linalg::eigh_pair(a, &b()?)?;
            Ok(vec![("w", x.eigenvalues.into()), ("v", x.eigenvectors.into())])
        }
        "eigvalsh" => Ok(vec![("w", linalg::eigvalsh(a)?.into())]),
        "eig" => {
            let x = linalg::eig(a)?;
            Ok(vec![("w", x.eigenvalues.into()), ("v", x.eigenvectors.into())])
        }
        "eigvals" => Ok(vec![("w", linalg::eigvals(a)?.into())]),
        "schur" => {
            let x = linalg::schur(a)?;
            Ok(vec![("t", x.t.into()), ("z", x.z.into())])
        }
        "expm" => one(linalg::expm(a)?),
        "sqrtm" => one(linalg::sqrtm(a)?),
        "logm" => one(linalg::logm(a)?),
        "pinv" => one(linalg::pinv(a)?),
        "matrix_rank" => one(linalg::matrix_rank_stack(a, Tolerance::Rounding)?.map(|r| r as f64)),
        "cond" => one(linalg::cond_stack(a, MatrixNorm::Two)?),
        "null_space" => one(linalg::null_space(a)?),
        "orth" => one(linalg::orth(a)?),
        _ => Err(format!("no operation {op}").into()),
    }
}
