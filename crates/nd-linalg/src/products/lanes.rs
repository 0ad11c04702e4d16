//! The loops of products with vectors. They are those of real numbers: complex ones are taken
//! as twice as many real ones, whose products fall in place without shuffling registers.

use crate::mat::{parts, parts_mut};
use crate::products::Arithmetic;
use nd_core::Complex;
use nd_core::simd::{Isa, Kernel, dispatch};
use std::hint::black_box;

/// `out[i] = Σ rows[i] · x`.
pub(super) fn rows<T: Arithmetic>(out: &mut [T], rows: &[&[T]], x: &[T]) {
    dispatch(Rows { out, rows, x });
}

/// `out = Σ columns[j] · x[j]`.
pub(super) fn columns<T: Arithmetic>(out: &mut [T], columns: &[&[T]], x: &[T]) {
    out.fill(T::ZERO);
    dispatch(Columns { out: [out], columns, x: [x] });
}

/// `Σ x · y`.
pub(super) fn dot<T: Arithmetic>(x: &[T], y: &[T]) -> T {
    dispatch(Dot { x, y })
}

/// As [`columns`]: the columns' parts times the real parts of `x`, and times the imaginary
/// ones, which are turned by 90 degrees at the end.
pub(super) fn complex_columns<T: Arithmetic>(
    out: &mut [Complex<T>],
    columns: &[&[Complex<T>]],
    x: &[Complex<T>],
    negative: impl Fn(T) -> T,
) {
    let re: Vec<T> = x.iter().map(|z| z.re).collect();
    let im: Vec<T> = x.iter().map(|z| z.im).collect();
    let columns: Vec<&[T]> = columns.iter().map(|column| parts(column)).collect();
    let mut turned = vec![T::ZERO; 2 * out.len()];
    let out = parts_mut(out);
    out.fill(T::ZERO);
    dispatch(Columns { out: [&mut *out, &mut turned], columns: &columns, x: [&re, &im] });
    let (out, _) = out.as_chunks_mut::<2>();
    let (turned, _) = turned.as_chunks::<2>();
    for ([re, im], &[x, y]) in out.iter_mut().zip(turned) {
        *re = re.plus(negative(y));
        *im = im.plus(x);
    }
}

/// As [`dot`], the first conjugated or not.
pub(super) fn complex_dot<T: Arithmetic>(
    x: &[Complex<T>],
    y: &[Complex<T>],
    conjugated: bool,
    negative: impl Fn(T) -> T,
) -> Complex<T> {
    let [re_re, im_im, re_im, im_re] = dispatch(ComplexDot { x: parts(x), y: parts(y) });
    if conjugated {
        return Complex::new(re_re.plus(im_im), re_im.plus(negative(im_re)));
    }
    Complex::new(re_re.plus(negative(im_im)), re_im.plus(im_re))
}

struct Rows<'t, T> {
    out: &'t mut [T],
    rows: &'t [&'t [T]],
    x: &'t [T],
}

/// Rows that are read side by side: memory is faster at several streams than at one.
const STREAMS: usize = 8;

/// So many of a row's products are added up in one go.
const DEEP: usize = 4096;

impl<T: Arithmetic> Kernel for Rows<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (streams, rest) = self.rows.as_chunks::<STREAMS>();
        let (out_streams, out_rest) = self.out.as_chunks_mut::<STREAMS>();
        for (out, rows) in out_streams.iter_mut().zip(streams) {
            // A register of each row is enough: there are as many sums as rows.
            *out = match size_of::<T>() {
                0..=4 => long_dots::<T, I, STREAMS, 8>(isa, rows, self.x),
                _ => long_dots::<T, I, STREAMS, 4>(isa, rows, self.x),
            };
        }
        for (out, &row) in out_rest.iter_mut().zip(rest) {
            [*out] = long_dots::<T, I, 1, LANES>(isa, &[row], self.x);
        }
    }
}

/// Lanes of a sum: several registers' worth, as an addition takes several cycles.
const LANES: usize = 16;

/// `R` rows times `x`, part by part.
#[inline(always)]
fn long_dots<T: Arithmetic, I: Isa, const R: usize, const L: usize>(
    isa: I,
    rows: &[&[T]; R],
    x: &[T],
) -> [T; R] {
    let mut sums = [T::ZERO; R];
    for (i, x) in x.chunks(DEEP).enumerate() {
        let part = dots::<T, I, R, L>(isa, &rows.map(|row| &row[i * DEEP..][..x.len()]), x);
        (0..R).for_each(|r| sums[r] = sums[r].plus(part[r]));
    }
    sums
}

/// `R` rows times `x`, in `L` interleaved sums each.
#[inline(always)]
fn dots<T: Arithmetic, I: Isa, const R: usize, const L: usize>(
    isa: I,
    rows: &[&[T]; R],
    x: &[T],
) -> [T; R] {
    let rows = rows.map(|row| row[..x.len()].as_chunks::<L>());
    let (blocks, rest) = x.as_chunks::<L>();
    let mut sums = [[T::ZERO; L]; R];
    for (i, x) in blocks.iter().enumerate() {
        for (sums, row) in sums.iter_mut().zip(&rows) {
            let row = &row.0[i];
            for l in 0..L {
                sums[l] = sums[l].plus_product(isa, row[l], x[l]);
            }
        }
    }
    // Hidden: the compiler would arrange the sums for this last step, at the price of
    // shuffling every block of the loop before it.
    let sums = black_box(sums);
    std::array::from_fn(|r| {
        let tail = rows[r].1.iter().zip(rest);
        tail.fold(total(sums[r]), |sum, (&a, &x)| sum.plus_product(isa, a, x))
    })
}

