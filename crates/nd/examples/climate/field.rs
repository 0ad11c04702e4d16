//! [`Field`]: a quantity over times, latitudes and longitudes.

use crate::Result;
use nd::DType;
use nd::io::{self, Dataset};
use nd::ooc::{AnyChunked, Chunked};
use nd::prelude::*;
use nd::time::{CalendarDate, CfUnits, Frequency, bin_labels, decode_dates};
use std::path::{Path, PathBuf};

/// A quantity and where it is.
pub(crate) struct Field {
    /// `(time, latitude, longitude)`.
    pub(crate) values: Chunked<f32>,
    /// Degrees.
    pub(crate) latitude: Array<f64>,
    /// The date of each time, in the calendar of the file.
    pub(crate) dates: Array<CalendarDate>,
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
        let units = units(&time).map_err(|error| format!("{title}: {error}"))?;
        let dates = decode_dates(&numbers(&time)?, &units)?;
        if dates.iter().any(|date| date.is_nat()) {
            return Err(format!("{title}: a time is missing").into());
        }
        Ok(Field {
            values: AnyChunked::from(dataset.decoded()?).cast(DType::F32).try_into()?,
            latitude: numbers(&latitude)?,
            dates,
        })
    }

    /// The year of each time. Years begin with the month of the first one, so that the first is whole.
    ///
    /// # Errors
    /// If years are beyond those of dates.
    pub(crate) fn years(&self) -> Result<Array<i64>> {
        let begin = Frequency::year_start(self.dates[[0]].month());
        Ok(bin_labels(&self.dates, &begin)?.map(|day| day.year()))
    }

    /// The month of each time, from 1.
    pub(crate) fn months(&self) -> Array<u8> {
        self.dates.map(|date| date.month())
    }

    /// Each time in years of its calendar, with what has passed of the last one.
    pub(crate) fn times(&self) -> Array<f64> {
        self.dates.map(|date| {
            let days = f64::from(date.day_of_year()) - 1.0 + f64::from(date.hour()) / 24.0;
            date.year() as f64 + days / f64::from(date.calendar().days_in_year(date.year()))
        })
    }

    /// Every so many points along both axes of space, such that at most so many are left.
    pub(crate) fn stride(&self, points: usize) -> usize {
        let [h, w] = [self.values.shape()[1], self.values.shape()[2]];
        (1..).find(|&by| h.div_ceil(by) * w.div_ceil(by) <= points).unwrap_or(1)
    }
}

/// What the numbers of a coordinate count, as its attributes say.
fn units(time: &Dataset) -> Result<CfUnits> {
    let text = |name: &str| time.attributes().get(name).and_then(|text| text.as_text());
    let calendar = text("calendar").unwrap_or("standard").parse()?;
    Ok(CfUnits::parse(text("units").unwrap_or(""), calendar)?)
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
        assert_eq!(file.dates[[0]].to_string(), "1860-06-01 00:00:00");
        assert_eq!((file.years().unwrap()[[239]], file.months()[[239]]), (2099, 6));
        let years = nd::arange(1860.0, 2100.0, 1.0) + 5.0 / 12.0;
        assert!((file.times() - years).abs().max() < 1e-9);
        assert_eq!((file.stride(1813), file.stride(1812), file.stride(500)), (1, 2, 2));
        assert!(Field::open(&Path::new(crate::DATA).join("latitude")).is_err());
    }
}
