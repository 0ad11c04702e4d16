//! What arrays print, against what NumPy 2.4.6 printed for them (golden/print.py).

use half::{bf16, f16};
use nd_core::{Array, Element, PrintElement, array, s};
use num_complex::Complex;
use serde_json::Value;

/// Prints with the options of a case.
fn printed<T: PrintElement>(a: &Array<T>, options: &Value) -> String {
    let number = |name: &str| options[name].as_u64().map(|n| n as usize);
    let set = |name: &str| !options[name].is_null();
    match (number("precision"), number("width"), set("plus"), set("whole")) {
        (Some(digits), None, false, false) => format!("{a:.digits$}"),
        (None, Some(width), false, false) => format!("{a:width$}"),
        (None, None, true, false) => format!("{a:+}"),
        (None, None, false, true) => format!("{a:#}"),
        (None, None, false, false) => format!("{a}"),
        other => panic!("no case has the options {other:?}"),
    }
}

fn shape(case: &Value) -> Vec<usize> {
    let lengths = case["shape"].as_array().expect("a list");
    lengths.iter().map(|n| n.as_u64().expect("a length") as usize).collect()
}

fn words(case: &Value) -> impl Iterator<Item = &str> {
    case["elements"].as_str().unwrap_or("").split_whitespace()
}

fn hex(word: &str) -> u64 {
    u64::from_str_radix(word, 16).expect("bits in hex")
}

/// The case's text from us, for elements that `read` makes of a word and `ramp` of a number.
fn text<T: PrintElement + Element>(
    case: &Value,
    read: impl Fn(&str) -> T,
    ramp: impl Fn(f64) -> T,
) -> String {
    let shape = shape(case);
    let elements = match case["ramp"].as_array() {
        None => words(case).map(read).collect(),
        Some(ends) => {
            let (start, step) = (ends[0].as_f64().unwrap(), ends[1].as_f64().unwrap());
            (0..shape.iter().product()).map(|i: usize| ramp(start + step * i as f64)).collect()
        }
    };
    printed(&Array::from_shape_vec(shape, elements), &case["options"])
}

fn complex_text<T: Copy>(case: &Value, read: impl Fn(&str) -> T) -> String
where
    Complex<T>: PrintElement,
{
    let parts: Vec<T> = words(case).map(read).collect();
    let elements = parts.chunks(2).map(|z| Complex::new(z[0], z[1])).collect();
    printed(&Array::from_shape_vec(shape(case), elements), &case["options"])
}

fn ours(case: &Value) -> String {
    macro_rules! integer {
        ($T:ty) => {
            text::<$T>(case, |w| w.parse().expect("an integer"), |x| x as $T)
        };
    }
    let single = |w: &str| f32::from_bits(hex(w) as u32);
    let double = |w: &str| f64::from_bits(hex(w));
    match case["type"].as_str().expect("a name") {
        "bool" => text(case, |w| w == "1", |x| x != 0.0),
        "i8" => integer!(i8),
        "i16" => integer!(i16),
        "i32" => integer!(i32),
        "i64" => integer!(i64),
        "u8" => integer!(u8),
        "u16" => integer!(u16),
        "u32" => integer!(u32),
        "u64" => integer!(u64),
        "f16" => text(case, |w| f16::from_bits(hex(w) as u16), f16::from_f64),
        "f32" => text(case, single, |x| x as f32),
        "f64" => text(case, double, |x| x),
        "c64" => complex_text(case, single),
        "c128" => complex_text(case, double),
        "all f16" => fingerprint_of_all_halves(),
        other => panic!("no such type: {other}"),
    }
}

