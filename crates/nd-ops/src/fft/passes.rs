//! Passes over the data, each of which does all butterflies of one radix.
//!
//! Stockham's order: a pass reads one buffer and writes the other, `s` elements side by side are treated alike, and
//! nothing is left to be reordered at the end (C. Van Loan, "Computational Frameworks for the Fast Fourier
//! Transform", 1992, 1.7). Several lanes side by side are what `s` begins with: a register holds neighbours whatever the radix.

use super::butterflies::butterfly;
use super::numbers::Precision;
use super::registers::{Fused, Groups, Registers};
use super::roots::rounded;
use super::vector::Pair;
use nd_core::simd::{Isa, Kernel, Portable, Register, dispatch, dispatch_wide};

/// The longest odd radix; lengths with larger factors are convolutions.
pub(super) const LARGEST: usize = 37;

/// Bytes that the nearest cache has no room for.
const FAR: usize = 32 << 10;

/// One pass: butterflies of `radix`, then factors.
pub struct Pass<T> {
    radix: usize,
    /// How many groups of neighbours there are.
    m: usize,
    /// The factors of output `j > 0` of each group, real parts and imaginary parts: `2 (radix - 1)` rows of `m`.
    factors: Vec<T>,
    /// The roots of unity of an odd radix.
    roots: Vec<Pair<T>>,
}

impl<T: Precision> Pass<T> {
    /// The pass that makes `radix` parts of transforms of `n`.
    pub(super) fn new(radix: usize, n: usize) -> Pass<T> {
        let m = n / radix;
        let mut factors = Vec::with_capacity(2 * (radix - 1) * m);
        for j in 1..radix {
            let row = (0..m).map(|p| rounded::<T>(j * p, n));
            let (re, im): (Vec<T>, Vec<T>) = row.map(|w| (w.re, w.im)).unzip();
            factors.extend(re);
            factors.extend(im);
        }
        let roots = (0..radix).map(|k| rounded(k, radix)).collect();
        Pass { radix, m, factors, roots }
    }

    /// How many bytes it holds.
    pub(super) fn bytes(&self) -> usize {
        self.factors.len() * size_of::<T>()
    }

    /// From one buffer into the other, `s` neighbours alike. Returns how many are alike afterwards.
    pub(super) fn run(&self, s: usize, from: [&[T]; 2], to: [&mut [T]; 2]) -> usize {
        match self.radix {
            2 => self.fixed::<2>(s, from, to),
            3 => self.fixed::<3>(s, from, to),
            4 => self.fixed::<4>(s, from, to),
            5 => self.fixed::<5>(s, from, to),
            7 => self.fixed::<7>(s, from, to),
            8 => self.fixed::<8>(s, from, to),
            _ => dispatch(Any { pass: self, s, from, to }),
        }
        s * self.radix
    }

    /// This pass and the next one at once, if that is worth it.
    pub(super) fn run_both(
        &self,
        next: &Pass<T>,
        s: usize,
        from: [&[T]; 2],
        to: [&mut [T]; 2],
    ) -> Option<usize> {
        if !s.is_multiple_of(T::LANES) || s * self.radix * self.m * size_of::<Pair<T>>() < FAR {
            return None;
        }
        match (self.radix, next.radix) {
            (8, 8) => self.fused::<8, 8>(next, s, from, to),
            (8, 4) => self.fused::<8, 4>(next, s, from, to),
            (4, 4) => self.fused::<4, 4>(next, s, from, to),
            _ => return None,
        }
        Some(s * self.radix * next.radix)
    }

    fn fused<const R1: usize, const R2: usize>(
        &self,
        next: &Pass<T>,
        s: usize,
        from: [&[T]; 2],
        to: [&mut [T]; 2],
    ) {
        let fused = Fused::<T, R1, R2> { passes: [self, next], s, from, to };
        if s.is_multiple_of(2 * T::LANES) { dispatch_wide(fused) } else { dispatch(fused) }
    }

    fn fixed<const R: usize>(&self, s: usize, from: [&[T]; 2], to: [&mut [T]; 2]) {
        if s.is_multiple_of(2 * T::LANES) {
            dispatch_wide(Registers::<T, R> { pass: self, s, from, to });
        } else if s.is_multiple_of(T::LANES) {
            dispatch(Registers::<T, R> { pass: self, s, from, to });
        } else if s == 1 && self.m.is_multiple_of(2 * T::LANES) {
            dispatch_wide(Groups::<T, R> { pass: self, from, to });
        } else if s == 1 && self.m.is_multiple_of(T::LANES) {
            dispatch(Groups::<T, R> { pass: self, from, to });
        } else {
            dispatch(Fixed::<T, R> { pass: self, s, from, to });
        }
    }

