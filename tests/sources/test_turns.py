"""Threads of one process write in the order they asked; who waits too long is told."""

from __future__ import annotations

import time
from threading import Thread

from data_sources.locks import Turns

WAIT = 60.0


def test_turns_are_given_in_the_order_they_were_asked_for() -> None:
    turns, order = Turns(), []

    def take(number: int) -> None:
        with turns.turn(wait_seconds=WAIT) as held:
            assert held
            order.append(number)

    with turns.turn(wait_seconds=WAIT):
        waiting = [Thread(target=take, args=(number,)) for number in range(5)]
        for place, thread in enumerate(waiting):
            thread.start()
            while len(turns._queue) < place + 2:
                time.sleep(0.001)
    for thread in waiting:
        thread.join(WAIT)
    assert order == list(range(5))


def test_who_waits_too_long_goes_without_and_hinders_nobody() -> None:
    turns = Turns()
    with turns.turn(wait_seconds=WAIT) as first, turns.turn(wait_seconds=0.01) as second:
        assert (first, second) == (True, False)
    with turns.turn(wait_seconds=0) as third:
        assert third


def test_a_turn_ends_with_a_failing_block() -> None:
    turns = Turns()
    try:
        with turns.turn(wait_seconds=WAIT):
            raise ValueError("stop")
    except ValueError:
        pass
    with turns.turn(wait_seconds=0) as held:
        assert held
