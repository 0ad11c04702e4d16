//! Matrices that others collected: read, ordered, factored, solved.

use nd_core::{Array, Complex};
use nd_sparse::graph::{Graph, structural_rank};
use nd_sparse::linalg::{
    self, CholeskySymbolic, LuSymbolic, Norm, Scalar, SolverError, SolverOptions, norm,
};
use nd_sparse::{Coo, Csr, MarketElement, read_matrix_market};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[test]
fn matrices_of_others() {
    let Some(folder) = std::env::var_os("ND_SPARSE_COLLECTION").map(PathBuf::from) else { return };
    let list = std::fs::read_to_string(folder.join("list.txt")).unwrap();
    let mut bad = Vec::new();
    for line in list.lines() {
        let [name, kind, rank] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let path = folder.join(name);
        let begun = Instant::now();
        let told = match (kind, rank) {
            (_, "refused") => refused(&path),
            ("complex", _) => told::<Complex<f64>>(&path, rank.parse().ok()),
            _ => told::<f64>(&path, rank.parse().ok()),
        };
        let time = begun.elapsed().as_secs_f64();
        match told {
            Ok(told) => println!("{name}: {told}; {time:.2} s"),
            Err(why) => bad.push(format!("{name}: {why}")),
        }
    }
    println!("collection: {} matrices, {} of them wrong", list.lines().count(), bad.len());
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

/// The error of a file that is no matrix.
fn refused(path: &Path) -> Result<String, String> {
    let file = BufReader::new(File::open(path).unwrap());
    match read_matrix_market::<Complex<f64>, u32>(file) {
        Ok(_) => Err("read, which SciPy refuses".into()),
        Err(error) => Ok(format!("refused: {error}")),
    }
}

/// What became of one matrix, whose rank may be known.
fn told<T: Scalar + MarketElement>(path: &Path, rank: Option<usize>) -> Result<String, String> {
    let file: Box<dyn BufRead> = Box::new(BufReader::new(File::open(path).unwrap()));
    let a: Coo<T> = read_matrix_market(file).map_err(|error| error.to_string())?;
    let a = a.to_csr();
    let [rows, columns] = a.shape();
    let mut told = vec![format!("{rows} × {columns}, {} entries", a.nnz())];
    if !a.values().iter().all(|value| value.finite()) {
        return Err("NaN or infinity in a collected matrix".into());
    }
    if rows == columns {
        told.push(ordered(&a)?);
        told.push(solved(&a, rank)?);
    } else {
        told.push(least(&a, rank)?);
    }
    Ok(told.join("; "))
}

/// Orders and what factors would take.
fn ordered<T: Scalar>(a: &Csr<T>) -> Result<String, String> {
    let weights = a.map_stored(|_| 1.0);
    let graph = Graph::undirected(&weights).map_err(|error| error.to_string())?;
    let mut order = graph.reverse_cuthill_mckee();
    let before = bandwidth(a, &(0..a.shape()[0]).collect::<Vec<_>>());
    let after = bandwidth(a, &order);
    order.sort_unstable();
    if order.iter().enumerate().any(|(at, &node)| at != node) {
        return Err("the order of Cuthill and McKee is no permutation".into());
    }
    let rank = structural_rank(a);
    Ok(format!("structural rank {rank}, half bandwidth {before} to {after}"))
}

fn bandwidth<T: Copy>(a: &Csr<T>, order: &[usize]) -> usize {
    let mut place = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, &node)| place[node] = at);
    a.iter().map(|(row, column, _)| place[row].abs_diff(place[column])).max().unwrap_or(0)
}

/// `b` of a known solution, and how far `A·x` is from it: as a share of `|A| |x| + |b|`.
fn backward<T: Scalar>(a: &Csr<T>, x: &Array<T>, b: &Array<T>) -> f64 {
    let off = a.matvec(x);
    let size = |y: &Array<T>| y.iter().fold(0.0, |m: f64, y| m.max(y.magnitude()));
    let apart = off.iter().zip(b).fold(0.0, |m: f64, (&y, &b)| m.max((y - b).magnitude()));
    apart / (norm(a, Norm::Infinity) * size(x) + size(b)).max(f64::MIN_POSITIVE)
}

