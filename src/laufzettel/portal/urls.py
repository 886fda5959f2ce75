"""Addresses of `portal`."""

from django.urls import path

from laufzettel.portal.pages import about, check, documents, draft, login, matter, matters, payment, service, start

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("leistungen/", start.services, name="services"),
    path("leistungen/<slug:key>/", service.service, name="service"),
    path("leistungen/<slug:key>/beginnen/", service.begin, name="begin"),
    path("leistungen/<slug:key>/entwurf/", service.start_draft, name="start_draft"),
    path("anmelden/", login.login, name="login"),
    path("anmelden/los/", login.start_login, name="start_login"),
    path("anmelden/zurueck/", login.login_done, name="login_done"),
    path("abmelden/", login.logout, name="logout"),
    path("antrag/<str:draft_id>/", draft.draft, name="draft"),
    path("antrag/<str:draft_id>/pruefen/", check.check, name="check"),
    path("antrag/<str:draft_id>/loeschen/", check.delete_draft, name="delete_draft"),
    path("antrag/<str:draft_id>/frage/<slug:page_key>/", draft.page, name="page"),
    path("antrag/<str:draft_id>/frage/<slug:page_key>/live/", draft.live, name="live"),
    path("meine/", matters.matters, name="matters"),
    path("meine/nachricht/<int:message_id>/", matters.message, name="message"),
    path("status/", matters.status, name="status"),
    path("vorgang/<str:reference>/", matter.matter, name="matter"),
    path("vorgang/<str:reference>/eingang/", matter.received, name="received"),
    path("vorgang/<str:reference>/eingang/kopie.pdf", documents.copy, name="copy"),
    path("vorgang/<str:reference>/bezahlen/", payment.pay, name="pay"),
    path("vorgang/<str:reference>/bezahlt/", payment.paid, name="paid"),
    path("vorgang/<str:reference>/zuruecknehmen/", matter.withdraw, name="withdraw"),
    path("vorgang/<str:reference>/nachreichen/", matter.evidence, name="evidence"),
    path("vorgang/<str:reference>/frage/<int:query_id>/", matter.question, name="question"),
    path("vorgang/<str:reference>/aufgabe/<int:task_id>/", matter.task, name="task"),
    path("vorgang/<str:reference>/schreiben/<str:notice_id>/", documents.notice, name="notice"),
    path("vorgang/<str:reference>/schreiben/<str:notice_id>/pdf/", documents.notice_pdf, name="notice_pdf"),
    path("vorgang/<str:reference>/dokument/<int:document_id>/", documents.document, name="document"),
    path("vorgang/<str:reference>/alles.zip", documents.everything, name="everything"),
    path("pruefen/<str:code>/", documents.verify, name="verify"),
    path("barrierefreiheit/", about.accessibility, name="accessibility"),
    path("datenschutz/", about.privacy, name="privacy"),
    path("impressum/", about.imprint, name="imprint"),
    path("hilfe/", about.help_page, name="help"),
]