    /// How many groups of neighbours there are.
    #[inline(always)]
    pub(super) fn m(&self) -> usize {
        self.m
    }

    /// The roots of unity.
    #[inline(always)]
    pub(super) fn roots<const R: usize>(&self) -> &[Pair<T>; R] {
        self.roots.first_chunk().expect("as many as the radix")
    }

    /// The factors of all outputs; those of the first are not used.
    #[inline(always)]
    pub(super) fn rows<const R: usize>(&self) -> [[&[T]; 2]; R] {
        let mut all = [self.row(1); R];
        for (j, row) in all.iter_mut().enumerate().skip(1) {
            *row = self.row(j);
        }
        all
    }

    /// The factors of output `j` of all groups.
    #[inline(always)]
    fn row(&self, j: usize) -> [&[T]; 2] {
        let row = 2 * (j - 1) * self.m;
        [&self.factors[row..][..self.m], &self.factors[row + self.m..][..self.m]]
    }

    /// The factor of output `j` of group `p`.
    #[inline(always)]
    pub(super) fn factor(&self, j: usize, p: usize) -> Pair<T> {
        let [re, im] = self.row(j);
        Pair::new(re[p], im[p])
    }
}

/// Results that wait to be multiplied and put in their places. Loops over a tile are what becomes vector instructions: their
/// trip counts are not known and nothing they write can be what they read.
const TILE: usize = 32;

/// Elements that are multiplied at once; divides a tile.
const BLOCK: usize = 8;

/// A number as a register of one.
type One<T, I> = Portable<T, 1, I>;

type Tile<T> = [[T; TILE]; 2];

/// A pass whose radix the compiler knows.
struct Fixed<'a, T, const R: usize> {
    pass: &'a Pass<T>,
    s: usize,
    from: [&'a [T]; 2],
    to: [&'a mut [T]; 2],
}

impl<T: Precision, const R: usize> Kernel for Fixed<'_, T, R> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let mut tile = [[[T::zero(); TILE]; 2]; R];
        if self.s == 1 && self.pass.m >= T::LANES {
            self.groups(isa, &mut tile);
        } else {
            self.neighbours(isa, &mut tile);
        }
    }
}

// Loops and no closures: what is not inlined is compiled for the baseline.
impl<T: Precision, const R: usize> Fixed<'_, T, R> {
    /// A tile is of elements that are alike, and of the groups after them.
    #[inline(always)]
    fn neighbours<I: Isa>(self, isa: I, tile: &mut [Tile<T>; R]) {
        let total = self.s * self.pass.m;
        let (mut run, mut to) = (Run::default(), self.to);
        let mut start = 0;
        while start < total {
            let count = TILE.min(total - start);
            fill(isa, self.pass, self.from, [start, total], count, tile);
            place(isa, self.pass, tile, &mut run, [self.s, count], &mut to);
            start += count;
        }
    }

    /// Elements side by side are those of different groups, of one element each: the first pass over a single lane.
    #[inline(always)]
    fn groups<I: Isa>(self, isa: I, tile: &mut [Tile<T>; R]) {
        let m = self.pass.m;
        let [to_re, to_im] = self.to;
        let mut p = 0;
        while p < m {
            let count = TILE.min(m - p);
            fill(isa, self.pass, self.from, [p, m], count, tile);
            for (j, tile) in tile.iter_mut().enumerate().skip(1) {
                let [re, im] = self.pass.row(j);
                multiply(isa, tile, [&re[p..][..count], &im[p..][..count]]);
            }
            let to_re = to_re[R * p..].chunks_exact_mut(R).take(count);
            let to_im = to_im[R * p..].chunks_exact_mut(R);
            for (l, (re, im)) in to_re.zip(to_im).enumerate() {
                for j in 0..R {
                    re[j] = tile[j][0][l];
                    im[j] = tile[j][1][l];
                }
            }
            p += count;
        }
    }
}