fn right_side<T: Scalar>(a: &Csr<T>) -> Array<T> {
    let x = (0..a.shape()[1]).map(|at| T::from_f64(1.0 + (at % 7) as f64 / 7.0)).collect();
    a.matvec(&Array::<T>::from_vec(x))
}

const NEAR: f64 = 1e-10;

fn solved<T: Scalar>(a: &Csr<T>, rank: Option<usize>) -> Result<String, String> {
    let b = right_side(a);
    let mut told = Vec::new();
    let bound = LuSymbolic::<T>::new(a).map(|symbolic| symbolic.nnz_without_exchanges());
    match linalg::lu(a) {
        Ok(factors) => {
            let off = backward(a, &factors.solve(&b).map_err(|e| e.to_string())?, &b);
            if off.is_nan() || off > NEAR {
                return Err(format!("LU: backward error {off:e}"));
            }
            let without = bound.map_err(|error| error.to_string())?;
            told.push(format!(
                "LU {} entries ({without} without exchanges), backward error {off:.0e}",
                factors.nnz()
            ));
        }
        Err(SolverError::Singular { column, .. }) if rank == Some(a.shape()[0]) => {
            return Err(format!("LU: singular at column {column}, and of full rank"));
        }
        // Some of them are singular, by structure or by rounding.
        Err(SolverError::Singular { column, .. }) => {
            told.push(format!("singular at column {column}"))
        }
        Err(error) => return Err(format!("LU: {error}")),
    }
    if let Ok(factor) = linalg::cholesky(a) {
        let symbolic = CholeskySymbolic::<T>::new(a).map_err(|error| error.to_string())?;
        let off = backward(a, &factor.solve(&b).map_err(|e| e.to_string())?, &b);
        if is_hermitian(a) && (off.is_nan() || off > NEAR) {
            return Err(format!("Cholesky: backward error {off:e}"));
        }
        told.push(format!("Cholesky {} entries", symbolic.nnz()));
    }
    if is_hermitian(a) {
        let options = SolverOptions::default().max_iterations(500);
        match linalg::minres_with(a, &b, &options) {
            Ok(solution) => told.push(format!("minres {} iterations", solution.iterations)),
            Err(unsolved) => told.push(format!("minres: {unsolved}")),
        }
    }
    Ok(told.join(", "))
}

fn is_hermitian<T: Scalar>(a: &Csr<T>) -> bool {
    let turned = a.t().to_csr();
    let pairs = turned.values().iter().zip(a.values());
    turned.indices() == a.indices()
        && turned.starts() == a.starts()
        && pairs.into_iter().all(|(&x, &y)| x.conjugate() == y)
}

/// Entries of a matrix up to which it is factored into Q and R, which fill in more than others.
const MOST: usize = 60_000;

/// Least squares of a matrix with more rows than columns, or of its transpose.
fn least<T: Scalar>(a: &Csr<T>, rank: Option<usize>) -> Result<String, String> {
    let tall = if a.shape()[0] < a.shape()[1] { a.t().to_csr() } else { a.clone() };
    let b = right_side(&tall);
    if tall.nnz() > MOST {
        let solution = linalg::lsmr(&tall, &b).map_err(|unsolved| unsolved.to_string())?;
        let off = backward(&tall, &solution.x, &b);
        return Ok(format!("lsmr {} iterations, backward error {off:.0e}", solution.iterations));
    }
    match linalg::qr(&tall) {
        Ok(factors) => {
            let off = backward(&tall, &factors.solve(&b).map_err(|e| e.to_string())?, &b);
            if off.is_nan() || off > NEAR {
                return Err(format!("QR: backward error {off:e}"));
            }
            Ok(format!("QR {} entries, backward error {off:.0e}", factors.nnz()))
        }
        Err(SolverError::Singular { column, .. }) if rank == Some(tall.shape()[1]) => {
            Err(format!("QR: column {column} depends on others, and the rank is full"))
        }
        Err(SolverError::Singular { column, .. }) => {
            Ok(format!("column {column} depends on others"))
        }
        Err(error) => Err(format!("QR: {error}")),
    }
}
