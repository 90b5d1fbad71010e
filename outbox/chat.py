"""The line to a chat service (Apprise), and which addresses may be called at all.

Apprise knows many schemes, among them some that reach programs, files and hosts of this machine or its network. Only
services with an address of their own are let through (settings.CHAT_SCHEMES), and those whose host is part of the
address where that host is listed (settings.CHAT_HOSTED_SCHEMES, CHAT_HOSTS). Options behind a question mark could point
elsewhere or lift the time limits, so there are none; redirects are not followed.
"""

from typing import Any

from apprise import Apprise, AppriseAsset
from django.conf import settings

SECONDS = 4.0


class BadAddress(Exception):
    """The address cannot be used; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def service_of(address: str) -> str:
    """Return what an address leads to, in a word; raises BadAddress."""
    return str(_opened(address).service_name)


def say(address: str, *, title: str, text: str) -> bool:
    """Post to a chat; False when the service refused or did not answer in time. Raises BadAddress."""
    return bool(_opened(address).notify(title=title, body=text))


def _opened(address: str) -> Any:
    if "?" in address or "\n" in address:
        sentence = "Leave out the question mark and everything after it."
        raise BadAddress(sentence)
    asset = AppriseAsset(app_id="Viceversa", app_desc="Viceversa", image_url_mask="", image_url_logo="")
    plugin = Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if plugin is None:
        sentence = "This is no address of a chat service. It looks like slack://… or discord://…"
        raise BadAddress(sentence)
    schemes = _schemes(plugin.protocol) | _schemes(plugin.secure_protocol)
    is_hosted = bool(schemes & set(settings.CHAT_HOSTED_SCHEMES))
    is_listed = is_hosted and str(plugin.host or "").lower().endswith(tuple(settings.CHAT_HOSTS))
    if not (schemes & set(settings.CHAT_SCHEMES) or is_listed):
        sentence = "This service, or its host, is not allowed here. Whoever runs this installation can allow it."
        raise BadAddress(sentence)
    plugin.socket_connect_timeout = plugin.socket_read_timeout = SECONDS
    plugin.redirects = False
    return plugin


def _schemes(named: Any) -> set[str]:
    if not named:
        return set()
    return {named} if isinstance(named, str) else set(named)
