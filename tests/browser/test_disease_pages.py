"""Disease profiles in a real browser: read at both widths, a broken document told, one activated."""

import json

import pytest

from app.domain.disease_files import written_disease
from app.domain.disease_profiles import DISEASES
from app.domain.roles import Role
from tests.browser.test_official_line import LOOKS, follow, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_an_administrator_reads_sends_and_activates_profiles(
    phone_of, demo_server, tmp_path, language, width
):
    browser, _ = sign_in(
        phone_of, demo_server, Role.ADMINISTRATOR, language, viewport={"width": width, "height": 900}
    )
    page = browser.page
    browser.open(f"{browser.origin}/official/diseases", "diseases")
    follow(browser, DISEASES["covid-19"].called(language), "disease")
    assert "McAloon" in browser.text

    wrong = tmp_path / "wrong.json"
    document = written_disease(DISEASES["influenza"]) | {"slug": "slow-fever", "dispersion": 0, "sources": {}}
    wrong.write_text(json.dumps(document))
    page.goto(f"{browser.origin}/official/diseases")
    page.get_by_label(_("A document from your computer"), exact=True).set_input_files(wrong)
    page.get_by_role("button", name=_("Check and add"), exact=True).click()
    page.wait_for_load_state()
    assert _("There is a problem") in browser.text
    browser.complaints.clear()  # a page with problems answers 400, which the console reports
    browser.look("diseases-with-problems")

    page.goto(f"{browser.origin}/official/diseases/mpox")
    for verb in ("Activate", "Deactivate"):
        page.get_by_role("button", name=_(verb), exact=True).click()
        page.wait_for_load_state()
        browser.look(f"mpox-after-{verb.lower()}")
    assert _("Not active") in browser.text
