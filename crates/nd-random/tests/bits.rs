//! Bit generators and seeds against NumPy's own test vectors (tests/data/raw.txt) and against
//! NumPy 2.4.6 (tests/golden/bits.txt, made by golden/random_bits.py). Integers throughout:
//! the same on every machine.

use nd_random::bits::{Mt19937State, Pcg64State, PhiloxState, Sfc64State};
use nd_random::{
    Advance, BitGenerator, Entropy, Generator, Jump, Mt19937, Pcg64, Pcg64Dxsm, Philox,
    RandomError, SeedSequence, Sfc64, default_rng,
};
use rand_core::Rng;

const RAW: &str = include_str!("data/raw.txt");
const GOLDEN: &str = include_str!("golden/bits.txt");

/// What the steps of a line in bits.txt need of a generator.
trait Bits: BitGenerator + Rng {
    fn state_text(&self) -> String;
    fn moved(self, what: &str, by: &str) -> Self;
}

fn text(words: impl IntoIterator<Item = impl Into<u128>>) -> String {
    let words: Vec<_> = words.into_iter().map(|w| format!("{:x}", w.into())).collect();
    words.join(",")
}

fn hex(digits: &str) -> u128 {
    u128::from_str_radix(digits, 16).unwrap()
}

fn moved<B: Advance + Jump>(mut bits: B, what: &str, by: &str) -> B {
    match what {
        "advance" => {
            bits.advance(hex(by));
            bits
        }
        "jumped" => bits.jumped(hex(by) as u64),
        _ => panic!("{what}"),
    }
}

fn pcg_text(s: Pcg64State) -> String {
    text([s.state, s.inc, s.has_uint32.into(), s.uinteger.into()])
}

impl Bits for Pcg64 {
    fn state_text(&self) -> String {
        assert_eq!(Pcg64::from_state(self.state()).unwrap().state(), self.state());
        pcg_text(self.state())
    }
    fn moved(self, what: &str, by: &str) -> Self {
        moved(self, what, by)
    }
}

impl Bits for Pcg64Dxsm {
    fn state_text(&self) -> String {
        assert_eq!(Pcg64Dxsm::from_state(self.state()).unwrap().state(), self.state());
        pcg_text(self.state())
    }
    fn moved(self, what: &str, by: &str) -> Self {
        moved(self, what, by)
    }
}

impl Bits for Philox {
    fn state_text(&self) -> String {
        let s = self.state();
        assert_eq!(Philox::from_state(s).unwrap().state(), s);
        let rest = [s.buffer_pos as u64, s.has_uint32.into(), s.uinteger.into()];
        text([&s.counter[..], &s.key, &s.buffer, &rest].concat())
    }
    fn moved(mut self, what: &str, by: &str) -> Self {
        if what != "advance_wide" {
            return moved(self, what, by);
        }
        let padded = format!("{by:0>64}");
        let word = |i: usize| hex(&padded[16 * i..16 * (i + 1)]) as u64;
        self.advance_wide([word(3), word(2), word(1), word(0)]);
        self
    }
}

impl Bits for Sfc64 {
    fn state_text(&self) -> String {
        let s = self.state();
        assert_eq!(Sfc64::from_state(s).state(), s);
        text([&s.state[..], &[s.has_uint32.into(), s.uinteger.into()]].concat())
    }
    fn moved(self, what: &str, _: &str) -> Self {
        panic!("{what}")
    }
}

impl Bits for Mt19937 {
    fn state_text(&self) -> String {
        let s = self.state();
        assert_eq!(Mt19937::from_state(s).unwrap().state(), s);
        let fnv = |h: u64, &w: &u32| (h ^ u64::from(w)).wrapping_mul(0x100_0000_01b3);
        text([s.pos as u64, s.key.iter().fold(0xcbf2_9ce4_8422_2325, fnv)])
    }
    fn moved(self, what: &str, by: &str) -> Self {
        assert_eq!(what, "jumped");
        self.jumped(hex(by) as u64)
    }
}

