//! The workloads of `--ooc`, in the order of the page.

/// One task, which every engine has under this name.
pub(super) struct Workload {
    pub(super) name: &'static str,
    /// The task in the reader's words.
    pub(super) what: &'static str,
    /// Its input, as `benches/ooc_data.py` calls it.
    pub(super) input: &'static str,
}

const fn workload(name: &'static str, input: &'static str, what: &'static str) -> Workload {
    Workload { name, what, input }
}

pub(super) const WORKLOADS: &[Workload] = &[
    workload("meanstd", "cube", "mean and standard deviation of all"),
    workload("meantime", "cube", "mean over time"),
    workload("elem", "a", "sqrt(a² + 1/4) − a/2, to a file"),
    workload("blur", "img", "Gaussian filter, σ = 2, to a file"),
    workload("rechunk", "rows", "chunks of rows to chunks of columns, Zarr"),
    workload("standardise", "cube", "(x − mean) / std over time, to a file"),
    workload("gram", "mat", "matᵀ · mat, 384 columns"),
    workload("qr", "tall", "Q and R of 32 columns, Q to a file"),
    workload("lowrank", "a", "10 singular values, 2 power iterations"),
    workload("cholesky", "a", "Cholesky factor of order 8192, to a file"),
    workload("small", "img", "sum of 2x + 1, 4096 chunks"),
    workload("median", "cube", "exact median of all"),
    workload("sort", "a", "all of it sorted, to a file"),
    workload("picked", "cube", "mean of those above a threshold"),
    workload("distinct", "a", "distinct values of a million"),
];

/// The one that is also run on larger inputs.
pub(super) const SCALING: &str = "meanstd";

/// The sizes of these, in GiB.
pub(super) const SIZES: &[f64] = &[1.0, 4.0, 16.0];

/// What takes part beside the engines of `nd-ooc-bench`, which names them itself.
pub(super) const PYTHON: &[&str] = &["dask", "numpy", "blosc2", "polars"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_the_scaling_one_is_there() {
        for (at, one) in WORKLOADS.iter().enumerate() {
            assert!(WORKLOADS[..at].iter().all(|other| other.name != one.name), "{}", one.name);
        }
        assert!(WORKLOADS.iter().any(|one| one.name == SCALING));
    }
}
