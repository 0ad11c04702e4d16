//! What is said of a picture: from its plan and its options to tags.

use nd_core::DType;

use super::super::bits::element;
use super::super::directory::tag;
use super::super::picture::Picture;
use super::super::predictor::Predictor;
use super::super::{Result, codec, geo, unsupported};
use super::directory::{Tags, Value};
use super::options::{ResolutionUnit, TiffPageOptions};
use super::plan::Plan;
use crate::picture::TiffCompression;

/// Tags that say how samples are stored, and those that other options stand for.
const OURS: [u16; 44] = [
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 280, 281, 282, 283,
    284, 288, 289, 290, 291, 292, 293, 296, 317, 320, 322, 323, 324, 325, 330, 338, 339, 340, 341,
    347, 512, 513, 514, 34675, 42113,
];

/// Those of georeferencing.
const PLACE: [u16; 6] =
    [geo::PIXEL_SCALE, geo::TIEPOINTS, geo::TRANSFORMATION, geo::KEYS, geo::DOUBLES, geo::TEXTS];

/// Other tags of packed pixels that are not kept, and pointers to directories that are not.
const LOST: [u16; 14] =
    [515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34412, 34665, 34853, 40965];

/// Tags of the picture itself, of a smaller level only those that its pixels need.
///
/// # Errors
/// `Unsupported` for tags of the user's that hold what no tag does, or that the writer writes.
pub(super) fn describe(plan: &Plan, options: &TiffPageOptions, reduced: bool) -> Result<Tags> {
    let mut tags = Tags::default();
    storage(plan, &mut tags);
    colours(plan, options, &mut tags)?;
    if let Some(nodata) = options.nodata {
        tags.set(tag::NODATA, Value::text(&number(nodata)));
    }
    if reduced {
        tags.set(tag::SUBFILE, Value::longs(&[1]));
        return Ok(tags);
    }
    if let Some(resolution) = options.resolution {
        tags.set(282, Value::fractions(&resolution[..1]));
        tags.set(283, Value::fractions(&resolution[1..]));
        tags.set(296, Value::shorts(&[options.resolution_unit.code()]));
    }
    if let Some(profile) = &options.icc_profile {
        tags.set(tag::ICC_PROFILE, Value::bytes(profile));
    }
    if let Some(place) = &options.georeference {
        let doubles = [
            (geo::PIXEL_SCALE, place.pixel_scale.map(|scale| scale.to_vec()).unwrap_or_default()),
            (geo::TIEPOINTS, place.tiepoints.as_flattened().to_vec()),
            (geo::TRANSFORMATION, place.transformation.map(|m| m.to_vec()).unwrap_or_default()),
        ];
        let (keys, numbers, texts) = place.key_tags();
        for (tag, values) in doubles.into_iter().chain([(geo::DOUBLES, numbers)]) {
            if !values.is_empty() {
                tags.set(tag, Value::doubles(&values));
            }
        }
        if keys.len() > 4 {
            tags.set(geo::KEYS, Value::shorts(&keys));
        }
        if !texts.is_empty() {
            tags.set(geo::TEXTS, Value::text(&texts));
        }
    }
    for (&tag, value) in &options.tags {
        if OURS.contains(&tag) || tags.has(tag) {
            return Err(unsupported(format!(
                "tag {tag} as one of one's own: the writer writes it"
            )));
        }
        tags.set(tag, Value::of(tag, value)?);
    }
    Ok(tags)
}

/// A number as GDAL writes it.
pub(super) fn number(x: f64) -> String {
    match x {
        x if x.is_nan() => "nan".to_owned(),
        x if x.is_infinite() => if x > 0.0 { "inf" } else { "-inf" }.to_owned(),
        x => x.to_string(),
    }
}

/// How samples are stored.
fn storage(plan: &Plan, tags: &mut Tags) {
    let n = plan.samples;
    tags.set(tag::WIDTH, Value::longs(&[plan.size[1] as u64]));
    tags.set(tag::LENGTH, Value::longs(&[plan.size[0] as u64]));
    tags.set(tag::BITS, Value::shorts(&vec![plan.bits.into(); n]));
    tags.set(tag::COMPRESSION, Value::shorts(&[plan.compression.code()]));
    tags.set(tag::SAMPLES, Value::shorts(&[n as u64]));
    let [rows, columns] = plan.chunk.map(|n| n as u64);
    if plan.tiled {
        tags.set(tag::TILE_WIDTH, Value::longs(&[columns]));
        tags.set(tag::TILE_LENGTH, Value::longs(&[rows]));
    } else {
        tags.set(tag::ROWS_PER_STRIP, Value::longs(&[rows]));
    }
    tags.set(tag::PLANAR, Value::shorts(&[if plan.separate { 2 } else { 1 }]));
    if plan.predictor > 1 {
        tags.set(tag::PREDICTOR, Value::shorts(&[plan.predictor.into()]));
    }
    let kind = match plan.dtype {
        dtype if dtype.is_complex() => 6,
        dtype if dtype.is_float() => 3,
        dtype if dtype.is_integer() && dtype.is_signed() => 2,
        _ => 1,
    };
    tags.set(tag::SAMPLE_FORMAT, Value::shorts(&vec![kind; n]));
}

