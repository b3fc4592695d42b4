"""What an owner does: register, come back, see how full it is, replace the code; and what nobody else may."""

import unicodedata

import pytest

FIELDS = {
    "name": "Chợ Bến Thành",
    "address": "Lê Lợi, phường Bến Thành",
    "kind": "market",
    "capacity": "3.000",
}


def blank(phone):
    return phone.open("/venue/new").form("/venue/new")


def test_registering_gives_the_key_once_and_signs_in(phone, read):
    answer = phone.send(blank(phone), **FIELDS)
    page = read(answer.text)
    assert "Keep this owner key" in page.text
    assert answer.headers["set-cookie"].startswith("__Host-owner=")
    assert not page.forms, "no link or form leads away from a key that is shown once"
    [go_on] = [link for link in page.links() if link.startswith("/venue/") and "poster" not in link]
    assert "0 / 3000 " in phone.open(go_on).text
    assert "Chợ Bến Thành" in phone.open("/venue").text


def test_the_same_form_twice_is_one_venue(phone):
    form = blank(phone)
    phone.send(form, **FIELDS)
    again = phone.send(form, **FIELDS)
    assert again.status_code == 303
    assert sum(link.startswith("/venue/0") or len(link) == 43 for link in phone.open("/venue").links()) == 1


def test_every_problem_is_shown_at_once_and_what_was_typed_stays(reader, read):
    typed = {
        "name": "<b>{{7*7}}",
        "address": " ",
        "kind": "",
        "capacity": "1.5",
        "opens": "25:00",
        "closes": "",
        "phone": "12",
        "position": "somewhere",
        "parent": "1234 5678",
    }
    answer = reader.send(blank(reader), **typed)
    page = read(answer.text)
    assert answer.status_code == 400
    links = [link[1:] for link in page.links() if link.startswith("#") and link != "#main"]
    assert links == ["name", "address", "kind", "capacity", "opens", "closes", "phone", "position", "parent"]
    form = page.form("/venue/new")
    assert [(name, form.value(name)) for name in typed if name != "kind"] == [
        (name, value) for name, value in typed.items() if name != "kind"
    ]
    for words in (
        "Leave out the signs < > and {{",
        "Write the address",
        "Choose what kind of place it is",
        "Use digits only",
        "Write the time as 07:30",
        "Write when it closes",
        "This is not a phone number",
        "Write latitude and longitude",
        "This is not a venue's code",
    ):
        assert page.text.count(words) == 2, words


def test_no_day_chosen_is_a_problem_with_the_days(reader, read):
    form = blank(reader)
    form.fields = [(name, value) for name, value in form.fields if name != "days"]
    page = read(reader.send(form, **FIELDS).text)
    assert "#days" in page.links()
    assert "days" in {given.get("id") for _, given in page.elements}


@pytest.mark.parametrize("typed", ["7", "07:00", "0700", "700", "7h", "07h00", "7 giờ 00", "7.00"])
def test_opening_times_are_read_as_people_write_them(reader, typed):
    registered = reader.send(blank(reader), **FIELDS | {"opens": typed, "closes": "24:00", "address": typed})
    assert "Keep this owner key" in registered.text


@pytest.mark.parametrize("typed", ["7:5", "24:01", "7:60", "-1", "07:00:00", "noon", "7 pm"])
def test_what_is_no_time_is_said_to_be_none(reader, read, typed):
    answer = reader.send(blank(reader), **FIELDS | {"opens": typed})
    assert answer.status_code == 400
    assert "Write the time as 07:30" in read(answer.text).text


NAMES = [
    "Nguyễn Thị Hương",
    "Phở Hòa Pasteur",
    "O'Brien",
    'Ăn & Uống "Ba Miền"',
    "${x} #{y} %(z)s {0}",
    "=1+1",
    "a;b,c",
]


def test_a_name_survives_byte_exact_in_nfc_however_it_is_typed(phone, register, read):
    for name in NAMES:
        for form in ("NFC", "NFD"):
            typed = unicodedata.normalize(form, name)
            registered = register(phone, name=typed, address=f"{form} {name}")
            page = phone.open(f"/v/{registered.code}")
            assert page.heading == name
    listed = phone.open("/venue").text
    assert unicodedata.is_normalized("NFC", listed)
    for name in NAMES:
        assert listed.count(name) == 4, "twice as a name, twice in an address"


