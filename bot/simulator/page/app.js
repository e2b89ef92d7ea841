// Puts the panes together: state of the server, tabs, the bot's state, the tour.
import { follow, post } from "./dom.js";
import { Phone } from "./phone.js";
import { ProviderPane } from "./provider.js";

const SAM = 1002;
const $ = (selector) => document.querySelector(selector);

let epoch = null;
let seq = 0;
const badges = () => {
  for (const [name, pane] of Object.entries(panes)) {
    const badge = $(`.tabs [data-tab="${name}"] em`);
    badge.textContent = pane.unread || "";
    badge.hidden = !pane.unread;
  }
};
const panes = {};
panes.customer = new Phone($("#customer"), "Customer", { add: true, changed: badges });
panes.admin = new Phone($("#admin"), "Admin", { changed: badges });
panes.provider = new ProviderPane($("#provider"), () => { if (panes.provider) badges(); });

async function loadTelegram() {
  let state = await (await fetch(`/sim/telegram/state?since=${seq}`)).json();
  const fresh = state.epoch !== epoch;
  if (fresh) {
    if (seq) state = await (await fetch("/sim/telegram/state?since=0")).json();
    panes.customer.reset();
    panes.admin.reset();
    epoch = state.epoch;
  }
  seq = state.seq;
  for (const person of state.people) {
    (person.id === SAM ? panes.admin : panes.customer).update(person, state.bot, fresh);
  }
  const { customer } = panes;
  if (customer.wanted && customer.people.has(customer.wanted)) { customer.show(customer.wanted); customer.wanted = null; }
  showBot(await (await fetch("/sim/bot")).json());
  badges();
}

function showBot(bot) {
  const words = { running: "running", restarting: "restarting", starting: "starting", failed: "failed", stopped: "stopped" };
  pill(bot.state, words[bot.state] ?? bot.state, bot.kills ? `, killed ${bot.kills}×` : "", bot.pid ? `Process ${bot.pid}` : "");
  $("#kill").disabled = !bot.pid;
  panes.customer.botState(bot.state);
  panes.admin.botState(bot.state);
}

function pill(state, words, more = "", title = "") {
  const node = $("#bot-state");
  node.dataset.state = state;
  node.title = title;
  const [first, second] = node.querySelectorAll("span");
  if (first.textContent !== words) first.textContent = words;
  second.textContent = more;
}

follow("/sim/telegram/events", loadTelegram, (away) => { if (away) pill("gone", "demo ended", "", "Start it again with: make demo"); });

async function kill() {
  step("kill");
  await post("/sim/bot/kill");
}
$("#kill").addEventListener("click", kill);

// Tabs of a small screen

function tab(name) {
  document.body.dataset.tab = name;
  for (const button of document.querySelectorAll(".tabs button")) {
    if (button.dataset.tab === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  if (name === "provider") panes.provider.read();
  else if (panes[name].sticky) panes[name].toBottom();
  badges();
}
for (const button of document.querySelectorAll(".tabs button")) button.addEventListener("click", () => tab(button.dataset.tab));

// The tour

const done = new Set();
function step(name) {
  done.add(name);
  const items = [...document.querySelectorAll(".tour li")];
  let next = true;
  for (const item of items) {
    const finished = done.has(item.dataset.step);
    item.classList.toggle("done", finished);
    item.classList.toggle("next", !finished && next);
    if (!finished) next = false;
  }
  if (next) items.at(-1).classList.add("next");
}

async function typeAs(pane, text) {
  const phone = panes[pane];
  tab(pane);
  await phone.begin();
  await phone.type(text);
}
const tour = {
  // The shop knows a customer who has written to it, so Anna starts first.
  credit: async () => {
    await panes.customer.begin();
    await typeAs("admin", `/credit ${panes.customer.current} 10 Welcome`);
  },
  catalog: () => typeAs("customer", "/catalog"),
  watch: async () => {
    tab("provider");
    $(".orders").focus({ preventScroll: true });
    $("#provider").scrollIntoView({ block: "nearest", behavior: "smooth" });
    $("#provider").animate([{ boxShadow: "0 0 0 3px var(--accent)" }, { boxShadow: "0 0 0 3px transparent" }], 1200);
  },
  kill,
};
for (const item of document.querySelectorAll(".tour li")) {
  item.querySelector("button").addEventListener("click", async (event) => {
    event.target.disabled = true;
    try { await tour[item.dataset.step](); } finally { event.target.disabled = false; }
    step(item.dataset.step);
  });
}
$("#tour-close").addEventListener("click", () => { $("#tour").remove(); });
step("");
