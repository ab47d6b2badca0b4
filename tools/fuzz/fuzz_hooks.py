"""What schemathesis needs to know of the product: how to sign in, ids that exist, and that another portal never shows."""
import json
import os
import random
import urllib.request

import schemathesis

with open(os.environ["FUZZ_PORTALS"], encoding="utf-8") as file:
    PORTALS = json.load(file)

# Which ids a parameter of a path names; every third time an id of the other portal is tried.
POOLS = {"userid": "users", "userID": "users", "userId": "users", "fromId": "groups", "toId": "groups"}


@schemathesis.auth(refresh_interval=15)
class Session:
    """Signs in again every quarter of a minute: many calls end sessions on purpose."""

    def get(self, case, ctx):
        body = json.dumps({"userName": PORTALS["login"], "password": PORTALS["password"]}).encode()
        headers = {"Origin": PORTALS["origin"], "Content-Type": "application/json"}
        request = urllib.request.Request(PORTALS["url"] + "/api/2.0/authentication", body, headers)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["response"]["token"]

    def set(self, case, data, ctx):
        case.headers = {**(case.headers or {}), "Authorization": data, "Origin": PORTALS["origin"]}


@schemathesis.hook
def map_path_parameters(ctx, path_parameters):
    """Puts ids that exist in place of most generated ones, so that calls reach further than "not found"."""
    if not path_parameters:
        return path_parameters
    path = ctx.operation.path
    for name in path_parameters:
        pool = POOLS.get(name) or (name == "id" and ("groups" if "/group/{id}" in path else "rooms"))
        if pool and random.random() < 0.75:
            whose = "other" if random.random() < 0.33 else "own"
            path_parameters[name] = random.choice(PORTALS[whose][pool])
    return path_parameters


@schemathesis.check
def no_foreign_data(ctx, response, case):
    """Nothing of the other portal is ever answered, unless the call itself carried it."""
    mark = PORTALS["mark"].encode()
    assert mark not in response.content, "data of another portal was answered"
