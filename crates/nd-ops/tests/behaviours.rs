//! What NumPy does where one might guess otherwise, and what is done here: looked up in NumPy 2.5.5.

use nd_core::{Array, IndexMode, array, equal, greater, less};
use nd_ops::{PadMode, bincount, bincount_weighted, digitize, pad, select_where};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn message<T>(f: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn padding_goes_on_beyond_the_axis() {
    let a = [1, 2, 3];
    let padded = |mode| pad(&a, 5, mode).into_vec();
    assert_eq!(padded(PadMode::Reflect), [2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2]);
    assert_eq!(padded(PadMode::Symmetric), [2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2]);
    assert_eq!(padded(PadMode::Wrap), [2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2]);
    assert_eq!(pad(&[7], 2, PadMode::Reflect), array![7, 7, 7, 7, 7]);
    assert_eq!(pad(&[0.0; 0], 2, PadMode::constant(4.0)), array![4.0, 4.0, 4.0, 4.0]);
    assert!(nd_ops::try_pad(&[0.0; 0], 2, PadMode::Reflect).is_err());
    let none = Array::<f64>::zeros([0, 2]);
    assert_eq!(pad(&none, [(0, 0), (1, 1)], PadMode::Edge).shape(), [0, 4]);
}

#[test]
fn odd_padding_goes_on_in_a_line_and_wraps() {
    let line = pad(&[1, 5], 6, PadMode::ReflectOdd).into_vec();
    assert_eq!(line, [-23, -19, -15, -11, -7, -3, 1, 5, 9, 13, 17, 21, 25, 29]);
    assert_eq!(pad(&[1i8, 100], 2, PadMode::ReflectOdd), array![59i8, -98, 1, 100, -57, 42]);
}

#[test]
fn padding_with_statistics_rounds_and_never_makes_them_of_nothing() {
    let ramp = pad(&[1, 5], 3, PadMode::linear_ramp((0, 10)));
    assert_eq!(ramp, array![0, 0, 0, 1, 5, 6, 8, 10]);
    assert_eq!(pad(&[1, 2], 1, PadMode::Mean(None)), array![2, 1, 2, 2]);
    assert_eq!(pad(&[1, 4], 1, PadMode::Median(None)), array![2, 1, 4, 2]);
    // NumPy makes means and medians of no element, of whatever is in memory.
    let none = || Some(0.into());
    for mode in [PadMode::Mean(none()), PadMode::Median(none()), PadMode::Maximum(none())] {
        assert!(nd_ops::try_pad(&[1, 2], 1, mode).is_err());
    }
}

#[test]
fn bins_whose_edges_fall() {
    assert_eq!(digitize([f64::NAN, 0.5], &[2.0, 1.0]), Ok(array![0, 2]));
    assert_eq!(digitize([f64::NAN, 0.5], &[1.0, 2.0]), Ok(array![2, 0]));
    assert_eq!(digitize([1.0], &[1.0, 1.0]), Ok(array![2]));
    assert_eq!(digitize([1.5, 2.0, 1.0], &[2.0, 1.0]), Ok(array![1, 0, 1]));
    assert!(digitize([1.0], &[1.0, 3.0, 2.0]).is_err());
}

#[test]
fn counts_of_nothing_and_of_what_cannot_be_counted() {
    assert_eq!(bincount([0i64; 0], 3), Ok(array![0, 0, 0]));
    assert_eq!(bincount_weighted([0i64; 0], [0.0; 0], 2), Ok(array![0.0, 0.0]));
    assert_eq!(bincount([1u64, 2], 0), Ok(array![0, 1, 1]));
    assert!(bincount([1, -1], 0).is_err());
    // NumPy refuses more than one axis; here every element is counted.
    assert_eq!(bincount([[1, 0], [1, 2]], 0), Ok(array![1, 2, 1]));
}

#[test]
fn elements_are_taken_by_whole_numbers() {
    let a = array![1, 2, 3];
    assert_eq!(a.take([-1, 0], 0), array![3, 1]);
    assert_eq!(a.take([0u8; 0], 0).shape(), [0]);
    let error = array![[1, 2]].try_take_along_axis([0], 0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "take_along_axis (array, then indices): shapes [1, 2] and [1] differ"
    );
}

#[test]
fn turning_and_rolling() {
    assert_eq!(array![1, 2, 3].roll(4, 0), array![3, 1, 2]);
    assert_eq!(array![1, 2, 3].roll(-1, -1), array![2, 3, 1]);
    // NumPy says of these axes that they must be different.
    let text = message(|| Array::<f64>::zeros([2, 3]).rot90(1, [0, 2]).size());
    assert_eq!(text, "rot90: axis 2 is out of bounds for 2 dimensions");
    let text = message(|| Array::<f64>::zeros([2, 3]).rot90(1, [1, -1]).size());
    assert_eq!(text, "rot90: axis -1 is named twice in [1, -1]");
}

#[test]
fn functions_along_an_axis_say_their_type() {
    // NumPy takes the type from the first lane, and cuts 2.5 to 2.
    let a = array![[1, 2], [3, 2]];
    let means: Vec<f64> = a.lanes(1).map(|lane| lane.iter().sum::<i32>() as f64 / 2.0).collect();
    assert_eq!(means, [1.5, 2.5]);
    assert_eq!(Array::<f64>::zeros([2, 0]).lanes(0).count(), 0); // NumPy refuses
    assert_eq!(Array::<f64>::zeros([2, 0]).lanes(1).map(|lane| lane.size()).sum::<usize>(), 0);
}

#[test]
fn of_several_conditions_the_first_holds() {
    let a = array![1, 2, 3];
    let both = [less(&a, 3), less(&a, 2)];
    assert_eq!(select_where(&both, &[10, 20].map(|x| array![x]), 0), array![10, 10, 0]);
    // As `np.piecewise` the other way round, where the last one does; types stay.
    let mut pieces = a.clone();
    pieces.assign_where(less(&a, 3), 10);
    pieces.assign_where(less(&a, 2), 20);
    pieces.assign_where(greater(&a, 2), &(&a * &a));
    assert_eq!(pieces, array![20, 10, 9]);
    let chosen = nd_ops::choose_with([2, -1], &[[1, 2], [3, 4]], IndexMode::Wrap);
    assert_eq!(chosen, array![1, 4]);
    assert!(nd_ops::all(equal(&chosen, &nd_ops::choose([0, 1], &[[1, 2], [3, 4]]))));
}
