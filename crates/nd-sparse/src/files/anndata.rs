//! Sparse matrices in HDF5 files as AnnData has them (`.h5ad`).

use super::parts::{assembled, check_rows};
use crate::compressed::Compressed;
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use crate::orientation::{Columns, Orientation, Rows};
use nd_core::{AnyArray, Array, CastTo, ShapeError, with_dtype};
use nd_io::{
    Attribute, Dataset, Error, ErrorKind, Format, Hdf5File, Hdf5FileWriter, Hdf5Group, Hdf5Kind,
    StoredElement,
};
use std::path::Path;

pub(super) fn corrupt(what: impl Into<String>) -> Error {
    ErrorKind::corrupt(Format::Hdf5, what).into()
}

/// Whole numbers as positions, of those that fit.
pub(super) fn positions<U>(
    name: &str,
    any: AnyArray,
    fit: impl Fn(usize) -> Option<U>,
) -> Result<Vec<U>, Error> {
    if !any.dtype().is_integer() {
        return Err(corrupt(format!("{name} is of {}, not of whole numbers", any.dtype())));
    }
    with_dtype!(any, |list: N| {
        let place = |at: &N| {
            let wide = usize::try_from(CastTo::<i64>::cast_to(*at)).ok().and_then(&fit);
            wide.ok_or_else(|| corrupt(format!("{name} has the number {at}")))
        };
        list.iter().map(place).collect()
    })
}

/// An array of whole numbers of a group.
pub(super) fn load_positions<U>(
    group: &Hdf5Group,
    path: &str,
    fit: impl Fn(usize) -> Option<U>,
) -> Result<Vec<U>, Error> {
    let any = Dataset::new(group.dataset(path)?).read_any([])?;
    match any.ndim() {
        1 => positions(path, any, fit),
        axes => Err(corrupt(format!("{path} has {axes} axes"))),
    }
}

/// A position in the type of the indices.
pub(super) fn narrowed<I: Index>(at: usize) -> Option<I> {
    (at < I::LONGEST).then(|| I::from_position(at))
}

/// What a group says of its matrix.
struct Head {
    shape: [usize; 2],
    by_rows: bool,
}

impl Head {
    fn read(group: &Hdf5Group) -> Result<Head, Error> {
        let attributes = group.attributes()?;
        let text = |name| attributes.get(name).and_then(Attribute::as_text_lossy);
        // Files before 2020 have other names for both.
        let format = text("encoding-type").or_else(|| text("h5sparse_format"));
        let by_rows = match format.as_deref() {
            Some("csr_matrix" | "csr") => true,
            Some("csc_matrix" | "csc") => false,
            Some(other) => return Err(corrupt(format!("a sparse matrix encoded as {other:?}"))),
            None => return Err(corrupt("a group without the attribute encoding-type")),
        };
        if let Some(version) = text("encoding-version").filter(|v| !v.starts_with("0.1.")) {
            let what = format!("version {version} of the encoding of sparse matrices");
            return Err(ErrorKind::unsupported(Format::Hdf5, what).into());
        }
        let shape = attributes.get("shape").or_else(|| attributes.get("h5sparse_shape"));
        let Some(numbers) = shape.and_then(Attribute::as_numbers) else {
            return Err(corrupt("a sparse matrix without the attribute shape"));
        };
        match positions("shape", numbers.view().to_array(), Some)?[..] {
            [rows, columns] => Ok(Head { shape: [rows, columns], by_rows }),
            ref shape => Err(corrupt(format!("a sparse matrix of shape {shape:?}"))),
        }
    }
}

/// A matrix of the arrays `data`, `indices` and `indptr` of a group.
pub(super) fn load_arrays<T: SparseElement<I> + StoredElement, I: Index, O: Orientation>(
    op: &'static str,
    group: &Hdf5Group,
    shape: [usize; 2],
) -> Result<Compressed<T, I, O>, Error> {
    let wrong = |error: SparseError| corrupt(format!("a sparse matrix, but {error}"));
    SparseError::check_axes::<I>(op, &shape).map_err(wrong)?;
    let starts = load_positions(group, "indptr", Some)?;
    let indices = load_positions(group, "indices", narrowed::<I>)?;
    let values = group.load::<T>("data")?.into_vec();
    assembled(op, shape, starts, indices, values).map_err(wrong)
}

