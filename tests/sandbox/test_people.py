"""Playing people: what they write, press and block, and what programs read of it."""

from typing import Any

import pytest

from tests.sandbox.running import Sandbox


def test_people_are_listed_in_order(sandbox: Sandbox) -> None:
    first = sandbox.person("许一诺", "zh-hans", started=False)
    second = sandbox.person("Ana", "en")
    people = {person["id"]: person for person in sandbox.get("people")["people"]}
    assert second == first + 1
    assert people[first] == {
        "id": first,
        "name": "许一诺",
        "role": None,
        "language": "zh-hans",
        "blocked": False,
        "started": False,
    }
    assert people[second]["started"]


def test_messages_can_be_read_from_after_one_on(sandbox: Sandbox) -> None:
    person = sandbox.person()
    said = sandbox.say(person, "你好 https://a.b/c")
    (seen,) = sandbox.messages(person, after=said["message_id"] - 1)
    assert seen["from"] == "person"
    assert seen["html"].startswith('你好 <a href="https://a.b/c"')
    assert seen["date"].endswith("Z")
    assert sandbox.messages(person, after=said["message_id"]) == []


@pytest.mark.parametrize(
    ("body", "field", "content", "shown"),
    [
        (
            {"contact": {"phone": "110", "name": "警察"}},
            "contact",
            {"phone_number": "110", "first_name": "警察"},
            "",
        ),
        (
            {"location": {"latitude": 30.5, "longitude": 120}},
            "location",
            {"latitude": 30.5, "longitude": 120.0},
            "📍 30.5, 120.0",
        ),
    ],
)
def test_contacts_and_places(
    sandbox: Sandbox, body: dict[str, Any], field: str, content: dict[str, Any], shown: str
) -> None:
    person = sandbox.person()
    sandbox.drain()
    sandbox.post(f"people/{person}/messages", body)
    assert sandbox.updates()[0]["message"][field] == content
    assert sandbox.messages(person)[-1]["text"] == shown


