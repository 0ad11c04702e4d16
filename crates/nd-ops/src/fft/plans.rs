//! How a length is transformed, worked out once.

use super::chirp::Chirp;
use super::lengths::radices;
use super::numbers::Precision;
use super::passes::Pass;
use super::scratch::Planes;
use std::sync::{Arc, Mutex, PoisonError};

/// How one length is transformed.
pub enum Plan<T> {
    /// Passes, first to last; `n` elements.
    Passes(usize, Vec<Pass<T>>),
    /// A convolution.
    Chirp(Chirp<T>),
}

impl<T: Precision> Worked for Plan<T> {
    fn new(n: usize) -> Plan<T> {
        let Some(radices) = radices(n) else {
            return Plan::Chirp(Chirp::new(n));
        };
        let mut rest = n;
        let pass = |radix| {
            let pass = Pass::new(radix, rest);
            rest /= radix;
            pass
        };
        Plan::Passes(n, radices.into_iter().map(pass).collect())
    }

    fn bytes(&self) -> usize {
        match self {
            Plan::Passes(_, passes) => passes.iter().map(Pass::bytes).sum(),
            Plan::Chirp(chirp) => chirp.bytes(),
        }
    }
}

impl<T: Precision> Plan<T> {
    /// How many elements of a lane each buffer must have room for.
    pub(super) fn room(&self) -> usize {
        match self {
            Plan::Passes(n, _) => *n,
            Plan::Chirp(chirp) => chirp.room(),
        }
    }

    /// Transforms `s` lanes side by side, whose real and imaginary parts are in `a`; each buffer has room for them.
    /// Returns whether the result is in `b`.
    pub(super) fn run<'p>(&self, s: usize, a: &mut Planes<'p, T>, b: &mut Planes<'p, T>) -> bool {
        match self {
            Plan::Passes(_, passes) => run_passes(passes, s, a, b),
            Plan::Chirp(chirp) => chirp.run(s, a, b),
        }
    }
}

fn run_passes<'p, T: Precision>(
    passes: &[Pass<T>],
    s: usize,
    a: &mut Planes<'p, T>,
    b: &mut Planes<'p, T>,
) -> bool {
    let (mut s, mut in_b) = (s, false);
    let mut rest = passes;
    while let [pass, after @ ..] = rest {
        let (from, to) = if in_b { (&mut *b, &mut *a) } else { (&mut *a, &mut *b) };
        let from = [&from[0][..], &from[1][..]];
        let both = after.first().and_then(|next| {
            let [re, im] = &mut *to;
            pass.run_both(next, s, from, [re, im])
        });
        (s, rest) = match both {
            Some(s) => (s, &after[1..]),
            None => {
                let [re, im] = to;
                (pass.run(s, from, [re, im]), after)
            }
        };
        in_b = !in_b;
    }
    in_b
}

/// What is worked out once for a length, and kept.
pub trait Worked: Sized {
    /// Works it out.
    fn new(n: usize) -> Self;
    /// How many bytes it holds.
    fn bytes(&self) -> usize;
}

/// How many are kept, and how many bytes of them.
const MOST: usize = 64;
const MOST_BYTES: usize = 32 << 20;

/// What was worked out, last used first.
pub struct Cache<P>(Mutex<Vec<(usize, Arc<P>)>>);

impl<P: Worked> Cache<P> {
    pub(super) const fn new() -> Cache<P> {
        Cache(Mutex::new(Vec::new()))
    }

    /// That of a length.
    pub(super) fn get(&self, n: usize) -> Arc<P> {
        if let Some(known) = self.known(n) {
            return known;
        }
        // Made outside the lock: a second thread that wants it makes the same.
        let made = Arc::new(P::new(n));
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(0, (n, made.clone()));
        let (mut number, mut bytes) = (0, 0);
        kept.retain(|(_, plan)| {
            number += 1;
            bytes += plan.bytes();
            number == 1 || (number <= MOST && bytes <= MOST_BYTES)
        });
        made
    }

    fn known(&self, n: usize) -> Option<Arc<P>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.iter().position(|(length, _)| *length == n)?;
        kept[..=at].rotate_right(1);
        Some(kept[0].1.clone())
    }
}
