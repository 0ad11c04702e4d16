//! Cosine and sine transforms of lanes of real numbers, by Fourier transforms.
//!
//! Types II and III: J. Makhoul, "A fast cosine transform in one and two dimensions", 1980. Type IV of even lengths: pairs of
//! elements from either end are complex numbers. Sines are cosines backwards, or with every other sign changed.

use super::cosine_options::CosineType;
use super::halves::Halves;
use super::lines::Line;
use super::numbers::Precision;
use super::roots::rounded;
use super::vector::Pair;
use nd_core::{Complex, threads};

/// Elements that a task transforms.
const TASK: usize = 1 << 14;

/// A transform of lanes of one length.
pub(super) struct Cosine<T> {
    kind: CosineType,
    sine: bool,
    orthogonal: bool,
    n: usize,
    scale: T,
    fourier: Fourier<T>,
    factors: Vec<Pair<T>>,
    /// Of type IV, the factors afterwards if they are others.
    after: Vec<Pair<T>>,
}

enum Fourier<T> {
    Real(Halves<T>),
    Complex(Line<T>),
}

/// Buffers of a task.
struct Work<T> {
    real: Vec<T>,
    complex: Vec<Complex<T>>,
}

impl<T: Precision> Cosine<T> {
    pub(super) fn new(
        kind: CosineType,
        sine: bool,
        n: usize,
        scale: f64,
        orthogonal: bool,
    ) -> Cosine<T> {
        let real = |length| Fourier::Real(Halves::new(length, 1.0, false));
        let (fourier, factors, after) = match kind {
            CosineType::I => (real(extended(n, sine)), Vec::new(), Vec::new()),
            CosineType::II | CosineType::III => {
                (real(n), (0..=n / 2).map(|k| rounded(k, 4 * n)).collect(), Vec::new())
            }
            CosineType::IV if n.is_multiple_of(2) => {
                let line = Line::new(n / 2, false, 1.0);
                let factors = (0..n / 2).map(|k| rounded(8 * k + 1, 16 * n)).collect();
                (Fourier::Complex(line), factors, Vec::new())
            }
            CosineType::IV => {
                let line = Line::new(2 * n, false, 1.0);
                let factors = (0..n).map(|k| rounded(k, 4 * n)).collect();
                let after = (0..n).map(|k| rounded(2 * k + 1, 8 * n)).collect();
                (Fourier::Complex(line), factors, after)
            }
        };
        Cosine { kind, sine, orthogonal, n, scale: T::of(scale), fourier, factors, after }
    }

    /// All rows.
    pub(super) fn rows(&self, a: &mut [T]) {
        let each = (TASK / self.n).max(1) * self.n;
        let some = |rows: &mut [T]| {
            let mut work = Work { real: Vec::new(), complex: Vec::new() };
            for row in rows.chunks_exact_mut(self.n) {
                self.row(row, &mut work);
            }
        };
        if a.len() <= each {
            return some(a);
        }
        threads::chunks(a, each, &|_, rows| some(rows));
    }

    fn row(&self, row: &mut [T], work: &mut Work<T>) {
        self.before(row);
        match (self.kind, &self.fourier) {
            (CosineType::I, Fourier::Real(halves)) => self.first(row, halves, work),
            (CosineType::II, Fourier::Real(halves)) => self.second(row, halves, work),
            (CosineType::III, Fourier::Real(halves)) => self.third(row, halves, work),
            (_, Fourier::Complex(line)) if self.after.is_empty() => self.fourth(row, line, work),
            (_, Fourier::Complex(line)) => self.fourth_odd(row, line, work),
            _ => {}
        }
        self.afterwards(row);
    }

    /// What is done to the elements first.
    fn before(&self, row: &mut [T]) {
        let root = T::SQRT_2();
        let last = self.n - 1;
        if self.orthogonal {
            match (self.kind, self.sine) {
                (CosineType::I, false) => {
                    row[0] = row[0] * root;
                    row[last] = row[last] * root;
                }
                (CosineType::III, false) => row[0] = row[0] * root,
                (CosineType::III, true) => row[last] = row[last] * root,
                _ => {}
            }
        }
        if self.sine {
            match self.kind {
                CosineType::I => {}
                CosineType::II => row.iter_mut().skip(1).step_by(2).for_each(|x| *x = -*x),
                CosineType::III | CosineType::IV => row.reverse(),
            }
        }
    }

    /// What is done to the result last.
    fn afterwards(&self, row: &mut [T]) {
        if self.sine {
            match self.kind {
                CosineType::I => {}
                CosineType::II => row.reverse(),
                CosineType::III | CosineType::IV => {
                    row.iter_mut().skip(1).step_by(2).for_each(|x| *x = -*x);
                }
            }
        }
        let root = T::FRAC_1_SQRT_2();
        let last = self.n - 1;
        if self.orthogonal {
            match (self.kind, self.sine) {
                (CosineType::I, false) => {
                    row[0] = row[0] * root;
                    row[last] = row[last] * root;
                }
                (CosineType::II, false) => row[0] = row[0] * root,
                (CosineType::II, true) => row[last] = row[last] * root,
                _ => {}
            }
        }
    }

