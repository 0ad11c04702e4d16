//! `medfilt`: medians of windows.

use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, Element, ShapeError, View, threads};

/// Elements of a row that one task makes.
const PART: usize = 1 << 13;

/// Elements that medians can be taken of: integers, and floats of 32 and 64 bits.
///
/// # Examples
/// ```
/// use nd_ops::signal::{MedianFiltered, medfilt};
///
/// fn cleaned<T: MedianFiltered>(a: &[T]) -> nd_core::Array<T> {
///     medfilt(a, &[3])
/// }
/// assert_eq!(cleaned(&[1, 9, 1]), nd_core::array![1, 1, 1]);
/// ```
#[diagnostic::on_unimplemented(message = "medians of windows are not taken of `{Self}`")]
pub trait MedianFiltered: Element {
    /// The elements as numbers whose order is theirs; NaN is the largest.
    #[doc(hidden)]
    const ZERO: i64 = 0;
    #[doc(hidden)]
    const NAN: Option<i64> = None;
    #[doc(hidden)]
    fn keys_of(a: View<'_, Self>) -> Vec<i64>;
    #[doc(hidden)]
    fn of_keys(keys: Vec<i64>, shape: &[usize]) -> Array<Self>;
}

macro_rules! integers {
    ($($T:ty)*) => {$(
        impl MedianFiltered for $T {
            fn keys_of(a: View<'_, Self>) -> Vec<i64> {
                a.iter().map(|&x| x as i64).collect()
            }
            fn of_keys(keys: Vec<i64>, shape: &[usize]) -> Array<Self> {
                Array::from_shape_vec(shape, keys.iter().map(|&key| key as $T).collect::<Vec<_>>())
            }
        }
    )*};
}
integers!(i8 i16 i32 i64 isize u8 u16 u32);

/// The upper half of the numbers becomes the positive one.
const UPPER: u64 = 1 << 63;

macro_rules! large {
    ($($T:ty)*) => {$(
        impl MedianFiltered for $T {
            const ZERO: i64 = UPPER as i64;
            fn keys_of(a: View<'_, Self>) -> Vec<i64> {
                a.iter().map(|&x| (x as u64 ^ UPPER) as i64).collect()
            }
            fn of_keys(keys: Vec<i64>, shape: &[usize]) -> Array<Self> {
                let all = keys.iter().map(|&key| (key as u64 ^ UPPER) as $T).collect::<Vec<_>>();
                Array::from_shape_vec(shape, all)
            }
        }
    )*};
}
large!(u64 usize);

/// Bits of floats in the order of the floats, one zero and one NaN; its own inverse but for those.
fn turned(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

macro_rules! floats {
    ($($T:ty)*) => {$(
        impl MedianFiltered for $T {
            const NAN: Option<i64> = Some(i64::MAX);
            fn keys_of(a: View<'_, Self>) -> Vec<i64> {
                let key = |x: f64| if x.is_nan() { i64::MAX } else { turned((x + 0.0).to_bits() as i64) };
                a.iter().map(|&x| key(f64::from(x))).collect()
            }
            fn of_keys(keys: Vec<i64>, shape: &[usize]) -> Array<Self> {
                let float = |key| if key == i64::MAX { f64::NAN } else { f64::from_bits(turned(key) as u64) };
                Array::from_shape_vec(shape, keys.iter().map(|&key| float(key) as $T).collect::<Vec<_>>())
            }
        }
    )*};
}
floats!(f32 f64);

/// The median of the window around each element; beyond the ends are zeros.
///
/// `a`: any shape, `window`: the length along each axis, or one for all, odd → the shape and type of `a`. NaN in a window
/// makes its median NaN.
///
/// # Panics
/// If a length is even, or there are several and not one for each axis.
///
/// # SciPy
/// `scipy.signal.medfilt(a, window)`, for which NaN is smaller than everything.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::medfilt;
///
/// assert_eq!(medfilt(&[1, 5, 2, 9], &[3]), array![1, 2, 5, 2]);
/// assert_eq!(medfilt(&[[0, 1, 2], [3, 4, 5]], &[3]), array![[0, 1, 0], [0, 1, 0]]);
/// ```
/// ```should_panic
/// nd_ops::signal::medfilt(&[1, 2], &[2]);
/// ```
#[track_caller]
pub fn medfilt<A: ArrayLike<Elem: MedianFiltered>>(a: A, window: &[usize]) -> Array<A::Elem> {
    let a = a.view();
    let window = match *window {
        [one] => vec![one; a.ndim()],
        _ if window.len() == a.ndim() => window.to_vec(),
        _ => {
            let (given, shape) = (window.len(), a.shape().into());
            panic!("{}", ShapeError::IndexCount { op: "medfilt", given, shape });
        }
    };
    if let Some(even) = window.iter().find(|&&len| len.is_multiple_of(2)) {
        panic!("medfilt: a window of length {even}, which has to be odd");
    }
    let keys = A::Elem::keys_of(a);
    let windows = Windows {
        keys: &keys,
        shape: a.shape(),
        window: &window,
        zero: A::Elem::ZERO,
        nan: A::Elem::NAN,
    };
    A::Elem::of_keys(windows.medians(), a.shape())
}

/// Windows of keys that are in C order.
struct Windows<'a> {
    keys: &'a [i64],
    shape: &'a [usize],
    window: &'a [usize],
    zero: i64,
    nan: Option<i64>,
}

impl Windows<'_> {
    fn medians(&self) -> Vec<i64> {
        let mut out = vec![0; self.keys.len()];
        let Some(&n) = self.shape.last() else { return self.keys.to_vec() };
        if out.is_empty() {
            return out;
        }
        let parts: Vec<(usize, usize, &mut [i64])> = out
            .chunks_mut(n)
            .enumerate()
            .flat_map(|(row, out)| {
                out.chunks_mut(PART).enumerate().map(move |(k, out)| (row, k * PART, out))
            })
            .collect();
        threads::items(parts, &|_, (row, start, out)| self.part(row, start, out));
        out
    }

