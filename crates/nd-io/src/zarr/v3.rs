//! Version 3: `zarr.json`, read and written.

use nd_core::{DType, Shape};

use super::attributes;
use super::codec::{self, Chain, Step};
use super::fill::Fill;
use super::json::{self, Extension, Object};
use super::keys::ChunkKeys;
use super::metadata::{Layout, Sharding, ZarrMetadata, ZarrVersion, extents};
use super::nested::Nested;
use super::texts::{AnyLength, Texts, without_vlen};
use super::{corrupt, unsupported};
use crate::blocks::{ArrayInfo, Attributes};
use crate::error::Error;

/// More codecs than anybody chains.
const MAX_CODECS: usize = 16;

/// The members of an array's metadata.
const MEMBERS: &[&str] = &[
    "zarr_format",
    "node_type",
    "shape",
    "data_type",
    "chunk_grid",
    "chunk_key_encoding",
    "fill_value",
    "codecs",
    "attributes",
    "dimension_names",
    "storage_transformers",
];

/// Reads an array's metadata.
///
/// # Errors
/// As [`ZarrMetadata::from_json`].
pub(super) fn array(object: &Object<'_>) -> Result<ZarrMetadata, Error> {
    array_of(object, None)
}

/// As [`array`], of numbers or of texts, which are numbers with an axis more.
pub(super) fn array_of(object: &Object<'_>, texts: Option<Texts>) -> Result<ZarrMetadata, Error> {
    let node: String = object.need_value("node_type")?;
    if node != "array" {
        return Err(corrupt(format!("{}: a {node}, not an array", object.place())));
    }
    object.only(MEMBERS)?;
    if !object.list("storage_transformers", MAX_CODECS)?.unwrap_or_default().is_empty() {
        return Err(unsupported("storage_transformers"));
    }
    let numbers = texts.and_then(Texts::numbers);
    let dtype = match numbers {
        Some((dtype, ..)) => dtype,
        None => dtype(object)?,
    };
    let (mut shape, mut outer) = (extents(object, "shape")?, chunk_shape(object)?);
    let fill = match (numbers, object.need("fill_value")?) {
        (None, text) => Fill::parse(text, dtype)?,
        (Some(_), text) if text.trim_matches(['"', 'A', '=']).is_empty() => Fill::zero(dtype),
        (Some(_), text) => return Err(unsupported(format!("texts with the fill value {text}"))),
    };
    let place = format!("{}: codecs", object.place());
    let codecs = extensions(object.need("codecs")?, &place)?;
    let names = dimension_names(object, shape.len())?;
    if let Some((_, width, _)) = numbers {
        if !codecs.iter().any(|codec| codec.name == "bytes") || codecs[0].name == "transpose" {
            return Err(unsupported(format!(
                "texts by codec {:?}",
                codecs.first().map(|codec| &codec.name)
            )));
        }
        (shape, outer) = (with_axis(&shape, width)?, with_axis(&outer, width.max(1))?);
    }
    let mut info = ArrayInfo::new(shape, dtype);
    if let Some(attributes) = object.object("attributes")? {
        info.attributes = attributes::parse(&attributes);
    }
    info.dimension_names =
        names.or_else(|| attributes::dimension_names(&info.attributes, shape.len()));
    let (inner, chain, sharding) = match &codecs[..] {
        [only] if only.name == "sharding_indexed" => {
            let Shards { inner, chain, sharding } = shards(only, dtype, shape.len(), fill, 0)?;
            (inner, chain, Some(sharding))
        }
        codecs => (outer, codec::chain(codecs, dtype, shape.len())?, None),
    };
    info.chunks = Some(inner);
    info.compression = words(&chain.steps);
    let uncounted = usize::from(numbers.is_some());
    let (version, keys) = (ZarrVersion::V3, ChunkKeys { uncounted, ..chunk_keys(object)? });
    ZarrMetadata::new(info, Layout { version, outer, keys, fill, chain, sharding })
}

