"""All that is done with accounts, put together."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple, Self

from moderation.policy import Policy
from service.desk.keys import Keys
from service.desk.people import People
from service.desk.sessions import Sessions
from service.desk.sites import Sites
from service.keyring import Keyring
from service.passwords import Passwords
from service.store.sql import SqlStore


class Accounts(NamedTuple):
    """Sites and keys, moderators, and their sessions."""

    sites: Sites
    keys: Keys
    people: People
    sessions: Sessions

    @classmethod
    def of(
        cls,
        store: SqlStore,
        keyring: Keyring,
        passwords: Passwords,
        secret: bytes,
        policy: Policy,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """Over one store; *policy* is a new site's, *secret* hashes what sign-in counts by."""
        return cls(
            Sites(store, policy, clock),
            Keys(store, keyring, clock),
            People(store, passwords, clock),
            Sessions(store, passwords, secret, clock),
        )
