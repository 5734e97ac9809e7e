/* What pages do better with a script; every page is whole without it. Nothing is fetched, nothing is sent. */
"use strict";

/* The theme: the system's, or the other one if it is asked for. */
(() => {
  const button = document.querySelector("[data-theme-button]");
  if (!button) return;
  const root = document.documentElement;
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const name = () => { button.textContent = isDark() ? "Light" : "Dark"; };
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("communique-theme", root.dataset.theme); } catch { /* for this page only */ }
    name();
  });
})();

/* A story: layers without a round trip, cards beside the words, arrow keys from mark to mark. */
(() => {
  const article = document.querySelector("article.story");
  if (!article) return;
  const form = document.querySelector("[data-layers]");
  form.classList.add("live");
  form.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    article.classList.toggle(`show-${box.value}`, box.checked);
    const address = new URL(location.href);
    address.searchParams.delete("layer");
    const on = [...form.querySelectorAll("input:checked")].map((one) => one.value);
    const all = form.querySelectorAll("input").length;
    if (on.length < all) (on.length ? on : ["none"]).forEach((value) => address.searchParams.append("layer", value));
    history.replaceState(null, "", address);
    roam();
  });
  document.querySelector("[data-hint]").hidden = false;

  const peek = document.createElement("div");
  peek.className = "peek";
  peek.hidden = true;
  peek.setAttribute("role", "status");
  document.body.append(peek);
  const cardOf = (id) => document.getElementById(`card-${id}`) || document.getElementById(`card-${id.replace(/-\d+$/, "")}`);
  let waiting = 0;
  const show = (mark) => {
    clearTimeout(waiting);
    const cards = (mark.dataset.cards || "").split(" ").filter(Boolean).slice(0, 3).map(cardOf).filter(Boolean)
      .filter((card) => [...card.classList].some((name) => name.startsWith("layer-") && article.classList.contains(`show-${name.slice(6)}`)));
    if (!cards.length) return hide();
    peek.replaceChildren(...[...new Set(cards)].map((card) => {
      const copy = card.cloneNode(true);
      copy.removeAttribute("id");
      const shown = document.createElement("div");
      shown.className = copy.className;
      shown.append(...copy.childNodes);
      return shown;
    }));
    peek.hidden = false;
    const at = mark.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - peek.offsetWidth - 8));
    const under = at.bottom + 6 + peek.offsetHeight < innerHeight;
    peek.style.left = `${left + scrollX}px`;
    peek.style.top = `${(under ? at.bottom + 6 : Math.max(8, at.top - peek.offsetHeight - 6)) + scrollY}px`;
  };
  const hide = () => { peek.hidden = true; };
  const later = () => { clearTimeout(waiting); waiting = setTimeout(hide, 250); };
  article.addEventListener("pointerover", (event) => {
    const mark = event.target.closest("[data-cards]");
    if (mark) show(mark); else later();
  });
  article.addEventListener("pointerleave", later);
  peek.addEventListener("pointerenter", () => clearTimeout(waiting));
  peek.addEventListener("pointerleave", later);
  article.addEventListener("focusin", (event) => {
    const mark = event.target.closest("[data-cards]");
    if (mark) show(mark);
  });
  article.addEventListener("focusout", later);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  /* One stop of the Tab key for all marks; the arrow keys go on from it. */
  let marks = [];
  const isShown = (mark) => mark.classList.contains("pin")
    ? getComputedStyle(mark).display !== "none"
    : (mark.classList.contains("cue") && article.classList.contains("show-statements"))
      || ["actor", "event", "time", "statement", "condition", "position"].some((kind) => mark.classList.contains(kind) && article.classList.contains(`show-${kind}s`));
  const roam = () => {
    marks = [...article.querySelectorAll("a[data-cards]")];
    marks.forEach((mark) => { mark.tabIndex = -1; });
    marks = marks.filter(isShown);
    if (marks.length) marks[0].tabIndex = 0;
  };
  roam();
  article.addEventListener("keydown", (event) => {
    const here = marks.indexOf(event.target);
    if (here < 0) return;
    const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: marks.length - 1 }[event.key];
    if (to === undefined || !marks[to]) return;
    event.preventDefault();
    marks[here].tabIndex = -1;
    marks[to].tabIndex = 0;
    marks[to].focus();
  });
})();

/* Review: the selected words into the form for a missed entry, with which of their occurrences they are; keys for the queue. */
(() => {
  const form = document.querySelector("[data-missed]"), article = document.querySelector("article.story");
  if (form && article) document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!article.contains(range.commonAncestorContainer)) return;
    const textOf = (part) => {
      const copy = part.cloneContents();
      copy.querySelectorAll(".pin").forEach((pin) => pin.remove());
      return copy.textContent;
    };
    const words = textOf(range).trim();
    if (!words) return;
    const before = document.createRange(), whole = document.createRange();
    before.setStart(article, 0);
    before.setEnd(range.startContainer, range.startOffset);
    whole.selectNodeContents(article);
    const all = textOf(whole), at = textOf(before).length, places = [];
    for (let start = all.indexOf(words); start >= 0; start = all.indexOf(words, start + 1)) places.push(start);
    const nth = places.findIndex((start) => start >= at);
    form.elements.words.value = words;
    form.elements.nth.value = places.length > 1 && nth >= 0 ? nth + 1 : "";
  });
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  document.querySelector("[data-hint]").hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    const does = {
      j: () => document.querySelector('.pager a[rel="next"]')?.click(),
      k: () => document.querySelector('.pager a[rel="prev"]')?.click(),
      r: () => queue.querySelector("[data-retract]")?.focus(),
      c: () => queue.querySelector("form select, form input:not([type=hidden])")?.focus(),
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });
})();

