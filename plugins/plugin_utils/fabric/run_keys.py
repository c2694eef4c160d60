# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""The variables named mpls_ that are no intent: how playbooks run, and what they hand to roles."""

from __future__ import annotations

from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric import run_values, values
from ansible_collections.linuxnet.mpls.plugins.plugin_utils.fabric.schema import Key

RUN: dict[str, Key] = {
    "mpls_customer": Key(
        run_values.parse_customer,
        about="With `-e`: `site` changes the PEs that have this customer, and no other router.",
    ),
    "mpls_diagram_folder": Key(
        run_values.parse_folder,
        default="diagram",
        about="Where `diagram` writes the drawing.",
    ),
    "mpls_diagram_svg": Key(
        values.parse_switch,
        default=True,
        about="Whether `diagram` makes a picture of it with Graphviz.",
    ),
    "mpls_pe_batch": Key(
        run_values.parse_batch,
        default="50%",
        about="How many PEs `site` changes at once.",
    ),
    "mpls_refuse_interruptions": Key(
        values.parse_switch,
        default=False,
        about="Whether `site` ends before the first change where it would interrupt traffic.",
    ),
    "mpls_render_folder": Key(
        run_values.parse_folder,
        default="rendered",
        about="Where `validate` writes what each router would get.",
    ),
    "mpls_report_folder": Key(
        run_values.parse_folder,
        about="Where `validate` writes `validate.json`, and `verify` writes `verify.json` and"
        " `verify.xml`; nowhere if nothing is said.",
    ),
    "mpls_verify_timeout": Key(
        run_values.parse_timeout,
        default=120,
        about="So many seconds `verify` waits for convergence.",
    ),
}
#: What router_preflight finds out.
ROUTER_FACTS = "mpls_router"
#: Variables named mpls_ that playbooks hand to roles.
RUN_VARIABLES = frozenset(
    {
        "mpls_fabric",
        "mpls_frr_change",
        "mpls_model",
        ROUTER_FACTS,
        "mpls_scope",
        "mpls_verification",
        "mpls_vrf_change",
    }
)
