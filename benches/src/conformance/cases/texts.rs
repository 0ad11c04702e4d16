//! What NumPy says of numbers and types in words.

use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use half::f16;
use nd::{
    Array, Casting, DType, FloatFormatOptions, FloatMode, FloatTrim, FormatFloat, PrintElement,
    PrintOptions, PrintSign,
};
use num_complex::Complex;
use serde_json::json;

of_types! {
    /// `format_float_positional`, `format_float_scientific`.
    floats, floats_of: f16 f32 f64 f64;
    /// `array2string` with options.
    printed, printed_of: bool i8 i64 u8 f16 f32 f64 f64 Complex<f64>;
}

fn printed_of<T: Value + PrintElement>(random: &mut Random, recorder: &mut Recorder) {
    let a = Laid::<T>::any(random);
    let (mode, floatmode) = *random.pick(&[
        (FloatMode::MaxPrec, "maxprec"),
        (FloatMode::MaxPrecEqual, "maxprec_equal"),
        (FloatMode::Fixed, "fixed"),
        (FloatMode::Unique, "unique"),
    ]);
    let (sign, told) =
        *random.pick(&[(PrintSign::Minus, "-"), (PrintSign::Plus, "+"), (PrintSign::Space, " ")]);
    let precision = random.below(12);
    let (suppress, separator) = (random.one_in(2), *random.pick(&[" ", ", ", "|"]));
    let (threshold, edge_items) = (random.below(100), 1 + random.below(4));
    let line_width = 20 + random.below(80);
    let options = PrintOptions::default()
        .precision(precision)
        .threshold(threshold)
        .edge_items(edge_items)
        .line_width(line_width)
        .suppress(suppress)
        .sign(sign)
        .float_mode(mode)
        .separator(separator);
    let inputs = vec![recorder.input(&a)];
    let parameters = json!({
        "max_line_width": line_width, "precision": precision, "suppress_small": suppress,
        "separator": separator, "threshold": threshold, "edgeitems": edge_items, "sign": told,
        "floatmode": floatmode,
    });
    recorder.case("array2string", inputs, parameters, || a.view().array2string(&options));
}

fn floats_of<T: Value + FormatFloat>(random: &mut Random, recorder: &mut Recorder) {
    let x = T::random(random);
    let inputs = vec![recorder.array(Array::scalar(x).view())];
    let precision = random.one_in(2).then(|| random.below(12));
    let (trim, name) = *random.pick(&[
        (FloatTrim::Keep, "k"),
        (FloatTrim::Point, "."),
        (FloatTrim::Zero, "0"),
        (FloatTrim::Bare, "-"),
    ]);
    let sign = random.one_in(3);
    let unique = precision.is_none() || random.one_in(2);
    let options =
        FloatFormatOptions::default().precision(precision).trim(trim).sign(sign).unique(unique);
    let parameters =
        json!({ "precision": precision, "trim": name, "sign": sign, "unique": unique });
    match random.below(4) {
        0 => recorder
            .case("format_float_positional", inputs, json!({}), || nd::format_float_positional(x)),
        1 => recorder
            .case("format_float_scientific", inputs, json!({}), || nd::format_float_scientific(x)),
        2 => recorder.case("format_float_positional", inputs, parameters, || {
            nd::format_float_positional_with(x, &options)
        }),
        _ => recorder.case("format_float_scientific", inputs, parameters, || {
            nd::format_float_scientific_with(x, &options)
        }),
    }
}

/// `promote_types`, `result_type`, `can_cast`.
pub(super) fn types(random: &mut Random, recorder: &mut Recorder) {
    // NumPy has all but one.
    let types: Vec<DType> = DType::ALL.into_iter().filter(|&t| t != DType::BF16).collect();
    let all: Vec<DType> = (0..2 + random.below(3)).map(|_| *random.pick(&types)).collect();
    let names: Vec<String> = all.iter().map(ToString::to_string).collect();
    match random.below(3) {
        0 => {
            let (casting, name) = *random.pick(&[
                (Casting::Safe, "safe"),
                (Casting::SameKind, "same_kind"),
                (Casting::Unsafe, "unsafe"),
            ]);
            let parameters = json!({ "from": names[0], "to": names[1], "casting": name });
            recorder.case("castable", vec![], parameters, || nd::can_cast(all[0], all[1], casting));
        }
        1 => recorder.case("promoted", vec![], json!({ "types": names[..2] }), || {
            nd::promote_types(all[0], all[1]).to_string()
        }),
        _ => recorder.case("promoted", vec![], json!({ "types": names }), || {
            nd::result_type(&all).expect("some").to_string()
        }),
    }
}
