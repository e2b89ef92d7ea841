// The provider's side: panels, faults to order, and the orders with buttons that move them.
import { el, follow, post } from "./dom.js";

const FAULTS = [
  { kind: "refuse", label: "Refuse next", action: "add", about: "The next order is refused: the customer's money comes back." },
  { kind: "hang_after", label: "Hang next", action: "add", about: "The next order is taken, the answer never comes: it is checked, not sent twice." },
  { kind: "error_500_after", label: "Fail after taking", action: "add", about: "The next order is taken, the answer is an error." },
  { kind: "delay_before", label: "Slow answers", action: "*", times: 5, seconds: 3, about: "The next five answers come three seconds late." },
];
const LOOKS = { pending: "", processing: "work", "in progress": "work", completed: "good", partial: "warm", canceled: "bad", cancelled: "bad", active: "work" };
const NEXT = { pending: "Processing", processing: "In progress", "in progress": "Completed", active: "Completed" };
const FINAL = new Set(["completed", "partial", "canceled", "cancelled", "expired"]);

export class ProviderPane {
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.panel = "";
    this.seen = null;
    this.unread = 0;
    this.asked = new Set();
    this.title = el("small");
    this.shops = el("div", { class: "shops" });
    this.faults = el("div", { class: "faults" });
    this.orders = el("div", { class: "orders", tabindex: "0", "aria-label": "Orders" });
    root.append(el("header", {}, el("h2", {}, "Providers", this.title), this.shops), this.faults, this.orders);
    this.reload = follow("/sim/panel/events", () => this.load(), () => {});
  }

  get visible() { return this.root.offsetParent !== null && !document.hidden; }

  async load() {
    const answer = await fetch("/sim/panel/orders");
    if (!answer.ok) throw new Error(answer.statusText);
    this.state = await answer.json();
    this.render();
  }

  read() { this.unread = 0; this.changed(); }

  render() {
    const { panels, orders } = this.state;
    const fresh = new Set(orders.map((order) => `${order.panel}/${order.id}`));
    if (this.seen && !this.visible) this.unread += [...fresh].filter((key) => !this.seen.has(key)).length;
    const open = orders.filter((order) => !FINAL.has(order.status.toLowerCase())).length;
    this.title.textContent = orders.length ? `${orders.length} ${orders.length === 1 ? "order" : "orders"}, ${open} open` : "simulated, API v2";
    this.renderShops(panels);
    this.renderFaults(panels);
    const shown = orders.filter((order) => !this.panel || order.panel === this.panel);
    const writing = this.orders.contains(document.activeElement) && document.activeElement.tagName === "INPUT";
    if (!writing) {
      this.orders.replaceChildren(...(shown.length ? shown.map((order) => this.card(order)) : [el("div", { class: "empty" }, el("b", {}, "No orders yet"), "What a customer confirms in the chat arrives here.")]));
    }
    this.seen = fresh;
    this.changed();
  }

  renderShops(panels) {
    const chip = (name, label, small) => el("button", { "aria-pressed": String(this.panel === name), onclick: () => { this.panel = name; this.render(); } }, el("b", {}, label), el("small", {}, small));
    this.shops.replaceChildren(chip("", "All", `${panels.length} at once`), ...panels.map((panel) => chip(panel.name, panel.name, Number(panel.balance).toFixed(2))));
  }

  renderFaults(panels) {
    const armed = panels.flatMap((panel) => panel.faults.map((fault) => ({ ...fault, panel: panel.name })));
    const chips = FAULTS.map((fault) => el("button", {
      class: `chip${armed.some((one) => one.kind === fault.kind && (!this.panel || one.panel === this.panel)) ? " armed" : ""}`, title: fault.about, onclick: () => this.arm(fault),
    }, fault.label));
    const clear = armed.length ? el("button", { class: "chip clear", onclick: () => this.call(fetch("/sim/panel/faults", { method: "DELETE" })) }, "Clear faults") : null;
    this.faults.replaceChildren(el("small", {}, "Make it go wrong:"), ...chips, clear ?? "");
  }

  async arm(fault) {
    const names = this.panel ? [this.panel] : this.state.panels.map((panel) => panel.name);
    for (const panel of names) {
      await post("/sim/panel/faults", { panel, action: fault.action, kind: fault.kind, times: fault.times ?? 1, ...(fault.seconds ? { seconds: fault.seconds } : {}) });
    }
    this.reload();
  }

  async call(request) {
    await request;
    this.reload();
  }

  card(order) {
    const key = `${order.panel}/${order.id}`;
    const status = order.status.toLowerCase();
    const quantity = Number(order.quantity) || 0;
    const remains = Number(order.remains);
    const done = FINAL.has(status) && status !== "partial" ? (status === "completed" ? 1 : 0) : quantity && Number.isFinite(remains) ? 1 - Math.min(Math.max(remains, 0), quantity) / quantity : 0;
    const fact = (name, value) => (value === null || value === undefined || value === "" ? null : el("div", {}, el("dt", {}, name), el("dd", {}, String(value))));
    const bar = el("div", { class: "progress", role: "progressbar", "aria-valuenow": String(Math.round(done * 100)), "aria-label": "delivered" }, el("i"));
    bar.firstChild.style.width = `${done * 100}%`;
    return el("article", { class: `order${this.seen && !this.seen.has(key) ? " fresh" : ""}` },
      el("h3", { title: order.service_name }, order.service_name),
      el("span", { class: "status", data: { look: LOOKS[status] ?? "" } }, order.status),
      el("div", { class: "link", title: order.link ?? "" }, order.link || order.fields?.username || ""),
      el("dl", {}, fact("order", order.id), fact("at", order.panel), fact("quantity", order.quantity), fact("remains", order.remains), fact("charge", order.charge), fact("start", order.start_count)),
      bar, this.acts(order, key, status, quantity));
  }

  acts(order, key, status, quantity) {
    const move = (body) => this.call(post(`/sim/panel/orders/${encodeURIComponent(order.panel)}/${encodeURIComponent(order.id)}`, body));
    const button = (label, act) => el("button", { class: "chip", onclick: act }, label);
    if (this.asked.has(key)) {
      const input = el("input", { type: "number", min: "0", max: String(quantity), value: String(Math.floor(quantity / 4)), "aria-label": "Remains" });
      const set = () => { this.asked.delete(key); input.blur(); move({ status: "Partial", remains: Number(input.value) }); };
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") set(); });
      return el("div", { class: "acts" }, input, button("Set partial", set), button("Back", () => { this.asked.delete(key); this.render(); }));
    }
    const partial = quantity > 1 && status !== "partial" ? button("Partial…", () => { this.asked.add(key); this.render(); this.orders.querySelector("input")?.select(); }) : null;
    if (FINAL.has(status)) return el("div", { class: "acts" }, status === "completed" ? button("Cancel after all", () => move({ status: "Canceled" })) : null);
    const next = NEXT[status] ?? "In progress";
    return el("div", { class: "acts" }, next === "Completed" ? null : button(`→ ${next}`, () => move({ status: next })), button("Complete", () => move({ status: "Completed", remains: 0 })), partial, button("Cancel", () => move({ status: "Canceled" })));
  }
}
