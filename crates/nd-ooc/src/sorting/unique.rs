//! Distinct elements: `unique` and the Array API's `unique_…`.
//!
//! Parts of the array are sorted, and what is distinct in them put together, as long as that is little next to the
//! budget; where it is not, all of the array is sorted (`sort.rs`), and what differs from the element before it is picked.

use crate::arrange::concat;
use crate::block::Block;
use crate::cells::Cells;
use crate::chunked::Chunked;
use crate::elementwise::{lift1, lift2};
use crate::error::{ErrorKind, Result, on_file};
use crate::fold::{Cell, Folding, Output, Walk};
use crate::reduce::folded;
use crate::run::{Plan, RunOptions, place};
use crate::wire::{Wire, get_counts, get_list, get_number, put_counts, put_list, put_number};
use nd_core::{AnyArray, Array, Axes, DType, Shape, Slice, SliceItem, Typed, zip};
use nd_io::Region;
use nd_ops::{Distinct, Sortable, Word};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Elements of a cell.
const CELL: std::ops::RangeInclusive<usize> = 1 << 10..=1 << 20;

/// How elements are told apart, and how they are looked for.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::{Chunked, ChunkedUniqueOptions, RunOptions};
///
/// let x = Chunked::from(array![f64::NAN, 1.0, f64::NAN]);
/// let run = RunOptions::default().budget(64 << 20);
/// let once = ChunkedUniqueOptions::default().equal_nan(true).run(run);
/// assert_eq!(x.unique_counts_with(&once)?.counts.compute()?, array![1, 2]);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct ChunkedUniqueOptions {
    /// Whether all NaN are one element, and so all complex numbers with a part that is NaN.
    pub equal_nan: bool,
    /// The budget, and whatever else runs are told.
    pub run: RunOptions,
}

impl ChunkedUniqueOptions {
    /// Whether all NaN are one element.
    #[must_use]
    pub fn equal_nan(self, equal_nan: bool) -> Self {
        Self { equal_nan, ..self }
    }

    /// The budget, and whatever else runs are told.
    #[must_use]
    pub fn run(self, run: RunOptions) -> Self {
        Self { run, ..self }
    }
}

/// Distinct elements, and all that is known of them; from [`Chunked::unique_all`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChunkedUniqueAll<T> {
    /// Each element once, in order.
    pub values: Chunked<T>,
    /// The first place of each, in C order.
    pub indices: Chunked<i64>,
    /// Which value each element is; of the shape of the array.
    pub inverse_indices: Chunked<i64>,
    /// How often each occurs.
    pub counts: Chunked<i64>,
}

/// Distinct elements, and how often each occurs; from [`Chunked::unique_counts`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChunkedUniqueCounts<T> {
    /// Each element once, in order.
    pub values: Chunked<T>,
    /// How often each occurs.
    pub counts: Chunked<i64>,
}

/// Distinct elements, and which of them each element is; from [`Chunked::unique_inverse`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ChunkedUniqueInverse<T> {
    /// Each element once, in order.
    pub values: Chunked<T>,
    /// Which value each element is; of the shape of the array.
    pub inverse_indices: Chunked<i64>,
}

/// Distinct elements of what was seen, in parts of which each is larger than those behind it together; `None` once they are
/// too many.
type Seen<T> = Option<Vec<Distinct<T>>>;

/// Gathers distinct elements.
struct Gather<T> {
    axes: Axes,
    equal_nan: bool,
    firsts: bool,
    /// How many there may be.
    most: usize,
    cell: usize,
    found: Arc<Mutex<Seen<T>>>,
    /// Where to leave it for other processes that run the program.
    shared: Option<PathBuf>,
}

impl<T: Sortable> Gather<T> {
    /// Bytes of an element and of what is known of it.
    fn each(firsts: bool) -> usize {
        size_of::<T>() + size_of::<usize>() * (1 + usize::from(firsts))
    }

    fn put(&self, seen: &mut Seen<T>, more: Distinct<T>) {
        let Some(parts) = seen else { return };
        parts.push(more);
        while let [.., a, b] = &parts[..]
            && a.values.len() <= 2 * b.values.len()
        {
            let both = T::distinct_in_both(a, b, self.equal_nan);
            parts.truncate(parts.len() - 2);
            parts.push(both);
        }
        if parts.iter().any(|part| part.values.len() > self.most) {
            *seen = None;
        }
    }
}

