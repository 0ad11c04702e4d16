//! Times at equal distances.

use nd_core::time::{TimeError, Unit};
use nd_core::{Array, Datetime64, ShapeError, Timedelta64};

/// Times from `start` on, `step` apart, up to but without `stop`.
///
/// → `(ceil((stop - start) / step),)`, nothing if `stop` is not on the side that `step` leads to.
///
/// # Errors
/// [`TimeError::Shape`] if they are more than memory has room for.
///
/// # Panics
/// If one of the three is missing, or `step` is 0.
///
/// # NumPy
/// `np.arange(start, stop, step)`. Differs: a whole number as `stop` is the number of steps there, a mixture of units
/// has the finest of them.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, Timedelta64, time::Day};
/// use nd_ops::time::arange;
///
/// let (start, stop): (Datetime64<Day>, _) = ("2004-02-27".parse()?, "2004-03-02".parse()?);
/// let days = arange(start, stop, Timedelta64::new(2))?;
/// assert_eq!(days.to_string(), "['2004-02-27' '2004-02-29']");
/// # Ok::<(), nd_core::time::TimeError>(())
/// ```
#[track_caller]
pub fn arange<U: Unit>(
    start: Datetime64<U>,
    stop: Datetime64<U>,
    step: Timedelta64<U>,
) -> Result<Array<Datetime64<U>>, TimeError> {
    assert!(
        !start.is_nat() && !stop.is_nat() && !step.is_nat(),
        "arange: from {start} to {stop} by {step}: a range has two ends and a step"
    );
    assert!(step.count() != 0, "arange: a step of 0 {step} never ends");
    counts(start.count(), stop.count(), step.count()).map(Array::from_counts)
}

fn counts(start: i64, stop: i64, step: i64) -> Result<Array<i64>, TimeError> {
    let way = i128::from(stop) - i128::from(start);
    let (way, by) = if step > 0 { (way, i128::from(step)) } else { (-way, -i128::from(step)) };
    let many = if way <= 0 { 0 } else { (way + by - 1) / by };
    let too_many =
        || TimeError::Shape(ShapeError::Overflow { op: "arange", shape: [usize::MAX].into() });
    let many = usize::try_from(many).ok().filter(|&many| many <= isize::MAX as usize / 8);
    let mut all = Vec::new();
    let many = many.ok_or_else(too_many)?;
    all.try_reserve_exact(many).map_err(|_| too_many())?;
    // Wrapping: the step behind the last one may not have a count.
    let mut at = start;
    for _ in 0..many {
        all.push(at);
        at = at.wrapping_add(step);
    }
    Ok(Array::from_vec(all))
}
