-- Health of a Model of Seldon Core v2 (2.9.1).
--
-- ModelReady is False in every state except one, also while the model loads. `message` contains the state, and `reason`
-- the description. The operator reports ModelProgressing for a state that it may retry. Permanent failures are Degraded
-- here, because a sync that waits does not take newer commits, not even the commit that fixes the model.
-- The operator never sets observedGeneration, so for a moment after a change the old status counts.
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
