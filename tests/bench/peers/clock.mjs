// Writes down its pid and the machine's monotonic clock as soon as it runs, then does nothing: clock.mjs FILE.
import { appendFileSync } from "node:fs";

const now = process.hrtime.bigint();
appendFileSync(process.argv[2], `${process.pid} ${now}\n`);
setInterval(() => {}, 1 << 30);
