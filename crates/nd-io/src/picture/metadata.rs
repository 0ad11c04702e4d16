//! [`PictureMetadata`]: what a picture file says beside its pixels: how it is turned, in which colours, how large.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::Orientation;
use super::reader::no_picture;
use super::tiff::{self, ResolutionUnit};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::position::read_at;

/// More bytes than these no ICC profile has, and no EXIF.
const MOST: u64 = 16 << 20;

/// What a picture file says beside its pixels. It is never applied unless that is asked for.
///
/// # Examples
/// ```
/// use nd_io::{PictureMetadata, PictureWriteOptions, picture_metadata, save_picture_with};
///
/// let path = std::env::temp_dir().join(format!("nd-picture-about-{}.png", std::process::id()));
/// let about = PictureMetadata::default().resolution([300.0, 300.0]);
/// let options = PictureWriteOptions::default().metadata(about);
/// save_picture_with(&path, &[[1u8, 2]], &options)?;
/// // PNG counts pixels per metre, in whole numbers.
/// let [x, _] = picture_metadata(&path)?.resolution.unwrap();
/// assert!((x - 300.0).abs() < 0.02);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct PictureMetadata {
    /// How it is to be turned.
    pub orientation: Orientation,
    /// The ICC profile of its colours, as it is in the file.
    pub icc_profile: Option<Vec<u8>>,
    /// Pixels per unit, along x and y.
    pub resolution: Option<[f64; 2]>,
    /// The unit of the resolution.
    pub resolution_unit: ResolutionUnit,
}

impl PictureMetadata {
    /// Sets how it is to be turned.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Orientation, PictureMetadata};
    ///
    /// let about = PictureMetadata::default().orientation(Orientation::BottomRight);
    /// assert_eq!(about.orientation.code(), 3);
    /// ```
    #[must_use]
    pub fn orientation(self, orientation: Orientation) -> Self {
        Self { orientation, ..self }
    }

    /// Sets the ICC profile.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::PictureMetadata::default().icc_profile(vec![1, 2]).icc_profile.is_some());
    /// ```
    #[must_use]
    pub fn icc_profile(self, icc_profile: Vec<u8>) -> Self {
        Self { icc_profile: Some(icc_profile), ..self }
    }

    /// Sets pixels per unit, along x and y.
    ///
    /// # Examples
    /// ```
    /// let about = nd_io::PictureMetadata::default().resolution([72.0, 72.0]);
    /// assert_eq!(about.resolution, Some([72.0, 72.0]));
    /// ```
    #[must_use]
    pub fn resolution(self, resolution: [f64; 2]) -> Self {
        Self { resolution: Some(resolution), ..self }
    }

    /// Sets the unit of the resolution.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureMetadata, ResolutionUnit};
    ///
    /// let about = PictureMetadata::default().resolution_unit(ResolutionUnit::Centimetre);
    /// assert_eq!(about.resolution_unit, ResolutionUnit::Centimetre);
    /// ```
    #[must_use]
    pub fn resolution_unit(self, resolution_unit: ResolutionUnit) -> Self {
        Self { resolution_unit, ..self }
    }

    /// Pixels per metre, if they are counted by a length.
    pub(super) fn per_metre(&self) -> Option<[f64; 2]> {
        let unit = match self.resolution_unit {
            ResolutionUnit::None => return None,
            ResolutionUnit::Inch => 0.0254,
            ResolutionUnit::Centimetre => 0.01,
        };
        self.resolution.map(|both| both.map(|n| n / unit))
    }

    /// EXIF that says how the picture is to be turned; `None` where it is as it is.
    pub(super) fn exif(&self) -> Option<Vec<u8>> {
        let code = self.orientation.code();
        let entry = [0x12, 0x01, 0x03, 0x00, 1, 0, 0, 0, code as u8, 0, 0, 0];
        let head = [b'I', b'I', 0x2a, 0, 8, 0, 0, 0, 1, 0];
        (code > 1).then(|| [&head[..], &entry, &[0; 4]].concat())
    }

