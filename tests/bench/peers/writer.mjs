// Writes down its pid and the machine's monotonic clock, then lines of its pid, a number and a filler, 80 bytes in all, as
// fast as they are taken; then does nothing: writer.mjs FILE LINES.
import { appendFileSync, writeSync } from "node:fs";

appendFileSync(process.argv[2], `${process.pid} ${process.hrtime.bigint()}\n`);
const lines = Number(process.argv[3]);
const line = (n) => `${`${process.pid} ${n} `.padEnd(79, "x")}\n`;
for (let n = 0; n < lines; n += 100) {
	let rest = Buffer.from(Array.from({ length: 100 }, (_, i) => line(n + i)).join(""));
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(1, rest));
		} catch (error) {
			if (error.code !== "EAGAIN") throw error; // a pipe that is full
		}
	}
}
setInterval(() => {}, 1 << 30);
