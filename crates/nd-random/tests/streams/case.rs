//! A case, as `golden/random_streams.py` writes it.

use nd_core::{Array, Shape};
use nd_random::Entropy;
use serde_json::Value;

pub(crate) struct Case {
    pub(crate) bits: String,
    pub(crate) seed: Vec<u128>,
    pub(crate) calls: Vec<Call>,
    pub(crate) state: String,
}

pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) args: Vec<Value>,
    pub(crate) size: Option<Vec<usize>>,
    pub(crate) more: Value,
    pub(crate) shape: Vec<usize>,
    pub(crate) digest: String,
    pub(crate) ends: Value,
}

impl Case {
    pub(crate) fn parse(line: &str) -> Case {
        let json: Value = serde_json::from_str(line).expect("one JSON object a line");
        let seed = json["seed"].as_array().expect("seeds");
        let seed = seed.iter().map(|s| text(s).parse().expect("a decimal integer")).collect();
        let calls = json["calls"].as_array().expect("calls").iter().map(Call::parse).collect();
        Case { bits: text(&json["bits"]), seed, calls, state: text(&json["state"]) }
    }

    pub(crate) fn seed(&self) -> Entropy {
        Entropy::from(&self.seed[..])
    }
}

impl Call {
    pub(crate) fn parse(json: &Value) -> Call {
        Call {
            method: text(&json["method"]),
            args: json["args"].as_array().expect("arguments").clone(),
            size: json["size"].as_array().map(|_| usizes(&json["size"])),
            more: json["more"].clone(),
            shape: json.get("shape").map(usizes).unwrap_or_default(),
            digest: json.get("digest").map(text).unwrap_or_default(),
            ends: json["ends"].clone(),
        }
    }

    /// Whether its numbers are the same on this platform: always, if none came through the C
    /// library's elementary functions.
    pub(crate) fn exact_here(&self) -> bool {
        let exact = ["random", "uniform", "integers", "bytes", "choice", "shuffle", "permutation"];
        exact.contains(&self.method.as_str())
            || cfg!(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"))
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

pub(crate) fn usizes(value: &Value) -> Vec<usize> {
    let all = value.as_array().expect("a list of integers");
    all.iter().map(|n| n.as_u64().expect("an integer") as usize).collect()
}

/// An array of numbers from nested lists, one number, or a long array in short.
pub(crate) fn array<T: Copy>(value: &Value, number: &impl Fn(&Value) -> T) -> Array<T> {
    if let Some(base) = value.get("repeat") {
        let base = array(base, number);
        let times = value["times"].as_u64().expect("an integer") as usize;
        let (rows, columns) = (base.shape()[0], base.shape()[1]);
        return Array::from_fn([rows, columns * times], |i| base[[i[0], i[1] / times]]);
    }
    if let Some(shape) = value.get("arange") {
        let shape = usizes(shape);
        let size: usize = shape.iter().product();
        let all = (0..size).map(|n| number(&Value::from(n))).collect();
        return Array::from_shape_vec(Shape::from(&shape[..]), all);
    }
    let (mut shape, mut flat) = (Vec::new(), Vec::new());
    gather(value, 0, &mut shape, &mut |x| flat.push(number(x)));
    Array::from_shape_vec(Shape::from(&shape[..]), flat)
}

fn gather(value: &Value, depth: usize, shape: &mut Vec<usize>, push: &mut impl FnMut(&Value)) {
    let Some(all) = value.as_array() else { return push(value) };
    if shape.len() == depth {
        shape.push(all.len());
    }
    all.iter().for_each(|value| gather(value, depth + 1, shape, push));
}

pub(crate) fn float(value: &Value) -> f64 {
    match value.as_str() {
        Some(word) => word.parse().expect("a float"),
        None => value.as_f64().expect("a number"),
    }
}

/// As the script's: the sum of the mixed words, each times an odd number of its own.
pub(crate) fn digest(bytes: &[u8]) -> String {
    const K: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len().div_ceil(8) * 8, 0);
    let words = padded.as_chunks::<8>().0.iter().map(|word| u64::from_le_bytes(*word));
    let mixed = words
        .zip((1u64..).step_by(2))
        .map(|(x, odd)| (x ^ (x >> 29)).wrapping_mul(odd.wrapping_mul(K)));
    format!("{:x}", mixed.fold(0u64, u64::wrapping_add))
}