/// FNV-1a of the 65536 lines that all half floats print, each alone.
fn fingerprint_of_all_halves() -> String {
    let lines: String =
        (0..=u16::MAX).map(|bits| format!("{}\n", Array::scalar(f16::from_bits(bits)))).collect();
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    format!("{:x}", lines.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[test]
fn prints_as_numpy() {
    let cases: Vec<Value> = include_str!("golden/print.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("one case a line"))
        .collect();
    assert!(cases.len() > 600);
    let mut wrong = String::new();
    for case in &cases {
        let (got, wanted) = (ours(case), case["text"].as_str().expect("text"));
        if got != wanted {
            wrong += &format!("{case}\nwanted:\n{wanted}\ngot:\n{got}\n\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn bfloat_has_as_few_digits_as_read_back() {
    for bits in 0..=u16::MAX {
        let x = bf16::from_bits(bits);
        let text = Array::scalar(x).to_string();
        if x.is_nan() {
            assert_eq!(text, "nan");
            continue;
        }
        let read = bf16::from_f32(text.parse().expect("a number"));
        assert_eq!(read.to_bits(), bits, "{text} for {bits:#06x}");
        // No decimal of one digit less is nearest to this value.
        let digits = text.trim_start_matches(['-', '0', '.']).split('e').next().unwrap_or("");
        let digits = digits.replace('.', "").trim_end_matches('0').len();
        if digits > 1 && f64::from(x).is_finite() {
            let places = digits - 2;
            let shorter: f32 = format!("{:.places$e}", f64::from(x)).parse().expect("a number");
            assert_ne!(bf16::from_f32(shorter).to_bits(), bits, "{text} is too long");
        }
    }
    let a = array![bf16::from_f64(0.1), bf16::from_f64(-2.5)];
    assert_eq!(a.to_string(), "[ 0.1 -2.5]");
}

#[test]
fn texts_and_records() {
    assert_eq!(array!["a", "bcd"].to_string(), r#"["a" "bcd"]"#);
    assert_eq!(Array::scalar("a").to_string(), "a");
    assert_eq!(array!['x', 'y'].to_string(), "['x' 'y']");
    assert_eq!(array![Some(1), None].to_string(), "[Some(1)    None]");
    assert_eq!(array![(1, 2.5), (10, 3.0)].to_string(), "[ (1, 2.5) (10, 3.0)]");
    assert_eq!(array![u128::MAX, 1].slice(s![1..]).to_string(), "[1]");
}

#[test]
fn views_of_every_kind_print() {
    let mut a = array![[1, 2], [3, 4]];
    assert_eq!(a.t().to_string(), "[[1 3]\n [2 4]]");
    assert_eq!(a.reshape([4]).to_string(), "[1 2 3 4]");
    assert_eq!(a.slice(s![.., ..;-1]).to_string(), "[[2 1]\n [4 3]]");
    assert_eq!(a.view_mut().to_string(), "[[1 2]\n [3 4]]");
}

#[test]
fn debug_says_shape_and_type() {
    assert_eq!(format!("{:?}", Array::scalar(1.5f32)), "array(1.5, shape=[], dtype=f32)");
    assert_eq!(format!("{:?}", Array::<f64>::zeros([0, 3])), "array([], shape=[0, 3], dtype=f64)");
    let a = array![[Some("x".to_string()), None]];
    assert_eq!(
        format!("{a:?}"),
        r#"array([[Some("x"),      None]], shape=[1, 2], dtype=Option<String>)"#
    );
    let z = array![Complex::new(1.0f32, -1.0)];
    assert!(format!("{z:?}").ends_with("shape=[1], dtype=Complex<f32>)"));
    assert_eq!(format!("{:.2?}", array![1.0 / 3.0]), "array([0.33], shape=[1], dtype=f64)");
}

#[test]
fn debug_of_a_type_without_display() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "read by Debug alone")]
    struct Point<'a> {
        name: &'a str,
    }
    let name = String::from("p");
    let a = Array::from_vec(vec![Point { name: &name }]);
    assert_eq!(format!("{a:?}"), r#"array([Point { name: "p" }], shape=[1], dtype=Point<'_>)"#);
}

#[test]
fn debug_breaks_lines_and_summarises() {
    let a: Array<i32> = (0..25).collect();
    assert_eq!(
        format!("{a:?}"),
        "array([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16,\n       \
         17, 18, 19, 20, 21, 22, 23, 24], shape=[25], dtype=i32)"
    );
    let a = Array::<u8>::zeros([2000]);
    assert_eq!(format!("{a:?}"), "array([0, 0, 0, ..., 0, 0, 0], shape=[2000], dtype=u8)");
    assert_eq!(format!("{a:#?}").matches('0').count(), 2000 + 3);
    let a: Array<i64> = (0..12).map(|i| i * 10_000).collect();
    assert_eq!(
        format!("{a:40?}"),
        "array([     0,  10000,  20000,  30000,\n        40000,  50000,  60000,  70000,\n        \
         80000,  90000, 100000, 110000],\n      shape=[12], dtype=i64)"
    );
}

#[test]
fn tiny_lines_do_not_break() {
    let a = Array::<i32>::zeros([2, 2, 2]);
    let text = "[[[0\n   0]\n  [0\n   0]]\n\n [[0\n   0]\n  [0\n   0]]]";
    assert_eq!(format!("{a:1}"), text);
}
