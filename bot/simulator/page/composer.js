// The line to write in: text, files, the command menu, reply keyboards.
import { el } from "./dom.js";

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

export class Composer {
  constructor(form, commands, acts) {
    this.form = form;
    this.commands = commands;
    this.acts = acts;
    this.known = [];
    this.input = form.querySelector("textarea");
    this.menuButton = form.querySelector(".menu");
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => {
      const focused = document.activeElement; // the input again, after the menu's button was pressed by key
      if (focused !== this.input && !commands.contains(focused)) this.close();
    }, 150));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    form.querySelector('[data-do="start"]').addEventListener("click", (event) => {
      this.byKeyboard = event.detail === 0; // a finger must not call up the phone's keyboard
      acts.start();
    });
    commands.id = `${form.parentElement.id}-commands`;
    this.input.setAttribute("aria-controls", commands.id);
    this.menuButton.addEventListener("click", (event) => {
      if (!commands.hidden) { this.close(); return; }
      this.open(this.known);
      if (event.detail === 0) this.input.focus(); // where the arrow keys choose
    });
    form.querySelector("input[type=file]").addEventListener("change", (event) => {
      for (const file of event.target.files) acts.upload(file);
      event.target.value = "";
    });
    this.typed();
  }

  update(info, keyboard) {
    this.known = info.commands;
    this.menuButton.hidden = !info.commands.length;
    this.form.classList.toggle("closed", !info.started || info.blocked);
    if (this.byKeyboard && info.started && !info.blocked) { this.byKeyboard = false; this.input.focus(); }
    this.form.querySelector(".start").textContent = info.blocked ? "Unblock and restart" : "Start";
    this.form.parentElement.querySelector(".reply-keys")?.remove();
    if (keyboard && info.started && !info.blocked) {
      const rows = keyboard.map((row) => el("div", {}, ...row.map((button) => el("button", { type: "button", onclick: () => this.acts.send(button.text ?? button) }, button.text ?? button))));
      this.form.after(el("div", { class: "reply-keys" }, ...rows));
    }
  }

  typed() {
    const text = this.input.value;
    this.form.classList.toggle("bare", !text.trim());
    this.input.style.height = "38px";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 132)}px`;
    if (/^\/\w*$/.test(text)) this.open(this.known.filter((entry) => `/${entry.command}`.startsWith(text)));
    else this.close();
  }

  submit() {
    const text = this.input.value;
    if (!text.trim()) return;
    this.input.value = "";
    this.typed();
    this.acts.send(text);
  }

  /** Write a text as if by hand, then take it away again for sending. */
  async type(text) {
    const step = Math.max(1, Math.ceil(text.length / 14));
    for (let end = step; end < text.length + step; end += step) {
      this.input.value = text.slice(0, end);
      await pause(22);
    }
    await pause(160);
    this.input.value = "";
    this.typed();
  }

  key(event) {
    const open = !this.commands.hidden;
    const items = [...this.commands.children];
    const chosen = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const next = (chosen + (event.key === "ArrowDown" ? 1 : items.length - 1) + (chosen < 0 && event.key === "ArrowUp" ? 1 : 0)) % items.length;
      items.forEach((item, index) => item.setAttribute("aria-selected", String(index === next)));
      items[next].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", items[next].id);
    } else if (event.key === "Escape") this.close();
    else if (open && chosen >= 0 && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey) {
      event.preventDefault();
      items[chosen].click();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
  }

  open(entries) {
    if (!entries.length) { this.close(); return; }
    this.commands.replaceChildren(...entries.map((entry) => el("button", {
      id: `${this.commands.id}-${entry.command}`, type: "button", role: "option", "aria-selected": "false",
      onclick: () => { this.close(); this.input.value = ""; this.typed(); this.acts.send(`/${entry.command}`); },
    }, el("b", {}, `/${entry.command}`), el("span", {}, entry.description))));
    this.commands.hidden = false;
  }

  close() {
    this.commands.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }
}
