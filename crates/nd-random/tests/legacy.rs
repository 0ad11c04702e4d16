//! `legacy::RandomState` against `np.random.RandomState`, byte for byte.
//!
//! tests/golden/legacy.txt is what golden/random_legacy.py made of NumPy.
//!
//! Where a number passes through `log`, `exp`, `pow` or a like function, NumPy's bits are those
//! of the C library that it runs on, and its fixture was made on glibc: such cases are compared
//! only there.

use nd_core::Array;
use nd_random::legacy::{RandInt, RandomState};
use nd_random::{ChoiceOptions, RandomError};

const GLIBC: bool = cfg!(all(target_os = "linux", target_env = "gnu"));

/// Methods that call nothing but arithmetic and `sqrt`, which all platforms round alike.
const EXACT: &[&str] = &[
    "random_sample",
    "uniform",
    "triangular",
    "tomaxint",
    "randint",
    "bytes",
    "permutation",
    "permutation_rows",
    "shuffle",
    "choice",
];

/// A line of the file.
struct Case<'a> {
    method: &'a str,
    /// How many numbers, or "array" for parameters that are arrays.
    count: &'a str,
    parameters: Vec<&'a str>,
    first: &'a str,
    last: &'a str,
    seeds: Vec<Seeded<'a>>,
}

struct Seeded<'a> {
    seed: &'a str,
    numbers: &'a str,
    state: &'a str,
}

impl<'a> Case<'a> {
    fn read(line: &'a str) -> Case<'a> {
        let (left, right) = line.split_once(" | ").expect("parameters | results");
        let mut left = left.split(' ');
        let mut right = right.split(' ');
        let seeded = |text: &'a str| {
            let mut parts = text.split(':');
            let mut next = || parts.next().expect("seed:numbers:state");
            Seeded { seed: next(), numbers: next(), state: next() }
        };
        Case {
            method: left.next().expect("a method"),
            count: left.next().expect("a count"),
            parameters: left.collect(),
            first: right.next().expect("the first number"),
            last: right.next().expect("the last number"),
            seeds: right.map(seeded).collect(),
        }
    }

    fn count(&self) -> usize {
        self.count.parse().expect("a count")
    }
}

/// FNV-1a over words of 64 bits.
fn fnv(words: impl IntoIterator<Item = u64>) -> u64 {
    words
        .into_iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, word| (hash ^ word).wrapping_mul(0x0100_0000_01b3))
}

fn state_hash(random: &RandomState) -> u64 {
    let state = random.state();
    let key = state.bits.key.iter().map(|&word| u64::from(word));
    fnv(key.chain([state.bits.pos as u64]).chain(state.gauss.map(f64::to_bits))) & 0xffff_ffff
}

/// A number as 64 bits.
trait Word: Copy {
    fn word(self) -> u64;
}
impl Word for f64 {
    fn word(self) -> u64 {
        // NaN has many forms, of which the sign depends on the compiler.
        if self.is_nan() { 0x7ff8_0000_0000_0000 } else { self.to_bits() }
    }
}
macro_rules! words {
    ($($T:ty)*) => {$(
        impl Word for $T {
            fn word(self) -> u64 {
                self as u64
            }
        }
    )*};
}
words!(bool i8 i16 i32 i64 u8 u16 u32 u64);

type Drawn = Result<Vec<u64>, RandomError>;

fn words<T: Word>(drawn: Result<Array<T>, RandomError>) -> Drawn {
    Ok(drawn?.iter().map(|x| x.word()).collect())
}

fn float(hex: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(hex, 16).expect("bits of a float"))
}

fn floats(text: &str) -> Vec<f64> {
    text.split('/').map(float).collect()
}

fn integers(text: &str) -> Vec<i64> {
    text.split('/').map(|x| x.parse().expect("an integer")).collect()
}

/// A parameter: a number, or an array that is a row or a column of the size.
fn operand<T: nd_core::Element>(values: Vec<T>, count: &str, place: usize) -> Array<T> {
    let n = values.len();
    match (count, place % 2) {
        ("array", 0) => Array::from_shape_vec([n], values),
        ("array", _) => Array::from_shape_vec([n, 1], values),
        _ => Array::from_shape_vec((), values),
    }
}

