"""Stands here so that every test can import what stands beside it, as `from small import rules_with`."""