/// A shape with an axis more.
///
/// # Errors
/// As for every shape.
pub(super) fn with_axis(shape: &[usize], n: usize) -> Result<Shape, Error> {
    let axes: Vec<usize> = shape.iter().copied().chain([n]).collect();
    Ok(Shape::try_new(&axes)?)
}

/// What the texts of an array are.
///
/// # Errors
/// `Unsupported` for an array of something else.
pub(super) fn texts(object: &Object<'_>) -> Result<Texts, Error> {
    let place = format!("{}: data_type", object.place());
    let extension = Extension::parse(object.need("data_type")?, &place)?;
    let bytes = |size: usize| -> Result<usize, Error> {
        let bytes: usize = extension.configuration.need_value("length_bytes")?;
        Ok(bytes / size)
    };
    match extension.name.as_str() {
        "string" => Ok(Texts::Lengths),
        "fixed_length_utf32" => Ok(Texts::Wide { width: bytes(4)?, swapped: false }),
        "null_terminated_bytes" => Ok(Texts::Bytes { width: bytes(1)? }),
        name => Err(unsupported(format!("texts of data_type {name:?}"))),
    }
}

/// What is said of texts each as long as it is.
pub(super) fn of_any_length(object: &Object<'_>, ndim: usize) -> Result<AnyLength, Error> {
    let place = format!("{}: codecs", object.place());
    let codecs = extensions(object.need("codecs")?, &place)?;
    let bytes = Extension::parse("\"bytes\"", &place)?;
    let rest = without_vlen(&codecs)?.iter();
    let mut chain = codec::chain(&[bytes], DType::U8, ndim)?;
    for extension in rest {
        codec::add_step(&mut chain, extension)?;
    }
    Ok((chunk_shape(object)?, chunk_keys(object)?, chain))
}

/// What a sharding codec says.
struct Shards {
    inner: Shape,
    chain: Chain,
    sharding: Sharding,
}

/// Shards of chunks, which may be shards again.
fn shards(
    codec: &Extension<'_>,
    dtype: DType,
    ndim: usize,
    fill: Fill,
    depth: usize,
) -> Result<Shards, Error> {
    const DEEPEST: usize = 4;
    let configuration = &codec.configuration;
    configuration.only(&["chunk_shape", "codecs", "index_codecs", "index_location"])?;
    let inner = extents(configuration, "chunk_shape")?;
    let place = configuration.place();
    let codecs = extensions(configuration.need("codecs")?, place)?;
    let sharding = sharding(configuration)?;
    let chain = match &codecs[..] {
        [only] if only.name == "sharding_indexed" => {
            if depth == DEEPEST {
                return Err(corrupt(format!("{place}: shards nest deeper than {DEEPEST}")));
            }
            let Shards { inner: within, chain, sharding } =
                shards(only, dtype, ndim, fill, depth + 1)?;
            let fits = within.len() == inner.len()
                && inner
                    .iter()
                    .zip(within.iter())
                    .all(|(shard, chunk)| *chunk > 0 && shard % chunk == 0);
            if !fits {
                let (inner, within) = (&inner[..], &within[..]);
                return Err(corrupt(format!(
                    "{place}: shards of {inner:?} are not made of chunks of {within:?}"
                )));
            }
            let nested = Box::new(Nested { inner: within, chain, sharding, fill });
            Chain { nested: Some(nested), ..Chain::plain(false) }
        }
        codecs => codec::chain(codecs, dtype, ndim)?,
    };
    Ok(Shards { inner, chain, sharding })
}

fn dtype(object: &Object<'_>) -> Result<DType, Error> {
    let place = format!("{}: data_type", object.place());
    let extension = Extension::parse(object.need("data_type")?, &place)?;
    let name = extension.name;
    // Exactly the names of the format, not what NumPy also understands.
    DType::ALL
        .into_iter()
        .find(|dtype| dtype.name() == name)
        .ok_or_else(|| unsupported(no_number(&name)))
}

