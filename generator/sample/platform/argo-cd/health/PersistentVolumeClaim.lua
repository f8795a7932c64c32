-- A claim whose class has volumeBindingMode WaitForFirstConsumer stays Pending until a pod mounts it, which may never
-- happen. It is healthy then. A sync that waits for it would not take newer commits.
local phase = obj.status ~= nil and obj.status.phase or "Pending"
if phase == "Lost" then
  return { status = "Degraded", message = "its volume is gone" }
end
if phase == "Bound" then
  return { status = "Healthy", message = "bound" }
end
return { status = "Healthy", message = "waits for a volume, or for the first pod that mounts it" }
