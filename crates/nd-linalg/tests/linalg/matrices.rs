//! Matrices to test with, and the plain arithmetic that results are checked by.
//!
//! Nothing here uses the crate's own products or norms: a check by the code that is checked
//! proves little.

use nd_core::{Array, ArrayLike, Complex, Ellipsis, View, s};
use nd_linalg::{Field, LinalgElement};
use num_traits::{Float, FromPrimitive};

/// Runs generic checks for all four fields.
macro_rules! all_fields {
    ($($name:ident)*) => {$(
        mod $name {
            use nd_core::Complex;

            #[test]
            fn f32() { super::$name::<f32>(); }
            #[test]
            fn f64() { super::$name::<f64>(); }
            #[test]
            fn complex64() { super::$name::<Complex<f32>>(); }
            #[test]
            fn complex128() { super::$name::<Complex<f64>>(); }
        }
    )*};
}

/// A little generator: 64-bit LCG of Knuth's, its upper bits.
pub(crate) struct Lcg(u64);

impl Lcg {
    pub(crate) fn new(seed: u64) -> Lcg {
        let mut rng = Lcg(seed ^ 0x9e37_79b9_7f4a_7c15);
        rng.bits();
        rng
    }

    pub(crate) fn bits(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 32) as u32
    }

    /// Uniform in [-1, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        f64::from(self.bits()) / 2147483648.0 - 1.0
    }

    /// Uniform below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.bits() as usize % n
    }
}

/// The four fields, as the tests make their numbers.
pub(crate) trait Sample: Field + LinalgElement<Field = Self> {
    /// The field's name, for messages.
    const NAME: &'static str;
    /// `re + i·im`, or `re` alone for real numbers.
    fn make(re: f64, im: f64) -> Self;
    /// The real and imaginary part.
    fn parts(self) -> (f64, f64);
    /// The distance of 1 to the next number, as f64.
    fn eps() -> f64;
    /// The largest finite real number of the field.
    fn huge() -> f64;
    /// The smallest positive normal one.
    fn tiny() -> f64;
}

macro_rules! samples {
    ($($R:ident)*) => {$(
        impl Sample for $R {
            const NAME: &'static str = stringify!($R);
            fn make(re: f64, _: f64) -> $R { re as $R }
            fn parts(self) -> (f64, f64) { (self as f64, 0.0) }
            fn eps() -> f64 { $R::EPSILON as f64 }
            fn huge() -> f64 { $R::MAX as f64 }
            fn tiny() -> f64 { $R::MIN_POSITIVE as f64 }
        }
        impl Sample for Complex<$R> {
            const NAME: &'static str = concat!("Complex<", stringify!($R), ">");
            fn make(re: f64, im: f64) -> Complex<$R> { Complex::new(re as $R, im as $R) }
            fn parts(self) -> (f64, f64) { (self.re as f64, self.im as f64) }
            fn eps() -> f64 { $R::EPSILON as f64 }
            fn huge() -> f64 { $R::MAX as f64 }
            fn tiny() -> f64 { $R::MIN_POSITIVE as f64 }
        }
    )*};
}
samples!(f32 f64);

/// `x` as f64.
pub(crate) fn real<R: Float>(x: R) -> f64 {
    num_traits::cast(x).expect("a float is a number")
}

/// `x` in the reals of a field.
pub(crate) fn to_real<T: Field>(x: f64) -> T::R {
    <T::R as FromPrimitive>::from_f64(x).expect("a float has every f64, rounded")
}

// ---- matrices ----

/// Uniform in [-1, 1), both parts.
pub(crate) fn random<T: Sample>(seed: u64, shape: &[usize]) -> Array<T> {
    let mut rng = Lcg::new(seed);
    Array::from_fn(shape, |_| {
        let re = rng.unit();
        T::make(re, rng.unit())
    })
}

/// A random matrix with `n` added on the diagonal: well conditioned.
pub(crate) fn dominant<T: Sample>(seed: u64, n: usize) -> Array<T> {
    let mut a = random::<T>(seed, &[n, n]);
    for i in 0..n {
        a[[i, i]] += T::make(n as f64, 0.0);
    }
    a
}

