//! [`Layout`]: where the elements of variables are.

use nd_core::MAX_NDIM;

use super::header::{Header, Variable};
use super::{Result, corrupt, unsupported};
use crate::error::ErrorKind;

/// Where elements are: fixed variables one behind the other, then records, each with a part of every variable that
/// grows.
pub(super) struct Layout {
    /// Bytes from one record to the next.
    pub(super) record: u64,
    /// Records that there are.
    pub(super) records: u64,
}

impl Layout {
    /// Works out what records are like in a file of a length.
    pub(super) fn new(header: &Header, file_len: u64) -> Self {
        let parts: Vec<(u64, u64)> = header
            .variables
            .iter()
            .filter(|variable| header.grows(variable))
            .map(|variable| (variable.begin, header.part_bytes(variable)))
            .collect();
        let record = match parts[..] {
            // A single one has no gaps, whatever its size.
            [(_, bytes)] => bytes,
            _ => parts.iter().fold(0, |sum: u64, &(_, bytes)| sum.saturating_add(padded(bytes))),
        };
        // Who could not count the records wrote them to the end.
        let whole = |&(begin, bytes): &(u64, u64)| match file_len.checked_sub(begin) {
            Some(room) if record > 0 && room >= bytes => (room - bytes) / record + 1,
            _ => 0,
        };
        let records = header.records.or_else(|| parts.iter().map(whole).min()).unwrap_or(0);
        Self { record, records }
    }
}

/// To the next whole word.
fn padded(bytes: u64) -> u64 {
    bytes.saturating_add(3) & !3
}

impl Header {
    /// Whether a variable has a part in each record.
    pub(super) fn grows(&self, variable: &Variable) -> bool {
        variable.dimensions.first().is_some_and(|&first| self.dimensions[first].unlimited)
    }

    /// Bytes of a variable, or of its part in one record, saturating.
    fn part_bytes(&self, variable: &Variable) -> u64 {
        let inner = &variable.dimensions[usize::from(self.grows(variable))..];
        inner.iter().fold(variable.kind.size(), |bytes, &number| {
            bytes.saturating_mul(self.dimensions[number].len)
        })
    }

    /// The extents of a variable.
    ///
    /// # Errors
    /// Those of this variable alone: the others can be read.
    pub(super) fn shape(&self, variable: &Variable) -> Result<Vec<usize>> {
        let (name, ndim) = (&variable.name, variable.dimensions.len());
        if ndim > MAX_NDIM {
            return Err(unsupported(format!("\"{name}\" of {ndim} dimensions; nd has {MAX_NDIM}")));
        }
        let mut shape = Vec::new();
        for (axis, &number) in variable.dimensions.iter().enumerate() {
            let dimension = &self.dimensions[number];
            if dimension.unlimited && axis > 0 {
                let what = format!("\"{name}\": the unlimited dimension is number {axis}, not 0");
                return Err(corrupt(what));
            }
            shape.push(usize::try_from(dimension.len).map_err(|_| {
                let itemsize = variable.kind.size() as usize;
                ErrorKind::ShapeOverflow { shape: vec![usize::MAX], itemsize }
            })?);
        }
        Ok(shape)
    }
}
