// The words of the pages, in the language that was chosen.
import { en } from "./words/en.js";
import { vi } from "./words/vi.js";

export const catalogues = { vi, en };
const chosen = { language: "vi" };

export function speak(language) {
  chosen.language = language in catalogues ? language : "vi";
  document.documentElement.lang = chosen.language;
}

export const language = () => chosen.language;

// The words for *key*; `{name}` is filled from *values*. A key without words shows itself, so that a gap is seen.
export function say(key, values = {}) {
  const words = catalogues[chosen.language][key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// What a code of a finding is called; the site's own words, such as a decision's reason, show themselves.
export const reason = (code) => catalogues[chosen.language][`code.${code}`] ?? code;

const LOCALES = { vi: "vi-VN", en: "en-GB" };

export function moment(time) {
  if (!time) return "";
  return new Intl.DateTimeFormat(LOCALES[chosen.language], { dateStyle: "short", timeStyle: "short" }).format(new Date(time));
}

export const number = (value) => new Intl.NumberFormat(LOCALES[chosen.language]).format(value);

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

// How long ago, or how long until, *time* is: "5 phút trước".
export function ago(time, now = Date.now()) {
  const seconds = (new Date(time) - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(LOCALES[chosen.language], { numeric: "auto" }).format(Math.trunc(seconds / size), unit);
}
