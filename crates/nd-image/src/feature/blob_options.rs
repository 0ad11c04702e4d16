//! How blobs are looked for.

/// How [`blob_log_with`](super::blob_log_with), [`blob_dog_with`](super::blob_dog_with) and
/// [`blob_doh_with`](super::blob_doh_with) look for blobs.
///
/// # Examples
/// ```
/// use nd_image::feature::BlobOptions;
/// assert_eq!(BlobOptions::default().min_sigma, 1.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct BlobOptions {
    /// The least deviation of blobs; 1 by default.
    pub min_sigma: f64,
    /// The largest; by default 50, and 30 for [`blob_doh`](super::blob_doh).
    pub max_sigma: Option<f64>,
    /// How many there are; 10 by default. [`blob_dog`](super::blob_dog) has as many as the ratio says.
    pub num_sigma: usize,
    /// Whether deviations rise by a factor, not by a sum.
    pub log_scale: bool,
    /// The ratio of deviations for [`blob_dog`](super::blob_dog); 1.6 by default.
    pub sigma_ratio: f64,
    /// The share of the smaller of two blobs that may lie within the larger; 0.5 by default.
    pub overlap: f64,
    /// The width of the border without blobs; 0 by default.
    pub exclude_border: usize,
}

impl Default for BlobOptions {
    fn default() -> BlobOptions {
        BlobOptions {
            min_sigma: 1.0,
            max_sigma: None,
            num_sigma: 10,
            log_scale: false,
            sigma_ratio: 1.6,
            overlap: 0.5,
            exclude_border: 0,
        }
    }
}

impl BlobOptions {
    /// Sets the least deviation of blobs.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::BlobOptions;
    /// assert_eq!(BlobOptions::default().min_sigma(2.0).min_sigma, 2.0);
    /// ```
    #[must_use]
    pub fn min_sigma(self, min_sigma: f64) -> BlobOptions {
        BlobOptions { min_sigma, ..self }
    }

    /// Sets the largest deviation of blobs.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::BlobOptions;
    /// assert_eq!(BlobOptions::default().max_sigma(9.0).max_sigma, Some(9.0));
    /// ```
    #[must_use]
    pub fn max_sigma(self, max_sigma: f64) -> BlobOptions {
        BlobOptions { max_sigma: Some(max_sigma), ..self }
    }

    /// Sets how many deviations there are.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::BlobOptions;
    /// assert_eq!(BlobOptions::default().num_sigma(5).num_sigma, 5);
    /// ```
    #[must_use]
    pub fn num_sigma(self, num_sigma: usize) -> BlobOptions {
        BlobOptions { num_sigma, ..self }
    }

    /// Sets whether deviations rise by a factor.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::BlobOptions;
    /// assert!(BlobOptions::default().log_scale(true).log_scale);
    /// ```
    #[must_use]
    pub fn log_scale(self, log_scale: bool) -> BlobOptions {
        BlobOptions { log_scale, ..self }
    }

    /// Sets the ratio of deviations for differences of Gaussians.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::BlobOptions;
    /// assert_eq!(BlobOptions::default().sigma_ratio(1.2).sigma_ratio, 1.2);
    /// ```
    #[must_use]
    pub fn sigma_ratio(self, sigma_ratio: f64) -> BlobOptions {
        BlobOptions { sigma_ratio, ..self }
    }

    /// Sets the share of the smaller of two blobs that may lie within the larger.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::BlobOptions;
    /// assert_eq!(BlobOptions::default().overlap(0.9).overlap, 0.9);
    /// ```
    #[must_use]
    pub fn overlap(self, overlap: f64) -> BlobOptions {
        BlobOptions { overlap, ..self }
    }

    /// Sets the width of the border without blobs.
    ///
    /// # Examples
    /// ```
    /// use nd_image::feature::BlobOptions;
    /// assert_eq!(BlobOptions::default().exclude_border(3).exclude_border, 3);
    /// ```
    #[must_use]
    pub fn exclude_border(self, exclude_border: usize) -> BlobOptions {
        BlobOptions { exclude_border, ..self }
    }

    /// The deviations, rising.
    #[track_caller]
    pub(super) fn sigmas(&self, op: &str, most: f64) -> Vec<f64> {
        let (low, high, n) = (self.min_sigma, self.max_sigma.unwrap_or(most), self.num_sigma);
        let fits = low > 0.0 && low <= high && high < 1e6 && (1..=1000).contains(&n);
        assert!(fits, "{op}: {n} deviations from {low} to {high}");
        let share = |i: usize| if n == 1 { 0.0 } else { i as f64 / (n - 1) as f64 };
        let sigma = |i: usize| match self.log_scale {
            true => 10f64.powf(low.log10() + share(i) * (high.log10() - low.log10())),
            false => low + share(i) * (high - low),
        };
        (0..n).map(sigma).collect()
    }
}
