// The article under which a comment was written, and how it takes comments.
import { get, put } from "./api.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { say } from "./speak.js";

const MODES = ["open", "hold_all", "closed"];
const known = new Map(); // what was read of articles, for as long as the page is open

function useThread(thread, complain) {
  const [told, setTold] = useState(known.get(thread));
  useEffect(() => {
    const keep = (found) => {
      known.set(thread, found);
      setTold(found);
    };
    if (!known.has(thread)) get("/v1/threads", { thread }).then(keep, complain);
  }, [thread]);
  const set = async (mode) => {
    const found = await put("/v1/threads/mode", { mode }, { thread });
    known.set(thread, found);
    setTold(found);
  };
  return [told, set];
}

export function Thread({ thread }) {
  const { may, complain, done } = useHere();
  const [told, set] = useThread(thread, complain);
  const choose = (mode) => set(mode).then(() => done(say("thread.set", { mode: say(`mode.${mode}`) })), complain);
  const button = (mode) => html`<button type="button" aria-pressed=${(told?.mode ?? "open") === mode} onClick=${() => choose(mode)}>${say(`mode.${mode}`)}</button>`;
  return html`<section class="thread"><h2>${say("thread")}</h2>
    <p><bdi>${told?.title || thread}</bdi>${told?.section && html` · <span>${told.section}</span>`}
      · <a href=${`#search?thread=${encodeURIComponent(thread)}`}>${say("thread.all")}</a></p>
    ${may("moderator") && html`<div class="modes" role="group" aria-label=${say("thread.mode")}>${MODES.map(button)}</div>`}
  </section>`;
}
