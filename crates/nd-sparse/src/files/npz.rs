//! SciPy's `.npz` files of sparse arrays.

use super::parts::{check_rows, spread};
use crate::blocks::{Bsr, Dia};
use crate::compressed::{Compressed, Csc, Csr};
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, DType, View};
use nd_io::{Error, ErrorKind, Format, Npz, NpzWriter, StoredElement};
use std::path::Path;

/// Sparse arrays that SciPy has a file format for.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, SavedSparse};
///
/// fn saves(_: &impl SavedSparse) {}
/// saves(&Csr::<f64>::eye(2));
/// ```
pub trait SavedSparse {
    /// Adds the members of the file but for the last, which says that it is an array.
    #[doc(hidden)]
    fn add_to(&self, file: &mut NpzWriter) -> Result<(), Error>;
}

/// Positions as SciPy keeps them: in 32 bits where they all fit, else in 64.
fn add_positions(
    file: &mut NpzWriter,
    name: &str,
    positions: impl Iterator<Item = usize>,
    largest: usize,
) -> Result<(), Error> {
    if i32::try_from(largest).is_ok() {
        file.add(name, positions.map(|at| at as i32).collect::<Vec<i32>>())
    } else {
        file.add(name, positions.map(|at| at as i64).collect::<Vec<i64>>())
    }
}

fn add_head(file: &mut NpzWriter, format: &str, shape: &[usize]) -> Result<(), Error> {
    file.add_strings("format", Array::scalar(format))?;
    file.add("shape", shape.iter().map(|&len| len as i64).collect::<Vec<i64>>())
}

impl<T: SparseElement<I> + StoredElement, I: Index, O: Orientation> SavedSparse
    for Compressed<T, I, O>
{
    fn add_to(&self, file: &mut NpzWriter) -> Result<(), Error> {
        let shape = self.shape();
        add_head(file, if O::ROWS { "csr" } else { "csc" }, &shape)?;
        let largest = self.nnz().max(shape[0]).max(shape[1]);
        let indices = self.indices().iter().map(|index| index.position());
        add_positions(file, "indices", indices, largest)?;
        add_positions(file, "indptr", self.starts().iter().copied(), largest)?;
        file.add("data", self.values())
    }
}

impl<T: SparseElement<I> + StoredElement, I: Index> SavedSparse for Coo<T, I> {
    fn add_to(&self, file: &mut NpzWriter) -> Result<(), Error> {
        add_head(file, "coo", self.shape())?;
        let largest = self.shape().iter().copied().max().unwrap_or(0);
        if self.ndim() == 2 {
            for (axis, name) in ["row", "col"].into_iter().enumerate() {
                let list = self.coords(axis).iter().map(|index| index.position());
                add_positions(file, name, list, largest)?;
            }
        } else {
            let lists = (0..self.ndim()).flat_map(|axis| self.coords(axis));
            let all: Vec<i64> = lists.map(|index| index.position() as i64).collect();
            file.add("coords", View::from_shape_slice([self.ndim(), self.nnz()], &all))?;
        }
        file.add("data", self.values())
    }
}

impl<T: SparseElement<I> + StoredElement, I: Index> SavedSparse for Bsr<T, I> {
    fn add_to(&self, file: &mut NpzWriter) -> Result<(), Error> {
        let shape = self.shape();
        add_head(file, "bsr", &shape)?;
        let largest = self.blocks().max(shape[0]).max(shape[1]);
        let (starts, indices, values) = self.clone().into_parts();
        add_positions(file, "indices", indices.iter().map(|index| index.position()), largest)?;
        add_positions(file, "indptr", starts.into_iter(), largest)?;
        let [height, width] = self.block_shape();
        file.add("data", View::from_shape_slice([indices.len(), height, width], &values))
    }
}

impl<T: SparseElement<I> + StoredElement, I: Index> SavedSparse for Dia<T, I> {
    fn add_to(&self, file: &mut NpzWriter) -> Result<(), Error> {
        add_head(file, "dia", &self.shape())?;
        file.add("offsets", self.offsets().iter().map(|&at| at as i64).collect::<Vec<i64>>())?;
        file.add("data", self.data())
    }
}

