"""Stands where the page's kernel looks for its installer: what the lessons need is here."""

from piplite.piplite import install

__all__ = ["install"]
