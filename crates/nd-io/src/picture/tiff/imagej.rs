//! [`ImageJ`]: what ImageJ says of the pages of a stack, in the description of the first.

use std::fmt::Write;

/// What ImageJ says of the pages of a stack: how they are numbered, and how large a pixel is.
///
/// Pages go through the channels first, then through the slices, then through the frames: a stack of all is
/// `(frames, slices, channels, h, w)`.
///
/// # Examples
/// ```
/// use nd_io::{ImageJ, TiffFile, TiffOptions, TiffPageOptions, TiffWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-imagej-{}.tif", std::process::id()));
/// let about = ImageJ::default().channels(2).frames(3).unit("micron").spacing(0.5);
/// let mut writer = TiffWriter::create_with(&path, &TiffOptions::default().imagej(about.clone()))?;
/// writer.write_stack(&nd_core::Array::<u16>::zeros([3, 2, 8, 9]), &TiffPageOptions::default())?;
/// writer.finish()?;
/// assert_eq!(TiffFile::open(&path)?.imagej(), Some(about));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ImageJ {
    /// How many channels there are.
    pub channels: usize,
    /// How many slices, one behind the other.
    pub slices: usize,
    /// How many frames, one after the other.
    pub frames: usize,
    /// What lengths are counted by: `micron`, mostly. How many pixels are one is the resolution of the pages.
    pub unit: Option<String>,
    /// How far slices are apart.
    pub spacing: Option<f64>,
    /// Seconds from frame to frame.
    pub frame_interval: Option<f64>,
    /// The values that are shown black and white.
    pub range: Option<[f64; 2]>,
}

impl Default for ImageJ {
    fn default() -> Self {
        Self {
            channels: 1,
            slices: 1,
            frames: 1,
            unit: None,
            spacing: None,
            frame_interval: None,
            range: None,
        }
    }
}

impl ImageJ {
    /// Sets how many channels there are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().channels(2).pages(), 2);
    /// ```
    #[must_use]
    pub fn channels(self, channels: usize) -> Self {
        Self { channels, ..self }
    }

    /// Sets how many slices there are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().slices(5).pages(), 5);
    /// ```
    #[must_use]
    pub fn slices(self, slices: usize) -> Self {
        Self { slices, ..self }
    }

    /// Sets how many frames there are.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().frames(7).pages(), 7);
    /// ```
    #[must_use]
    pub fn frames(self, frames: usize) -> Self {
        Self { frames, ..self }
    }

    /// Sets what lengths are counted by.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().unit("cm").unit.as_deref(), Some("cm"));
    /// ```
    #[must_use]
    pub fn unit(self, unit: impl Into<String>) -> Self {
        Self { unit: Some(unit.into()), ..self }
    }

    /// Sets how far slices are apart.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().spacing(0.25).spacing, Some(0.25));
    /// ```
    #[must_use]
    pub fn spacing(self, spacing: f64) -> Self {
        Self { spacing: Some(spacing), ..self }
    }

    /// Sets the seconds from frame to frame.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().frame_interval(2.0).frame_interval, Some(2.0));
    /// ```
    #[must_use]
    pub fn frame_interval(self, seconds: f64) -> Self {
        Self { frame_interval: Some(seconds), ..self }
    }

    /// Sets the values that are shown black and white.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().range([0.0, 1.0]).range, Some([0.0, 1.0]));
    /// ```
    #[must_use]
    pub fn range(self, range: [f64; 2]) -> Self {
        Self { range: Some(range), ..self }
    }

    /// How many pages that makes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::ImageJ::default().channels(2).slices(3).pages(), 6);
    /// ```
    #[must_use]
    pub fn pages(&self) -> usize {
        self.channels.saturating_mul(self.slices).saturating_mul(self.frames)
    }

    /// Reads a description; `None` for one of others.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if !text.starts_with("ImageJ=") {
            return None;
        }
        let value = |name: &str| {
            text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).map(str::trim)
        };
        let count = |name| value(name).and_then(|n| n.parse().ok()).unwrap_or(1usize).max(1);
        let number = |name| value(name).and_then(|x| x.parse::<f64>().ok());
        let mut about = Self {
            channels: count("channels"),
            slices: count("slices"),
            frames: count("frames"),
            unit: value("unit").map(|unit| unit.replace("\\u00B5", "µ")),
            spacing: number("spacing"),
            frame_interval: number("finterval"),
            range: number("min").zip(number("max")).map(|(low, high)| [low, high]),
        };
        // A plain stack says only how many.
        if about.pages() == 1 {
            about.slices = count("images");
        }
        Some(about)
    }

    /// The description.
    pub(super) fn text(&self) -> String {
        let mut text = format!("ImageJ=1.54f\nimages={}\n", self.pages());
        let counts =
            [("channels", self.channels), ("slices", self.slices), ("frames", self.frames)];
        let several = counts.iter().filter(|(_, n)| *n > 1);
        let kinds = several.clone().count();
        several.for_each(|(name, n)| line(&mut text, name, n));
        if kinds > 1 || self.channels > 1 {
            line(&mut text, "hyperstack", &"true");
        }
        if self.channels > 1 {
            line(&mut text, "mode", &"composite");
        }
        if let Some(unit) = &self.unit {
            line(&mut text, "unit", &unit.replace('µ', "\\u00B5"));
        }
        let numbers = [("spacing", self.spacing), ("finterval", self.frame_interval)];
        for (name, value) in numbers {
            value.iter().for_each(|value| line(&mut text, name, value));
        }
        line(&mut text, "loop", &"false");
        if let Some([low, high]) = self.range {
            line(&mut text, "min", &low);
            line(&mut text, "max", &high);
        }
        text
    }
}

fn line(text: &mut String, name: &str, value: &dyn std::fmt::Display) {
    let _ = writeln!(text, "{name}={value}"); // texts take what is written
}
