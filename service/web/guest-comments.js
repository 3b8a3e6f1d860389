// <guest-comments key="pk_…" thread="https://…"></guest-comments>: a comment box for any page, in one file and without
// dependencies. What people wrote is only ever set as text. Nothing here knows a score or a threshold.
(() => {
  "use strict";

  const WORDS = {
    vi: {
      title: "Ý kiến ({n})", loading: "Đang tải dữ liệu", none: "Chưa có ý kiến nào. Mời bạn viết ý kiến đầu tiên.",
      text: "Ý kiến của bạn", author: "Tên", website: "Đừng điền ô này", count: "{n} / {max} ký tự", over: "Thừa {n} ký tự",
      left: "Còn {n} ký tự", send: "Gửi ý kiến", sending: "Đang gửi…", again: "Gửi lại", anyway: "Vẫn gửi", wait: "Thử lại sau {n} giây",
      published: "Ý kiến của bạn đã được đăng.", waiting: "Đang chờ duyệt, chỉ mình bạn thấy", refused: "Không được đăng, chỉ mình bạn thấy",
      removed: "Đã được gỡ, chỉ mình bạn thấy", forwarded: "Đã chuyển cho tòa soạn, chỉ mình bạn thấy",
      withdraw: "Rút ý kiến", appeal: "Đề nghị xem lại", appealed: "Đã đề nghị xem lại.", said: "Tòa soạn nhắn:", edited: "đã biên tập",
      reply: "Trả lời", replying: "Trả lời {name}", cancel: "Thôi", report: "Báo", thanks: "Cảm ơn bạn đã báo cho tòa soạn.", why: "Vì sao?",
      insult: "Xúc phạm", hate: "Kỳ thị", threat: "Đe dọa", spam: "Quảng cáo", privacy: "Thông tin riêng tư", false: "Sai sự thật", other: "Lý do khác",
      more: "Xem thêm ý kiến", closed: "Bài viết này không còn nhận ý kiến. Cảm ơn bạn đã quan tâm.", away: "Chưa tải được ý kiến.", retry: "Thử lại",
      failed: "Chưa gửi được: kết nối đang bị gián đoạn. Nội dung đã được lưu trên máy của bạn và sẽ không bị gửi trùng. Mời bạn bấm “Gửi lại”.",
      broken: "Chưa gửi được. Nội dung bạn viết vẫn còn đây.", marked: "Những chữ được gạch chân:",
    },
    en: {
      title: "Comments ({n})", loading: "Loading comments", none: "No comments yet. Be the first.",
      text: "Your comment", author: "Name", website: "Leave this empty", count: "{n} / {max} characters", over: "{n} characters too many",
      left: "{n} characters left", send: "Send comment", sending: "Sending…", again: "Send again", anyway: "Send anyway", wait: "Try again in {n} s",
      published: "Your comment is published.", waiting: "Waiting for an editor, only you see this", refused: "Not published, only you see this",
      removed: "Removed, only you see this", forwarded: "Passed to the newsroom, only you see this",
      withdraw: "Withdraw", appeal: "Ask for another look", appealed: "The editors were asked to look again.", said: "The editors say:", edited: "edited",
      reply: "Reply", replying: "Replying to {name}", cancel: "Cancel", report: "Report", thanks: "Thank you for telling the editors.", why: "Why?",
      insult: "Insulting", hate: "Hateful", threat: "Threatening", spam: "Advertising", privacy: "Private details", false: "Untrue", other: "Another reason",
      more: "More comments", closed: "This article no longer takes comments. Thank you for your interest.", away: "The comments could not be loaded.", retry: "Try again",
      failed: "Not sent yet: the connection was interrupted. Your text is saved on this device and will not be posted twice. Please press “Send again”.",
      broken: "Not sent. Your text is still here.", marked: "The underlined words:",
    },
  };
  const REPORTS = ["insult", "hate", "threat", "spam", "privacy", "false", "other"];
  const NEAR = 50; // characters left from which the counter says so aloud
  const LONGEST_MS = 20000; // then the connection counts as broken
  const MOST_RECEIPTS = 20;
  const RIPE_MS = 1100; // what comes sooner after its form looks like a robot's
  const SCRIPT = document.currentScript?.src;

  const STYLE = `
:host { display: block; min-height: 20rem; contain: layout; }
:host([hidden]) { display: none; }
.box { font-size: max(1em, 15px); line-height: 1.5; letter-spacing: normal; word-spacing: normal; text-transform: none; text-align: start;
  text-indent: 0; font-style: normal; font-weight: 400; white-space: normal; visibility: visible; overflow-wrap: anywhere; color: inherit; --edge: color-mix(in srgb, currentColor 45%, transparent); }
:host([theme="light"]) .box { color-scheme: light; color: #22252a; background: #fff; }
:host([theme="dark"]) .box { color-scheme: dark; color: #e6e7e9; background: #1d2024; }
* { box-sizing: border-box; }
h2 { font-size: 1.2em; margin: 0 0 .5em; }
p, ol { margin: .4em 0; padding: 0; }
ol { list-style: none; }
ol ol { margin-inline-start: 1em; padding-inline-start: .8em; border-inline-start: 2px solid var(--edge); }
li { padding: .6em 0; border-top: 1px solid var(--edge); }
ol ol li:first-child { border-top: 0; }
label { display: block; font-weight: 600; }
textarea, input, select, button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: .4em; padding: .45em .7em; max-width: 100%; min-height: 2.75em; }
select option { color: #22252a; background: #fff; }
textarea { display: block; width: 100%; min-height: 6.5em; resize: vertical; }
button { cursor: pointer; }
button:disabled { cursor: default; opacity: .7; }
.main { background: var(--guest-comments-accent, #1b6a4f); border-color: transparent; color: var(--guest-comments-on-accent, #fff); font-weight: 600; }
.plain { border: 0; padding: .2em .5em; min-height: 1.75em; font-size: .9em; text-decoration: underline; }
:focus-visible { outline: 3px solid var(--guest-comments-focus, #3b7ddd); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: .5em 1em; align-items: end; justify-content: space-between; margin-top: .5em; }
.row label { font-weight: 400; }
.count { font-variant-numeric: tabular-nums; }
.count[data-over] { font-weight: 700; text-decoration: underline; }
.text { white-space: pre-wrap; max-height: 40em; overflow: auto; }
.name { font-weight: 600; display: inline-block; max-width: 100%; max-height: 3em; overflow: hidden; vertical-align: bottom; }
.meta { font-size: .9em; }
.own { border-inline-start: 3px dashed var(--edge); padding-inline-start: .7em; }
.said:not(:empty) { border: 1px solid var(--edge); border-radius: .4em; padding: .6em .8em; margin: .6em 0; }
mark { color: inherit; background: transparent; text-decoration: underline wavy; text-decoration-thickness: 2px; text-underline-offset: .2em; font-weight: 600; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

  // Counting, as the server does: ends trimmed, composed (NFC), CRLF one, by grapheme clusters (UAX #29).

  const MARKS = "\\p{M}\\p{Emoji_Modifier}\\u200c\\u200d\\u0e33\\u0eb3\\uff9e\\uff9f\\u{e0020}-\\u{e007f}";
  const EXTEND = `[${MARKS}]*`;
  const BEFORE = "[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u0d4e\\u{110bd}\\u{110cd}\\u{111c2}\\u{111c3}\\u{113d1}\\u{1193f}\\u{11941}\\u{11a84}-\\u{11a89}\\u{11d46}\\u{11f02}]";
  const OPEN = Array.from({ length: 399 }, (_, at) => String.fromCharCode(0xac00 + 28 * at)).join(""); // syllables that take a vowel
  const [LEAD, VOWEL, TRAIL] = ["[\\u1100-\\u115f\\ua960-\\ua97c]", "[\\u1160-\\u11a7\\ud7b0-\\ud7c6]", "[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]"];
  const HANGUL = `${LEAD}*(?:(?:[${OPEN}]|${VOWEL})${VOWEL}*|[\\uac00-\\ud7a3])${TRAIL}*|${LEAD}+|${TRAIL}+`;
  const PICTURE = "\\p{Extended_Pictographic}[\\p{M}\\p{Emoji_Modifier}\\u{e0020}-\\u{e007f}]*";
  const LETTER = "[\\u0915-\\u0939\\u0958-\\u095f\\u0978-\\u097f\\u0995-\\u09b9\\u09dc-\\u09df\\u09f0\\u09f1\\u0a95-\\u0ab9\\u0af9\\u0b15-\\u0b39\\u0b5c-\\u0b5f\\u0b71\\u0c15-\\u0c39\\u0c58-\\u0c5a\\u0d15-\\u0d3a]";
  const LINK = "[\\u094d\\u09cd\\u0acd\\u0b4d\\u0c4d\\u0d4d]";
  const CONJUNCT = `${LETTER}(?:(?:(?!${LINK})[\\p{M}\\u200d])*${LINK}[\\p{M}\\u200d]*${LETTER})*`;
  const ALONE = "[\\p{Cc}\\u2028\\u2029\\u200b\\u2060-\\u2064\\ufeff]";
  const CLUSTER = new RegExp(`\\r\\n|${ALONE}|${BEFORE}*(?:${PICTURE}(?:\\u200d${PICTURE})*|\\p{RI}\\p{RI}|${HANGUL}|${CONJUNCT}|(?!${ALONE})[^])${EXTEND}|${BEFORE}+`, "gu");

  function graphemes(text) {
    const whole = text.trim().normalize("NFC");
    if (!globalThis.Intl?.Segmenter) return whole.match(CLUSTER)?.length ?? 0;
    let count = 0;
    for (const _ of new Intl.Segmenter("und").segment(whole)) count++;
    return count;
  }

  // Asking the server. The page's own `fetch` or `JSON` may be another's: then XMLHttpRequest asks, and nothing here
  // writes JSON but `written`.

  const isNative = (what) => /\[native code\]/.test(Function.prototype.toString.call(what));

  const quoted = (text) => `"${String(text).replace(/[\u0000-\u001f"\\\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (one) => (/[\ud800-\udfff]/.test(one) ? "\ufffd" : `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`))}"`;
  const written = (body) => `{${Object.keys(body).filter((name) => body[name] != null).map((name) => `${quoted(name)}:${quoted(body[name])}`).join()}}`;

  function asked(method, url, body) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.responseType = "json";
      if (body) request.setRequestHeader("Content-Type", "application/json");
      request.onload = () => resolve({ ok: request.status >= 200 && request.status < 300, answer: request.response ?? {} });
      request.onerror = request.ontimeout = reject;
      request.timeout = LONGEST_MS;
      request.send(body);
    });
  }

  async function fetched(method, url, body) {
    const headers = body ? { "Content-Type": "application/json" } : {};
    const signal = globalThis.AbortSignal?.timeout?.(LONGEST_MS);
    const response = await fetch(url, { method, body, headers, signal, credentials: "omit", referrerPolicy: "strict-origin-when-cross-origin" });
    return { ok: response.ok, answer: await response.json().catch(() => ({})) };
  }

  const ask = (...what) => (isNative(globalThis.fetch) ? fetched(...what) : asked(...what));

  // What this browser remembers; a page without storage forgets.

  const memory = {
    read(place, otherwise) {
      try {
        return localStorage.getItem(`guest-comments ${place}`) ?? otherwise;
      } catch {
        return otherwise;
      }
    },
    write(place, text) {
      try {
        if (text) localStorage.setItem(`guest-comments ${place}`, text);
        else localStorage.removeItem(`guest-comments ${place}`);
      } catch {
        // nothing is remembered
      }
    },
  };

  function ownToken() {
    const known = memory.read("token", "");
    if (known) return known;
    const made = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    memory.write("token", made);
    return made;
  }

  // Building the page.

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const key of Object.keys(attributes)) {
      const value = attributes[key];
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
    return made;
  }

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // "Thứ Bảy, 25/05/2024 02:14 (GMT +7)", in the site's zone whatever the reader's is.
  function written_at(time, language, zone) {
    const options = { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, timeZoneName: "shortOffset" };
    const part = {};
    for (const { type, value } of new Intl.DateTimeFormat(language === "vi" ? "vi" : "en-GB", options).formatToParts(new Date(time))) part[type] = value;
    return `${part.weekday}, ${part.day}/${part.month}/${part.year} ${part.hour}:${part.minute} (${part.timeZoneName.replace(/([+-])/, " $1").replace("\u2212", "-")})`;
  }

  // The author's own characters, those of *marks* underlined. Marks count UTF-16 units, as strings do.
  function underlined(text, marks) {
    const parts = [];
    let at = 0;
    for (const { start, end } of marks) {
      if (end <= at) continue;
      parts.push(text.slice(at, Math.max(start, at)), element("mark", {}, text.slice(Math.max(start, at), end)));
      at = end;
    }
    return [...parts, text.slice(at)];
  }

  class GuestComments extends HTMLElement {
    connectedCallback() {
      if (this._root) return;
      this._root = this.attachShadow({ mode: "open" });
      this._dress();
      for (const name of ["keydown", "keypress", "keyup"]) this._root.addEventListener(name, (event) => event.stopPropagation()); // the page's own keys
      this._root.append(element("div", { class: "box" }, element("slot")));
      this._whenNear(() => this._start());
    }

    disconnectedCallback() {
      clearInterval(this._ticking);
    }

    // Put *text* where the reader writes, as if he had typed it.
    write(text) {
      this._text.value = text;
      this._typed();
      this._text.focus();
    }

    _dress() {
      try {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(STYLE);
        this._root.adoptedStyleSheets = [sheet];
      } catch {
        this._root.append(element("style", {}, STYLE)); // old browsers, on pages that allow it
      }
    }

    _whenNear(start) {
      if (!globalThis.IntersectionObserver) return start();
      const watch = new IntersectionObserver((entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        start();
      }, { rootMargin: "600px" });
      return watch.observe(this);
    }

    _start() {
      this._language = (this.getAttribute("lang") ?? this.closest("[lang]")?.lang ?? "vi").startsWith("en") ? "en" : "vi";
      this._words = WORDS[this._language];
      this._server = new URL(this.getAttribute("server") ?? SCRIPT ?? location.href, location.href).origin;
      this._thread = this.getAttribute("thread") ?? document.querySelector("link[rel=canonical]")?.href ?? location.href.split("#")[0];
      this._place = `${this._server} ${this._thread}`;
      Object.assign(this, { _comments: [], _own: [], _next: null, _count: 0, _zone: undefined, _parent: null, _nudge: null, _limit: { min: 1, max: 500 }, _until: 0 });
      this._draw();
      this._load();
    }

    _say(word, values = {}) {
      return fill(this._words[word], values);
    }

    _url(path, more = {}) {
      const url = new URL(path, this._server);
      const query = { key: this.getAttribute("key") ?? "", thread: this._thread, ...more };
      for (const name of Object.keys(query)) if (query[name] !== null) url.searchParams.set(name, query[name]);
      return url.href;
    }

    // Loading.

    async _load() {
      this._list.replaceChildren(element("p", { role: "status" }, this._say("loading")));
      try {
        const [form] = await Promise.all([this._form(), this._page(), this._owned()]);
        this._ready(form);
      } catch {
        const retry = element("button", { type: "button", onclick: () => this._load() }, this._say("retry"));
        this._list.replaceChildren(element("p", { role: "alert" }, this._say("away"), " ", retry));
      }
    }

    async _got(path, more) {
      const { ok, answer } = await ask("GET", this._url(path, more));
      if (!ok) throw Object.assign(new Error(answer.detail), { answer });
      return answer;
    }

    // Whoever sends while a form is on its way waits for it.
    _form() {
      this._coming = this._got("/v1/thread/form").then((form) => {
        this._token = form.form;
        this._ripe = Date.now() + RIPE_MS;
        return form;
      });
      return this._coming;
    }

    async _page(after = null) {
      const page = await this._got("/v1/thread/comments", { after });
      this._comments = after ? [...this._comments, ...page.comments] : page.comments;
      Object.assign(this, { _next: page.next, _count: page.count, _zone: page.timezone });
    }

    // One's own comments of this thread, as they stand now; a receipt that opens nothing any more is forgotten.
    async _owned() {
      const receipts = this._receipts();
      const found = await Promise.all(receipts.map(async (receipt) => {
        const { ok, answer } = await ask("GET", new URL(`/v1/receipts/${receipt}`, this._server).href);
        return ok && answer.status !== "erased" ? { ...answer, receipt } : null;
      }));
      this._own = found.filter(Boolean);
      this._keep(this._own.map((one) => one.receipt));
    }

    _receipts() {
      return memory.read(`${this._place} receipts`, "").split(" ").filter(Boolean);
    }

    _keep(receipts) {
      memory.write(`${this._place} receipts`, receipts.slice(-MOST_RECEIPTS).join(" "));
    }

    _ready(form) {
      this._limit = form.length;
      this._name.placeholder = form.name.default;
      this._name.maxLength = form.name.max * 4; // the server counts characters as readers do
      this._entry.hidden = form.mode === "closed";
      this._closed.hidden = form.mode !== "closed";
      this._counted();
      this._show();
    }

    // The page.

    _draw() {
      const { _words: words } = this;
      this._title = element("h2", {}, fill(words.title, { n: "…" }));
      this._text = element("textarea", { id: "text", rows: 4, "aria-describedby": "count said", oninput: () => this._typed(), oncompositionend: () => this._typed() });
      this._name = element("input", { id: "name", autocomplete: "nickname", oninput: () => this._remember() });
      this._trap = element("input", { id: "website", tabindex: -1, autocomplete: "off" });
      this._counter = element("span", { id: "count", class: "count" });
      this._aloud = element("span", { class: "unseen", role: "status" });
      this._send = element("button", { type: "button", class: "main", onclick: () => this._sent() }, words.send);
      this._said = element("div", { id: "said", class: "said", role: "status" });
      this._answering = element("p", { hidden: true });
      this._entry = element("div", { role: "group", "aria-label": words.send },
        this._answering, element("label", { for: "text" }, words.text), this._text,
        element("div", { class: "unseen", "aria-hidden": "true" }, element("label", { for: "website" }, words.website), this._trap),
        element("div", { class: "row" }, element("span", {}, this._counter, this._aloud), element("label", { for: "name" }, words.author, " ", this._name), this._send),
        this._said);
      this._closed = element("p", { hidden: true }, words.closed);
      this._list = element("div", { class: "list" });
      this._recall();
      this._root.querySelector(".box").replaceChildren(element("section", { "aria-label": fill(words.title, { n: "" }).replace(/\W*$/u, ""), lang: this._language }, this._title, this._entry, this._closed, this._list));
      this._counted();
    }

    _show() {
      const known = new Set(this._comments.map((one) => one.id));
      const own = this._own.filter((one) => !known.has(one.id));
      const count = this._count + own.filter((one) => one.status === "published").length;
      this._title.textContent = this._say("title", { n: new Intl.NumberFormat(this._language).format(count) });
      const more = this._next && element("button", { type: "button", onclick: () => this._page(this._next).then(() => this._show(), () => {}) }, this._say("more"));
      const empty = !count && !own.length && element("p", {}, this._say("none"));
      this._list.replaceChildren(...[this._tree(this._comments, own), more, empty].filter(Boolean));
    }

    // Replies stand below what they answer; what answers an absent one stands by itself.
    _tree(comments, own) {
      const all = [...comments, ...own.map((one) => ({ ...one, own: true }))];
      const ids = new Set(all.map((one) => one.id));
      const under = new Map();
      for (const one of all) {
        const parent = ids.has(one.parent) && one.parent !== one.id ? one.parent : null;
        under.set(parent, [...(under.get(parent) ?? []), one]);
      }
      const branch = (parent) => {
        const found = under.get(parent) ?? [];
        under.delete(parent); // a circle ends here
        return found.length > 0 && element("ol", {}, found.map((one) => element("li", { class: one.own && one.status !== "published" ? "own" : null }, this._comment(one), branch(one.id))));
      };
      return branch(null) || "";
    }

    _comment(one) {
      const at = element("time", { datetime: one.at }, written_at(one.at, this._language, this._zone));
      const edited = one.own ? one.edited : one.edited && "";
      const text = element("p", { class: "text", dir: "auto" }, edited || one.text);
      const head = element("p", { class: "meta" }, element("bdi", { class: "name" }, one.author || this._name.placeholder), " · ", at, edited != null && edited !== false && ` · ${this._say("edited")}`);
      return [head, text, one.own ? this._standing(one) : this._tools(one)];
    }

    _tools(one) {
      const place = element("p", { class: "meta" });
      const reply = element("button", { type: "button", class: "plain", onclick: () => this._reply(one) }, this._say("reply"));
      const report = element("button", { type: "button", class: "plain", onclick: () => this._reporting(one, place) }, this._say("report"));
      place.append(this._entry.hidden ? "" : reply, report);
      return place;
    }

    // What its author sees of a comment that others may not see.
    _standing(one) {
      const told = one.status === "published" ? null : element("p", { class: "meta" }, this._words[one.status] ?? one.status);
      const message = one.message && element("p", {}, this._say("said"), " ", element("q", { dir: "auto" }, one.message));
      const button = (word, act) => element("button", { type: "button", class: "plain", onclick: act }, this._say(word));
      const appeal = one.appealed_at ? this._say("appealed") : one.may_appeal && button("appeal", () => this._own_call("POST", one, "/appeal"));
      return [told, message, element("p", { class: "meta" }, button("withdraw", () => this._own_call("DELETE", one, "")), appeal)];
    }

    async _own_call(method, one, what) {
      await ask(method, new URL(`/v1/receipts/${one.receipt}${what}`, this._server).href).catch(() => {});
      await this._owned().catch(() => {});
      this._show();
    }

    _reply(one) {
      this._parent = one.id;
      const cancel = element("button", { type: "button", class: "plain", onclick: () => this._unreply() }, this._say("cancel"));
      this._answering.replaceChildren(element("bdi", {}, this._say("replying", { name: one.author || this._name.placeholder })), " ", cancel);
      this._answering.hidden = false;
      this._text.focus();
    }

    _unreply() {
      this._parent = null;
      this._answering.hidden = true;
    }

    _reporting(one, place) {
      const choice = element("select", { "aria-label": this._say("why") }, REPORTS.map((reason) => element("option", { value: reason }, this._say(reason))));
      const send = element("button", { type: "button", onclick: () => this._report(one, choice.value, place) }, this._say("report"));
      const cancel = element("button", { type: "button", class: "plain", onclick: () => place.replaceWith(this._tools(one)) }, this._say("cancel"));
      place.replaceChildren(choice, " ", send, cancel);
      choice.focus();
    }

    async _report(one, reason, place) {
      const { ok, answer } = await ask("POST", this._url(`/v1/comments/${one.id}/reports`), written({ reason, token: ownToken() })).catch(() => ({}));
      place.replaceChildren(element("span", { role: "status" }, ok ? this._say("thanks") : (answer?.title && this._say("broken")) || this._say("away")));
    }

    // Typing.

    _typed() {
      this._failed = null; // another text needs another sending
      this._remember();
      this._counted();
    }

    _counted() {
      const count = graphemes(this._text.value);
      const left = this._limit.max - count;
      this._counter.textContent = this._say("count", { n: count, max: this._limit.max });
      this._counter.toggleAttribute("data-over", left < 0);
      this._text.setAttribute("aria-invalid", String(left < 0));
      const aloud = left < 0 ? this._say("over", { n: -left }) : left <= NEAR ? this._say("left", { n: left - (left % 10) }) : "";
      if (this._aloud.textContent !== aloud) this._aloud.textContent = aloud;
      this._paused();
    }

    _remember() {
      memory.write(`${this._place} draft`, this._text.value);
      memory.write("name", this._name.value);
    }

    _recall() {
      this._text.value = memory.read(`${this._place} draft`, "");
      this._name.value = memory.read("name", "");
    }

    // Sending.

    async _sent() {
      const text = this._text.value;
      if (this._busy || !text.trim()) return this._text.focus();
      this._working(true);
      try {
        await this._post(text);
      } catch {
        this._failed = text;
        this._tell(this._say("failed"));
      }
      return this._working(false);
    }

    // The same form with the same text is the same comment, so after a broken connection this may be said again.
    async _post(text, renewed = false) {
      await this._coming.catch(() => this._form());
      await new Promise((ripe) => setTimeout(ripe, this._ripe - Date.now()));
      const body = { text, author: this._name.value, parent: this._parent, form: this._token, token: ownToken(), nudge: this._nudge, website: this._trap.value };
      const { ok, answer } = await ask("POST", this._url("/v1/thread/comments"), written(body));
      const spent = ["form.old", "idempotency.conflict"].includes(answer.code);
      if (spent && !renewed) {
        await this._form();
        return this._post(text, true);
      }
      return ok ? this._answered(answer, text) : this._tell(answer.code === "thread.closed" ? this._say("closed") : this._say("broken"));
    }

    async _answered(answer, text) {
      this.dispatchEvent(new CustomEvent("guest-comments-answer", { bubbles: true, detail: { status: answer.status, text, author: this._name.value } }));
      this._nudge = answer.nudge;
      this._until = answer.retry_after_s ? Date.now() + answer.retry_after_s * 1000 : 0;
      const done = ["published", "waiting"].includes(answer.status);
      if (answer.receipt) this._keep([...this._receipts(), answer.receipt]);
      if (done) this._cleared();
      this._tell(answer.notice?.[this._language] ?? (done ? this._say("published") : this._say("broken")), done ? null : text, answer.marks);
      this._form().catch(() => {}); // this one is spent
      await Promise.all([this._page(), this._owned()]).catch(() => {});
      this._show();
    }

    _cleared() {
      this._text.value = "";
      this._unreply();
      this._remember();
      this._counted();
    }

    _tell(notice, text = null, marks = []) {
      const mirror = text !== null && marks.length > 0 && [element("p", { class: "meta" }, this._say("marked")), element("p", { class: "text", dir: "auto" }, underlined(text, marks))];
      this._said.replaceChildren(...[element("p", {}, notice), mirror].flat().filter(Boolean));
    }

    _working(busy) {
      this._busy = busy;
      this._send.textContent = this._say(busy ? "sending" : this._failed ? "again" : this._nudge ? "anyway" : "send");
      this._paused();
    }

    // Who was too fast waits, and sees for how long.
    _paused() {
      const seconds = Math.ceil((this._until - Date.now()) / 1000);
      this._send.disabled = this._busy || seconds > 0;
      clearInterval(this._ticking);
      if (this._busy) return;
      this._send.textContent = seconds > 0 ? this._say("wait", { n: seconds }) : this._say(this._failed ? "again" : this._nudge ? "anyway" : "send");
      if (seconds > 0) this._ticking = setInterval(() => this._paused(), 500);
    }
  }

  // Lists of articles: <a data-comment-count="https://…/a-1" data-key="pk_…"> gets "Ý kiến (N)"; up to 100 in one call.
  async function countThem() {
    const places = [...document.querySelectorAll("[data-comment-count]")];
    const key = places[0]?.dataset.key ?? document.querySelector("guest-comments")?.getAttribute("key");
    if (!key || !SCRIPT) return;
    const threads = [...new Set(places.map((place) => place.dataset.commentCount))];
    for (let at = 0; at < threads.length; at += 100) {
      const url = new URL("/v1/counts", SCRIPT);
      url.searchParams.set("key", key);
      threads.slice(at, at + 100).forEach((thread) => url.searchParams.append("thread", thread));
      const { ok, answer } = await ask("GET", url.href).catch(() => ({}));
      for (const place of ok ? places : []) {
        const count = answer.counts[place.dataset.commentCount];
        const language = (place.closest("[lang]")?.lang ?? "vi").startsWith("en") ? "en" : "vi";
        if (count !== undefined) place.textContent = fill(WORDS[language].title, { n: new Intl.NumberFormat(language).format(count) });
      }
    }
  }

  GuestComments.graphemes = graphemes;
  if (!customElements.get("guest-comments")) customElements.define("guest-comments", GuestComments);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", countThem);
  else countThem();
})();