/// What samples mean as colours.
fn colours(plan: &Plan, options: &TiffPageOptions, tags: &mut Tags) -> Result<()> {
    let n = plan.samples;
    let in_jpeg = plan.compression == TiffCompression::Jpeg && plan.chunk_samples() == 3;
    let photometric = match (&options.palette, plan.rgb) {
        (Some(_), _) => 3,
        (None, true) if in_jpeg => 6,
        (None, true) => 2,
        (None, false) => u64::from(!options.white_is_zero),
    };
    tags.set(tag::PHOTOMETRIC, Value::shorts(&[photometric]));
    if in_jpeg {
        tags.set(tag::SUBSAMPLING, Value::shorts(&[1, 1]));
    }
    // One channel beyond the colours is alpha, not multiplied into them; of more nobody knows.
    let extra = n - if plan.rgb { 3 } else { 1 };
    if extra > 0 {
        let alpha = extra == 1;
        tags.set(tag::EXTRA_SAMPLES, Value::shorts(&vec![if alpha { 2 } else { 0 }; extra]));
    }
    let Some(palette) = &options.palette else { return Ok(()) };
    let numbers = if plan.bits <= 16 { 1usize << plan.bits } else { 0 };
    let unsigned = plan.dtype.is_integer() && !plan.dtype.is_signed();
    if n > 1 || !unsigned || palette.shape() != [numbers, 3] {
        return Err(unsupported(format!(
            "a palette of shape {:?} for {n} channels of {} in {} bits: it is (2ⁿ, 3), for one of n bits, unsigned",
            palette.shape(),
            plan.dtype,
            plan.bits
        )));
    }
    let planes: Vec<u64> =
        (0..3).flat_map(|c| (0..numbers).map(move |i| u64::from(palette[[i, c]]))).collect();
    tags.set(tag::COLOR_MAP, Value::shorts(&planes));
    Ok(())
}

/// The bytes of the element that is no data.
pub(super) fn nodata(options: &TiffPageOptions, dtype: DType) -> Option<Vec<u8>> {
    let nodata = options.nodata?;
    // Zero is an element like others here.
    if nodata == 0.0 && !dtype.is_complex() {
        return Some(vec![0; dtype.itemsize()]);
    }
    element(&number(nodata), dtype)
}

impl TiffPageOptions {
    /// Options that write what a picture is.
    ///
    /// # Errors
    /// `Corrupt`, the system's.
    pub(in super::super) fn of_picture(picture: &Picture) -> Result<Self> {
        let (tags, input, layout) = (&*picture.tags, &*picture.input, &picture.layout);
        let number = |tag| tags.number(input, tag);
        let [_, rows, columns, _] = layout.chunk;
        let sixteen = |n: usize| n.next_multiple_of(16);
        let wide = layout.sample.dtype.itemsize() as u32 * 8;
        let whole = layout.sample.dtype.is_integer() && layout.sample.bits != wide;
        let nodata = tags.text(input, tag::NODATA)?.and_then(|text| text.trim().parse().ok());
        let rgb = matches!(layout.photometric, Some(2 | 6));
        let mut options = Self {
            compression: written(layout.compression),
            predictor: layout.predictor != Predictor::None,
            tile: layout.tiled.then(|| [sixteen(rows), sixteen(columns)]),
            rows_per_strip: (!layout.tiled).then_some(rows),
            separate: layout.separate,
            bits: (whole && layout.sample.bits <= 31).then_some(layout.sample.bits),
            rgb: Some(rgb),
            white_is_zero: layout.photometric == Some(0),
            palette: super::super::colours::Palette::stored(picture)?,
            resolution: None,
            resolution_unit: number(296)?
                .map_or_else(ResolutionUnit::default, ResolutionUnit::of_code),
            icc_profile: tags.bytes(input, tag::ICC_PROFILE)?,
            georeference: geo::GeoReference::read(input, tags)?,
            nodata,
            ..Self::default()
        };
        let [x, y] = [282, 283].map(|tag| tags.doubles(input, tag));
        options.resolution = x?.first().zip(y?.first()).map(|(&x, &y)| [x, y]);
        for number in tags.tags() {
            let ours = OURS.contains(&number) || PLACE.contains(&number) || LOST.contains(&number);
            if !ours && let Some(value) = tags.attribute(input, number)? {
                options.tags.insert(number, value);
            }
        }
        Ok(options)
    }
}

/// The packing that is written in the place of one that is read.
fn written(compression: codec::Compression) -> TiffCompression {
    use codec::Compression;
    match compression {
        Compression::Deflate => TiffCompression::Deflate,
        Compression::Lzw => TiffCompression::Lzw,
        Compression::PackBits => TiffCompression::PackBits,
        Compression::Zstd => TiffCompression::Zstd,
        Compression::Lzma => TiffCompression::Lzma,
        Compression::Fax(_) => TiffCompression::Group4,
        Compression::Jpeg => TiffCompression::Jpeg,
        Compression::WebP => TiffCompression::WebP,
        Compression::None | Compression::Other(_) => TiffCompression::Uncompressed,
    }
}
