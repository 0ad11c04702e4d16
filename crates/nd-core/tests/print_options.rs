//! Printing under options, and single floats as text, against NumPy's (golden/print_options.py).

use half::f16;
use nd_core::{
    AnyArray, Array, FloatFormatOptions, FloatMode, FloatTrim, FormatFloat, PrintElement,
    PrintOptions, PrintSign, array, format_float_positional_with, format_float_scientific_with,
};
use num_complex::Complex;
use serde_json::Value;

const CASES: &str = include_str!("golden/print_options.jsonl");

fn options(case: &Value) -> PrintOptions {
    let case = &case["options"];
    let number = |name: &str| case[name].as_u64().map(|n| n as usize);
    let mut options = PrintOptions::default().precision(number("precision"));
    if let Some(threshold) = number("threshold") {
        options = options.threshold(threshold);
    }
    if let Some(edge_items) = number("edge_items") {
        options = options.edge_items(edge_items);
    }
    if let Some(line_width) = number("line_width") {
        options = options.line_width(line_width);
    }
    if let Some(separator) = case["separator"].as_str() {
        options = options.separator(separator);
    }
    let sign = match case["sign"].as_str() {
        Some("+") => PrintSign::Plus,
        Some(" ") => PrintSign::Space,
        _ => PrintSign::Minus,
    };
    let mode = match case["float_mode"].as_str() {
        Some("fixed") => FloatMode::Fixed,
        Some("unique") => FloatMode::Unique,
        Some("maxprec_equal") => FloatMode::MaxPrecEqual,
        _ => FloatMode::MaxPrec,
    };
    options.sign(sign).float_mode(mode).suppress(case["suppress"] == true)
}

fn hex(word: &str) -> u64 {
    u64::from_str_radix(word, 16).expect("bits in hex")
}

fn printed<T: PrintElement>(case: &Value, read: impl Fn(&str) -> T) -> String {
    let shape: Vec<usize> = case["shape"]
        .as_array()
        .expect("a shape")
        .iter()
        .map(|n| n.as_u64().expect("a length") as usize)
        .collect();
    let words = case["elements"].as_str().expect("elements").split_whitespace();
    let a = Array::from_shape_vec(shape, words.map(read).collect());
    a.array2string(&options(case))
}

fn ours(case: &Value) -> String {
    match case["type"].as_str().expect("a type") {
        "f64" => printed(case, |w| f64::from_bits(hex(w))),
        "f32" => printed(case, |w| f32::from_bits(hex(w) as u32)),
        "f16" => printed(case, |w| f16::from_bits(hex(w) as u16)),
        "i64" => printed(case, |w| w.parse::<i64>().expect("an integer")),
        _ => {
            let words = case["elements"].as_str().expect("elements").split_whitespace();
            let parts: Vec<f64> = words.map(|w| f64::from_bits(hex(w))).collect();
            let a: Vec<_> = parts.chunks(2).map(|z| Complex::new(z[0], z[1])).collect();
            Array::from_vec(a).array2string(&options(case))
        }
    }
}

fn texts<T: FormatFloat>(x: T, case: &Value) -> [String; 2] {
    let case = &case["options"];
    let number = |name: &str| case[name].as_u64().map(|n| n as usize);
    let trim = match case["trim"].as_str() {
        Some(".") => FloatTrim::Point,
        Some("0") => FloatTrim::Zero,
        Some("-") => FloatTrim::Bare,
        _ => FloatTrim::Keep,
    };
    let options = FloatFormatOptions::default()
        .precision(number("precision"))
        .unique(case["unique"] != false)
        .fractional(case["fractional"] != false)
        .trim(trim)
        .sign(case["sign"] == true)
        .pad_left(number("pad_left").unwrap_or(0))
        .pad_right(number("pad_right").unwrap_or(0))
        .min_digits(number("min_digits").unwrap_or(0))
        .exp_digits(number("exp_digits").unwrap_or(2));
    [format_float_positional_with(x, &options), format_float_scientific_with(x, &options)]
}

#[test]
fn texts_are_numpys() {
    let (mut arrays, mut floats, mut wrong) = (0, 0, Vec::new());
    for line in CASES.lines() {
        let case: Value = serde_json::from_str(line).expect("a case");
        if case["float"].is_null() {
            arrays += 1;
            if ours(&case) != case["text"] {
                wrong.push(format!("{line}\n{}", ours(&case)));
            }
            continue;
        }
        floats += 1;
        let bits = hex(case["bits"].as_str().expect("bits"));
        let found = match case["float"].as_str().expect("a type") {
            "f64" => texts(f64::from_bits(bits), &case),
            "f32" => texts(f32::from_bits(bits as u32), &case),
            _ => texts(f16::from_bits(bits as u16), &case),
        };
        if found.as_slice() != case["texts"].as_array().expect("two texts") {
            wrong.push(format!("{line}\n{found:?}"));
        }
    }
    assert!(arrays > 600 && floats > 1300, "{arrays} arrays and {floats} floats");
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(40)].join("\n")
    );
}

#[test]
fn closures_write_elements_as_they_are() {
    let options = PrintOptions::default().separator(" | ").threshold(3).edge_items(1);
    let a = array![[1.0, 2.0], [3.0, 4.0]];
    let text = a.array2string_by(&options, |x| format!("<{x}>"));
    assert_eq!(text, "[[<1> | <2>] |\n [<3> | <4>]]");
    let row = Array::from_vec((0..9).collect::<Vec<i32>>());
    assert_eq!(row.array2string_by(&options, |x| "x".repeat(*x as usize)), "[ | ... | xxxxxxxx]");
    assert_eq!(Array::scalar(7).array2string_by(&options, |x| format!("{x}!")), "7!");
    let empty = Array::<f32>::zeros([0, 2]);
    assert_eq!(empty.array2string_by(&options, |_| unreachable!()), "[]");
}

#[test]
fn options_change_nothing_else() {
    let a = array![1e-9, 2.0 / 3.0];
    let before = a.to_string();
    assert_eq!(a.array2string(&PrintOptions::default()), before);
    assert_ne!(a.array2string(&PrintOptions::default().suppress(true)), before);
    assert_eq!(a.to_string(), before);
    assert_eq!(AnyArray::from(a).to_string(), before);
    assert_eq!(Array::scalar(true).array2string(&PrintOptions::default()), "True");
    // NumPy leaves the point here, and fills up to six digits of the other.
    let bare = FloatFormatOptions::default().precision(1).trim(FloatTrim::Bare);
    assert_eq!(format_float_scientific_with(0.10049, &bare), "1e-01");
    let six = FloatFormatOptions::default().precision(6).fractional(false).unique(false);
    assert_eq!(format_float_positional_with(0.5, &six), "0.500000");
    let turned = array![[1.5, 2.25], [3.0, 4.0]];
    let options = PrintOptions::default().float_mode(FloatMode::MaxPrecEqual);
    assert_eq!(turned.t().array2string(&options), "[[1.50 3.00]\n [2.25 4.00]]");
}

/// NumPy's `np.array2string(a, sign=" ")`: words have no sign.
#[test]
fn a_space_stands_before_numbers_only() {
    let space = PrintOptions::default().sign(PrintSign::Space);
    assert_eq!(Array::scalar(true).array2string(&space), "True");
    assert_eq!(Array::scalar(1.5).array2string(&space), " 1.5");
    assert_eq!(Array::scalar(7u8).array2string(&space), " 7");
}
