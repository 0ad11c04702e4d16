//! Strides for what is written to.

use super::Random;
use crate::conformance::value::Value;
use nd::{Array, Slice, SliceItem, View, ViewMut};

/// Which way an array to be written to lies in memory.
pub(super) struct Strided {
    /// Axis `order[k]` is axis `k` in memory.
    order: Vec<usize>,
    /// How far apart neighbours along the first axis in memory are, and which comes first.
    step: isize,
}

impl Strided {
    /// Another way for an array as `a`.
    pub(super) fn random<T>(random: &mut Random, a: &View<'_, T>) -> Self {
        let order = match random.below(3) {
            0 => (0..a.ndim()).collect(),
            _ => random.permutation(a.ndim()),
        };
        Self { order, step: *random.pick(&[1, 1, 2, -1, -3]) }
    }

    /// What `write` makes of an array that is equal to `a`.
    pub(super) fn write<T: Value>(
        &self,
        a: View<'_, T>,
        write: impl FnOnce(ViewMut<'_, T>),
    ) -> Array<T> {
        let mut shape: Vec<usize> = self.order.iter().map(|&axis| a.shape()[axis]).collect();
        let mut items = vec![SliceItem::Range(Slice::ALL); shape.len()];
        if let (Some(n), Some(item)) = (shape.first_mut(), items.first_mut()) {
            *n *= self.step.unsigned_abs();
            *item = SliceItem::Range(Slice { start: None, stop: None, step: self.step });
        }
        let mut axes = vec![0; shape.len()];
        self.order.iter().enumerate().for_each(|(k, &axis)| axes[axis] = k as isize);
        // Any elements will do between those that are seen.
        let any: Vec<T> = a.iter().copied().collect();
        let mut source = any.iter().copied().cycle();
        let mut base = Array::from_fn(shape, |_| source.next().expect("not empty"));
        let mut seen = base.view_mut().into_sliced(items).into_permuted(&axes);
        seen.assign(a);
        write(seen.reborrow());
        seen.view().to_array()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::layout::Laid;

    #[test]
    fn what_is_written_is_what_was_there_and_what_was_put() {
        let mut random = Random::of_case(7, 0);
        for _ in 0..200 {
            let shape = random.shape_with_axis();
            let a = Laid::<i32>::with_shape(&mut random, &shape);
            let strided = Strided::random(&mut random, &a.view());
            assert_eq!(strided.write(a.view(), |_| ()), a.view());
            let sevens = strided.write(a.view(), |mut a| a.fill(7));
            assert_eq!(sevens, Array::full(shape, 7));
        }
    }
}