def test_a_sticker(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.drain()
    sandbox.post(f"people/{person}/messages", {"sticker": "😀"})
    assert sandbox.updates()[0]["message"]["sticker"]["emoji"] == "😀"
    assert sandbox.messages(person)[-1]["text"] == "😀"


def test_an_album_of_photos(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.drain()
    files = [("file", ("一.png", b"\x89PNG", "image/png")), ("file", ("二.png", b"\x89PNG", "image/png"))]
    answer = sandbox.http.post(
        f"/api/people/{person}/messages", files=files, data={"kind": "photo", "caption": "两张"}
    )
    assert answer.status_code == 202
    first, second = (update["message"] for update in sandbox.updates())
    assert first["caption"] == "两张"
    assert first["photo"][0]["width"] == 640
    assert first["media_group_id"] == second["media_group_id"]
    assert answer.json()["message_ids"] == [first["message_id"], second["message_id"]]
    seen = sandbox.messages(person)[-1]["file"]
    assert (seen["kind"], seen["name"], seen["mime"], seen["size"]) == ("photo", "二.png", "image/png", 4)


def test_a_voice_note_reaches_the_bot(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.drain()
    files = {"file": ("a.ogg", b"OggS", "audio/ogg")}
    sandbox.http.post(f"/api/people/{person}/messages", files=files, data={"kind": "voice"})
    voice = sandbox.updates()[0]["message"]["voice"]
    path = sandbox.call("getFile", file_id=voice["file_id"])[1]["result"]["file_path"]
    assert sandbox.http.get(f"/file/bot424242:t0ken/{path}").content == b"OggS"
    assert sandbox.http.get("/file/bot424242:t0ken/voice/../../secret").status_code == 404


def test_a_file_may_lie_about_its_size(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.drain()
    path, files = f"/api/people/{person}/messages", {"file": ("a.xlsx", b"PK")}
    sandbox.http.post(path, files=files, data={"declared_size": str(4 * 2**30)})
    assert sandbox.updates()[0]["message"]["document"]["file_size"] == 4 * 2**30
    refused = sandbox.http.post(path, files=files, data={"declared_size": "much"})
    assert (refused.status_code, refused.json()["error"]) == (422, "declared_size: must be a number of bytes")


def test_only_harmless_files_are_shown(sandbox: Sandbox) -> None:
    person = sandbox.person()
    files = {"file": ("x.html", b"<script>", "text/html")}
    sandbox.http.post(f"/api/people/{person}/messages", files=files)
    answer = sandbox.http.get(sandbox.messages(person)[-1]["file"]["url"])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_an_edit_reaches_the_bot(sandbox: Sandbox) -> None:
    person = sandbox.person()
    said = sandbox.say(person, "打过")
    sandbox.drain()
    path = f"people/{person}/messages/{said['message_id']}"
    assert sandbox.http.put(f"/api/{path}", json={"text": "打过了 /help"}).status_code == 202
    edited = sandbox.updates()[0]["edited_message"]
    assert (edited["text"], edited["entities"][0]["type"]) == ("打过了 /help", "bot_command")
    assert edited["edit_date"]
    assert sandbox.messages(person)[-1]["edited"]
    _, sent = sandbox.call("sendMessage", chat_id=person, text="x")
    bots = f"people/{person}/messages/{sent['result']['message_id']}"
    assert "own text" in sandbox.refused("PUT", bots, {"text": "y"})


def test_presses(sandbox: Sandbox) -> None:
    person = sandbox.person()
    rows = [
        [{"text": "是", "callback_data": "y"}, {"text": "网页", "url": "https://a.b"}],
        [{"text": "复制", "copy_text": {"text": "110"}}],
    ]
    _, sent = sandbox.call("sendMessage", chat_id=person, text="x", reply_markup={"inline_keyboard": rows})
    sandbox.drain()
    path, number = f"people/{person}/presses", sent["result"]["message_id"]
    by_label = sandbox.post(path, {"message_id": number, "button": "是"})
    by_index = sandbox.post(path, {"message_id": number, "button": 0})
    heard = [update["callback_query"]["id"] for update in sandbox.updates()]
    assert heard == [by_label["callback_id"], by_index["callback_id"]]
    assert "opens a link" in sandbox.refused("POST", path, {"message_id": number, "button": "网页"})
    assert "copies" in sandbox.refused("POST", path, {"message_id": number, "button": "复制"})
    assert "gone" in sandbox.refused("POST", path, {"message_id": number, "button": "否"})
    assert "gone" in sandbox.refused("POST", path, {"message_id": number, "button": 3})
    assert "deleted" in sandbox.refused("POST", path, {"message_id": 999999, "button": 0})


def test_blocking(sandbox: Sandbox) -> None:
    person = sandbox.person()
    sandbox.drain()
    path = f"people/{person}"
    assert sandbox.http.put(f"/api/{path}/block").status_code == 204
    assert sandbox.http.put(f"/api/{path}/block").status_code == 204
    (told,) = sandbox.updates()
    assert told["my_chat_member"]["old_chat_member"]["status"] == "member"
    assert "unblock it first" in sandbox.refused("POST", f"{path}/messages", {"text": "x"})
    sandbox.say(person, "/start again")
    kinds = [next(key for key in update if key != "update_id") for update in sandbox.updates()]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    assert sandbox.http.put(f"/api/{path}/block", params={"wait": "idle"}).json() == {"idle": False}


@pytest.mark.parametrize(
    ("verb", "path", "body", "reason"),
    [
        ("POST", "people", {"name": ""}, "name: "),
        ("POST", "people", {"name": " "}, "name: "),
        ("POST", "people", {"name": "x", "language": "中文"}, "language: "),
        ("POST", "people", {"name": "x", "age": 3}, "age: "),
        ("POST", "people", {}, "name: Field required"),
        ("POST", "people/{id}/messages", {}, "Value error, give exactly one of"),
        ("POST", "people/{id}/messages", {"text": "x", "sticker": "😀"}, "Value error, give exactly"),
        ("POST", "people/{id}/messages", {"text": " "}, "text: "),
        ("POST", "people/{id}/messages", {"text": 5}, "text: "),
        ("POST", "people/{id}/messages", {"location": {"latitude": 91, "longitude": 0}}, "location.latitude"),
        ("POST", "people/{id}/presses", {"message_id": "x", "button": 0}, "message_id: "),
        ("POST", "clock", {}, "Value error, give exactly one of"),
        ("POST", "clock", {"advance_s": 1, "next_due": True}, "Value error, give exactly one of"),
        ("POST", "clock", {"advance_s": -5}, "the clock can't go backwards"),
        ("POST", "clock", {"to": "2001-01-01T00:00:00Z"}, "the clock can't go backwards"),
        ("POST", "clock", {"to": "2030-01-01T00:00:00"}, "to: "),
        ("POST", "clock", {"advance_s": 1e18}, "the clock stops at the year 2200"),
        ("POST", "clock", {"next_due": True}, "next_due: the bot has nothing due"),
        ("PUT", "bot", {"idle": True}, "generation: "),
        ("PUT", "faults", {"faults": [{"kind": "500"}]}, "faults.0.kind: "),
        ("PUT", "faults", {"faults": [{"kind": "403", "method": "sendDice"}]}, "faults.0.method: "),
        ("GET", "clock?after=x", None, "after: must be a number"),
        ("POST", "groups", {"title": "x"}, "person_id: "),
    ],
)
def test_malformed_requests_get_a_reason(
    sandbox: Sandbox, verb: str, path: str, body: Any, reason: str
) -> None:
    said = sandbox.refused(verb, path.replace("{id}", str(sandbox.person())), body)
    assert said.startswith(reason)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"data": {"kind": "film"}, "files": {"file": b"x"}}, "kind: "),
        ({"data": {"kind": "photo"}, "files": {"other": b"x"}}, "file: "),
        ({"data": {"caption": "x" * 1025}, "files": {"file": b"x"}}, "caption: "),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, "the form can't be read"),
    ],
)
def test_malformed_forms_get_a_reason(sandbox: Sandbox, fields: dict[str, Any], reason: str) -> None:
    answer = sandbox.http.post(f"/api/people/{sandbox.person()}/messages", **fields)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(reason)


