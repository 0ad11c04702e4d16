//! What a signal's elements have to be, and the lanes of a signal along an axis.

use half::{bf16, f16};
use nd_core::{
    Array, ArrayLike, CastTo, Complex, CowArray, Element, View, normalize_axis, threads, zip,
};

/// Elements that a signal consists of: all numbers of nd.
///
/// Everything here is computed in double precision. `f32` and `Complex<f32>` come out as such, 16-bit floats as `f32`,
/// integers and `bool` as `f64`.
///
/// # Examples
/// ```
/// use nd_ops::signal::{Sampled, Samples, detrend};
///
/// fn straightened<T: Sampled>(a: &[T]) -> Samples<&[T]> {
///     detrend(a, -1).expect("finite")
/// }
/// assert_eq!(straightened(&[1.0f32, 2.0, 4.0]).size(), 3);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that a signal may consist of",
    note = "convert first: `a.cast::<f64>()`"
)]
pub trait Sampled: Element {
    /// The type of a filtered signal.
    type Sample: Sampled<Sample = Self::Sample, Wide = Self::Wide>;
    /// The type of a signal's powers and magnitudes.
    type Real: Element;
    /// The type of a signal's spectrum.
    type Spectrum: Element;
    /// The type of a filter's state: that of a sample, in double precision.
    type Wide: Sampled<Sample = Self::Wide, Wide = Self::Wide>;

