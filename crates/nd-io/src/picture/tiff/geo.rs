//! [`GeoReference`]: where on Earth a picture is, as GeoTIFF says it (OGC 19-008).

use std::collections::BTreeMap;

use super::directory::Directory;
use super::input::Input;
use super::{Result, corrupt};

/// The tags.
pub(super) const PIXEL_SCALE: u16 = 33550;
pub(super) const TIEPOINTS: u16 = 33922;
pub(super) const TRANSFORMATION: u16 = 34264;
pub(super) const KEYS: u16 = 34735;
pub(super) const DOUBLES: u16 = 34736;
pub(super) const TEXTS: u16 = 34737;

/// The keys that are named here.
const MODEL_TYPE: u16 = 1024;
const RASTER_TYPE: u16 = 1025;
const GEODETIC: u16 = 2048;
const PROJECTED: u16 = 3072;

/// The value of a geokey.
///
/// # Examples
/// ```
/// use nd_io::GeoKey;
///
/// assert_ne!(GeoKey::Short(1), GeoKey::Doubles(vec![1.0]));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum GeoKey {
    /// A code, mostly.
    Short(u16),
    /// Several of them.
    Shorts(Vec<u16>),
    /// Numbers.
    Doubles(Vec<f64>),
    /// A text.
    Text(String),
}

/// Where on Earth a picture is: a map from its pixels to coordinates, and what these are coordinates of.
///
/// What GeoTIFF stores is kept as it is; [`affine`](Self::affine) says what it comes to.
///
/// # Examples
/// ```
/// use nd_io::GeoReference;
///
/// // Pixels of 10 m, in UTM zone 33.
/// let place = GeoReference::north_up([500_000.0, 4_600_000.0], [10.0, 10.0]).projected(32633);
/// assert_eq!(place.affine(), Some([[10.0, 0.0, 500_000.0], [0.0, -10.0, 4_600_000.0]]));
/// assert_eq!(place.epsg(), Some(32633));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct GeoReference {
    /// The size of a pixel along x, y and z.
    pub pixel_scale: Option<[f64; 3]>,
    /// Points of the picture (column, row, level), each with its coordinates (x, y, z).
    pub tiepoints: Vec<[f64; 6]>,
    /// A matrix of four rows that takes (column, row, level, 1) to (x, y, z, 1).
    pub transformation: Option<[f64; 16]>,
    /// The geokeys by their numbers.
    pub keys: BTreeMap<u16, GeoKey>,
}

impl GeoReference {
    /// A picture whose rows go east and whose columns go south: where the corner of its first pixel is, and the
    /// size of a pixel along x and y.
    ///
    /// # Examples
    /// ```
    /// let place = nd_io::GeoReference::north_up([-180.0, 90.0], [0.1, 0.1]).geographic(4326);
    /// assert_eq!(place.tiepoints, [[0.0, 0.0, 0.0, -180.0, 90.0, 0.0]]);
    /// ```
    #[must_use]
    pub fn north_up([x, y]: [f64; 2], [width, height]: [f64; 2]) -> Self {
        let keys = BTreeMap::from([(RASTER_TYPE, GeoKey::Short(1))]);
        Self {
            pixel_scale: Some([width, height, 0.0]),
            tiepoints: vec![[0.0, 0.0, 0.0, x, y, 0.0]],
            transformation: None,
            keys,
        }
    }

    /// A picture in any position: two rows that take (column, row, 1) to x and to y.
    ///
    /// # Examples
    /// ```
    /// use nd_io::GeoReference;
    ///
    /// let rows = [[0.5, 0.1, 100.0], [0.1, -0.5, 200.0]];
    /// assert_eq!(GeoReference::from_affine(rows).affine(), Some(rows));
    /// ```
    #[must_use]
    pub fn from_affine([x, y]: [[f64; 3]; 2]) -> Self {
        let keys = BTreeMap::from([(RASTER_TYPE, GeoKey::Short(1))]);
        let rows =
            [[x[0], x[1], 0.0, x[2]], [y[0], y[1], 0.0, y[2]], [0.0; 4], [0.0, 0.0, 0.0, 1.0]];
        let mut transformation = [0.0; 16];
        transformation.copy_from_slice(rows.as_flattened());
        Self { transformation: Some(transformation), keys, ..Self::default() }
    }

    /// Says that coordinates are of a projection, by its EPSG code.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::GeoReference::default().projected(3857).epsg(), Some(3857));
    /// ```
    #[must_use]
    pub fn projected(self, epsg: u16) -> Self {
        self.key(MODEL_TYPE, GeoKey::Short(1)).key(PROJECTED, GeoKey::Short(epsg))
    }

    /// Says that coordinates are longitude and latitude, by the EPSG code of their system.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::GeoReference::default().geographic(4326).epsg(), Some(4326));
    /// ```
    #[must_use]
    pub fn geographic(self, epsg: u16) -> Self {
        self.key(MODEL_TYPE, GeoKey::Short(2)).key(GEODETIC, GeoKey::Short(epsg))
    }

    /// Sets a geokey.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{GeoKey, GeoReference};
    ///
    /// let place = GeoReference::default().key(1026, GeoKey::Text("a map".into()));
    /// assert_eq!(place.keys.len(), 1);
    /// ```
    #[must_use]
    pub fn key(mut self, number: u16, value: GeoKey) -> Self {
        self.keys.insert(number, value);
        self
    }

