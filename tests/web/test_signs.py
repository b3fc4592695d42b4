import re

import pytest

from app.web.signs import sign_of

HOURS = range(24)
NUMBERS_PER_COMMAND = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}
NUMBER = r"-?(?:\d+(?:\.\d+)?|\.\d+)"


def commands_of(path):
    assert re.fullmatch(rf"(?:[a-zA-Z](?:{NUMBER}|[ ,])*)+", path), path
    for command, arguments in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        yield command, [float(number) for number in re.findall(NUMBER, arguments)]


def test_the_day_has_twenty_four_signs_and_no_two_are_alike():
    signs = [sign_of(hour) for hour in HOURS]
    assert len({sign.name_slug for sign in signs}) == 24
    assert len({sign.path for sign in signs}) == 24
    assert [sign.digits for sign in signs] == [f"{hour:02d}" for hour in HOURS]


@pytest.mark.parametrize("hour", HOURS)
def test_every_sign_is_a_closed_path_that_a_browser_can_draw(hour):
    commands = list(commands_of(sign_of(hour).path))
    assert commands[0][0] == "M"
    assert commands[-1][0] == "z"
    for command, numbers in commands:
        expected = NUMBERS_PER_COMMAND[command.upper()]
        assert len(numbers) % expected == 0 if expected else not numbers, (command, numbers)
        if command.upper() == "A":
            assert set(numbers[3::7] + numbers[4::7]) <= {0, 1}, numbers


@pytest.mark.parametrize("hour", HOURS)
def test_every_sign_stays_inside_its_box(hour):
    for command, numbers in commands_of(sign_of(hour).path):
        if command in "MLHV":
            assert all(0 <= number <= 24 for number in numbers), (command, numbers)


@pytest.mark.parametrize("hour", HOURS)
def test_slugs_are_plain_english_words(hour):
    assert re.fullmatch(r"[a-z]+", sign_of(hour).name_slug)


@pytest.mark.parametrize("hour", [-1, 24, 100])
def test_an_hour_outside_the_day_is_refused(hour):
    with pytest.raises(ValueError, match="an hour is from 0 to 23"):
        sign_of(hour)


def test_the_order_never_changes_because_it_is_printed_on_staff_sheets():
    assert " ".join(sign_of(hour).name_slug for hour in HOURS) == (
        "circle triangle square star ring moon sun cloud bolt drop leaf flower "
        "tree waves house key bell umbrella fish cup flag hourglass crown stairs"
    )