    /// The transform of the elements and their mirror image.
    fn first(&self, row: &mut [T], halves: &Halves<T>, work: &mut Work<T>) {
        let n = self.n;
        let length = extended(n, self.sine);
        let real = &mut work.real;
        real.clear();
        if self.sine {
            real.push(T::zero());
            real.extend_from_slice(row);
            real.push(T::zero());
            real.extend(row.iter().rev().map(|&x| -x));
        } else {
            real.extend_from_slice(row);
            real.extend(row[1..n - 1].iter().rev());
        }
        let complex = sized(&mut work.complex, length / 2 + 1);
        halves.forward(&work.real, complex);
        for (k, y) in row.iter_mut().enumerate() {
            *y = self.scale * if self.sine { -complex[k + 1].im } else { complex[k].re };
        }
    }

    fn second(&self, row: &mut [T], halves: &Halves<T>, work: &mut Work<T>) {
        let n = self.n;
        let real = &mut work.real;
        real.clear();
        real.extend(row.iter().step_by(2));
        real.extend(row.iter().skip(1).step_by(2).rev());
        let complex = sized(&mut work.complex, n / 2 + 1);
        halves.forward(&work.real, complex);
        let scale = self.scale + self.scale;
        for (k, (v, w)) in complex.iter().zip(&self.factors).enumerate() {
            let y = Pair::new(v.re * w.re - v.im * w.im, v.re * w.im + v.im * w.re);
            if k > 0 {
                row[n - k] = -(y.im * scale);
            }
            row[k] = y.re * scale;
        }
    }

    fn third(&self, row: &mut [T], halves: &Halves<T>, work: &mut Work<T>) {
        let n = self.n;
        let complex = sized(&mut work.complex, n / 2 + 1);
        for (k, (v, w)) in complex.iter_mut().zip(&self.factors).enumerate() {
            let x = Pair::new(row[k], if k == 0 { T::zero() } else { -row[n - k] });
            *v = Complex::new(x.re * w.re + x.im * w.im, x.im * w.re - x.re * w.im);
        }
        work.real.resize(n, T::zero());
        halves.back(complex, &mut work.real[..n]);
        let (even, odd) = work.real[..n].split_at(n.div_ceil(2));
        for (y, &x) in row.iter_mut().step_by(2).zip(even) {
            *y = x * self.scale;
        }
        for (y, &x) in row.iter_mut().skip(1).step_by(2).zip(odd.iter().rev()) {
            *y = x * self.scale;
        }
    }

    fn fourth(&self, row: &mut [T], line: &Line<T>, work: &mut Work<T>) {
        let n = self.n;
        let complex = sized(&mut work.complex, n / 2);
        for (k, (z, w)) in complex.iter_mut().zip(&self.factors).enumerate() {
            let (re, im) = (row[2 * k], row[n - 1 - 2 * k]);
            *z = Complex::new(re * w.re - im * w.im, re * w.im + im * w.re);
        }
        line.along(complex, 1);
        let scale = self.scale + self.scale;
        for (k, (z, w)) in complex.iter().zip(&self.factors).enumerate() {
            row[2 * k] = (z.re * w.re - z.im * w.im) * scale;
            row[n - 1 - 2 * k] = -((z.re * w.im + z.im * w.re) * scale);
        }
    }

    fn fourth_odd(&self, row: &mut [T], line: &Line<T>, work: &mut Work<T>) {
        let n = self.n;
        let complex = sized(&mut work.complex, 2 * n);
        for ((z, w), &x) in complex.iter_mut().zip(&self.factors).zip(&*row) {
            *z = Complex::new(x * w.re, x * w.im);
        }
        complex[n..].fill(Complex::new(T::zero(), T::zero()));
        line.along(complex, 1);
        let scale = self.scale + self.scale;
        for ((y, z), w) in row.iter_mut().zip(&*complex).zip(&self.after) {
            *y = (z.re * w.re - z.im * w.im) * scale;
        }
    }
}

/// So many elements, of any value.
fn sized<T: Precision>(buffer: &mut Vec<Complex<T>>, n: usize) -> &mut [Complex<T>] {
    if buffer.len() < n {
        buffer.resize(n, Complex::new(T::zero(), T::zero()));
    }
    &mut buffer[..n]
}

/// How long the sequence of type I is with its mirror image.
pub(super) fn extended(n: usize, sine: bool) -> usize {
    if sine { 2 * (n + 1) } else { 2 * (n - 1) }
}
