//! [`TiffPage`]: one picture of a TIFF file.

use std::sync::Arc;

use nd_core::{Array, Shape};

use super::codec::Compression;
use super::colours::Palette;
use super::directory::{Directory, tag};
use super::geo::GeoReference;
use super::layout::photometric;
use super::names;
use super::picture::Picture;
use super::write::TiffPageOptions;
use super::{Result, corrupt};
use crate::blocks::{ArrayInfo, Attribute, Attributes, ReadBlocks, Region};
use crate::error::ErrorKind;

/// One picture of a TIFF file: a stored array `(h, w)`, or `(h, w, c)` where a pixel has several samples; with
/// planes in front where it is a volume, `(d, h, w)`.
///
/// From [`TiffFile::page`](super::TiffFile::page). Regions are read strip by strip or tile by tile, on all
/// threads; those that are not stored are zeros, or GDAL's value for no data. Samples are as they are in the file:
/// not inverted where white is 0, not turned as `orientation` says, not scaled; of 1 bit they are `bool`, of 2 to
/// 8 `u8`, of 9 to 16 `u16`, and so on; whole numbers of 24 bits have the file's byte order, as in libtiff, and others
/// that are no whole bytes the high bit first. Separate planes come out as the last axis. YCbCr in JPEG becomes RGB,
/// and bands in JPEG that are no colours stay as they are.
///
/// What the file says of it is in the [attributes](ArrayInfo::attributes) of [`info`](ReadBlocks::info), under the
/// names `description`, `photometric`, `x_resolution`, `y_resolution`, `resolution_unit`, `software`,
/// `date_time`, `orientation`, `gdal_nodata`, `gdal_metadata`, `geo_key_directory`, … ; [`tag`](Self::tag) has all
/// the rest. ImageJ's and OME's descriptions are the file's: [`TiffFile::imagej`](super::TiffFile::imagej),
/// [`TiffFile::ome`](super::TiffFile::ome).
///
/// # Examples
/// ```
/// use nd_core::s;
/// use nd_io::{Dataset, TiffFile};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-page-{}.tif", std::process::id()));
/// nd_io::save_picture(&path, &[[1u16, 2, 3], [4, 5, 6]])?;
/// let page = Dataset::new(TiffFile::open(&path)?.page(0)?);
/// assert_eq!(page.read::<u16>(s![.., 1])?.into_vec(), [2, 5]);
/// assert_eq!(page.attributes()["photometric"].as_text(), Some("minisblack"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct TiffPage {
    pub(super) picture: Arc<Picture>,
    palette: Option<Arc<Palette>>,
    info: ArrayInfo,
}

impl TiffPage {
    pub(super) fn new(picture: Picture) -> Self {
        let layout = &picture.layout;
        let mut info = ArrayInfo::new(layout.shape(), layout.sample.dtype);
        info.chunks = Some(clipped(layout.chunk_shape(), &info.shape));
        info.compression = layout.compression.words();
        let predictor = layout.predictor.words();
        if !predictor.is_empty() {
            let join = if info.compression.is_empty() { "" } else { ", " };
            info.compression = format!("{}{join}{predictor}", info.compression);
        }
        info.attributes = attributes(&picture);
        Self { picture: Arc::new(picture), palette: None, info }
    }

    /// The same picture with the colours that its numbers stand for, if it has a palette: `(h, w, 3)`, of `u8`
    /// where 8 bits are all that the palette's colours have, else of `u16`.
    ///
    /// # Errors
    /// [`Corrupt`](crate::ErrorKind::Corrupt) for numbers without a palette,
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for those with other samples beside them (alpha, say) and for
    /// such as are below 0, no whole numbers, or longer than 16 bits; the system's.
    ///
    /// # NumPy
    /// `page.colormap[:, page.asarray()]` of tifffile, with the channels last.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ReadBlocks, TiffFile};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-colours-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// let grey = TiffFile::open(&path)?.page(0)?;
    /// assert!(grey.palette()?.is_none());
    /// assert_eq!(grey.colours()?.info().shape[..], [1, 2]); // as it was
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn colours(self) -> Result<Self> {
        if self.palette.is_some() || !Palette::belongs_to(&self.picture)? {
            return Ok(self);
        }
        let palette = Palette::read(&self.picture)?;
        let longer = |extents: &Shape| Shape::from([&extents[..], &[3]].concat());
        let mut info = self.info.clone();
        info.dtype = palette.dtype;
        info.shape = longer(&self.info.shape);
        info.chunks = self.info.chunks.as_ref().map(longer);
        info.attributes.insert("photometric".to_owned(), "rgb".into());
        Ok(Self { picture: self.picture, palette: Some(Arc::new(palette)), info })
    }

