//! Transforms of real numbers, which are symmetric: half of them, from transforms of half the length.

use super::long::{LONG, Long};
use super::numbers::Precision;
use super::plans::{Plan, Worked};
use super::roots::rounded;
use super::scratch::{self, Planes};
use super::vector::Pair;
use nd_core::{Complex, threads};
use std::sync::Arc;

/// Elements that a task transforms.
const TASK: usize = 1 << 15;

/// How real lanes of one length are transformed.
pub struct Half<T> {
    n: usize,
    /// Of pairs of neighbours, each a complex number; of odd lengths, of all elements.
    plan: Way<T>,
    /// `exp(-2πi k / n)` up to a quarter of the length; none for odd lengths.
    factors: Vec<Pair<T>>,
}

/// How complex lanes are transformed.
enum Way<T> {
    Short(Arc<Plan<T>>),
    Long(Arc<Long<T>>),
}

impl<T: Precision> Way<T> {
    fn new(n: usize) -> Way<T> {
        if n > LONG { Way::Long(T::longs().get(n)) } else { Way::Short(T::plans().get(n)) }
    }
}

impl<T: Precision> Worked for Half<T> {
    fn new(n: usize) -> Half<T> {
        if n % 2 == 1 {
            return Half { n, plan: Way::new(n), factors: Vec::new() };
        }
        let factors = (0..=n / 4).map(|k| rounded(k, n)).collect();
        Half { n, plan: Way::new(n / 2), factors }
    }

    fn bytes(&self) -> usize {
        self.factors.len() * size_of::<Pair<T>>()
    }
}

/// What is done with a row, to give another, and with buffers.
type Row<'a, T, A, B> =
    dyn for<'p> Fn(&[A], &mut [B], &mut Planes<'p, T>, &mut Planes<'p, T>) + Sync + 'a;

/// A transform of real lanes, or that back to real lanes.
pub(super) struct Halves<T> {
    half: Arc<Half<T>>,
    scale: T,
    /// Whether the complex side is conjugated.
    conjugate: bool,
}

impl<T: Precision> Halves<T> {
    pub(super) fn new(n: usize, scale: f64, conjugate: bool) -> Halves<T> {
        Halves { half: T::halves().get(n), scale: T::of(scale), conjugate }
    }

    /// From rows of real numbers to rows of half of their transforms.
    pub(super) fn forward(&self, from: &[T], to: &mut [Complex<T>]) {
        let n = self.half.n;
        match &self.half.plan {
            Way::Short(plan) => {
                self.rows(plan.room(), [n, n / 2 + 1], from, to, &|from, to, a, b| {
                    if n.is_multiple_of(2) {
                        self.pairs(plan, from, to, a, b);
                    } else {
                        self.whole(plan, from, to, a, b);
                    }
                })
            }
            Way::Long(long) => {
                for (from, to) in from.chunks_exact(n).zip(to.chunks_exact_mut(n / 2 + 1)) {
                    self.long(long, from, to);
                }
            }
        }
    }

    /// From rows of halves of transforms to rows of real numbers.
    pub(super) fn back(&self, from: &[Complex<T>], to: &mut [T]) {
        let n = self.half.n;
        match &self.half.plan {
            Way::Short(plan) => {
                self.rows(plan.room(), [n / 2 + 1, n], from, to, &|from, to, a, b| {
                    if n.is_multiple_of(2) {
                        self.pairs_back(plan, from, to, a, b);
                    } else {
                        self.whole_back(plan, from, to, a, b);
                    }
                })
            }
            Way::Long(long) => {
                for (from, to) in from.chunks_exact(n / 2 + 1).zip(to.chunks_exact_mut(n)) {
                    self.long_back(long, from, to);
                }
            }
        }
    }

    /// Calls `row` with each pair of rows and with buffers.
    fn rows<A: Sync, B: Send>(
        &self,
        room: usize,
        [n, m]: [usize; 2],
        from: &[A],
        to: &mut [B],
        row: &Row<'_, T, A, B>,
    ) {
        let each = (TASK / self.half.n).max(1);
        let some = |first: usize, to: &mut [B]| {
            scratch::planes(room, |mut a, mut b| {
                let from = &from[first * n..];
                for (from, to) in from.chunks_exact(n).zip(to.chunks_exact_mut(m)) {
                    row(from, to, &mut a, &mut b);
                }
            });
        };
        if to.len() <= each * m {
            return some(0, to);
        }
        threads::chunks(to, each * m, &|start, to| some(start / m, to));
    }

