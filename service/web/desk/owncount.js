// How much one did today: kept on this device alone, for nobody else to see.
const PLACE = "desk.today";
const day = () => new Date().toDateString();

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? "null");
    return kept?.day === day() ? kept.count : 0;
  } catch {
    return 0;
  }
}

export const ownCount = {
  today: read,
  add(count) {
    try {
      localStorage.setItem(PLACE, JSON.stringify({ day: day(), count: Math.max(read() + count, 0) }));
    } catch {
      // then it is not counted
    }
  },
};
