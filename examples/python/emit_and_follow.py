"""Emitter and subscriber in one page: what one half sends, the other is told once it is searchable."""

import sys
import threading

from freshet_client import BatchComplete, Client, Event, Gap, IndexUpdate


def follow(subscription, versions):
    for change in subscription:
        match change:
            case IndexUpdate():
                print(change.event_type, change.document_id)
            case BatchComplete():
                # The moment to store change.position: subscribe(…, since=position) goes on from it.
                print("version complete")
                versions -= 1
                if versions == 0:
                    return
            case Gap():
                print("changes are missing: list the documents")


def main(url):
    with Client(url) as client:
        client.put_collection("emit-and-follow-python")
        with client.subscribe("emit-and-follow-python") as subscription:
            follower = threading.Thread(target=follow, args=(subscription, 3))
            follower.start()
            for event in (
                Event.update("refunds", "Refunds take five days.", metadata={"team": "billing"}),
                Event.update("refunds", "Refunds take seven days."),
                Event.delete("refunds"),
            ):
                # Waits until it is searchable: two changes that wait together would be announced as one.
                client.events("emit-and-follow-python", event, wait=30)
            follower.join()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8765")
