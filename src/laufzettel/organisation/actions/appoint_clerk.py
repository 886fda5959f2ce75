"""Let somebody work for offices of a town."""

from datetime import datetime

from laufzettel.kernel.actor import Actor
from laufzettel.organisation import models, queries
from laufzettel.organisation.events import ClerkAppointed
from laufzettel.platform.api import action


@action("clerk.appoint", by=("system",))
def appoint_clerk(
    *,
    login_id: int,
    name: str,
    units: tuple[str, ...],
    roles: tuple[str, ...] = ("clerk",),
    phone: str = "",
    email: str = "",
    actor: Actor,
    now: datetime,
) -> ClerkAppointed | None:
    """Appoint the owner of a login as clerk of the actor's town; the same appointment again changes nothing.

    Raises `NotFound` when a unit does not exist in the town.
    """
    for unit in units:
        queries.get_unit(actor.municipality, unit)
    wanted = {
        "municipality": actor.municipality,
        "name": name,
        "units": sorted(units),
        "roles": sorted(roles),
        "phone": phone,
        "email": email,
    }
    known = models.Clerk.objects.select_for_update().filter(login_id=login_id).first()
    if known and all(getattr(known, field) == value for field, value in wanted.items()):
        return None

    clerk, _ = models.Clerk.objects.update_or_create(login_id=login_id, defaults=wanted)

    return ClerkAppointed(
        subject=f"clerk:{clerk.pk}",
        municipality=actor.municipality,
        clerk_id=clerk.pk,
        units=tuple(sorted(units)),
        roles=tuple(sorted(roles)),
    )