def test_broken_json_and_unknown_people(sandbox: Sandbox) -> None:
    answer = sandbox.http.post("/api/people", content=b"{")
    assert answer.status_code == 422
    assert "Invalid JSON" in answer.json()["error"]
    assert sandbox.refused("GET", "people/5/messages", status=404) == "no person has the id 5"
    assert sandbox.refused("GET", "groups/-5", status=404) == "no group has the id -5"
    assert sandbox.refused("GET", "files/x/y", status=404) == "no such file"
    assert sandbox.refused("PATCH", "people", status=405)


def test_groups(sandbox: Sandbox) -> None:
    person, other = sandbox.person("许一诺"), sandbox.person("石奶奶")
    sandbox.drain()
    group = sandbox.post("groups", {"title": "三(1) 家长群", "person_id": person}, 201)["group"]["id"]
    joined, service = sandbox.updates()
    assert joined["my_chat_member"]["chat"] == {"id": group, "type": "group", "title": "三(1) 家长群"}
    assert service["message"]["group_chat_created"]
    sandbox.post(f"groups/{group}/messages", {"person_id": other, "text": "大家好"})
    assert sandbox.updates()[-1]["message"]["from"]["id"] == other
    assert sandbox.call("sendMessage", chat_id=group, text="我只在私聊里工作")[0] == 200
    assert sandbox.call("getChatMember", chat_id=group, user_id=person)[1]["result"]["status"] == "creator"
    assert sandbox.call("getChatMember", chat_id=group, user_id=424242)[1]["result"]["status"] == "member"
    assert sandbox.call("leaveChat", chat_id=group)[0] == 200
    assert sandbox.updates()[-1]["my_chat_member"]["new_chat_member"]["status"] == "left"
    status, answer = sandbox.call("sendMessage", chat_id=group, text="x")
    assert (status, answer["description"]) == (403, "Forbidden: bot is not a member of the group chat")
    assert sandbox.call("getChat", chat_id=group)[0] == 403
    assert sandbox.post(f"groups/{group}/messages", {"person_id": other, "text": "走了"})["update_id"] is None
    seen = sandbox.get(f"groups/{group}")
    assert (seen["left"], seen["members"]) == (True, [person, other])
    assert [said["text"] for said in seen["messages"]] == ["", "大家好", "我只在私聊里工作", "", "走了"]
