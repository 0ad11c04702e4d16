//! Transforms of lengths with large prime factors, as convolutions with a chirp.
//!
//! L. Bluestein, "A linear filtering approach to the computation of discrete Fourier transform", 1970.

use super::lengths::next_fast_len;
use super::numbers::Precision;
use super::plans::Plan;
use super::roots::rounded;
use super::scratch::Planes;
use super::vector::Pair;
use std::sync::Arc;

/// The factors of one length.
pub struct Chirp<T> {
    n: usize,
    /// `exp(-πi k² / n)`.
    chirp: Vec<Pair<T>>,
    /// The transform of the chirp's conjugate, divided by its length.
    filter: Vec<Pair<T>>,
    plan: Arc<Plan<T>>,
}

impl<T: Precision> Chirp<T> {
    pub(super) fn new(n: usize) -> Chirp<T> {
        let room = next_fast_len(2 * n - 1, false);
        let chirp = factors::<T>(n);
        let plan = T::plans().get(room);
        let scale = T::of(1.0 / room as f64);
        let (mut a, mut b) = (vec![T::zero(); 2 * room], vec![T::zero(); 2 * room]);
        let (re, im) = a.split_at_mut(room);
        for (k, w) in chirp.iter().enumerate() {
            for at in [k, (room - k) % room] {
                re[at] = w.re * scale;
                im[at] = -w.im * scale;
            }
        }
        let (to_re, to_im) = b.split_at_mut(room);
        let (mut from, mut to) = ([re, im], [to_re, to_im]);
        let in_b = plan.run(1, &mut from, &mut to);
        let [re, im] = if in_b { to } else { from };
        let filter = re.iter().zip(&*im).map(|(&re, &im)| Pair::new(re, im)).collect();
        Chirp { n, chirp, filter, plan }
    }

    pub(super) fn room(&self) -> usize {
        self.filter.len()
    }

    pub(super) fn bytes(&self) -> usize {
        (self.chirp.len() + self.filter.len()) * size_of::<Pair<T>>()
    }

    /// See [`Plan::run`].
    pub(super) fn run<'p>(&self, s: usize, a: &mut Planes<'p, T>, b: &mut Planes<'p, T>) -> bool {
        multiply(s, a, &self.chirp);
        a[0][self.n * s..self.room() * s].fill(T::zero());
        a[1][self.n * s..self.room() * s].fill(T::zero());
        let in_b = self.plan.run(s, a, b);
        let (now, other) = if in_b { (b, a) } else { (a, b) };
        multiply(s, now, &self.filter);
        // Parts exchanged: the transform back.
        now.swap(0, 1);
        other.swap(0, 1);
        let moved = self.plan.run(s, now, other);
        now.swap(0, 1);
        other.swap(0, 1);
        multiply(s, if moved { other } else { now }, &self.chirp);
        in_b != moved
    }
}

/// `exp(-πi k² / n)`, whose angle is reduced in whole numbers.
pub(super) fn factors<T: Precision>(n: usize) -> Vec<Pair<T>> {
    let mut square = 0;
    let factor = |k: usize| {
        let w = rounded(square, 2 * n);
        square = (square + 2 * k + 1) % (2 * n); // (k + 1)²
        w
    };
    (0..n).map(factor).collect()
}

/// Multiplies row `k` of `s` elements by `by[k]`.
fn multiply<T: Precision>(s: usize, rows: &mut [&mut [T]; 2], by: &[Pair<T>]) {
    let [re, im] = rows;
    if s == 1 {
        for ((re, im), w) in re.iter_mut().zip(im.iter_mut()).zip(by) {
            (*re, *im) = (*re * w.re - *im * w.im, *re * w.im + *im * w.re);
        }
        return;
    }
    for ((re, im), w) in re.chunks_exact_mut(s).zip(im.chunks_exact_mut(s)).zip(by) {
        for (re, im) in re.iter_mut().zip(im) {
            (*re, *im) = (*re * w.re - *im * w.im, *re * w.im + *im * w.re);
        }
    }
}
