-- Times are integer milliseconds, those in `due` integer microseconds. windows.py says the same.
local EXACT = 100 -- hits up to which every accepted time is kept

-- Floor division of integers; `/` alone rounds, and `%` of Lua 5.1 is made of it.
local function quotient(dividend, divisor)
  return (dividend - math.fmod(dividend, divisor)) / divisor
end

-- How many of the ascending times come after `since`.
local function later(times, since)
  local first = #times
  while first > 0 and times[first] > since do
    first = first - 1
  end
  return #times - first
end

local function interval_us(limit)
  return quotient(limit.window_s * 1000000 + limit.hits - 1, limit.hits)
end

local function due_key(limit)
  return limit.hits .. '/' .. limit.window_s
end

local function burst_room(history, limit)
  local interval = interval_us(limit)
  local ahead = math.max(0, (history.due[due_key(limit)] or 0) - now * 1000)
  local over = ahead - (limit.hits - 1) * interval
  if over <= 0 then
    return quotient(limit.hits * interval - ahead, interval), 0
  end
  return 0, quotient(over + 999, 1000)
end

-- How many more comments a limit lets through now, and the wait in ms when none.
local function room(history, limit)
  if limit.hits > EXACT then
    return burst_room(history, limit)
  end
  local window = limit.window_s * 1000
  local used = later(history.times, now - window)
  if used < limit.hits then
    return limit.hits - used, 0
  end
  return 0, history.times[#history.times - limit.hits + 1] + window - now
end

local function charge_limit(history, limit)
  if limit.hits <= EXACT then
    return now + limit.window_s * 1000
  end
  local key = due_key(limit)
  history.due[key] = math.max(history.due[key] or 0, now * 1000) + interval_us(limit)
  return quotient(history.due[key], 1000) + 1
end

-- Count one comment on all limits; returns when this history may be forgotten.
local function charge(history, limits)
  if #history.times == EXACT then
    table.remove(history.times, 1)
  end
  table.insert(history.times, now)
  local ends = 0
  for _, limit in ipairs(limits) do
    ends = math.max(ends, charge_limit(history, limit))
  end
  return ends
end

-- How many of the ascending times fell into the fullest window of `within` ms.
local function most_within(times, within)
  local most, first = 0, 1
  for last, time in ipairs(times) do
    while times[first] <= time - within do
      first = first + 1
    end
    most = math.max(most, last - first + 1)
  end
  return most
end
