//! Passes of a separable distance transform: each along one axis.
//!
//! A pass reads an array `(n, m)` and writes it as `(m, n)`: the lines along its first axis, worked on.
//! After one pass for each axis the axes are in order again, each line has been contiguous, and each
//! thread has written to a stretch of its own. Lines are read several at a time, neighbours in memory.

use super::columns;
use super::envelope::Envelope;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Element, ZeroBits, threads};

/// Lines read side by side.
const TILE: usize = 32;

/// The most steps that are tried one after another before an envelope is made: 16 positions at once, they
/// are the quicker way where distances are short, as most are in most pictures.
pub(super) const NEAR: usize = 256;

/// How many steps the positions of a line may take on average before it is left to an envelope, which
/// takes about as long as twice that many.
const PATIENCE: usize = 96;

mod sealed {
    pub trait Sealed {}
    impl Sealed for u32 {}
    impl Sealed for f64 {}
}

/// How a squared distance is held: `u32` where neighbours are 1 apart and no square is larger, else `f64`.
///
/// # Examples
/// ```
/// use nd_image::{SquaredDistance, edt_first, edt_next};
///
/// fn squares<S: SquaredDistance>(set: [[u8; 2]; 2]) -> nd_core::Array<S> {
///     edt_next(edt_first::<S, _>(set, 1.0), 1.0)
/// }
/// assert_eq!(squares::<u32>([[0, 1], [1, 1]]).into_vec(), [0, 1, 1, 2]);
/// ```
pub trait Lane: Element + ZeroBits + Default + PartialOrd + sealed::Sealed {
    /// No background at all; not a distance.
    #[doc(hidden)]
    const NONE: Self;
    /// The square; infinite for none.
    #[doc(hidden)]
    fn float(self) -> f64;
    /// The height of a parabola over its foot: `height + (step · apart)²`.
    #[doc(hidden)]
    fn raised(height: Self, step: f64, apart: usize) -> Self;
    /// Works on a line by short steps only, if that is possible: false if it was not.
    #[doc(hidden)]
    fn near(line: &[Self], out: &mut [Self]) -> bool;
    /// Does the first pass, of `set`, many lines at once, if that is possible: false if it was not.
    #[doc(hidden)]
    fn first(set: &[u8], n: usize, m: usize, out: &mut [Self]) -> bool;
}

impl Lane for u32 {
    // Half the range, so that a square can be added to it.
    const NONE: u32 = 1 << 31;
    #[inline(always)]
    fn float(self) -> f64 {
        if self >= Self::NONE { f64::INFINITY } else { f64::from(self) }
    }
    #[inline(always)]
    fn raised(height: u32, _: f64, apart: usize) -> u32 {
        height + (apart * apart) as u32
    }
    fn near(line: &[u32], out: &mut [u32]) -> bool {
        dispatch(Near { line, out })
    }
    fn first(set: &[u8], n: usize, m: usize, out: &mut [u32]) -> bool {
        columns::squared(set, n, m, out)
    }
}

impl Lane for f64 {
    const NONE: f64 = f64::INFINITY;
    #[inline(always)]
    fn float(self) -> f64 {
        self
    }
    #[inline(always)]
    fn raised(height: f64, step: f64, apart: usize) -> f64 {
        let apart = step * apart as f64;
        height + apart * apart
    }
    fn near(_: &[f64], _: &mut [f64]) -> bool {
        false
    }
    fn first(_: &[u8], _: usize, _: usize, _: &mut [f64]) -> bool {
        false
    }
}

/// Squared distances by short steps.
struct Near<'a> {
    /// The line, with `NEAR` more at either end.
    line: &'a [u32],
    out: &'a mut [u32],
}

impl Kernel for Near<'_> {
    type Output = bool;
    #[inline(always)]
    fn run<I: Isa>(self, _: I) -> bool {
        const GROUP: usize = 16;
        let n = self.out.len();
        let whole = n - n % GROUP;
        let mut left = PATIENCE * n.div_ceil(GROUP);
        for start in (0..whole).step_by(GROUP) {
            let Some(best) = near_group::<GROUP>(self.line, start, &mut left) else { return false };
            self.out[start..start + GROUP].copy_from_slice(&best);
        }
        for start in whole..n {
            let Some([best]) = near_group::<1>(self.line, start, &mut left) else { return false };
            self.out[start] = best;
        }
        true
    }
}

