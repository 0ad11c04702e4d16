//! Runs every program, and writes down what came out.

use super::program::{list, number, size, text};
use super::sources::{inputs, layout, source};
use super::{Result, steps};
use nd::io::StoredElement;
use nd::ooc::{AnyChunked, ErrorKind, Plan, Results, RunOptions, full};
use nd::{AnyArray, Array, Typed, with_dtype};
use serde_json::{Value as Json, json};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What came of all programs.
#[derive(Default, Debug)]
pub struct Counts {
    /// Programs.
    pub programs: usize,
    /// Runs of programs.
    pub runs: usize,
    /// Runs that were over budget, and were made again with the budget that the error named.
    pub refused: usize,
    /// Programs that failed, or whose runs gave different bits.
    pub bad: usize,
}

/// Runs the programs of `programs.jsonl`; writes `results.jsonl` and `results.bin` beside it.
///
/// # Errors
/// If a file cannot be read or written, or is not what `chunked.py make` writes.
pub fn all(folder: &Path) -> Result<Counts> {
    let arrays = std::fs::read(folder.join("arrays.bin"))?;
    let programs = BufReader::new(File::open(folder.join("programs.jsonl"))?);
    let mut lines = BufWriter::new(File::create(folder.join("results.jsonl"))?);
    let mut bytes = BufWriter::new(File::create(folder.join("results.bin"))?);
    let (mut counts, mut at) = (Counts::default(), 0);
    let scratch = std::env::temp_dir().join(format!("nd-chunked-{}", std::process::id()));
    for line in programs.lines() {
        let program: Json = serde_json::from_str(&line?)?;
        let made = catch_unwind(AssertUnwindSafe(|| one(&program, &arrays, &scratch, &mut counts)));
        let _ = std::fs::remove_dir_all(&scratch);
        let mut result = json!({ "id": program["id"] });
        counts.programs += 1;
        match made {
            Ok(Ok((outputs, differs))) => {
                counts.bad += usize::from(differs.is_some());
                result["differs"] = json!(differs);
                let mut said = Vec::new();
                for output in &outputs {
                    let elements = with_dtype!(output, |a| elements(a));
                    let (dtype, shape) = (output.dtype().name(), output.shape());
                    said.push(json!({ "dtype": dtype, "shape": shape, "at": at }));
                    at += elements.len();
                    bytes.write_all(&elements)?;
                }
                result["outputs"] = json!(said);
            }
            Ok(Err(error)) => {
                counts.bad += 1;
                result["error"] = json!(error.to_string());
            }
            Err(payload) => {
                counts.bad += 1;
                result["error"] = json!(format!("panicked: {}", message(&*payload)));
            }
        }
        writeln!(lines, "{result}")?;
    }
    lines.flush()?;
    bytes.flush()?;
    Ok(counts)
}

fn message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}

fn elements<T: StoredElement>(a: &Array<T>) -> Vec<u8> {
    T::as_bytes(&a.iter().copied().collect::<Vec<T>>()).to_vec()
}

/// What a program's first run makes, and the first of the others that makes something else.
fn one(
    program: &Json,
    bytes: &[u8],
    scratch: &Path,
    counts: &mut Counts,
) -> Result<(Vec<AnyArray>, Option<String>)> {
    let arrays = inputs(program, bytes)?;
    let mut first: Option<Vec<AnyArray>> = None;
    let mut differs = None;
    for (number, run) in list(program, "runs")?.iter().enumerate() {
        let folder = scratch.join(number.to_string());
        std::fs::create_dir_all(&folder)?;
        counts.runs += 1;
        let made = once(program, run, &arrays, &folder, counts)
            .map_err(|error| format!("run {number}: {error}"))?;
        match &first {
            None => first = Some(made),
            Some(first) => {
                let other = first.iter().zip(&made).position(|(a, b)| !same(a, b));
                if let (Some(output), None) = (other, &differs) {
                    differs = Some(format!("output {output} of run {number}"));
                }
            }
        }
    }
    Ok((first.unwrap_or_default(), differs))
}

/// Whether two arrays have the same bits.
fn same(a: &AnyArray, b: &AnyArray) -> bool {
    let all = |any: &AnyArray| with_dtype!(any, |a| elements(a));
    (a.dtype(), a.shape()) == (b.dtype(), b.shape()) && all(a) == all(b)
}

