//! Copies between rectangular parts of byte buffers, whatever the element type.

use nd_core::Shape;

use super::region::{Region, following, per_axis};

/// A rectangular part of a buffer: where its first element is and how far apart the others are, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Strided {
    pub(crate) offset: usize,
    pub(crate) strides: Shape,
}

impl Strided {
    /// A region of a C-contiguous buffer of `shape`.
    pub(crate) fn of(shape: &[usize], region: &Region, itemsize: usize) -> Self {
        Self::of_order(shape, region, itemsize, false)
    }

    /// A region of a buffer of `shape` in C or in Fortran order.
    pub(crate) fn of_order(
        shape: &[usize],
        region: &Region,
        itemsize: usize,
        fortran: bool,
    ) -> Self {
        let ndim = shape.len();
        let mut unit = [itemsize; nd_core::MAX_NDIM];
        for i in 1..ndim {
            // Counted from the axis that varies fastest.
            let (axis, faster) = if fortran { (i, i - 1) } else { (ndim - 1 - i, ndim - i) };
            unit[axis] = unit[faster] * shape[faster];
        }
        let offset = (0..ndim).map(|axis| region.start()[axis] * unit[axis]).sum();
        Self { offset, strides: per_axis(ndim, |axis| unit[axis] * region.step()[axis]) }
    }

    /// All of a C-contiguous buffer of `shape`.
    pub(crate) fn dense(shape: &[usize], itemsize: usize) -> Self {
        Self::of(shape, &Region::all(shape), itemsize)
    }
}

/// Copies `shape` elements of `itemsize` bytes from one part of a buffer to one of another.
///
/// # Panics
/// If an element lies outside its buffer.
pub(crate) fn copy_strided(
    src: &[u8],
    from: Strided,
    dst: &mut [u8],
    to: Strided,
    shape: &[usize],
    itemsize: usize,
) {
    if shape.contains(&0) || itemsize == 0 {
        return;
    }
    let plan = Plan::new(from, to, shape, itemsize);
    let outer = &plan.shape[..plan.ndim - 1];
    let mut at: Shape = per_axis(outer.len(), |_| 0);
    loop {
        let offset = |strides: &[usize; nd_core::MAX_NDIM]| -> usize {
            at.iter().zip(strides).map(|(i, stride)| i * stride).sum()
        };
        let (s, d) = (from.offset + offset(&plan.from), to.offset + offset(&plan.to));
        plan.copy_run(&src[s..], &mut dst[d..]);
        match following(at, outer) {
            Some(next) => at = next,
            None => return,
        }
    }
}

/// Axes that follow each other in both buffers merged into one, the innermost last.
struct Plan {
    ndim: usize,
    shape: [usize; nd_core::MAX_NDIM],
    from: [usize; nd_core::MAX_NDIM],
    to: [usize; nd_core::MAX_NDIM],
    itemsize: usize,
}

impl Plan {
    fn new(from: Strided, to: Strided, shape: &[usize], itemsize: usize) -> Self {
        let zeros = [0; nd_core::MAX_NDIM];
        let mut plan = Self { ndim: 0, shape: zeros, from: zeros, to: zeros, itemsize };
        for (axis, &n) in shape.iter().enumerate() {
            let (s, d) = (from.strides[axis], to.strides[axis]);
            if n == 1 {
                continue;
            }
            if let Some(last) = plan.ndim.checked_sub(1)
                && plan.from[last] == n * s
                && plan.to[last] == n * d
            {
                plan.shape[last] *= n;
                (plan.from[last], plan.to[last]) = (s, d);
                continue;
            }
            let slot = plan.ndim;
            (plan.shape[slot], plan.from[slot], plan.to[slot]) = (n, s, d);
            plan.ndim += 1;
        }
        if plan.ndim == 0 {
            (plan.ndim, plan.shape[0], plan.from[0], plan.to[0]) = (1, 1, itemsize, itemsize);
        }
        plan
    }