    /// Two elements of the result of an even length, from two of that of pairs.
    #[inline(always)]
    fn apart(z: Pair<T>, y: Pair<T>, w: Pair<T>) -> [Pair<T>; 2] {
        let share = T::of(0.5);
        let even = Pair::new((z.re + y.re) * share, (z.im - y.im) * share);
        let odd = Pair::new((z.im + y.im) * share, (y.re - z.re) * share);
        let odd = Pair::new(odd.re * w.re - odd.im * w.im, odd.re * w.im + odd.im * w.re);
        [
            Pair::new(even.re + odd.re, even.im + odd.im),
            Pair::new(even.re - odd.re, odd.im - even.im),
        ]
    }

    /// The inverse of [`apart`](Self::apart), twice as large.
    #[inline(always)]
    fn together(x: Pair<T>, y: Pair<T>, w: Pair<T>) -> [Pair<T>; 2] {
        let even = Pair::new(x.re + y.re, x.im - y.im);
        let gap = Pair::new(x.re - y.re, x.im + y.im);
        let odd = Pair::new(gap.re * w.re + gap.im * w.im, gap.im * w.re - gap.re * w.im);
        [
            Pair::new(even.re - odd.im, even.im + odd.re),
            Pair::new(even.re + odd.im, odd.re - even.im),
        ]
    }

    fn long(&self, long: &Long<T>, from: &[T], to: &mut [Complex<T>]) {
        let n = self.half.n;
        if n % 2 == 1 {
            let load = |start: usize, re: &mut [T], im: &mut [T]| {
                re.copy_from_slice(&from[start..][..re.len()]);
                im.fill(T::zero());
            };
            let all = long.run(&load, false, T::one());
            for (to, x) in to.iter_mut().zip(all.iter()) {
                *to = self.out(x.re, x.im);
            }
            to[0].im = T::zero();
            return;
        }
        let pairs = from.as_chunks::<2>().0;
        let load = |start: usize, re: &mut [T], im: &mut [T]| {
            for ((re, im), x) in re.iter_mut().zip(im).zip(&pairs[start..]) {
                [*re, *im] = *x;
            }
        };
        let all = long.run(&load, false, T::one());
        let all = all.as_slice().expect("a new array is in C order");
        let half = n / 2;
        // Elements `k` and `half - k` are made of the same two; the one in the middle is its own.
        let pair = |k: usize| if k == half { all[0] } else { all[k] };
        let pair = |k: usize| Pair::new(pair(k).re, pair(k).im);
        let (low, high) = to.split_at_mut(half / 2 + 1);
        let none: &mut [Complex<T>] = &mut [];
        let high = high.rchunks_mut(TASK).chain(std::iter::once(none));
        let blocks: Vec<_> = low.chunks_mut(TASK).zip(high).collect();
        threads::items(blocks, &|block, (low, high)| {
            for (i, low) in low.iter_mut().enumerate() {
                let k = block * TASK + i;
                let [x, y] = Self::apart(pair(k), pair(half - k), self.half.factors[k]);
                *low = self.out(x.re, x.im);
                if let Some(at) = high.len().checked_sub(i + 1) {
                    high[at] = self.out(y.re, y.im);
                }
            }
        });
    }

    fn long_back(&self, long: &Long<T>, from: &[Complex<T>], to: &mut [T]) {
        let n = self.half.n;
        let half = n / 2;
        if n % 2 == 1 {
            let load = |start: usize, re: &mut [T], im: &mut [T]| {
                for (k, (re, im)) in (start..).zip(re.iter_mut().zip(im)) {
                    let x = self.taken(from[k.min(n - k)]);
                    let im_of = if k > half { -x.im } else { x.im };
                    (*re, *im) = (x.re, if k == 0 { T::zero() } else { im_of });
                }
            };
            let all = long.run(&load, true, self.scale);
            for (to, x) in to.iter_mut().zip(all.iter()) {
                *to = x.re;
            }
            return;
        }
        let load = |start: usize, re: &mut [T], im: &mut [T]| {
            for (k, (re, im)) in (start..).zip(re.iter_mut().zip(im)) {
                let low = k.min(half - k);
                let (mut x, mut y) = (self.taken(from[low]), self.taken(from[half - low]));
                if low == 0 {
                    (x.im, y.im) = (T::zero(), T::zero());
                }
                let [x, y] = Self::together(x, y, self.half.factors[low]);
                let x = if k == low { x } else { y };
                (*re, *im) = (x.re, x.im);
            }
        };
        let all = long.run(&load, true, self.scale);
        let all = all.as_slice().expect("a new array is in C order");
        threads::chunks(to, TASK, &|start, to| {
            for (to, x) in to.as_chunks_mut::<2>().0.iter_mut().zip(&all[start / 2..]) {
                *to = [x.re, x.im];
            }
        });
    }

