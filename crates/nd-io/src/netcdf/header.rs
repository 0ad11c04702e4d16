//! [`Header`]: what a file says of itself.

use super::attribute;
use super::cursor::Cursor;
use super::kind::Kind;
use super::{Result, corrupt, unsupported};
use crate::blocks::Attributes;
use crate::position::Store;

const DIMENSIONS: u32 = 0x0a;
const VARIABLES: u32 = 0x0b;

/// A dimension of a netCDF classic file: a name and a length that variables share.
///
/// # NumPy
/// `netCDF4.Dimension`.
///
/// # Examples
/// ```no_run
/// let file = nd_io::NetCdfFile::open("climate.nc")?;
/// for dimension in file.dimensions() {
///     println!("{} {} {}", dimension.name, dimension.len, dimension.unlimited);
/// }
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NetCdfDimension {
    /// Its name.
    pub name: String,
    /// Its length; that of the unlimited one is the number of records.
    pub len: u64,
    /// Whether it is the dimension that grows.
    pub unlimited: bool,
}

/// What a file says of itself.
pub(super) struct Header {
    /// 1, 2 or 5.
    pub(super) version: u8,
    /// `None` where the writer did not know yet.
    pub(super) records: Option<u64>,
    pub(super) dimensions: Vec<NetCdfDimension>,
    pub(super) attributes: Attributes,
    pub(super) variables: Vec<Variable>,
}

/// What it says of one variable.
pub(super) struct Variable {
    pub(super) name: String,
    /// Numbers of dimensions that there are.
    pub(super) dimensions: Vec<usize>,
    pub(super) attributes: Attributes,
    pub(super) kind: Kind,
    /// Position of the first element.
    pub(super) begin: u64,
}

impl Header {
    pub(super) fn read(store: &Store) -> Result<Self> {
        let mut cursor = Cursor::new(store)?;
        let version = version(cursor.u32()?)?;
        cursor.count_size = if version == 5 { 8 } else { 4 };
        let records = match (cursor.count()?, version) {
            (u64::MAX, 5) | (0xffff_ffff, 1 | 2) => None,
            (records, _) => Some(records),
        };
        let mut dimensions = Vec::new();
        for _ in 0..cursor.list(DIMENSIONS, "dimensions")? {
            let (name, len) = (cursor.name()?, cursor.count()?);
            dimensions.push(NetCdfDimension { name, len, unlimited: len == 0 });
        }
        let attributes = attribute::read_all(&mut cursor)?;
        let mut variables = Vec::new();
        for _ in 0..cursor.list(VARIABLES, "variables")? {
            variables.push(variable(&mut cursor, version, dimensions.len())?);
        }
        Ok(Self { version, records, dimensions, attributes, variables })
    }
}

/// The version of the format, which the first four bytes tell.
fn version(magic: u32) -> Result<u8> {
    let [start @ .., version] = magic.to_be_bytes();
    match (&start, version) {
        (b"CDF", 1 | 2 | 5) => Ok(version),
        (b"CDF", _) => Err(unsupported(format!("version {version}; there are 1, 2 and 5"))),
        (b"\xcd\xf3\0", 1) => Err(unsupported("NASA's CDF, which is another format")),
        _ => Err(corrupt("the file does not begin with \"CDF\"")),
    }
}

fn variable(cursor: &mut Cursor<'_>, version: u8, dimensions: usize) -> Result<Variable> {
    let name = cursor.name()?;
    let mut numbers = Vec::new();
    for _ in 0..cursor.count()? {
        match cursor.count()? {
            number if number < dimensions as u64 => numbers.push(number as usize),
            number => {
                let what = format!("variable \"{name}\": dimension {number} of {dimensions}");
                return Err(corrupt(what));
            }
        }
    }
    let attributes = attribute::read_all(cursor)?;
    let kind = Kind::of(cursor.u32()?)?;
    // The size stands here too. It is wrong in large files, where it does not fit, so it is worked out instead.
    cursor.count()?;
    let begin = cursor.uint(if version == 1 { 4 } else { 8 })?;
    Ok(Variable { name, dimensions: numbers, attributes, kind, begin })
}
