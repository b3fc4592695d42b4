import pytest

from app.domain.roles import PERMISSIONS, Permission, Role

CASE_WORK = {
    Permission.ASK_TO_OPEN_CONTACT,
    Permission.DECIDE_CONTACT,
    Permission.EXPORT_CASE,
    Permission.ISSUE_RELEASE_CODE,
    Permission.MANAGE_CARDS,
    Permission.NAME_INFECTOR,
    Permission.OPEN_EVENT,
    Permission.READ_CASE,
    Permission.RECORD_TEST_RESULT,
    Permission.REPORT_CASE,
    Permission.SEND_NOTICE,
    Permission.TRACE_CASE,
    Permission.TRACE_EVENT,
}
"""What brings a person's data before somebody's eyes."""
LINKS = {Permission.FIND_SOURCES, Permission.VIEW_LINKS}


def test_the_whole_table():
    """Checked in by hand, so that a change of the table is a change here too."""
    exact, map_ = Permission.VIEW_EXACT_COUNTS, Permission.VIEW_MAP
    event, diseases, edit = Permission.READ_EVENT, Permission.VIEW_DISEASES, Permission.EDIT_DISEASES
    assert {
        Role.TRACER: CASE_WORK | LINKS | {diseases, event, exact, map_},
        Role.EPIDEMIOLOGIST: LINKS | {diseases, edit, exact, map_},
        Role.APPROVER: {Permission.APPROVE_EVENT, Permission.APPROVE_OPENING, diseases, event, map_},
        Role.AUDITOR: {Permission.READ_AUDIT, diseases, map_},
        Role.ADMINISTRATOR: {
            Permission.ACTIVATE_DISEASE,
            Permission.MANAGE_OFFICIALS,
            diseases,
            edit,
        },
    } == PERMISSIONS


def test_every_role_stands_in_the_table_and_every_permission_is_somebodys():
    assert set(PERMISSIONS) == set(Role)
    assert set().union(*PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TRACER])
def test_only_tracers_see_people(role):
    assert not PERMISSIONS[role] & CASE_WORK


def test_nobody_both_asks_and_approves():
    for permissions in PERMISSIONS.values():
        assert not {Permission.ASK_TO_OPEN_CONTACT, Permission.APPROVE_OPENING} <= permissions
        assert not {Permission.OPEN_EVENT, Permission.APPROVE_EVENT} <= permissions


def test_permissions_stand_in_order():
    names = [permission.name for permission in Permission]
    assert names == sorted(names)
