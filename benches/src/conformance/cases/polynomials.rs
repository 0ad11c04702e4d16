//! Polynomials by their coefficients.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::linalg::LinalgElement;
use nd::{Evaluated, Inexact, Signal};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `polyadd`, `polymul`, `polyder`, `polyval`, `vander` and their kind.
    whole, whole_of: i8 i32 i64 u8 u16 u64 f32 f64 f64 Complex<f64>;
    /// `polydiv`, `polyint`, `poly`.
    divided, divided_of: f32 f64 f64 Complex<f64>;
    /// `roots` and `polyfit`.
    solved, solved_of: f64;
}

/// Coefficients of which few are large.
fn coefficients<T: Value>(random: &mut Random) -> Laid<T> {
    let n = [random.below(9)];
    let zeros = random.below(3);
    let a = Laid::<T>::filled(random, &n, T::ordinary);
    if zeros == 0 || n[0] == 0 {
        return a;
    }
    // Some begin with zeros.
    let same = nd::concat(&[a.view(), a.view()], 0);
    let last = *same.iter().last().expect("not empty");
    Laid { base: nd::concat(&[same.view(), nd::full([zeros], last).view()], 0), steps: vec![] }
}

fn whole_of<T: Value + Signal + Evaluated>(random: &mut Random, recorder: &mut Recorder) {
    let [p, q] = [(); 2].map(|()| coefficients::<T>(random));
    let both = vec![recorder.input(&p), recorder.input(&q)];
    let one = both[..1].to_vec();
    let none = json!({});
    match random.below(7) {
        0 => recorder.case("polyadd", both, none, || nd::polyadd(p.view(), q.view())),
        1 => recorder.case("polysub", both, none, || nd::polysub(p.view(), q.view())),
        2 => recorder.case("polymul", both, none, || nd::polymul(p.view(), q.view())),
        3 => {
            let m = random.below(4);
            recorder.case("polyder", one, json!({ "m": m }), || nd::polyder(p.view(), m));
        }
        4 => {
            let shape = random.shape();
            let x = Laid::<T>::filled(random, &shape, T::ordinary);
            let inputs = vec![one[0].clone(), recorder.input(&x)];
            recorder.case("polyval", inputs, none, || nd::polyval(p.view(), x.view()));
        }
        _ => {
            let (columns, increasing) = (random.below(7), random.one_in(2));
            let parameters = json!({ "N": columns, "increasing": increasing });
            recorder.case("vandermonde", one, parameters, || match increasing {
                true => nd::vander_increasing(p.view(), columns),
                false => nd::vander(p.view(), columns),
            });
        }
    }
}

fn divided_of<T: Value + Signal + Inexact>(random: &mut Random, recorder: &mut Recorder) {
    let [p, q] = [(); 2].map(|()| coefficients::<T>(random));
    let both = vec![recorder.input(&p), recorder.input(&q)];
    let one = both[..1].to_vec();
    match random.below(4) {
        0 => recorder.case("polydiv", both, json!({}), || {
            let found = nd::polydiv(p.view(), q.view());
            (found.quotient, found.remainder)
        }),
        1 => recorder.case("poly", one, json!({}), || nd::poly(p.view())),
        _ => {
            let m = random.below(4);
            let n = [m];
            let constants = Laid::<T>::filled(random, &n, T::ordinary);
            let inputs = vec![one[0].clone(), recorder.input(&constants)];
            recorder.case("integrated", inputs, json!({ "m": m }), || {
                nd::polyint_with(p.view(), m, &constants.view().to_array().into_vec())
            });
        }
    }
}

fn solved_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + LinalgElement<Field = T> + nd::linalg::Field<Complex: Value>,
{
    if random.one_in(2) {
        let p = coefficients::<T>(random);
        let inputs = vec![recorder.input(&p)];
        return recorder.case("roots_values", inputs, json!({}), || nd::roots(p.view()));
    }
    let degree = random.below(4);
    let n = [degree + 1 + random.below(20)];
    let [x, y] = [(); 2].map(|()| Laid::<T>::filled(random, &n, T::ordinary));
    let inputs = vec![recorder.input(&x), recorder.input(&y)];
    recorder.case("polyfit_values", inputs, json!({ "deg": degree }), || {
        nd::polyfit(x.view(), y.view(), degree).map(|fit| fit.coefficients)
    });
}
