//! Laws of `Layout` against arithmetic in `u128`.

use crate::laid::{Laid, draws, shapes};
use crate::model::indices;
use nd_core::{Array, Layout};
use proptest::prelude::*;
use std::collections::HashSet;

/// The offset of an index, by definition.
fn offset(layout: &Layout, index: &[usize]) -> i128 {
    index.iter().zip(layout.strides().iter()).map(|(&i, &s)| i as i128 * s as i128).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn c_and_f_order_count_through_the_buffer(shape in shapes()) {
        let size: u128 = shape.iter().map(|&n| n as u128).product();
        let (c, f) = (Layout::c_order(shape.clone()), Layout::f_order(shape.clone()));
        prop_assert_eq!(c.size() as u128, size);
        prop_assert!(c.is_c_contiguous() && f.is_f_contiguous());
        prop_assert!(!c.overlaps_itself() && !f.overlaps_itself());
        prop_assert_eq!(c.reversed().reversed(), c);
        for (place, index) in indices(&shape).iter().enumerate() {
            prop_assert_eq!(offset(&c, index), place as i128);
        }
        let backwards: Vec<usize> = shape.iter().rev().copied().collect();
        for (place, mut index) in indices(&backwards).into_iter().enumerate() {
            index.reverse();
            prop_assert_eq!(offset(&f, &index), place as i128);
        }
    }

    #[test]
    fn strided_layouts(shape in shapes(), draws in draws(3)) {
        let laid = Laid::new(&shape, &draws);
        let array: Array<usize> = laid.array(|i| i);
        let view = laid.view(&array);
        let layout = *view.layout();
        prop_assert_eq!(view.shape(), &shape[..]);
        let offsets: Vec<i128> = indices(&shape).iter().map(|i| offset(&layout, i)).collect();
        let range = layout.offset_range().map(|(low, high)| (low as i128, high as i128));
        let naive = offsets.iter().min().map(|&low| (low, *offsets.iter().max().unwrap()));
        prop_assert_eq!(range, naive);
        let distinct: HashSet<_> = offsets.iter().collect();
        prop_assert_eq!(layout.overlaps_itself(), distinct.len() != offsets.len());
        let counted = offsets.iter().enumerate().all(|(place, &o)| place as i128 == o);
        prop_assert_eq!(layout.is_c_contiguous(), counted);
        // A view without gaps in memory order is one in C or F order of its axes.
        if let Some(slice) = view.as_slice_memory_order() {
            prop_assert_eq!(slice.len(), view.size());
        }
    }

    #[test]
    fn broadcasting_is_symmetric_and_naive(
        a in prop::collection::vec(0usize..4, 0..4),
        b in prop::collection::vec(0usize..4, 0..4),
    ) {
        let longest = a.len().max(b.len());
        let length = |shape: &[usize], axis: usize| {
            (axis + shape.len()).checked_sub(longest).map_or(1, |i| shape[i])
        };
        let naive: Option<Vec<usize>> = (0..longest)
            .map(|axis| match (length(&a, axis), length(&b, axis)) {
                (x, y) if x == y => Some(x),
                (1, y) => Some(y),
                (x, 1) => Some(x),
                _ => None,
            })
            .collect();
        let got = nd_core::broadcast_shapes(&[&a, &b]).ok().map(|s| s.to_vec());
        prop_assert_eq!(&got, &naive);
        let other = nd_core::broadcast_shapes(&[&b, &a]).ok().map(|s| s.to_vec());
        prop_assert_eq!(&other, &naive);
        let x = Array::<u8>::zeros(a.clone());
        if let Some(common) = naive {
            let view = x.broadcast_to(common.clone());
            prop_assert_eq!(view.shape(), &common[..]);
        }
        // One-sided stretching: exactly where the common shape is the wanted one.
        let fits = x.try_broadcast_to(b.clone()).is_ok();
        prop_assert_eq!(fits, got.as_deref() == Some(&b[..]));
    }
}
