//! Every message of `ShapeError`, word for word: they are what users meet most.

use nd_core::{Array, ShapeError, View, ViewMut, array, normalize_axes, s, zip};

fn says(error: ShapeError, message: &str) {
    assert_eq!(error.to_string(), message);
}

fn err<T>(result: Result<T, ShapeError>) -> ShapeError {
    match result {
        Ok(_) => panic!("should have been refused"),
        Err(error) => error,
    }
}

/// The message of a panic.
fn panics<R>(f: impl FnOnce() -> R) -> String {
    let error = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(f())));
    *error.expect_err("should have panicked").downcast::<String>().unwrap()
}

#[test]
fn sizes_and_shapes() {
    let error = err(Array::try_from_shape_vec([2, 3], vec![1, 2]));
    says(error, "from_shape_vec: 2 elements do not fill shape [2, 3] of 6");
    let error = err(View::try_from_shape_slice([2], &[1]));
    says(error, "view of a slice: 1 elements do not fill shape [2] of 2");
    let error = err(array![1, 2, 3].try_reshape([2, -1]));
    says(error, "reshape: shape [3] of 3 elements cannot become [2, -1]");
    let error = err(array![[1, 2], [3, 4]].t().try_reshape_view([4]));
    says(error, "reshape: shape [2, 2] with strides [1, 2] cannot be re-cut without copying");
    let error = err(Array::<f64>::try_zeros([1 << 40, 1 << 40]));
    says(
        error,
        "zeros: shape [1099511627776, 1099511627776] has too many elements for this machine's \
         address space",
    );
    let error = ShapeError::Memory { op: "zeros", bytes: 1 << 60 };
    says(error, "zeros: 1152921504606846976 bytes could not be allocated");
    let wide = nd_core::Shape::try_new(&[1; 17]).map(|_| ());
    says(err(wide), "shape: 17 axes are more than the 16 that an array may have");
}

#[test]
fn broadcasting() {
    let error = err(nd_core::broadcast_shapes(&[&[2, 3], &[4], &[1]]));
    says(error, "broadcast_shapes: shapes [2, 3], [4] and [1] do not broadcast together");
    let error = err(array![1, 2].try_broadcast_to([2, 3]));
    says(error, "broadcast_to: shape [2] does not broadcast to [2, 3]");
    let message = panics(|| &array![1, 2] + &array![1, 2, 3]);
    assert!(message.contains("shapes [2] and [3] do not broadcast together"), "{message}");
    let message = panics(|| zip((&mut array![1], &array![1, 2])).for_each(|(a, b)| *a += b));
    assert_eq!(
        message,
        "zip: an array that is written cannot be stretched: shapes [1] and [2] differ"
    );
    let message = panics(|| zip((&array![1, 2],)).map_into(|(a,)| a, array![0].view_mut()));
    assert_eq!(message, "zip: map_into (output first): shapes [1] and [2] differ");
}

#[test]
fn axes() {
    let a = Array::<u8>::zeros([2, 3]);
    assert_eq!(panics(|| a.flip(2)), "flip: axis 2 is out of bounds for 2 dimensions");
    assert_eq!(panics(|| a.lanes(-3)), "lanes: axis -3 is out of bounds for 2 dimensions");
    let error = err(normalize_axes("sum", &[0, -2], 2));
    says(error, "sum: axis -2 is named twice in [0, -2]");
    let error = err(a.try_permute_dims(&[0, 0]));
    says(error, "permute_dims: [0, 0] does not order the 2 axes of shape [2, 3]");
    let message = panics(|| a.squeeze_axes(&[1]));
    assert_eq!(message, "squeeze: axis 1 of shape [2, 3] has length 3, not 1");
    assert_eq!(panics(|| a.dims::<3>()), "dims: 3 axes wanted, shape [2, 3] has 2");
    assert_eq!(panics(|| a.fixed::<1>().shape()), "fixed: 1 axes wanted, shape [2, 3] has 2");
    assert_eq!(
        panics(|| drop(array![1].diagonal(0).to_array())),
        "diagonal: two axes needed, shape [1] has 1"
    );
}

#[test]
fn indices_and_slices() {
    let a = Array::<u8>::zeros([2, 3]);
    says(err(a.try_slice(s![5])), "slice: index 5 is out of bounds for axis 0 with length 2");
    says(err(a.try_slice(s![.., -4])), "slice: index -4 is out of bounds for axis 1 with length 3");
    says(err(a.try_slice(s![0, 0, 0])), "slice: 3 axes given for an array of shape [2, 3]");
    says(err(a.try_slice(s![.., ..;0])), "slice: the step of axis 1 is 0");
    let twice = s![nd_core::Ellipsis, 0, nd_core::Ellipsis];
    says(err(a.try_slice(twice)), "slice: only one Ellipsis can stand in a slice");
    says(err(a.item(&[0])), "item: 1 axes given for an array of shape [2, 3]");
    says(err(a.item(&[0, 3])), "item: index 3 is out of bounds for axis 1 with length 3");
    let message = panics(|| a[[2, 0]]);
    assert_eq!(message, "index [2, 0] is out of bounds for shape [2, 3] (axis 0)");
    assert_eq!(panics(|| a[[0]]), "index: 1 axes given for an array of shape [2, 3]");
    let message = panics(|| a.windows([0, 1]));
    assert_eq!(message, "windows of non-zero lengths: shapes [2, 3] and [0, 1] differ");
    let message =
        panics(|| drop(Array::<u8>::zeros([2]).view_mut().split_at(0, 3).0.view().to_array()));
    assert_eq!(message, "split_at: index 3 is out of bounds for axis 0 with length 2");
}

#[test]
fn raw_parts() {
    let mut data = [1, 2, 3];
    // SAFETY: refused before anything is reached.
    let error = err(unsafe { ViewMut::from_raw_parts(data.as_mut_ptr(), [3], [0]) });
    says(
        error,
        "ViewMut::from_raw_parts: shape [3] with strides [0] let two indices reach the same element",
    );
    // SAFETY: as above.
    let error = err(unsafe { View::from_raw_parts(data.as_ptr(), [3, 1], [1]) });
    says(error, "layout: shape [3, 1] with strides [1] differ in their number of axes");
}

/// Panics point at the caller, not into the library.
#[test]
fn panics_name_the_callers_line() {
    use std::sync::Mutex;
    static PLACE: Mutex<Option<String>> = Mutex::new(None);
    let old = std::panic::take_hook();
    std::panic::set_hook(Box::new(|info| {
        let file = info.location().map(|l| l.file().to_string());
        if file.as_deref().is_some_and(|f| f.contains("nd-core"))
            && file.as_deref() != Some(file!())
        {
            *PLACE.lock().unwrap() = file;
        }
    }));
    let a = Array::<u8>::zeros([2, 3]);
    let _ = panics(|| a.slice(s![7]));
    let _ = panics(|| a.reshape([7]));
    let _ = panics(|| zip((&a, &array![1u8, 2])).map(|(x, _)| x));
    let _ = panics(|| a[[9, 9]]);
    std::panic::set_hook(old);
    let inside = PLACE.lock().unwrap().take();
    // Other tests panic meanwhile too, on purpose; only the library's own files matter.
    assert!(inside.is_none_or(|f| !f.contains("src/")), "a panic was blamed on the library");
}
