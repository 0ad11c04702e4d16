//! [`OmeZarr`]: multiscale images as OME-Zarr (NGFF) stores them, version 0.4 over Zarr 2 and 0.5 over Zarr 3.

use std::fs;
use std::path::Path;

use nd_core::{AnyView, ArrayLike, DType, Shape};

use super::fill::number_json;
use super::group::ZarrGroup;
use super::json::{self, Object};
use super::metadata::ZarrVersion;
use super::store::{self, Visibility};
use super::write::ZarrWriter;
use super::{attributes, corrupt, unsupported};
use crate::blocks::{Attribute, Attributes, Region, StoredElement};
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::{Error, ErrorKind};
use crate::options::CreateOptions;

/// More levels, axes or channels than these are a mistake.
const MOST: usize = 4096;

/// The version of OME-Zarr.
///
/// # Examples
/// ```
/// assert_eq!(nd_io::OmeZarrVersion::default(), nd_io::OmeZarrVersion::V0_5);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum OmeZarrVersion {
    /// 0.4, over Zarr 2.
    V0_4,
    /// 0.5, over Zarr 3.
    #[default]
    V0_5,
}

/// An axis of a multiscale image.
///
/// # Examples
/// ```
/// use nd_io::OmeAxis;
///
/// let [t, c, x] = [OmeAxis::time("t"), OmeAxis::channel("c"), OmeAxis::space("x")];
/// assert_eq!((t.kind.as_deref(), x.unit("micrometer").unit), (Some("time"), Some("micrometer".into())));
/// assert_eq!(c.unit, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OmeAxis {
    /// What it is called.
    pub name: String,
    /// What it is along: `space`, `time`, `channel`, or a word of one's own.
    pub kind: Option<String>,
    /// What it is counted by, in UDUNITS's words: `micrometer`, `second`.
    pub unit: Option<String>,
}

impl OmeAxis {
    fn new(name: &str, kind: &str) -> Self {
        Self { name: name.to_owned(), kind: Some(kind.to_owned()), unit: None }
    }

    /// An axis in space.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeAxis::space("y").name, "y");
    /// ```
    #[must_use]
    pub fn space(name: &str) -> Self {
        Self::new(name, "space")
    }

    /// The axis of time.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeAxis::time("t").kind.as_deref(), Some("time"));
    /// ```
    #[must_use]
    pub fn time(name: &str) -> Self {
        Self::new(name, "time")
    }

    /// The axis of channels.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeAxis::channel("c").kind.as_deref(), Some("channel"));
    /// ```
    #[must_use]
    pub fn channel(name: &str) -> Self {
        Self::new(name, "channel")
    }

    /// Sets what it is counted by.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeAxis::time("t").unit("second").unit.as_deref(), Some("second"));
    /// ```
    #[must_use]
    pub fn unit(self, unit: impl Into<String>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }
}

/// A level of a multiscale image: where its array is, and how large its pixels are.
///
/// # Examples
/// ```
/// let level = nd_io::OmeLevel::new("0", &[1.0, 0.5, 0.5]).translation(&[0.0, 0.25, 0.25]);
/// assert_eq!(level.path, "0");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct OmeLevel {
    /// The name of the array in the group.
    pub path: String,
    /// The size of an element along each axis.
    pub scale: Vec<f64>,
    /// Where the middle of the first element is, along each axis; at 0 if it is not said.
    pub translation: Option<Vec<f64>>,
}

impl OmeLevel {
    /// A level whose elements have a size.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeLevel::new("1", &[2.0, 2.0]).translation, None);
    /// ```
    #[must_use]
    pub fn new(path: impl Into<String>, scale: &[f64]) -> Self {
        Self { path: path.into(), scale: scale.to_vec(), translation: None }
    }

    /// Sets where the middle of the first element is.
    ///
    /// # Examples
    /// ```
    /// let level = nd_io::OmeLevel::new("1", &[2.0]).translation(&[0.5]);
    /// assert_eq!(level.translation, Some(vec![0.5]));
    /// ```
    #[must_use]
    pub fn translation(self, translation: &[f64]) -> Self {
        Self { translation: Some(translation.to_vec()), ..self }
    }
}

