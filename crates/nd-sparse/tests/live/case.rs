//! A case: a line of fields between tabs, as `xtask/py/sparse_cases.py` describes it.

use nd_core::{Array, Complex, Slice, SliceItem};
use nd_sparse::{Coo, SparseElement};
use std::collections::HashMap;

/// Elements as the bytes of their little-endian form.
pub(crate) trait Bytes: nd_core::Typed {
    const SIZE: usize;
    fn read(bytes: &[u8]) -> Self;
    fn put(self, bytes: &mut Vec<u8>);
}

macro_rules! numbers {
    ($($T:ty)*) => {$(
        impl Bytes for $T {
            const SIZE: usize = size_of::<$T>();
            fn read(bytes: &[u8]) -> Self {
                <$T>::from_le_bytes(bytes.try_into().unwrap())
            }
            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
        }
    )*};
}
numbers!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);

impl Bytes for bool {
    const SIZE: usize = 1;
    fn read(bytes: &[u8]) -> Self {
        bytes[0] != 0
    }
    fn put(self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(self));
    }
}

macro_rules! complex {
    ($($T:ty)*) => {$(
        impl Bytes for Complex<$T> {
            const SIZE: usize = 2 * size_of::<$T>();
            fn read(bytes: &[u8]) -> Self {
                let (re, im) = bytes.split_at(size_of::<$T>());
                Complex::new(Bytes::read(re), Bytes::read(im))
            }
            fn put(self, bytes: &mut Vec<u8>) {
                self.re.put(bytes);
                self.im.put(bytes);
            }
        }
    )*};
}
complex!(f32 f64);

pub(crate) struct Case<'a> {
    pub(crate) number: &'a str,
    pub(crate) op: &'a str,
    pub(crate) dtype: &'a str,
    fields: HashMap<&'a str, &'a str>,
}

fn list<T: std::str::FromStr>(text: &str) -> Vec<T> {
    let parts = text.split([' ', ',']).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().unwrap_or_else(|_| panic!("`{part}` in `{text}`"))).collect()
}

fn elements<T: Bytes>(hex: &str) -> Vec<T> {
    let digits = |at: usize| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap();
    let bytes: Vec<u8> = (0..hex.len() / 2).map(digits).collect();
    bytes.chunks_exact(T::SIZE).map(T::read).collect()
}

impl<'a> Case<'a> {
    pub(crate) fn read(line: &'a str) -> Self {
        let mut parts = line.split('\t');
        let mut next = || parts.next().unwrap_or_else(|| panic!("`{line}` is no case"));
        let (number, op, dtype) = (next(), next(), next());
        let fields = parts.map(|field| field.split_once('=').unwrap()).collect();
        Case { number, op, dtype, fields }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    pub(crate) fn text(&self, name: &str) -> &'a str {
        self.fields.get(name).unwrap_or_else(|| panic!("case {} has no `{name}`", self.number))
    }

    pub(crate) fn number<T: std::str::FromStr>(&self, name: &str) -> T {
        list(self.text(name)).pop().unwrap()
    }

    pub(crate) fn list<T: std::str::FromStr>(&self, name: &str) -> Vec<T> {
        list(self.text(name))
    }

    pub(crate) fn mask(&self, name: &str) -> Vec<bool> {
        self.list::<u8>(name).into_iter().map(|bit| bit != 0).collect()
    }

    pub(crate) fn shape(&self, name: &str) -> [usize; 2] {
        self.list(name).try_into().unwrap()
    }

    /// The axis; none for all, and where there is none.
    pub(crate) fn axis(&self) -> Option<isize> {
        self.fields.get("axis")?.parse().ok()
    }

    /// Two ranges with steps.
    pub(crate) fn slices(&self) -> [SliceItem; 2] {
        ["rows", "columns"].map(|name| {
            let parts: Vec<&str> = self.text(name).split(',').collect();
            let end = |at: usize| parts[at].parse().ok();
            SliceItem::Range(Slice { start: end(0), stop: end(1), step: parts[2].parse().unwrap() })
        })
    }

    pub(crate) fn dense<T: Bytes>(&self, name: &str) -> Array<T> {
        let (shape, data) = self.text(name).split_once('|').unwrap();
        Array::from_shape_vec(list::<usize>(shape), elements(data))
    }

    pub(crate) fn scalar<T: Bytes>(&self, name: &str) -> T {
        self.dense::<T>(name).into_vec()[0]
    }

    /// The parts of a sparse matrix: format, entries, block.
    pub(crate) fn entries<T: Bytes + SparseElement>(
        &self,
        name: &str,
    ) -> (&'a str, Coo<T>, [usize; 2]) {
        let parts: Vec<&str> = self.text(name).split('|').collect();
        let coords = vec![list(parts[2]), list(parts[3])];
        let coo = Coo::from_coords(list::<usize>(parts[1]), coords, elements(parts[4])).unwrap();
        (parts[0], coo, list(parts[5]).try_into().unwrap())
    }
}