impl<T: Typed + Sortable> Folding for Gather<T> {
    type State = Seen<T>;

    fn name(&self) -> String {
        "unique".into()
    }

    fn axes(&self) -> &Axes {
        &self.axes
    }

    fn outputs(&self) -> Vec<Output> {
        // How long the result is shows when it is there: it is handed over beside this.
        vec![Output { extra: Shape::from(()), dtype: DType::Bool }]
    }

    fn cells(&self, shape: &[usize], _: usize) -> Option<Cells> {
        Some(Cells::of_extents(shape, &self.axes, &[self.cell]))
    }

    fn walk(&self) -> Walk {
        Walk::Pool
    }

    fn partial(&self, inputs: &[Block], cell: &Cell<'_>) -> Result<Seen<T>> {
        let mut state = None;
        self.absorb(&mut state, inputs, cell)?;
        Ok(state.flatten())
    }

    fn absorb(&self, state: &mut Option<Seen<T>>, inputs: &[Block], cell: &Cell<'_>) -> Result<()> {
        let seen = state.get_or_insert_with(|| Some(Vec::new()));
        if seen.is_some() {
            let start = self.firsts.then_some(cell.region.start()[0]);
            self.put(seen, T::distinct_of(inputs[0].typed::<T>(), self.equal_nan, start));
        }
        Ok(())
    }

    fn merge(&self, earlier: &mut Seen<T>, later: Seen<T>) {
        match later {
            Some(parts) => parts.into_iter().for_each(|part| self.put(earlier, part)),
            None => *earlier = None,
        }
    }

    fn finish(&self, state: Option<Seen<T>>, _: &Region) -> Result<Vec<AnyArray>> {
        let seen = state.unwrap_or_else(|| Some(Vec::new()));
        let whole = seen.map(|parts| {
            let all = parts.into_iter().reduce(|a, b| T::distinct_in_both(&a, &b, self.equal_nan));
            vec![all.unwrap_or_default()]
        });
        let whole = whole.filter(|all| all[0].values.len() <= self.most);
        let is_all = whole.is_some();
        if let Some(path) = &self.shared {
            let mut bytes = Vec::new();
            (Gather::wire(self).put)(&whole, &mut bytes);
            place(path, false, |out| out.write_all(&bytes)).map_err(on_file("write", path))?;
        }
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = whole;
        Ok(vec![Array::scalar(is_all).into()])
    }

    fn wire(&self) -> Wire<Seen<T>> {
        let put = |seen: &Seen<T>, out: &mut Vec<u8>| {
            put_number(seen.as_ref().map_or(0, |parts| parts.len() as u64 + 1), out);
            for part in seen.iter().flatten() {
                put_list(&part.values, out);
                for places in [&part.counts, &part.firsts] {
                    put_counts(&Array::from_vec(places.clone()), out);
                }
            }
        };
        let get = |from: &mut &[u8]| {
            let part = |from: &mut &[u8]| {
                let values = get_list(from)?;
                let (counts, firsts) = (get_counts(from)?.into_vec(), get_counts(from)?.into_vec());
                Some(Distinct { values, counts, firsts })
            };
            match get_number(from)? {
                0 => Some(None),
                parts => (1..parts).map(|_| part(from)).collect::<Option<Vec<_>>>().map(Some),
            }
        };
        Wire { put, get }
    }

    fn state_bytes(&self, _: usize) -> usize {
        // One part as large as may be and those behind it, which together are not larger, and both while they are put
        // together.
        (4 * (self.most + self.cell)).saturating_mul(Self::each(self.firsts))
    }

    fn scratch(&self, cell: &Region) -> usize {
        let words = match self.firsts {
            true => 2 * size_of::<<T::Rank as Word>::Placed>(),
            false => 2 * size_of::<T::Word>(),
        };
        cell.size().saturating_mul(words + size_of::<T>() + 2 * Self::each(self.firsts))
    }
}

