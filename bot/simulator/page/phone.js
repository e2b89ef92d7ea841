// One phone: a person's chat with the bot. Several people may share it, one is seen at a time.
import { day, el, post } from "./dom.js";
import { Composer } from "./composer.js";
import { messageNode } from "./message.js";

const NEAR = 140;

export class Phone {
  constructor(root, title, options = {}) {
    this.root = root;
    this.options = options;
    this.people = new Map(); // id -> {info, messages: Map, unread, scroll}
    this.current = null;
    this.shown = null;
    root.append(document.getElementById("phone-template").content.cloneNode(true));
    this.find = (selector) => root.querySelector(selector);
    this.list = this.find(".people");
    this.log = this.find(".log");
    this.downButton = this.find(".down");
    this.list.setAttribute("aria-label", `${title}: whose chat`);
    this.list.append(el("small", {}, title));
    this.downButton.addEventListener("click", () => this.toBottom(true));
    this.log.addEventListener("scroll", () => this.scrolled());
    this.find('[data-do="block"]').addEventListener("click", () => this.block());
    this.composer = new Composer(root.querySelector(".composer"), this.find(".commands"), {
      send: (text) => this.send(text),
      upload: (file) => this.upload(file),
      start: () => this.send("/start"),
    });
    new ResizeObserver(() => { if (this.sticky) this.toBottom(); }).observe(this.log);
    this.sticky = true;
  }

  get person() { return this.people.get(this.current); }
  get visible() { return this.root.offsetParent !== null && !document.hidden; }
  get unread() { return [...this.people.values()].reduce((sum, person) => sum + person.unread, 0); }

  reset() {
    this.people.clear();
    this.shown = null;
    this.log.replaceChildren();
  }

  /** Take over what the server says of one person: their state, and the messages that changed. */
  update(info, bot, fresh) {
    let person = this.people.get(info.id);
    if (!person) {
      person = { info, messages: new Map(), unread: 0 };
      this.people.set(info.id, person);
      if (this.current === null || !this.people.has(this.current)) this.current = info.id;
    }
    person.info = info;
    this.bot = bot;
    const seen = info.id === this.current && this.visible;
    for (const message of info.messages) {
      const known = person.messages.get(message.id);
      if (message.deleted) person.messages.delete(message.id);
      else person.messages.set(message.id, message);
      if (!fresh && !known && message.from_bot && !message.deleted && !(seen && this.sticky)) person.unread += 1;
    }
    if (info.id === this.current) {
      this.render(info.messages);
      if (!fresh) info.toasts.forEach((toast) => this.answer(toast));
    }
    this.renderPeople();
  }

  show(id) {
    this.current = id;
    this.person.unread = 0;
    this.render([]);
    this.renderPeople();
    this.options.changed?.();
  }

  render(changed) {
    const { info, messages } = this.person;
    const wasSticky = this.sticky;
    if (this.shown !== info.id) {
      this.shown = info.id;
      this.log.replaceChildren();
      changed = [...messages.values()];
      this.sticky = true;
    }
    const added = changed.filter((message) => !this.log.querySelector(`[data-id="${message.id}"]`));
    for (const message of [...changed].sort((a, b) => a.id - b.id)) this.place(message);
    this.group();
    this.renderHead();
    this.composer.update(info, this.lastKeyboard());
    if (this.sticky || (wasSticky && added.length) || added.some((message) => !message.from_bot)) this.toBottom();
    this.renderDown();
  }

  place(message) {
    const old = this.log.querySelector(`[data-id="${message.id}"]`);
    if (message.deleted) { old?.remove(); return; }
    const node = messageNode(message, {
      tap: (...place) => this.tap(...place),
      pay: (asked) => this.pay(asked),
      command: (text) => this.send(text),
      copied: () => this.toast("Copied"),
    });
    if (old) {
      node.style.animation = "none";
      node.querySelector(".bubble")?.classList.add("flash");
      const focused = old.contains(document.activeElement);
      old.replaceWith(node);
      if (focused) node.querySelector("button, a")?.focus({ preventScroll: true });
      return;
    }
    const after = [...this.log.querySelectorAll("[data-id]")].find((other) => Number(other.dataset.id) > message.id);
    this.log.insertBefore(node, after ?? null);
  }

