//! [`NpyHeader`]: the hundred bytes before the data, read without trusting them.
//!
//! The format is NumPy's ([NEP 1][nep], `numpy.lib.format`): six magic bytes,
//! two version bytes, a little-endian length (two bytes in version 1.0, four
//! after), and that many bytes of a Python dictionary literal padded with
//! spaces so that the data begin at a multiple of 64.
//!
//! [nep]: https://numpy.org/neps/nep-0001-npy-format.html

use std::borrow::Cow;
use std::fmt;
use std::io::Read;

use nd_core::{DType, MAX_NDIM, Shape};

use super::descr;
use super::fault::{NpyFault, shortened};
use super::kind::NpyType;
use super::literal::{Token, Tokens};
use crate::blocks::{ByteOrder, checked_nbytes};
use crate::error::{Error, Result};

const MAGIC: &[u8; 6] = b"\x93NUMPY";

/// The most that a length field may announce: what version 1.0 can hold, and six times NumPy's own
/// limit. A header of [`MAX_NDIM`] axes takes 500 bytes.
const MAX_HEADER: u64 = 64 << 10;

/// Data begin at a multiple of this, so that a map of the file is aligned for every element type.
const DATA_ALIGN: usize = 64;

/// NumPy leaves room for the growing axis to take this many digits, so we do.
const GROWTH_DIGITS: usize = 21;

/// How the header of a file ends that is being appended to: the last space of the padding is a tab.
/// Both mean nothing to any reader of the format; here it means that bytes may follow the array
/// which are not its part until the header says so.
pub(crate) const APPENDING: &str = "\t\n";

/// Version of the `.npy` format.
///
/// Every array that NumPy-compatible software holds fits version 1.0. 2.0 has
/// a longer length field, and 3.0 a header in UTF-8 rather than Latin-1.
///
/// # Examples
/// ```
/// use nd_io::NpyVersion;
///
/// assert_eq!(NpyVersion::V2.to_string(), "2.0");
/// assert_eq!(NpyVersion::default(), NpyVersion::V1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NpyVersion {
    /// 1.0, what NumPy writes unless it must not.
    #[default]
    V1,
    /// 2.0.
    V2,
    /// 3.0.
    V3,
}

impl NpyVersion {
    fn from_bytes(major: u8, minor: u8) -> Result<Self> {
        match (major, minor) {
            (1, 0) => Ok(Self::V1),
            (2, 0) => Ok(Self::V2),
            (3, 0) => Ok(Self::V3),
            _ => Err(Error::from(NpyFault::UnsupportedVersion { major, minor })),
        }
    }

    fn major(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
            Self::V3 => 3,
        }
    }

    /// Bytes that the length field takes.
    fn length_size(self) -> usize {
        if self == Self::V1 { 2 } else { 4 }
    }
}

impl fmt::Display for NpyVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.0", self.major())
    }
}

/// What a `.npy` file says about its array: element type, byte order, shape, memory order.
///
/// A value of this type is consistent: its byte size fits the address space.
/// Whether the file is as long as the header says is checked when data are read.
///
/// # NumPy
/// `numpy.lib.format.read_magic` and `read_array_header_1_0` in one.
///
/// # Examples
/// ```
/// use nd_io::NpyHeader;
///
/// let mut file = Vec::new();
/// nd_io::write_npy(&mut file, &[1u16, 2, 3])?;
/// let header = NpyHeader::read(&mut file.as_slice())?;
/// assert_eq!((header.dtype().name(), header.shape(), header.nbytes()), ("uint16", &[3][..], 6));
/// assert_eq!(header.data_offset(), 128);
///
/// let cut = NpyHeader::read(&mut &file[..20]).unwrap_err();
/// assert_eq!(cut.to_string(), "truncated: header takes 118 bytes, 10 are there");
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct NpyHeader {
    dtype: DType,
    byte_order: ByteOrder,
    fortran_order: bool,
    shape: Shape,
    version: NpyVersion,
    nbytes: usize,
    data_offset: u64,
    appending: bool,
}

/// A header of any element type `D`.
pub(crate) struct Parts<D> {
    pub(crate) descr: D,
    pub(crate) fortran_order: bool,
    pub(crate) shape: Shape,
    pub(crate) version: NpyVersion,
    pub(crate) nbytes: usize,
    pub(crate) data_offset: u64,
    /// Whether data may stand behind the array that are no part of it yet: an append was interrupted.
    pub(crate) appending: bool,
}

impl Parts<NpyType> {
    /// Reads the header of a file that may hold strings and records too.
    pub(crate) fn read(reader: &mut dyn Read) -> Result<Self> {
        read_parts(reader, kind_value, NpyType::itemsize)
    }
}