    /// Whether there are imaginary parts.
    #[doc(hidden)]
    const COMPLEX: bool;
    /// The real parts, and the imaginary ones where there are some, in C order.
    #[doc(hidden)]
    fn parts_of(a: View<'_, Self>) -> Vec<CowArray<'_, f64>>;
    /// The samples in rows that are given, those of imaginary parts after those of real ones.
    #[doc(hidden)]
    fn samples_of(shape: &[usize], rows: Array<f64>) -> Array<Self::Sample>;
    /// As [`samples_of`](Self::samples_of), in double precision.
    #[doc(hidden)]
    fn wide_of(shape: &[usize], rows: Array<f64>) -> Array<Self::Wide>;
    #[doc(hidden)]
    fn reals_of(a: Array<f64>) -> Array<Self::Real>;
    #[doc(hidden)]
    fn spectrum_of(a: Array<Complex<f64>>) -> Array<Self::Spectrum>;
}

/// A filtered signal: an array of what the elements of `A` become.
pub type Samples<A> = Array<<<A as ArrayLike>::Elem as Sampled>::Sample>;
/// Powers or magnitudes of the elements of `A`.
pub type Reals<A> = Array<<<A as ArrayLike>::Elem as Sampled>::Real>;
/// Spectra of the elements of `A`.
pub type Spectra<A> = Array<<<A as ArrayLike>::Elem as Sampled>::Spectrum>;

fn cast<T: CastTo<U>, U: Element>(a: Array<T>) -> Array<U> {
    a.view().cast::<U>()
}

fn unchanged<T>(a: Array<T>) -> Array<T> {
    a
}

fn joined(shape: &[usize], rows: Array<f64>) -> Array<Complex<f64>> {
    let (real, imaginary) = (rows.size() / 2, rows.size());
    let rows = rows.as_slice().expect("rows are in C order");
    let parts = (View::from_slice(&rows[..real]), View::from_slice(&rows[real..imaginary]));
    zip((&parts.0, &parts.1)).map(|(re, im)| Complex::new(re, im)).into_reshaped(shape)
}

/// The elements of an array that was just made.
pub(crate) fn elements<T>(a: &mut Array<T>) -> &mut [T] {
    a.as_slice_mut().expect("new arrays are contiguous")
}

macro_rules! real {
    ($($T:ty => $Sample:ty, $Spectrum:ty, $parts:expr, $narrowed:expr, $spectrum:expr;)*) => {$(
        impl Sampled for $T {
            type Sample = $Sample;
            type Real = $Sample;
            type Spectrum = $Spectrum;
            type Wide = f64;
            const COMPLEX: bool = false;
            fn parts_of(a: View<'_, Self>) -> Vec<CowArray<'_, f64>> {
                let parts: fn(View<'_, $T>) -> CowArray<'_, f64> = $parts;
                vec![parts(a)]
            }
            fn samples_of(shape: &[usize], rows: Array<f64>) -> Array<$Sample> {
                $narrowed(rows.into_reshaped(shape))
            }
            fn wide_of(shape: &[usize], rows: Array<f64>) -> Array<f64> {
                rows.into_reshaped(shape)
            }
            fn reals_of(a: Array<f64>) -> Array<$Sample> {
                $narrowed(a)
            }
            fn spectrum_of(a: Array<Complex<f64>>) -> Array<$Spectrum> {
                $spectrum(a)
            }
        }
    )*};
    (single: $($T:ty)*) => {
        real!($($T => f32, Complex<f32>, |a| CowArray::Owned(a.cast::<f64>().view().flatten()), cast, cast;)*);
    };
    (double: $($T:ty)*) => {
        real!($($T => f64, Complex<f64>, |a| CowArray::Owned(a.cast::<f64>().view().flatten()), unchanged, unchanged;)*);
    };
}
real!(f64 => f64, Complex<f64>, |a| a.ravel(), unchanged, unchanged;);
real!(single: f32 f16 bf16);
real!(double: bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

macro_rules! complex {
    ($($Part:ty, $narrowed:expr, $reals:expr;)*) => {$(
        impl Sampled for Complex<$Part> {
            type Sample = Complex<$Part>;
            type Real = $Part;
            type Spectrum = Complex<$Part>;
            type Wide = Complex<f64>;
            const COMPLEX: bool = true;
            fn parts_of(a: View<'_, Self>) -> Vec<CowArray<'_, f64>> {
                let a = a.ravel();
                let part = |f: fn(Complex<$Part>) -> $Part| -> CowArray<'_, f64> {
                    CowArray::Owned(Array::from_vec(a.iter().map(|&z| f64::from(f(z))).collect()))
                };
                vec![part(|z| z.re), part(|z| z.im)]
            }
            fn samples_of(shape: &[usize], rows: Array<f64>) -> Array<Self> {
                $narrowed(joined(shape, rows))
            }
            fn wide_of(shape: &[usize], rows: Array<f64>) -> Array<Complex<f64>> {
                joined(shape, rows)
            }
            fn reals_of(a: Array<f64>) -> Array<$Part> {
                $reals(a)
            }
            fn spectrum_of(a: Array<Complex<f64>>) -> Array<Self> {
                $narrowed(a)
            }
        }
    )*};
}
complex!(f32, cast, cast; f64, unchanged, unchanged;);

/// Where lanes lie in an array: the other axes, and the place of theirs.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) others: Vec<usize>,
    pub(crate) axis: usize,
}

impl Place {
    /// The axis `axis` of a shape.
    #[track_caller]
    pub(crate) fn of(op: &'static str, shape: &[usize], axis: isize) -> Place {
        let axis = normalize_axis(op, axis, shape.len()).unwrap_or_else(|error| panic!("{error}"));
        let mut others = shape.to_vec();
        others.remove(axis);
        Place { others, axis }
    }

    /// How many lanes there are.
    pub(crate) fn lanes(&self) -> usize {
        self.others.iter().product()
    }

    /// The shape with lanes of length `n`, as the array has its axes.
    pub(crate) fn shape(&self, n: usize) -> Vec<usize> {
        let mut shape = self.others.clone();
        shape.insert(self.axis, n);
        shape
    }

    /// The shape with lanes of length `n` as the last axis.
    pub(crate) fn rows_shape(&self, n: usize) -> Vec<usize> {
        let mut shape = self.others.clone();
        shape.push(n);
        shape
    }

    /// An array whose last axis is that of the lanes, with the axis where it was; `added` axes may come after it.
    pub(crate) fn put_back<T>(&self, a: Array<T>, added: usize) -> Array<T> {
        let ndim = a.ndim();
        let from = ndim - 1 - added;
        let mut order: Vec<isize> = (0..ndim as isize).collect();
        let axis = order.remove(from);
        order.insert(self.axis, axis);
        a.into_permuted(&order)
    }
}

/// The lanes of a signal along an axis as rows, those of imaginary parts after those of real ones.
pub(crate) struct Rows<'a> {
    parts: Vec<CowArray<'a, f64>>,
    pub(crate) place: Place,
    pub(crate) n: usize,
}

impl<'a> Rows<'a> {
    #[track_caller]
    pub(crate) fn of<T: Sampled>(op: &'static str, a: View<'a, T>, axis: isize) -> Rows<'a> {
        let place = Place::of(op, a.shape(), axis);
        let n = a.shape()[place.axis];
        Rows { parts: T::parts_of(a.moveaxis(place.axis as isize, -1)), place, n }
    }

    pub(crate) fn count(&self) -> usize {
        self.place.lanes() * self.parts.len()
    }

    pub(crate) fn parts_count(&self) -> usize {
        self.parts.len()
    }

    /// The real parts, or the imaginary ones.
    pub(crate) fn part(&self, k: usize) -> &[f64] {
        self.parts[k].as_slice().expect("parts are in C order")
    }

    pub(crate) fn row(&self, k: usize) -> &[f64] {
        let lanes = self.place.lanes();
        &self.part(k / lanes)[k % lanes * self.n..][..self.n]
    }

    /// Whether all elements are finite.
    pub(crate) fn all_finite(&self) -> bool {
        (0..self.parts.len()).all(|k| self.part(k).iter().all(|x| x.is_finite()))
    }

    /// What `work` makes of each row, in rows of length `len`.
    pub(crate) fn each(
        &self,
        len: usize,
        work: &(dyn Fn(&[f64], &mut [f64]) + Sync),
    ) -> Array<f64> {
        let mut all = Array::zeros(self.count() * len);
        let out = elements(&mut all);
        if !out.is_empty() {
            // Some ten thousand elements a task.
            let rows = (1 << 14) / self.n.max(len) + 1;
            threads::chunks(out, rows * len, &|start, out| {
                for (k, out) in out.chunks_mut(len).enumerate() {
                    work(self.row(start / len + k), out);
                }
            });
        }
        all
    }

    /// New rows as a signal of the same kind.
    pub(crate) fn signal<T: Sampled>(&self, len: usize, rows: Array<f64>) -> Array<T::Sample> {
        self.place.put_back(T::samples_of(&self.place.rows_shape(len), rows), 0)
    }

    /// As [`signal`](Self::signal), in double precision.
    pub(crate) fn wide<T: Sampled>(&self, len: usize, rows: Array<f64>) -> Array<T::Wide> {
        self.place.put_back(T::wide_of(&self.place.rows_shape(len), rows), 0)
    }

    /// The same lanes with zeros behind them, up to a length.
    pub(crate) fn filled(self, n: usize) -> Rows<'a> {
        if n <= self.n { self } else { self.within(0, n) }
    }

    /// The same lanes in rows of zeros of length `n`, from `start` on.
    pub(crate) fn within(self, start: usize, n: usize) -> Rows<'a> {
        let longer = |part: &CowArray<'_, f64>| {
            let mut all = Array::zeros(self.place.lanes() * n);
            let part = part.as_slice().expect("parts are in C order");
            for (out, row) in elements(&mut all).chunks_mut(n).zip(part.chunks(self.n.max(1))) {
                out[start..start + row.len()].copy_from_slice(row);
            }
            CowArray::Owned(all)
        };
        Rows { parts: self.parts.iter().map(longer).collect(), place: self.place, n }
    }
}

/// A sequence of numbers with one axis.
#[track_caller]
pub(crate) fn sequence<A: ArrayLike<Elem = f64>>(op: &'static str, a: A) -> Vec<f64> {
    let a = a.view();
    if a.ndim() != 1 {
        let shape = a.shape().into();
        panic!("{}", nd_core::ShapeError::Rank { op, expected: "one axis", shape });
    }
    a.to_array().into_vec()
}
