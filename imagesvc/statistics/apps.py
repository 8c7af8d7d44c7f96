"""App definition of the statistics: how many jobs ended how, and how long they took, by minute, quarter and so on."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "imagesvc.statistics"
    label = "statistics"
    verbose_name = "Statistics"
