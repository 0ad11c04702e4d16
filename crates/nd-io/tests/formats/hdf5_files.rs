//! What the tests of HDF5 share: the fixtures, and all that can be read of a file.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use nd_io::{ArrayInfo, Error, Hdf5File, Hdf5Group, Hdf5Kind, ReadBlocks, Region};

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/hdf5")
}

pub(crate) fn file(name: &str) -> Hdf5File {
    Hdf5File::open(folder().join(name)).unwrap()
}

/// Names of the fixtures.
pub(crate) fn names() -> Vec<String> {
    let mut names: Vec<String> = rows().into_iter().map(|row| row.file).collect();
    names.push("groups_latest.h5".into());
    names.sort();
    names.dedup();
    names
}

/// One line of `index.tsv`.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) file: String,
    pub(crate) path: String,
    pub(crate) kind: String,
    pub(crate) dtype: String,
    pub(crate) shape: Vec<usize>,
    pub(crate) values: String,
}

impl Row {
    /// The elements.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if self.kind != "sparse" {
            return bytes_of(&self.values);
        }
        let itemsize = if self.dtype == "uint16" { 2 } else { 1 };
        let mut bytes = vec![0; self.shape.iter().product::<usize>() * itemsize];
        for pair in self.values.split(' ').filter(|pair| !pair.is_empty()) {
            let (at, value) = pair.split_once(':').unwrap();
            let (at, value): (usize, u16) = (at.parse().unwrap(), value.parse().unwrap());
            bytes[at * itemsize..][..itemsize].copy_from_slice(&value.to_le_bytes()[..itemsize]);
        }
        bytes
    }
}

