//! The loop of recursive filters: every output depends on those before it, so that a lane is serial. Lanes are
//! filtered side by side, one in each element of a few vectors.

use crate::signal::sampled::{Rows, elements};
use nd_core::Array;
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::threads;

/// Lanes side by side: four registers of AVX2, enough to hide how long a multiply-add takes.
const LANES: usize = 16;
/// Samples of each lane that are filtered at a time.
const TILE: usize = 64;

/// A filter, ready to run: coefficients divided by the first of the denominator.
#[derive(Clone, Debug)]
pub(crate) enum Recursion {
    /// Numerator and denominator, of one length; `fir` says that the denominator is 1.
    Direct { b: Vec<f64>, a: Vec<f64>, fir: bool },
    /// Second-order sections, one after the other.
    Sections(Vec<[f64; 6]>),
}

impl Recursion {
    /// How many numbers the state of a lane has.
    pub(crate) fn states(&self) -> usize {
        match self {
            Recursion::Direct { b, .. } => b.len() - 1,
            Recursion::Sections(sections) => 2 * sections.len(),
        }
    }

    /// Filters `rows` of length `n` in place, from `states` on, which become those after the last sample.
    pub(crate) fn run(&self, rows: &mut [f64], n: usize, states: &mut [f64]) {
        self.groups(None, rows, n, states);
    }

    /// As [`run`](Self::run), of a signal that stays as it is.
    pub(crate) fn filtered(&self, rows: &Rows<'_>, states: &mut [f64]) -> Array<f64> {
        let mut out = Array::zeros(rows.count() * rows.n);
        self.groups(Some(rows), elements(&mut out), rows.n, states);
        out
    }

    fn groups(&self, from: Option<&Rows<'_>>, out: &mut [f64], n: usize, states: &mut [f64]) {
        if n == 0 || out.is_empty() {
            return;
        }
        let (each, count) = (self.states(), out.len() / n);
        let groups: Vec<(usize, &mut [f64])> = out.chunks_mut(n * LANES).enumerate().collect();
        let given = &*states;
        let after = threads::map(groups, &|(k, out)| {
            let mut states = given[k * LANES * each..((k + 1) * LANES).min(count) * each].to_vec();
            let mut rows: Vec<&mut [f64]> = out.chunks_mut(n).collect();
            let from: Option<Vec<&[f64]>> =
                from.map(|from| (0..rows.len()).map(|l| from.row(k * LANES + l)).collect());
            dispatch(Group { filter: self, from, rows: &mut rows, states: &mut states });
            states
        });
        for (to, from) in states.iter_mut().zip(after.iter().flatten()) {
            *to = *from;
        }
    }
}

/// A few lanes.
struct Group<'a, 'b> {
    filter: &'a Recursion,
    /// What is filtered; what is in `rows` unless it is given.
    from: Option<Vec<&'a [f64]>>,
    rows: &'a mut [&'b mut [f64]],
    states: &'a mut [f64],
}

impl Kernel for Group<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, isa: I) {
        let Group { filter, from, rows, states } = self;
        let each = filter.states();
        if rows.len() <= 2 {
            for (k, row) in rows.iter_mut().enumerate() {
                // By parts, which are copied where they are filtered.
                for (part, out) in row.chunks_mut(16 * TILE).enumerate() {
                    if let Some(from) = &from {
                        out.copy_from_slice(&from[k][part * 16 * TILE..][..out.len()]);
                    }
                    alone(isa, filter, out, &mut states[k * each..][..each]);
                }
            }
        } else {
            side_by_side(isa, filter, from.as_deref(), rows, states);
        }
    }
}

/// Filters up to as many lanes as a tile has; those that are missing are filtered as zeros.
#[inline(always)]
fn side_by_side<I: Isa>(
    isa: I,
    filter: &Recursion,
    from: Option<&[&[f64]]>,
    rows: &mut [&mut [f64]],
    states: &mut [f64],
) {
    let (each, n) = (filter.states(), rows[0].len());
    let mut state = vec![[0.0; LANES]; each];
    for (s, state) in state.iter_mut().enumerate() {
        for (l, state) in state.iter_mut().enumerate().take(rows.len()) {
            *state = states[l * each + s];
        }
    }
    let mut tile = [[0.0; LANES]; TILE];
    for start in (0..n).step_by(TILE) {
        let tile = &mut tile[..TILE.min(n - start)];
        let end = start + tile.len();
        match from {
            Some(from) => gather(tile, from.len(), |l| &from[l][start..end]),
            None => gather(tile, rows.len(), |l| &rows[l][start..end]),
        }
        match filter {
            Recursion::Direct { b, fir: true, .. } => finite(isa, b, tile, &mut state),
            Recursion::Direct { b, a, fir: false } => direct(isa, b, a, tile, &mut state),
            Recursion::Sections(sections) => cascade(isa, sections, tile, &mut state),
        }
        scatter(tile, rows, start);
    }
    for (s, state) in state.iter().enumerate() {
        for (l, &state) in state.iter().enumerate().take(rows.len()) {
            states[l * each + s] = state;
        }
    }
}

