"""Messages and mailboxes of invented senders."""

from email.message import EmailMessage

BODY = "The envoys met on Tuesday.\n\nThey will meet again.\n"
LINE = b"From post@arland.example Wed Mar  5 10:00:00 2031\n"


def message(subject: str = "Talks open") -> EmailMessage:
    """A message of plain text."""
    made = EmailMessage()
    made["From"] = "Foreign Ministry of Arland <press@arland.example>"
    made["Subject"] = subject
    made["Date"] = "Wed, 05 Mar 2031 23:30:00 +0200"
    made["Message-ID"] = "<1@arland.example>"
    made.set_content(BODY)
    return made


def mailbox(*messages: EmailMessage) -> bytes:
    """A mailbox of messages."""
    return b"".join(LINE + one.as_bytes() + b"\n" for one in messages)
