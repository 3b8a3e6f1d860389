-- Times are integer milliseconds. texts.py and sketch.py say the same.
-- A text keeps its sendings flat: time, guest (false without a token) and comment of each, oldest first.
local SENDINGS, VERSIONS, KEPT = 100, 16, 64
local SENDING = 3 -- values of one sending

-- Whether two sketches share the part `near` of their runs; one walk through both ascending lists.
local function alike(one, other, near)
  local i, j, union, common, shared = 1, 1, 0, 0, 0
  while one[i] or other[j] do
    local left, right = one[i] or math.huge, other[j] or math.huge
    local both = left == right and 1 or 0
    if union < KEPT then
      union, common = union + 1, common + both
    end
    shared = shared + both
    i, j = i + (left <= right and 1 or 0), j + (right <= left and 1 or 0)
  end
  return union > 0 and shared >= near * math.max(#one, #other) and common / union >= near
end

-- The digests filed under the bands, each once, but for the text's own.
local function neighbours(copy, band_keys)
  local found, known = {}, {[copy.digest] = true}
  for _, key in ipairs(band_keys) do
    for _, digest in ipairs((get(key) or {digests = {}}).digests) do
      if not known[digest] then
        known[digest] = true
        table.insert(found, digest)
      end
    end
  end
  return found
end

-- Count into `copies` the sendings of a text within the policy's window that are not the comment itself.
local function count(copies, text, since)
  local sendings, counted = text.sendings, 0
  for at = 1, #sendings, SENDING do
    local guest, id = sendings[at + 1], sendings[at + 2]
    if sendings[at] > since and id ~= asked.id then
      counted = counted + 1
      copies.same_guest = copies.same_guest + (guest and guest == asked.guest and 1 or 0)
      copies.others[guest or id] = true
    end
  end
  return counted
end

local function size(set)
  local members = 0
  for _ in pairs(set) do
    members = members + 1
  end
  return members
end

local function copies_of(copy, texts, band_keys)
  local copies, since = {same_guest = 0, others = {}}, now - copy.within_ms
  local same = get_field(texts, copy.digest)
  copies.exact = same and count(copies, same, since) > 0
  for _, digest in ipairs(neighbours(copy, band_keys)) do
    local text = get_field(texts, digest)
    if text and alike(copy.sketch, cmsgpack.unpack(text.sketch), copy.near) then
      count(copies, text, since)
    end
  end
  if asked.guest then
    copies.others[asked.guest] = nil
  end
  return {same_guest = copies.same_guest, guests = size(copies.others), exact = copies.exact}
end

local function file(band_key, copy)
  local band, digests = get(band_key) or {}, {}
  for _, digest in ipairs(band.digests or {}) do
    if digest ~= copy.digest then
      table.insert(digests, digest)
    end
  end
  table.insert(digests, copy.digest)
  if #digests > VERSIONS then
    table.remove(digests, 1)
  end
  put(band_key, {ends = band.ends, digests = digests}, now + copy.within_ms)
end

local function remember(copy, texts, order, band_keys)
  local text = get_field(texts, copy.digest) or {sketch = cmsgpack.pack(copy.sketch), sendings = {}}
  for _, value in ipairs({now, asked.guest or false, asked.id}) do
    table.insert(text.sendings, value)
  end
  while #text.sendings > SENDINGS * SENDING do
    table.remove(text.sendings, 1)
  end
  put_field(texts, order, copy.digest, text, now + copy.within_ms)
  for _, key in ipairs(band_keys) do
    file(key, copy)
  end
end
