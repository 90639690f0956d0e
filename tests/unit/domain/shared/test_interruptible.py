"""Waits that Ctrl-C ends, also if it comes while no step of the main thread is under way."""

import subprocess
import sys
import threading
from queue import SimpleQueue

import pytest

from jupyter_openbis_server.domain.shared.interruptible import join, next_item, wait_until_set

SCRIPT = """
import os, signal, sys, threading
from queue import SimpleQueue
from jupyter_openbis_server.domain.shared.interruptible import join, next_item, wait_until_set

def interrupt():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # this does not interrupt the main thread's wait

signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
sleeper = threading.Thread(target=threading.Event().wait, daemon=True)
sleeper.start()
waits = {
    "queue": lambda: next_item(SimpleQueue()),
    "event": lambda: wait_until_set(threading.Event()),
    "thread": lambda: join(sleeper),
}
threading.Timer(0.1, interrupt).start()
try:
    waits[sys.argv[1]]()
except KeyboardInterrupt:
    print("interrupted", flush=True)
os._exit(0)
"""


@pytest.mark.parametrize("wait", ["queue", "event", "thread"])
def test_a_signal_that_does_not_wake_the_main_thread_ends_the_wait(wait: str):
    done = subprocess.run([sys.executable, "-c", SCRIPT, wait], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "interrupted\n", done.stderr


def test_items_are_returned_in_order():
    queue: SimpleQueue[int] = SimpleQueue()
    for number in (1, 2):
        queue.put(number)
    assert [next_item(queue), next_item(queue)] == [1, 2]


def test_a_set_event_and_an_ended_thread_are_not_waited_for():
    event, thread = threading.Event(), threading.Thread(target=int)
    event.set()
    thread.start()
    wait_until_set(event)
    join(thread)
    assert not thread.is_alive()
