"""A cache that is kept fresh from the feed: nothing in it expires, and nothing in it is stale for long."""

import sys
import threading
import time

from freshet_client import Client, Gap, IndexUpdate, NotFound


class FreshCache:
    def __init__(self, client, collection):
        self._client = client
        self._collection = collection
        self._texts = {}
        # The place first, then the content: what changes in between is told again, and nothing is missed.
        place = client.status(collection)
        self._fill()
        self._subscription = client.subscribe(
            collection, since_version=place.index_version, history=place.history
        )
        self._follower = threading.Thread(target=self._follow, daemon=True)
        self._follower.start()

    def text(self, document_id):
        return self._texts.get(document_id, "(not there)")

    def close(self):
        self._subscription.close()
        self._follower.join()

    def _follow(self):
        for change in self._subscription:
            match change:
                case IndexUpdate(event_type="delete"):
                    self._texts.pop(change.document_id, None)
                case IndexUpdate():
                    self._read(change.document_id)
                case Gap():
                    self._fill()

    def _fill(self):
        self._texts.clear()
        for document in self._client.all_documents(self._collection):
            self._read(document.document_id)

    def _read(self, document_id):
        try:
            self._texts[document_id] = self._client.get(self._collection, document_id).text
        except NotFound:
            self._texts.pop(document_id, None)  # deleted since; the feed will say so

    def until(self, document_id, expected):
        """The feed follows within milliseconds; a demonstration has to wait for them."""
        while self.text(document_id) != expected:
            time.sleep(0.01)
        print(self.text(document_id))


def main(url):
    with Client(url) as client:
        client.put("fresh-cache-python", "tea", "Tea is 2 euros.", wait=30)
        cache = FreshCache(client, "fresh-cache-python")
        print(cache.text("tea"))
        client.put("fresh-cache-python", "tea", "Tea is 3 euros.", wait=30)
        cache.until("tea", "Tea is 3 euros.")
        client.delete("fresh-cache-python", "tea", wait=30)
        cache.until("tea", "(not there)")
        cache.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8765")
