//! Reads tables that pandas wrote, and writes their numbers for pandas to read: `nd-csvs FOLDER`, where
//! `xtask/py/csvs.py make` has been. `cargo xtask conformance` runs it.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program, whose result is what it prints")]

use nd::io::{
    self, Column, Delimiter, StoredElement, Table, TextEncoding, TextOptions, TextWriteOptions,
};
use nd::{AnyArray, Array, with_dtype};
use nd_bench::hex;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: nd-csvs FOLDER");
        return ExitCode::from(2);
    };
    match run(&folder) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("nd-csvs: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A column as the files of expected values have it: name, type, bytes.
type Wanted = (String, String, Vec<u8>);

/// The number of mismatches.
fn run(folder: &Path) -> Result<usize, Box<dyn std::error::Error>> {
    let cases = std::fs::read_to_string(folder.join("cases.tsv"))?;
    let (mut count, mut bad, mut written) = (0, 0, String::new());
    for line in cases.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [path, words, want] = fields[..] else { return Err(line.into()) };
        let want = wanted(&std::fs::read_to_string(folder.join(want))?);
        count += 1;
        let read = io::load_table(folder.join(path), &options(words)?);
        let outcome = read.map_err(|error| error.to_string());
        let outcome = outcome.and_then(|table| compare(&table, &want).map(|()| table));
        match outcome {
            Ok(table) => written += &write(folder, path, &table)?,
            Err(what) => {
                bad += 1;
                if bad <= 20 {
                    println!("csv: {path} ({words}): {what}");
                }
            }
        }
    }
    std::fs::write(folder.join("written.tsv"), written)?;
    println!("csv: nd read {count} of pandas: {bad} mismatches");
    Ok(bad)
}

fn wanted(text: &str) -> Vec<Wanted> {
    let columns = text.lines().map(|line| {
        let mut fields = line.split('\t');
        let mut next = || fields.next().unwrap_or_default();
        let (name, dtype, values) = (next(), next(), next());
        let name = String::from_utf8_lossy(&hex::decode(name)).into_owned();
        (name, dtype.to_owned(), hex::decode(values))
    });
    columns.collect()
}

fn options(words: &str) -> Result<TextOptions, String> {
    let mut options = TextOptions::default();
    for word in words.split(';').filter(|word| !word.is_empty()) {
        options = match word {
            "cp1252" => options.encoding(TextEncoding::Windows1252),
            "decimal=," => options.decimal(b','),
            "delimiter=," => options.delimiter(Delimiter::Char(b',')),
            "delimiter=|" => options.delimiter(Delimiter::Char(b'|')),
            "delimiter=semicolon" => options.delimiter(Delimiter::Char(b';')),
            "delimiter=tab" => options.delimiter(Delimiter::Char(b'\t')),
            "header=0" => options.header(false),
            "header=1" => options.header(true),
            _ => return Err(word.to_owned()),
        };
    }
    Ok(options)
}

fn compare(table: &Table, want: &[Wanted]) -> Result<(), String> {
    if table.columns().len() != want.len() {
        return Err(format!("{} columns where {} were written", table.columns().len(), want.len()));
    }
    for (k, (name, dtype, values)) in want.iter().enumerate() {
        let got = table.names().get(k).map_or("", String::as_str);
        if got != name {
            return Err(format!("column {k} is called {got:?}, not {name:?}"));
        }
        let (found, bytes) = shown(&table.columns()[k]);
        if found != *dtype {
            return Err(format!("column {k} is {found}, not {dtype}"));
        }
        if bytes != *values {
            return Err(format!("column {k} has other values"));
        }
    }
    Ok(())
}

/// The type of a column, and its values; all NaNs are one.
fn shown(column: &Column) -> (String, Vec<u8>) {
    match column {
        Column::Numbers(AnyArray::F64(floats)) => {
            let values: Vec<f64> =
                floats.iter().map(|&value| if value.is_nan() { f64::NAN } else { value }).collect();
            ("float64".to_owned(), raw(&values))
        }
        Column::Numbers(numbers) => {
            (numbers.dtype().name().to_owned(), with_dtype!(numbers, |a| bytes(a)))
        }
        Column::Text(texts) => {
            ("text".to_owned(), texts.iter().collect::<Vec<_>>().join("\0").into_bytes())
        }
        _ => ("something new".to_owned(), Vec::new()),
    }
}

fn bytes<T: StoredElement>(a: &Array<T>) -> Vec<u8> {
    raw(a.as_slice().unwrap_or_default())
}

fn raw<T: StoredElement>(values: &[T]) -> Vec<u8> {
    T::as_bytes(values).to_vec()
}

/// Writes the columns of floats under their names, by position, for pandas to read; what it should find.
fn write(folder: &Path, path: &str, table: &Table) -> Result<String, Box<dyn std::error::Error>> {
    let floats: Vec<(usize, &Array<f64>)> = table
        .columns()
        .iter()
        .enumerate()
        .filter_map(|(k, column)| match column {
            Column::Numbers(AnyArray::F64(floats)) => Some((k, floats)),
            _ => None,
        })
        .collect();
    if floats.is_empty() || table.rows() == 0 {
        return Ok(String::new());
    }
    let names: Vec<String> = floats
        .iter()
        .map(|(k, _)| table.names().get(*k).map_or("", |name| name).to_owned() + "'")
        .collect();
    let columns = floats.iter().map(|(_, column)| column.iter().copied().collect::<Vec<f64>>());
    let columns: Vec<Vec<f64>> = columns.collect();
    let rows: Vec<f64> =
        (0..table.rows()).flat_map(|row| columns.iter().map(move |column| column[row])).collect();
    let rows = Array::from_shape_vec([table.rows(), floats.len()], rows);
    let stem = path.split('/').next().unwrap_or_default();
    let (file, want) = (format!("{stem}/nd.csv"), format!("{stem}/nd.want.tsv"));
    io::save_text(folder.join(&file), &rows, &TextWriteOptions::default().names(names.clone()))?;
    let lines: String = names
        .iter()
        .zip(&columns)
        .map(|(name, values)| {
            format!("{}\tfloat64\t{}\n", hex::encode(name.as_bytes()), hex::encode(&raw(values)))
        })
        .collect();
    std::fs::write(folder.join(&want), lines)?;
    Ok(format!("{file}\t{want}\n"))
}
