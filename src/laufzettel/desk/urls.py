"""Addresses of `desk`."""

from django.urls import path

from laufzettel.desk.pages import case, decision, documents, inbox, login, payment, question, talking, task

app_name = "desk"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("oeffnen/", inbox.find, name="find"),
    path("anmelden/", login.login, name="login"),
    path("anmelden/code/", login.code, name="code"),
    path("anmelden/einrichten/", login.set_up, name="set_up"),
    path("abmelden/", login.logout, name="logout"),
    path("vorgang/<str:reference>/", case.case, name="case"),
    path("vorgang/<str:reference>/frage/", question.ask, name="ask"),
    path("vorgang/<str:reference>/vermerk/", talking.note, name="note"),
    path("vorgang/<str:reference>/nachricht/", talking.message, name="message"),
    path("vorgang/<str:reference>/abgeben/", talking.forward, name="forward"),
    path("vorgang/<str:reference>/zahlung/", payment.payment, name="payment"),
    path("vorgang/<str:reference>/akte.zip", documents.everything, name="everything"),
    path("vorgang/<str:reference>/dokument/<int:document_id>/", documents.document, name="document"),
    path("vorgang/<str:reference>/schreiben/<str:notice_id>/", documents.notice, name="notice"),
    path("vorgang/<str:reference>/aufgabe/<int:task_id>/", task.task, name="task"),
    path("vorgang/<str:reference>/aufgabe/<int:task_id>/uebernehmen/", task.assign, name="assign"),
    path("vorgang/<str:reference>/aufgabe/<int:task_id>/entscheiden/", decision.decide, name="decide"),
    path("vorgang/<str:reference>/aufgabe/<int:task_id>/vorschau/", decision.preview, name="preview"),
    path("vorgang/<str:reference>/aufgabe/<int:task_id>/freigabe/", decision.release, name="release"),
    path("vorgang/<str:reference>/aufgabe/<int:task_id>/entwurf.pdf", decision.draft_pdf, name="draft_pdf"),
]
