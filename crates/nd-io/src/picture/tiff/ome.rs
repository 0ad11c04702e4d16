//! [`OmeImage`]: what OME-TIFF says of the pages of a file, as XML in the description of the first
//! (Open Microscopy Environment, schema 2016-06).

use std::collections::BTreeSet;
use std::fmt::Write;

use nd_core::DType;

use super::xml::{Element, escape, unescape};
use super::{Result, corrupt, unsupported};

/// A channel of an OME image.
///
/// # Examples
/// ```
/// let channel = nd_io::OmeChannel::new("DAPI").color([0, 0, 255, 255]).emission(461.0);
/// assert_eq!(channel.name.as_deref(), Some("DAPI"));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct OmeChannel {
    /// What it is called.
    pub name: Option<String>,
    /// The colour in which it is shown: red, green, blue, alpha.
    pub color: Option<[u8; 4]>,
    /// The wavelength of the light that excites it, in nanometres.
    pub excitation: Option<f64>,
    /// The wavelength of its own light, in nanometres.
    pub emission: Option<f64>,
}

impl OmeChannel {
    /// A channel of a name.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeChannel::new("GFP").color, None);
    /// ```
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// Sets the colour in which it is shown.
    ///
    /// # Examples
    /// ```
    /// let green = nd_io::OmeChannel::new("GFP").color([0, 255, 0, 255]);
    /// assert_eq!(green.color, Some([0, 255, 0, 255]));
    /// ```
    #[must_use]
    pub fn color(self, color: [u8; 4]) -> Self {
        Self { color: Some(color), ..self }
    }

    /// Sets the wavelength of the light that excites it, in nanometres.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeChannel::new("GFP").excitation(488.0).excitation, Some(488.0));
    /// ```
    #[must_use]
    pub fn excitation(self, nanometres: f64) -> Self {
        Self { excitation: Some(nanometres), ..self }
    }

    /// Sets the wavelength of its own light, in nanometres.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeChannel::new("GFP").emission(509.0).emission, Some(509.0));
    /// ```
    #[must_use]
    pub fn emission(self, nanometres: f64) -> Self {
        Self { emission: Some(nanometres), ..self }
    }
}

/// An image of an OME-TIFF: along which axes its pages are, how large a pixel is, what its channels are.
///
/// # Examples
/// ```
/// use nd_io::{Dataset, OmeChannel, OmeImage, TiffFile, TiffOptions, TiffPageOptions, TiffWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-ome-{}.ome.tif", std::process::id()));
/// let image = OmeImage::new("CZYX", &[2, 3])
///     .pixel_size([0.1, 0.1, 0.5])
///     .channels([OmeChannel::new("DAPI"), OmeChannel::new("GFP")]);
/// let mut writer = TiffWriter::create_with(&path, &TiffOptions::default().ome(image))?;
/// writer.write_stack(&nd_core::Array::<u16>::zeros([2, 3, 20, 30]), &TiffPageOptions::default())?;
/// writer.finish()?;
///
/// let file = TiffFile::open(&path)?;
/// let images = file.ome()?.unwrap();
/// assert_eq!(images[0].axes, "TCZYX"); // all of them
/// assert_eq!(images[0].pixel_size, [Some(0.1), Some(0.1), Some(0.5)]);
/// assert_eq!(Dataset::new(file.ome_stack(0, 0)?).shape(), [1, 2, 3, 20, 30]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct OmeImage {
    /// What it is called.
    pub name: Option<String>,
    /// The axes of all pages together, the slowest first: `T`, `C` and `Z` in any order, then `YX`, then `S` where a
    /// pixel has several samples. Of a file that is read all three are there.
    pub axes: String,
    /// How long the axes in front of `Y` are.
    pub lengths: Vec<usize>,
    /// The size of a pixel along x, y and z.
    pub pixel_size: [Option<f64>; 3],
    /// What sizes of pixels are counted by.
    pub unit: String,
    /// Seconds from one time to the next.
    pub time_step: Option<f64>,
    /// The channels; none where nothing is said of them.
    pub channels: Vec<OmeChannel>,
    /// The pages of the file, in the order of the axes in front of `Y`: of a file that is read.
    pub pages: Vec<usize>,
}

impl OmeImage {
    /// An image along some axes, those in front of `Y` of these lengths; pages are written in their order.
    ///
    /// # Examples
    /// ```
    /// let image = nd_io::OmeImage::new("ZYX", &[5]);
    /// assert_eq!((&image.axes[..], &image.unit[..]), ("ZYX", "µm"));
    /// ```
    #[must_use]
    pub fn new(axes: &str, lengths: &[usize]) -> Self {
        let (axes, lengths) = (axes.to_owned(), lengths.to_vec());
        Self { axes, lengths, unit: "µm".to_owned(), ..Self::default() }
    }