impl NpyHeader {
    /// The element type.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[1i16, 2, 3])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert_eq!(header.dtype(), nd_core::DType::I16);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// The byte order of the elements; this machine's for single bytes.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[1i16, 2, 3])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert!(header.byte_order().is_native());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn byte_order(&self) -> ByteOrder {
        self.byte_order
    }

    /// Whether the first axis varies fastest in the file.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[1i16, 2, 3])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert!(!header.fortran_order());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn fortran_order(&self) -> bool {
        self.fortran_order
    }

    /// The extents.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[1i16, 2, 3])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert_eq!(header.shape(), [3]);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The format version.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[1i16, 2, 3])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert_eq!(header.version(), nd_io::NpyVersion::V1);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn version(&self) -> NpyVersion {
        self.version
    }

    /// Number of elements.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[[1i16, 2, 3]])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert_eq!(header.size(), 3);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// Bytes that the elements take.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[1i16, 2, 3])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert_eq!(header.nbytes(), 6);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn nbytes(&self) -> usize {
        self.nbytes
    }

    /// Where in the file the first element is.
    ///
    /// # Examples
    /// ```
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[[1i16, 2, 3]])?;
    /// let header = nd_io::NpyHeader::read(&mut file.as_slice())?;
    /// assert_eq!(file[header.data_offset() as usize..].len(), 6);
    /// assert_eq!(header.data_offset() % 64, 0); // as NumPy aligns it
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn data_offset(&self) -> u64 {
        self.data_offset
    }

    /// Reads a header and leaves the reader at the first element.
    ///
    /// At most 64 KiB are read, whatever the length field says.
    ///
    /// # Errors
    /// Every [`ErrorKind`](crate::ErrorKind) that is about the header: wrong magic bytes or version, truncated, too
    /// long, not a dictionary literal, a key missing, unknown or twice, a value of the wrong type, a
    /// negative, fractional or boolean extent, more than `MAX_NDIM` axes, a shape that overflows
    /// (axes of extent 0 do not hide an overflow of the others), an unsupported dtype.
    ///
    /// # Examples
    /// ```
    /// use nd_io::NpyHeader;
    ///
    /// let mut file = Vec::new();
    /// nd_io::write_npy(&mut file, &[[1.0f32, 2.0]])?;
    /// let mut stream = file.as_slice();
    /// let header = NpyHeader::read(&mut stream)?;
    /// assert_eq!((header.shape(), stream.len()), (&[1, 2][..], 8)); // the elements are left
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read(reader: &mut dyn Read) -> Result<Self> {
        let parts = read_parts(reader, descr_value, |(dtype, _)| dtype.itemsize())?;
        Ok(Self::from_parts(parts))
    }

    pub(super) fn from_parts(parts: Parts<(DType, ByteOrder)>) -> Self {
        let Parts { descr, fortran_order, shape, version, nbytes, data_offset, appending } = parts;
        let (dtype, byte_order) = descr;
        Self { dtype, byte_order, fortran_order, shape, version, nbytes, data_offset, appending }
    }

    /// Another shape, of no more bytes than the address space has.
    pub(crate) fn set_shape(&mut self, shape: Shape) {
        self.nbytes = shape.iter().product::<usize>() * self.dtype.itemsize();
        self.shape = shape;
    }

    /// Bytes that the length field takes.
    pub(crate) fn length_size(&self) -> usize {
        self.version.length_size()
    }

    /// Whether data may stand behind the array that are no part of it yet: an append was interrupted.
    pub(crate) fn is_appending(&self) -> bool {
        self.appending
    }

    /// The header's bytes, as `np.save` writes them, for an array about to be written.
    pub(crate) fn render(
        dtype: DType,
        byte_order: ByteOrder,
        shape: &[usize],
        fortran_order: bool,
        version: NpyVersion,
    ) -> Result<Vec<u8>> {
        let descr = format!("'{}'", descr::render(dtype, byte_order)?);
        Self::render_descr(&descr, shape, fortran_order, version)
    }

    /// The header's bytes for an element type in NumPy's words.
    pub(crate) fn render_descr(
        descr: &str,
        shape: &[usize],
        fortran_order: bool,
        version: NpyVersion,
    ) -> Result<Vec<u8>> {
        let order = if fortran_order { "True" } else { "False" };
        let extents = tuple(shape);
        let mut text =
            format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {extents}, }}");
        let growing = if fortran_order { shape.last() } else { shape.first() };
        if let Some(n) = growing {
            text.extend(std::iter::repeat_n(' ', GROWTH_DIGITS - n.to_string().len()));
        }
        // Latin-1 before version 3.0, UTF-8 since.
        let mut text = match version {
            NpyVersion::V3 => text.into_bytes(),
            _ => text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect(),
        };
        let prefix = 8 + version.length_size();
        // NumPy adds a whole block when nothing needs padding.
        let padding = DATA_ALIGN - (prefix + text.len() + 1) % DATA_ALIGN;
        text.extend(std::iter::repeat_n(b' ', padding));
        text.push(b'\n');
        let len = text.len() as u64;
        let max = if version == NpyVersion::V1 { u64::from(u16::MAX) } else { MAX_HEADER };
        if len > max {
            return Err(Error::from(NpyFault::HeaderTooLong { len, max }));
        }

        let mut bytes = Vec::with_capacity(prefix + text.len());
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&[version.major(), 0]);
        bytes.extend_from_slice(&(len as u32).to_le_bytes()[..version.length_size()]);
        bytes.extend_from_slice(&text);
        Ok(bytes)
    }
}

