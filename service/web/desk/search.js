// Find what is kept, whatever became of it.
import { get } from "./api.js";
import { Found } from "./found.js";
import { useHere } from "./here.js";
import { html, useEffect, useState } from "./html.js";
import { say } from "./speak.js";

const STATUSES = ["published", "waiting", "refused", "removed", "forwarded", "erased"];
const FIELDS = ["q", "author", "thread", "status"];

export function Search() {
  const { query, complain } = useHere();
  const asked = Object.fromEntries(FIELDS.map((name) => [name, query.get(name) ?? ""]));
  const [page, setPage] = useState(null);
  const read = () => get("/v1/comments", asked).then(setPage, complain);
  useEffect(() => void read(), [query.toString()]);
  const more = () => get("/v1/comments", { ...asked, after: page.next }).then((next) => setPage({ ...next, comments: [...page.comments, ...next.comments] }), complain);
  const search = (event) => {
    event.preventDefault();
    const given = [...new FormData(event.target)].filter(([, value]) => value);
    location.hash = `search?${new URLSearchParams(given)}`;
  };
  const field = (name, hint) => html`<label>${say(`search.${name}`)}<input name=${name} type="search" value=${asked[name]} maxlength=${hint} /></label>`;
  const status = (one) => html`<option value=${one} selected=${asked.status === one}>${say(`status.${one}`)}</option>`;
  return html`<h1>${say("page.search")}</h1>
    <form class="line" onSubmit=${search} role="search">
      ${field("q", 400)}${field("author", 200)}${field("thread", 2048)}
      <label>${say("search.status")}<select name="status"><option value="">${say("any")}</option>${STATUSES.map(status)}</select></label>
      <button class="main">${say("search")}</button>
    </form>
    <p class="hint">${say("search.hint")}</p>
    ${page ? html`<${Found} key=${query.toString()} comments=${page.comments} next=${page.next} more=${more} again=${read} />` : html`<p class="empty">${say("loading")}</p>`}`;
}
