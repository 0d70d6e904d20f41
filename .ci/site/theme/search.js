// Search by plain comparison: Chinese has no spaces between words, and all the words of the site are few.
"use strict";
const form = document.querySelector("form[role=search]");
const input = form.querySelector("input");
const found = form.querySelector(".found");
const MOST = 20;

function load() {
  if (document.querySelector("script[data-words]")) return;
  const script = document.createElement("script");
  script.src = form.dataset.words;
  script.dataset.words = "";
  script.onload = show;
  document.body.append(script);
}

function* matches(terms) {
  for (const page of WORDS)
    for (const [anchor, heading, text] of page.sections) {
      const [title, head, body] = [page.title, heading, text].map((one) => one.toLowerCase());
      if (!terms.every((term) => `${title} ${head} ${body}`.includes(term))) continue;
      const weight = terms.reduce((sum, term) => sum + 4 * title.includes(term) + 2 * head.includes(term), 0);
      // Each rule has a page of its own; what explains comes before what lists.
      yield { weight: weight - page.url.startsWith("rules/"), page, anchor, heading, text };
    }
}

function marked(text, terms) {
  const line = document.createElement("span");
  const first = Math.min(...terms.map((term) => text.toLowerCase().indexOf(term)).filter((at) => at >= 0), text.length);
  let rest = (first > 30 && first < text.length ? "…" + text.slice(first - 20) : text).slice(0, 120);
  while (rest) {
    const hits = terms.map((term) => [rest.toLowerCase().indexOf(term), term.length]).filter(([at]) => at >= 0);
    const [at, length] = hits.sort((a, b) => a[0] - b[0])[0] ?? [rest.length, 0];
    line.append(rest.slice(0, at));
    if (length) line.append(Object.assign(document.createElement("mark"), { textContent: rest.slice(at, at + length) }));
    rest = rest.slice(at + length);
  }
  return line;
}

function show() {
  const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = !terms.length;
  if (!terms.length || typeof WORDS === "undefined") return;
  const hits = [...matches(terms)].sort((a, b) => b.weight - a.weight);
  found.replaceChildren(
    ...hits.slice(0, MOST).map((hit) => {
      const link = document.createElement("a");
      const base = form.dataset.base.replace(/\/?$/, "/");
      link.href = `${base}${hit.page.url}#${hit.anchor}`;
      const where = hit.heading === hit.page.title ? hit.page.title : `${hit.page.title} › ${hit.heading}`;
      link.append(Object.assign(document.createElement("b"), { textContent: where }), marked(hit.text, terms));
      return link;
    }),
  );
  const summary = document.createElement("p");
  summary.textContent = hits.length ? `找到 ${hits.length} 处` : "没有找到。换个词，或少写几个字。";
  found.append(summary);
}

input.addEventListener("focus", load);
input.addEventListener("input", () => (load(), show()));
form.addEventListener("submit", (event) => (event.preventDefault(), found.querySelector("a")?.click()));
document.addEventListener("click", (event) => form.contains(event.target) || (found.hidden = true));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") found.hidden = true;
  if (event.key === "/" && document.activeElement !== input) (event.preventDefault(), input.focus());
});