    /// Takes what EXIF says; what is none says nothing.
    fn take_exif(&mut self, exif: Vec<u8>) {
        let exif = exif.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec).unwrap_or(exif);
        let Ok(told) = tiff::exif(exif) else { return };
        self.orientation = told.orientation;
        if self.resolution.is_none() {
            (self.resolution, self.resolution_unit) = (told.resolution, told.resolution_unit);
        }
    }
}

/// What a picture file says beside its pixels, of a TIFF the first page. EXIF, ICC profiles and resolutions of PNG,
/// JPEG, TIFF and WebP are read; nothing is decoded. BMP, PNM, GIF and QOI have none of these, or none that is read.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`]; [`ErrorKind::Corrupt`] for a file cut short; the system's. Metadata that are damaged
/// say nothing.
///
/// # NumPy
/// `PIL.Image.open(path).info` and `getexif()`.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-picture-plain-{}.png", std::process::id()));
/// nd_io::save_picture(&path, &[[1u8, 2]])?;
/// assert_eq!(nd_io::picture_metadata(&path)?, nd_io::PictureMetadata::default());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn picture_metadata(path: impl AsRef<Path>) -> Result<PictureMetadata> {
    let path = path.as_ref();
    let file = File::open(path).map_err(Error::io("open"));
    file.and_then(|file| of_file(&file)).map_err(|error| error.at(path))
}

/// What an open file says.
pub(super) fn of_file(file: &File) -> Result<PictureMetadata> {
    let mut start = [0; 12];
    let got = read_at(file, &mut start, 0).map_err(Error::io("read"))?;
    let format = Format::from_signature(&start[..got]).filter(|format| format.is_picture());
    let Some(format) = format else {
        return Err(no_picture());
    };
    if format == Format::Tiff {
        return tiff::metadata(file.try_clone().map_err(Error::io("open"))?);
    }
    let mut reader = BufReader::new(file);
    reader.rewind().map_err(Error::io("read"))?;
    let read = match format {
        Format::Png => png(&mut reader),
        Format::Jpeg => jpeg(&mut reader),
        Format::WebP => webp(&mut reader),
        // They say nothing that is kept.
        _ => return Ok(PictureMetadata::default()),
    };
    read.map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => {
            ErrorKind::corrupt(format, "the file ends too early").into()
        }
        _ => Error::io("read")(error),
    })
}

/// So many bytes, for which memory is only asked as they come.
fn bytes(reader: &mut impl Read, len: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match reader.take(len).read_to_end(&mut bytes)? as u64 == len {
        true => Ok(bytes),
        false => Err(std::io::ErrorKind::UnexpectedEof.into()),
    }
}

fn png(reader: &mut (impl Read + Seek)) -> std::io::Result<PictureMetadata> {
    let mut about = PictureMetadata::default();
    reader.seek(SeekFrom::Start(8))?;
    loop {
        let mut head = [0; 8];
        reader.read_exact(&mut head)?;
        let [a, b, c, d, kind @ ..] = head;
        let len = u32::from_be_bytes([a, b, c, d]).into();
        match &kind {
            b"IEND" => return Ok(about),
            b"iCCP" | b"pHYs" | b"eXIf" if len <= MOST => {
                let data = bytes(reader, len)?;
                match (&kind, &data[..]) {
                    (b"pHYs", &[x0, x1, x2, x3, y0, y1, y2, y3, unit]) => {
                        let [x, y] = [[x0, x1, x2, x3], [y0, y1, y2, y3]].map(u32::from_be_bytes);
                        let known = unit == 1;
                        let per = |n: u32| f64::from(n) * if known { 0.0254 } else { 1.0 };
                        about.resolution = Some([per(x), per(y)]);
                        about.resolution_unit =
                            if known { ResolutionUnit::Inch } else { ResolutionUnit::None };
                    }
                    (b"iCCP", data) => about.icc_profile = profile(data),
                    (b"eXIf", _) => about.take_exif(data),
                    _ => {}
                }
                reader.seek_relative_by(4)?;
            }
            _ => reader.seek_relative_by(len as i64 + 4)?,
        }
    }
}