/// Writes a sparse array as SciPy does; the file is replaced as a whole.
///
/// # Errors
/// An [`Error`] that names the file: the system's.
///
/// # SciPy
/// `save_npz(path, a, compressed=False)`, which SciPy's `load_npz` reads.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, load_npz, save_npz};
///
/// let path = std::env::temp_dir().join(format!("nd-sparse-{}.npz", std::process::id()));
/// let a = Csr::<f64>::from_dense([[0.0, 2.0], [3.0, 0.0]]);
/// save_npz(&path, &a)?;
/// assert!(load_npz::<f64, u32>(&path)? == a);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_npz(path: impl AsRef<Path>, a: &impl SavedSparse) -> Result<(), Error> {
    let mut file = NpzWriter::create(path)?;
    a.add_to(&mut file)?;
    file.add("_is_array", Array::scalar(true))?;
    file.finish()
}

/// Reads a sparse array that SciPy (or [`save_npz`]) wrote, in any of its formats, as compressed rows.
///
/// What the file says is checked: entries in any order are sorted and those at one place added, and indices that
/// lead outside of the matrix are errors. Zeros that fill up diagonals are not stored.
///
/// # Errors
/// An [`Error`] that names the file: the system's; another element type; members that are missing, or do not make
/// a matrix.
///
/// # SciPy
/// `load_npz(path).tocsr()`.
///
/// # Examples
/// ```
/// let missing = nd_sparse::load_npz::<f64, u32>("there/is/no/such.npz");
/// assert!(missing.unwrap_err().to_string().contains("such.npz"));
/// ```
pub fn load_npz<T: SparseElement<I> + StoredElement, I: Index>(
    path: impl AsRef<Path>,
) -> Result<Csr<T, I>, Error> {
    let path = path.as_ref();
    let file = Saved { file: Npz::open(path)? };
    file.load().map_err(|error| if error.path().is_some() { error } else { error.at(path) })
}

fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::Npz, what).into()
}

/// An archive with the members of a sparse array.
struct Saved {
    file: Npz,
}

