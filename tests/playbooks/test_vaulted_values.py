# Copyright: (c) 2026, linuxnet.mpls contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)

"""What Ansible Vault keeps is in no message, wherever it stands in the intent."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible.parsing.vault import VaultLib, VaultSecret

from support.intent.cases import read_example
from support.memory.ssh import Routers

PASSWORD, TEXT = "of-the-vault", "qx7 canary"
#: The intent with the text at a place where it is none of what belongs there.
PLACES = {
    "a secret": "mpls_secrets: {{igp: {text}}}",
    "the value of a key": "mpls_igp: {text}",
    "an item of a list": (
        "mpls_routers: {{pe1: {{loopback: 10.0.0.1, label_interfaces: [{text}]}}}}"
    ),
    "within a template": 'mpls_igp: "x{{{{ other }}}}"\nother: {text}',
    "an unknown variable": "mpls_unknown: {text}",
}


def encrypt(text: str) -> str:
    vault = VaultLib([("default", VaultSecret(PASSWORD.encode()))])
    return str(vault.encrypt(text, vault_id="default").decode())


def tag(text: str) -> str:
    """Write a value that is encrypted by itself."""
    return '!vault "' + encrypt(text).replace("\n", "\\n") + '"'


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("whole", [False, True], ids=["value", "file"])
def test_text_is_not_shown(tmp_path: Path, place: str, *, whole: bool) -> None:
    intent, groups = read_example("l3vpn")
    routers = Routers(
        tmp_path, intent, {name: ones for name, ones in groups.items() if name != "all"}
    )
    form = PLACES[place]
    content = encrypt(form.format(text=TEXT)) if whole else form.format(text=tag(TEXT))
    (tmp_path / "password").write_text(PASSWORD, "utf-8")
    (tmp_path / "more.yml").write_text(content, "utf-8")
    options = (f"--extra-vars=@{tmp_path}/more.yml", f"--vault-password-file={tmp_path}/password")
    done = routers.play("validate", options=options)
    assert done.returncode != 0
    assert "the intent has mistakes" in done.stdout, done.stdout + done.stderr
    assert TEXT not in done.stdout + done.stderr
