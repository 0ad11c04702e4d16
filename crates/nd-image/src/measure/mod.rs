//! What is in a picture, measured: regions, moments, outlines, contours, profiles.
//!
//! | for | use |
//! |---|---|
//! | a table of regions | [`regionprops`] |
//! | moments | [`moments()`], [`moments_central`], [`moments_coords`], [`moments_normalized`], [`moments_hu`], [`centroid`], [`inertia_tensor`], [`inertia_tensor_eigvals`] |
//! | lines of equal height | [`find_contours`] |
//! | surfaces in volumes | [`marching_cubes`], [`mesh_surface_area`] |
//! | polygons | [`approximate_polygon`], [`subdivide_polygon`], [`points_in_poly`], [`grid_points_in_poly`] |
//! | lines, circles and ellipses through points | [`LineModelND`], [`CircleModel`], [`EllipseModel`]; of most points [`ransac`] |
//! | along a line | [`profile_line`] |
//! | two pictures | [`pearson_corr_coeff`], [`manders_coloc_coeff`], [`manders_overlap_coeff`], [`intersection_coeff`] |
//! | information | [`shannon_entropy`] |
//! | sharpness | [`blur_effect`] |
//! | outlines of masks | [`perimeter()`], [`perimeter_crofton`], [`euler_number`] |

mod blur;
mod colocalization;
mod contours;
mod marching_cubes;
mod models;
mod moments;
mod perimeter;
mod polygon;
mod profile;
mod ransac;
mod regions;

pub use blur::blur_effect;
pub use colocalization::{
    intersection_coeff, manders_coloc_coeff, manders_overlap_coeff, pearson_corr_coeff,
    shannon_entropy,
};
pub use contours::{ContourOptions, find_contours, find_contours_with};
pub use marching_cubes::{Mesh, marching_cubes, mesh_surface_area};
pub use models::{CircleModel, EllipseModel, LineModelND, ModelError};
pub use moments::{
    centroid, inertia_tensor, inertia_tensor_eigvals, moments, moments_central, moments_coords,
    moments_coords_central, moments_hu, moments_normalized,
};
pub use perimeter::{Neighborhood, euler_number, perimeter, perimeter_crofton};
pub use polygon::{
    PolygonSide, approximate_polygon, grid_points_in_poly, points_in_poly, side_of_polygon,
    subdivide_polygon,
};
pub use profile::{Reduce, profile_line};
pub use ransac::{Ransac, RansacError, RansacModel, RansacOptions, ransac, ransac_with};
pub use regions::{GatheredRegions, Regions, regionprops};
