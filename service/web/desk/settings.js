// A moderator's own settings: kept by the service, with a copy here for the page before signing in.
import { get, put } from "./api.js";

const PLACE = "desk.settings";
const USUAL = {
  language: navigator.language.startsWith("en") ? "en" : "vi",
  theme: "auto",
  masked: true,
  keys: {},
  keys_on: true,
  break_every_min: 60,
  own_count: true,
};

function here() {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(PLACE) ?? "{}") };
  } catch {
    return USUAL; // storage is shut, or holds something else
  }
}

function write(settings) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(settings));
  } catch {
    // the page goes on without a copy
  }
  return settings;
}

export const kept = {
  here,
  there: async () => {
    const found = await get("/v1/session/settings");
    return write({ ...here(), ...found, language: found.language ?? here().language });
  },
  write,
};

export async function keep(settings) {
  write(settings);
  await put("/v1/session/settings", settings);
}
