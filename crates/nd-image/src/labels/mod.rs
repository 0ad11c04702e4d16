//! What the pixels of each label are: sums, means, extremes, positions, histograms.
//!
//! Labels are integers (or `bool`) of the shape of the values, as `label` makes them; which of them are
//! asked for is the last argument: a list (`[1, 2, 5]`, `1..=n`; any number, 0 and negative ones too) or
//! `..`, which is all positive labels as one. Results have one row for each, in the order of the list.
//! A label that no pixel has gives `None`, NaN, a sum of 0 or a count of 0, never an error.
//!
//! | for | use |
//! |---|---|
//! | everything, in one pass | [`label_statistics`] |
//! | one of it | [`sum_labels`], [`mean`], [`variance`], [`standard_deviation`], [`minimum`], [`maximum`], [`extrema`], [`minimum_position`], [`maximum_position`] |
//! | where | [`center_of_mass`] |
//! | what does not fit memory, part by part | [`RunningStatistics`], [`RunningCenters`] |
//! | the values themselves | [`median`], [`histogram`], [`labeled_comprehension`] |
//!
//! ```
//! use nd_image::labels;
//!
//! let heights = [[1.0, 5.0, 2.0], [4.0, 8.0, 2.0]];
//! let regions = [[1, 1, 0], [2, 1, 2]];
//! let found = labels::label_statistics(heights, regions, [1, 2, 3]);
//! assert_eq!(found.count.into_vec(), [3, 2, 0]);
//! assert_eq!(found.maximum.into_vec(), [Some(8.0), Some(4.0), None]);
//! ```

mod centers;
pub(crate) mod groups;
mod index;
mod running;
mod single;
pub(crate) mod slots;
pub(crate) mod statistics;

pub use centers::center_of_mass;
pub use groups::{histogram, labeled_comprehension, median};
pub use index::LabelIndex;
pub use running::{RunningCenters, RunningStatistics};
pub use single::{
    Extrema, extrema, maximum, maximum_position, mean, minimum, minimum_position,
    standard_deviation, sum_labels, variance,
};
pub use statistics::{LabelStatistics, label_statistics, try_label_statistics};
