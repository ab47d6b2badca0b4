"""Registers two portals and prints what the hooks need to know of them as JSON.

The attacked portal has one person of each kind, rooms and a group; the other one has things whose titles carry a mark.
"""
import json
import secrets
import sys
import urllib.request

URL, ROLE = sys.argv[1:]
PASSWORD = "Fuzz-" + secrets.token_hex(6)
# Names of people hold no digits.
MARK = "Foreign" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(8))


class Portal:
    def __init__(self, name, first_name):
        self.name, self.token, self.ids = name, None, {"users": [], "rooms": [], "groups": []}
        self.owner = f"owner@{name}.example"
        self.call("POST", "/apisystem/portal/register", {
            "portalName": name, "firstName": first_name, "lastName": "Owner", "email": self.owner,
            "password": PASSWORD, "language": "en"})
        answer = self.call("POST", "/api/2.0/authentication", {"userName": self.owner, "password": PASSWORD})
        self.token = answer["response"]["token"]
        self.ids["users"].append(self.call("GET", "/api/2.0/people/@self")["response"]["id"])

    def call(self, method, path, body=None):
        headers = {"Origin": f"http://{self.name}", "Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = self.token
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(urllib.request.Request(URL + path, data, headers, method=method)) as answer:
            return json.load(answer)

    def person(self, first_name, kind):
        path = "/api/2.0/people/active" if kind == "Guest" else "/api/2.0/people"
        made = self.call("POST", path, {
            "firstName": first_name, "lastName": "Person", "email": f"{kind.lower()}@{self.name}.example",
            "password": PASSWORD, "type": kind})["response"]
        self.ids["users"].append(made["id"])
        return made

    def room(self, title):
        made = self.call("POST", "/api/2.0/files/rooms", {"title": title, "roomType": 2})["response"]
        self.ids["rooms"].append(made["id"])

    def group(self, title):
        made = self.call("POST", "/api/2.0/group", {"groupName": title, "groupManager": self.ids["users"][0]})
        self.ids["groups"].append(made["response"]["id"])


own = Portal("fuzz" + secrets.token_hex(4), "Ann")
for kind in ("DocSpaceAdmin", "RoomAdmin", "User"):
    own.person("Own", kind)
own.room("Own room")
own.group("Own group")
own.person("Gus", "Guest")
login = own.owner if ROLE == "owner" else f"{ROLE}@{own.name}.example"

other = Portal("other" + secrets.token_hex(4), MARK)
other.person(MARK, "User")
other.room(MARK + " room")
other.group(MARK + " group")

json.dump({"url": URL, "origin": f"http://{own.name}", "login": login, "password": PASSWORD, "mark": MARK,
           "own": own.ids, "other": other.ids}, sys.stdout)