/// Reads a sparse matrix from a group of an HDF5 file, as AnnData encodes them: `csr_matrix` or `csc_matrix`, as rows
/// or columns, whichever is asked for.
///
/// What the file says is checked: indices in any order are sorted and those at one place added, and what leads outside
/// of the matrix is an error. Groups of AnnData before 0.7 are read too.
///
/// # Errors
/// An [`Error`]: the system's; another element type; an array that is not sparse; arrays that are missing, or do not
/// make a matrix.
///
/// # SciPy
/// None; `anndata.io.read_elem(file[path])`.
///
/// # Examples
/// ```
/// use nd_io::{Hdf5File, Hdf5FileWriter};
/// use nd_sparse::{Csc, Csr, read_anndata, write_anndata};
///
/// let path = std::env::temp_dir().join(format!("nd-sparse-anndata-{}.h5", std::process::id()));
/// let a = Csr::<f32>::from_dense([[0.0, 2.0], [3.0, 0.0]]);
/// let mut file = Hdf5FileWriter::new(&path)?;
/// write_anndata(&mut file, "layers/counts", &a)?;
/// file.finish()?;
/// let b: Csc<f32> = read_anndata(&Hdf5File::open(&path)?.root(), "layers/counts")?;
/// assert!(b.to_csr() == a);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_anndata<T: SparseElement<I> + StoredElement, I: Index, O: Orientation>(
    group: &Hdf5Group,
    path: &str,
) -> Result<Compressed<T, I, O>, Error> {
    const OP: &str = "read_anndata";
    if group.kind(path)? == Hdf5Kind::Numbers {
        let what = format!("{path:?}, an array that is not sparse: `nd_io::load` reads it");
        return Err(ErrorKind::unsupported(Format::Hdf5, what).into());
    }
    let group = group.group(path)?;
    let head = Head::read(&group)?;
    if head.by_rows == O::ROWS {
        return load_arrays(OP, &group, head.shape);
    }
    // The other orientation has a start for each position across, which nothing in the file vouches for.
    let [rows, columns] = head.shape;
    if head.by_rows {
        let a = load_arrays::<T, I, Rows>(OP, &group, head.shape)?;
        check_rows(Format::Hdf5, columns, a.nnz())?;
        Ok(a.into_oriented())
    } else {
        let a = load_arrays::<T, I, Columns>(OP, &group, head.shape)?;
        check_rows(Format::Hdf5, rows, a.nnz())?;
        Ok(a.into_oriented())
    }
}

/// Positions in 32 bits where they all fit, else in 64: as SciPy, and so AnnData, keeps them.
fn save_positions(
    file: &mut Hdf5FileWriter,
    path: &str,
    positions: impl Iterator<Item = usize>,
    largest: usize,
) -> Result<(), Error> {
    if i32::try_from(largest).is_ok() {
        file.save(path, positions.map(|at| at as i32).collect::<Vec<i32>>())
    } else {
        file.save(path, positions.map(|at| at as i64).collect::<Vec<i64>>())
    }
}

/// Writes a sparse matrix into an HDF5 file that is being made, in a group of its own, as AnnData encodes them.
///
/// # Errors
/// An [`Error`] that names the file: a path that is taken; the system's.
///
/// # SciPy
/// None; `anndata.io.write_elem(file, path, a)`.
///
/// # Examples
/// ```
/// use nd_io::{Hdf5File, Hdf5FileWriter};
/// use nd_sparse::{Csr, write_anndata};
///
/// let path = std::env::temp_dir().join(format!("nd-sparse-write-{}.h5", std::process::id()));
/// let mut file = Hdf5FileWriter::new(&path)?;
/// write_anndata(&mut file, "X", &Csr::<f32>::eye(2))?;
/// file.finish()?;
/// let attributes = Hdf5File::open(&path)?.root().attributes_of("X")?;
/// assert_eq!(attributes["encoding-type"].as_text(), Some("csr_matrix"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_anndata<T: SparseElement<I> + StoredElement, I: Index, O: Orientation>(
    file: &mut Hdf5FileWriter,
    path: &str,
    a: &Compressed<T, I, O>,
) -> Result<(), Error> {
    let shape = a.shape();
    // The name is taken, or the group is new.
    file.save(&format!("{path}/data"), a.values())?;
    let largest = a.nnz().max(shape[0]).max(shape[1]);
    let indices = a.indices().iter().map(|index| index.position());
    save_positions(file, &format!("{path}/indices"), indices, largest)?;
    save_positions(file, &format!("{path}/indptr"), a.starts().iter().copied(), largest)?;
    file.attribute(path, "encoding-type", if O::ROWS { "csr_matrix" } else { "csc_matrix" })?;
    file.attribute(path, "encoding-version", "0.1.0")?;
    let shape = Array::from_vec(shape.map(|len| len as i64).to_vec());
    file.attribute(path, "shape", AnyArray::from(shape))
}

