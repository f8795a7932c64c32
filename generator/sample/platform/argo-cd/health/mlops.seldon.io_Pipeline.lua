-- Health of a Pipeline of Seldon Core v2 (2.9.1).
--
-- PipelineReady has its state in `reason` and the description in `message`, the reverse of a Model. Some releases write both
-- into one field. ModelsReady shows whether the models of its steps are ready. A pipeline whose models are not ready is not
-- healthy. A missing model may still be created, so only PipelineFailed is Degraded, and an error of the scheduler that is
-- permanent, because the operator does not retry until the pipeline changes.
-- Argo CD gives scripts no string functions, but strings sort by their bytes.
local function begins(text, prefix)
  return text >= prefix and text < prefix .. "\255"
end
local hs = { status = "Progressing", message = "the scheduler has not answered yet" }
if obj.status == nil or obj.status.conditions == nil then
  return hs
end
local ready, models = nil, nil
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "PipelineReady" then
    ready = condition
  elseif condition.type == "ModelsReady" then
    models = condition
  end
end
if ready == nil then
  return hs
end
local words = ready.reason or ""
if ready.message ~= nil and ready.message ~= "" then
  words = (words ~= "" and words .. ": " or "") .. ready.message
end
local refused = "rpc error: code = FailedPrecondition"
if
  ready.reason == "PipelineFailed"
  or ready.message == "PipelineFailed"
  or begins(ready.reason or "", refused)
  or begins(ready.message or "", refused)
then
  return { status = "Degraded", message = words }
end
if ready.status ~= "True" then
  hs.message = words ~= "" and words or hs.message
  return hs
end
if models ~= nil and models.status ~= "True" then
  hs.message = "some of its models are not available"
  return hs
end
return { status = "Healthy", message = words }