/// What an array is that holds no numbers.
fn no_number(name: &str) -> String {
    match name {
        "string" | "fixed_length_utf32" | "null_terminated_bytes" => {
            format!("data_type {name:?}: texts, which ZarrGroup::texts reads")
        }
        "numpy.datetime64" | "numpy.timedelta64" => {
            format!("data_type {name:?}: dates, of which nd has none")
        }
        "struct" | "structured" => format!("data_type {name:?}: records"),
        _ => format!("data_type {name:?}"),
    }
}

fn chunk_shape(object: &Object<'_>) -> Result<Shape, Error> {
    let place = format!("{}: chunk_grid", object.place());
    let grid = Extension::parse(object.need("chunk_grid")?, &place)?;
    if grid.name != "regular" {
        return Err(unsupported(format!("chunk_grid {:?}", grid.name)));
    }
    grid.configuration.only(&["chunk_shape"])?;
    extents(&grid.configuration, "chunk_shape")
}

fn chunk_keys(object: &Object<'_>) -> Result<ChunkKeys, Error> {
    let place = format!("{}: chunk_key_encoding", object.place());
    let encoding = Extension::parse(object.need("chunk_key_encoding")?, &place)?;
    encoding.configuration.only(&["separator"])?;
    let separator: Option<String> = encoding.configuration.value("separator")?;
    let separator = separator.as_deref().map(ChunkKeys::separator).transpose()?;
    match encoding.name.as_str() {
        "default" => {
            Ok(ChunkKeys { prefixed: true, separator: separator.unwrap_or('/'), uncounted: 0 })
        }
        "v2" => {
            Ok(ChunkKeys { prefixed: false, separator: separator.unwrap_or('.'), uncounted: 0 })
        }
        name => Err(unsupported(format!("chunk_key_encoding {name:?}"))),
    }
}

fn extensions<'a>(text: &'a str, place: &str) -> Result<Vec<Extension<'a>>, Error> {
    let texts = json::items(text, place, MAX_CODECS)?;
    texts.into_iter().map(|text| Extension::parse(text, place)).collect()
}

fn sharding(configuration: &Object<'_>) -> Result<Sharding, Error> {
    let place = configuration.place();
    let codecs = extensions(configuration.need("index_codecs")?, place)?;
    let (index, checksums) = codec::index_chain(&codecs)?;
    let index_first = match configuration.value::<String>("index_location")?.as_deref() {
        None | Some("end") => false,
        Some("start") => true,
        Some(other) => return Err(corrupt(format!("{place}: index_location {other:?}"))),
    };
    Ok(Sharding { index, checksums, index_first })
}

fn dimension_names(object: &Object<'_>, ndim: usize) -> Result<Option<Vec<Option<String>>>, Error> {
    let names: Option<Vec<Option<String>>> = match object.list("dimension_names", 1 << 10)? {
        Some(_) => object.value("dimension_names")?,
        None => None,
    };
    match names {
        Some(names) if names.len() != ndim => Err(corrupt(format!(
            "{}: {} dimension_names for {ndim} axes",
            object.place(),
            names.len()
        ))),
        names => Ok(names),
    }
}

/// Codecs in words, for [`ArrayInfo::compression`].
pub(super) fn words(steps: &[Step]) -> String {
    steps.iter().map(Step::word).collect::<Vec<_>>().join(", ")
}

