//! Loads the `.npy` files that NumPy wrote and compares them with what it was given.

use super::value::Value;
use half::f16;
use nd::io::{StoredElement, load};
use num_complex::Complex;
use serde_json::Value as Json;
use std::path::Path;

/// Loads a file and says what is wrong with it.
type Check = fn(&Path, &[usize], &[u8]) -> Result<(), String>;

/// A loader for each element type by NumPy's name.
const CHECKS: &[(&str, Check)] = &[
    (bool::NUMPY, check::<bool>),
    (i16::NUMPY, check::<i16>),
    (u8::NUMPY, check::<u8>),
    (i64::NUMPY, check::<i64>),
    (f16::NUMPY, check::<f16>),
    (f32::NUMPY, check::<f32>),
    (f64::NUMPY, check::<f64>),
    (Complex::<f64>::NUMPY, check::<Complex<f64>>),
];

/// Compares every `ID.npy` of a run with the input of case ID; how many there were.
///
/// # Errors
/// The first few differences, or what keeps the run from being read.
pub fn compare(folder: &Path) -> Result<usize, String> {
    let file = |name: &str| folder.join(name);
    let cases = std::fs::read_to_string(file("cases.jsonl")).map_err(|e| e.to_string())?;
    let arrays = std::fs::read(file("arrays.bin")).map_err(|e| e.to_string())?;
    let (mut files, mut problems) = (0, Vec::new());
    for line in cases.lines().filter(|line| line.contains("\"npy_to_read\"")) {
        let case: Json = serde_json::from_str(line).map_err(|e| e.to_string())?;
        files += 1;
        if let Err(problem) = compare_one(&case, &arrays, folder) {
            problems.push(format!("{}: {problem}", case));
        }
    }
    if problems.is_empty() {
        return Ok(files);
    }
    let total = problems.len();
    problems.truncate(5);
    Err(format!("{total} of {files} files read back wrongly:\n{}", problems.join("\n")))
}

fn compare_one(case: &Json, arrays: &[u8], folder: &Path) -> Result<(), String> {
    let input = &case["inputs"][0];
    let number = |json: &Json| json.as_u64().map(|n| n as usize);
    let lengths = input["shape"].as_array().ok_or("no shape")?;
    let shape: Vec<usize> = lengths.iter().filter_map(number).collect();
    let dtype = input["dtype"].as_str().ok_or("no dtype")?;
    let (_, check) = CHECKS.iter().find(|(name, _)| *name == dtype).ok_or("unknown dtype")?;
    let at = number(&input["at"]).ok_or("no place")?;
    check(&folder.join(format!("{}.npy", case["id"])), &shape, &arrays[at..])
}

fn check<T: Value + StoredElement>(
    path: &Path,
    shape: &[usize],
    expected: &[u8],
) -> Result<(), String> {
    let a = load::<T>(path).map_err(|e| e.to_string())?;
    if a.shape() != shape {
        return Err(format!("shape {:?}", a.shape()));
    }
    let mut bytes = Vec::new();
    a.iter().for_each(|x| x.write(&mut bytes));
    if expected.starts_with(&bytes) { Ok(()) } else { Err("elements differ".to_owned()) }
}