/// Reads a sparse matrix of an `.h5ad` file: `"X"`, `"layers/counts"`, `"obsp/distances"`, ….
///
/// Names and whatever else the file has: [`Hdf5File`], whose `texts("obs/_index")` are the names of the rows.
///
/// # Errors
/// As [`read_anndata`]; it names the file.
///
/// # SciPy
/// None; `anndata.read_h5ad(path).X`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, load_h5ad};
///
/// let missing: Result<Csr<f32>, _> = load_h5ad("there/is/no/such.h5ad", "X");
/// assert!(missing.unwrap_err().to_string().contains("such.h5ad"));
/// ```
pub fn load_h5ad<T: SparseElement<I> + StoredElement, I: Index, O: Orientation>(
    path: impl AsRef<Path>,
    name: &str,
) -> Result<Compressed<T, I, O>, Error> {
    let path = path.as_ref();
    let file = Hdf5File::open(path)?;
    read_anndata(&file.root(), name).map_err(|error| error.at(path))
}

/// Writes an `.h5ad` file of one matrix `X`, whose rows are observations and whose columns variables, with their
/// names; no names are numbers from 0. The file is replaced as a whole.
///
/// # Errors
/// An [`Error`] that names the file: [`ErrorKind::Shape`] where there are names, but not one for each row (column); the
/// system's.
///
/// # SciPy
/// None; `anndata.AnnData(a, obs, var).write_h5ad(path)`.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, load_h5ad, save_h5ad};
///
/// let path = std::env::temp_dir().join(format!("nd-sparse-{}.h5ad", std::process::id()));
/// let a = Csr::<f32>::from_dense([[0.0, 2.0], [3.0, 0.0]]);
/// save_h5ad(&path, &a, &["cell 1", "cell 2"], &["CD4", "CD8"])?;
/// let b: Csr<f32> = load_h5ad(&path, "X")?;
/// assert!(b == a);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_h5ad<T: SparseElement<I> + StoredElement, I: Index, O: Orientation>(
    path: impl AsRef<Path>,
    a: &Compressed<T, I, O>,
    observations: &[&str],
    variables: &[&str],
) -> Result<(), Error> {
    let path = path.as_ref();
    let mut file = Hdf5FileWriter::new(path)?;
    encoded(&mut file, "", "anndata", "0.1.0")?;
    write_anndata(&mut file, "X", a)?;
    let [rows, columns] = a.shape();
    for (name, names, len) in [("obs", observations, rows), ("var", variables, columns)] {
        if !names.is_empty() && names.len() != len {
            let (left, right) = ([names.len()].into(), [len].into());
            let error = ShapeError::Mismatch { op: "save_h5ad".into(), left, right };
            return Err(Error::from(error).at(path));
        }
        write_names(&mut file, name, names, len)?;
    }
    for name in ["layers", "obsm", "obsp", "uns", "varm", "varp"] {
        file.group(name)?;
        encoded(&mut file, name, "dict", "0.1.0")?;
    }
    file.finish()
}

fn encoded(file: &mut Hdf5FileWriter, path: &str, what: &str, version: &str) -> Result<(), Error> {
    file.attribute(path, "encoding-type", what)?;
    file.attribute(path, "encoding-version", version)
}

/// A table without columns: the names of its rows.
fn write_names(
    file: &mut Hdf5FileWriter,
    path: &str,
    names: &[&str],
    len: usize,
) -> Result<(), Error> {
    let index = format!("{path}/_index");
    if names.is_empty() {
        file.texts(&index, &(0..len).map(|at| at.to_string()).collect::<Vec<_>>())?;
    } else {
        file.texts(&index, names)?;
    }
    encoded(file, &index, "string-array", "0.2.0")?;
    encoded(file, path, "dataframe", "0.2.0")?;
    file.attribute(path, "_index", "_index")?;
    file.attribute(path, "column-order", AnyArray::from(Array::<f64>::zeros([0])))
}
