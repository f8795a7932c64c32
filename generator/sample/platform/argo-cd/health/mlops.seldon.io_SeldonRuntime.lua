-- Health of a SeldonRuntime of Seldon Core v2 (2.9.1).
--
-- Ready is not reliable: it stays Unknown if a component is disabled, and it is True for a moment before the first
-- StatefulSet exists. The conditions of the components count instead. A disabled component has none.
-- The operator never sets observedGeneration, so for a moment after a change the old status counts.
local hs = { status = "Progressing", message = "the operator has not looked at this SeldonRuntime yet" }
if obj.status == nil or obj.status.conditions == nil then
  return hs
end
local conditionOf = {
  ["seldon-scheduler"] = "SchedulerReady",
  ["seldon-envoy"] = "EnvoyReady",
  ["seldon-dataflow-engine"] = "DataflowEngineReady",
  ["seldon-modelgateway"] = "ModelGatewayReady",
  ["seldon-pipelinegateway"] = "PipelineGatewayReady",
  hodometer = "HodometerReady",
}
local disabled = {}
if obj.spec ~= nil and obj.spec.overrides ~= nil then
  for _, override in ipairs(obj.spec.overrides) do
    if override.disable == true and conditionOf[override.name] ~= nil then
      disabled[conditionOf[override.name]] = true
    end
  end
end
local found = {}
for _, condition in ipairs(obj.status.conditions) do
  found[condition.type] = condition
end
local order =
  { "SchedulerReady", "EnvoyReady", "DataflowEngineReady", "ModelGatewayReady", "PipelineGatewayReady", "HodometerReady" }
for _, kind in ipairs(order) do
  local condition = found[kind]
  if not disabled[kind] then
    if condition == nil then
      hs.message = kind .. " has not been seen yet"
      return hs
    end
    if condition.status ~= "True" then
      local words = condition.reason
      if words == nil or words == "" then
        words = condition.message or ""
      end
      hs.message = words ~= "" and (kind .. ": " .. words) or (kind .. " is not true")
      return hs
    end
  end
end
return { status = "Healthy", message = "all components are ready" }