/// Butterflies of `count` elements side by side, the first ones at `start` and so many apart.
#[inline(always)]
fn fill<T: Precision, I: Isa, const R: usize>(
    isa: I,
    pass: &Pass<T>,
    from: [&[T]; 2],
    [start, apart]: [usize; 2],
    count: usize,
    tile: &mut [Tile<T>; R],
) {
    let roots: &[Pair<T>; R] = pass.roots.first_chunk().expect("as many as the radix");
    let mut rows: [[&[T]; 2]; R] = [[&[]; 2]; R];
    for (k, row) in rows.iter_mut().enumerate() {
        let at = start + apart * k;
        *row = [&from[0][at..][..count], &from[1][at..][..count]];
    }
    for l in 0..count.min(TILE) {
        let mut a = [Pair::new(One::splat(isa, T::zero()), One::splat(isa, T::zero())); R];
        for k in 0..R {
            let one = |plane: usize| One::load(isa, &[rows[k][plane][l]]);
            a[k] = Pair::new(one(0), one(1));
        }
        let b = butterfly::<T, One<T, I>, R>(isa, a, roots);
        for j in 0..R {
            b[j].re.store(std::array::from_mut(&mut tile[j][0][l]));
            b[j].im.store(std::array::from_mut(&mut tile[j][1][l]));
        }
    }
}

/// Where a tile goes on.
#[derive(Default)]
struct Run {
    /// The group.
    p: usize,
    /// The element of those that are alike.
    q: usize,
}

/// Puts the results of a tile of `count` elements into their places, multiplied.
#[inline(always)]
fn place<T: Precision, I: Isa>(
    isa: I,
    pass: &Pass<T>,
    tiles: &[Tile<T>],
    run: &mut Run,
    [s, count]: [usize; 2],
    [to_re, to_im]: &mut [&mut [T]; 2],
) {
    let mut done = 0;
    while done < count {
        let len = (s - run.q).min(count - done);
        for (j, tile) in tiles.iter().enumerate() {
            let at = s * (tiles.len() * run.p + j) + run.q;
            let (re, im) = (&mut to_re[at..][..len], &mut to_im[at..][..len]);
            let from = [&tile[0][done..][..len], &tile[1][done..][..len]];
            if j == 0 || pass.m == 1 {
                re.copy_from_slice(from[0]);
                im.copy_from_slice(from[1]);
            } else {
                multiplied(isa, from, pass.factor(j, run.p), [re, im]);
            }
        }
        done += len;
        run.q += len;
        if run.q == s {
            (run.p, run.q) = (run.p + 1, 0);
        }
    }
}

/// Elements of one row of a tile, multiplied by the same factor.
#[inline(always)]
fn multiplied<T: Precision, I: Isa>(
    isa: I,
    [x, y]: [&[T]; 2],
    w: Pair<T>,
    [re, im]: [&mut [T]; 2],
) {
    // Blocks of a known length need no loop over what is left.
    let ((x, x_rest), (y, y_rest)) = (x.as_chunks::<BLOCK>(), y.as_chunks::<BLOCK>());
    let (re, re_rest) = re.as_chunks_mut::<BLOCK>();
    let (im, im_rest) = im.as_chunks_mut::<BLOCK>();
    for ((re, im), (x, y)) in re.iter_mut().zip(im).zip(x.iter().zip(y)) {
        for l in 0..BLOCK {
            Pair { re: re[l], im: im[l] } = Pair::new(x[l], y[l]).times(isa, w);
        }
    }
    for ((re, im), (&x, &y)) in re_rest.iter_mut().zip(im_rest).zip(x_rest.iter().zip(y_rest)) {
        Pair { re: *re, im: *im } = Pair::new(x, y).times(isa, w);
    }
}

/// Multiplies results by factors of their own.
#[inline(always)]
fn multiply<T: Precision, I: Isa>(isa: I, tile: &mut Tile<T>, [re, im]: [&[T]; 2]) {
    let [x, y] = tile;
    for ((x, y), (&re, &im)) in x.iter_mut().zip(y).zip(re.iter().zip(im)) {
        Pair { re: *x, im: *y } = Pair::new(*x, *y).times(isa, Pair::new(re, im));
    }
}

/// A pass of any odd radix.
struct Any<'a, T> {
    pass: &'a Pass<T>,
    s: usize,
    from: [&'a [T]; 2],
    to: [&'a mut [T]; 2],
}

impl<T: Precision> Kernel for Any<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let mut tiles = [[[[T::zero(); TILE]; 2]; LARGEST]; 2];
        if self.s == 1 && self.pass.m >= T::LANES {
            self.groups(isa, &mut tiles);
        } else {
            self.neighbours(isa, &mut tiles);
        }
    }
}