@pytest.mark.parametrize(
    "name",
    [
        "{{7*7}}",
        "{% raw %}",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a{#b",
        "x</title>",
    ],
)
def test_markup_in_a_name_is_refused(reader, read, name):
    answer = reader.send(blank(reader), **FIELDS | {"name": name})
    assert answer.status_code == 400
    assert "Leave out the signs" in read(answer.text).text
    assert read(answer.text).form("/venue/new").value("name") == name
    if "<" in name:
        assert name not in answer.text, "what stays in the field is escaped"


def test_characters_that_no_poster_can_show_are_refused_by_name(reader, read):
    answer = reader.send(blank(reader), **FIELDS | {"name": "Trà 茶 Sữa", "address": "12 ☕"})
    assert answer.status_code == 400
    text = read(answer.text).text
    assert "The poster cannot print these characters: 茶" in text
    assert "The poster cannot print these characters: ☕" in text


def test_a_look_alike_is_asked_about_and_then_believed(phone, other_phone, venue, read, register):
    form = blank(other_phone)
    asked = other_phone.send(
        form, **FIELDS | {"name": "Phở Hoà Pasteur", "address": "260c pasteur, phường xuân hòa"}
    )
    page = read(asked.text)
    assert asked.status_code == 200
    assert "Is it one of these?" in page.text
    assert "set-cookie" not in asked.headers
    question = page.form("/venue/new")
    assert question.buttons == [("different", "yes"), ("different", "change")]
    back = other_phone.press(question, different="change").form("/venue/new")
    assert back.value("address") == "260c pasteur, phường xuân hòa"
    assert back.value("capacity") == "3.000"
    assert len([1 for name, _ in back.fields if name == "days"]) == 7
    kept = other_phone.press(question, different="yes")
    assert "Keep this owner key" in kept.text


def test_how_fresh_air_comes_in_is_asked_kept_and_shown(phone, register):
    form = blank(phone)
    assert ("ventilation", "") not in form.fields, "nothing is chosen beforehand"
    airy = register(phone, name="Quán Gió", address="1 Lê Lai", ventilation="windows")
    assert "Fresh air Windows or doors open" in phone.open(f"/venue/{airy.id}").text
    unsaid = register(phone, name="Quán Kín", address="2 Lê Lai")
    assert "Fresh air not known" in phone.open(f"/venue/{unsaid.id}").text


def test_a_way_of_airing_that_is_not_on_the_list_is_refused_and_the_choice_stays(reader, read):
    answer = reader.send(blank(reader), **FIELDS | {"ventilation": "fan"})
    assert answer.status_code == 400
    assert "#ventilation" in read(answer.text).links()
    kept = reader.send(blank(reader), **FIELDS | {"ventilation": "mechanical", "capacity": "x"})
    assert read(kept.text).form("/venue/new").value("ventilation") == "mechanical"


def test_a_venue_inside_another_names_it_at_the_door(phone, register):
    mall = register(phone, name="Vạn Hạnh Mall", kind="mall")
    shop = register(phone, name="Hiệu sách Cá Chép", address="Tầng 3", parent=mall.typed)
    assert "Vạn Hạnh Mall Hiệu sách Cá Chép" in phone.open(f"/v/{shop.code}").text
    assert "Inside Vạn Hạnh Mall" in phone.open(f"/venue/{shop.id}").text
    page = phone.send(blank(phone), **FIELDS | {"parent": "123456786"})
    assert page.status_code == 400


# ---- coming back ----


@pytest.mark.parametrize("spelling", [str, str.lower, lambda key: key.replace("-", " ")])
def test_the_owner_key_signs_in_from_another_browser(other_phone, venue, spelling):
    assert other_phone.get("/venue").headers["location"] == "/venue/sign-in"
    form = other_phone.open("/venue/sign-in").form("/venue/sign-in")
    answer = other_phone.send(form, key=spelling(venue.key))
    assert (answer.status_code, answer.headers["location"]) == (303, "/venue")
    assert "Phở Hòa Pasteur" in other_phone.open(f"/venue/{venue.id}").text
    [out] = [form for form in other_phone.open("/venue").forms if form.action == "/venue/sign-out"]
    assert other_phone.send(out).status_code == 303
    assert other_phone.get("/venue").status_code == 303


def test_a_wrong_owner_key_stays_in_the_field(reader, read):
    form = reader.open("/venue/sign-in").form("/venue/sign-in")
    answer = reader.send(form, key="AAAA-BBBB")
    page = read(answer.text)
    assert answer.status_code == 403
    assert page.form("/venue/sign-in").value("key") == "AAAA-BBBB"
    assert "No owner has this key" in page.text
    assert "set-cookie" not in answer.headers


def test_signing_in_keeps_the_language_asked_for(reader):
    assert reader.get("/venue?lang=en").headers["location"] == "/venue/sign-in?lang=en"


def test_another_owners_venue_is_as_unknown_as_none(phone, venue, register):
    mine = register(phone, name="Quán khác", address="Nơi khác")
    nobodys = "0196a5b0-0000-7000-8000-000000000000"
    for path in ("", "/poster.pdf", "/poster.png"):
        theirs, none = phone.get(f"/venue/{venue.id}{path}"), phone.get(f"/venue/{nobodys}{path}")
        assert theirs.status_code == none.status_code == 404
        assert theirs.text.replace(venue.id, nobodys) == none.text
        assert phone.get(f"/venue/{mine.id}{path}").status_code == 200
    assert phone.post(f"/venue/{venue.id}/code", data={"why": "stolen"}).status_code == 404
    assert phone.get(f"/v/{venue.code}").status_code == 200


# ---- now ----


def test_the_page_counts_who_is_there_and_never_names_them(phone, other_phone, venue, clock):
    here = [p.press(p.open(f"/v/{venue.code}").form("/v/")) for p in (phone, other_phone)]
    phone.press(here[0].form("/visit/contact"), name="Nguyễn Thị Hương", phone="0901234567")
    clock.pass_by(minutes=5)
    page = venue.owner.open(f"/venue/{venue.id}")
    assert "Here now 2 / 50" in page.text
    assert "Hương" not in page.text
    assert "234567" not in page.text
    phone.press(here[0].form("/visit/leave"))
    assert "Here now 1 / 50" in venue.owner.open(f"/venue/{venue.id}").text
    other_phone.press(here[1].form("/visit/withdraw"))
    assert "Here now 0 / 50" in venue.owner.open(f"/venue/{venue.id}").text


def test_the_guards_sign_is_the_one_on_the_receipt_for_this_hour_and_the_last(phone, venue, clock):
    receipt = phone.press(phone.open(f"/v/{venue.code}").form("/v/"))
    at_first = signs(venue.owner.open(f"/venue/{venue.id}"))
    assert signs(receipt) == at_first[:1]
    clock.pass_by(hours=1)
    an_hour_later = signs(venue.owner.open(f"/venue/{venue.id}"))
    assert an_hour_later[1] == at_first[0]
    assert an_hour_later[0] != at_first[0]


def signs(page):
    """The words and digits of each sign on a page, in its order."""
    return [part.split()[:2] for part in page.text.split("Sign of the hour: ")[1:]]


@pytest.mark.abuse("AB-21")
def test_a_stolen_code_stops_at_once_and_a_worn_one_after_its_grace(phone, other_phone, venue, clock, read):
    door = phone.open(f"/v/{venue.code}").form("/v/")
    clock.pass_by(seconds=1)
    answer = venue.owner.post(f"/venue/{venue.id}/code", data={"why": "worn"})
    assert answer.status_code == 303
    page = venue.owner.open(f"/venue/{venue.id}")
    assert "An old poster still works" in page.text
    clock.pass_by(days=6)
    assert "Phở Hòa" in other_phone.open(f"/v/{venue.code}").text
    clock.pass_by(days=1, seconds=1)
    gone = other_phone.get(f"/v/{venue.code}")
    assert gone.status_code == 410
    assert "This poster is out of date" in read(gone.text).text
    assert phone.send(door).status_code in {409, 410}

    second = page.text.split("/v/")[1][:17]
    assert "Phở Hòa" in other_phone.open(f"/v/{second}").text
    venue.owner.post(f"/venue/{venue.id}/code", data={"why": "stolen"})
    assert other_phone.get(f"/v/{second}").status_code == 410
    assert "An old poster" not in venue.owner.open(f"/venue/{venue.id}").text


def test_a_receipt_outlives_the_code_that_it_was_made_with(phone, venue, clock):
    receipt = phone.press(phone.open(f"/v/{venue.code}").form("/v/"))
    clock.pass_by(minutes=1)
    venue.owner.post(f"/venue/{venue.id}/code", data={"why": "stolen"})
    assert "You left at" in phone.press(receipt.form("/visit/leave")).text