    /// The palette: `(n, 3)`, red, green and blue from 0 to 65,535; `None` without one.
    ///
    /// # Errors
    /// [`Corrupt`](crate::ErrorKind::Corrupt) for one that is none, the system's.
    ///
    /// # NumPy
    /// `page.colormap.T` of tifffile.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-palette-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// let grey = nd_io::TiffFile::open(&path)?.page(0)?;
    /// assert!(grey.palette()?.is_none());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn palette(&self) -> Result<Option<Array<u16>>> {
        Palette::stored(&self.picture)
    }

    /// What a tag holds: text, one number, or several; `None` without it. Fractions are `f64`, values without a type
    /// `u8`.
    ///
    /// # Errors
    /// [`Corrupt`](crate::ErrorKind::Corrupt) for values that the file has not, the system's.
    ///
    /// # NumPy
    /// `page.tags[number].value` of tifffile.
    ///
    /// # Examples
    /// ```
    /// use nd_io::TiffFile;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-tag-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// let page = TiffFile::open(&path)?.page(0)?;
    /// assert_eq!(page.tag(258)?.unwrap().to_string(), "16"); // bits a sample
    /// assert!(page.tag(65_000)?.is_none());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tag(&self, number: u16) -> Result<Option<Attribute>> {
        self.picture.tags.attribute(&self.picture.input, number)
    }

    /// The numbers of the tags there are, in order.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-tags-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// let page = nd_io::TiffFile::open(&path)?.page(0)?;
    /// assert_eq!(page.tags()[..2], [256, 257]); // width and height
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tags(&self) -> Vec<u16> {
        self.picture.tags.tags().collect()
    }

    /// Where on Earth the picture is, if GeoTIFF's tags say it.
    ///
    /// # Errors
    /// [`Corrupt`](crate::ErrorKind::Corrupt) for tags that are no such, the system's.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-nowhere-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// assert!(nd_io::TiffFile::open(&path)?.page(0)?.georeference()?.is_none());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn georeference(&self) -> Result<Option<GeoReference>> {
        GeoReference::read(&self.picture.input, &self.picture.tags)
    }

    /// The value that stands for no data, as GDAL writes it; `None` where there is none, or it is no number.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-nodata-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// assert_eq!(nd_io::TiffFile::open(&path)?.page(0)?.nodata(), None);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn nodata(&self) -> Option<f64> {
        let text = self.picture.tags.text(&self.picture.input, tag::NODATA).ok()??;
        text.trim().parse().ok()
    }

    /// Options that write what this page is: its packing, strips or tiles, palette, resolution, ICC profile,
    /// georeferencing and every other tag that does not say where and how its samples are stored. Its levels are
    /// not among them, nor is packing that is not written.
    ///
    /// # Errors
    /// [`Corrupt`](crate::ErrorKind::Corrupt) for tags that are none, the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffFile, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-kept-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// let options = TiffPageOptions::default().tile([16, 16]).nodata(7.0).tag(315, "a painter");
    /// writer.write_page(&[[1u8, 2]], &options)?;
    /// writer.finish()?;
    /// let kept = TiffFile::open(&path)?.page(0)?.options()?;
    /// assert_eq!((kept.tile, kept.nodata), (Some([16, 16]), Some(7.0)));
    /// assert_eq!(kept.tags[&315].as_text(), Some("a painter"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn options(&self) -> Result<TiffPageOptions> {
        TiffPageOptions::of_picture(&self.picture)
    }

    /// Whether it is another picture of the file in fewer pixels: a thumbnail, or a level of a pyramid.
    ///
    /// # NumPy
    /// `page.is_reduced` of tifffile.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-reduced-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// assert!(!nd_io::TiffFile::open(&path)?.page(0)?.is_reduced());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn is_reduced(&self) -> bool {
        let number = |tag| self.picture.tags.number(&self.picture.input, tag).ok().flatten();
        match number(tag::SUBFILE) {
            Some(kind) => kind & 1 == 1,
            None => number(tag::OLD_SUBFILE) == Some(2),
        }
    }

    /// The pictures that hang on this one: levels of a pyramid, mostly, each smaller than the one before.
    /// [`sub_page`](Self::sub_page) gives one alone, which those that cannot be read do not hide.
    ///
    /// # Errors
    /// [`Corrupt`](crate::ErrorKind::Corrupt) and [`Unsupported`](crate::ErrorKind::Unsupported) for one that is
    /// not described as it should be, [`Corrupt`](crate::ErrorKind::Corrupt) for two at one place, for more than 4096
    /// and for such as share what is said of them; the system's.
    ///
    /// # NumPy
    /// `page.pages` of tifffile.
    ///
    /// # Examples
    /// ```
    /// use nd_io::TiffFile;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-sub-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// assert_eq!(TiffFile::open(&path)?.page(0)?.sub_pages()?.len(), 0);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sub_pages(&self) -> Result<Vec<Self>> {
        let mut pages = Vec::new();
        // An honest file says each thing once, so all together do not say more than there is in it.
        let (input, mut said) = (&self.picture.input, 0u64);
        for i in 0..self.sub_page_count()? {
            let page = self.sub_picture(i)?;
            said = said.saturating_add(page.tags.length(names::ATTRIBUTES.map(|(tag, _)| tag)));
            if said > input.len.saturating_add(1 << 20) {
                return Err(corrupt(format!(
                    "what it says of {} pictures is more than it has",
                    i + 1
                )));
            }
            pages.push(Self::new(page));
        }
        Ok(pages)
    }

    /// How many pictures hang on this one.
    ///
    /// # Errors
    /// [`Corrupt`](crate::ErrorKind::Corrupt) for a list of them that is none, has one twice, or is longer than 4096;
    /// the system's.
    ///
    /// # NumPy
    /// `len(page.pages)` of tifffile.
    ///
    /// # Examples
    /// ```
    /// use nd_io::TiffFile;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-subs-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// assert_eq!(TiffFile::open(&path)?.page(0)?.sub_page_count()?, 0);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sub_page_count(&self) -> Result<usize> {
        Ok(self.picture.sub_places()?.len())
    }

    /// One of the pictures that hang on this one, by its number from 0, whatever is wrong with the others.
    ///
    /// # Errors
    /// [`NoSuchArray`](crate::ErrorKind::NoSuchArray) where there is none; else as [`sub_pages`](Self::sub_pages).
    ///
    /// # NumPy
    /// `page.pages[i]` of tifffile.
    ///
    /// # Examples
    /// ```
    /// use nd_io::TiffFile;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-sub-i-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// let error = TiffFile::open(&path)?.page(0)?.sub_page(0).unwrap_err();
    /// assert!(error.to_string().contains("no array"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn sub_page(&self, i: usize) -> Result<Self> {
        self.sub_picture(i).map(Self::new)
    }

    pub(super) fn sub_picture(&self, i: usize) -> Result<Picture> {
        let places = self.picture.sub_places()?;
        let Some(&at) = places.get(i) else {
            let there = (0..places.len()).map(|i| i.to_string()).collect();
            return Err(ErrorKind::NoSuchArray { name: i.to_string(), there }.into());
        };
        let input = &self.picture.input;
        Picture::open(input, Arc::new(Directory::read(input, at)?))
    }

    /// Refuses what cannot be read, what the file cannot hold, and chunks of more than `most` bytes, before there is
    /// memory for them.
    pub(super) fn admit(&self, most: u64) -> Result<()> {
        self.picture.admit(&Region::all(self.picture.layout.shape()), most)
    }
}

