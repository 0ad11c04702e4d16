//! Random cases for `cargo xtask conformance`: made from a seed, run with nd, written down for
//! NumPy to repeat.
//!
//! Reading order: [`random`] and [`value`] choose numbers; [`layout`] lays them out under
//! random strides; [`record`] writes a case down; [`cases`] is the list of what is tried;
//! [`read_back`] loads what NumPy wrote.
//! `xtask/py/conformance.py` reads what is written here.

pub mod cases;
pub mod layout;
pub mod random;
pub mod read_back;
pub mod record;
pub mod value;

use random::Random;
use record::Recorder;
use std::io;
use std::path::Path;

/// Writes `count` cases of some `kinds`, of stream `seed`, into `folder`.
///
/// # Errors
/// If a file cannot be written.
pub fn generate(
    folder: &Path,
    kinds: &[(usize, cases::Kind)],
    count: u64,
    seed: u64,
) -> io::Result<()> {
    // A panic is a result here, to be compared with NumPy's exception, not news.
    std::panic::set_hook(Box::new(|_| {}));
    let mut recorder = Recorder::create(folder)?;
    for case in 0..count {
        let mut random = Random::of_case(seed, case);
        let total: usize = kinds.iter().map(|(weight, _)| weight).sum();
        let mut at = random.below(total);
        for (weight, kind) in kinds {
            if at < *weight {
                kind(&mut random, &mut recorder);
                break;
            }
            at -= weight;
        }
    }
    let _ = std::panic::take_hook();
    recorder.finish()
}
