// Returns the point of the breathing some seconds into a step: which half of a breath, how full the lungs are (0 to 1),
// and how many seconds of that half are left. Null for a step without breathing, and after its last whole breath.
function breathAt(breathing, seconds) {
  if (!breathing) return null;
  const inhale = Math.max(breathing.inhale_seconds, 0);
  const exhale = Math.max(breathing.exhale_seconds, 0);
  const whole = inhale + exhale;
  if (whole <= 0 || seconds < 0 || seconds >= whole * breathing.cycles) return null;
  // A step that begins with the out-breath is half a breath ahead.
  const within = (seconds + (breathing.begins_with === "exhale" ? inhale : 0)) % whole;
  if (within < inhale) return { half: "in", full: eased(within / inhale), left: inhale - within };
  return { half: "out", full: 1 - eased((within - inhale) / exhale), left: whole - within };
}

// Slows the movement at both ends of a breath.
function eased(share) {
  return (1 - Math.cos(Math.PI * share)) / 2;
}