/// `2a` or `[1,2]`.
fn entropy(text: &str) -> Entropy {
    if let Some(list) = text.strip_prefix('[') {
        let items = list.trim_end_matches(']').split(',').filter(|item| !item.is_empty());
        return Entropy::from(items.map(hex).collect::<Vec<u128>>());
    }
    if text.len() <= 32 {
        return Entropy::from(hex(text));
    }
    let digits: Vec<char> = text.chars().rev().collect();
    let word = |d: &[char]| hex(&d.iter().rev().collect::<String>()) as u32;
    Entropy::from_words(digits.chunks(8).map(word).collect::<Vec<_>>())
}

/// One step; what it gives must be `result`.
fn step<B: Bits>(mut bits: B, step: &str, result: &str) -> B {
    let (what, arguments) = step.split_once(':').unwrap_or((step, ""));
    let found = match what {
        "state" => bits.state_text(),
        "u64" => format!("{:x}", BitGenerator::next_u64(&mut bits)),
        "u32" => format!("{:x}", BitGenerator::next_u32(&mut bits)),
        "raw" => format!("{:x}", bits.next_raw()),
        "f64" => format!("{:016x}", bits.next_f64().to_bits()),
        "f32" => format!("{:08x}", bits.next_f32().to_bits()),
        "bytes" => {
            let (n, _) = result.split_once(',').unwrap();
            let mut bytes = vec![0; hex(n) as usize];
            bits.fill_bytes(&mut bytes);
            let digits: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
            format!("{n},{digits}")
        }
        "spawn" => {
            let (n, i) = arguments.split_once(':').unwrap();
            let children = bits.spawn(hex(n) as usize).unwrap();
            bits = children.into_iter().nth(hex(i) as usize).unwrap_or(bits);
            bits.state_text()
        }
        _ => {
            bits = bits.moved(what, arguments);
            bits.state_text()
        }
    };
    assert_eq!(found, result, "{step}");
    bits
}

fn run<B: Bits>(seed: Entropy, steps: &[&str]) {
    let mut bits = B::from_seed(seed);
    for one in steps {
        let (what, result) = one.split_once('=').unwrap();
        bits = step(bits, what, result);
    }
}

#[test]
fn draws_states_moves_and_children_are_those_of_numpy() {
    let mut lines = 0;
    for line in GOLDEN.lines().filter(|line| line.starts_with("run ")) {
        let fields: Vec<&str> = line.split(' ').collect();
        let (seed, steps) = (entropy(fields[2]), &fields[3..]);
        match fields[1] {
            "pcg64" => run::<Pcg64>(seed, steps),
            "pcg64dxsm" => run::<Pcg64Dxsm>(seed, steps),
            "philox" => run::<Philox>(seed, steps),
            "sfc64" => run::<Sfc64>(seed, steps),
            "mt19937" => run::<Mt19937>(seed, steps),
            other => panic!("{other}"),
        }
        lines += 1;
    }
    assert_eq!(lines, 95);
}

#[test]
fn legacy_seeds_are_those_of_numpy() {
    let mut lines = 0;
    for line in GOLDEN.lines().filter_map(|line| line.strip_prefix("legacy ")) {
        let (seed, state) = line.split_once(' ').unwrap();
        let words = entropy(seed).words().to_vec();
        let bits = match seed.starts_with('[') {
            true => Mt19937::from_legacy_key(&words),
            false => Mt19937::from_legacy_seed(words[0]),
        };
        assert_eq!(bits.state_text(), state, "{seed}");
        lines += 1;
    }
    assert_eq!(lines, 8);
}

#[test]
fn seed_sequences_are_those_of_numpy() {
    let mut lines = 0;
    for line in GOLDEN.lines().filter_map(|line| line.strip_prefix("seed ")) {
        let fields: Vec<&str> = line.split(' ').collect();
        let [from, key, pool, words, words64] = fields[..] else { panic!("{line}") };
        let seed = SeedSequence::new(entropy(from))
            .with_spawn_key(entropy(key))
            .with_pool_size(hex(pool) as usize);
        assert_eq!(format!("[{}]", text(seed.generate_state(9))), words, "{line}");
        assert_eq!(format!("[{}]", text(seed.generate_state_u64(3))), words64, "{line}");
        lines += 1;
    }
    assert_eq!(lines, 280);
}

