-- A claim whose class waits for its first consumer stays Pending until a pod mounts it, which may be never: nothing is
-- wrong with it, and a sync that waited for it would take no newer commit.
local phase = obj.status ~= nil and obj.status.phase or "Pending"
if phase == "Lost" then
  return { status = "Degraded", message = "its volume is gone" }
end
if phase == "Bound" then
  return { status = "Healthy", message = "bound" }
end
return { status = "Healthy", message = "waits for a volume, or for the first pod that mounts it" }
