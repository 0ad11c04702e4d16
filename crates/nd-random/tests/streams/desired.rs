//! The numbers that NumPy's own tests of `Generator` want, to the digits that they give.

use super::case::{Call, float, text, usizes};
use super::replay;
use nd_random::{BitGenerator, Generator, Mt19937};
use serde_json::Value;

const TESTS: &str = include_str!("../data/desired.jsonl");

fn check(rng: &mut Generator<Mt19937>, json: &Value) -> Result<(), String> {
    let call = Call::parse(json);
    let got = replay::run(rng, &call)?;
    let wanted = &json["wanted"];
    if wanted.is_null() || !call.exact_here() {
        return Ok(());
    }
    let decimal = wanted["decimal"].as_i64().map(|digits| 1.5 * 10f64.powi(-digits as i32));
    let values: Vec<f64> = wanted["values"].as_array().expect("values").iter().map(float).collect();
    let close =
        |(&got, &want): (&f64, &f64)| got == want || (got - want).abs() < decimal.unwrap_or(0.0);
    let same = got.numbers.len() == values.len() && got.numbers.iter().zip(&values).all(close);
    if got.shape != usizes(&wanted["shape"]) || !same {
        return Err(format!("{}: {:?} {:?}, not {values:?}", call.method, got.shape, got.numbers));
    }
    Ok(())
}

#[test]
fn generator_gives_what_numpys_tests_want() {
    let mut wrong = Vec::new();
    for line in TESTS.lines() {
        let test: Value = serde_json::from_str(line).expect("one JSON object a line");
        let seed: u64 = text(&test["seed"]).parse().expect("a seed");
        let mut rng = Generator::new(Mt19937::from_seed(seed));
        for call in test["calls"].as_array().expect("calls") {
            if let Err(what) = check(&mut rng, call) {
                wrong.push(format!("{}: {what}", test["test"]));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{} tests:\n{}", wrong.len(), wrong.join("\n"));
    assert!(TESTS.lines().count() >= 60, "tests are missing from the file");
}
