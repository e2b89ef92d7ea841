// One message as a bubble with its keyboard.
import { clock, el } from "./dom.js";
import { rich } from "./text.js";

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

/** `acts` has tap(message, row, column), pay(message), command(text), copied(). */
export function messageNode(message, acts) {
  if (message.kind === "service") return serviceNode(message);
  const mine = !message.from_bot;
  const node = el("article", { class: `msg${mine ? " mine" : ""}`, data: { id: message.id } });
  const meta = el("span", { class: "meta" }, `${message.edited ? "edited " : ""}${clock(message.date)}${mine ? " ✓" : ""}`);
  const words = message.text ? rich(message.text, message.entities, acts.command) : [];
  const quote = message.reply_to ? el("div", { class: "quote" }, message.reply_to.text || "…") : null;
  if (message.kind === "sticker") node.append(el("div", { class: "sticker" }, message.file.emoji || "🙂"));
  else node.append(el("div", { class: "bubble" }, quote, ...media(message), ...words, meta));
  if (message.rows.length) {
    node.classList.add("has-keys");
    node.append(keyboard(message, acts));
  }
  return node;
}

function media(message) {
  const source = message.file && `/sim/telegram/files/${message.file.file_id}`;
  switch (message.kind) {
    case "photo": return [el("img", { src: source, alt: "A photo", loading: "lazy" })];
    case "document": return [el("a", { class: "file", href: source, download: message.file.file_name || "file" },
      el("i", { "aria-hidden": "true" }, "📄"), el("span", {}, el("b", {}, message.file.file_name || "file"), el("small", {}, size(message.file.file_size))))];
    case "voice": return [el("div", { class: "file" }, el("i", { "aria-hidden": "true" }, "🎤"), el("span", {}, el("b", {}, "Voice message")))];
    case "contact": return [el("div", { class: "file" }, el("i", { "aria-hidden": "true" }, "👤"), el("span", {}, el("b", {}, message.contact.first_name), el("small", {}, message.contact.phone_number)))];
    case "invoice": return [el("div", { class: "invoice" }, el("b", {}, message.invoice.title), el("span", {}, message.invoice.description), el("br"), el("span", { class: "price" }, `⭐ ${message.invoice.total_amount} Stars`))];
    default: return [];
  }
}

function serviceNode(message) {
  const paid = message.successful_payment;
  const back = message.refunded_payment;
  const text = paid ? ["You paid ", el("b", {}, `⭐ ${paid.total_amount}`)] : back ? ["Refunded ", el("b", {}, `⭐ ${back.total_amount}`)] : ["—"];
  return el("div", { class: "note", data: { id: message.id } }, ...text);
}

function keyboard(message, acts) {
  const rows = message.rows.map((row, rowIndex) => el("div", {}, ...row.map((button, column) => key(message, button, rowIndex, column, acts))));
  return el("div", { class: "keys" }, ...rows);
}

function key(message, button, row, column, acts) {
  if (button.url) return el("a", { class: "corner", href: button.url, target: "_blank", rel: "noopener noreferrer", title: button.text }, button.text);
  const node = el("button", { type: "button", title: button.text }, button.text);
  if (button.pay) node.classList.add("pay");
  if (button.data) node.dataset.data = button.data;
  node.addEventListener("click", () => {
    if (button.pay) acts.pay(message);
    else if (button.copy_text) navigator.clipboard?.writeText(button.copy_text).then(acts.copied, () => {});
    else if (button.data) acts.tap(message, row, column);
  });
  return node;
}
