// The queue as one browser sees it: what is shown, which case is in hand, what can still be undone.
import { get, post } from "./api.js";
import { severity } from "./marks.js";

const PAGE = 100;
const LEASE_S = 300;
const SEVERE = 0.9;
const IN_A_ROW = 3;

export class Cases {
  constructor({ me, changed, complain, decided = () => {} }) {
    Object.assign(this, { me, changed, complain, decided });
    this.filter = { state: "open", order: "oldest" };
    this.list = [];
    this.next = null;
    this.loading = true;
    this.hand = null; // the case that is shown whole; it stays whatever happens to the list
    this.gone = null; // who decided the case in hand meanwhile
    this.revealed = false; // whether what the settings cover of it is shown
    this.chosen = new Set();
    this.undoable = [];
    this.spread = true;
    this.counts = { waiting: { count: 0 }, by_reason: {} };
    this._claim = null;
    this._harsh = 0;
  }

  // Reading.

  async show(filter) {
    this.filter = filter;
    this.list = [];
    this.hand = null;
    this.chosen.clear();
    await this.refresh();
  }

  // The list anew; the case in hand stays.
  async refresh() {
    const asked = this.filter;
    const [page, counts] = await Promise.all([this._page(), get("/v1/cases/counts")]);
    if (asked !== this.filter) return;
    const shown = page.cases.filter((one) => !this._gone.has(one.id));
    const ids = new Set(shown.map((one) => one.id));
    const beyond = page.next && this.list.length > shown.length ? this.list.slice(shown.length).filter((one) => !ids.has(one.id)) : [];
    this.list = [...shown, ...beyond];
    if (!beyond.length) this.next = page.next;
    Object.assign(this, { counts, loading: false, hand: shown.find((one) => one.id === this.hand?.id) ?? this.hand });
    if (!this.hand && this.list.length) await this.take(this.list[0].id);
    this.changed();
  }

  async more() {
    if (!this.next || this._reading) return;
    this._reading = true;
    try {
      const page = await this._page(this.next);
      const known = new Set(this.list.map((one) => one.id));
      this.list.push(...page.cases.filter((one) => !known.has(one.id)));
      this.next = page.next;
    } finally {
      this._reading = false;
    }
    this.changed();
  }

  _page(after) {
    return get("/v1/cases", { ...this.filter, limit: PAGE, after });
  }

  // Taking in hand.

  async take(id) {
    const found = this.list.find((one) => one.id === id);
    if (!found || this.hand?.id === id) return;
    this.release();
    Object.assign(this, { hand: found, gone: null, revealed: false });
    this.changed();
    this._claim = { id, asked: post("/v1/cases/claim", { case: id, lease_s: LEASE_S }).then((answer) => answer.case, (error) => error) };
    await this._claimed(this._claim);
  }

  async _claimed(claim) {
    const answer = await claim.asked;
    if (answer instanceof Error) {
      if (claim === this._claim && answer.code === "case.claimed") this._change(claim.id, { claim: { by: answer.problem.holder, until: answer.problem.until } });
      return;
    }
    claim.number = answer.claim.number;
    this._change(claim.id, { claim: answer.claim });
  }

  // Go on with the claim; called now and then while somebody works.
  async keep() {
    if (!this._claim?.number) return;
    const { id, number } = this._claim;
    await post("/v1/cases/claim", { case: id, number, lease_s: LEASE_S }).catch(() => {});
  }

  async release() {
    const claim = this._claim;
    this._claim = null;
    if (!claim || (await claim.asked) instanceof Error) return;
    await post("/v1/cases/release", { claims: { [claim.id]: claim.number } }).catch(() => {});
  }

  step(by) {
    const at = this.list.findIndex((one) => one.id === this.hand?.id);
    const next = this.list[Math.min(Math.max(at + by, 0), this.list.length - 1)];
    if (next) this.take(next.id);
    if (at + by > this.list.length - 10) this.more();
  }

  // Which case comes after the one in hand; after some hard ones in a row, one that is easier to read.
  _after(ids) {
    const gone = new Set(ids);
    const at = Math.max(this.list.findIndex((one) => gone.has(one.id)), 0);
    const rest = [...this.list.slice(at), ...this.list.slice(0, at)].filter((one) => !gone.has(one.id));
    const milder = this.spread && this._harsh >= IN_A_ROW ? rest.slice(0, 30).find((one) => severity(one.verdict) < SEVERE) : null;
    return milder ?? rest[0] ?? null;
  }

  // Deciding.

  _deciding = [];
  _gone = new Set(); // decided here; a page that was read before does not bring them back

