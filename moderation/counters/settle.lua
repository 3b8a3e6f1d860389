-- Times are integer milliseconds. Add a strike or take it back, and forget a refused text; twice is once.
-- KEYS: the site's clock, texts, the guest's strikes. ARGV: the settlement in MessagePack; a test's clock, or "".
local TEXTS, STRIKES = KEYS[2], KEYS[3]
local STRIKES_KEPT = 100

local function forget(digest)
  local text, kept = get_field(TEXTS, digest), {}
  if not text then
    return
  end
  for at = 1, #text.sendings, 3 do
    if text.sendings[at + 2] ~= asked.id then
      for part = at, at + 2 do
        table.insert(kept, text.sendings[part])
      end
    end
  end
  text.sendings = kept
  redis.call('HSET', TEXTS, digest, cmsgpack.pack(text))
end

local function place(kept)
  for i, strike in ipairs(kept) do
    if strike.id == asked.id then
      return i
    end
  end
end

local function add()
  local strikes = get(STRIKES) or {kept = {}}
  if not place(strikes.kept) then
    table.insert(strikes.kept, {id = asked.id, at = now})
  end
  if #strikes.kept > STRIKES_KEPT then
    table.remove(strikes.kept, 1)
  end
  put(STRIKES, strikes, now + asked.strikes.ease_ms)
end

local function take_back()
  local strikes = get(STRIKES)
  local found = strikes and place(strikes.kept)
  if found then
    table.remove(strikes.kept, found)
    put(STRIKES, strikes, strikes.ends)
  end
end

if asked.forget then
  forget(asked.forget)
end
if asked.guest and asked.strike == 'add' then
  add()
elseif asked.guest and asked.strike == 'take_back' then
  take_back()
end
keep_time()
return 1
