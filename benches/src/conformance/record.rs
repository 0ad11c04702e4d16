//! Writing cases down: a line of JSON each, and the arrays in one file beside them.

use super::layout::Laid;
use super::value::Value;
use nd::{Array, CowArray, View};
use serde_json::{Value as Json, json};
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Where the cases of a run go.
pub struct Recorder {
    cases: BufWriter<File>,
    arrays: BufWriter<File>,
    written: usize,
    id: u64,
}

impl Recorder {
    /// Creates `cases.jsonl` and `arrays.bin` in `folder`.
    ///
    /// # Errors
    /// If a file cannot be created.
    pub fn create(folder: &Path) -> io::Result<Self> {
        let open = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
        Ok(Self { cases: open("cases.jsonl")?, arrays: open("arrays.bin")?, written: 0, id: 0 })
    }

    /// Stores an array in C order; what to say of it in JSON.
    ///
    /// # Panics
    /// If the file cannot be written.
    pub fn array<T: Value>(&mut self, a: View<'_, T>) -> Json {
        let mut bytes = Vec::with_capacity(a.size() * size_of::<T>());
        a.iter().for_each(|x| x.write(&mut bytes));
        let at = self.written;
        self.written += bytes.len();
        self.arrays.write_all(&bytes).expect("the folder of the run can be written");
        json!({ "dtype": T::NUMPY, "shape": a.shape(), "at": at })
    }

    /// Stores an input with its views.
    pub fn input<T: Value>(&mut self, laid: &Laid<T>) -> Json {
        let mut input = self.array(laid.base.view());
        input["steps"] = laid.steps.iter().map(super::layout::Step::json).collect();
        input
    }

    /// Writes a case with its result, or with a panic that NumPy must answer with an error.
    pub fn case<O: Outcome>(
        &mut self,
        op: &str,
        inputs: Vec<Json>,
        parameters: Json,
        compute: impl FnOnce() -> O,
    ) {
        let result = match caught(compute) {
            Ok(result) => result.store(self),
            Err(message) => json!({ "panic": message }),
        };
        self.write(op, inputs, parameters, result);
    }

    /// Writes a case whose result is a `.npy` file.
    pub fn file_case(&mut self, op: &str, inputs: Vec<Json>, compute: impl FnOnce() -> Vec<u8>) {
        let result = match caught(compute) {
            Ok(bytes) => {
                let mut file = self.array(View::from_slice(&bytes));
                file["npy"] = json!(true);
                file
            }
            Err(message) => json!({ "panic": message }),
        };
        self.write(op, inputs, json!({}), result);
    }

    /// Writes a case whose result will be looked at once NumPy has had its turn.
    pub fn deferred_case(&mut self, op: &str, inputs: Vec<Json>, parameters: Json) {
        self.write(op, inputs, parameters, json!({ "deferred": true }));
    }

    fn write(&mut self, op: &str, inputs: Vec<Json>, parameters: Json, result: Json) {
        let (id, written) = (self.id, "the folder of the run can be written");
        let case = json!({
            "id": id, "op": op, "inputs": inputs, "parameters": parameters, "result": result,
        });
        writeln!(self.cases, "{case}").expect(written);
        self.id += 1;
    }

    /// Writes what is still in memory.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.cases.flush()?;
        self.arrays.flush()
    }
}

/// What a case may have as its result.
pub trait Outcome {
    /// Stores what there is of it; what to say of it in JSON.
    fn store(&self, recorder: &mut Recorder) -> Json;
}

impl<T: Value> Outcome for T {
    fn store(&self, recorder: &mut Recorder) -> Json {
        recorder.array(View::from_ref(self))
    }
}

impl<T: Value> Outcome for View<'_, T> {
    fn store(&self, recorder: &mut Recorder) -> Json {
        recorder.array(*self)
    }
}

impl<T: Value> Outcome for Array<T> {
    fn store(&self, recorder: &mut Recorder) -> Json {
        recorder.array(self.view())
    }
}

impl<T: Value> Outcome for CowArray<'_, T> {
    fn store(&self, recorder: &mut Recorder) -> Json {
        recorder.array(self.view())
    }
}

impl Outcome for String {
    fn store(&self, _: &mut Recorder) -> Json {
        json!({ "text": self })
    }
}

/// Several results, as NumPy returns them in a tuple or a list.
impl<O: Outcome> Outcome for Vec<O> {
    fn store(&self, recorder: &mut Recorder) -> Json {
        let all: Vec<Json> = self.iter().map(|one| one.store(recorder)).collect();
        json!({ "several": all })
    }
}

impl<O: Outcome, const N: usize> Outcome for [O; N] {
    fn store(&self, recorder: &mut Recorder) -> Json {
        let all: Vec<Json> = self.iter().map(|one| one.store(recorder)).collect();
        json!({ "several": all })
    }
}

impl<A: Outcome, B: Outcome> Outcome for (A, B) {
    fn store(&self, recorder: &mut Recorder) -> Json {
        json!({ "several": [self.0.store(recorder), self.1.store(recorder)] })
    }
}

/// An error of values is a panic here: NumPy raises for both.
impl<O: Outcome, E: Display> Outcome for Result<O, E> {
    fn store(&self, recorder: &mut Recorder) -> Json {
        match self {
            Ok(outcome) => outcome.store(recorder),
            Err(error) => json!({ "panic": error.to_string() }),
        }
    }
}

/// What `compute` returns, or the message it panics with.
fn caught<R>(compute: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(compute)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
    })
}
