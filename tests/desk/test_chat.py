"""Those who run a program let a chat hear where it stands; the address is never shown again."""

from django.urls import reverse

from outbox.models import ChatChannel, ChatPost

SLACK = "slack://AAAAAAAAA/BBBBBBBBB/cccccccccccccccccccccccc"


def test_a_channel_is_set_tried_and_forgotten(cast, as_person):
    browser, here = as_person(cast.hr_admin), {"program_id": cast.program.pk}
    page = reverse("desk:chat_channel", kwargs=here)

    assert browser.post(page, {"kinds": ["idea_open"]}).context["form"].errors["address"] == [
        "Give the address of the channel."
    ]
    assert browser.post(page, {"address": "file:///etc/passwd"}).status_code == 200
    assert browser.post(page, {"address": SLACK, "kinds": ["gossip"]}).status_code == 200
    assert not ChatChannel.objects.exists()

    assert browser.post(page, {"address": SLACK, "kinds": ["idea_open"]}).url == page
    channel = ChatChannel.objects.get()
    assert (channel.service, channel.kinds, channel.is_on) == ("Slack", ["idea_open"], False)
    browser.post(page, {"is_on": "on"})
    for _ in range(2):
        browser.post(reverse("desk:try_channel", kwargs=here))
    shown = browser.get(page)
    assert [post["title"] for post in shown.context["posts"]] == ["A test"]
    assert "cccccccc" not in shown.content.decode()

    browser.post(reverse("desk:remove_channel", kwargs=here))
    assert (ChatChannel.objects.count(), ChatPost.objects.count()) == (0, 0)