/// The samples of rows beside each other, by squares of four, which stay in registers.
#[inline(always)]
fn gather<'r>(tile: &mut [[f64; LANES]], count: usize, row: impl Fn(usize) -> &'r [f64]) {
    let whole = if count == LANES { tile.len() / 4 * 4 } else { 0 };
    for l in (0..LANES).step_by(4) {
        if whole == 0 {
            break;
        }
        let rows = [row(l), row(l + 1), row(l + 2), row(l + 3)];
        for (k, places) in tile[..whole].as_chunks_mut::<4>().0.iter_mut().enumerate() {
            let square: [[f64; 4]; 4] =
                rows.map(|row| *row[4 * k..].first_chunk().expect("four samples are left"));
            for (t, place) in places.iter_mut().enumerate() {
                place[l..l + 4].copy_from_slice(&[
                    square[0][t],
                    square[1][t],
                    square[2][t],
                    square[3][t],
                ]);
            }
        }
    }
    for l in 0..count {
        for (place, &x) in tile[whole..].iter_mut().zip(&row(l)[whole..]) {
            place[l] = x;
        }
    }
}

/// What [`gather`] does, backwards.
#[inline(always)]
fn scatter(tile: &[[f64; LANES]], rows: &mut [&mut [f64]], start: usize) {
    let whole = if rows.len() == LANES { tile.len() / 4 * 4 } else { 0 };
    if whole > 0 {
        for (group, rows) in rows.chunks_mut(4).enumerate() {
            for (k, places) in tile[..whole].as_chunks::<4>().0.iter().enumerate() {
                let square: [[f64; 4]; 4] =
                    places.map(|place| *place[4 * group..].first_chunk().expect("four lanes"));
                for (r, row) in rows.iter_mut().enumerate() {
                    let to = &mut row[start + 4 * k..][..4];
                    to.copy_from_slice(&[square[0][r], square[1][r], square[2][r], square[3][r]]);
                }
            }
        }
    }
    for (l, row) in rows.iter_mut().enumerate() {
        for (place, x) in tile[whole..].iter().zip(&mut row[start + whole..]) {
            *x = place[l];
        }
    }
}

/// Filters one lane in place.
#[inline(always)]
fn alone<I: Isa>(isa: I, filter: &Recursion, row: &mut [f64], states: &mut [f64]) {
    match filter {
        Recursion::Direct { b, fir: true, .. } => {
            finite(isa, b, single(row), states.as_chunks_mut::<1>().0);
        }
        Recursion::Direct { b, a, fir: false } => match states.len() {
            1 => short::<I, 1>(isa, b, a, row, states),
            2 => short::<I, 2>(isa, b, a, row, states),
            3 => short::<I, 3>(isa, b, a, row, states),
            4 => short::<I, 4>(isa, b, a, row, states),
            5 => short::<I, 5>(isa, b, a, row, states),
            6 => short::<I, 6>(isa, b, a, row, states),
            8 => short::<I, 8>(isa, b, a, row, states),
            _ => direct(isa, b, a, single(row), states.as_chunks_mut::<1>().0),
        },
        Recursion::Sections(sections) => {
            for (sections, states) in sections.chunks(4).zip(states.chunks_mut(8)) {
                match sections.len() {
                    4 => skewed::<I, 4>(isa, sections, row, states),
                    3 => skewed::<I, 3>(isa, sections, row, states),
                    2 => skewed::<I, 2>(isa, sections, row, states),
                    _ => skewed::<I, 1>(isa, sections, row, states),
                }
            }
        }
    }
}

/// A lane as a tile of one lane.
#[inline(always)]
fn single(row: &mut [f64]) -> &mut [[f64; 1]] {
    row.as_chunks_mut::<1>().0
}

/// [`direct`] of one lane and few states, which stay in registers.
#[inline(always)]
fn short<I: Isa, const N: usize>(
    isa: I,
    b: &[f64],
    a: &[f64],
    row: &mut [f64],
    states: &mut [f64],
) {
    let mut state: [f64; N] = *states.first_chunk().expect("as many states as that");
    let (first, b) = b.split_first().expect("coefficients");
    let b: [f64; N] = *b.first_chunk().expect("one coefficient a state");
    let a: [f64; N] = *a[1..].first_chunk().expect("one coefficient a state");
    for place in row {
        let x = *place;
        let y = isa.mul_add(*first, x, state[0]);
        for k in 1..N {
            state[k - 1] = isa.mul_add(-a[k - 1], y, isa.mul_add(b[k - 1], x, state[k]));
        }
        state[N - 1] = isa.mul_add(-a[N - 1], y, b[N - 1] * x);
        *place = y;
    }
    states.copy_from_slice(&state);
}

/// Sections side by side.
struct Skewed<const K: usize> {
    numerators: [[f64; K]; 3],
    denominators: [[f64; K]; 2],
    first: [f64; K],
    second: [f64; K],
}

