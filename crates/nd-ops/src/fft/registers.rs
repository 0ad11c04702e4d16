//! Passes over lanes that fill registers.

use super::butterflies::{Reg, butterfly};
use super::numbers::Precision;
use super::passes::Pass;
use super::vector::Pair;
use nd_core::simd::{Isa, Kernel, Register};

/// A pass whose radix the compiler knows, over neighbours that fill registers.
pub(super) struct Registers<'a, T, const R: usize> {
    pub(super) pass: &'a Pass<T>,
    pub(super) s: usize,
    pub(super) from: [&'a [T]; 2],
    pub(super) to: [&'a mut [T]; 2],
}

/// What a register holds, in memory.
type Piece<T, I> = <Reg<T, I> as Register<T>>::Array;

impl<T: Precision, const R: usize> Kernel for Registers<'_, T, R> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let n = self.s / Reg::<T, I>::LEN;
        let from = self.from.map(<Reg<T, I>>::pieces);
        let to = self.to.map(<Reg<T, I>>::pieces_mut);
        if n == 1 {
            Self::single(isa, self.pass, from, to)
        } else {
            Self::several(isa, self.pass, n, from, to)
        }
    }
}

impl<T: Precision, const R: usize> Registers<'_, T, R> {
    /// One register a group.
    #[inline(always)]
    fn single<I: Isa>(
        isa: I,
        pass: &Pass<T>,
        from: [&[Piece<T, I>]; 2],
        [re, im]: [&mut [Piece<T, I>]; 2],
    ) {
        let m = pass.m();
        let roots = pass.roots();
        let x = rows::<_, R>(from, 0, m, m);
        let re = &mut re.as_chunks_mut::<R>().0[..m];
        let im = &mut im.as_chunks_mut::<R>().0[..m];
        let factors = pass.rows::<R>();
        for p in 0..m {
            let mut a = [loaded::<T, I>(isa, x[0], p); R];
            for k in 1..R {
                a[k] = loaded::<T, I>(isa, x[k], p);
            }
            let b: [Pair<Reg<T, I>>; R] = butterfly(isa, a, roots);
            for j in 0..R {
                let mut y = b[j];
                if j > 0 {
                    let [re, im] = factors[j];
                    y = y.by(everywhere::<T, I>(isa, Pair::new(re[p], im[p])));
                }
                y.re.store(&mut re[p][j]);
                y.im.store(&mut im[p][j]);
            }
        }
    }

    /// `n` registers a group.
    #[inline(always)]
    fn several<I: Isa>(
        isa: I,
        pass: &Pass<T>,
        n: usize,
        from: [&[Piece<T, I>]; 2],
        [re, im]: [&mut [Piece<T, I>]; 2],
    ) {
        let m = pass.m();
        let groups = re.chunks_exact_mut(R * n).zip(im.chunks_exact_mut(R * n));
        for (p, (re, im)) in groups.take(m).enumerate() {
            group::<T, I, R>(isa, pass, p, n, rows(from, p * n, m * n, n), [re, im], n);
        }
    }
}

/// The first pass over a single lane, whose groups are neighbours before and far from each other afterwards.
pub(super) struct Groups<'a, T, const R: usize> {
    pub(super) pass: &'a Pass<T>,
    pub(super) from: [&'a [T]; 2],
    pub(super) to: [&'a mut [T]; 2],
}

impl<T: Precision, const R: usize> Kernel for Groups<'_, T, R> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let len = Reg::<T, I>::LEN;
        let n = self.pass.m() / len;
        let x = rows::<_, R>(self.from.map(<Reg<T, I>>::pieces), 0, n, n);
        let roots = self.pass.roots();
        let factors = self.pass.rows::<R>().map(|planes| planes.map(<Reg<T, I>>::pieces));
        let [re, im] = self.to;
        let re = re.as_chunks_mut::<R>().0.chunks_exact_mut(len);
        let im = im.as_chunks_mut::<R>().0.chunks_exact_mut(len);
        for (p, (re, im)) in re.zip(im).take(n).enumerate() {
            let mut a = [loaded::<T, I>(isa, x[0], p); R];
            for k in 1..R {
                a[k] = loaded::<T, I>(isa, x[k], p);
            }
            let b: [Pair<Reg<T, I>>; R] = butterfly(isa, a, roots);
            let mut tile = [[x[0][0][p]; 2]; R];
            for j in 0..R {
                let y = if j > 0 { b[j].by(loaded::<T, I>(isa, factors[j], p)) } else { b[j] };
                y.re.store(&mut tile[j][0]);
                y.im.store(&mut tile[j][1]);
            }
            for j in 0..R {
                for (to, &x) in re.iter_mut().zip(tile[j][0].as_ref()) {
                    to[j] = x;
                }
                for (to, &x) in im.iter_mut().zip(tile[j][1].as_ref()) {
                    to[j] = x;
                }
            }
        }
    }
}

