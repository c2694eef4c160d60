# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The schema is the one source of the reference page and of the role's argument spec."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.linuxnet.mpls.plugins.plugin_utils import fabric
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.intent.services import VPN_PREFIX
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key
from support import ROOT
from support.intent.cases import Case, read_cases, read_example
from tools.print_reference import FILES, RENDERERS, SECTIONS, build_options

EXAMPLES: tuple[str, ...] = ("l3vpn", "links", "regional", "ring", "segment-routing", "static-core")
EXAMPLES += ("customers", "services")
CASES = [*read_cases(), *(Case(name, *read_example(name), expected={}) for name in EXAMPLES)]


def find_tables() -> Iterator[tuple[str, dict[str, Key]]]:
    """Give every table of keys that a module of the fabric has."""
    for module in pkgutil.walk_packages(fabric.__path__, f"{fabric.__name__}."):
        for name, value in vars(importlib.import_module(module.name)).items():
            is_table = isinstance(value, dict) and value
            if is_table and all(isinstance(key, Key) for key in value.values()):
                yield f"{module.name.rpartition('.')[2]}.{name}", value


TABLES = dict(find_tables())


@pytest.mark.parametrize("form", FILES)
def test_file_is_what_the_schema_says(form: str) -> None:
    """``make reference`` writes both anew."""
    assert (ROOT / FILES[form]).read_text("utf-8") == RENDERERS[form]()


@pytest.mark.parametrize("table", TABLES)
def test_every_key_is_described(table: str) -> None:
    assert [name for name, key in TABLES[table].items() if not key.about.endswith(".")] == []


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_on_the_page(table: str) -> None:
    """A table that is a part of another one is on the page with that."""
    assert any(TABLES[table].items() <= section.keys.items() for section in SECTIONS)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_right_variables_fit_the_argument_spec(case: Case) -> None:
    assert validate(case.variables) == []


def test_wrong_types_do_not_fit_the_argument_spec() -> None:
    variables, _groups = read_example("l3vpn")
    variables["mpls_links"][0]["bfd"] = "perhaps"
    variables["mpls_vpn_customer1"]["sites"][0]["mtu"] = "jumbo"
    variables["mpls_igp"] = "rip"
    assert len(validate(variables)) == 3


def validate(variables: Any) -> list[str]:
    options = build_options()
    spec = {name: said for name, said in options.items() if name != f"{VPN_PREFIX}NAME"}
    vpn = options[f"{VPN_PREFIX}NAME"]
    spec |= {name: vpn for name in variables if name.startswith(VPN_PREFIX)}
    return list(ArgumentSpecValidator(spec).validate(variables).error_messages)
