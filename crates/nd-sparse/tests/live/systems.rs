//! Systems, factors, eigenvalues and singular values.

use crate::case::{Bytes, Case};
use crate::formats::Held;
use crate::made::Made;
use nd_core::{Array, Triangle};
use nd_sparse::Csr;
use nd_sparse::linalg::{
    self, Boundary, EigenOptions, Ilu, IncompleteCholesky, Jacobi, LaplacianNd, LinearOperator,
    Multigrid, Operator, SolverError, SolverOptions, Spectral, Ssor, Which,
};

pub(crate) fn run<T: Spectral + Bytes>(held: &Held<T>, case: &Case<'_>, made: &mut Made) -> bool {
    match held {
        Held::Columns(a) if case.op == "solve" => solve(a.view(), case, made),
        Held::Columns(a) if case.op == "triangular" => triangular(a.view(), case, made),
        other => {
            let a = other.rows();
            match case.op {
                "solve" => solve(a.view(), case, made),
                "triangular" => triangular(a.view(), case, made),
                "lu" => made_of("x", lu(&a, case, made), made),
                "cholesky" => made_of("x", cholesky(&a, case, made), made),
                "not_definite" => {
                    made.outcome("", linalg::cholesky(&a), |made, _| made.one("", true));
                }
                "least" => least(&a, case, made),
                "iterate" => iterate(&a, case, made),
                _ => return spectral(&a, case, made),
            }
        }
    }
    true
}

fn made_of(name: &str, outcome: Result<(), SolverError>, made: &mut Made) {
    if let Err(error) = outcome {
        made.error(name, &error);
        made.error("", error);
    }
}

fn solve<T: Spectral + Bytes, O: nd_sparse::Orientation>(
    a: nd_sparse::CompressedView<'_, T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) {
    made.outcome("", linalg::solve(a, case.dense::<T>("b")), |made, x| made.dense("", x));
}

fn triangular<T: Spectral + Bytes, O: nd_sparse::Orientation>(
    a: nd_sparse::CompressedView<'_, T, u32, O>,
    case: &Case<'_>,
    made: &mut Made,
) {
    let lower = case.number::<u8>("lower") == 1;
    let triangle = if lower { Triangle::Lower } else { Triangle::Upper };
    let x = linalg::solve_triangular(a, case.dense::<T>("b"), triangle);
    made.outcome("", x, |made, x| made.dense("", x));
}

fn lu<T: Spectral + Bytes>(
    a: &Csr<T>,
    case: &Case<'_>,
    made: &mut Made,
) -> Result<(), SolverError> {
    let factors = linalg::lu(a)?;
    let b = case.dense::<T>("b");
    made.dense("x", factors.solve(&b)?);
    made.dense("adjoint", factors.solve_adjoint(&b)?);
    made.sparse("l", &factors.l());
    made.sparse("u", &factors.u());
    made.places("rows", factors.row_order().iter().copied());
    made.places("columns", factors.column_order().iter().copied());
    made.one("sign", factors.slogdet().sign);
    made.one("log", factors.slogdet().logabsdet);
    Ok(())
}

fn cholesky<T: Spectral + Bytes>(
    a: &Csr<T>,
    case: &Case<'_>,
    made: &mut Made,
) -> Result<(), SolverError> {
    let factor = linalg::cholesky(a)?;
    let b = case.dense::<T>("b");
    made.dense("x", factor.solve(&b)?);
    made.one("log", factor.slogdet().logabsdet);
    made.dense("ldl", linalg::ldl(a)?.solve(&b)?);
    Ok(())
}

fn least<T: Spectral + Bytes>(a: &Csr<T>, case: &Case<'_>, made: &mut Made) {
    let b = case.dense::<T>("b");
    let x = linalg::qr(a).and_then(|factors| factors.solve(&b));
    made.outcome("qr", x, |made, x| made.dense("qr", x));
    made.outcome("lsqr", linalg::lsqr(a, &b), |made, x| made.dense("lsqr", x.x));
    made.outcome("lsmr", linalg::lsmr(a, &b), |made, x| made.dense("lsmr", x.x));
}

fn preconditioner<T: Spectral>(
    a: &Csr<T>,
    how: &str,
) -> Result<Option<Box<Operator<'static, T>>>, SolverError> {
    Ok(match how {
        "jacobi" => Some(Box::new(Jacobi::new(a)?)),
        "ssor" => Some(Box::new(Ssor::new(a, 1.2)?)),
        "ilu" => Some(Box::new(Ilu::new(a)?)),
        // Of a positive definite matrix it need not exist.
        "cholesky" => match IncompleteCholesky::new(a) {
            Ok(factor) => Some(Box::new(factor)),
            Err(_) => None,
        },
        "multigrid" => Some(Box::new(Multigrid::new(a)?)),
        _ => None,
    })
}

