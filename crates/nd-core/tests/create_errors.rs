//! What the functions that make arrays say when they refuse, and conversions of nested vectors.

use nd_core::{
    Array, Endpoint, Indexing, RangeError, ShapeError, array, diag, full_like, meshgrid_with,
    ones_like, s, tril, triu, uninit_like, zeros_like,
};
use std::panic::{UnwindSafe, catch_unwind};

/// The message that `f` panics with.
fn message<R>(f: impl FnOnce() -> R + UnwindSafe) -> String {
    let Err(payload) = catch_unwind(f) else {
        panic!("it did not panic");
    };
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => other.downcast::<&str>().map_or("no text".into(), |text| text.to_string()),
    }
}

#[test]
fn shapes_that_overflow() {
    let huge = [1usize << 40, 1 << 40];
    let said = |op: &str| {
        format!("{op}: shape {huge:?} has too many elements for this machine's address space")
    };
    assert_eq!(message(|| Array::<f64>::zeros(huge)), said("zeros"));
    assert_eq!(message(|| Array::full(huge, 1u8)), said("full"));
    assert_eq!(message(|| Array::<u8>::eye_of(huge[0], huge[1], 0)), said("zeros"));
    assert_eq!(message(|| Array::from_shape_slice(huge, &[1])), said("from_shape_slice"));
    assert_eq!(Array::try_full(huge, 1u8).unwrap_err().to_string(), said("full"));
    assert_eq!(
        message(|| Array::linspace(0.0, 1.0, usize::MAX)),
        format!(
            "linspace: shape [{}] has too many elements for this machine's address space",
            usize::MAX
        )
    );
    assert!(message(|| Array::<i64>::indices(huge)).starts_with("indices: shape [2, 10995"));
}

#[test]
fn memory_that_is_not_there() {
    let error = Array::try_full([1 << 45, 1 << 15], 1u8).unwrap_err();
    assert_eq!(error.to_string(), "full: 1152921504606846976 bytes could not be allocated");
    let error = Array::try_arange(0u64, 1 << 62, 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "arange: 4.611686018427388e18 elements are more than memory holds"
    );
}

#[test]
fn sizes_that_do_not_fit() {
    assert_eq!(
        message(|| Array::from_shape_slice([2, 2], &[1, 2, 3])),
        "from_shape_slice: 3 elements do not fill shape [2, 2] of 4"
    );
}

#[test]
fn ranges_that_are_none() {
    let inf = f64::INFINITY;
    assert_eq!(message(|| Array::arange(0, 5, 0)), "arange: the step is 0");
    assert_eq!(message(|| Array::arange(0.0, 5.0, 0.0)), "arange: the step is 0");
    assert_eq!(message(|| Array::arange(0.0, 5.0, -0.0)), "arange: the step is 0");
    assert_eq!(
        message(|| Array::arange(0.0, f64::NAN, 1.0)),
        "arange: from 0 to NaN in steps of 1 there is no number of elements"
    );
    assert!(matches!(Array::try_arange(inf, inf, 1.0), Err(RangeError::Undefined { .. })));
    assert_eq!(
        message(|| Array::arange(0.0, f64::INFINITY, 1.0)),
        "arange: inf elements are more than memory holds"
    );
    assert!(matches!(Array::try_arange(0.0, 1e300, 1.0), Err(RangeError::TooLarge { .. })));
    assert_eq!(Array::arange(i8::MIN, i8::MAX, 1).size(), 255);
    assert_eq!(
        Array::arange(usize::MAX - 3, usize::MAX, 2),
        array![usize::MAX - 3, usize::MAX - 1]
    );
    assert_eq!(Array::arange(3isize, -3, -4), array![3, -1]);
}

#[test]
fn sequences_without_a_factor() {
    assert_eq!(
        message(|| Array::geomspace(0.0, 5.0, 3)),
        "geomspace: no constant factor leads from 0 to 5"
    );
    assert_eq!(
        message(|| Array::geomspace_with(0.0, 5.0, 3, Endpoint::Excluded)),
        "geomspace: no constant factor leads from 0 to 5"
    );
    let error = Array::try_geomspace(-1.0f32, 1.0, 3).unwrap_err();
    assert_eq!(error.to_string(), "geomspace: no constant factor leads from -1 to 1");
}

#[test]
fn ranks_that_do_not_fit() {
    let cube = || Array::<i32>::zeros([1, 2, 3]);
    assert_eq!(message(|| diag(cube(), 0)), "diag: 1 or 2 axes needed, shape [1, 2, 3] has 3");
    assert_eq!(message(|| tril([1, 2], 0)), "tril: two axes needed, shape [2] has 1");
    assert_eq!(message(|| triu([1, 2], 0)), "triu: two axes needed, shape [2] has 1");
    assert_eq!(
        message(|| meshgrid_with(std::array::from_fn::<_, 17, _>(|_| vec![1]), Indexing::Ij)),
        "meshgrid: 17 axes are more than the 16 that an array may have"
    );
    assert_eq!(
        message(|| Array::<i32>::indices([1; 16])),
        "indices: 17 axes are more than the 16 that an array may have"
    );
    assert_eq!(message(|| Array::<u8>::indices([2, 257])), "indices: u8 cannot count to 256");
    assert_eq!(message(|| diag([1u8], isize::MIN)), {
        let side = (isize::MAX as usize) + 2;
        format!(
            "zeros: shape [{side}, {side}] has too many elements for this machine's address space"
        )
    });
}