/// The size that all numbers have.
fn size(case: &Case) -> Vec<usize> {
    if case.count != "array" {
        return vec![case.count()];
    }
    let len = |k: usize| case.parameters[k].split('/').count();
    let rows = if case.parameters.len() > 1 { len(1) } else { 1 };
    vec![50, rows, len(0)]
}

fn distribution(random: &mut RandomState, case: &Case) -> Drawn {
    let size = size(case);
    let size = &size[..];
    let p = |k: usize| operand(floats(case.parameters[k]), case.count, k);
    let i = |k: usize| operand(integers(case.parameters[k]), case.count, k);
    match case.method {
        "random_sample" => words(Ok(random.random_sample(size))),
        "standard_normal" => words(Ok(random.standard_normal(size))),
        "standard_exponential" => words(Ok(random.standard_exponential(size))),
        "standard_cauchy" => words(Ok(random.standard_cauchy(size))),
        "tomaxint" => words(Ok(random.tomaxint(size))),
        "normal" => words(random.normal(p(0), p(1), size)),
        "lognormal" => words(random.lognormal(p(0), p(1), size)),
        "exponential" => words(random.exponential(p(0), size)),
        "standard_gamma" => words(random.standard_gamma(p(0), size)),
        "gamma" => words(random.gamma(p(0), p(1), size)),
        "beta" => words(random.beta(p(0), p(1), size)),
        "chisquare" => words(random.chisquare(p(0), size)),
        "noncentral_chisquare" => words(random.noncentral_chisquare(p(0), p(1), size)),
        "f" => words(random.f(p(0), p(1), size)),
        "noncentral_f" => words(random.noncentral_f(p(0), p(1), p(2), size)),
        "standard_t" => words(random.standard_t(p(0), size)),
        "vonmises" => words(random.vonmises(p(0), p(1), size)),
        "pareto" => words(random.pareto(p(0), size)),
        "weibull" => words(random.weibull(p(0), size)),
        "power" => words(random.power(p(0), size)),
        "laplace" => words(random.laplace(p(0), p(1), size)),
        "gumbel" => words(random.gumbel(p(0), p(1), size)),
        "logistic" => words(random.logistic(p(0), p(1), size)),
        "rayleigh" => words(random.rayleigh(p(0), size)),
        "wald" => words(random.wald(p(0), p(1), size)),
        "triangular" => words(random.triangular(p(0), p(1), p(2), size)),
        "uniform" => words(random.uniform(p(0), p(1), size)),
        "negative_binomial" => words(random.negative_binomial(p(0), p(1), size)),
        "poisson" => words(random.poisson(p(0), size)),
        "zipf" => words(random.zipf(p(0), size)),
        "geometric" => words(random.geometric(p(0), size)),
        "logseries" => words(random.logseries(p(0), size)),
        "binomial" => words(random.binomial(i(0), p(1), size)),
        "hypergeometric" => words(random.hypergeometric(i(0), i(1), i(2), size)),
        _ => special(random, case),
    }
}

fn special(random: &mut RandomState, case: &Case) -> Drawn {
    let parameters = &case.parameters;
    match case.method {
        "randint" => match parameters[0] {
            "bool" => randint(random, case, |x| x == "1"),
            "int8" => randint(random, case, parsed::<i8>),
            "int16" => randint(random, case, parsed::<i16>),
            "int32" => randint(random, case, parsed::<i32>),
            "int64" => randint(random, case, parsed::<i64>),
            "uint8" => randint(random, case, parsed::<u8>),
            "uint16" => randint(random, case, parsed::<u16>),
            "uint32" => randint(random, case, parsed::<u32>),
            "uint64" => randint(random, case, parsed::<u64>),
            other => panic!("{other}"),
        },
        "bytes" => Ok(random.bytes(case.count()).into_iter().map(Word::word).collect()),
        "permutation" => words(Ok(random.permutation(case.count()))),
        "permutation_rows" => words(Ok(random.permutation(&table(case)))),
        "shuffle" => {
            let mut a = table(case);
            random.shuffle(&mut a);
            words(Ok(a))
        }
        "choice" => choice(random, case),
        "multinomial" => {
            let n = parameters[0].parse().expect("an integer");
            words(random.multinomial(n, floats(parameters[1]), case.count()))
        }
        "dirichlet" => words(random.dirichlet(floats(parameters[0]), case.count())),
        other => panic!("no method {other}"),
    }
}

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("an integer of the type")
}

