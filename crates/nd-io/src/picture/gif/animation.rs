//! [`Animation`]: all frames of a GIF file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

use nd_core::{AnyArray, AnyView, Array, ArrayLike, DType, Shape};

use super::super::options::PictureOptions;
use super::file::checked;
use super::write::frames;
use crate::atomic::AtomicFile;
use crate::blocks::{bytes_of, filled};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// Pictures that follow each other, as a GIF file has them.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use nd_core::Array;
/// use nd_io::{GifOptions, load_gif, save_gif_with};
///
/// let path = std::env::temp_dir().join(format!("nd-gif-moves-{}.gif", std::process::id()));
/// let frames = Array::from_fn([3, 4, 5], |i| 80 * i[0] as u8);
/// let options = GifOptions::default().delay(Duration::from_millis(40)).repeats(0);
/// save_gif_with(&path, &frames, &options)?;
///
/// let back = load_gif(&path)?;
/// assert_eq!(back.frames.shape(), [3, 4, 5, 3]); // colours, of grey too
/// assert_eq!((back.frames[[2, 0, 0, 1]], back.repeats), (160, Some(0)));
/// assert_eq!(back.delays, [Duration::from_millis(40); 3]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct Animation {
    /// `(n, h, w, 3)`, or `(n, h, w, 4)` where anything is transparent: each frame as it is seen, with those before
    /// under it.
    pub frames: Array<u8>,
    /// How long each frame is shown.
    pub delays: Vec<Duration>,
    /// How often all of it is shown again, 0 for ever; `None` where the file does not say.
    pub repeats: Option<u16>,
}

/// Loads all frames of a GIF file.
///
/// [`load`](crate::load) gives the first one alone, and `load("a.gif/3")` the fourth.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`] for a file that is no GIF, [`ErrorKind::Corrupt`] for a damaged one or one cut short,
/// [`ErrorKind::LimitExceeded`] for more than 1 GiB of frames, [`ErrorKind::AllocFailed`], the system's.
///
/// # NumPy
/// `imageio.mimread(path)`; `[np.asarray(f.convert('RGBA')) for f in PIL.ImageSequence.Iterator(image)]`.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-gif-one-{}.gif", std::process::id()));
/// nd_io::save(&path, &[[7u8, 9]])?;
/// let gif = nd_io::load_gif(&path)?;
/// assert_eq!(gif.frames.into_vec(), [7, 7, 7, 9, 9, 9]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_gif(path: impl AsRef<Path>) -> Result<Animation> {
    load_gif_with(path, &PictureOptions::default())
}

/// [`load_gif`] with a limit of one's own: of all frames together.
///
/// # Errors
/// As [`load_gif`].
///
/// # Examples
/// ```
/// use nd_io::PictureOptions;
///
/// let path = std::env::temp_dir().join(format!("nd-gif-limit-{}.gif", std::process::id()));
/// nd_io::save_gif(&path, &[[[1u8, 2]], [[3, 4]]])?;
/// assert!(nd_io::load_gif_with(&path, &PictureOptions::default().max_bytes(11)).is_err());
/// assert!(nd_io::load_gif_with(&path, &PictureOptions::default().max_bytes(12)).is_ok());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load_gif_with(path: impl AsRef<Path>, options: &PictureOptions) -> Result<Animation> {
    let path = path.as_ref();
    load_at(path, options).map_err(|error| error.at(path))
}

fn load_at(path: &Path, options: &PictureOptions) -> Result<Animation> {
    let gif = checked(File::open(path).map_err(Error::io("open"))?, options)?;
    let ([h, w], n) = (gif.size, gif.len());
    let one = h * w * gif.channels;
    let asked = (one as u64).saturating_mul(n as u64);
    if asked > options.max_bytes {
        let what = "all frames (PictureOptions::max_bytes)";
        let limit = options.max_bytes;
        return Err(ErrorKind::LimitExceeded { what, asked, limit }.into());
    }
    let shape = Shape::from([n, h, w, gif.channels]);
    let frames = filled(DType::U8, shape, &mut |bytes| {
        gif.pictures(n - 1, &mut |k, picture| {
            bytes[k * one..][..one].copy_from_slice(picture);
            Ok(())
        })
    })?;
    let AnyArray::U8(frames) = frames else { unreachable!("they were made so") };
    let delays = gif.delays().map(|n| Duration::from_millis(10 * u64::from(n))).collect();
    Ok(Animation { frames, delays, repeats: gif.repeats })
}