/// The least of the parabolas around each of `G` positions; takes its steps off those that are `left`.
#[inline(always)]
fn near_group<const G: usize>(line: &[u32], start: usize, left: &mut usize) -> Option<[u32; G]> {
    let around = &line[start..][..2 * NEAR + G];
    let at = |offset: usize| -> [u32; G] {
        around[offset..][..G].try_into().expect("a slice of this length")
    };
    let mut best = at(NEAR);
    let mut step = 1;
    while best.iter().fold(0, |a, &b| a.max(b)) as usize > step * step {
        // Some steps before the greatest is looked for again.
        let end = step + if step < 8 { 2 } else { 8 };
        if end > NEAR + 1 || *left < end - step {
            return None;
        }
        *left -= end - step;
        for step in step..end {
            let (before, after) = (at(NEAR - step), at(NEAR + step));
            for x in 0..G {
                best[x] = best[x].min(before[x].min(after[x]) + (step * step) as u32);
            }
        }
        step = end;
    }
    Some(best)
}

/// What becomes of the lines of a pass.
pub(crate) enum Out<'a, D> {
    /// Squared distances, for the next pass.
    Squared(&'a mut [D]),
    /// Distances.
    Rooted(&'a mut [f64]),
}

/// An array whose lines along the first axis are worked on: `(n, m)`.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a, D> {
    /// Ones and zeros, whose zeros are the background.
    Set(&'a [u8]),
    Squared(&'a [D]),
}

/// One pass.
pub(crate) struct Pass<'a, D> {
    pub(crate) n: usize,
    pub(crate) m: usize,
    pub(crate) step: f64,
    pub(crate) source: Source<'a, D>,
    /// For each pixel the indices of its nearest background pixel along the axes done so far.
    pub(crate) indices: &'a [Vec<u32>],
    /// Whether the indices along this axis, and those so far, are asked for.
    pub(crate) indexed: bool,
}

/// What one thread works on a line with.
pub(super) struct Scratch<D> {
    envelope: Envelope,
    /// Lines, each with `NEAR` more at either end.
    pub(super) tile: Vec<D>,
    pub(super) out: Vec<D>,
    heights: Vec<f64>,
    sites: Vec<u32>,
}

impl<D: Lane> Scratch<D> {
    /// For so many lines of `n` at once.
    pub(super) fn new(n: usize, lines: usize) -> Scratch<D> {
        Scratch {
            envelope: Envelope::default(),
            tile: vec![D::NONE; (n + 2 * NEAR) * lines],
            out: vec![D::NONE; n],
            heights: Vec::new(),
            sites: vec![0; n],
        }
    }
}

/// Writes the roots of a line.
pub(super) fn store<D: Lane>(line: &[D], out: &mut [f64]) {
    dispatch(Rooted { line, out });
}

impl<D: Lane> Pass<'_, D> {
    /// Works on all lines. Returns the indices, one array for each axis done, this one included.
    pub(crate) fn run(&self, out: Out<'_, D>) -> Vec<Vec<u32>> {
        let axes = if self.indexed { self.indices.len() + 1 } else { 0 };
        let mut indices = vec![vec![0u32; self.n * self.m]; axes];
        let block = TILE * self.n;
        let count = self.m.div_ceil(TILE);
        // The stretch of each output that a task writes.
        let mut parts: Vec<Vec<&mut [u32]>> = (0..count).map(|_| Vec::new()).collect();
        for index in &mut indices {
            index.chunks_mut(block).zip(&mut parts).for_each(|(chunk, part)| part.push(chunk));
        }
        match out {
            Out::Squared(out) => {
                let tasks: Vec<_> = out.chunks_mut(block).zip(parts).collect();
                self.shared_out(tasks, &|line, out| out.copy_from_slice(line));
            }
            Out::Rooted(out) => {
                let tasks: Vec<_> = out.chunks_mut(block).zip(parts).collect();
                self.shared_out(tasks, &store);
            }
        }
        indices
    }

    fn shared_out<O: Send>(
        &self,
        tasks: Vec<(&mut [O], Vec<&mut [u32]>)>,
        store: &(dyn Fn(&[D], &mut [O]) + Sync),
    ) {
        // Several tiles a task, so that scratch is made rarely.
        let group = (1usize << 20).div_ceil(TILE * self.n).max(1);
        let mut grouped: Vec<(usize, Vec<_>)> = Vec::new();
        for (tile, task) in tasks.into_iter().enumerate() {
            if tile % group == 0 {
                grouped.push((tile, Vec::new()));
            }
            grouped.last_mut().expect("one was just pushed").1.push(task);
        }
        threads::items(grouped, &|_, (first, tiles)| {
            let mut scratch = Scratch::new(self.n, TILE);
            for (k, (out, mut indices)) in tiles.into_iter().enumerate() {
                self.tile((first + k) * TILE, &mut scratch, out, &mut indices, store);
            }
        });
    }

    /// The lines from line `left` on, as many as the output has room for.
    fn tile<O>(
        &self,
        left: usize,
        scratch: &mut Scratch<D>,
        out: &mut [O],
        indices: &mut [&mut [u32]],
        store: &(dyn Fn(&[D], &mut [O]) + Sync),
    ) {
        let (n, stride) = (self.n, self.n + 2 * NEAR);
        let lines = out.len() / n;
        let mut tile = std::mem::take(&mut scratch.tile);
        match self.source {
            Source::Squared(all) => {
                gather(all, self.m, left, lines, &mut |line, i, x| {
                    tile[line * stride + NEAR + i] = x
                });
            }
            Source::Set(all) => gather(all, self.m, left, lines, &mut |line, i, set| {
                tile[line * stride + NEAR + i] = if set == 0 { D::default() } else { D::NONE };
            }),
        }
        for (line, out) in out.chunks_mut(n).enumerate() {
            self.line(&tile[line * stride..][..stride], scratch);
            store(&scratch.out, out);
            if let Some((own, earlier)) = indices.split_last_mut() {
                own[line * n..][..n].copy_from_slice(&scratch.sites);
                for (to, from) in earlier.iter_mut().zip(self.indices) {
                    for (to, &site) in to[line * n..][..n].iter_mut().zip(&scratch.sites) {
                        *to = from[site as usize * self.m + left + line];
                    }
                }
            }
        }
        scratch.tile = tile;
    }

    /// One line, with `NEAR` more at either end.
    pub(super) fn line(&self, line: &[D], scratch: &mut Scratch<D>) {
        let inner = &line[NEAR..line.len() - NEAR];
        let out = &mut scratch.out;
        if let Source::Set(_) = self.source {
            scan(inner, &mut scratch.sites, |i, site| {
                out[i] = match site {
                    Some(site) => D::raised(D::default(), self.step, i.abs_diff(site)),
                    None => D::NONE,
                };
            });
            return;
        }
        if !self.indexed && D::near(line, out) {
            return;
        }
        scratch.heights.clear();
        scratch.heights.extend(inner.iter().map(|d| d.float()));
        if !scratch.heights.iter().any(|h| h.is_finite()) {
            out.fill(D::NONE);
            scratch.sites.fill(0);
            return;
        }
        scratch.envelope.nearest(&scratch.heights, self.step, &mut scratch.sites);
        for (i, (out, &site)) in out.iter_mut().zip(&scratch.sites).enumerate() {
            *out = D::raised(inner[site as usize], self.step, i.abs_diff(site as usize));
        }
    }
}

