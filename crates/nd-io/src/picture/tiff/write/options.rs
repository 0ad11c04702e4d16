//! How TIFF files and their pages are written.

use std::collections::BTreeMap;

use nd_core::{AnyArray, Array};

use super::super::geo::GeoReference;
use super::super::imagej::ImageJ;
use super::super::ome::OmeImage;
use crate::blocks::Attribute;
use crate::picture::{PictureMetadata, TiffCompression};

/// What a length of a resolution is counted by.
///
/// # Examples
/// ```
/// assert_eq!(nd_io::ResolutionUnit::default(), nd_io::ResolutionUnit::Inch);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ResolutionUnit {
    /// Only the ratio of the two resolutions means something.
    None,
    /// Pixels per inch.
    #[default]
    Inch,
    /// Pixels per centimetre.
    Centimetre,
}

impl ResolutionUnit {
    /// By its number in files.
    pub(in super::super) fn of_code(code: u64) -> Self {
        match code {
            1 => Self::None,
            3 => Self::Centimetre,
            _ => Self::Inch,
        }
    }

    pub(super) fn code(self) -> u64 {
        match self {
            Self::None => 1,
            Self::Inch => 2,
            Self::Centimetre => 3,
        }
    }
}

/// What a pixel of a smaller level of a pyramid is made of.
///
/// # Examples
/// ```
/// assert_eq!(nd_io::TiffReduction::default(), nd_io::TiffReduction::Mean);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TiffReduction {
    /// The mean of two by two pixels, of fewer at the edges: of whole numbers rounded, halves up; of those that are
    /// the value for no data none. NaN where one is NaN. Booleans and palettes are taken as by `Nearest`.
    #[default]
    Mean,
    /// The first of two by two pixels: for labels.
    Nearest,
}

/// How a TIFF file is written as a whole.
///
/// # Examples
/// ```
/// use nd_io::TiffOptions;
///
/// assert_eq!(TiffOptions::default().big, None);
/// assert!(TiffOptions::default().cloud_optimized(true).cloud_optimized);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TiffOptions {
    /// Whether places have 64 bits, as files above 4 GiB need; `None` for where that is so.
    pub big: Option<bool>,
    /// Whether the file is a Cloud-optimised GeoTIFF: one page, all that is said of it and of its smaller levels in
    /// front, then the pixels, the smallest level first. Pixels are written twice, to a file beside it first.
    pub cloud_optimized: bool,
    /// What OME-TIFF says of the pages: which axes they are along, how large a pixel is, what the channels are.
    pub ome: Option<OmeImage>,
    /// What ImageJ says of the pages.
    pub imagej: Option<ImageJ>,
    /// Whether finishing waits until everything is on the disk; true by default.
    pub durable: bool,
}

impl Default for TiffOptions {
    fn default() -> Self {
        Self { big: None, cloud_optimized: false, ome: None, imagej: None, durable: true }
    }
}

impl TiffOptions {
    /// Sets whether places have 64 bits.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffFile, TiffOptions, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-big-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create_with(&path, &TiffOptions::default().big(true))?;
    /// writer.write_page(&[[1u8, 2]], &TiffPageOptions::default())?;
    /// writer.finish()?;
    /// assert!(TiffFile::open(&path)?.is_big());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn big(self, big: bool) -> Self {
        Self { big: Some(big), ..self }
    }

    /// Sets whether the file is a Cloud-optimised GeoTIFF.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffFile, TiffOptions, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-cog-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create_with(&path, &TiffOptions::default().cloud_optimized(true))?;
    /// let picture = nd_core::Array::<u8>::zeros([64, 64]);
    /// writer.write_page(&picture, &TiffPageOptions::default().tile([32, 32]).levels(1))?;
    /// writer.finish()?;
    /// // The smaller level is the second page.
    /// assert!(TiffFile::open(&path)?.page(1)?.is_reduced());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn cloud_optimized(self, cloud_optimized: bool) -> Self {
        Self { cloud_optimized, ..self }
    }

    /// Sets what OME-TIFF says of the pages.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{OmeImage, TiffOptions};
    ///
    /// let options = TiffOptions::default().ome(OmeImage::new("ZYX", &[4]));
    /// assert_eq!(options.ome.unwrap().axes, "ZYX");
    /// ```
    #[must_use]
    pub fn ome(self, ome: OmeImage) -> Self {
        Self { ome: Some(ome), ..self }
    }

    /// Sets what ImageJ says of the pages.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ImageJ, TiffOptions};
    ///
    /// let options = TiffOptions::default().imagej(ImageJ::default().slices(3));
    /// assert_eq!(options.imagej.unwrap().slices, 3);
    /// ```
    #[must_use]
    pub fn imagej(self, imagej: ImageJ) -> Self {
        Self { imagej: Some(imagej), ..self }
    }

    /// Sets whether finishing waits until everything is on the disk.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_io::TiffOptions::default().durable(false).durable);
    /// ```
    #[must_use]
    pub fn durable(self, durable: bool) -> Self {
        Self { durable, ..self }
    }
}

