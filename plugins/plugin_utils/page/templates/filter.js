"use strict";
/* Copyright: (c) 2026, linuxnet.mpls contributors; GNU General Public License v3.0+
   Filters entries and copies commands. The page is whole without it. No ampersand and no opening
   angle bracket stands here, so that the page is XML as well. */
(() => {
  const find = (id) => document.getElementById(id);
  const words = find("filter-words");
  const onlyWrong = find("filter-wrong");
  const entries = [...document.querySelectorAll("[data-state]")];
  const texts = entries.map((entry) => entry.textContent.toLowerCase());
  const groups = [...document.querySelectorAll("details.group")];

  const isShown = (entry, text) => {
    if (onlyWrong.checked ? entry.dataset.state === "ok" : false) return false;
    return text.includes(words.value.trim().toLowerCase());
  };

  const apply = () => {
    const isOn = words.value.trim() !== "" || onlyWrong.checked;
    let shown = 0;
    entries.forEach((entry, place) => {
      entry.hidden = !isShown(entry, texts[place]);
      shown += entry.hidden ? 0 : 1;
    });
    groups.forEach((group) => {
      const kept = group.querySelectorAll("[data-state]:not([hidden])").length;
      group.hidden = isOn ? kept === 0 : false;
      if (words.value.trim() !== "") group.open = true;
    });
    find("filter-shown").textContent = isOn ? `${shown} of ${entries.length} entries` : "";
  };

  const select = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };

  const addCopyButton = (command) => {
    const code = command.querySelector("code");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch {
        select(code);
        button.textContent = "Selected";
      }
    });
    command.append(button);
  };

  const openTarget = () => {
    const target = location.hash ? find(location.hash.slice(1)) : null;
    if (target instanceof HTMLDetailsElement) target.open = true;
  };

  words.addEventListener("input", apply);
  onlyWrong.addEventListener("change", apply);
  find("filter").addEventListener("submit", (event) => event.preventDefault());
  find("filter").hidden = false;
  document.querySelectorAll(".command").forEach(addCopyButton);
  addEventListener("hashchange", openTarget);
  openTarget();
})();
