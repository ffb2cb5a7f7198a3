"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.words;
  const locale = data.ui === "zh" ? "zh-CN" : "en";
  const whole = new Intl.NumberFormat(locale);
  const tenth = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const rounded = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  // What is not quite all is never told as all, nor a little as nothing.
  const percent = { format: (part) => (part > 0 && part < 0.0005 ? "<0.1%" : part < 1 && part >= 0.9995 ? ">99.9%" : rounded.format(part)) };
  const SEVERITIES = ["block", "warn", "note"];
  const OTHER = "…";
  const HUES = 7;
  const SHOWN = 10;
  const state = { shop: "", family: "", severities: new Set(SEVERITIES), measure: "count", waits: "first_human" };

  const byId = (id) => document.getElementById(id);
  const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
  const say = (name, fields = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => fields[key]);
  const named = (table, value) => (value === "" ? words.unknown : value === OTHER ? words.others : table[value] || value);
  const shopName = (shop) => named({}, shop);

  // Everything that users wrote is put in as text: nothing here reads HTML.
  function make(tag, classes, ...children) {
    const made = document.createElement(tag);
    if (classes) made.className = classes;
    made.append(...children);
    return made;
  }
  function draw(tag, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }
  const put = (id, ...children) => byId(id).replaceChildren(...children);
  const nothing = () => make("p", "empty", data.cells.found.rule.length ? words.nothing_left : words.nothing);

  function duration(seconds) {
    if (seconds === null || seconds === undefined) return "–";
    const zh = data.ui === "zh";
    const [size, unit] = seconds < 60 ? [1, zh ? "秒" : "s"] : seconds < 3600 ? [60, zh ? "分钟" : "min"] : [3600, zh ? "小时" : "h"];
    return `${tenth.format(seconds / size)} ${unit}`;
  }
  function clock(seconds) {
    return `${String(Math.floor(seconds / 3600)).padStart(2, "0")}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, "0")}`;
  }

  // The counts that pass the filters: by value, by severity.
  const passes = (shop, family, severity) =>
    (state.shop === "" || shop === state.shop.slice(1)) && (state.family === "" || family === state.family) && state.severities.has(severity);
  function found(dimension, key = (row) => row[0]) {
    const counts = new Map();
    for (const row of data.cells.found[dimension]) {
      if (!passes(row[1], row[2], row[3])) continue;
      const name = key(row);
      if (!counts.has(name)) counts.set(name, { block: 0, warn: 0, note: 0 });
      counts.get(name)[row[3]] += row[4];
    }
    return counts;
  }
  function said(dimension, key = (row) => row[0]) {
    const counts = new Map();
    for (const row of data.cells.said[dimension]) {
      if (state.shop !== "" && row[1] !== state.shop.slice(1)) continue;
      counts.set(key(row), (counts.get(key(row)) || 0) + row[2]);
    }
    return counts;
  }
  const total = (counts) => counts.block + counts.warn + counts.note;
  const scaled = (number, messages) => (state.measure === "count" ? number : messages ? (number * 10000) / messages : 0);
  const shown = (number) => (state.measure === "count" ? whole.format(number) : tenth.format(number));

  function numbers() {
    const messages = sum([...said("platform").values()]);
    const counts = [...found("rule").values()];
    const all = sum(counts.map(total));
    const tally = tallied();
    const median = tally && quantile(tally.first_human.boxes, 0.5);
    const rated = tally && tally.counted ? tally.met / tally.counted : null;
    const cards = [
      ["", whole.format(messages), words.messages_checked, state.shop ? "" : say("of_total", { n: whole.format(data.messages.total) })],
      ["block", whole.format(sum(counts.map((c) => c.block))), words.blocking, ""],
      ["warn", whole.format(all), words.findings, ""],
      ["warn", messages ? tenth.format((all * 10000) / messages) : "–", words.per_10000, ""],
      ["good", median === undefined || median === null ? "–" : `≤ ${duration(median)}`, words.first_median, ""],
      ["good", rated === null ? "–" : percent.format(rated), words.rate, ""],
    ];
    put("numbers", ...cards.map(([kind, number, name, more]) =>
      make("div", `number ${kind}`, make("b", "", number), make("span", "", name), ...(more ? [make("span", "", more)] : []))));
  }

  const DAY = 86400000;
  const iso = (time) => new Date(time).toISOString().slice(0, 10);
  function bins() {
    const first = data.period.first, last = data.period.last;
    if (!first) return { step: "day", key: (day) => day, keys: [] };
    const from = Date.parse(first), to = Date.parse(last);
    const days = (to - from) / DAY + 1;
    const step = data.cells.step === "month" || days > 420 ? "month" : days > 70 ? "week" : "day";
    if (step === "month") {
      const keys = [];
      let [year, month] = first.split("-").map(Number);
      for (; keys.length < 1200; month === 12 ? (year++, month = 1) : month++) {
        keys.push(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`);
        if (keys[keys.length - 1] >= last.slice(0, 7)) break;
      }
      return { step, key: (day) => day.slice(0, 7), keys };
    }
    const monday = (day) => { const time = Date.parse(day); return iso(time - ((new Date(time).getUTCDay() + 6) % 7) * DAY); };
    const key = step === "week" ? monday : (day) => day;
    const keys = [];
    for (let time = Date.parse(key(first)); time <= to; time += step === "week" ? 7 * DAY : DAY) keys.push(iso(time));
    return { step, key, keys };
  }

  function columns(id, keys, counts, messages, label, every) {
    const box = byId(id);
    const width = Math.max(box.clientWidth || 0, 280), height = width < 500 ? 190 : 240;
    const left = 40, top = 14, bottom = 24;
    const values = keys.map((key) => {
      const found = counts.get(key) || { block: 0, warn: 0, note: 0 };
      return SEVERITIES.map((severity) => scaled(found[severity], messages.get(key) || 0));
    });
    // Axes with nothing between them look like a chart that failed.
    if (!values.some(sum)) return box.replaceChildren(nothing());
    const most = nice(Math.max(...values.map(sum), 0));
    const y = (value) => top + (height - top - bottom) * (1 - value / most);
    const slot = (width - left) / Math.max(keys.length, 1);
    const bar = Math.max(Math.min(slot * 0.72, 44), 1);
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": box.closest("section").querySelector("h2").textContent });
    for (const part of [0, 0.25, 0.5, 0.75, 1]) {
      svg.append(draw("line", { class: "grid", x1: left, x2: width, y1: y(most * part), y2: y(most * part) }));
      if (part * 4 % 2 === 0) svg.append(draw("text", { x: left - 8, y: y(most * part) + 4, "text-anchor": "end" }, shown(most * part)));
    }
    keys.forEach((key, n) => {
      const x = left + slot * n + (slot - bar) / 2;
      const column = draw("g", { class: "column" });
      let reached = 0;
      SEVERITIES.forEach((severity, s) => {
        const value = values[n][s];
        if (!value) return;
        column.append(draw("rect", { class: `fill-${severity}`, x, width: bar, y: y(reached + value), height: Math.max(y(reached) - y(reached + value), 0.5), rx: bar > 6 ? 1.5 : 0 }));
        reached += value;
      });
      const lines = SEVERITIES.map((severity, s) => [severity, values[n][s]]).filter(([, value]) => value).map(([severity, value]) => `${data.severities[severity]} ${shown(value)}`);
      column.append(draw("title", {}, [label(key, true), ...lines].join("\n")));
      column.append(draw("rect", { x: left + slot * n, width: slot, y: top, height: height - top - bottom, fill: "transparent" }));
      svg.append(column);
      const step = every || Math.ceil(keys.length / Math.max(Math.floor((width - left) / 80), 1));
      if (n % step === 0) svg.append(draw("text", { x: x + bar / 2, y: height - 6, "text-anchor": "middle" }, label(key, false)));
    });
    const legend = make("div", "legend", ...SEVERITIES.filter((s) => state.severities.has(s)).map((s) => make("span", "", make("i", s), data.severities[s])));
    box.replaceChildren(svg, legend);
  }
  function nice(value) {
    if (value <= 0) return 4;
    const size = 10 ** Math.floor(Math.log10(value));
    const step = [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10].find((part) => part * size >= value) * size;
    return state.measure === "count" && step < 4 ? 4 : step;
  }

  function trend() {
    const { step, key, keys } = bins();
    byId("trend-hint").textContent = state.measure === "count" ? words[`trend_${step}`] : `${words[`trend_${step}`]} · ${words.per_10000}`;
    const dated = (row) => (row[0] ? key(row[0]) : "");
    columns("trend", keys, found("day", dated), said("day", dated), (day, long) => (long || step === "month" ? day : day.slice(5)), 0);
  }
  function hours() {
    const keys = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));
    columns("hours", keys, found("hour"), said("hour"), (hour, long) => (long ? `${hour}:00–${hour}:59` : hour), byId("hours").clientWidth < 420 ? 4 : 2);
  }

  function shops() {
    const families = new Map(), cells = new Map();
    for (const [, shop, family, severity, number] of data.cells.found.rule) {
      if (!passes(shop, family, severity)) continue;
      families.set(family, (families.get(family) || 0) + number);
      if (!cells.has(shop)) cells.set(shop, new Map());
      cells.get(shop).set(family, (cells.get(shop).get(family) || 0) + number);
    }
    const messages = said("platform", (row) => row[1]);
    const order = [...families].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([family]) => family);
    const hue = (family) => Math.min(order.indexOf(family), HUES);
    const rows = [...messages.keys()].map((shop) => {
      const parts = Array(HUES + 1).fill(0);
      for (const [family, number] of cells.get(shop) || []) parts[hue(family)] += scaled(number, messages.get(shop));
      return { shop, parts, amount: sum(parts) };
    }).sort((a, b) => (a.shop === OTHER) - (b.shop === OTHER) || b.amount - a.amount || (a.shop < b.shop ? -1 : 1));
    // The small shops together are no shop: they stand last, and the bars are drawn to the largest of the others.
    const most = Math.max(...rows.filter((row) => row.shop !== OTHER || rows.length === 1).map((row) => row.amount), 0);
    const name = (n) => (n === HUES && order.length > HUES + 1 ? words.others : named(data.families, order[n]));
    const made = rows.map(({ shop, parts, amount }) => {
      const bars = make("div", "bars");
      parts.forEach((part, n) => {
        if (!part) return;
        const bar = make("div", `bar f${n}`, part / Math.max(most, amount) > 0.06 ? shown(part) : "");
        bar.style.width = `${(part / Math.max(most, amount)) * 100}%`;
        bar.title = `${name(n)}: ${shown(part)}`;
        bars.append(bar);
      });
      const label = make("div", "name", shopName(shop));
      label.title = shopName(shop);
      return make("div", "row", label, bars, make("div", "amount", shown(amount)));
    });
    const legend = make("div", "legend", ...order.slice(0, HUES + 1).map((_, n) => make("span", "", make("i", `f${n}`), name(n))));
    put("shops", ...(rows.length ? [...made, legend] : [nothing()]));
  }

  function bars(counts, most, messages) {
    const made = make("div", "bars thin");
    for (const severity of SEVERITIES) {
      if (!counts[severity]) continue;
      const bar = make("div", `bar ${severity}`);
      bar.style.width = `${(scaled(counts[severity], messages) / most) * 100}%`;
      bar.title = `${data.severities[severity]} ${whole.format(counts[severity])}`;
      made.append(bar);
    }
    return made;
  }
  function list(id, rows, limit) {
    rows.sort((a, b) => (a.shop === OTHER) - (b.shop === OTHER) || b.amount - a.amount || (a.key < b.key ? -1 : 1));
    const kept = rows.filter((row) => row.amount > 0).slice(0, limit);
    const most = Math.max(...kept.map((row) => row.amount), 0);
    const left = rows.filter((row) => row.amount > 0).length - kept.length;
    const made = make("div", "list", ...kept.map((row) =>
      make("div", "row", row.label, make("div", "amount", shown(row.amount)), bars(row.counts, most, row.messages))));
    put(id, ...(kept.length ? [made] : [nothing()]), ...(left > 0 ? [make("p", "hint", say("more", { n: left }))] : []));
  }
  function rules() {
    const messages = sum([...said("platform").values()]);
    list("rules", [...found("rule")].map(([rule, counts]) => ({
      key: rule, counts, messages, amount: scaled(total(counts), messages),
      label: make("div", "name", named(data.titles, rule), ...(data.titles[rule] ? [make("code", "", rule)] : [])),
    })), SHOWN);
  }
  function agents() {
    const pair = (row) => JSON.stringify([row[0], row[1]]);
    const messages = said("agent", pair);
    const repeats = new Map(data.offenders.map((row) => [pair(row), row[2]]));
    list("agents", [...found("agent", pair)].map(([key, counts]) => {
      const [agent, shop] = JSON.parse(key);
      const tag = repeats.has(key) ? [make("span", "tag", say("repeat", { n: repeats.get(key) }))] : [];
      const where = `${shopName(shop)} · ${words.messages} ${whole.format(messages.get(key) || 0)}`;
      return {
        key, shop, counts, messages: messages.get(key) || 0, amount: scaled(total(counts), messages.get(key) || 0),
        label: make("div", "name", named({}, agent), ...tag, make("small", "", where)),
      };
    }), SHOWN);
  }
  function share(id, dimension, table) {
    const messages = said(dimension);
    list(id, [...found(dimension)].map(([value, counts]) => ({
      key: value, counts, messages: messages.get(value) || 0, amount: scaled(total(counts), messages.get(value) || 0),
      label: make("div", "name", named(table, value), make("small", "", `${words.messages} ${whole.format(messages.get(value) || 0)}`)),
    })), 8);
  }

  // Service: the sum over all definitions, of one shop where one is chosen.
  const ofShop = (service) => (state.shop === "" ? service.total : service.shops[state.shop.slice(1)]);
  function tallied() {
    const tallies = data.service.map(ofShop).filter(Boolean);
    if (!tallies.length) return null;
    const add = (a, b) => {
      if (typeof a === "number") return a + b;
      const boxes = a.boxes.map((box, n) => box + b.boxes[n]);
      const total = a.mean * a.number + b.mean * b.number;
      return { boxes, number: a.number + b.number, mean: a.number + b.number ? total / (a.number + b.number) : null };
    };
    return tallies.reduce((a, b) => Object.fromEntries(Object.keys(a).filter((name) => name !== "rate").map((name) => [name, add(a[name], b[name])])));
  }
  function quantile(boxes, part) {
    const all = sum(boxes);
    let reached = 0;
    for (let n = 0; n < data.edges.length; n++) {
      reached += boxes[n];
      if (reached && reached >= part * all) return data.edges[n];
    }
    return null;
  }
  function service() {
    const tally = tallied();
    const kinds = ["first_human", "human", "human_inside", "bot"];
    switches("waits", kinds.map((kind) => [kind, words[kind], ""]), (kind) => kind === state.waits, (kind) => { state.waits = kind; service(); });
    for (const part of [byId("waits"), byId("definitions").previousElementSibling]) part.hidden = !tally;
    if (!tally) {
      put("sessions"); put("shares"); put("definitions"); put("distribution", make("p", "empty", words.no_waits));
      return;
    }
    const part = (number) => (tally.asked ? percent.format(number / tally.asked) : "");
    const turns = tally.inside + tally.outside;
    const facts = [
      [whole.format(tally.sessions), words.sessions, ""],
      [whole.format(tally.by_human), words.by_human, part(tally.by_human)],
      [whole.format(tally.by_bot), words.by_bot, part(tally.by_bot)],
      [whole.format(tally.unanswered), words.unanswered, part(tally.unanswered)],
      [whole.format(tally.offline), words.offline, part(tally.offline)],
      [turns ? percent.format(tally.inside / turns) : "–", words.inside, ""],
      [duration(tally.first_human.mean), words.mean_first, ""],
      [duration(tally.human.mean), words.mean_turn, ""],
    ];
    put("sessions", ...facts.map(([number, name, part]) =>
      make("div", "", make("b", "", number, ...(part ? [make("small", "", part)] : [])), make("span", "", name))));
    distribution(tally[state.waits]);
    put("definitions", ...data.service.filter(ofShop).map(definition));
  }
  const TOLD = [30, 180, 300, 43200, 86400, 172800];
  const short = (seconds) => duration(seconds).replace(/ 分钟/, "分").replace(/ 小时/, "时").replace(/ /g, "");
  function distribution(waits) {
    const all = waits.number;
    put("shares", ...TOLD.map((edge) => {
      const within = sum(waits.boxes.slice(0, data.edges.indexOf(edge) + 1));
      return make("div", "share", make("b", "", all ? percent.format(within / all) : "–"), make("span", "", `≤ ${duration(edge)}`));
    }));
    if (!all) return put("distribution", make("p", "empty", words.no_waits));
    const box = byId("distribution");
    const width = Math.max(box.clientWidth || 0, 280), height = width < 500 ? 200 : 250, top = 24, bottom = 26;
    const slot = width / waits.boxes.length;
    const most = Math.max(...waits.boxes);
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${words.service}: ${words[state.waits]}` });
    svg.append(draw("line", { class: "grid", x1: 0, x2: width, y1: height - bottom, y2: height - bottom }));
    waits.boxes.forEach((number, n) => {
      const tall = ((height - top - bottom) * number) / most;
      const edge = data.edges[n];
      const until = edge === undefined ? say("over", { t: duration(data.edges[n - 1]) }) : `≤ ${duration(edge)}`;
      const column = draw("g", { class: "column" });
      column.append(draw("title", {}, `${until}: ${whole.format(number)} · ${percent.format(number / all)}`));
      column.append(draw("rect", { class: "fill-accent", x: slot * n + slot * 0.1, width: slot * 0.8, y: height - bottom - tall, height: Math.max(tall, number ? 1 : 0), rx: 2 }));
      const peak = number >= (waits.boxes[n - 1] || 0) && number > (waits.boxes[n + 1] || 0);
      if (number && (width > 700 || (peak && number / all > 0.02))) column.append(draw("text", { class: "value", x: slot * (n + 0.5), y: height - bottom - tall - 6, "text-anchor": "middle" }, width > 700 ? percent.format(number / all) : `${Math.round((number / all) * 100)}%`));
      svg.append(column);
      if (width > 700 || n % 3 === 0) svg.append(draw("text", { x: slot * (n + 0.5), y: height - 8, "text-anchor": "middle" }, edge === undefined ? `>${short(data.edges[n - 1])}` : `≤${short(edge)}`));
    });
    put("distribution", svg);
  }
  const inUi = (texts) => (texts ? texts[data.ui] : "");
  function definition(service) {
    const rule = service.definition, tally = ofShop(service);
    const rate = tally.counted ? tally.met / tally.counted : null;
    const good = rate === null || rule.target === null ? "" : rate >= rule.target ? "good" : "bad";
    const window = rule.hours.opens === 0 && rule.hours.closes === 86400 ? words.always : `${clock(rule.hours.opens)}–${clock(rule.hours.closes)}`;
    const facts = [
      `${say("of_counted", { met: whole.format(tally.met), counted: whole.format(tally.counted) })} ${words[`unit_${rule.unit}`]}`,
      rule.target === null ? words.no_target : say("target", { t: percent.format(rule.target) }),
      say("window", { t: window }),
      rule.bots ? words.bots_count : words.bots_do_not,
    ];
    const source = make("p", "soft", `${words.source}: `);
    for (const link of rule.source) {
      if (/^https?:\/\//.test(link.url)) {
        const anchor = make("a", "", link.title);
        anchor.href = link.url; anchor.rel = "noopener noreferrer"; anchor.target = "_blank";
        source.append(anchor, " · ");
      } else source.append(link.title, " · ");
    }
    source.append(words[`basis_${rule.basis}`] || rule.basis);
    return make("div", "definition",
      make("p", "soft", named(data.platforms, rule.id)), make("p", "metric", inUi(rule.metric)),
      make("p", `big ${good}`, rate === null ? "–" : percent.format(rate)), make("ul", "terms", ...facts.map((fact) => make("li", "", fact))),
      ...(rule.note ? [make("p", "soft", inUi(rule.note))] : []),
      make("p", "soft", words.excluded), make("ul", "", ...rule.excluded.map((text) => make("li", "", inUi(text)))), source);
  }

  function threads() {
    let left = 0;
    const known = new Set(data.cells.said.platform.map((row) => row[1]));
    for (const thread of document.querySelectorAll(".thread")) {
      const own = JSON.parse(thread.dataset.shop), shop = known.has(own) ? own : OTHER;
      const kinds = thread.dataset.kinds.split(" ").map((kind) => kind.split(":"));
      thread.hidden = !kinds.some(([family, severity]) => passes(shop, family, severity));
      left += !thread.hidden;
    }
    byId("no-threads").hidden = left > 0 || !document.querySelector(".thread");
  }

  function switches(id, choices, pressed, press) {
    put(id, ...choices.map(([value, text, kind]) => {
      const button = make("button", kind, text);
      button.type = "button";
      button.setAttribute("aria-pressed", String(pressed(value)));
      button.addEventListener("click", () => { press(value); byId(id).querySelectorAll("button")[choices.findIndex((c) => c[0] === value)].focus({ preventScroll: true }); });
      return button;
    }));
  }
  function controls() {
    switches("severities", SEVERITIES.map((s) => [s, data.severities[s], s]), (s) => state.severities.has(s), (s) => {
      if (state.severities.has(s)) state.severities.delete(s); else state.severities.add(s);
      show();
    });
    switches("measure", [["count", words.as_count, ""], ["share", words.as_share, ""]], (m) => m === state.measure, (m) => { state.measure = m; show(); });
  }
  function charts() { trend(); hours(); shops(); rules(); agents(); share("languages", "language", data.languages); share("platforms", "platform", data.platforms); service(); }
  function show() { controls(); numbers(); charts(); threads(); }

  function fill(id, values, name, mark) {
    for (const value of values) {
      const option = make("option", "", name(value));
      option.value = mark + value;
      byId(id).append(option);
    }
  }
  // A shop without a name can be chosen too, so a chosen shop has a mark before its name.
  fill("shop", [...new Set(data.cells.said.platform.map((row) => row[1]))].sort(), shopName, "=");
  fill("family", [...new Set(data.cells.found.rule.map((row) => row[2]))].sort(), (family) => named(data.families, family), "");
  byId("shop").addEventListener("change", (event) => { state.shop = event.target.value; show(); });
  byId("family").addEventListener("change", (event) => { state.family = event.target.value; show(); });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => {
    Object.assign(state, { shop: "", family: "", severities: new Set(SEVERITIES), measure: "count" });
    show();
  });
  byId("print").addEventListener("click", () => window.print());
  byId("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : window.matchMedia("(prefers-color-scheme: dark)").matches;
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  });
  window.addEventListener("beforeprint", () => { for (const thread of document.querySelectorAll(".thread")) thread.open = true; });
  let waiting = 0;
  window.addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(charts); });
  show();
})();
