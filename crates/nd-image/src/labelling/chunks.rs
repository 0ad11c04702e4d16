//! The labels of a whole picture from those of its chunks.
//!
//! Chunks are labelled by themselves, in any order and anywhere. What has to be kept of each is the
//! position of its components' first pixels ([`label_firsts`]) and which of them touch those of
//! another chunk ([`label_seam`], which looks at faces only). [`merge_labels`] makes of these, for
//! each chunk, the table from its labels to those of the whole: to the bit what
//! [`label`](crate::label) of the whole gives, for any chunks.

use super::error::LabelError;
use super::objects::index_of;
use super::reach::Reach;
use super::roots::Roots;
use nd_core::{ArrayLike, View};

/// Labels of a part of a picture, and where the part begins.
///
/// # Examples
/// ```
/// use nd_image::LabelTile;
///
/// let labels = [[1, 0]];
/// let tile = LabelTile::new(&labels, &[10, 20]);
/// assert_eq!(tile.offset(), [10, 20]);
/// ```
#[derive(Clone, Debug)]
pub struct LabelTile<'a> {
    labels: View<'a, u32>,
    offset: Vec<usize>,
}

impl<'a> LabelTile<'a> {
    /// The part that begins at `offset`.
    ///
    /// # Panics
    /// If there is not one index for each axis.
    ///
    /// # Examples
    /// ```should_panic
    /// nd_image::LabelTile::new(&[[1u32]], &[0]);
    /// ```
    #[track_caller]
    pub fn new<A: ArrayLike<Elem = u32> + ?Sized>(labels: &'a A, offset: &[usize]) -> Self {
        let (labels, given) = (labels.view(), offset.len());
        let ndim = labels.ndim();
        assert!(given == ndim, "LabelTile: {given} indices of a corner for {ndim} axes");
        LabelTile { labels, offset: offset.to_vec() }
    }

    /// Where the part begins.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::LabelTile::new(&[1u32], &[7]).offset(), [7]);
    /// ```
    pub fn offset(&self) -> &[usize] {
        &self.offset
    }

    /// The label at an index of the whole; 0 outside of the part.
    fn at(&self, index: &[isize]) -> u32 {
        let mut inside = [0; nd_core::MAX_NDIM];
        for (axis, (&i, &from)) in index.iter().zip(&self.offset).enumerate() {
            match i.checked_sub_unsigned(from).and_then(|i| usize::try_from(i).ok()) {
                Some(i) if i < self.labels.shape()[axis] => inside[axis] = i,
                _ => return 0,
            }
        }
        *self.labels.get(&inside[..index.len()]).expect("the index was compared with the shape")
    }
}

/// Where in the whole picture of this shape the first pixel of each label `1..=count` of a part is,
/// counted in C order.
///
/// Labels that do not occur get `u64::MAX`; those above `count` are left out.
///
/// # Panics
/// If the part reaches beyond the shape, or the shape has another number of axes; if `count` is more than
/// the part has elements.
///
/// # Examples
/// ```
/// use nd_image::{LabelTile, label_firsts};
///
/// let tile = LabelTile::new(&[[0, 2], [1, 1]], &[1, 3]);
/// assert_eq!(label_firsts(&tile, 2, &[10, 5]), [13, 9]);
/// ```
#[track_caller]
pub fn label_firsts(tile: &LabelTile<'_>, count: u32, shape: &[usize]) -> Vec<u64> {
    let part = tile.labels.shape();
    let end = |axis: usize| tile.offset[axis].checked_add(part[axis]);
    assert!(
        shape.len() == part.len()
            && (0..shape.len()).all(|k| end(k).is_some_and(|end| end <= shape[k])),
        "label_firsts: a part of shape {part:?} at {:?} of a picture of shape {shape:?}",
        tile.offset
    );
    let len = tile.labels.size();
    assert!(count as usize <= len, "label_firsts: {count} labels of a part of {len} elements");
    let mut firsts = vec![u64::MAX; count as usize];
    if firsts.is_empty() {
        return firsts;
    }
    let depth = part.len().saturating_sub(1);
    crate::axes::with_rows(tile.labels, depth, |rows| {
        let mut at = vec![0; depth];
        for (y, row) in rows.iter().enumerate() {
            index_of(y, &part[..depth], &mut at);
            let mut start = 0u64;
            for axis in 0..depth {
                start = start * shape[axis] as u64 + (at[axis] + tile.offset[axis]) as u64;
            }
            if depth < shape.len() {
                start = start * shape[depth] as u64 + tile.offset[depth] as u64;
            }
            for (x, &label) in row.iter().enumerate() {
                // Rows come in order, so the first is the least; for label 0 there is no place.
                if let Some(first) = firsts.get_mut((label as usize).wrapping_sub(1))
                    && *first == u64::MAX
                {
                    *first = start + x as u64;
                }
            }
        }
    });
    firsts
}

