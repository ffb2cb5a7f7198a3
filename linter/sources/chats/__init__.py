"""Readers of chat exports: one module a family of formats, all of which yield turns."""
