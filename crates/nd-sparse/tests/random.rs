//! Random matrices: SciPy's own, for the same seed.
#![cfg(feature = "random")]

mod fixtures;

use fixtures::{Fixture, Given};
use nd_random::default_rng;
use nd_sparse::{Csc, Csr};

#[test]
fn the_same_entries_as_scipy() {
    let cases = Fixture::load();
    let given = Given { cases: &cases, case: "random.7" };
    given.csr("random", &Csr::<f64>::random([13, 7], 0.3, &mut default_rng(7)).unwrap());
    let columns = Csc::<f64>::random([13, 7], 0.3, &mut default_rng(7)).unwrap();
    given.csr("random", &columns.to_csr());
}

#[test]
fn densities_that_are_none() {
    for density in [-0.1, 1.1, f64::NAN] {
        assert!(Csr::<f64>::random([3, 3], density, &mut default_rng(0)).is_err(), "{density}");
    }
    assert_eq!(Csr::<f64>::random([3, 3], 1.0, &mut default_rng(0)).unwrap().nnz(), 9);
    assert_eq!(Csr::<f64>::random([0, 3], 0.5, &mut default_rng(0)).unwrap().nnz(), 0);
    assert!(Csr::<f64>::random([1 << 40, 3], 0.5, &mut default_rng(0)).is_err());
}