  /** Day lines, and which bubble is the first and the last of one sender. */
  group() {
    this.log.querySelectorAll(".day, .empty").forEach((node) => node.remove());
    const { messages, info } = this.person;
    const nodes = [...this.log.querySelectorAll("[data-id]")];
    let date = "";
    nodes.forEach((node, index) => {
      const message = messages.get(Number(node.dataset.id));
      const next = nodes[index + 1] && messages.get(Number(nodes[index + 1].dataset.id));
      const before = nodes[index - 1] && messages.get(Number(nodes[index - 1].dataset.id));
      node.classList.toggle("last", !next || next.from_bot !== message.from_bot);
      node.classList.toggle("first", !!before && before.from_bot !== message.from_bot);
      if (day(message.date) !== date) {
        date = day(message.date);
        node.before(el("div", { class: "day" }, date));
      }
    });
    if (!nodes.length) this.log.append(el("div", { class: "empty" }, el("b", {}, `${info.first_name}’s chat with the bot`), "Press Start, as on a real phone."));
  }

  lastKeyboard() {
    const last = [...this.person.messages.values()].filter((message) => message.from_bot && message.keyboard).at(-1);
    return last?.keyboard?.keyboard ?? null;
  }

  renderHead() {
    const { info } = this.person;
    const status = this.find(".head-words small");
    this.find(".head-words strong").textContent = this.bot.first_name;
    const away = this.away && this.away !== "running";
    status.textContent = info.blocked ? "blocked" : away ? (this.away === "starting" ? "the bot is starting, messages wait" : "the bot is down, messages wait") : info.action === "typing" ? "typing…" : info.action ? "sending…" : "bot";
    status.classList.toggle("typing", Boolean(info.action) && !info.blocked && !away);
    status.classList.toggle("away", Boolean(away));
    const block = this.find('[data-do="block"]');
    block.classList.toggle("on", info.blocked);
    block.title = info.blocked ? "Unblock the bot" : "Block the bot";
    block.setAttribute("aria-label", block.title);
    this.log.querySelectorAll(".keys .busy").forEach((button) => button.classList.remove("busy"));
    for (const tap of info.pending) {
      const row = this.log.querySelector(`[data-id="${tap.message_id}"]`);
      row?.querySelectorAll("button[data-data]").forEach((button) => { if (button.dataset.data === tap.data) button.classList.add("busy"); });
    }
  }

  botState(state) {
    this.away = state;
    if (this.person) this.renderHead();
  }

  renderPeople() {
    const chips = [...this.people.values()].map(({ info, unread }) => el("button", {
      "aria-pressed": String(info.id === this.current), title: `${info.first_name}, id ${info.id}`, onclick: () => this.show(info.id),
    }, info.first_name, el("sup", {}, info.language_code.toUpperCase()), unread ? el("em", {}, String(unread)) : null));
    const extra = this.options.add ? [el("button", { class: "add", title: "Add a customer with another language", onclick: () => this.askPerson() }, "+ Add")] : [];
    this.list.replaceChildren(this.list.firstChild, ...chips, ...extra);
  }

  renderDown() {
    this.downButton.hidden = this.sticky;
    this.downButton.lastElementChild.textContent = this.person.unread || "";
  }

  toBottom(smooth = false) {
    this.sticky = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    if (this.person && this.visible) this.person.unread = 0;
    if (this.person) this.renderDown();
    this.options.changed?.();
  }

  scrolled() {
    this.sticky = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
    if (!this.person) return;
    if (this.sticky && this.visible && this.person.unread) { this.person.unread = 0; this.renderPeople(); this.options.changed?.(); }
    this.renderDown();
  }

  // What the person does

  async act(path, body) {
    try { return await post(`/sim/telegram/people/${this.current}/${path}`, body); } catch (error) { this.toast(error.message); return null; }
  }

