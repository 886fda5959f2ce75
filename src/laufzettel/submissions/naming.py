"""What files are for, in words: the label of their field and, in repeated groups, the name of the item."""

from collections.abc import Iterator
from dataclasses import dataclass

from laufzettel import packages
from laufzettel.catalogue import api as catalogue
from laufzettel.engine import forms
from laufzettel.engine.forms import FieldState, FormState, GroupState, ItemState
from laufzettel.kernel.dates import local_date
from laufzettel.submissions.domain import AttachmentView, SubmissionView

_SAYS_WHICH = ("text", "name")


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """The field a file is for: its path and label; `item` names the item of a repeated group, as in `Hund 2: Rex`."""

    path: str
    label: str
    item: str

    @property
    def words(self) -> str:
        """The label, with the item in brackets where there is one."""
        return f"{self.label} ({self.item})" if self.item else self.label


def form_of(submission: SubmissionView) -> FormState:
    """Return the form as it looked with the frozen answers on the day of the submission."""
    package = catalogue.get_package(submission.municipality, submission.package_ref)
    environment = packages.environment(
        package,
        today=local_date(submission.received_at),
        account=submission.account,
        look_ups=submission.look_ups,
    )
    return forms.evaluate(package.form, submission.answers, environment=environment)


def purposes(form: FormState) -> dict[str, Purpose]:
    """Return what every field for files is for, by its path."""
    return {
        field.path: Purpose(path=field.path, label=field.definition.label, item=item_name(group, item))
        for group, item, field in _file_fields(form)
    }


def item_name(group: GroupState, item: ItemState) -> str:
    """Name one item of a repeated group by its first text, as in `Hund 2: Rex`; empty for a group given once."""
    if group.repeat is None or item.index is None:
        return ""
    texts = (field.display for field in item.fields if field.shown and field.definition.type in _SAYS_WHICH)
    told = next((text for text in texts if text), "")
    name = f"{group.repeat.label} {item.index + 1}"
    return f"{name}: {told}" if told else name


def evidence_title(form: FormState, file: AttachmentView) -> str:
    """Return the title of a submitted file: `Erlaubnis, Hund 2: Rex (foto.jpg)`, or only its name."""
    path = next((field.path for _, _, field in _file_fields(form) if _holds(field, file)), file.path)
    return title_for(purposes(form).get(path), file)


def title_for(purpose: Purpose | None, file: AttachmentView) -> str:
    """Return the title of a file for a known purpose, or only its name."""
    own = file.title or file.filename
    if purpose is None:
        return own
    return f"{', '.join(part for part in (purpose.label, purpose.item) if part)} ({own})"


def _holds(field: FieldState, file: AttachmentView) -> bool:
    return isinstance(field.value, list | tuple) and file.id in field.value


def _file_fields(form: FormState) -> Iterator[tuple[GroupState, ItemState, FieldState]]:
    for page in form.pages:
        for group in page.groups:
            for item in group.items:
                yield from ((group, item, field) for field in item.fields if field.definition.type == "file")
