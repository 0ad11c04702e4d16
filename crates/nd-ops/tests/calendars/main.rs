//! Business days, calendars, time coordinates and frequencies against NumPy, cftime, xarray and pandas.

mod business;
mod coordinates;
mod dates;
mod frequencies;
mod laws;
