-- Times are integer milliseconds. Check every limit, look for copies, count strikes; then charge and remember.
-- KEYS: the site's clock, the reply, texts, their order of ending, strikes, then one a meter, then one a band.
-- ARGV: the observation in MessagePack; a test's clock, or "". Returns the facts in MessagePack.
local REPLY, TEXTS, ORDER, STRIKES, METERS = KEYS[2], KEYS[3], KEYS[4], KEYS[5], 5
local REPLY_KEPT = 600000
local band_keys = {unpack(KEYS, METERS + #asked.meters + 1)}

-- How one meter stands: for each of its limits the room left and the wait.
local function standing(meter, key)
  local history = get(key) or {times = {}, due = {}}
  local stands = {meter = meter, key = key, history = history, limits = {}, full = false}
  for i, limit in ipairs(meter.limits) do
    local left, wait = room(history, limit)
    stands.limits[i] = {meter.name, limit.text, left, wait}
    stands.full = stands.full or left == 0
  end
  return stands
end

local function standings()
  local all, held, refused = {}, false, false
  for i, meter in ipairs(asked.meters) do
    all[i] = standing(meter, KEYS[METERS + i])
    held = held or all[i].full
    refused = refused or (all[i].full and meter.refuses)
  end
  return all, held, refused
end

-- A refused comment is charged nowhere; a held one where it could have been refused (see memory.py).
local function states(all, held, refused)
  local limits = {}
  for _, stands in ipairs(all) do
    stands.charged = not refused and (stands.meter.refuses or not held)
    for _, state in ipairs(stands.limits) do
      state[3] = state[3] - (stands.charged and 1 or 0)
      table.insert(limits, state)
    end
  end
  return limits
end

local function struck()
  local strikes = asked.guest and get(STRIKES)
  local times = {}
  for _, strike in ipairs(strikes and strikes.kept or {}) do
    if strike.at > now - asked.strikes.ease_ms then
      table.insert(times, strike.at)
    end
  end
  return most_within(times, asked.strikes.within_ms)
end

local function keep(all, facts)
  for _, stands in ipairs(all) do
    if stands.charged then
      put(stands.key, stands.history, charge(stands.history, stands.meter.limits))
    end
  end
  if asked.copy then
    remember(asked.copy, TEXTS, ORDER, band_keys)
  end
  put(REPLY, {facts = facts}, now + REPLY_KEPT)
end

local function observe()
  local all, held, refused = standings()
  local facts = cmsgpack.pack({
    received_ms = read,
    limits = states(all, held, refused),
    copies = asked.copy and copies_of(asked.copy, TEXTS, band_keys) or nil,
    strikes = struck(),
  })
  if not (asked.dry_run or refused) then
    keep(all, facts)
  end
  return facts
end

local kept = not asked.dry_run and get(REPLY)
local facts = kept and kept.facts or observe()
keep_time()
return facts
