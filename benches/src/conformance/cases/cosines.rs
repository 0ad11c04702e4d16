//! Cosine and sine transforms, and Hankel's.

use super::transforms::{lanes, norm_of, over};
use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::fft::{self, CosineType, DctOptions, DctnOptions, FftError, FhtOptions, Transformable};
use nd::{Array, View};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `dct`, `idct`, `dst`, `idst`.
    cosines, cosines_of: i32 f32 f32 f64 f64 f64 Complex<f32> Complex<f64>;
    /// `dctn`, `idctn`, `dstn`, `idstn`.
    cosines_over, cosines_over_of: f32 f64 f64 Complex<f64>;
}

fn kind_of(random: &mut Random) -> (CosineType, u8) {
    *random.pick(&[
        (CosineType::I, 1),
        (CosineType::II, 2),
        (CosineType::II, 2),
        (CosineType::III, 3),
        (CosineType::IV, 4),
    ])
}

type One<T, O> = (&'static str, fn(View<'_, T>, &DctOptions) -> Result<Array<O>, FftError>);
type Many<T, O> = (&'static str, fn(View<'_, T>, &DctnOptions) -> Result<Array<O>, FftError>);

fn cosines_of<T: Value + Transformable<Same: Value>>(random: &mut Random, recorder: &mut Recorder) {
    let functions: &[One<T, T::Same>] = &[
        ("fft.dct", |a, o| fft::try_dct_with(a, o)),
        ("fft.idct", |a, o| fft::try_idct_with(a, o)),
        ("fft.dst", |a, o| fft::try_dst_with(a, o)),
        ("fft.idst", |a, o| fft::try_idst_with(a, o)),
    ];
    let (name, f) = *random.pick(functions);
    let shape = lanes(random);
    let a = Laid::<T>::filled(random, &shape, T::small);
    let axis = axis_of(random, shape.len());
    let ((kind, number), (norm, told)) = (kind_of(random), norm_of(random));
    let length = shape[axis.rem_euclid(shape.len() as isize) as usize];
    let n = random.one_in(3).then(|| random.below(2 * length + 4));
    let orthogonalize = random.one_in(3).then(|| random.one_in(2));
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({
        "type": number, "n": n, "axis": axis, "norm": told, "orthogonalize": orthogonalize,
    });
    recorder.case(name, inputs, parameters, || {
        let mut options = DctOptions::default().kind(kind).axis(axis).norm(norm);
        (options.n, options.orthogonalize) = (n, orthogonalize);
        f(a.view(), &options)
    });
}

fn cosines_over_of<T: Value + Transformable<Same: Value>>(
    random: &mut Random,
    recorder: &mut Recorder,
) {
    let functions: &[Many<T, T::Same>] = &[
        ("fft.dctn", |a, o| fft::try_dctn_with(a, o)),
        ("fft.idctn", |a, o| fft::try_idctn_with(a, o)),
        ("fft.dstn", |a, o| fft::try_dstn_with(a, o)),
        ("fft.idstn", |a, o| fft::try_idstn_with(a, o)),
    ];
    let (name, f) = *random.pick(functions);
    let shape: Vec<usize> = (0..1 + random.below(3)).map(|_| 1 + random.below(12)).collect();
    let a = Laid::<T>::filled(random, &shape, T::small);
    let ((kind, number), (norm, told)) = (kind_of(random), norm_of(random));
    let (axes, s) = over(random, &shape);
    let orthogonalize = random.one_in(3).then(|| random.one_in(2));
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({
        "type": number, "s": s, "axes": axes, "norm": told, "orthogonalize": orthogonalize,
    });
    recorder.case(name, inputs, parameters, || {
        let mut options = DctnOptions::default().kind(kind).norm(norm);
        options.orthogonalize = orthogonalize;
        if let Some(s) = s {
            options = options.s(s.as_slice());
        }
        if let Some(axes) = axes {
            options = options.axes(axes.as_slice());
        }
        f(a.view(), &options)
    });
}

/// `fht`, `ifht`, `fhtoffset`.
pub(super) fn hankel(random: &mut Random, recorder: &mut Recorder) {
    let shape = match random.below(3) {
        0 => vec![1 + random.below(3), 1 + random.below(60)],
        _ => vec![1 + random.below(200)],
    };
    let a = Laid::<f64>::filled(random, &shape, f64::small);
    let dln = (1 + random.below(30)) as f64 / 64.0;
    let mu = random.below(9) as f64 / 2.0;
    let offset = if random.one_in(2) { random.unit() - 0.5 } else { 0.0 };
    let bias = if random.one_in(3) { random.unit() - 0.5 } else { 0.0 };
    let options = FhtOptions::default().offset(offset).bias(bias);
    let parameters = json!({ "dln": dln, "mu": mu, "offset": offset, "bias": bias });
    let a_told = vec![recorder.input(&a)];
    match random.below(5) {
        0 => {
            let parameters = json!({ "dln": dln, "mu": mu, "initial": offset, "bias": bias });
            recorder.case("fft.fhtoffset", vec![], parameters, || {
                fft::fhtoffset_with(dln, mu, &options)
            });
        }
        1 | 2 => recorder
            .case("fft.fht", a_told, parameters, || fft::fht_with(a.view(), dln, mu, &options)),
        _ => recorder
            .case("fft.ifht", a_told, parameters, || fft::ifht_with(a.view(), dln, mu, &options)),
    }
}