impl ReadBlocks for TiffPage {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        self.info.check(region, out.len())?;
        match &self.palette {
            _ if out.is_empty() => Ok(()),
            Some(palette) => palette.fill(&self.picture, region, out),
            None => self.picture.read(region, out),
        }
    }
}

/// Chunks no larger than the array.
fn clipped(chunks: Shape, shape: &[usize]) -> Shape {
    let smaller: Vec<usize> = chunks.iter().zip(shape).map(|(&a, &b)| a.min(b)).collect();
    Shape::from(smaller)
}

/// What the file says of a picture, as far as it can be read.
fn attributes(picture: &Picture) -> Attributes {
    let (tags, input) = (&picture.tags, &picture.input);
    let mut attributes = Attributes::new();
    for (number, name) in names::ATTRIBUTES {
        if let Ok(Some(value)) = tags.attribute(input, number) {
            attributes.insert(name.to_owned(), value);
        }
    }
    if let Some(code) = picture.layout.photometric {
        let made_rgb = code == photometric::YCBCR
            && picture.layout.compression == Compression::Jpeg
            && picture.layout.chunk[3] == 3;
        let code = if made_rgb { photometric::RGB } else { code };
        attributes.insert("photometric".to_owned(), names::photometric(code).into());
    }
    let unit = tags.number(input, 296).ok().flatten().and_then(names::resolution_unit);
    if let Some(unit) = unit {
        attributes.insert("resolution_unit".to_owned(), unit.into());
    }
    if let Ok(Some(text)) = tags.text(input, tag::NODATA) {
        let number = text.trim().parse::<f64>();
        let value = number.map_or_else(|_| Attribute::Text(text), Attribute::from);
        attributes.insert("gdal_nodata".to_owned(), value);
    }
    attributes
}