/// The text of an array's `zarr.json`.
///
/// # Errors
/// `Unsupported` for attributes that JSON cannot hold.
pub(super) fn array_json(metadata: &ZarrMetadata) -> Result<String, Error> {
    let ZarrMetadata { info, layout } = metadata;
    let chain = chain_json(&layout.chain, info.dtype);
    let codecs = match &layout.sharding {
        None => chain,
        Some(sharding) => format!(
            "[{{\"name\": \"sharding_indexed\", \"configuration\": {{\"chunk_shape\": {:?}, \
             \"codecs\": {chain}, \"index_codecs\": {}, \"index_location\": \"{}\"}}}}]",
            metadata.inner(),
            chain_json(&sharding.index, DType::U64),
            if sharding.index_first { "start" } else { "end" },
        ),
    };
    let mut text = format!(
        "{{\n  \"zarr_format\": 3,\n  \"node_type\": \"array\",\n  \"shape\": {:?},\n  \
         \"data_type\": \"{}\",\n  \"chunk_grid\": {{\"name\": \"regular\", \"configuration\": \
         {{\"chunk_shape\": {:?}}}}},\n  \"chunk_key_encoding\": {{\"name\": \"{}\", \
         \"configuration\": {{\"separator\": \"{}\"}}}},\n  \"fill_value\": {},\n  \
         \"codecs\": {codecs},\n  \"attributes\": {}",
        &info.shape[..],
        info.dtype.name(),
        &layout.outer[..],
        if layout.keys.prefixed { "default" } else { "v2" },
        layout.keys.separator,
        layout.fill.to_json(info.dtype),
        attributes::to_json(&info.attributes)?,
    );
    if let Some(names) = &info.dimension_names {
        let name = |name: &Option<String>| {
            name.as_ref().map_or("null".to_owned(), |name| attributes::text_json(name))
        };
        let names: Vec<String> = names.iter().map(name).collect();
        text += &format!(",\n  \"dimension_names\": [{}]", names.join(", "));
    }
    Ok(text + "\n}\n")
}

/// The text of a group's `zarr.json`.
pub(super) fn group_json(attributes: &Attributes) -> Result<String, Error> {
    let attributes = attributes::to_json(attributes)?;
    Ok(format!(
        "{{\n  \"zarr_format\": 3,\n  \"node_type\": \"group\",\n  \"attributes\": {attributes}\n}}\n"
    ))
}

fn chain_json(chain: &codec::Chain, dtype: DType) -> String {
    let mut codecs = Vec::new();
    if let Some(order) = &chain.transpose {
        let order = &order[..];
        codecs.push(format!(
            "{{\"name\": \"transpose\", \"configuration\": {{\"order\": {order:?}}}}}"
        ));
    }
    let little = chain.swapped == cfg!(target_endian = "big");
    let endian = if little { "little" } else { "big" };
    codecs.push(match dtype.itemsize() {
        1 => "{\"name\": \"bytes\"}".to_owned(),
        _ => format!("{{\"name\": \"bytes\", \"configuration\": {{\"endian\": \"{endian}\"}}}}"),
    });
    codecs.extend(chain.steps.iter().map(step_json));
    format!("[{}]", codecs.join(", "))
}

fn step_json(step: &Step) -> String {
    let (name, configuration) = match step {
        Step::Gzip { level } => ("gzip", format!("\"level\": {level}")),
        Step::Zlib { level } => ("numcodecs.zlib", format!("\"level\": {level}")),
        Step::Zstd { level, checksum } => {
            ("zstd", format!("\"level\": {level}, \"checksum\": {checksum}"))
        }
        Step::Blosc(blosc) => {
            let shuffle = match blosc.shuffle {
                codec::Shuffle::None => "noshuffle",
                codec::Shuffle::Bytes => "shuffle",
                codec::Shuffle::Bits => "bitshuffle",
            };
            let cname = format!("{:?}", blosc.compressor).to_lowercase();
            let (level, typesize) = (blosc.level, blosc.typesize);
            (
                "blosc",
                format!(
                    "\"cname\": \"{cname}\", \"clevel\": {level}, \"shuffle\": \"{shuffle}\", \
                 \"typesize\": {typesize}, \"blocksize\": 0"
                ),
            )
        }
        Step::Crc32c => return "{\"name\": \"crc32c\"}".to_owned(),
        Step::Lz4 => ("numcodecs.lz4", String::new()),
        Step::Shuffle { itemsize } => ("numcodecs.shuffle", format!("\"elementsize\": {itemsize}")),
        // Never written: nobody can ask for them.
        other => return format!("{{\"name\": \"numcodecs.{}\"}}", other.word()),
    };
    format!("{{\"name\": \"{name}\", \"configuration\": {{{configuration}}}}}")
}