pub(crate) fn bytes_of(hex: &str) -> Vec<u8> {
    let byte = |i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

pub(crate) fn rows() -> Vec<Row> {
    let index = std::fs::read_to_string(folder().join("index.tsv")).unwrap();
    let row = |line: &str| {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [file, path, kind, dtype, shape, values] = fields.try_into().unwrap();
        let shape =
            shape.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
        Row { file, path, kind, dtype, shape, values }
    };
    index.lines().skip(1).map(row).collect()
}

/// All elements.
pub(crate) fn read_all(dataset: &impl ReadBlocks) -> Result<Vec<u8>, Error> {
    let mut bytes = vec![0xa5; dataset.info().nbytes()?];
    dataset.read_block(&Region::all(dataset.info().shape), &mut bytes)?;
    Ok(bytes)
}

/// Reads everything there is, up to `limit` bytes an array, and returns the errors.
#[allow(dead_code, reason = "the test of memory reads it, the others want the hash")]
pub(crate) fn read_everything(file: &Hdf5File, limit: usize) -> Vec<Error> {
    everything(file, limit).0
}

/// As [`read_everything`], with a hash of what was read.
pub(crate) fn everything(file: &Hdf5File, limit: usize) -> (Vec<Error>, u64) {
    let mut all = All { limit, errors: Vec::new(), hash: DefaultHasher::new() };
    let listed = file.root().entries();
    all.note(listed);
    all.group(&file.root(), 0);
    (all.errors, all.hash.finish())
}

struct All {
    limit: usize,
    errors: Vec<Error>,
    hash: DefaultHasher,
}

impl All {
    fn note<T: std::fmt::Debug>(&mut self, read: Result<T, Error>) -> Option<T> {
        match read {
            Ok(value) => {
                let text = format!("{value:?}");
                if let Some((_, why)) = text.split_once("Unreadable { ") {
                    let kind = nd_io::ErrorKind::corrupt(nd_io::Format::Hdf5, why);
                    self.errors.push(kind.into());
                }
                text.hash(&mut self.hash);
                Some(value)
            }
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }

    fn group(&mut self, this: &Hdf5Group, depth: usize) {
        self.note(this.attributes());
        let names = self.note(this.names()).unwrap_or_default();
        for name in names.iter().take(100) {
            let Some(kind) = self.note(this.kind(name)) else { continue };
            if kind == Hdf5Kind::Group {
                if depth < 3
                    && let Some(inner) = self.note(this.group(name))
                {
                    self.group(&inner, depth + 1);
                }
                continue;
            }
            self.array(this, name, kind);
        }
    }

    fn array(&mut self, this: &Hdf5Group, name: &str, kind: Hdf5Kind) {
        match kind {
            Hdf5Kind::Numbers => {
                let read = numbers(this, name, self.limit).map(|(about, bytes)| {
                    bytes.hash(&mut self.hash); // as text they would take longest
                    about
                });
                self.note(read);
            }
            Hdf5Kind::Texts => {
                let read = this.texts(name).and_then(|texts| texts.read_bytes());
                let read = read.map(|all| all.hash(&mut self.hash));
                self.note(read);
                self.note(this.texts(name).map(|texts| format!("{:?}", texts.attributes())));
            }
            Hdf5Kind::Lists => {
                self.note(this.lists(name).and_then(|lists| lists.read_any()).map(|l| l.len()));
            }
            Hdf5Kind::References => {
                self.note(this.references(name).and_then(|references| references.paths()));
            }
            Hdf5Kind::Records => {
                let members = self.note(this.members(name)).unwrap_or_default();
                for member in members.iter().take(20) {
                    self.array(this, &format!("{name}/{}", member.name), member.kind);
                }
            }
            _ => {}
        }
    }
}

fn numbers(this: &Hdf5Group, name: &str, limit: usize) -> Result<(ArrayInfo, Vec<u8>), Error> {
    let dataset = this.dataset(name)?;
    let about = dataset.info().clone();
    if dataset.info().nbytes()? <= limit {
        return Ok((about, read_all(&dataset)?));
    }
    // The first and the last element of an array that is too large to read.
    let shape = dataset.info().shape;
    let itemsize = dataset.info().dtype.itemsize();
    let ones = vec![1; shape.len()];
    let last: Vec<usize> = shape.iter().map(|n| n - 1).collect();
    for start in [vec![0; shape.len()], last] {
        dataset.read_block(&Region::new(start, ones.clone()), &mut vec![0; itemsize])?;
    }
    Ok((about, Vec::new()))
}

/// Bob Jenkins' hash: the checksum of metadata.
pub(crate) fn lookup3(bytes: &[u8]) -> u32 {
    let word = |block: &[u8], i: usize| {
        let at = |k: usize| u32::from(block.get(4 * i + k).copied().unwrap_or(0)) << (8 * k);
        at(0) | at(1) | at(2) | at(3)
    };
    let start = 0xdead_beef_u32.wrapping_add(bytes.len() as u32);
    let (mut a, mut b, mut c) = (start, start, start);
    let mut rest = bytes;
    while rest.len() > 12 {
        a = a.wrapping_add(word(rest, 0));
        b = b.wrapping_add(word(rest, 1));
        c = c.wrapping_add(word(rest, 2));
        for (k, bits) in [4, 6, 8, 16, 19, 4].into_iter().enumerate() {
            let (x, y, z) = match k % 3 {
                0 => (&mut a, b, &mut c),
                1 => (&mut b, c, &mut a),
                _ => (&mut c, a, &mut b),
            };
            *x = x.wrapping_sub(*z) ^ z.rotate_left(bits);
            *z = z.wrapping_add(y);
        }
        rest = &rest[12..];
    }
    a = a.wrapping_add(word(rest, 0));
    b = b.wrapping_add(word(rest, 1));
    c = c.wrapping_add(word(rest, 2));
    for (k, bits) in [14, 11, 25, 16, 4, 14, 24].into_iter().enumerate() {
        let (x, y) = match k % 3 {
            0 => (&mut c, b),
            1 => (&mut a, c),
            _ => (&mut b, a),
        };
        *x = (*x ^ y).wrapping_sub(y.rotate_left(bits));
    }
    c
}

/// Makes the checksums of superblocks, object headers, and headers of heaps and trees fit again.
pub(crate) fn mend_checksums(bytes: &mut [u8]) {
    for at in 0..bytes.len().saturating_sub(48) {
        let len = match &bytes[at..at + 4] {
            b"\x89HDF" if bytes[at + 8] >= 2 => 44,
            b"OHDR" => {
                let flags = bytes[at + 5];
                let width = 1 << (flags & 3);
                let head =
                    6 + if flags & 32 != 0 { 16 } else { 0 } + if flags & 16 != 0 { 4 } else { 0 };
                let mut size = [0; 8];
                size[..width].copy_from_slice(&bytes[at + head..][..width]);
                let size = usize::try_from(u64::from_le_bytes(size)).unwrap_or(usize::MAX);
                size.saturating_add(head + width)
            }
            b"FRHP" => 142,
            b"BTHD" => 34,
            b"FAHD" => 24,
            b"EAHD" => 68,
            _ => continue,
        };
        let Some(end) = at.checked_add(len).filter(|&end| end <= bytes.len() - 4) else { continue };
        let sum = lookup3(&bytes[at..end]);
        bytes[end..end + 4].copy_from_slice(&sum.to_le_bytes());
    }
}
