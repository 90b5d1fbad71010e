"""The styleguide shows every component; it is where the look is checked first."""

import pytest

from tests.browser.conftest import overflow, take_pictures, violations

pytestmark = [pytest.mark.pictures, pytest.mark.django_db(transaction=True)]


def test_styleguide_is_accessible_in_both_themes(cast, open_browser):
    page = open_browser(cast.superuser)
    page.goto("/styleguide/")

    take_pictures(page, "styleguide")

    assert violations(page) == []
    assert overflow(page) == 0
