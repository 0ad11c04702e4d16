//! The values that NumPy's own tests of `RandomState` want (numpy/random/tests/
//! test_randomstate.py, class TestRandomDist), in their precision.
#![allow(clippy::excessive_precision, reason = "the numbers as NumPy's tests have them")]

use nd_core::{Array, array};
use nd_random::legacy::RandomState;
use nd_random::{ChoiceOptions, RandomError};

type Outcome = Result<(), RandomError>;

const SIZE: [usize; 2] = [3, 2];

fn seeded() -> RandomState {
    RandomState::new(1234567890)
}

#[track_caller]
fn close(actual: &Array<f64>, desired: &[f64]) {
    assert_eq!(actual.size(), desired.len());
    for (x, y) in actual.iter().zip(desired) {
        assert!((x - y).abs() <= 1.5e-14 * y.abs().max(1.0), "{x} where {y} is wanted");
    }
}

#[test]
fn uniform() -> Outcome {
    let desired = [
        0.61879477158567997,
        0.59162362775974664,
        0.88868358904449662,
        0.89165480011560816,
        0.4575674820298663,
        0.7781880808593471,
    ];
    close(&seeded().rand(SIZE), &desired);
    close(&seeded().random_sample(SIZE), &desired);
    assert_eq!(seeded().rand(()), 0.61879477158567997);
    let desired = [
        6.99097932346268003,
        6.73801597444323974,
        9.50364421400426274,
        9.53130618907631089,
        5.48995325769805476,
        8.47493103280052118,
    ];
    close(&seeded().uniform(1.23, 10.54, SIZE)?, &desired);
    Ok(())
}

#[test]
fn normal() -> Outcome {
    let desired = [
        1.34016345771863121,
        1.73759122771936081,
        1.498988344300628,
        -0.2286433324536169,
        2.031033998682787,
        2.17032494605655257,
    ];
    close(&seeded().randn(SIZE), &desired);
    close(&seeded().standard_normal(SIZE), &desired);
    let desired = [
        2.80378370443726244,
        3.59863924443872163,
        3.121433477601256,
        -0.33382987590723379,
        4.18552478636557357,
        4.46410668111310471,
    ];
    close(&seeded().normal(0.123456789, 2.0, SIZE)?, &desired);
    let desired = [
        16.50698631688883822,
        36.54846706092654784,
        22.67886599981281748,
        0.71617561058995771,
        65.72798501792723869,
        86.84341601437161273,
    ];
    close(&seeded().lognormal(0.123456789, 2.0, SIZE)?, &desired);
    let desired = [
        0.77127660196445336,
        -6.55601161955910605,
        0.93582023391158309,
        -2.07479293013759447,
        -4.74601644297011926,
        0.18338989290760804,
    ];
    close(&seeded().standard_cauchy(SIZE), &desired);
    let desired = [
        0.97140611862659965,
        -0.08830486548450577,
        1.36311143689505321,
        -0.55317463909867071,
        -0.18473749069684214,
        0.61181537341755321,
    ];
    close(&seeded().standard_t(10.0, SIZE)?, &desired);
    Ok(())
}

#[test]
fn integers() -> Outcome {
    let desired = array![[31, 3], [-52, 41], [-48, -66]];
    assert_eq!(seeded().randint(-99..99, SIZE)?, desired);
    assert_eq!(seeded().randint(-99..=98, SIZE)?, desired);
    let desired = array![
        [5707374374421908479, 5456764827585442327],
        [8196659375100692377, 8224063923314595285],
        [4220315081820346526, 7177518203184491332]
    ];
    assert_eq!(seeded().tomaxint(SIZE), desired);
    assert_eq!(seeded().tomaxint(()), 5707374374421908479);
    assert_eq!(seeded().randint(i64::MAX..=i64::MAX, ())?, i64::MAX);
    assert_eq!(seeded().bytes(10), *b"\x82Ui\x9e\xff\x97+Wf\xa5");
    Ok(())
}

