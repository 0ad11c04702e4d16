//! Shapes whose sizes do not fit anywhere: `try_` functions refuse them, nothing panics.

use nd_core::{Array, Layout, Shape, View, ViewMut, broadcast_shapes};

const LENGTHS: [usize; 11] = [
    0,
    1,
    2,
    (1 << 31) - 1,
    1 << 31,
    (1 << 31) + 1,
    (1 << 32) - 1,
    1 << 32,
    (1 << 32) + 1,
    (1 << 63) - 1,
    usize::MAX,
];

/// Whether the product of the non-zero lengths, in elements of `item` bytes, fits `isize`.
fn fits(shape: [usize; 3], item: u128) -> bool {
    let product = shape
        .iter()
        .filter(|&&n| n != 0)
        .try_fold(1u128, |p, &n| p.checked_mul(n as u128))
        .and_then(|p| p.checked_mul(item));
    product.is_some_and(|p| p <= isize::MAX as u128)
}

#[test]
fn no_shape_panics() {
    for a in LENGTHS {
        for b in LENGTHS {
            for c in LENGTHS {
                one([a, b, c]);
            }
        }
    }
}

fn one(shape: [usize; 3]) {
    let size = shape.iter().try_fold(1usize, |p, &n| p.checked_mul(n));
    let checked = Shape::from(shape).checked_size();
    assert_eq!(checked.is_some(), fits(shape, 1), "{shape:?}");
    if let (Some(checked), Some(size)) = (checked, size) {
        assert_eq!(checked, size);
    }
    let item = [1.5f64];
    let refused = |ok: bool| assert!(!ok || fits(shape, 8), "{shape:?} was accepted");
    refused(Array::try_from_shape_vec(shape, vec![1.5f64]).is_ok());
    refused(Array::try_from_shape_vec_f(shape, vec![1.5f64]).is_ok());
    refused(View::try_from_shape_slice(shape, &item).is_ok());
    refused(View::try_from_shape_slice_f(shape, &item).is_ok());
    refused(ViewMut::try_from_shape_slice(shape, &mut [1.5f64]).is_ok());
    let empty: Vec<f64> = vec![];
    let is_empty = fits(shape, 8) && shape.contains(&0);
    assert_eq!(Array::try_from_shape_vec(shape, empty).is_ok(), is_empty, "{shape:?}");
    if shape.iter().filter(|&&n| n != 0).all(|&n| n < 3) || !fits(shape, 8) {
        assert_eq!(Array::<f64>::try_zeros(shape).is_ok(), fits(shape, 8));
    }
    // Stretching costs nothing, so only the number of elements matters.
    let one = View::from_ref(&item[0]);
    let wide = one.try_broadcast_to(shape);
    assert_eq!(wide.is_ok(), fits(shape, 1));
    if let Ok(wide) = wide {
        reread(wide, shape);
    }
    assert_eq!(broadcast_shapes(&[&shape, &[1]]).is_ok(), fits(shape, 1));
    assert_eq!(one.try_reshape_view(shape).is_ok(), shape == [1; 3]);
    assert_eq!(one.try_reshape(shape).is_ok(), shape == [1; 3]);
}

/// Views of a huge stretched view: none of this touches elements.
fn reread(wide: View<'_, f64>, shape: [usize; 3]) {
    assert_eq!(wide.size(), shape.iter().product());
    assert_eq!(wide.t().shape(), [shape[2], shape[1], shape[0]]);
    let _ = wide.try_reshape_view([-1, 1, 1, 1]);
    let _ = wide.try_reshape_view(wide.size());
    let _ = (wide.flip(0), wide.flip(1), wide.flip(2));
    let _ = wide.try_slice(nd_core::s![..;-1, 1..;3, -5..]);
    let _ = (wide.layout().overlaps_itself(), wide.layout().offset_range());
    let _ = (wide.nbytes(), wide.is_c_contiguous(), wide.is_f_contiguous());
    let _ = wide.overlaps(wide);
    let _ = wide.diagonal(1);
    let (first, again) = (wide.iter().next(), wide.get(&[0, 0, 0]));
    assert_eq!(first, again);
    let _ = Layout::c_order(shape).is_c_contiguous();
}

#[test]
fn elements_without_bytes_may_be_many() {
    let nothing = Array::from_shape_vec([1 << 20, 1 << 20], vec![(); 1 << 40]);
    assert_eq!(nothing.size(), 1 << 40);
    assert_eq!(nothing.slice(nd_core::s![..;7, ..;-3]).shape(), [149797, 349526]);
    assert!(Array::try_from_shape_vec([1 << 40, 1 << 40], vec![(); 0]).is_err());
}