impl<const K: usize> Skewed<K> {
    /// One sample of each section of `range`; what comes out is in `x`.
    #[inline(always)]
    fn step<I: Isa>(&mut self, isa: I, x: &mut [f64; K], range: std::ops::Range<usize>) {
        for k in range {
            let y = isa.mul_add(self.numerators[0][k], x[k], self.first[k]);
            let sum = isa.mul_add(self.numerators[1][k], x[k], self.second[k]);
            self.first[k] = isa.mul_add(-self.denominators[0][k], y, sum);
            self.second[k] = isa.mul_add(-self.denominators[1][k], y, self.numerators[2][k] * x[k]);
            x[k] = y;
        }
    }
}

/// [`cascade`] of one lane: while a section has a sample, the next one has the sample before, so that they need not wait
/// for each other.
#[inline(always)]
fn skewed<I: Isa, const K: usize>(
    isa: I,
    sections: &[[f64; 6]],
    row: &mut [f64],
    states: &mut [f64],
) {
    let column = |c: usize| -> [f64; K] { std::array::from_fn(|k| sections[k][c]) };
    let mut all = Skewed {
        numerators: [column(0), column(1), column(2)],
        denominators: [column(4), column(5)],
        first: std::array::from_fn(|k| states[2 * k]),
        second: std::array::from_fn(|k| states[2 * k + 1]),
    };
    // What comes out of a section goes into the next one.
    let moved = |x: [f64; K], new: f64| -> [f64; K] {
        std::array::from_fn(|k| if k == 0 { new } else { x[k - 1] })
    };
    let n = row.len();
    let mut x = [0.0; K];
    // A row may have fewer samples than there are sections: it has left the first ones before the last has begun.
    for t in 0..K - 1 {
        x = moved(x, row.get(t).copied().unwrap_or(0.0));
        all.step(isa, &mut x, (t + 1).saturating_sub(n)..t + 1);
    }
    for t in K - 1..n {
        x = moved(x, row[t]);
        all.step(isa, &mut x, 0..K);
        row[t + 1 - K] = x[K - 1];
    }
    for t in n.max(K - 1)..n + K - 1 {
        x = moved(x, 0.0);
        all.step(isa, &mut x, t + 1 - n..K);
        row[t + 1 - K] = x[K - 1];
    }
    for k in 0..K {
        (states[2 * k], states[2 * k + 1]) = (all.first[k], all.second[k]);
    }
}

/// Second-order sections in the transposed direct form II.
#[inline(always)]
fn cascade<I: Isa, const L: usize>(
    isa: I,
    sections: &[[f64; 6]],
    tile: &mut [[f64; L]],
    state: &mut [[f64; L]],
) {
    for (&[b0, b1, b2, _, a1, a2], state) in sections.iter().zip(state.chunks_exact_mut(2)) {
        let (mut first, mut second) = (state[0], state[1]);
        for place in &mut *tile {
            for l in 0..L {
                let x = place[l];
                let y = isa.mul_add(b0, x, first[l]);
                first[l] = isa.mul_add(-a1, y, isa.mul_add(b1, x, second[l]));
                second[l] = isa.mul_add(-a2, y, b2 * x);
                place[l] = y;
            }
        }
        (state[0], state[1]) = (first, second);
    }
}

/// The transposed direct form II of any order.
#[inline(always)]
fn direct<I: Isa, const L: usize>(
    isa: I,
    b: &[f64],
    a: &[f64],
    tile: &mut [[f64; L]],
    state: &mut [[f64; L]],
) {
    let order = state.len();
    for place in tile {
        let x = *place;
        let mut y = [0.0; L];
        for l in 0..L {
            y[l] = if order == 0 { b[0] * x[l] } else { isa.mul_add(b[0], x[l], state[0][l]) };
        }
        for k in 1..order {
            for l in 0..L {
                let sum = isa.mul_add(b[k], x[l], state[k][l]);
                state[k - 1][l] = isa.mul_add(-a[k], y[l], sum);
            }
        }
        if order > 0 {
            for l in 0..L {
                state[order - 1][l] = isa.mul_add(-a[order], y[l], b[order] * x[l]);
            }
        }
        *place = y;
    }
}

/// As [`direct`] for a denominator of 1, from whose outputs nothing, NaN neither, comes back.
#[inline(always)]
fn finite<I: Isa, const L: usize>(
    isa: I,
    b: &[f64],
    tile: &mut [[f64; L]],
    state: &mut [[f64; L]],
) {
    let order = state.len();
    for place in tile {
        let x = *place;
        for l in 0..L {
            place[l] = if order == 0 { b[0] * x[l] } else { isa.mul_add(b[0], x[l], state[0][l]) };
        }
        for k in 1..=order {
            for l in 0..L {
                let later = if k < order { state[k][l] } else { 0.0 };
                state[k - 1][l] = isa.mul_add(b[k], x[l], later);
            }
        }
    }
}
