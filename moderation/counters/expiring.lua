-- Times are integer milliseconds that never go back.
-- An entry is a table in MessagePack with `ends`, the time from which nobody reads it; the key's own expiry
-- only tidies up after it. Loaded in front of every other script here; memory.py and expiring.py say the same.
local CLOCK, asked, test_clock = KEYS[1], cmsgpack.unpack(ARGV[1]), tonumber(ARGV[2])
local SPARE = test_clock and 3600000 or 0 -- a test's clock may stand still while the server's own runs on
local SWEPT = 2 -- ended entries of a hash removed for each new one

local function server_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local packed = {} -- by key, read at once; a hash is read as nothing
for i, value in ipairs(redis.call('MGET', unpack(KEYS))) do
  packed[KEYS[i]] = value
end

-- The site's clock remembers by how much the server's was ever set back, as after a failover.
local read = test_clock or server_ms()
local ticked = packed[CLOCK] and cmsgpack.unpack(packed[CLOCK]) or {latest = read, set_back = 0}
local set_back = ticked.set_back + math.max(0, ticked.latest - read)
local now, longest = read + set_back, 0

local function alive(value)
  local entry = value and cmsgpack.unpack(value)
  return entry and now < entry.ends and entry or nil
end

local met = {} -- entries by key or field, changed in place

local function get(key)
  if met[key] == nil then
    met[key] = alive(packed[key]) or false
  end
  return met[key]
end

local function get_field(hash, field)
  if met[field] == nil then
    met[field] = alive(redis.call('HGET', hash, field)) or false
  end
  return met[field]
end

-- An end once given is never brought forward.
local function extend(entry, ends)
  entry.ends = math.max(entry.ends or 0, ends)
  longest = math.max(longest, entry.ends)
  return entry.ends - now + SPARE
end

local function put(key, entry, ends)
  local left = extend(entry, ends)
  met[key] = entry
  redis.call('SET', key, cmsgpack.pack(entry), 'PX', left)
end

local function outlive(key, left)
  if redis.call('PTTL', key) < left then
    redis.call('PEXPIRE', key, left)
  end
end

-- Texts are entries of one hash a site, since which of them a comment meets is known only on the way.
local function sweep(hash, order)
  local ended = redis.call('ZRANGEBYSCORE', order, '-inf', now, 'LIMIT', 0, SWEPT)
  if #ended > 0 then
    redis.call('HDEL', hash, unpack(ended))
    redis.call('ZREM', order, unpack(ended))
  end
end

local function put_field(hash, order, field, entry, ends)
  local left = extend(entry, ends)
  redis.call('HSET', hash, field, cmsgpack.pack(entry))
  redis.call('ZADD', order, entry.ends, field)
  outlive(hash, left)
  outlive(order, left)
  sweep(hash, order)
end

-- Last of all: the clock is kept for as long as the longest kept entry, and where there is none, not at all.
local function keep_time()
  local left = math.max(redis.call('PTTL', CLOCK), longest - now + SPARE)
  if left > 0 then
    redis.call('SET', CLOCK, cmsgpack.pack({latest = read, set_back = set_back}), 'PX', left)
  end
end