fn randint<T: RandInt + Word>(
    random: &mut RandomState,
    case: &Case,
    value: impl Fn(&str) -> T,
) -> Drawn {
    let low = value(case.parameters[1]);
    let high = case.parameters[2];
    if case.count != "array" {
        return words(random.randint(low..=value(high), case.count()));
    }
    if case.parameters[0] == "bool" {
        return Ok(halves(random, high));
    }
    let highs: Vec<T> = high.split('/').map(value).collect();
    let size = [77, highs.len()];
    words(random.randint((low, highs), size))
}

/// NumPy's upper bounds of bools are 1 and 2, of which there is no bool: what it draws for them
/// is bits for 2 and nothing for 1.
fn halves(random: &mut RandomState, highs: &str) -> Vec<u64> {
    let highs = integers(highs);
    let bits = highs.iter().filter(|&&high| high == 2).count();
    let drawn = random.randint(false..=true, 77 * bits).expect("both are bools");
    let mut drawn = drawn.iter();
    let all = std::iter::repeat_n(highs, 77).flatten();
    all.map(|high| if high == 2 { drawn.next().expect("a bit").word() } else { 0 }).collect()
}

fn table(case: &Case) -> Array<i64> {
    let (rows, columns) = (case.count(), parsed::<usize>(case.parameters[0]));
    Array::from_shape_vec([rows, columns], (0..(rows * columns) as i64).collect())
}

fn choice(random: &mut RandomState, case: &Case) -> Drawn {
    let [n, replace, p] = case.parameters[..] else { panic!("three parameters") };
    let many = || (1..=100).map(|k| f64::from(k) / 5050.0).collect();
    let p = match p {
        "-" => None,
        "many" => Some(many()),
        p => Some(floats(p)),
    };
    let mut options = ChoiceOptions::default().replace(replace == "1");
    options.weights = p.as_deref();
    words(random.choice_with(parsed::<usize>(n), case.count(), &options))
}

fn seeded(seed: &str) -> RandomState {
    let words: Vec<u32> = seed.split_terminator(',').map(parsed).collect();
    let list = seed.ends_with(',');
    let mut random = match words[..] {
        [seed] if !list => RandomState::new(seed),
        _ => RandomState::from_key(&words).expect("a key"),
    };
    if list || words[0] % 2 == 1 {
        random.standard_normal(());
    }
    random
}

#[test]
fn replays_numpy() {
    let golden = include_str!("golden/legacy.txt");
    let (mut equal, mut different) = (0, Vec::new());
    for line in golden.lines() {
        let case = Case::read(line);
        if !GLIBC && !EXACT.contains(&case.method) {
            continue;
        }
        let last = case.seeds.len() - 1;
        for (k, expected) in case.seeds.iter().enumerate() {
            let mut random = seeded(expected.seed);
            let drawn = distribution(&mut random, &case).unwrap_or_else(|e| panic!("{line}: {e}"));
            let hex = |x: Option<&u64>| x.map_or("-".to_string(), |x| format!("{x:x}"));
            let same = format!("{:x}", fnv(drawn.iter().copied())) == expected.numbers
                && format!("{:x}", state_hash(&random)) == expected.state
                && (k > 0 || hex(drawn.first()) == case.first)
                && (k < last || hex(drawn.last()) == case.last);
            if same {
                equal += 1;
            } else {
                let parameters = case.parameters.join(" ");
                different.push(format!("{} {parameters} seed {}", case.method, expected.seed));
            }
        }
    }
    assert!(different.is_empty(), "{equal} equal, different:\n{}", different.join("\n"));
    assert!(equal > if GLIBC { 1500 } else { 400 }, "only {equal} cases");
}