  async send(text) {
    this.sticky = true;
    if (text.trim()) await this.act("send", { text });
  }

  /** Press Start unless that was done, and wait for the bot's first words: it may only just be starting. */
  async begin() {
    const greeted = () => [...this.person.messages.values()].some((message) => message.from_bot);
    if (!this.person.info.started || this.person.info.blocked) await this.send("/start");
    for (let tries = 0; tries < 900 && !greeted(); tries += 1) await new Promise((resolve) => { setTimeout(resolve, 100); });
  }

  async type(text) {
    if (this.person.info.started && !this.person.info.blocked) await this.composer.type(text);
    await this.send(text);
  }

  tap(message, row, column) { return this.act("tap", { message_id: message.id, row, column }); }

  async pay(message) {
    const amount = message.invoice.total_amount;
    const sure = await this.ask(`Pay ⭐ ${amount} Stars for “${message.invoice.title}”?`, ["Cancel", `Pay ⭐ ${amount}`]);
    if (sure !== 1) return;
    this.toast("Paying…");
    const outcome = await this.act("pay", { message_id: message.id });
    if (outcome?.ok) this.toast("Paid");
    else if (outcome) await this.ask(outcome.error_message || "The bot did not answer in time. Nothing was paid.", ["OK"]);
  }

  async upload(file) {
    const form = new FormData();
    form.append("file", file, file.name);
    const answer = await fetch(`/sim/telegram/people/${this.current}/upload`, { method: "POST", body: form });
    if (!answer.ok) this.toast((await answer.json().catch(() => ({}))).error || "The file was not sent.");
  }

  async block() {
    const { info } = this.person;
    if (info.blocked || (await this.ask(`Block the bot as ${info.first_name}? It can’t write here until you unblock it.`, ["Cancel", "Block"])) === 1) {
      await this.act("block", { blocked: !info.blocked });
    }
  }

  async askPerson() {
    const choice = await this.ask("Add a customer who speaks", ["Cancel", "Русский", "English"]);
    if (choice < 1) return;
    const names = choice === 1 ? ["Иван", "Мария", "Олег", "Нина"] : ["Ben", "Clara", "Dan", "Eve"];
    const taken = new Set([...this.people.values()].map(({ info }) => info.first_name));
    const name = names.find((free) => !taken.has(free)) ?? `${names[0]} ${taken.size}`;
    const person = await post("/sim/telegram/people", { first_name: name, language_code: choice === 1 ? "ru" : "en" });
    this.wanted = person.id;
    if (this.people.has(person.id)) this.show(person.id);
  }

  // Answers

  answer(toast) {
    if (toast.is_alert) this.ask(toast.text, ["OK"]);
    else this.toast(toast.text);
  }

  toast(text) {
    const node = this.find(".toast");
    node.textContent = text;
    node.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => { node.hidden = true; }, 3200);
  }

  /** A question over the chat; the number of the chosen button, 0 for Escape. */
  ask(text, choices) {
    const sheet = this.find(".sheet");
    const before = document.activeElement;
    return new Promise((resolve) => {
      const close = (choice) => { sheet.hidden = true; sheet.onkeydown = null; before?.focus?.({ preventScroll: true }); resolve(choice); };
      sheet.querySelector("p").textContent = text;
      sheet.querySelector(":scope > div > div").replaceChildren(...choices.map((choice, index) => el("button", { type: "button", class: index === choices.length - 1 ? "strong" : "", onclick: () => close(index) }, choice)));
      sheet.hidden = false;
      sheet.onkeydown = (event) => {
        if (event.key === "Escape") close(0);
        if (event.key !== "Tab") return;
        event.preventDefault(); // what is asked is answered before anything else
        const buttons = [...sheet.querySelectorAll("button")];
        const step = event.shiftKey ? buttons.length - 1 : 1;
        buttons[(buttons.indexOf(document.activeElement) + step) % buttons.length].focus();
      };
      sheet.querySelector("button.strong").focus({ preventScroll: true });
    });
  }
}
