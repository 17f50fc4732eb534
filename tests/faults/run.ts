// `npm run faults [COUNT] [SEED] [NAME]`: 200 random faults, unless told, from a new seed. Prints the seed, each fault as it
// comes, and at the end what was broken. The same seed does the same again; with a NAME only faults that are called so.
import { randomInt } from "node:crypto";
import { play } from "./play.ts";

const [count = "200", seed = String(randomInt(2 ** 31)), only = ""] = process.argv.slice(2);
console.log(`seed ${seed}, ${count} faults`);
const { faults, broken, complaints } = await play({
	seed: Number(seed),
	count: Number(count),
	only,
	onFault: (line) => console.log(line),
});
if (broken.length === 0) console.log(`seed ${seed}: ${faults.length} faults, every promise held`);
else {
	console.log(`\nseed ${seed}, broken after fault ${faults.length}:\n${broken.join("\n")}`);
	console.log(`\nThe overseer said last:\n${complaints}`);
	process.exitCode = 1;
}
