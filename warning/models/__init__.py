"""People, their roles and their tokens."""

from warning.models.assignment import Assignment
from warning.models.heartbeat import Heartbeat
from warning.models.session import Session
from warning.models.token import ApiToken
from warning.models.user import User

__all__ = ["ApiToken", "Assignment", "Heartbeat", "Session", "User"]
