//! [`Kind`]: the element types of the format.

use nd_core::DType;

use super::{Result, corrupt};

/// The element types, by their numbers in the file. Those from 7 on came with version 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number(DType),
    /// One byte of a text.
    Char,
}

impl Kind {
    pub(super) fn of(code: u32) -> Result<Self> {
        Ok(Self::Number(match code {
            1 => DType::I8,
            2 => return Ok(Self::Char),
            3 => DType::I16,
            4 => DType::I32,
            5 => DType::F32,
            6 => DType::F64,
            7 => DType::U8,
            8 => DType::U16,
            9 => DType::U32,
            10 => DType::I64,
            11 => DType::U64,
            _ => {
                return Err(corrupt(format!("header: elements of type {code}; there are 1 to 11")));
            }
        }))
    }

    /// What elements are in memory.
    pub(super) fn dtype(self) -> DType {
        match self {
            Self::Number(dtype) => dtype,
            Self::Char => DType::U8,
        }
    }

    pub(super) fn size(self) -> u64 {
        self.dtype().itemsize() as u64
    }
}
