//! Reads files that h5py, netCDF4-python, PyTables and pandas wrote, and writes some for them to read:
//! `nd-real FOLDER`, where `xtask/py/hdf5s.py make` has been. `cargo xtask conformance` runs it.
//!
//! Every array, attribute and name is equal, refused for a reason, wrong or missing. The two latter, panics, and refusals
//! for reasons that are not among the expected ones make it fail.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program, whose result is what it prints")]

use nd::io::{self, Attribute, Compression, CreateOptions, Hdf5File, Hdf5FileWriter};
use nd::{AnyArray, s};
use nd_bench::hex;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What nd refuses, and says so: parts of the reasons.
const EXPECTED: &[&str] = &[
    "a time",
    "region",
    "a list of any length of",
    "filter 32013", // ZFP
    "filter 32024", // SZ3
    "filter 32028", // SPERR
];

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("usage: nd-real FOLDER");
        return ExitCode::from(2);
    };
    let mut tally = Tally::default();
    match run(&folder, &mut tally) {
        Ok(()) if tally.print() => ExitCode::SUCCESS,
        Ok(()) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("nd-real: {error}");
            ExitCode::FAILURE
        }
    }
}

/// What came of one comparison.
#[derive(Debug, PartialEq)]
enum Verdict {
    Equal,
    Refused(String),
    Wrong(String),
}

use Verdict::{Equal, Refused, Wrong};

/// Counts of what came of all.
#[derive(Default)]
struct Tally {
    /// Kind of thing → how many were equal.
    equal: BTreeMap<String, usize>,
    /// Kind and reason → how many, and an example.
    refused: BTreeMap<String, (usize, String)>,
    wrong: BTreeMap<String, (usize, String)>,
}

impl Tally {
    fn add(&mut self, kind: &str, place: &str, verdict: Verdict) {
        let (table, what) = match verdict {
            Equal => {
                *self.equal.entry(kind.to_owned()).or_default() += 1;
                return;
            }
            Refused(why) => (&mut self.refused, why),
            Wrong(why) => (&mut self.wrong, why),
        };
        let key = format!("{kind}: {}", reason(&what));
        let entry = table.entry(key).or_insert_with(|| (0, format!("{place}: {what}")));
        entry.0 += 1;
    }

    /// Prints all, and tells whether it is well.
    fn print(&self) -> bool {
        let equal: Vec<String> = self.equal.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        println!("real: equal: {}", equal.join(", "));
        let mut unexplained = 0;
        for (what, (n, example)) in &self.refused {
            let expected = EXPECTED.iter().any(|part| what.contains(part));
            unexplained += if expected { 0 } else { *n };
            let mark = if expected { "" } else { " (not expected)" };
            println!("real: refused{mark}: {n} × {what}\n      e.g. {example}");
        }
        for (what, (n, example)) in &self.wrong {
            println!("real: WRONG: {n} × {what}\n      e.g. {example}");
        }
        println!("real: {} kinds wrong, {unexplained} refusals unexplained", self.wrong.len());
        self.wrong.is_empty() && unexplained == 0
    }
}

/// A reason without what is particular: paths, quoted names, numbers of several digits.
fn reason(what: &str) -> String {
    let what =
        if what.starts_with('/') { what.split_once(": ").map_or(what, |x| x.1) } else { what };
    let quoted: Vec<&str> = what.split('"').collect();
    let mut out = String::new();
    for (i, part) in quoted.iter().enumerate() {
        out.push_str(if i % 2 == 0 { part } else { "…" });
    }
    let digits = |c: char| if c.is_ascii_digit() { '#' } else { c };
    let keep = EXPECTED.iter().any(|part| out.contains(part));
    let out = if keep { out } else { out.chars().map(digits).collect() };
    let mut short: Vec<char> = out.chars().take(150).collect();
    short.dedup_by(|a, b| *a == '#' && *b == '#');
    short.into_iter().collect()
}

