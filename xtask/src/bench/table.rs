//! What is compared with what, and the ratio to reach.

/// One task, done by nd and by some peers on the same data.
pub(super) struct Task {
    /// The name behind the library's in `nd/NAME`, `numpy/NAME`, …
    pub(super) name: &'static str,
    /// The task in the reader's words.
    pub(super) what: &'static str,
    pub(super) peers: &'static [Peer],
    pub(super) memory: Memory,
    /// How far single elements of the results may lie apart.
    pub(super) tolerance: f64,
    /// Whether files are written: then nobody starts before the disk has what others wrote,
    /// because one file's fsync waits for all the data in the journal's transaction.
    pub(super) writes: bool,
}

/// Who else does it.
pub(super) struct Peer {
    pub(super) library: &'static str,
    /// The least ratio, peer's time / ours, that we set out to reach; none is for information.
    pub(super) floor: Option<f64>,
}

/// What memory traffic a task cannot avoid, in bytes.
#[derive(Clone, Copy)]
pub(super) enum Memory {
    /// In cache, or limited by arithmetic.
    NotTheLimit,
    /// Reads so much.
    Reads(f64),
    /// Reads and writes so much in total.
    Moves(f64),
}

use Memory::{Moves, NotTheLimit, Reads};

const fn peer(library: &'static str, floor: f64) -> Peer {
    Peer { library, floor: Some(floor) }
}

const fn shown(library: &'static str) -> Peer {
    Peer { library, floor: None }
}

const fn task(name: &'static str, what: &'static str, peers: &'static [Peer]) -> Task {
    Task { name, what, peers, memory: NotTheLimit, tolerance: 1e-3, writes: false }
}

impl Task {
    const fn limited_by(mut self, memory: Memory) -> Self {
        self.memory = memory;
        self
    }