/// How a page of a TIFF file is written.
///
/// # Examples
/// ```
/// use nd_io::{TiffCompression, TiffPageOptions};
///
/// let options = TiffPageOptions::default().tile([256, 256]).compression(TiffCompression::Deflate);
/// assert_eq!((options.tile, options.predictor), (Some([256, 256]), true));
/// ```
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct TiffPageOptions {
    /// What strips and tiles are packed with.
    pub compression: TiffCompression,
    /// How hard: 0 to 9 for Deflate and LZMA (6 if `None`), 1 to 22 for Zstandard (3 if `None`).
    pub level: Option<u32>,
    /// For JPEG: 1 (worst) to 100 (best).
    pub jpeg_quality: u8,
    /// Whether differences are packed in the place of numbers, which makes smaller files mostly: by Deflate, LZW,
    /// Zstandard and LZMA. True by default.
    pub predictor: bool,
    /// Rows and columns of tiles, multiples of 16; `None` for strips.
    pub tile: Option<[usize; 2]>,
    /// Rows of strips; `None` for as many as have 256 KiB.
    pub rows_per_strip: Option<usize>,
    /// Whether the samples of a pixel are stored apart from each other, in planes.
    pub separate: bool,
    /// Bits that a whole number is stored in, if fewer than its type has: 1 to 31.
    pub bits: Option<u32>,
    /// Smaller levels of a pyramid, each half the one before: at most so many, and none after the first that fits
    /// into one tile.
    pub levels: usize,
    /// What a pixel of a smaller level is made of.
    pub reduction: TiffReduction,
    /// Whether three samples or four are red, green, blue and alpha; `None` for where bytes or words are.
    pub rgb: Option<bool>,
    /// Whether 0 is white: it is said, and the numbers are stored as they are.
    pub white_is_zero: bool,
    /// The colours that numbers of one channel stand for: `(n, 3)`, red, green and blue from 0 to 65,535.
    pub palette: Option<Array<u16>>,
    /// Pixels per unit, along x and y.
    pub resolution: Option<[f64; 2]>,
    /// The unit of the resolution.
    pub resolution_unit: ResolutionUnit,
    /// An ICC profile, as it is.
    pub icc_profile: Option<Vec<u8>>,
    /// Where on Earth the picture is.
    pub georeference: Option<GeoReference>,
    /// The value that stands for no data, as GDAL reads it.
    pub nodata: Option<f64>,
    /// Tags by their numbers.
    pub tags: BTreeMap<u16, Attribute>,
}

impl Default for TiffPageOptions {
    fn default() -> Self {
        Self {
            compression: TiffCompression::Uncompressed,
            level: None,
            jpeg_quality: 90,
            predictor: true,
            tile: None,
            rows_per_strip: None,
            separate: false,
            bits: None,
            levels: 0,
            reduction: TiffReduction::Mean,
            rgb: None,
            white_is_zero: false,
            palette: None,
            resolution: None,
            resolution_unit: ResolutionUnit::Inch,
            icc_profile: None,
            georeference: None,
            nodata: None,
            tags: BTreeMap::new(),
        }
    }
}

