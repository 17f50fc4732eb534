// The program whose start is timed: its first line is the monotonic clock, in nanoseconds, at which it began to run.
process.stdout.write(`${process.hrtime.bigint()}\n`);
setInterval(() => {}, 1 << 30);
