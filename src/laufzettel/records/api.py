"""The door of `records`: record files, filed documents, retention, export."""

from laufzettel.records.actions.close_file import close_file
from laufzettel.records.actions.file import file
from laufzettel.records.actions.hold import lift_legal_hold, place_legal_hold
from laufzettel.records.actions.open_file import open_file
from laufzettel.records.packing import export_file
from laufzettel.records.queries import (
    BlobProblem,
    BlobReport,
    DocumentView,
    RecordFileView,
    find_document,
    find_record_file,
    get_document,
    get_record_file,
    is_filed,
    list_documents,
    propose_disposal,
    verify_blobs,
)

__all__ = [
    "BlobProblem",
    "BlobReport",
    "DocumentView",
    "RecordFileView",
    "close_file",
    "export_file",
    "file",
    "find_document",
    "find_record_file",
    "get_document",
    "get_record_file",
    "is_filed",
    "lift_legal_hold",
    "list_documents",
    "open_file",
    "place_legal_hold",
    "propose_disposal",
    "verify_blobs",
]