/// Which labels of one part touch which of another, each pair once, in order.
///
/// The parts are chunks of one picture, or only the faces (edges, corners) with which they lie
/// against each other: pixels of one that have a neighbour in the other must be there. Structures are
/// those of [`LabelOptions`](crate::LabelOptions): `None` for neighbours that share a face. Chunks
/// that touch at edges or corners only have to be looked at as well where the structure says that these
/// are neighbours.
///
/// # Errors
/// [`LabelError::Asymmetric`] if the structure is not symmetric about its middle.
///
/// # Panics
/// If the parts have different ranks, or the structure is not 3 along each axis.
///
/// # Examples
/// ```
/// use nd_image::{LabelTile, label_seam};
///
/// // The last column of one chunk against the first of the next.
/// let left = LabelTile::new(&[[1], [0], [2]], &[0, 9]);
/// let right = LabelTile::new(&[[1], [1], [1]], &[0, 10]);
/// assert_eq!(label_seam(&left, &right, None)?, [[1, 1], [2, 1]]);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
#[track_caller]
pub fn label_seam(
    a: &LabelTile<'_>,
    b: &LabelTile<'_>,
    structure: Option<View<'_, bool>>,
) -> Result<Vec<[u32; 2]>, LabelError> {
    let (shape, other) = (a.labels.shape(), b.labels.shape());
    let (ndim, others) = (shape.len(), other.len());
    assert!(ndim == others, "label_seam: parts of {ndim} and {others} axes");
    let steps = steps_of(&Reach::new("label_seam", structure, ndim)?, ndim);
    // The pixels of `a` that may have a neighbour in `b`.
    let mut near = Vec::new();
    for axis in 0..ndim {
        let from = a.offset[axis].max(b.offset[axis].saturating_sub(1));
        let to = (a.offset[axis] + shape[axis]).min(b.offset[axis] + other[axis] + 1);
        near.push(from..to.max(from));
    }
    let mut pairs = Vec::new();
    let mut index = vec![0isize; ndim];
    let lengths: Vec<usize> = near.iter().map(|r| r.len()).collect();
    for i in 0..lengths.iter().product() {
        let mut at = vec![0; ndim];
        index_of(i, &lengths, &mut at);
        let place: Vec<isize> =
            at.iter().zip(&near).map(|(&i, r)| (i + r.start) as isize).collect();
        let label = a.at(&place);
        for step in steps.iter().filter(|_| label != 0) {
            index.iter_mut().zip(&place).zip(step).for_each(|((i, p), s)| *i = p + s);
            let touched = b.at(&index);
            if touched != 0 && pairs.last() != Some(&[label, touched]) {
                pairs.push([label, touched]);
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(pairs)
}

/// The steps to all neighbours of a pixel.
fn steps_of(reach: &Reach, ndim: usize) -> Vec<Vec<isize>> {
    let mut steps: Vec<Vec<isize>> = Vec::new();
    for (rows, lo, hi) in &reach.before {
        for along in *lo..=*hi {
            steps.push(rows.iter().copied().chain([along]).collect());
        }
    }
    if reach.along {
        let mut step = vec![0; ndim];
        step[ndim - 1] = -1;
        steps.push(step);
    }
    let mirrored: Vec<Vec<isize>> = steps.iter().map(|s| s.iter().map(|i| -i).collect()).collect();
    steps.extend(mirrored);
    steps
}

/// Labels that touch across two chunks.
///
/// # Examples
/// ```
/// let seam = nd_image::Seam::new([0, 1], vec![[3, 1]]);
/// assert_eq!(seam.pairs, [[3, 1]]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seam {
    /// The numbers of the two chunks.
    pub chunks: [usize; 2],
    /// Labels of the first and of the second that touch, as [`label_seam`] finds them.
    pub pairs: Vec<[u32; 2]>,
}

impl Seam {
    /// Pairs of labels of two chunks.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_image::Seam::new([4, 7], vec![]).chunks, [4, 7]);
    /// ```
    pub fn new(chunks: [usize; 2], pairs: Vec<[u32; 2]>) -> Seam {
        Seam { chunks, pairs }
    }
}

/// What the labels of chunks are in the whole picture.
///
/// # Examples
/// ```
/// use nd_image::merge_labels;
///
/// let merged = merge_labels(&[vec![5], vec![2]], &[])?;
/// assert_eq!((merged.tables, merged.count), (vec![vec![0, 2], vec![0, 1]], 2));
/// # Ok::<(), nd_image::LabelError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MergedLabels {
    /// For each chunk the table from its labels, 0 first, to those of the whole.
    pub tables: Vec<Vec<u32>>,
    /// How many labels the whole has.
    pub count: u32,
}

/// Puts the labels of chunks together: those that touch become one, and all are numbered in the order
/// of their first pixels in the whole.
///
/// `firsts` holds, for each chunk, what [`label_firsts`] gives; `seams` all pairs of labels that touch,
/// in any order.
///
/// # Errors
/// [`LabelError::TooMany`] if the chunks have more components than `u32` has numbers, before they are
/// joined; [`LabelError::Unknown`] for a pair of a chunk or label that is not in `firsts`.
///
/// # SciPy
/// With these, `scipy.ndimage.label` of the whole picture; `dask-image` numbers in the order of chunks
/// instead.
///
/// # Examples
/// ```
/// use nd_image::{LabelTile, Seam, label, label_firsts, label_seam, merge_labels};
///
/// let picture = [1, 0, 1, 1, 0, 1];
/// let (left, n) = label(&picture[..3])?;
/// let (right, m) = label(&picture[3..])?;
/// let tiles = [LabelTile::new(&left, &[0]), LabelTile::new(&right, &[3])];
/// let firsts = [label_firsts(&tiles[0], n, &[6]), label_firsts(&tiles[1], m, &[6])];
/// let seam = Seam::new([0, 1], label_seam(&tiles[0], &tiles[1], None)?);
/// let merged = merge_labels(&firsts, &[seam])?;
/// let whole: Vec<u32> = right.iter().map(|&l| merged.tables[1][l as usize]).collect();
/// assert_eq!(whole, [2, 0, 3]);
/// assert_eq!(merged.count, 3);
/// # Ok::<(), nd_image::LabelError>(())
/// ```
pub fn merge_labels(firsts: &[Vec<u64>], seams: &[Seam]) -> Result<MergedLabels, LabelError> {
    let mut bases = vec![0u64];
    bases.extend(firsts.iter().scan(0, |sum, f| {
        *sum += f.len() as u64;
        Some(*sum)
    }));
    let all = bases[firsts.len()];
    if all > u64::from(u32::MAX) {
        return Err(LabelError::TooMany { count: all });
    }
    // Components in the order of their first pixels, so that roots come in that order.
    let position: Vec<u64> = firsts.iter().flatten().copied().collect();
    let mut order: Vec<u32> = (0..all as u32).collect();
    order.sort_unstable_by_key(|&i| (position[i as usize], i));
    let mut rank = vec![0u32; all as usize];
    order.iter().enumerate().for_each(|(r, &i)| rank[i as usize] = r as u32);
    let find = |chunk: usize, label: u32| -> Result<u32, LabelError> {
        match firsts.get(chunk) {
            Some(known) if label > 0 && label as usize <= known.len() => {
                Ok(rank[bases[chunk] as usize + label as usize - 1])
            }
            _ => Err(LabelError::Unknown { chunk, label }),
        }
    };
    let mut roots = Roots::new(all as u32);
    for seam in seams {
        for &[a, b] in &seam.pairs {
            roots.join(find(seam.chunks[0], a)?, find(seam.chunks[1], b)?);
        }
    }
    let (numbers, count) = roots.number();
    let table = |chunk: usize| {
        let ranks = &rank[bases[chunk] as usize..bases[chunk + 1] as usize];
        [0].into_iter().chain(ranks.iter().map(|&r| numbers[r as usize] + 1)).collect()
    };
    Ok(MergedLabels { tables: (0..firsts.len()).map(table).collect(), count })
}
