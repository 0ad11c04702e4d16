//! [`Reader`]: a picture file whose header was checked, ready to be decoded.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek};

use nd_core::{DType, Shape};

use super::bmp::Bmp;
use super::bytes::Decode;
use super::complete;
use super::gif::Gif;
use super::guard::guarded;
use super::jpeg_in::Jpeg;
use super::options::PictureOptions;
use super::png::Png;
use super::pnm::Pnm;
use super::qoi::Qoi;
use super::webp::WebP;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// A picture, not a TIFF, whose type and size are known and allowed, and whose pixels are not decoded yet.
pub(super) struct Reader {
    pub(super) format: Format,
    pub(super) shape: Shape,
    pub(super) dtype: DType,
    codec: Codec,
}

enum Codec {
    Png(Box<Png>),
    Jpeg(Jpeg),
    WebP(Box<WebP>),
    Other(Box<dyn Decode>),
}

/// What a header says of the picture.
pub(super) struct Header {
    pub(super) shape: Shape,
    pub(super) dtype: DType,
}

impl Reader {
    /// Reads the header of a file.
    ///
    /// # Errors
    /// The system's, `UnknownFormat`, `Corrupt`, `Unsupported`, and `LimitExceeded`: nothing was decoded.
    pub(super) fn of_file(file: File, options: &PictureOptions) -> Result<Self> {
        Self::of_frame(file, "", options)
    }

    /// As [`of_file`](Self::of_file), of a GIF the frame of that name.
    ///
    /// # Errors
    /// And `NoSuchArray`.
    pub(super) fn of_frame(file: File, name: &str, options: &PictureOptions) -> Result<Self> {
        let file_len = file.metadata().map_err(Error::io("open"))?.len();
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let start = reader.fill_buf().map_err(Error::io("read"))?;
        let format = Format::from_signature(start);
        let Some(format) = format.filter(|format| format.is_picture() && *format != Format::Tiff)
        else {
            return Err(no_picture());
        };
        let about = About { format, file_len, limit: options.max_bytes };
        let end = complete::check(&mut reader, format, file_len)
            .map_err(|reason| about.corrupt(reason))?;
        reader.rewind().map_err(Error::io("read"))?;
        guarded(format, || {
            let (header, codec) = match format {
                Format::Png => {
                    let (header, png) = Png::open(&about, reader)?;
                    (header, Codec::Png(Box::new(png)))
                }
                Format::Jpeg => {
                    let (header, jpeg) = Jpeg::open(&about, reader, end)?;
                    (header, Codec::Jpeg(jpeg))
                }
                Format::WebP => {
                    let (header, webp) = WebP::open(&about, reader)?;
                    (header, Codec::WebP(Box::new(webp)))
                }
                Format::Gif => {
                    let (header, mut gif) = Gif::open(&about, reader)?;
                    gif.choose(name)?;
                    (header, Codec::Other(Box::new(gif)))
                }
                Format::Bmp => other(Bmp::open(&about, reader)?),
                Format::Qoi => other(Qoi::open(&about, reader)?),
                _ => other(Pnm::open(&about, reader)?),
            };
            let Header { shape, dtype } = header;
            about.admit(&shape, dtype.itemsize())?;
            Ok(Self { format, shape, dtype, codec })
        })
    }

    /// The decoder of a PNG file.
    ///
    /// # Errors
    /// `UnknownFormat` for another file.
    pub(super) fn into_png(self) -> Result<Box<Png>> {
        match self.codec {
            Codec::Png(png) => Ok(png),
            _ => {
                let why = format!("the file begins as {} does, not as PNG", self.format);
                Err(ErrorKind::UnknownFormat { why }.into())
            }
        }
    }

    /// The length of the decoded picture, which the limit has bounded.
    pub(super) fn nbytes(&self) -> usize {
        self.shape.iter().product::<usize>() * self.dtype.itemsize()
    }

