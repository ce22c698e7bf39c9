// Keys for people who do not leave the keyboard. Everything works without this file.
(() => {
  "use strict";
  const box = document.getElementById("keys-on");
  const isOn = () => localStorage.getItem("keys") !== "off";
  if (box) {
    box.checked = isOn();
    box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
  }
  const rows = () => [...document.querySelectorAll("tr[data-row] th a")];
  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].focus();
    return true;
  };
  const use = (key) => {
    const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!found) return false;
    if (found.matches("a, button")) found.click();
    else { found.focus(); if (found.type === "radio") found.checked = true; }
    return true;
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (!isOn() || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const by = { j: 1, k: -1 }[event.key];
    if ((by && step(by)) || use(event.key)) event.preventDefault();
  });
  const slider = document.getElementById("step");
  if (slider) {
    const days = [...document.querySelectorAll("#steps option")].map((one) => one.label);
    slider.addEventListener("input", () => slider.setAttribute("aria-valuetext", days[slider.value] || ""));
  }
})();
