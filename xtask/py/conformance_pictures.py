"""All that `nd-conformance pictures` asks of SciPy and scikit-image, as `conformance.py` takes it."""

import conformance_filters
import conformance_interpolation
import conformance_measures
import conformance_morphology
from conformance_series import load_parts

PARTS = (conformance_filters, conformance_interpolation, conformance_morphology, conformance_measures)


def load():
    """Puts the operations, bounds and reasons of all parts beside NumPy's."""
    load_parts(PARTS)