    /// Decodes into memory of [`nbytes`](Self::nbytes) bytes: samples in C order and of this
    /// machine's byte order.
    ///
    /// # Errors
    /// The system's, `Corrupt`, `Unsupported`, `AllocFailed`; the memory then holds anything.
    pub(super) fn decode(self, out: &mut [u8]) -> Result<()> {
        debug_assert_eq!(out.len(), self.nbytes());
        let Self { format, codec, .. } = self;
        guarded(format, || match codec {
            Codec::Png(png) => png.decode(out),
            Codec::Jpeg(jpeg) => jpeg.decode(out),
            Codec::WebP(webp) => webp.decode(out),
            Codec::Other(other) => other.decode(out),
        })
    }
}

fn other<D: Decode + 'static>((header, decoder): (Header, D)) -> (Header, Codec) {
    (header, Codec::Other(Box::new(decoder)))
}

/// An error of a file that is no picture.
pub(super) fn no_picture() -> Error {
    let known = "PNG, JPEG, TIFF, WebP, BMP, PNM, GIF or QOI";
    let why = format!("the file does not begin as {known} does");
    ErrorKind::UnknownFormat { why }.into()
}

/// A file being opened: what its header is held against.
pub(super) struct About {
    pub(super) format: Format,
    pub(super) file_len: u64,
    pub(super) limit: u64,
}

impl About {
    /// Refuses a picture by its header: by its size, or for more pixels than the file can hold.
    pub(super) fn admit(&self, shape: &[usize], itemsize: usize) -> Result<()> {
        if shape.contains(&0) {
            return Err(self.corrupt(format!("its shape is {shape:?}")));
        }
        let bytes = shape.iter().fold(itemsize as u64, |bytes, &n| bytes.saturating_mul(n as u64));
        if bytes > self.limit || usize::try_from(bytes).is_err() {
            let what = "the decoded picture (PictureOptions::max_bytes)";
            return Err(ErrorKind::LimitExceeded { what, asked: bytes, limit: self.limit }.into());
        }
        if self.expansion().is_some_and(|most| bytes > self.file_len.saturating_mul(most)) {
            return Err(self.corrupt(format!(
                "its header promises {bytes} bytes of pixels, more than a file of {} bytes holds",
                self.file_len
            )));
        }
        Ok(())
    }

    /// The most bytes of pixels that a byte of file can stand for, if the format has a bound.
    ///
    /// Deflate reaches 1032:1; palettes and one-bit samples become up to 24 times as large. A constant JPEG or
    /// WebP has no such bound.
    fn expansion(&self) -> Option<u64> {
        match self.format {
            Format::Png => Some(1032 * 32),
            // A byte is a run of 62 pixels.
            Format::Qoi => Some(62 * 4),
            _ => None,
        }
    }

    pub(super) fn corrupt(&self, what: impl Into<String>) -> Error {
        ErrorKind::corrupt(self.format, what).into()
    }

    pub(super) fn unsupported(&self, what: impl Into<String>) -> Error {
        ErrorKind::unsupported(self.format, what).into()
    }
}

/// An error that a codec passes on from reading its file.
pub(super) fn read_error(format: Format, source: io::Error) -> Error {
    match source.kind() {
        // The codecs report both cut and inconsistent data through these.
        io::ErrorKind::UnexpectedEof => {
            ErrorKind::corrupt(format, "the file ends too early").into()
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
            ErrorKind::corrupt(format, source.to_string()).into()
        }
        _ => Error::io("read")(source),
    }
}

/// What a codec says when it wants more memory than the picture warrants.
pub(super) fn greedy(format: Format) -> Error {
    ErrorKind::corrupt(format, "decoding it takes more memory than its size warrants").into()
}

/// `[h, w]` for one channel, `[h, w, c]` for more.
pub(super) fn shape(height: u32, width: u32, channels: usize) -> Shape {
    let (height, width) = (height as usize, width as usize);
    if channels == 1 {
        Shape::from([height, width])
    } else {
        Shape::from([height, width, channels])
    }
}
