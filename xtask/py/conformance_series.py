"""All that `nd-conformance series` asks of SciPy, pandas, cftime and NumPy, as `conformance.py` takes it."""

import conformance_curves
import conformance_dates
import conformance_masked
import conformance_meant
import conformance_operations
import conformance_rules
import conformance_tables
import conformance_transforms

PARTS = (conformance_transforms, conformance_curves, conformance_masked, conformance_tables, conformance_dates)


def load():
    """Puts the operations, bounds and reasons of all parts beside NumPy's."""
    load_parts(PARTS)


def load_parts(parts):
    """As [`load`], of other parts."""
    for part in parts:
        conformance_operations.OPS.update(part.OPS)
        for name, units in part.UNITS.items():
            conformance_rules.TOLERANCE.update(conformance_rules.all_floats(units, name))
        conformance_rules.SCALED.update(part.SCALED)
        conformance_rules.ZEROS_ARE_EQUAL.update(getattr(part, "ZEROS", ()))
        conformance_meant.ELEMENTS.update(part.ELEMENTS)
        conformance_meant.WHOLE.append(part.whole_cases)