    /// Sets what it is called.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeImage::new("YX", &[]).name("a").name.as_deref(), Some("a"));
    /// ```
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Sets the size of a pixel along x, y and z.
    ///
    /// # Examples
    /// ```
    /// let image = nd_io::OmeImage::new("YX", &[]).pixel_size([0.1, 0.1, 1.0]);
    /// assert_eq!(image.pixel_size[2], Some(1.0));
    /// ```
    #[must_use]
    pub fn pixel_size(self, size: [f64; 3]) -> Self {
        Self { pixel_size: size.map(Some), ..self }
    }

    /// Sets what sizes of pixels are counted by.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeImage::new("YX", &[]).unit("nm").unit, "nm");
    /// ```
    #[must_use]
    pub fn unit(self, unit: impl Into<String>) -> Self {
        Self { unit: unit.into(), ..self }
    }

    /// Sets the seconds from one time to the next.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::OmeImage::new("TYX", &[3]).time_step(0.5).time_step, Some(0.5));
    /// ```
    #[must_use]
    pub fn time_step(self, seconds: f64) -> Self {
        Self { time_step: Some(seconds), ..self }
    }

    /// Sets the channels.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{OmeChannel, OmeImage};
    ///
    /// let image = OmeImage::new("CYX", &[1]).channels([OmeChannel::new("red")]);
    /// assert_eq!(image.channels.len(), 1);
    /// ```
    #[must_use]
    pub fn channels(self, channels: impl IntoIterator<Item = OmeChannel>) -> Self {
        Self { channels: channels.into_iter().collect(), ..self }
    }

    /// Refuses axes that OME has not.
    pub(super) fn check(&self) -> Result<()> {
        let Some((front, back)) = self.axes.split_once('Y') else {
            return Err(unsupported(format!("OME's axes {:?}: they end in YX or YXS", self.axes)));
        };
        let known: BTreeSet<char> = front.chars().filter(|c| "TCZ".contains(*c)).collect();
        if known.len() != front.len() || !matches!(back, "X" | "XS") {
            return Err(unsupported(format!(
                "OME's axes {:?}: they are T, C and Z, each at most once, and end in YX or YXS",
                self.axes
            )));
        }
        if self.lengths.len() != front.len() || self.lengths.contains(&0) {
            return Err(unsupported(format!(
                "OME's axes {:?} of lengths {:?}: one for each axis in front of Y",
                self.axes, self.lengths
            )));
        }
        let channels = self.length('C');
        if !self.channels.is_empty() && self.channels.len() != channels {
            let n = self.channels.len();
            return Err(unsupported(format!("{n} OME channels for {channels} along the axis C")));
        }
        Ok(())
    }

    fn length(&self, axis: char) -> usize {
        self.axes.find(axis).and_then(|at| self.lengths.get(at)).copied().unwrap_or(1)
    }

    /// How many pages it takes.
    pub(super) fn page_count(&self) -> usize {
        self.lengths.iter().fold(1, |all: usize, &n| all.saturating_mul(n))
    }

