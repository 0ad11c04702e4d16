//! Choosing the instruction set once per call: the only place that names CPU features.
//!
//! A kernel is a plain loop over slices behind [`Kernel::run`]. [`dispatch`] compiles it for
//! each instruction set below and picks the best one the CPU has. The [`Isa`] token handed to
//! the kernel says what may be assumed; its one method is the one operation whose *form* (not
//! merely encoding) differs between sets.
//!
//! Nothing here changes a result except [`Isa::mul_add`]: Rust never contracts `a * b + c`
//! by itself, so a kernel that does not call it gives the same bits on every CPU.

use std::sync::OnceLock;

mod sealed {
    pub trait Sealed {}
}

/// A token that says which instructions the current function was compiled for.
///
/// Sealed: the three tokens of this module are all there are.
pub trait Isa: Copy + Send + Sync + sealed::Sealed {
    /// Whether [`mul_add`](Isa::mul_add) is one fused instruction.
    const FMA: bool;
    /// Bytes in the widest vector register: a hint for how far to unroll.
    const VECTOR_BYTES: usize;

    /// `a * b + c`: fused (one rounding) where the CPU has it, two roundings elsewhere.
    ///
    /// `f64::mul_add` on a CPU without FMA is a library call forty times slower than the loop
    /// around it, hence the second form.
    #[inline(always)]
    fn mul_add<T: FusedMulAdd>(self, a: T, b: T, c: T) -> T {
        if Self::FMA { a.fused(b, c) } else { a.unfused(b, c) }
    }
}

/// Float types that [`Isa::mul_add`] takes: `f32` and `f64`.
pub trait FusedMulAdd: Copy + sealed::Sealed {
    #[doc(hidden)]
    fn fused(self, b: Self, c: Self) -> Self;
    #[doc(hidden)]
    fn unfused(self, b: Self, c: Self) -> Self;
}

impl sealed::Sealed for f32 {}
impl sealed::Sealed for f64 {}

impl FusedMulAdd for f32 {
    #[inline(always)]
    fn fused(self, b: Self, c: Self) -> Self {
        self.mul_add(b, c)
    }
    #[inline(always)]
    fn unfused(self, b: Self, c: Self) -> Self {
        self * b + c
    }
}

impl FusedMulAdd for f64 {
    #[inline(always)]
    fn fused(self, b: Self, c: Self) -> Self {
        self.mul_add(b, c)
    }
    #[inline(always)]
    fn unfused(self, b: Self, c: Self) -> Self {
        self * b + c
    }
}

/// Whatever the compilation target guarantees, and no more.
#[derive(Clone, Copy, Debug)]
pub struct Baseline;
/// x86-64 with AVX2 and FMA (every server since 2015).
#[derive(Clone, Copy, Debug)]
pub struct Avx2;
/// x86-64 with AVX-512 F, DQ, BW, VL and FMA.
#[derive(Clone, Copy, Debug)]
pub struct Avx512;

impl sealed::Sealed for Baseline {}
impl sealed::Sealed for Avx2 {}
impl sealed::Sealed for Avx512 {}

impl Isa for Baseline {
    // AArch64 has fused multiply-add and 128-bit NEON in its baseline.
    const FMA: bool = cfg!(any(target_arch = "aarch64", target_feature = "fma"));
    const VECTOR_BYTES: usize = 16;
}
impl Isa for Avx2 {
    const FMA: bool = true;
    const VECTOR_BYTES: usize = 32;
}
impl Isa for Avx512 {
    const FMA: bool = true;
    const VECTOR_BYTES: usize = 64;
}

/// A computation to be compiled for several instruction sets.
///
/// Mark `run` and everything hot beneath it `#[inline(always)]`: only what is inlined into
/// the dispatched body gets its instruction set.
pub trait Kernel {
    /// What the computation returns.
    type Output;
    /// Runs the computation with the instructions that `isa` stands for.
    fn run<I: Isa>(self, isa: I) -> Self::Output;
}

/// The instruction sets a [`Kernel`] can be run with, best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// [`Baseline`].
    Baseline,
    /// [`Avx2`].
    Avx2,
    /// [`Avx512`].
    Avx512,
}

/// The level in use, found once: the best this CPU has.
///
/// The environment variable `ND_SIMD=baseline|avx2|avx512` lowers it (for tests that compare
/// levels) and never raises it.
///
/// # Examples
/// ```
/// use nd_core::simd::{Level, level};
/// assert!(level() >= Level::Baseline);
/// ```
#[inline]
pub fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(|| {
        let wanted = match std::env::var("ND_SIMD").as_deref() {
            Ok("baseline") => Level::Baseline,
            Ok("avx2") => Level::Avx2,
            _ => Level::Avx512,
        };
        wanted.min(detected())
    })
}

#[cfg(target_arch = "x86_64")]
fn detected() -> Level {
    let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    let avx512 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl");
    match (avx2, avx512) {
        (true, true) => Level::Avx512, // so AVX-512 implies AVX2 here
        (true, false) => Level::Avx2,
        _ => Level::Baseline,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detected() -> Level {
    Level::Baseline
}

/// Runs `kernel` with the best instruction set of this CPU, up to AVX2.
///
/// What memory feeds gains nothing from wider registers, and each set is compiled anew for
/// every closure: [`dispatch_wide`] is for kernels that calculate longer than they load.
///
/// The choice costs one load and a predictable branch, so call it once per block of a few
/// thousand elements, not per element.
///
/// # Examples
/// ```
/// use nd_core::simd::{Isa, Kernel, dispatch};
///
/// struct Axpy<'a> { a: f64, x: &'a [f64], y: &'a mut [f64] }
/// impl Kernel for Axpy<'_> {
///     type Output = ();
///     #[inline(always)]
///     fn run<I: Isa>(self, isa: I) {
///         for (y, &x) in self.y.iter_mut().zip(self.x) {
///             *y = isa.mul_add(self.a, x, *y);
///         }
///     }
/// }
/// let mut y = [1.0, 2.0];
/// dispatch(Axpy { a: 2.0, x: &[10.0, 20.0], y: &mut y });
/// assert_eq!(y, [21.0, 42.0]);
/// ```
#[inline]
pub fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    match level() {
        // SAFETY: `level` reports Avx2, or more, only after detecting AVX2 and FMA.
        Level::Avx2 | Level::Avx512 => unsafe { run_avx2(kernel) },
        Level::Baseline => kernel.run(Baseline),
    }
    #[cfg(not(target_arch = "x86_64"))]
    kernel.run(Baseline)
}

/// As [`dispatch`], up to AVX-512.
///
/// # Examples
/// ```
/// use nd_core::simd::{Isa, Kernel, dispatch_wide};
///
/// struct Width;
/// impl Kernel for Width {
///     type Output = usize;
///     #[inline(always)]
///     fn run<I: Isa>(self, _: I) -> usize { I::VECTOR_BYTES }
/// }
/// assert!(dispatch_wide(Width) >= 16);
/// ```
#[inline]
pub fn dispatch_wide<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    if level() == Level::Avx512 {
        // SAFETY: `level` reports Avx512 only after detecting every feature enabled there.
        return unsafe { run_avx512(kernel) };
    }
    dispatch(kernel)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn run_avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Avx2)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma")]
fn run_avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Avx512)
}
