"""Cooldowns: how much a member and a server may ask in a minute."""

from __future__ import annotations

import pytest

from bot.community.cooldowns import Cooldowns, LimitError

ALICE, BOB, SERVER = 1, 2, 3


class Clock:
    """Seconds that pass when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_member_is_told_the_time_left() -> None:
    """Who asks too much is told how long to wait, others go on, and after that time the member goes on too."""
    clock = Clock()
    cooldowns = Cooldowns(3, 0, clock)
    for _ in range(3):
        cooldowns.take(ALICE, SERVER)
    clock.now += 20
    with pytest.raises(LimitError, match=r"You asked a lot .* in 40 seconds\.") as refusal:
        cooldowns.take(ALICE, SERVER)
    assert refusal.value.first
    cooldowns.take(BOB, SERVER)
    clock.now += 39.5
    with pytest.raises(LimitError, match=r"in a second\.") as refusal:
        cooldowns.take(ALICE, SERVER)
    assert not refusal.value.first
    clock.now += 0.5
    cooldowns.take(ALICE, SERVER)


def test_a_server_has_a_limit_of_its_own() -> None:
    """All members of a server share its limit; in direct messages only the member's counts."""
    cooldowns = Cooldowns(0, 2, Clock())
    cooldowns.take(ALICE, SERVER)
    cooldowns.take(BOB, SERVER)
    with pytest.raises(LimitError, match="This server asked a lot"):
        cooldowns.take(ALICE, SERVER)
    for _ in range(5):
        cooldowns.take(ALICE, None)
