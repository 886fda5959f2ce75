"""Tests of the documents, with real PDFs, real keys and the typesetting process."""