/// Hermitian (symmetric for real numbers), indefinite.
pub(crate) fn hermitian<T: Sample>(seed: u64, n: usize) -> Array<T> {
    let a = random::<T>(seed, &[n, n]);
    let half = T::make(0.5, 0.0);
    Array::from_fn([n, n], |i| (a[[i[0], i[1]]] + a[[i[1], i[0]]].conj()) * half)
}

/// Symmetric without conjugation.
pub(crate) fn symmetric<T: Sample>(seed: u64, n: usize) -> Array<T> {
    let a = random::<T>(seed, &[n, n]);
    Array::from_fn([n, n], |i| a[[i[0], i[1]]] + a[[i[1], i[0]]])
}

/// Positive definite: `A·Aᴴ + 1`.
pub(crate) fn positive_definite<T: Sample>(seed: u64, n: usize) -> Array<T> {
    let a = random::<T>(seed, &[n, n]);
    let mut p = product(&a, &adjoint(&a));
    for i in 0..n {
        let (re, _) = p[[i, i]].parts();
        p[[i, i]] = T::make(re + 1.0, 0.0);
    }
    p
}

/// Rows and columns scaled from 1 down to `smallest`: `d_i · a_ij · d_j`.
pub(crate) fn graded<T: Sample>(seed: u64, n: usize, smallest: f64) -> Array<T> {
    let a = random::<T>(seed, &[n, n]);
    let scale = |i: usize| smallest.powf(i as f64 / (2 * n.max(2) - 2) as f64);
    Array::from_fn([n, n], |i| a[[i[0], i[1]]] * T::make(scale(i[0]) * scale(i[1]), 0.0))
}

/// `(m, n)` of rank `r`, up to rounding.
pub(crate) fn of_rank<T: Sample>(seed: u64, m: usize, n: usize, r: usize) -> Array<T> {
    product(&random::<T>(seed, &[m, r]), &random::<T>(seed + 1, &[r, n]))
}

/// `1 / (i + j + 1)`.
pub(crate) fn hilbert<T: Sample>(n: usize) -> Array<T> {
    Array::from_fn([n, n], |i| T::make(1.0 / (i[0] + i[1] + 1) as f64, 0.0))
}

/// On which elimination with partial pivoting grows as 2^(n-1): 1 on the diagonal and in the
/// last column, -1 below.
pub(crate) fn wilkinson_growth<T: Sample>(n: usize) -> Array<T> {
    Array::from_fn([n, n], |i| {
        let x = match i[0].cmp(&i[1]) {
            _ if i[1] + 1 == n => 1.0,
            std::cmp::Ordering::Equal => 1.0,
            std::cmp::Ordering::Greater => -1.0,
            std::cmp::Ordering::Less => 0.0,
        };
        T::make(x, 0.0)
    })
}

/// Wilkinson's tridiagonal W⁺, with pairs of eigenvalues that agree to many digits.
pub(crate) fn wilkinson<T: Sample>(n: usize) -> Array<T> {
    let middle = (n as f64 - 1.0) / 2.0;
    Array::from_fn([n, n], |i| {
        let x = match i[0].abs_diff(i[1]) {
            0 => (i[0] as f64 - middle).abs(),
            1 => 1.0,
            _ => 0.0,
        };
        T::make(x, 0.0)
    })
}

/// The companion matrix of `(x - 1)(x - 2)…(x - n)`.
pub(crate) fn companion<T: Sample>(n: usize) -> Array<T> {
    let mut poly = vec![1.0];
    for root in 1..=n {
        poly.push(0.0);
        for k in (1..poly.len()).rev() {
            poly[k] -= poly[k - 1] * root as f64;
        }
    }
    Array::from_fn([n, n], |i| {
        let x = if i[0] == 0 { -poly[i[1] + 1] } else { f64::from(i[0] == i[1] + 1) };
        T::make(x, 0.0)
    })
}

