//! Random numbers. The peer draws from the same seed, so the digests are equal too.

use crate::workload::{Digest, Prepared, Workload};
use nd::random::{ChoiceOptions, Generator, RandomError, default_rng};

const MANY: usize = 10_000_000;
const SOME: usize = 1_000_000;

/// Uniform numbers, distributions and orders.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/random_f64", prepare: || drawn(|rng| Ok(rng.random(MANY))) },
    Workload { name: "nd/random_f32", prepare: || drawn(|rng| Ok(rng.random_f32(MANY))) },
    Workload {
        name: "nd/random_integers",
        prepare: || drawn(|rng| rng.integers(0i64, 1000, MANY)),
    },
    Workload { name: "nd/random_normal", prepare: || drawn(|rng| Ok(rng.standard_normal(MANY))) },
    Workload {
        name: "nd/random_normal_f32",
        prepare: || drawn(|rng| Ok(rng.standard_normal_f32(MANY))),
    },
    Workload {
        name: "nd/random_exponential",
        prepare: || drawn(|rng| Ok(rng.standard_exponential(MANY))),
    },
    Workload { name: "nd/random_gamma", prepare: || drawn(|rng| rng.standard_gamma(2.5, SOME)) },
    Workload { name: "nd/random_beta", prepare: || drawn(|rng| rng.beta(2.0, 5.0, SOME)) },
    Workload { name: "nd/random_poisson", prepare: || drawn(|rng| rng.poisson(4.0, SOME)) },
    Workload { name: "nd/random_binomial", prepare: || drawn(|rng| rng.binomial(10, 0.3, SOME)) },
    Workload { name: "nd/random_permutation", prepare: || drawn(|rng| Ok(rng.permutation(MANY))) },
    Workload {
        name: "nd/random_choice",
        prepare: || {
            drawn(|rng| rng.choice_with(MANY, SOME, &ChoiceOptions::default().replace(false)))
        },
    },
    Workload { name: "nd/random_one", prepare: || drawn(|rng| Ok(rng.random(()))) },
];

fn drawn<R: Digest>(draw: impl Fn(&mut Generator) -> Result<R, RandomError> + 'static) -> Prepared {
    let mut rng = default_rng(1);
    Prepared::new(move || draw(&mut rng).expect("parameters within their domains"))
}