/// A multiscale image: its axes, and its levels, the largest first.
///
/// # Examples
/// ```
/// use nd_io::{Multiscale, OmeAxis};
///
/// let image = Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).halved(&[0.5, 0.5], 3);
/// assert_eq!(image.levels[2].scale, [2.0, 2.0]);
/// // The middle of the first four by four elements.
/// assert_eq!(image.levels[2].translation, Some(vec![0.75, 0.75]));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Multiscale {
    /// What it is called.
    pub name: Option<String>,
    /// The axes: time first, then channels, then space.
    pub axes: Vec<OmeAxis>,
    /// The levels.
    pub levels: Vec<OmeLevel>,
    /// How smaller levels were made, in a word: `mean`, `gaussian`.
    pub method: Option<String>,
}

impl Multiscale {
    /// An image without levels yet.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeAxis};
    ///
    /// assert!(Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).levels.is_empty());
    /// ```
    #[must_use]
    pub fn new(axes: impl IntoIterator<Item = OmeAxis>) -> Self {
        Self { axes: axes.into_iter().collect(), ..Self::default() }
    }

    /// Sets what it is called.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::Multiscale::default().name("cells").name.as_deref(), Some("cells"));
    /// ```
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Sets how smaller levels were made.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::Multiscale::default().method("mean").method.as_deref(), Some("mean"));
    /// ```
    #[must_use]
    pub fn method(self, method: impl Into<String>) -> Self {
        Self { method: Some(method.into()), ..self }
    }

    /// Adds a level.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeLevel};
    ///
    /// assert_eq!(Multiscale::default().level(OmeLevel::new("0", &[])).levels.len(), 1);
    /// ```
    #[must_use]
    pub fn level(mut self, level: OmeLevel) -> Self {
        self.levels.push(level);
        self
    }

    /// Sets `n` levels called `0`, `1`, …, each of which has half as many elements along the last two axes as the one
    /// before, made of two by two; `scale` is the size of an element of the first.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeAxis};
    ///
    /// let axes = [OmeAxis::channel("c"), OmeAxis::space("y"), OmeAxis::space("x")];
    /// let image = Multiscale::new(axes).halved(&[1.0, 0.1, 0.1], 2);
    /// assert_eq!(image.levels[1].scale, [1.0, 0.2, 0.2]);
    /// ```
    #[must_use]
    pub fn halved(mut self, scale: &[f64], n: usize) -> Self {
        let plane = scale.len().saturating_sub(2);
        let level = |k: usize| {
            let times = 2f64.powi(k as i32);
            let each = |axis: usize| if axis < plane { 1.0 } else { times };
            let sizes: Vec<f64> = scale.iter().enumerate().map(|(i, s)| s * each(i)).collect();
            let at = scale.iter().enumerate().map(|(i, s)| s * (each(i) - 1.0) / 2.0);
            let level = OmeLevel::new(k.to_string(), &sizes);
            if k == 0 { level } else { level.translation(&at.collect::<Vec<_>>()) }
        };
        self.levels = (0..n).map(level).collect();
        self
    }

    /// Refuses what the specification does not allow.
    fn check(&self) -> Result<(), Error> {
        let n = self.axes.len();
        let space = self.axes.iter().filter(|axis| axis.kind.as_deref() == Some("space")).count();
        if !(2..=5).contains(&n) || !(2..=3).contains(&space) {
            let what =
                format!("{n} axes of OME-Zarr, {space} of them in space: 2 to 5, and 2 or 3");
            return Err(unsupported(what));
        }
        let order: Vec<u8> = self
            .axes
            .iter()
            .map(|axis| match axis.kind.as_deref() {
                Some("time") => 0,
                Some("space") => 2,
                _ => 1,
            })
            .collect();
        let mut names: Vec<&str> = self.axes.iter().map(|axis| &*axis.name).collect();
        names.sort_unstable();
        names.dedup();
        if !order.is_sorted()
            || order.iter().filter(|&&kind| kind < 2).count() > 3
            || names.len() < n
        {
            let what = "axes of OME-Zarr that are not time, channels, space, each called otherwise";
            return Err(unsupported(what));
        }
        if self.levels.is_empty() {
            return Err(unsupported("an OME-Zarr image without levels"));
        }
        for level in &self.levels {
            let lengths = [Some(&level.scale), level.translation.as_ref()];
            if lengths.into_iter().flatten().any(|numbers| numbers.len() != n) {
                let path = &level.path;
                return Err(unsupported(format!(
                    "level {path:?}: one number for each of {n} axes"
                )));
            }
        }
        Ok(())
    }

    fn to_json(&self, version: OmeZarrVersion) -> String {
        let text = |text: &str| attributes::text_json(text);
        let axis = |axis: &OmeAxis| {
            let mut out = format!("{{\"name\": {}", text(&axis.name));
            let more = [("type", &axis.kind), ("unit", &axis.unit)];
            for (name, value) in more {
                value.iter().for_each(|value| out += &format!(", \"{name}\": {}", text(value)));
            }
            out + "}"
        };
        let level = |level: &OmeLevel| {
            let mut steps = vec![transformation("scale", &level.scale)];
            steps.extend(level.translation.as_ref().map(|at| transformation("translation", at)));
            let (path, steps) = (text(&level.path), steps.join(", "));
            format!("{{\"path\": {path}, \"coordinateTransformations\": [{steps}]}}")
        };
        let axes: Vec<String> = self.axes.iter().map(axis).collect();
        let levels: Vec<String> = self.levels.iter().map(level).collect();
        let mut out =
            format!("{{\"axes\": [{}], \"datasets\": [{}]", axes.join(", "), levels.join(", "));
        self.name.iter().for_each(|name| out += &format!(", \"name\": {}", text(name)));
        self.method.iter().for_each(|method| out += &format!(", \"type\": {}", text(method)));
        if version == OmeZarrVersion::V0_4 {
            out += ", \"version\": \"0.4\"";
        }
        out + "}"
    }

    fn parse(object: &Object<'_>) -> Result<Self, Error> {
        let list = |name: &str| -> Result<Vec<Object<'_>>, Error> {
            let items = object.list(name, MOST)?.unwrap_or_default();
            items.iter().map(|item| Object::parse(item, name)).collect()
        };
        let mut axes = Vec::new();
        for axis in list("axes")? {
            let (kind, unit) = (axis.value("type")?, axis.value("unit")?);
            axes.push(OmeAxis { name: axis.need_value("name")?, kind, unit });
        }
        let all = Steps::parse(object)?;
        let mut levels = Vec::new();
        for dataset in list("datasets")? {
            let steps = Steps::parse(&dataset)?.then(&all);
            let scale = steps.scale.unwrap_or_else(|| vec![1.0; axes.len()]);
            let path = dataset.need_value("path")?;
            let level = OmeLevel { path, scale, translation: steps.translation };
            let lengths = [Some(&level.scale), level.translation.as_ref()];
            if lengths.into_iter().flatten().any(|numbers| numbers.len() != axes.len()) {
                return Err(corrupt(format!("level {:?}: not a number for each axis", level.path)));
            }
            levels.push(level);
        }
        Ok(Self { name: object.value("name")?, axes, levels, method: object.value("type")? })
    }
}

