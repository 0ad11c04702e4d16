//! The tree of a picture's hills, and what is read off it.

use super::extrema::neighbours;
use super::padded::Padded;
use crate::ordinal::{Order, Ordinal};
use nd_core::{Array, ArrayLike};

/// The tree of a picture's hills: see [`max_tree`].
///
/// # Examples
/// ```
/// let tree = nd_image::max_tree([1, 3, 2]);
/// assert_eq!(tree.traverser, [0, 2, 1]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct MaxTree {
    /// For each pixel the flat index of its parent: of the pixel that stands for its hill, or if it is that one, of the
    /// next wider hill. The pixel of the whole picture is its own.
    pub parent: Array<usize>,
    /// The flat indices of all pixels, parents before children.
    pub traverser: Vec<usize>,
}

/// The tree of a picture's hills, connected by faces: `(…)`. A hill is what hangs together at some height or above.
///
/// Union-find, the highest pixels first (E. Carlinet, T. Géraud: A comparative review of component tree computation
/// algorithms, 2014). NaN is higher than all.
///
/// # scikit-image
/// `skimage.morphology.max_tree(a)`, the same numbers for sides of three pixels or more: with two it takes pixels of the next
/// row for neighbours or fails, and with one it fails.
///
/// # Examples
/// ```
/// let tree = nd_image::max_tree([5, 1, 7, 7]);
/// assert_eq!(tree.parent.into_vec(), [1, 1, 1, 2]);
/// ```
pub fn max_tree<A: ArrayLike<Elem: Ordinal>>(a: A) -> MaxTree {
    let a = a.view();
    let tree = Tree::new(&Ordinal::wide_keys(a, Order::Rising), a.shape());
    MaxTree { parent: Array::from_shape_vec(a.shape(), tree.parent), traverser: tree.order }
}

/// The hills without a higher neighbour, numbered: `(…) -> (…)`, 0 elsewhere. A picture of one value is a hill.
///
/// # scikit-image
/// `skimage.morphology.max_tree_local_maxima(a)`, the same numbers: the highest hill's is 1.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::max_tree_local_maxima([1, 5, 1, 7, 7]).into_vec(), [0, 2, 0, 1, 1]);
/// ```
pub fn max_tree_local_maxima<A: ArrayLike<Elem: Ordinal>>(a: A) -> Array<u64> {
    let a = a.view();
    let keys = Ordinal::wide_keys(a, Order::Rising);
    Array::from_shape_vec(a.shape(), Tree::new(&keys, a.shape()).tops(&keys))
}

/// Lowers the bright spots whose longest side is below `diameter` to their surroundings: `(…) -> (…)`.
///
/// A pixel gets the greatest value at which it is in a connected set, by faces, whose box has a side of `diameter` pixels or
/// more; if the whole picture has none, its least value.
///
/// # scikit-image
/// `skimage.morphology.diameter_opening(a, diameter)`, whose default is 8, and which makes a picture 0 that is too small.
///
/// # Examples
/// ```
/// let b = nd_image::diameter_opening([[1, 9, 9, 1], [1, 9, 9, 1], [5, 5, 5, 1]], 3);
/// assert_eq!(b, nd_core::array![[1, 5, 5, 1], [1, 5, 5, 1], [5, 5, 5, 1]]);
/// ```
pub fn diameter_opening<A: ArrayLike<Elem: Ordinal>>(a: A, diameter: usize) -> Array<A::Elem> {
    let a = a.view();
    let keys = Ordinal::wide_keys(a, Order::Rising);
    Ordinal::from_wide_keys(a.shape(), &opened(&keys, a.shape(), diameter), Order::Rising)
}