fn once(
    program: &Json,
    run: &Json,
    arrays: &[AnyArray],
    folder: &Path,
    counts: &mut Counts,
) -> Result<Vec<AnyArray>> {
    let sources = list(run, "sources")?;
    let inputs: Vec<AnyChunked> = (arrays.iter().zip(sources).enumerate())
        .map(|(number, (array, json))| source(array, json, folder, number))
        .collect::<Result<_>>()?;
    let outputs = interpreted(program, &inputs)?;
    let threads = size(run, "threads")?;
    let mut options = RunOptions::default().threads(threads).scratch(folder);
    if let Some(budget) = run["budget"].as_u64() {
        options = options.budget(usize::try_from(budget)?);
    }
    let make = |options: &RunOptions| match run["save"].is_null() {
        true => computed(&outputs, options),
        false => saved(&outputs, &run["save"], folder, options),
    };
    match make(&options) {
        Err(error) => match error.downcast_ref::<nd::ooc::Error>().map(nd::ooc::Error::kind) {
            Some(&ErrorKind::OverBudget { needed, .. }) => {
                counts.refused += 1;
                let again = format!("with {needed} bytes");
                make(&options.budget(needed)).map_err(|error| format!("{again}: {error}").into())
            }
            _ => Err(error),
        },
        made => made,
    }
}

/// The results of a program, as expressions.
fn interpreted(program: &Json, inputs: &[AnyChunked]) -> Result<Vec<AnyChunked>> {
    let mut made: Vec<AnyChunked> = Vec::new();
    for step in list(program, "steps")? {
        let mut of: Vec<AnyChunked> = Vec::new();
        for operand in list(step, "of")? {
            let named = |name: &str| operand[name].as_u64().map(|at| at as usize);
            of.push(match (named("in"), named("v")) {
                (Some(at), _) => inputs.get(at).ok_or("no such input")?.clone(),
                (_, Some(at)) => made.get(at).ok_or("no such step")?.clone(),
                _ => scalar(operand, of.last().ok_or("a scalar alone")?)?,
            });
        }
        let op = text(step, "op")?;
        made.push(steps::apply(op, &of, step).map_err(|error| format!("{op}: {error}"))?);
    }
    let output = |at: &Json| {
        let at = at.as_u64().ok_or("an output that is no number")?;
        made.get(at as usize).cloned().ok_or_else(|| "no such step".into())
    };
    list(program, "outputs")?.iter().map(output).collect()
}

/// A number as an array without axes, of the type of the operand before.
fn scalar(operand: &Json, beside: &AnyChunked) -> Result<AnyChunked> {
    let scalar = &operand["scalar"];
    chunked_of!(beside, x: T in [bool u8 i32 i64 f32 f64] => {
        let _ = x;
        full((), number::<T>(scalar).ok_or("a scalar that is no number")?)
    })
}

type Taken = Box<dyn FnOnce(&mut Results) -> AnyArray>;

/// The results, all in one plan.
fn computed(outputs: &[AnyChunked], options: &RunOptions) -> Result<Vec<AnyArray>> {
    let mut plan = Plan::new();
    let mut takes: Vec<Taken> = Vec::new();
    for output in outputs {
        takes.push(with_typed(output, &mut plan)?);
    }
    let mut results = plan.run_with(options)?;
    Ok(takes.into_iter().map(|take| take(&mut results)).collect())
}

fn with_typed(output: &AnyChunked, plan: &mut Plan) -> Result<Taken> {
    macro_rules! among {
        ($($T:ty)*) => {$(
            if output.dtype() == <$T>::DTYPE {
                let x: nd::ooc::Chunked<$T> = output.clone().try_into()?;
                let ticket = plan.compute(&x);
                return Ok(Box::new(move |results| results.take(ticket).into()));
            }
        )*};
    }
    among!(bool u8 i32 i64 u64 f32 f64);
    Err(format!("a result of {}", output.dtype()).into())
}

/// The results, all stored by one plan, and read again.
fn saved(
    outputs: &[AnyChunked],
    to: &Json,
    folder: &Path,
    options: &RunOptions,
) -> Result<Vec<AnyArray>> {
    let mut plan = Plan::new();
    let path =
        |at: usize| -> Result<_> { Ok(folder.join(format!("output{at}.{}", text(to, "kind")?))) };
    for (at, output) in outputs.iter().enumerate() {
        let json = list(to, "layouts")?.get(at).ok_or("no layout")?;
        plan.save_with(output, path(at)?, &layout(json)?);
    }
    plan.run_with(options)?;
    (0..outputs.len()).map(|at| Ok(nd::io::load_any(path(at)?)?)).collect()
}