    const fn within(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    const fn writing(mut self) -> Self {
        self.writes = true;
        self
    }
}

/// Bytes of the long vectors and of the matrices.
const VECTOR: f64 = 80e6;
const MATRIX: f64 = 128e6;

pub(super) const TASKS: &[Task] = &[
    task(
        "fused_10m",
        "2.5*a + b*b - sqrt(abs(c)), 10 M",
        &[peer("numpy", 4.0), peer("numexpr", 2.0), shown("ndarray")],
    )
    .limited_by(Moves(4.0 * VECTOR)),
    task(
        "add_10m",
        "a + b, 10 M, new array",
        &[peer("numpy", 1.5), shown("ndarray"), shown("ferray")],
    )
    .limited_by(Moves(3.0 * VECTOR)),
    task("add_into_10m", "a + b, 10 M, existing array", &[peer("numpy", 1.15)])
        .limited_by(Moves(3.0 * VECTOR)),
    task("add_1m", "a + b, 1 M, new array", &[peer("numpy", 1.5)]),
    task("add_100k", "a + b, 100 k, new array", &[peer("numpy", 1.5)]),
    task("add_10", "a + b, 10 elements, new array", &[peer("numpy", 11.0)]),
    task("add_row", "(4000, 4000) + (4000,)", &[peer("numpy", 1.5)])
        .limited_by(Moves(2.0 * MATRIX)),
    task("add_column", "(4000, 4000) + (4000, 1)", &[peer("numpy", 1.5)])
        .limited_by(Moves(2.0 * MATRIX)),
    task(
        "transpose_copy",
        "copy of a transpose, 4000 × 4000",
        &[peer("numpy", 2.0), shown("ndarray")],
    )
    .limited_by(Moves(2.0 * MATRIX)),
    task("sum_strided", "sum of a[::2, ::-3], 4000 × 4000", &[peer("numpy", 1.3)]),
    task("sum_10m", "sum, 10 M", &[peer("numpy", 1.5), shown("ndarray"), shown("ferray")])
        .limited_by(Reads(VECTOR)),
    task("mean_10m", "mean, 10 M", &[peer("numpy", 1.5)]).limited_by(Reads(VECTOR)),
    task("max_10m", "max, 10 M", &[peer("numpy", 1.5)]).limited_by(Reads(VECTOR)),
    task("sum_1m", "sum, 1 M", &[peer("numpy", 1.5)]),
    task("mean_1m", "mean, 1 M", &[peer("numpy", 1.5)]),
    task("max_1m", "max, 1 M", &[peer("numpy", 1.5)]),
    task("std_10m", "std, 10 M", &[peer("numpy", 2.0)]).limited_by(Reads(VECTOR)),
    task("var_10m", "var, 10 M", &[peer("numpy", 2.0)]).limited_by(Reads(VECTOR)),
    task("argmax_10m", "argmax, 10 M", &[peer("numpy", 2.0)]).limited_by(Reads(VECTOR)),
    task("sum_axis0", "sum over axis 0, 4000 × 4000", &[peer("numpy", 1.0)])
        .limited_by(Reads(MATRIX)),
    task("sum_axis1", "sum over axis 1, 4000 × 4000", &[peer("numpy", 1.5)])
        .limited_by(Reads(MATRIX)),
    task("user_sum_10m", "sum, 10 M, from a user's crate", &[peer("numpy", 1.5)])
        .limited_by(Reads(VECTOR)),
    task("user_mean_10m", "mean, 10 M, from a user's crate", &[peer("numpy", 1.5)])
        .limited_by(Reads(VECTOR)),
    task("user_max_10m", "max, 10 M, from a user's crate", &[peer("numpy", 1.5)])
        .limited_by(Reads(VECTOR)),
    task("user_argmax_10m", "argmax, 10 M, from a user's crate", &[peer("numpy", 1.5)])
        .limited_by(Reads(VECTOR)),
    task(
        "user_sum_axis0",
        "sum over axis 0, 4000 × 4000, from a user's crate",
        &[peer("numpy", 1.5)],
    )
    .limited_by(Reads(MATRIX)),
    task(
        "user_sum_axis1",
        "sum over axis 1, 4000 × 4000, from a user's crate",
        &[peer("numpy", 1.5)],
    )
    .limited_by(Reads(MATRIX)),
    task("exp_f64", "exp, 10 M", &[peer("numpy", 1.3), shown("ndarray"), shown("ferray")]),
    task("exp_f32", "exp, 10 M f32", &[peer("numpy", 1.3)]),
    task("log_f64", "log, 10 M", &[peer("numpy", 1.3)]),
    task("log_f32", "log, 10 M f32", &[peer("numpy", 1.3)]),
    task("tanh_f64", "tanh, 10 M", &[peer("numpy", 1.3)]),
    task("tanh_f32", "tanh, 10 M f32", &[peer("numpy", 1.3)]),
    task("sin_f64", "sin, 10 M", &[peer("numpy", 3.0)]),
    task("cos_f64", "cos, 10 M", &[peer("numpy", 3.0)]),
    task("sqrt_f64", "sqrt, 10 M", &[peer("numpy", 1.5)]),
    task("sqrt_f32", "sqrt, 10 M f32", &[peer("numpy", 1.5)]),
    task("cbrt_f64", "cbrt, 10 M", &[peer("numpy", 1.5)]),
    task("cbrt_f32", "cbrt, 10 M f32", &[peer("numpy", 1.5)]),
    task("exp2_f64", "exp2, 10 M", &[peer("numpy", 1.5)]),
    task("exp2_f32", "exp2, 10 M f32", &[peer("numpy", 1.5)]),
    task("expm1_f64", "expm1, 10 M", &[peer("numpy", 1.5)]),
    task("expm1_f32", "expm1, 10 M f32", &[peer("numpy", 1.5)]),
    task("log2_f64", "log2, 10 M", &[peer("numpy", 1.5)]),
    task("log2_f32", "log2, 10 M f32", &[peer("numpy", 1.5)]),
    task("log10_f64", "log10, 10 M", &[peer("numpy", 1.5)]),
    task("log10_f32", "log10, 10 M f32", &[peer("numpy", 1.5)]),
    task("log1p_f64", "log1p, 10 M", &[peer("numpy", 1.5)]),
    task("log1p_f32", "log1p, 10 M f32", &[peer("numpy", 1.5)]),
    task("tan_f64", "tan, 10 M", &[peer("numpy", 1.5)]),
    task("tan_f32", "tan, 10 M f32", &[peer("numpy", 1.5)]),
    task("arcsin_f64", "arcsin, 10 M", &[peer("numpy", 1.5)]),
    task("arcsin_f32", "arcsin, 10 M f32", &[peer("numpy", 1.5)]),
    task("arccos_f64", "arccos, 10 M", &[peer("numpy", 1.5)]),
    task("arccos_f32", "arccos, 10 M f32", &[peer("numpy", 1.5)]),
    task("arctan_f64", "arctan, 10 M", &[peer("numpy", 1.5)]),
    task("arctan_f32", "arctan, 10 M f32", &[peer("numpy", 1.5)]),
    task("sinh_f64", "sinh, 10 M", &[peer("numpy", 1.5)]),
    task("sinh_f32", "sinh, 10 M f32", &[peer("numpy", 1.5)]),
    task("cosh_f64", "cosh, 10 M", &[peer("numpy", 1.5)]),
    task("cosh_f32", "cosh, 10 M f32", &[peer("numpy", 1.5)]),
    task("arcsinh_f64", "arcsinh, 10 M", &[peer("numpy", 1.5)]),
    task("arcsinh_f32", "arcsinh, 10 M f32", &[peer("numpy", 1.5)]),
    task("arccosh_f64", "arccosh, 10 M", &[peer("numpy", 1.5)]),
    task("arccosh_f32", "arccosh, 10 M f32", &[peer("numpy", 1.5)]),
    task("arctanh_f64", "arctanh, 10 M", &[peer("numpy", 1.5)]),
    task("arctanh_f32", "arctanh, 10 M f32", &[peer("numpy", 1.5)]),
    task("rint_f64", "rint, 10 M", &[peer("numpy", 1.5)]),
    task("rint_f32", "rint, 10 M f32", &[peer("numpy", 1.5)]),
    task("sinc_f64", "sinc, 10 M", &[peer("numpy", 1.5)]),
    task("sinc_f32", "sinc, 10 M f32", &[peer("numpy", 1.5)]),
    task("i0_f64", "i0, 10 M", &[peer("numpy", 1.5)]),
    task("i0_f32", "i0, 10 M f32", &[peer("numpy", 1.5)]),
    task("hypot_10m", "hypot, 10 M", &[peer("numpy", 4.0)]),
    task("arctan2_10m", "atan2, 10 M", &[peer("numpy", 10.0)]),
    task("logaddexp_10m", "logaddexp, 10 M", &[peer("numpy", 1.5)]),
    task("pow_10m", "pow, 10 M", &[peer("numpy", 1.5)]),
    task("unwrap_10m", "unwrap, 10 M", &[peer("numpy", 8.0)]),
    task("interp_10m", "interp, 10 M among 1,000", &[peer("numpy", 8.0)]),
    task("gcd_1m", "gcd, 1 M", &[peer("numpy", 2.0)]),
    task("convolve_1m", "convolve, 1 M × 1,000", &[peer("numpy", 8.0)]),
    task("complex_multiply", "complex product, 5 M", &[peer("numpy", 2.0)]),
    task("complex_exp", "complex exp, 5 M", &[peer("numpy", 2.0)]),
    task("complex_abs", "complex abs, 5 M", &[peer("numpy", 2.0)]),
    task("sort_f64", "sort, 10 M", &[peer("numpy", 5.0)]),
    task("sort_f32", "sort, 10 M f32", &[peer("numpy", 5.0)]),
    task("sort_i64", "sort, 10 M i64", &[peer("numpy", 5.0)]),
    task("sort_i32", "sort, 10 M i32", &[peer("numpy", 5.0)]),
    task("argsort_f64", "argsort, 10 M", &[peer("numpy", 8.0)]),
    task("sort_rows", "sort rows of (10,000, 1,000)", &[peer("numpy", 3.0)]),
    task("partition_10m", "partition in the middle, 10 M", &[peer("numpy", 2.5)]),
    task("median_10m", "median, 10 M", &[peer("numpy", 2.5)]),
    task("unique_few", "unique, 1,000 distinct of 10 M", &[peer("numpy", 8.0)]),
    task("unique_all", "unique, 10 M distinct i64", &[peer("numpy", 50.0)]),
    task("isin_1m", "isin, 1 M in 1 M", &[peer("numpy", 15.0)]),
    task("searchsorted_1m", "searchsorted, 1 M in 1 M", &[peer("numpy", 5.0)]),
    task("histogram_10m", "histogram, 100 bins, 10 M", &[peer("numpy", 8.0)]),
    task("bincount_10m", "bincount, 10 M", &[peer("numpy", 2.0)]),
    task("quantiles_axis0", "3 quantiles along axis 0 of 2000²", &[peer("numpy", 5.0)]),
    task("cumsum_10m", "cumsum, 10 M", &[peer("numpy", 2.5)]),
    task("mask_half", "mask that selects half of 10 M", &[peer("numpy", 4.0)]),
    task("take_random", "take, 10 M random places", &[peer("numpy", 1.6)]),
    task("where_10m", "where_, 10 M", &[peer("numpy", 4.0)]),
    task("diff_10m", "diff, 10 M", &[peer("numpy", 1.3)]),
    task("roll_10m", "roll, 10 M", &[peer("numpy", 1.3)]),
    task("tile_10m", "tile, 1 M to 10 M", &[peer("numpy", 1.3)]),
    task("concat_10m", "concat, twice 10 M", &[peer("numpy", 1.3)]),
    task("pad_10m", "pad by zeros, 3000²", &[peer("numpy", 1.3)]),
    task("gradient_10m", "gradient, 10 M", &[peer("numpy", 2.0)]),
    task("nanmean_10m", "nanmean, 10 M", &[peer("numpy", 5.0)]),
    task("fft_1m", "fft, 2^20 complex", &[peer("numpy", 3.5), peer("scipy", 1.2)]),
    task("rfft_1m", "rfft, 2^20", &[peer("numpy", 2.5), shown("scipy")]),
    task("fft_prime", "fft, 1,000,003 complex", &[peer("numpy", 1.0), peer("scipy", 1.0)]),
    task("fft2_2048", "fft2, 2048² complex", &[peer("numpy", 5.0), peer("scipy", 1.2)]),
    task("rolling_sum", "sums of windows of 100, 1 M", &[peer("bottleneck", 1.5)]),
    task("rolling_mean", "means of windows of 100, 1 M", &[peer("bottleneck", 1.5)]),
    task("rolling_min", "minima of windows of 100, 1 M", &[peer("bottleneck", 1.5)]),
    task("rolling_max", "maxima of windows of 100, 1 M", &[peer("bottleneck", 1.5)]),
    task("rolling_median", "medians of windows of 100, 1 M", &[peer("bottleneck", 1.5)]),
    task("group_sum_1k", "sums of 1,000 groups, 10 M", &[peer("pandas", 3.0), peer("polars", 1.0)]),
    task(
        "group_sum_1m",
        "sums of a million groups, 10 M",
        &[peer("pandas", 3.0), peer("polars", 1.0)],
    ),
    task("parse_dates", "dates of texts, 1 M", &[peer("numpy", 5.0)]),
    task("cubic_spline", "cubic spline through 100,000, 1 M values", &[peer("scipy", 5.0)]),
    task("sosfilt_lanes", "sosfilt of order 8, 3200 × 3200", &[peer("scipy", 4.0)]),
    task("welch_1m", "welch, 1 M", &[peer("scipy", 3.0)]),
    task("savgol_1m", "savgol_filter, 51 points, 1 M", &[peer("scipy", 1.5)]),
    task("find_peaks_1m", "find_peaks, 1 M", &[peer("scipy", 1.5)]),
    task("stencil_fixed", "5-point stencil, rank known: fixed::<2>()", &[peer("ndarray", 1.0)]),
    task("stencil_index", "5-point stencil, rank dynamic: a[[i, j]]", &[peer("ndarray", 5.0)]),
    task("random_f64", "rng.random, 10 M", &[peer("numpy", 2.5), shown("rand")]),
    task("random_f32", "rng.random, 10 M f32", &[peer("numpy", 2.0)]),
    task("random_integers", "rng.integers(0, 1000), 10 M", &[peer("numpy", 1.5), shown("rand")]),
    task("random_normal", "rng.standard_normal, 10 M", &[peer("numpy", 1.1), shown("rand")]),
    task("random_normal_f32", "rng.standard_normal, 10 M f32", &[peer("numpy", 1.1)]),
    task(
        "random_exponential",
        "rng.standard_exponential, 10 M",
        &[peer("numpy", 1.1), shown("rand")],
    ),
    task("random_gamma", "rng.standard_gamma(2.5), 1 M", &[peer("numpy", 1.1), shown("rand")]),
    task("random_beta", "rng.beta(2, 5), 1 M", &[peer("numpy", 1.1), shown("rand")]),
    task("random_poisson", "rng.poisson(4), 1 M", &[peer("numpy", 1.1), shown("rand")]),
    task("random_binomial", "rng.binomial(10, 0.3), 1 M", &[peer("numpy", 1.1), shown("rand")]),
    task("random_permutation", "rng.permutation, 10 M", &[peer("numpy", 1.1), shown("rand")]),
    task("random_choice", "rng.choice, 1 M of 10 M, each once", &[peer("numpy", 1.1)]),
    task("random_one", "rng.random(), one number", &[peer("numpy", 20.0), shown("rand")]),
    task(
        "gaussian",
        "gaussian_filter(sigma=3), 10,000² f32",
        &[peer("scipy", 6.0), peer("opencv", 0.8)],
    ),
    task("resize_lanczos", "resize 10,000² u8 to 2,500², Lanczos", &[peer("pillow", 1.5)])
        .within(2.0),
    task("resize_bilinear", "resize 10,000² u8 to 2,500², bilinear", &[peer("pillow", 1.5)])
        .within(2.0),
    task("median3_u8", "median of 3 × 3, 4000² u8", &[peer("opencv", 0.8), shown("scipy")]),
    task("median5_u8", "median of 5 × 5, 4000² u8", &[peer("opencv", 0.8), shown("scipy")]),
    task("median9_u8", "median of 9 × 9, 4000² u8", &[peer("opencv", 2.0), shown("scipy")]),
    task("median5_f32", "median of 5 × 5, 4000² f32", &[peer("opencv", 1.0), shown("scipy")]),
    task("uniform9_u8", "mean of 9 × 9, 4000² u8", &[peer("opencv", 1.5), shown("scipy")])
        .within(2.0),
    task("maximum9_u8", "maximum of 9 × 9, 4000² u8", &[peer("opencv", 0.9), shown("scipy")]),
    task("sobel_f32", "sobel, 4000² f32", &[peer("opencv", 1.2), shown("scipy")]),
    task("label", "label, 4000²", &[peer("opencv", 1.5), peer("scipy", 1.5)]),
    task("edt", "distance_transform_edt, 4000²", &[peer("opencv", 1.5), shown("scipy")]),
    task("erosion5", "binary_erosion, five times, 4000²", &[peer("scipy", 5.0), shown("opencv")]),
    task("affine_cubic", "affine_transform, cubic, 4000² f32", &[peer("scipy", 8.0)]),
    task("affine_linear", "affine_transform, linear, 4000² f32", &[peer("scipy", 6.0)]),
    task("rotate_linear", "rotate, linear, 4000² f32", &[peer("scipy", 8.0)]),
    task("zoom_cubic", "zoom × 2, cubic, 2000² f32", &[peer("scipy", 8.0)]),
    task("clahe_u8", "clahe, 4000² u8", &[peer("opencv", 1.0)]),
    task("label_statistics", "five measures of regions, 1000²", &[peer("scipy", 5.0)]),
    task("watershed", "watershed from 400 markers, 1000² u8", &[peer("skimage", 4.0)]),
    task("npy_load", "load .npy, 800 MB", &[peer("numpy", 1.0)]),
    task(
        "npy_save",
        "save .npy atomically, 800 MB",
        &[peer("numpy", 1.0), peer("atomic", 1.2), peer("copy", 0.8)],
    )
    .writing(),
    task("npz_load", "load deflated .npz, 200 MB f32", &[peer("numpy", 1.5)]),
    task("npz_save", "save deflated .npz, 200 MB f32", &[peer("numpy", 1.5)]).writing(),
    task(
        "csv_load",
        "load CSV, 560,000 × 10 numbers",
        &[peer("numpy", 20.0), peer("pandas", 2.5), peer("polars", 1.0)],
    ),
    task("csv_save", "save CSV, 560,000 × 10 numbers", &[peer("numpy", 10.0), shown("pandas")])
        .writing(),
    task("hdf5_load", "load HDF5, gzip + shuffle, 200 MB f32", &[peer("h5py", 1.5)]),
    task("hdf5_slab", "1 % of it, across chunks", &[peer("h5py", 1.0)]),
    task("hdf5_plain", "load HDF5, contiguous, 200 MB f32", &[peer("h5py", 1.2)]),
    task("hdf5_save", "save HDF5, gzip + shuffle, 200 MB f32", &[peer("h5py", 1.5)]).writing(),
    task("hdf5_many", "open HDF5 of 100,000 chunks, read one", &[shown("h5py")]),
    task("zarr_load", "load Zarr 3, zstd, 400 MB f32", &[peer("zarr", 2.0)]),
    task("zarr_save", "save Zarr 3, zstd, 400 MB f32", &[peer("zarr", 2.0)]).writing(),
    task("zarr_slab", "1 % of shards, across chunks", &[peer("zarr", 3.0)]),
    task("zarr_many", "open Zarr of 100,000 chunks, read one", &[shown("zarr")]),
    task("tiff_deflate", "load TIFF, tiles by Deflate, 10,000² u16", &[peer("tifffile", 2.0)]),
    task("tiff_lzw", "load TIFF, tiles by LZW, 10,000² u16", &[peer("tifffile", 2.0)]),
    task("tiff_zstd", "load TIFF, tiles by Zstandard, 10,000² u16", &[peer("tifffile", 2.0)]),
    task(
        "tiff_pyramid",
        "save TIFF, a pyramid in tiles by Deflate, 10,000² u16",
        &[peer("tifffile", 4.0)],
    )
    .writing(),
    task("matmul_2048", "a @ b, 2048²", &[peer("numpy", 1.0), shown("ndarray"), shown("nalgebra")]),
    task("matmul_2048_f32", "a @ b, 2048² f32", &[peer("numpy", 1.0)]),
    task("matmul_1024_c128", "a @ b, 1024² complex", &[peer("numpy", 0.95)]),
    task("matmul_512", "a @ b, 512²", &[peer("numpy", 0.95), shown("ndarray"), shown("nalgebra")]),
    task("matmul_64", "a @ b, 64²", &[peer("numpy", 1.3), shown("ndarray"), shown("nalgebra")]),
    task("matmul_8", "a @ b, 8²", &[peer("numpy", 5.0), peer("ndarray", 1.2), shown("nalgebra")]),
    task("matmul_stack", "a @ b, 10,000 of 16²", &[peer("numpy", 4.0)]),
    task("matmul_transposed", "a.T @ b, 1024²", &[peer("numpy", 0.95)]),
    task("matmul_strided", "a[::2, ::2] @ b[::2, ::-2] of 2048²", &[peer("numpy", 0.95)]),
    task("matvec_4096", "a @ x, 4096²", &[peer("numpy", 1.05), shown("ndarray")]),
    task("solve_1024_many", "solve, 1024², 1024 right sides", &[peer("numpy", 1.2)]),
    task("matvec_transposed", "a.T @ x, 4096²", &[peer("numpy", 1.05)]),
    task(
        "solve_1024_one",
        "solve, 1024², one right side",
        &[peer("numpy", 1.2), shown("nalgebra")],
    ),
    task("solve_stack", "solve, 10,000 of 4²", &[peer("numpy", 10.0)]),
    task("det_stack", "det, 10,000 of 4²", &[peer("numpy", 10.0)]),
    task("cholesky_1024", "cholesky, 1024²", &[peer("numpy", 1.6), shown("nalgebra")]),
    task("inv_1024", "inv, 1024²", &[peer("numpy", 1.2), shown("nalgebra")]),
    task("qr_1024", "qr, 1024²", &[peer("numpy", 1.7)]),
    task("svd_1024", "svd, 1024²", &[peer("numpy", 1.2)]),
    task("eigh_1024", "eigh, 1024²", &[peer("numpy", 1.2)]),
    task("eigvalsh_1024", "eigvalsh, 1024²", &[peer("numpy", 1.2)]),
    task("eig_512", "eig, 512²", &[peer("numpy", 1.2)]),
    task("lstsq_4096", "lstsq, 4096 × 512", &[peer("numpy", 1.3)]),
    task("inv_stack", "inv, 10,000 of 4²", &[peer("numpy", 4.0)]),
    task("cholesky_stack", "cholesky, 10,000 of 4²", &[peer("numpy", 4.0)]),
    task("svdvals_1024", "svdvals, 1024²", &[peer("numpy", 1.2)]),
    task("einsum_chain", "einsum ij,jk,kl->il, 400²", &[peer("numpy", 1.0)]),
    task("einsum_batch", "einsum bij,bjk->bik, 200 of 64²", &[peer("numpy", 1.0)]),
    task("einsum_diagonal", "einsum ii->i, 1000²", &[peer("numpy", 1.0)]),
    task("einsum_pairs", "einsum ijk,ikl->jl, 60³", &[peer("numpy", 1.0)]),
    task("sparse_matvec", "A·x, 10 m random entries", &[peer("scipy", 1.8), shown("sprs")]),
    task("sparse_laplacian", "Laplacian 1000² · x", &[peer("scipy", 1.8)]),
    task("sparse_laplacian_t", "its transpose · x", &[peer("scipy", 1.6)]),
    task("sparse_laplacian_16", "Laplacian · (n × 16)", &[peer("scipy", 2.5)]),
    task("sparse_matmul", "B·B, 1 m random entries", &[peer("scipy", 3.0), shown("sprs")]),
    task("sparse_matmul_grid", "Laplacian²", &[peer("scipy", 3.0)]),
    task("sparse_add", "B + Bᵀ", &[peer("scipy", 2.5), shown("sprs")]),
    task("sparse_from_coo", "coordinates to rows, 1 m", &[peer("scipy", 1.5)]),
    task("sparse_to_csc", "rows to columns, 10 m", &[peer("scipy", 3.0), shown("sprs")]),
    task("sparse_sum0", "sum over rows, 10 m", &[peer("scipy", 2.0)]),
    task("sparse_every_second", "every second row, 1 m", &[peer("scipy", 1.5)]),
    task("solve_lu", "LU of the Laplacian 300², and one solve", &[peer("scipy", 1.5)]),
    task("solve_cholesky", "its Cholesky factor, and one solve", &[peer("scipy", 4.0)]),
    task("solve_cg", "conjugate gradients, 300², to 1e-8", &[peer("scipy", 3.0)]),
    task("solve_cg_multigrid", "multigrid made, and conjugate gradients", &[peer("scipy", 10.0)]),
    task("eigsh_near", "6 eigenvalues of it nearest to 0", &[peer("scipy", 2.5)]),
    task("svds_10", "10 singular values, 1 m random entries", &[peer("scipy", 2.0)]),
    task("graph_dijkstra_1", "dijkstra, 2 m edges, one source", &[peer("scipy", 4.0)]),
    task("graph_dijkstra_8", "dijkstra, eight sources", &[peer("scipy", 7.0)]),
    task("graph_weak", "weak components", &[peer("scipy", 5.0)]),
    task("graph_strong", "strong components", &[peer("scipy", 1.5)]),
    task("graph_tree", "minimum spanning tree", &[peer("scipy", 4.0)]),
    task("graph_bfs", "breadth first order", &[peer("scipy", 2.0)]),
    task("graph_rcm", "reverse Cuthill–McKee of Laplacian 300²", &[peer("scipy", 1.5)]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_task_has_a_peer() {
        for (at, task) in TASKS.iter().enumerate() {
            assert!(TASKS[..at].iter().all(|other| other.name != task.name), "{}", task.name);
            assert!(!task.peers.is_empty(), "{}", task.name);
        }
    }
}
