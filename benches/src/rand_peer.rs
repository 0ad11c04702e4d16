//! Random numbers as a user of rand draws them: the same kind of generator, a vector collected
//! from a distribution. The numbers are others, so they are not compared.

use crate::workload::{Prepared, Workload};
use rand::distr::{Distribution, StandardUniform, Uniform};
use rand::seq::SliceRandom;
use rand_distr::{Beta, Binomial, Exp1, Gamma, Poisson, StandardNormal};
use rand_pcg::Pcg64;
use std::hint::black_box;

const MANY: usize = 10_000_000;
const SOME: usize = 1_000_000;

/// What rand, rand_distr and rand_pcg can do of the table.
pub const WORKLOADS: &[Workload] = &[
    Workload { name: "rand/random_f64", prepare: || drawn::<f64>(StandardUniform, MANY) },
    Workload { name: "rand/random_integers", prepare: integers },
    Workload { name: "rand/random_normal", prepare: || drawn::<f64>(StandardNormal, MANY) },
    Workload { name: "rand/random_exponential", prepare: || drawn::<f64>(Exp1, MANY) },
    Workload { name: "rand/random_gamma", prepare: || drawn(ok(Gamma::new(2.5, 1.0)), SOME) },
    Workload { name: "rand/random_beta", prepare: || drawn(ok(Beta::new(2.0, 5.0)), SOME) },
    Workload { name: "rand/random_poisson", prepare: || drawn(ok(Poisson::new(4.0)), SOME) },
    Workload { name: "rand/random_binomial", prepare: || drawn(ok(Binomial::new(10, 0.3)), SOME) },
    Workload { name: "rand/random_permutation", prepare: permutation },
    Workload { name: "rand/random_one", prepare: one },
];

fn rng() -> Pcg64 {
    Pcg64::new(1, 1)
}

fn ok<T, E: std::fmt::Debug>(made: Result<T, E>) -> T {
    made.expect("parameters within their domains")
}

fn drawn<T: 'static>(distribution: impl Distribution<T> + 'static, n: usize) -> Prepared {
    let mut rng = rng();
    Prepared::new(move || {
        let all: Vec<T> = (&distribution).sample_iter(&mut rng).take(n).collect();
        black_box(all);
    })
}

fn integers() -> Prepared {
    drawn(ok(Uniform::new(0i64, 1000)), MANY)
}

fn permutation() -> Prepared {
    let mut rng = rng();
    Prepared::new(move || {
        let mut all: Vec<i64> = (0..MANY as i64).collect();
        all.shuffle(&mut rng);
        black_box(all);
    })
}

fn one() -> Prepared {
    let mut rng = rng();
    Prepared::new(move || {
        let x: f64 = StandardUniform.sample(&mut rng);
        black_box(x);
    })
}
