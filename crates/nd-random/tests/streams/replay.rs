//! Calls a `Generator` as the script called NumPy's.

use super::case::{Call, array, float};
use nd_core::{Array, Shape};
use nd_random::{
    BitGenerator, ChoiceOptions, Factorization, FromParameters, Generator, RandomError,
    RandomInteger,
};
use serde_json::Value;

/// What a call returned.
pub(crate) struct Drawn {
    pub(crate) shape: Vec<usize>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) numbers: Vec<f64>,
}

/// Elements as NumPy stores them.
trait Bytes: Copy {
    fn push(self, bytes: &mut Vec<u8>);
    fn number(self) -> f64;
}

macro_rules! bytes {
    ($($T:ty)*) => {$(
        impl Bytes for $T {
            fn push(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
            fn number(self) -> f64 {
                self as f64
            }
        }
    )*};
}
bytes!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
impl Bytes for bool {
    fn push(self, bytes: &mut Vec<u8>) {
        bytes.push(self.into());
    }
    fn number(self) -> f64 {
        f64::from(u8::from(self))
    }
}

fn drawn<T: Bytes>(a: Array<T>) -> Drawn {
    let mut bytes = Vec::new();
    a.iter().for_each(|x| x.push(&mut bytes));
    Drawn { shape: a.shape().to_vec(), bytes, numbers: a.iter().map(|x| x.number()).collect() }
}

fn one<T: Bytes>(x: T) -> Drawn {
    drawn(Array::scalar(x))
}

/// The method with so many parameters, into a new array of the call's size, one number, or an
/// array of the parameters' shape.
macro_rules! sized {
    ($rng:ident.$method:ident($($arg:expr),*), $size:expr) => {
        match $size {
            Some(size) if size.is_empty() => one(said($rng.$method($($arg,)* ()))?),
            Some(size) => drawn(said($rng.$method($($arg,)* &size[..]))?),
            None => drawn(said($rng.$method($($arg,)* FromParameters))?),
        }
    };
}

fn integer(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| float(value) as i64)
}

/// Methods that cannot fail and those that can, alike.
trait Said {
    type Out;
    fn said(self) -> Result<Self::Out, String>;
}
impl<T> Said for Result<T, RandomError> {
    type Out = T;
    fn said(self) -> Result<T, String> {
        self.map_err(|e| e.to_string())
    }
}
macro_rules! infallible {
    ([$($gen:tt)*] $T:ty) => {
        impl<$($gen)*> Said for $T {
            type Out = $T;
            fn said(self) -> Result<$T, String> {
                Ok(self)
            }
        }
    };
}
infallible!([] f64);
infallible!([] f32);
infallible!([T] Array<T>);

fn said<S: Said>(outcome: S) -> Result<S::Out, String> {
    outcome.said()
}

pub(crate) fn run<B: BitGenerator>(rng: &mut Generator<B>, call: &Call) -> Result<Drawn, String> {
    let f = |k: usize| array(&call.args[k], &float);
    let f32s = |k: usize| array(&call.args[k], &|x| float(x) as f32);
    let i = |k: usize| array(&call.args[k], &integer);
    let size = &call.size;
    let single = call.more.get("dtype").is_some_and(|kind| kind == "float32");
    let inverse = call.more.get("method").is_some_and(|method| method == "inv");
    Ok(match (call.method.as_str(), single, inverse) {
        ("random", false, _) => sized!(rng.random(), size),
        ("random", true, _) => sized!(rng.random_f32(), size),
        ("standard_normal", false, _) => sized!(rng.standard_normal(), size),
        ("standard_normal", true, _) => sized!(rng.standard_normal_f32(), size),
        ("standard_exponential", false, false) => sized!(rng.standard_exponential(), size),
        ("standard_exponential", true, false) => sized!(rng.standard_exponential_f32(), size),
        ("standard_exponential", false, true) => sized!(rng.standard_exponential_inverse(), size),
        ("standard_exponential", true, true) => {
            sized!(rng.standard_exponential_inverse_f32(), size)
        }
        ("standard_cauchy", ..) => sized!(rng.standard_cauchy(), size),
        ("uniform", ..) => sized!(rng.uniform(f(0), f(1)), size),
        ("normal", ..) => sized!(rng.normal(f(0), f(1)), size),
        ("lognormal", ..) => sized!(rng.lognormal(f(0), f(1)), size),
        ("laplace", ..) => sized!(rng.laplace(f(0), f(1)), size),
        ("gumbel", ..) => sized!(rng.gumbel(f(0), f(1)), size),
        ("logistic", ..) => sized!(rng.logistic(f(0), f(1)), size),
        ("exponential", ..) => sized!(rng.exponential(f(0)), size),
        ("rayleigh", ..) => sized!(rng.rayleigh(f(0)), size),
        ("pareto", ..) => sized!(rng.pareto(f(0)), size),
        ("weibull", ..) => sized!(rng.weibull(f(0)), size),
        ("power", ..) => sized!(rng.power(f(0)), size),
        ("wald", ..) => sized!(rng.wald(f(0), f(1)), size),
        ("vonmises", ..) => sized!(rng.vonmises(f(0), f(1)), size),
        ("triangular", ..) => sized!(rng.triangular(f(0), f(1), f(2)), size),
        ("standard_gamma", false, _) => sized!(rng.standard_gamma(f(0)), size),
        ("standard_gamma", true, _) => sized!(rng.standard_gamma_f32(f32s(0)), size),
        ("gamma", ..) => sized!(rng.gamma(f(0), f(1)), size),
        ("beta", ..) => sized!(rng.beta(f(0), f(1)), size),
        ("chisquare", ..) => sized!(rng.chisquare(f(0)), size),
        ("noncentral_chisquare", ..) => sized!(rng.noncentral_chisquare(f(0), f(1)), size),
        ("f", ..) => sized!(rng.f(f(0), f(1)), size),
        ("noncentral_f", ..) => sized!(rng.noncentral_f(f(0), f(1), f(2)), size),
        ("standard_t", ..) => sized!(rng.standard_t(f(0)), size),
        ("binomial", ..) => sized!(rng.binomial(i(0), f(1)), size),
        ("poisson", ..) => sized!(rng.poisson(f(0)), size),
        ("geometric", ..) => sized!(rng.geometric(f(0)), size),
        ("logseries", ..) => sized!(rng.logseries(f(0)), size),
        ("zipf", ..) => sized!(rng.zipf(f(0)), size),
        ("negative_binomial", ..) => sized!(rng.negative_binomial(f(0), f(1)), size),
        ("hypergeometric", ..) => sized!(rng.hypergeometric(i(0), i(1), i(2)), size),
        _ => return other(rng, call),
    })
}