impl Clone for TiffPageOptions {
    /// Palettes are copied by a function that is compiled once, which a derived one is not.
    fn clone(&self) -> Self {
        Self {
            palette: self.palette.as_ref().map(|palette| palette.view().to_array()),
            icc_profile: self.icc_profile.clone(),
            georeference: self.georeference.clone(),
            tags: self.tags.clone(),
            ..*self
        }
    }
}

/// Setters that only put a value into its field.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $T:ty => $value:expr;)*) => {
        impl TiffPageOptions {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(mut self, $name: $T) -> Self {
                self.$name = $value;
                self
            }
        )*}
    };
}

setters! {
    /// Sets what strips and tiles are packed with.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffCompression, TiffPageOptions};
    ///
    /// let options = TiffPageOptions::default().compression(TiffCompression::Lzw);
    /// assert_eq!(options.compression, TiffCompression::Lzw);
    /// ```
    compression: TiffCompression => compression;

    /// Sets how hard it is packed.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::TiffPageOptions::default().level(9).level, Some(9));
    /// ```
    level: u32 => Some(level);

    /// Sets the quality of JPEG.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::TiffPageOptions::default().jpeg_quality(75).jpeg_quality, 75);
    /// ```
    jpeg_quality: u8 => jpeg_quality;

    /// Sets whether differences are packed.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_io::TiffPageOptions::default().predictor(false).predictor);
    /// ```
    predictor: bool => predictor;

    /// Sets rows and columns of tiles.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ReadBlocks, TiffFile, TiffOptions, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-tile-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// writer.write_page(&nd_core::Array::<u8>::zeros([40, 40]), &TiffPageOptions::default().tile([16, 32]))?;
    /// writer.finish()?;
    /// assert_eq!(TiffFile::open(&path)?.page(0)?.info().chunks.unwrap()[..], [16, 32]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    tile: [usize; 2] => Some(tile);

    /// Sets the rows of strips.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::TiffPageOptions::default().rows_per_strip(8).rows_per_strip, Some(8));
    /// ```
    rows_per_strip: usize => Some(rows_per_strip);

    /// Sets whether samples are stored in planes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::TiffPageOptions::default().separate(true).separate);
    /// ```
    separate: bool => separate;

    /// Sets the bits that a whole number is stored in.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-bits-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// writer.write_page(&[[1u16, 4095]], &TiffPageOptions::default().bits(12))?;
    /// writer.finish()?;
    /// assert_eq!(nd_io::load::<u16>(&path)?.into_vec(), [1, 4095]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    bits: u32 => Some(bits);

    /// Sets how many smaller levels of a pyramid there are at most.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffFile, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-levels-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// let options = TiffPageOptions::default().tile([16, 16]).levels(usize::MAX);
    /// writer.write_page(&nd_core::Array::<u8>::zeros([100, 60]), &options)?;
    /// writer.finish()?;
    /// // 50 × 30, 25 × 15, and 13 × 8, which fits into a tile.
    /// assert_eq!(TiffFile::open(&path)?.page(0)?.sub_page_count()?, 3);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    levels: usize => levels;

    /// Sets what a pixel of a smaller level is made of.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffPageOptions, TiffReduction};
    ///
    /// let options = TiffPageOptions::default().reduction(TiffReduction::Nearest);
    /// assert_eq!(options.reduction, TiffReduction::Nearest);
    /// ```
    reduction: TiffReduction => reduction;

    /// Sets whether samples are red, green, blue and alpha.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::TiffPageOptions::default().rgb(false).rgb, Some(false));
    /// ```
    rgb: bool => Some(rgb);

    /// Sets whether 0 is white.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::TiffPageOptions::default().white_is_zero(true).white_is_zero);
    /// ```
    white_is_zero: bool => white_is_zero;

    /// Sets the colours that numbers stand for.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-palette-out-{}.tif", std::process::id()));
    /// let mut palette = nd_core::Array::<u16>::zeros([256, 3]);
    /// palette[[7, 0]] = 65_535;
    /// let mut writer = TiffWriter::create(&path)?;
    /// writer.write_page(&[[7u8, 0]], &TiffPageOptions::default().palette(palette))?;
    /// writer.finish()?;
    /// assert_eq!(nd_io::load_any(&path)?.shape(), [1, 2, 3]); // looked up
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    palette: Array<u16> => Some(palette);

    /// Sets pixels per unit, along x and y.
    ///
    /// # Examples
    /// ```
    /// let options = nd_io::TiffPageOptions::default().resolution([300.0, 300.0]);
    /// assert_eq!(options.resolution, Some([300.0, 300.0]));
    /// ```
    resolution: [f64; 2] => Some(resolution);

    /// Sets the unit of the resolution.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ResolutionUnit, TiffPageOptions};
    ///
    /// let options = TiffPageOptions::default().resolution_unit(ResolutionUnit::Centimetre);
    /// assert_eq!(options.resolution_unit, ResolutionUnit::Centimetre);
    /// ```
    resolution_unit: ResolutionUnit => resolution_unit;

    /// Sets the ICC profile.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::TiffPageOptions::default().icc_profile(vec![1]).icc_profile, Some(vec![1]));
    /// ```
    icc_profile: Vec<u8> => Some(icc_profile);

    /// Sets where on Earth the picture is.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{GeoReference, TiffFile, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-geo-{}.tif", std::process::id()));
    /// let place = GeoReference::north_up([500_000.0, 4_600_000.0], [10.0, 10.0]).projected(32633);
    /// let mut writer = TiffWriter::create(&path)?;
    /// writer.write_page(&[[1u8, 2]], &TiffPageOptions::default().georeference(place.clone()))?;
    /// writer.finish()?;
    /// assert_eq!(TiffFile::open(&path)?.page(0)?.georeference()?, Some(place));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    georeference: GeoReference => Some(georeference);

    /// Sets the value that stands for no data.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::TiffPageOptions::default().nodata(-9999.0).nodata, Some(-9999.0));
    /// ```
    nodata: f64 => Some(nodata);
}