/// Group `p` of a pass: `n` registers of each of its rows, put `apart` registers from each other.
#[inline(always)]
fn group<T: Precision, I: Isa, const R: usize>(
    isa: I,
    pass: &Pass<T>,
    p: usize,
    n: usize,
    x: [[&[Piece<T, I>]; 2]; R],
    [re, im]: [&mut [Piece<T, I>]; 2],
    apart: usize,
) {
    let roots = pass.roots();
    let mut w = [everywhere::<T, I>(isa, Pair::new(T::one(), T::zero())); R];
    for (j, w) in w.iter_mut().enumerate().skip(1) {
        *w = everywhere::<T, I>(isa, pass.factor(j, p));
    }
    for q in 0..n {
        let mut a = [loaded::<T, I>(isa, x[0], q); R];
        for k in 1..R {
            a[k] = loaded::<T, I>(isa, x[k], q);
        }
        let b: [Pair<Reg<T, I>>; R] = butterfly(isa, a, roots);
        for j in 0..R {
            let y = if j > 0 { b[j].by(w[j]) } else { b[j] };
            y.re.store(&mut re[j * apart + q]);
            y.im.store(&mut im[j * apart + q]);
        }
    }
}

/// Registers between two passes that are done as one: what is nearest to the processor has room for them.
const BETWEEN: usize = 128;

/// Two passes, one after the other, as one walk through what is farther away.
pub(super) struct Fused<'a, T, const R1: usize, const R2: usize> {
    pub(super) passes: [&'a Pass<T>; 2],
    pub(super) s: usize,
    pub(super) from: [&'a [T]; 2],
    pub(super) to: [&'a mut [T]; 2],
}

impl<T: Precision, const R1: usize, const R2: usize> Kernel for Fused<'_, T, R1, R2> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let n = self.s / Reg::<T, I>::LEN;
        let from = self.from.map(<Reg<T, I>>::pieces);
        let [re, im] = self.to.map(<Reg<T, I>>::pieces_mut);
        let [first, second] = self.passes;
        let (m1, m2) = (first.m(), second.m());
        let zero = from[0][0];
        let (mut mid_re, mut mid_im) = ([zero; BETWEEN], [zero; BETWEEN]);
        let most = (BETWEEN / (R1 * R2)).min(n);
        for p in 0..m2 {
            let mut q = 0;
            while q < n {
                let count = most.min(n - q);
                let panel = R1 * count;
                for k in 0..R2 {
                    let group_of = p + m2 * k;
                    let x = rows(from, group_of * n + q, m1 * n, count);
                    let re = &mut mid_re[k * panel..][..panel];
                    let im = &mut mid_im[k * panel..][..panel];
                    group::<T, I, R1>(isa, first, group_of, count, x, [re, im], count);
                }
                let start = p * R2 * R1 * n + q;
                let (re, im) = (&mut re[start..], &mut im[start..]);
                if count == n {
                    let x = rows([&mid_re, &mid_im], 0, panel, panel);
                    group::<T, I, R2>(isa, second, p, panel, x, [re, im], panel);
                } else {
                    for j in 0..R1 {
                        let x = rows([&mid_re, &mid_im], j * count, panel, count);
                        let to = [&mut re[j * n..], &mut im[j * n..]];
                        group::<T, I, R2>(isa, second, p, count, x, to, R1 * n);
                    }
                }
                q += count;
            }
        }
    }
}

#[inline(always)]
fn loaded<T: Precision, I: Isa>(
    isa: I,
    [re, im]: [&[Piece<T, I>]; 2],
    at: usize,
) -> Pair<Reg<T, I>> {
    Pair::new(Register::load(isa, &re[at]), Register::load(isa, &im[at]))
}

#[inline(always)]
fn everywhere<T: Precision, I: Isa>(isa: I, w: Pair<T>) -> Pair<Reg<T, I>> {
    Pair::new(Register::splat(isa, w.re), Register::splat(isa, w.im))
}

/// `R` rows of `n` pieces, `apart` pieces from each other.
#[inline(always)]
fn rows<A, const R: usize>(
    from: [&[A]; 2],
    start: usize,
    apart: usize,
    n: usize,
) -> [[&[A]; 2]; R] {
    let none: [&[A]; 2] = [&[], &[]];
    let mut all = [none; R];
    for (k, row) in all.iter_mut().enumerate() {
        let at = start + k * apart;
        *row = [&from[0][at..][..n], &from[1][at..][..n]];
    }
    all
}