  // Say *said* of the comments *ids*, by default the one in hand. The next case comes at once; a refusal brings it back.
  async decide(said, ids = this.hand ? [this.hand.id] : []) {
    if (!ids.length || ids.some((id) => this._deciding.includes(id))) return undefined;
    if (ids.length === 1 && this._others(ids[0])) return this.complain({ code: "case.claimed" });
    const stays = ["escalate"].includes(said.action) && this.filter.state !== "waiting";
    const before = this.list.filter((one) => ids.includes(one.id));
    const claim = this._claim;
    this._deciding.push(...ids);
    if (!stays) this._leave(ids);
    await this._ask({ ...said, comments: ids }, claim, before);
    this._deciding = this._deciding.filter((id) => !ids.includes(id));
    if (stays) await this.refresh();
    if (this.list.length < PAGE / 2) await this.more();
    this.changed();
    return undefined;
  }

  // Whether a colleague has it in hand, as far as is known here.
  _others(id) {
    const claim = [this.hand, ...this.list].find((one) => one?.id === id)?.claim;
    return Boolean(claim && claim.by !== this.me && !(claim.until && Date.parse(claim.until) < Date.now()));
  }

  // All open cases that are nearly the same as the one in hand.
  async decideCluster(said, cluster) {
    const alike = this.list.filter((one) => one.cluster === cluster).map((one) => one.id);
    this._leave(alike);
    const all = [];
    let answer;
    do {
      answer = await post("/v1/decisions", { ...said, cluster });
      all.push(...answer.results);
    } while (answer.more);
    this._heard(all);
    await this.refresh();
  }

  _leave(ids) {
    const next = ids.includes(this.hand?.id) ? this._after(ids) : null;
    const harsh = ids.includes(this.hand?.id) && severity(this.hand.verdict) >= SEVERE;
    this._harsh = harsh ? this._harsh + 1 : 0;
    this.list = this.list.filter((one) => !ids.includes(one.id));
    for (const id of ids) {
      this.chosen.delete(id);
      this._gone.add(id);
    }
    if (ids.includes(this.hand?.id)) {
      this._claim = null;
      this.hand = null;
      if (next) this.take(next.id);
    }
    this.changed();
  }

  async _ask(said, claim, before) {
    try {
      if (claim && said.comments.includes(claim.id)) await claim.asked;
      const claims = claim?.number && said.comments.includes(claim.id) ? { claims: { [claim.id]: claim.number } } : {};
      const answer = await post("/v1/decisions", { ...said, ...claims });
      this._back(said.comments.filter((_, at) => answer.results[at]?.problem));
      this._heard(answer.results);
    } catch (error) {
      this._back(said.comments);
      this.list = [...before, ...this.list];
      this.complain(error);
    }
  }

  _back(ids) {
    ids.forEach((id) => this._gone.delete(id));
  }

  _heard(results) {
    const taken = results.filter((one) => one.decision).map((one) => one.decision);
    const refused = results.find((one) => one.problem && one.problem.code !== "case.closed");
    if (taken.length) this.undoable = [...this.undoable, { decisions: taken, until: Date.parse(taken[0].undo_until) }];
    this.decided(taken.length);
    if (refused) {
      this.complain(refused.problem);
      this.refresh();
    }
    this.changed();
  }

  // Undoing.

  async undo(entry = this.undoable.at(-1)) {
    if (!entry) return;
    this.undoable = this.undoable.filter((one) => one !== entry);
    const ids = entry.decisions.map((one) => one.id);
    this._back(entry.decisions.map((one) => one.comment));
    const answer = await post("/v1/decisions/undo", { decisions: ids });
    const problem = answer.results.find((one) => one.problem)?.problem;
    if (problem) this.complain(problem);
    this.decided(-answer.results.filter((one) => one.decision).length);
    await this.refresh();
    await this.take(entry.decisions[0].comment);
  }

  forget(now = Date.now()) {
    const left = this.undoable.filter((one) => one.until > now);
    if (left.length === this.undoable.length) return;
    this.undoable = left;
    this.changed();
  }

  // Hearing of others.

  heard(event, { case: id, by }) {
    const mine = by === this.me;
    if (event === "case.opened" || event === "case.undone") {
      this._back([id]);
      this.missed();
    }
    if (event === "case.claimed" && !mine) this._change(id, { claim: { by } });
    if (event === "case.released" && !mine) this._change(id, { claim: null });
    if (event === "case.decided") this._decided(id, mine ? null : by);
  }

  _decided(id, by) {
    if (by && this.hand?.id === id) this.gone = by;
    if (by) this.list = this.list.filter((one) => one.id !== id);
    this.missed();
    this.changed();
  }

  // Something was not heard of in full: read anew, once for many events.
  missed() {
    this._timer ??= setTimeout(() => {
      this._timer = null;
      this.refresh().catch(this.complain);
    }, 300);
  }

  _change(id, to) {
    this.list = this.list.map((one) => (one.id === id ? { ...one, ...to } : one));
    if (this.hand?.id === id) this.hand = { ...this.hand, ...to };
    this.changed();
  }

  toggle(id) {
    if (!this.chosen.delete(id)) this.chosen.add(id);
    this.changed();
  }
}