/* The timeline: drag to move, wheel with Ctrl (or a pinch) to zoom, + - and the arrow keys likewise; the links do the same by address. */
(() => {
  const svg = document.querySelector("svg.timeline");
  if (!svg) return;
  const frame = svg.closest(".scroll");
  const left = Number(svg.dataset.left), right = Number(svg.dataset.right);
  const whole = [Number(svg.dataset.first), Number(svg.dataset.last)];
  let [first, last] = whole;
  const events = [...svg.querySelectorAll("a.event")].map((link) => ({
    link,
    bar: link.querySelector("path.span"),
    label: link.querySelector("text"),
    first: Number(link.dataset.first),
    last: Number(link.dataset.last),
    y: /,([\d.]+)\)/.exec(link.getAttribute("transform"))[1],
  }));
  const axis = svg.querySelector("g.axis");
  const bottom = axis.querySelector("path")?.getAttribute("d") || "";
  const height = axis.querySelector("text")?.getAttribute("y") || "20";
  const at = (day) => left + (day - first) * (right - left) / (last - first);
  const named = (ordinal) => new Date((ordinal - 719163) * 86400000);
  const words = (day, step) => day.toLocaleDateString("en-GB", step < 28
    ? { day: "numeric", month: "short", timeZone: "UTC" } : step < 360
    ? { month: "short", year: "numeric", timeZone: "UTC" } : { year: "numeric", timeZone: "UTC" });
  const ticks = () => {
    const step = [1, 2, 7, 14, 30.44, 91.3, 182.6, 365.25, 730.5, 1826.25, 3652.5, 18262.5].find((days) => (last - first) / days < 9) || 36525;
    const made = [];
    for (let day = Math.ceil(first / step) * step; day <= last; day += step) {
      const tick = document.createElementNS(svg.namespaceURI, "g");
      tick.setAttribute("class", "tick");
      tick.setAttribute("transform", `translate(${at(day).toFixed(1)},0)`);
      const line = document.createElementNS(svg.namespaceURI, "path");
      line.setAttribute("d", bottom);
      const text = document.createElementNS(svg.namespaceURI, "text");
      text.setAttribute("x", "4");
      text.setAttribute("y", height);
      text.textContent = words(named(Math.round(day)), step);
      tick.append(line, text);
      made.push(tick);
    }
    axis.replaceChildren(...made);
  };
  const draw = () => {
    for (const one of events) {
      const x = at(one.first), end = at(one.last);
      const isIn = end >= left - 1 && x <= right + 1;
      one.link.classList.toggle("out", !isIn);
      one.link.tabIndex = isIn ? 0 : -1;
      one.link.setAttribute("transform", `translate(${x.toFixed(1)},${one.y})`);
      one.bar?.setAttribute("d", `M0,0 H${Math.max(0, Math.min(end, right + 20) - x).toFixed(1)}`);
    }
    ticks();
  };
  const to = (from, until) => {
    const length = Math.max(3, Math.min(until - from, (whole[1] - whole[0]) * 4));
    const middle = (from + until) / 2;
    first = middle - length / 2;
    last = middle + length / 2;
    draw();
  };
  const zoom = (factor, x) => {
    const share = (x - left) / (right - left), day = first + share * (last - first);
    const length = (last - first) * factor;
    to(day - share * length, day + (1 - share) * length);
  };
  const unit = () => svg.viewBox.baseVal.width / svg.getBoundingClientRect().width;
  const place = (event) => (event.clientX - svg.getBoundingClientRect().left) * unit();
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.25 : 0.8, place(event));
  }, { passive: false });
  let held = null, moved = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    held = { x: event.clientX, first, last };
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (!held) return;
    const by = (event.clientX - held.x) * unit() * (held.last - held.first) / (right - left);
    if (Math.abs(event.clientX - held.x) > 4) moved = true;
    if (moved) { svg.classList.add("held"); to(held.first - by, held.last - by); }
  });
  addEventListener("pointerup", () => { held = null; svg.classList.remove("held"); });
  svg.addEventListener("click", (event) => { if (moved) { event.preventDefault(); moved = false; } }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  frame.addEventListener("keydown", (event) => {
    if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = (last - first) / 8, middle = (left + right) / 2;
    const does = {
      "+": () => zoom(0.8, middle), "=": () => zoom(0.8, middle), "-": () => zoom(1.25, middle),
      ArrowLeft: () => to(first - by, last - by), ArrowRight: () => to(first + by, last + by), 0: () => to(...whole),
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });
})();