fn run(folder: &Path, tally: &mut Tally) -> Result<(), nd::Error> {
    let cases = BufReader::new(File::open(folder.join("cases.jsonl"))?);
    let mut written = String::new();
    for (number, line) in cases.lines().enumerate() {
        let case: Value = serde_json::from_str(&line?).map_err(std::io::Error::from)?;
        let file = folder.join(text(&case["file"]));
        let what = &case["what"];
        let family = text(&case["family"]);
        let all = catch_unwind(AssertUnwindSafe(|| {
            if what.get("arrays").is_some() {
                hdf5(&file, family, what, tally);
            }
            if what.get("netcdf").is_some() {
                netcdf(&file, what, tally);
            }
            write(folder, number, what)
        }));
        match all {
            Ok(Ok(Some(line))) => writeln!(written, "{line}").expect("to memory"),
            Ok(Ok(None)) => {}
            Ok(Err(error)) => tally.add("written", &place(&file, ""), Wrong(error.to_string())),
            Err(_) => tally.add("file", &place(&file, ""), Wrong("a panic".into())),
        }
    }
    std::fs::write(folder.join("written.jsonl"), written)?;
    Ok(())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn place(file: &Path, name: &str) -> String {
    format!("{}/{name}", file.display())
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn hdf5(file: &Path, family: &str, what: &Value, tally: &mut Tally) {
    let opened = match Hdf5File::open(file) {
        Ok(opened) => opened,
        Err(error) => return tally.add("file", &place(file, ""), Refused(error.to_string())),
    };
    tally.add("list", &place(file, ""), listed(file, what));
    for (name, group) in members(&what["groups"]) {
        let of_group = opened.root().group(if name.is_empty() { "/" } else { name });
        match of_group.and_then(|group| Ok((group.names()?, group.attributes()?))) {
            Ok((names, ours)) => {
                let want: Vec<&str> = items(&group["names"]).map(text).collect();
                let missing = want.iter().find(|name| !names.iter().any(|ours| ours == *name));
                let verdict = missing.map_or(Equal, |name| Wrong(format!("no name \"{name}\"")));
                tally.add("names", &place(file, name), verdict);
                attributes(&opened, &ours, &group["attributes"], &place(file, name), tally);
            }
            Err(error) => tally.add("group", &place(file, name), Refused(error.to_string())),
        }
    }
    for (name, array) in members(&what["arrays"]) {
        let here = place(file, name);
        let kind = format!("{family} {}", text(&array["value"]["k"]));
        tally.add(&kind, &here, array_verdict(&opened, file, name, &array["value"]));
        if let Ok(ours) = attributes_of(&opened, name) {
            attributes(&opened, &ours, &array["attributes"], &here, tally);
        }
        if let (Some(labels), Ok(ds)) = (array["labels"].as_array(), io::open(file.join(name))) {
            let ours = ds.info().dimension_names.clone().unwrap_or_default();
            let same = |(ours, want): (&Option<String>, &Value)| {
                text(want).is_empty() || ours.as_deref() == want.as_str()
            };
            let all = ours.len() == labels.len() && ours.iter().zip(labels).all(same);
            let verdict = if all { Equal } else { Wrong(format!("axes {ours:?}, not {labels:?}")) };
            tally.add("names of axes", &here, verdict);
        }
    }
    for link in items(&what["links"]) {
        let name = text(&link["path"]);
        tally.add("link", &place(file, name), array_verdict(&opened, file, name, &link["value"]));
    }
}

/// Whether every array is listed, under one of its names.
fn listed(file: &Path, what: &Value) -> Verdict {
    let want = members(&what["arrays"]).map(|(name, _)| name);
    match io::list(file) {
        Ok(names) => {
            let missing: Vec<&String> = want.filter(|name| !names.contains(name)).collect();
            // Of several names of one array another may be listed.
            let all = names.len() >= what["arrays"].as_object().map_or(0, serde_json::Map::len);
            if missing.is_empty() || all {
                Equal
            } else {
                Wrong(format!("not listed: {missing:?}"))
            }
        }
        Err(error) => Refused(error.to_string()),
    }
}

fn attributes_of(file: &Hdf5File, name: &str) -> Result<io::Attributes, io::Error> {
    let root = file.root();
    let numbers = root.dataset(name).map(|ds| io::Dataset::new(ds).attributes().clone());
    numbers
        .or_else(|_| root.texts(name).map(|texts| texts.attributes().clone()))
        .or_else(|_| root.lists(name).map(|lists| lists.attributes().clone()))
        .or_else(|_| root.references(name).map(|references| references.attributes().clone()))
}

/// An array of any kind, against what h5py read.
fn array_verdict(opened: &Hdf5File, file: &Path, name: &str, want: &Value) -> Verdict {
    let root = opened.root();
    let said = |error: io::Error| Refused(error.to_string());
    match text(&want["k"]) {
        "numbers" => match io::open(file.join(name)).and_then(|ds| ds.read_any(s![])) {
            Ok(got) => numbers(&got, want),
            Err(error) => said(error),
        },
        "texts" => {
            let texts = root.texts(name).and_then(|t| Ok((t.shape().to_vec(), t.read_bytes()?)));
            texts.map_or_else(said, |(shape, got)| texts_verdict(Some(&shape), &got, want))
        }
        "lists" => match root.lists(name).and_then(|lists| lists.read_any()) {
            Ok(got) => lists_verdict(got.iter(), want),
            Err(error) => said(error),
        },
        "references" => match root.references(name).and_then(|all| all.paths()) {
            Ok(paths) => paths_verdict(paths.into_iter(), want),
            Err(error) => said(error),
        },
        "record" => {
            // The first that is not equal.
            let each = members(&want["members"]).map(|(member, value)| {
                array_verdict(opened, file, &format!("{name}/{member}"), value)
            });
            each.filter(|verdict| *verdict != Equal).last().unwrap_or(Equal)
        }
        "empty" => match io::open(file.join(name)) {
            Ok(ds) if ds.info().size() == 0 => Equal,
            Ok(ds) => Wrong(format!("{:?} of nothing", ds.shape())),
            Err(error) => said(error),
        },
        // What h5py cannot read nd may read or refuse, and has; it must not panic.
        _ => {
            let _ = io::open(file.join(name)).and_then(|ds| ds.read_any(s![]));
            Equal
        }
    }
}

fn numbers(got: &AnyArray, want: &Value) -> Verdict {
    let shape: Vec<u64> = items(&want["shape"]).filter_map(Value::as_u64).collect();
    let ours: Vec<u64> = got.shape().iter().map(|&n| n as u64).collect();
    let dtype = text(&want["dtype"]);
    if got.dtype().name() != dtype || ours != shape {
        return Wrong(format!("{} {ours:?}, not {dtype} {shape:?}", got.dtype()));
    }
    match hex::encode(&bytes(got)) == text(&want["hex"]) {
        true => Equal,
        false => Wrong("other elements".into()),
    }
}

/// The elements, little-endian.
fn bytes(array: &AnyArray) -> Vec<u8> {
    let mut file = Vec::new();
    let written = io::write_npy_any(&mut file, array);
    let nbytes = array.shape().iter().product::<usize>() * array.dtype().itemsize();
    written.map_or_else(|_| Vec::new(), |()| file.split_off(file.len() - nbytes))
}

fn texts_verdict(shape: Option<&[usize]>, got: &[Vec<u8>], want: &Value) -> Verdict {
    let texts: Vec<&str> = items(&want["hex"]).map(text).collect();
    let want_shape: Vec<usize> =
        items(&want["shape"]).filter_map(Value::as_u64).map(|n| n as usize).collect();
    if shape.is_some_and(|shape| *shape != want_shape[..]) {
        return Wrong(format!("texts {shape:?}, not {want_shape:?}"));
    }
    if got.len() != texts.len() {
        return Wrong(format!("{} texts, not {}", got.len(), texts.len()));
    }
    let other = got.iter().zip(&texts).find(|(got, want)| hex::encode(got) != **want);
    other.map_or(Equal, |(got, want)| Wrong(format!("text {}, not {want}", hex::encode(got))))
}

fn lists_verdict<'a>(got: impl ExactSizeIterator<Item = &'a AnyArray>, want: &Value) -> Verdict {
    let lists: Vec<&str> = items(&want["hex"]).map(text).collect();
    let dtype = text(&want["dtype"]);
    if got.len() != lists.len() {
        return Wrong(format!("{} lists", got.len()));
    }
    for (got, want) in got.zip(lists) {
        if got.dtype().name() != dtype || hex::encode(&bytes(got)) != want {
            return Wrong(format!("a list of {} and not {dtype}, or of others", got.dtype()));
        }
    }
    Equal
}

fn paths_verdict(got: impl Iterator<Item = Option<String>>, want: &Value) -> Verdict {
    let plain = |path: &str| path.trim_matches('/').to_owned();
    let got: Vec<Option<String>> = got.map(|path| path.map(|path| plain(&path))).collect();
    let want: Vec<Option<String>> =
        items(&want["paths"]).map(|path| path.as_str().map(plain)).collect();
    if got == want { Equal } else { Wrong(format!("paths {got:?}, not {want:?}")) }
}

fn attributes(
    file: &Hdf5File,
    ours: &io::Attributes,
    want: &Value,
    place: &str,
    tally: &mut Tally,
) {
    for (name, want) in members(want) {
        let kind = format!("attribute of {}", text(&want["k"]));
        let verdict = match ours.get(name) {
            Some(attribute) => attribute_verdict(file, attribute, want),
            None => Wrong("missing".into()),
        };
        tally.add(&kind, &format!("{place}@{name}"), verdict);
    }
    if let Some(more) = ours.keys().find(|name| want.get(name.as_str()).is_none()) {
        tally.add("attribute", place, Wrong(format!("\"{more}\" is too much")));
    }
}

fn attribute_verdict(file: &Hdf5File, attribute: &Attribute, want: &Value) -> Verdict {
    let bytes = |texts: &[String]| texts.iter().map(|text| text.clone().into_bytes()).collect();
    let many: Vec<Vec<u8>> = match (text(&want["k"]), attribute) {
        ("other", _) | ("empty", Attribute::Empty) => return Equal,
        (_, Attribute::Unreadable { why }) => return Refused(why.clone()),
        ("numbers", Attribute::Numbers(got)) => return numbers(got, want),
        ("texts", Attribute::Text(text)) => vec![text.clone().into_bytes()],
        ("texts", Attribute::Bytes(bytes)) => vec![bytes.clone()],
        ("texts", Attribute::Texts(texts)) => bytes(texts),
        ("texts", Attribute::ManyBytes(texts)) => texts.clone(),
        ("references", Attribute::References(at)) => {
            let path = |&at: &u64| file.path_of(at).ok().flatten();
            return paths_verdict(at.iter().map(path), want);
        }
        ("lists", Attribute::Lists(lists)) => {
            let numbers: Vec<&AnyArray> = lists.iter().filter_map(Attribute::as_numbers).collect();
            return lists_verdict(numbers.into_iter(), want);
        }
        ("record", Attribute::Record(_)) => {
            let each = members(&want["members"]).map(|(name, want)| match attribute.member(name) {
                Some(member) => attribute_verdict(file, member, want),
                None => Wrong(format!("no member \"{name}\"")),
            });
            return each.filter(|verdict| *verdict != Equal).last().unwrap_or(Equal);
        }
        (kind, other) => return Wrong(format!("{other} instead of {kind}")),
    };
    texts_verdict(None, &many, want)
}

fn netcdf(file: &Path, what: &Value, tally: &mut Tally) {
    for (name, variable) in members(&what["netcdf"]) {
        let (here, value) = (place(file, name), &variable["value"]);
        let is_classic = text(&value["k"]) == "numbers";
        let ds = match io::open(file.join(name)) {
            Ok(ds) => ds,
            Err(error) if is_classic => {
                tally.add("netCDF classic", &here, Refused(error.to_string()));
                continue;
            }
            Err(_) => continue, // texts, which were compared as HDF5
        };
        if is_classic {
            let verdict = match ds.read_any(s![]) {
                Ok(got) => numbers(&got, value),
                Err(error) => Refused(error.to_string()),
            };
            tally.add("netCDF classic", &here, verdict);
        }
        let names: Vec<Option<&str>> = items(&variable["dims"]).map(Value::as_str).collect();
        let ours = ds.info().dimension_names.clone().unwrap_or_default();
        let ours: Vec<Option<&str>> = ours.iter().map(Option::as_deref).collect();
        let verdict =
            if ours == names { Equal } else { Wrong(format!("axes {ours:?}, not {names:?}")) };
        tally.add("names of axes", &here, verdict);
        let mut there = items(&variable["attributes"]).map(text);
        if let Some(missing) = there.find(|name| !ds.attributes().contains_key(*name)) {
            tally.add("attribute", &here, Wrong(format!("{missing} is missing")));
        }
    }
}

/// Writes what nd can write of a case; the line that says what went where.
fn write(folder: &Path, number: usize, what: &Value) -> Result<Option<String>, io::Error> {
    let name = format!("written_{number:05}.h5");
    let mut out = Hdf5FileWriter::new(folder.join(&name))?;
    let mut written = serde_json::Map::new();
    for (k, (path, array)) in members(&what["arrays"]).enumerate().take(40) {
        let (value, inside) = (&array["value"], format!("{}{k}", ["x", "ü/x", "a/b/c"][k % 3]));
        match text(&value["k"]) {
            "numbers" => {
                let Some(array) = array_of(value) else { continue };
                put(&mut out, &inside, &array, number + k)?;
            }
            "texts" => {
                let texts: Option<Vec<String>> = items(&value["hex"])
                    .map(|hex| String::from_utf8(hex::decode(text(hex))).ok())
                    .collect();
                let Some(texts) = texts.filter(|all| !all.iter().any(|text| text.contains('\0')))
                else {
                    continue;
                };
                out.texts(&inside, &texts)?;
            }
            _ => continue,
        }
        for (name, value) in members(&array["attributes"]) {
            if let Some(attribute) = attribute_of(value).filter(|_| !name.starts_with("DIMENSION"))
            {
                out.attribute(&inside, name, attribute)?;
            }
        }
        written.insert(inside, json!(path));
    }
    out.finish()?;
    Ok(Some(json!({"file": name, "case": number, "arrays": written}).to_string()))
}

/// An array in one of the layouts there are.
fn put(
    out: &mut Hdf5FileWriter,
    path: &str,
    array: &AnyArray,
    way: usize,
) -> Result<(), io::Error> {
    let chunks: Vec<usize> = array.shape().iter().map(|&n| (n / 2 + way % 3).max(1)).collect();
    let mut options = CreateOptions::default();
    if !chunks.is_empty() && !array.shape().contains(&0) && !way.is_multiple_of(4) {
        options = options.chunks(&chunks[..]).shuffle(way.is_multiple_of(2));
        options = options.checksum(way.is_multiple_of(3)).extendible(way.is_multiple_of(5));
        options = options.compression(match way % 3 {
            0 => Compression::Gzip(4),
            1 => Compression::Lzf,
            _ => Compression::None,
        });
    }
    let sink = out.create(path, array.shape(), array.dtype(), &options)?;
    nd::with_dtype!(array, |array| sink.write(s![], array)?);
    sink.finish()
}

/// The array that a value is; through a `.npy` file in memory, which any type fits.
fn array_of(value: &Value) -> Option<AnyArray> {
    let dtype: nd::DType = text(&value["dtype"]).parse().ok()?;
    let shape: Vec<usize> =
        items(&value["shape"]).filter_map(Value::as_u64).map(|n| n as usize).collect();
    let mut file = Vec::new();
    io::write_npy_any(&mut file, &AnyArray::zeros(dtype, &shape[..])).ok()?;
    let bytes = hex::decode(text(&value["hex"]));
    let start = file.len() - bytes.len();
    file[start..].copy_from_slice(&bytes);
    io::read_npy_any(&mut &file[..]).ok()
}

/// An attribute that nd writes; `None` for other kinds.
fn attribute_of(value: &Value) -> Option<Attribute> {
    match text(&value["k"]) {
        // Larger ones it refuses.
        "numbers" if text(&value["hex"]).len() < 120_000 => array_of(value).map(Attribute::Numbers),
        "texts" => {
            let texts: Option<Vec<String>> = items(&value["hex"])
                .map(|hex| String::from_utf8(hex::decode(text(hex))).ok())
                .collect();
            let mut texts = texts?;
            match &value["shape"] {
                _ if texts.iter().any(|text| text.contains('\0')) => None,
                shape if shape == &json!([]) => Some(Attribute::Text(texts.remove(0))),
                shape if items(shape).count() == 1 && !texts.is_empty() => {
                    Some(Attribute::Texts(texts))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
