// Signing in.
import { get, post } from "./api.js";
import { html, useState } from "./html.js";
import { say } from "./speak.js";
import { wordsOf } from "./told.js";

export function SignIn({ entered }) {
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async (event) => {
    event.preventDefault();
    const { name, password } = Object.fromEntries(new FormData(event.target));
    setBusy(true);
    setProblem("");
    try {
      await post("/v1/session", { name, password });
      entered(await get("/v1/session"));
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return html`<section class="sign"><h1>${say("title")}</h1>
    <form onSubmit=${send}>
      <label>${say("sign.name")}<input name="name" required autocomplete="username" autofocus maxlength="80" /></label>
      <label>${say("sign.password")}<input name="password" type="password" required autocomplete="current-password" maxlength="256" /></label>
      <button type="submit" class="main" disabled=${busy}>${say("sign.in")}</button>
      <p class="problem" role="alert">${problem}</p>
    </form>
    <p class="hint">${say("sign.first")}</p>
  </section>`;
}
