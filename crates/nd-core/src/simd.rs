//! Choosing the instruction set once per call: the only place that names CPU features.
//!
//! A kernel is a plain loop over slices behind [`Kernel::run`]. [`dispatch`] compiles it for
//! each instruction set below and picks the best one the CPU has. The [`Isa`] token handed to
//! the kernel says what may be assumed; its one method is the one operation whose *form* (not
//! merely encoding) differs between sets.
//!
//! Nothing here changes a result except [`Isa::mul_add`]: Rust never contracts `a * b + c`
//! by itself, so a kernel that does not call it gives the same bits on every CPU.

use std::ops::{Add, Mul, Neg, Sub};
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
    /// A register full of `f32`.
    type F32: Register<f32, Isa = Self>;
    /// A register full of `f64`.
    type F64: Register<f64, Isa = Self>;

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
pub trait FusedMulAdd: Copy + Default + sealed::Sealed + 'static {
    /// A register full of them.
    type Register<I: Isa>: Register<Self, Isa = I>;
    #[doc(hidden)]
    fn fused(self, b: Self, c: Self) -> Self;
    #[doc(hidden)]
    fn unfused(self, b: Self, c: Self) -> Self;
}

impl sealed::Sealed for f32 {}
impl sealed::Sealed for f64 {}

impl FusedMulAdd for f32 {
    type Register<I: Isa> = I::F32;
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
    type Register<I: Isa> = I::F64;
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
// The fields are private: who has one of these was given it by `dispatch`, on a CPU that has the set.
/// x86-64 with AVX2, FMA and the instructions for bits: BMI1, BMI2, LZCNT, POPCNT (every server since 2015).
#[derive(Clone, Copy, Debug)]
pub struct Avx2(());
/// x86-64 with AVX-512 F, DQ, BW, VL and what [`Avx2`] stands for.
#[derive(Clone, Copy, Debug)]
pub struct Avx512(());

impl sealed::Sealed for Baseline {}
impl sealed::Sealed for Avx2 {}
impl sealed::Sealed for Avx512 {}

impl Isa for Baseline {
    // AArch64 has fused multiply-add and 128-bit NEON in its baseline.
    const FMA: bool = cfg!(any(target_arch = "aarch64", target_feature = "fma"));
    const VECTOR_BYTES: usize = 16;
    type F32 = Portable<f32, 4, Self>;
    type F64 = Portable<f64, 2, Self>;
}
impl Isa for Avx2 {
    const FMA: bool = true;
    const VECTOR_BYTES: usize = 32;
    type F32 = x86::F32x8;
    type F64 = x86::F64x4;
}
impl Isa for Avx512 {
    const FMA: bool = true;
    const VECTOR_BYTES: usize = 64;
    type F32 = x86::F32x16;
    type F64 = x86::F64x8;
}

/// Numbers that are calculated with at once, where a loop over slices does not become vector instructions by
/// itself: butterflies and other long formulas, whose intermediate values the compiler would keep in memory.
///
/// Values come from a token of the instruction set, so whoever has one runs on a CPU that has the set.
pub trait Register<T>: Copy {
    /// The instruction set.
    type Isa: Isa;
    /// As many numbers as it holds, in memory.
    type Array: Copy + AsRef<[T]> + AsMut<[T]>;
    /// How many those are.
    const LEN: usize;
    /// A slice in pieces, without what is left over at its end.
    fn pieces(a: &[T]) -> &[Self::Array];
    /// As [`pieces`](Self::pieces), to be written.
    fn pieces_mut(a: &mut [T]) -> &mut [Self::Array];
    /// The numbers of an array.
    fn load(isa: Self::Isa, from: &Self::Array) -> Self;
    /// Writes the numbers.
    fn store(self, to: &mut Self::Array);
    /// The same number everywhere.
    fn splat(isa: Self::Isa, x: T) -> Self;
    /// `self + other`.
    fn plus(self, other: Self) -> Self;
    /// `self - other`.
    fn minus(self, other: Self) -> Self;
    /// `self * other`.
    fn times(self, other: Self) -> Self;
    /// `self * b + c`, as [`Isa::mul_add`].
    fn mul_add(self, b: Self, c: Self) -> Self;
    /// `self * b - c`, likewise.
    fn mul_sub(self, b: Self, c: Self) -> Self;
}

/// A [`Register`] in plain Rust.
#[derive(Clone, Copy, Debug)]
pub struct Portable<T, const N: usize, I>([T; N], I);

impl<T, const N: usize, I: Isa> Portable<T, N, I>
where
    T: FusedMulAdd,
{
    #[inline(always)]
    fn with(mut self, other: Self, f: impl Fn(T, T) -> T) -> Self {
        for (x, &y) in self.0.iter_mut().zip(&other.0) {
            *x = f(*x, y);
        }
        self
    }
}

impl<T, const N: usize, I: Isa> Register<T> for Portable<T, N, I>
where
    T: FusedMulAdd + Add<Output = T> + Sub<Output = T> + Mul<Output = T> + Neg<Output = T>,
{
    type Isa = I;
    type Array = [T; N];
    const LEN: usize = N;
    #[inline(always)]
    fn pieces(a: &[T]) -> &[[T; N]] {
        a.as_chunks().0
    }
    #[inline(always)]
    fn pieces_mut(a: &mut [T]) -> &mut [[T; N]] {
        a.as_chunks_mut().0
    }
    #[inline(always)]
    fn load(isa: I, from: &[T; N]) -> Self {
        Portable(*from, isa)
    }
    #[inline(always)]
    fn store(self, to: &mut [T; N]) {
        *to = self.0;
    }
    #[inline(always)]
    fn splat(isa: I, x: T) -> Self {
        Portable([x; N], isa)
    }
    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.with(other, |x, y| x + y)
    }
    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.with(other, |x, y| x - y)
    }
    #[inline(always)]
    fn times(self, other: Self) -> Self {
        self.with(other, |x, y| x * y)
    }
    #[inline(always)]
    fn mul_add(mut self, b: Self, c: Self) -> Self {
        for ((x, &b), &c) in self.0.iter_mut().zip(&b.0).zip(&c.0) {
            *x = self.1.mul_add(*x, b, c);
        }
        self
    }
    #[inline(always)]
    fn mul_sub(mut self, b: Self, c: Self) -> Self {
        for ((x, &b), &c) in self.0.iter_mut().zip(&b.0).zip(&c.0) {
            *x = self.1.mul_add(*x, b, -c);
        }
        self
    }
}