/// Distinct elements in memory, of an array with one axis; `None` if they are too many for the budget.
fn gathered<T: Typed + Sortable>(
    x: &Chunked<T>,
    equal_nan: bool,
    firsts: bool,
    options: &RunOptions,
) -> Result<Option<Distinct<T>>> {
    // Threads have parts of their own, and another one waits for them.
    let shares = 2 * (options.members() + 1);
    let share = options.bytes() / (4 * Gather::<T>::each(firsts) * shares);
    let cell = (share / 8).clamp(*CELL.start(), *CELL.end());
    let most = share.saturating_sub(cell).max(1);
    let found = Arc::new(Mutex::new(None));
    let axes = Axes::from([0]);
    let shared = crate::engine::here()?.map(|session| session.beside_next("found"));
    let path = shared.clone();
    let fold = Gather { axes, equal_nan, firsts, most, cell, found: Arc::clone(&found), shared };
    let wire = Gather::wire(&fold);
    let mut plan = Plan::new();
    let is_all = plan.compute(&Chunked::<bool>::of(folded(fold, &[&x.node]).remove(0)));
    // There is hardly room for any.
    if plan.explain(options).is_err_and(|error| error.needed().is_some()) {
        return Ok(None);
    }
    let is_all = plan.run_with(options)?.take(is_all)[[]];
    if let Some(path) = path.filter(|_| is_all) {
        // Another process may have found it, or this one before it was started again.
        let bytes = fs::read(&path).map_err(on_file("read", &path))?;
        let all = (wire.get)(&mut &bytes[..]).flatten();
        let wrong = || ErrorKind::Engine(format!("{}: is no list of elements", path.display()));
        return Ok(Some(all.ok_or_else(wrong)?.remove(0)));
    }
    let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(found.take().map(|mut all| all.remove(0)))
}

/// Whether each of the sorted elements is another one than that before it.
fn begins<T: Typed + Sortable>(sorted: &Chunked<T>, equal_nan: bool) -> Chunked<bool> {
    let n = sorted.size();
    let part = |start: usize, stop: usize| {
        let (start, stop) = (Some(start as isize), Some(stop as isize));
        sorted.slice([SliceItem::Range(Slice { start, stop, step: 1 })])
    };
    let name = if equal_nan { "begins" } else { "begins, NaN apart" };
    let later = lift2(name, &part(0, n - 1), &part(1, n), move |a, b| {
        zip((&a.view(), &b.view())).map(|(a, b)| match (a.is_missing(), b.is_missing()) {
            (false, false) => a.rank() != b.rank(),
            (true, true) => !equal_nan,
            _ => true,
        })
    });
    concat(&[crate::full([1], true), later], 0)
}

/// Numbers of the kind that chunked arrays have.
fn counts_of(counts: Vec<usize>) -> Chunked<i64> {
    let counts: Vec<i64> = counts.into_iter().map(|count| count as i64).collect();
    Chunked::from(Array::from_vec(counts))
}

/// NaN that are elements of their own go by where they stand among those that are equal in order.
fn by_place<T: Sortable>(all: &mut Distinct<T>) {
    let numbers = all.values.partition_point(|x| !x.is_missing());
    let mut order: Vec<usize> = (numbers..all.values.len()).collect();
    order.sort_by_key(|&at| (all.values[at].rank(), all.firsts[at]));
    let values: Vec<T> = order.iter().map(|&at| all.values[at]).collect();
    let firsts: Vec<usize> = order.iter().map(|&at| all.firsts[at]).collect();
    all.values.truncate(numbers);
    all.firsts.truncate(numbers);
    all.values.extend(values);
    all.firsts.extend(firsts);
}

