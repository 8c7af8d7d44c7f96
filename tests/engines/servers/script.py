"""What goes wrong at a fake engine: set by the test on `server.script`, at any time, even while it draws."""

from dataclasses import dataclass


@dataclass(kw_only=True)
class Script:
    """What every fake understands; one whose protocol has more of its own derives from it."""

    # What the picture is: a name of `pictures.KINDS`, such as good, cut_half, html, bomb, endless or drip.
    picture: str = "good"
    # How many pictures one job brings, where the request does not say it.
    pictures: int = 1
    # How long drawing takes, with progress on the way.
    draw_seconds: float = 0.0
    # So many jobs of somebody else's are before ours, and do not end until this is 0.
    others_before: int = 0

    # The status that the submitting call answers instead of drawing, and how often until all is well; None: always.
    submit_status: int | None = None
    submit_times: int | None = None
    # The header Retry-After beside that status.
    retry_after: str | None = None
    # What the engine's errors say.
    says: str = "Something went wrong, as told."
    # Do the work, but close the connection without an answer.
    submit_lost: bool = False
    # Close every connection without an answer.
    reset: bool = False
    # Take every request and never answer.
    hang: bool = False
    # What is sent, with status 200, where the protocol tells how things stand.
    body: bytes | None = None
    # Forget the job in the middle, as a restart does.
    forget: bool = False
    # The protocol's own way of saying that drawing failed; what it means is said by each fake.
    fail: str | None = None
    # The one key that is let in; None: everybody is.
    key: str | None = None
