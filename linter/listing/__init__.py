"""Listings: do the fields of one agree, and may they say that."""
