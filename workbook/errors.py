"""The errors a user can meet; each carries one Chinese sentence and the exit code of the command line."""

from __future__ import annotations


class NianbaoError(Exception):
    """A failure to be shown as one Chinese sentence: what, where, and what to do next."""

    exit_code = 5


class UsageError(NianbaoError):
    """The command was called with words that do not fit together."""

    exit_code = 2


class InputRefused(NianbaoError):  # noqa: N818  # reads as the sentence it stands for
    """An input that cannot be read, is not what it claims to be, or is not safe to open."""

    exit_code = 3


class OutputNotWritten(NianbaoError):  # noqa: N818  # reads as the sentence it stands for
    """The result could not be put in its place; whatever stood there before is untouched."""

    exit_code = 4


class FormError(InputRefused):
    """A form file that contradicts itself: unknown parent, duplicate code, a rule naming no code."""
