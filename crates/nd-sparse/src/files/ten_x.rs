//! Counts of cells as 10x Genomics' programs write them (`.h5`).

use super::anndata::{corrupt, load_arrays, load_positions};
use crate::compressed::Csc;
use crate::element::SparseElement;
use crate::index::Index;
use nd_core::{ShapeError, Typed};
use nd_io::{Error, Hdf5File, Hdf5FileWriter, Hdf5Group, Hdf5Kind, StoredElement};
use std::fmt;
use std::path::Path;

/// Counts of features (genes, antibodies, …) in cells, as 10x Genomics' files have them.
///
/// # Examples
/// ```
/// use nd_sparse::{Csc, TenX, TenXFeature};
///
/// let counts = TenX {
///     matrix: Csc::<i32>::from_dense([[0, 5]]),
///     barcodes: vec!["AAAC-1".into(), "AAAG-1".into()],
///     features: vec![TenXFeature::gene("ENSG00000010610", "CD4")],
/// };
/// assert_eq!(counts.matrix.column(1).values(), [5]);
/// assert_eq!(counts.matrix.t().shape(), [2, 1]); // a row for each cell, free
/// ```
#[derive(Clone, PartialEq)]
pub struct TenX<T, I = u32> {
    /// A row for each feature, a column for each cell.
    pub matrix: Csc<T, I>,
    /// The barcode of each cell.
    pub barcodes: Vec<String>,
    /// What each row counts.
    pub features: Vec<TenXFeature>,
}

impl<T: Typed, I: Index> fmt::Debug for TenX<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TenX { matrix, barcodes, features } = self;
        let mut parts = f.debug_struct("TenX");
        parts.field("matrix", matrix).field("barcodes", barcodes).field("features", features);
        parts.finish()
    }
}

/// What one row of [`TenX`] counts.
///
/// # Examples
/// ```
/// let gene = nd_sparse::TenXFeature::gene("ENSG00000010610", "CD4");
/// assert_eq!(gene.kind, "Gene Expression");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TenXFeature {
    /// Its identifier: Ensembl's.
    pub id: String,
    /// Its name: a gene's symbol. Names need not be unique.
    pub name: String,
    /// What kind of feature it is: `Gene Expression`, `Antibody Capture`, …
    pub kind: String,
    /// The genome that it belongs to.
    pub genome: String,
}

impl TenXFeature {
    /// A gene, of no genome.
    ///
    /// # Examples
    /// ```
    /// let gene = nd_sparse::TenXFeature::gene("ENSG00000010610", "CD4");
    /// assert_eq!((&gene.name[..], &gene.genome[..]), ("CD4", ""));
    /// ```
    pub fn gene(id: impl Into<String>, name: impl Into<String>) -> Self {
        let kind = GENES.to_owned();
        TenXFeature { id: id.into(), name: name.into(), kind, genome: String::new() }
    }
}

const GENES: &str = "Gene Expression";

/// Reads a file of 10x Genomics' Cell Ranger, version 3 and later, or 2 with one genome: the matrix, its barcodes
/// and its features.
///
/// # Errors
/// An [`Error`] that names the file: the system's; another element type (counts are `i32` as a rule, in some files
/// `i64`); parts that are missing, or do not fit the matrix; several genomes in a file of version 2.
///
/// # SciPy
/// None; `scanpy.read_10x_h5(path)`, whose matrix is the transpose.
///
/// # Examples
/// ```
/// let missing = nd_sparse::load_10x::<i32, u32>("there/is/no/such.h5");
/// assert!(missing.unwrap_err().to_string().contains("such.h5"));
/// ```
pub fn load_10x<T: SparseElement<I> + StoredElement, I: Index>(
    path: impl AsRef<Path>,
) -> Result<TenX<T, I>, Error> {
    let path = path.as_ref();
    let file = Hdf5File::open(path)?;
    read(&file.root()).map_err(|error| error.at(path))
}

fn read<T: SparseElement<I> + StoredElement, I: Index>(
    root: &Hdf5Group,
) -> Result<TenX<T, I>, Error> {
    let names = root.names()?;
    let (group, genome) = match names.iter().any(|name| name == "matrix") {
        true => (root.group("matrix")?, None),
        false => {
            let (group, genome) = only_genome(root, &names)?;
            (group, Some(genome))
        }
    };
    let shape = load_positions(&group, "shape", Some)?;
    let &[rows, columns] = &shape[..] else {
        return Err(corrupt(format!("counts of shape {shape:?}")));
    };
    let barcodes = texts(&group, "barcodes", columns)?;
    let features = match genome {
        None => features(&group, rows)?,
        Some(genome) => genes(&group, rows, genome)?,
    };
    let matrix = load_arrays("load_10x", &group, [rows, columns])?;
    Ok(TenX { matrix, barcodes, features })
}

