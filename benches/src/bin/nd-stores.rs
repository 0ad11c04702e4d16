//! Reads Zarr stores that zarr-python wrote, and writes some for it to read: `nd-stores FOLDER`, where
//! `xtask/py/zarrs.py make` has been. `cargo xtask conformance` runs it.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program, whose result is what it prints")]

use nd::io::{self, Attribute, Compression, CreateOptions, Dataset, StoredElement};
use nd::{AnyArray, Array, with_dtype};
use nd_bench::hex;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: nd-stores FOLDER");
        return ExitCode::from(2);
    };
    match run(&folder) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("nd-stores: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What a file of expected values says, line by line.
#[derive(Default)]
struct Wanted {
    dtype: String,
    shape: String,
    values: Vec<u8>,
    axes: Option<String>,
    /// Name, type, shape, values.
    attributes: Vec<[String; 4]>,
}

impl Wanted {
    fn parse(text: &str) -> Self {
        let mut wanted = Self::default();
        for line in text.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields[..] {
                ["type", dtype] => wanted.dtype = dtype.to_owned(),
                ["shape", shape] => wanted.shape = shape.to_owned(),
                ["values", values] => wanted.values = hex::decode(values),
                ["axes", axes] => wanted.axes = Some(axes.to_owned()),
                ["attribute", name, dtype, shape, values] => {
                    wanted.attributes.push([name, dtype, shape, values].map(str::to_owned));
                }
                _ => {}
            }
        }
        wanted
    }
}

/// The number of mismatches.
fn run(folder: &Path) -> Result<usize, Box<dyn std::error::Error>> {
    let cases = std::fs::read_to_string(folder.join("cases.tsv"))?;
    let (mut count, mut bad, mut written) = (0, 0, String::new());
    for (k, line) in cases.lines().enumerate() {
        let Some((path, want)) = line.split_once('\t') else { return Err(line.into()) };
        let wanted = Wanted::parse(&std::fs::read_to_string(folder.join(want))?);
        count += 1;
        match compare(&folder.join(path), &wanted) {
            Ok(None) => {}
            Ok(Some(array)) => {
                let file = format!("{}/nd.zarr", path.split('/').next().unwrap_or_default());
                write(&folder.join(&file), &array, &wanted, k)?;
                written += &format!("{file}\t{want}\n");
            }
            Err(what) => {
                bad += 1;
                if bad <= 20 {
                    println!("zarr: {path}: {what}");
                }
            }
        }
    }
    std::fs::write(folder.join("written.tsv"), written)?;
    println!("zarr: nd read {count} of zarr-python: {bad} mismatches");
    Ok(bad)
}

fn extents(shape: &[usize]) -> String {
    shape.iter().map(usize::to_string).collect::<Vec<_>>().join(",")
}

/// The array, if it is one of numbers and as it should be.
fn compare(path: &Path, wanted: &Wanted) -> Result<Option<AnyArray>, String> {
    if wanted.dtype == "text" {
        let texts = io::load_strings(path).map_err(|error| error.to_string())?;
        let found = texts.iter().map(String::as_str).collect::<Vec<_>>().join("\0");
        if extents(texts.shape()) != wanted.shape {
            return Err(format!("texts of shape {:?}, not {}", texts.shape(), wanted.shape));
        }
        return match found.as_bytes() == wanted.values {
            true => Ok(None),
            false => {
                let want = String::from_utf8_lossy(&wanted.values);
                let differs = texts.iter().zip(want.split('\0')).position(|(a, b)| a != b);
                Err(format!("other texts from {differs:?} on"))
            }
        };
    }
    let ds = io::open(path).map_err(|error| error.to_string())?;
    let array = io::load_any(path).map_err(|error| error.to_string())?;
    let found = (array.dtype().name(), extents(array.shape()));
    if found != (&*wanted.dtype, wanted.shape.clone()) {
        return Err(format!("{found:?}, not {} {}", wanted.dtype, wanted.shape));
    }
    if with_dtype!(&array, |a| bytes(a)) != wanted.values {
        return Err(format!("other elements ({})", ds.info().compression));
    }
    same_words(&ds, wanted)?;
    Ok(Some(array))
}

