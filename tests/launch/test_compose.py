"""docker-compose.yml keeps to the compose schema and to our own rules for a deployment."""

import copy
import json
import os
import re
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml
from compose_spec import PyCompose

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
# The schema of the compose specification, as its npm linter carries it.
SCHEMA = json.loads((ROOT / "node_modules" / "dclint" / "schemas" / "compose.schema.json").read_text())
LONG_RUNNING = {"database", "redis", "web", "worker", "beat", "proxy"}
OURS = {"migrate", "web", "worker", "beat"}
SECRET_NAME = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|DATABASE_URL|OWNER_URL|REDIS_URL")


def _faults(compose):
    """What breaks our rules, as sentences."""
    for name, service in compose["services"].items():
        if name in LONG_RUNNING and "healthcheck" not in service:
            yield f"{name} has no healthcheck"
        if name in LONG_RUNNING and service.get("restart") != "unless-stopped":
            yield f"{name} does not restart"
        for key in service.get("environment", {}):
            if SECRET_NAME.search(key) and not key.endswith("_FILE"):
                yield f"{name} has {key} inline"
        for secret in service.get("secrets", []):
            if secret not in compose["secrets"]:
                yield f"{name} asks for a secret {secret} that nobody defines"
        for other in service.get("depends_on", {}):
            if other not in compose["services"]:
                yield f"{name} waits for {other}, which is not there"


def test_it_keeps_to_the_schema():
    assert not list(jsonschema.Draft7Validator(SCHEMA).iter_errors(COMPOSE))


def test_a_strict_parser_accepts_it():
    assert set(PyCompose.from_yaml(TEXT).service_names()) == LONG_RUNNING | {"migrate"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("healthcheck:", "healthchek:"),
        ("restart: unless-stopped", "restart: sometimes"),
        ("condition: service_healthy", "condition: service_fine"),
        ("replicas: 2", "replicas: two"),
        ("interval: 5s", "interval: soon"),
        ("services:", "sevices:"),
    ],
)
def test_a_broken_file_is_seen_to_fail(right, wrong):
    broken = TEXT.replace(right, wrong)

    assert broken != TEXT
    with pytest.raises(ValueError):
        PyCompose.from_yaml(broken)


def test_a_file_against_the_schema_is_seen_to_fail():
    broken = copy.deepcopy(COMPOSE)
    broken["services"]["web"]["read_only"] = ["yes"]

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(SCHEMA).validate(broken)


def test_it_keeps_to_our_rules():
    assert list(_faults(COMPOSE)) == []


def test_each_of_our_rules_is_seen_to_fail():
    broken = copy.deepcopy(COMPOSE)
    web = broken["services"]["web"]
    del web["healthcheck"]
    web["restart"] = "no"
    web["environment"] = {"SECRET_KEY": "open"}
    web["secrets"] = ["nowhere"]
    web["depends_on"] = {"nobody": {"condition": "service_healthy"}}

    assert list(_faults(broken)) == [
        "web has no healthcheck",
        "web does not restart",
        "web has SECRET_KEY inline",
        "web asks for a secret nowhere that nobody defines",
        "web waits for nobody, which is not there",
    ]


def test_only_migrate_holds_the_owners_address():
    holders = {
        name for name, service in COMPOSE["services"].items() if "database_owner_url" in service.get("secrets", [])
    }

    assert holders == {"database", "migrate"}


def test_our_services_have_no_privilege_and_no_writable_root():
    for name in OURS:
        service = COMPOSE["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


def test_only_the_proxy_is_reached_from_outside():
    assert {name for name, service in COMPOSE["services"].items() if "ports" in service} == {"proxy"}
    assert COMPOSE["networks"]["back"] == {"internal": True}


def _shell(text):
    """Compose turns $$ into $ before a shell sees it."""
    return text.replace("$$", "$")


def test_the_database_is_given_the_passwords_of_the_addresses(tmp_path):
    script = _shell(COMPOSE["configs"]["database_roles"]["content"]).replace("/run/secrets", str(tmp_path))
    (tmp_path / "database_url").write_text("postgres://soteria_app:a1b2@database/soteria")
    (tmp_path / "database_owner_url").write_text("postgres://soteria_owner:c3d4@database:5432/soteria")
    psql = tmp_path / "psql"
    psql.write_text('#!/bin/sh\necho "$@"\ncat\n')
    psql.chmod(0o755)

    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    result = subprocess.run(["bash", "-eEo", "pipefail", "-c", script], env=environment, capture_output=True, text=True)

    assert result.returncode == 0, result.stderr
    assert "--set owner=c3d4 --set app=a1b2" in result.stdout
    assert "CREATE DATABASE soteria OWNER soteria_owner;" in result.stdout


def test_redis_is_given_the_password_of_its_address(tmp_path):
    script = _shell(COMPOSE["services"]["redis"]["command"][-1])
    script = script.replace("/tmp/redis.conf", "$0.conf").replace("/run/secrets", str(tmp_path))
    (tmp_path / "redis_url").write_text("redis://:e5f6@redis:6379/0")
    server = tmp_path / "redis-server"
    server.write_text('#!/bin/sh\ncat "$1"\n')
    server.chmod(0o755)

    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    result = subprocess.run(
        ["sh", "-c", script, str(tmp_path / "redis")], env=environment, capture_output=True, text=True
    )

    assert result.stdout == "requirepass e5f6\n"