fn transformation(kind: &str, numbers: &[f64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|&x| number_json(x)).collect();
    format!("{{\"type\": \"{kind}\", \"{kind}\": [{}]}}", numbers.join(", "))
}

/// What is done to places in an array, to be places in the world.
#[derive(Default)]
struct Steps {
    scale: Option<Vec<f64>>,
    translation: Option<Vec<f64>>,
}

impl Steps {
    fn parse(object: &Object<'_>) -> Result<Self, Error> {
        let mut all = Self::default();
        let steps = object.list("coordinateTransformations", MOST)?.unwrap_or_default();
        for step in steps {
            let step = Object::parse(step, "coordinateTransformations")?;
            let kind: String = step.need_value("type")?;
            let one = match &*kind {
                "identity" => Self::default(),
                "scale" => Self { scale: Some(step.need_value("scale")?), ..Self::default() },
                "translation" => {
                    let translation = Some(step.need_value("translation")?);
                    Self { translation, ..Self::default() }
                }
                other => {
                    return Err(unsupported(format!("the coordinate transformation {other:?}")));
                }
            };
            all = all.then(&one);
        }
        Ok(all)
    }

    /// These steps, then others.
    fn then(self, next: &Self) -> Self {
        let times = |a: Option<Vec<f64>>, b: &Option<Vec<f64>>| match (a, b) {
            (Some(a), Some(b)) => Some(a.iter().zip(b).map(|(a, b)| a * b).collect()),
            (a, b) => a.or_else(|| b.clone()),
        };
        let moved = match (self.translation, &next.scale) {
            (Some(at), Some(scale)) => Some(at.iter().zip(scale).map(|(a, s)| a * s).collect()),
            (at, _) => at,
        };
        let translation = match (moved, &next.translation) {
            (Some(a), Some(b)) => Some(a.iter().zip(b).map(|(a, b): (&f64, _)| a + b).collect()),
            (a, b) => a.or_else(|| b.clone()),
        };
        Self { scale: times(self.scale, &next.scale), translation }
    }
}

