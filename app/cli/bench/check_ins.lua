-- Sends requests that were made beforehand and writes down each answer: the id that was acknowledged, or the status.
-- Each thread reads a file of its own: six digits of length, then the request.
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  requests = assert(io.open(args[1] .. "/requests." .. number, "rb"))
  answers = assert(io.open(args[1] .. "/answers." .. number, "wb"))
  pattern = args[2]
  sent, over = 0, false
end

-- wrk asks the first thread for a request before it starts, and throws it away.
function request()
  if number == 0 and not asked then
    asked = true
    local first = requests:read(tonumber(requests:read(6)))
    requests:seek("set", 0)
    return first
  end
  local length = requests:read(6)
  if not length then
    over = true
    wrk.thread:stop()
    return last
  end
  sent = sent + 1
  last = requests:read(tonumber(length))
  return last
end

function response(status, headers, body)
  if status == 200 then
    answers:write(string.match(body, pattern) or "?", "\n")
  else
    answers:write(status, "\n")
  end
end

function done(summary, latency)
  local sent, over = "", 0
  for _, thread in ipairs(threads) do
    sent = sent .. " " .. thread:get("sent")
    if thread:get("over") then over = over + 1 end
  end
  io.write(string.format("measured %d %d %.3f %.3f%s\n", summary.duration, over,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, sent))
end