/// Which of the distinct elements each one is.
fn inverse<T: Typed + Sortable>(
    x: &Chunked<T>,
    all: &Distinct<T>,
    equal_nan: bool,
) -> Chunked<i64> {
    let numbers = all.values.partition_point(|x| !x.is_missing());
    let values = Chunked::from(Array::from_vec(all.values[..numbers].to_vec()));
    let places = values.searchsorted(x);
    if numbers == all.values.len() || equal_nan {
        return places;
    }
    // The first, second, … NaN as the array goes on, and which value each of them is.
    let mut order: Vec<usize> = (numbers..all.values.len()).collect();
    order.sort_by_key(|&at| all.firsts[at]);
    let flat = x.ravel();
    let missing =
        lift1("is missing", "", &flat, |a| zip((&a.view(),)).map(|(x,)| i64::from(x.is_missing())));
    let so_far = missing.cumsum_axis(0);
    let order: Arc<[usize]> = order.into();
    let which = lift2("inverse of NaN", &missing, &so_far, move |missing, so_far| {
        zip((&missing.view(), &so_far.view())).map(|(missing, so_far)| match missing {
            0 => -1,
            _ => order[so_far as usize - 1] as i64,
        })
    });
    let places = places.ravel();
    let both = lift2("inverse", &places, &which, |places, which| {
        zip((&places.view(), &which.view())).map(|(place, nan)| if nan < 0 { place } else { nan })
    });
    both.reshape(x.shape())
}

impl<T: Typed + Sortable> Chunked<T> {
    /// Values and counts, whatever their number.
    fn distinct(&self, equal_nan: bool, options: &RunOptions) -> Result<ChunkedUniqueCounts<T>> {
        let options = &options.for_itself()?;
        let flat = self.ravel();
        if let Some(all) = gathered(&flat, equal_nan, false, options)? {
            let values = Chunked::from(Array::from_vec(all.values));
            return Ok(ChunkedUniqueCounts { values, counts: counts_of(all.counts) });
        }
        let n = flat.size();
        let sorted = flat.sort_axis_with(0, options)?;
        let begins = begins(&sorted, equal_nan);
        let values = sorted.select_with(&begins, options)?;
        let places = begins.flatnonzero_with(options)?;
        let ends = concat(&[places, crate::full([1], n as i64)], 0);
        Ok(ChunkedUniqueCounts { values, counts: ends.diff(1, 0) })
    }

    /// Values, first places, inverse and counts, of as many as the budget allows.
    fn everything(&self, equal_nan: bool, options: &RunOptions) -> Result<ChunkedUniqueAll<T>> {
        let options = &options.for_itself()?;
        let Some(mut all) = gathered(&self.ravel(), equal_nan, true, options)? else {
            // Each of them in memory, as `gathered` shares it out.
            let each = 8 * (options.members() + 1) * Gather::<T>::each(true);
            let most = self.size().saturating_add(self.size() / 7).saturating_add(2 * CELL.start());
            let needed = most.saturating_mul(each).max(options.bytes().saturating_add(1));
            let (budget, fits) = (options.bytes(), None);
            let error = crate::Error::from(ErrorKind::OverBudget { needed, budget, fits });
            return Err(error.during(|| "unique_all".into(), &Region::new((), ())));
        };
        if !equal_nan {
            by_place(&mut all);
        }
        let inverse_indices = inverse(self, &all, equal_nan);
        let Distinct { values, counts, firsts } = all;
        let values = Chunked::from(Array::from_vec(values));
        let (indices, counts) = (counts_of(firsts), counts_of(counts));
        Ok(ChunkedUniqueAll { values, indices, inverse_indices, counts })
    }

