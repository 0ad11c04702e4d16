//! Writing cases down: a line of JSON each, and the arrays in one file beside them.

use super::layout::Laid;
use super::value::Value;
use nd::{Array, View};
use serde_json::{Value as Json, json};
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

    /// Writes a case whose result is an array, or a panic that NumPy must answer with an error.
    pub fn array_case<R: Value>(
        &mut self,
        op: &str,
        inputs: Vec<Json>,
        parameters: Json,
        compute: impl FnOnce() -> Array<R>,
    ) {
        let result = match caught(compute) {
            Ok(result) => self.array(result.view()),
            Err(message) => json!({ "panic": message }),
        };
        self.case(op, inputs, parameters, result);
    }

    /// Writes a case whose result is text.
    pub fn text_case(
        &mut self,
        op: &str,
        inputs: Vec<Json>,
        parameters: Json,
        compute: impl FnOnce() -> String,
    ) {
        let result = match caught(compute) {
            Ok(text) => json!({ "text": text }),
            Err(message) => json!({ "panic": message }),
        };
        self.case(op, inputs, parameters, result);
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
        self.case(op, inputs, json!({}), result);
    }

    /// Writes a case whose result will be looked at once NumPy has had its turn.
    pub fn deferred_case(&mut self, op: &str, inputs: Vec<Json>, parameters: Json) {
        self.case(op, inputs, parameters, json!({ "deferred": true }));
    }

    fn case(&mut self, op: &str, inputs: Vec<Json>, parameters: Json, result: Json) {
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

/// What `compute` returns, or the message it panics with.
fn caught<R>(compute: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(compute)).map_err(|payload| {
        let text = payload.downcast_ref::<String>().cloned();
        text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
    })
}