/// A Jordan block: `lambda` on the diagonal, 1 above. Defective.
pub(crate) fn jordan<T: Sample>(n: usize, lambda: f64) -> Array<T> {
    Array::from_fn([n, n], |i| {
        let x = if i[0] == i[1] { lambda } else { f64::from(i[1] == i[0] + 1) };
        T::make(x, 0.0)
    })
}

/// A random Toeplitz matrix with `n` on its diagonal.
pub(crate) fn toeplitz<T: Sample>(seed: u64, n: usize) -> Array<T> {
    let t = random::<T>(seed, &[2 * n]);
    Array::from_fn([n, n], |i| {
        let x = t[[i[0] + n - i[1]]];
        if i[0] == i[1] { x + T::make(n as f64, 0.0) } else { x }
    })
}

/// The upper (or lower) triangle, zeros elsewhere.
pub(crate) fn triangle<T: Sample>(a: &Array<T>, lower: bool) -> Array<T> {
    let [m, n] = a.view().dims();
    Array::from_fn([m, n], |i| {
        let keep = if lower { i[0] >= i[1] } else { i[0] <= i[1] };
        if keep { a[[i[0], i[1]]] } else { T::zero() }
    })
}

/// Every kind of square matrix of this file: name and matrix.
pub(crate) fn zoo<T: Sample>(n: usize) -> Vec<(&'static str, Array<T>)> {
    vec![
        ("random", random(1, &[n, n])),
        ("dominant", dominant(2, n)),
        ("hermitian", hermitian(3, n)),
        ("positive definite", positive_definite(4, n)),
        ("graded", graded(5, n, T::eps())),
        ("rank deficient", of_rank(6, n, n, n.div_ceil(2))),
        ("Hilbert", hilbert(n)),
        ("Wilkinson's growth", wilkinson_growth(n)),
        ("Wilkinson's W+", wilkinson(n)),
        ("companion", companion(n.min(12))),
        ("Jordan", jordan(n, 0.5)),
        ("nilpotent", jordan(n, 0.0)),
        ("Toeplitz", toeplitz(7, n)),
        ("zero", Array::zeros([n, n])),
        ("identity", identity(n)),
    ]
}

pub(crate) fn identity<T: Sample>(n: usize) -> Array<T> {
    Array::from_fn([n, n], |i| if i[0] == i[1] { T::one() } else { T::zero() })
}

/// What the property tests draw from.
pub(crate) fn special_values<T: Sample>() -> Vec<f64> {
    let (huge, tiny) = (T::huge(), T::tiny());
    vec![
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        3.0,
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        tiny,
        tiny * T::eps(), // the smallest denormal
        -tiny / 2.0,
        huge,
        -huge,
        huge.sqrt(),
        tiny.sqrt(),
        T::eps(),
    ]
}

// ---- layouts ----

