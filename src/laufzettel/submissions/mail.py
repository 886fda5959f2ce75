"""Mails about drafts; they say nothing that a stranger who reads them should not know."""

from django.core.mail import EmailMessage


def send_reminder(*, to: str, town: str, day: str) -> None:
    """Remind of a draft that is deleted on a day; neither the service nor the person is named, and there is no link."""
    EmailMessage(
        subject=f"{town}: Ihr Entwurf wird am {day} gelöscht",
        body=(
            "Guten Tag,\n\n"
            f"Sie haben bei {town} online etwas begonnen und noch nicht abgesendet. Der Entwurf wird am {day} mit "
            "allen Dateien automatisch gelöscht.\n\n"
            "Möchten Sie ihn behalten? Dann öffnen Sie ihn vorher noch einmal: in dem Browser, in dem Sie begonnen "
            "haben, mit Ihrem Nutzerkonto oder mit Ihrem Code zum Weitermachen. Sonst müssen Sie nichts tun.\n\n"
            "Sie bekommen diese Nachricht, weil Sie sie im Entwurf bestellt haben. Wir haben Ihre Adresse nur dafür "
            "gespeichert und löschen sie mit dem Entwurf.\n\n"
            "---\n\n"
            f"You began something online at {town} and have not sent it yet. The draft will be deleted on {day}. "
            "If you want to keep it, open it before that day.\n"
        ),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
