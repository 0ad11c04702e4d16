//! Arrays of records as arrays of structs.

use nd_core::{Array, DType, Shape};
use zerocopy::IntoBytes;

use super::datatype::{Class, Datatype, Member, Padding};
use super::entry::refusal;
use super::file::Hdf5Group;
use super::number::Number;
use super::texts::reserve;
use super::unsupported;
use super::value::trimmed;
use crate::error::Result;
use crate::npy::{NpyField, NpyType, Record};

impl Hdf5Group {
    /// Loads an array of records, by its path from this group.
    ///
    /// The struct has every member of the file's records by its name, in any order and at any place; numbers are
    /// brought into this machine's byte order. Numbers must be of the same type (booleans are `u8`),
    /// arrays of the same extents, texts of a fixed length are [`FixedBytes`](crate::FixedBytes) of that
    /// length, complex numbers arrays of two. Padding of the struct's is zeros.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset); [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) naming the
    /// first difference between the file's records and the struct.
    ///
    /// # NumPy
    /// `dataset[...]`, a structured array.
    ///
    /// # Examples
    /// ```no_run
    /// use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
    /// use nd_io::{Hdf5File, Record};
    ///
    /// #[derive(Debug, Clone, Copy, Record, FromBytes, IntoBytes, Immutable)]
    /// #[zerocopy(crate = "nd_io::zerocopy")]
    /// #[repr(C)]
    /// struct Hit { pos: [f32; 3], id: i32 }
    ///
    /// let hits = Hdf5File::open("run.h5")?.root().records::<Hit>("hits")?;
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn records<R: Record>(&self, path: &str) -> Result<Array<R>> {
        let stored = self.stored_records(path, &R::npy_type(), size_of::<R>())?;
        let count = stored.shape.iter().product();
        let mut records = Vec::<R>::new();
        reserve(&mut records, count)?;
        records.resize(count, R::new_zeroed());
        stored.fill(records.as_mut_slice().as_mut_bytes(), size_of::<R>());
        Ok(Array::from_shape_vec(stored.shape, records))
    }

    fn stored_records(&self, path: &str, ours: &NpyType, size: usize) -> Result<Stored> {
        let (part, about) = self.array(path)?.part()?;
        if !matches!(part.leaf.class, Class::Record(_)) {
            return Err(refusal(&about.name, &part.leaf, "records"));
        }
        let mut moves = Vec::new();
        plan(&part.leaf, ours, (0, 0), &mut moves).map_err(|what| {
            unsupported(format!("records of \"{}\" as another struct: {what}", about.name))
        })?;
        let bytes = part.read_all(size, "the records")?;
        Ok(Stored { shape: part.shape(), bytes, size: part.leaf.size, moves })
    }
}

/// Records as they are in the file, and how each becomes a struct.
struct Stored {
    shape: Shape,
    bytes: Vec<u8>,
    /// Bytes of each.
    size: usize,
    moves: Vec<Move>,
}

impl Stored {
    /// Fills structs of `size` bytes, which are zeros.
    fn fill(&self, out: &mut [u8], size: usize) {
        let out = out.chunks_exact_mut(size.max(1));
        for (stored, out) in self.bytes.chunks_exact(self.size).zip(out) {
            for step in &self.moves {
                let stored = &stored[step.from..][..step.stored];
                let out = &mut out[step.to..][..step.out];
                match step.how {
                    How::Copy => out.copy_from_slice(stored),
                    How::Number(number) => number.convert(stored, out),
                    How::Text(padding) => {
                        let text = trimmed(stored, padding);
                        out[..text.len()].copy_from_slice(text);
                    }
                }
            }
        }
    }
}

/// A member's way into a struct.
struct Move {
    from: usize,
    to: usize,
    /// Bytes it takes in the file, and in the struct.
    stored: usize,
    out: usize,
    how: How,
}

enum How {
    Copy,
    Number(Number),
    Text(Padding),
}

/// How a value of the file becomes one of the struct's; `at` is where each is.
fn plan(
    file: &Datatype,
    ours: &NpyType,
    at: (usize, usize),
    moves: &mut Vec<Move>,
) -> Result<(), String> {
    let (from, to) = at;
    let size = ours.itemsize();
    let mut push = |how| {
        moves.push(Move { from, to, stored: file.size, out: size, how });
        Ok(())
    };
    let differ = || Err(format!("{} in the file, {ours} in the struct", file.describe()));
    match (&file.class, ours) {
        (Class::Record(members), NpyType::Record(fields)) => record(members, fields, at, moves),
        (Class::Number(number), NpyType::Number(dtype, _))
            if number.dtype == *dtype || (number.dtype, *dtype) == (DType::Bool, DType::U8) =>
        {
            push(How::Number(*number))
        }
        (Class::Number(number), NpyType::Array(base, shape)) if number.dtype.is_complex() => {
            let part = DType::F32.itemsize() * (number.dtype.itemsize() / DType::C64.itemsize());
            match &**base {
                NpyType::Number(dtype @ (DType::F32 | DType::F64), _)
                    if dtype.itemsize() == part && shape[..] == [2] =>
                {
                    push(How::Number(*number))
                }
                _ => differ(),
            }
        }
        (Class::FixedText(padding), NpyType::Bytes(n)) if *n == file.size => {
            push(How::Text(*padding))
        }
        (Class::Opaque, NpyType::Bytes(n) | NpyType::Void(n)) if *n == file.size => push(How::Copy),
        (Class::Opaque | Class::FixedText(_), NpyType::Array(base, shape))
            if shape[..] == [file.size] && matches!(**base, NpyType::Number(DType::U8, _)) =>
        {
            push(How::Copy)
        }
        (Class::Array(..), NpyType::Array(kind, shape)) => {
            array(file, kind, shape, at, moves).unwrap_or_else(differ)
        }
        (Class::Text | Class::List(_) | Class::Reference, _) => {
            Err(format!("{} is no part of a struct; open the members one by one", file.describe()))
        }
        _ => differ(),
    }
}

/// An array's elements one by one; `None` where the extents are others.
fn array(
    file: &Datatype,
    kind: &NpyType,
    shape: &[usize],
    (from, to): (usize, usize),
    moves: &mut Vec<Move>,
) -> Option<Result<(), String>> {
    let (mut base, mut dims) = (file, Vec::new());
    while let Class::Array(next, inner) = &base.class {
        dims.extend(inner);
        base = next;
        // Texts and opaque bytes may be the last axis of the struct's.
        if dims == shape {
            break;
        }
    }
    let place = |i| (from + i * base.size, to + i * kind.itemsize());
    let each = |i| plan(base, kind, place(i), moves);
    (dims == shape).then(|| (0..dims.iter().product()).try_for_each(each))
}

/// Members by their names; each side has all of the other's.
fn record(
    members: &[Member],
    fields: &[NpyField],
    (from, to): (usize, usize),
    moves: &mut Vec<Move>,
) -> Result<(), String> {
    let mut at = to;
    for field in fields {
        if !field.name.is_empty() {
            let member = members.iter().find(|member| member.name == field.name);
            let member =
                member.ok_or_else(|| format!("field '{}' is not in the file", field.name))?;
            plan(&member.datatype, &field.kind, (from + member.offset, at), moves)
                .map_err(|what| format!("field '{}': {what}", field.name))?;
        }
        at += field.kind.itemsize();
    }
    let missing =
        members.iter().find(|member| fields.iter().all(|field| field.name != member.name));
    match missing {
        Some(member) => Err(format!("member '{}' of the file is not in the struct", member.name)),
        None => Ok(()),
    }
}
