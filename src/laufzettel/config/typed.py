"""What somebody typed, for pages that can do nothing with it: it goes back to the browser, so that it is not lost."""

from django.http import HttpRequest

_NOT_BACK = ("passw", "code", "geheim", "totp", "csrfmiddlewaretoken")


def typed_texts(request: HttpRequest) -> list[tuple[str, str]]:
    """Return name and value of everything that was sent with a form, in order; nothing for forms with a secret."""
    if request.method != "POST":
        return []
    names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
    if any(part in name.lower() for name in names for part in _NOT_BACK):
        return []
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def kept_form(request: HttpRequest) -> dict[str, object]:
    """Return what a template needs to offer sending the same form once more."""
    texts = typed_texts(request)
    return {
        "kept": texts,
        "kept_action": request.get_full_path() if texts else "",
        # The token that came with the form: without the database and its session there is no other.
        "kept_token": request.POST.get("csrfmiddlewaretoken", "") if texts else "",
        "kept_files": bool(texts and request.FILES),
        "asks_to_sign_in": not request.path.startswith("/desk/"),
    }
