// Writes down its pid and the machine's monotonic clock, then says a line five times a second: talker.mjs FILE.
import { appendFileSync } from "node:fs";

appendFileSync(process.argv[2], `${process.pid} ${process.hrtime.bigint()}\n`);
setInterval(() => console.log("still here"), 200);