/// Going on without reading.
trait Skip {
    fn seek_relative_by(&mut self, offset: i64) -> std::io::Result<()>;
}

impl<R: Seek> Skip for R {
    fn seek_relative_by(&mut self, offset: i64) -> std::io::Result<()> {
        self.seek(SeekFrom::Current(offset)).map(|_| ())
    }
}

/// The profile behind a name, a zero and the number of its packing.
fn profile(data: &[u8]) -> Option<Vec<u8>> {
    let name = data.iter().position(|&byte| byte == 0)?;
    let mut profile = Vec::new();
    let unpacked = flate2::read::ZlibDecoder::new(data.get(name + 2..)?);
    unpacked.take(MOST).read_to_end(&mut profile).ok()?;
    Some(profile)
}

fn jpeg(reader: &mut (impl Read + Seek)) -> std::io::Result<PictureMetadata> {
    let mut about = PictureMetadata::default();
    let mut pieces: Vec<(u8, Vec<u8>)> = Vec::new();
    let mut exif = None;
    reader.seek(SeekFrom::Start(2))?;
    loop {
        let mut mark = [0; 2];
        reader.read_exact(&mut mark)?;
        while mark[1] == 0xff {
            reader.read_exact(&mut mark[1..])?;
        }
        // Pixels begin, or it is no longer clear where it goes on.
        if mark[0] != 0xff || matches!(mark[1], 0xda | 0xd9) {
            break;
        }
        if matches!(mark[1], 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let mut length = [0; 2];
        reader.read_exact(&mut length)?;
        let len = u64::from(u16::from_be_bytes(length).saturating_sub(2));
        if !matches!(mark[1], 0xe0..=0xe2) {
            reader.seek_relative_by(len as i64)?;
            continue;
        }
        let data = bytes(reader, len)?;
        match (mark[1], &data[..]) {
            (0xe0, &[b'J', b'F', b'I', b'F', 0, _, _, unit, x0, x1, y0, y1, ..]) => {
                let both = [[x0, x1], [y0, y1]].map(|n| f64::from(u16::from_be_bytes(n)));
                let unit = [ResolutionUnit::None, ResolutionUnit::Inch, ResolutionUnit::Centimetre]
                    .get(usize::from(unit));
                // Square pixels of no size are what those write who have nothing to say.
                if let Some(&unit) = unit.filter(|_| both != [1.0, 1.0] && !both.contains(&0.0)) {
                    (about.resolution, about.resolution_unit) = (Some(both), unit);
                }
            }
            (0xe1, data) if data.starts_with(b"Exif\0\0") => {
                exif.get_or_insert_with(|| data.to_vec());
            }
            (0xe2, data) if data.starts_with(b"ICC_PROFILE\0") && data.len() > 14 => {
                pieces.push((data[12], data[14..].to_vec()));
            }
            _ => {}
        }
    }
    exif.into_iter().for_each(|exif| about.take_exif(exif));
    pieces.sort_by_key(|(number, _)| *number);
    if !pieces.is_empty() {
        about.icc_profile = Some(pieces.into_iter().flat_map(|(_, piece)| piece).collect());
    }
    Ok(about)
}

fn webp(reader: &mut (impl Read + Seek)) -> std::io::Result<PictureMetadata> {
    let mut about = PictureMetadata::default();
    reader.seek(SeekFrom::Start(12))?;
    loop {
        let mut head = [0; 8];
        match reader.read_exact(&mut head) {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Ok(about),
            other => other?,
        }
        let [k0, k1, k2, k3, len @ ..] = head;
        let len = u64::from(u32::from_le_bytes(len));
        let kind = [k0, k1, k2, k3];
        if !matches!(&kind, b"ICCP" | b"EXIF") || len > MOST {
            reader.seek_relative_by((len + len % 2) as i64)?;
            continue;
        }
        let data = bytes(reader, len)?;
        match &kind {
            b"ICCP" => about.icc_profile = Some(data),
            _ => about.take_exif(data),
        }
        reader.seek_relative_by((len % 2) as i64)?;
    }
}
