//! Arrays through serde, and what is refused on the way back.
#![cfg(feature = "serde")]

use nd_core::{Array, Shape, array};
use serde::{Deserialize, Serialize};

fn refused(text: &str) -> String {
    serde_json::from_str::<Array<f64>>(text).unwrap_err().to_string()
}

#[test]
fn an_array_is_its_shape_and_data() {
    let a = array![[1.5, 2.0], [-0.5, 4.0]];
    let text = r#"{"shape":[2,2],"data":[1.5,2.0,-0.5,4.0]}"#;
    assert_eq!(serde_json::to_string(&a).unwrap(), text);
    assert_eq!(serde_json::from_str::<Array<f64>>(text).unwrap(), a);
    // Any view, in its own C order.
    let transposed = r#"{"shape":[2,2],"data":[1.5,-0.5,2.0,4.0]}"#;
    assert_eq!(serde_json::to_string(&a.t()).unwrap(), transposed);
    assert_eq!(serde_json::to_string(&a.t().reshape([4])).unwrap(), transposed.replace("2,2", "4"));
}

#[test]
fn every_rank_and_type_returns() {
    fn round<T>(a: Array<T>)
    where
        T: Serialize + for<'de> Deserialize<'de> + PartialEq + std::fmt::Debug,
    {
        let text = serde_json::to_string(&a).unwrap();
        assert_eq!(serde_json::from_str::<Array<T>>(&text).unwrap(), a);
    }
    round(Array::scalar(7));
    round(Array::<u8>::zeros([0, 3]));
    round(Array::arange(0, 120, 1).into_reshaped([2, 3, 4, 5]));
    round(array!["a".to_string(), "b".into()]);
    round(array![Some(true), None]);
    round(array![(1u8, 2.5f32)]);
    round(Array::from_vec(vec![(); 3]));
    round(Array::<u64>::from_vec(vec![u64::MAX]));
}

#[test]
fn fields_in_any_order_and_as_a_sequence() {
    let a = array![1.0, 2.0];
    for text in
        [r#"{"data":[1,2],"shape":[2]}"#, r#"{"shape":[2],"more":{},"data":[1,2]}"#, "[[2],[1,2]]"]
    {
        assert_eq!(serde_json::from_str::<Array<f64>>(text).unwrap(), a, "{text}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let start = |text: &str, said: &str| {
        let error = refused(text);
        assert!(error.starts_with(said), "{text}: {error}");
    };
    start(r#"{"shape":[2],"data":[1]}"#, "from_shape_vec: 1 elements do not fill shape [2] of 2");
    start(r#"{"shape":[2],"data":[1,2,3]}"#, "invalid length 3, expected 2 elements");
    start(r#"{"data":[1,2,3],"shape":[2]}"#, "from_shape_vec: 3 elements do not fill shape [2]");
    start(r#"{"shape":[2]}"#, "missing field `data`");
    start(r#"{"data":[2]}"#, "missing field `shape`");
    start(r#"{"shape":[1],"shape":[1],"data":[1]}"#, "duplicate field `shape`");
    start(r#"{"shape":[1],"data":[1],"data":[1]}"#, "duplicate field `data`");
    start(r#"{"shape":[-1],"data":[]}"#, "invalid value: integer `-1`");
    start("[[2]]", "invalid length 1, expected a shape and data");
    start("[]", "invalid length 0, expected a shape and data");
    start("7", "invalid type: integer `7`, expected an array: its shape and its data");
    let axes = vec!["1"; 17].join(",");
    start(
        &format!(r#"{{"shape":[{axes}],"data":[1]}}"#),
        "shape: 17 axes are more than the 16 that an array may have",
    );
    let huge = 1u64 << 40;
    let said = format!("deserialize: shape [{huge}, {huge}] has too many elements");
    start(&format!(r#"{{"shape":[{huge},{huge}],"data":[1]}}"#), &said);
    // An empty axis does not hide the others.
    start(
        &format!(r#"{{"shape":[0,{huge},{huge}],"data":[]}}"#),
        &format!("deserialize: shape [0, {huge}, {huge}] has too many elements"),
    );
}

#[test]
fn a_header_alone_allocates_nothing() {
    // A petabyte is promised and three numbers come.
    let error = refused(r#"{"shape":[140737488355328],"data":[1,2,3]}"#);
    assert!(error.contains("3 elements do not fill"), "{error}");
}

#[test]
fn shapes_alone() {
    let shape = Shape::from([2, 3]);
    assert_eq!(serde_json::to_string(&shape).unwrap(), "[2,3]");
    assert_eq!(serde_json::from_str::<Shape>("[2,3]").unwrap(), shape);
    assert_eq!(serde_json::from_str::<Shape>("[]").unwrap(), Shape::from(()));
}
