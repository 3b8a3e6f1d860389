// One setting as a field of a form, and its place in a policy.
import { html } from "./html.js";
import { catalogues, language, say } from "./speak.js";

export const valueOf = (policy, key) => key.split(".").reduce((found, name) => found?.[name], policy);

// *policy* with another value at *key*; the rest is shared.
export function withValue(policy, key, value) {
  const [name, ...rest] = key.split(".");
  return { ...policy, [name]: rest.length ? withValue(policy[name], rest.join("."), value) : value };
}

// What a field says, as the value of its setting. What cannot be read goes as it is, so that the service says why.
export function read(setting, written) {
  if (setting.kind === "number") return written === "" || Number.isNaN(Number(written)) ? written : Number(written);
  if (setting.kind === "list") return written.split("\n").map((line) => line.trim()).filter(Boolean);
  if (setting.kind !== "other") return written;
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

function written(setting, value) {
  if (setting.kind === "list") return value.join("\n");
  return setting.kind === "other" && typeof value !== "string" ? JSON.stringify(value) : String(value);
}

const named = (value) => catalogues[language()][`choice.${value}`] ?? value;

function Control({ setting, value, set, attributes }) {
  const changed = ({ target }) => set(read(setting, target.value));
  if (setting.kind === "flag") return html`<input type="checkbox" ...${attributes} checked=${value} onChange=${({ target }) => set(target.checked)} />`;
  if (setting.kind === "choice") return html`<select ...${attributes} onChange=${changed}>${setting.choices.map((one) => html`<option value=${one} selected=${one === value}>${named(one)}</option>`)}</select>`;
  if (["list", "other"].includes(setting.kind)) return html`<textarea rows=${Math.min(Math.max(written(setting, value).split("\n").length, 2), 8)} ...${attributes} onInput=${changed}>${written(setting, value)}</textarea>`;
  const type = setting.kind === "number" ? { type: "number", min: setting.least, max: setting.most, step: setting.most === 1 ? 0.01 : 1 } : { type: "text" };
  return html`<input ...${type} ...${attributes} value=${value} onInput=${changed} />`;
}

export function Field({ setting, value, fault, set }) {
  const id = `setting-${setting.key}`;
  const attributes = { id, "aria-invalid": fault || null, "aria-describedby": `${id}-key` };
  return html`<div class="field" data-bad=${fault ? "" : null}><label for=${id}>${say(`setting.${setting.key}`)}</label>
    <${Control} setting=${setting} value=${value} set=${set} attributes=${attributes} /><code id=${`${id}-key`}>${setting.key}</code></div>`;
}