/// Calls `check` with views of the same matrix in every kind of layout.
pub(crate) fn each_layout<T: Sample>(a: &Array<T>, mut check: impl FnMut(&str, View<'_, T>)) {
    let a = a.view();
    assert!(a.ndim() >= 2);
    let last = a.ndim() as isize - 1;
    check("C order", a);
    let swapped = a.swapaxes(last - 1, last).to_array();
    check("columns", swapped.swapaxes(last - 1, last));
    let reversed = a.flip(last - 1).flip(last).to_array();
    check("reversed", reversed.flip(last - 1).flip(last));
    let rows = a.flip(last - 1).to_array();
    check("rows reversed", rows.flip(last - 1));
    // Every third element of every second row of something larger.
    let mut shape = a.shape().to_vec();
    let (m, n) = (shape[last as usize - 1], shape[last as usize]);
    shape[last as usize - 1] = 2 * m + 1;
    shape[last as usize] = 3 * n + 2;
    let nan = T::make(f64::NAN, f64::NAN);
    let mut wide = Array::full(shape, nan);
    {
        let mut part = wide.slice_mut(s![Ellipsis, 1..;2, 2..;3]);
        part.assign(a);
    }
    check("stepped", wide.slice(s![Ellipsis, 1..;2, 2..;3]));
}

/// What `f` returns in pools of 1, 2, 3 and 8 threads.
pub(crate) fn in_pools<R: Send>(f: impl Fn() -> R + Sync) -> Vec<R> {
    let pool = |n| rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("a pool");
    [1, 2, 3, 8].into_iter().map(|n| pool(n).install(&f)).collect()
}

/// The bits of all elements, in C order.
pub(crate) fn bits<T: Sample>(a: &Array<T>) -> Vec<(u64, u64)> {
    a.iter().map(|x| x.parts()).map(|(re, im)| (re.to_bits(), im.to_bits())).collect()
}

// ---- arithmetic ----

/// The product, by its definition.
pub(crate) fn product<T: Sample>(a: &Array<T>, b: &Array<T>) -> Array<T> {
    let ([m, k], [other, n]) = (a.view().dims(), b.view().dims());
    assert_eq!(k, other);
    let mut c = Array::<T>::zeros([m, n]);
    for i in 0..m {
        for p in 0..k {
            let x = a[[i, p]];
            for j in 0..n {
                c[[i, j]] += x * b[[p, j]];
            }
        }
    }
    c
}

/// The conjugate transpose.
pub(crate) fn adjoint<T: Sample>(a: &Array<T>) -> Array<T> {
    let [m, n] = a.view().dims();
    Array::from_fn([n, m], |i| a[[i[1], i[0]]].conj())
}

pub(crate) fn difference<T: Sample>(a: &Array<T>, b: &Array<T>) -> Array<T> {
    assert_eq!(a.shape(), b.shape());
    let b: Vec<T> = b.iter().copied().collect();
    let minus = a.iter().zip(b).map(|(&x, y)| x - y).collect();
    Array::from_shape_vec(a.shape(), minus)
}

/// The largest absolute value: NaN if there is one.
pub(crate) fn largest<T: Sample, A: ArrayLike<Elem = T>>(a: A) -> f64 {
    a.view().iter().fold(0.0, |most, x| {
        let (re, im) = x.parts();
        let r = re.hypot(im);
        if r > most || r.is_nan() { r } else { most }
    })
}

/// The Frobenius norm.
pub(crate) fn size<T: Sample, A: ArrayLike<Elem = T>>(a: A) -> f64 {
    let scale = largest(a.view());
    if scale == 0.0 || !scale.is_finite() {
        return scale;
    }
    let sum: f64 =
        a.view().iter().map(|x| x.parts()).map(|(r, i)| (r / scale).hypot(i / scale).powi(2)).sum();
    scale * sum.sqrt()
}

/// Asserts that `a` and `b` differ by at most `units` times eps times `scale`.
#[track_caller]
pub(crate) fn close<T: Sample>(what: &str, a: &Array<T>, b: &Array<T>, units: f64, scale: f64) {
    let off = size(difference(a, b));
    let limit = units * T::eps() * scale;
    assert!(off <= limit, "{what} ({}): off by {off:e}, allowed {limit:e}", T::NAME);
}

/// Asserts that the columns are orthonormal: `QᴴQ = 1`.
#[track_caller]
pub(crate) fn orthonormal<T: Sample>(what: &str, q: &Array<T>) {
    let [m, n] = q.view().dims();
    let units = 10.0 * (m.max(n).max(1)) as f64;
    close(what, &product(&adjoint(q), q), &identity(n), units, 1.0);
}

/// Numbers of a golden file: one array a line, `name shape… : values…`, complex ones as two
/// values.
pub(crate) fn golden(text: &str) -> std::collections::BTreeMap<String, (Vec<usize>, Vec<f64>)> {
    let number = |x: &str| x.parse::<f64>().unwrap_or_else(|_| panic!("not a number: {x}"));
    let line = |line: &str| {
        let (head, values) = line.split_once(':').expect("a name and values");
        let mut words = head.split_whitespace();
        let name = words.next().expect("a name").to_string();
        let shape = words.map(|n| n.parse().expect("a length")).collect();
        (name, (shape, values.split_whitespace().map(number).collect()))
    };
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(line).collect()
}