    /// Each element once, in order; all NaN are one.
    ///
    /// Of any shape → `(m,)`, the same bits as [`nd_ops::unique`]. Found when this is called: by one pass where the distinct
    /// elements are few next to the budget; else the array is sorted as [`sort_axis`](Self::sort_axis) does it, and values
    /// are picked when they are wanted.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), of the passes that look for them.
    ///
    /// # NumPy
    /// `np.unique(a)`, which may have the other zero.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![[3, 1], [2, 3]]);
    /// assert_eq!(x.unique()?.compute()?, array![1, 2, 3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn unique(&self) -> Result<Chunked<T>> {
        self.unique_with(&RunOptions::default())
    }

    /// As [`unique`](Self::unique), within the budget that is told.
    ///
    /// # Errors
    /// As [`unique`](Self::unique).
    pub fn unique_with(&self, options: &RunOptions) -> Result<Chunked<T>> {
        Ok(self.distinct(true, options)?.values)
    }

    /// Each element once, in order; each NaN is an element of its own.
    ///
    /// As [`unique`](Self::unique) otherwise.
    ///
    /// # Errors
    /// As [`unique`](Self::unique).
    ///
    /// # NumPy
    /// `np.unique_values(a)`, in order.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Chunked::from(array![f64::NAN, 1.0, f64::NAN]);
    /// assert_eq!(x.unique_values()?.shape(), [3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn unique_values(&self) -> Result<Chunked<T>> {
        Ok(self.distinct(false, &RunOptions::default())?.values)
    }

    /// Each element once, in order, and how often it occurs; each NaN is an element of its own.
    ///
    /// As [`unique`](Self::unique) otherwise.
    ///
    /// # Errors
    /// As [`unique`](Self::unique).
    ///
    /// # NumPy
    /// `np.unique_counts(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let found = Chunked::from(array![3, 1, 3]).unique_counts()?;
    /// assert_eq!(found.values.compute()?, array![1, 3]);
    /// assert_eq!(found.counts.compute()?, array![1, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn unique_counts(&self) -> Result<ChunkedUniqueCounts<T>> {
        self.unique_counts_with(&ChunkedUniqueOptions::default())
    }

    /// As [`unique_counts`](Self::unique_counts), told how elements are told apart, and how to look for them.
    ///
    /// # Errors
    /// As [`unique`](Self::unique).
    pub fn unique_counts_with(
        &self,
        options: &ChunkedUniqueOptions,
    ) -> Result<ChunkedUniqueCounts<T>> {
        self.distinct(options.equal_nan, &options.run)
    }

    /// Each element once, in order, and which of them each element is; each NaN is an element of its own.
    ///
    /// Of any shape → values `(m,)` and inverse indices of that shape, as [`nd_ops::unique_inverse`] has them. Values are
    /// found when this is called, by one pass that keeps them; elements are looked up among them when it is wanted.
    ///
    /// # Errors
    /// [`ErrorKind::OverBudget`] where distinct elements are too many for the budget; and as
    /// [`Plan::run`](crate::Plan::run), of the pass that looks for them.
    ///
    /// # NumPy
    /// `np.unique_inverse(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let found = Chunked::from(array![30, 10, 30]).unique_inverse()?;
    /// assert_eq!(found.values.compute()?, array![10, 30]);
    /// assert_eq!(found.inverse_indices.compute()?, array![1, 0, 1]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn unique_inverse(&self) -> Result<ChunkedUniqueInverse<T>> {
        self.unique_inverse_with(&ChunkedUniqueOptions::default())
    }

    /// As [`unique_inverse`](Self::unique_inverse), told how elements are told apart, and how to look for them.
    ///
    /// # Errors
    /// As [`unique_inverse`](Self::unique_inverse).
    pub fn unique_inverse_with(
        &self,
        options: &ChunkedUniqueOptions,
    ) -> Result<ChunkedUniqueInverse<T>> {
        let ChunkedUniqueAll { values, inverse_indices, .. } =
            self.everything(options.equal_nan, &options.run)?;
        Ok(ChunkedUniqueInverse { values, inverse_indices })
    }

    /// Each element once, in order, where it is first, which of them each element is, and how often each occurs; each NaN
    /// is an element of its own.
    ///
    /// As [`unique_inverse`](Self::unique_inverse) otherwise.
    ///
    /// # Errors
    /// As [`unique_inverse`](Self::unique_inverse).
    ///
    /// # NumPy
    /// `np.unique_all(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let found = Chunked::from(array![30, 10, 30]).unique_all()?;
    /// assert_eq!(found.indices.compute()?, array![1, 0]);
    /// assert_eq!(found.counts.compute()?, array![1, 2]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn unique_all(&self) -> Result<ChunkedUniqueAll<T>> {
        self.unique_all_with(&ChunkedUniqueOptions::default())
    }

    /// As [`unique_all`](Self::unique_all), told how elements are told apart, and how to look for them.
    ///
    /// # Errors
    /// As [`unique_inverse`](Self::unique_inverse).
    pub fn unique_all_with(&self, options: &ChunkedUniqueOptions) -> Result<ChunkedUniqueAll<T>> {
        self.everything(options.equal_nan, &options.run)
    }
}