/// Registers of x86-64.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Avx2, Avx512, Register};
    use std::arch::x86_64::*;

    macro_rules! registers {
        ($($Name:ident $Inner:ident $T:ident $n:literal $Isa:ident:
            $load:ident $store:ident $splat:ident $add:ident $sub:ident $mul:ident $fma:ident $fms:ident;)*) => {$(
            /// A register; its existence says that the CPU has the instruction set.
            #[derive(Clone, Copy, Debug)]
            pub struct $Name($Inner);

            impl Register<$T> for $Name {
                type Isa = $Isa;
                type Array = [$T; $n];
                const LEN: usize = $n;
                #[inline(always)]
                fn pieces(a: &[$T]) -> &[[$T; $n]] {
                    a.as_chunks().0
                }
                #[inline(always)]
                fn pieces_mut(a: &mut [$T]) -> &mut [[$T; $n]] {
                    a.as_chunks_mut().0
                }
                #[inline(always)]
                fn load(_: $Isa, from: &[$T; $n]) -> Self {
                    // SAFETY: the array is as long as the register, alignment is not asked for, and the
                    // token exists only on a CPU that has the instruction.
                    Self(unsafe { $load(from.as_ptr()) })
                }
                #[inline(always)]
                fn store(self, to: &mut [$T; $n]) {
                    // SAFETY: as in `load`; a register was made from a token.
                    unsafe { $store(to.as_mut_ptr(), self.0) }
                }
                #[inline(always)]
                fn splat(_: $Isa, x: $T) -> Self {
                    // SAFETY: the token exists only on a CPU that has the instruction.
                    Self(unsafe { $splat(x) })
                }
                #[inline(always)]
                fn plus(self, other: Self) -> Self {
                    // SAFETY: a register was made from a token, which exists only on a CPU that has the
                    // instruction.
                    Self(unsafe { $add(self.0, other.0) })
                }
                #[inline(always)]
                fn minus(self, other: Self) -> Self {
                    // SAFETY: as in `plus`.
                    Self(unsafe { $sub(self.0, other.0) })
                }
                #[inline(always)]
                fn times(self, other: Self) -> Self {
                    // SAFETY: as in `plus`.
                    Self(unsafe { $mul(self.0, other.0) })
                }
                #[inline(always)]
                fn mul_add(self, b: Self, c: Self) -> Self {
                    // SAFETY: as in `plus`.
                    Self(unsafe { $fma(self.0, b.0, c.0) })
                }
                #[inline(always)]
                fn mul_sub(self, b: Self, c: Self) -> Self {
                    // SAFETY: as in `plus`.
                    Self(unsafe { $fms(self.0, b.0, c.0) })
                }
            }
        )*};
    }
    registers! {
        F32x8 __m256 f32 8 Avx2: _mm256_loadu_ps _mm256_storeu_ps _mm256_set1_ps _mm256_add_ps
            _mm256_sub_ps _mm256_mul_ps _mm256_fmadd_ps _mm256_fmsub_ps;
        F64x4 __m256d f64 4 Avx2: _mm256_loadu_pd _mm256_storeu_pd _mm256_set1_pd _mm256_add_pd
            _mm256_sub_pd _mm256_mul_pd _mm256_fmadd_pd _mm256_fmsub_pd;
        F32x16 __m512 f32 16 Avx512: _mm512_loadu_ps _mm512_storeu_ps _mm512_set1_ps _mm512_add_ps
            _mm512_sub_ps _mm512_mul_ps _mm512_fmadd_ps _mm512_fmsub_ps;
        F64x8 __m512d f64 8 Avx512: _mm512_loadu_pd _mm512_storeu_pd _mm512_set1_pd _mm512_add_pd
            _mm512_sub_pd _mm512_mul_pd _mm512_fmadd_pd _mm512_fmsub_pd;
    }
}

/// Without registers of x86-64: no CPU runs these.
#[cfg(not(target_arch = "x86_64"))]
mod x86 {
    use super::{Avx2, Avx512, Portable};

    pub type F32x8 = Portable<f32, 8, Avx2>;
    pub type F64x4 = Portable<f64, 4, Avx2>;
    pub type F32x16 = Portable<f32, 16, Avx512>;
    pub type F64x8 = Portable<f64, 8, Avx512>;
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
    // Every CPU with AVX2 has the instructions for counting bits; but asking is what makes it sound.
    let bits = is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt");
    let avx2 = bits && is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
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
#[target_feature(enable = "avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
fn run_avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Avx2(()))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,bmi1,bmi2,lzcnt,popcnt")]
fn run_avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Avx512(()))
}