#[test]
fn choice() -> Outcome {
    assert_eq!(seeded().choice(4, 4)?, array![2, 3, 2, 3]);
    let once = ChoiceOptions::default().replace(false);
    let weighted = ChoiceOptions::default().weights(&[0.4, 0.4, 0.1, 0.1]);
    assert_eq!(seeded().choice_with(4, 4, &weighted)?, array![1, 1, 2, 2]);
    assert_eq!(seeded().choice_with(4, 3, &once)?, array![0, 1, 3]);
    let weighted = once.weights(&[0.1, 0.3, 0.5, 0.1]);
    assert_eq!(seeded().choice_with(4, 3, &weighted)?, array![2, 3, 1]);
    assert_eq!(seeded().choice(['a', 'b', 'c', 'd'], 4)?, array!['c', 'd', 'c', 'd']);
    Ok(())
}

#[test]
fn shuffle() {
    let desired = [0, 1, 9, 6, 2, 4, 5, 8, 7, 3];
    let mut list = vec![1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
    seeded().shuffle(&mut list);
    assert_eq!(list, desired);
    let mut bytes = array![1i8, 2, 3, 4, 5, 6, 7, 8, 9, 0];
    seeded().shuffle(&mut bytes);
    assert_eq!(bytes, Array::from_vec(desired.map(|x| x as i8).to_vec()));
    let mut rows = Array::from_shape_vec([10, 2], (0..20).map(|k| (k / 2 + 1) % 10).collect());
    seeded().shuffle(&mut rows);
    assert_eq!(rows, Array::from_shape_vec([10, 2], (0..20).map(|k| desired[k / 2]).collect()));
    // A column of a table: not one element after the other.
    let mut table = Array::from_shape_vec([10, 2], (0..20).map(|k| (k / 2 + 1) % 10).collect());
    let mut column = table.view_mut();
    seeded().shuffle(column.axis_iter_mut(1).next().expect("a column"));
    assert_eq!(
        table.view().axis_iter(1).next().expect("a column"),
        Array::from_vec(desired.to_vec())
    );
    let mut empty: [i32; 0] = [];
    seeded().shuffle(&mut empty[..]);
}

#[test]
fn permutation() {
    let desired = [0, 1, 9, 6, 2, 4, 5, 8, 7, 3];
    let list = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];
    assert_eq!(seeded().permutation(list), Array::from_vec(desired.to_vec()));
    let column = Array::from_shape_vec([10, 1], list.to_vec());
    let wanted = Array::from_shape_vec([10, 1], desired.to_vec());
    assert_eq!(seeded().permutation(&column), wanted);
    assert_eq!(seeded().permutation(10), array![9, 0, 8, 5, 1, 3, 4, 7, 6, 2]);
}

#[test]
fn gamma_and_beta() -> Outcome {
    let desired = [
        1.45341850513746058e-02,
        5.31297615662868145e-04,
        1.85366619058432324e-06,
        4.19214516800110563e-03,
        1.58405155108498093e-04,
        1.26252891949397652e-04,
    ];
    close(&seeded().beta(0.1, 0.9, SIZE)?, &desired);
    let desired = [
        5.50841531318455058,
        6.62953470301903103,
        5.93988484943779227,
        2.31044849402133989,
        7.54838614231317084,
        8.012756093271868,
    ];
    close(&seeded().standard_gamma(3.0, SIZE)?, &desired);
    let desired = [
        24.60509188649287182,
        28.54993563207210627,
        26.13476110204064184,
        12.56988482927716078,
        31.71863275789960568,
        33.30143302795922011,
    ];
    close(&seeded().gamma(5.0, 3.0, SIZE)?, &desired);
    let desired = [
        0.54539444573611562,
        0.45460555426388438,
        0.62345816822039413,
        0.37654183177960598,
        0.55206000085785778,
        0.44793999914214233,
        0.58964023305154301,
        0.41035976694845688,
        0.59266909280647828,
        0.40733090719352177,
        0.56974431743975207,
        0.43025568256024799,
    ];
    let alpha = [51.72840233779265162, 39.74494232180943953];
    close(&seeded().dirichlet(alpha, SIZE)?, &desired);
    assert_eq!(seeded().dirichlet(alpha, ())?.shape(), [2]);
    assert!(seeded().dirichlet([0.54, -1e-16], ()).is_err());
    Ok(())
}

