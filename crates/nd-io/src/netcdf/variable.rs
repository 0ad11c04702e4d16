//! [`VariableSource`]: the elements of a variable.

use std::sync::Arc;

use nd_core::Shape;

use super::corrupt;
use super::file::Inside;
use super::header::Variable;
use super::kind::Kind;
use crate::blocks::{
    ArrayInfo, ByteOrder, Contiguous, ReadBlocks, Region, checked_nbytes, swap_size,
};
use crate::error::{Error, Result};

/// The elements of a variable.
pub(super) struct VariableSource {
    file: Arc<Inside>,
    name: String,
    begin: u64,
    /// Bytes from one row to the next where rows are in records.
    row_stride: Option<usize>,
    info: ArrayInfo,
}

impl VariableSource {
    pub(super) fn new(file: &Arc<Inside>, variable: &Variable) -> Result<Self> {
        let header = &file.header;
        let (shape, dtype) = (header.shape(variable)?, variable.kind.dtype());
        checked_nbytes(&shape, dtype.itemsize())?;
        let row_stride = match header.grows(variable) {
            true => Some(row_stride(file, variable, shape[0])?),
            false => None,
        };
        let mut info = ArrayInfo::new(&shape[..], dtype);
        info.is_text = variable.kind == Kind::Char;
        let names = variable.dimensions.iter();
        let names = names.map(|&number| Some(header.dimensions[number].name.clone()));
        info.dimension_names = Some(names.collect());
        info.attributes = variable.attributes.clone();
        let (file, name) = (Arc::clone(file), variable.name.clone());
        Ok(Self { file, name, begin: variable.begin, row_stride, info })
    }

    /// Refuses elements that the file is too short for; others of a file that was cut off can be read.
    fn check_room(&self, region: &Region) -> Result<()> {
        let itemsize = self.info.dtype.itemsize() as u64;
        let (mut last, mut stride) = (0, itemsize);
        for axis in (0..region.ndim()).rev() {
            let stride_here = match (axis, self.row_stride) {
                (0, Some(row_stride)) => row_stride as u64,
                _ => stride,
            };
            last += (region.stop(axis) as u64 - 1) * stride_here;
            stride *= self.info.shape[axis] as u64;
        }
        let end = self.begin.saturating_add(last).saturating_add(itemsize);
        if end <= self.file.len {
            return Ok(());
        }
        let what = format!("the file, up to the last element wanted of \"{}\",", self.name);
        Err(Error::cut_off(what, end, self.file.len))
    }
}

/// The distance of rows in records, if all of them are at positions that files have.
fn row_stride(file: &Inside, variable: &Variable, rows: usize) -> Result<usize> {
    let record = file.layout.record;
    let end = record.checked_mul(rows as u64).and_then(|all| all.checked_add(variable.begin));
    match (end.filter(|&end| i64::try_from(end).is_ok()), usize::try_from(record)) {
        (Some(_), Ok(record)) => Ok(record),
        _ => {
            let name = &variable.name;
            Err(corrupt(format!("\"{name}\": {rows} records of {record} bytes are no file")))
        }
    }
}

impl ReadBlocks for VariableSource {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        self.check_room(region)?;
        let dtype = self.info.dtype;
        let elements = Contiguous {
            source: &self.file.store,
            offset: self.begin,
            shape: Shape::from(&self.info.shape[..]),
            itemsize: dtype.itemsize(),
            fortran_order: false,
            swap: swap_size(dtype, ByteOrder::Big),
        };
        elements.read_spaced(self.row_stride, region, out)
    }
}