/// How the frames of a GIF file are shown.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use nd_io::GifOptions;
///
/// assert_eq!(GifOptions::default().delay, Duration::from_millis(100));
/// assert_eq!(GifOptions::default().repeats, Some(0)); // for ever
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct GifOptions {
    /// How long each frame is shown, to hundredths of a second.
    pub delay: Duration,
    /// How often all of it is shown again, 0 for ever; `None` for once.
    pub repeats: Option<u16>,
}

impl Default for GifOptions {
    fn default() -> Self {
        Self { delay: Duration::from_millis(100), repeats: Some(0) }
    }
}

impl GifOptions {
    /// Sets how long each frame is shown.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    ///
    /// let slow = nd_io::GifOptions::default().delay(Duration::from_secs(1));
    /// assert_eq!(slow.delay.as_millis(), 1000);
    /// ```
    #[must_use]
    pub fn delay(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Sets how often all of it is shown again.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::GifOptions::default().repeats(None).repeats, None);
    /// ```
    #[must_use]
    pub fn repeats(self, repeats: impl Into<Option<u16>>) -> Self {
        Self { repeats: repeats.into(), ..self }
    }
}

/// Saves pictures that follow each other as GIF: `(n, h, w)` in grey, or `(n, h, w, c)` with `c` 1 grey, 3 RGB, 4 RGBA.
/// They are shown for a tenth of a second each, again and again.
///
/// Each frame has at most 256 colours, which are kept as they are: nothing is reduced silently.
///
/// # Errors
/// [`ErrorKind::Unsupported`] for other shapes, for sides over 65,535, for frames of more colours, and for an alpha other
/// than 0 and 255; the system's.
///
/// # NumPy
/// `imageio.mimwrite(path, frames)`, which reduces colours.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let path = std::env::temp_dir().join(format!("nd-gif-save-{}.gif", std::process::id()));
/// nd_io::save_gif(&path, &Array::<u8>::zeros([2, 5, 6, 3]))?;
/// assert_eq!(nd_io::list(&path)?, ["0", "1"]);
///
/// let many = Array::from_fn([1, 20, 20, 3], |i| (i[1] * 13 + i[2] * i[3]) as u8);
/// assert!(nd_io::save_gif(&path, &many).unwrap_err().to_string().contains("256 colours"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_gif<A>(path: impl AsRef<Path>, a: A) -> Result<()>
where
    A: ArrayLike<Elem = u8>,
{
    save_gif_with(path, a, &GifOptions::default())
}

/// [`save_gif`] with options.
///
/// # Errors
/// As [`save_gif`]; [`ErrorKind::Unsupported`] for frames of more than 655.35 seconds.
///
/// # Examples
/// ```
/// use nd_io::GifOptions;
///
/// let path = std::env::temp_dir().join(format!("nd-gif-once-{}.gif", std::process::id()));
/// nd_io::save_gif_with(&path, &[[[1u8]], [[2]]], &GifOptions::default().repeats(None))?;
/// assert_eq!(nd_io::load_gif(&path)?.repeats, None);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_gif_with<A>(path: impl AsRef<Path>, a: A, options: &GifOptions) -> Result<()>
where
    A: ArrayLike<Elem = u8>,
{
    let path = path.as_ref();
    save_at(path, a.view().into(), options).map_err(|error| error.at(path))
}

#[inline(never)]
fn save_at(path: &Path, a: AnyView<'_>, options: &GifOptions) -> Result<()> {
    let refused = |what: String| Error::from(ErrorKind::unsupported(Format::Gif, what));
    let ([n, h, w], channels) = match *a.shape() {
        [n, h, w] => ([n, h, w], 1),
        [n, h, w, c @ (1 | 3 | 4)] => ([n, h, w], c),
        ref shape => {
            return Err(refused(format!("shape {shape:?} is no (n, h, w) or (n, h, w, c)")));
        }
    };
    if n * h * w == 0 || h.max(w) > 65_535 {
        return Err(refused(format!("{n} frames of {h} × {w} pixels: sides are 1 to 65535")));
    }
    let hundredths = (options.delay.as_millis() + 5) / 10;
    let delay = u16::try_from(hundredths)
        .map_err(|_| refused(format!("frames of {:?}: 655.35 s is the most", options.delay)))?;
    let copy = a.to_array();
    let bytes = bytes_of(copy.view()).unwrap_or_default();
    let pictures: Vec<&[u8]> = bytes.chunks_exact(h * w * channels).collect();
    let file = AtomicFile::create(path).map_err(Error::io("create"))?;
    let mut writer = BufWriter::new(file.file());
    frames(&pictures, [h, w], channels, &vec![delay; n], options.repeats, &mut writer)?;
    writer.flush().map_err(Error::io("write"))?;
    drop(writer);
    file.commit().map_err(Error::io("write"))
}