#[test]
fn chi_square() -> Outcome {
    let desired = [
        63.87858175501090585,
        68.68407748911370447,
        65.77116116901505904,
        47.09686762438974483,
        72.3828403199695174,
        74.18408615260374006,
    ];
    close(&seeded().chisquare(50.0, SIZE)?, &desired);
    let mut random = seeded();
    let desired = [
        23.91905354498517511,
        13.35324692733826346,
        31.22452661329736401,
        16.60047399466177254,
        5.03461598262724586,
        17.94973089023519464,
    ];
    close(&random.noncentral_chisquare(5.0, 5.0, SIZE)?, &desired);
    let desired = [
        1.47145377828516666,
        0.15052899268012659,
        0.00943803056963588,
        1.02647251615666169,
        0.332334982684171,
        0.15451287602753125,
    ];
    close(&random.noncentral_chisquare(0.5, 0.2, SIZE)?, &desired);
    let desired = [
        9.597154162763948,
        11.725484450296079,
        10.413711048138335,
        3.694475922923986,
        13.484222138963087,
        14.377255424602957,
    ];
    close(&seeded().noncentral_chisquare(5.0, 0.0, SIZE)?, &desired);
    let desired = [
        1.21975394418575878,
        1.75135759791559775,
        1.44803115017146489,
        1.22108959480396262,
        1.02176975757740629,
        1.34431827623300415,
    ];
    close(&seeded().f(12.0, 77.0, SIZE)?, &desired);
    let desired = [
        1.40598099674926669,
        0.34207973179285761,
        3.57715069265772545,
        7.92632662577829805,
        0.43741599463544162,
        1.1774208752428319,
    ];
    close(&seeded().noncentral_f(5.0, 2.0, 1.0, SIZE)?, &desired);
    assert!(seeded().noncentral_f(5.0, 2.0, f64::NAN, ())?.is_nan());
    Ok(())
}

#[test]
fn exponential_and_its_functions() -> Outcome {
    let desired = [
        0.96441739162374596,
        0.89556604882105506,
        2.1953785836319808,
        2.22243285392490542,
        0.6116915921431676,
        1.50592546727413201,
    ];
    close(&seeded().standard_exponential(SIZE), &desired);
    let desired = [
        1.08342649775011624,
        1.00607889924557314,
        2.46628830085216721,
        2.49668106809923884,
        0.68717433461363442,
        1.69175666993575979,
    ];
    close(&seeded().exponential(1.1234, SIZE)?, &desired);
    let desired = [
        2.46852460439034849e+03,
        1.41286880810518346e+03,
        5.28287797029485181e+07,
        6.57720981047328785e+07,
        1.40840323350391515e+02,
        1.98390255135251704e+05,
    ];
    close(&seeded().pareto(0.123456789, SIZE)?, &desired);
    let desired = [
        0.02048932883240791,
        0.01424192241128213,
        0.38446073748535298,
        0.39499689943484395,
        0.00177699707563439,
        0.13115505880863756,
    ];
    close(&seeded().power(0.123456789, SIZE)?, &desired);
    let desired = [
        13.8882496494248393,
        13.383318339044731,
        20.95413364294492098,
        21.08285015800712614,
        11.06066537006854311,
        17.35468505778271009,
    ];
    close(&seeded().rayleigh(10.0, SIZE)?, &desired);
    let desired = [
        0.97097342648766727,
        0.91422896443565516,
        1.89517770034962929,
        1.91414357960479564,
        0.67057783752390987,
        1.39494046635066793,
    ];
    close(&seeded().weibull(1.23, SIZE)?, &desired);
    Ok(())
}

#[test]
fn location_and_scale() -> Outcome {
    let desired = [
        0.19591898743416816,
        0.34405539668096674,
        -1.4492522252274278,
        -1.47374816298446865,
        1.10651090478803416,
        -0.69535848626236174,
    ];
    close(&seeded().gumbel(0.123456789, 2.0, SIZE)?, &desired);
    let desired = [
        0.66599721112760157,
        0.52829452552221945,
        3.12791959514407125,
        3.18202813572992005,
        -0.05391065675859356,
        1.74901336242837324,
    ];
    close(&seeded().laplace(0.123456789, 2.0, SIZE)?, &desired);
    let desired = [
        1.09232835305011444,
        0.8648196662399954,
        4.27818590694950185,
        4.33897006346929714,
        -0.21682183359214885,
        2.63373365386060332,
    ];
    close(&seeded().logistic(0.123456789, 2.0, SIZE)?, &desired);
    Ok(())
}

