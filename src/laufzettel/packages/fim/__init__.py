"""FIM: read, judge, import and export schemas of the national form catalogue (XDatenfelder 2 and 3). Pure."""
