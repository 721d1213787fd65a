"""How reads come in: one file per device kind; the address picks the driver (``readers.opening``)."""