    /// The EPSG code of the coordinates: of the projection, or else of the longitudes and latitudes; `None` where
    /// it is not said, or user-defined.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::GeoReference::default().epsg(), None);
    /// ```
    #[must_use]
    pub fn epsg(&self) -> Option<u16> {
        [PROJECTED, GEODETIC].into_iter().find_map(|key| match self.keys.get(&key) {
            Some(&GeoKey::Short(code)) if code != 0 && code != 32_767 => Some(code),
            _ => None,
        })
    }

    /// Two rows that take (column, row, 1) to x and to y, the corner of the first pixel being (0, 0); `None` where
    /// points are tied without a common map.
    ///
    /// # GDAL
    /// `GetGeoTransform`, whose six numbers are these rows with the last one first.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::GeoReference::default().affine(), None);
    /// ```
    #[must_use]
    pub fn affine(&self) -> Option<[[f64; 3]; 2]> {
        let mut rows = match (self.transformation, self.pixel_scale, &self.tiepoints[..]) {
            (Some(m), ..) => [[m[0], m[1], m[3]], [m[4], m[5], m[7]]],
            (None, Some([width, height, _]), [[column, row, _, x, y, _], ..]) => {
                [[width, 0.0, x - column * width], [0.0, -height, y + row * height]]
            }
            _ => return None,
        };
        if self.keys.get(&RASTER_TYPE) == Some(&GeoKey::Short(2)) {
            // Said of the middle of pixels.
            for row in &mut rows {
                row[2] -= 0.5 * (row[0] + row[1]);
            }
        }
        Some(rows)
    }

    /// Reads what the tags say; `None` where they say nothing.
    ///
    /// # Errors
    /// `Corrupt` for tags that are no such, the system's.
    pub(super) fn read(input: &Input, tags: &Directory) -> Result<Option<Self>> {
        let numbers = |tag| tags.doubles(input, tag);
        let place = Self {
            pixel_scale: numbers(PIXEL_SCALE)?.first_chunk().copied(),
            tiepoints: numbers(TIEPOINTS)?.as_chunks().0.to_vec(),
            transformation: numbers(TRANSFORMATION)?.first_chunk().copied(),
            keys: keys(input, tags, &numbers(DOUBLES)?)?,
        };
        Ok(Some(place).filter(|place| *place != Self::default()))
    }

    /// The directory of keys, its numbers, its texts.
    pub(super) fn key_tags(&self) -> (Vec<u64>, Vec<f64>, String) {
        let (mut shorts, mut doubles, mut texts) = (Vec::new(), Vec::new(), String::new());
        let mut directory: Vec<[u64; 4]> = vec![[1, 1, 0, self.keys.len() as u64]];
        let behind = 4 * (1 + self.keys.len() as u64);
        for (&key, value) in &self.keys {
            let (place, count, offset) = match value {
                GeoKey::Short(value) => (0, 1, u64::from(*value)),
                GeoKey::Shorts(values) => {
                    let at = behind + shorts.len() as u64;
                    shorts.extend(values.iter().map(|&x| u64::from(x)));
                    (KEYS, values.len(), at)
                }
                GeoKey::Doubles(values) => {
                    let at = doubles.len() as u64;
                    doubles.extend_from_slice(values);
                    (DOUBLES, values.len(), at)
                }
                GeoKey::Text(text) => {
                    let at = texts.len() as u64;
                    texts.push_str(text);
                    texts.push('|');
                    (TEXTS, text.len() + 1, at)
                }
            };
            directory.push([key.into(), place.into(), count as u64, offset]);
        }
        let all = directory.as_flattened().iter().copied().chain(shorts).collect();
        (all, doubles, texts)
    }
}

/// More keys than these nobody has.
const MOST_KEYS: u64 = 4096;

fn keys(input: &Input, tags: &Directory, doubles: &[f64]) -> Result<BTreeMap<u16, GeoKey>> {
    let mut keys = BTreeMap::new();
    let Some(directory) = tags.numbers(input, KEYS, 4 * (1 + MOST_KEYS))? else { return Ok(keys) };
    let texts = tags.bytes(input, TEXTS)?.unwrap_or_default();
    for entry in directory.as_chunks::<4>().0.iter().skip(1) {
        let [key, place, count, at] = *entry;
        let wrong = || corrupt(format!("geokey {key}: it is not where it should be"));
        let range = at as usize..(at.saturating_add(count)) as usize;
        let key = key as u16;
        let value = match place as u16 {
            0 => GeoKey::Short(at as u16),
            KEYS => {
                let values = directory.get(range).ok_or_else(wrong)?;
                GeoKey::Shorts(values.iter().map(|&x| x as u16).collect())
            }
            DOUBLES => GeoKey::Doubles(doubles.get(range).ok_or_else(wrong)?.to_vec()),
            TEXTS => {
                let text = texts.get(range).ok_or_else(wrong)?;
                let text = String::from_utf8_lossy(text);
                GeoKey::Text(text.trim_end_matches(['\0', '|']).to_owned())
            }
            _ => return Err(wrong()),
        };
        keys.insert(key, value);
    }
    Ok(keys)
}