impl TiffPageOptions {
    /// Takes what a picture says beside its pixels: resolution, ICC profile, orientation.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureMetadata, TiffPageOptions};
    ///
    /// let about = PictureMetadata::default().resolution([300.0, 300.0]);
    /// let options = TiffPageOptions::default().metadata(&about);
    /// assert_eq!(options.resolution, Some([300.0, 300.0]));
    /// ```
    #[must_use]
    pub fn metadata(mut self, about: &PictureMetadata) -> Self {
        self.icc_profile = about.icc_profile.clone();
        (self.resolution, self.resolution_unit) = (about.resolution, about.resolution_unit);
        match about.orientation.code() {
            1 => self,
            code => self.tag(274, AnyArray::from(Array::from_shape_vec((), vec![code]))),
        }
    }

    /// Adds a tag: text, bytes, or numbers of the type that they are to have; `f64` where the tag is a fraction.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffFile, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-tag-out-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// writer.write_page(&[[1u8]], &TiffPageOptions::default().tag(305, "a program"))?;
    /// writer.finish()?;
    /// assert_eq!(TiffFile::open(&path)?.page(0)?.tag(305)?.unwrap().as_text(), Some("a program"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tag(mut self, number: u16, value: impl Into<Attribute>) -> Self {
        self.tags.insert(number, value.into());
        self
    }

    /// Sets the text that describes the picture, tag 270.
    ///
    /// # Examples
    /// ```
    /// let options = nd_io::TiffPageOptions::default().description("a cell");
    /// assert_eq!(options.tags[&270].as_text(), Some("a cell"));
    /// ```
    #[must_use]
    pub fn description(self, text: impl Into<String>) -> Self {
        self.tag(270, text.into())
    }
}