    /// Copies along the innermost axis.
    fn copy_run(&self, src: &[u8], dst: &mut [u8]) {
        let last = self.ndim - 1;
        let (n, from, to) = (self.shape[last], self.from[last], self.to[last]);
        if from == self.itemsize && to == self.itemsize {
            let bytes = n * self.itemsize;
            dst[..bytes].copy_from_slice(&src[..bytes]);
            return;
        }
        match self.itemsize {
            1 => copy_items::<1>(src, from, dst, to, n),
            2 => copy_items::<2>(src, from, dst, to, n),
            4 => copy_items::<4>(src, from, dst, to, n),
            8 => copy_items::<8>(src, from, dst, to, n),
            16 => copy_items::<16>(src, from, dst, to, n),
            size => {
                for i in 0..n {
                    dst[i * to..][..size].copy_from_slice(&src[i * from..][..size]);
                }
            }
        }
    }
}

/// Copies `n` elements of a size the compiler knows.
fn copy_items<const SIZE: usize>(src: &[u8], from: usize, dst: &mut [u8], to: usize, n: usize) {
    for i in 0..n {
        let item: [u8; SIZE] = src[i * from..][..SIZE].try_into().expect("as long as said");
        dst[i * to..][..SIZE].copy_from_slice(&item);
    }
}

#[cfg(test)]
mod tests {
    use super::super::elements::swap_bytes;
    use super::*;

    /// Every element by its index, without merging anything.
    fn slowly(
        src: &[u8],
        from: Strided,
        dst: &mut [u8],
        to: Strided,
        shape: &[usize],
        size: usize,
    ) {
        let mut at = Some(per_axis(shape.len(), |_| 0));
        while let Some(index) = at.filter(|_| !shape.contains(&0)) {
            let place = |part: &Strided| {
                part.offset
                    + index.iter().zip(part.strides.iter()).map(|(i, s)| i * s).sum::<usize>()
            };
            let (s, d) = (place(&from), place(&to));
            dst[d..d + size].copy_from_slice(&src[s..s + size]);
            at = following(index, shape);
        }
    }

    #[test]
    fn merged_copies_move_the_same_bytes_as_single_ones() {
        let shape = [4, 5, 6];
        for size in [1, 2, 3, 4, 8, 16] {
            let src: Vec<u8> = (0..120 * size).map(|i| (i % 251) as u8).collect();
            for (start, count, step) in [
                ([0, 0, 0], [4, 5, 6], [1, 1, 1]),
                ([1, 0, 0], [2, 5, 6], [1, 1, 1]),
                ([1, 2, 0], [3, 2, 6], [1, 1, 1]),
                ([0, 1, 1], [2, 2, 2], [3, 2, 3]),
                ([3, 4, 5], [1, 1, 1], [1, 1, 1]),
                ([0, 0, 0], [0, 5, 6], [1, 1, 1]),
            ] {
                let region = Region::new(start, count).with_step(step);
                for fortran in [false, true] {
                    let from = Strided::of_order(&shape, &region, size, fortran);
                    let to = Strided::dense(&count, size);
                    let mut fast = vec![0; region.size() * size];
                    let mut slow = fast.clone();
                    copy_strided(&src, from, &mut fast, to, &count, size);
                    slowly(&src, from, &mut slow, to, &count, size);
                    assert_eq!(fast, slow, "{region:?} of {size} bytes");
                    let (mut back, mut back_slow) = (src.clone(), src.clone());
                    copy_strided(&fast, to, &mut back, from, &count, size);
                    slowly(&slow, to, &mut back_slow, from, &count, size);
                    assert_eq!(back, back_slow);
                    assert_eq!(back, src);
                }
            }
        }
    }

    #[test]
    fn swapped_twice_is_as_it_was() {
        for word in [1, 2, 3, 4, 8] {
            let bytes: Vec<u8> = (0..48).collect();
            let mut swapped = bytes.clone();
            swap_bytes(&mut swapped, word);
            assert_eq!(swapped[0], word as u8 - 1);
            swap_bytes(&mut swapped, word);
            assert_eq!(swapped, bytes);
        }
    }
}
