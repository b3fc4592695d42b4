import pytest
from typer.testing import CliRunner

from app.cli.commands import cli
from app.domain.codes import check_in_url, make_code
from app.usecases.check_public_url import check_public_url
from qr.symbol import encode


def host_of(length):
    return "https://" + "g" * (length - 3) + ".vn"


@pytest.mark.parametrize("length", [6, 18, 19])
def test_a_short_address_needs_no_word(length):
    assert check_public_url(host_of(length)) is None


@pytest.mark.parametrize(("length", "modules", "share"), [(20, 33, 90), (40, 37, 82)])
def test_a_longer_one_is_said_to_cost_distance(length, modules, share):
    said = check_public_url(host_of(length))
    assert f"{modules} modules a side, not 29" in said
    assert f"{share} % of the distance" in said
    assert "at most 19" in said


@pytest.mark.parametrize("length", [19, 20])
def test_it_speaks_of_the_worst_code_never_of_a_lucky_one(length):
    """A code with many digits can take less."""
    sizes = {
        encode(check_in_url(host_of(length), make_code(number**9 * 12345678901))).size for number in range(40)
    }
    assert max(sizes) == 29 + 4 * (length == 20)


def test_a_port_counts_as_it_is_printed():
    assert check_public_url("https://ghe.example.vn") is None
    assert check_public_url("https://ghe.example.vn.aaa:8443") is not None


@pytest.fixture
def ghe(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GHE_DATABASE_URL", database_url)
    monkeypatch.setenv("GHE_KEYS", str(tmp_path / "keys"))

    def run(length, *words):
        monkeypatch.setenv("GHE_PUBLIC_URL", host_of(length))
        return CliRunner().invoke(cli, list(words))

    return run


def test_the_operator_is_told_with_the_city_s_decisions(ghe):
    assert "at most 19" in ghe(20, "policy").stderr
    assert "retention_days" in ghe(20, "policy").stdout
    assert ghe(19, "policy").stderr == ""


def test_the_operator_is_told_when_the_service_starts(ghe, monkeypatch):
    monkeypatch.setattr("app.cli.serving.uvicorn.run", lambda *args, **kwargs: None)
    monkeypatch.setattr("app.cli.serving.logs.configure", lambda level: None)
    assert "at most 19" in ghe(20, "serve").stderr
    assert "at most 19" not in ghe(19, "serve").stderr