    /// Medians along a part of a row: a sorted window, in and out of which columns go.
    fn part(&self, row: usize, start: usize, out: &mut [i64]) {
        let width = self.window[self.window.len() - 1];
        let wide = self.window.iter().product::<usize>() > width;
        match width {
            3 if !wide => return self.small::<3>(row, start, out),
            5 if !wide => return self.small::<5>(row, start, out),
            7 if !wide => return self.small::<7>(row, start, out),
            _ => {}
        }
        let rows = self.rows_around(row);
        let half = (width / 2) as isize;
        let start = start as isize;
        let mut sorted: Vec<i64> =
            (start - half..=start + half).flat_map(|at| self.column(&rows, at)).collect();
        sorted.sort_unstable();
        for (k, out) in out.iter_mut().enumerate() {
            let at = start + k as isize;
            if k > 0 {
                for (old, new) in
                    self.column(&rows, at - half - 1).zip(self.column(&rows, at + half))
                {
                    exchange(&mut sorted, old, new);
                }
            }
            let largest = sorted.last().copied();
            *out = if self.nan.is_some() && largest == self.nan {
                i64::MAX
            } else {
                sorted[sorted.len() / 2]
            };
        }
    }

    /// Medians of few elements of a row.
    fn small<const W: usize>(&self, row: usize, start: usize, out: &mut [i64]) {
        let n = self.shape[self.shape.len() - 1];
        let row = &self.keys[row * n..][..n];
        let half = W / 2;
        let beyond =
            |k: usize| k.checked_sub(half).and_then(|k| row.get(k)).copied().unwrap_or(self.zero);
        let around: Vec<i64> = (start..start + out.len() + W - 1).map(beyond).collect();
        dispatch(Small::<W> { around: &around, nan: self.nan.is_some(), out });
    }

    /// The rows of the last axis that windows of a row reach into; none for those beyond the array.
    fn rows_around(&self, row: usize) -> Vec<Option<usize>> {
        let outer = self.shape.len() - 1;
        let mut rows = vec![Some(0)];
        let mut rest = row;
        let mut index = vec![0; outer];
        for axis in (0..outer).rev() {
            index[axis] = rest % self.shape[axis];
            rest /= self.shape[axis];
        }
        for ((&at, &len), &window) in index.iter().zip(self.shape).zip(self.window) {
            let near = |k: usize| (at + k).checked_sub(window / 2).filter(|&at| at < len);
            let next = rows
                .iter()
                .flat_map(|&before| (0..window).map(move |k| Some(before? * len + near(k)?)));
            rows = next.collect();
        }
        rows
    }

    /// The elements of a window at a place of the last axis.
    fn column(&self, rows: &[Option<usize>], at: isize) -> impl Iterator<Item = i64> {
        let n = self.shape[self.shape.len() - 1];
        let at = usize::try_from(at).ok().filter(|&at| at < n);
        rows.iter().map(move |row| match (row, at) {
            (Some(row), Some(at)) => self.keys[row * n + at],
            _ => self.zero,
        })
    }
}

/// Medians of all `W` elements next to each other.
struct Small<'a, const W: usize> {
    around: &'a [i64],
    nan: bool,
    out: &'a mut [i64],
}

impl<const W: usize> Kernel for Small<'_, W> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        const L: usize = 8;
        let Small { around, nan, out } = self;
        for (k, out) in out.chunks_mut(L).enumerate() {
            let mut all = [[0; L]; W];
            for (w, all) in all.iter_mut().enumerate() {
                let from = &around[k * L + w..][..out.len()];
                all[..out.len()].copy_from_slice(from);
            }
            // Neighbours exchanged, so often that all are in order.
            for round in 0..W {
                for w in (round % 2..W - 1).step_by(2) {
                    let (low, high) = all.split_at_mut(w + 1);
                    for (x, y) in low[w].iter_mut().zip(&mut high[0]) {
                        (*x, *y) = ((*x).min(*y), (*x).max(*y));
                    }
                }
            }
            for (l, out) in out.iter_mut().enumerate() {
                let last = all[W - 1][l];
                *out = if nan && last == i64::MAX { last } else { all[W / 2][l] };
            }
        }
    }
}

/// Takes `old` out of a sorted list and puts `new` in.
fn exchange(sorted: &mut [i64], old: i64, new: i64) {
    let from = sorted.partition_point(|&x| x < old);
    let to = sorted.partition_point(|&x| x < new);
    if to > from {
        sorted.copy_within(from + 1..to, from);
        sorted[to - 1] = new;
    } else {
        sorted.copy_within(to..from, to + 1);
        sorted[to] = new;
    }
}
