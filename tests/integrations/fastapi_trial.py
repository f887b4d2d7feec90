"""Try the app by hand: two people, a plan, and a token for each of them."""

from __future__ import annotations

import tempfile

from datetime import UTC, datetime

from fastapi import FastAPI
from fastapi_app import make_app

from empowerkit import Client, Plan, Worker
from empowerkit.store import open_store


def make_trial() -> FastAPI:
    """Return the app over a new store, and print what to ask it with."""
    now = datetime.now(UTC)
    url = f"sqlite:///{tempfile.mkdtemp()}/plans.db"
    amina, joan = Client(called="Amina"), Worker(called="Joan")
    her, worker = amina.actor, joan.actor
    plan = Plan(client=amina, workers=(joan,))
    with open_store(url) as store:
        store.create(plan, by=worker, at=now)
        plan = plan.open_decision("Where?", by=her, at=now, id="home")
        plan = plan.offer_option("home", "Stay", by=her, at=now, id="stay")
        store.commit(plan, by=her, at=now, expected_version=1)
    app = make_app(url)
    for name, actor in (("her", her), ("worker", worker)):
        token = app.state.login.let_in(actor)
        print(f"{name}='Authorization: Bearer {token}'")  # noqa: T201 - for you
    print(f"plan=http://127.0.0.1:8000/plans/{plan.id}")  # noqa: T201 - same
    return app
