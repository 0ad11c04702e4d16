//! Pictures of where the entries of a matrix are.

mod pixels;
mod svg;

use crate::compressed::Compressed;
use crate::element::SparseElement;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::Array;
use pixels::Pixels;

/// How a pattern is drawn.
///
/// # Examples
/// ```
/// use nd_sparse::{Csr, SpyOptions};
///
/// let a = Csr::<f64>::eye(1000);
/// assert_eq!(a.spy_with(&SpyOptions::default().size(100)).shape(), [100, 100]);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SpyOptions {
    /// Pixels of the longer side at most; 512.
    pub size: usize,
    /// Pixels that one element of a small matrix has at most, each way; 16.
    pub largest: usize,
    /// Whether stored zeros are drawn.
    pub zeros: bool,
}

impl Default for SpyOptions {
    fn default() -> Self {
        SpyOptions { size: 512, largest: 16, zeros: true }
    }
}

impl SpyOptions {
    /// Sets how many pixels the longer side has at most; 0 is 1.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_sparse::SpyOptions::default().size(64).size, 64);
    /// ```
    pub fn size(self, size: usize) -> Self {
        SpyOptions { size, ..self }
    }

    /// Sets how many pixels one element of a small matrix has at most, each way; 0 is 1.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, SpyOptions};
    ///
    /// let picture = Csr::<f64>::eye(3).spy_with(&SpyOptions::default().largest(2));
    /// assert_eq!(picture.shape(), [6, 6]);
    /// ```
    pub fn largest(self, largest: usize) -> Self {
        SpyOptions { largest, ..self }
    }

    /// Sets whether stored zeros are drawn.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, SpyOptions};
    ///
    /// let a = &Csr::<f64>::eye(2) * 0.0;
    /// let picture = a.spy_with(&SpyOptions::default().zeros(false));
    /// assert!(picture.iter().all(|&grey| grey == 255));
    /// ```
    pub fn zeros(self, zeros: bool) -> Self {
        SpyOptions { zeros, ..self }
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    fn pixels(&self, options: &SpyOptions) -> Pixels {
        let mut pixels = Pixels::new(self.shape(), options);
        let pruned = if options.zeros { None } else { Some(self.prune()) };
        let packed = pruned.as_ref().unwrap_or(self).packed();
        for lane in 0..packed.lanes() {
            for index in packed.lane(lane).0 {
                let [row, column] = O::shape_of(lane, index.position());
                pixels.count(row, column);
            }
        }
        pixels
    }

    /// A picture of the pattern, `(height, width)` greys: white where nothing is stored, the darker the more entries a
    /// pixel stands for.
    ///
    /// A small matrix is enlarged, each element to a square; of a large one a pixel stands for several, as many each
    /// way. The longer side has 512 pixels at most. A matrix without elements has a picture without pixels.
    ///
    /// # SciPy
    /// `matplotlib.pyplot.spy(a)`, which draws a mark for each entry whatever the size.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let picture = Csr::<f64>::eye(512).spy();
    /// assert_eq!((picture[[3, 3]], picture[[3, 4]]), (0, 255));
    /// ```
    pub fn spy(&self) -> Array<u8> {
        self.spy_with(&SpyOptions::default())
    }

    /// As [`spy`](Self::spy), with options.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, SpyOptions};
    ///
    /// let picture = Csr::<f64>::eye(2).spy_with(&SpyOptions::default().largest(1));
    /// assert_eq!(picture, nd_core::array![[0u8, 255], [255, 0]]);
    /// ```
    pub fn spy_with(&self, options: &SpyOptions) -> Array<u8> {
        self.pixels(options).greys()
    }

    /// The same picture as the text of an SVG file, with a frame around it.
    ///
    /// # Examples
    /// ```
    /// let svg = nd_sparse::Csr::<f64>::eye(3).spy_svg();
    /// assert!(svg.starts_with("<svg ") && svg.contains("<title>3 × 3, 3 entries</title>"));
    /// ```
    pub fn spy_svg(&self) -> String {
        self.spy_svg_with(&SpyOptions::default())
    }

    /// As [`spy_svg`](Self::spy_svg), with options.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, SpyOptions};
    ///
    /// let svg = Csr::<f64>::eye(3).spy_svg_with(&SpyOptions::default().largest(1));
    /// assert!(svg.contains("viewBox=\"-1 -1 5 5\""));
    /// ```
    pub fn spy_svg_with(&self, options: &SpyOptions) -> String {
        let [rows, columns] = self.shape();
        let title = format!("{rows} × {columns}, {} entries", self.nnz());
        svg::text(&self.pixels(options), &title)
    }

    /// Writes the picture to a file: `.png` or another format that [`nd_io::save_picture`] knows, or `.svg`. The file
    /// is replaced as a whole.
    ///
    /// # Errors
    /// An error that names the file: another extension; a matrix without elements, but for `.svg`; the system's.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-sparse-spy-{}.png", std::process::id()));
    /// nd_sparse::Csr::<f64>::eye(20).save_spy(&path)?;
    /// assert_eq!(nd_io::load_picture::<u8>(&path)?.shape(), [320, 320]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "pictures")]
    pub fn save_spy(&self, path: impl AsRef<std::path::Path>) -> Result<(), nd_io::Error> {
        self.save_spy_with(path, &SpyOptions::default())
    }

    /// As [`save_spy`](Self::save_spy), with options.
    ///
    /// # Errors
    /// As [`save_spy`](Self::save_spy).
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::{Csr, SpyOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-sparse-spy-{}.svg", std::process::id()));
    /// Csr::<f64>::eye(2000).save_spy_with(&path, &SpyOptions::default().size(100))?;
    /// assert!(std::fs::read_to_string(&path)?.contains("2000 × 2000"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "pictures")]
    pub fn save_spy_with(
        &self,
        path: impl AsRef<std::path::Path>,
        options: &SpyOptions,
    ) -> Result<(), nd_io::Error> {
        let path = path.as_ref();
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) {
            return svg::save(path, &self.spy_svg_with(options));
        }
        nd_io::save_picture(path, self.spy_with(options))
    }
}
