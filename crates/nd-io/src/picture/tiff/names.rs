//! What numbers in tags stand for, in words.

/// A compression that is not read.
pub(super) fn compression(code: u64) -> &'static str {
    match code {
        9 | 10 => "JBIG",
        32766 => "NeXT",
        32809 => "ThunderScan",
        32895..=32898 => "IT8",
        32909 => "Pixar film",
        32947 => "Kodak DCS",
        33003 | 33004 | 33005 | 34712 => "JPEG 2000",
        34661 => "JBIG",
        34676 | 34677 => "SGI LogLuv",
        34887 => "LERC",
        34933 => "PNG",
        34934 | 22610 | 48124 => "JPEG XR",
        50002 | 52546 => "JPEG XL",
        65000..=65002 => "electron event representation",
        _ => "which is unknown",
    }
}

/// What samples are numbers of.
pub(super) fn sample_format(code: u64) -> &'static str {
    match code {
        1 | 4 => "unsigned",
        2 => "signed",
        3 => "floats",
        5 => "complex whole numbers",
        6 => "complex floats",
        _ => "of an unknown kind",
    }
}

/// What the samples mean as colours.
pub(super) fn photometric(code: u64) -> String {
    let name = match code {
        0 => "miniswhite",
        1 => "minisblack",
        2 => "rgb",
        3 => "palette",
        4 => "mask",
        5 => "separated",
        6 => "ycbcr",
        8 => "cielab",
        9 => "icclab",
        10 => "itulab",
        32803 => "cfa",
        32844 => "logl",
        32845 => "logluv",
        34892 => "linear_raw",
        51177 => "depth_map",
        52527 => "semantic_mask",
        other => return other.to_string(),
    };
    name.to_owned()
}

/// The tags that become attributes, with their names there.
pub(super) const ATTRIBUTES: [(u16, &str); 19] = [
    (270, "description"),
    (271, "make"),
    (272, "model"),
    (274, "orientation"),
    (282, "x_resolution"),
    (283, "y_resolution"),
    (285, "page_name"),
    (305, "software"),
    (306, "date_time"),
    (315, "artist"),
    (338, "extra_samples"),
    (33432, "copyright"),
    (33550, "model_pixel_scale"),
    (33922, "model_tiepoint"),
    (34264, "model_transformation"),
    (34735, "geo_key_directory"),
    (34736, "geo_double_params"),
    (34737, "geo_ascii_params"),
    (42112, "gdal_metadata"),
];

/// What resolutions are counted by.
pub(super) fn resolution_unit(code: u64) -> Option<&'static str> {
    match code {
        1 => Some("none"),
        2 => Some("inch"),
        3 => Some("centimetre"),
        _ => None,
    }
}