    /// The description of pages of a size, from page 0 on.
    ///
    /// # Errors
    /// `Unsupported` for elements that OME has not.
    pub(super) fn xml(
        &self,
        [height, width]: [usize; 2],
        samples: usize,
        dtype: DType,
    ) -> Result<String> {
        let kind = kind_of(dtype)
            .ok_or_else(|| unsupported(format!("OME-TIFF of {dtype}: cast it first")))?;
        let front = self.axes.split('Y').next().unwrap_or_default();
        let mut order: String = front.chars().rev().collect();
        order.extend("ZCT".chars().filter(|c| !front.contains(*c)));
        let mut out = String::from(concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            r#"<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" "#,
            r#"xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 "#,
            r#"http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd" Creator="nd">"#,
        ));
        out.push_str(r#"<Image ID="Image:0""#);
        self.name.iter().for_each(|name| attribute(&mut out, "Name", name));
        out.push_str(r#"><Pixels ID="Pixels:0""#);
        attribute(&mut out, "DimensionOrder", &format!("XY{order}"));
        attribute(&mut out, "Type", kind);
        let (channels, depth, times) = (self.length('C'), self.length('Z'), self.length('T'));
        let sizes = [
            ("SizeX", width),
            ("SizeY", height),
            ("SizeC", channels * samples),
            ("SizeZ", depth),
            ("SizeT", times),
        ];
        sizes.iter().for_each(|(name, n)| attribute(&mut out, name, &n.to_string()));
        for (axis, size) in ["X", "Y", "Z"].iter().zip(self.pixel_size) {
            let Some(size) = size else { continue };
            attribute(&mut out, &format!("PhysicalSize{axis}"), &size.to_string());
            attribute(&mut out, &format!("PhysicalSize{axis}Unit"), &self.unit);
        }
        self.time_step
            .iter()
            .for_each(|step| attribute(&mut out, "TimeIncrement", &step.to_string()));
        out.push('>');
        let unnamed = OmeChannel::default();
        for i in 0..channels {
            self.channels.get(i).unwrap_or(&unnamed).xml(i, samples, &mut out);
        }
        let _ = write!(out, r#"<TiffData IFD="0" PlaneCount="{}"/>"#, self.page_count());
        out.push_str("</Pixels></Image></OME>");
        Ok(out)
    }

    /// Reads a description; `None` for one of others.
    ///
    /// # Errors
    /// `Corrupt` for one that is none, `Unsupported` for images whose pages are in several files.
    pub(super) fn parse(text: &str, pages: usize) -> Result<Option<Vec<Self>>> {
        let head = text.trim_start();
        if !head.starts_with('<') || !head.contains("<OME") && !head.contains(":OME") {
            return Ok(None);
        }
        let wrong = |what: String| corrupt(format!("OME's description: {what}"));
        let root = Element::parse(head).map_err(wrong)?;
        if root.name != "OME" {
            return Ok(None);
        }
        let mut images = Vec::new();
        let mut next = 0;
        for image in root.all("Image") {
            let Some(pixels) = image.all("Pixels").next() else { continue };
            let mut found = Self::read(image, pixels).map_err(wrong)?;
            found.pages = page_numbers(&found, pixels, pages, &mut next)?;
            images.push(found);
        }
        Ok(Some(images))
    }

    fn read(image: &Element<'_>, pixels: &Element<'_>) -> Result<Self, String> {
        let size = |name: &str| {
            let text = pixels.get(name).ok_or_else(|| format!("no {name}"))?;
            text.parse::<usize>().ok().filter(|&n| n > 0).ok_or_else(|| format!("{name} {text:?}"))
        };
        let number = |element: &Element<'_>, name: &str| -> Option<f64> {
            element.get(name).and_then(|text| text.parse().ok())
        };
        let order = pixels.get("DimensionOrder").unwrap_or("XYZCT");
        let mut front: String = order.chars().rev().filter(|c| "TCZ".contains(*c)).collect();
        front.extend("TCZ".chars().filter(|c| !order.contains(*c)));
        if front.len() != 3 {
            return Err(format!("DimensionOrder {order:?}"));
        }
        let channels: Vec<_> = pixels.all("Channel").collect();
        let samples = channels.iter().find_map(|channel| number(channel, "SamplesPerPixel"));
        let samples = samples.map_or(1, |n| n as usize).max(1);
        let lengths = front.chars().map(|axis| match axis {
            'C' => size("SizeC").map(|n| (n / samples).max(1)),
            axis => size(&format!("Size{axis}")),
        });
        Ok(Self {
            name: image.get("Name").map(str::to_owned),
            axes: format!("{front}YX{}", if samples > 1 { "S" } else { "" }),
            lengths: lengths.collect::<Result<_, _>>()?,
            pixel_size: ["X", "Y", "Z"].map(|axis| number(pixels, &format!("PhysicalSize{axis}"))),
            unit: pixels.get("PhysicalSizeXUnit").unwrap_or("µm").to_owned(),
            time_step: number(pixels, "TimeIncrement"),
            channels: channels
                .iter()
                .map(|channel| OmeChannel {
                    name: channel.get("Name").map(str::to_owned),
                    color: number(channel, "Color").map(|rgba| (rgba as i64 as u32).to_be_bytes()),
                    excitation: number(channel, "ExcitationWavelength"),
                    emission: number(channel, "EmissionWavelength"),
                })
                .collect(),
            pages: Vec::new(),
        })
    }
}

impl OmeChannel {
    fn xml(&self, i: usize, samples: usize, out: &mut String) {
        let _ = write!(out, r#"<Channel ID="Channel:0:{i}" SamplesPerPixel="{samples}""#);
        self.name.iter().for_each(|name| attribute(out, "Name", name));
        if let Some(color) = self.color {
            attribute(out, "Color", &i32::from_be_bytes(color).to_string());
        }
        let waves =
            [("ExcitationWavelength", self.excitation), ("EmissionWavelength", self.emission)];
        for (name, wave) in waves {
            let Some(wave) = wave else { continue };
            attribute(out, name, &wave.to_string());
            attribute(out, &format!("{name}Unit"), "nm");
        }
        out.push_str("/>");
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    let _ = write!(out, r#" {name}="{}""#, escape(value));
}

/// What OME calls elements.
const KINDS: [(DType, &str); 11] = [
    (DType::Bool, "bit"),
    (DType::U8, "uint8"),
    (DType::U16, "uint16"),
    (DType::U32, "uint32"),
    (DType::I8, "int8"),
    (DType::I16, "int16"),
    (DType::I32, "int32"),
    (DType::F32, "float"),
    (DType::F64, "double"),
    (DType::C64, "complex"),
    (DType::C128, "double-complex"),
];

fn kind_of(dtype: DType) -> Option<&'static str> {
    KINDS.iter().find(|(mine, _)| *mine == dtype).map(|(_, name)| *name)
}

/// The page of each plane, in C order of the axes in front of `Y`; `next` is the first page that no image has yet.
fn page_numbers(
    image: &OmeImage,
    pixels: &Element<'_>,
    pages: usize,
    next: &mut usize,
) -> Result<Vec<usize>> {
    let planes = image.page_count();
    if planes > pages {
        let lengths = &image.lengths;
        return Err(corrupt(format!("OME's image of {lengths:?} planes in {pages} pages")));
    }
    let mut numbers: Vec<Option<usize>> = vec![None; planes];
    let mut names = BTreeSet::new();
    for data in pixels.all("TiffData") {
        let number = |name: &str| data.get(name).and_then(|n| n.parse::<usize>().ok());
        names.extend(data.all("UUID").filter_map(|id| Some(id.get("FileName")?.to_owned())));
        let first = ["T", "C", "Z"].map(|axis| number(&format!("First{axis}")).unwrap_or(0));
        let mut start = 0;
        for (axis, &length) in image.axes.chars().zip(&image.lengths) {
            let at = first["TCZ".find(axis).unwrap_or(0)];
            start = (start * length).saturating_add(at.min(length));
        }
        let alone = if data.get("IFD").is_some() { 1 } else { planes };
        let count = number("PlaneCount").unwrap_or(alone);
        let page = number("IFD").unwrap_or(0);
        let end = start.saturating_add(count).min(planes);
        for (k, slot) in numbers[start.min(planes)..end].iter_mut().enumerate() {
            *slot = Some(page.saturating_add(k));
        }
    }
    if names.len() > 1 {
        let names: Vec<String> = names.iter().map(|name| unescape(name).into_owned()).collect();
        return Err(unsupported(format!("an OME image in several files: {}", names.join(", "))));
    }
    if pixels.all("TiffData").next().is_none() {
        numbers = (*next..*next + planes).map(Some).collect();
    }
    let numbers: Option<Vec<usize>> = numbers.into_iter().collect();
    let numbers = numbers.filter(|numbers| numbers.iter().all(|&page| page < pages));
    let numbers =
        numbers.ok_or_else(|| corrupt("OME's image has planes that no page of the file is"))?;
    *next = numbers.iter().max().map_or(*next, |last| last + 1);
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_there_and_back() {
        let image = OmeImage::new("TZCYX", &[2, 3, 4])
            .name("a <b> & \"c\"")
            .pixel_size([0.25, 0.5, 2.0])
            .unit("nm")
            .time_step(1.5)
            .channels((0..4).map(|i| {
                OmeChannel::new(format!("c{i}")).color([255, 0, i, 255]).emission(500.0 + 0.5)
            }));
        image.check().unwrap();
        let xml = image.xml([7, 9], 1, DType::U16).unwrap();
        let back = OmeImage::parse(&xml, 24).unwrap().unwrap();
        let pages = (0..24).collect();
        assert_eq!(back, [OmeImage { pages, ..image }]);
        assert!(OmeImage::parse(&xml, 23).is_err());
        assert!(OmeImage::parse("<a/>", 1).unwrap().is_none());
        assert!(OmeImage::parse("ImageJ=1", 1).unwrap().is_none());
        assert!(OmeImage::parse("<OME><Image><Pixels/></Image></OME>", 1).is_err());
    }

    #[test]
    fn axes_that_are_none() {
        for (axes, lengths) in
            [("XY", &[][..]), ("AYX", &[1]), ("ZZYX", &[1, 1]), ("ZYX", &[]), ("ZYX", &[0])]
        {
            assert!(OmeImage::new(axes, lengths).check().is_err(), "{axes}");
        }
        let two = OmeImage::new("YX", &[]).channels([OmeChannel::new("a"), OmeChannel::new("b")]);
        assert!(two.check().is_err());
    }
}
