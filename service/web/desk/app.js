// The desk: who is signed in, which page is open, what went wrong last.
import { get, remove, enter } from "./api.js";
import { html, render, useEffect, useMemo, useRef, useState } from "./html.js";
import { Here } from "./here.js";
import { PAGES, pageOf } from "./pages.js";
import { Reminder } from "./reminder.js";
import { kept, keep } from "./settings.js";
import { SignIn } from "./signin.js";
import { say, speak } from "./speak.js";
import { Told, wordsOf } from "./told.js";

const RANKS = ["reader", "moderator", "editor", "admin"];
const atLeast = (role, needed) => RANKS.indexOf(role) >= RANKS.indexOf(needed);

function usePath() {
  const [path, setPath] = useState(location.hash.slice(1));
  useEffect(() => {
    const changed = () => setPath(location.hash.slice(1));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return path;
}

function useSession() {
  const [session, setSession] = useState(undefined); // undefined: not known yet; null: nobody
  useEffect(() => {
    get("/v1/session").then(setSession, () => setSession(null));
  }, []);
  return [session, setSession];
}

function useSettings(signedIn) {
  const [settings, setSettings] = useState(kept.here());
  const picked = useRef({}); // what was chosen before signing in
  useEffect(() => {
    if (signedIn) kept.there().then((found) => (Object.keys(picked.current).length ? change({ ...found, ...picked.current }) : setSettings(show(found))), () => {});
  }, [signedIn]);
  const change = (to) => {
    const next = show({ ...settings, ...to });
    setSettings(next);
    if (signedIn) return keep(next);
    picked.current = { ...picked.current, ...to };
    return kept.write(next);
  };
  return [settings, change];
}

// Set what the whole page follows.
function show(settings) {
  speak(settings.language);
  document.documentElement.dataset.theme = settings.theme;
  return settings;
}

function Language({ settings, change }) {
  const button = (language, name) => html`<button type="button" lang=${language} aria-pressed=${settings.language === language} onClick=${() => change({ language })}>${name}</button>`;
  return html`<div class="languages" role="group" aria-label="Ngôn ngữ · Language">${button("vi", "Tiếng Việt")}${button("en", "English")}</div>`;
}

function Links({ pages, open }) {
  return html`<nav aria-label=${say("pages")}>
    ${pages.map((page) => html`<a key=${page.name} href=${`#${page.name}`} aria-current=${page.name === open.name ? "page" : null}>${say(`page.${page.name}`)}</a>`)}
  </nav>`;
}

function Sites({ session, site, choose }) {
  if (session.sites.length < 2) return html`<span class="site">${session.sites[0]?.name}</span>`;
  const option = (one) => html`<option value=${one.id} selected=${one.id === site.id}>${one.name}</option>`;
  return html`<label class="site"><span class="unseen">${say("site")}</span>
    <select onChange=${({ target }) => choose(target.value)}>${session.sites.map(option)}</select></label>`;
}

function Shell({ session, settings, change, leave }) {
  const path = usePath();
  const [chosen, choose] = useState(session.sites[0]?.id);
  const [told, tell] = useState(null);
  const site = session.sites.find((one) => one.id === chosen) ?? session.sites[0];
  useMemo(() => enter(session, site?.id ?? "", () => leave(null)), [session, site]);
  useEffect(() => tell(null), [path]);
  if (!site) return html`<main><p>${say("site.none")}</p></main>`;
  const pages = PAGES.filter((page) => atLeast(site.role, page.needs));
  const open = pageOf(path, pages);
  const here = {
    session, site, settings, change, role: site.role, may: (role) => atLeast(site.role, role), query: new URLSearchParams(path.split("?")[1] ?? ""),
    complain: (error) => tell({ bad: true, words: wordsOf(error) }), done: (words) => tell({ words }),
  };
  const signOut = () => remove("/v1/session").then(() => leave(null), here.complain);
  return html`<${Here.Provider} value=${here}>
    <a class="skip" href="#page" onClick=${(event) => { event.preventDefault(); document.getElementById("page").focus(); }}>${say("skip")}</a>
    <header class="bar">
      <${Sites} session=${session} site=${site} choose=${choose} />
      <${Links} pages=${pages} open=${open} />
      <span class="me"><a href="#me" title=${say("page.me")}>${session.name}</a><button type="button" onClick=${signOut}>${say("sign.out")}</button></span>
    </header>
    <${Told} told=${told} close=${() => tell(null)} />
    <${Reminder} every=${settings.break_every_min} />
    <main id="page" tabindex="-1" key=${`${site.id} ${settings.language}`}><${open.show} key=${open.name} /></main>
  </${Here.Provider}>`;
}

function Desk() {
  const [session, setSession] = useSession();
  const [settings, change] = useSettings(Boolean(session));
  useEffect(() => {
    document.title = say("title");
  });
  if (session === undefined) return html`<p class="wait" role="status">${say("loading")}</p>`;
  if (session) return html`<${Shell} session=${session} settings=${settings} change=${change} leave=${setSession} />`;
  return html`<main class="front"><${Language} settings=${settings} change=${change} /><${SignIn} entered=${setSession} /></main>`;
}

show(kept.here());
render(html`<${Desk} />`, document.getElementById("desk"));
