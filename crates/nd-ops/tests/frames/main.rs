//! Groups, windows and joins, beside those of pandas.

mod groups;
mod tables;
mod windows;