#[test]
fn likes_keep_the_order_of_axes() {
    let a = Array::<i32>::zeros([2, 3, 4]).into_permuted(&[1, 2, 0]);
    let b = ones_like(&a);
    assert_eq!((b.shape(), b.strides()), (a.shape(), a.strides()));
    assert_eq!(b, Array::<i32>::ones([3, 4, 2]));
    assert_eq!(zeros_like(a.t()).strides(), a.t().strides());
    assert_eq!(full_like(a.slice(s![.., ..;-1, 0]), 5).shape(), [3, 4]);
    assert_eq!(uninit_like(&a).strides(), a.strides());
    let stretched = array![1u8].view().broadcast_to([2, 3]).to_array();
    assert_eq!(zeros_like(stretched.view()).shape(), [2, 3]);
}

#[test]
fn nested_vectors() {
    let a = Array::<i32>::try_from(vec![vec![1, 2, 3], vec![4, 5, 6]]).unwrap();
    assert_eq!(a, array![[1, 2, 3], [4, 5, 6]]);
    let a = Array::<i32>::try_from(vec![vec![vec![1], vec![2]], vec![vec![3], vec![4]]]).unwrap();
    assert_eq!(a.shape(), [2, 2, 1]);
    assert_eq!(Array::<u8>::try_from(Vec::<Vec<u8>>::new()).unwrap().shape(), [0, 0]);
    assert_eq!(Array::<u8>::try_from(vec![Vec::<u8>::new(); 2]).unwrap().shape(), [2, 0]);
    let no_rows: Vec<Vec<Vec<u8>>> = vec![vec![], vec![]];
    assert_eq!(Array::<u8>::try_from(no_rows).unwrap().shape(), [2, 0, 0]);

    let error = Array::<i32>::try_from(vec![vec![1, 2], vec![3, 4], vec![5]]).unwrap_err();
    assert_eq!(error.to_string(), "array from nested vectors: 2 elements at [0], 1 at [2]");
    let ragged = vec![vec![vec![1, 2]], vec![vec![1, 2], vec![3, 4]]];
    let error = Array::<i32>::try_from(ragged).unwrap_err();
    assert_eq!(error.to_string(), "array from nested vectors: 1 elements at [0], 2 at [1]");
    let ragged = vec![vec![vec!["a"]], vec![vec![]]];
    let error = Array::<&str>::try_from(ragged).unwrap_err();
    assert!(matches!(error, ShapeError::Ragged { first: 1, other: 0, .. }));
}

#[test]
fn arrays_become_nested() {
    let a = array![["a".to_string(), "b".into()], ["c".into(), "d".into()]];
    let rows: Vec<Vec<String>> = a.clone().try_into().unwrap();
    assert_eq!(rows, [["a", "b"], ["c", "d"]]);
    let fixed: [[String; 2]; 2] = a.into_transposed().try_into().unwrap();
    assert_eq!(fixed, [["a", "c"], ["b", "d"]]);

    let a = Array::arange(0, 24, 1).into_reshaped([2, 3, 4]);
    let planes: Vec<Vec<Vec<i32>>> = a.clone().try_into().unwrap();
    assert_eq!(Array::<i32>::try_from(planes).unwrap(), a);
    let fixed = <[[[i32; 4]; 3]; 2]>::try_from(a.view()).unwrap();
    assert_eq!(Array::<i32>::from(fixed), a);
    let row = <[i32; 4]>::try_from(a.slice(s![1, 2])).unwrap();
    assert_eq!(row, [20, 21, 22, 23]);
    let deep = <[[[[i32; 2]; 2]; 3]; 2]>::try_from(a.view().reshape([2, 3, 2, 2]).into_array());
    assert_eq!(deep.unwrap()[1][2][1], [22, 23]);

    let error = <[[i32; 4]; 3]>::try_from(a.clone()).unwrap_err();
    assert_eq!(error.to_string(), "nested array (right): shapes [2, 3, 4] and [3, 4] differ");
    let error = Vec::<Vec<i32>>::try_from(a).unwrap_err();
    assert_eq!(error.to_string(), "Vec<Vec<_>>: 2 axes given for an array of shape [2, 3, 4]");
    let empty: Vec<Vec<i32>> = Array::zeros([2, 0]).try_into().unwrap();
    assert_eq!(empty, [[], []]);
}
