//! How histograms of gradients are made.

/// How the blocks of [`hog`](super::hog) are normalised.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::BlockNorm::default(), nd_image::feature::BlockNorm::L2Hys);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockNorm {
    /// Divided by the sum.
    L1,
    /// The root of what `L1` gives.
    L1Sqrt,
    /// Divided by the root of the sum of squares.
    L2,
    /// `L2`, cut off at 0.2, and `L2` again.
    #[default]
    L2Hys,
}

/// How [`hog_with`](super::hog_with) counts.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::HogOptions::default().orientations, 9);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct HogOptions {
    /// The number of directions; 9 by default.
    pub orientations: usize,
    /// The size of cells in pixels; 8 and 8 by default.
    pub pixels_per_cell: [usize; 2],
    /// The size of blocks in cells; 3 and 3 by default.
    pub cells_per_block: [usize; 2],
    /// How blocks are normalised.
    pub block_norm: BlockNorm,
    /// Whether the root of levels is taken first, against shadows.
    pub transform_sqrt: bool,
}

impl Default for HogOptions {
    fn default() -> HogOptions {
        HogOptions {
            orientations: 9,
            pixels_per_cell: [8, 8],
            cells_per_block: [3, 3],
            block_norm: BlockNorm::L2Hys,
            transform_sqrt: false,
        }
    }
}

impl HogOptions {
    /// Sets the number of directions.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::HogOptions;
    /// assert_eq!(HogOptions::default().orientations(8).orientations, 8);
    /// ```
    #[must_use]
    pub fn orientations(self, orientations: usize) -> HogOptions {
        HogOptions { orientations, ..self }
    }

    /// Sets the size of cells in pixels.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::HogOptions;
    /// assert_eq!(HogOptions::default().pixels_per_cell([4, 4]).pixels_per_cell, [4, 4]);
    /// ```
    #[must_use]
    pub fn pixels_per_cell(self, pixels_per_cell: [usize; 2]) -> HogOptions {
        HogOptions { pixels_per_cell, ..self }
    }

    /// Sets the size of blocks in cells.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::HogOptions;
    /// assert_eq!(HogOptions::default().cells_per_block([2, 2]).cells_per_block, [2, 2]);
    /// ```
    #[must_use]
    pub fn cells_per_block(self, cells_per_block: [usize; 2]) -> HogOptions {
        HogOptions { cells_per_block, ..self }
    }

    /// Sets how blocks are normalised.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::{BlockNorm, HogOptions};
    /// assert_eq!(HogOptions::default().block_norm(BlockNorm::L1).block_norm, BlockNorm::L1);
    /// ```
    #[must_use]
    pub fn block_norm(self, block_norm: BlockNorm) -> HogOptions {
        HogOptions { block_norm, ..self }
    }

    /// Sets whether the root of levels is taken first.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::HogOptions;
    /// assert!(HogOptions::default().transform_sqrt(true).transform_sqrt);
    /// ```
    #[must_use]
    pub fn transform_sqrt(self, transform_sqrt: bool) -> HogOptions {
        HogOptions { transform_sqrt, ..self }
    }
}
