"""What a helper process is asked to do in the tests: useful, harmful and hopeless things."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor

from converters.readers.child import in_child
from workbook.errors import InputRefused


class StubbornError(Exception):
    """An exception that pickles but cannot be put together again."""

    def __init__(self, first, _second):
        super().__init__(first)


def double(number):
    print("native chatter")  # noqa: T201 - it must not reach the other side
    os.write(1, b"more of it\n")
    return number * 2


def process_id():
    return os.getpid()


def abort():
    os.abort()


def hang():
    while True:
        pass


def sleep(seconds):
    time.sleep(seconds)


def take(megabytes):
    return len(bytearray(megabytes * 2**20))


def refuse(name):
    message = f"“{name}”不能读"
    raise InputRefused(message)


def fail(words):
    raise ValueError(words)


def fail_stubbornly():
    raise StubbornError(1, 2)


def unpicklable():
    return lambda: None


def ask(number):
    """Called in a worker of a pool, which has a helper of its own."""
    pid = in_child(process_id, seconds=20, megabytes=100, name="甲.pdf")
    return in_child(double, number, seconds=20, megabytes=100, name="甲.pdf"), pid, os.getpid()


def in_pool(method, numbers):
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        return list(pool.map(ask, numbers))
