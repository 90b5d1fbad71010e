"""Plots in a real browser: drawn out of the table below them, gone without scripts, whole on paper."""

import pytest
from django.urls import reverse

from insights.data.sample import SAMPLE
from insights.models import Release
from tests.factories import NOW, later

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(cast):
    for number in (1, 2):
        day = later(days=40 * number)
        Release.objects.create(
            program=cast.program, number=number, state="done", requested_at=NOW, finished_at=day, figures=list(SAMPLE)
        )
    return reverse("insights:figures", args=[cast.program.pk])


def test_plots_say_what_their_tables_say(cast, open_browser, address):
    page = open_browser(cast.sponsor, width=1440)
    page.goto(address)

    plots = page.locator("[data-plot]")
    drawn = {plot.get_attribute("data-plot"): plot for plot in plots.all()}
    assert (plots.count(), sorted(drawn)) == (7, ["counts", "mirror", "spans", "time"])
    for kind, plot in drawn.items():
        row = "tr[data-row=sessions]" if kind == "time" else "tbody tr"
        table = page.locator(f"#{plot.get_attribute('data-table')}")
        told = {words.lower() for words in table.locator(f"{row} [data-words]").all_text_contents()}
        said = " ".join(plot.locator("text").all_text_contents()).lower()
        assert {words for words in told if words not in said} == set()
        assert plot.get_attribute("aria-label").endswith("The table below says the same.")
    # The bar of the cells gives way to the plot; that of the outcome has none.
    assert page.locator("td .stat__bar:visible").count() == 0


def test_figures_without_scripts_are_tables_with_bars(cast, open_browser, address):
    page = open_browser(cast.sponsor, scripts=False)
    page.goto(address)

    assert page.locator("[data-plot]:visible").count() == 0
    assert page.locator("td .stat__bar:visible").count() > 10
    assert page.locator("[data-print]:visible").count() == 0


def test_a_printed_report_is_light_numbered_and_open(cast, open_browser, address):
    page = open_browser(cast.sponsor, theme="dark")
    page.goto(address)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert page.locator("main details:not([open])").count() == 0
    assert page.locator(".report-head").is_visible()
    assert page.locator(".site-header, .no-print").filter(visible=True).count() == 0
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(35, 32, 28)"
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("main details[open]").count() == 0
