-- Argo CD removed its health check of Applications in version 1.8. Without this one, the sync waves of a root Application
-- do not wait for its Applications.
local hs = { status = "Progressing", message = "no health yet" }
if obj.status ~= nil and obj.status.health ~= nil and obj.status.health.status ~= nil then
  hs.status = obj.status.health.status
  hs.message = obj.status.health.message or ""
end
return hs
