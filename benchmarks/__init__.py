"""How fast shoplint is, beside other tools, in one run: `python -m benchmarks`."""
