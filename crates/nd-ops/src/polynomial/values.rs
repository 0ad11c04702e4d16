//! Values of series: Clenshaw's scheme.

use super::coefficient::Coefficient;
use super::kind::{Kind, Step};
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, View, threads};

/// Places whose sums stay in the cache.
const BLOCK: usize = 256;
/// Places that one thread works on at a time.
const TASK: usize = 1 << 13;

/// The value at one place.
pub(crate) fn value<C: Coefficient>(kind: Kind, c: &[C], x: C) -> C {
    let mut out = [C::default()];
    block(&kind.steps(c.len() + 1), c, &[x], &mut out);
    out[0]
}

/// The values at each place.
pub(crate) fn values<C: Coefficient>(kind: Kind, c: &[C], x: View<'_, C>) -> Array<C> {
    let flat = x.ravel();
    let flat = flat.view().as_slice().expect("ravel is contiguous");
    let mut out = vec![C::default(); flat.len()];
    let steps = kind.steps(c.len() + 1);
    threads::chunks(&mut out, TASK, &|start, out| {
        dispatch(Values { steps: &steps, c, x: &flat[start..][..out.len()], out });
    });
    Array::from_shape_vec(x.shape(), out)
}

struct Values<'a, C> {
    steps: &'a [Step],
    c: &'a [C],
    x: &'a [C],
    out: &'a mut [C],
}

impl<C: Coefficient> Kernel for Values<'_, C> {
    type Output = ();

    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        for (x, out) in self.x.chunks(BLOCK).zip(self.out.chunks_mut(BLOCK)) {
            block(self.steps, self.c, x, out);
        }
    }
}

/// Up to [`BLOCK`] places; `out` is 0 before.
#[inline(always)]
fn block<C: Coefficient>(steps: &[Step], c: &[C], x: &[C], out: &mut [C]) {
    // `out` is the sum from k + 1 on, `after` that from k + 2 on.
    let mut after = [C::default(); BLOCK];
    let after = &mut after[..x.len()];
    for (k, &c) in c.iter().enumerate().rev() {
        let (step, further) = (steps[k], steps[k + 1]);
        if step.a == 1.0 && step.b == 0.0 && further.c == 0.0 {
            // Powers: Horner's scheme, in which nothing infinite is multiplied with 0.
            out.iter_mut().zip(x).for_each(|(y, &x)| *y = y.times(x).plus(c));
            continue;
        }
        for ((y, after), &x) in out.iter_mut().zip(after.iter_mut()).zip(x) {
            let by = x.scaled(step.a).plus(C::of(step.b));
            let next = c.plus(y.times(by)).minus(after.scaled(further.c));
            (*y, *after) = (next, *y);
        }
    }
}