impl<T: Precision> Any<'_, T> {
    /// See the function of [`Fixed`].
    #[inline(always)]
    fn neighbours<I: Isa>(self, isa: I, [pairs, results]: &mut [[Tile<T>; LARGEST]; 2]) {
        let (total, r) = (self.s * self.pass.m, self.pass.radix);
        let (mut run, mut to) = (Run::default(), self.to);
        let mut start = 0;
        while start < total {
            let count = TILE.min(total - start);
            opposite(self.from, [start, total], count, &mut pairs[..r]);
            odd(isa, &self.pass.roots, count, &pairs[..r], &mut results[..r]);
            place(isa, self.pass, &results[..r], &mut run, [self.s, count], &mut to);
            start += count;
        }
    }

    /// See the function of [`Fixed`].
    #[inline(always)]
    fn groups<I: Isa>(self, isa: I, [pairs, results]: &mut [[Tile<T>; LARGEST]; 2]) {
        let (m, r) = (self.pass.m, self.pass.radix);
        let [to_re, to_im] = self.to;
        let mut p = 0;
        while p < m {
            let count = TILE.min(m - p);
            opposite(self.from, [p, m], count, &mut pairs[..r]);
            odd(isa, &self.pass.roots, count, &pairs[..r], &mut results[..r]);
            for (j, tile) in results[..r].iter_mut().enumerate() {
                if j > 0 {
                    let [re, im] = self.pass.row(j);
                    multiply(isa, tile, [&re[p..][..count], &im[p..][..count]]);
                }
                for l in 0..count {
                    to_re[r * (p + l) + j] = tile[0][l];
                    to_im[r * (p + l) + j] = tile[1][l];
                }
            }
            p += count;
        }
    }
}

/// The first elements, and the sums and differences of those that lie opposite each other.
#[inline(always)]
fn opposite<T: Precision>(
    from: [&[T]; 2],
    [start, apart]: [usize; 2],
    count: usize,
    pairs: &mut [Tile<T>],
) {
    let r = pairs.len();
    for plane in 0..2 {
        pairs[0][plane][..count].copy_from_slice(&from[plane][start..][..count]);
        for k in 1..=r / 2 {
            let (low, high) = pairs.split_at_mut(r - k);
            let x = &from[plane][start + apart * k..][..count];
            let y = &from[plane][start + apart * (r - k)..][..count];
            let to = low[k][plane].iter_mut().zip(high[0][plane].iter_mut());
            for ((sum, gap), (&x, &y)) in to.zip(x.iter().zip(y)) {
                (*sum, *gap) = (x + y, x - y);
            }
        }
    }
}

/// As the butterfly of odd numbers of elements, of a tile.
#[inline(always)]
fn odd<T: Precision, I: Isa>(
    isa: I,
    roots: &[Pair<T>],
    count: usize,
    pairs: &[Tile<T>],
    results: &mut [Tile<T>],
) {
    let (r, count) = (pairs.len(), count.min(TILE));
    results[0] = pairs[0];
    for sums in &pairs[1..=r / 2] {
        for plane in 0..2 {
            for (to, &x) in results[0][plane][..count].iter_mut().zip(&sums[plane]) {
                *to = *to + x;
            }
        }
    }
    for j in 1..=r / 2 {
        let (mut near, mut far) = (pairs[0], [[T::zero(); TILE]; 2]);
        let mut at = 0;
        for k in 1..=r / 2 {
            at += j;
            at -= if at >= r { r } else { 0 };
            let w = roots[at];
            for plane in 0..2 {
                for (near, &sum) in near[plane][..count].iter_mut().zip(&pairs[k][plane]) {
                    *near = isa.mul_add(sum, w.re, *near);
                }
                for (far, &gap) in far[plane][..count].iter_mut().zip(&pairs[r - k][plane]) {
                    *far = isa.mul_add(gap, w.im, *far);
                }
            }
        }
        for l in 0..count {
            results[j][0][l] = near[0][l] - far[1][l];
            results[j][1][l] = near[1][l] + far[0][l];
            results[r - j][0][l] = near[0][l] + far[1][l];
            results[r - j][1][l] = near[1][l] - far[0][l];
        }
    }
}
