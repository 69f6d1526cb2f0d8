"""Spans of days in words: the first day, days 1 to 4, weeks 4 to 6, week 6 to month 9."""

from __future__ import annotations

from spine_viewer.export.handout.words import handout_file

HOURS_A_DAY, DAYS_A_WEEK, DAYS_A_MONTH = 24.0, 7.0, 365.0 / 12.0
LAST_IN_DAYS, LAST_IN_WEEKS, FIRST_IN_MONTHS = 14.0, 60.0, 180.0


def span(start_day: float, end_day: float, language: str) -> str:
    """A span from ``start_day`` to ``end_day`` after the procedure, in the unit that people would use."""
    say = handout_file().word
    if end_day < 1.0 and start_day == 0.0:
        return say("first_hours", language, high=round(end_day * HOURS_A_DAY))
    if end_day < 1.0:
        return say("hours", language, low=round(start_day * HOURS_A_DAY), high=round(end_day * HOURS_A_DAY))
    if end_day == 1.0:
        return say("first_day", language)
    if start_day < 1.0 and end_day == DAYS_A_WEEK:
        return say("first_week", language)
    if end_day <= LAST_IN_DAYS:
        return say("days", language, low=round(start_day), high=round(end_day))
    if end_day <= LAST_IN_WEEKS:
        return say("weeks", language, low=round(start_day / DAYS_A_WEEK), high=round(end_day / DAYS_A_WEEK))
    months = round(end_day / DAYS_A_MONTH)
    if start_day < FIRST_IN_MONTHS:
        return say("week_to_month", language, low=round(start_day / DAYS_A_WEEK), high=months)
    return say("months", language, low=round(start_day / DAYS_A_MONTH), high=months)