/// The methods that take more than numbers and a size.
fn other<B: BitGenerator>(rng: &mut Generator<B>, call: &Call) -> Result<Drawn, String> {
    let f = |k: usize| array(&call.args[k], &float);
    let i = |k: usize| array(&call.args[k], &integer);
    let size = Shape::from(&call.size.clone().unwrap_or_default()[..]);
    let axis = call.more.get("axis").and_then(Value::as_i64).map(|axis| axis as isize);
    let n = || call.args[0].as_u64().expect("an integer") as usize;
    Ok(match call.method.as_str() {
        "integers" => return integers_of_any_type(rng, call),
        "bytes" => drawn(Array::from_vec(rng.bytes(n()))),
        "choice" => return choice(rng, call, size),
        "shuffle" => {
            let mut a = i(0);
            rng.shuffle_axis(a.view_mut(), axis.unwrap_or(0));
            drawn(a)
        }
        "permutation" if call.args[0].is_number() => drawn(rng.permutation(n())),
        "permutation" => drawn(rng.permutation_of(i(0), axis.unwrap_or(0))),
        "permuted" => drawn(match axis {
            Some(axis) => rng.permuted_axis(i(0), axis),
            None => rng.permuted(i(0)),
        }),
        "multinomial" => drawn(said(rng.multinomial(i(0), f(1), size))?),
        "multivariate_hypergeometric" => {
            let (colors, sample) = (i(0).into_vec(), call.args[1].as_i64().expect("an integer"));
            drawn(said(match call.more["method"] == "count" {
                true => rng.multivariate_hypergeometric_counted(&colors, sample, size),
                false => rng.multivariate_hypergeometric(&colors, sample, size),
            })?)
        }
        "dirichlet" => drawn(said(rng.dirichlet(&f(0).into_vec(), size))?),
        "multivariate_normal" => {
            let how = Factorization::Cholesky;
            drawn(said(rng.multivariate_normal(&f(0).into_vec(), f(1), size, how))?)
        }
        other => return Err(format!("{other}: not a method of the script")),
    })
}

fn choice<B: BitGenerator>(
    rng: &mut Generator<B>,
    call: &Call,
    size: Shape,
) -> Result<Drawn, String> {
    let flag = |name: &str| call.more[name].as_bool().expect("a flag");
    let p: Option<Vec<f64>> =
        call.more.get("p").map(|p| p.as_array().expect("weights").iter().map(float).collect());
    let mut how = ChoiceOptions::default().replace(flag("replace")).shuffle(flag("shuffle"));
    if let Some(p) = &p {
        how = how.weights(p);
    }
    if call.args[0].is_number() {
        let n = call.args[0].as_u64().expect("an integer") as usize;
        return Ok(drawn(said(rng.choice_with(n, size, &how))?));
    }
    let a = array(&call.args[0], &integer);
    let axis = call.more["axis"].as_i64().expect("an axis") as isize;
    Ok(drawn(said(rng.choice_of_with(a, size, &how.axis(axis)))?))
}

fn integers_of_any_type<B: BitGenerator>(
    rng: &mut Generator<B>,
    call: &Call,
) -> Result<Drawn, String> {
    fn whole(x: &Value) -> i128 {
        x.as_i64().map(i128::from).or(x.as_u64().map(i128::from)).expect("an integer")
    }
    match call.more["dtype"].as_str().expect("a dtype") {
        "bool" => integers::<bool, B>(rng, call, |x| whole(x) != 0),
        "int8" => integers::<i8, B>(rng, call, |x| whole(x) as i8),
        "uint8" => integers::<u8, B>(rng, call, |x| whole(x) as u8),
        "int16" => integers::<i16, B>(rng, call, |x| whole(x) as i16),
        "uint16" => integers::<u16, B>(rng, call, |x| whole(x) as u16),
        "int32" => integers::<i32, B>(rng, call, |x| whole(x) as i32),
        "uint32" => integers::<u32, B>(rng, call, |x| whole(x) as u32),
        "int64" => integers::<i64, B>(rng, call, |x| whole(x) as i64),
        "uint64" => integers::<u64, B>(rng, call, |x| whole(x) as u64),
        other => Err(format!("{other}: not a type of integers")),
    }
}

fn integers<T: RandomInteger + Bytes + Send, B: BitGenerator>(
    rng: &mut Generator<B>,
    call: &Call,
    number: impl Fn(&Value) -> T,
) -> Result<Drawn, String> {
    let (low, high) = (array(&call.args[0], &number), array(&call.args[1], &number));
    let size = Shape::from(&call.size.clone().expect("a size")[..]);
    let endpoint = call.more["endpoint"].as_bool().expect("a flag");
    Ok(drawn(said(match endpoint {
        true => rng.integers_inclusive(&low, &high, size),
        false => rng.integers(&low, &high, size),
    })?))
}
