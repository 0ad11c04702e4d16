//! What a `Generator` draws, against what NumPy's drew: bytes and final states.
//!
//! The cases are those of `golden/random_streams.py`; the environment variable `ND_STREAMS`
//! names another file of them, as `cargo xtask conformance` makes for a live comparison. The
//! functions of the C library decide last bits, and NumPy's results were made with glibc's:
//! on other platforms only a case's shapes are compared where such functions were called.

#![allow(clippy::print_stdout, reason = "the count is part of the result of a comparison")]

mod case;
mod desired;
mod replay;
mod state;

use case::Case;
use nd_random::BitGenerator;
use state::Described;

fn replayed<B: BitGenerator + Described>(case: &Case) -> Result<(), String> {
    let mut rng = nd_random::Generator::new(B::from_seed(case.seed()));
    for call in &case.calls {
        let got = replay::run(&mut rng, call)?;
        if got.shape != call.shape {
            return Err(format!("{}: shape {:?}, not {:?}", call.method, got.shape, call.shape));
        }
        if !call.exact_here() {
            return Ok(());
        }
        if case::digest(&got.bytes) != call.digest {
            let width = got.bytes.len() / got.shape.iter().product::<usize>().max(1);
            let hex = |bytes: &[u8]| bytes.iter().rev().map(|b| format!("{b:02x}")).collect();
            let ends: Vec<String> = match got.bytes.len() {
                0 => Vec::new(),
                n => vec![hex(&got.bytes[..width]), hex(&got.bytes[n - width..])],
            };
            return Err(format!("{}: from {ends:?}, not {:?}", call.method, call.ends));
        }
    }
    match rng.bit_generator().described() {
        state if state == case.state => Ok(()),
        state => Err(format!("state {state}, not {}", case.state)),
    }
}

#[test]
fn streams_are_numpys() {
    let live = std::env::var("ND_STREAMS").ok();
    let text = match &live {
        Some(path) => std::fs::read_to_string(path).expect("the file that ND_STREAMS names"),
        None => include_str!("../golden/streams.jsonl").to_owned(),
    };
    let (mut count, mut draws) = (0, 0usize);
    let mut wrong = Vec::new();
    for line in text.lines() {
        let case = Case::parse(line);
        let outcome = match case.bits.as_str() {
            "PCG64" => replayed::<nd_random::Pcg64>(&case),
            "PCG64DXSM" => replayed::<nd_random::Pcg64Dxsm>(&case),
            "Philox" => replayed::<nd_random::Philox>(&case),
            "SFC64" => replayed::<nd_random::Sfc64>(&case),
            "MT19937" => replayed::<nd_random::Mt19937>(&case),
            other => panic!("{other}: not a bit generator of the script"),
        };
        if let Err(what) = outcome {
            wrong.push(format!("{what}\n    {}", &line[..line.len().min(700)]));
        }
        count += 1;
        draws += case.calls.iter().map(|call| call.shape.iter().product::<usize>()).sum::<usize>();
    }
    println!("{count} combinations, {draws} draws: {} differ from NumPy's", wrong.len());
    let shown = wrong.len().min(20);
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong[..shown].join("\n"));
    assert!(count >= 200, "only {count} cases");
}
