//! Sizes, states and refused parameters of `RandomState`; the refusals are those of NumPy's
//! numpy/random/tests/test_randomstate.py.

use nd_core::{Array, array};
use nd_random::legacy::RandomState;
use nd_random::{BitGenerator, ChoiceOptions, FromParameters, Pcg64, RandomError, default_rng};

type Outcome = Result<(), RandomError>;

fn seeded() -> RandomState {
    RandomState::new(1234567890)
}

#[test]
fn sizes() -> Outcome {
    let drawn = seeded().normal([0.0, 100.0], [[1.0], [2.0], [3.0]], FromParameters)?;
    assert_eq!(drawn.shape(), [3, 2]);
    let mut filled = Array::<f64>::zeros([3, 2]);
    seeded().normal([0.0, 100.0], [[1.0], [2.0], [3.0]], &mut filled)?;
    assert_eq!(filled, drawn);
    assert_eq!(seeded().randint((0, [10, 20, 30]), FromParameters)?.shape(), [3]);
    assert_eq!(seeded().randint(..10u8, FromParameters)?.shape(), [0; 0]);
    let one: f64 = seeded().randn(());
    assert_eq!(seeded().randn(1), array![one]);
    let mut columns = Array::<i64>::zeros([2, 4]);
    seeded().randint(0..100, columns.view_mut().axis_iter_mut(0).next().expect("a row"))?;
    assert_eq!(columns[[1, 0]], 0);
    assert_eq!(seeded().randint(0..100, 4)?, columns.view().axis_iter(0).next().expect("a row"));
    Ok(())
}

#[test]
fn any_bit_generator() -> Outcome {
    let mut random = RandomState::over(Pcg64::from_seed(3));
    assert_eq!(random.rand([5]), default_rng(3).random([5]));
    assert!(random.multinomial(10, [0.5, 0.5], ())?.iter().sum::<i64>() == 10);
    Ok(())
}

#[test]
fn uniform_bounds() {
    let mut random = seeded();
    assert!(random.uniform(f64::NEG_INFINITY, 0.0, ()).is_err());
    assert!(random.uniform(0.0, f64::INFINITY, ()).is_err());
    assert!(random.uniform(f64::MIN, f64::MAX, ()).is_err());
    assert!(random.uniform([f64::NEG_INFINITY], [0.0], 1).is_err());
    assert!(random.uniform(f64::MIN.next_up(), f64::MAX / 1e17, ()).is_ok());
}

#[test]
fn choices_that_are_refused() {
    let mut random = seeded();
    let mut refused = |n: usize, size: usize, replace: bool, p: Option<&[f64]>| {
        let mut options = ChoiceOptions::default().replace(replace);
        options.weights = p;
        assert!(random.choice_with(n, size, &options).is_err(), "{n} {size} {p:?}");
    };
    refused(0, 3, true, None);
    refused(2, 3, true, Some(&[0.4, 0.4, 0.2]));
    refused(2, 3, true, Some(&[1.1, -0.1]));
    refused(2, 3, true, Some(&[0.4, 0.4]));
    refused(3, 1, true, Some(&[f64::NAN; 3]));
    refused(3, 4, false, None);
    refused(3, 2, false, Some(&[1.0, 0.0, 0.0]));
    assert!(random.choice(&array![[1, 2], [3, 4]], 3).is_err());
    assert_eq!(random.choice(0, 0).unwrap().shape(), [0]);
    let once = ChoiceOptions::default().replace(false);
    assert_eq!(random.choice_with(6, [2, 3], &once).unwrap().shape(), [2, 3]);
    let mut message =
        |options: ChoiceOptions<'_>| random.choice_with(6, 2, &options).unwrap_err().to_string();
    assert_eq!(message(once.shuffle(false)), "choice: shuffle = false where true is needed");
    assert_eq!(message(once.axis(1)), "choice: axis = 1 where 0 is needed");
}

#[test]
fn values_that_are_refused() {
    let mut random = seeded();
    for p in [1.1, -0.1, f64::NAN] {
        assert!(random.geometric(p, ()).is_err());
        assert!(random.geometric([p; 10], 10).is_err());
        assert!(random.binomial(1, p, ()).is_err());
        assert!(random.negative_binomial(100.0, p, ()).is_err());
        assert!(random.logseries(p, ()).is_err());
    }
    for mean in [i64::MAX as f64, -1.0, f64::NAN] {
        assert!(random.poisson(mean, ()).is_err());
        assert!(random.poisson([mean; 10], 10).is_err());
    }
    assert!(random.logseries(1.0, ()).is_err());
    assert!(random.binomial(-1, 0.5, ()).is_err());
    assert!(random.hypergeometric(10, 10, 25, ()).is_err());
    assert!(random.hypergeometric(10, 10, 0, ()).is_err());
    assert!(random.hypergeometric(-1, 10, 5, ()).is_err());
    assert!(random.hypergeometric(i64::MAX, 10, 5, ()).is_err());
    assert!(random.multinomial(-1, [0.5, 0.5], ()).is_err());
    assert!(random.multinomial(1, [0.8, 0.3, 0.1], ()).is_err());
    assert!(random.multinomial(1, [0.8, -0.3, 0.1], ()).is_err());
    assert!(random.triangular(10.0, 0.0, 20.0, ()).is_err());
    assert!(random.triangular(10.0, 25.0, 20.0, ()).is_err());
    assert!(random.triangular(10.0, 10.0, 10.0, ()).is_err());
    assert!(random.normal([0.0, 1.0], 1.0, 3).is_err());
    // NumPy does not return from these two.
    assert!(random.vonmises(0.0, 1e300, ()).is_err());
    assert_eq!(random.zipf(2000.0, ()), Ok(1));
}

#[test]
fn state_with_a_kept_normal_number() -> Outcome {
    let mut random = seeded();
    random.standard_normal(());
    let state = random.state();
    let old = random.standard_normal(3);
    random.set_state(state)?;
    assert_eq!(random.standard_normal(3), old);
    random.set_state(state)?;
    random.seed(1234567890);
    assert_eq!(random, seeded());
    Ok(())
}

#[test]
fn normal_vectors_of_independent_variables_are_numpys() {
    // np.random.seed(0); np.random.multivariate_normal([0, 10], np.diag([1., 4.]), 2)
    let wanted = [0.4001572083672233, 13.528104691935328, 2.240893199201458, 11.957475968211478];
    let cov = [[1.0, 0.0], [0.0, 4.0]];
    let x = RandomState::new(0).multivariate_normal(&[0.0, 10.0], cov, 2).expect("a covariance");
    assert_eq!(x.shape(), [2, 2]);
    assert!(x.iter().zip(wanted).all(|(x, wanted)| (x - wanted).abs() < 1e-14), "{x}");
}