/// The names of axes and the attributes.
fn same_words(ds: &Dataset, wanted: &Wanted) -> Result<(), String> {
    if let Some(axes) = &wanted.axes {
        let names = ds.info().dimension_names.clone().unwrap_or_default();
        let names: Vec<&str> = names.iter().map(|name| name.as_deref().unwrap_or("")).collect();
        if names.join(",") != *axes {
            return Err(format!("axes {names:?}, not {axes}"));
        }
    }
    for [name, dtype, shape, values] in &wanted.attributes {
        let Some(attribute) = ds.attributes().get(name) else {
            return Err(format!("no attribute {name:?}"));
        };
        let found = match attribute {
            Attribute::Text(text) => {
                ["text".to_owned(), String::new(), hex::encode(text.as_bytes())]
            }
            Attribute::Texts(texts) => [
                "text".to_owned(),
                texts.len().to_string(),
                hex::encode(texts.join("\0").as_bytes()),
            ],
            Attribute::Numbers(numbers) => {
                let shape = extents(numbers.shape());
                [
                    numbers.dtype().name().to_owned(),
                    shape,
                    hex::encode(&with_dtype!(numbers, |a| bytes(a))),
                ]
            }
            other => [format!("{other:?}"), String::new(), String::new()],
        };
        if found != [dtype.clone(), shape.clone(), values.clone()] {
            return Err(format!("attribute {name:?}: {found:?}"));
        }
    }
    Ok(())
}

fn bytes<T: StoredElement>(a: &Array<T>) -> Vec<u8> {
    let values: Vec<T> = a.iter().copied().collect();
    T::as_bytes(&values).to_vec()
}

/// Writes an array with the same words, in one of the ways that nd has.
fn write(
    path: &Path,
    array: &AnyArray,
    wanted: &Wanted,
    case: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let ndim = array.shape().len();
    let chunks: Vec<usize> = array.shape().iter().map(|&n| (n / 2 + case % 3).max(1)).collect();
    let mut options = CreateOptions::default().chunks(&chunks[..]);
    options = match case % 4 {
        0 => options,
        1 => options.compression(Compression::Gzip(1)),
        2 => options.compression(Compression::Gzip(1)).shuffle(true),
        _ => options.checksum(true),
    };
    if ndim > 0 && case.is_multiple_of(5) {
        let shards: Vec<usize> = chunks.iter().map(|n| 2 * n).collect();
        options = options.shards(&shards[..]);
    }
    if let Some(axes) = &wanted.axes {
        options = options.dimension_names(axes.split(','));
    }
    for [name, dtype, shape, values] in &wanted.attributes {
        let shape: Vec<usize> = shape.split(',').filter_map(|n| n.parse().ok()).collect();
        let values = hex::decode(values);
        let words = |size: usize| values.chunks_exact(size);
        let long = |word: &[u8]| u64::from_le_bytes(word.try_into().unwrap_or_default());
        let attribute = match &**dtype {
            "text" if shape.is_empty() => {
                Attribute::Text(String::from_utf8_lossy(&values).into_owned())
            }
            "text" => {
                let text = String::from_utf8_lossy(&values).into_owned();
                Attribute::Texts(text.split('\0').map(str::to_owned).collect())
            }
            "bool" => Attribute::Numbers(
                Array::from_shape_vec(&shape[..], words(1).map(|word| word[0] != 0).collect())
                    .into(),
            ),
            "int64" => Attribute::Numbers(
                Array::from_shape_vec(&shape[..], words(8).map(|word| long(word) as i64).collect())
                    .into(),
            ),
            "uint64" => Attribute::Numbers(
                Array::from_shape_vec(&shape[..], words(8).map(long).collect()).into(),
            ),
            _ => Attribute::Numbers(
                Array::from_shape_vec(
                    &shape[..],
                    words(8).map(|word| f64::from_bits(long(word))).collect(),
                )
                .into(),
            ),
        };
        options = options.attribute(name, attribute);
    }
    with_dtype!(array, |a| io::save_with(path, a, &options))?;
    Ok(())
}