#[test]
fn other_continuous_ones() -> Outcome {
    let desired = [
        12.68117178949215784,
        12.4129206149193152,
        16.20131377335158263,
        16.25692138747600524,
        11.20400690911820263,
        14.4978144835829923,
    ];
    close(&seeded().triangular(5.12, 10.23, 20.34, SIZE)?, &desired);
    let desired = [
        2.28567572673902042,
        2.89163838442285037,
        0.38198375564286025,
        2.57638023113890746,
        1.19153771588353052,
        1.83509849681825354,
    ];
    close(&seeded().vonmises(1.23, 1.54, SIZE)?, &desired);
    let small = seeded().vonmises(0.0, 1.1e-8, 1000)?;
    assert!(small.iter().all(|x| x.is_finite()));
    let desired = [4.634253748521111e-04, 3.558873596114509e-04, -2.337119622577433e-04];
    for (x, y) in seeded().vonmises(0.0, 1e7, 3)?.iter().zip(desired) {
        assert!((x - y).abs() < 1.5e-8, "{x} where {y} is wanted"); // cancellation
    }
    assert!(seeded().vonmises(0.0, f64::NAN, ())?.is_nan());
    let desired = [
        3.82935265715889983,
        5.13125249184285526,
        0.35045403618358717,
        1.50832396872003538,
        0.24124319895843183,
        0.22031101461955038,
    ];
    close(&seeded().wald(1.23, 1.54, SIZE)?, &desired);
    Ok(())
}

#[test]
fn counts() -> Outcome {
    let random = seeded;
    assert_eq!(random().binomial(100, 0.456, SIZE)?, array![[37, 43], [42, 48], [46, 45]]);
    assert_eq!(random().geometric(0.123456789, SIZE)?, array![[8, 7], [17, 17], [5, 12]]);
    assert_eq!(random().logseries(0.923456789, SIZE)?, array![[2, 2], [6, 17], [3, 6]]);
    let desired = array![[848, 841], [892, 611], [779, 647]];
    assert_eq!(random().negative_binomial(100.0, 0.12345, SIZE)?, desired);
    assert_eq!(random().poisson(0.123456789, SIZE)?, array![[0, 0], [1, 0], [0, 0]]);
    assert_eq!(random().zipf(1.23, SIZE)?, array![[66, 29], [1, 1], [3, 13]]);
    let mut random = seeded();
    let desired = array![[10, 10], [10, 10], [9, 9]];
    assert_eq!(random.hypergeometric(10, 5, 14, SIZE)?, desired);
    assert_eq!(random.hypergeometric(5, 0, 3, 4)?, Array::full(4, 3));
    assert_eq!(random.hypergeometric(15, 0, 12, 4)?, Array::full(4, 12));
    assert_eq!(random.hypergeometric(0, 5, 3, 4)?, Array::full(4, 0));
    assert_eq!(random.hypergeometric(0, 15, 12, 4)?, Array::full(4, 0));
    let desired = array![
        [[4, 3, 5, 4, 2, 2], [5, 2, 8, 2, 2, 1]],
        [[3, 4, 3, 6, 0, 4], [2, 1, 4, 3, 6, 4]],
        [[4, 4, 2, 5, 2, 3], [4, 3, 4, 2, 3, 4]]
    ];
    assert_eq!(seeded().multinomial(20, [1.0 / 6.0; 6], SIZE)?, desired);
    Ok(())
}

#[test]
fn zeros() -> Outcome {
    let mut random = seeded();
    assert_eq!(random.exponential(0.0, ())?, 0.0);
    assert_eq!(random.standard_gamma(0.0, ())?, 0.0);
    assert_eq!(random.gamma(0.0, 0.0, ())?, 0.0);
    assert_eq!(random.gumbel(0.0, 0.0, ())?, 0.0);
    assert_eq!(random.laplace(0.0, 0.0, ())?, 0.0);
    assert_eq!(random.lognormal(0.0, 0.0, ())?, 1.0);
    assert_eq!(random.normal(0.0, 0.0, ())?, 0.0);
    assert_eq!(random.rayleigh(0.0, ())?, 0.0);
    assert_eq!(random.weibull(0.0, 12)?, Array::full(12, 0.0));
    assert_eq!(random.logseries(0.0, ())?, 1);
    assert!(random.exponential(-0.0, ()).is_err());
    assert!(random.gamma(-0.0, -0.0, ()).is_err());
    assert!(random.normal(0.0, -0.0, ()).is_err());
    assert!(random.weibull(-0.0, ()).is_err());
    Ok(())
}