fn raw<B: BitGenerator>(seed: u64, draws: &[u64]) {
    let mut bits = B::from_seed(seed);
    for (i, &draw) in draws.iter().enumerate() {
        assert_eq!(bits.next_raw(), draw, "{} {seed} {i}", B::NAME);
    }
}

#[test]
fn the_test_vectors_of_numpy_come_out() {
    let mut lines = RAW.lines().skip(1);
    let mut blocks = 0;
    while let Some(head) = lines.next() {
        let (name, seed) = head.split_once(' ').unwrap();
        let seed = hex(seed) as u64;
        let words = lines.by_ref().take(100).flat_map(|line| line.split(' '));
        let draws: Vec<u64> = words.map(|word| hex(word) as u64).collect();
        assert_eq!(draws.len(), 1000);
        match name {
            "pcg64" => raw::<Pcg64>(seed, &draws),
            "pcg64dxsm" => raw::<Pcg64Dxsm>(seed, &draws),
            "philox" => raw::<Philox>(seed, &draws),
            "sfc64" => raw::<Sfc64>(seed, &draws),
            "mt19937" => raw::<Mt19937>(seed, &draws),
            other => panic!("{other}"),
        }
        blocks += 1;
    }
    assert_eq!(blocks, 10);
}

#[test]
fn pcg64_is_that_of_rand_pcg() {
    for seed in 0..20u32 {
        let mut ours = Pcg64::from_seed(seed);
        let words = SeedSequence::new(seed).generate_state_u64(4);
        let pair = |i: usize| u128::from(words[i]) << 64 | u128::from(words[i + 1]);
        let mut theirs = rand_pcg::Pcg64::new(pair(0), pair(2));
        for _ in 0..100 {
            assert_eq!(BitGenerator::next_u64(&mut ours), theirs.next_u64());
        }
        ours.advance(1 << 100 | 12345);
        theirs.advance(1 << 100 | 12345);
        assert_eq!(BitGenerator::next_u64(&mut ours), theirs.next_u64());
    }
}

/// `ahead(n)` is `n` draws later in everything but the half, which stays.
fn ahead<B: Bits>() {
    for before in 0..6 {
        let mut start = B::from_seed(9);
        BitGenerator::next_u32(&mut start);
        assert!(start.keeps_half());
        let mut drawn = start.clone();
        for _ in 0..before {
            BitGenerator::next_u64(&mut start);
            BitGenerator::next_u64(&mut drawn);
        }
        for n in 0..40 {
            let there = start.ahead(n).unwrap();
            assert_eq!(there.state_text(), drawn.state_text(), "{} {before} {n}", B::NAME);
            assert_eq!(there.seed_sequence(), start.seed_sequence());
            BitGenerator::next_u64(&mut drawn);
        }
        let far = start.ahead(u64::MAX - 7).unwrap().ahead(7).unwrap();
        let split = start.ahead(1 << 63).unwrap().ahead((1 << 63) - 1).unwrap();
        assert_eq!(far.state_text(), split.state_text());
    }
}

#[test]
fn ahead_is_as_many_draws() {
    ahead::<Pcg64>();
    ahead::<Pcg64Dxsm>();
    ahead::<Philox>();
    assert!(Sfc64::from_seed(1).ahead(1).is_none());
    assert!(Mt19937::from_seed(1).ahead(1).is_none());
}

#[test]
fn jumps_add_up() {
    let start = Mt19937::from_seed(3);
    assert_eq!(start.jumped(2), start.jumped(1).jumped(1));
    let start = Philox::from_seed(3);
    assert_eq!(start.jumped(5), start.jumped(2).jumped(3));
    assert!(start.jumped(1).spawn(1).is_err());
}

