"""Pictures in a bucket of S3 or of a storage that speaks as S3 does; loaded only where the settings name one.

Nothing is made public, nothing is replaced, and whatever goes wrong on the way is an OSError, as with a folder.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from http import HTTPStatus
from typing import IO, Any

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError, HTTPClientError
from django.core.files.base import File
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage

from imagesvc.images.storage import CACHE_CONTROL, CONTENT_TYPES, Found, PictureStorage, StorageUnavailable

logger = logging.getLogger(__name__)

# Together less than what a server or a worker that is asked to stop has for it.
CONNECT_SECONDS = 3
ANSWER_SECONDS = 5
# The second time is for a kept connection that the other side has closed meanwhile; jobs have tries of their own.
TRIES = 2
CONNECTIONS = 32


@deconstructible
class PictureBucket(PictureStorage, S3Storage):
    """django-storages' S3, with one client for all threads, and writes that fail where a name is taken.

    A picture has a few megabytes: it is sent in one request, which S3 makes visible as a whole or not at all.
    """

    # What the settings say, put here by django-storages.
    bucket_name: str
    location: str
    endpoint_url: str | None
    region_name: str
    access_key: str | None
    secret_key: str | None

    def look(self, name: str) -> Found:
        head = self._head(name)
        return Found(size=head["ContentLength"], modified_at=head["LastModified"].timestamp())

    def open_part(self, name: str, *, first: int, behind: int) -> IO[bytes]:
        with _border(name):
            answer = self._client.get_object(
                Bucket=self.bucket_name, Key=self._key(name), Range=f"bytes={first}-{behind - 1}"
            )
        return io.BufferedReader(_Body(answer["Body"], name=name))

    def fault(self) -> str | None:
        try:
            self._client.head_bucket(Bucket=self.bucket_name)
        except ClientError as error:
            match error.response["ResponseMetadata"]["HTTPStatusCode"]:
                case HTTPStatus.NOT_FOUND:
                    return f"there is no bucket {self.bucket_name}."
                case status if status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return f"the bucket {self.bucket_name} refuses us with HTTP status {status}."
        except (EndpointConnectionError, HTTPClientError) as error:
            logger.warning("the storage of pictures does not answer yet: %s", error)
        except BotoCoreError as error:
            return f"the bucket {self.bucket_name} cannot be asked: {error}"
        return None

    def exists(self, name: str) -> bool:
        try:
            self._head(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        return self.look(name).size

    def get_modified_time(self, name: str) -> datetime:
        modified_at: datetime = self._head(name)["LastModified"]
        return modified_at

    def delete(self, name: str) -> None:
        with _border(name):
            self._client.delete_object(Bucket=self.bucket_name, Key=self._key(name))

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        """Return the names of the folders and of the files in a folder, however many; in none there is nothing."""
        prefix = self._key(f"{name}/" if name else "")
        folders: list[str] = []
        files: list[str] = []
        with _border(name):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=prefix, Delimiter="/"):
                folders += [each["Prefix"][len(prefix) : -1] for each in page.get("CommonPrefixes", ())]
                files += [each["Key"][len(prefix) :] for each in page.get("Contents", ()) if each["Key"] != prefix]
        return folders, files

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _border(name):
            self._client.put_object(
                Bucket=self.bucket_name,
                Key=self._key(name),
                Body=content.read(),
                # The one guard that holds between hosts: looking first and writing then would let two through.
                IfNoneMatch="*",
                ContentType=CONTENT_TYPES[name.rpartition(".")[2]],
                CacheControl=CACHE_CONTROL,
            )
        return name

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        assert mode == "rb", mode
        return File(self.open_part(name, first=0, behind=self.size(name)), name=name)

    def _head(self, name: str) -> dict[str, Any]:
        with _border(name):
            head: dict[str, Any] = self._client.head_object(Bucket=self.bucket_name, Key=self._key(name))
        return head

    def _key(self, name: str) -> str:
        return f"{self.location}/{name}" if self.location else name

    @cached_property
    def _client(self) -> Any:
        """Return a client, which all threads may share; what django-storages makes, each would need for itself."""
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=ANSWER_SECONDS,
            retries={"mode": "standard", "total_max_attempts": TRIES},
            max_pool_connections=CONNECTIONS,
            # Outside Amazon a bucket is seldom a host name of its own.
            s3={"addressing_style": "path" if self.endpoint_url else "auto"},
            # Other makers' storages know few of the newer checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        session = Session(aws_access_key_id=self.access_key, aws_secret_access_key=self.secret_key)
        return session.client("s3", endpoint_url=self.endpoint_url, region_name=self.region_name, config=config)


class _Body(io.RawIOBase):
    """The bytes of an answer as they come in."""

    def __init__(self, body: IO[bytes], *, name: str) -> None:
        self._body = body
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _border(self._name):
            chunk = self._body.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._body.close()
        super().close()


@contextmanager
def _border(name: str) -> Iterator[None]:
    """Turn what botocore raises into FileNotFoundError, FileExistsError or StorageUnavailable."""
    try:
        yield
    except ClientError as error:
        # Where the bucket itself is missing no file is known to be: S3 says so to everything but HEAD.
        is_about_file = error.response["Error"]["Code"] != "NoSuchBucket"
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == HTTPStatus.NOT_FOUND and is_about_file:
            raise FileNotFoundError(name) from error
        if status == HTTPStatus.PRECONDITION_FAILED:
            raise FileExistsError(name) from error
        logger.warning("the storage of pictures refuses %s: %s", name, error)
        raise StorageUnavailable("The storage of pictures refuses.") from error
    except BotoCoreError as error:
        logger.warning("the storage of pictures does not answer: %s", error)
        raise StorageUnavailable("The storage of pictures does not answer.") from error
