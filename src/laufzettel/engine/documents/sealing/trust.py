"""Whom we believe when a seal or a time stamp is checked."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from laufzettel.engine.documents.sealing.keys import load_certificate

if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext


def context(trust: Sequence[bytes], moment: datetime) -> ValidationContext:
    """Return pyHanko's view of `trust` (PEM or DER certificates) at `moment`; nothing is fetched from the network."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[load_certificate(item) for item in trust],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
    )


@cache
def quiet_logs() -> None:
    """Keep pyHanko's stack traces about documents that simply are not genuine out of the operator's log."""
    for name in ("pyhanko.sign.validation", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
