//! [`Field`]: a quantity over times, latitudes and longitudes.

use crate::Result;
use crate::calendar::Calendar;
use nd::DType;
use nd::io::{self, Dataset};
use nd::ooc::{AnyChunked, Chunked};
use nd::prelude::*;
use std::path::{Path, PathBuf};

/// A quantity and where it is.
pub(crate) struct Field {
    /// `(time, latitude, longitude)`.
    pub(crate) values: Chunked<f32>,
    /// Degrees.
    pub(crate) latitude: Array<f64>,
    /// Times in years, of any origin.
    pub(crate) times: Array<f64>,
    /// The year of each time.
    pub(crate) years: Array<i64>,
    /// The month of each time, from 0.
    pub(crate) months: Array<i64>,
}

impl Field {
    /// A stored field of any format that has coordinates beside it; packed numbers are unpacked as CF says.
    ///
    /// # Errors
    /// If there is no such array with three axes, or its times or latitudes are not known.
    pub(crate) fn open(path: &Path) -> Result<Field> {
        let path = variable(path)?;
        let dataset = io::open(&path)?;
        let title = path.display();
        if dataset.ndim() != 3 || dataset.info().size() == 0 {
            let shape = dataset.shape();
            return Err(
                format!("{title}: (time, latitude, longitude) wanted, not {shape:?}").into()
            );
        }
        let latitude = coordinate(&path, &dataset, 1)?;
        let time = coordinate(&path, &dataset, 0)?;
        let text = |name: &str| time.attributes().get(name).and_then(|text| text.as_text());
        let (units, name) = (text("units").unwrap_or(""), text("calendar").unwrap_or("standard"));
        let calendar = Calendar::new(units, name)
            .ok_or_else(|| format!("{title}: times are {units:?} of the calendar {name:?}"))?;
        let dates = numbers(&time)?;
        Ok(Field {
            values: AnyChunked::from(dataset.decoded()?).cast(DType::F32).try_into()?,
            latitude: numbers(&latitude)?,
            times: dates.map(|time| calendar.years(time)),
            years: dates.map(|time| calendar.month(time).0),
            months: dates.map(|time| calendar.month(time).1),
        })
    }

    /// Every so many points along both axes of space, such that at most so many are left.
    pub(crate) fn stride(&self, points: usize) -> usize {
        let [h, w] = [self.values.shape()[1], self.values.shape()[2]];
        (1..).find(|&by| h.div_ceil(by) * w.div_ceil(by) <= points).unwrap_or(1)
    }
}

/// All elements of a coordinate, of whatever type.
fn numbers(coordinate: &Dataset) -> Result<Array<f64>> {
    let all: Chunked<f64> = AnyChunked::from(coordinate.decoded()?).cast(DType::F64).try_into()?;
    Ok(all.compute()?)
}

/// The array that is meant: the path's own, or the only one in a file that has three axes.
fn variable(path: &Path) -> Result<PathBuf> {
    let names = io::list(path)?;
    let at = |name: &String| if name.is_empty() { path.to_owned() } else { path.join(name) };
    let is_field = |path: &PathBuf| io::open(path).is_ok_and(|dataset| dataset.ndim() == 3);
    let mut fields: Vec<PathBuf> = names.iter().map(at).filter(is_field).collect();
    match fields.len() {
        1 => Ok(fields.remove(0)),
        _ => Err(format!("{}: which of {names:?}? PATH/VARIABLE", path.display()).into()),
    }
}

/// The array of one axis that tells where an axis is.
fn coordinate(path: &Path, field: &Dataset, axis: usize) -> Result<Dataset> {
    let names = field.info().dimension_names.as_deref().unwrap_or_default();
    let title = path.display();
    let name = names.get(axis).and_then(Option::as_ref);
    let name = name.ok_or_else(|| format!("{title}: axis {axis} has no name"))?;
    let dataset = io::open(path.parent().unwrap_or(path).join(name))?;
    if dataset.shape() != [field.shape()[axis]] {
        return Err(format!("{title}: {name} is not one number for each place").into());
    }
    Ok(dataset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_are_found_by_the_file_and_by_the_name() {
        let file = Field::open(crate::DATA.as_ref()).unwrap();
        let name = Field::open(&Path::new(crate::DATA).join("air_temperature")).unwrap();
        assert_eq!(
            (file.values.shape(), name.values.shape()),
            (&[240, 37, 49][..], &[240, 37, 49][..])
        );
        assert_eq!((file.latitude[[0]], file.latitude[[36]]), (15.0, 60.0));
        assert_eq!((file.years[[0]], file.years[[239]], file.months[[0]]), (1860, 2099, 5));
        assert_eq!((file.stride(1813), file.stride(1812), file.stride(500)), (1, 2, 2));
        assert!(Field::open(&Path::new(crate::DATA).join("latitude")).is_err());
    }
}
