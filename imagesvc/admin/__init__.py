"""The admin: Django's own, made into what people need at night.

Django looks for a module `admin` in each app and finds this package in `imagesvc`; so, unlike other packages, it
imports its modules, which register themselves.
"""

from imagesvc.admin import audit, batches, engines, entities, images, jobs, keys, people, queue, webhooks, worlds

__all__ = ["audit", "batches", "engines", "entities", "images", "jobs", "keys", "people", "queue", "webhooks", "worlds"]
