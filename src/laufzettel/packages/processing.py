"""What a service does with personal data, read off its package: for the privacy page and the record of processing."""

from dataclasses import dataclass

from laufzettel.packages.model import Package


@dataclass(frozen=True, kw_only=True)
class ProcessingRecord:
    """One line of the record of processing activities (Art. 30 (1) DSGVO) and one privacy page (Art. 13 DSGVO).

    `data` are the groups of the form with what they ask; `registers` are asked, `systems` receive data. `retention` and
    `drafts` are ISO 8601 periods, `starts` and `disposal` as in the manifest. `is_automatic` says whether the process
    may decide without a person (Art. 22 DSGVO, § 35a VwVfG).
    """

    key: str
    title: str
    version: str
    unit: str
    purpose: str
    legal_basis: str
    laws: tuple[str, ...]
    data: tuple[tuple[str, tuple[str, ...]], ...]
    has_files: bool
    registers: tuple[str, ...]
    systems: tuple[str, ...]
    recipients: tuple[str, ...]
    retention: str
    starts: str
    disposal: str
    drafts: str
    is_automatic: bool


def processing_record(package: Package) -> ProcessingRecord:
    """Return what a service does with personal data, in the words and the language of the package."""
    manifest, steps = package.manifest, package.process.steps.values()
    fields = [field for group in package.form.groups.values() for field in group.fields]
    asked = {field.look_up.register for field in fields if field.look_up}
    asked |= {step.attributes.get("register", "") for step in steps if step.word == "look_up"}
    given = {step.attributes.get("system", "") for step in steps if step.word == "hand_over"}
    return ProcessingRecord(
        key=manifest.key,
        title=manifest.title,
        version=manifest.version,
        unit=manifest.responsibility.unit,
        purpose=manifest.privacy.purpose,
        legal_basis=manifest.privacy.legal_basis,
        laws=tuple(law.cite for law in manifest.legal_basis),
        data=_data(package),
        has_files=any(field.type == "file" for field in fields),
        registers=tuple(sorted(asked - {""})),
        systems=tuple(sorted(given - {""})),
        recipients=manifest.privacy.recipients,
        retention=manifest.records.retention,
        starts=manifest.records.starts,
        disposal=manifest.records.disposal,
        drafts=manifest.privacy.delete_drafts_after,
        is_automatic=any(step.attributes.get("automatic") for step in steps if step.word == "decide"),
    )


def _data(package: Package) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups = (
        (group.title, tuple(field.label for field in group.fields if field.type != "info"))
        for group in package.form.groups.values()
    )
    return tuple((title, labels) for title, labels in groups if labels)