/// Raises the dark spots whose longest side is below `diameter`: [`diameter_opening`] upside down.
///
/// # scikit-image
/// `skimage.morphology.diameter_closing(a, diameter)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::diameter_closing([9, 1, 9, 5, 5, 4], 3).into_vec(), [9, 9, 9, 5, 5, 5]);
/// ```
pub fn diameter_closing<A: ArrayLike<Elem: Ordinal>>(a: A, diameter: usize) -> Array<A::Elem> {
    let a = a.view();
    let keys = Ordinal::wide_keys(a, Order::Falling);
    Ordinal::from_wide_keys(a.shape(), &opened(&keys, a.shape(), diameter), Order::Falling)
}

/// The keys after an opening by the longest side.
fn opened(keys: &[u64], shape: &[usize], diameter: usize) -> Vec<u64> {
    let tree = Tree::new(keys, shape);
    let sides = tree.sides(shape);
    let mut out = keys.to_vec();
    for &p in tree.order.iter().skip(1) {
        let q = tree.parent[p];
        if keys[p] == keys[q] || sides[p] < diameter {
            out[p] = out[q];
        }
    }
    out
}

struct Tree {
    parent: Vec<usize>,
    order: Vec<usize>,
}

impl Tree {
    fn new(keys: &[u64], shape: &[usize]) -> Tree {
        const UNSEEN: usize = usize::MAX;
        let mut order: Vec<usize> = (0..keys.len()).collect();
        order.sort_by_key(|&p| keys[p]);
        let room = Padded::new(shape, &neighbours(shape.len(), 1));
        let numbers = room.filled(&(0..keys.len()).collect::<Vec<_>>(), UNSEEN);
        let mut places = vec![0; keys.len()];
        numbers.iter().enumerate().for_each(|(place, &p)| {
            if p != UNSEEN {
                places[p] = place;
            }
        });
        let (mut parent, mut above) = (vec![0; keys.len()], vec![UNSEEN; keys.len()]);
        for &p in order.iter().rev() {
            (parent[p], above[p]) = (p, p);
            for &jump in &room.jumps {
                let q = numbers[places[p].strict_add_signed(jump)];
                if q == UNSEEN || above[q] == UNSEEN {
                    continue;
                }
                let root = root(&mut above, q);
                (parent[root], above[root]) = (p, p);
            }
        }
        for &p in &order {
            let q = parent[p];
            if keys[q] == keys[parent[q]] {
                parent[p] = parent[q];
            }
        }
        Tree { parent, order }
    }

    /// The longest side of the box around each hill.
    fn sides(&self, shape: &[usize]) -> Vec<usize> {
        let n = self.parent.len();
        let mut sides = vec![1; n];
        for axis in 0..shape.len() {
            let inner: usize = shape[axis + 1..].iter().product();
            let mut low: Vec<usize> = (0..n).map(|p| p / inner % shape[axis]).collect();
            let mut high = low.clone();
            for &p in self.order.iter().skip(1).rev() {
                let q = self.parent[p];
                (low[q], high[q]) = (low[q].min(low[p]), high[q].max(high[p]));
            }
            let longer = |(side, (high, low)): (&mut usize, (&usize, &usize))| {
                *side = (*side).max(high - low + 1);
            };
            sides.iter_mut().zip(high.iter().zip(&low)).for_each(longer);
        }
        sides
    }

    /// The numbers of the hills that have none on them.
    fn tops(&self, keys: &[u64]) -> Vec<u64> {
        let mut out = vec![1; keys.len()];
        let mut next = 1;
        for &p in self.order.iter().skip(1).rev() {
            let q = self.parent[p];
            if keys[p] != keys[q] {
                out[q] = 0;
                if out[p] > 0 {
                    out[p] = next;
                    next += 1;
                }
            }
        }
        for &p in self.order.iter().skip(1) {
            let q = self.parent[p];
            if keys[p] == keys[q] {
                out[p] = out[q];
            }
        }
        out
    }
}

fn root(above: &mut [usize], mut x: usize) -> usize {
    while above[x] != x {
        above[x] = above[above[x]];
        x = above[x];
    }
    x
}
