//! Results, as lines that `xtask/py/sparse_cases.py` reads.

use crate::case::Bytes;
use nd_core::{Array, ArrayLike};
use nd_sparse::{Compressed, Orientation, SparseElement};
use std::fmt::{Display, Write};

pub(crate) struct Made<'a> {
    number: &'a str,
    pub(crate) lines: String,
}

fn hex<T: Bytes>(values: impl IntoIterator<Item = T>) -> String {
    let mut bytes = Vec::new();
    values.into_iter().for_each(|value| value.put(&mut bytes));
    let mut text = String::with_capacity(2 * bytes.len());
    bytes.iter().for_each(|byte| write!(text, "{byte:02x}").unwrap());
    text
}

fn words<T: Display>(numbers: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = numbers.into_iter().map(|number| number.to_string()).collect();
    words.join(" ")
}

impl<'a> Made<'a> {
    pub(crate) fn new(number: &'a str) -> Self {
        Made { number, lines: String::new() }
    }

    fn line(&mut self, name: &str, rest: &str) {
        writeln!(self.lines, "{}\t{name}\t{rest}", self.number).unwrap();
    }

    pub(crate) fn sparse<T: Bytes + SparseElement, O: Orientation>(
        &mut self,
        name: &str,
        a: &Compressed<T, u32, O>,
    ) {
        let [rows, columns] = a.shape();
        let format = if O::ROWS { "csr" } else { "csc" };
        let indices = words(a.indices().iter().map(|index| *index as usize));
        let (starts, data) = (words(a.starts()), hex(a.values().iter().copied()));
        let dtype = T::DTYPE.name();
        let rest = format!("{format}\t{dtype}\t{rows},{columns}\t{starts}\t{indices}\t{data}");
        self.line(name, &format!("sparse\t{rest}"));
    }

    pub(crate) fn dense<T: Bytes>(&mut self, name: &str, a: impl ArrayLike<Elem = T>) {
        let a = a.view();
        let shape: Vec<String> = a.shape().iter().map(ToString::to_string).collect();
        let data = hex(a.iter().copied());
        self.line(name, &format!("dense\t{}\t{}\t{data}", T::DTYPE.name(), shape.join(",")));
    }

    pub(crate) fn one<T: Bytes>(&mut self, name: &str, value: T) {
        self.dense(name, Array::scalar(value));
    }

    /// Positions.
    pub(crate) fn places(&mut self, name: &str, places: impl IntoIterator<Item = usize>) {
        let places: Vec<u64> = places.into_iter().map(|place| place as u64).collect();
        self.dense(name, Array::from_vec(places));
    }

    pub(crate) fn error(&mut self, name: &str, error: impl Display) {
        self.line(name, &format!("error\t{}", error.to_string().replace(['\n', '\t'], " ")));
    }

    /// What there is of a result, or its error.
    pub(crate) fn outcome<X, E: Display>(
        &mut self,
        name: &str,
        outcome: Result<X, E>,
        put: impl FnOnce(&mut Self, X),
    ) {
        match outcome {
            Ok(x) => put(self, x),
            Err(error) => self.error(name, error),
        }
    }
}