    fn out(&self, re: T, im: T) -> Complex<T> {
        Complex::new(re * self.scale, if self.conjugate { -im } else { im } * self.scale)
    }

    fn taken(&self, x: Complex<T>) -> Pair<T> {
        Pair::new(x.re, if self.conjugate { -x.im } else { x.im })
    }

    fn pairs<'p>(
        &self,
        plan: &Plan<T>,
        from: &[T],
        to: &mut [Complex<T>],
        a: &mut Planes<'p, T>,
        b: &mut Planes<'p, T>,
    ) {
        let [re, im] = a;
        for ((x, re), im) in from.as_chunks::<2>().0.iter().zip(re.iter_mut()).zip(im.iter_mut()) {
            [*re, *im] = *x;
        }
        let now = if plan.run(1, a, b) { b } else { a };
        let [re, im] = now;
        let half = self.half.n / 2;
        for (k, &w) in self.half.factors.iter().enumerate() {
            let (low, high) = (k, if k == 0 { 0 } else { half - k });
            let (z, y) = (Pair::new(re[low], im[low]), Pair::new(re[high], im[high]));
            let [x, y] = Self::apart(z, y, w);
            to[k] = self.out(x.re, x.im);
            to[half - k] = self.out(y.re, y.im);
        }
    }

    fn pairs_back<'p>(
        &self,
        plan: &Plan<T>,
        from: &[Complex<T>],
        to: &mut [T],
        a: &mut Planes<'p, T>,
        b: &mut Planes<'p, T>,
    ) {
        // Parts exchanged: the transform back.
        let [im, re] = a;
        let half = self.half.n / 2;
        for (k, &w) in self.half.factors.iter().enumerate() {
            let (mut x, mut y) = (self.taken(from[k]), self.taken(from[half - k]));
            if k == 0 {
                (x.im, y.im) = (T::zero(), T::zero());
            }
            let [x, y] = Self::together(x, y, w);
            (re[k], im[k]) = (x.re, x.im);
            if k > 0 {
                (re[half - k], im[half - k]) = (y.re, y.im);
            }
        }
        let now = if plan.run(1, a, b) { b } else { a };
        let [im, re] = now;
        for ((x, re), im) in to.as_chunks_mut::<2>().0.iter_mut().zip(&**re).zip(&**im) {
            *x = [*re * self.scale, *im * self.scale];
        }
    }

    /// Of an odd length.
    fn whole<'p>(
        &self,
        plan: &Plan<T>,
        from: &[T],
        to: &mut [Complex<T>],
        a: &mut Planes<'p, T>,
        b: &mut Planes<'p, T>,
    ) {
        let n = self.half.n;
        a[0][..n].copy_from_slice(from);
        a[1][..n].fill(T::zero());
        let [re, im] = if plan.run(1, a, b) { b } else { a };
        for ((x, re), im) in to.iter_mut().zip(&**re).zip(&**im) {
            *x = self.out(*re, *im);
        }
        to[0].im = T::zero();
    }

    fn whole_back<'p>(
        &self,
        plan: &Plan<T>,
        from: &[Complex<T>],
        to: &mut [T],
        a: &mut Planes<'p, T>,
        b: &mut Planes<'p, T>,
    ) {
        let n = self.half.n;
        let [im, re] = a;
        (re[0], im[0]) = (from[0].re, T::zero());
        for k in 1..=n / 2 {
            let x = self.taken(from[k]);
            (re[k], im[k]) = (x.re, x.im);
            (re[n - k], im[n - k]) = (x.re, -x.im);
        }
        let now = if plan.run(1, a, b) { b } else { a };
        for (x, &re) in to.iter_mut().zip(&*now[1]) {
            *x = re * self.scale;
        }
    }
}
