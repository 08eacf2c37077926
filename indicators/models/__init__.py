"""Evidence, the method's rows that it points at, and the runs made of it."""

from indicators.models.adjustment import Adjustment, ExpertScore
from indicators.models.feed_heartbeat import Applicability, FeedHeartbeat
from indicators.models.import_run import ImportRun
from indicators.models.indicator import Indicator
from indicators.models.observation import Observation
from indicators.models.scoring import Contribution, Score, ScoringRun
from indicators.models.source import Series, Source
from indicators.models.trigger_event import TriggerEvent

__all__ = [
    "Adjustment",
    "Applicability",
    "Contribution",
    "ExpertScore",
    "FeedHeartbeat",
    "ImportRun",
    "Indicator",
    "Observation",
    "Score",
    "ScoringRun",
    "Series",
    "Source",
    "TriggerEvent",
]