/// Hands the elements of `lines` lines from line `left` on of an array `(n, m)` to `put`.
#[inline(always)]
fn gather<X: Copy>(
    all: &[X],
    m: usize,
    left: usize,
    lines: usize,
    put: &mut impl FnMut(usize, usize, X),
) {
    for (i, row) in all.chunks(m).enumerate() {
        for (line, &x) in row[left..][..lines].iter().enumerate() {
            put(line, i, x);
        }
    }
}

/// Finds the nearest zero to each position of a line, the first of two.
fn scan<D: Lane>(line: &[D], sites: &mut [u32], mut found: impl FnMut(usize, Option<usize>)) {
    const NO: u32 = u32::MAX;
    let zero = D::default();
    let mut last = NO;
    for (i, (&x, site)) in line.iter().zip(sites.iter_mut()).enumerate() {
        last = if x == zero { i as u32 } else { last };
        *site = last;
    }
    let mut next = NO;
    for i in (0..line.len()).rev() {
        let here = i as u32;
        next = if line[i] == zero { here } else { next };
        let before = sites[i];
        let site =
            if before == NO || next != NO && next - here < here - before { next } else { before };
        sites[i] = if site == NO { 0 } else { site };
        found(i, (site != NO).then_some(site as usize));
    }
}

struct Rooted<'a, D> {
    line: &'a [D],
    out: &'a mut [f64],
}

impl<D: Lane> Kernel for Rooted<'_, D> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        self.out.iter_mut().zip(self.line).for_each(|(o, d)| *o = d.float().sqrt());
    }
}
