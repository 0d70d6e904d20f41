"""The offline bundle: everything that a machine without network needs to get nianbao, in one folder or .zip.

``platforms`` says what a machine takes, ``ownwheel`` makes nianbao's own wheel, ``fetching`` gets the others through
pip, ``assembling`` puts them together with the scripts, and ``installer`` is the program that the scripts run there.
"""

from __future__ import annotations
