-- Health of a Model of Seldon Core v2 (2.9.1).
--
-- ModelReady is False for every state but one, loading included. Which state it is stands in `message`, and the words in
-- `reason`. What the operator may try again it calls ModelProgressing; a failure that stays is told apart here, because a
-- sync that waits takes no newer commit, not even the one that mends the model, and one that fails does.
-- The operator never sets observedGeneration, so for a moment after a change the old status is believed.
local hs = { status = "Progressing", message = "the scheduler has not answered yet" }
if obj.status == nil or obj.status.conditions == nil then
  return hs
end
local failed = { ModelFailed = true, ScheduleFailed = true, ModelTerminateFailed = true }
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "ModelReady" then
    local state = condition.message or ""
    local words = state
    if condition.reason ~= nil and condition.reason ~= "" then
      words = state .. ": " .. condition.reason
    end
    if condition.status == "True" then
      return { status = "Healthy", message = words }
    end
    if failed[state] then
      return { status = "Degraded", message = words }
    end
    if state == "ModelScaledDown" then
      return { status = "Suspended", message = words }
    end
    if words ~= "" then
      hs.message = words
    end
  end
end
return hs
