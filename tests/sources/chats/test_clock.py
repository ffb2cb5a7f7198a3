from datetime import UTC, datetime

import pytest

from linter.sources.chats.clock import Clock


def at(sent, zone="UTC", samples=()):
    seconds = Clock(zone, [*samples, sent]).read(sent)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (1704067200, "2024-01-01 00:00:00"),
        (1704067200000, "2024-01-01 00:00:00"),
        ("1704067200", "2024-01-01 00:00:00"),
        ("1704067200000000", "2024-01-01 00:00:00"),
        (45292.5, "2024-01-01 12:00:00"),
        ("20240101", "2024-01-01 00:00:00"),
        ("20240101123000", "2024-01-01 12:30:00"),
        ("2024-01-01T08:00:00+08:00", "2024-01-01 00:00:00"),
        ("2024-01-01 10:00:00", "2024-01-01 10:00:00"),
        ("2024年1月5日 上午10:30", "2024-01-05 10:30:00"),
        ("2024/1/5 下午1:30", "2024-01-05 13:30:00"),
        ("2024/1/5 凌晨12:30", "2024-01-05 00:30:00"),
        ("2024/1/5 中午11:30", "2024-01-05 11:30:00"),
        ("2024. 1. 5. 오후 3:15", "2024-01-05 15:15:00"),
        ("13/1/24, 10:30 p. m.", "2024-01-13 22:30:00"),
        ("13/1/24, 12:30 a. m.", "2024-01-13 00:30:00"),
        ("1/13/24, 10:30\u202fPM", "2024-01-13 22:30:00"),
        ("13.1.2567 10.30", "2024-01-13 10:30:00"),
        ("١٣\u200f/١\u200f/٢٠٢٤، ٩:٣٠ م", "2024-01-13 21:30:00"),
        ("Jan 5, 2024, 10:00 AM", "2024-01-05 10:00:00"),
        ("5 de enero de 2024 10:00", "2024-01-05 10:00:00"),
        ("5 Januari 2024", "2024-01-05 00:00:00"),
        ("99/99/99 10:00", None),
        ("soon", None),
        ("", None),
        (True, None),
        (12, None),
        ({}, None),
        (None, None),
    ],
)
def test_a_time_is_read_as_it_is_written_everywhere(sent, read):
    assert at(sent) == read


@pytest.mark.parametrize(
    ("zone", "read"),
    [
        ("Asia/Shanghai", "2024-01-01 02:00:00"),
        ("+08:00", "2024-01-01 02:00:00"),
        ("UTC-3", "2024-01-01 13:00:00"),
    ],
)
def test_a_time_without_a_zone_is_the_exports(zone, read):
    assert at("2024-01-01 10:00:00", zone) == read


@pytest.mark.parametrize(
    ("written", "order", "why"),
    [
        (["1/2/2024 1:00", "13/2/2024 1:00"], "dmy", "no other order"),
        (["1/2/24 1:00", "1/13/24 1:00"], "mdy", "no other order"),
        (["1/2/24 1:00", "1/3/24 1:00", "1/4/24 1:00"], "mdy", "shortest time"),
        (["1/2/24 1:00", "2/2/24 1:00", "3/2/24 1:00"], "dmy", "shortest time"),
        (["9/1/24 1:00", "10/1/24 1:00", "11/1/24 1:00", "1/2/24 1:00"], "dmy", "follow one another"),
        (["2020-13-01 1:00", "2020-01-02 1:00"], "ydm", "no other order"),
        (["1/2/24, 1:00 PM"], "mdy", "leave it open"),
        (["1/2/24, 1:00"], "dmy", "leave it open"),
        (["2024/1/2 1:00"], "ymd", "year stands first"),
    ],
)
def test_the_order_of_dates_is_decided_over_the_file(written, order, why):
    decision = Clock("UTC", written).decision
    assert (decision.order, why in decision.why) == (order, True)


def test_a_date_that_is_impossible_in_that_order_is_read_in_the_one_that_fits():
    clock = Clock("UTC", ["13/1/24 1:00", "14/1/24 1:00", "15/1/24 1:00"])
    assert clock.read("1/16/24 1:00") == clock.read("16/1/24 1:00")
    assert clock.strayed == 1
