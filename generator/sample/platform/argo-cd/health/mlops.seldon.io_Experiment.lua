-- Health of an Experiment of Seldon Core v2 (2.9.1).
--
-- An Experiment has the conditions ExperimentReady, CandidatesReady and MirrorReady. It starts when its candidates exist,
-- so until then it is Progressing. If the scheduler rejects it permanently (the default is not a candidate, or another
-- experiment has the same default), ExperimentReady is False too, with the error in `reason`. The operator does not retry
-- until the Experiment changes, so this state is Degraded. MirrorReady counts only if there is a mirror.
-- Argo CD gives scripts no string functions, but strings sort by their bytes.
local function begins(text, prefix)
  return text >= prefix and text < prefix .. "\255"
end
local hs = { status = "Progressing", message = "the scheduler has not answered yet" }
if obj.status == nil or obj.status.conditions == nil then
  return hs
end
local found = {}
for _, condition in ipairs(obj.status.conditions) do
  found[condition.type] = condition
end
local function words(condition)
  if condition.reason ~= nil and condition.reason ~= "" then
    return condition.reason
  end
  return condition.message or ""
end
local experiment = found.ExperimentReady
if experiment == nil then
  return hs
end
for _, kind in ipairs({ "ExperimentReady", "CandidatesReady", "MirrorReady" }) do
  local condition = found[kind]
  local counts = kind ~= "MirrorReady" or (obj.spec ~= nil and obj.spec.mirror ~= nil)
  if condition ~= nil and counts and condition.status ~= "True" then
    local reason = words(condition)
    if begins(reason, "rpc error: code = FailedPrecondition") then
      return { status = "Degraded", message = reason }
    end
    hs.message = reason ~= "" and reason or (kind .. " is not true")
    return hs
  end
end
return { status = "Healthy", message = words(experiment) }
