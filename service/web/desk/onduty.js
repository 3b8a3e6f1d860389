// Saying that one is still on duty, for as long as the desk is open.
import { post } from "./api.js";

const AGAIN_MS = 5 * 60_000; // the service forgets after ten minutes of silence
let timer = null;

// Say whether one is on duty, and go on saying it.
export async function sayDuty(on) {
  clearInterval(timer);
  timer = on ? setInterval(() => post("/v1/duty", { on }).catch(() => {}), AGAIN_MS) : null;
  return post("/v1/duty", { on });
}
