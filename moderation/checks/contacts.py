"""Ways to reach somebody: telephone numbers, e-mail, messengers, bank accounts; in the text and the name."""

import re
from collections.abc import Iterator

from moderation.checks.report import listed, report
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import Field, Reading
from moderation.text.accounts import accounts
from moderation.text.emails import emails, might_mail
from moderation.text.messengers import invitations, might_invite
from moderation.text.phones import might_call, phones
from moderation.text.plain import Found, apart, plain
from moderation.verdict import Finding

_SEPARATORS = re.compile(r"[\s().\-]+")


def check(reading: Reading, facts: Facts, policy: Policy) -> Iterator[Finding]:
    """Report each kind of contact by the measure that the policy has for it."""
    for field in reading.fields:
        kinds = _kinds(field)
        if kinds:
            allowed = policy.once(_allowed)
            for kind, found in kinds.items():
                kept = [one for one in found if one.value not in allowed]
                values = listed(one.value for one in kept)
                yield from report(
                    f"contacts.{kind}", getattr(policy.contacts, kind), field, kept, value=values
                )


def _kinds(field: Field) -> dict[str, list[Found]]:
    """What was found of each kind; a bank account's digits are not a telephone number, too."""
    source, bare = field.source, field.folded.bare
    numbers, mail, invites = might_call(bare), might_mail(source, bare), might_invite(bare)
    if not (numbers or mail or invites):
        return {}
    text = plain(source)
    banked = accounts(text) if numbers else []
    called = phones(text, may_quote=field.name == "text") if numbers else []
    return {
        "phone": apart(called, banked),
        "email": emails(text) if mail else [],
        "messenger": invitations(text) if invites else [],
        "bank_account": banked,
    }


def _allowed(policy: Policy) -> frozenset[str]:
    """What the policy allows, as the finders write it: "+84 912 345 678" as it is dialled in Vietnam."""
    return frozenset(form for value in policy.contacts.allowed for form in _forms(value))


def _forms(value: str) -> Iterator[str]:
    yield value.lower() if "@" in value else _SEPARATORS.sub("", value.lower())
    for number in phones(plain(value), may_quote=False):
        yield number.value
