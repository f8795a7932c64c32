-- Argo CD dropped its own check of Applications in 1.8, and without one the waves of the root that holds them wait for nothing.
local hs = { status = "Progressing", message = "no health yet" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  hs.status = obj.status.health.status
  hs.message = obj.status.health.message or ""
end
return hs
