// Preloaded into a child process: when its parent is gone (kill -9 included), the child goes too instead of holding its port.
process.on("disconnect", () => process.exit(0));
// The channel alone must not keep a finished child alive.
process.channel?.unref?.();
