// Making elements, and talking to the control API.

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export async function post(path, body, method = "POST") {
  const answer = await fetch(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) });
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(result.error || `${answer.status} ${answer.statusText}`);
  return result;
}

/** Calls `load` now and after each server-sent event, never twice at once; `lost` hears whether the stream is away. */
export function follow(path, load, lost) {
  let busy = false;
  let again = false;
  const run = async () => {
    if (busy) { again = true; return; }
    busy = true;
    do {
      again = false;
      try { await load(); lost(false); } catch { lost(true); }
    } while (again);
    busy = false;
  };
  // A hidden page lets go of its stream: a browser keeps only six connections to one server.
  let stream = null;
  const listen = () => {
    if (document.hidden) { stream?.close(); stream = null; return; }
    if (stream) return;
    stream = new EventSource(path);
    stream.onmessage = run;
    stream.onopen = run;
    stream.onerror = () => lost(true);
  };
  document.addEventListener("visibilitychange", listen);
  listen();
  run();
  return run;
}

export const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

export const day = (seconds) => {
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date().toDateString() ? "Today" : date.toLocaleDateString([], { day: "numeric", month: "long" });
};