impl Saved {
    fn load<T: SparseElement<I> + StoredElement, I: Index>(&self) -> Result<Csr<T, I>, Error> {
        let wrong = |error: SparseError| corrupt(format!("a sparse array, but {error}"));
        let shape = self.positions("shape")?;
        let &[rows, columns] = &shape[..] else {
            return Err(corrupt(format!("a sparse array of shape {shape:?}: a matrix is needed")));
        };
        let (shape, format) = ([rows, columns], self.format()?);
        let entries = self
            .file
            .header("data")?
            .shape()
            .iter()
            .fold(1, |n: usize, &len| n.saturating_mul(len));
        check_rows(Format::Npz, rows, entries)?;
        match format.as_str() {
            "csr" => Ok(self.compressed::<T, I>(shape)?.to_csr()),
            "csc" => Ok(self.compressed::<T, I>([columns, rows])?.to_csc().into_transposed()),
            "coo" => {
                let coords = if self.has("coords") {
                    let all = self.positions("coords")?;
                    let (rows, columns) = all.split_at(all.len() / 2);
                    vec![rows.to_vec(), columns.to_vec()]
                } else {
                    vec![self.positions("row")?, self.positions("col")?]
                };
                let coords = coords.into_iter().map(narrowed::<I>).collect::<Result<_, _>>()?;
                let values = self.file.load::<T>("data")?.into_vec();
                Ok(Coo::from_coords(shape, coords, values).map_err(wrong)?.to_csr())
            }
            "bsr" => Ok(self.blocks::<T, I>(shape)?.to_csr()),
            "dia" => {
                let offsets = self.integers("offsets")?;
                let offsets = offsets.iter().map(|&at| at as isize).collect();
                let a = Dia::<T, I>::from_parts(shape, offsets, self.file.load::<T>("data")?);
                Ok(a.map_err(wrong)?.to_csr())
            }
            other => Err(corrupt(format!("a sparse array in the format {other:?}"))),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.file.names().any(|other| other == name)
    }

    /// The format's name; bytes in older files, text in newer ones.
    fn format(&self) -> Result<String, Error> {
        let strings = self.file.load_strings("format")?;
        match strings.as_slice() {
            Some([format]) => Ok(format.clone()),
            _ => Err(corrupt("several formats of one sparse array")),
        }
    }

    fn integers(&self, name: &str) -> Result<Array<i64>, Error> {
        let any = self.file.load_any(name)?;
        if !any.dtype().is_integer() {
            return Err(corrupt(format!("{name} is not of integers")));
        }
        let wide = Array::<i64>::try_from(any.into_cast(DType::I64));
        wide.map_err(|error| corrupt(format!("{name}: {error}")))
    }

    fn positions(&self, name: &str) -> Result<Vec<usize>, Error> {
        let place = |&at: &i64| {
            usize::try_from(at).map_err(|_| corrupt(format!("{name} has the negative number {at}")))
        };
        self.integers(name)?.iter().map(place).collect()
    }

    /// Entries by lanes, as coordinates: SciPy's need not be sorted.
    fn compressed<T: SparseElement<I> + StoredElement, I: Index>(
        &self,
        [lanes, across]: [usize; 2],
    ) -> Result<Coo<T, I>, Error> {
        let wrong = |error: SparseError| corrupt(format!("a sparse array, but {error}"));
        let (starts, indices) = (self.positions("indptr")?, self.positions("indices")?);
        let (indices, values) = (narrowed(indices)?, self.file.load::<T>("data")?.into_vec());
        spread("load_npz", [lanes, across], &starts, indices, values).map_err(wrong)
    }

    /// Dense blocks, element by element: SciPy's need not be sorted either.
    fn blocks<T: SparseElement<I> + StoredElement, I: Index>(
        &self,
        shape: [usize; 2],
    ) -> Result<Coo<T, I>, Error> {
        let wrong = |error: SparseError| corrupt(format!("a sparse array, but {error}"));
        let data = self.file.load::<T>("data")?;
        let &[blocks, height, width] = data.shape() else {
            return Err(corrupt("blocks that do not have three axes"));
        };
        let (starts, indices) = (self.positions("indptr")?, self.positions("indices")?);
        if indices.len() != blocks {
            return Err(corrupt(format!("{} indices for {blocks} blocks", indices.len())));
        }
        crate::blocks::check_block("load_npz", shape, [height, width])
            .map_err(|e| wrong(e.into()))?;
        let rows = shape[0] / height;
        crate::compressed::check_starts("load_npz", &starts, rows, blocks).map_err(wrong)?;
        let mut coo = Coo::try_new(shape).map_err(wrong)?;
        let mut values = data.iter();
        for (row, ends) in starts.windows(2).enumerate() {
            for &column in indices.get(ends[0]..ends[1]).unwrap_or_default() {
                for at in 0..height * width {
                    let place = [
                        row * height + at / width,
                        column.saturating_mul(width).saturating_add(at % width),
                    ];
                    let value = values.next().copied().unwrap_or(T::ZERO);
                    coo.try_push(place, value).map_err(|error| wrong(error.into()))?;
                }
            }
        }
        Ok(coo)
    }
}

/// Positions in the type of the indices.
fn narrowed<I: Index>(positions: Vec<usize>) -> Result<Vec<I>, Error> {
    let narrow = |at: usize| {
        let fits = at < I::LONGEST;
        if fits { Ok(I::from_position(at)) } else { Err(corrupt(format!("the index {at}"))) }
    };
    positions.into_iter().map(narrow).collect()
}

impl<T: SparseElement<I> + StoredElement, I: Index> Csc<T, I> {
    /// Reads a sparse array that SciPy wrote, in any of its formats, as compressed columns; see [`load_npz`].
    ///
    /// # Errors
    /// As [`load_npz`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Csc::<f64>::load_npz("there/is/no/such.npz").is_err());
    /// ```
    pub fn load_npz(path: impl AsRef<Path>) -> Result<Self, Error> {
        load_npz::<T, I>(path).map(Compressed::into_oriented)
    }
}
