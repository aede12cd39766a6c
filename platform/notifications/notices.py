"""What each mail says. Whole without its link; never the name of an anonymous poster.

``%(title)s`` is the need's or the entry's title in the reader's language; further
values are named where the mail is written.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Notice:
    """The parts of a mail before they are filled in."""

    subject: Text
    content: Text
    next_step: Text = ""


NOTICES = {
    "need_submitted": Notice(
        _("A new request is waiting to be read: %(title)s"),
        _("The request “%(title)s” has come in.\n\n%(summary)s"),
        _("Please read it at the desk, and open it or return it with a comment."),
    ),
    "need_returned": Notice(
        _("A question about your request: %(title)s"),
        _(
            "Thank you for your request “%(title)s”. Before it goes on, the office "
            "asks you for a few words more:\n\n%(comment)s"
        ),
        _("Please add to the text on My page and apply again. All you wrote is kept."),
    ),
    "need_opened": Notice(
        _("Your request has been accepted: %(title)s"),
        _(
            "The office has read your request “%(title)s” and accepted it. Candidates "
            "are now being looked for."
        ),
        _("There is nothing for you to do. We write again when somebody is found."),
    ),
    "need_expired": Notice(
        _("Your request has expired: %(title)s"),
        _("The term of your request “%(title)s” has run out."),
        _("If it still troubles you, you can renew it on My page."),
    ),
    "asked": Notice(
        _("Would you like to talk? %(title)s"),
        _(
            "The secretariat thinks that these two may be able to help each other.\n\n"
            "What is needed: %(title)s\n%(summary)s\n\nWhat can be done: %(offer)s"
        ),
        _(
            "Please answer by %(due)s on My page: “I would like to hear more” or “Not "
            "this time”. Contact details are shown only when both sides accept."
        ),
    ),
    "asked_liaison": Notice(
        _("A request to your institution: %(title)s"),
        _(
            "The secretariat asks your institution, as its first contact, about this "
            "request.\n\nWhat is needed: %(title)s\n%(summary)s\n\n"
            "What can be done: %(offer)s"
        ),
        _(
            "Please answer by %(due)s on My page: pass it on to the person in charge, "
            "take it as the contact office, or decline this time."
        ),
    ),
    "reminder": Notice(
        _("A reminder, until %(due)s: %(title)s"),
        _(
            "We have not yet heard from you about “%(title)s”. This is the only "
            "reminder; without an answer by %(due)s the request ends by itself."
        ),
        _("Two buttons on My page are enough. Declining needs no explanation."),
    ),
    "agreed": Notice(
        _("Both sides would like to talk: %(title)s"),
        _(
            "Both sides accepted the introduction about “%(title)s”. The contact "
            "details of the other side are now on My page."
        ),
        _(
            "Please get in touch with each other. Everything before an agreement is "
            "non-confidential: do not tell secret techniques or unfiled inventions."
        ),
    ),
    "declined": Notice(
        _("Not this time: %(title)s"),
        _(
            "The introduction about “%(title)s” does not come about this time. Thank "
            "you for considering it."
        ),
        _("The secretariat goes on looking. There is nothing for you to do."),
    ),
    "ended": Notice(
        _("The talks have ended: %(title)s"),
        _("The talks about “%(title)s” have ended. Thank you for taking part."),
        _("If something remains to be said, please ask the secretariat."),
    ),
    "project_started": Notice(
        _("A joint project is being prepared: %(title)s"),
        _("The joint project “%(title)s” has been set up."),
        _("Its agreement and milestones are on My page."),
    ),
    "offer_submitted": Notice(
        _("An entry is waiting for your check: %(title)s"),
        _("The entry “%(title)s” has been handed in for publication."),
        _(
            "Please check on My page that nothing in it is an unfiled invention, and "
            "publish it or return it with a comment."
        ),
    ),
    "offer_returned": Notice(
        _("A question about your entry: %(title)s"),
        _("Before “%(title)s” is published, please look at this:\n\n%(comment)s"),
        _("Please change the text on My page and hand it in again."),
    ),
    "offer_published": Notice(
        _("Your entry is public: %(title)s"),
        _("The entry “%(title)s” has been checked and published."),
        _("Needs that go with it are shown under the suggestions on My page."),
    ),
    "text_wanted": Notice(
        _("A few sentences are wanted: %(title)s"),
        _(
            "Needs and abilities are brought together by comparing texts. For "
            "“%(title)s” there is no text yet, or too little of it, so that nobody who "
            "has a need can find it.\n\nThree or four sentences are enough: what it is "
            "about, which materials or methods, and what it can be used for."
        ),
        _("Please write them on My page under “What we can do”."),
    ),
    "result_published": Notice(
        _("The result is public: %(title)s"),
        _("The result “%(title)s” has been published on the site."),
        _("Thank you for bringing it this far."),
    ),
}