#[test]
fn impossible_states_are_refused() {
    let of = |error: RandomError| error.to_string();
    let even = Pcg64State { inc: 2, ..Pcg64::from_seed(0).state() };
    assert_eq!(of(Pcg64::from_state(even).unwrap_err()), "PCG64: an even increment");
    assert_eq!(of(Pcg64Dxsm::from_state(even).unwrap_err()), "PCG64DXSM: an even increment");
    let full = PhiloxState { buffer_pos: 5, ..Philox::from_seed(0).state() };
    assert!(Philox::from_state(full).is_err());
    let mt = Mt19937::from_seed(0).state();
    assert!(Mt19937::from_state(Mt19937State { pos: 625, ..mt }).is_err());
    assert!(Mt19937::from_state(Mt19937State { key: [0; 624], ..mt }).is_err());
    assert!(Mt19937::from_state(Mt19937State { pos: 624, ..mt }).is_ok());
    Sfc64::from_state(Sfc64State { state: [0; 4], has_uint32: true, uinteger: 7 });
}

#[test]
#[should_panic(expected = "no seeds")]
fn a_legacy_key_has_seeds() {
    Mt19937::from_legacy_key(&[]);
}

#[test]
fn what_came_from_a_state_has_no_children() {
    let mut bits = Philox::from_key_counter([1, 2], [3, 4, 5, 6]);
    assert_eq!(bits.spawn(1), Err(RandomError::NotSpawnable));
    let mut bits = Mt19937::from_legacy_seed(1);
    assert_eq!(bits.spawn(1), Err(RandomError::NotSpawnable));
}

#[test]
fn rand_distr_draws_from_generators() {
    use nd_random::rand_distr::{Distribution, InverseGaussian};
    let distribution = InverseGaussian::new(1.0, 2.0).unwrap();
    let all = default_rng(4).sample(distribution, [3, 2]);
    let mut rng = default_rng(4);
    for &x in &all {
        assert_eq!(distribution.sample(&mut rng), x);
    }
    let mut view = nd_core::Array::<f64>::zeros([2, 3]);
    default_rng(4).sample(distribution, view.t_mut());
    assert_eq!(view.t(), all);
    let mut twister = Generator::new(Mt19937::from_seed(0));
    let x: f64 = twister.sample(distribution, ());
    assert!(x > 0.0);
}

#[cfg(feature = "serde")]
mod stored {
    use super::*;
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    fn round_trip<B: Bits + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned>() {
        let mut bits = B::from_seed(5);
        bits.spawn(2).unwrap();
        BitGenerator::next_u32(&mut bits);
        let text = serde_json::to_string(&bits).unwrap();
        assert_eq!(serde_json::from_str::<B>(&text).unwrap(), bits);
        let rng = Generator::new(bits);
        let text = serde_json::to_string(&rng).unwrap();
        assert_eq!(serde_json::from_str::<Generator<B>>(&text).unwrap(), rng);
    }

    #[test]
    fn generators_come_back() {
        round_trip::<Pcg64>();
        round_trip::<Pcg64Dxsm>();
        round_trip::<Philox>();
        round_trip::<Sfc64>();
        round_trip::<Mt19937>();
    }

    #[test]
    fn what_is_read_is_checked() {
        let philox = serde_json::to_string(&Philox::from_seed(0)).unwrap();
        let wrong = philox.replace("\"buffer_pos\":4", "\"buffer_pos\":5");
        assert_ne!(philox, wrong);
        let error = serde_json::from_str::<Philox>(&wrong).unwrap_err().to_string();
        assert!(error.contains("more than 4"), "{error}");
        let short = r#"{"state":{"key":[1,2],"pos":0},"seed":null}"#;
        let error = serde_json::from_str::<Mt19937>(short).unwrap_err().to_string();
        assert!(error.contains("624 words"), "{error}");
        let seed = serde_json::to_string(&SeedSequence::new(1)).unwrap();
        let wrong = seed.replace("\"pool_size\":4", "\"pool_size\":0");
        assert!(serde_json::from_str::<SeedSequence>(&wrong).is_err());
    }
}
