// Text with Telegram's entities as DOM nodes. Offsets count UTF-16 units, as JavaScript's strings do.
import { el } from "./dom.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote" };
const SAFE = /^(https?|tg|mailto):/i;

export function rich(text, entities, onCommand) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const place = { next: 0 };
  const build = (from, to) => {
    const nodes = [];
    let at = from;
    while (place.next < sorted.length && sorted[place.next].offset < to) {
      const entity = sorted[place.next];
      place.next += 1;
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset < at) continue;
      if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
      nodes.push(wrap(entity, text.slice(entity.offset, end), build(entity.offset, end), onCommand));
      at = end;
    }
    if (at < to) nodes.push(text.slice(at, to));
    return nodes;
  };
  return build(0, text.length);
}

function wrap(entity, plain, children, onCommand) {
  switch (entity.type) {
    case "text_link": return link(entity.url, children);
    case "url": return link(SAFE.test(plain) ? plain : `http://${plain}`, children);
    case "email": return link(`mailto:${plain}`, children);
    case "mention": return link(`https://t.me/${plain.slice(1)}`, children);
    case "bot_command": return el("button", { class: "cmd", type: "button", onclick: () => onCommand(plain) }, ...children);
    case "pre": return el("pre", {}, el("code", {}, ...children));
    case "spoiler": {
      const node = el("span", { class: "spoiler", tabindex: "0", role: "button", "aria-label": "Hidden text, press to show" }, ...children);
      const open = () => { node.classList.add("open"); node.removeAttribute("role"); node.removeAttribute("aria-label"); };
      node.addEventListener("click", open);
      node.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
      return node;
    }
    case "expandable_blockquote": {
      const node = el("blockquote", { class: "short" }, ...children);
      node.addEventListener("click", () => node.classList.toggle("short"));
      return node;
    }
    default: return el(TAGS[entity.type] || "span", {}, ...children);
  }
}

function link(url, children) {
  if (!SAFE.test(url)) return el("span", {}, ...children);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
