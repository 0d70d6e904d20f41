"""Recognise a form in a document: which edition, its figures, its sentences, its sections, its sign-off."""

from __future__ import annotations
