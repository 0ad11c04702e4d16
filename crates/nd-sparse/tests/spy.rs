//! Pictures of patterns.

use nd_core::{Array, array};
use nd_sparse::{Csc, Csr, SpyOptions};

#[test]
fn small_matrices_are_enlarged() {
    let a = Csr::<i32>::from_dense([[1, 0, 0], [0, 0, 2]]);
    let picture = a.spy_with(&SpyOptions::default().size(7));
    assert_eq!(picture.shape(), [4, 6]);
    let enlarged = Array::from_fn([4, 6], |at| {
        let stored = a.get(at[0] / 2, at[1] / 2) != 0;
        if stored { 0 } else { 255u8 }
    });
    assert_eq!(picture, enlarged);
    assert_eq!(a.to_csc().spy_with(&SpyOptions::default().size(7)), enlarged);
    assert_eq!(a.spy().shape(), [32, 48]); // 16 pixels an element, and no more
}

#[test]
fn pixels_of_large_matrices_are_darker_the_more_they_stand_for() {
    // 10 rows and 4 columns in 5 pixels: two by two elements each.
    let mut a = nd_sparse::Coo::<u8>::new([10, 4]);
    for (row, column) in [(0, 0), (0, 1), (1, 0), (1, 1), (3, 1), (8, 2), (9, 3), (9, 2)] {
        a.push([row, column], 1);
    }
    let picture = a.to_csr().spy_with(&SpyOptions::default().size(5));
    let shade = |count: f64| 255 - (85.0 + 170.0 * count.ln_1p() / 4f64.ln_1p()) as u8;
    let white = 255;
    assert_eq!(
        picture,
        array![
            [0, white],
            [shade(1.0), white],
            [white, white],
            [white, white],
            [white, shade(3.0)]
        ]
    );
    let odd = Csr::<u8>::eye(7).spy_with(&SpyOptions::default().size(3));
    assert_eq!(odd.shape(), [3, 3]);
    assert!((0..3).all(|at| odd[[at, at]] < 255));
}

#[test]
fn nothing_is_a_picture_too() {
    assert_eq!(Csr::<f64>::zeros([0, 5]).spy().shape(), [0, 0]);
    assert!(Csr::<f64>::zeros([2, 2]).spy().iter().all(|&grey| grey == 255));
    assert_eq!(Csr::<f64>::eye(9).spy_with(&SpyOptions::default().size(0)).shape(), [1, 1]);
    // A row of a million elements is a row of pixels.
    assert_eq!(Csr::<f64>::zeros([1, 1_000_000]).spy().shape(), [1, 512]);
    let stored_zeros = &Csr::<f64>::eye(2) * 0.0;
    assert_eq!(stored_zeros.spy()[[0, 0]], 0);
    assert_eq!(stored_zeros.spy_with(&SpyOptions::default().zeros(false))[[0, 0]], 255);
}

/// Rectangles of a path: x, y, width and height.
fn rectangles(svg: &str) -> Vec<[usize; 4]> {
    let data = svg.split(" d=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let parts = data.flat_map(|data| data.split('z').filter(|part| !part.is_empty()));
    let numbers = |part: &str| {
        let digits = |c: char| !c.is_ascii_digit();
        let all: Vec<usize> = part.split(digits).filter_map(|word| word.parse().ok()).collect();
        [all[0], all[1], all[2], all[3]]
    };
    parts.map(numbers).collect()
}

#[test]
fn the_text_draws_what_the_picture_has() {
    let a = Csc::<f64>::from_dense([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0]]);
    let options = SpyOptions::default().largest(4);
    let (svg, picture) = (a.spy_svg_with(&options), a.spy_with(&options));
    let mut drawn = Array::full(picture.shape(), 255u8);
    for [x, y, width, height] in rectangles(&svg) {
        for row in y..y + height {
            for column in x..x + width {
                assert_eq!(drawn[[row, column]], 255, "drawn twice");
                drawn[[row, column]] = 0;
            }
        }
    }
    assert_eq!(drawn, picture);
    assert!(svg.contains("fill=\"#000000\"") && svg.ends_with("</svg>\n"));
    let empty = Csr::<f64>::zeros([0, 0]).spy_svg();
    assert!(empty.contains("<title>0 × 0, 0 entries</title>") && !empty.contains("<path"));
    // Runs of one shade are one rectangle.
    let full = Csr::<f64>::from_dense(Array::ones([10, 10])).spy_svg();
    assert_eq!(rectangles(&full).len(), 10);
}

#[cfg(feature = "pictures")]
#[test]
fn pictures_are_files() {
    let path = |end: &str| {
        std::env::temp_dir().join(format!("nd-sparse-spied-{}.{end}", std::process::id()))
    };
    let a = Csr::<f64>::eye(100);
    a.save_spy(path("png")).unwrap();
    assert_eq!(nd_io::load_picture::<u8>(path("png")).unwrap(), a.spy());
    a.save_spy(path("SVG")).unwrap();
    assert_eq!(std::fs::read_to_string(path("SVG")).unwrap(), a.spy_svg());
    let error = a.save_spy(path("txt")).unwrap_err().to_string();
    assert!(error.contains(".txt") && error.contains(".png"), "{error}");
    assert!(Csr::<f64>::zeros([0, 0]).save_spy(path("png")).is_err());
    for end in ["png", "SVG"] {
        std::fs::remove_file(path(end)).unwrap();
    }
}
