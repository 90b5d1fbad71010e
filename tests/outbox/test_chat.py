"""Chat: off by default, only to services that are allowed, at most once, without a name, and never for long."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from outbox.actions import announce, remove_channel, send_chat_posts, set_channel, try_channel
from outbox.chat import BadAddress, service_of
from outbox.models import ChatChannel, ChatPost
from programs.models import Program
from tests.factories import NOW, later

State = ChatPost.State


@pytest.fixture
def chat(settings):
    """A chat service on loopback; `answers` holds its next replies, `heard` what it got."""

    class Service(BaseHTTPRequestHandler):
        heard: list[dict] = []
        answers: list[int] = []

        def do_POST(self):
            self.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            code = self.answers.pop() if self.answers else 200
            self.send_response(code)
            if code == 302:
                self.send_header("Location", self.path)
            self.end_headers()

        def log_message(self, *_):
            pass

    settings.CHAT_SCHEMES = ["json"]
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        Service.address = f"json://127.0.0.1:{server.server_address[1]}/secret-token"
        yield Service
        server.shutdown()


@pytest.fixture
def channel(cast, chat) -> ChatChannel:
    return set_channel(
        cast.program.pk, address=chat.address, kinds=["program_open"], is_on=True, by=cast.hr_admin, now=NOW
    )


def announce_opening(program, fact="1", kind="program_open"):
    announce(kind, program=program.pk, about=program.pk, fact=fact, now=NOW)


def test_an_announcement_is_said_once_and_names_nobody(cast, chat, channel):
    for _ in range(2):
        announce_opening(cast.program)
        send_chat_posts(now=NOW)

    (heard,) = chat.heard
    assert heard["message"] == f"“Two Ways” is open. See what it asks:\nhttp://testserver/programs/{cast.program.pk}/"
    assert ChatPost.objects.get().state == State.SENT


def test_nothing_is_announced_that_was_not_wanted(cast, chat, channel):
    announce_opening(cast.program, kind="idea_open")
    set_channel(cast.program.pk, address="", kinds=["program_open"], is_on=False, by=cast.hr_admin, now=NOW)
    announce_opening(cast.program)

    assert not ChatPost.objects.exists()


def test_what_is_off_or_untrue_by_then_is_dropped(cast, chat, channel):
    announce_opening(cast.program)
    Program.objects.update(state=Program.State.CLOSED)
    send_chat_posts(now=NOW)

    assert (ChatPost.objects.get().state, chat.heard) == (State.DROPPED, [])


@pytest.mark.parametrize("code", [302, 403, 500])
def test_a_refusal_is_shown_and_not_repeated(cast, chat, channel, code):
    chat.answers[:] = [code]
    try_channel(channel, now=NOW)
    for _ in range(2):
        send_chat_posts(now=NOW)

    post = ChatPost.objects.get()
    assert (post.state, post.outcome) == (
        State.FAILED,
        "The chat service refused it, or did not answer in time.",
    )
    assert len(chat.heard) == 1


def test_a_service_that_is_not_there_fails_plainly(cast, settings):
    settings.CHAT_SCHEMES = ["json"]
    told = set_channel(
        cast.program.pk, address="json://127.0.0.1:9/x", kinds=[], is_on=False, by=cast.hr_admin, now=NOW
    )
    try_channel(told, now=NOW)
    send_chat_posts(now=NOW)

    assert ChatPost.objects.get().state == State.FAILED


def test_a_worker_that_died_leaves_a_doubt_and_no_second_try(cast, chat, channel):
    announce_opening(cast.program)
    ChatPost.objects.update(state=State.SENDING, started_at=NOW)
    send_chat_posts(now=later(minutes=6))

    assert (ChatPost.objects.get().state, chat.heard) == (State.IN_DOUBT, [])


def test_the_address_is_sealed_and_goes_with_its_channel(cast, chat, channel, dumped):
    key = channel.data_key
    assert dumped("secret-token") == 0

    remove_channel(cast.program.pk, now=NOW)

    assert not ChatChannel.objects.exists()
    assert type(key).objects.get(pk=key.pk).is_destroyed


@pytest.mark.parametrize(
    "address",
    [
        "json://127.0.0.1/x",
        "jsons://10.0.0.1/x",
        "file:///etc/passwd",
        "syslog://",
        "exec://ls",
        "mailto://user:pw@example.com",
        "https://169.254.169.254/latest",
        "workflows://127.0.0.1:443/643e69f83c8944/0Qc0Rd2",
        "workflows://logic.azure.com.evil.example:443/643e69f83c8944/0Qc0Rd2",
        "slack://AAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc?rto=9999",
        "slack://AAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc\njson://127.0.0.1",
        "nonsense",
        "x" * 500,
    ],
)
def test_addresses_that_could_reach_elsewhere_are_refused(address):
    with pytest.raises(BadAddress):
        service_of(address)


@pytest.mark.parametrize(
    ("address", "service"),
    [
        ("slack://AAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc", "Slack"),
        ("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", "Discord"),
        (
            "workflows://prod-1.logic.azure.com:443/643e69f83c8944/0Qc0Rd2-34",
            "Power Automate / Workflows (for MSTeams)",
        ),
    ],
)
def test_addresses_of_chat_services_are_taken(address, service):
    assert service_of(address) == service
