"""An application that indexes its own records, from its own save function, and searches them."""

import sys
import time
from dataclasses import dataclass

from freshet_client import Client, Event


@dataclass(frozen=True)
class Product:
    id: str
    name: str
    description: str
    price: float
    revision: int

    def event(self):
        """What is embedded is the text; what is filtered by is metadata. A late older revision is ignored."""
        return Event.update(
            f"products/{self.id}",
            f"# {self.name}\n\n{self.description}",
            metadata={"price": self.price},
            source_version=self.revision,
            event_id=f"{self.id}@{self.revision}",
        )


PRODUCTS = [
    Product("1", "Rain jacket", "Keeps you dry in heavy rain.", 119.5, 1),
    Product("2", "Camping stove", "Boils water in three minutes.", 45.0, 1),
    Product("3", "Umbrella", "Small, for sudden showers.", 15.5, 1),
]


def main(url):
    with Client(url, retries=3) as client:
        # Once: all that the database has, as an iterable of any length.
        loaded = client.load("record-search-python", (product.event() for product in PRODUCTS))
        print("loaded", loaded.rejected, "rejected")

        # What is loaded is accepted, and searchable a little later.
        while client.status("record-search-python").pending:
            time.sleep(0.1)

        # From then on: with each record that is saved.
        cheaper = Product("1", "Rain jacket", "Keeps you dry in heavy rain.", 79.5, 2)
        saved = client.events("record-search-python", cheaper.event())

        # min_sequence waits until the record that was just saved is found as it is now.
        hits = client.search(
            "record-search-python",
            "something to keep me dry in the rain",
            k=2,
            filter={"price": {"$lt": 100}},
            min_sequence=saved.sequence,
        )
        for hit in hits.hits:
            print(hit.document_id, hit.metadata["price"])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8765")
