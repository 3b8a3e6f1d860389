// Every page, in the order of the bar, and the least role that opens it.
import { Account } from "./account.js";
import { Admin } from "./admin.js";
import { Audit } from "./audit.js";
import { Guest } from "./guest.js";
import { Notices } from "./notices.js";
import { Policy } from "./policy.js";
import { Queue } from "./queue.js";
import { Removals } from "./removals.js";
import { Search } from "./search.js";
import { Shift } from "./shift.js";
import { Stats } from "./stats.js";
import { Words } from "./wordlist.js";

export const PAGES = [
  { name: "queue", show: Queue, needs: "reader" },
  { name: "search", show: Search, needs: "reader" },
  { name: "removals", show: Removals, needs: "reader" },
  { name: "shift", show: Shift, needs: "reader" },
  { name: "stats", show: Stats, needs: "reader" },
  { name: "words", show: Words, needs: "admin" },
  { name: "notices", show: Notices, needs: "admin" },
  { name: "policy", show: Policy, needs: "admin" },
  { name: "admin", show: Admin, needs: "admin" },
  { name: "audit", show: Audit, needs: "admin" },
];
const OTHERS = [
  { name: "guest", show: Guest, needs: "reader" },
  { name: "me", show: Account, needs: "reader" },
];

// The page of a path such as "guest?id=1"; the first one for a path that nobody knows.
export function pageOf(path, pages) {
  const name = path.split("?")[0];
  return [...pages, ...OTHERS].find((page) => page.name === name) ?? pages[0];
}