/// A multiscale image in a Zarr group, as OME-Zarr has it.
///
/// # Examples
/// ```
/// use nd_core::{Array, s};
/// use nd_io::{CreateOptions, Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
///
/// let path = std::env::temp_dir().join(format!("nd-ome-{}.ome.zarr", std::process::id()));
/// let image = Multiscale::new([OmeAxis::space("y").unit("micrometer"), OmeAxis::space("x").unit("micrometer")])
///     .halved(&[0.5, 0.5], 2);
/// let ome = OmeZarr::create(&path, &image, OmeZarrVersion::V0_5)?;
/// let picture = Array::from_fn([4, 4], |i| (4 * i[0] + i[1]) as u16);
/// ome.save_level(0, &picture, &CreateOptions::default())?;
/// ome.save_level(1, &picture.slice(s![..;2, ..;2]), &CreateOptions::default())?;
///
/// let ome = OmeZarr::open(&path)?;
/// assert_eq!(ome.multiscale(), &image);
/// assert_eq!(ome.level(1)?.read::<u16>(s![1])?.into_vec(), [8, 10]);
/// # std::fs::remove_dir_all(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct OmeZarr {
    group: ZarrGroup,
    version: OmeZarrVersion,
    image: Multiscale,
}

impl OmeZarr {
    /// Opens a group that holds an image. Of several ways to see it the first is taken.
    ///
    /// # Errors
    /// Those of [`ZarrGroup::open`]; [`ErrorKind::Corrupt`] for a group without an image, and for metadata that are
    /// none; [`ErrorKind::Unsupported`] for transformations other than scale and translation.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::OmeZarr::open("no-such.ome.zarr").is_err());
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let group = ZarrGroup::open(path)?;
        let parsed = Self::parse(group.attributes()).map_err(|error| error.at(path))?;
        let (version, image) = parsed;
        Ok(Self { group, version, image })
    }

    fn parse(attributes: &Attributes) -> Result<(OmeZarrVersion, Multiscale), Error> {
        let none = || corrupt("the group holds no OME-Zarr image");
        let text = |name: &str| match attributes.get(name) {
            Some(Attribute::Json(text)) => Some(&**text),
            _ => None,
        };
        let (version, list) = match (text("ome"), text("multiscales")) {
            (Some(ome), _) => {
                let ome = Object::parse(ome, "ome")?;
                (OmeZarrVersion::V0_5, ome.list("multiscales", MOST)?.ok_or_else(none)?)
            }
            (None, Some(list)) => (OmeZarrVersion::V0_4, json::items(list, "multiscales", MOST)?),
            _ => return Err(none()),
        };
        let first = Object::parse(list.first().ok_or_else(none)?, "multiscales")?;
        Ok((version, Multiscale::parse(&first)?))
    }

    /// Makes a group for an image, whose levels are to be written.
    ///
    /// # Errors
    /// Those of [`ZarrGroup::new`]; [`ErrorKind::Unsupported`] for axes in an order that OME-Zarr does not have, for
    /// an image without levels, and for levels that have not a number for each axis.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
    ///
    /// let wrong = Multiscale::new([OmeAxis::space("x"), OmeAxis::time("t")]).halved(&[1.0, 1.0], 1);
    /// assert!(OmeZarr::create("no.ome.zarr", &wrong, OmeZarrVersion::V0_5).is_err());
    /// ```
    pub fn create(
        path: impl AsRef<Path>,
        image: &Multiscale,
        version: OmeZarrVersion,
    ) -> Result<Self, Error> {
        let path = path.as_ref();
        image.check().map_err(|error| error.at(path))?;
        let json = image.to_json(version);
        let one =
            |name: &str, json: String| Attributes::from([(name.to_owned(), Attribute::Json(json))]);
        let group = match version {
            OmeZarrVersion::V0_5 => {
                let ome = format!("{{\"version\": \"0.5\", \"multiscales\": [{json}]}}");
                ZarrGroup::new(path, &one("ome", ome))?
            }
            OmeZarrVersion::V0_4 => {
                let text = attributes::to_json(&one("multiscales", format!("[{json}]")))?;
                new_v2(path, &text).map_err(|error| error.at(path))?;
                ZarrGroup::open(path)?
            }
        };
        Ok(Self { group, version, image: image.clone() })
    }

    /// The version.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ome-version-{}.zarr", std::process::id()));
    /// let image = Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).halved(&[1.0, 1.0], 1);
    /// OmeZarr::create(&path, &image, OmeZarrVersion::V0_4)?;
    /// assert_eq!(OmeZarr::open(&path)?.version(), OmeZarrVersion::V0_4);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn version(&self) -> OmeZarrVersion {
        self.version
    }

    /// Axes and levels.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ome-image-{}.zarr", std::process::id()));
    /// let image = Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).halved(&[1.0, 1.0], 1);
    /// let ome = OmeZarr::create(&path, &image, OmeZarrVersion::V0_4)?;
    /// assert_eq!(ome.multiscale().axes[0].name, "y");
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn multiscale(&self) -> &Multiscale {
        &self.image
    }

    /// The group in which the levels are.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ome-group-{}.zarr", std::process::id()));
    /// let image = Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).halved(&[1.0, 1.0], 1);
    /// let ome = OmeZarr::create(&path, &image, OmeZarrVersion::V0_5)?;
    /// assert_eq!(ome.group().path(), path);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn group(&self) -> &ZarrGroup {
        &self.group
    }

    fn path_of(&self, i: usize) -> Result<&str, Error> {
        let levels = &self.image.levels;
        levels.get(i).map(|level| &*level.path).ok_or_else(|| {
            let there = (0..levels.len()).map(|i| i.to_string()).collect();
            ErrorKind::NoSuchArray { name: i.to_string(), there }.into()
        })
    }

    /// A level as a stored array.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] for one that there is not; those of [`ZarrGroup::array`]; [`ErrorKind::Corrupt`] for
    /// an array of other axes than the image.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ome-level-{}.zarr", std::process::id()));
    /// let image = Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).halved(&[1.0, 1.0], 1);
    /// let ome = OmeZarr::create(&path, &image, OmeZarrVersion::V0_5)?;
    /// assert!(ome.level(0).is_err()); // not written yet
    /// assert!(ome.level(1).is_err());
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn level(&self, i: usize) -> Result<Dataset, Error> {
        let path = self.path_of(i)?;
        let dataset = self.group.array(path)?.into_dataset();
        let (found, axes) = (dataset.ndim(), self.image.axes.len());
        match found == axes {
            true => Ok(dataset),
            false => Err(corrupt(format!("level {path:?} has {found} axes, the image {axes}"))),
        }
    }

    /// Begins a level, to be written block by block.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] for a level that there is not; [`ErrorKind::Unsupported`] for an array of other axes
    /// than the image, and in version 0.4 for shards and checksums; those of [`ZarrGroup::create`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{CreateOptions, Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ome-create-{}.zarr", std::process::id()));
    /// let image = Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).halved(&[1.0, 1.0], 1);
    /// let ome = OmeZarr::create(&path, &image, OmeZarrVersion::V0_4)?;
    /// let out = ome.create_level(0, [4, 4], DType::U8, &CreateOptions::default())?;
    /// out.write(s![1, ..], &[1u8, 2, 3, 4])?;
    /// out.finish()?;
    /// assert_eq!(ome.level(0)?.read::<u8>(s![1, 2])?.into_vec(), [3]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create_level(
        &self,
        i: usize,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<DatasetWriter, Error> {
        let (path, shape) = (self.path_of(i)?, shape.into());
        let axes = &self.image.axes;
        if shape.len() != axes.len() {
            return Err(unsupported(format!(
                "a level {shape:?} of an image of {} axes",
                axes.len()
            )));
        }
        let mut options = options.clone();
        match self.version {
            OmeZarrVersion::V0_5 => {
                options.dimension_names = Some(axes.iter().map(|axis| axis.name.clone()).collect());
                self.group.create(path, shape, dtype, &options)
            }
            OmeZarrVersion::V0_4 => {
                let parts = super::keys::components(path)?;
                if parts.len() > 1 {
                    return Err(unsupported(format!("level {path:?} in a group of its own")));
                }
                let at = self.group.path().join(path);
                Ok(ZarrWriter::create_as(&at, shape, dtype, &options, ZarrVersion::V2)?
                    .into_writer())
            }
        }
    }

    /// Writes a level.
    ///
    /// # Errors
    /// Those of [`create_level`](Self::create_level); the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{CreateOptions, Multiscale, OmeAxis, OmeZarr, OmeZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ome-save-{}.zarr", std::process::id()));
    /// let image = Multiscale::new([OmeAxis::space("y"), OmeAxis::space("x")]).halved(&[1.0, 1.0], 1);
    /// let ome = OmeZarr::create(&path, &image, OmeZarrVersion::V0_5)?;
    /// ome.save_level(0, &[[1u8, 2], [3, 4]], &CreateOptions::default())?;
    /// assert_eq!(ome.level(0)?.shape(), [2, 2]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save_level<A>(&self, i: usize, a: A, options: &CreateOptions) -> Result<(), Error>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.save_view(i, a.view().into(), options)
    }

    #[inline(never)]
    fn save_view(&self, i: usize, a: AnyView<'_>, options: &CreateOptions) -> Result<(), Error> {
        let shape = Shape::try_new(a.shape())?;
        let out = self.create_level(i, shape, a.dtype(), options)?;
        out.write_region_view(&Region::all(shape), a)?;
        out.finish()
    }
}

/// Makes a group of version 2.
fn new_v2(root: &Path, attributes: &str) -> Result<(), Error> {
    let named = Error::io("create");
    if root.join(".zgroup").exists()
        || root.join(".zarray").exists()
        || root.join("zarr.json").exists()
    {
        return Err(named(std::io::ErrorKind::AlreadyExists.into()));
    }
    fs::create_dir_all(root).map_err(&named)?;
    store::write(&root.join(".zattrs"), attributes.as_bytes(), Visibility::Public)?;
    store::write(&root.join(".zgroup"), b"{\"zarr_format\": 2}\n", Visibility::Public)?;
    store::sync(root).map_err(Error::io("sync"))
}