/// The lanes together, halves added to halves.
#[inline(always)]
fn total<T: Arithmetic, const L: usize>(mut sums: [T; L]) -> T {
    let mut half = L;
    while half > 1 {
        half /= 2;
        for l in 0..half {
            sums[l] = sums[l].plus(sums[l + half]);
        }
    }
    sums[0]
}

/// All columns times `V` numbers each: into `V` sums.
struct Columns<'t, T, const V: usize> {
    out: [&'t mut [T]; V],
    columns: &'t [&'t [T]],
    x: [&'t [T]; V],
}

impl<T: Arithmetic, const V: usize> Kernel for Columns<'_, T, V> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Columns { out, columns, x } = self;
        let len = out[0].len();
        let (streams, rest) = columns.as_chunks::<STREAMS>();
        for (j, &columns) in streams.iter().enumerate() {
            let columns = columns.map(|column| &column[..len]);
            for v in 0..V {
                let x: [T; STREAMS] = std::array::from_fn(|i| x[v][STREAMS * j + i]);
                for (i, out) in out[v][..len].iter_mut().enumerate() {
                    let sum = *out;
                    *out =
                        (0..STREAMS).fold(sum, |sum, c| sum.plus_product(isa, columns[c][i], x[c]));
                }
            }
        }
        for (j, column) in rest.iter().enumerate() {
            for v in 0..V {
                let x = x[v][columns.len() - rest.len() + j];
                for (out, &a) in out[v].iter_mut().zip(*column) {
                    *out = out.plus_product(isa, a, x);
                }
            }
        }
    }
}

struct Dot<'t, T> {
    x: &'t [T],
    y: &'t [T],
}

impl<T: Arithmetic> Kernel for Dot<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> T {
        const WIDE: usize = 2 * LANES;
        let (x, x_rest) = self.x.as_chunks::<WIDE>();
        let (y, y_rest) = self.y.as_chunks::<WIDE>();
        let mut sums = [T::ZERO; WIDE];
        for (x, y) in x.iter().zip(y) {
            for l in 0..WIDE {
                sums[l] = sums[l].plus_product(isa, x[l], y[l]);
            }
        }
        let sum = total(black_box(sums));
        x_rest.iter().zip(y_rest).fold(sum, |sum, (&x, &y)| sum.plus_product(isa, x, y))
    }
}

/// The four sums of products of parts, `re re`, `im im`, `re im`, `im re`.
struct ComplexDot<'t, T> {
    x: &'t [T],
    y: &'t [T],
}

impl<T: Arithmetic> Kernel for ComplexDot<'_, T> {
    type Output = [T; 4];

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) -> [T; 4] {
        let (x, x_rest) = self.x.as_chunks::<LANES>();
        let (y, y_rest) = self.y.as_chunks::<LANES>();
        let (mut straight, mut crossed) = ([T::ZERO; LANES], [T::ZERO; LANES]);
        for (x, y) in x.iter().zip(y) {
            for l in 0..LANES {
                straight[l] = straight[l].plus_product(isa, x[l], y[l]);
                crossed[l] = crossed[l].plus_product(isa, x[l], y[l ^ 1]);
            }
        }
        let (straight, crossed) = black_box((straight, crossed));
        let [mut even, mut odd] = pairs(straight);
        let [mut even_odd, mut odd_even] = pairs(crossed);
        let ((x, _), (y, _)) = (x_rest.as_chunks::<2>(), y_rest.as_chunks::<2>());
        for (x, y) in x.iter().zip(y) {
            even = even.plus_product(isa, x[0], y[0]);
            odd = odd.plus_product(isa, x[1], y[1]);
            even_odd = even_odd.plus_product(isa, x[0], y[1]);
            odd_even = odd_even.plus_product(isa, x[1], y[0]);
        }
        [even, odd, even_odd, odd_even]
    }
}

/// The sums of the even and of the odd lanes.
#[inline(always)]
fn pairs<T: Arithmetic>(mut sums: [T; LANES]) -> [T; 2] {
    let mut half = LANES;
    while half > 2 {
        half /= 2;
        for l in 0..half {
            sums[l] = sums[l].plus(sums[l + half]);
        }
    }
    [sums[0], sums[1]]
}

/// The dot products of several pairs of vectors, each one after the other in memory.
pub(super) struct ManyDots<'t, T> {
    pub(super) out: &'t mut [T],
    pub(super) x: &'t [T],
    pub(super) y: &'t [T],
    pub(super) len: usize,
    /// Whether `x`, `y` are one vector for all of them.
    pub(super) same: [bool; 2],
}

impl<T: Arithmetic> Kernel for ManyDots<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let (mut x, mut y) = (self.x, self.y);
        for out in self.out {
            *out = short(isa, &x[..self.len], &y[..self.len]);
            x = if self.same[0] { x } else { &x[self.len..] };
            y = if self.same[1] { y } else { &y[self.len..] };
        }
    }
}

/// The dot product of two short vectors.
#[inline(always)]
fn short<T: Arithmetic, I: Isa>(isa: I, x: &[T], y: &[T]) -> T {
    let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<4>(), y.as_chunks::<4>());
    let mut sums = [T::ZERO; 4];
    for (x, y) in x.iter().zip(y) {
        for l in 0..4 {
            sums[l] = sums[l].plus_product(isa, x[l], y[l]);
        }
    }
    x_rest.iter().zip(y_rest).fold(total(sums), |sum, (&x, &y)| sum.plus_product(isa, x, y))
}
