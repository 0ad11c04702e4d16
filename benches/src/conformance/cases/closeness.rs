//! Equality up to rounding, and of whole arrays.

use super::{Kind, Random, Recorder, broadcastable};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{Array, Close, CloseOptions, EqualOptions};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `isclose`, `allclose`, `array_equal`, `array_equiv`.
    close, close_of:
        bool i8 i32 i64 u16 u64 f16 f32 f64 f64 f64 Complex<f32> Complex<f64> Complex<f64>;
}

fn close_of<T: Value + Close>(random: &mut Random, recorder: &mut Recorder) {
    let [left, right] = broadcastable(random);
    let (a, b) = beside::<T>(random, &left, &right);
    let inputs = vec![recorder.input(&a), recorder.input(&b)];
    let equal_nan = random.one_in(2);
    let rtol = *random.pick(&[1e-5, 1e-5, 0.0, 1e-2, 0.5, 1e-13]);
    let atol = *random.pick(&[1e-8, 1e-8, 0.0, 1e-3, 2.0]);
    let options = CloseOptions::default().rtol(rtol).atol(atol).equal_nan(equal_nan);
    let tolerances = json!({ "rtol": rtol, "atol": atol, "equal_nan": equal_nan });
    match random.below(7) {
        0 => recorder.case("isclose", inputs, json!({}), || nd::isclose(a.view(), b.view())),
        1 | 2 => recorder
            .case("isclose", inputs, tolerances, || nd::isclose_with(a.view(), b.view(), &options)),
        3 => recorder.case("allclose", inputs, tolerances, || {
            nd::allclose_with(a.view(), b.view(), &options)
        }),
        4 => {
            recorder.case("array_equiv", inputs, json!({}), || nd::array_equiv(a.view(), b.view()))
        }
        _ => {
            let parameters = json!({ "equal_nan": equal_nan });
            let options = EqualOptions::default().equal_nan(equal_nan);
            recorder.case("array_equal", inputs, parameters, || {
                nd::array_equal_with(a.view(), b.view(), &options)
            });
        }
    }
}

/// Two arrays of which many elements, or all, are the same or nearly so.
fn beside<T: Value>(random: &mut Random, left: &[usize], right: &[usize]) -> (Laid<T>, Laid<T>) {
    let few: Vec<T> = (0..1 + random.below(3)).map(|_| T::random(random)).collect();
    match random.below(4) {
        0 => {
            let a = Laid::<T>::with_shape(random, left);
            let same = a.view().to_array();
            (a, Laid { base: same, steps: Vec::new() })
        }
        1 => {
            let mut nearly = |random: &mut Random| match random.below(20) {
                0 => T::random(random),
                _ => *random.pick(&few),
            };
            let a = Laid::filled(random, left, &mut nearly);
            (a, Laid::filled(random, right, nearly))
        }
        2 => {
            let a = Laid { base: Array::full(left, few[0]), steps: Vec::new() };
            (a, Laid { base: Array::full(right, few[0]), steps: Vec::new() })
        }
        _ => (Laid::with_shape(random, left), Laid::with_shape(random, right)),
    }
}
