-- Health of a Server of Seldon Core v2 (2.9.1).
--
-- The operator sets one condition with content, StatefulSetReady, and writes the description into `reason`. `message` is
-- empty. False means that pods are still starting, or that an error occurred. An error may resolve without a
-- change. Therefore only a ServerConfig that the operator cannot find is Degraded. The operator never sets
-- observedGeneration, so for a moment after a change the old status counts.
-- Argo CD gives scripts no string functions, but strings sort by their bytes.
local function begins(text, prefix)
  return text >= prefix and text < prefix .. "\255"
end
local hs = { status = "Progressing", message = "the operator has not looked at this Server yet" }
if obj.status == nil or obj.status.conditions == nil then
  return hs
end
for _, condition in ipairs(obj.status.conditions) do
  if condition.type == "StatefulSetReady" then
    local words = condition.reason
    if words == nil or words == "" then
      words = condition.message or ""
    end
    if condition.status == "True" then
      return { status = "Healthy", message = words }
    end
    -- The operator's cache reports the kind, the API server the resource.
    if begins(words, "ServerConfig.mlops.seldon.io ") or begins(words, "serverconfigs.mlops.seldon.io ") then
      return { status = "Degraded", message = words }
    end
    if words ~= "" then
      hs.message = words
    end
  end
end
return hs
