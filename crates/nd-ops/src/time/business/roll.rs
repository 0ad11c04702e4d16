//! [`Roll`]: what becomes of dates that are no business days.

use super::BusinessError;
use std::str::FromStr;

/// What becomes of a date that is no business day, before days are added to it.
///
/// # NumPy
/// The argument `roll`; as text it is read by `parse`, where `"following"` is [`Roll::Forward`] and
/// `"preceding"` is [`Roll::Backward`]. The same month of another year, to which only calendars lead that have no
/// business day for a year, is another month here.
///
/// # Examples
/// ```
/// use nd_ops::time::Roll;
///
/// assert_eq!("following".parse(), Ok(Roll::Forward));
/// assert!("Forward".parse::<Roll>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Roll {
    /// It is an error, and so is what is missing.
    #[default]
    Raise,
    /// It becomes [`NAT`](nd_core::Datetime64::NAT).
    Nat,
    /// The first business day after it.
    Forward,
    /// The last business day before it.
    Backward,
    /// The first business day after it, unless that is in another month; then the last before it.
    ModifiedFollowing,
    /// The last business day before it, unless that is in another month; then the first after it.
    ModifiedPreceding,
}

impl FromStr for Roll {
    type Err = BusinessError;

    fn from_str(text: &str) -> Result<Roll, BusinessError> {
        Ok(match text {
            "raise" => Roll::Raise,
            "nat" => Roll::Nat,
            "forward" | "following" => Roll::Forward,
            "backward" | "preceding" => Roll::Backward,
            "modifiedfollowing" => Roll::ModifiedFollowing,
            "modifiedpreceding" => Roll::ModifiedPreceding,
            _ => return Err(BusinessError::Roll { text: text.to_owned() }),
        })
    }
}

/// How [`busday_offset_with`](super::busday_offset_with) treats dates that are no business days.
///
/// # Examples
/// ```
/// use nd_ops::time::{BusdayOffsetOptions, Roll};
///
/// assert_eq!(BusdayOffsetOptions::default().roll, Roll::Raise);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BusdayOffsetOptions {
    /// What becomes of a date that is no business day.
    pub roll: Roll,
}

impl BusdayOffsetOptions {
    /// What becomes of a date that is no business day.
    ///
    /// # NumPy
    /// `roll`.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::time::{BusdayOffsetOptions, BusinessCalendar, Datetime64, Roll, busday_offset_with};
    ///
    /// let forward = BusdayOffsetOptions::default().roll(Roll::Forward);
    /// let saturday: Datetime64<_> = "2024-03-02".parse()?;
    /// let found = busday_offset_with(saturday, 0, &BusinessCalendar::default(), &forward)?;
    /// assert_eq!(found[[]].to_string(), "2024-03-04");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn roll(self, roll: Roll) -> BusdayOffsetOptions {
        BusdayOffsetOptions { roll }
    }
}