fn iterate<T: Spectral + Bytes>(a: &Csr<T>, case: &Case<'_>, made: &mut Made) {
    let b = case.dense::<T>("b");
    let found = preconditioner(a, case.text("how"));
    let found = match found {
        Ok(found) => found,
        Err(error) => return made.error("", error),
    };
    let mut options = SolverOptions::default();
    if let Some(found) = &found {
        options = options.preconditioner(&**found);
    }
    let solved = match case.text("method") {
        "cg" => linalg::cg_with(a, &b, &options),
        "minres" => linalg::minres_with(a, &b, &options),
        "bicg" => linalg::bicg_with(a, &b, &options),
        "bicgstab" => linalg::bicgstab_with(a, &b, &options),
        "cgs" => linalg::cgs_with(a, &b, &options),
        "tfqmr" => linalg::tfqmr_with(a, &b, &options),
        "qmr" => linalg::qmr_with(a, &b, &options),
        "gmres" => linalg::gmres_with(a, &b, &options),
        _ => linalg::lgmres_with(a, &b, &options),
    };
    made.outcome("", solved, |made, solution| made.dense("", solution.x));
}

fn spectral<T: Spectral + Bytes>(a: &Csr<T>, case: &Case<'_>, made: &mut Made) -> bool {
    match case.op {
        "eigsh" => {
            let which = match case.text("which") {
                "LM" => Which::Magnitude,
                "SM" => Which::Smallest,
                "LA" => Which::Largest,
                "SA" => Which::Least,
                _ => Which::Both,
            };
            let options = EigenOptions::default().which(which);
            let pairs = linalg::eigsh_with(a, case.number("k"), &options);
            made.outcome("", pairs, |made, pairs| {
                made.dense("w", pairs.eigenvalues);
                made.dense("v", pairs.eigenvectors);
            });
        }
        "eigs" => made.outcome("", linalg::eigs(a, case.number("k")), |made, pairs| {
            made.dense("w", pairs.eigenvalues);
            made.dense("v", pairs.eigenvectors);
        }),
        "svds" => made.outcome("", linalg::svds(a, case.number("k")), |made, found| {
            made.dense("u", found.u);
            made.dense("s", found.s);
            made.dense("vh", found.vh);
        }),
        "exponential" => exponential(a, case, made),
        "inverse" => made.outcome("", linalg::inv(a), |made, x| made.sparse("", &x)),
        "one_norm" => made.outcome("", linalg::onenormest(a), |made, norm| made.one("", norm)),
        _ => return false,
    }
    true
}

fn exponential<T: Spectral + Bytes>(a: &Csr<T>, case: &Case<'_>, made: &mut Made) {
    let b = case.dense::<T>("b");
    let y = linalg::expm_multiply(a, &b, case.number("t"));
    made.outcome("multiply", y, |made, y| made.dense("multiply", y));
    made.outcome("whole", linalg::expm(a), |made, e| made.dense("whole", e.to_dense()));
    if b.ndim() == 1 {
        // Of the small matrices by the same function.
        let small = |h: &Array<T>| {
            linalg::expm(&Csr::<T>::from_dense(h))
                .map_or_else(|_| h.map(|_| T::from_f64(f64::NAN)), |e| e.to_dense())
        };
        let y = linalg::funm_multiply_krylov(a, &b, small, T::EPSILON);
        made.outcome("krylov", y, |made, y| made.dense("krylov", y));
    }
}

/// Grids, which are no operands.
pub(crate) fn grid(case: &Case<'_>, made: &mut Made) -> bool {
    if case.op != "grid" {
        return false;
    }
    let boundary = match case.text("boundary") {
        "dirichlet" => Boundary::Dirichlet,
        "neumann" => Boundary::Neumann,
        _ => Boundary::Periodic,
    };
    let laplacian = LaplacianNd::new(case.list::<usize>("shape"), boundary).unwrap();
    made.dense("matrix", laplacian.to_csr().to_dense());
    made.dense("values", Array::from_vec(laplacian.eigenvalues()));
    let x = case.dense::<f64>("x").into_vec();
    let mut y = vec![0.0; x.len()];
    laplacian.apply(&x, &mut y);
    made.dense("product", Array::from_vec(y));
    true
}
