"""Every way back: which event from below makes which app react. There is no third way."""


def wire() -> None:
    """Subscribe the reactions of all apps to the events they wait for."""
    from laufzettel.automation.events import HandOverEnded, LookUpAnswered
    from laufzettel.cases import handlers as cases
    from laufzettel.messaging.events import MessageRead
    from laufzettel.notices import handlers as notices
    from laufzettel.notices.events import NoticeIssued, NoticeNotRetrieved, NoticeServed
    from laufzettel.payments.events import (
        PaymentAttemptEnded,
        PaymentClarified,
        PaymentContradicted,
        PaymentExpired,
        PaymentOverpaid,
        PaymentSettled,
        PaymentUnclear,
        PaymentWaived,
        RefundChanged,
    )
    from laufzettel.platform.api import on
    from laufzettel.submissions import handlers as submissions
    from laufzettel.submissions.events import AttachmentAdded, SubmissionCopyMade, SubmissionReceived

    on(SubmissionReceived, cases.open_received, when="at_once")
    on(SubmissionReceived, submissions.produce_copy, when="later")
    on(SubmissionCopyMade, cases.submission_copied, when="later")
    on(AttachmentAdded, cases.attachment_added, when="later")

    on(PaymentSettled, cases.payment_settled, when="later")
    on(PaymentExpired, cases.payment_expired, when="later")
    on(PaymentWaived, cases.payment_waived, when="later")
    on(PaymentContradicted, cases.payment_contradicted, when="later")
    on(PaymentUnclear, cases.payment_unclear, when="later")
    on(PaymentOverpaid, cases.payment_overpaid, when="later")
    on(PaymentClarified, cases.payment_clarified, when="later")
    on(PaymentAttemptEnded, cases.payment_attempt_ended, when="later")
    on(RefundChanged, cases.refund_changed, when="later")

    on(LookUpAnswered, cases.look_up_answered, when="later")
    on(HandOverEnded, cases.hand_over_ended, when="later")

    on(NoticeIssued, cases.notice_issued, when="later")
    on(NoticeServed, cases.notice_served, when="later")
    on(NoticeNotRetrieved, cases.notice_not_retrieved, when="later")
    on(MessageRead, notices.note_retrieval, when="later")