/// The one genome of a file of version 2.
fn only_genome(root: &Hdf5Group, names: &[String]) -> Result<(Hdf5Group, String), Error> {
    let is_group = |name: &&String| matches!(root.kind(name), Ok(Hdf5Kind::Group));
    let groups: Vec<&String> = names.iter().filter(is_group).collect();
    match groups[..] {
        [genome] => Ok((root.group(genome)?, genome.clone())),
        [] => Err(corrupt("no group \"matrix\", and no genome")),
        _ => Err(corrupt(format!("several genomes, of which one is needed: {groups:?}"))),
    }
}

/// Texts of which there is one for each row (column).
fn texts(group: &Hdf5Group, path: &str, len: usize) -> Result<Vec<String>, Error> {
    let texts = group.texts(path)?;
    if texts.shape() != [len] {
        let found = texts.shape();
        return Err(corrupt(format!("{path} of shape {found:?} beside a matrix with {len}")));
    }
    texts.read()
}

fn features(group: &Hdf5Group, rows: usize) -> Result<Vec<TenXFeature>, Error> {
    let lists = ["id", "name", "feature_type", "genome"];
    let lists = lists.map(|name| texts(group, &format!("features/{name}"), rows));
    let [ids, names, kinds, genomes] = lists;
    let (ids, names, kinds) = (ids?, names?, kinds?);
    // Files of antibodies alone have no genome.
    let genomes = match group.kind("features/genome") {
        Ok(_) => genomes?,
        Err(_) => vec![String::new(); rows],
    };
    let all = ids.into_iter().zip(names).zip(kinds).zip(genomes);
    Ok(all.map(|(((id, name), kind), genome)| TenXFeature { id, name, kind, genome }).collect())
}

/// The genes of a file of version 2.
fn genes(group: &Hdf5Group, rows: usize, genome: String) -> Result<Vec<TenXFeature>, Error> {
    let (ids, names) = (texts(group, "genes", rows)?, texts(group, "gene_names", rows)?);
    let gene = |(id, name)| TenXFeature { genome: genome.clone(), ..TenXFeature::gene(id, name) };
    Ok(ids.into_iter().zip(names).map(gene).collect())
}

/// Writes counts as Cell Ranger 3 and later writes them; the file is replaced as a whole.
///
/// # Errors
/// An [`Error`] that names the file: [`ErrorKind::Shape`](nd_io::ErrorKind::Shape) where there is not a barcode for
/// each column and a feature for each row; the system's.
///
/// # Examples
/// ```
/// use nd_sparse::{Csc, TenX, TenXFeature, load_10x, save_10x};
///
/// let path = std::env::temp_dir().join(format!("nd-sparse-10x-{}.h5", std::process::id()));
/// let counts = TenX {
///     matrix: Csc::<i32>::from_dense([[0, 5]]),
///     barcodes: vec!["AAAC-1".into(), "AAAG-1".into()],
///     features: vec![TenXFeature::gene("ENSG00000010610", "CD4")],
/// };
/// save_10x(&path, &counts)?;
/// assert!(load_10x::<i32, u32>(&path)? == counts);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_10x<T: SparseElement<I> + StoredElement, I: Index>(
    path: impl AsRef<Path>,
    counts: &TenX<T, I>,
) -> Result<(), Error> {
    let TenX { matrix, barcodes, features } = counts;
    let named = [features.len(), barcodes.len()];
    if named != matrix.shape() {
        let (left, right) = (named.into(), matrix.shape().into());
        let error = ShapeError::Mismatch { op: "save_10x".into(), left, right };
        return Err(Error::from(error).at(path));
    }
    let mut file = Hdf5FileWriter::new(path)?;
    file.attribute("", "filetype", "matrix")?;
    file.attribute("", "version", 2_i64)?;
    let wide = |at: usize| at as i64;
    file.texts("matrix/barcodes", barcodes)?;
    file.save("matrix/data", matrix.values())?;
    let indices: Vec<i64> = matrix.indices().iter().map(|at| wide(at.position())).collect();
    file.save("matrix/indices", indices)?;
    file.save("matrix/indptr", matrix.starts().iter().map(|&at| wide(at)).collect::<Vec<_>>())?;
    file.save("matrix/shape", named.map(wide))?;
    type Part = fn(&TenXFeature) -> &str;
    let parts: [(&str, Part); 4] = [
        ("feature_type", |feature| &feature.kind),
        ("genome", |feature| &feature.genome),
        ("id", |feature| &feature.id),
        ("name", |feature| &feature.name),
    ];
    for (name, part) in parts {
        let texts: Vec<&str> = features.iter().map(part).collect();
        file.texts(&format!("matrix/features/{name}"), &texts)?;
    }
    file.texts("matrix/features/_all_tag_keys", &["genome"])?;
    file.finish()
}