/// Reads a header whose element type is what `descr` reads.
fn read_parts<D>(
    reader: &mut dyn Read,
    descr: impl FnMut(&mut Tokens<'_>) -> Result<D>,
    itemsize: impl Fn(&D) -> usize,
) -> Result<Parts<D>> {
    let mut start = [0; 8];
    let got = read_full(reader, &mut start)?;
    if !start[..got.min(MAGIC.len())].iter().eq(MAGIC.iter().take(got)) {
        let found = start[..got.min(MAGIC.len())].escape_ascii().to_string();
        return Err(Error::from(NpyFault::NotNpy { found }));
    }
    complete("magic string", start.len(), got)?;
    let version = NpyVersion::from_bytes(start[6], start[7])?;

    let mut length = [0; 4];
    let field = &mut length[..version.length_size()];
    let got = read_full(reader, field)?;
    complete("header length", field.len(), got)?;
    // The bytes not in the field are the high ones, and zero.
    let len = u64::from(u32::from_le_bytes(length));
    if len > MAX_HEADER {
        return Err(Error::from(NpyFault::HeaderTooLong { len, max: MAX_HEADER }));
    }

    let mut text = vec![0; usize::try_from(len).expect("at most 64 KiB")];
    let got = read_full(reader, &mut text)?;
    complete("header", text.len(), got)?;
    let prefix = 8 + version.length_size() as u64;
    parse_parts(&decode(&text, version)?, version, prefix + len, descr, itemsize)
}

fn parse_parts<D>(
    text: &str,
    version: NpyVersion,
    data_offset: u64,
    mut descr: impl FnMut(&mut Tokens<'_>) -> Result<D>,
    itemsize: impl Fn(&D) -> usize,
) -> Result<Parts<D>> {
    let (mut kind, mut fortran_order, mut shape) = (None, None, None);
    let mut tokens = Tokens::new(text);
    tokens.mark('{', "'{'")?;
    loop {
        let key = match tokens.next()? {
            Token::Mark('}') => break,
            Token::Str(key) => key,
            other => return Err(tokens.unexpected("a key or '}'", &other)),
        };
        match key.as_str() {
            "descr" => once(&mut kind, "descr", || descr(&mut tokens))?,
            "fortran_order" => {
                once(&mut fortran_order, "fortran_order", || order_value(&mut tokens))?;
            }
            "shape" => once(&mut shape, "shape", || shape_value(&mut tokens))?,
            _ => {
                return Err(Error::from(NpyFault::UnknownKey { key: shortened(&key) }));
            }
        }
        match tokens.next()? {
            Token::Mark(',') => {}
            Token::Mark('}') => break,
            other => return Err(tokens.unexpected("',' or '}'", &other)),
        }
    }
    match tokens.next()? {
        Token::End => {}
        other => return Err(tokens.unexpected("nothing after '}'", &other)),
    }
    let missing = |key| Error::from(NpyFault::MissingKey { key });
    let descr = kind.ok_or(missing("descr"))?;
    let fortran_order = fortran_order.ok_or(missing("fortran_order"))?;
    let shape = shape.ok_or(missing("shape"))?;
    let nbytes = checked_nbytes(&shape, itemsize(&descr))?;
    let appending = text.ends_with(APPENDING);
    Ok(Parts { descr, fortran_order, shape, version, nbytes, data_offset, appending })
}

/// A tuple, as Python writes it.
pub(super) fn tuple(extents: &[usize]) -> String {
    match extents {
        [] => "()".to_owned(),
        [n] => format!("({n},)"),
        _ => {
            let extents: Vec<String> = extents.iter().map(usize::to_string).collect();
            format!("({})", extents.join(", "))
        }
    }
}

/// Fills as much of `buffer` as the reader can; returns how much.
pub(crate) fn read_full(reader: &mut dyn Read, buffer: &mut [u8]) -> Result<usize> {
    let mut got = 0;
    while got < buffer.len() {
        match reader.read(&mut buffer[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("read")(error)),
        }
    }
    Ok(got)
}

fn complete(what: &'static str, want: usize, got: usize) -> Result<()> {
    if got == want {
        return Ok(());
    }
    Err(Error::cut_off(what, want as u64, got as u64))
}

/// The header's characters: Latin-1 before version 3.0, UTF-8 since.
fn decode(text: &[u8], version: NpyVersion) -> Result<Cow<'_, str>> {
    match std::str::from_utf8(text) {
        Ok(utf8) if version == NpyVersion::V3 || text.is_ascii() => Ok(Cow::Borrowed(utf8)),
        Err(error) if version == NpyVersion::V3 => {
            Err(Error::from(NpyFault::HeaderEncoding { offset: error.valid_up_to() }))
        }
        _ => Ok(Cow::Owned(text.iter().map(|&byte| char::from(byte)).collect())),
    }
}

/// Reads `: value` into `slot`, which must still be empty.
fn once<T>(
    slot: &mut Option<T>,
    key: &'static str,
    value: impl FnOnce() -> Result<T>,
) -> Result<()> {
    if slot.is_some() {
        return Err(Error::from(NpyFault::DuplicateKey { key }));
    }
    *slot = Some(value()?);
    Ok(())
}

/// The token after a key's colon.
fn value<'a>(tokens: &mut Tokens<'a>) -> Result<Token<'a>> {
    tokens.mark(':', "':'")?;
    match tokens.next()? {
        token @ (Token::End | Token::Mark('}' | ')' | ']' | ',' | ':')) => {
            Err(tokens.unexpected("a value", &token))
        }
        token => Ok(token),
    }
}

fn descr_value(tokens: &mut Tokens<'_>) -> Result<(DType, ByteOrder)> {
    match value(tokens)? {
        Token::Str(code) => descr::parse(&code),
        // Refused before the fields are looked at, so their nesting cannot matter.
        Token::Mark(_) => Err(Error::from(NpyFault::StructuredDtype)),
        other => Err(Error::from(NpyFault::WrongType {
            key: "descr",
            expected: "a string",
            found: other.what(),
        })),
    }
}

fn kind_value(tokens: &mut Tokens<'_>) -> Result<NpyType> {
    let token = value(tokens)?;
    NpyType::parse(tokens, token)
}

fn order_value(tokens: &mut Tokens<'_>) -> Result<bool> {
    match value(tokens)? {
        Token::Word("True") => Ok(true),
        Token::Word("False") => Ok(false),
        other => Err(Error::from(NpyFault::WrongType {
            key: "fortran_order",
            expected: "True or False",
            found: other.what(),
        })),
    }
}

fn shape_value(tokens: &mut Tokens<'_>) -> Result<Shape> {
    let not_tuple =
        |found| Error::from(NpyFault::WrongType { key: "shape", expected: "a tuple", found });
    match value(tokens)? {
        Token::Mark('(') => extents(tokens),
        other => Err(not_tuple(other.what())),
    }
}

/// The extents of a shape, behind its opening parenthesis.
pub(super) fn extents(tokens: &mut Tokens<'_>) -> Result<Shape> {
    let not_tuple =
        |found| Error::from(NpyFault::WrongType { key: "shape", expected: "a tuple", found });
    let mut extents = [0; MAX_NDIM];
    let mut ndim = 0;
    loop {
        let extent = match tokens.next()? {
            Token::Mark(')') => break,
            token => extent(tokens, &token, ndim)?,
        };
        // Axes over the limit are counted for the message, and not kept.
        if let Some(slot) = extents.get_mut(ndim) {
            *slot = extent;
        }
        ndim += 1;
        match tokens.next()? {
            Token::Mark(',') => {}
            // `(3)` is an integer in parentheses to Python.
            Token::Mark(')') if ndim == 1 => return Err(not_tuple("an integer")),
            Token::Mark(')') => break,
            other => return Err(tokens.unexpected("',' or ')'", &other)),
        }
    }
    match extents.get(..ndim) {
        Some(extents) => Ok(Shape::from(extents)),
        None => Err(Error::from(NpyFault::TooManyDimensions { ndim, max: MAX_NDIM })),
    }
}

fn extent(tokens: &Tokens<'_>, token: &Token<'_>, axis: usize) -> Result<usize> {
    let found = match token {
        Token::End | Token::Mark('}' | ']' | ',' | ':') => {
            return Err(tokens.unexpected("an integer or ')'", token));
        }
        Token::Int(Some(n)) if *n >= 0 => match isize::try_from(*n) {
            Ok(n) => return Ok(n.unsigned_abs()),
            Err(_) => "a huge integer",
        },
        other => other.what(),
    };
    Err(Error::from(NpyFault::BadDimension { axis, found }))
}
